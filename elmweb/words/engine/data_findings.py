"""What was found in a table that matters for training, and what is done about it.

Functions that return two texts return the title and the detail of a finding.
"""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count

# A column that tells nothing


def empty(name: str) -> tuple[str, ...]:
    """A column without a value."""
    return f'"{name}" is empty', "No row has a value. The column is left out."


def constant(name: str, value: str, *, has_gaps: bool) -> tuple[str, ...]:
    """A column with one value."""
    where = "wherever there is a value" if has_gaps else "in every row"
    return f'"{name}" never changes', f'It is "{value}" {where}. The column is left out.'


def identifier(name: str, *, nearly: bool) -> tuple[str, ...]:
    """A column that numbers or names the rows."""
    rows = "nearly every row" if nearly else "every row"
    return f'"{name}" is different in {rows}', "It cannot help with a new row. Leave it out."


def mostly_missing(name: str, n_missing: int, n_rows: int) -> tuple[str, ...]:
    """A column that is nearly empty."""
    return f'"{name}" is missing in {n_missing:,} of {n_rows:,} rows', "Leave it out."


def leak_of_kinds(name: str, target: str, n_right: int, n_rows: int) -> tuple[str, ...]:
    """A column that says the answer, which is one of several kinds."""
    detail = f'It matches "{target}" in {n_right:,} of {n_rows:,} rows. Leave it out.'
    return f'"{name}" gives the answer away', detail


def leak_of_numbers(name: str, target: str, n_rows: int) -> tuple[str, ...]:
    """A column that says the answer, which is a number."""
    detail = f'In {n_rows:,} rows that were looked at, it moves in step with "{target}". Leave it out.'
    return f'"{name}" gives the answer away', detail


# Missing values

FILLED = {
    "number": "Fill gaps with the median. Switch off to drop these rows.",
    "date": "Fill gaps with the median date. Switch off to drop these rows.",
    "text": "Treat empty cells as empty text. Switch off to drop these rows.",
    "category": "Treat empty as its own category. Switch off to drop these rows.",
}
"""What is done about gaps, by the role of the column."""
FILLED_WITH_AVERAGE = "Fill gaps with the average of the others. Switch off to drop these rows."
"""The same for photos, clips and texts that a network has read."""


def filled_with(median: str) -> str:
    """What is done about gaps in a column of numbers."""
    return f"Fill gaps with the median, {median}. Switch off to drop these rows."


def missing(name: str, n_missing: int) -> str:
    """A column with gaps."""
    return f'"{name}" is missing in {count(n_missing, "row")}'


def no_answer(rows: str, n_missing: int) -> str:
    """Which rows have no answer; several are a list of numbers."""
    if n_missing == 1:
        return f"Row {rows} has no answer to learn from. It is left out."
    return f"Rows {rows} have no answer to learn from. They are left out."


def row_number(number: int) -> str:
    """An item of that list."""
    return f"{number:,}"


def more_rows(number: int) -> str:
    """The last item of that list, if not all are named."""
    return f"{number:,} more"


# Dates


def dates(name: str, written: str) -> tuple[str, ...]:
    """A column of dates, and how they are written."""
    return f'"{name}" holds dates', f"They are read as {written}."


def odd_dates(name: str, n_odd: int, example: str, row: int, written: str) -> tuple[str, ...]:
    """A column of dates in which some cells are none."""
    title = f'"{name}" has {count(n_odd, "value")} that cannot be read as a date'
    missing = "It counts" if n_odd == 1 else "They count"
    return title, f'Such as "{example}" in row {row:,}. {missing} as missing. The others are read as {written}.'


# Numbers


def seen_in(text: str, n_rows: int) -> str:
    """A cell, and in how many rows it stands; an item of a list."""
    return f'"{text}" in {count(n_rows, "row")}'


def numbers_as_text(
    name: str, n_numbers: int, n_values: int, others: str, *, on: bool, can_change: bool
) -> tuple[str, ...]:
    """A column of text that is mostly numbers; what is none may be empty. ``on`` if it is read as a number at first."""
    title = f'"{name}" is text, but {n_numbers:,} of {n_values:,} values are numbers'
    do = "Read it as a number" if on else "With the switch on, it is read as a number"
    do = do if can_change else "It is read as a number"
    odd = f" The other {n_values - n_numbers:,} count as missing: {others}." if others else ""
    return title, f"{do}.{odd}"


def marks(name: str, seen: Sequence[tuple[str, int]], low: str, high: str, *, answer: bool) -> tuple[str, ...]:
    """Numbers that stand for "not known", each with its number of rows; in the answer itself, or in another column."""
    said = " and ".join(f"{mark} in {count(n_rows, 'row')}" for mark, n_rows in seen)
    do = "Leave these rows out: they have no answer." if answer else "Take it as missing."
    return f'"{name}" is {said}', f"All other values lie between {low} and {high}. {do}"


def outliers(name: str, n_odd: int, first: Sequence[str], low: str, high: str) -> tuple[str, ...]:
    """A few numbers that are far from all others; not all may be named."""
    if n_odd == 1:
        title = f'"{name}" has one odd value: {first[0]}'
        return title, f"The others lie between {low} and {high}. With the switch on, it counts as missing."
    more = " and more" if n_odd > len(first) else ""
    title = f'"{name}" has {n_odd} odd values: {", ".join(first)}{more}'
    return title, f"The others lie between {low} and {high}. With the switch on, they count as missing."


def infinite(name: str, n_rows: int) -> tuple[str, ...]:
    """Numbers that nothing can be calculated with."""
    title = f'"{name}" is infinite or beyond 1e150 in {count(n_rows, "row")}'
    return title, "There it counts as missing."


# Kinds


