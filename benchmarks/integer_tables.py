"""Tables in integers and in floats: how much the score changes, for each seed on the same split.

Both are the same estimator with its defaults but for ``arithmetic``; inputs are standardised. Integers see each column
as 8 bits between its lowest and highest value, without the most extreme thousandth. So the tables ask what that costs:
columns that are small integers anyway (digits, shuttle), ordinary tables, a column with outliers, skewed columns, and
regressions with next to no noise, where 8 bits are coarser than the noise.
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
    """Measure every table, in a process of its own with the fastest BLAS.

    Parameters
    ----------
    runs : int
        Seeds.

    Returns
    -------
    dict
        ``tables``: as :func:`compared` says; ``worse`` and ``better``: where integers differ notably. There is no
        limit, so ``rows`` is empty.
    """
    tables = {}
    for table in CASES:
        scores = run_native("integer_tables", table.name, runs, threads=None)
        tables[table.name] = compared(scores["integer"], scores["float"], is_regression=table.is_regression)
        print(f"  {table.name}: {tables[table.name]}", flush=True)
    return {
        "rows": [],
        "tables": tables,
        "worse": [name for name, of in tables.items() if of["notable"] and of["gain"] < 0],
        "better": [name for name, of in tables.items() if of["notable"] and of["gain"] > 0],
        "n_seeds": runs,
    }


def _named(name: str) -> Table:
    return next(table for table in TABLES if table.name == name)


def _shuttle() -> tuple[np.ndarray, np.ndarray]:
    """Return rows of small integers and whether each is an anomaly: all anomalies, and others to make up 10,000."""
    X, y = river_table("Shuttle")
    y = y.astype(int)
    anomalies = np.flatnonzero(y)
    others = np.random.default_rng(0).permutation(np.flatnonzero(y == 0))[: _SHUTTLE_ROWS - len(anomalies)]
    kept = np.sort(np.concatenate([anomalies, others]))
    return X[kept], y[kept]


def _with_outliers(read: Callable[[], tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Return a table in whose first column 2 in 100 values are a thousand times as large."""
    X, y = read()
    draws = np.random.default_rng(0)
    wrong = draws.random(len(X)) < 0.02
    X = X.copy()
    X[wrong, 0] *= 1000
    return X, y


def _smooth(noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Return 3,000 rows of a smooth function of four numbers, with noise of a given share of its spread."""
    draws = np.random.default_rng(0)
    X = draws.uniform(-1, 1, (3000, 4))
    y = np.sin(2 * X[:, 0]) + X[:, 1] * X[:, 2] + 0.5 * X[:, 3] ** 2
    return X, y + noise * y.std() * draws.standard_normal(len(y))


def _skewed() -> tuple[np.ndarray, np.ndarray]:
    """Return 3,000 rows of log-normal columns, where most values lie in a small part of the range."""
    draws = np.random.default_rng(0)
    Z = draws.standard_normal((3000, 6))
    return np.exp(2 * Z), (Z[:, 0] + Z[:, 1] * Z[:, 2] + 0.3 * draws.standard_normal(3000) > 0).astype(int)


CASES = (
    Table("digits, integers 0 to 16", "scikit-learn", _named("digits").read),
    Table("shuttle, integers", "river", _shuttle),
    *(_named(name) for name in ("image segments", "breast cancer", "phishing", "pima", "diabetes", "boston")),
    Table("breast cancer, outliers", "scikit-learn", lambda: _with_outliers(_named("breast cancer").read)),
    Table("skewed columns", "made", _skewed),
    Table("smooth, noise 0.1", "made", lambda: _smooth(0.1), is_regression=True),
    Table("smooth, noise 0.001", "made", lambda: _smooth(0.001), is_regression=True),
)
"""The tables, two of them regressions whose noise is a tenth and a thousandth of the spread of the answers."""


def main(name: str, n_seeds: int) -> None:
    """Print the scores of one table, for each arithmetic, as JSON."""
    table = next(table for table in CASES if table.name == name)
    X, y = table.read()
    make = ELMRegressor if table.is_regression else ELMClassifier
    scores: dict[str, list[float]] = {"integer": [], "float": []}
    for seed in range(n_seeds):
        stratify = None if table.is_regression else y
        X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=seed, stratify=stratify)
        scaler = StandardScaler().fit(X_train)
        for arithmetic, of in scores.items():
            model = make(arithmetic=arithmetic, random_state=seed).fit(scaler.transform(X_train), y_train)
            of.append(float(model.score(scaler.transform(X_test), y_test)))
    print(json.dumps(scores))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
