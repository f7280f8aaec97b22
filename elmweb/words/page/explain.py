"""The reasons on the Result page: which columns matter, what one of them does, and reasons for a whole file."""

from __future__ import annotations

from elmweb.formatting import count

# Which columns matter

WORKING_OUT_COLUMNS = "Which columns matter"
NO_COLUMN = "There is no column to measure."


def matters_most(column: str) -> str:
    """What a screen reader says when the columns are measured."""
    return f"The column that matters most is {column}."


def bars_of_error(rows: int, repeats: int, error: str) -> str:
    """What the bars of the columns mean when a number is predicted; the error is the mean absolute one."""
    return (
        f"Each column in turn is shuffled {repeats} times on {count(rows, 'row')} that the model never saw. The bar "
        f"shows how much the average error grows from {error}; the line runs from the lowest to the highest of the "
        "shuffles. Press a column to see what it does."
    )


def bars_of_probability(rows: int, repeats: int) -> str:
    """What the bars of the columns mean when a class is predicted."""
    return (
        f"Each column in turn is shuffled {repeats} times on {count(rows, 'row')} that the model never saw. The bar "
        "shows by how many percentage points the probability of the true answer falls; the line runs from the lowest "
        "to the highest of the shuffles. Press a column to see what it does."
    )


def more_columns(n: int) -> str:
    """What opens the rest of a long list of columns."""
    return count(n, "more column")


def more_groups(n: int) -> str:
    """What opens the rest of the groups of columns that are correlated."""
    return f"{count(n, 'more group')} of columns that go together"


def go_together(columns: str, correlation: str, together: str, alone: str, *, is_number: bool) -> str:
    """That some columns are correlated, and what the model loses without all of them and without one."""
    about = f"{columns} go together (correlation {correlation} or more): shuffling them together"
    if is_number:
        return f"{about} adds {together} to the average error, shuffling one alone {alone} at most."
    return f"{about} costs {together} percentage points, shuffling one alone {alone} at most."


def not_measured(n: int) -> str:
    """That there were too many columns to measure all."""
    if n == 1:
        return "The column that the model uses least was not measured."
    return f"The {n:,} columns that the model uses least were not measured."


def worked_out_in(time: str) -> str:
    """How long an answer took."""
    return f"Worked out in {time}."


# What a column does

SHOW_PROBABILITY_OF = "Show the probability of"


def what_it_does(column: str) -> str:
    """The title of the chart of a column, and what is worked out until it is there."""
    return f"What {column} does"


def effect_is_drawn(column: str) -> str:
    """What a screen reader says when the chart is there."""
    return f"What {column} does is drawn below the columns."


def predicted(target: str) -> str:
    """The axis of a number that is predicted."""
    return f"Predicted {target}"


def probability_of(answer: str) -> str:
    """The axis of a probability."""
    return f"Probability of {answer} (%)"


def lines_and_bars(rows: int, lines: int, rows_in_all: int) -> str:
    """What is drawn over a column of numbers or dates."""
    return (
        f"Thick line: mean over {count(rows, 'row')} that the model learned from, with their other columns as they "
        f"are. Thin lines: {lines:,} single rows. Bars: how the values of all {rows_in_all:,} rows are spread."
    )


def dots(rows: int, dots: int, rows_in_all: int) -> str:
    """What is drawn for a column of categories."""
    return (
        f"Large dot: mean over {count(rows, 'row')} that the model learned from, with their other columns as they "
        f"are. Small dots: {dots:,} single rows. In brackets: how many of all {rows_in_all:,} rows have this value."
    )


# Reasons for a file

WORKING_OUT_FILE = "Working out the reasons for each row"


def reasons_added(rows: int) -> str:
    """What a screen reader says when each row of a file has its reasons."""
    return f"Reasons were added to {count(rows, 'row')}."
