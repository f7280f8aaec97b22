"""What a forecast found: the methods and their errors, the one that was chosen, what is to come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from elmweb.forecasting.origins import Trials
from elmweb.forecasting.series import Series, SeriesSet
from elmweb.formatting import in_100, quantity, quoted, score
from elmweb.words.engine import forecasting_outcome as words

__all__ = ["Forecast", "MethodScore", "SeriesForecast"]


@dataclass(frozen=True)
class SeriesForecast:
    """The forecast of one series.

    Parameters
    ----------
    series : Series
        What is known.
    trials : Trials
        What the methods forecast in the past.
    chosen : str
        Id of the method that was chosen.
    ahead : ndarray of shape (n_steps,)
        What it forecasts now.
    low, high : ndarray of shape (n_steps,)
        Its interval; NaN without an origin.
    n_inside, n_judged : int
        How many values at the origins were inside intervals that were made without them.
    n_used : int
        How many of the newest values the methods have seen.
    in_logs : bool
        Whether the models forecast logarithms.
    """

    series: Series
    trials: Trials
    chosen: str
    ahead: np.ndarray
    low: np.ndarray
    high: np.ndarray
    n_inside: int
    n_judged: int
    n_used: int
    in_logs: bool

    @property
    def first_ahead(self) -> int:
        """Number of the first step that is forecast."""
        return self.series.first + len(self.series)


@dataclass(frozen=True)
class MethodScore:
    """How far one method was off, over all series and origins.

    Parameters
    ----------
    id, name, about : str
        Of the method.
    is_model : bool
        Whether it learns.
    mae, mase : float
        Mean absolute error, and the mean over series of the scaled one.
    n_chosen : int
        For how many series it was chosen.
    seconds : float
        Time that its forecasts took.
    """

    id: str
    name: str
    about: str
    is_model: bool
    mae: float
    mase: float
    n_chosen: int
    seconds: float


@dataclass(frozen=True)
class Forecast:
    """The forecast of all series of a table.

    Parameters
    ----------
    data : SeriesSet
        The series.
    n_steps : int
        How far it reaches.
    level : float
        Fraction of values that the intervals should hold.
    series : tuple of SeriesForecast
        In the order of ``data``.
    methods : tuple of MethodScore
        The simplest first.
    repeats : dict of str to str
        Of when each method repeats values that repeats them, by its id: "last", "day", "week" or "year".
    seconds : float
        Time that all took.
    """

    data: SeriesSet
    n_steps: int
    level: float
    series: tuple[SeriesForecast, ...]
    methods: tuple[MethodScore, ...]
    repeats: dict[str, str]
    seconds: float

    @property
    def best(self) -> MethodScore:
        """The method that was chosen for most series; of equals, the one with the smaller MASE."""
        return min(self.methods, key=lambda one: (-one.n_chosen, not np.isfinite(one.mase), one.mase))

    @property
    def mae(self) -> float:
        """Mean absolute error of the chosen methods."""
        off = [np.abs(one.trials.forecasts[one.chosen] - one.trials.truth).ravel() for one in self.series]
        return float(np.nanmean(np.concatenate(off)))

    @property
    def mase(self) -> float:
        """Mean over series of the scaled error of the chosen methods."""
        return _mean([one.trials.mase(one.chosen) for one in self.series])

    @property
    def mase_chosen_before(self) -> float:
        """The scaled error of choosing before each origin, by earlier origins alone."""
        return _mean([one.trials.chosen_before() for one in self.series])

    @property
    def coverage(self) -> float:
        """Fraction of values at the origins inside intervals that were made without them; NaN when not measured."""
        n = sum(one.n_judged for one in self.series)
        return sum(one.n_inside for one in self.series) / n if n else float("nan")

    @property
    def n_origins(self) -> int:
        """Number of origins of the series that has most."""
        return max(len(one.trials.origins) for one in self.series)

    def sentence(self) -> str:
        """Return the outcome in words, the number first."""
        first = words.off_by(quantity(self.mae), self.data.step.a, self.n_origins, len(self.series))
        return f"{first} {self._what_is_best()}"

    def _what_is_best(self) -> str:
        """Return whether models are best."""
        if len(self.series) > 1:
            learned = sum(one.n_chosen for one in self.methods if one.is_model)
            if learned == len(self.series):
                return words.MODELS_ARE_BEST
            rest = len(self.series) - learned
            return words.some_models_are_best(learned, rest) if learned else words.NO_MODEL_IS_BETTER
        best = self.best
        if not best.is_model:
            has_models = any(one.is_model for one in self.methods)
            return (words.as_good_as_models if has_models else words.too_short)(self.repeats[best.id])
        naive = min((one for one in self.methods if not one.is_model), key=_by_mase)
        trials = next(iter(self.series)).trials
        n_nearer = trials.wins(best.id, naive.id)
        return words.best_model(best.id, self.repeats[naive.id], quantity(naive.mae), n_nearer, len(trials.origins))

    def interval_sentence(self) -> str:
        """Return what was asked of the intervals, and what they did."""
        n = sum(one.n_judged for one in self.series)
        if not n:
            return words.interval_not_measured(in_100(self.level))
        n_inside = sum(one.n_inside for one in self.series)
        return words.interval_held(in_100(self.level), in_100(self.coverage), n_inside, n)

    def notes(self) -> list[str]:
        """Return how it was done, a sentence each."""
        said = list(self.data.notes)
        used = [one for one in self.series if one.n_used < len(one.series)]
        if used:
            said.append(words.newest_used(used[0].n_used))
        if any(one.in_logs for one in self.series):
            which = [quoted(one.series.key) for one in self.series if one.in_logs]
            said.append(words.IN_LOGARITHMS if len(self.series) == 1 else words.some_in_logarithms(which))
        if np.isfinite(self.mase_chosen_before):
            said.append(words.chosen_before(score(self.mase_chosen_before), score(self.mase)))
        if all(one.series.y.min() >= 0 for one in self.series):
            said.append(words.NEVER_BELOW_ZERO)
        return said


def _by_mase(one: MethodScore) -> tuple[bool, float]:
    return not np.isfinite(one.mase), one.mase


def _mean(values: list[float]) -> float:
    seen = [value for value in values if np.isfinite(value)]
    return float(np.mean(seen)) if seen else float("nan")
