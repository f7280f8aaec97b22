"""Transport: how many people walk by a place in each hour of tomorrow, beside the same hour of last week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from sklearn.linear_model import Ridge

from elmweb.estimators import ELMRegressor, iter_fit
from elmweb.evaluation.scores import score
from elmweb.studies.desk import Desk, Report
from elmweb.studies.jobs.common import Scale, iter_at_once, iter_clocked
from elmweb.words.engine import studies_jobs as words

__all__ = ["run"]

_UNITS = 256
_DAYS_BACK = 56
_HOURS, _WEEK = 24, 7 * 24
_FIRST = 4 * _WEEK  # hours without four weeks before them


async def run(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:  # noqa: ARG001  nothing to choose
    """Train an ELM and a linear model on all but the last eight weeks, and forecast those, a day at a time.

    Parameters
    ----------
    asked : dict
        Nothing.
    desk : Desk
        Brings the counts.
    report : callable
        Shows how far it is.

    Returns
    -------
    dict
        ``n_learn`` and ``n_judge`` (hours), ``mean`` (of the hours that judge), ``models``: a dict each with ``id``,
        ``name``, ``seconds`` and ``error`` (mean absolute) with ``low`` and ``high``, last week among them; and
        ``days``: a dict for each day kept back with ``date``, ``is_holiday``, ``counted``, and for each model by its id
        ``said``, 24 numbers each.
    """
    report(words.LOADING_COUNTS, 0.0)
    counts, holiday, first = _read(await desk.file("jobs/pedestrians.npz"))
    flat = counts.reshape(-1)
    X = _inputs(counts, holiday, first.weekday())
    hours = np.arange(len(flat))
    learn, judge = hours[_FIRST : -_DAYS_BACK * _HOURS], hours[-_DAYS_BACK * _HOURS :]
    scale, target = Scale(X[learn]), np.sqrt(flat)  # counts vary the more, the larger they are
    train, test = scale(X[learn]), scale(X[judge])
    report(words.TRAINING_ELM, 0.1)
    elm = ELMRegressor(_UNITS, random_state=0)
    elm, seconds = await desk.drive(iter_clocked(iter_fit(elm, train, target[learn])))
    report(words.TRAINING_LINEAR, 0.8)
    linear = Ridge()
    linear, brief = await desk.drive(iter_clocked(iter_at_once(lambda: linear.fit(train, target[learn]))))
    said = {
        "elm": (words.elm(_UNITS), seconds, np.square(elm.predict(test).clip(0))),
        "linear": (words.RIDGE_REGRESSION, brief, np.square(linear.predict(test).clip(0))),
        "week": (words.LAST_WEEK, 0.0, flat[judge - _WEEK]),
    }
    truth = flat[judge]
    return {
        "n_learn": len(learn), "n_judge": len(judge), "mean": float(truth.mean()),
        "models": [_judged(name, rest, truth) for name, rest in said.items()],
        "days": _days(first + timedelta(days=len(counts) - _DAYS_BACK), holiday, truth, said),
    }  # fmt: skip


def _read(path: Any) -> tuple[np.ndarray, np.ndarray, date]:
    """Return the counts (days, 24) with missing hours filled between their neighbours, the holidays, the first day."""
    with np.load(path) as file:
        day, hour, count = (file[name].astype(int) for name in ("day", "hour", "count"))
        holiday, first = file["holiday"].astype(float), date.fromordinal(int(file["first_day"]))
    counts = np.full((len(holiday), _HOURS), np.nan)
    counts[day, hour] = count
    flat = counts.reshape(-1)
    missing = np.isnan(flat)
    flat[missing] = np.interp(np.flatnonzero(missing), np.flatnonzero(~missing), flat[~missing])
    return counts, holiday, first


def _inputs(counts: np.ndarray, holiday: np.ndarray, first_weekday: int) -> np.ndarray:
    """Return what the models see of each hour, all of it known the midnight before; the first weeks see a wrong past.

    The hour as a point on a circle, and on one run twice a day; whether it is a weekend or public holiday, a Friday,
    Saturday, Sunday, public holiday, whether one was a week before, and whether the day before was off; the counts a
    day before and 1, 2 and 3 weeks before, the mean of 4 weeks, and the mean of the day before.
    """
    n_days = len(counts)
    root = np.sqrt(counts.reshape(-1))
    weekday = (np.arange(n_days) + first_weekday) % 7
    off = np.maximum(holiday, weekday >= 5)
    day = np.repeat(np.arange(n_days), _HOURS)
    angle = 2 * np.pi * np.tile(np.arange(_HOURS), n_days) / _HOURS

    def before(n_hours: int) -> np.ndarray:
        return np.roll(root, n_hours)

    weeks = [before(number * _WEEK) for number in (1, 2, 3, 4)]
    calendar = [off, weekday == 4, weekday == 5, weekday == 6, holiday, np.roll(holiday, 7), np.roll(off, 1)]
    return np.column_stack(
        [
            *(np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)),
            *(each[day] for each in calendar),
            *(before(_HOURS), *weeks[:3], sum(weeks) / 4),
            np.roll(root.reshape(n_days, _HOURS).mean(axis=1), 1)[day],
        ]
    ).astype(np.float64)


def _judged(name: str, model: tuple[str, float, np.ndarray], truth: np.ndarray) -> dict[str, Any]:
    """Return how far a forecast is off; the hours of a day go together, so whole days are drawn for the range."""
    title, seconds, predicted = model
    found = score("regression", np.abs(predicted - truth), np.repeat(np.arange(_DAYS_BACK), _HOURS))
    return {
        "id": name, "name": title, "seconds": seconds, "error": found.value, "low": found.low, "high": found.high,
    }  # fmt: skip


def _days(
    first: date, holiday: np.ndarray, truth: np.ndarray, said: dict[str, tuple[str, float, np.ndarray]]
) -> list[dict[str, Any]]:
    """Return each day kept back, with what was counted and what each model said."""
    days = []
    for number in range(_DAYS_BACK):
        hours = slice(number * _HOURS, (number + 1) * _HOURS)
        days.append(
            {
                "date": (first + timedelta(days=number)).isoformat(),
                "is_holiday": bool(holiday[number - _DAYS_BACK]),
                "counted": truth[hours].tolist(),
                "said": {name: rest[2][hours].round(1).tolist() for name, rest in said.items()},
            }
        )
    return days
