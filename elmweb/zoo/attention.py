"""The Transformer of film reviews in NumPy, so that each of its heads can be looked at.

The exported graph tells where a layer looked only as the mean over its heads. This is the same arithmetic with the same
weights, written for reading. The matrices are small: a review has about a hundred pieces of 64 numbers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import erf

from elmweb.onnx_format.weights import Weights

__all__ = ["Inside", "look_inside"]

_HEADS, _LAYERS = 4, 2


class Inside(NamedTuple):
    """What a Transformer computes on its way.

    Parameters
    ----------
    attention : ndarray of shape (layers, heads, n, n)
        How much each piece (row) takes from each piece (column); a row adds up to 1.
    counts : ndarray of shape (n,)
        How much each piece counts in the answer; they add up to 1.
    logits : ndarray of shape (2,)
        The answer before softmax.
    """

    attention: np.ndarray
    counts: np.ndarray
    logits: np.ndarray


def look_inside(weights: Weights, ids: np.ndarray) -> Inside:
    """Compute the model ``transformer-sentiment`` for one text.

    Parameters
    ----------
    weights : Weights
        Of its ONNX file.
    ids : ndarray of shape (n,), int
        The pieces of the text, by their positions in the vocabulary.

    Returns
    -------
    Inside
        As onnxruntime computes it, up to the rounding of 32-bit floats.

    References
    ----------
    Vaswani et al. (2017). Attention is all you need. NeurIPS. arXiv:1706.03762.
    """
    x = weights.matrix("pieces.weight")[ids] + weights.matrix("places.weight")[: len(ids)]
    attention = []
    for at in range(_LAYERS):
        layer = f"layers.{at}"
        x, looked = _attend(weights, layer, x)
        attention.append(looked)
        normed = _normalized(weights, f"{layer}.norm2", x)
        x = x + _linear(weights, f"{layer}.narrow", _gelu(_linear(weights, f"{layer}.widen", normed)))
    x = _normalized(weights, "norm", x)
    counts = _softmax(_linear(weights, "counts", x)[:, 0])
    pooled = counts @ x
    logits = weights.matrix("head.weight") @ pooled + weights.matrix("head.bias")
    return Inside(np.stack(attention), counts, logits)


def _attend(weights: Weights, layer: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pieces (n, width) after they have looked at each other, and how much at whom (heads, n, n)."""
    normed = _normalized(weights, f"{layer}.norm1", x)
    # What each piece asks for, what it answers to, and what it gives, an equal part of the columns for every head.
    queries, keys, values = (
        np.split(_linear(weights, f"{layer}.{part}", normed), _HEADS, axis=1) for part in ("query", "key", "value")
    )
    root = np.float32(np.sqrt(x.shape[1] // _HEADS))
    looked = np.stack([_softmax(Q @ K.T / root) for Q, K in zip(queries, keys, strict=True)])
    mixed = np.concatenate([A @ V for A, V in zip(looked, values, strict=True)], axis=1)
    return x + _linear(weights, f"{layer}.out", mixed), looked


def _linear(weights: Weights, name: str, x: np.ndarray) -> np.ndarray:
    """Return ``x W + b`` with the parameters of a linear layer, whose node is called by its place: layer, then part."""
    *layer, part = name.rsplit(".", 1)
    return x @ weights.factor("/".join(["", *layer, part, "MatMul"])) + weights.matrix(f"{name}.bias")


def _normalized(weights: Weights, name: str, x: np.ndarray) -> np.ndarray:
    centred = x - x.mean(axis=1, keepdims=True)
    root = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + np.float32(1e-5))
    return centred / root * weights.matrix(f"{name}.weight") + weights.matrix(f"{name}.bias")


def _gelu(x: np.ndarray) -> np.ndarray:
    return x * (np.float32(0.5) * (1 + erf(x / np.float32(np.sqrt(2)))))


def _softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
