"""Whether the model is as good for everybody, on the Result page: its score by the values of a column."""

from __future__ import annotations

from elmweb.formatting import count

COMPARE_BY = "Compare by"
COMPARING = "Comparing groups"
NOT_LEARNED = "The model does not learn from this column."


def scores_by(column: str) -> str:
    """The name of the table."""
    return f"Score by {column}"


def scores_are_listed(column: str) -> str:
    """What a screen reader says when the table is there."""
    return f"The score by {column} is listed."


# The table

ROWS = "Rows"
AVERAGE_ERROR = "Average error"
LABELS_RIGHT = "Labels right (%)"
ACCURACY = "Accuracy (%)"
FINDS = "Finds it"
FALSE_ALARMS = "False alarms"
TOO_FEW = "too few"
ALL_ROWS = "All rows"


def says(answer: str) -> str:
    """The column of how often the model gives the second of two answers."""
    return f"Says {answer}"


# What the difference is worth

TOO_FEW_GROUPS = "There are not two groups with enough rows to compare."
ALL_EQUAL = "All groups have the same score."


def right(best: str, percent_best: str, worst: str, percent_worst: str, *, is_clear: bool) -> str:
    """Between which groups the accuracy differs most."""
    return f"{best}: {percent_best} % right; {worst}: {percent_worst} % right. {_worth(is_clear=is_clear)}"


def off_by(best: str, error_best: str, worst: str, error_worst: str, *, is_clear: bool) -> str:
    """Between which groups the average error differs most."""
    return f"{best}: off by {error_best}; {worst}: off by {error_worst}. {_worth(is_clear=is_clear)}"


def _worth(*, is_clear: bool) -> str:
    if is_clear:
        return "That is more than chance alone would make with this many rows."
    return "With this many rows, a difference of this size may be chance."


def counted_on(rows: int) -> str:
    """What the scores are."""
    return (
        f"Counted on {count(rows, 'row')} that the judged model never saw. The ranges hold the true value 95 % of the "
        "time (confidence intervals). Groups of fewer than five rows have no score."
    )


def rates(yes: str, no: str) -> str:
    """What the columns of two answers are."""
    return (
        f"The columns to the right are in percent: how often the model says {yes}; of the rows that are {yes}, how "
        f"many it finds (recall); of those that are {no}, for how many it gives a false alarm."
    )


WHAT_IS_FAIR = (
    "Equal scores are one meaning of fair; others, such as giving each answer equally often in every group, can "
    "contradict it."
)
