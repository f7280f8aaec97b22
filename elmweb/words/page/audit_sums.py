"""Sums in place of rows: save one's own, add up those of others, and what they give away."""

from __future__ import annotations

from elmweb.formatting import count

HOW = (
    "One person begins by saving the sums of their rows. The others open that file beside their own table and save the "
    "sums of their rows to match. Then anybody can add the files up."
)
SAVE = "Save the sums of my rows"
SAVE_TO_MATCH = "Save the sums of my rows to match"
START_OVER = "Start over"
ADD_FILE = "Add a file of sums"
GIVES_AWAY = (
    "What the sums give away: how many rows there are, the averages of the columns and how they go together, overall "
    "and for each answer; and the names, kinds and ranges of the columns of the person who began. Anyone who has a row "
    "may be able to find out whether it was among them. Anyone who has two files that differ by one row has that row: "
    "do not save the sums again after adding or taking out a few. Sums are refused if there are fewer rows than "
    "numbers in the sums, fewer than 100 rows, or fewer than 10 rows of any answer."
)


def together(n_rows: int, targets: str, n_hidden: int) -> str:
    """How many rows the files hold together, and what for."""
    return f"Together {count(n_rows, 'row')}, to predict {targets} with {n_hidden:,} hidden units."


def rows(n_rows: int) -> str:
    """How many rows a file of sums is made of."""
    return count(n_rows, "row")


def make_model(n_rows: int) -> str:
    """The button that makes the model of all files."""
    return f"Make the model of {count(n_rows, 'row')}"
