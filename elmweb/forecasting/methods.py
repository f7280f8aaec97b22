"""Ways to forecast a series: values that are repeated, and models from the package's estimators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from elmweb.estimators import EchoStateRegressor, LaggedELMRegressor, NextGenerationReservoirRegressor
from elmweb.forecasting.calendar import calendar_features
from elmweb.forecasting.seasons import Season
from elmweb.forecasting.steps import Step
from elmweb.words.engine import forecasting_outcome as words

__all__ = [
    "AVERAGE",
    "Method",
    "Model",
    "Repeat",
    "has_growing_spread",
    "methods_for",
    "n_values_needed",
    "usual_values",
]

AVERAGE = "average"
"""Id of the mean of all models, which has no method of its own."""

_LONGEST_PAST = 32  # values that a model sees side by side
_SHORTEST_PAST = 4
_MOST_INPUTS = 192
_FEW = 8  # values whose products the next-generation reservoir takes
_UNITS, _RECURRENT_UNITS = 64, 100
_CYCLES_BACK = 3  # so many seasons make up the usual value
_ROWS_TO_LEARN = 16
_WARM_UP = 200  # rows before a forecast; what a reservoir saw earlier has faded to a part in a thousand million
_SPREAD_GROWS = 0.5  # power of the level at which logarithms are better than the values


class Method(Protocol):
    """Forecasts what comes after some values."""

    @property
    def id(self) -> str:
        """Its short name in code."""
        ...

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def about(self) -> str:
        """How it works, in a sentence."""
        ...

    @property
    def is_model(self) -> bool:
        """Whether it learns, and does not only repeat."""
        ...

    def forecast(self, values: np.ndarray, n_steps: int) -> np.ndarray:
        """Return the next values (n_steps,), the nearest first."""
        ...


@dataclass(frozen=True)
class Repeat:
    """Repeat the last values: the season before, or the last value alone.

    Parameters
    ----------
    id, name, about : str
        As the table of methods shows them.
    period : int
        How many values are repeated.
    before : str
        Of when: ``"day"``, ``"week"``, ``"year"``, or ``"last"`` for the last value.
    """

    id: str
    name: str
    about: str
    period: int
    before: str
    is_model: bool = False

    def forecast(self, values: np.ndarray, n_steps: int) -> np.ndarray:
        """Return the next values (n_steps,), the nearest first."""
        return values[len(values) - self.period + np.arange(n_steps) % self.period]


@dataclass
class Model:
    """A model of the last values and the calendar, all steps at once, relative to the local level.

    Parameters
    ----------
    id, name, about : str
        As the table of methods shows them.
    make : callable
        Returns an estimator for so many past values; given its penalty when that is known.
    step : Step
        Of the series.
    period : int
        The shortest season; 1 for none.
    in_logs : bool
        Whether logarithms are forecast.
    adjust : int
        The season whose usual values are taken away before; 0 for none.
    with_calendar : bool
        Whether the calendar is an input.
    """

    id: str
    name: str
    about: str
    make: Callable[..., Any]
    step: Step
    period: int
    in_logs: bool = False
    adjust: int = 0
    with_calendar: bool = True
    is_model: bool = True
    _penalty: float | None = field(default=None, init=False)  # for each row; found at the first forecast

    def forecast(self, values: np.ndarray, n_steps: int) -> np.ndarray:
        """Return the next values (n_steps,), the nearest first.

        The penalty is found by leave-one-out, with neighbouring rows left out together, at the first call. Later ones,
        which have more of the same series, take it over.
        """
        x = np.log(values) if self.in_logs else values
        if not self.adjust:
            return self._back(self._next(x, n_steps))
        usual = usual_values(x, n_steps, self.adjust)
        apart = (x - usual[: len(x)])[self.adjust :]
        return self._back(self._next(apart, n_steps) + usual[len(x) :])

    def _back(self, x: np.ndarray) -> np.ndarray:
        return np.exp(np.clip(x, -700, 700)) if self.in_logs else x

    def _next(self, x: np.ndarray, n_steps: int) -> np.ndarray:
        level = _local_level(x, max(self.period, _SHORTEST_PAST))
        spread = float(np.std(x - level)) or 1.0
        inputs = ((x - level) / spread)[:, None]
        if self.with_calendar:
            inputs = np.hstack([inputs, calendar_features(self.step, len(x))])
        n = len(x) - n_steps  # later rows have no whole future
        ahead = np.lib.stride_tricks.sliding_window_view(x[1:], n_steps)[:n]
        targets = (ahead - level[:n, None]) / spread
        n_past = min(past_values(self.period, len(x)), max(_FEW, _MOST_INPUTS // inputs.shape[1]))
        model = self.make(n_past, alpha=None if self._penalty is None else self._penalty * n)
        together = np.arange(n) // max(n_steps, self.period)  # their futures overlap
        model.fit(inputs[:n], targets, groups=None if self._penalty is not None else together)
        if self._penalty is None:
            self._penalty = float(model.alpha_) / n
        return model.predict(inputs[-_WARM_UP:])[-1] * spread + level[-1]


def past_values(period: int, n_values: int) -> int:
    """Return how many values a model sees: a season and one more, within reason."""
    return min(max(period + 1, _SHORTEST_PAST), _LONGEST_PAST, max(2, n_values // 4))


def n_values_needed(seasons: list[Season], n_steps: int) -> int:
    """Return how many values a model needs at least, to forecast so many steps."""
    period = seasons[0].period if seasons else 1
    return past_values(period, 10**6) + n_steps + _ROWS_TO_LEARN


def methods_for(step: Step, n_values: int, *, in_logs: bool, with_models: bool) -> list[Method]:
    """Return the methods for a series, the simplest first.

    Parameters
    ----------
    step : Step
        Of the series.
    n_values : int
        How many of its values every forecast knows.
    in_logs : bool
        Whether models forecast logarithms.
    with_models : bool
        Whether it is long enough for models.

    Returns
    -------
    list of Method
        New ones, which know nothing yet.
    """
    seasons = step.seasons(n_values)
    found: list[Method] = [Repeat("last", words.METHODS["last"], words.ABOUT_LAST, 1, "last")]
    found += [
        Repeat(f"season-{season.period}", season.name, words.ABOUT_SEASON, season.period, season.before)
        for season in seasons
    ]
    if not with_models:
        return found
    period = seasons[0].period if seasons else 1
    common = {"step": step, "period": period, "in_logs": in_logs}
    lagged = words.about_lagged(_UNITS, past_values(period, n_values), step.cycle_names(n_values))
    names = words.METHODS
    found += [
        Model("lagged", names["lagged"], lagged, _lagged, **common),
        Model("echo", names["echo"], words.about_echo(_RECURRENT_UNITS), _echo, **common),
        Model("products", names["products"], words.about_products(_FEW), _products, **common, with_calendar=False),
    ]
    if seasons:
        main = seasons[1] if len(seasons) > 1 and step.unit == "hour" else seasons[0]
        found.append(
            Model(
                "adjusted", names["adjusted"], words.about_adjusted(_CYCLES_BACK), _lagged, **common, adjust=main.period
            )
        )
    return found


def has_growing_spread(values: np.ndarray, period: int) -> bool:
    """Return whether a series swings the wider the higher it is, so that its logarithms are easier to forecast.

    Parameters
    ----------
    values : ndarray of shape (n,)
        The series.
    period : int
        Its season; 1 for none.

    Returns
    -------
    bool
        Whether all values are above 0 and the standard deviation inside a season grows faster than the root of its
        mean: the slope of their logarithms is above 0.5 [1]_.

    References
    ----------
    .. [1] Guerrero (1993). Time-series analysis supported by power transformations. Journal of Forecasting 12(1).
       doi:10.1002/for.3980120104
    """
    block = max(period, _SHORTEST_PAST)
    n_blocks = len(values) // block
    if n_blocks < 4 or values.min() <= 0:
        return False
    blocks = values[-n_blocks * block :].reshape(n_blocks, block)
    mean, spread = blocks.mean(axis=1), blocks.std(axis=1)
    moves = spread > 0
    if np.count_nonzero(moves) < 4 or np.ptp(np.log(mean[moves])) < 0.2:
        return False
    return float(np.polyfit(np.log(mean[moves]), np.log(spread[moves]), 1)[0]) > _SPREAD_GROWS


def usual_values(x: np.ndarray, n_steps: int, period: int) -> np.ndarray:
    """Return the mean of up to three seasons before each step, and of so many steps that follow.

    Parameters
    ----------
    x : ndarray of shape (n,)
        At least two seasons.
    n_steps : int
        How many follow; usual values stand for those that are not known yet.
    period : int
        Steps of a season.

    Returns
    -------
    ndarray of shape (n + n_steps,)
        Those of the first season are the values themselves.
    """
    n, n_cycles = len(x), max(1, min(_CYCLES_BACK, len(x) // period - 1))
    sums, counts = np.zeros(n), np.zeros(n)
    for back in range(period, (n_cycles + 1) * period, period):
        sums[back:] += x[: n - back]
        counts[back:] += 1
    usual = np.concatenate([np.where(counts > 0, sums / np.maximum(counts, 1), x), np.empty(n_steps)])
    known = np.concatenate([x, np.empty(n_steps)])
    for at in range(n, n + n_steps):
        usual[at] = known[at] = known[at - n_cycles * period : at : period].mean()
    return usual


def _local_level(x: np.ndarray, width: int) -> np.ndarray:
    """Return the mean of the last `width` values at each step; of the first ones, of those there are."""
    sums = np.concatenate([[0.0], np.cumsum(x)])
    end = np.arange(1, len(x) + 1)
    start = np.maximum(0, end - width)
    return (sums[end] - sums[start]) / (end - start)


def _alpha(alpha: float | None) -> dict[str, Any]:
    return {"alpha": "loo" if alpha is None else alpha}


def _lagged(n_past: int, alpha: float | None) -> LaggedELMRegressor:
    return LaggedELMRegressor(n_past, n_hidden=_UNITS, random_state=0, **_alpha(alpha))


def _echo(n_past: int, alpha: float | None) -> EchoStateRegressor:
    return EchoStateRegressor(_RECURRENT_UNITS, random_state=0, washout=n_past, **_alpha(alpha))


def _products(n_past: int, alpha: float | None) -> NextGenerationReservoirRegressor:
    return NextGenerationReservoirRegressor(min(n_past, _FEW), **_alpha(alpha))
