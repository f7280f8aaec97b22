"""The forecast on the Train page: what comes next in a table with a time column."""

from __future__ import annotations

from elmweb.formatting import count

# The head

LEAD = (
    "Each method forecasts from several moments of the past: some repeat old values, others are trained models. The "
    "one that came closest then makes the forecast."
)
SETTINGS_CHANGED = "The settings have changed since."


def what_comes_next(column: str) -> str:
    """The heading before a forecast; the name of a column may be empty."""
    return f"What comes next in {column}?" if column else "What comes next?"


# The buttons, and how far it is

START = "Forecast"
FORECAST_AGAIN = "Forecast again"
FORECASTING = "Forecasting"
STOPPED = "Stopped."
NOTHING_CHANGED = "Stopped. Nothing has changed."
STILL_LOOKING = "The table is still being searched for series."
WAIT = "Wait a moment, then press it again."


def progress(percent: str) -> str:
    """The name of the bar."""
    return f"Forecast, {percent} %"


# The chart

SERIES = "Series"
WHAT_HAPPENED = "What happened"
FORECAST_THEN = "What was forecast then"
WHAT_COMES = "What comes next, with its interval"


def chart(column: str, series: str, origins: int, first: tuple[str, str], last: tuple[str, str]) -> str:
    """The chart for those who do not see it: the first and the last forecast, each with its time.

    The series is empty where there is only one.
    """
    of = f" of {series}" if series else ""
    return (
        f"Chart. {column}{of} over time, what was forecast at {count(origins, 'origin')}, and what comes next: "
        f"{first[0]} for {first[1]} to {last[0]} for {last[1]}."
    )


# The methods

HOW_FAR_OFF = "How far off each method was"
METHODS = "Methods and their errors"
METHOD = "Method"
OFF_BY = "Off by"
MASE = "MASE"
CHOSEN = "Chosen"
CHOSEN_FOR = "Best for"
BEST = "best"
TIME = "Time"
NOT_DEFINED = "not defined"


def n_series(n: int) -> str:
    """For how many series a method is the best."""
    return f"{n:,} series"


def how_errors_are_measured(origins: int, steps: int, time: str) -> str:
    """What the columns of errors are."""
    return (
        f"From {count(origins, 'origin')}, {count(steps, 'step')} each. Off by: mean absolute error. MASE: that error "
        "divided by the error of repeating the season before, one step ahead, on the rows to learn from (Hyndman and "
        "Koehler 2006); below 1 is better than that. A model is chosen only where it is at least 2 % better than "
        f"repeating old values. All of it took {time}."
    )


# The next steps

NEXT_STEPS = "What comes next"
FORECAST = "Forecast"
LOW = "Low"
HIGH = "High"


def next_steps(n: int) -> str:
    """The title of the table."""
    return "The next step" if n == 1 else f"The next {n:,} steps"


def made_by(method: str) -> str:
    """Which method made the forecast."""
    return f"By: {method}."


def interval(asked: str, held: str) -> str:
    """What the interval should hold, and what it held at the origins, in percent; the latter may be empty."""
    if not held:
        return f"{asked} % of the values should lie between low and high."
    return f"{asked} % of the values should lie between low and high; at the origins {held} % did."


# What can be taken home

TAKE_HOME = "Take it with you"
SAVE_CSV = "Save the next steps as CSV"
SAVE_SCRIPT = "Save the same as a Python file"
HOW_IT_WAS_DONE = "How it was done"

# The columns and the settings

WHAT_IS_FORECAST = "What is forecast"
VALUE = "What should be forecast?"
N_STEPS = "How many steps"
TIME_COLUMN = "Time column"
KEY_COLUMN = "Key column, which tells several series apart"
NO_KEY = "none, it is one series"
STEP = "One value for each"
STEPS = {
    "": "As in the table",
    "hour": "Hour",
    "day": "Day",
    "week": "Week",
    "month": "Month",
    "quarter": "Quarter",
    "year": "Year",
}
COMBINE = "Several rows at one time: take"
COMBINED = {"mean": "their mean", "sum": "their sum (no row: 0)"}
LEVEL = "The interval should hold"


def n_steps(step: str, most: int) -> str:
    """How far to forecast, where the step of the series is known, such as "day" or "2 weeks"."""
    return f"How many steps of {step if step[0].isdigit() else f'one {step}'}, at most {most:,}"


def level(percent: str) -> str:
    """How much an interval should hold, in a list."""
    return f"{percent} % of the values"
