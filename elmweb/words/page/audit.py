"""The questions about the rows behind a model: what is said while they are worked on and when they are answered."""

from __future__ import annotations

from elmweb.formatting import count

# On the progress bar

DOING = {
    "mistakes": "Looking for doubtful answers",
    "queue": "Looking for rows to label",
    "curve": "Comparing this order with a random one",
    "check": "Measuring how good the list is here",
    "coverage": "Measuring coverage on the rows kept back",
    "row": "Working out how sure it can be of this row",
    "values": "Listing the values",
}
"""What is being worked out, by the question."""
FORGETTING = "Taking the rows out"
ADDING_UP = "Adding up the rows"
READING_SUMS = "Reading the sums"
CLOSING_SUMS = "Closing the files of sums"
POOLING = "Building the model of all the rows"

# For a screen reader, when it is done

CURVE_SHOWN = "A table compares the order of the queue with random order."
COVERAGE_SHOWN = "A slider sets how often the true answer must be among those given."


def row_on_top(score_name: str, score: str, number: int | None) -> str:
    """After each answer about a row: the score, and which row is asked about next, if there is one."""
    following = "No row is left." if number is None else f"Row {number} is next."
    return f"{score_name}: {score} on rows kept back. {following}"


def found_of_wrong(n_found: int, n_wrong: int) -> str:
    """How many answers that were made wrong on purpose the list of doubtful answers found."""
    return f"{n_found} of {n_wrong} were in the first tenth of the list."


def forgotten(n_rows: int) -> str:
    """How many rows a model has forgotten."""
    return f"{count(n_rows, 'row')} forgotten."


def sums_read(n_files: int, n_rows: int) -> str:
    """How many files of sums were read so far, and of how many rows."""
    return f"{count(n_files, 'file')}, {count(n_rows, 'row')}."


# On the row that is asked about, in both lists

UNDO = "Undo"
UNDO_KEYS = "Ctrl Z"


def row(number: int) -> str:
    """The row on top; what is asked about it follows as a sentence."""
    return f"Row {number:,}"


# Names


def receipt_file(table: str) -> str:
    """The name of the file with the receipt of what was forgotten; the table's name comes without its ending."""
    return f"{table} forgotten.json"


def pooled(n_files: int) -> str:
    """What a model was made of that came from sums of rows; stands in "From the saved model ..."."""
    return f"the sums of {count(n_files, 'file')}"
