"""What an ONNX file says of itself, what cannot become one, and the lines that use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from elmweb.formatting import count, listed

# What a model does

ROW_FOR_EACH_TIME = "One row for each time, the oldest first."
ROW_FOR_EACH_PREDICTION = "One row for each prediction."
STEPS_PREDICTED = "The predicted numbers; of several steps the nearest first."
MOST_PROBABLE = "The predicted class: the most probable one."
AS_LEARNED = "as learned"
"""In place of the names of classes in their order, where they are not known."""


def about_model(targets: Sequence[str], n_columns: int, n_rows: int, table: str) -> str:
    """What a model predicts, and from what it learned."""
    return (
        f"Predicts {listed(targets)} from {count(n_columns, 'column')}, each an input of its own with one row for each "
        f"prediction. Learned from {count(n_rows, 'row')} of {table}. What is missing is NaN or the empty text."
    )


def predicted_numbers(target: str, unit: str) -> str:
    """The output of a model of numbers; both may be empty, and without the first there is no unit."""
    of_target = f" of {target}" if target else ""
    in_unit = f" in {unit}" if unit else ""
    return f"The predicted numbers{of_target}{in_unit}."


def labels_on(names: str) -> str:
    """The output of a model of several labels; the names in their order, with commas between them."""
    return f"1 for each label that is on: {names}."


def probabilities(names: str) -> str:
    """The output of probabilities."""
    return f"How probable each class or label is, from 0 to 1, in this order: {names}."


def with_threshold(second: str, first: str, threshold: str) -> str:
    """The output of labels where a threshold between two classes was chosen."""
    return f"The predicted class: {second} where its probability is {threshold} or more, else {first}."


# What an input is

TEXT = "A text; empty where it is missing."
DATE = (
    "A moment as seconds since 1970-01-01 00:00 in UTC; NaN where it is missing. A date without a time is its "
    "midnight, and one without a time zone counts as UTC."
)
VECTOR = "The vector that a deep network made of it, of length 1; NaN where it is missing."


def number(unit: str, ends: Sequence[str]) -> str:
    """A column of numbers: its unit, which may be empty, and the smallest and the largest that was seen, if any."""
    in_unit = f" in {unit}" if unit else ""
    seen = f" Seen: {' to '.join(ends)}." if ends else ""
    return f"A number{in_unit}; NaN where it is missing.{seen}"


def category(options: Sequence[str], most: int) -> str:
    """A column of categories, of which so many are named."""
    names = [f'"{option}"' for option in options]
    named = f": {listed(names, most=most)}" if options else ""
    return f"A category{named}; an empty text where it is missing. Any other text counts as unknown."


def dates_written(how: str) -> str:
    """How the dates of a column are written in the table."""
    return f"In the table they are written {how}."


def dates_seen(first: str, last: str) -> str:
    """The first and the last day that was seen."""
    return f"Seen: {first} to {last}."


STATE_BEFORE = "How each unit stands before the row."
TOLD = "What the row tells each unit."
STATE_AFTER = "How each unit stands after the row."
KEPT = "The same, for the outputs."

# What cannot become an ONNX file

NOT_YET = "This kind of model cannot be exported yet."
SAVE_MODEL = "Save the model: the saved file opens here again."
TRAIN_ANOTHER = "Train another kind of model."
TOO_LARGE_INTEGERS = "This model's integers are too large for an ONNX file."
BELOW_2_52 = "products below 2^52"
NO_PREPROCESSING = "This preprocessing cannot be exported."
NO_GRAPH = "This kind of model cannot become an ONNX file or a page that predicts."
READS_TEXTS = "ONNX cannot hold a model that reads texts."
WITHOUT_TEXTS = "columns of numbers, categories and dates"
SAVE_WHAT_READS_TEXTS = "Save the HTML predictor or the model: both read texts."
LEAVE_OUT = "Leave the column out on the Data page and train again."
TOO_LARGE = "The model is too large for an ONNX file."
NARROWER = "Train a narrower model."
CANNOT_BE_READ = "The ONNX file cannot be read back."
ONE_GRAPH = "a ModelProto with one graph"
UNKNOWN_OPERATOR = "The ONNX file holds an operator that is unknown here."


def a_layer_of(names: Iterable[str]) -> str:
    """Which classes of hidden layers can be exported."""
    return f"a hidden layer that is one of {', '.join(names)}"


def this_layer(name: str) -> str:
    """The class of hidden layers that cannot."""
    return f'a layer of the class "{name}"'


def an_activation_of(names: Iterable[str]) -> str:
    """Which activation functions can be exported."""
    return f"an activation that is one of {', '.join(names)}"


def this_activation(name: str) -> str:
    """The activation function that cannot."""
    return f'the activation "{name}"'


def no_operator(columns: Sequence[str], operators: str) -> str:
    """The columns of texts, and what ONNX lacks for them."""
    names = ", ".join(f'"{column}"' for column in columns)
    return f"{names} (ONNX has no operator for {operators})"


# The network and the model in one file

ONE_COLUMN = "A file with the network inside is made for one column that it embeds."
ONE_EMBEDDED = "one column of photos, of clips, or of texts that are read by their meaning"
SAVE_ONNX = "Save the ONNX file: it takes numbers, and of such columns the vectors."


def other_network(name: str) -> str:
    """That a network has other operators than the file may hold."""
    return f"The network {name} cannot be put into the file."


def own_operators(version: int) -> str:
    """Which operators it may hold."""
    return f"ONNX's own operators, version {version}"


def these_operators(domain: str, version: int) -> str:
    """Which it has."""
    return f"{domain}, version {version}"


# A comment in the lines that use the file

LEFT_OUT = "Columns that are left out are missing"
LEFT_OUT_AND_DATES = "Columns that are left out are missing; dates are seconds since 1970 in UTC"
