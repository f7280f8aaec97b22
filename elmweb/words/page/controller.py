"""What is announced, what stands above a progress bar, and what is refused."""

from __future__ import annotations

from elmweb.formatting import count

# Above a progress bar, without a full stop

LOOKING = "Looking at the columns"
TRAINING = "Training"
LEARNING = "Learning from all rows"
SCORING_THE_BEST = "Scoring the best so far"
GOING_BACK = "Going back to the result before"
SETTING_THE_THRESHOLD = "Setting the threshold"


def reading(name: str) -> str:
    """While a file is read."""
    return f"Reading {name}"


def predicting(name: str) -> str:
    """While the rows of a file are predicted."""
    return f"Predicting {name}"


# Announced to screen readers


def is_open(name: str, n_rows: int, n_columns: int) -> str:
    """After a table was opened."""
    return f"{name} is open: {count(n_rows, 'row')}, {count(n_columns, 'column')}."


def roles_offered(column: str) -> str:
    """After the name of a column was pressed."""
    return f"Above the table you can choose what {column} is."


def predicted(n_rows: int) -> str:
    """After the rows of a file were predicted."""
    return f"Predicted {count(n_rows, 'row')}."


def threshold_set(percent: int) -> str:
    """After the threshold of two answers was changed."""
    return f"The threshold is {percent} %."


# On the page


THE_TABLE = "the table"
"""In place of the name of a file that has none."""
SAVED_MODEL = "a saved model"
"""The same for a model."""

# What is refused, and what to do instead

NO_EARLIER_RESULT = "There is no earlier result."
NOTHING_STOPPED = "No training was stopped."
ON_A_SERVER = "Projects cannot be saved on a server."
SAVE_INSTEAD = "Save the model and the table instead."
TRAIN_AGAIN = "Train again."

ONE_FILE = "one file"
ONE_FILE_AT_A_TIME = "one file at a time"
OPEN_THE_FOLDER = "Open the folder and drop a file from it."
DROP_ONE = "Drop the one to start with. Tables with the same columns can be put into one file first."


def is_a_folder(name: str) -> str:
    """After a folder was dropped where a file is read."""
    return f'"{name}" is a folder.'


def many_files(number: int) -> str:
    """After several files were dropped or chosen where one is read."""
    return f"{number:,} files were brought at once."


def files_named(names: str, *, more: bool) -> str:
    """Their names with commas between them; there may be more than are named."""
    return f"{names} and more" if more else names
