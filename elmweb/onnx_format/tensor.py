"""What goes into a graph, or comes out of it."""

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
        A text names an axis whose length may differ, such as ``"batch"``.
    unit : str, optional
        What a number means.
    look : bool, optional
        Whether it is a view inside the model, fetched only when it is asked for.
    """

    name: str
    dtype: str
    shape: tuple[int | str, ...]
    unit: str = ""
    look: bool = False