def singular(name: str, n_kinds: int) -> tuple[str, ...]:
    """A column of kinds that hardly repeat."""
    return f'"{name}" has {n_kinds:,} different values', "Most are seen only once. Leave it out."


def many_kinds(name: str, n_kinds: int, n_kept: int) -> tuple[str, ...]:
    """A column of so many kinds that most are rare."""
    detail = f"The {n_kept} most common stay separate. The others count as one category."
    return f'"{name}" has {n_kinds:,} different values', detail


def in_ways(label: str, n_ways: int) -> str:
    """A kind, and in how many ways it is spelled; an item of a list."""
    return f'"{label}" in {n_ways} ways'


def spellings(name: str, ways: str) -> tuple[str, ...]:
    """Kinds that differ only by capitals or spaces."""
    title = f'"{name}" has kinds that differ only by capitals or spaces'
    return title, f"It has {ways}. Take each as one kind. With the switch off, they stay apart."


def one_rare_answer(label: str, n_rows: int, *, on: bool) -> tuple[str, ...]:
    """An answer that few rows have; ``on`` if they are left out unless it is switched off."""
    it, they_are = ("it", "it is") if n_rows == 1 else ("them", "they are")
    do = f"Leave {it} out" if on else f"With the switch on, {they_are} left out"
    title = f'"{label}" is the answer in only {count(n_rows, "row")}'
    return title, f"Too few to learn and to test. {do}, {count(n_rows, 'row')} in all."


def rare_answers(n_answers: int, fewest: int, n_rows: int, *, on: bool) -> tuple[str, ...]:
    """Answers that few rows have; ``on`` as above."""
    do = "Leave them out" if on else "With the switch on, they are left out"
    title = f"{n_answers:,} answers are seen in fewer than {fewest} rows each"
    return title, f"Too few to learn and to test. {do}, {count(n_rows, 'row')} in all."


# Rows


def copies(n_copies: int, *, on: bool) -> tuple[str, ...]:
    """Rows that are copies of others; ``on`` if one of each is kept unless it is switched off."""
    title = "1 row is an exact copy" if n_copies == 1 else f"{n_copies:,} rows are exact copies"
    same = "They may be different things that look the same. With the switch on, one of each is kept."
    detail = "Keep one of each." if on else same
    return title, f"{detail} With the switch off, all are kept, on one side of the test."


def too_many_rows(n_rows: int, n_used: int) -> tuple[str, ...]:
    """More rows than a model of this kind can learn from."""
    detail = f"Use {n_used:,} of them, picked at random. With the switch off, all are used, which takes longer."
    return f"{n_rows:,} rows are more than are needed", detail


def group(name: str, n_values: int, *, one_answer: bool) -> tuple[str, ...]:
    """A column that repeats, such as a person, and whose rows have one answer or nearly so."""
    alike = "one answer" if one_answer else "much the same answer"
    detail = (
        f'A model may recognise each "{name}" by the other columns. Keep its rows together, on one side of the test, '
        f'and do not learn from "{name}" itself. With the switch off, they are mixed, which is right if new '
        "rows will be of the same ones."
    )
    return f'"{name}" repeats, and the rows of each of its {n_values:,} values have {alike}', detail


def in_time(name: str, *, ordered: bool, strong: bool) -> tuple[str, ...]:
    """Rows in the order of a time, or whose answers follow each other in it; ``strong`` if much so."""
    title = f'The rows are in order of "{name}"' if ordered else f'The answers follow each other by "{name}"'
    alike = "Rows that follow each other have much the same answer. " if strong else ""
    return title, f"{alike}{_TEST_ON_LAST}"


_TEST_ON_LAST = (
    "Test on the last part, as when the future is predicted. With the switch off, earlier and later rows are mixed."
)


LIKE_THE_ROW_BEFORE = (
    "Answers are much like those of the row before",
    f"The rows seem to be in order of time. {_TEST_ON_LAST}",
)
"""The same where no column says the time: title and detail."""

# Many findings of a kind, as one

ALIKE = {
    "constant": "columns have no value or only one",
    "leak": "columns give the answer away",
    "identifier": "columns are different in every row",
    "mostly_missing": "columns are missing in most rows",
    "many_categories": "columns have a different value in most rows",
    "many_kinds": "columns have many different values",
    "missing": "columns have missing values",
    "outlier": "columns have a few odd values",
    "date": "columns hold dates",
    "number_as_text": "columns are text, but most values are numbers",
    "infinite": "columns have values that are infinite or too large",
    "marks": "columns use a number to mean missing",
    "spelling": "columns have values that differ only in capitals or spaces",
    "group": "columns repeat with much the same answer",
}
"""What they have in common, after their number."""
_ACTIONS = {
    "constant": "They are left out.",
    "many_kinds": "The 50 most common values of each stay separate.",
    "missing": "Fill gaps with the median, or treat empty as its own category. Switch off to drop these rows.",
    "outlier": "With the switch on, these values count as missing.",
    "date": "What cannot be read as a date is treated as missing.",
    "number_as_text": "Read them as numbers. Anything else is treated as missing.",
    "infinite": "These values count as missing.",
    "marks": "Treat these numbers as missing.",
    "spelling": "Join them. With the switch off, they stay apart.",
    "group": "Keep the rows of each value together, on one side of the test. With the switch off, they are mixed.",
}
"""What is done about them; the others are left out."""


def gathered(kind: str, n_columns: int, names: str, n_more: int) -> tuple[str, ...]:
    """The columns of a kind of finding, some of them by name."""
    action = _ACTIONS.get(kind, "Leave them out.")
    return f"{n_columns:,} {ALIKE[kind]}", f"They are {names} and {n_more:,} more. {action}"
