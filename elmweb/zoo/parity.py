"""The parity check: how far each provider's outputs are from the reference outputs, and how long it takes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

import numpy as np

from elmweb.exceptions import ModelFileError
from elmweb.words.engine import zoo_models as words
from elmweb.zoo.session import Session

__all__ = ["TOLERANCE", "Row", "differences", "fastest", "measure", "read_reference"]

TOLERANCE = 1e-3
"""The largest difference allowed, relative to the largest number of the reference output."""

_STEADY_RUNS = 10
_STEADY_SECONDS = 2.0  # no more runs after this time; at least one follows the first


@dataclass(frozen=True)
class Row:
    """The result of one provider.

    Parameters
    ----------
    provider : str
        Its name.
    max_difference : float
        Largest difference from the reference outputs.
    relative : float
        The same, divided by the largest number of that reference output; the worst over all outputs and graphs.
    first_ms, steady_ms : float
        Times of the first run and the median of the later ones, summed over the graphs.
    correct : bool
        Whether ``relative`` is within :data:`TOLERANCE`.
    """

    provider: str
    max_difference: float
    relative: float
    first_ms: float
    steady_ms: float
    correct: bool

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def read_reference(data: bytes) -> dict[str, tuple[dict[str, np.ndarray], dict[str, np.ndarray]]]:
    """Read ``<id>.reference.npz``.

    Parameters
    ----------
    data : bytes
        The file, in the format described in :mod:`elmweb.zoo.manifest`.

    Returns
    -------
    dict of str to (dict, dict)
        For each graph its inputs and the expected outputs.

    Raises
    ------
    ModelFileError
        It is no such file.
    """
    reference: dict[str, tuple[dict[str, np.ndarray], dict[str, np.ndarray]]] = {}
    try:
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            for key in arrays.files:
                graph, side, name = key.split("/", 2)
                reference.setdefault(graph, ({}, {}))[("in", "out").index(side)][name] = arrays[key]
    except (ValueError, OSError, KeyError) as error:
        raise ModelFileError(words.NO_REFERENCE, rule="<graph>/in/<name>", value=str(error)) from error
    if not reference or not all(outputs for _, outputs in reference.values()):
        raise ModelFileError(words.NO_REFERENCE, rule=words.OUTPUTS_FOR_EACH, value=words.NONE)
    return reference


def differences(found: Mapping[str, np.ndarray], expected: Mapping[str, np.ndarray]) -> tuple[float, float]:
    """Return the largest absolute and the largest relative difference of two sets of arrays.

    Parameters
    ----------
    found, expected : mapping of str to ndarray
        Every array of ``expected`` must be in ``found``.

    Returns
    -------
    absolute : float
        The largest difference.
    relative : float
        Relative to the largest number of each expected array; infinite when shapes differ, or one is not finite where
        the other is.

    Examples
    --------
    >>> differences({"y": np.array([1.0, 4.5])}, {"y": np.array([1.0, 5.0])})
    (0.5, 0.1)
    """
    absolute = relative = 0.0
    for name, right in expected.items():
        ours = found[name]
        if ours.shape != right.shape:
            return np.inf, np.inf
        a, b = ours.astype(np.float64), right.astype(np.float64)
        same = (a == b) | (np.isnan(a) & np.isnan(b))
        if same.all():
            continue
        gap = np.abs(a - b)[~same]
        largest = float(gap.max()) if np.isfinite(gap).all() else np.inf
        scale = float(np.abs(b[np.isfinite(b)]).max(initial=0.0))
        absolute = max(absolute, largest)
        relative = max(relative, largest / scale if scale else np.inf)
    return absolute, relative


async def measure(provider: str, sessions: Mapping[str, Session], reference: Mapping[str, Any]) -> Row:
    """Run reference inputs on loaded graphs.

    Parameters
    ----------
    provider : str
        Name of the row.
    sessions : mapping of str to Session
        The graphs by name, freshly loaded, so that the first run is measured as such.
    reference : mapping
        From :func:`read_reference`.

    Returns
    -------
    Row
        Differences and times.
    """
    absolute = relative = first = steady = 0.0
    for name, (feeds, expected) in reference.items():
        session = sessions[name]
        found = await session.run(feeds, tuple(expected))
        first += session.milliseconds
        gaps = differences(found, expected)
        absolute, relative = max(absolute, gaps[0]), max(relative, gaps[1])
        times: list[float] = []
        end = time.perf_counter() + _STEADY_SECONDS
        while not times or (len(times) < _STEADY_RUNS and time.perf_counter() < end):
            await session.run(feeds, tuple(expected))
            times.append(session.milliseconds)
        steady += statistics.median(times)
    return Row(provider, absolute, relative, first, steady, relative <= TOLERANCE)


def fastest(rows: list[Row]) -> str | None:
    """Return the provider that is correct and fastest; None when none is correct."""
    correct = [row for row in rows if row.correct]
    return min(correct, key=lambda row: row.steady_ms).provider if correct else None
