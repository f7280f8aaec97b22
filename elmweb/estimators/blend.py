"""Blend of a linear model, dense and sparse random layers and a Laplacian kernel, weighed by leave-one-out."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from math import isqrt
from numbers import Integral, Real
from typing import Any, ClassVar, NamedTuple, cast

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.linalg.blas import dgemm
from scipy.optimize import nnls
from sklearn.utils._param_validation import Interval, StrOptions

from elmweb.compute import Gram, Layer
from elmweb.estimators.core.calibration import fit_offsets
from elmweb.estimators.core.combined import BaseCombined, weighted_mean
from elmweb.estimators.core.deciding import deciding_rows, judged_by
from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.readout import ClassifierReadout, RegressorReadout
from elmweb.estimators.core.solve import FitProgress, Problem, Solution, iter_near, iter_solutions, solve_sums
from elmweb.estimators.core.stacks import SideBySide, Stack
from elmweb.estimators.kernel import KernelLayer, kernel_gamma, two_values, whitened
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.channels import ChannelLayer, channel_layer
from elmweb.estimators.layers.dense import HiddenLayer, random_layer, seed_of
from elmweb.estimators.layers.weights import draw_few
from elmweb.estimators.picked import iter_pick
from elmweb.estimators.relevance import learned_relevance
from elmweb.estimators.reservoir import StateLayer
from elmweb.progress import map_steps
from elmweb.words.engine import estimators as words

__all__ = ["MEMBERS", "BlendELMClassifier", "BlendELMRegressor", "blend_landmarks", "blend_picked", "blend_width"]

MEMBERS = ("linear", "dense", "sparse", "kernel")
"""The members of a blend, in the order of their weights."""

_FEWEST_LANDMARKS, _LANDMARKS, _MOST_LANDMARKS = 500, 1_500, 2_000
_MOST_DISTANCES = 10**9  # differences between landmarks, column by column: some seconds in a browser
_MANY_ROWS = 5_000  # beyond which the kernel compares with more of them

_WIDEST = 2_048
_NARROWEST = 16
_SPARSE_SCALE = 1.5  # steeper units, which see few inputs, come nearer to steps
_N_FOLDS = 20
_GUESSED_FROM = 256  # units
_MOST_PICKED = 1_280
_PICKED_ALPHA = 5e-3  # for each row: between a tenth and ten times that was best on most tables that were tried
_FEWEST_DECIDING = 50
_WORTH_A_STRETCH = 0.99  # times the error with few landmarks, where a stretch gains more than with all of them
_MOST_EASIER = 4.0  # times: how much larger squared residuals of rows that decided are made
_JITTER = 1e-9  # members may agree to the last digit


class _Seeds(NamedTuple):
    dense: int
    sparse: int
    landmarks: int
    deciding: int


class BaseBlendELM(BaseCombined):
    """The members, how they are weighed, and the one layer that they become.

    Attributes
    ----------
    layer_ : Stack
        Inputs and their normal scores, then the units of all members of a weight above 0, side by side.
    weights_ : ndarray of shape (4,)
        Weight of each member, in the order linear, dense, sparse, kernel. They are at least 0 and sum to 1.
    offsets_ : ndarray of shape (k,)
        What is added to the weighted outputs of each class, and is part of ``intercept_``; 0 for numbers and labels.
    relevance_ : ndarray of shape (c,) or None
        By how much each input, and behind them each normal score, is stretched in the kernel; None for not at all.
    n_picked_ : int
        Number of sparse units that were picked.
    deciding_rows_ : ndarray of int
        Indices of the training rows whose targets decided about the relevance and the picked units. They are not among
        ``loo_rows_``.
    """

    layer_: Stack  # pyright: ignore[reportIncompatibleVariableOverride]  members see the channels, not the inputs
    weights_: np.ndarray
    offsets_: np.ndarray = np.zeros(1)  # of models that were saved without
    relevance_: np.ndarray | None = None
    n_picked: int | None = None
    relevance: str = "auto"
    n_picked_: int = 0
    deciding_rows_: np.ndarray = np.empty(0, dtype=int)

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "activation": [StrOptions(set(ACTIVATIONS))],
        "n_landmarks": [Interval(Integral, 1, None, closed="left"), None],
        "scale": [Interval(Real, 0, None, closed="neither")],
        "alpha": [Interval(Real, 0, None, closed="left"), tuple, StrOptions({"loo"})],
        "relevance": [StrOptions({"auto", "learned", "equal"})],
        "n_picked": [Interval(Integral, 0, None, closed="left"), None],
    }
    settings_blind_to_targets: ClassVar[dict[str, Any]] = {"relevance": "equal", "n_picked": 0}

    def _make_layer(self, rows: Rows) -> Stack:  # pyright: ignore[reportIncompatibleMethodOverride]  as layer_
        if isinstance(self.alpha, tuple) and (len(self.alpha) != len(MEMBERS) or min(self.alpha) < 0):
            raise ValueError(
                f"alpha of {type(self).__name__} as a tuple must be {len(MEMBERS)} penalties that are at least 0; "
                f"got {self.alpha}."
            )
        channels = channel_layer(rows.X, rows.weights)
        C = channels(rows.X)
        states = np.random.SeedSequence(seed_of(self.random_state)).generate_state(len(_Seeds._fields))
        seeds = self._seeds = _Seeds(*map(int, states))
        n_hidden = blend_width(rows.n_rows) if self.n_hidden is None else self.n_hidden
        members = (
            StateLayer(channels.n_hidden),
            self._dense(channels, n_hidden, seeds.dense),
            self._sparse(_deviations(C, rows.weights), n_hidden, seeds.sparse),
            self._kernel(C, seeds.landmarks),
        )
        return Stack((channels, SideBySide(members)))

    def _dense(self, channels: ChannelLayer, n_hidden: int, seed: int) -> HiddenLayer:
        """Return units that see every input, and no score."""
        n_inputs = channels.n_features
        layer = random_layer(n_inputs, n_hidden, activation=self.activation, scale=self.scale, random_state=seed)
        weights = np.zeros((channels.n_hidden, n_hidden), order="F")
        weights[:n_inputs] = layer.weights
        return replace(layer, weights=weights)

    def _sparse(self, deviations: np.ndarray, n_hidden: int, seed: int) -> HiddenLayer:
        """Return units that see 1 to 4 inputs and scores each."""
        weights, bias = draw_few(deviations, n_hidden, _SPARSE_SCALE * self.scale, seed)
        return HiddenLayer(np.asfortranarray(weights.T), bias, self.activation)

    def _kernel(self, C: np.ndarray, seed: int) -> KernelLayer:
        """Return the kernel, not whitened yet, with landmarks that are drawn without a look at the targets."""
        landmarks = C[np.random.default_rng(seed).choice(len(C), self._wanted_landmarks(C), replace=False)]
        # In random order: where a penalty is guessed, the first of them stand for all.
        first = np.sort(np.unique(landmarks, axis=0, return_index=True)[1])
        landmarks = np.asfortranarray(landmarks[first].T)
        return KernelLayer(landmarks, "laplacian", kernel_gamma(C), 0.0, 1)

    def _wanted_landmarks(self, C: np.ndarray) -> int:
        """Return the number of landmarks, before those that are the same row become one."""
        return _affordable(C) if self.n_landmarks is None else min(len(C), self.n_landmarks)

    def _parts(self, problem: Problem) -> list[Problem]:
        channels, members = _members(problem)
        given = [None] * len(members) if problem.alphas is None else np.resize(problem.alphas, (len(members), 1))
        inputs = np.ascontiguousarray(channels(problem.X))
        return [
            replace(problem, X=inputs, layer=member, alphas=alphas, by_squares=True)
            for member, alphas in zip(members, given, strict=True)
        ]

    def _iter_parts(self, problem: Problem) -> Generator[str, None, list[Problem]]:
        """Return the problem of each member; some rows decide what the kernel and the sparse units look at."""
        linear, dense, sparse, kernel = self._parts(problem)
        self.n_picked_, self.deciding_rows_ = 0, np.empty(0, dtype=int)
        if self._is_blind() or not _GUESSED_FROM < self._wanted_landmarks(kernel.X) < len(kernel.X):
            return [linear, dense, sparse, kernel]
        rows = deciding_rows(problem, self._seeds.deciding)
        if len(rows) < _FEWEST_DECIDING:  # groups may be large
            return [linear, dense, sparse, kernel]
        self.deciding_rows_ = rows if problem.rows is None else problem.rows[rows]
        deciding = replace(kernel, X=kernel.X[rows], T=kernel.T[rows], weights=kernel.weights_of(rows))
        equal = _narrow(kernel) if kernel.alphas is None else None
        alpha = equal.loo.alpha if equal is not None else float(cast("np.ndarray", kernel.alphas)[0])
        yield words.RELEVANCE
        layer = cast("KernelLayer", kernel.layer)
        relevance = learned_relevance(layer, deciding.X, deciding.T, alpha, deciding.weights)
        yield words.RELEVANCE
        kernel = self._maybe_stretched(kernel, relevance, equal)
        self.n_picked_ = blend_picked(len(kernel.X)) if self.n_picked is None else self.n_picked
        if self.n_picked_:
            sparse = yield from self._iter_picked(sparse, deciding, relevance)
        return [linear, dense, sparse, kernel]

    def _deciding_in(self, problem: Problem) -> np.ndarray:
        """Return which rows of a problem decided; it may have left some out, or sorted them by group."""
        rows = np.arange(len(problem.X)) if problem.rows is None else problem.rows
        return np.flatnonzero(np.isin(rows, self.deciding_rows_))

    def _is_blind(self) -> bool:
        """Return whether no targets decide about a layer."""
        return all(getattr(self, name) == value for name, value in self.settings_blind_to_targets.items())

    def _iter_part(self, part: Problem) -> Iterator[FitProgress]:
        """Solve for one member: a wide one at few penalties, near the best one of its first units."""
        width, is_kernel, guess = part.layer.n_hidden, isinstance(part.layer, KernelLayer), part.near
        if guess is None and part.alphas is None and _GUESSED_FROM < width < len(part.X):
            guess = _narrow(part).loo.alpha
        part = _whitened(part)
        if guess is None or part.alphas is not None or width >= len(part.X):
            yield from super()._iter_part(part)
        else:
            # Random units are a mean over draws of units: with twice as many, twice the penalty weighs as much. Those
            # of a kernel are not; its penalty is on the size of the function, however many landmarks there are.
            is_picked = part.near is not None and not is_kernel
            alpha = guess if is_kernel or is_picked else guess * width / _GUESSED_FROM
            yield from iter_near(part, alpha, is_rough=is_picked)

    def _maybe_stretched(self, kernel: Problem, relevance: np.ndarray, equal: Solution | None) -> Problem:
        """Return the problem of the kernel, stretched as was asked for or is better, near a penalty that is right."""
        if self.relevance == "equal":
            return kernel if equal is None else replace(kernel, near=equal.loo.alpha)
        stretched = replace(kernel, layer=replace(cast("KernelLayer", kernel.layer), relevance=relevance))
        if equal is None and self.relevance == "learned":
            return stretched
        equal, learned = equal or _narrow(kernel), _narrow(stretched)
        deciding = self._deciding_in(kernel)
        of_equal, of_learned = (_left_out_error(kernel, found, deciding) for found in (equal, learned))
        if self.relevance == "learned" or of_learned < _WORTH_A_STRETCH * of_equal:
            return replace(stretched, near=learned.loo.alpha)
        return replace(kernel, near=equal.loo.alpha)

    def _iter_picked(self, sparse: Problem, deciding: Problem, relevance: np.ndarray) -> Generator[str, None, Problem]:
        """Return the problem of the sparse units with picked ones among them; inputs that count are seen more often."""
        layer = cast("HiddenLayer", sparse.layer)
        picking = iter_pick(
            deciding.X,
            deciding.T,
            self.n_picked_,
            activation=self.activation,
            frequencies=relevance,
            seed=self._seeds.sparse,
            scale=self.scale,
            weights=deciding.weights,
        )
        weights, bias = yield from map_steps(picking, lambda _: words.PICKING)
        weights, bias = np.concatenate([weights, layer.weights], axis=1), np.concatenate([bias, layer.bias])
        layer = replace(layer, weights=np.asfortranarray(weights), bias=bias)
        return replace(sparse, layer=layer, near=_PICKED_ALPHA * len(sparse.X))

    def _joined(self, problem: Problem, solutions: Sequence[Solution]) -> Solution:
        """Weigh the members by their leave-one-out outputs, and return those of a weight above 0 as one layer."""
        self._keep(solutions)
        self.relevance_ = cast("KernelLayer", solutions[-1].layer).relevance
        alike = judged_by(solutions)
        rows, T = alike[0].loo_rows, problem.T[alike[0].loo_rows]
        deciding = self._deciding_in(problem)
        weights, judges = problem.weights_of(rows), ~np.isin(rows, deciding)
        parts = np.arange(len(rows)) % _N_FOLDS
        if problem.groups is not None:
            parts = np.unique(problem.groups[rows], return_inverse=True)[1] % _N_FOLDS
        left_out = np.array([solution.loo_outputs for solution in alike])
        # Rows that decided about a layer help to weigh the members, but the blend is judged by the others.
        self.weights_, outputs = _weigh(left_out, T, weights, parts, judges)
        outputs, parts, self.offsets_ = outputs[judges], parts[judges], np.zeros(T.shape[1])
        if problem.kind in ("binary", "multiclass"):
            self.offsets_, by_part = fit_offsets(outputs, T[judges], parts, problem.weights_of(rows[judges]))
            outputs += by_part[parts]
        return self._as_one(problem, judged_by(alike, deciding), self.weights_, outputs)

    def _as_one(
        self, problem: Problem, solutions: Sequence[Solution], weights: np.ndarray, outputs: np.ndarray
    ) -> Solution:
        """Return the weighted mean of some solutions and the offsets; those of weight 0 are not part of it."""
        channels, _ = _members(problem)
        kept = np.flatnonzero(weights > 0).tolist()
        found = weighted_mean(problem, solutions, weights, outputs)
        plain = [_unwhitened(solutions[at]) for at in kept]
        layer = Stack((channels, SideBySide(tuple(solution.layer for solution in plain))))
        coef = np.concatenate([share * solution.coef for share, solution in zip(weights[kept], plain, strict=True)])
        loo, intercept = replace(found.loo, n_hidden=layer.n_hidden), found.intercept + self.offsets_
        return replace(found, layer=layer, coef=coef, intercept=intercept, loo=loo)

    def member_layers(self) -> list[Layer]:
        """Return the layer of each member of a weight above 0, in the units in which its penalty is in ``alphas_``."""
        channels, beside = self._layer_of_sums().layers
        return [Stack((channels, layer)) for layer in cast("SideBySide", beside).layers]

    def _layer_of_sums(self) -> Stack:
        """Return the layer with the kernel in the units in which its penalty is the kernel's."""
        channels, beside = self.layer_.layers
        members = cast("SideBySide", beside).layers
        return Stack(
            (channels, SideBySide(tuple(whitened(one) if isinstance(one, KernelLayer) else one for one in members)))
        )

    def _solved_sums(self, problem: Problem, gram: Gram) -> Solution:
        """Return the blend of the same members with the same penalties and weights."""
        solutions, first = [], 0
        for part, alpha in zip(self._parts(problem), self.alphas_[self.weights_ > 0], strict=True):
            units = slice(first, first + part.layer.n_hidden)
            solutions.append(solve_sums(replace(part, alphas=np.array([alpha])), gram.of_units(units)))
            first = units.stop
        solutions = judged_by(solutions, self._deciding_in(problem))
        weights = self.weights_[self.weights_ > 0]
        outputs = np.tensordot(weights, [solution.loo_outputs for solution in solutions], axes=1) + self.offsets_
        return self._as_one(problem, solutions, weights, outputs)


