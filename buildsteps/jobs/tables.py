"""Tables of packages as small arrays: readings of a space shuttle, and pedestrians by the hour."""

from __future__ import annotations

import gzip
import io
from datetime import date

import numpy as np
import pandas as pd

from buildsteps.deep.sources import open_archive
from buildsteps.jobs.fetch import RIVER, TSDATA

__all__ = ["pedestrians", "shuttle", "unpacked"]

SENSOR = "Southern Cross Station"


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

    The hour that is twice there when clocks are turned back keeps its first count; hours without one are left out.
    """
    table = pd.read_csv(io.BytesIO(unpacked(TSDATA.file, wheel, "tsdata/fpp3/pedestrian.csv")))
    table = table[table["Sensor"] == SENSOR].drop_duplicates(["Date", "Time"])
    days = np.array([date.fromisoformat(day).toordinal() for day in table["Date"]])
    return {
        "day": (days - days[0]).astype(np.int16),
        "hour": table["Time"].to_numpy().astype(np.uint8),
        "count": table["Count"].to_numpy().astype(np.int16),
        "first_day": np.array(days[0], dtype=np.int32),
    }
