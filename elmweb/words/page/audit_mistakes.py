"""Answers that may be wrong: the row on top, the next ones, what was corrected, and how the score moves."""

from __future__ import annotations

from elmweb.formatting import count

TRUE_VALUE = "True value of this row"


def moved(
    now: str, n_held: int, before: str, n_corrections: int, *, is_number: bool, is_same: bool, is_clear: bool
) -> str:
    """The score with the corrections, and without them if there are some.

    Of numbers it is an average error, of classes the number of rows that were right; the newer one is marked up.
    """
    held = f"{count(n_held, 'row')} kept back"
    said = f"Off by {now} on average on {held}" if is_number else f"Right on {now} of {held}"
    if not n_corrections:
        return f"{said}."
    if is_same:
        return f"{said}; as before." if is_number else f"{said}; as many as before."
    luck = "a clear difference" if is_clear else "which may be luck"
    return f"{said}; {before} before {count(n_corrections, 'correction')}, {luck}."


# The row on top

DOUBTFUL_ANSWERS = "Doubtful answers"
NO_ROW_LEFT = "No row is left to look at."
IT_IS_RIGHT = "It is right"
TAKE_OUT = "Take the row out"
DELETE_KEY = "Delete"


def doubtful_row(number: int) -> str:
    """What the row on top is, for a screen reader."""
    return f"Row {number:,}, a doubtful answer"


def doubtful_number(target: str, answer: str, expected: str, times: str, *, is_above: bool) -> str:
    """A number in the table, what the model expects, and how far apart they are, in usual errors."""
    side = "above" if is_above else "below"
    return (
        f"{target} is {answer}. Without this row the model expects {expected}: "
        f"the answer is {times} times the usual error {side} it."
    )


def doubtful_class(target: str, answer: str, own: str) -> str:
    """A class in the table, and its probability in percent."""
    return f"{target} is <b>{answer}</b>. Without this row the model gives that {own} %."


def doubtful_beside(target: str, answer: str, own: str, expected: str, probability: str) -> str:
    """A class in the table and the class that the model expects, each with its probability in percent."""
    return (
        f"{target} is <b>{answer}</b>. Without this row the model gives that {own} %, "
        f"and <b>{expected}</b> {probability} %."
    )


def in_the_table(key: str) -> str:
    """On the button of the answer that is in the table, beside its key, which may be empty."""
    return f"{key} in the table".strip()


def no_button(n_answers: int) -> str:
    """How many answers have no button, because there are so many."""
    if n_answers == 1:
        return "1 more answer has no button; correct it in the file."
    return f"{n_answers:,} more answers have no button; correct those in the file."


# The next rows

NEXT_CAPTION = "The next rows"
NEXT = "Next"
EXPECTED = "Expected"
EXPECTED_PERCENT = "Expected (%)"

# What was corrected

TAKEN_OUT = "taken out"
TRAIN_WITH_THEM = "Train with them"
SAVE_CORRECTIONS = "Save the corrections, CSV"
SAVE_TABLE = "Save the corrected table, CSV"
TAKE_ALL_BACK = "Take all back"
FILE_STAYS = "The file stays as it is. Corrections are kept with the project, and the next training learns from them."


def corrected(number: int, before: str, now: str) -> str:
    """A row that was corrected: the answer before and now, each marked up."""
    return f"Row {number:,}: {before} {now}"


# How good the list is

HOW_GOOD = "How good is this list here?"


def check(n_found: int, n_wrong: int, percent: str, n_times: int, n_listed: int) -> str:
    """How many answers that were made wrong on purpose the list found."""
    return (
        f"{n_times} times, 5 % of the answers in this table were made wrong on purpose: {n_found:,} of these "
        f"{n_wrong:,} were among the first {n_listed:,} rows of the list, which is {percent} %. A tenth of the rows "
        "drawn at random has 10 %."
    )


def how_listed(n_rows: int, n_held: int, seconds: str) -> str:
    """Which rows are listed, how they are predicted, how long that took, and why the others are not listed."""
    return (
        f"The list is of the {count(n_rows, 'row')} that the judged model learned from, each predicted without itself "
        f"by exact leave-one-out; that took {seconds}. The {n_held:,} kept back are not listed: correcting only the "
        "rows that a model gets wrong would raise its score, whether the corrections are right or not."
    )
