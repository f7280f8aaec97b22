"""What a forecast found: the methods and their errors, the one that was chosen, what is to come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from elmweb.forecasting.origins import Trials
from elmweb.forecasting.series import Series, SeriesSet
from elmweb.formatting import count, in_100, quantity, quoted, score

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
        What each method that repeats values repeats, by its id.
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
        best, data = self.best, self.data
        over = f"over {count(self.n_origins, 'origin')}" + (
            f" of {len(self.series)} series" if len(self.series) > 1 else ""
        )
        first = f"Off by {quantity(self.mae)} {data.step.a} on average {over}."
        if len(self.series) > 1:
            learned = sum(one.n_chosen for one in self.methods if one.is_model)
            if learned == len(self.series):
                return f"{first} A model is best for each of them."
            if not learned:
                return f"{first} Repeating old values is as good as any model for each of them."
            rest = len(self.series) - learned
            return f"{first} A model is best for {learned}; for {rest}, repeating old values is as good as any."
        naive = min((one for one in self.methods if not one.is_model), key=_by_mase)
        if not best.is_model:
            if not any(one.is_model for one in self.methods):
                what = self.repeats[best.id]
                return f"{first} The series is too short for a model: {what} {_are(what)} repeated."
            return f"{first} {_capital(self.repeats[best.id])} {_are(self.repeats[best.id])} as good as any model."
        trials = next(iter(self.series)).trials
        wins = f"{trials.wins(best.id, naive.id)} of {len(trials.origins)} times"
        return (
            f"{first} Best: {best.name[0].lower() + best.name[1:] if best.id in _LOWERED else best.name}. "
            f"Repeating {self.repeats[naive.id]} is off by {quantity(naive.mae)}; the model was nearer {wins}."
        )

    def interval_sentence(self) -> str:
        """Return what was asked of the intervals, and what they did."""
        n = sum(one.n_judged for one in self.series)
        asked = f"{in_100(self.level)} % of the"
        if not n:
            return f"The interval is meant to hold {asked} values; with one origin that cannot be measured."
        return (
            f"The interval is meant to hold {asked} values. At the origins it held {in_100(self.coverage)} % "
            f"({sum(one.n_inside for one in self.series):,} of {n:,}), each measured without its own origin."
        )

    def notes(self) -> list[str]:
        """Return how it was done, a sentence each."""
        said = list(self.data.notes)
        used = [one for one in self.series if one.n_used < len(one.series)]
        if used:
            said.append(f"Of a longer series the newest {used[0].n_used:,} values are used.")
        if any(one.in_logs for one in self.series):
            which = "" if len(self.series) == 1 else " of " + _names([o.series.key for o in self.series if o.in_logs])
            said.append(f"The swings{which} grow with the level, so models forecast the logarithm.")
        if np.isfinite(self.mase_chosen_before):
            said.append(
                f"Choosing before each origin, by earlier ones alone, gives MASE {score(self.mase_chosen_before)}; "
                f"the method chosen by all of them has {score(self.mase)}."
            )
        if all(one.series.y.min() >= 0 for one in self.series):
            said.append("No value was below 0, so no forecast is.")
        return said


_LOWERED = ("average", "lagged")


def _names(keys: list[str]) -> str:
    return ", ".join(quoted(key) for key in keys[:5]) + (" and others" if len(keys) > 5 else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _are(text: str) -> str:
    return "are" if text.endswith("values") else "is"


def _by_mase(one: MethodScore) -> tuple[bool, float]:
    return not np.isfinite(one.mase), one.mase


def _mean(values: list[float]) -> float:
    seen = [value for value in values if np.isfinite(value)]
    return float(np.mean(seen)) if seen else float("nan")
