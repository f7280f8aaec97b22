"""Sums over row blocks."""

import numpy as np
from hypothesis import given, settings, strategies as st

from elmweb.compute import BlasAccumulator


def _data(n, mean=0.0):
    rng = np.random.default_rng(n)
    return mean + rng.standard_normal((n, 5)), rng.standard_normal((n, 2))


def _assert_sums(gram, H, T):
    Hc, Tc = H - H.mean(axis=0), T - T.mean(axis=0)
    assert gram.n == len(H)
    np.testing.assert_allclose(np.tril(gram.G), np.tril(Hc.T @ Hc), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(gram.C, Hc.T @ Tc, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(gram.h_mean, H.mean(axis=0))
    np.testing.assert_allclose(gram.t_mean, T.mean(axis=0), atol=1e-12)
    np.testing.assert_allclose(gram.t_square_sums, (Tc**2).sum(axis=0))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_blocks_of_any_size_give_the_centred_sums(sizes):
    """Oracle: NumPy's products of the centred whole, however the rows are cut, empty blocks included."""
    H, T = _data(sum(sizes) + 1)
    sums = BlasAccumulator(5, 2)
    for rows in np.split(np.arange(len(H)), np.cumsum(sizes)):
        sums.add(H[rows], T[rows])
    _assert_sums(sums.result(), H, T)


def test_merged_accumulators_equal_one():
    """Oracle: NumPy's products over all rows; merging with an empty accumulator changes nothing."""
    H, T = _data(40)
    parts = [BlasAccumulator(5, 2) for _ in range(3)]
    parts[0].add(H[:11], T[:11])
    parts[1].add(np.asfortranarray(H[11:]), T[11:])
    parts[0].merge(parts[2])
    parts[2].merge(parts[0])
    parts[2].merge(parts[1])
    _assert_sums(parts[2].result(), H, T)


def test_large_means_cost_no_digits():
    """Oracle: NumPy on centred columns with mean 1e7, where H'H - n m m' would keep about two digits."""
    H, T = _data(1000, mean=1e7)
    sums = BlasAccumulator(5, 2)
    for rows in np.array_split(np.arange(1000), 7):
        sums.add(H[rows], T[rows])
    Hc = H - H.mean(axis=0)
    expected = np.tril(Hc.T @ Hc)
    np.testing.assert_allclose(np.tril(sums.result().G), expected, rtol=1e-7, atol=1e-5)


def test_add_leaves_its_arguments_alone():
    """Invariant: blocks can be kept and used again."""
    H, T = _data(8)
    before = H.copy(), T.copy()
    BlasAccumulator(5, 2).add(H, T)
    np.testing.assert_array_equal(H, before[0])
    np.testing.assert_array_equal(T, before[1])


def test_leading_sums_are_those_of_the_narrow_layer():
    """Oracle: NumPy on the first columns; the original stays as it was."""
    H, T = _data(30)
    sums = BlasAccumulator(5, 2)
    sums.add(H, T)
    narrow = sums.result().leading(3)
    _assert_sums(narrow, H[:, :3], T)
    narrow.G[:] = 0
    _assert_sums(sums.result(), H, T)
