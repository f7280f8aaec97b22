"""Regular series from the rows of a table: one value a step, with every repair counted and said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from elmweb.data._frames import is_text, plain_frame
from elmweb.exceptions import ColumnError, DataError, SettingsError
from elmweb.forecasting.series import LEAST_VALUES, Series, SeriesSet, fill_gaps
from elmweb.forecasting.steps import Step, find_step, named_step
from elmweb.forecasting.times import Times, read_times
from elmweb.formatting import in_100, quoted
from elmweb.words.engine import common, forecasting_series as words

__all__ = ["COMBINE", "MOST_SERIES", "make_series"]

COMBINE = ("mean", "sum")
"""What becomes of several rows of one step."""

MOST_SERIES = 50
"""So many a table may hold."""

_MOST_STEPS = 200_000
_MOST_MISSING = 0.5


def make_series(
    frame: pd.DataFrame,
    time: str,
    value: str,
    key: str = "",
    *,
    step: str = "",
    combine: str = "mean",
    format: str | None = None,  # noqa: A002  the name in pandas
) -> SeriesSet:
    """Make regular series of the rows of a table.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        As in :class:`elmweb.data.Table`.
    time, value : str
        The column of times, and the number column to forecast.
    key : str, default=""
        The column that says to which series a row belongs; empty for a single series.
    step : str, default=""
        One of :data:`STEPS` to put rows together by; found from the times when empty.
    combine : {"mean", "sum"}, default="mean"
        What becomes of several rows of one step. With "sum", a step without any row is 0.
    format : str, optional
        The format of the dates.

    Returns
    -------
    SeriesSet
        Rows are sorted. Rows without a time, or without a number, are left out. A gap shorter than a season is filled
        on a straight line, a longer one with the values a season before; filled values are never judged. Times with a
        zone go by UTC when the step is shorter than a day, else by the date that is written.

    Raises
    ------
    ColumnError
        There is no such column, or it cannot be used.
    DataError
        Too few rows, or too many gaps.
    SettingsError
        No such step or way to combine rows.

    Examples
    --------
    >>> import pandas as pd
    >>> from elmweb.forecasting import make_series
    >>> days = [f"2025-03-{day:02d}" for day in range(1, 31) if day != 7]
    >>> made = make_series(pd.DataFrame({"day": days, "sold": range(29)}), "day", "sold")
    >>> made.step.words, len(made.series[0])
    ('day', 30)
    >>> made.notes[-1]
    '1 of 30 steps has no value. It was filled in; filled values are not judged.'
    """
    if combine not in COMBINE:
        raise SettingsError(words.NOT_COMBINED, rule=words.MEAN_OR_SUM, value=f'"{combine}"')
    for name in (time, value, *([key] if key else [])):
        if name not in frame.columns:
            raise ColumnError(words.no_column(quoted(name)), rule=words.columns(list(map(str, frame.columns))))
    if len({time, value, key}) < 3:
        raise ColumnError(words.TWO_ROLES, value=quoted(value))
    frame = plain_frame(frame[[time, value, *([key] if key else [])]])
    numbers = _numbers(frame[value], value)
    read = read_times(time, frame[time], format)
    keys, names = _keys(frame[key] if key else None, len(frame))
    kept = read.known & np.isfinite(numbers) & (keys >= 0)
    notes = list(read.notes)
    if n_empty := int(np.count_nonzero(read.known & ~np.isfinite(numbers))):
        notes.append(words.rows_without_number(n_empty, quoted(value)))
    if np.count_nonzero(kept) < LEAST_VALUES:
        raise DataError(
            words.TOO_FEW_ROWS,
            rule=words.fewest_rows(LEAST_VALUES),
            value=words.rows(int(np.count_nonzero(kept))),
        )
    times, zone, found, said = _step(read, keys, kept, step)
    notes += said
    if (np.diff(times[kept])[np.diff(keys[kept]) == 0] < 0).any():
        notes.append(words.SORTED)
    rows = pd.DataFrame({"key": keys[kept], "at": found.index_of(times[kept]), "value": numbers[kept]})
    series, said = _series(rows, names, found, combine)
    return SeriesSet(str(time), str(value), str(key), found, series, zone, (*notes, *said))


def _numbers(series: pd.Series, name: str) -> np.ndarray:
    """Return the values; a text column cannot be forecast."""
    if is_text(series):
        example = quoted(str(next(iter(series.dropna()), "")))
        raise ColumnError(
            words.not_forecast(quoted(str(name))), rule=words.NUMBERS_NEEDED, value=words.such_texts(example)
        )
    numbers = series.to_numpy(dtype=np.float64)
    known = numbers[np.isfinite(numbers)]
    if len(known) and known.min() == known.max():
        raise ColumnError(words.column_never_changes(quoted(str(name))), value=str(known[0]))
    return numbers


def _keys(series: pd.Series | None, n_rows: int) -> tuple[np.ndarray, list[str]]:
    """Return the number of each row's series, -1 for none, and the names."""
    if series is None:
        return np.zeros(n_rows, dtype=np.int64), [""]
    codes, kinds = pd.factorize(series, sort=True)
    if len(kinds) > MOST_SERIES:
        raise ColumnError(
            words.too_many_series(quoted(str(series.name))),
            rule=words.most_series(MOST_SERIES),
            value=words.series(len(kinds)),
            hints=(words.OTHER_KEY,),
        )
    return codes.astype(np.int64), [str(kind) for kind in kinds]


