"""Fit the peers, with their defaults, on a table, and print their scores on another as JSON.

Numbers: median imputation and standardisation. Texts: the most frequent value and one-hot, rare values joined.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from typing import Any

import numpy as np
import pandas as pd
from catboost import CatBoostClassifier, CatBoostRegressor  # pyright: ignore[reportMissingImports]
from lightgbm import LGBMClassifier, LGBMRegressor  # pyright: ignore[reportMissingImports]
from sklearn.compose import make_column_transformer
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC, SVR

from benchmarks.peers.scores import of_classes, of_numbers

_MOST_CATEGORIES = 200
_SVM_PROBABILITIES = 4_000  # rows, above which five more fits for probabilities take minutes


def main(train: str, test: str, target: str, task: str) -> None:
    """Print the scores and seconds of each method."""
    warnings.simplefilter("ignore")
    learn, held_out = pd.read_csv(train, low_memory=False), pd.read_csv(test, low_memory=False)
    learn = learn[learn[target].notna()]
    y, truth = learn.pop(target).to_numpy(), held_out.pop(target).to_numpy()
    if task != "regression":
        y, truth = y.astype(str), truth.astype(str)
    encoder = _encoder(learn, held_out)
    X, Z = encoder.fit_transform(learn), encoder.transform(held_out)
    found = {}
    for name, method in _methods(len(X), is_regression=task == "regression").items():
        started = time.perf_counter()
        found[name] = _score(method.fit(X, y), Z, truth, is_regression=task == "regression")
        found[name]["seconds"] = time.perf_counter() - started
    print(json.dumps(found))


def _encoder(learn: pd.DataFrame, held_out: pd.DataFrame) -> Any:
    numbers = [name for name in learn if pd.api.types.is_numeric_dtype(learn[name]) and learn[name].dtype != bool]
    texts = [name for name in learn if name not in numbers]
    for frame in (learn, held_out):
        for name in texts:
            frame[name] = frame[name].map(lambda cell: np.nan if pd.isna(cell) else str(cell)).astype(object)
    one_hot = OneHotEncoder(
        handle_unknown="infrequent_if_exist", max_categories=_MOST_CATEGORIES, min_frequency=2, sparse_output=False
    )
    return make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        (make_pipeline(SimpleImputer(strategy="most_frequent"), one_hot), texts),
    )


def _methods(n_rows: int, *, is_regression: bool) -> dict[str, Any]:
    quiet = {"verbose": 0, "random_seed": 0, "allow_writing_files": False}
    if is_regression:
        return {
            "linear": Ridge(),
            "random forest": RandomForestRegressor(random_state=0),
            "boosting": HistGradientBoostingRegressor(random_state=0),
            "SVM": SVR(),
            "k-NN": KNeighborsRegressor(),
            "LightGBM": LGBMRegressor(verbose=-1, random_state=0),
            "CatBoost": CatBoostRegressor(**quiet),
        }
    return {
        "linear": LogisticRegression(max_iter=300),
        "random forest": RandomForestClassifier(random_state=0),
        "boosting": HistGradientBoostingClassifier(random_state=0),
        "SVM": SVC(probability=n_rows < _SVM_PROBABILITIES, random_state=0),
        "k-NN": KNeighborsClassifier(),
        "LightGBM": LGBMClassifier(verbose=-1, random_state=0),
        "CatBoost": CatBoostClassifier(**quiet),
    }


def _score(method: Any, Z: np.ndarray, truth: np.ndarray, *, is_regression: bool) -> dict[str, float]:
    if is_regression:
        return of_numbers(truth.astype(float), method.predict(Z))
    classes = np.asarray(method.classes_)
    if hasattr(method, "predict_proba"):
        return of_classes(truth, classes, np.asarray(method.predict_proba(Z)))
    outputs = method.decision_function(Z)
    found = of_classes(truth, classes, np.column_stack([-outputs, outputs]) if outputs.ndim == 1 else outputs)
    return {key: value for key, value in found.items() if key != "log loss"}  # outputs are no probabilities


if __name__ == "__main__":
    main(*sys.argv[1:])
