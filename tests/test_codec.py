"""Plain data and arrays as text and buffers, and back."""

from __future__ import annotations

from typing import Any

import hypothesis.extra.numpy as numpy_strategies
import numpy as np
import pytest
from hypothesis import given, strategies as st
from memory_port import same

from elmweb.workbench.codec import decode, encode

PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(max_size=9)
ARRAYS = numpy_strategies.arrays(
    st.sampled_from(["?", "i1", "u1", "<i4", "<i8", "<f4", "<f8", ">f8"]),
    numpy_strategies.array_shapes(min_dims=0, min_side=0, max_side=4),
)
KEYS = st.text() | st.sampled_from(["$array", "$bytes", "$$bytes", "dtype", "shape"])
VALUES = st.recursive(
    PLAIN | ARRAYS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


@pytest.mark.slow
@given(VALUES)
def test_what_is_encoded_is_decoded(value: Any) -> None:
    """Oracle: the value itself, with its types; also over a wire of text and bytes only."""
    text, buffers = encode(value)
    assert same(decode(text, [bytes(buffer) for buffer in buffers]), value)


def test_numpy_scalars_become_pythons() -> None:
    """Oracle: the same numbers of Python; tuples become lists."""
    value = {"i": np.int64(3), "f": np.float32(0.5), "b": np.True_, "t": (1, 2), "s": np.array(["x", None], object)}
    assert same(decode(*encode(value)), {"i": 3, "f": 0.5, "b": True, "t": [1, 2], "s": ["x", None]})


def test_a_handle_passes_through_uncopied() -> None:
    """Invariant: an object of the other language is the same object after the trip."""
    handle = object()
    assert decode(*encode({"data": handle}), to_bytes=lambda buffer: buffer)["data"] is handle


def test_a_transposed_array_arrives_in_its_order() -> None:
    """Oracle: the array itself; memory order must not leak into the numbers."""
    array = np.arange(6.0).reshape(2, 3).T
    assert np.array_equal(decode(*encode(array)), array)
