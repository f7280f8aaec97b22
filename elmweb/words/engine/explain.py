"""Why a prediction cannot be explained in the way that was asked for."""

from __future__ import annotations

from collections.abc import Sequence

# The effect of a column

WITH_AN_ORDER = "a column of numbers, categories or dates"
TEXTS = "texts"
EXAMPLES = "examples"
SEE_WHY = "Press “Why this answer” to see what a text adds to one prediction."
TWO_VALUES = "at least two values"
NO_VALUE = "none"


def holds_examples(column: str) -> str:
    """Photos or clips cannot be varied."""
    return f'"{column}" holds examples, which have no order to vary them in.'


def holds_texts(column: str) -> str:
    """Neither can texts."""
    return f'"{column}" holds texts, which have no order to vary them in.'


def single_value(column: str) -> str:
    """Nor what is the same everywhere."""
    return f'"{column}" has a single value in the rows that were learned from.'


# The pull of single rows

TAKES_TOO_LONG = "How much single rows pull this model takes too long to work out."
NO_PULL = "How much single rows pull this model cannot be worked out."
IN_CLOSED_FORM = "a model in closed form that learned from just these rows, such as the ELM, RVFL or kernel ELM"
SHOW_ROWS_LIKE_IT = "Rows like this one can still be shown."


def kernel_between(number: int) -> str:
    """How many rows a kernel may be between."""
    return f"a kernel between at most {number:,} rows"


def n_rows(number: int) -> str:
    """How many there are."""
    return f"{number:,} rows"


# Columns and answers

ITS_COLUMNS = "one of its columns"
CHOOSE_A_COLUMN = "Choose a column of the list."


def no_column(name: str) -> str:
    """A column that the model does not use."""
    return f'The model does not use a column "{name}".'


def never_answers(name: str) -> str:
    """An answer that the model does not know."""
    return f'The model never answers "{name}".'


def one_of(names: Sequence[str]) -> str:
    """The answers that it knows."""
    return f"one of {', '.join(names)}"
