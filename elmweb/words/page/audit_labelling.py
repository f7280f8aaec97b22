"""What to label next: the row on top, and the order of the queue beside random order."""

from __future__ import annotations

from elmweb.formatting import count

VALUE = "Value of this row"


def status_of_numbers(n_answered: int, n_left: int, now: str, before: str, n_held: int) -> str:
    """How many rows are labelled, and the average error now and before."""
    return (
        f"{count(n_answered, 'row')} labelled, {n_left:,} left; off by {now} on average on {count(n_held, 'row')} "
        f"kept back, {before} before."
    )


def status_of_classes(n_answered: int, n_left: int, n_now: int, n_before: int, n_held: int) -> str:
    """How many rows are labelled, and on how many the model is right now and before."""
    return (
        f"{count(n_answered, 'row')} labelled, {n_left:,} left; right on {n_now:,} of {count(n_held, 'row')} "
        f"kept back, {n_before:,} before."
    )


# The row on top

ROWS_TO_LABEL = "Rows to label"
NO_ROW_LEFT = "No row is left."
SKIP = "Skip"
WHERE_LABELS_GO = (
    "Labels are saved with the corrections, and the next training learns from them. Rows that you label are never "
    "among those kept back."
)


def row_to_label(number: int) -> str:
    """What the row on top is, for a screen reader."""
    return f"Row {number:,}, to be labelled"


def empty_number(target: str, expected: str) -> str:
    """That a row has no answer, and the number that the model expects."""
    return f"{target} is empty; the model expects {expected}."


def empty_class(target: str, expected: str, percent: str) -> str:
    """That a row has no answer, and the class that the model expects, with its probability."""
    return f"{target} is empty; the model expects <b>{expected}</b> ({percent} %)."


# The order of the queue beside random order

IS_IT_BETTER = "Is this order better than a random one here?"
CURVE_CAPTION = "Score by the number of answers"
ANSWERS = "Answers"
QUEUE = "Queue"
RANDOM = "Random"


def curve_how(score_name: str, n_held: int, n_draws: int) -> str:
    """Under the table: how it was measured, with the rows that have an answer already."""
    return (
        f"{score_name} on {count(n_held, 'row')} kept back, with the answers that are in the table given one after the "
        f"other; mean of {count(n_draws, 'draw')}."
    )