def _step(read: Times, keys: np.ndarray, kept: np.ndarray, asked: str) -> tuple[np.ndarray, str, Step, list[str]]:
    """Return the times to go by, the zone they are in, their step, and what is to be said of it."""
    if asked:
        step = named_step(asked)
        short = bool(step.seconds and step.seconds < 86_400)
        times = read.utc if short else read.seconds
        return times, read.zone if short else "", step, [words.step_as_asked(step.unit, step.size)]
    step, is_regular = find_step(read.seconds[kept], keys[kept])
    if not read.zone:
        return read.seconds, "", step, _step_words(step, is_regular=is_regular)
    if step.months or step.unit in ("week", "day", "business day"):
        said = [*_step_words(step, is_regular=is_regular), words.DAYS_AS_WRITTEN]
        return read.seconds, "", step, said
    step, is_regular = find_step(read.utc[kept], keys[kept])
    said = [
        *_step_words(step, is_regular=is_regular),
        words.COUNTED_IN_UTC,
        words.shown_at(read.zone),
    ]
    return read.utc, read.zone, step, said


def _step_words(step: Step, *, is_regular: bool) -> list[str]:
    said = words.step_found if is_regular else words.step_of_irregular
    return [said(step.unit, step.size)]


def _series(rows: pd.DataFrame, names: list[str], step: Step, combine: str) -> tuple[tuple[Series, ...], list[str]]:
    """Return the series that are long enough, and what was done to them."""
    found: list[Series] = []
    short, n_double = [], 0
    for number, name in enumerate(names):
        own = rows[rows["key"] == number]
        if not len(own):
            continue
        grouped = own.groupby("at")["value"]
        values = grouped.sum() if combine == "sum" else grouped.mean()
        first, last = int(values.index[0]), int(values.index[-1])
        length = last - first + 1
        if len(values) < LEAST_VALUES:
            short.append(name)
            continue
        _check_gaps(length, len(values), step, name, combine)
        n_double += int((grouped.size() > 1).sum())
        full = np.full(length, np.nan)
        full[values.index.to_numpy() - first] = values.to_numpy()
        observed = np.isfinite(full)
        if combine == "sum":
            full, observed = np.nan_to_num(full), np.ones(length, dtype=bool)
        seasons = step.seasons(length)
        found.append(Series(name, first, fill_gaps(full, seasons[0].period if seasons else 0), observed))
    if not found:
        raise DataError(words.NONE_LONG_ENOUGH, rule=words.fewest_steps(LEAST_VALUES))
    return tuple(found), [*_left_out(short), *_doubled(found, n_double, combine), *_repairs(found, step)]


def _check_gaps(length: int, n_values: int, step: Step, name: str, combine: str) -> None:
    """Raise a DataError where there is more gap than series."""
    which = quoted(name) if name else ""
    if length > _MOST_STEPS:
        raise DataError(
            words.too_many_steps(which), rule=common.at_most(_MOST_STEPS),
            value=words.steps_of(length, step.unit, step.size), hints=(words.LONGER_STEP,),
        )  # fmt: skip
    if combine != "sum" and length - n_values > _MOST_MISSING * length:
        raise DataError(
            words.too_many_gaps(which),
            rule=words.values_needed(in_100(1 - _MOST_MISSING)),
            value=words.values_in_steps(n_values, length, step.unit, step.size),
            hints=(words.LONGER_STEP_OR_SUM,),
        )


def _left_out(short: list[str]) -> list[str]:
    return [words.series_left_out(LEAST_VALUES, [quoted(name) for name in short])] if short else []


def _doubled(found: Sequence[Series], n_double: int, combine: str) -> list[str]:
    """Say that steps had several rows, and that this may be for want of a key."""
    if not n_double:
        return []
    said = [words.several_rows(n_double, combine)]
    if n_double > 0.5 * sum(map(len, found)) and combine != "sum" and len(found) == 1:
        said.append(words.CHOOSE_A_KEY)
    return said


def _repairs(found: Sequence[Series], step: Step) -> list[str]:
    """Say what was filled in, and where series end."""
    said = []
    n_steps = sum(map(len, found))
    if n_missing := sum(int(np.count_nonzero(~one.observed)) for one in found):
        said.append(words.filled_in(n_missing, n_steps))
    ends = {one.first + len(one) for one in found}
    if len(ends) > 1:
        said.append(words.different_ends(step.label(min(ends) - 1), step.label(max(ends) - 1)))
    return said
