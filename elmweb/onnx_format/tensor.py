"""Inputs and outputs of a graph."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TensorInfo"]


@dataclass(frozen=True)
class TensorInfo:
    """An input or an output of a graph.

    Parameters
    ----------
    name : str
        Its name in the graph.
    dtype : str
        One of :data:`elmweb.zoo.manifest.DTYPES`.
    shape : tuple of (int or str)
        A text names an axis of variable length, such as ``"batch"``.
    unit : str, optional
        Unit of the numbers.
    look : bool, optional
        Whether it is an intermediate value, fetched only on request.
    """

    name: str
    dtype: str
    shape: tuple[int | str, ...]
    unit: str = ""
    look: bool = False
