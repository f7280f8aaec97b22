"""A layer, its inputs and its targets in the terms of the WebAssembly kernel: numbers, a string and flat arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np

from elmweb.compute.exact_sums import TargetCode
from elmweb.compute.integer import IntegerLayer
from elmweb.compute.integer_draw import ByteScale

__all__ = [
    "FloatKernelSpec",
    "IntegerKernelSpec",
    "KernelSpec",
    "WeightedLayer",
    "flat_rows",
    "float_spec",
    "integer_spec",
]

_TYPES = (np.uint8, np.float32, np.float64)


class WeightedLayer(Protocol):
    """A dense float layer: ``activation(X weights + bias)``."""

    @property
    def weights(self) -> np.ndarray:
        """Input weights (d, L)."""
        ...

    @property
    def bias(self) -> np.ndarray:
        """Biases (L,)."""
        ...

    @property
    def activation(self) -> str | tuple[str, ...]:
        """The activation; the kernel cannot compute a layer with several."""
        ...


class KernelSpec(Protocol):
    """A layer and its targets, ready for the kernel."""

    arithmetic: ClassVar[str]

    @property
    def n_hidden(self) -> int:
        """Number of units, ``L``."""
        ...

    @property
    def n_targets(self) -> int:
        """Number of target columns, ``k``."""
        ...

    def to_dict(self) -> dict[str, Any]:
        """Return the layer as web/kernel/float.js or integer.js takes it."""
        ...

    def inputs(self, X: np.ndarray) -> np.ndarray:
        """Return inputs (n, d) flat, in row-major order."""
        ...

    def targets(self, T: np.ndarray) -> np.ndarray:
        """Return targets (n, k) flat, in row-major order."""
        ...


@dataclass(frozen=True)
class FloatKernelSpec:
    """A float layer for the kernel.

    Parameters
    ----------
    layer : WeightedLayer
        With ``weights`` of shape (d, L), ``bias`` of shape (L,) and one ``activation``.
    n_targets : int
        Number of target columns, ``k``.
    input_scale : float, default=1.0
        Factor of uint8 inputs; other inputs are not scaled.
    """

    layer: WeightedLayer
    n_targets: int
    input_scale: float = 1.0
    arithmetic: ClassVar[str] = "float"

    @property
    def n_hidden(self) -> int:
        """Number of units, ``L``."""
        return self.layer.weights.shape[1]

    def to_dict(self) -> dict[str, Any]:
        """Return the layer as web/kernel/float.js takes it."""
        return float_spec(self.layer, self.n_targets, input_scale=self.input_scale)

    def inputs(self, X: np.ndarray) -> np.ndarray:
        """Return inputs (n, d) flat; uint8, float32 and float64 are not converted, anything else becomes float64."""
        return flat_rows(X)

    def targets(self, T: np.ndarray) -> np.ndarray:
        """Return targets (n, k) flat, float64."""
        return np.ascontiguousarray(T, dtype=np.float64).reshape(-1)


@dataclass(frozen=True)
class IntegerKernelSpec:
    """An integer layer for the kernel, which takes inputs as bytes and targets as digits.

    Parameters
    ----------
    layer : IntegerLayer
        The units.
    code : TargetCode
        How targets become small integers.
    scale : ByteScale, optional
        Quantises inputs that are not bytes.
    """

    layer: IntegerLayer
    code: TargetCode
    scale: ByteScale | None = None
    arithmetic: ClassVar[str] = "integer"

    @property
    def n_hidden(self) -> int:
        """Number of units, ``L``."""
        return self.layer.n_hidden

    @property
    def n_targets(self) -> int:
        """Number of target columns, ``k``."""
        return len(self.code.zero)

    @property
    def n_inputs(self) -> int:
        """Number of inputs, ``d``."""
        return len(self.layer.weights) if self.scale is None else len(self.scale.low)

    def to_dict(self) -> dict[str, Any]:
        """Return the layer as web/kernel/integer.js takes it."""
        return integer_spec(self.layer, self.code, self.n_inputs)

    def inputs(self, X: np.ndarray) -> np.ndarray:
        """Return inputs (n, d) flat, uint8."""
        X = X if self.scale is None else self.scale(X)
        if X.dtype != np.uint8:
            raise TypeError(f"An integer layer takes uint8; got {X.dtype}.")
        return np.ascontiguousarray(X).reshape(-1)

    def targets(self, T: np.ndarray) -> np.ndarray:
        """Return the digits of targets (n, k) flat, uint8."""
        return self.code.encode(T).reshape(-1)


def flat_rows(X: np.ndarray) -> np.ndarray:
    """Return a matrix flat, in row-major order; uint8, float32 and float64 keep their type, others become float64.

    Parameters
    ----------
    X : ndarray of shape (n, d)
        Numbers.

    Returns
    -------
    ndarray of shape (n * d,)
        Shares memory with `X` where possible.
    """
    return np.ascontiguousarray(X, dtype=X.dtype if X.dtype in _TYPES else np.float64).reshape(-1)


def float_spec(layer: WeightedLayer, n_targets: int, *, input_scale: float = 1.0) -> dict[str, Any]:
    """Return a layer as web/kernel/float.js takes it.

    Parameters
    ----------
    layer : WeightedLayer
        With ``weights`` of shape (d, L), ``bias`` of shape (L,) and one ``activation``.
    n_targets : int
        Number of target columns, ``k``.
    input_scale : float, default=1.0
        Factor of uint8 inputs.

    Returns
    -------
    dict
        Numbers, a string and float32 arrays.

    Raises
    ------
    TypeError
        The layer mixes several activations.
    """
    if not isinstance(layer.activation, str):
        raise TypeError(f"The kernel computes one activation a layer; got {layer.activation!r}.")
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


def integer_spec(layer: IntegerLayer, code: TargetCode, n_inputs: int) -> dict[str, Any]:
    """Return a layer as web/kernel/integer.js takes it.

    Parameters
    ----------
    layer : IntegerLayer
        The units.
    code : TargetCode
        How targets become digits.
    n_inputs : int
        Number of inputs, ``d``; with patches the number of pixels of an image.

    Returns
    -------
    dict
        Numbers, a string and integer arrays; ``patches`` holds an array as ``index``.
    """
    spec = {
        "arithmetic": "integer",
        "nFeatures": n_inputs,
        "nHidden": layer.n_hidden,
        "nTargets": len(code.zero),
        "nDigits": code.n_digits,
        "activation": layer.activation,
        "weights": np.ascontiguousarray(layer.weights, dtype=np.int8).reshape(-1),
        "bias": np.ascontiguousarray(layer.bias, dtype=np.int32),
        "multiplier": np.ascontiguousarray(layer.multiplier, dtype=np.int32),
        "shift": layer.shift,
        "targetZero": np.ascontiguousarray(code.zero, dtype=np.float64),
        "targetQuantum": np.ascontiguousarray(code.quantum, dtype=np.float64),
    }
    if layer.patches is None:
        return spec
    return spec | {"patches": {"index": np.ascontiguousarray(layer.patches, dtype=np.int32).reshape(-1)}}
