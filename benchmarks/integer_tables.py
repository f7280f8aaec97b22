"""Tables in integer and in float arithmetic: the change of the score, for each seed on the same split.

Both sides are the same estimator with its defaults except ``arithmetic``, on standardised inputs. Integer arithmetic
represents each column by 8 bits between its lowest and highest value, without the most extreme thousandth. The tables
probe the cost of this: columns of small integers (digits, shuttle), ordinary tables, a column with outliers, skewed
columns, and regressions with almost no noise, where 8 bits are coarser than the noise.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from benchmarks.comparing import compared
from benchmarks.machine import run_native
from benchmarks.tables import TABLES, Table, river_table
from elmweb import ELMClassifier, ELMRegressor

_SHUTTLE_ROWS = 10_000


def measure(runs: int) -> dict[str, Any]:
    """Measure every table, each in a separate process with the fastest BLAS.

    Parameters
    ----------
    runs : int
        Number of seeds.

    Returns
    -------
    dict
        ``tables``: results of :func:`compared`; ``worse`` and ``better``: the tables where integers differ notably.
        There is no threshold, so ``rows`` is empty.
    """
    tables = {}
    for table in VARIANTS:
        scores = run_native("integer_tables", table.name, runs, threads=None)
        tables[table.name] = compared(scores["integer"], scores["float"], is_regression=table.is_regression)
        print(f"  {table.name}: {tables[table.name]}", flush=True)
    return {
        "rows": [],
        "tables": tables,
        "worse": [name for name, each in tables.items() if each["notable"] and each["gain"] < 0],
        "better": [name for name, each in tables.items() if each["notable"] and each["gain"] > 0],
        "n_seeds": runs,
    }


def _named(name: str) -> Table:
    return next(table for table in TABLES if table.name == name)


def _shuttle() -> tuple[np.ndarray, np.ndarray]:
    """Return rows of small integers and whether each is an anomaly: all anomalies, filled up to 10,000 rows."""
    X, y = river_table("Shuttle")
    y = y.astype(int)
    anomalies = np.flatnonzero(y)
    others = np.random.default_rng(0).permutation(np.flatnonzero(y == 0))[: _SHUTTLE_ROWS - len(anomalies)]
    kept = np.sort(np.concatenate([anomalies, others]))
    return X[kept], y[kept]


def _with_outliers(read: Callable[[], tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Return a table in which 2 % of the values in the first column are multiplied by 1,000."""
    X, y = read()
    rng = np.random.default_rng(0)
    is_outlier = rng.random(len(X)) < 0.02
    X = X.copy()
    X[is_outlier, 0] *= 1000
    return X, y


def _smooth(noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Return 3,000 rows of a smooth function of four inputs, with noise as a fraction of its standard deviation."""
    rng = np.random.default_rng(0)
    X = rng.uniform(-1, 1, (3000, 4))
    y = np.sin(2 * X[:, 0]) + X[:, 1] * X[:, 2] + 0.5 * X[:, 3] ** 2
    return X, y + noise * y.std() * rng.standard_normal(len(y))


def _skewed() -> tuple[np.ndarray, np.ndarray]:
    """Return 3,000 rows of log-normal columns, in which most values lie in a small part of the range."""
    rng = np.random.default_rng(0)
    Z = rng.standard_normal((3000, 6))
    return np.exp(2 * Z), (Z[:, 0] + Z[:, 1] * Z[:, 2] + 0.3 * rng.standard_normal(3000) > 0).astype(int)


VARIANTS = (
    Table("digits, integers 0 to 16", "scikit-learn", _named("digits").read),
    Table("shuttle, integers", "river", _shuttle),
    *(_named(name) for name in ("image segments", "breast cancer", "phishing", "pima", "diabetes", "boston")),
    Table("breast cancer, outliers", "scikit-learn", lambda: _with_outliers(_named("breast cancer").read)),
    Table("skewed columns", "made", _skewed),
    Table("smooth, noise 0.1", "made", lambda: _smooth(0.1), is_regression=True),
    Table("smooth, noise 0.001", "made", lambda: _smooth(0.001), is_regression=True),
)
"""The tables; the last two are regressions whose noise is 0.1 and 0.001 of the standard deviation of the target."""


def main(name: str, n_seeds: int) -> None:
    """Print the scores on one table, for each arithmetic, as JSON."""
    table = next(table for table in VARIANTS if table.name == name)
    X, y = table.read()
    make = ELMRegressor if table.is_regression else ELMClassifier
    scores: dict[str, list[float]] = {"integer": [], "float": []}
    for seed in range(n_seeds):
        stratify = None if table.is_regression else y
        X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=seed, stratify=stratify)
        scaler = StandardScaler().fit(X_train)
        for arithmetic, values in scores.items():
            model = make(arithmetic=arithmetic, random_state=seed).fit(scaler.transform(X_train), y_train)
            values.append(float(model.score(scaler.transform(X_test), y_test)))
    print(json.dumps(scores))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
