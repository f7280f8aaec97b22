"""Several layers, each with a readout of its own, whose outputs are averaged.

The mean of linear readouts is one linear readout of all layers side by side, so a fitted combination is an ordinary
model with a wide layer, and needs no code of its own for files, predictions and exports.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Self, cast

import numpy as np

from elmweb.compute import Gram, Layer
from elmweb.estimators.core.loo import LeaveOneOut, LooSums
from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.readout import BaseReadout
from elmweb.estimators.core.solve import FitProgress, Problem, Solution, iter_solutions, solve_sums
from elmweb.estimators.core.stacks import SideBySide
from elmweb.progress import map_steps
from elmweb.words.engine import estimators as words

__all__ = ["BaseCombined", "weighted_mean"]

_STEPS = 1_000  # of each readout, as it reports progress


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
        for _ in self._iter_fit(X, y, sample_weight, groups):
            pass
        return self

    def _iter_fit(
        self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None
    ) -> Generator[FitProgress, None, Self]:
        """Fit one readout after the other, in steps; the last one has the estimator as its result."""
        problem = self._pose(X, y, sample_weight, groups)
        parts = yield from map_steps(self._iter_parts(problem), lambda what: FitProgress(0, 1, what))
        solutions = []
        for at, part in enumerate(parts):
            for step in self._iter_part(part):
                done = at + step.done / max(1, step.total)
                what = words.part(at + 1, len(parts), step.what)
                yield FitProgress(round(_STEPS * done), _STEPS * len(parts), what)
                if step.result is not None:
                    solutions.append(step.result)
        self._learn(problem, self._joined(problem, solutions))
        yield FitProgress(_STEPS * len(parts), _STEPS * len(parts), words.FITTED, self)
        return self

    def _iter_parts(self, problem: Problem) -> Generator[str, None, list[Problem]]:
        """Return the problem of each readout; where that takes a while, yield what is done."""
        yield from ()
        return self._parts(problem)

    def _iter_part(self, part: Problem) -> Iterator[FitProgress]:
        """Solve for one readout; the last step has its solution as the result."""
        return iter_solutions(part, [part.layer.n_hidden])

    def _parts(self, problem: Problem) -> list[Problem]:
        """Return the problem of each readout."""
        return [replace(problem, layer=layer) for layer in cast("SideBySide", problem.layer).layers]

    def _make_layers(self, rows: Rows) -> Sequence[Layer]:
        """Return the layers, each of which has a readout of its own."""
        raise NotImplementedError

    def _make_layer(self, rows: Rows) -> SideBySide:
        return SideBySide(tuple(self._make_layers(rows)))

    def _solved_sums(self, problem: Problem, gram: Gram) -> Solution:
        """Return the mean of the readouts; the sums of each layer are part of the sums of all layers."""
        solutions, first = [], 0
        for part, alpha in zip(self._parts(problem), self.alphas_, strict=True):
            own, units = replace(part, alphas=np.array([alpha])), slice(first, first + part.layer.n_hidden)
            solutions.append(solve_sums(own, gram.of_units(units)))
            first = units.stop
        return self._joined(problem, solutions)

    def _joined(self, problem: Problem, solutions: Sequence[Solution]) -> Solution:
        """Store the attributes of each readout, and return the mean of the readouts."""
        self._keep(solutions)
        return weighted_mean(problem, solutions, np.full(len(solutions), 1.0 / len(solutions)))

    def _keep(self, solutions: Sequence[Solution]) -> None:
        """Store the attributes of each readout."""
        self.alphas_ = np.array([solution.loo.alpha for solution in solutions])
        self.intercepts_ = np.array([solution.intercept for solution in solutions])
        self.readout_loos_ = [solution.loo for solution in solutions]


def weighted_mean(
    problem: Problem, solutions: Sequence[Solution], shares: np.ndarray, outputs: np.ndarray | None = None
) -> Solution:
    """Return a weighted mean of readouts as one readout of all layers, with its leave-one-out error.

    Parameters
    ----------
    problem : Problem
        What was solved; its layer is that of the result.
    solutions : sequence of Solution
        One for each readout.
    shares : ndarray of shape (n_readouts,)
        Weight of each readout; they sum to 1.
    outputs : ndarray of shape (m, k), optional
        Leave-one-out outputs of the mean; by default the mean of theirs.

    Returns
    -------
    Solution
        With one point on its leave-one-out curve, at the geometric mean of the penalties.
    """
    coef = np.concatenate([share * solution.coef for share, solution in zip(shares, solutions, strict=True)])
    intercept = np.tensordot(shares, [solution.intercept for solution in solutions], axes=1)
    if outputs is None:
        outputs = np.tensordot(shares, [solution.loo_outputs for solution in solutions], axes=1)
    rows, T = solutions[0].loo_rows, problem.T[solutions[0].loo_rows]
    alphas = np.array([solution.loo.alpha for solution in solutions])
    alphas = np.array([np.exp(np.mean(np.log(alphas))) if alphas.all() else 0.0])
    weights = None if problem.weights is None else problem.weights[rows]
    leverage = np.tensordot(shares, np.array([own.loo.leverage for own in solutions]), axes=1)
    loo = LooSums(problem.kind, alphas, *T.shape)
    loo.add(slice(0, len(T)), T, outputs.T[None].copy(), leverage[None], weights)
    curve = loo.result(problem.layer.n_hidden)
    freedom = np.atleast_1d(shares @ [s.loo.degrees_of_freedom[s.loo.best] for s in solutions])
    # Generalised cross-validation is defined for one ridge regression, not for the mean of several.
    curve = replace(curve, degrees_of_freedom=freedom, gcv_errors=np.array([np.nan]))
    return Solution(problem.layer, coef, intercept, curve, outputs, rows)
