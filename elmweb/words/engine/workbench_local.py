"""The workbench: what it is doing, and what it needs for that first."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count

# What it is doing

EXPLAINING = {
    "columns": "Shuffling one column after the other",
    "row": "Comparing the row with others",
    "change": "Trying other values",
    "file": "Working out the reasons of each row",
}
"""While a question about the model is worked out, by the question."""
AUDITING = {
    "mistakes": "Leaving out one row after the other",
    "check": "Making answers wrong on purpose, and looking for them",
    "coverage": "Counting on the rows kept back",
}
"""The same for a question about the rows behind it."""
WORKING = "Working it out"
"""The same for other questions."""
LOOKING = "Looking at the columns"
LOOKING_FOR_SERIES = "Looking for series"
GETTING_READY = "Getting ready"
PREPARING_ROWS = "Preparing the rows"
COMPARING_ROWS = "Comparing with the rows it learned from"
TAKING_OUT = "Taking the rows out"
READING_SUMS = "Reading the sums"
READING_MODEL = "Reading the model"
FETCHING_MNIST = "Fetching a part of MNIST"


def looking_at(table: str) -> str:
    """While the columns of a table are looked at."""
    return f"Looking at the columns of {table}"


def reading(name: str) -> str:
    """While a file is read."""
    return f"Reading {name}"


# Stopped

STOPPED = "Stopped."
START_AGAIN = "Start again when you like."
STOPPED_UNSCORED = "Stopped before it was scored."
A_TRAINED_MODEL = "a trained model"
THE_BEST = "the best of them"


def stopped(step: int, steps: int) -> str:
    """How far a training came."""
    return f"Stopped at {step} of {steps} settings."


# How long a training takes


def estimate(time: str, memory: str, n_settings: int, notes: Sequence[str], *, blended: bool = False) -> str:
    """Time, memory, how many settings are tried or what is blended, and notes as sentences; 1 setting is not said."""
    tried = f"{count(n_settings, 'setting')} are tried, the best is kept." if n_settings > 1 else ""
    if blended:
        tried = "Three layers and a linear model are blended, weighed by how well they predict rows left out."
    return " ".join(filter(None, (f"{time}, {memory} of memory.", tried, *notes)))


# What is needed first

NO_TABLE = "No table is open."
DROP_A_FILE = "Drop a file on the Data page."
OPEN_A_SAMPLE = "Open a sample table."
NO_MODEL = "There is no model yet."
PRESS_TRAIN = "Press Train."
OPEN_A_MODEL = "Open a saved model."
NOTHING_TO_LEARN = "There is nothing more to learn for this model."
NOTHING_STOPPED = "No training was stopped."
TRAIN_AGAIN = "Train again."
OTHER_LANGUAGE = "This report was written in another language, and is shown as it was."
NO_SCORED_ROWS = "The rows that this model was scored on are not here."
OPEN_THE_TABLE = "Open the table and train again."
NOTHING_PREDICTED = "No file has been predicted yet."
DROP_ONE = 'Drop one under "Use it on a new file".'
ROWS_GONE = "The rows of the model are gone."
NO_SUMS = "No file of sums has been read."
OPEN_ONE = "Open one first."
NO_ROWS = "A saved model has no rows with it."
OPEN_ITS_TABLE = "Open its table and train again."
NO_EARLIER_MODEL = "There is no earlier model."
NO_LESSON = "No lesson is open."
OPEN_LEARN = "Open the Learn page again."
NO_DEEP_MODELS = "Deep models cannot be run here."
INSTALL_ONNXRUNTIME = "Install onnxruntime."
TRAINED_HERE = "a model trained on this page"
OPEN_IN_PYTHON = "Open it in Python with elmweb.export.load_model."
FOLDER_WITH_IT = "a folder of samples with it; the build writes MNIST into the site"
BUILD_THE_SITE = "Build the site, and name its samples folder."


def nothing_of_that_name(kind: str) -> str:
    """A method that cannot be compared."""
    return f'Nothing can be compared that is called "{kind}".'


def no_columns(name: str) -> str:
    """A model file that was saved from Python."""
    return f'The model file "{name}" says nothing of the columns of a table.'


def saved_from_python(estimator: str) -> str:
    """What it holds."""
    return f"an estimator saved from Python ({estimator})"


def no_sample_file(name: str) -> str:
    """A file that the site should have."""
    return f'There is no file "{name}" among the samples here.'


# Files, by their names without the endings


def predicted_file(stem: str) -> str:
    """A table with predictions."""
    return f"{stem} predicted"


def by_risk_file(stem: str) -> str:
    """The same, sorted by the probability of an answer."""
    return f"{stem} by risk"


def comes_first(answer: str) -> str:
    """How it is sorted."""
    return f"{answer} first."


# A lesson

THE_OPEN_TABLE = "The open table"
DRAWN_POINTS = "Points that you draw"
NO_SUCH_TRAP = "There is no such trap."
A_TRAP = "one of those on the page"
NO_SUCH_MOVE = "The lesson cannot do that."
A_MOVE = "a known move"
NO_STEP_YET = "No step is done yet."
BESIDE_THE_SCRIPT = "Keep it beside the script."


def steps_done(number: int) -> str:
    """What the script of a lesson does."""
    return f"It takes the {count(number, 'step')} that {'is' if number == 1 else 'are'} done."


# A race

PART_OF_MNIST = "Part of MNIST, 3.3 MB"
NOBODY_CAN_RACE = "None of those chosen can race on this table."
CNN_NEEDS_IMAGES = "a CNN needs images: a square number of columns that hold pixels"
CHOOSE_OTHERS = "Choose one of the others."
