"""Do the estimators keep their promises? Left-out scores and "9 of 10", beside fresh rows of the same kind.

Each draw makes rows from a known rule with noise, fits an estimator with its defaults, and asks 1,000 fresh rows. The
coverage of what should hold 90 % is that of all draws together. A left-out score keeps its promise where it lies
within two standard errors of the score on the fresh rows, both counted, in about 95 of 100 draws, and is not
on one side on average. Two standard errors of one draw are large; ``bias`` is the mean difference in such errors.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from inspect import signature
from typing import Any

import numpy as np

from elmweb import estimators
from elmweb.estimators.series import BaseSeriesRegressor

__all__ = ["draw", "measure", "promise_of", "tested"]

N_DRAWS, N_TRAIN, N_FRESH, N_INPUTS = 200, 150, 1_000, 5
NOMINAL = 0.9
SETTINGS: dict[str, Any] = {"n_hidden": 40, "image_shape": (5, 1), "patch_size": 2}


def tested() -> dict[str, type[Any]]:
    """Return the estimators whose rows stand for themselves, by name."""
    found = (getattr(estimators, name) for name in estimators.__all__)
    kinds = [kind for kind in found if isinstance(kind, type) and kind.__name__.endswith(("Classifier", "Regressor"))]
    return {kind.__name__: kind for kind in kinds if not issubclass(kind, BaseSeriesRegressor)}


def draw(seed: int, n: int, *, numbers: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return rows of a curved rule with noise, and their answers.

    Parameters
    ----------
    seed : int
        Of the rows and the noise.
    n : int
        Number of rows.
    numbers : bool
        Whether answers are numbers, else one of three classes.

    Returns
    -------
    X : ndarray (n, 5)
        Standard normal inputs.
    y : ndarray (n,)
        Their answers.
    """
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, N_INPUTS))
    wave = np.sin(2 * X[:, 0]) + X[:, 1] * X[:, 2] + 0.5 * rng.normal(size=n)
    return X, wave if numbers else np.array(["a", "b", "c"])[np.digitize(wave, [-0.6, 0.6])]


def _one(kind: type[Any], seed: int) -> tuple[float | None, float, float, float]:
    """Return of a draw: coverage, left-out error, error on fresh rows, and the standard error of their difference."""
    numbers = kind.__name__.endswith("Regressor")
    X, y = draw(seed, N_TRAIN, numbers=numbers)
    fresh, truth = draw(1_000_000 + seed, N_FRESH, numbers=numbers)
    known = signature(kind).parameters
    settings = {name: value for name, value in {**SETTINGS, "random_state": seed}.items() if name in known}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = kind(**settings).fit(X, y)
        if hasattr(model, "calibrate"):  # it keeps sums, no rows, and leaves them out when they are given again
            model.calibrate(X, y)
    try:
        if numbers:
            low, high = model.predict_interval(fresh, NOMINAL)
            held = (np.ravel(low) <= truth) & (truth <= np.ravel(high))
        else:
            held = model.predict_set(fresh, NOMINAL)[np.arange(N_FRESH), np.searchsorted(model.classes_, truth)]
        coverage = float(np.mean(held))
    except ValueError:  # it says that it does not know
        coverage = None
    loo = np.asarray(getattr(model, "cross_fitted_decision_", model.loo_decision_))
    rows = getattr(model, "loo_rows_", np.arange(len(y)))
    if numbers:
        left, off = np.square(np.ravel(loo) - y[rows]), np.square(np.ravel(model.predict(fresh)) - truth)
    else:
        left = (model.classes_[loo.argmax(axis=1)] != y[rows]).astype(float)
        off = (model.predict(fresh) != truth).astype(float)
    error = float(np.sqrt(left.var() / len(left) + off.var() / len(off)))
    return coverage, float(left.mean()), float(off.mean()), error


def promise_of(kind: type[Any], n_draws: int = N_DRAWS) -> dict[str, Any]:
    """Measure both promises of an estimator.

    Parameters
    ----------
    kind : type
        One of :func:`tested`.
    n_draws : int, default=200
        How many tables are drawn.

    Returns
    -------
    dict
        ``coverage`` (in 100; None where it does not know), ``left_out``, ``fresh`` (mean errors), ``bias`` (mean
        difference in standard errors; below 0 the left-out score is too good), ``within`` (of 100 draws).
    """
    found = [_one(kind, seed) for seed in range(n_draws)]
    held = [each[0] for each in found if each[0] is not None]
    z = np.array([(left - off) / error for _, left, off, error in found])
    return {
        "coverage": 100 * float(np.mean(held)) if held else None,
        "left_out": float(np.mean([each[1] for each in found])),
        "fresh": float(np.mean([each[2] for each in found])),
        "bias": float(z.mean()),
        "within": 100 * float((np.abs(z) <= 2).mean()),
    }


def iter_promises(n_draws: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Measure every estimator, one after the other."""
    for name, kind in tested().items():
        yield name, promise_of(kind, n_draws)


def measure(runs: int) -> dict[str, Any]:
    """Measure both promises of every estimator.

    Parameters
    ----------
    runs : int
        One run is 40 draws; five are the 200 of ``docs/benchmarks.md``.

    Returns
    -------
    dict
        By estimator, as :func:`promise_of`.
    """
    return dict(iter_promises(40 * runs))
