"""What the estimators share: settings, fitting, and outputs of the fitted layer."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any, ClassVar, Self

import numpy as np
from scipy.linalg.blas import dgemm
from sklearn.base import BaseEstimator
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import check_is_fitted, validate_data

from elmweb.estimators._activations import ACTIVATIONS
from elmweb.estimators._fit import iter_fit
from elmweb.estimators._hidden import HiddenLayer, default_width, random_layer
from elmweb.estimators._loo import Kind
from elmweb.estimators._solve import Problem, Solution, block_size, row_slices

__all__ = ["FLOATS", "BaseELM"]

FLOATS = [np.float64, np.float32]
"""Input types that are read as they are; everything else becomes float64."""


class BaseELM(BaseEstimator):
    """What both share: settings, fitting, and outputs of the fitted layer."""

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "activation": [StrOptions(set(ACTIVATIONS))],
        "alpha": [Interval(Real, 0, None, closed="left"), StrOptions({"loo"})],
        "scale": [Interval(Real, 0, None, closed="neither")],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        activation: str = "tanh",
        alpha: float | str = "loo",
        scale: float = 1.0,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.activation = activation
        self.alpha = alpha
        self.scale = scale
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> Self:
        """Fit the output weights.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs, best scaled to unit variance; float32 is computed with in float64.
        y : array-like of shape (n,) or (n, k)
            Targets.

        Returns
        -------
        self
            The fitted estimator.

        Raises
        ------
        ValueError
            Fewer than 2 rows, values that are missing or infinite, or targets of the wrong kind.
        """
        for _ in iter_fit(self, X, y):
            pass
        return self

    def _pose(self, X: Any, y: Any) -> Problem:
        """Check settings and data, draw the hidden layer, and say what is to be solved."""
        self._validate_params()
        X, T, kind, flat = self._read(X, y)
        layer = random_layer(
            X.shape[1],
            default_width(len(X)) if self.n_hidden is None else self.n_hidden,
            activation=self.activation,
            scale=self.scale,
            random_state=self.random_state,
        )
        alphas = None if self.alpha == "loo" else np.array([self.alpha], dtype=np.float64)
        return Problem(X, T, kind, layer, alphas, flat)

    def _read(self, X: Any, y: Any) -> tuple[np.ndarray, np.ndarray, Kind, bool]:
        """Return inputs (n, d), targets (n, k), the kind of the task, and whether outputs are one-dimensional."""
        raise NotImplementedError

    def _learn(self, problem: Problem, solution: Solution) -> None:
        """Store what was learned; `problem` is what :meth:`_pose` returned."""
        self.hidden_weights_ = solution.layer.weights.copy(order="F")
        self.hidden_bias_ = solution.layer.bias.copy()
        self.coef_ = solution.coef[:, 0].copy() if problem.flat else solution.coef
        self.intercept_ = float(solution.intercept[0]) if problem.flat else solution.intercept
        self.loo_ = solution.loo
        self.alpha_ = solution.loo.alpha
        self.loo_decision_ = solution.loo_outputs[:, 0].copy() if problem.flat else solution.loo_outputs
        self.loo_rows_ = solution.loo_rows

    def _outputs(self, X: Any) -> np.ndarray:
        """Return ``activation(X W + b) coef + intercept`` as (n,) or (n, k), one row block at a time."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=FLOATS)
        layer = HiddenLayer(self.hidden_weights_, self.hidden_bias_, self.activation)
        coef = self.coef_.reshape(layer.n_hidden, -1)
        outputs = np.empty((len(X), coef.shape[1]))
        for rows in row_slices(len(X), block_size(layer.n_hidden)):
            outputs[rows] = dgemm(1.0, layer(X[rows]), coef)
        outputs += self.intercept_
        return outputs[:, 0] if self.coef_.ndim == 1 else outputs
