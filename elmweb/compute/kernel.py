"""The WebAssembly backend: the same sums as with BLAS, several times faster in the page.

The kernel in web/kernel computes them. Its interface is passed in as an object, so that this module is independent of
the browser; arrays are copied in both directions. Where a kernel can be called in this thread, :func:`set_kernel` sets
it once, and fits use it from then on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol, Self

import numpy as np

from elmweb.compute.kernel_spec import KernelSpec, flat_rows, float_spec
from elmweb.compute.protocol import Gram

__all__ = [
    "Kernel",
    "KernelAccumulator",
    "KernelMap",
    "KernelSums",
    "arithmetic_works",
    "float_spec",
    "gram_of",
    "kernel_in_thread",
    "kernel_note",
    "set_kernel",
]


class KernelSums(Protocol):
    """Sums in the memory of the kernel: ``FloatSums`` or ``IntegerSums`` of web/kernel. Arrays are copied."""

    def add(self, X: np.ndarray, T: np.ndarray, n: int, sign: int, weights: np.ndarray | None) -> None:
        """Add `n` rows, or subtract them if `sign` is -1; arrays are flat, in row-major order."""
        ...

    def hidden(self, X: np.ndarray, n: int) -> np.ndarray:
        """Return the hidden units of `n` rows, float32, flat in row-major order; for integer layers only."""
        ...

    def state(self) -> Any:
        """Return a copy of all sums, for ``merge``."""
        ...

    def merge(self, state: Any) -> None:
        """Add the sums over other rows."""
        ...

    def gram(self) -> Mapping[str, Any]:
        """Return ``n, G, C, hMean, tMean, tSquareSums``; G and C flat in column-major order."""
        ...

    def free(self) -> None:
        """Release the memory."""
        ...


class RawMap(Protocol):
    """A map in the kernel: ``FloatMap`` of web/kernel/map.js."""

    def apply(self, X: np.ndarray, n: int) -> np.ndarray:
        """Return ``activation(X W + bias)`` of `n` rows, float32, flat in row-major order."""
        ...

    def free(self) -> None:
        """Release the memory."""
        ...


class Kernel(Protocol):
    """The interface of the WebAssembly kernel. In the page its methods raise :class:`KernelLost`."""

    def sums(self, spec: Mapping[str, Any]) -> KernelSums:
        """Return empty sums for one layer; web/kernel/float.js and integer.js define `spec`."""
        ...

    def map(self, spec: Mapping[str, Any]) -> RawMap:
        """Return ``activation(X W + bias)`` as a function of rows; web/kernel/map.js defines `spec`."""
        ...


class _InThread:
    """The kernel of this thread, and its known defects."""

    kernel: Kernel | None = None
    failing: frozenset[str] = frozenset()
    note = ""


def set_kernel(kernel: Kernel | None, *, failing: Collection[str] = (), note: str = "") -> None:
    """Set the kernel that fits in this thread may use.

    Parameters
    ----------
    kernel : Kernel or None
        Synchronous, in this thread; None where there is none.
    failing : collection of str
        Arithmetics, "float" or "integer", in which kernels have failed on this machine and must not be used.
    note : str
        A sentence for a person about what is not available.
    """
    _InThread.kernel, _InThread.failing, _InThread.note = kernel, frozenset(failing), note


def kernel_in_thread(arithmetic: str) -> Kernel | None:
    """Return the kernel of this thread for an arithmetic, or None where BLAS has to be used.

    Parameters
    ----------
    arithmetic : {"float", "integer"}
        The arithmetic of the layer.

    Returns
    -------
    Kernel or None
        The kernel that :func:`set_kernel` has set.
    """
    return _InThread.kernel if arithmetic_works(arithmetic) else None


def arithmetic_works(arithmetic: str) -> bool:
    """Return whether kernels may be used for an arithmetic.

    Parameters
    ----------
    arithmetic : {"float", "integer"}
        The arithmetic of the layer.

    Returns
    -------
    bool
        False if it has failed on this machine.
    """
    return arithmetic not in _InThread.failing


def kernel_note() -> str:
    """Return a sentence for a person about what the kernel cannot do in this browser.

    Returns
    -------
    str
        Empty if nothing is missing.
    """
    return _InThread.note


class KernelAccumulator:
    """Sums ``H'H`` and ``H'T`` about their means in the WebAssembly kernel, one row block at a time.

    Parameters
    ----------
    spec : KernelSpec
        The layer in the kernel's terms.
    kernel : Kernel
        Interface of the kernel.

    Notes
    -----
    In float arithmetic hidden units are float32, with an absolute error of about 1e-6; the products of one block of 256
    rows are summed in float32, about the means of the first block, and blocks are summed in float64. In integer
    arithmetic everything is exact.
    """

    def __init__(self, spec: KernelSpec, kernel: Kernel) -> None:
        self._spec = spec
        self._sums = kernel.sums(spec.to_dict())

    def add(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Add one row block.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Inputs.
        T : ndarray of shape (n, k)
            Targets of the same rows.
        weights : ndarray of shape (n,), optional
            Weight of each row, not negative; for an integer layer a whole number.
        """
        self._count(X, T, weights, 1)

    def subtract(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Subtract rows that were added before, in any block.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Inputs of those rows.
        T : ndarray of shape (n, k)
            Their targets.
        weights : ndarray of shape (n,), optional
            Weight with which each row was added.
        """
        self._count(X, T, weights, -1)

    def merge(self, other: Self) -> None:
        """Add the rows of another accumulator.

        Parameters
        ----------
        other : KernelAccumulator
            Sums over other rows of the same layer; not changed.
        """
        self._sums.merge(other._sums.state())

    def hidden(self, X: np.ndarray) -> np.ndarray:
        """Return the hidden units of a row block; for integer layers only.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n, L), float64, Fortran order
            The same as those of the layer in NumPy.
        """
        H = np.asarray(self._sums.hidden(self._spec.inputs(X), len(X))).reshape(len(X), -1)
        return np.asfortranarray(H, dtype=np.float64)

    def result(self) -> Gram:
        """Return the sums so far, as a copy.

        Returns
        -------
        Gram
            Sums about the means.
        """
        return gram_of(self._sums.gram(), self._spec.n_hidden, self._spec.n_targets)

    def free(self) -> None:
        """Release the kernel's memory; no other method may be called afterwards."""
        self._sums.free()

    def _count(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None, sign: int) -> None:
        if weights is not None and self._spec.arithmetic == "integer":
            times = np.asarray(weights).astype(np.int64)
            if (times != weights).any() or (times < 0).any():
                raise ValueError("Integer arithmetic takes whole numbers as weights; use float arithmetic for others.")
            X, T, weights = np.repeat(X, times, axis=0), np.repeat(T, times, axis=0), None
        if len(X) == 0:
            return
        if weights is not None:
            weights = np.ascontiguousarray(weights, dtype=np.float64)
        self._sums.add(self._spec.inputs(X), self._spec.targets(T), len(X), sign, weights)


