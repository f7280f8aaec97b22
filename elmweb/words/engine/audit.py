"""Rows against a model: doubtful answers, which row to label next, and sums that stand for rows."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import listed

# Which row to label next

NO_NEXT_ROW = "Which row to label next cannot be said for numbers by this kind of model."
ONE_PENALTY = "one layer with one penalty, such as the ELM or RVFL"
TRAIN_AN_ELM = "Train an Extreme Learning Machine."

# Doubtful answers

LEAVES_NO_ROWS_OUT = "This kind of model leaves no single rows out, so no row can surprise it."
LEAVE_ONE_OUT = "exact leave-one-out of every row, such as that of the ELM, RVFL or kernel ELM"
TRAIN_ANOTHER = "Train another kind of model."

# Sums

SUMS_OF_FEW_ROWS = "The sums of so few rows would give rows away."
SUMS_OF_FEW_ROWS_OF_AN_ANSWER = "The sums of so few rows of an answer would give these rows away."
BRING_MORE = "Bring more rows."
TAKE_THEM_OUT = "Take these rows out, or join the answer with another one."
INTEGERS_CANNOT_BE_SHARED = (
    "Sums of numbers in integer arithmetic cannot be shared: how they are coded depends on everybody's range."
)
FLOATS_OR_CLASSES = "float arithmetic, or classes"
INTEGERS = "integers"
CHOOSE_FLOATS = "Choose floats on the Train page, and train again."


def at_least_rows(number: int, n_units: int) -> str:
    """Of how many rows sums may be given away."""
    return f"at least {number:,} rows, so that they hold more numbers than the sums of {n_units:,} units"


def rows_of_numbers(n_rows: int, n_numbers: int) -> str:
    """How many rows there are, and how many numbers in each."""
    return f"{n_rows:,} rows of {n_numbers:,} numbers"


def at_most_units(number: int) -> str:
    """How wide a model may be for the rows that there are."""
    return f"Train with at most {number:,} units, on the Train page."


def at_least_of_each_answer(number: int) -> str:
    """Of how many rows of each answer sums may be given away."""
    return f"at least {number} rows of each answer"


def rare_answers(answers: Sequence[tuple[str, int]]) -> str:
    """Answers with too few rows, and their numbers."""
    return listed([f"{name} ({number:,})" for name, number in answers])
