"""The forecast of one series: every method from every origin, the best one, and its interval."""

from __future__ import annotations

import time
from collections.abc import Generator

import numpy as np

from elmweb.exceptions import DataError
from elmweb.forecasting.intervals import half_widths, measured_coverage
from elmweb.forecasting.methods import AVERAGE, Method, has_growing_spread, methods_for, n_values_needed
from elmweb.forecasting.origins import Trials, forward_origins, naive_scale
from elmweb.forecasting.outcome import SeriesForecast
from elmweb.forecasting.series import LEAST_VALUES, Series, newest
from elmweb.forecasting.steps import Step
from elmweb.formatting import quoted
from elmweb.words.engine import forecasting_outcome as words

__all__ = ["MOST_VALUES", "iter_one"]

MOST_VALUES = 3000
"""Of a longer series the newest ones are used."""

_TINY = 1e-9  # in place of 0, which has no logarithm


def iter_one(
    step: Step, whole: Series, n_steps: int, level: float, clock: dict[str, float]
) -> Generator[tuple[str, float], None, tuple[SeriesForecast, list[Method]]]:
    """Forecast one series.

    Parameters
    ----------
    step : Step
        From one value to the next.
    whole : Series
        What is known.
    n_steps : int
        How far.
    level : float
        Fraction of values that the interval should hold.
    clock : dict of str to float
        Seconds that each method took, by its id; more are added.

    Yields
    ------
    str, float
        What is being done, and the fraction that is done.

    Returns
    -------
    found : SeriesForecast
        What was found.
    methods : list of Method
        With which methods.
    """
    series = newest(whole, MOST_VALUES)
    if series.y.min() == series.y.max():
        raise DataError(words.series_never_changes(quoted(series.key)), hints=(words.LEAVE_ROWS_OUT,))
    origins, methods, period, in_logs = _plan(step, series, n_steps)
    least = 0.0 if series.y.min() >= 0 else -np.inf
    said: dict[str, list[np.ndarray]] = {method.id: [] for method in methods}
    for number, at in enumerate((*origins, len(series))):
        for place, method in enumerate(methods):
            doing = (
                words.ahead(series.key, method.name)
                if at == len(series)
                else words.at_origin(number + 1, len(origins), series.key, method.name)
            )
            yield doing, (number + place / len(methods)) / (len(origins) + 1)
            begun = time.perf_counter()
            said[method.id].append(np.maximum(method.forecast(series.y[:at], n_steps), least))
            clock[method.id] = clock.get(method.id, 0.0) + time.perf_counter() - begun
    if models := [said[method.id] for method in methods if method.is_model]:
        said[AVERAGE] = [np.mean(each, axis=0) for each in zip(*models, strict=True)]
    seen = np.where(series.observed, series.y, np.nan)
    trials = Trials(
        origins + len(whole) - len(series),
        np.array([seen[at : at + n_steps] for at in origins]),
        np.array([naive_scale(seen[:at], period) for at in origins]),
        {method: np.array(each[:-1]) for method, each in said.items()},
        sum(not method.is_model for method in methods),
    )
    best = trials.best()
    ahead = said[best][-1]
    low, high, held = _interval(trials, best, ahead, level, least=least, in_logs=in_logs)
    return SeriesForecast(whole, trials, best, ahead, low, high, *held, len(series), in_logs), methods


def _plan(step: Step, series: Series, n_steps: int) -> tuple[np.ndarray, list[Method], int, bool]:
    """Return the origins, the methods, the season that scales errors, and whether models take logarithms."""
    n = len(series)
    origins = forward_origins(n, n_steps, n_values_needed(step.seasons(n - n_steps), n_steps))
    with_models = len(origins) > 0
    if not with_models:
        origins = forward_origins(n, n_steps, LEAST_VALUES // 2)
    seasons = step.seasons(int(origins[0]))
    period = seasons[0].period if seasons else 1
    in_logs = bool(series.y.min() > 0) and has_growing_spread(series.y[: origins[0]], period)
    return origins, methods_for(step, int(origins[0]), in_logs=in_logs, with_models=with_models), period, in_logs


def _interval(
    trials: Trials, best: str, ahead: np.ndarray, level: float, *, least: float, in_logs: bool
) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    """Return the ends of the interval, and how many values at the origins it held of how many."""
    said, truth = trials.forecasts[best], trials.truth
    if not in_logs:
        errors = said - truth
        width = half_widths(errors, level)
        return np.maximum(ahead - width, least), ahead + width, measured_coverage(errors, level)
    # Then errors grow with the level, and so does the interval.
    errors = np.log(np.maximum(said, _TINY)) - np.log(np.maximum(truth, _TINY))
    width = half_widths(errors, level)
    return ahead * np.exp(-width), ahead * np.exp(width), measured_coverage(errors, level)
