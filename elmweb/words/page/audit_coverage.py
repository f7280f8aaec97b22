"""What the model does not know: how often the true answer is among those given, and rows unlike any it knows."""

from __future__ import annotations

from elmweb.formatting import count

LEVEL = "Coverage: how often the true answer must be among those given (%)"

# What was asked for and what was measured

ASKED_FOR = "Asked for"
COUNTED = "Counted"
WIDTH = "Width of the interval"
INFINITELY_WIDE = "infinite: there are too few rows for it"
ANSWERS_GIVEN = "Answers given, on average"
SINGLE_ANSWER = "Rows with a single answer"
UNLIKE_ANY = "Unlike any row it learned from"
IN_BRACKETS = "In brackets: the 95 % confidence interval, for that many rows."
AT_LEAST_ONE = "At least one answer is always given, so a good model exceeds the coverage that you set."
WHAT_UNLIKE_MEANS = (
    "Unlike any: farther from the nearest row it learned from than 99 % of those rows are from theirs. About 1 in 100 "
    "rows of the same kind is that far away."
)


def counted(share: str, n_covered: int, n_rows: int, low: str, high: str) -> str:
    """How often the true answer was among those given; the shares are in percent, the first one marked up."""
    return f"{share} ({n_covered:,} of {n_rows:,}; {low} to {high})"


def some_of(n_some: int, n_all: int) -> str:
    """How many rows out of all."""
    return f"{n_some:,} of {n_all:,}"


def how_it_is_set(n_learned: int) -> str:
    """Which rows set the limits, and on which they are counted."""
    return (
        f"The limits come from the leave-one-out errors of {count(n_learned, 'row')} it learned from, and are checked "
        "on rows kept back."
    )


def rows_may_differ(split: str) -> str:
    """That the rows were not split at random; the sentence that says how they were split comes first."""
    return f"{split} Such rows may differ from those learned from, and then coverage is lower."


# The row in the form

ASK_ROW = "And the row in the form?"
ANY_NUMBER = "any number"
NONE_OF_THESE = "None of these."


def one_of(answers: list[str]) -> str:
    """The set of answers that is given; at least one."""
    return " or ".join(answers)


def row_in_form(answer: str) -> str:
    """What the row in the form gets: a set of answers or an interval, marked up."""
    return f"The row in the form: {answer}"


def unlike_any(distance: str, limit: str) -> str:
    """The warning that a row is too far from all rows that the model knows."""
    return (
        f"This row is unlike any that the model learned from: the nearest is {distance} away, while 99 % of those rows "
        f"have one within {limit}. Do not rely on any answer."
    )


# Rows kept back

ROWS_CAPTION = "Rows kept back"
ROW = "Row"
GIVEN = "Given"
AMONG_THEM = "Among them"
YES = "yes"
NO = "no"


def true_answer(target: str) -> str:
    """The heading of the column with the answers in the table."""
    return f"True {target}"


def or_none(answers: str) -> str:
    """The answers that are given to a row which is unlike any the model knows."""
    return f"{answers}, or none of these"


def first_of(n_shown: int, n_rows: int) -> str:
    """How many of the rows kept back are listed."""
    return f"The first {n_shown} of {count(n_rows, 'row')} kept back."
