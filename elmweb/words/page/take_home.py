"""Predictions for a new file, and what can be saved."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count

# A new file

NEW_FILE = "Use it on a new file"
BY_NAME = "Columns are matched by name. The column to predict is not needed."
CHECK_FIRST = "A model knows only what it saw. Check these before you use the predictions."
ADD_REASONS = "Add the three strongest reasons to each row"
REASONS_TAKE_LONGER = "That takes longer than predicting, and can be stopped."
SAVE_ALL = "Save all predictions"


def predicted(name: str, n_rows: int) -> str:
    """Above the predictions for a file."""
    return f"{name}: {count(n_rows, 'row')} predicted."


def not_used(names: str) -> str:
    """The columns of the file that the model does not know."""
    return f"Not used: {names}."


def first_predictions(name: str) -> str:
    """What the table of predictions is, for screen readers."""
    return f"First predictions for {name}"


def save_sorted(answer: str) -> str:
    """The button that saves the predictions sorted by the probability of one answer."""
    return f"Save them sorted, most likely {answer} first"


# What can be saved

TITLE = "Take it with you"
FILES = {
    "model": "Model, opens here again",
    "project": "All of it: table, choices and model",
    "html": "A page that predicts, works without a network",
    "onnx": "Model for other programs",
    "bare_onnx": "Model alone, takes the network's numbers",
    "predict_script": "Script that predicts, with the model",
    "script": "Script that trains it again",
    "cluster_script": "The same for a Dask cluster",
    "predictions": "Predictions for the new file",
    "test_predictions": "Predictions for the rows kept back",
    "report_page": "Report on one page, to print",
    "report": "All numbers of this page",
    "passport_page": "Passport, a page to print",
    "passport": "Passport, to check the model by",
}
WHOLE_ONNX = {
    "photo": "Model with the network for photos inside",
    "sound": "Model with the network for clips inside",
    "meaning": "Model with the network for texts inside",
}
NO_PAGE = {
    "photo": "A page that predicts from photos would be 29 MB with the network in it: too much for a file that people "
    "send to each other.",
    "sound": "A page that predicts from clips would be 12 MB with the network in it: too much for a file that people "
    "send to each other.",
    "meaning": "A page that predicts from texts would be 42 MB with the network in it: too much for a file that people "
    "send to each other.",
}


def rows_inside(n_rows: int) -> str:
    """That the files of the model hold rows of the table, which matters to whom they are given."""
    return (
        f"This kind of model compares new rows with {count(n_rows, 'row')} it learned from. They are in its files, as "
        "numbers: give them only to people who may see the table."
    )


def ten_lines(languages: Sequence[str]) -> str:
    """What is folded below a file that was saved: programs that use it."""
    return f"Ten lines that use it, in {' or '.join(languages)}"
