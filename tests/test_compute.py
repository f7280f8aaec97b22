"""Sums over row blocks."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from naive_elm import IdentityLayer

from elmweb.compute import BlasAccumulator


def _data(n, mean=0.0):
    rng = np.random.default_rng(n)
    return mean + rng.standard_normal((n, 5)), rng.standard_normal((n, 2))


def _assert_sums(gram, H, T):
    Hc, Tc = H - H.mean(axis=0), T - T.mean(axis=0)
    assert gram.n == len(H)
    np.testing.assert_allclose(np.tril(gram.G), np.tril(Hc.T @ Hc), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(gram.C, Hc.T @ Tc, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(gram.h_mean, H.mean(axis=0), atol=1e-12)
    np.testing.assert_allclose(gram.t_mean, T.mean(axis=0), atol=1e-12)
    np.testing.assert_allclose(gram.t_square_sums, (Tc**2).sum(axis=0), atol=1e-9)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_blocks_of_any_size_give_the_centred_sums(sizes):
    """Oracle: NumPy's products of all centred rows, for blocks of any size, empty ones included."""
    H, T = _data(sum(sizes) + 1)
    sums = BlasAccumulator(IdentityLayer(5), 2)
    for rows in np.split(np.arange(len(H)), np.cumsum(sizes)):
        sums.add(H[rows], T[rows])
    _assert_sums(sums.result(), H, T)


def test_merged_accumulators_equal_one():
    """Oracle: NumPy's products over all rows; merging with an empty accumulator changes nothing."""
    H, T = _data(40)
    parts = [BlasAccumulator(IdentityLayer(5), 2) for _ in range(3)]
    parts[0].add(H[:11], T[:11])
    parts[1].add(np.asfortranarray(H[11:]), T[11:])
    parts[0].merge(parts[2])
    parts[2].merge(parts[0])
    parts[2].merge(parts[1])
    _assert_sums(parts[2].result(), H, T)


def test_large_means_lose_no_precision():
    """Oracle: NumPy on centred columns with mean 1e7, where H'H - n m m' would keep about two digits."""
    H, T = _data(1000, mean=1e7)
    sums = BlasAccumulator(IdentityLayer(5), 2)
    for rows in np.array_split(np.arange(1000), 7):
        sums.add(H[rows], T[rows])
    Hc = H - H.mean(axis=0)
    expected = np.tril(Hc.T @ Hc)
    np.testing.assert_allclose(np.tril(sums.result().G), expected, rtol=1e-7, atol=1e-5)


def test_add_does_not_change_its_arguments():
    """Invariant: blocks can be kept and used again."""
    H, T = _data(8)
    before = H.copy(), T.copy()
    BlasAccumulator(IdentityLayer(5), 2).add(H, T)
    np.testing.assert_array_equal(H, before[0])
    np.testing.assert_array_equal(T, before[1])


def test_leading_sums_are_those_of_the_narrow_layer():
    """Oracle: NumPy on the first columns; the original is not changed."""
    H, T = _data(30)
    sums = BlasAccumulator(IdentityLayer(5), 2)
    sums.add(H, T)
    narrow = sums.result().leading(3)
    _assert_sums(narrow, H[:, :3], T)
    narrow.G[:] = 0
    _assert_sums(sums.result(), H, T)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 20), st.integers(1, 20))
def test_subtracting_rows_undoes_adding_them(n_gone, n_left):
    """Oracle: the sums of the remaining rows, for any number subtracted in one or two blocks."""
    H, T = _data(n_gone + n_left, mean=3.0)
    sums = BlasAccumulator(IdentityLayer(5), 2)
    sums.add(H, T)
    half = n_gone // 2
    sums.subtract(H[:half], T[:half])
    sums.subtract(H[half:n_gone], T[half:n_gone])
    _assert_sums(sums.result(), H[n_gone:], T[n_gone:])


def test_subtracting_all_rows_leaves_zeros():
    """Invariant: no rounding error remains, and no more rows can be subtracted than were added."""
    H, T = _data(9, mean=1e6)
    sums = BlasAccumulator(IdentityLayer(5), 2)
    sums.add(H, T)
    sums.subtract(H, T)
    assert sums.result().n == 0
    assert not sums.result().G.any()
    with pytest.raises(ValueError, match="9 are to go, 0 are there"):
        sums.subtract(H, T)


def test_weights_are_repeated_rows():
    """Oracle: each row repeated as many times as its weight, in blocks and merged."""
    H, T = _data(30)
    counts = np.random.default_rng(0).integers(0, 4, 30)
    parts = [BlasAccumulator(IdentityLayer(5), 2) for _ in range(2)]
    parts[0].add(H[:9], T[:9], counts[:9].astype(float))
    parts[1].add(H[9:], T[9:], counts[9:].astype(float))
    parts[0].merge(parts[1])
    _assert_sums(parts[0].result(), np.repeat(H, counts, axis=0), np.repeat(T, counts, axis=0))
