"""Regular series made of the rows of a table: times and steps, what was repaired, and what cannot be forecast."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

# The step from one value to the next; a unit, and how many

_UNITS = {
    "second": "second",
    "minute": "minute",
    "hour": "hour",
    "day": "day",
    "business day": "business day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
}


def step(unit: str, size: int) -> str:
    """A step, such as "day" or "2 weeks"."""
    return _UNITS[unit] if size == 1 else count(size, _UNITS[unit])


def per_step(unit: str, size: int) -> str:
    """The same after a value: one value "a day", "an hour", or "per 2 weeks"."""
    if size > 1:
        return f"per {step(unit, size)}"
    return f"an {_UNITS[unit]}" if unit == "hour" else f"a {_UNITS[unit]}"


def cannot_go_by(name: str) -> str:
    """That there is no step of this name."""
    return f'A series cannot go by "{name}".'


SAME_TIME = "All rows of a series have the same time."
TWO_TIMES = "at least two different times in a series"

# The time column


def no_time_column(column: str) -> str:
    """That a column holds no times; its name is in quotes."""
    return f"{column} cannot be the time column."


TEXTS_AS_TIMES = "dates in one format, years, or seconds since 1970"
NUMBERS_AS_TIMES = "dates, years such as 1998 or 1998.25, or seconds since 1970"
NO_NUMBER = "no number"
_READ_AS = {
    "years": "years",
    "quarters": "quarters of years",
    "months": "months of years",
    "seconds": "seconds since 1970",
    "milliseconds": "milliseconds since 1970",
}


def between(low: str, high: str) -> str:
    """What the numbers of a column are."""
    return f"{low} to {high}"


def read_as(column: str, how: str) -> str:
    """How numbers were read as times: the name of the column in quotes, and what they are, such as "years"."""
    return f"{column} is read as {_READ_AS[how]}."


def without_time(n_rows: int) -> str:
    """That rows have no time that can be read."""
    return f"{count(n_rows, 'row')} without a readable time {'is' if n_rows == 1 else 'are'} left out."


READ_AS_UTC = "Times without a time zone are read as UTC."

# What cannot be forecast

NOT_COMBINED = "Rows cannot be combined like that."
MEAN_OR_SUM = "mean or sum"
TWO_ROLES = "One column cannot be two of time, value and key."
TOO_FEW_ROWS = "There are too few rows to forecast."
NUMBERS_NEEDED = "a column of numbers"
OTHER_KEY = "Choose another key column, or keep fewer series in the file."
NONE_LONG_ENOUGH = "No series is long enough to forecast."
LONGER_STEP = "Choose a longer step."
LONGER_STEP_OR_SUM = "Choose a longer step, or the sum of rows, which takes a step without a row as 0."


def no_column(column: str) -> str:
    """That a column is not in the table; its name is in quotes."""
    return f"There is no column {column}."


def columns(names: Sequence[str]) -> str:
    """The columns there are."""
    return listed(names)


def fewest_rows(number: int) -> str:
    """How many rows there must be."""
    return f"at least {number} rows with a time and a number"


def rows(number: int) -> str:
    """How many rows there are."""
    return count(number, "row")


def not_forecast(column: str) -> str:
    """That a column holds no numbers; its name is in quotes."""
    return f"{column} cannot be forecast."


def such_texts(example: str) -> str:
    """What it holds instead, in quotes."""
    return f"texts such as {example}"


def column_never_changes(column: str) -> str:
    """That a column holds one value alone; its name is in quotes."""
    return f"{column} never changes, so there is nothing to forecast."


def too_many_series(column: str) -> str:
    """That a key column has too many values; its name is in quotes."""
    return f"{column} names too many series."


def most_series(number: int) -> str:
    """How many series there may be."""
    return f"at most {number} series at once"


def series(number: int) -> str:
    """How many series there are."""
    return f"{number:,} series"


def fewest_steps(number: int) -> str:
    """How long a series must be."""
    return f"at least {number} steps with a value in a series"


def too_many_steps(name: str) -> str:
    """That a series is too long; its name in quotes, empty for the only one."""
    return f"{_the_series(name)} has too many steps."


def steps_of(n_steps: int, unit: str, size: int) -> str:
    """How long it is."""
    return f"{n_steps:,} of {_one_step(unit, size)}"


def too_many_gaps(name: str) -> str:
    """That a series is mostly gaps; its name in quotes, empty for the only one."""
    return f"{_the_series(name)} has more gaps than values."


def values_needed(percent: str) -> str:
    """How many values it must have."""
    return f"a value in at least {percent} of 100 steps"


def values_in_steps(n_values: int, n_steps: int, unit: str, size: int) -> str:
    """How many it has."""
    return f"{n_values:,} of {n_steps:,} steps of {_one_step(unit, size)}"


def _the_series(name: str) -> str:
    return f"The series {name}" if name else "The series"


def _one_step(unit: str, size: int) -> str:
    return per_step(unit, size) if size == 1 else step(unit, size)


# What was found, and what was done to it


def rows_without_number(n_rows: int, column: str) -> str:
    """That rows are left out; the name of the column is in quotes."""
    return f"{count(n_rows, 'row')} without a number in {column}."


SORTED = "The rows were not in the order of time. They have been sorted."
DAYS_AS_WRITTEN = "Times have a time zone; days go by the date as written."
COUNTED_IN_UTC = "Times have a time zone. They are counted in UTC: no hour is lost or double when clocks change."


def shown_at(offset: str) -> str:
    """In which time zone times are shown, such as +01:00."""
    return f"They are shown at UTC{offset}, the zone of the last row."


def step_as_asked(unit: str, size: int) -> str:
    """The step that was asked for."""
    return f"One value {per_step(unit, size)}, as it was asked for."


def step_found(unit: str, size: int) -> str:
    """The step that was found from the times."""
    without = " (no Saturday or Sunday)" if unit == "business day" else ""
    return f"One value {per_step(unit, size)}{without}, found from the times."


def step_of_irregular(unit: str, size: int) -> str:
    """The step by which rows are put together, because their times have none."""
    return f"The times are irregular, so rows are put together: one value {per_step(unit, size)}."


def series_left_out(least: int, names: Sequence[str]) -> str:
    """That series are too short; their names are in quotes."""
    return f"Left out, with fewer than {least} values: {listed(names)}."


def several_rows(n_steps: int, combine: str) -> str:
    """That rows of a step were put together, by their mean or sum."""
    return f"{count(n_steps, 'step')} had several rows. Their {combine} was taken."


CHOOSE_A_KEY = "If they belong to several series, choose the key column that tells them apart."


def filled_in(n_missing: int, n_steps: int) -> str:
    """That gaps were filled."""
    was = "has no value. It was" if n_missing == 1 else "have no value. They were"
    return f"{n_missing:,} of {count(n_steps, 'step')} {was} filled in; filled values are not judged."


def different_ends(first: str, last: str) -> str:
    """That series end at different times, the first and the last of which are given."""
    return f"The series end at different times, from {first} to {last}. Each is forecast from its own end."
