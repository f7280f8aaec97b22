"""Ridge regression and its leave-one-out path."""

import naive_elm
import numpy as np
import pytest
from naive_elm import IdentityLayer
from sklearn.linear_model import Ridge

from elmweb.compute import BlasAccumulator
from elmweb.estimators.core.dual import DualRidge
from elmweb.estimators.core.ridge import CholeskyRidge, EigenRidge, primal_ridge

ALPHAS = np.array([1e-4, 0.1, 30.0])


def _data(n, n_hidden, k=2):
    rng = np.random.default_rng(n)
    H = np.asfortranarray(np.tanh(rng.standard_normal((n, n_hidden)) + 0.5))
    return H, H[:, :k] ** 2 + 0.3 * rng.standard_normal((n, k))


def _gram(H, T):
    sums = BlasAccumulator(IdentityLayer(H.shape[1]), T.shape[1])
    sums.add(H, T)
    return sums.result()


def _ridges(H, T):
    """Every solver for this shape, with its penalties."""
    if len(H) > H.shape[1]:
        yield EigenRidge(_gram(H, T).leading(H.shape[1]), ALPHAS)
        for alpha in ALPHAS:
            yield CholeskyRidge(_gram(H, T).leading(H.shape[1]), alpha)
    yield DualRidge(H, T, ALPHAS)


