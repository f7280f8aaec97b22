"""Units that see a few inputs each, picked from many random ones by what they explain of the targets.

The units of a layer that no targets have touched are spread over everything that an answer could depend on. Here many
are drawn and few kept: round after round those that go best with what is not explained yet, from new ones and from
copies of the kept ones whose weights are changed a little. No weight is learned by gradients; what a unit looks at is
still a matter of chance, of which the better part is kept.

Picking looks at targets, so it is done on some of the rows, and the others judge it.

References
----------
Huang, Chen (2008). Enhanced random search based incremental extreme learning machine. Neurocomputing 71(16-18).
doi:10.1016/j.neucom.2007.10.008

Friedman (2001). Greedy function approximation: a gradient boosting machine. Annals of Statistics 29(5).
doi:10.1214/aos/1013203451
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.linalg import eigh
from scipy.linalg.blas import dgemm, sgemm

from elmweb.estimators.layers.activations import ACTIVATIONS

__all__ = ["iter_pick"]

_N_ROUNDS = 64
_DRAWN = 16  # units that are drawn anew, and as many that are changed copies, for each one that is kept
_MOST_SEEN = 3  # inputs of a unit
_FLATTEST, _STEEPEST = 1.5, 10.0  # norm of a unit's weights on inputs of unit variance; steep ones come near to steps
_SHRINKAGE = 0.3  # of what a round explains, so that later ones look at it too
_CHANGES, _CHANGE, _SHIFT = 0.4, 0.5, 0.2  # of a copy: of its steepness and of each weight (logarithms), of its bias
_ALIKE = 0.95  # correlation beyond which two units are one
_LEAST_VARIANCE = 1e-3  # units that hardly ever say anything are not blown up
_MOST_OUTPUTS = 16  # more classes are mixed at random
_LEAST_SLACK = 1e-9
_PENALTIES = 10.0 ** np.arange(-5.0, 3.5, 0.5)


@dataclass(frozen=True)
class _Units:
    """Units by the inputs that they see: `inputs` and `weights` (most, P), of weight 0 where fewer are seen."""

    inputs: np.ndarray
    weights: np.ndarray
    bias: np.ndarray

    def __getitem__(self, which: np.ndarray | slice) -> _Units:
        return _Units(self.inputs[:, which], self.weights[:, which], self.bias[which])


def iter_pick(
    X: np.ndarray,
    T: np.ndarray,
    n_units: int,
    *,
    activation: str,
    frequencies: np.ndarray,
    seed: int,
    scale: float = 1.0,
    weights: np.ndarray | None = None,
) -> Generator[float, None, tuple[np.ndarray, np.ndarray]]:
    """Draw units and keep those that explain the targets.

    Parameters
    ----------
    X : ndarray of shape (m, d)
        Rows to pick by.
    T : ndarray of shape (m, k)
        Their targets.
    n_units : int
        Number of units to keep, ``L``.
    activation : str
        Key of ``ACTIVATIONS``.
    frequencies : ndarray of shape (d,)
        How often an input is looked at, at least 0, up to a factor. Constant inputs never are.
    seed : int
        Same seed, same units.
    scale : float, default=1.0
        Factor of the steepness of all units.
    weights : ndarray of shape (m,), optional
        Weight of each row.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    weights : ndarray of shape (d, L), Fortran order
        Input weights.
    bias : ndarray of shape (L,)
        Biases.
    """
    rng = np.random.default_rng(seed)
    if weights is None:
        weights = np.ones(len(X))
    counted = weights > 0
    X, T, shares = X[counted], T[counted], weights[counted] / weights.sum()
    drawing = _Drawing(X, frequencies, (_FLATTEST * scale, _STEEPEST * scale), rng)
    unexplained = T - shares @ T
    unexplained /= np.abs(unexplained).max() or 1.0  # their squares fit into float32
    if T.shape[1] > _MOST_OUTPUTS:
        unexplained = unexplained @ rng.standard_normal((T.shape[1], _MOST_OUTPUTS))
    kept: list[_Units] = []
    ends = np.linspace(0, n_units, _N_ROUNDS + 1).round().astype(int)
    for n_before, n_after in pairwise(ends.tolist()):
        wanted = n_after - n_before
        if wanted:
            pools = [drawing.new(_DRAWN * wanted)]
            pools.append(drawing.changed(_joined(kept), _DRAWN * wanted) if kept else drawing.new(_DRAWN * wanted))
            n_best = wanted + wanted // 2 + 1  # of each, as some of them are alike
            found = [_best(drawing.outputs(pool, activation), unexplained, shares, n_best) for pool in pools]
            units = _joined([pool[at] for pool, (at, _) in zip(pools, found, strict=True)])
            outputs = np.concatenate([own for _, own in found])
            # The best of the new ones and of the changed ones by turns, so that neither crowd out the other.
            turns = np.argsort(np.concatenate([np.arange(len(at)) for at, _ in found]), kind="stable")
            picked = _unlike(outputs, turns, wanted)
            kept.append(units[picked])
            unexplained = unexplained - _SHRINKAGE * _left_out(outputs[picked], unexplained, shares)
        yield n_after / n_units
    return drawing.dense(_joined(kept))


class _Drawing:
    """Drawing units on the rows to pick by."""

    def __init__(
        self, X: np.ndarray, frequencies: np.ndarray, steepness: tuple[float, float], rng: np.random.Generator
    ) -> None:
        self._columns = np.ascontiguousarray(X.T, dtype=np.float32)
        deviations = np.where(np.ptp(X, axis=0) > 0, X.std(axis=0), 0.0)  # that of a constant may be rounding
        self._deviations = np.where(deviations > 0, deviations, 1.0)
        shares = np.where(deviations > 0, frequencies, 0.0)
        self._up_to = np.cumsum(shares if shares.sum() > 0 else np.ones(len(shares)))
        self._log_steepness, self._rng = (float(np.log(steepness[0])), float(np.log(steepness[1]))), rng

    def new(self, n_units: int) -> _Units:
        """Return random units of 1 to 3 inputs, each with its threshold at a random row."""
        rng, shape = self._rng, (_MOST_SEEN, n_units)
        inputs = np.searchsorted(self._up_to, rng.random(shape) * self._up_to[-1], side="right")
        inputs = np.minimum(inputs, len(self._up_to) - 1)
        weights = rng.standard_normal(shape)
        weights[np.arange(_MOST_SEEN)[:, None] >= rng.integers(1, _MOST_SEEN + 1, n_units)] = 0.0
        weights *= np.exp(rng.uniform(*self._log_steepness, n_units)) / np.sqrt(np.square(weights).sum(axis=0))
        weights /= self._deviations[inputs]
        return _Units(inputs, weights, self._thresholds(inputs, weights))

    def changed(self, kept: _Units, n_units: int) -> _Units:
        """Return changed copies of units: half with thresholds near theirs, half with thresholds at random rows."""
        rng = self._rng
        of = kept[rng.integers(len(kept.bias), size=n_units)]
        weights = of.weights * np.exp(_CHANGE * rng.standard_normal(of.weights.shape))
        weights *= np.exp(_CHANGES * rng.standard_normal(n_units))
        longer = np.sqrt(np.square(weights).sum(axis=0) / np.square(of.weights).sum(axis=0))
        near = of.bias * longer + _SHIFT * rng.standard_normal(n_units)
        bias = np.where(rng.random(n_units) < 0.5, near, self._thresholds(of.inputs, weights))
        return _Units(of.inputs, weights, bias)

    def outputs(self, units: _Units, activation: str) -> np.ndarray:
        """Return the outputs (P, m) of units in float32."""
        gain = ACTIVATIONS[activation].gain
        weights = (gain * units.weights).astype(np.float32)
        Z = np.empty((len(units.bias), self._columns.shape[1]), dtype=np.float32)
        Z[:] = (gain * units.bias).astype(np.float32)[:, None]
        for inputs, own in zip(units.inputs, weights, strict=True):
            seeing = np.flatnonzero(own)
            Z[seeing] += self._columns[inputs[seeing]] * own[seeing, None]
        ACTIVATIONS[activation].apply(Z)
        return Z

    def dense(self, units: _Units) -> tuple[np.ndarray, np.ndarray]:
        """Return weights (d, P) and biases (P,)."""
        weights = np.zeros((len(self._columns), len(units.bias)), order="F")
        for inputs, own in zip(units.inputs, units.weights, strict=True):
            np.add.at(weights, (inputs, np.arange(len(own))), own)
        return weights, units.bias

    def _thresholds(self, inputs: np.ndarray, weights: np.ndarray) -> np.ndarray:
        rows = self._rng.integers(self._columns.shape[1], size=inputs.shape[1])
        return -np.sum(self._columns[inputs, rows] * weights, axis=0)


def _joined(units: Sequence[_Units]) -> _Units:
    """Return units side by side."""
    return _Units(
        np.concatenate([own.inputs for own in units], axis=1),
        np.concatenate([own.weights for own in units], axis=1),
        np.concatenate([own.bias for own in units]),
    )


def _best(
    outputs: np.ndarray, unexplained: np.ndarray, shares: np.ndarray, n_best: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the units that explain most, the best first, and their outputs.

    These are centred and multiplied by the roots of the rows' shares, so that their squares sum to variances.
    """
    root = np.sqrt(shares)
    outputs -= sgemm(1.0, outputs.T, shares[:, None], trans_a=1)
    outputs *= root.astype(np.float32)
    products = sgemm(1.0, outputs.T, unexplained * root[:, None], trans_a=1)
    variances = np.einsum("pm,pm->p", outputs, outputs)
    explained = np.square(products).sum(axis=1) / np.maximum(variances, _LEAST_VARIANCE)
    best = np.argsort(-explained, kind="stable")[:n_best]
    return best, outputs[best]


