"""Files to take home and files that were saved: models with their reports, scripts, and sums of rows."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

# A saved report

A_LIST_OF_PARTS = "a list of its parts"
AS_WRITTEN = "the passport as it was written"
TRAIN_AND_SAVE = "Train the model again and save it."


def report_changed(name: str) -> str:
    """A report in a model file that is none any more."""
    return f'The report in the model file "{name}" cannot be shown. It was changed.'


def of_the_model(part: str, value: str) -> str:
    """What a part of the report must be; the part by its name in the file."""
    return f"the {part} of the model, {value}"


def as_shown(part: str) -> str:
    """The same for a part that the page shows."""
    return f'"{part}" as the page shows it'


# A trained model

MEASURE_COLUMNS = "Measure which columns matter first, and they are in it, too."
JUDGED_MODEL_GONE = "The model that never saw the held-out rows is gone; the one that is kept has learned from them."
TRAIN_AGAIN = "Train again."
CORRECTED_HERE = "A passport lets others repeat the training from the file, and answers were corrected on this page."
SAVE_CORRECTED = "Save the corrected table, open it, and train on that."
NO_PASSPORT = "The file of this model has no passport: it was saved by an earlier version, or from Python."
OPEN_THE_TABLE = "Open the table and train again."
NO_HELD_OUT_ROWS = "The held-out rows are not in a saved model."
NO_LINE = "There is no line to draw."
TWO_ANSWERS = "a column with two answers"
NO_LINE_THERE = "The line between two answers cannot be drawn there."
A_PROBABILITY = "a probability, 0 to 1"
LAST_OF_EACH_FILE = "On a cluster the rows to test on are the last ones of each file."
INDEPENDENT_ROWS = "rows that do not depend on each other"
ONE_MACHINE = "Take the script for one machine."
SWITCH_OFF = "Switch off what keeps rows together, on the Data page."
SCRIPT_WITHOUT_CORRECTIONS = "The script reads the file as it is, and answers were corrected on this page."
WITHOUT_CORRECTIONS = "a table without corrections"
SAVE_CORRECTED_TABLE = "Save the corrected table under Result, open it, and train on that."


def read_back(n_rows: int, off: str, *, numbers: bool) -> str:
    """How far an ONNX file's predictions, numbers or probabilities, are from the model's."""
    things = "numbers" if numbers else "probabilities"
    return f"Read back and run on {count(n_rows, 'row')} of the table: {things} differ by at most {off}."


def n_corrections(number: int) -> str:
    """How many answers were corrected."""
    return count(number, "correction")


# The names of files, without their endings


def predictor_file(stem: str) -> str:
    """A page that predicts."""
    return f"{stem} predictor"


def test_rows_file(stem: str) -> str:
    """The rows kept back, with predictions."""
    return f"{stem} test rows"


def report_file(stem: str) -> str:
    """The report."""
    return f"{stem} report"


def passport_file(stem: str) -> str:
    """The passport."""
    return f"{stem} passport"


def script_file(stem: str, *, cluster: bool) -> str:
    """The training as a script."""
    return f"train {stem} on a cluster" if cluster else f"train {stem}"


def network_file(stem: str) -> str:
    """A model with the network before it."""
    return f"{stem} with its network"


def predict_file(stem: str) -> str:
    """Both, with a script that predicts."""
    return f"{stem} predict"


# A network and the model behind it, in one ONNX file

IMAGE = "Photos: red, green and blue from 0 to 1, the centre as a square."
IDS = "Word pieces of texts, as their places in the vocabulary, between [CLS] and [SEP]."
MASK = "1 for each word piece, 0 for what fills up a shorter text."


def sound(rate: int, least: int) -> str:
    """The input for clips: samples a second, and how many at least."""
    return f"Samples of clips from -1 to 1, {rate:,} a second and {least:,} at least."


def size(whole: str, network: str) -> str:
    """How large the file is."""
    return f"{whole}, {network} of it the network."


def size_unpacked(whole: str, network: str) -> str:
    """The same where it is packed."""
    return f"Unpacked, model.onnx has {whole}, {network} of it the network."


# Sums of rows

NO_SUMS = "This kind of model has no sums to share: its layer is made of rows, or is several layers."
RANDOM_UNITS = "one layer of random units that was drawn without looking at rows: the ELM, or RVFL"
TRAIN_AN_ELM = "Train an Extreme Learning Machine."
ANOTHER_QUESTION = "These rows answer another question than the sums."
SAME_COLUMN = "Choose the same column on the Data page."
UNKNOWN_ANSWERS = "The table has answers that the sums do not know."
TAKE_OUT_OR_BEGIN = "Take these rows out, or begin with this table."
SAVED_AS_SUMS = "a file that was saved here as sums"
ASK_AGAIN = "Ask for the file again."
NOTHING_OF_SUMS = "it says nothing of sums"
NO_RANDOM_LAYER = "what must agree is no model of a table with one random layer"
MATCHING_FILES = "files that were all made to match the first one"
ANOTHER_LAYER = "another layer, scaling or list of answers"
ONE_BEGINS = 'One person begins; the others open that file and save "sums of my rows to match".'


def question(targets: Sequence[str], task: str) -> str:
    """Which columns are predicted, and what they hold."""
    return f"{listed(targets)}, {task}"


def answers(names: Sequence[str], most: int) -> str:
    """Answers that the sums, or the table, know; the first are named."""
    return listed(names, most)


def holds_sums(n_rows: int) -> str:
    """What is in a file of sums."""
    return f"It holds the sums of {count(n_rows, 'row')}, and no row."


def no_file_of_sums(name: str) -> str:
    """A file that is none."""
    return f'"{name}" is no file of sums, or it is damaged.'


def too_large(part: str, most: int) -> str:
    """A part that is too large."""
    return f"{part} is larger than {most:,} bytes"


def other_format(number: str, known: int) -> str:
    """A file of a newer version."""
    return f"format {number}; this page reads {known}"


def odd_number_of_rows(number: str) -> str:
    """Sums that cannot be of rows."""
    return f"sums of {number} rows"


def not_of_one_layer(name: str, first: str) -> str:
    """Two files that do not belong together."""
    return f'The sums in "{name}" and "{first}" are not of the same layer, and cannot be added.'