@pytest.mark.parametrize(("n", "n_hidden"), [(25, 8), (9, 8), (8, 8), (12, 20)])
def test_coefficients_equal_scikit_learn(n, n_hidden):
    """Oracle: sklearn's Ridge with intercept, for eigen, Cholesky and dual, more and fewer rows than units."""
    H, T = _data(n, n_hidden)
    for ridge in _ridges(H, T):
        for i, alpha in enumerate(ridge.alphas):
            coef, intercept = ridge.solution(i)
            expected = Ridge(alpha, solver="svd").fit(H, T)
            np.testing.assert_allclose(coef, expected.coef_.T, rtol=1e-6, atol=1e-9)
            np.testing.assert_allclose(intercept, expected.intercept_, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(("n", "n_hidden"), [(25, 8), (9, 8), (8, 8), (12, 20)])
def test_leave_one_out_equals_refitting(n, n_hidden):
    """Oracle: brute force, one refit without each row, for every alpha and every solver."""
    H, T = _data(n, n_hidden)
    for ridge in _ridges(H, T):
        predictions, leverage = ridge.loo(slice(0, n), H, T)
        for i, alpha in enumerate(ridge.alphas):
            np.testing.assert_allclose(predictions[i].T, naive_elm.leave_one_out(H, T, alpha), rtol=1e-5, atol=1e-7)
            Hc = H - H.mean(axis=0)
            freedom = 1 + np.trace(Hc @ np.linalg.solve(Hc.T @ Hc + alpha * np.eye(n_hidden), Hc.T))
            assert leverage[i].sum() == pytest.approx(freedom)


def test_row_blocks_give_the_same_leave_one_out():
    """Invariant: blocks of rows change nothing, for primal and dual."""
    H, T = _data(12, 8)
    for ridge in _ridges(H, T):
        whole = ridge.loo(slice(0, 12), H, T)[0]
        parts = [ridge.loo(rows, H[rows], T[rows])[0] for rows in (slice(0, 5), slice(5, 12))]
        np.testing.assert_allclose(np.concatenate(parts, axis=2), whole, rtol=1e-9)


def test_singular_without_penalty_gives_the_minimum_norm_solution():
    """Oracle: the pseudo-inverse, when a unit is dead and another is doubled and alpha is 0."""
    H, T = _data(30, 6)
    H[:, 2] = 0.7
    H[:, 4] = H[:, 1]
    ridge = primal_ridge(_gram(H, T), 6, np.array([0.0]))
    assert isinstance(ridge, EigenRidge)
    expected = np.linalg.pinv(H - H.mean(axis=0)) @ (T - T.mean(axis=0))
    np.testing.assert_allclose(ridge.solution(0)[0], expected, atol=1e-9)
    assert np.isfinite(ridge.loo(slice(0, 30), H, T)[0]).all()


def test_dual_without_penalty_is_the_limit():
    """Oracle: brute force at a vanishing alpha; the dual loses no precision where 1 - h and the residual vanish."""
    H, T = _data(10, 30)
    at_zero = DualRidge(H, T, np.array([0.0]))
    np.testing.assert_allclose(at_zero.loo(slice(0, 10), H, T)[0][0].T, naive_elm.leave_one_out(H, T, 1e-9), rtol=1e-5)
    coef, intercept = at_zero.solution(0)
    np.testing.assert_allclose(H @ coef + intercept, T, atol=1e-9)


def test_one_alpha_is_solved_by_cholesky():
    """Invariant: a regular matrix with one alpha is factorised by Cholesky, a path by eigenvectors."""
    H, T = _data(30, 6)
    assert isinstance(primal_ridge(_gram(H, T), 6, np.array([0.1])), CholeskyRidge)
    assert isinstance(primal_ridge(_gram(H, T), 6, None), EigenRidge)


def test_singular_cholesky_is_refused():
    """Invariant: the error for a dead unit at alpha 0 names the value."""
    H, T = _data(30, 6)
    H[:, 0] = 1.0
    with pytest.raises(ArithmeticError, match="alpha=0"):
        CholeskyRidge(_gram(H, T), 0.0)


def test_constant_layer_predicts_the_mean():
    """Invariant: a layer that does not vary leaves only the intercept, primal and dual."""
    H, T = np.ones((6, 4), order="F"), np.arange(12.0).reshape(6, 2)
    for ridge in (EigenRidge(_gram(H, T)), DualRidge(H, T), DualRidge(H, T, np.array([0.0]))):
        coef, intercept = ridge.solution(0)
        np.testing.assert_allclose(coef, 0, atol=1e-12)
        np.testing.assert_allclose(intercept, T.mean(axis=0))
        others = (T.sum(axis=0) - T) / 5
        np.testing.assert_allclose(ridge.loo(slice(0, 6), H, T)[0][0].T, others, rtol=1e-9)


def test_infinite_layer_is_refused():
    """Invariant: an overflow raises an error before LAPACK is called."""
    H, T = _data(30, 6)
    H[3, 3] = np.inf
    with pytest.raises(ValueError, match="Scale the inputs"), np.errstate(invalid="ignore"):
        DualRidge(H, T)


@pytest.mark.parametrize(("n", "n_hidden"), [(25, 8), (8, 8), (12, 40)])
def test_a_row_of_weight_three_is_three_rows(n, n_hidden):
    """Oracle: the same solvers on repeated rows, for predictions, leverages and coefficients."""
    H, T = _data(n, n_hidden)
    counts = np.random.default_rng(1).integers(1, 4, n)
    weights = counts.astype(float)
    H2, T2, first = np.repeat(H, counts, axis=0), np.repeat(T, counts, axis=0), np.cumsum(counts) - counts
    ways = [(DualRidge(H, T, ALPHAS, weights), DualRidge(np.asfortranarray(H2), T2, ALPHAS))]
    if n > n_hidden:
        sums = BlasAccumulator(IdentityLayer(n_hidden), 2)
        sums.add(H, T, weights)
        ways.append((EigenRidge(sums.result().leading(n_hidden), ALPHAS), EigenRidge(_gram(H2, T2), ALPHAS)))
    for weighted, repeated in ways:
        _, leverage = weighted.loo(slice(0, n), H, T, weights)
        _, expected_leverage = repeated.loo(slice(0, len(H2)), H2, T2)
        np.testing.assert_allclose(leverage, expected_leverage[:, first], rtol=1e-6, atol=1e-8)
        np.testing.assert_allclose(weighted.solution(1)[0], repeated.solution(1)[0], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(("n", "n_hidden"), [(25, 8), (12, 40)])
def test_a_heavy_row_can_be_left_out_completely(n, n_hidden):
    """Oracle: weighted ridge regression refitted without the row and all of its weight, primal and dual."""
    H, T = _data(n, n_hidden)
    weights = np.random.default_rng(1).uniform(0.2, 30, n)
    ways = [DualRidge(H, T, ALPHAS, weights)]
    if n > n_hidden:
        sums = BlasAccumulator(IdentityLayer(n_hidden), 2)
        sums.add(H, T, weights)
        ways.append(EigenRidge(sums.result().leading(n_hidden), ALPHAS))
    for way in ways:
        got, _ = way.loo(slice(0, n), H, T, weights)
        for i in range(0, n, 5):
            rest = np.delete(np.arange(n), i)
            for at, alpha in enumerate(ALPHAS):
                alone = Ridge(alpha, solver="svd").fit(H[rest], T[rest], sample_weight=weights[rest])
                np.testing.assert_allclose(got[at, :, i], alone.predict(H[i : i + 1])[0], rtol=1e-5, atol=1e-7)
