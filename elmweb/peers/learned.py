"""What a model of scikit-learn has learned, as arrays that predict.

Each class has ``outputs``: a number for each row, or a probability for each class or label. Of trees these have the
same bits as scikit-learn's own predictions; of a linear model they agree to rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg.blas import dgemm
from scipy.special import expit, softmax
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from elmweb.peers.trees import Trees

__all__ = ["Boosted", "Forest", "Linear", "Neighbours", "read_off"]


@dataclass(frozen=True, eq=False)
class Forest:
    """The mean of many trees.

    Parameters
    ----------
    trees : Trees
        The trees; each leaf has a number, the share of each class, or that of rows with each label.
    """

    trees: Trees

    def outputs(self, Z: np.ndarray) -> np.ndarray:
        """Return predictions for preprocessed rows, shape (n, k)."""
        total = self.trees.sums(Z, np.zeros((1, self.trees.value.shape[1])))[:, 0]
        total /= len(self.trees.roots)
        return total


@dataclass(frozen=True, eq=False)
class Boosted:
    """The sum of many trees, each of which mends what those before it left over.

    Parameters
    ----------
    trees : Trees
        One for each output and round.
    start : ndarray of float64 (n_outputs,)
        What is said before the first tree.
    link : {"identity", "logistic", "softmax", "labels"}
        What makes outputs of sums.
    """

    trees: Trees
    start: np.ndarray
    link: str

    def outputs(self, Z: np.ndarray) -> np.ndarray:
        """Return predictions for preprocessed rows, shape (n, k)."""
        return _linked(self.trees.sums(Z, self.start[:, None])[:, :, 0], self.link)


@dataclass(frozen=True, eq=False)
class Linear:
    """A weighted sum of the inputs.

    Parameters
    ----------
    coef : ndarray of float64 (n_inputs, n_outputs)
        The weights.
    intercept : ndarray of float64 (n_outputs,)
        What is added.
    link : {"identity", "logistic", "softmax", "clipped"}
        What makes outputs of sums.
    """

    coef: np.ndarray
    intercept: np.ndarray
    link: str

    def outputs(self, Z: np.ndarray) -> np.ndarray:
        """Return predictions for preprocessed rows, shape (n, k)."""
        return _linked(dgemm(1.0, np.ascontiguousarray(Z).T, self.coef, trans_a=1) + self.intercept, self.link)


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The mean over the nearest training rows, which this kind has to hold.

    Parameters
    ----------
    rows : ndarray of float64 (n, n_inputs)
        All training rows.
    answers : ndarray (n,) or (n, k)
        Their numbers, codes of classes, or labels.
    n_neighbours : int
        How many are asked.
    n_outputs : int
        Number of classes or labels; 0 for numbers.
    """

    rows: np.ndarray
    answers: np.ndarray
    n_neighbours: int
    n_outputs: int

    def outputs(self, Z: np.ndarray) -> np.ndarray:
        """Return predictions for preprocessed rows, shape (n, k)."""
        if not self.n_outputs:
            return KNeighborsRegressor(self.n_neighbours).fit(self.rows, self.answers).predict(Z).reshape(len(Z), 1)
        fitted = KNeighborsClassifier(self.n_neighbours).fit(self.rows, self.answers)
        if self.answers.ndim == 1:
            return fitted.predict_proba(Z)
        return np.column_stack([_of_yes(p, c) for p, c in zip(fitted.predict_proba(Z), fitted.classes_, strict=True)])


