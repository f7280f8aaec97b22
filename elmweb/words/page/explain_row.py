"""The reasons on the Result page: questions about the row in the form, and rows of the table."""

from __future__ import annotations

from elmweb.formatting import count

# Questions about the row in the form

ASK_AGAIN = "Ask again"
ANOTHER_ROW = "The form holds another row now."
EXPLAIN_PROBABILITY_OF = "Explain the probability of"
MOST_PROBABLE = "the most probable answer"
TO_GET = "Answer to get"
ANY_OTHER = "any other answer"
MOVE_BY = "Change it by at least (below 0: downwards)"


def average_and_here(rows: int, target: str, average: str, here: str) -> str:
    """What the model predicts on average, and for this row; the target is a column or an answer."""
    return f"On average over {count(rows, 'row')} of the table the model gives {target} {average}; here {here}."


def most_for_and_against(up: str, down: str) -> str:
    """Which columns speak most for the prediction and against it; each may be empty."""
    if up and down:
        return f"{up} adds most, {down} takes away most."
    if up:
        return f"{up} adds most."
    return f"{down} takes away most." if down else "No column moves it."


def other_columns(n: int) -> str:
    """Columns that are not listed one by one, but have one bar together."""
    return "1 other column" if n == 1 else f"{n:,} other columns together"


def every_combination(sum_of_all: str, time: str) -> str:
    """How the shares of the columns were worked out where there are few."""
    return (
        f"Shapley values over every combination of columns. They add up to {sum_of_all}, the whole difference. Worked "
        f"out in {time}."
    )


def sampled_orders(orders: int, error: str, sum_of_all: str, time: str) -> str:
    """How the shares of the columns were worked out where there are many."""
    return (
        f"Shapley values over {orders:,} sampled orders of the columns, standard error at most {error}. They add up to "
        f"{sum_of_all}, the whole difference. Worked out in {time}."
    )


# What would change it

WHAT_A_CHANGE_IS = "This is what the model would answer, not what would happen."


def no_change_gives(answer: str) -> str:
    """That no small change leads to an answer; it is empty for any other."""
    if not answer:
        return "No change of one or two columns to values seen in the table gives another answer."
    return f"No change of one or two columns to values seen in the table gives {answer}."


def no_change_moves(by: str, *, up: bool) -> str:
    """That no small change moves a predicted number so far."""
    if up:
        return f"No change of one or two columns to values seen in the table raises it by {by} or more."
    return f"No change of one or two columns to values seen in the table lowers it by {by} or more."


def changes_give(now: str, answer: str, rows: int) -> str:
    """What comes before the list of changes that lead to an answer; it is empty for any other."""
    aim = answer or "another answer"
    return f"Now {now}. The smallest changes that give {aim}, each to values seen in {count(rows, 'row')}:"


def changes_move(now: str, by: str, rows: int, *, up: bool) -> str:
    """What comes before the list of changes that move a predicted number."""
    how = "raise" if up else "lower"
    return (
        f"Now {now}. The smallest changes that {how} it by {by} or more, each to values seen in {count(rows, 'row')}:"
    )


# Rows like it, and rows that moved it

NEW_GROUND = "No row that the model learned from is near: it is on new ground here."


def nearest_rows(rows: int) -> str:
    """Which rows are listed as like this one."""
    return f"The nearest of {count(rows, 'row')} that the model learned from, by all columns as the model sees them."


def away(distance: str) -> str:
    """How far a row is from the one in the form."""
    return f"{distance} away"


def usual_distance(distance: str) -> str:
    """What a distance is to be compared with."""
    return f"95 % of the rows have another within {distance}."


def single_rows_moved_it(target: str, value: str, rows: int) -> str:
    """What comes before the rows that moved the prediction; the target is a column or an answer."""
    return (
        f"The model gives {target} {value}. Of the {rows:,} rows that it learned from, these moved that the most, by "
        "the number beside them:"
    )


MOVED_BY = "Each number is the difference from the same model fitted without that row (leave-one-out, in closed form)."

# Rows of the table

USE = "Put in the form"
LOOKING_FOR_ROWS = "Looking for the rows"
NONE = "There are none."
ANSWER = "answer"
ROW = "Row"
MODEL_SAID = "The model said"


def row(number: int) -> str:
    """The number of a row, beside its answer."""
    return f"row {number:,}"


def true(target: str) -> str:
    """The column of the true answers; the target is the name of a column."""
    return f"True {target}"


def rows_are_listed(n: int, n_all: int) -> str:
    """What a screen reader says when rows are listed."""
    return f"{n:,} of {count(n_all, 'row')} are listed."


def rows_that_are(true: str, said: str) -> str:
    """The title of the rows in one cell of the confusion matrix."""
    if true == said:
        return f"Rows that are {true}, and the model said so"
    return f"Rows that are {true}, but the model said {said}"


ROW_OF_POINT = "The row of this point"


def furthest_off(target: str) -> str:
    """The title of the rows with the largest errors; the target is the name of a column."""
    return f"Rows with the largest errors in {target}"


def surest_first(n: int, n_all: int) -> str:
    """How the rows of a cell are sorted, and whether all are listed."""
    if n == n_all:
        return "The most confident predictions first."
    return f"The first {n:,} of {n_all:,}, most confident predictions first."


def furthest_first(n: int, n_all: int) -> str:
    """How rows are sorted by their error, and whether all are listed."""
    return "The largest error first." if n == n_all else f"The first {n:,} of {n_all:,}, the largest error first."


# A row is put in the form

NOT_LISTED = "That row is no longer listed."
ASK_FOR_IT_AGAIN = "Ask again."
CHANGED_ROW_IN_FORM = "The changed row is in the form."


def row_in_form(number: int, empty: str) -> str:
    """Which row was put in the form, and which columns it has no value for; there may be none."""
    said = f"Row {number:,} of the table is in the form."
    return f"{said} It has no value for {empty}." if empty else said
