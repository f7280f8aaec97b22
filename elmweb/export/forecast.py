"""What a forecast leaves to take home: the next steps as CSV, and a script that gives the same numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from elmweb.data._frames import frame_of
from elmweb.export.script import READING_CODE, arguments, formatted, literal
from elmweb.export.table import CsvFormat, predictions_csv
from elmweb.forecasting import Forecast
from elmweb.words.engine import export_script as words

__all__ = ["forecast_csv", "forecast_script"]


def forecast_csv(found: Forecast, written: CsvFormat) -> bytes:
    """Write what is to come as CSV.

    Parameters
    ----------
    found : Forecast
        The forecast.
    written : CsvFormat
        How the file is written.

    Returns
    -------
    bytes
        A row for each series and step: the key, the time, the forecast and both ends of its interval.
    """
    data, n = found.data, found.n_steps
    times = [data.step.label(one.first_ahead + ahead) for one in found.series for ahead in range(n)]
    first = {data.time: np.array(times, dtype=object)}
    if data.key:
        keys = [one.series.key for one in found.series for _ in range(n)]
        first = {data.key: np.array(keys, dtype=object), **first}
    numbers = {
        f"forecast of {data.value}": np.concatenate([one.ahead for one in found.series]),
        "low": np.concatenate([one.low for one in found.series]),
        "high": np.concatenate([one.high for one in found.series]),
    }
    return predictions_csv(frame_of(first), numbers, written)


def forecast_script(
    file: str, asked: Mapping[str, object], n_steps: int, level: float, options: Mapping[str, object]
) -> str:
    """Write the forecast as a Python script.

    Parameters
    ----------
    file : str
        Name of the table's file.
    asked : mapping of str to object
        Arguments of :func:`elmweb.forecasting.make_series`.
    n_steps : int
        How many steps are forecast.
    level : float
        Fraction of values that the intervals should hold.
    options : mapping of str to object
        How the file is read, as in :class:`elmweb.data.ReadOptions`.

    Returns
    -------
    str
        A script that prints the methods with their errors, and what is to come. Names are in it as literals only.
    """
    errors = ("{method.name:32}", "{method.mae:<12.6g}", "{method.mase:.3f}")
    return _SCRIPT_CODE.format(
        what=words.FORECASTS,
        errors=formatted(words.method_and_errors(*errors)),
        ahead=formatted(words.with_interval("{middle:.6g}", "{low:.6g}", "{high:.6g}")),
        file=literal(file),
        options=arguments(dict(options)),
        reading_import=READING_CODE if "columns" in options else "",
        asked=arguments(dict(asked)),
        n_steps=literal(n_steps),
        level=literal(level),
    )


# The first line fixes the encoding: without it, a comment there or in the second line could change it (PEP 263).
_SCRIPT_CODE = """# coding: utf-8
# {what}

from elmweb.data import ReadOptions, read_table
from elmweb.forecasting import forecast, make_series{reading_import}

FILE = {file}
table = read_table(FILE, options=ReadOptions({options}))
data = make_series(table.frame, {asked})
found = forecast(data, {n_steps}, level={level})

print(*data.notes, found.sentence(), found.interval_sentence(), sep="\\n")
for method in found.methods:
    print({errors})

for one in found.series:
    for ahead, (middle, low, high) in enumerate(zip(one.ahead, one.low, one.high)):
        print(one.series.key, data.step.label(one.first_ahead + ahead), {ahead})
"""