def _unlike(outputs: np.ndarray, order: np.ndarray, wanted: int) -> np.ndarray:
    """Return the first units (wanted,) in an order that are unlike each other, and others where those are too few."""
    products = sgemm(1.0, outputs.T, outputs.T, trans_a=1)
    sizes = np.sqrt(np.diagonal(products))
    alike = np.abs(products) > _ALIKE * np.outer(sizes, sizes)
    free, picked = np.ones(len(outputs), dtype=bool), []
    for at in order:
        if len(picked) < wanted and free[at]:
            picked.append(at)
            free &= ~alike[at]
    rest = order[~np.isin(order, picked)]
    return np.array([*picked, *rest[: wanted - len(picked)]])


def _left_out(outputs: np.ndarray, R: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Return what ridge regression on units (L, m) says of each row (m, k) without it, at the best penalty."""
    H, root, mean = outputs.T.astype(np.float64), np.sqrt(shares)[:, None], shares @ R
    values, V = eigh(dgemm(1.0, H, H, trans_a=1))
    P = dgemm(1.0, H, V)
    products, squares = dgemm(1.0, P, (R - mean) * root, trans_a=1), np.square(P)
    best, least = np.zeros_like(R), np.inf
    for penalty in _PENALTIES * max(float(values.mean()), np.finfo(float).tiny):
        shrink = 1.0 / (np.maximum(values, 0.0) + penalty)
        leverage = dgemm(1.0, squares, shrink[:, None]) + shares[:, None]
        said = mean + dgemm(1.0, P, shrink[:, None] * products) / root
        left_out = R - (R - said) / np.maximum(1.0 - leverage, _LEAST_SLACK)
        error = float(shares @ np.square(R - left_out).sum(axis=1))
        if error < least:
            best, least = left_out, error
    return best
