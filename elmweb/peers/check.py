"""What must hold of arrays that came in a file, so that predicting with them ends, and stays within them."""

from __future__ import annotations

from typing import Any

import numpy as np

from elmweb.peers.learned import Boosted, Forest, Linear, Neighbours
from elmweb.peers.recipes import KINDS
from elmweb.peers.trees import Trees

__all__ = ["check_learned"]

_LINKS = ("identity", "logistic", "softmax", "labels", "clipped")


def check_learned(estimator: Any) -> None:
    """Raise an error unless what an estimator has learned is whole.

    Parameters
    ----------
    estimator : PeerClassifier or PeerRegressor
        From a file.

    Raises
    ------
    TypeError
        A part is of another type than it has in every model that is saved.
    ValueError
        Arrays do not fit together, or a tree does not end.
    """
    learned, n_inputs = estimator.learned_, int(estimator.n_features_in_)
    if not isinstance(estimator.kind, str) or estimator.kind not in KINDS:
        raise ValueError("its kind is unknown")
    if isinstance(learned, Forest):
        _check_trees(learned.trees, n_inputs)
    elif isinstance(learned, Boosted):
        _check_trees(learned.trees, n_inputs)
        _check(learned.start, "f", (None,))
        if not len(learned.start) or len(learned.trees.roots) % len(learned.start) or learned.link not in _LINKS:
            raise ValueError("its rounds of trees do not fit its outputs")
    elif isinstance(learned, Linear):
        _check(learned.coef, "f", (n_inputs, None))
        _check(learned.intercept, "f", (learned.coef.shape[1],))
        if learned.link not in _LINKS:
            raise ValueError("its link is unknown")
    elif isinstance(learned, Neighbours):
        _check(learned.rows, "f", (None, n_inputs))
        several = (None,) * (np.ndim(learned.answers) - 1)
        _check(learned.answers, "iuf", (len(learned.rows), *several))
        if not 0 < learned.n_neighbours <= len(learned.rows):
            raise ValueError("it asks for more neighbours than there are")
    else:
        raise TypeError("it has learned nothing that predicts")


def _check_trees(trees: Any, n_inputs: int) -> None:
    if not isinstance(trees, Trees):
        raise TypeError("its trees are none")
    n = len(np.atleast_1d(trees.column))
    _check(trees.roots, "i", (None,))
    for part, kind in ((trees.column, "i"), (trees.threshold, "f"), (trees.left, "i"), (trees.right, "i")):
        _check(part, kind, (n,))
    _check(trees.value, "f", (n, None))
    own = np.arange(n)
    is_leaf = (trees.left == own) & (trees.right == own)
    # Whoever only goes down the list comes to an end.
    goes_on = (trees.left > own) & (trees.right > own) & (trees.left < n) & (trees.right < n)
    if not (is_leaf | goes_on).all():
        raise ValueError("a tree in it does not end")
    if not len(trees.roots) or trees.roots.min() < 0 or trees.roots.max() >= n:
        raise ValueError("a tree in it has no beginning")
    if trees.column.min() < 0 or trees.column.max() >= n_inputs:
        raise ValueError("a tree in it looks at a column that is not there")


def _check(array: Any, kinds: str, shape: tuple[int | None, ...]) -> None:
    """Raise an error unless an array has the kind and the shape; None is any size."""
    if not isinstance(array, np.ndarray) or array.dtype.kind not in kinds:
        raise TypeError("an array in it is of another type")
    if array.ndim != len(shape) or any(want not in (None, got) for want, got in zip(shape, array.shape, strict=True)):
        raise ValueError("arrays in it do not fit together")
