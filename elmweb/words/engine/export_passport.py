"""The passport of a model: what is written in it, the page of it to print, and what comes of checking it."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count

# What cannot be read or shown

SAVED_FROM = "the JSON file from Passport on the Result page"
SAVE_AGAIN = "Save the passport again."
INSTALL_NEWER = "Install a newer elmweb."
NO_RECIPE = "The passport does not say how to train the model."
PARTS_OF_A_RECIPE = "targets, task, roles, switches, reading and settings"
FILES_NEEDED = "The files of the model are needed."
TABLE_NEEDED = "One table is needed."
ITS_TABLE = "the table that the model learned from"
CHANGED = "The passport cannot be shown. It was changed."
AS_WRITTEN_BY_ELMWEB = "a passport as elmweb writes it"


def no_passport(name: str) -> str:
    """That a file is something else."""
    return f'"{name}" is no passport of elmweb.'


def newer(name: str) -> str:
    """That a passport was written by a later version."""
    return f'The passport "{name}" is newer than this program.'


def this_format(number: str) -> str:
    """The format that it has."""
    return f"format {number}"


def incomplete(name: str) -> str:
    """That parts of a passport are missing."""
    return f'The passport "{name}" is incomplete.'


def without(parts: str) -> str:
    """Which parts."""
    return f"without {parts}"


def n_files(number: int) -> str:
    """How many files there are in place of one table."""
    return count(number, "file")


# The command

HELP = {
    "check": "train again from a passport, and compare",
    "files": "the table; of a deep model its ONNX files",
    "page": "write the page to print",
}

# What comes of checking it

PARTS = {
    "seal": "the passport as it was written",
    "rows": "rows of the table",
    "data": "data",
    "split": "split",
    "version": "version",
    "setting": "setting",
    "model": "model",
    "outputs": "outputs for three artificial rows",
    "metric": "metric",
}
"""What is compared."""
NO_COLUMN = "no such column"
ALL_OF_IT = "all of it"
NOTHING = "nothing"
OTHER_SHAPES = "other shapes"
SAME_NUMBERS = "the same numbers"


def equal(what: str, here: str) -> str:
    """A line for what is equal."""
    return f"equal      {what}: {here}"


def different(what: str, passport: str, here: str) -> str:
    """A line for what is not."""
    return f"DIFFERENT  {what}: {passport} in the passport, {here} here"


def cells_of(column: str) -> str:
    """What is compared: the cells of a column, whose name stands in quotes."""
    return f"cells of the column {column}"


def file(name: str) -> str:
    """What is compared: a file of a deep model."""
    return f"file {name}"


def part(what: str, key: str) -> str:
    """What is compared: one of the settings, of the versions, of the metrics."""
    return f"{what} {key}"


def off_by(share: str) -> str:
    """How far outputs are off."""
    return f"off by at most {share} of the largest"


def predictions_of(n_rows: int) -> str:
    """What is compared: predictions."""
    return f"predictions of {n_rows:,} rows kept back"


def not_the_same(names: Sequence[str], n_more: int, why: str) -> str:
    """What it comes to: what is different, how many more there are, and a sentence on versions, which may be empty."""
    more = f" and {n_more} more" if n_more else ""
    return f"It is not the same: {', '.join(names)}{more}. {why}".strip()


def but_for_rounding(why: str) -> str:
    """The same where only the last digits differ."""
    return f"It is the same model but for rounding. {why}".strip()


def the_same(why: str) -> str:
    """The same where nothing differs that counts."""
    return f"It is the same, to the last bit. {why}".strip()


def other_versions(names: str) -> str:
    """Why it may differ: versions, with commas between them."""
    return f"Not the same as then: {names}; this can change the last digits."


# What is written in the passport of a deep model


def measured_on(what: str) -> str:
    """What the metrics were measured on."""
    return f"Measured on {what}."


def converts_again(command: str) -> str:
    """What a command does for a model that others have trained."""
    return f"{command} converts the published weights again"


def kind(number: int) -> str:
    """A class without a name."""
    return f"kind {number}"


# The page

SECTIONS = {
    "data": "Data",
    "model": "Model",
    "good": "How good it is",
    "calibration": "Calibration",
    "groups": "Errors by group",
    "settings": "Settings",
    "versions": "Versions",
    "notes": "Notes",
    "check": "Check it",
}
MODEL = "Model"
"""In place of a name."""
OF = {"a model trained on a table": "a model trained on a table", "a deep model": "a deep model"}
"""What a passport is of, by what stands in its file."""
A_MODEL = "a model"
FACTS_OF_DATA = {
    "table": "table",
    "learned": "learned from",
    "size": "size",
    "content": "content",
    "split": "split",
    "seed": "split seed",
    "kept": "rows kept back",
    "source": "source",
    "licence": "licence of the data",
}
FACTS_OF_MODEL = {
    "kind": "kind",
    "task": "task",
    "answers": "answers",
    "threshold": "threshold",
    "fingerprint": "fingerprint",
    "files": "files",
    "size": "size",
    "time": "trained in",
    "licence": "licence of the weights",
}
ELSEWHERE = "elsewhere"
"""Where a model was trained, when that took a time that is not known."""
METHOD = "Method"
RIGHT = "Right (%)"
ROWS = "Rows"
CONFIDENCE = "Confidence (%)"
GROUP = "Group"
F1 = "F1"
COLUMN = "Column"
SCORE = "Score"
RANGE = "95 % range"
THE_ANSWER = "the answer"
"""In place of a column: groups by what is true of a row."""
WORSE = "worse"


def page_title(title: str) -> str:
    """The title of the page, where a browser shows it."""
    return f"Passport: {title}"


def to_predict(model: str, targets: Sequence[str]) -> str:
    """The heading: a kind of model, and what it predicts."""
    return f"{model} to predict {', '.join(targets)}"


def passport_of(what: str, day: str) -> str:
    """Below the heading; the day may be empty."""
    return f"Passport of {what}, written on {day}." if day else f"Passport of {what}."


def seal(digits: str) -> str:
    """The last line."""
    return f"Seal of this passport: {digits}"


def size(n_rows: int, n_columns: int) -> str:
    """How large the table is."""
    return f"{count(n_rows, 'row')}, {count(n_columns, 'column')}"


def rows_kept(n_train: int, n_test: int) -> str:
    """How many rows are learned from."""
    return f"{n_train:,} rows to learn from, {n_test:,} kept back."


def then_from_all(n_rows: int) -> str:
    """How many the model that is kept learned from."""
    return f"The model then learned from all {n_rows:,}."


def seed_and_share(seed: str, share: str) -> str:
    """How the rows were drawn."""
    return f"{seed}, a share of {share} kept back"


def trained_in(time: str, device: str) -> str:
    """How long it took; the device may be empty."""
    return f"{time} on {device}" if device else time


def answers(names: Sequence[str], n_more: int) -> str:
    """The first of the classes, and how many more there are."""
    more = f" and {n_more} more" if n_more else ""
    return f"{', '.join(names)}{more}"


def size_of_model(n_numbers: int, size: str) -> str:
    """How large a model is."""
    return f"{count(n_numbers, 'number')}, {size}"


def with_range(score: str) -> str:
    """The head of a column: the name of a score, and its range beside it."""
    return f"{score} (95 % range)"


def between(low: str, high: str) -> str:
    """A range."""
    return f"{low} to {high}"


def worse_groups(n_worse: int, n_groups: int, chance: int) -> str:
    """Above the groups."""
    return (
        f"{n_worse} of {n_groups} groups are worse than the whole by more than their range; about {chance} would "
        "look so by chance."
    )


def from_the_data(value: str) -> str:
    """A setting that nobody chose."""
    return f"{value}, chosen from the data"


COMPARES_FILES = (
    "With elmweb installed, the command compares the files with the hashes in the passport; the other command makes "
    "them again. Both are in the JSON file."
)
TRAINS_AGAIN = (
    "With elmweb installed, the command trains the model again from the passport and says whether data, split, model "
    "and metrics are equal. Both are in the JSON file."
)
