"""A layer whose weights are those of an ELM autoencoder."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.blas import dgemm, dsymm
from scipy.linalg.lapack import dposv
from sklearn.preprocessing import StandardScaler

from elmweb.compute import BlasAccumulator, Layer
from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.solve import block_size, row_slices
from elmweb.estimators.layers.dense import HiddenLayer, random_layer

__all__ = ["encoding_layer"]

_RIDGE = 1e-3  # relative to the mean diagonal of H'H
_SPARSITY = 1e-3  # relative to the largest element of H'X, at which all weights would be 0
_STEPS = 50


def encoding_layer(
    rows: Rows, below: Layer | None, width: int, *, sparse: bool, seed: int, activation: str = "tanh"
) -> HiddenLayer:
    """Return a layer whose weights are those with which an autoencoder reconstructs its inputs.

    Parameters
    ----------
    rows : Rows
        Training rows.
    below : Layer or None
        Layer that computes its inputs from the rows; None for the rows themselves.
    width : int
        Number of units.
    sparse : bool
        Whether weights are found under an l1 penalty, which sets some of them to 0, or under a ridge penalty.
    seed : int
        Seed of the random units of the autoencoder.
    activation : str, default="tanh"
        Activation of the units that are returned.

    Returns
    -------
    HiddenLayer
        Units ``activation(X B')``; before the activation each has mean 0 and variance 1 on the training rows.

    Notes
    -----
    With random orthogonal units ``H``, ``B = (H'H + alpha I)^-1 H'X``; sparse weights by FISTA (Beck, Teboulle
    2009, doi:10.1137/080716542). Everything comes from sums over row blocks.
    """
    blocks = row_slices(len(rows.X), block_size(max(width, rows.X.shape[1])))

    def inputs(part: slice) -> np.ndarray:
        return np.asarray(rows.X[part] if below is None else below(rows.X[part]), dtype=np.float64)

    scaler, n_inputs = StandardScaler(), rows.X.shape[1] if below is None else below.n_hidden
    for part in blocks:
        scaler.partial_fit(inputs(part), sample_weight=_weights(rows, part))
    units = random_layer(n_inputs, width, hidden_weights="orthogonal", random_state=seed)
    sums, own = BlasAccumulator(units, n_inputs), BlasAccumulator(_Inputs(n_inputs), 1)
    for part in blocks:
        X = scaler.transform(inputs(part))
        sums.add(X, X, _weights(rows, part))
        own.add(X, np.zeros((len(X), 1)), _weights(rows, part))
    gram = sums.result()
    B = _sparse(gram.G, gram.C) if sparse else _ridge(gram.G, gram.C)  # (width, n_inputs)
    S = own.result().G / own.result().n
    variance = np.einsum("ij,ij->i", dsymm(1.0, S, B, side=1, lower=1), B)
    B /= np.sqrt(np.where(variance > 1e-12, variance, 1.0))[:, None]
    weights = (B / scaler.scale_).T  # for inputs that are not standardised
    return HiddenLayer(np.asfortranarray(weights), -dgemm(1.0, scaler.mean_[None, :], weights)[0], activation)


@dataclass(frozen=True)
class _Inputs:
    """The layer that returns its inputs."""

    n_hidden: int

    def leading(self, n_hidden: int) -> _Inputs:
        return _Inputs(n_hidden)

    def __call__(self, X: np.ndarray) -> np.ndarray:
        return np.asfortranarray(X[:, : self.n_hidden])


def _weights(rows: Rows, part: slice) -> np.ndarray | None:
    return None if rows.weights is None else rows.weights[part]


def _ridge(G: np.ndarray, C: np.ndarray) -> np.ndarray:
    """Return the ridge solution (L, d) of the sums."""
    G = np.array(G, order="F")
    diagonal = np.einsum("ii->i", G)
    diagonal += _RIDGE * (diagonal.mean() or 1.0)
    return dposv(G, C, lower=1)[1]


def _sparse(G: np.ndarray, C: np.ndarray) -> np.ndarray:
    """Return weights (L, d) that minimise ``tr(B'GB) / 2 - tr(B'C) + penalty sum |B|``, by FISTA."""
    steepness = float(np.sqrt(np.sum(np.tril(G) ** 2) * 2)) or 1.0  # at least the largest eigenvalue
    penalty = _SPARSITY * float(np.abs(C).max(initial=0.0))
    B = ahead = np.zeros_like(C)
    momentum = 1.0
    for _ in range(_STEPS):
        step = ahead - (dsymm(1.0, G, ahead, lower=1) - C) / steepness
        following = np.sign(step) * np.maximum(np.abs(step) - penalty / steepness, 0.0)
        later = (1.0 + np.sqrt(1.0 + 4.0 * momentum**2)) / 2.0
        ahead = following + (momentum - 1.0) / later * (following - B)
        B, momentum = following, later
    return B
