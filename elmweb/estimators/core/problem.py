"""The problem that an estimator poses, its solution, and the protocol by which solvers know the estimator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, Self, runtime_checkable

import numpy as np

from elmweb.compute import Gram, Layer
from elmweb.estimators.core.loo import Kind, LeaveOneOut

__all__ = ["DTYPES", "HasOwnSteps", "Problem", "Readout", "Rows", "Solution", "is_distributed"]

DTYPES = [np.float64, np.float32, np.uint8]
"""Input types that are used without conversion; everything else becomes float64."""


def is_distributed(collection: Any) -> bool:
    """Return whether something is a Dask collection, without importing Dask."""
    return hasattr(collection, "__dask_graph__")


@dataclass(frozen=True)
class Rows:
    """The checked training rows, for layers that depend on them.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Inputs.
    T : ndarray of shape (n, k)
        Targets; int8 -1 and 1 for classes.
    n_rows : int
        Number of rows including their weights, which determines the default width.
    weights : ndarray of shape (n,) or None
        Weight of each row.
    """

    X: np.ndarray
    T: np.ndarray
    n_rows: int
    weights: np.ndarray | None


@dataclass(frozen=True)
class Problem:
    """A ridge regression to be solved.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Inputs.
    T : ndarray of shape (n, k)
        Targets: float64, or -1 and 1 as int8 for classes.
    kind : {"regression", "binary", "multiclass", "multilabel"}
        The task, which determines the leave-one-out error.
    layer : Layer
        The widest layer.
    alphas : ndarray of shape (n_alphas,) or None
        Penalties; None for the default path.
    flat : bool
        Whether ``y`` was one column, so that coefficients and outputs are one-dimensional.
    weights : ndarray of shape (n,) or None
        Weight of each row, above 0; None when all weigh 1.
    rows : ndarray of shape (n,) or None
        Indices of these rows among those passed to ``fit``; None for all of them, in order.
    groups : ndarray of shape (n,) or None
        Group of each row, whose rows are adjacent and are left out together; None when each row is left out alone.
    by_squares : bool, default=False
        Whether the penalty of the smallest squared error is chosen, whatever the number of misclassified rows.
    near : float or None
        A penalty that is about right, where ``alphas`` is None; None where nothing is known.
    """

    X: np.ndarray
    T: np.ndarray
    kind: Kind
    layer: Layer
    alphas: np.ndarray | None
    flat: bool
    weights: np.ndarray | None = None
    rows: np.ndarray | None = None
    groups: np.ndarray | None = None
    by_squares: bool = False
    near: float | None = None

    def every(self, step: int) -> Problem:
        """Return the problem with every `step`-th row only."""
        weights = self.weights_of(slice(None, None, step))
        return replace(self, X=self.X[::step], T=self.T[::step], weights=weights)

    def weights_of(self, rows: slice | np.ndarray) -> np.ndarray | None:
        """Return ``weights`` of some rows."""
        return None if self.weights is None else self.weights[rows]

    def groups_of(self, rows: slice) -> np.ndarray | None:
        """Return ``groups`` of some rows."""
        return None if self.groups is None else self.groups[rows]


@dataclass(frozen=True)
class Solution:
    """The solution at one width.

    Parameters
    ----------
    layer : Layer
        The layer of this width.
    coef : ndarray of shape (L, k)
        Output weights at the chosen ``alpha``.
    intercept : ndarray of shape (k,)
        Intercepts.
    loo : LeaveOneOut
        The curve over ``alpha``.
    loo_outputs : ndarray of shape (m, k)
        Leave-one-out outputs at the chosen ``alpha``.
    loo_rows : ndarray of shape (m,)
        The rows they belong to: all, or an even sample of large data.
    honest_outputs : ndarray of shape (m, k) or None
        Outputs for these rows left out of the choice of the layer too, by which probabilities and intervals are fitted;
        None where the layer was not chosen by the rows.
    """

    layer: Layer
    coef: np.ndarray
    intercept: np.ndarray
    loo: LeaveOneOut
    loo_outputs: np.ndarray
    loo_rows: np.ndarray
    honest_outputs: np.ndarray | None = None

    @property
    def outputs_to_judge_by(self) -> np.ndarray:
        """Outputs (m, k) for rows that were left out, as honest as there are."""
        return self.loo_outputs if self.honest_outputs is None else self.honest_outputs


class Readout(Protocol):
    """What solvers know of an estimator; :class:`elmweb.estimators.core.readout.BaseReadout` implements it.

    Attributes
    ----------
    alpha : float or "loo"
        The penalty that was set.
    alpha_ : float
        The penalty that was chosen.
    layer_ : Layer
        The fitted layer.
    loo_ : LeaveOneOut
        Errors of rows left out one at a time.
    loo_rows_ : ndarray of shape (m,)
        Indices of these rows.
    """

    alpha: Any
    alpha_: float
    layer_: Layer
    loo_: LeaveOneOut
    loo_rows_: np.ndarray
    _fits_in_steps: ClassVar[bool]
    _fits_on_cluster: ClassVar[bool]

    def fit(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> Self:
        """Fit the output weights."""
        ...

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the settings."""
        ...

    def _validate_params(self) -> None: ...

    def _read(self, X: Any, y: Any) -> tuple[np.ndarray, np.ndarray, Kind, bool]: ...

    def _pose(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> Problem: ...

    def _coded(self, y: np.ndarray) -> np.ndarray: ...

    def _looks_at_rows(self, rows: Rows) -> bool: ...

    def _make_layer(self, rows: Rows) -> Layer: ...

    def _layer_of_sums(self) -> Layer: ...

    def _solved_sums(self, problem: Problem, gram: Gram) -> Solution: ...

    def _learn(self, problem: Problem, solution: Solution) -> None: ...


@runtime_checkable
class HasOwnSteps(Protocol):
    """An estimator that fits in steps of its own."""

    def _iter_fit(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> Any: ...
