"""The WebAssembly backend: the same sums as BLAS gives, several times faster in the page.

web/kernel does the work. What reaches it is handed in as an object, so that this
file knows no browser; arrays cross as copies, in both directions. Where a kernel can
be called in this very thread, :func:`set_kernel` says so once, and fits use it from then on.
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
    "kernel_memory_bytes",
    "kernel_note",
    "set_kernel",
]

_PANEL = 8  # units side by side, as in web/kernel/float.c
_BLOCK_ROWS = 256
_BLOCK_BYTES = 16e6
_DEPTH = 256


class KernelSums(Protocol):
    """Sums that live in the kernel: ``FloatSums`` or ``IntegerSums`` of web/kernel. Arrays are copied on the way."""

    def add(self, X: np.ndarray, T: np.ndarray, n: int, sign: int, weights: np.ndarray | None) -> None:
        """Add `n` rows, or take them away where `sign` is -1; arrays are flat, row after row."""
        ...

    def hidden(self, X: np.ndarray, n: int) -> np.ndarray:
        """Return the hidden units of `n` rows, flat, row after row, float32; of integer layers only."""
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


class RawMap(Protocol):
    """A map in the kernel: ``FloatMap`` of web/kernel/map.js."""

    def apply(self, X: np.ndarray, n: int) -> np.ndarray:
        """Return ``activation(X W + bias)`` of `n` rows, flat, row after row, float32."""
        ...

    def free(self) -> None:
        """Give the memory back."""
        ...


class Kernel(Protocol):
    """Whatever leads to the WebAssembly kernel. What its methods raise is a :class:`KernelLost` in the page."""

    def sums(self, spec: Mapping[str, Any]) -> KernelSums:
        """Return empty sums for one layer; web/kernel/float.js and integer.js say what `spec` holds."""
        ...

    def map(self, spec: Mapping[str, Any]) -> RawMap:
        """Return ``activation(X W + bias)`` as a function of rows; web/kernel/map.js says what `spec` holds."""
        ...


class _InThread:
    """The kernel of this thread, and what is known about it."""

    kernel: Kernel | None = None
    failing: frozenset[str] = frozenset()
    note = ""


def set_kernel(kernel: Kernel | None, *, failing: Collection[str] = (), note: str = "") -> None:
    """Say which kernel fits of this thread may use.

    Parameters
    ----------
    kernel : Kernel or None
        Answers at once, in this thread; None where there is none.
    failing : collection of str
        Arithmetics, "float" or "integer", that this machine's kernels must not be used for: they were seen to fail.
    note : str
        One sentence about what is missing, for a person.
    """
    _InThread.kernel, _InThread.failing, _InThread.note = kernel, frozenset(failing), note


def kernel_in_thread(arithmetic: str) -> Kernel | None:
    """Return the kernel of this thread for an arithmetic, None where BLAS has to do it.

    Parameters
    ----------
    arithmetic : {"float", "integer"}
        What it is to compute in.

    Returns
    -------
    Kernel or None
        As :func:`set_kernel` was told.
    """
    return _InThread.kernel if arithmetic_works(arithmetic) else None


def arithmetic_works(arithmetic: str) -> bool:
    """Return whether kernels may be used for an arithmetic.

    Parameters
    ----------
    arithmetic : {"float", "integer"}
        What they compute in.

    Returns
    -------
    bool
        False when it was seen to fail on this machine.
    """
    return arithmetic not in _InThread.failing


def kernel_note() -> str:
    """Return what a person should know about the kernel of this browser, in one sentence or none.

    Returns
    -------
    str
        Empty when all is well.
    """
    return _InThread.note


class KernelAccumulator:
    """Sums ``H'H`` and ``H'T`` about their means in the WebAssembly kernel, one row block at a time.

    Parameters
    ----------
    form : KernelSpec
        The layer as the kernel takes it.
    kernel : Kernel
        Leads to the kernel.

    Notes
    -----
    In floats hidden units are float32, with an absolute error of about 1e-6; products of one block of
    256 rows are summed in float32, about the means of the first block, and blocks in float64. In integers
    all is exact.

    Examples
    --------
    >>> from elmweb.compute.kernel import kernel_memory_bytes
    >>> round(kernel_memory_bytes(1000, 10, 784) / 1e6)
    18
    """

    def __init__(self, form: KernelSpec, kernel: Kernel) -> None:
        self._form = form
        self._sums = kernel.sums(form.spec())

    def add(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> None:
        """Add one row block.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Inputs.
        T : ndarray of shape (n, k)
            Targets of the same rows.
        weights : ndarray of shape (n,), optional
            How often each row counts; none negative. Whole numbers for a layer in integers.
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

    def hidden(self, X: np.ndarray) -> np.ndarray:
        """Return the hidden units of a row block; of layers in integers only.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n, L), float64, Fortran order
            Exactly what the layer gives in NumPy.
        """
        H = np.asarray(self._sums.hidden(self._form.inputs(X), len(X))).reshape(len(X), -1)
        return np.asfortranarray(H, dtype=np.float64)

    def result(self) -> Gram:
        """Return the sums so far, as a copy.

        Returns
        -------
        Gram
            Ready for the ridge regression.
        """
        return gram_of(self._sums.gram(), self._form.n_hidden, self._form.n_targets)

    def free(self) -> None:
        """Give the kernel's memory back; nothing else may be called after."""
        self._sums.free()

    def _count(self, X: np.ndarray, T: np.ndarray, weights: np.ndarray | None, sign: int) -> None:
        if weights is not None and self._form.arithmetic == "integer":
            times = np.asarray(weights).astype(np.int64)
            if (times != weights).any() or (times < 0).any():
                raise ValueError("Integer arithmetic takes whole numbers as weights; use float arithmetic for others.")
            X, T, weights = np.repeat(X, times, axis=0), np.repeat(T, times, axis=0), None
        if len(X) == 0:
            return
        if weights is not None:
            weights = np.ascontiguousarray(weights, dtype=np.float64)
        self._sums.add(self._form.inputs(X), self._form.targets(T), len(X), sign, weights)


class KernelMap:
    """``activation(X W + bias)`` in the kernel, in floats of 32 bits.

    Parameters
    ----------
    kernel : Kernel
        Leads to the kernel.
    weights : ndarray of shape (d, m)
        ``W``.
    bias : ndarray of shape (m,)
        What is added to every row.
    activation : str, default="identity"
        A name that the kernel knows; with the default this is a product of matrices.
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
        """Return the images (n, m), float32, C order, of rows (n, d)."""
        return np.asarray(self._map.apply(flat_rows(X), len(X))).reshape(len(X), self._n_columns)

    def free(self) -> None:
        """Give the kernel's memory back; nothing else may be called after."""
        self._map.free()


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
