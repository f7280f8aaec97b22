"""Estimators that learn by scikit-learn and keep plain arrays."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

from elmweb.peers.growing import iter_grow
from elmweb.peers.learned import Linear, Neighbours, read_off
from elmweb.peers.recipes import make_peer
from elmweb.progress import finish, map_steps
from elmweb.words.engine import peers as words

__all__ = ["PeerClassifier", "PeerRegressor", "graph_hurdle", "is_peer", "why_no_graph"]


class _Peer(BaseEstimator):
    """What both share.

    Attributes
    ----------
    n_features_in_ : int
        Number of inputs.
    learned_ : Forest, Boosted, Linear or Neighbours
        What was learned, as arrays.
    """

    kind: str
    random_state: int
    learned_: Any
    n_features_in_: int

    def fit(self, X: np.ndarray, y: np.ndarray) -> Self:
        """Fit all at once; see :meth:`iter_fit`."""
        return finish(self.iter_fit(X, y))

    def iter_fit(self, X: np.ndarray, y: np.ndarray) -> Generator[float, None, Self]:
        """Fit in steps; each says which fraction is done."""
        X, y = np.asarray(X, dtype=np.float64), np.asarray(y)
        if not isinstance(self, PeerClassifier):
            task, made, what = "regression", None, "numbers"
        elif y.ndim == 2:
            task, made, what = "multilabel", np.arange(y.shape[1]), "labels"
        else:
            made = np.unique(y)
            task, what = ("binary" if len(made) == 2 else "multiclass"), "classes"
        peer = make_peer(self.kind, task, len(X), 1 if made is None else len(made), self.random_state)
        fitted = yield from map_steps(iter_grow(peer, X, y), float)
        if made is not None:
            self.classes_ = made
        self.n_features_in_ = X.shape[1]
        self.learned_ = read_off(fitted, what, X, y)
        return self

    @property
    def n_rows_held(self) -> int:
        """Number of training rows that are in the model."""
        return len(self.learned_.rows) if isinstance(self.learned_, Neighbours) else 0


class PeerRegressor(RegressorMixin, _Peer):
    """A model of scikit-learn that predicts numbers, kept as arrays.

    Parameters
    ----------
    kind : {"linear", "neighbours", "forest", "boosting"}
        Which.
    random_state : int, default=0
        Seed of what is drawn.
    """

    def __init__(self, kind: str = "forest", random_state: int = 0) -> None:
        self.kind = kind
        self.random_state = random_state

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Return the predicted numbers, shape (n,)."""
        return self.learned_.outputs(np.asarray(X, dtype=np.float64))[:, 0]


class PeerClassifier(ClassifierMixin, _Peer):
    """A model of scikit-learn that predicts classes or labels, kept as arrays.

    Parameters
    ----------
    kind : {"linear", "neighbours", "forest", "boosting"}
        Which.
    random_state : int, default=0
        Seed of what is drawn.
    """

    def __init__(self, kind: str = "forest", random_state: int = 0) -> None:
        self.kind = kind
        self.random_state = random_state

    @property
    def _is_multilabel(self) -> bool:
        return bool(getattr(self, "several_", False))

    def iter_fit(self, X: np.ndarray, y: np.ndarray) -> Generator[float, None, Self]:
        """Fit in steps; each says which fraction is done."""
        self.several_ = np.ndim(y) == 2
        return (yield from super().iter_fit(X, y))

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Return the most probable class of each row, or 0 and 1 for each label."""
        chances = self.predict_proba(X)
        if self._is_multilabel:
            return (chances > 0.5).astype(int)
        return np.asarray(self.classes_)[chances.argmax(axis=1)]

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Return the probability of each class or label, shape (n, k)."""
        return self.learned_.outputs(np.asarray(X, dtype=np.float64))

    def decision_function(self, X: np.ndarray) -> np.ndarray:
        """Return the probabilities on elmweb's scale, from -1 to 1; of two classes one number."""
        values = 2 * self.predict_proba(X) - 1
        return values[:, 1] if not self._is_multilabel and values.shape[1] == 2 else values


def is_peer(estimator: Any) -> bool:
    """Return whether an estimator is one of scikit-learn's that is kept as arrays.

    Parameters
    ----------
    estimator : Any
        Any estimator.

    Returns
    -------
    bool
        Whether it is a :class:`PeerClassifier` or :class:`PeerRegressor`.
    """
    return isinstance(estimator, _Peer)


def graph_hurdle(estimator: Any, task: str) -> str:
    """Return what keeps a model from becoming sums and products, as an ONNX file or a page that predicts holds them.

    Parameters
    ----------
    estimator : Any
        Any fitted estimator.
    task : str
        Kind of task.

    Returns
    -------
    str
        ``"trees"``, ``"rows"`` that others are compared with, or outputs that are ``"cut"`` off; empty for nothing.
    """
    if not is_peer(estimator) or (isinstance(estimator.learned_, Linear) and task != "multilabel"):
        return ""
    return {"neighbours": "rows", "linear": "cut"}.get(estimator.kind, "trees")


def why_no_graph(estimator: Any, task: str) -> str:
    """Return why a model cannot become an ONNX file or a page that predicts.

    Parameters
    ----------
    estimator : Any
        Any fitted estimator.
    task : str
        Kind of task.

    Returns
    -------
    str
        Two sentences; empty where it can.
    """
    why = graph_hurdle(estimator, task)
    return words.why_no_graph(words.NO_GRAPH[why], words.INSTEAD) if why else ""
