"""Forecasts of the open table: which columns it can be about, what was found, and the files to take home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.data._options import read_options
from elmweb.exceptions import DataError, ElmwebError, WorkbenchError
from elmweb.export.forecast import forecast_csv, forecast_script
from elmweb.export.table import CsvFormat
from elmweb.forecasting import (
    MOST_SERIES,
    Forecast,
    SeriesForecast,
    SeriesSet,
    check_n_steps,
    could_be_times,
    make_series,
    most_steps,
)
from elmweb.formatting import file_stem, in_100, quantity, quoted, score
from elmweb.words.engine import workbench_forecasts as words
from elmweb.workbench.open_table import OpenTable
from elmweb.workbench.protocol import ExportFile, ForecastPlan, ForecastResult

__all__ = ["forecast_file", "forecast_plan", "forecast_result"]

_MOST_DRAWN = 400  # past values of a series; twelve times what is forecast, where that is less
_TIMES_AHEAD = 12
_LEVEL = 0.8


def forecast_plan(opened: OpenTable, asked: Mapping[str, Any]) -> tuple[ForecastPlan, SeriesSet | None]:
    """Say what of a table can be forecast, and make the series of what was asked.

    Parameters
    ----------
    opened : OpenTable
        The table.
    asked : mapping
        As in :class:`elmweb.workbench.protocol.ForecastVerbs`; what is left out is guessed.

    Returns
    -------
    plan : ForecastPlan
        What the page offers.
    data : SeriesSet or None
        The series; None where the plan says why there are none.
    """
    times, values, keys = _columns(opened)
    plan: ForecastPlan = {
        "name": opened.table.name, "times": times, "values": values, "keys": keys, "asked": {}, "step": "",
        "n_series": 0, "n_values": 0, "most_steps": 0, "sentence": "", "notes": [], "problem": None,
    }  # fmt: skip
    try:
        plan["asked"] = chosen = _completed(opened, plan, asked)
        data = _series_of(opened, chosen)
    except ElmwebError as error:
        plan["problem"] = error.to_dict()
        return plan, None
    plan.update(
        step=data.step.words, n_series=len(data.series), n_values=max(map(len, data.series)),
        most_steps=most_steps(data), sentence=_sentence(data), notes=list(data.notes),
    )  # fmt: skip
    try:
        chosen["n_steps"] = check_n_steps(data, chosen["n_steps"])
    except ElmwebError as error:
        plan["problem"] = error.to_dict()
        return plan, None
    return plan, data


def _columns(opened: OpenTable) -> tuple[list[str], list[str], list[str]]:
    """Return the columns that can be the time, the value and the key."""
    table, roles = opened.table, opened.roles
    numbers = [name for name in table.columns if table.frame[name].dtype != object and roles[name] != "ignore"]
    times = [name for name in table.columns if roles[name] == "date"]
    times += [name for name in numbers if could_be_times(str(name), table.frame[name])]
    keys = [name for name in table.columns if name not in times and 2 <= table.facts(name).n_kinds <= MOST_SERIES]
    return times, [name for name in numbers if name not in times], keys


def _completed(opened: OpenTable, plan: ForecastPlan, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was asked, with a guess for what was not."""
    if not plan["times"]:
        raise DataError(
            words.NO_TIME,
            rule=words.A_TIME,
            value=words.columns([quoted(str(name)) for name in opened.table.columns]),
            hints=(words.SAY_SO,),
        )
    if not plan["values"]:
        raise DataError(words.NO_NUMBERS, rule=words.A_NUMBER)
    if opened.table.file is not None:
        raise DataError(
            words.TOO_LARGE,
            rule=words.WHOLE_TABLE,
            hints=(words.KEEP_THE_NEWEST,),
        )
    time = asked.get("time") or plan["times"][0]
    wished = (asked.get("wanted"), opened.target)
    value = asked.get("value") or next((name for name in wished if name in plan["values"]), plan["values"][0])
    key = asked["key"] if asked.get("key") is not None else _key(opened, plan, time, value)
    given = {name: asked.get(name) or usual for name, usual in (("step", ""), ("combine", "mean"), ("level", _LEVEL))}
    return {"time": time, "value": value, "key": key, "n_steps": asked.get("n_steps"), **given}


def _key(opened: OpenTable, plan: ForecastPlan, time: str, value: str) -> str:
    """Return the column by which every time is there once in each series; empty where none is needed."""
    frame = opened.table.frame
    if time not in frame.columns or not frame[time].duplicated().any():
        return ""
    n_double = {"": int(frame[time].duplicated().sum())}
    for name in plan["keys"]:
        if name not in (time, value):
            n_double[name] = int(frame.duplicated([time, name]).sum())
    best = min(n_double, key=n_double.__getitem__)
    return best if n_double[best] <= 0.02 * len(frame) else ""


