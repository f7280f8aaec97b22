"""Plain data and NumPy arrays as one text and a list of binary buffers.

JavaScript carries the text unread and moves the buffers without a copy. JSON of
Python's own dialect is used, so that NaN and infinity survive.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

__all__ = ["decode", "encode"]

_BYTES, _ARRAY = "$bytes", "$array"


def encode(value: Any) -> tuple[str, list[Any]]:
    """Return ``value`` as text and the buffers that the text refers to.

    Parameters
    ----------
    value : dict, list, tuple, str, int, float, bool, None, bytes or numpy.ndarray
        Nested as deep as needed; keys of dicts are text. NumPy scalars become Python's.

    Returns
    -------
    text : str
        JSON in which each array or bytes object is a numbered place.
    buffers : list of buffer
        Contiguous buffers, in the order of their numbers. An object that is not
        plain data is put here as it is: a handle of the other language passes through.

    Examples
    --------
    >>> encode({"n": 2, "data": b"xy"})
    ('{"n": 2, "data": {"$bytes": 0}}', [b'xy'])
    """
    buffers: list[Any] = []

    def place(item: Any) -> Any:
        if isinstance(item, np.generic):
            return item.item()
        if isinstance(item, np.ndarray) and item.dtype.kind in "biuf":
            buffers.append(np.ascontiguousarray(item).reshape(-1).view(np.uint8).data if item.size else b"")
            return {_ARRAY: len(buffers) - 1, "dtype": item.dtype.str, "shape": list(item.shape)}
        if isinstance(item, np.ndarray):
            return item.tolist()
        buffers.append(item)
        return {_BYTES: len(buffers) - 1}

    text = json.dumps(value, default=place)
    if text.count('"$') > len(buffers):  # a column may well be called "$bytes"
        buffers.clear()
        text = json.dumps(_escaped(value), default=place)
    return text, buffers


def _escaped(value: Any) -> Any:
    """Return ``value`` with one more dollar before each key that begins with one."""
    if isinstance(value, dict):
        return {"$" * key.startswith("$") + key: _escaped(item) for key, item in value.items()}
    return [_escaped(item) for item in value] if isinstance(value, list | tuple) else value


def decode(text: str, buffers: Sequence[Any] = (), *, to_bytes: Callable[[Any], Any] = bytes) -> Any:
    """Return what :func:`encode` was given.

    Parameters
    ----------
    text : str
        The text.
    buffers : sequence of buffer
        The buffers, in order.
    to_bytes : callable, optional
        Makes ``bytes`` (or keeps a handle) of a buffer that was not an array.

    Returns
    -------
    object
        Equal to the original, with lists for tuples.

    Examples
    --------
    >>> decode(*encode([1.5, float("inf"), np.arange(3)]))
    [1.5, inf, array([0, 1, 2])]
    """

    def restore(item: dict) -> Any:
        if _ARRAY in item:
            raw = buffers[item[_ARRAY]]
            raw = raw if isinstance(raw, bytes | bytearray | memoryview) else raw.to_bytes()
            return np.frombuffer(raw, dtype=item["dtype"]).reshape(item["shape"])
        if _BYTES in item:
            return to_bytes(buffers[item[_BYTES]])
        if any(key.startswith("$") for key in item):
            return {key.removeprefix("$"): value for key, value in item.items()}
        return item

    return json.loads(text, object_hook=restore)
