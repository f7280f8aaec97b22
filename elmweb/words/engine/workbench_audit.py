"""What can be asked about the rows behind a model, corrections as files, and rows that a model forgets."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import listed

# Doubtful answers, and rows without an answer

ONE_COLUMN_ONLY = "Doubtful answers are looked for in one column."
ONE_COLUMN = "one column to predict"
CHOOSE_ONE = "Choose one of them on the Data page and train again."
TAKES_TOO_LONG = "Leaving out single rows takes too long on a table of this size."
LARGE_FILE = "a file larger than memory"
TRY_A_PART = "Try it on a part of the table."
WITHOUT_ANSWER = "rows whose answer is empty"
ADD_ROWS = "Add rows with an empty cell there to the file, and train again."


def n_columns(number: int) -> str:
    """How many columns are predicted; two at least."""
    return f"{number} columns"


def at_most_rows_to_learn_from(number: int) -> str:
    """How many rows can be left out one by one."""
    return f"at most {number:,} rows to learn from"


def n_rows(number: int) -> str:
    """How many rows there are."""
    return f"{number:,} rows"


def every_row_has_one(target: str) -> str:
    """That no answer is missing."""
    return f'Every row has a "{target}".'


def n_answered(number: int) -> str:
    """How many rows have an answer."""
    return f"{number:,} rows with an answer"


# Sets and intervals

NO_LEFT_OUT_ERRORS = "This model has no leave-one-out errors to make sets or intervals of."
LEAVES_ROWS_OUT = "one column to predict, and a model that leaves single rows out"


def task_and_model(task: str, model: str) -> str:
    """What is predicted, and the kind of model."""
    return f"{task}, {model}"


# Corrections

NOTHING_CORRECTED = "No answer has been corrected yet."
CORRECT_ONE = "Correct one under Result."


def corrections_file(stem: str) -> str:
    """The name of the file of corrections, without its ending."""
    return f"{stem} corrections"


def corrected_file(stem: str) -> str:
    """The name of the corrected table, without its ending."""
    return f"{stem} corrected"


# Forgetting

WHOLE_TABLES_ONLY = "Rows are forgotten here on tables that are held as a whole."
TAKE_OUT_OF_FILE = "Take the rows out of the file and train again."
TAKE_OUT_OF_TABLE = "Take the rows out of the table and train again."
CANNOT_FORGET = "This kind of model cannot forget rows exactly."
RANDOM_UNITS = "one layer of random units that was drawn without looking at rows: the ELM, or RVFL"
TRAIN_AN_ELM = "Train an Extreme Learning Machine."
MISSING = "missing"
A_VALUE = "a value of the column"
ANSWER_WOULD_BE_LOST = "No row of an answer would be left to learn from."
EACH_ANSWER_STAYS = "each answer in a row that stays"
CANNOT_BE_TAKEN_OUT = "The rows cannot be taken out of this model."
LEARNED_ONCE = "the rows that it has learned, each once"
TRAIN_THEN_FORGET = "Train again, then forget."


def at_most_rows(number: int) -> str:
    """How many rows there may be."""
    return f"at most {number:,} rows"


def no_row_has_it(column: str) -> str:
    """That no row has the value that is to be forgotten."""
    return f'No row that is left has this value of "{column}".'


def lost_answers(names: Sequence[str]) -> str:
    """Answers that would have no row any more."""
    return listed(names)


# The receipt

RECEIPT = "Rows that a model has forgotten"
COMPARED_WITH = "the same layer and penalty fitted anew on the rows that stay"
REMAINS = (
    "How columns are read and scaled was measured with these rows.",
    "Width, penalty and seed were chosen while these rows were there.",
    "The table itself: the file that was opened still has them.",
)
TO_REMOVE_THAT_TOO = "Train again: the rows are left out of the table from now on."