def _series_of(opened: OpenTable, chosen: Mapping[str, Any]) -> SeriesSet:
    """Return the series of the open table."""
    return make_series(opened.table.frame, **_arguments(opened, chosen))


def _arguments(opened: OpenTable, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of make_series."""
    time = chosen["time"]
    known = time in opened.table.columns and opened.table.frame[time].dtype == object
    return {
        **{name: chosen[name] for name in ("time", "value", "key", "step", "combine")},
        "format": opened.table.reading(time, "date").format if known else None,
    }


def _sentence(data: SeriesSet) -> str:
    """Return what there is to forecast, the number first."""
    first = min(one.first for one in data.series)
    last = max(one.first + len(one) for one in data.series) - 1
    each_step, start, end = data.step.a, data.step.label(first), data.step.label(last)
    if len(data.series) == 1:
        return words.one_series(len(data.series[0]), each_step, start, end)
    return words.several_series(len(data.series), each_step, start, end)


def forecast_result(found: Forecast) -> ForecastResult:
    """Return what the page shows of a forecast."""
    n_judged = sum(one.n_judged for one in found.series)
    return {
        "value": found.data.value,
        "step": found.data.step.words,
        "n_steps": found.n_steps,
        "n_origins": found.n_origins,
        "headline": {"number": quantity(found.mae), "unit": words.off(found.data.step.a)},
        "sentence": found.sentence(),
        "interval": found.interval_sentence(),
        "asked_text": in_100(found.level),
        "covered_text": in_100(found.coverage) if n_judged else "",
        "notes": found.notes(),
        "methods": [
            {
                "id": one.id, "name": one.name, "about": one.about, "is_model": one.is_model, "n_chosen": one.n_chosen,
                "mae": one.mae, "mae_text": quantity(one.mae), "mase": _plain(one.mase),
                "mase_text": score(one.mase) if np.isfinite(one.mase) else "", "seconds": one.seconds,
            }
            for one in found.methods
        ],
        "series": [_series(found, one) for one in found.series],
        "seconds": found.seconds,
    }  # fmt: skip


def _series(found: Forecast, one: SeriesForecast) -> dict[str, Any]:
    """Return one series as the page draws it."""
    step, whole = found.data.step, one.series
    n = len(whole)
    n_drawn = min(n, max(_MOST_DRAWN, _TIMES_AHEAD * found.n_steps), n - int(one.trials.origins[0]) + 3 * found.n_steps)
    n_drawn = max(n_drawn, min(n, 60))
    name = next(method.name for method in found.methods if method.id == one.chosen)

    def when(first: int, length: int) -> list[float]:
        return [1000.0 * step.time_of(whole.first + first + at) for at in range(length)]

    return {
        "key": whole.key,
        "method": name,
        "mae_text": quantity(one.trials.mae(one.chosen)),
        "mase_text": score(mase) if np.isfinite(mase := one.trials.mase(one.chosen)) else "",
        "past": {
            "times": when(n - n_drawn, n_drawn),
            "values": [
                float(value) if seen else None
                for value, seen in zip(whole.y[-n_drawn:], whole.observed[-n_drawn:], strict=True)
            ],
        },
        "origins": [
            {"times": when(int(at), found.n_steps), "values": said.tolist()}
            for at, said in zip(one.trials.origins, one.trials.forecasts[one.chosen], strict=True)
        ],
        "ahead": {
            "times": when(n, found.n_steps),
            "labels": [step.label(one.first_ahead + at) for at in range(found.n_steps)],
            "middle": one.ahead.tolist(),
            "low": [_plain(value) for value in one.low],
            "high": [_plain(value) for value in one.high],
            "texts": [
                [quantity(value, 4) if np.isfinite(value) else "" for value in row]
                for row in zip(one.ahead, one.low, one.high, strict=True)
            ],
        },
    }


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def forecast_file(opened: OpenTable, found: Forecast | None, chosen: Mapping[str, Any], kind: str) -> ExportFile:
    """Return the next steps as CSV, or the script that gives them.

    Raises
    ------
    WorkbenchError
        Nothing has been forecast yet.
    """
    if found is None:
        raise WorkbenchError(words.NOTHING_YET, hints=(words.PRESS_FORECAST,))
    stem = file_stem(opened.table.name)
    if kind == "csv":
        data = forecast_csv(found, CsvFormat.of(opened.table))
        return {"filename": f"{words.csv_name(stem)}.csv", "mime": "text/csv", "data": data, "note": ""}
    options = dict(opened.options)
    if columns := read_options(options).columns:
        options = {**options, "columns": dict(columns)}
    arguments = {name: value for name, value in _arguments(opened, chosen).items() if value}
    text = forecast_script(opened.table.name, arguments, found.n_steps, found.level, options)
    return {"filename": f"{words.script_name(stem)}.py", "mime": "text/x-python", "data": text.encode(), "note": ""}
