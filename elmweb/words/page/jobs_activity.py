"""The second half of the screen of science, in the chapter "Five jobs": which molecules bind to a protein."""

from __future__ import annotations

from collections.abc import Sequence

TITLE = "Will it bind to thrombin?"
LEAD = (
    "Thrombin makes blood clot, and a molecule that holds on to it firmly can keep blood from clotting. How firmly is "
    "measured as the inhibition constant Ki: the lower, the firmer. 2,754 molecules that chemists tried are split as "
    "they were published. A model learns from 2,201 of them which are active, and says of the 553 others how likely "
    "each one is to be."
)

# Settings

FIRM = "Active means a Ki of"
SEEN = "The models see"
SEES = {"both": "the 20 numbers and 166 structural keys", "numbers": "the 20 numbers"}
MOLECULE = "Test molecule"
TRAIN = ("Train on the activities", "Train on the activities again")
TRAINING = "Training on the activities"


def or_less(nanomolar: str) -> str:
    """A choice: up to which inhibition constant a molecule is called active."""
    return f"{nanomolar} nM or less"


def option(number: int, ki: str) -> str:
    """A molecule in the list of all."""
    return f"No. {number}, Ki {ki} nM"


# The result

CURVES = "Found, and right when named"
CURVE_OF_ELM = "Found, and right when named: the ELM"
AXES = ("Active ones found (%), recall", "Active among those named (%), precision")
AUC = "AUC"


def headline(in_100: str, seconds: str) -> str:
    """How well the ELM ranks."""
    return (
        f"Given an active molecule and another one, the ELM ranks the active one higher {in_100} times in "
        f"100, after {seconds} of training."
    )


def on_which_molecules(n_learn: int, n_judge: int, n_active: int, firm: int) -> str:
    """What the headline is about; the last number is in nanomolar."""
    return f"{n_learn:,} molecules to learn from, {n_judge:,} kept back, {n_active:,} of them active at {firm:,} nM."


def about_scores(guessing: str) -> str:
    """Below the table of models; what guessing gives is a number such as 0.514."""
    return (
        "AUC: how often an active molecule is ranked above another one; guessing gives 0.500. Average precision: the "
        f"mean height of the curve; guessing gives {guessing}. The ranges come from resampling the molecules kept back "
        "(bootstrap)."
    )


def curves_chart(models: Sequence[tuple[str, str]]) -> str:
    """The chart for those who do not see it: each model, and its average precision."""
    said = "; ".join(f"{name}, average precision {average}" for name, average in models)
    return f"Chart. Precision against recall. {said}."


# Molecules

WHAT_THEY_SEE = "What the models see"


def number(at: int) -> str:
    """A molecule on a button; none of them has a name."""
    return f"No. {at}"


def molecule(at: int) -> str:
    """A molecule within the text for those who do not see its drawing."""
    return f"molecule no. {at}"


def measured(ki: str, *, active: bool) -> str:
    """What was measured of a molecule."""
    return f"Ki {ki} nM, active" if active else f"Ki {ki} nM, not active"


def likely(percent: str) -> str:
    """How likely a model says that a molecule is active."""
    return f"{percent} % likely to be active"


def mistake(measured: str, percent: str) -> str:
    """What was measured of a molecule, and what the ELM says."""
    return f"{measured}; {percent}&nbsp;% likely to be active by the ELM"


def more_keys(n_keys: int) -> str:
    """Below the numbers of a molecule: what else the models see."""
    return f"And {n_keys} structural keys, yes or no each."


def smiles(formula: str) -> str:
    """The structure of a molecule in one line of letters."""
    return f"SMILES: {formula}"
