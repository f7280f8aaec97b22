"""Forecast every series: try the methods from several origins, choose, and forecast what is to come."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

import numpy as np

from elmweb.exceptions import SettingsError
from elmweb.forecasting.methods import AVERAGE, Method
from elmweb.forecasting.one import MOST_VALUES, iter_one
from elmweb.forecasting.outcome import Forecast, MethodScore, SeriesForecast
from elmweb.forecasting.series import SeriesSet
from elmweb.forecasting.steps import Step
from elmweb.formatting import quoted, typed
from elmweb.progress import finish, map_steps
from elmweb.words.engine import common, forecasting_outcome as words

__all__ = [
    "LEVELS",
    "ForecastStep",
    "check_n_steps",
    "forecast",
    "iter_forecast",
    "most_steps",
    "usual_n_steps",
]

LEVELS = (0.8, 0.9, 0.95)
"""Fractions of values that an interval may be asked to hold."""

_USUAL = {"hour": 48, "day": 30, "business day": 21, "week": 13, "month": 12, "quarter": 8, "year": 5}


@dataclass(frozen=True)
class ForecastStep:
    """How far a forecast is.

    Parameters
    ----------
    text : str
        What is being done.
    done : float
        Fraction that is done.
    """

    text: str
    done: float


def usual_n_steps(step: Step, n_values: int) -> int:
    """Return how many steps are forecast unless told otherwise: a month of days, a year of months, and so on.

    Parameters
    ----------
    step : Step
        Of the series.
    n_values : int
        Of the shortest series.

    Returns
    -------
    int
        At most a fifth of the values.
    """
    usual = _USUAL.get(step.unit, 24) if step.size == 1 else 12
    return max(1, min(usual, n_values // 5))


def most_steps(data: SeriesSet) -> int:
    """Return how many steps can be forecast: a third of the values that are used of the shortest series."""
    return min(MOST_VALUES, *map(len, data.series)) // 3


def check_n_steps(data: SeriesSet, n_steps: object = None) -> int:
    """Return the number of steps.

    Parameters
    ----------
    data : SeriesSet
        The series.
    n_steps : int, str or None, default=None
        A whole number, as text too; None for the usual one.

    Returns
    -------
    int
        At least 1.

    Raises
    ------
    SettingsError
        It is no whole number, or more than :func:`most_steps`.
    """
    shortest = min(data.series, key=len)
    if n_steps is None:
        return usual_n_steps(data.step, len(shortest))
    try:
        number = typed(str(n_steps))
    except ValueError:
        number = 0.0
    most = most_steps(data)
    if not (1 <= number <= most and number.is_integer()):
        raise SettingsError(
            words.too_far(len(shortest), quoted(shortest.key) if shortest.key else ""),
            rule=common.whole_number(1, most),
            value=quoted(str(n_steps)),
        )
    return int(number)


def forecast(data: SeriesSet, n_steps: int | None = None, *, level: float = 0.8) -> Forecast:
    """Forecast every series.

    Parameters
    ----------
    data : SeriesSet
        From :func:`make_series`.
    n_steps : int or None, default=None
        How far; None for :func:`usual_n_steps`.
    level : float, default=0.8
        Fraction of values that the intervals should hold, above 0 and below 1.

    Returns
    -------
    Forecast
        Methods with their errors, and the forecasts of the best.

    Raises
    ------
    SettingsError
        More steps than a third of the values, or a level that is none.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from elmweb.forecasting import forecast, make_series
    >>> months = [str(np.datetime64("2015-01") + month) for month in range(96)]
    >>> sold = 100 + np.arange(96) + 20 * np.sin(np.arange(96) * np.pi / 6)
    >>> found = forecast(make_series(pd.DataFrame({"month": months, "sold": sold}), "month", "sold"))
    >>> found.best.is_model, found.mase < 0.5
    (True, True)
    """
    return finish(iter_forecast(data, n_steps, level=level))


def iter_forecast(
    data: SeriesSet, n_steps: int | None = None, *, level: float = 0.8
) -> Generator[ForecastStep, None, Forecast]:
    """Run :func:`forecast` in steps that take a fraction of a second each.

    Parameters
    ----------
    data : SeriesSet
        From :func:`make_series`.
    n_steps : int or None, default=None
        How far.
    level : float, default=0.8
        Fraction of values that the intervals should hold.

    Yields
    ------
    ForecastStep
        How far it is.

    Returns
    -------
    Forecast
        As :func:`forecast` returns it.
    """
    started = time.perf_counter()
    n_steps = check_n_steps(data, n_steps)
    if not 0 < level < 1:
        raise SettingsError(words.TOO_MANY_HELD, rule=words.BELOW_ONE, value=str(level))
    clock: dict[str, float] = {}
    found, methods = [], {}
    for at, series in enumerate(data.series):
        steps = iter_one(data.step, series, n_steps, level, clock)
        share = 1 / len(data.series)
        one, used = yield from map_steps(steps, partial(_step, at * share, share))
        found.append(one)
        methods |= {method.id: method for method in used}
    return Forecast(
        data, n_steps, level, tuple(found), _scores(found, methods, clock),
        {method.id: getattr(method, "before", "") for method in methods.values() if not method.is_model},
        time.perf_counter() - started,
    )  # fmt: skip


def _step(before: float, share: float, step: tuple[str, float]) -> ForecastStep:
    """Return a step of one series as a step of all."""
    text, done = step
    return ForecastStep(text, before + share * done)


def _scores(
    found: list[SeriesForecast], methods: dict[str, Method], clock: dict[str, float]
) -> tuple[MethodScore, ...]:
    """Return how far each method was off."""
    about = {method.id: (method.name, method.about, method.is_model) for method in methods.values()}
    models = [method.id for method in methods.values() if method.is_model]
    if models:
        about[AVERAGE] = (words.METHODS[AVERAGE], words.ABOUT_AVERAGE, True)
        clock[AVERAGE] = sum(clock[each] for each in models)
    scores = []
    for id_, (name, text, is_model) in about.items():
        own = [one for one in found if id_ in one.trials.forecasts]
        off = np.concatenate([np.abs(one.trials.forecasts[id_] - one.trials.truth).ravel() for one in own])
        scaled = [one.trials.mase(id_) for one in own]
        known = [value for value in scaled if np.isfinite(value)]
        scores.append(
            MethodScore(
                id_,
                name,
                text,
                is_model,
                float(np.nanmean(off)),
                float(np.mean(known)) if known else float("nan"),
                sum(one.chosen == id_ for one in own),
                clock[id_],
            )
        )
    return tuple(scores)
