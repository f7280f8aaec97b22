"""A forecast of the open table: what can be forecast, and how it came out."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

NO_TIME = "This table has no time column."
A_TIME = "a column of dates, of years, or of seconds since 1970"
SAY_SO = "If a column holds dates, say so on the Data page: press its name."
NO_NUMBERS = "This table has no column of numbers to forecast."
A_NUMBER = "a number column beside the time"
TOO_LARGE = "This table is too large to forecast here."
WHOLE_TABLE = "a table that fits into memory as a whole"
KEEP_THE_NEWEST = "Keep the newest part of it in a file of its own."
NOTHING_YET = "Nothing has been forecast yet."
PRESS_FORECAST = "Press Forecast."


def columns(names: Sequence[str]) -> str:
    """The columns of a table that has no time."""
    return listed(names)


def one_series(n_values: int, each_step: str, first: str, last: str) -> str:
    """What there is to forecast; each step is such as "a day"."""
    return f"{count(n_values, 'value')}, one {each_step}, {first} to {last}."


def several_series(number: int, each_step: str, first: str, last: str) -> str:
    """The same of several series."""
    return f"{number} series, one value {each_step}, {first} to {last}."


def off(each_step: str) -> str:
    """The unit of the error."""
    return f"off {each_step}, on average"


# The names of files, without their endings


def csv_name(stem: str) -> str:
    """The next values."""
    return f"{stem} forecast"


def script_name(stem: str) -> str:
    """The script that gives them."""
    return f"forecast {stem}"
