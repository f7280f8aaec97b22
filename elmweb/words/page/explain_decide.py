"""Where to draw the line between two answers, on the Result page: what each threshold does, and what it costs."""

from __future__ import annotations

from elmweb.formatting import count

WORKING_OUT = "Where to draw the line"
THRESHOLD = "Threshold (%)"
COST_OF_FALSE_ALARM = "Cost of a false alarm"
COST_OF_MISS = "Cost of a miss"


def say_from(answer: str) -> str:
    """The slider: from which probability the second of two answers is given."""
    return f"Say {answer} from a probability of (%)"


# What a threshold does

MATRIX = "Rows: true answer. Columns: what the model says."
RECALL = "Found (recall)"
COST_OF_ERRORS = "Cost of all errors"
NOTHING_COSTS_LESS = "No other threshold costs less on these rows."
NONE_TO_COUNT = "no rows to count"


def precision(answer: str) -> str:
    """How often the model is right when it gives the second of two answers."""
    return f"Right when it says {answer} (precision)"


def share(percent: str, part: int, whole: int) -> str:
    """How many rows of how many."""
    return f"{percent} % ({part:,} of {whole:,})"


def least_cost(cost: str, percent: int) -> str:
    """Which threshold costs least."""
    return f"The least cost on these rows is {cost}, from {percent} % up."


def counted_on(rows: int) -> str:
    """What the counts are worth."""
    return (
        f"Counted on {count(rows, 'row')} kept back. A threshold that was picked on them looks a little better there "
        "than on other rows."
    )


# Which one is in use


def in_use(answer: str, percent: int) -> str:
    """Where a chosen threshold counts."""
    return (
        f"The model now says {answer} from a probability of {percent} % up: in the form, for new files, and in all "
        "that you save (model, ONNX, HTML page and script)."
    )


EVEN_IN_USE = (
    "The model now gives the more probable answer: in the form, for new files, and in all that you save (model, ONNX, "
    "HTML page and script)."
)


def use_instead(answer: str, percent: int) -> str:
    """Another threshold is in use than the one at the slider."""
    return (
        f"The model now says {answer} from a probability of {percent} % up. Use this threshold instead, in the form, "
        "for new files, and in all that you save (model, ONNX, HTML page and script)?"
    )


USE_INSTEAD_OF_EVEN = (
    "The model now gives the more probable answer. Use this threshold instead, in the form, for new files, and in all "
    "that you save (model, ONNX, HTML page and script)?"
)
USE_EVEN = "Use the more probable answer"


def use(percent: int) -> str:
    """The button that puts a threshold in use."""
    return f"Use {percent} %"


# The rows around it

ROW = "Row"
TRUE = "True"
SAID = "Said"


def probability_of(answer: str) -> str:
    """A column of the table."""
    return f"Probability of {answer} (%)"


def most_likely_first(answer: str) -> str:
    """The title of the rows."""
    return f"Rows kept back, those most likely {answer} first"


def listed(n: int, n_all: int) -> str:
    """How many rows are listed, and what bold answers mean."""
    shown = f"All {n_all:,}." if n == n_all else f"The first {n:,} of {n_all:,}."
    return f"{shown} Answers in bold are wrong."
