"""The calculator of the Race page: what a training of another size would take."""

from __future__ import annotations

TITLE = "And at the size of ImageNet or GPT?"
LEAD = (
    "A table like this takes seconds by any method. Deep networks take hours to months because they are large and "
    "learn from a lot of data. This estimate says nothing about the score: it has not been shown here that an ELM of "
    "that size matches them."
)

# What is asked

PUBLISHED = "A training of the size of"
OWN = "My own"
CHIP = "On"
HOW_MANY = "How many of them"
PARAMETERS = "Parameters"
EXAMPLES = "Rows or tokens it learns from, repeats counted"

# The answer

OPERATIONS = "Operations"
AS_CHOSEN = "On what is chosen above"
ENERGY = "Energy of the chips"
HERE = "On this device, as fast as its networks ran"
AS_PUBLISHED = "As published"
PUBLISHED_ENERGY = "Energy of that training"


def in_all(time: str, chip_hours: str) -> str:
    """How long it takes, and the hours of all chips together."""
    return f"{time}, {chip_hours} in all"


def on(time: str, hardware: str) -> str:
    """How long it took, on which chips."""
    return f"{time} on {hardware}"


def known_from(energy: str, source: str) -> str:
    """An amount of energy, and where it is known from."""
    return f"{energy}, {source}"


def assumed(percent: str) -> str:
    """What the answer takes for granted."""
    return (
        f"Chips are assumed to reach {percent} % of the peak in their maker's data sheet, at their full power; Llama 3 "
        "reports 38 to 43 %, PaLM 46 %. Cooling and earlier tries are left out."
    )


def sources(operations: str, source: str) -> str:
    """Where the numbers of a published training come from."""
    return f"Operations: {operations}. Source: {source}."


RULE = "Operations: 6 for each parameter and row (Kaplan and others, 2020, arXiv:2001.08361)."


# Amounts


def years(n: str) -> str:
    """Two or more."""
    return f"{n} years"


def days(n: str) -> str:
    """Two or more."""
    return f"{n} days"


def hours(n: str) -> str:
    """Two or more."""
    return f"{n} hours"


def minutes(n: str) -> str:
    """Two or more."""
    return f"{n} minutes"


def seconds(n: str) -> str:
    """Any number of them, also fractions."""
    return f"{n} seconds"


def chip_hours(n: str) -> str:
    """Hours of all chips together."""
    return f"{n} chip hours"
