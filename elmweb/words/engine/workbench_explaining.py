"""What can be asked about a model, and reasons for the rows of a file."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count

# Questions

NO_SUCH_QUESTION = "There is no such question."


def one_of(names: Sequence[str]) -> str:
    """The questions there are."""
    return f"one of {', '.join(names)}"


NO_ROWS = "A saved model has no rows with it, and reasons are worked out by comparing rows."
ITS_TABLE = "the table that it was trained on"
FROM_A_FILE = "a model from a file"
OPEN_ITS_TABLE = "Open its table and train again."
NO_SUCH_COLUMN = "The table has no such column."
A_COLUMN = "a column of the table"
NO_LABEL = "none"
"""In place of the names of labels where a row has none."""
ANOTHER_ANSWER = "another answer"
CHOOSE_ANOTHER = "Choose another answer."
CANNOT_BE_MOVED = "The prediction cannot be moved by that."
AN_AMOUNT = "a number above or below 0"
TAKES_TOO_LONG = "How much single rows pull this model takes too long to work out."
SHOW_ROWS_LIKE_IT = "Rows like this one can still be shown."
NO_LINE = "There is no line to draw."
TWO_ANSWERS = "a column with two answers"
NO_COST = "An error cannot cost that."
A_COST = "a number, 0 or above"


def answers_it_already(answer: str) -> str:
    """That nothing need be changed."""
    return f'The model answers "{answer}" already.'


def at_most_learned(number: int) -> str:
    """How many rows it may have learned from."""
    return f"at most {number:,} rows that it learned from"


def n_rows(number: int) -> str:
    """How many there are."""
    return f"{number:,} rows"


# Reasons in a file, each in a cell

MISSING = "missing"
OF_A_NUMBER = (
    "Reasons: what each column adds to the number, compared with 16 rows that were learned from, by Shapley values."
)
OF_A_PROBABILITY = (
    "Reasons: what each column adds to the probability of the answer, compared with 16 rows that were learned from, "
    "by Shapley values."
)


def others_together(number: int) -> str:
    """Columns that count as one."""
    return f"{count(number, 'other column')} together"


def sampled(error: str) -> str:
    """How exact the reasons are."""
    return f"They are sampled: the standard error of one is {error} in the middle."


def counted_as_one(number: int) -> str:
    """How many columns count as one."""
    rest = "matters less counts as one" if number == 1 else "matter less count as one"
    return f"{count(number, 'column')} that {rest}."