def _of_yes(probabilities: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Return the probability of 1 of a label, which may never have been there."""
    at = np.flatnonzero(np.asarray(classes) == 1)
    return probabilities[:, at[0]] if len(at) else np.zeros(len(probabilities))


def _linked(sums: np.ndarray, link: str) -> np.ndarray:
    """Return outputs of the sums (n, n_outputs)."""
    if link == "logistic":
        yes = expit(sums[:, 0])
        return np.column_stack([1 - yes, yes])
    if link == "softmax":
        return softmax(sums, axis=1)
    if link == "labels":
        return expit(sums)
    return np.clip((1 + sums) / 2, 0, 1) if link == "clipped" else sums


def read_off(estimator: Any, task: str, Z: np.ndarray, y: np.ndarray) -> Any:
    """Return what a fitted estimator of scikit-learn has learned.

    Parameters
    ----------
    estimator : estimator
        Fitted, as :func:`elmweb.peers.recipes.make_peer` made it.
    task : {"classes", "numbers", "labels"}
        What it predicts.
    Z, y : ndarray
        What it learned from; only neighbours need it.

    Returns
    -------
    Forest, Boosted, Linear or Neighbours
        Arrays that predict the same.
    """
    if hasattr(estimator, "coef_"):
        return _linear(estimator, task)
    if hasattr(estimator, "n_neighbors"):
        codes = np.searchsorted(estimator.classes_, y) if task == "classes" else np.asarray(y)
        n_outputs = 0 if task == "numbers" else len(estimator.classes_)
        return Neighbours(np.array(Z, dtype=np.float64), codes, int(estimator.n_neighbors), n_outputs)
    boosted = estimator.estimators_ if hasattr(estimator, "estimator") and task == "labels" else [estimator]
    if hasattr(boosted[0], "_predictors"):
        return _boosted(boosted, task)
    return Forest(_trees([_forest_tree(tree, task) for tree in estimator.estimators_], in_float32=True))


def _linear(estimator: Any, task: str) -> Linear:
    coef = np.atleast_2d(np.asarray(estimator.coef_, dtype=np.float64))
    link = "identity"
    if task == "labels":
        link = "clipped"
    elif task == "classes":
        link = "logistic" if len(coef) == 1 else "softmax"
    return Linear(np.ascontiguousarray(coef.T), np.atleast_1d(np.asarray(estimator.intercept_, dtype=float)), link)


def _boosted(estimators: list[Any], task: str) -> Boosted:
    """Return boosted trees; of several labels, each has its own, and all take turns."""
    rounds = [[tree for one in each for tree in one] for each in zip(*(e._predictors for e in estimators), strict=True)]  # noqa: SLF001  no public way
    start = np.concatenate([np.ravel(estimator._baseline_prediction) for estimator in estimators])  # noqa: SLF001
    trees = _trees([_boosted_tree(tree.nodes) for one in rounds for tree in one], in_float32=False)
    link = "identity" if task == "numbers" else "labels" if task == "labels" else "softmax"
    return Boosted(trees, start, "logistic" if link == "softmax" and len(start) == 1 else link)


Nodes = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _forest_tree(fitted: Any, task: str) -> Nodes:
    """Return a tree of a forest: whether nodes are leaves, column, threshold, left, right, value."""
    tree = fitted.tree_
    value = tree.value  # (n_nodes, n_outputs, n_classes)
    if task == "labels":
        kinds = fitted.classes_ if tree.n_outputs > 1 else [fitted.classes_]
        value = np.column_stack([_of_yes(value[:, at], kind) for at, kind in enumerate(kinds)])
    else:
        value = value[:, 0]
    is_leaf = tree.children_left < 0
    return is_leaf, tree.feature, tree.threshold, tree.children_left, tree.children_right, value


def _boosted_tree(nodes: np.ndarray) -> Nodes:
    """Return a tree of boosting in the same form."""
    is_leaf, value = nodes["is_leaf"].astype(bool), nodes["value"][:, None]
    return is_leaf, nodes["feature_idx"], nodes["num_threshold"], nodes["left"], nodes["right"], value


def _trees(parts: list[Nodes], *, in_float32: bool) -> Trees:
    """Join trees, whose nodes are counted on from one to the next."""
    sizes = [len(part[0]) for part in parts]
    roots = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32)
    own = [np.arange(size) for size in sizes]
    leaf = [part[0] for part in parts]

    def below(at: int) -> np.ndarray:
        found = (np.where(part[0], mine, part[at]) + root for part, mine, root in zip(parts, own, roots, strict=True))
        return np.concatenate(list(found)).astype(np.int32)

    is_leaf = np.concatenate(leaf)
    return Trees(
        roots=roots,
        column=np.where(is_leaf, 0, np.concatenate([part[1] for part in parts])).astype(np.int32),
        threshold=np.where(is_leaf, 0.0, np.concatenate([part[2] for part in parts]).astype(np.float64)),
        left=below(3),
        right=below(4),
        value=np.concatenate([part[5] for part in parts]).astype(np.float64),
        in_float32=in_float32,
    )
