"""The WebAssembly backend: the same sums as BLAS gives, from float32 hidden units, several times faster in the page.

web/kernel does the work. What reaches it is handed in as an object, so that this
file knows no browser; arrays cross as copies, in both directions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, Self

import numpy as np

from elmweb.compute.protocol import Gram

__all__ = ["Kernel", "KernelAccumulator", "KernelSums", "float_spec", "gram_of", "kernel_memory_bytes"]

_PANEL = 8  # units side by side, as in web/kernel/float.c
_BLOCK_ROWS = 256
_BLOCK_BYTES = 16e6
_DEPTH = 256


class KernelSums(Protocol):
    """Sums that live in the kernel: ``FloatSums`` of web/kernel/float.js. Arrays are copied on the way."""

    def add(self, X: np.ndarray, T: np.ndarray, n: int, sign: int, weights: np.ndarray | None) -> None:
        """Add `n` rows, or take them away where `sign` is -1; arrays are flat, row after row."""
        ...

    def state(self) -> Any:
        """Return a copy of all sums, for another's ``merge``."""
        ...

    def merge(self, state: Any) -> None:
        """Add the rows of another sum."""
        ...

    def gram(self) -> Mapping[str, Any]:
        """Return ``n, G, C, hMean, tMean, tSquareSums``; G and C flat, column after column."""
        ...

    def free(self) -> None:
        """Give the memory back."""
        ...


class Kernel(Protocol):
    """Whatever leads to the WebAssembly kernel."""

    def sums(self, spec: Mapping[str, Any]) -> KernelSums:
        """Return empty sums for one layer; web/kernel/float.js says what `spec` holds."""
        ...


class Layer(Protocol):
    """What is asked of a hidden layer: ``activation(X weights + bias)``."""

    weights: np.ndarray
    bias: np.ndarray
    activation: str


class KernelAccumulator:
    """Sums ``H'H`` and ``H'T`` about their means in the WebAssembly kernel, one row block at a time.

    Parameters
    ----------
    layer : object
        With ``weights`` of shape (d, L), ``bias`` of shape (L,) and ``activation``, a name.
    n_targets : int
        Number of target columns, ``k``.
    kernel : Kernel
        Leads to the kernel.
    input_scale : float, default=1.0
        What inputs of type uint8 are multiplied by; other inputs are taken as they are.

    Notes
    -----
    Hidden units are float32, with an absolute error of about 1e-6; products of one block of
    256 rows are summed in float32, about the means of the first block, and blocks in float64.

    Examples
    --------
    >>> from elmweb.compute.kernel import kernel_memory_bytes
    >>> round(kernel_memory_bytes(1000, 10, 784) / 1e6)
    18
    """

    def __init__(self, layer: Layer, n_targets: int, kernel: Kernel, *, input_scale: float = 1.0) -> None:
        self._shape = (layer.weights.shape[1], n_targets)
        self._sums = kernel.sums(float_spec(layer, n_targets, input_scale=input_scale))

    def add(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Add one row block.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Inputs; uint8, float32 and float64 are copied as they are, anything else as float64.
        T : ndarray of shape (n, k)
            Targets of the same rows.
        weights : ndarray of shape (n,), optional
            How often each row counts; none negative.
        """
        self._count(X, T, weights, 1)

    def subtract(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Take away rows that were added before, in any block.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Inputs of those rows.
        T : ndarray of shape (n, k)
            Their targets.
        weights : ndarray of shape (n,), optional
            The weights they were added with.
        """
        self._count(X, T, weights, -1)

    def merge(self, other: Self) -> None:
        """Add the rows of another accumulator.

        Parameters
        ----------
        other : KernelAccumulator
            Sums over other rows of the same layer; left as it is.
        """
        self._sums.merge(other._sums.state())

    def result(self) -> Gram:
        """Return the sums so far, as a copy.

        Returns
        -------
        Gram
            Ready for the ridge regression.
        """
        return gram_of(self._sums.gram(), *self._shape)

    def free(self) -> None:
        """Give the kernel's memory back; nothing else may be called after."""
        self._sums.free()

    def _count(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None, sign: int) -> None:
        if len(X) == 0:
            return
        kept = X.dtype if X.dtype in (np.uint8, np.float32, np.float64) else np.float64
        X = np.ascontiguousarray(X, dtype=kept)
        T = np.ascontiguousarray(T, dtype=np.float64)
        if weights is not None:
            weights = np.ascontiguousarray(weights, dtype=np.float64)
        self._sums.add(X.reshape(-1), T.reshape(-1), len(X), sign, weights)


def float_spec(layer: Layer, n_targets: int, *, input_scale: float = 1.0) -> dict[str, Any]:
    """Return a layer as web/kernel/float.js takes it.

    Parameters
    ----------
    layer : object
        With ``weights`` of shape (d, L), ``bias`` of shape (L,) and ``activation``, a name.
    n_targets : int
        Number of target columns, ``k``.
    input_scale : float, default=1.0
        What inputs of type uint8 are multiplied by.

    Returns
    -------
    dict
        Numbers, a text and float32 arrays.
    """
    n_features, n_hidden = layer.weights.shape
    return {
        "arithmetic": "float",
        "nFeatures": n_features,
        "nHidden": n_hidden,
        "nTargets": n_targets,
        "activation": layer.activation,
        "weights": np.ascontiguousarray(layer.weights, dtype=np.float32).reshape(-1),
        "bias": np.ascontiguousarray(layer.bias, dtype=np.float32),
        "inputScale": input_scale,
    }


def gram_of(sums: Mapping[str, Any], n_hidden: int, n_targets: int) -> Gram:
    """Return what a kernel's ``gram()`` gave as a :class:`Gram`.

    Parameters
    ----------
    sums : mapping
        ``n, G, C, hMean, tMean, tSquareSums``; G and C flat, column after column.
    n_hidden, n_targets : int
        Their shapes.

    Returns
    -------
    Gram
        On the same memory.
    """
    G = np.asarray(sums["G"]).reshape((n_hidden, n_hidden), order="F")
    C = np.asarray(sums["C"]).reshape((n_hidden, n_targets), order="F")
    return Gram(sums["n"], G, C, *(np.asarray(sums[name]) for name in ("hMean", "tMean", "tSquareSums")))


def kernel_memory_bytes(n_hidden: int, n_targets: int, n_features: int) -> int:
    """Return the kernel memory that one accumulator takes at its largest, when its result is read.

    Parameters
    ----------
    n_hidden : int
        Number of hidden units, ``L``.
    n_targets : int
        Number of target columns, ``k``.
    n_features : int
        Number of inputs, ``d``.

    Returns
    -------
    int
        Bytes: ``12 L**2`` for the sums and the centred matrix, and what one row block needs.

    Examples
    --------
    >>> kernel_memory_bytes(8000, 10, 784) // 1_000_000
    805
    """
    panels = -(-n_hidden // _PANEL)
    target_panels = n_targets // _PANEL + 1
    rows = max(_PANEL, min(_BLOCK_ROWS, int(_BLOCK_BYTES / (8 * n_features) / 4) * 4))
    weights = 4 * _PANEL * panels * (n_features + 2)
    block = rows * (
        8 * n_features + 4 * min(_DEPTH, n_features) + 4 * _PANEL * (panels + target_panels) + 8 * n_targets
    )
    tiles = 8 * _PANEL**2 * (panels * (panels + 1) // 2 + target_panels * panels)
    centred = 8 * n_hidden * (n_hidden + n_targets)
    return weights + block + tiles + max(centred, 4 * n_features * n_hidden)
