"""What is written in the scripts to take home: comments, what they print, and why there is none."""

from __future__ import annotations

from collections.abc import Sequence

# Why there is no script

READS_TABLES = "A script that trains reads tables: no photos, no clips, and texts by their words."
COLUMNS_OF_WORDS = "columns of numbers, categories, dates and words"
SAVE_WHAT_PREDICTS = "Save the script that predicts, or the model."
CHOOSE_ONE = "Choose one of these kinds of model."
TAKE_ONE_MACHINE = "Take the script for one machine."
PLAIN_VALUES = "A script can hold only plain values."
TEXTS_OR_NUMBERS = "texts, numbers, yes or no"
NEEDS_A_NAME = "A script needs the name of a setting here."
LETTERS = "letters and digits"
NO_CLIPS = "The script cannot decode clips."
PHOTOS_OR_TEXTS = "photos, or texts that are read by their meaning"
SAVE_WHOLE_ONNX = "Save the ONNX file with the network inside: it takes the samples of a clip."


def one_machine_only(kind: str) -> str:
    """That a kind of model cannot be trained on a cluster."""
    return f"{kind} is trained on one machine only."


def on_a_cluster(kinds: Sequence[str]) -> str:
    """Which kinds can."""
    return f"on a cluster: {' or '.join(kinds)}"


def holds_clips(column: str) -> str:
    """The column that the script cannot read."""
    return f'"{column}" holds clips'


# The script that trains, for one machine. Comments stand in one line; names in capitals and those of roles are code

TRAINS = {
    "what": 'Trains on the table FILE and predicts TARGETS. Needs Python 3.11 or newer and: pip install "elmweb[page]"',
    "run": "Run it beside the table: python this_file.py",
    "roles": "What each column is: number, category, date, text, or ignore.",
    "switches": "Findings that were switched on or off.",
    "settings": "Settings that are not named here are chosen from the data.",
    "same": "Same table, same choices, same seed: the same rows are kept back as in the page.",
    "kept": "On the rows that were kept back, which the model has not seen.",
    "all": "The same settings, learned from all rows: this model is saved.",
    "report": "The report goes with the model: scores of simpler models on the same rows, and what the page shows of "
    "them.",
}
LINE = (
    "From this probability on the second of the two answers is given, as it was chosen in the page. The score above is "
    "that of the more probable answer; probabilities are the same."
)
"""Where the probability from which the second of two answers is given was chosen; a comment that may be broken."""
SAVED = "saved as model.elm.zip; the page opens it again"


def rows_kept(n_train: str, n_test: str) -> str:
    """Printed: how many rows there are."""
    return f"{n_train} rows to learn from, {n_test} kept back"


def score(value: str) -> str:
    """Printed: the score."""
    return f"score on the rows kept back: {value}"


def chosen(width: str, alpha: str, seed: str) -> str:
    """Printed: the settings that were chosen."""
    return f"width {width}, alpha {alpha}, seed {seed}"


def chosen_seed(seed: str) -> str:
    """The same of a kind of model that has no others."""
    return f"seed {seed}"


# The same for a cluster

TRAINS_ON_A_CLUSTER = {
    "what": "Trains on the tables FILES and predicts TARGETS, on a Dask cluster. Needs Python 3.11 or newer and:",
    "sums": "Sums over rows travel between machines, and answers to the rows kept back; of the rows themselves a "
    "sample does.",
    "files": 'such as "s3://bucket/part-*.csv"',
    "some": "preprocessing is learned from so many rows",
    "address": "no address: processes on this machine",
    "sample": "Columns are described, and the preprocessor is fitted, on a sample in this process.",
    "parts": "Each part of the table becomes one block of rows; the last rows of each are kept back.",
    "layer": "Here one layer learns; a blend, which the page chooses for most tables, is fitted in memory.",
    "answers": "Predicted where the rows are; only answers come here.",
    "off": "How far off predictions are on the rows kept back: 9 of 10 lie between.",
}
LINE_ON_A_CLUSTER = "from this probability on the second of the two answers is given"
SAVED_ON_A_CLUSTER = "saved as model.elm.zip; elmweb.export.load_model opens it again"

# The script that predicts with an ONNX file

FILE_IS = {
    "photo": "FILE is photos, or a CSV file that names them. A CSV file has the model's columns, by their names.",
    "meaning": "FILE is a CSV file. A CSV file has the model's columns, by their names.",
}
PREDICTS = {
    "column": "what the network reads",
    "others": "other columns, and what they hold",
    "cell": "Return a cell of another column as the model takes it; an empty one is missing.",
    "predicted": "Return what the model says of a row: a value for each target, then a probability for each class.",
    "rows": "Return the rows of a file and the folder that their photos are in.",
}
READS_PHOTOS = {
    "side": "pixels",
    "photo": "Return a photo upright, its centre as a square, as the network takes it.",
    "white": "what is transparent is white",
}
READS_TEXTS = {
    "most": "word pieces that the network reads",
    "longest": "letters of a word; a longer one is unknown",
    "words": "Return the words of a text, in lower case and without accents; each punctuation mark is one.",
    "pieces": "Return the longest pieces of a word from its beginning, or that it is unknown.",
    "text": "Return a text as word pieces, as the network takes it.",
}


def predicts_with(network: str) -> str:
    """What the script does."""
    return (
        f"Predict with model.onnx, in which the network {network} and the model that learned from its vectors are one "
        "graph."
    )


def no_column(path: str, names: str) -> str:
    """Printed: that a file lacks columns."""
    return f"{path} has no column {names}."


def empty_cell(path: str, row: str, column: str) -> str:
    """Printed: that a row is left out."""
    return f"{path}, row {row}: {column} is empty, and left out."


# The script that forecasts

FORECASTS = 'Forecasts the table FILE as the page does. Needs Python 3.11 or newer and: pip install "elmweb[page]"'


def method_and_errors(name: str, mean_absolute_error: str, mase: str) -> str:
    """Printed: a method and how far off it was."""
    return f"{name} mean absolute error {mean_absolute_error} MASE {mase}"


def with_interval(middle: str, low: str, high: str) -> str:
    """Printed: a forecast, and between which numbers it is to be expected."""
    return f"{middle} ({low} to {high})"
