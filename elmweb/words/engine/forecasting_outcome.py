"""Forecasts: the methods, how far off each was, and what is to be known of what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

# The methods, in a table: a name, and what it does

METHODS = {
    "last": "Last value",
    "lagged": "Lagged ELM",
    "echo": "Echo state network",
    "products": "Next-generation reservoir",
    "adjusted": "Lagged ELM, seasonally adjusted",
    "average": "Average of the models",
}
_BEST = {
    "lagged": "lagged ELM",
    "echo": "echo state network",
    "products": "next-generation reservoir",
    "adjusted": "lagged ELM, seasonally adjusted",
    "average": "average of the models",
}
"""Those that learn, as the end of a sentence."""
SEASONS = {
    "hour-day": "Same hour a day before",
    "hour-week": "Same hour a week before",
    "weekday-week": "Same weekday a week before",
    "weekday-year": "Same weekday a year before",
    "week-year": "Same week a year before",
    "month-year": "Same month a year before",
    "quarter-year": "Same quarter a year before",
    "time-day": "Same time a day before",
    "time-year": "Same time a year before",
}
"""Those that repeat a season."""
ABOUT_LAST = "The newest value, again and again."
ABOUT_SEASON = "Seasonal naive: the season before, again."
ABOUT_AVERAGE = "The mean of the models' forecasts."


def about_lagged(n_units: int, n_values: int, calendar: Sequence[str]) -> str:
    """What the lagged ELM sees: so many values, and some of the calendar."""
    past = listed([f"the last {n_values} values", *calendar], 9)
    return f"{n_units} random units and direct links on {past}."


def about_echo(n_units: int) -> str:
    """What the echo state network is."""
    return f"A reservoir of {n_units} recurrent random units."


def about_products(n_values: int) -> str:
    """What the next-generation reservoir is."""
    return f"Products of the last {n_values} values, no random units."


def about_adjusted(n_seasons: int) -> str:
    """What is different about the lagged ELM that is seasonally adjusted."""
    return f"The same on the difference to the mean of up to {n_seasons} seasons before."


CALENDAR = {
    24: "the hour of the day",
    168: "the hour of the week",
    7: "the weekday",
    5: "the weekday",
    12: "the month",
    4: "the quarter",
}
"""What a model is told of the calendar, by the steps until it comes again."""
TIME_OF_DAY = "the time of the day"
TIME_OF_YEAR = "the time of the year"

# While it is worked out; the name of a series is empty for the only one


def at_origin(number: int, n_origins: int, series: str, method: str) -> str:
    """That a method forecasts from a place in the past."""
    of = f" of {series}" if series else ""
    return f"Origin {number} of {n_origins}{of}: {method}"


def ahead(series: str, method: str) -> str:
    """That a method forecasts what is to come."""
    of = f" of {series}" if series else ""
    return f"What comes next{of}: {method}"


# What cannot be done


def series_never_changes(name: str) -> str:
    """That a series holds one value alone; its name is in quotes."""
    return f"The series {name} never changes, so there is nothing to forecast."


LEAVE_ROWS_OUT = "Leave its rows out of the file."


def too_far(n_values: int, name: str) -> str:
    """That a series is too short to be forecast so far; its name in quotes, empty for the only one."""
    of = f" of the series {name}" if name else ""
    return f"So many steps cannot be forecast from {count(n_values, 'value')}{of}."


TOO_MANY_HELD = "An interval cannot hold so many values."
BELOW_ONE = "above 0 and below 1"

# What came out


def off_by(error: str, per_step: str, n_origins: int, n_series: int) -> str:
    """How far the chosen methods were off."""
    of = f" of {n_series} series" if n_series > 1 else ""
    return f"Off by {error} {per_step} on average over {count(n_origins, 'origin')}{of}."


MODELS_ARE_BEST = "A model is best for each of them."
NO_MODEL_IS_BETTER = "Repeating old values is as good as any model for each of them."


def some_models_are_best(n_models: int, n_others: int) -> str:
    """For how many series a model is best, and for how many it is not."""
    return f"A model is best for {n_models}; for {n_others}, repeating old values is as good as any."


_REPEATED = {
    "last": "the last value",
    "day": "the day before's values",
    "week": "last week's values",
    "year": "last year's values",
}


def too_short(repeated: str) -> str:
    """That nothing could be learned: what is repeated, "last", "day", "week" or "year"."""
    are = "is" if repeated == "last" else "are"
    return f"The series is too short for a model: {_REPEATED[repeated]} {are} repeated."


def as_good_as_models(repeated: str) -> str:
    """That models are no better than repeating "last", "day", "week" or "year"."""
    what = _REPEATED[repeated][:1].upper() + _REPEATED[repeated][1:]
    return f"{what} {'is' if repeated == 'last' else 'are'} as good as any model."


def best_model(method: str, repeated: str, error: str, n_nearer: int, n_origins: int) -> str:
    """The model that is best, by its id, and how repeating "last", "day", "week" or "year" compares."""
    return (
        f"Best: {_BEST[method]}. Repeating {_REPEATED[repeated]} is off by {error}; the model was nearer {n_nearer} of "
        f"{n_origins} times."
    )


def interval_not_measured(percent: str) -> str:
    """What the interval is meant to hold."""
    return f"The interval is meant to hold {percent} % of the values; with one origin that cannot be measured."


def interval_held(percent: str, held: str, n_held: int, n_judged: int) -> str:
    """What the interval is meant to hold, and what it held."""
    return (
        f"The interval is meant to hold {percent} % of the values. At the origins it held {held} % ({n_held:,} of "
        f"{n_judged:,}), each measured without its own origin."
    )


def newest_used(number: int) -> str:
    """That old values of a long series are not used."""
    return f"Of a longer series the newest {number:,} values are used."


IN_LOGARITHMS = "The swings grow with the level, so models forecast the logarithm."


def some_in_logarithms(names: Sequence[str]) -> str:
    """That models forecast the logarithm of some series; their names are in quotes."""
    which = ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")
    return f"The swings of {which} grow with the level, so models forecast the logarithm."


def chosen_before(before: str, after: str) -> str:
    """What it costs that the method was chosen by all origins."""
    return (
        f"Choosing before each origin, by earlier ones alone, gives MASE {before}; the method chosen by all of them "
        f"has {after}."
    )


NEVER_BELOW_ZERO = "No value was below 0, so no forecast is."