def blend_width(n_rows: int) -> int:
    """Return the width of each random layer: the power of two at or above half the rows, from 16 to 2,048."""
    return min(_WIDEST, max(_NARROWEST, 1 << (max(1, n_rows // 2) - 1).bit_length()))


def blend_landmarks(n_rows: int) -> int:
    """Return the number of landmarks of the kernel: every row up to 1,500, and 2,000 beyond 5,000 rows."""
    return min(n_rows, _LANDMARKS if n_rows <= _MANY_ROWS else _MOST_LANDMARKS)


def blend_picked(n_rows: int) -> int:
    """Return how many units are picked where there are more rows than landmarks: a quarter of the rows up to 1,280."""
    return min(_MOST_PICKED, n_rows // 4)


def _members(problem: Problem) -> tuple[Layer, tuple[Layer, ...]]:
    """Return the channels, and the layers of the members on them."""
    channels, beside = cast("Stack", problem.layer).layers
    return channels, cast("SideBySide", beside).layers


def _affordable(C: np.ndarray) -> int:
    """Return the number of landmarks for rows, fewer where very many columns have more than two values."""
    n_columns = int(np.count_nonzero(~two_values(C.T)[2]))
    return min(blend_landmarks(len(C)), max(_FEWEST_LANDMARKS, isqrt(_MOST_DISTANCES // max(1, n_columns))))


def _whitened(part: Problem) -> Problem:
    """Return the problem of a member with its kernel whitened; of another member, the same."""
    layer = part.layer
    if isinstance(layer, KernelLayer) and layer.whitening is None:
        return replace(part, layer=whitened(layer))
    return part


def _narrow(part: Problem) -> Solution:
    """Return the solution for the first units of a member, at the best of all penalties."""
    part = _whitened(replace(part, layer=part.layer.leading(_GUESSED_FROM)))
    return next(step.result for step in iter_solutions(part, [part.layer.n_hidden]) if step.result is not None)


def _left_out_error(part: Problem, found: Solution, deciding: np.ndarray) -> float:
    """Return the squared leave-one-out error on the rows that did not decide."""
    (judged,) = judged_by([found], deciding)
    errors = np.square(judged.loo_outputs - part.T[judged.loo_rows]).sum(axis=1)
    return float(np.average(errors, weights=part.weights_of(judged.loo_rows)))


def _deviations(C: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
    """Return the standard deviation of each column, exactly 0 for a constant one."""
    mean = np.average(C, axis=0, weights=weights)
    return np.where(np.ptp(C, axis=0) > 0, np.sqrt(np.average((C - mean) ** 2, axis=0, weights=weights)), 0.0)


def _unwhitened(solution: Solution) -> Solution:
    """Return the same outputs with a kernel's values as units, which take less room than the whitened ones."""
    layer = solution.layer
    if not isinstance(layer, KernelLayer) or layer.whitening is None:
        return solution
    return replace(solution, layer=replace(layer, whitening=None), coef=dgemm(1.0, layer.whitening, solution.coef))


def _weigh(
    left_out: np.ndarray, T: np.ndarray, row_weights: np.ndarray | None, parts: np.ndarray, judges: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights of the members, and leave-one-out outputs of the blend.

    The weights minimise the squared leave-one-out error of the blend, summed over rows and targets. A row that helped
    to choose them is no test of them: the output of each row is blended with the weights that the other parts of the
    rows give.

    Parameters
    ----------
    left_out : ndarray of shape (n_members, m, k)
        Leave-one-out outputs of the members.
    T : ndarray of shape (m, k)
        Targets.
    row_weights : ndarray of shape (m,) or None
        Weight of each row.
    parts : ndarray of int, shape (m,)
        Part of each row, from 0.
    judges : ndarray of bool, shape (m,)
        Rows that decided about no layer.

    Returns
    -------
    weights : ndarray of shape (n_members,)
        At least 0, with sum 1.
    outputs : ndarray of shape (m, k)
        Of the blend.
    """
    residuals = left_out - T
    if row_weights is not None:
        residuals *= np.sqrt(row_weights)[:, None]
    if not judges.all():
        _as_if_new(residuals, judges)
    n_parts = int(parts.max()) + 1
    squares = np.array([_inner(residuals[:, parts == part]) for part in range(n_parts)])
    total = squares.sum(axis=0)
    weights = _on_simplex(total)
    by_part = np.array([_on_simplex(total - own) for own in squares]) if n_parts > 1 else weights[None]
    return weights, np.einsum("mik,im->ik", left_out, by_part[parts])


def _as_if_new(residuals: np.ndarray, judges: np.ndarray) -> None:
    """Enlarge the residuals of rows that decided about members, to what they would be beside those of the dense one.

    Nothing has decided about that one, so how large its residuals are on these rows and on the others says how hard
    the rows are.
    """
    on_judges, on_others = (np.square(residuals[:, rows]).sum(axis=(1, 2)) for rows in (judges, ~judges))
    blind = MEMBERS.index("dense")
    least = np.finfo(float).tiny
    ratios = on_judges / np.maximum(on_others, least)
    easier = ratios / max(ratios[blind], least)
    residuals[:, ~judges] *= np.sqrt(np.clip(easier, 1.0, _MOST_EASIER))[:, None, None]


def _inner(residuals: np.ndarray) -> np.ndarray:
    """Return the inner products (n_members, n_members) of residuals (n_members, m, k)."""
    flat = residuals.reshape(len(residuals), -1)
    return np.einsum("ia,ja->ij", flat, flat)


def _on_simplex(A: np.ndarray) -> np.ndarray:
    """Return the w of the least ``w'Aw`` among those that are at least 0 and sum to 1.

    Up to its scale it is the z at least 0 of the least ``z'Az - 2 sum(z)``, which is non-negative least squares.
    """
    size = float(np.trace(A))
    if size <= 0:  # every member is right on every row
        return np.full(len(A), 1.0 / len(A))
    A = A / size + _JITTER * np.eye(len(A))
    root = cholesky(A, lower=True)
    z, _ = nnls(root.T, solve_triangular(root, np.ones(len(A)), lower=True))
    return z / z.sum()


class BlendELMRegressor(BaseBlendELM, RegressorReadout):
    """Blend of four closed-form models for regression, weighed by their leave-one-out errors.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of units of each random layer. None takes the power of two at or above half the rows, from 16 to 2,048.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    n_landmarks : int or None, default=None
        Number of rows that the kernel compares with, drawn at random. None takes 1,500 at most,
        2,000 of more than 5,000 rows, and fewer where more than 250 columns are numbers.
    alpha : float, tuple of 4 floats or "loo", default="loo"
        Ridge penalty of every member, or of each; "loo" takes for each the best of 21 values by exact leave-one-out
        squared error.
    scale : float, default=1.0
        Scale of the random weights.
    relevance : {"auto", "learned", "equal"}, default="auto"
        By how much each input and each normal score is stretched before the kernel compares rows: all alike, or as
        learned from the targets, where there are more rows than landmarks and more than 256 of these. "auto" is what
        leave-one-out finds better.
    n_picked : int or None, default=None
        Number of units that are picked from many random ones by what they explain of the targets, and join the sparse
        layer, where there are more rows than landmarks. None takes a quarter of the rows, 1,280 at the most.
    random_state : int, RandomState or None, default=None
        Seed of the random weights and landmarks.

    Attributes
    ----------
    weights_ : ndarray of shape (4,)
        Weight of each member, in the order linear, dense, sparse, kernel. They are at least 0 and sum to 1.

    See Also
    --------
    ELMRegressor : One random layer.

    Notes
    -----
    Beside each input with at least 5 distinct values stands its normal score, which is where it ranks among the
    training rows. The members are ridge regressions on (1) inputs and scores, (2) random units that see every input,
    (3) units that see 1 to 4 inputs or scores each, (4) a Laplacian kernel with landmarks.

    Where there are more rows than landmarks, and more than 256 of these, up to a third of the rows, 4,000 at the most,
    decides what members look at: how much each input counts in the kernel, and which of many random units are among
    (3). The other rows judge.

    Each member has exact leave-one-out outputs ``f``, as nothing else in its layer depends on the targets. The weights
    ``w >= 0`` with ``sum(w) = 1`` minimise ``sum_i (t_i - sum_m w_m f_im)^2`` (stacking), in which the errors of rows
    that decided are enlarged to be, beside those of (2), as large as on the others. ``loo_``, probabilities and
    intervals are those of the rows that judge, each blended with weights that 19 twentieths of the other rows give, so
    that no row judges what it has chosen.

    The blend of linear readouts is one linear readout: a fitted blend is one layer of units with output weights.

    References
    ----------
    Breiman (1996). Stacked regressions. Machine Learning 24. doi:10.1007/BF00117832

    Rahimi, Recht (2008). Random features for large-scale kernel machines. NIPS 20.

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import BlendELMRegressor
    >>> x = np.linspace(-1, 1, 100)[:, None]
    >>> model = BlendELMRegressor(32, random_state=0).fit(x, np.sin(3 * x[:, 0]))
    >>> round(model.score(x, np.sin(3 * x[:, 0])), 3)
    1.0
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        activation: str = "tanh",
        n_landmarks: int | None = None,
        alpha: float | tuple[float, ...] | str = "loo",
        scale: float = 1.0,
        relevance: str = "auto",
        n_picked: int | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.activation = activation
        self.n_landmarks = n_landmarks
        self.alpha = alpha
        self.scale = scale
        self.relevance = relevance
        self.n_picked = n_picked
        self.random_state = random_state


class BlendELMClassifier(BaseBlendELM, ClassifierReadout):
    """Blend of four closed-form models for classification, weighed by their leave-one-out errors.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of units of each random layer. None takes the power of two at or above half the rows, from 16 to 2,048.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    n_landmarks : int or None, default=None
        Number of rows that the kernel compares with, drawn at random. None takes 1,500 at most,
        2,000 of more than 5,000 rows, and fewer where more than 250 columns are numbers.
    alpha : float, tuple of 4 floats or "loo", default="loo"
        Ridge penalty of every member, or of each; "loo" takes for each the best of 21 values by exact leave-one-out
        squared error.
    scale : float, default=1.0
        Scale of the random weights.
    relevance : {"auto", "learned", "equal"}, default="auto"
        By how much each input and each normal score is stretched before the kernel compares rows: all alike, or as
        learned from the targets, where there are more rows than landmarks and more than 256 of these. "auto" is what
        leave-one-out finds better.
    n_picked : int or None, default=None
        Number of units that are picked from many random ones by what they explain of the targets, and join the sparse
        layer, where there are more rows than landmarks. None takes a quarter of the rows, 1,280 at the most.
    class_weight : dict, "balanced" or None, default=None
        Weights of the classes; "balanced" makes them inversely proportional to the class frequencies.
    random_state : int, RandomState or None, default=None
        Seed of the random weights and landmarks.

    Attributes
    ----------
    weights_ : ndarray of shape (4,)
        Weight of each member, in the order linear, dense, sparse, kernel. They are at least 0 and sum to 1.
    offsets_ : ndarray of shape (k,)
        What is added to the weighted outputs of each class; part of ``intercept_``.

    See Also
    --------
    BlendELMRegressor : The same for regression, with notes on how it works.
    ELMClassifier : One random layer.

    Notes
    -----
    As :class:`BlendELMRegressor`, on targets -1 and 1. Penalties and weights minimise the squared leave-one-out error,
    not the number of misclassified rows: probabilities and rankings are better for it, and as many rows are right.
    Least squares draws the outputs of a rare class towards -1 further than its probability falls, so an offset of each
    class is chosen together with the temperature, by the likelihood of leave-one-out outputs.

    References
    ----------
    Breiman (1996). Stacked regressions. Machine Learning 24. doi:10.1007/BF00117832

    Alexandari, Kundaje, Shrikumar (2020). Maximum likelihood with bias-corrected calibration is hard-to-beat at label
    shift adaptation. ICML. arXiv:1901.06852

    Examples
    --------
    >>> from elmweb import BlendELMClassifier
    >>> X, y = [[-1.0], [-0.8], [0.9], [1.0]], ["low", "low", "high", "high"]
    >>> model = BlendELMClassifier(16, random_state=0).fit(X, y)
    >>> model.predict([[-0.9], [0.8]]).tolist()
    ['low', 'high']
    """

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        activation: str = "tanh",
        n_landmarks: int | None = None,
        alpha: float | tuple[float, ...] | str = "loo",
        scale: float = 1.0,
        relevance: str = "auto",
        n_picked: int | None = None,
        class_weight: dict | str | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.activation = activation
        self.n_landmarks = n_landmarks
        self.alpha = alpha
        self.scale = scale
        self.relevance = relevance
        self.n_picked = n_picked
        self.class_weight = class_weight
        self.random_state = random_state
