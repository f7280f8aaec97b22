"""What the jobs share: trainings against a clock that stands still while the page has its turn, scales, ranges."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from typing import Any, TypeVar

import numpy as np
from sklearn.metrics import precision_recall_curve

from elmweb.exceptions import SettingsError
from elmweb.studies.desk import Report
from elmweb.studies.pace import paced
from elmweb.words.engine import common as words

__all__ = [
    "Scale",
    "bootstrap_range",
    "chosen",
    "iter_at_once",
    "iter_clocked",
    "iter_epochs",
    "precision_recall",
    "telling",
]

S = TypeVar("S")
T = TypeVar("T")

_RESAMPLES = 200
_RESAMPLES_A_STEP = 10
_MOST_POINTS = 200


def iter_clocked(steps: Generator[S, None, T]) -> Generator[S, None, tuple[T, float]]:
    """Run steps, and return their result and the seconds that they took; what happens between them does not count.

    Parameters
    ----------
    steps : generator
        The steps.

    Yields
    ------
    object
        What each step yields.

    Returns
    -------
    tuple of object and float
        The result, and seconds.
    """
    seconds = 0.0
    while True:
        started = time.perf_counter()
        try:
            step = next(steps)
        except StopIteration as end:
            return end.value, seconds + time.perf_counter() - started
        seconds += time.perf_counter() - started
        yield step


def iter_at_once(work: Callable[[], T]) -> Generator[None, None, T]:
    """Do something that has no steps, after the page has had its turn."""
    yield
    return work()


def iter_epochs(network: T, X: np.ndarray, y: np.ndarray) -> Generator[float, None, T]:
    """Train a network of :mod:`elmweb.backprop`, and yield after each batch how far it is at most, 0 to 1."""
    model: Any = network
    n_done = 0
    for loss in model.iter_steps(X, y):
        n_done += loss is not None
        yield n_done / model.max_iter
    return network


def telling(report: Report, text: str, start: float, end: float) -> Callable[[float], None]:
    """Return a function that takes how far a part of the work is, 0 to 1, and reports it now and then.

    Parameters
    ----------
    report : callable
        The study's.
    text : str
        What is being done.
    start, end : float
        Of the whole work, where this part begins and ends.
    """
    done = 0.0
    tell = paced(lambda: report(text, start + (end - start) * done))

    def step(fraction: float) -> None:
        nonlocal done
        done = fraction
        tell(None)

    return step


class Scale:
    """Inputs to mean 0 and variance 1, as they are in the rows to learn from.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Rows to learn from.
    """

    def __init__(self, X: np.ndarray) -> None:
        self._mean, self._spread = X.mean(axis=0), X.std(axis=0)
        self._spread[self._spread == 0] = 1.0

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return rows on that scale, float64."""
        return (X - self._mean) / self._spread


def bootstrap_range(
    score: Callable[[np.ndarray], float], n: int, *, resamples: int = _RESAMPLES
) -> Generator[None, None, tuple[float, float]]:
    """Return the 95 % range of a score when other rows might have been kept back, in steps.

    Parameters
    ----------
    score : callable
        Takes positions of rows, with repetitions, and returns the score on them.
    n : int
        Number of rows.
    resamples : int, optional
        How often rows are drawn.

    Yields
    ------
    None
        After every few draws.

    Returns
    -------
    tuple of float
        The quantiles 0.025 and 0.975.
    """
    draws, found = np.random.default_rng(0), []
    for number in range(resamples):
        found.append(score(draws.integers(n, size=n)))
        if number % _RESAMPLES_A_STEP == 0:
            yield
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)


def precision_recall(y: np.ndarray, scores: np.ndarray) -> dict[str, list[float]]:
    """Return the best precision at each of so many recalls as can be drawn quickly, both ends among them.

    Parameters
    ----------
    y : ndarray of int (n,)
        1 for the rows that are to be found.
    scores : ndarray of float (n,)
        The higher, the sooner a row is named.

    Returns
    -------
    dict
        ``recall``, rising, and ``precision``.
    """
    precision, recall, _ = precision_recall_curve(y, scores)
    recall, places = np.unique(recall[::-1], return_index=True)  # of equal recalls, the one with the fewest alarms
    kept = np.linspace(0, len(recall) - 1, min(len(recall), _MOST_POINTS)).round().astype(int)
    return {"recall": recall[kept].tolist(), "precision": precision[::-1][places[kept]].tolist()}


def chosen(asked: Mapping[str, Any], name: str, values: tuple[T, ...]) -> T:
    """Return a setting that is one of a few values, the first of them if it was not asked for.

    Parameters
    ----------
    asked : mapping
        What was asked.
    name : str
        The setting.
    values : tuple
        What it may be.

    Returns
    -------
    object
        The value.

    Raises
    ------
    SettingsError
        It is another one.
    """
    value = asked.get(name, values[0])
    if value not in values:
        rule = words.one_of([str(one) for one in values])
        raise SettingsError(words.setting_cannot_be(name, repr(value)), rule=rule, value=repr(value))
    return value
