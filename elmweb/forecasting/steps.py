"""The step of a series: the time from one value to the next, found from the times themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from elmweb.exceptions import DataError, SettingsError
from elmweb.forecasting.seasons import CYCLES, SEASONS, Season
from elmweb.words.engine import common, forecasting_outcome as calendar, forecasting_series as words

__all__ = ["STEPS", "Step", "find_step", "named_step"]

STEPS = ("minute", "hour", "day", "week", "month", "quarter", "year")
"""Steps that can be asked for; others are found."""

_DAY = 86_400
_LENGTHS = {"second": 1, "minute": 60, "hour": 3_600, "day": _DAY, "week": 7 * _DAY}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MONTH = 30.4375  # days, on average
_MONDAY = 4 * _DAY  # 1970-01-05, in seconds since 1970
_MOSTLY = 0.9  # of the differences fit a regular step
_FILLED = 0.7  # of the steps between the first and the last time hold a row, when rows are put together
_NEAR = 0.1  # of a step: so far a time may be off


@dataclass(frozen=True)
class Step:
    """The time from one value of a series to the next.

    Parameters
    ----------
    unit : str
        One of ``STEPS``, "second" or "business day".
    size : int
        So many units.
    anchor : int
        Where the steps of fixed length begin, in seconds since 1970; of months and longer ones, the first month.
    lead : int
        Seconds from the beginning of a step to the time that stands for it.

    Examples
    --------
    >>> from elmweb.forecasting import Step
    >>> Step("month").label(Step("month").index_of(np.array([0]))[0] + 13)
    '1971-02'
    """

    unit: str
    size: int = 1
    anchor: int = 0
    lead: int = 0

    @property
    def months(self) -> int:
        """Number of months of a step; 0 when its length is fixed."""
        return _MONTHS.get(self.unit, 0) * self.size

    @property
    def seconds(self) -> int:
        """Length in seconds; 0 when it is not fixed."""
        return _LENGTHS.get(self.unit, 0) * self.size

    @property
    def a(self) -> str:
        """The step as values go by it, such as "an hour" or "per 2 weeks"."""
        return words.per_step(self.unit, self.size)

    @property
    def words(self) -> str:
        """The step in words, such as "day" or "2 weeks"."""
        return words.step(self.unit, self.size)

    def index_of(self, times: np.ndarray) -> np.ndarray:
        """Return the number of the step in which each time lies.

        Parameters
        ----------
        times : ndarray of shape (n,), int64
            Seconds since 1970.

        Returns
        -------
        ndarray of shape (n,), int64
            Neighbouring steps have neighbouring numbers.
        """
        if self.seconds:
            return (times - self.anchor) // self.seconds
        days = times.astype("datetime64[s]").astype("datetime64[D]")
        if self.months:
            return (days.astype("datetime64[M]").astype(np.int64) - self.anchor) // self.months
        return np.busday_count(np.datetime64("1970-01-01"), days).astype(np.int64)

    def time_of(self, index: int) -> int:
        """Return the time that stands for a step, in seconds since 1970."""
        if self.seconds:
            return int(self.anchor + self.lead + index * self.seconds)
        if self.months:
            day = np.datetime64(int(index * self.months + self.anchor), "M").astype("datetime64[D]")
        else:
            day = np.busday_offset(np.datetime64("1970-01-01"), int(index), roll="forward")
        return int(day.astype("datetime64[s]").astype(np.int64))

    def label(self, index: int) -> str:
        """Return a step as it is written: a year, a month, a day, or a day with its time."""
        text = str(np.datetime64(self.time_of(index), "s"))
        if self.months:
            return text[:4] if self.months % 12 == 0 else text[:7]
        if self.unit == "second":
            return text.replace("T", " ")
        at_midnight = self.unit in ("day", "week", "business day") and text.endswith("T00:00:00")
        return text[:10] if at_midnight or not self.seconds else text[:16].replace("T", " ")

    def seasons(self, n_values: int) -> list[Season]:
        """Return the seasons that a series of so many values shows at least twice, the shortest first."""
        return [season for season in self._seasons() if 2 * season.period <= n_values]

    def _seasons(self) -> tuple[Season, ...]:
        if self.size == 1 and self.unit in SEASONS:
            return SEASONS[self.unit]
        if self.seconds and self.seconds < _DAY and _DAY % self.seconds == 0:
            return (Season(_DAY // self.seconds, "time", "day"),)
        if self.months and self.months < 12 and 12 % self.months == 0:
            return (Season(12 // self.months, "time", "year"),)
        return ()

    def cycles(self, n_values: int) -> list[tuple[float, int]]:
        """Return the periods of the calendar that a series of so many values can tell, and their sines."""
        if self.size == 1 and self.unit in CYCLES:
            found = CYCLES[self.unit]
        else:
            found = tuple((season.period, min(3, season.period // 2)) for season in self._seasons())
        return [(period, n) for period, n in found if n_values >= 1.5 * period and n > 0]

    def cycle_names(self, n_values: int) -> list[str]:
        """Return what the calendar tells, in words."""
        others = calendar.TIME_OF_DAY, calendar.TIME_OF_YEAR
        names = [calendar.CALENDAR.get(int(period), others[period > 50]) for period, _ in self.cycles(n_values)]
        return list(dict.fromkeys(names))


def named_step(name: str) -> Step:
    """Return a step that was asked for by its name.

    Parameters
    ----------
    name : str
        One of ``STEPS``.

    Returns
    -------
    Step
        With steps that begin where a clock or a calendar has them begin; weeks begin on Monday.

    Raises
    ------
    SettingsError
        There is no such step.
    """
    if name not in STEPS:
        raise SettingsError(words.cannot_go_by(name), rule=common.one_of(STEPS), value=f'"{name}"')
    return Step(name, anchor=_MONDAY if name == "week" else 0)


def find_step(times: np.ndarray, keys: np.ndarray) -> tuple[Step, bool]:
    """Find the step of one series or several.

    Parameters
    ----------
    times : ndarray of shape (n,), int64
        Seconds since 1970, in any order.
    keys : ndarray of shape (n,), int
        Number of the series of each row.

    Returns
    -------
    step : Step
        The step of nearly all neighbours; where there is none, the shortest one that the rows fill.
    is_regular : bool
        False when there is none, so that rows have to be put together.

    Raises
    ------
    DataError
        All rows have the same time.
    """
    order = np.lexsort((times, keys))
    ahead = np.diff(times[order])
    apart = ahead[(np.diff(keys[order]) == 0) & (ahead > 0)]
    if not len(apart):
        raise DataError(words.SAME_TIME, rule=words.TWO_TIMES)
    first = int(times.min())
    found = _by_days(times, apart, first) if len(np.unique(times % _DAY)) == 1 else _by_seconds(apart, first)
    return (found, True) if found else (_filled(times, keys), False)


def _by_days(times: np.ndarray, apart: np.ndarray, first: int) -> Step | None:
    """Return the step of times at one hour of the day."""
    days = apart // _DAY
    middle = float(np.median(days))
    months = round(middle / _MONTH)
    lengths = days / _MONTH / max(months, 1)
    on_months = _share(np.abs(lengths - np.round(lengths)) < _NEAR)
    in_weeks = len(np.unique(days)) == 1 and days[0] % 7 == 0  # every four weeks, say
    if months and abs(middle / _MONTH - months) < 0.1 * months and on_months >= _MOSTLY and not in_weeks:
        unit = "year" if months % 12 == 0 else "quarter" if months == 3 else "month"
        start = int(np.datetime64(first, "s").astype("datetime64[M]").astype(np.int64))
        size = months // _MONTHS[unit]
        return Step(unit, size, start % months)
    kinds, numbers = np.unique(days, return_counts=True)
    usual = int(kinds[numbers.argmax()])
    if _share(days % max(usual, 1) == 0) < _MOSTLY:
        return None
    weekdays = (times // _DAY + 3) % 7
    if usual == 1 and weekdays.max() <= 4 and len(times) >= 10:
        return Step("business day")
    weeks, rest = divmod(usual, 7)
    unit, size = ("day", usual) if rest else ("week", weeks)
    return _on_grid(unit, size, first)


def _by_seconds(apart: np.ndarray, first: int) -> Step | None:
    """Return the step of times at several hours of the day."""
    usual = _rounded(float(np.median(apart)))
    if _share(np.abs(apart / usual - np.round(apart / usual)) < _NEAR) < _MOSTLY:
        return None
    unit = next(name for name in ("day", "hour", "minute", "second") if usual % _LENGTHS[name] == 0)
    return _on_grid(unit, usual // _LENGTHS[unit], first)


def _rounded(seconds: float) -> int:
    """Return a length in whole hours or minutes where it nearly is: a logger may be a little late."""
    for length in (_LENGTHS["hour"], _LENGTHS["minute"]):
        whole = round(seconds / length) * length
        if whole and abs(seconds - whole) < 0.005 * whole:
            return whole
    return max(1, round(seconds))


def _on_grid(unit: str, size: int, first: int) -> Step:
    """Return a step of fixed length in whose middle the first time lies: what is a little off stays in its step."""
    half = _LENGTHS[unit] * size // 2
    return Step(unit, size, first - half, half)


def _filled(times: np.ndarray, keys: np.ndarray) -> Step:
    """Return the shortest step of which most hold a row."""
    for name in ("minute", "hour", "day", "week", "month", "year"):
        step = named_step(name)
        index, shares = step.index_of(times), []
        for key in np.unique(keys):
            own = np.unique(index[keys == key])
            shares.append(len(own) / (own[-1] - own[0] + 1))
        if np.median(shares) >= _FILLED:
            return step
    return named_step("year")


def _share(yes: np.ndarray) -> float:
    return float(np.mean(yes))
