"""Ten tables, compared with other methods, all with their defaults.

Inputs are standardised, and for each seed all methods are trained on the same random 70 % and tested on the remaining
30 %. Reported are scores (accuracy or R2) and the mean rank over tables and seeds, where 1 is best. hpelm has no
default number of hidden units: it gets at most 512 and selects the best number by its own leave-one-out validation.
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any

import numpy as np
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR

from benchmarks.comparing import ranking
from benchmarks.machine import run_native
from benchmarks.tables import TABLES, Table
from elmweb import ELMClassifier, ELMRegressor


def measure(runs: int) -> dict[str, Any]:
    """Score every method on every table, each table in a separate process with the fastest BLAS.

    Parameters
    ----------
    runs : int
        Number of seeds.

    Returns
    -------
    dict
        ``mean_rank``, ``mean_score``, for each table the methods that are ahead of elmweb (``ahead``), and the source
        of each table. There is no threshold, so ``rows`` is empty.
    """
    scores: dict[str, dict[str, list[float]]] = {}
    for table in TABLES:
        scores[table.name] = run_native("ten_tables", table.name, runs, threads=None)
        means = {method: round(float(np.mean(each)), 3) for method, each in scores[table.name].items()}
        print(f"  {table.name}: {means}", flush=True)
    return {"rows": [], **ranking(scores), "source": {table.name: table.source for table in TABLES}, "n_seeds": runs}


def main(name: str, n_seeds: int) -> None:
    """Print the scores of all methods on one table as JSON."""
    table = next(table for table in TABLES if table.name == name)
    scores: dict[str, list[float]] = {}
    for seed in range(n_seeds):
        for method, score in _scores(table, seed).items():
            scores.setdefault(method, []).append(score)
    print(json.dumps(scores))


def _methods(seed: int, *, is_regression: bool) -> dict[str, Any]:
    if is_regression:
        return {
            "elmweb": ELMRegressor(random_state=seed),
            "linear": Ridge(),
            "SVM": SVR(),
            "random forest": RandomForestRegressor(random_state=seed),
            "MLP": MLPRegressor(random_state=seed),
        }
    return {
        "elmweb": ELMClassifier(random_state=seed),
        "linear": LogisticRegression(),
        "SVM": SVC(),
        "random forest": RandomForestClassifier(random_state=seed),
        "MLP": MLPClassifier(random_state=seed),
    }


def _scores(table: Table, seed: int) -> dict[str, float]:
    """Return the score of every method on one split."""
    X, y = table.read()
    stratify = None if table.is_regression else y
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=seed, stratify=stratify)
    scaler = StandardScaler().fit(X_train)
    Z, Z_test = scaler.transform(X_train), scaler.transform(X_test)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the MLP often does not converge in its default of 200 iterations
        found = {
            name: float(method.fit(Z, y_train).score(Z_test, y_test))
            for name, method in _methods(seed, is_regression=table.is_regression).items()
        }
        found["hpelm"] = _hpelm_score(Z, y_train, Z_test, y_test, seed, is_regression=table.is_regression)
    return found


def _hpelm_score(
    Z: np.ndarray, y: np.ndarray, Z_test: np.ndarray, y_test: np.ndarray, seed: int, *, is_regression: bool
) -> float:
    """Return the score of hpelm, with as many tanh units as elmweb; its leave-one-out selects their best number."""
    import hpelm  # pyright: ignore[reportMissingImports] # noqa: PLC0415 - only `build.py bench` installs it

    np.random.seed(seed)  # noqa: NPY002  hpelm draws from NumPy's global stream
    classes = np.unique(y)
    T = y[:, None] if is_regression else (y[:, None] == classes).astype(np.float64)
    model = hpelm.ELM(Z.shape[1], T.shape[1], classification="" if is_regression else "c")
    model.add_neurons(min(512, len(Z) // 2), "tanh")
    model.train(Z, T, "LOO") if is_regression else model.train(Z, T, "c", "LOO")
    outputs = model.predict(Z_test)
    if is_regression:
        return float(1 - np.sum((y_test - outputs[:, 0]) ** 2) / np.sum((y_test - y_test.mean()) ** 2))
    return float(np.mean(classes[outputs.argmax(axis=1)] == y_test))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
