"""Several layers, each with a readout of its own, whose outputs are averaged.

The mean of linear readouts is one linear readout of all layers side by side, so a fitted combination is an ordinary
model with a wide layer, and needs no code of its own for files, predictions and exports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Self, cast

import numpy as np

from elmweb.compute import Gram, Layer
from elmweb.estimators.core.loo import LeaveOneOut, LooSums
from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.readout import BaseReadout
from elmweb.estimators.core.solve import Problem, Solution, iter_solutions, solve_sums
from elmweb.estimators.core.stacks import SideBySide

__all__ = ["BaseCombined"]


class BaseCombined(BaseReadout):
    """Fitting a readout to each layer, with a penalty of its own, and averaging them.

    Attributes
    ----------
    alphas_ : ndarray of shape (n_readouts,)
        The ridge penalty of each readout.
    intercepts_ : ndarray of shape (n_readouts, k)
        The intercepts of each readout.
    readout_loos_ : list of LeaveOneOut
        Exact leave-one-out errors of each readout over its own path of ``alpha``.
    alpha_ : float
        Geometric mean of ``alphas_``.
    loo_ : LeaveOneOut
        Exact leave-one-out errors of the averaged outputs; one point, at ``alpha_``.
    """

    layer_: SideBySide
    alphas_: np.ndarray
    intercepts_: np.ndarray
    readout_loos_: list[LeaveOneOut]

    _fits_in_steps: ClassVar[bool] = False

    def fit(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> Self:
        """Fit the output weights of every layer.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs, ideally scaled to unit variance.
        y : array-like of shape (n,) or (n, k)
            Targets.
        sample_weight : array-like of shape (n,), optional
            Weight of each row.
        groups : array-like of shape (n,), optional
            Group of each row, whose rows are left out together.

        Returns
        -------
        self
            The fitted estimator.

        Raises
        ------
        ValueError
            Fewer than 2 rows, or values that are missing or infinite.
        """
        problem = self._pose(X, y, sample_weight, groups)
        solutions = [
            step.result
            for layer in _layers(problem)
            for step in iter_solutions(replace(problem, layer=layer), [layer.n_hidden])
            if step.result is not None
        ]
        self._learn(problem, self._joined(problem, solutions))
        return self

    def _make_layers(self, rows: Rows) -> Sequence[Layer]:
        """Return the layers, each of which has a readout of its own."""
        raise NotImplementedError

    def _make_layer(self, rows: Rows) -> SideBySide:
        return SideBySide(tuple(self._make_layers(rows)))

    def _solved_sums(self, problem: Problem, gram: Gram) -> Solution:
        """Return the mean of the readouts; the sums of each layer are part of the sums of all layers."""
        solutions, first = [], 0
        for layer, alpha in zip(_layers(problem), self.alphas_, strict=True):
            own = replace(problem, layer=layer, alphas=np.array([alpha]))
            solutions.append(solve_sums(own, gram.of_units(slice(first, first + layer.n_hidden))))
            first += layer.n_hidden
        return self._joined(problem, solutions)

    def _joined(self, problem: Problem, solutions: Sequence[Solution]) -> Solution:
        """Store the attributes of each readout, and return the mean of the readouts."""
        self.alphas_ = np.array([solution.loo.alpha for solution in solutions])
        self.intercepts_ = np.array([solution.intercept for solution in solutions])
        self.readout_loos_ = [solution.loo for solution in solutions]
        return _mean(problem, solutions)


def _layers(problem: Problem) -> tuple[Layer, ...]:
    """Return the layers that ``_make_layer`` put side by side."""
    return cast("SideBySide", problem.layer).layers


def _mean(problem: Problem, solutions: Sequence[Solution]) -> Solution:
    """Return the mean of readouts as one readout of all layers, with the leave-one-out error of the mean."""
    n = len(solutions)
    coef = np.concatenate([solution.coef / n for solution in solutions])
    intercept = np.mean([solution.intercept for solution in solutions], axis=0)
    outputs = np.mean([solution.loo_outputs for solution in solutions], axis=0)
    rows, T = solutions[0].loo_rows, problem.T[solutions[0].loo_rows]
    alphas = np.array([solution.loo.alpha for solution in solutions])
    alphas = np.array([np.exp(np.mean(np.log(alphas))) if alphas.all() else 0.0])
    weights = None if problem.weights is None else problem.weights[rows]
    leverage = np.array([own.loo.leverage for own in solutions]).mean(axis=0)
    loo = LooSums(problem.kind, alphas, *T.shape)
    loo.add(slice(0, len(T)), T, outputs.T[None].copy(), leverage[None], weights)
    curve = loo.result(problem.layer.n_hidden)
    freedom = np.mean([s.loo.degrees_of_freedom[s.loo.best] for s in solutions], keepdims=True)
    # Generalised cross-validation is defined for one ridge regression, not for the mean of several.
    curve = replace(curve, degrees_of_freedom=freedom, gcv_errors=np.array([np.nan]))
    return Solution(problem.layer, coef, intercept, curve, outputs, rows)
