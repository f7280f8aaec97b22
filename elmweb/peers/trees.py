"""Decision trees as arrays of nodes, and a predictor that needs nothing else.

Each node has the column that it looks at, the largest value that goes to the left, and where left and right are; a leaf
goes to itself. All trees are followed at once, level by level, and their leaves are added up in the order in which
scikit-learn adds them, so that sums have the same bits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Trees"]

_CELLS = 200_000  # rows x trees that are followed at a time


@dataclass(frozen=True, eq=False)
class Trees:
    """A list of decision trees.

    Parameters
    ----------
    roots : ndarray of int32 (n_trees,)
        Node in which each begins.
    column : ndarray of int32 (n_nodes,)
        Input that a node looks at; any at a leaf.
    threshold : ndarray of float64 (n_nodes,)
        Largest value that goes to the left; any at a leaf.
    left, right : ndarray of int32 (n_nodes,)
        Nodes below; a leaf itself.
    value : ndarray of float64 (n_nodes, k)
        What a leaf says.
    in_float32 : bool
        Whether inputs are rounded to float32 first, as scikit-learn's forests do.
    """

    roots: np.ndarray
    column: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    in_float32: bool

    def __call__(self, Z: np.ndarray) -> np.ndarray:
        """Return the leaf of each row in each tree, shape (n, n_trees)."""
        Z = Z.astype(np.float32).astype(np.float64) if self.in_float32 else Z
        at = np.repeat(self.roots[None].astype(np.intp), len(Z), axis=0)
        rows = np.arange(len(Z))[:, None]
        while True:
            goes_left = Z[rows, self.column[at]] <= self.threshold[at]
            below = np.where(goes_left, self.left[at], self.right[at])
            if (below == at).all():
                return at
            at = below

    def sums(self, Z: np.ndarray, start: np.ndarray) -> np.ndarray:
        """Return what all trees say together.

        Parameters
        ----------
        Z : ndarray of float64 (n, n_inputs)
            Preprocessed rows.
        start : ndarray of float64 (n_groups, k)
            What is added to; tree ``t`` adds to group ``t % n_groups``.

        Returns
        -------
        ndarray of float64 (n, n_groups, k)
            One sum for each group.
        """
        found = np.repeat(np.asarray(start, dtype=np.float64)[None], len(Z), axis=0)
        n_block = max(1, _CELLS // len(self.roots))
        for first in range(0, len(Z), n_block):
            block = slice(first, first + n_block)
            leaves = self(Z[block])
            for tree in range(len(self.roots)):  # one after the other: the order of a sum is part of its bits
                found[block, tree % found.shape[1]] += self.value[leaves[:, tree]]
        return found
