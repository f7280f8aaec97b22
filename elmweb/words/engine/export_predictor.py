"""The page that predicts without a network, and what cannot become one."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

# What cannot become a page

NEEDS_COLUMNS = "A page that predicts needs to know the columns."
FROM_A_TABLE = "a model trained on a table"
NO_SERIES = "A page that predicts fills in one row, and a series is known by many."
ROWS_ALONE = "a model whose rows stand for themselves"
SAVE_ONNX = "Save the ONNX file: it takes rows in the order of time."
SAVE_MODEL = "Save the model: it opens on this page again."
SAVE_WHOLE_ONNX = "Save the ONNX file with the network inside."


def no_network(size: str) -> str:
    """That a page cannot hold a deep network, and how large it would be."""
    return (
        "A page that predicts cannot hold the deep network that turns photos, clips and meanings into numbers: "
        f"with what runs it, it would have {size}."
    )


def without_network(size: str) -> str:
    """How large a page may be."""
    return f"at most {size}, so columns of numbers, categories, dates and words"


def column_of(name: str, role: str) -> str:
    """The column that needs the network."""
    examples = {"photo": "photos", "sound": "clips", "meaning": "texts that are read by their meaning"}
    return f'"{name}" is a column of {examples[role]}'


# The page, as it is written

GOOD = "How good it is"
MANY = "Predict a whole table"
DROP = "Drop a CSV file anywhere, or choose one. Columns are matched by name; the column to predict is not needed."
CHOOSE = "Choose a file"
PASTE = "Or paste rows here, with the column names in the first line"
NOT_MEASURED = "That was not measured, or the report was not saved with the model. Do not rely on it unchecked."
FACTS = {
    "counted": "Counted on",
    "others": "Others on the same rows",
    "measured": "Measured on",
    "since": "Since then",
    "answers": "Answers",
}


def predict(targets: Sequence[str]) -> str:
    """The heading."""
    return f"Predict {listed(targets)}"


def lead(n_rows: int, table: str) -> str:
    """Below the heading."""
    return (
        f"Learned from {count(n_rows, 'row')} of {table}. This file works without a network: what you enter stays on "
        "this device."
    )


def made_with(version: str) -> str:
    """The last line."""
    return f"Made with elmweb {version}. An estimate is not a fact: check what matters."


def with_range(score: str) -> str:
    """The score, which has its range within it."""
    return f"{score}, with its 95 % range"


def counted_on(n_rows: int, table: str) -> str:
    """The rows that the score was counted on."""
    return f"{count(n_rows, 'row')} of {table} that were kept back when it learned"


def since(n_rows: int) -> str:
    """What happened after the score was counted."""
    return f"the same settings learned from all {count(n_rows, 'row')}"


def said_from(answer: str, percent: str) -> str:
    """From which probability on the second of two classes is said, where that was chosen."""
    return f"{answer} is said from a probability of {percent} % up; the score is without that"


# What its script says: names in braces stand for values, and whatever depends on a number has a form for each kind of
# it, by the names that browsers have for them ("one", "few", "other")

NUMBERS = "en"
"""The language in which the script writes numbers, as HTML names it; the page writes its own as elmweb does."""
SCRIPT = {
    "range": "{low} to {high} in 9 of 10 cases",
    "none": "none",
    "likely": "{percent} % likely",
    "said_from": "{answer} is said from {percent} % up.",
    "unread": '"{cell}" cannot be read in {column}. It counts as empty.',
    "missing": "missing",
    "missing_beside": "(missing)",
    "column_missing": "{column}: missing",
    "seen": "{low} to {high} was seen",
    "beyond": '"{column}": {cell} is outside what was seen, {low} to {high}.',
    "others": "Other columns ({number})",
    "pasted": "pasted table.csv",
    "first": "First predictions for {file}",
    "save": "Save all predictions",
    "predicted_file": "{name} predicted.csv",
    "needs": "No column of the model is in the first row. It needs: {columns}.",
    "absent": "Not in the file, so they count as empty: {columns}.",
    "absent_more": "Not in the file, so they count as empty: {columns} and {number} more.",
}
SCRIPT_COUNTS = {
    "predicted": {"one": "{file}: {number} row predicted.", "other": "{file}: {number} rows predicted."},
    "unread": {
        "one": 'Cannot be read in {column}: "{cell}". {number} cell counts as empty.',
        "other": 'Cannot be read in {column}: "{cell}". {number} cells count as empty.',
    },
    "formulas": {
        "one": "A spreadsheet would take {number} cell for a formula. An apostrophe stands before it in the file.",
        "other": "A spreadsheet would take {number} cells for a formula. An apostrophe stands before them in the file.",
    },
}
