"""What a trained model has learned, as plain arrays: their bytes are its size, their hash is its identity."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

__all__ = ["fingerprint", "learned_arrays", "size_bytes"]


def learned_arrays(estimator: Any) -> list[np.ndarray]:
    """Return everything that an estimator needs to predict.

    Parameters
    ----------
    estimator : estimator
        A fitted one of the race: of elmweb, or a linear model, a forest or histogram boosting of scikit-learn.

    Returns
    -------
    list of ndarray
        In a fixed order; records of trees field by field, because the bytes between fields mean nothing.
    """
    if hasattr(estimator, "network_"):
        return [parameter.value for parameter in estimator.network_.parameters]
    if hasattr(estimator, "estimators_"):
        states = [tree.tree_.__getstate__() for tree in estimator.estimators_]
        return [part for state in states for part in (*_fields(state["nodes"]), state["values"])]
    if hasattr(estimator, "_predictors"):
        trees = [tree for iteration in estimator._predictors for tree in iteration]  # noqa: SLF001  no public way
        return [np.asarray(estimator._baseline_prediction), *(part for tree in trees for part in _fields(tree.nodes))]  # noqa: SLF001
    layer = [part for part in vars(getattr(estimator, "layer_", object)).values() if isinstance(part, np.ndarray)]
    return [*layer, np.asarray(estimator.coef_), np.asarray(estimator.intercept_)]


def _fields(records: np.ndarray) -> list[np.ndarray]:
    return [records[name] for name in records.dtype.names or ()]


def size_bytes(estimator: Any) -> int:
    """Return the bytes of what an estimator has learned, without its settings or the names of columns."""
    return sum(part.nbytes for part in learned_arrays(estimator))


def fingerprint(estimator: Any) -> str:
    """Return the sha256 of what an estimator has learned, as 64 hexadecimal digits: equal bits, equal text."""
    digest = hashlib.sha256()
    for part in learned_arrays(estimator):
        digest.update(np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()