class KernelMap:
    """``activation(X W + bias)`` in the kernel, in float32.

    Parameters
    ----------
    kernel : Kernel
        Interface of the kernel.
    weights : ndarray of shape (d, m)
        ``W``.
    bias : ndarray of shape (m,)
        Added to every row.
    activation : str, default="identity"
        An activation that the kernel knows; with the default this is a matrix product. With "laplacian" the columns of
        `weights` are points ``w``, and the outputs are ``exp(-(sum |x - w| + bias))``.
    """

    def __init__(self, kernel: Kernel, weights: np.ndarray, bias: np.ndarray, activation: str = "identity") -> None:
        self._n_columns = len(bias)
        self._map = kernel.map(
            {
                "nFeatures": len(weights),
                "nHidden": len(bias),
                "activation": activation,
                "weights": np.ascontiguousarray(weights, dtype=np.float32).reshape(-1),
                "bias": np.ascontiguousarray(bias, dtype=np.float32),
            }
        )

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the outputs (n, m), float32, C order, for rows (n, d)."""
        return np.asarray(self._map.apply(flat_rows(X), len(X))).reshape(len(X), self._n_columns)

    def free(self) -> None:
        """Release the kernel's memory; no other method may be called afterwards."""
        self._map.free()


def gram_of(sums: Mapping[str, Any], n_hidden: int, n_targets: int) -> Gram:
    """Return the result of a kernel's ``gram()`` as a :class:`Gram`.

    Parameters
    ----------
    sums : mapping
        ``n, G, C, hMean, tMean, tSquareSums``; G and C flat in column-major order.
    n_hidden, n_targets : int
        Numbers of hidden units and of target columns.

    Returns
    -------
    Gram
        Shares memory with `sums`.
    """
    G = np.asarray(sums["G"]).reshape((n_hidden, n_hidden), order="F")
    C = np.asarray(sums["C"]).reshape((n_hidden, n_targets), order="F")
    return Gram(sums["n"], G, C, *(np.asarray(sums[name]) for name in ("hMean", "tMean", "tSquareSums")))
