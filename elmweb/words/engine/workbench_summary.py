"""What is said of a table before training: the tasks it allows, and its answers."""

from __future__ import annotations

from elmweb.formatting import count

TASKS = {
    "binary": "One of two kinds",
    "multiclass": "One of several kinds",
    "regression": "A number",
    "multilabel": "Several yes or no",
}
"""What each task is called."""

# Why a task is impossible

SEVERAL_COLUMNS = "Several columns are chosen, so each gets its own yes or no."
CHOOSE_SEVERAL = "Choose several columns for this."


def not_two(column: str, number: int) -> str:
    """A column with too many or too few values."""
    return f"{column} has {count(number, 'different value')}, not 2."


def too_few(column: str, number: int) -> str:
    """A column with too few values."""
    return f"{column} has only {count(number, 'different value')}."


def holds_text(column: str) -> str:
    """A column that is no number."""
    return f"{column} holds text."


# What will be learned

A_CATEGORY = "The answer is a category: it predicts which one (classification)."
TWO_ANSWERS = "Two possible answers: it predicts which one, with a probability (classification)."


def labels(number: int) -> str:
    """Several columns of yes or no."""
    return f"{count(number, 'column')}: each row gets a yes or no for each (several labels)."


def a_number(column: str) -> str:
    """A column of numbers."""
    return f"The answer {column} is an amount: it predicts a number (regression)."


def several_answers(number: int) -> str:
    """A column with one, or three and more, different answers."""
    spelled = {3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven", 8: "Eight", 9: "Nine", 10: "Ten"}
    return f"{spelled.get(number, f'{number:,}')} possible answers: it predicts one of them (classification)."


# What guessing would score


def always_the_median(median: str, off: str) -> str:
    """Of a number."""
    return f"Always saying the middle value, {median}, is off by {off} on average."


def always_the_most_common(right: str) -> str:
    """Of several labels."""
    return f"Always saying the most common answer of each column is right on {right} of 100 labels."


def always(answer: str, right: str) -> str:
    """Of a category."""
    return f"Always saying {answer} is right on {right} of 100 rows."
