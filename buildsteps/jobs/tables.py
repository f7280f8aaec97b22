"""Tables of packages as small arrays: readings of a space shuttle, and pedestrians by the hour."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from buildsteps.deep.sources import open_archive
from buildsteps.jobs.fetch import RIVER, TSDATA

__all__ = ["pedestrians", "shuttle", "unpacked"]

SENSOR = "Southern Cross Station"
HOLIDAYS = (
    *("2015-01-01", "2015-01-26", "2015-03-09", "2015-04-03", "2015-04-04", "2015-04-05", "2015-04-06", "2015-04-25"),
    *("2015-06-08", "2015-10-02", "2015-11-03", "2015-12-25", "2015-12-26", "2015-12-28"),
    *("2016-01-01", "2016-01-26", "2016-03-14", "2016-03-25", "2016-03-26", "2016-03-27", "2016-03-28", "2016-04-25"),
    *("2016-06-13", "2016-09-30", "2016-11-01", "2016-12-25", "2016-12-26", "2016-12-27"),
)
"""The public holidays of Melbourne in those two years, by the Government of Victoria."""


def unpacked(file: str, data: bytes, member: str) -> bytes:
    """Return a member of a package."""
    return open_archive(file, data)(member)


def shuttle(wheel: bytes) -> dict[str, np.ndarray]:
    """Return the readings ``X`` (n, 9) and ``anomaly`` (n,), in the order of the file."""
    table = pd.read_csv(io.BytesIO(gzip.decompress(unpacked(RIVER.file, wheel, "river/datasets/shuttle.csv.gz"))))
    X = table.drop(columns="anomaly").to_numpy()
    return {"X": X.astype(np.int16), "anomaly": table["anomaly"].to_numpy().astype(np.uint8)}


def pedestrians(wheel: bytes) -> dict[str, np.ndarray]:
    """Return the hourly counts at one place: ``day`` after the first one, ``hour`` of the clock, and ``count``.

    ``holiday`` says of each day whether it was a public one, and ``first_day`` is the number of the first.

    The hour that is twice there when clocks are turned back keeps its first count; hours without one are left out.
    """
    table = pd.read_csv(io.BytesIO(unpacked(TSDATA.file, wheel, "tsdata/fpp3/pedestrian.csv")))
    table = table[table["Sensor"] == SENSOR].drop_duplicates(["Date", "Time"])
    days = _ordinals(table["Date"])
    return {
        "day": (days - days[0]).astype(np.int16),
        "hour": table["Time"].to_numpy().astype(np.uint8),
        "count": table["Count"].to_numpy().astype(np.int16),
        "holiday": np.isin(np.arange(days[0], days[-1] + 1), _ordinals(HOLIDAYS)),
        "first_day": np.array(days[0], dtype=np.int32),
    }


def _ordinals(dates: Iterable[str]) -> np.ndarray:
    """Return the numbers of days."""
    return np.array([date.fromisoformat(day).toordinal() for day in dates])
