"""How much each input counts in the kernel of a blend: learned from some rows, kept where leave-one-out is better."""

from collections.abc import Iterator

import numpy as np
import pytest
from kernel_node import NodeKernel
from scipy.spatial.distance import cdist

from elmweb import BlendELMClassifier, BlendELMRegressor
from elmweb.compute import set_kernel
from elmweb.estimators import KernelLayer, learned_relevance
from elmweb.estimators.kernel import kernel_gamma

RNG = np.random.default_rng(5)
X = RNG.normal(size=(900, 12))
WAVE = np.sin(2 * X[:, 0]) + np.abs(X[:, 1]) + 0.1 * RNG.normal(size=900)
FEW = {"n_hidden": 32, "n_landmarks": 300, "n_picked": 0, "random_state": 0}


def layer_of(rows: np.ndarray) -> KernelLayer:
    """Return the kernel between all rows, in which every input counts the same."""
    return KernelLayer(np.asfortranarray(rows.T), "laplacian", kernel_gamma(rows), 0.0, 1)


def relevance(rows: np.ndarray, y: np.ndarray, alpha: float = 0.3, weights: np.ndarray | None = None) -> np.ndarray:
    """Return the relevance of each column."""
    return learned_relevance(layer_of(rows), rows, y.reshape(len(y), -1), alpha, weights)


def test_inputs_that_matter_are_stretched_and_others_made_short():
    """Invariant: two of twelve columns make the answer; on the whole rows are as far from each other as before."""
    found = relevance(X, WAVE)
    assert set(np.argsort(found)[-2:]) == {0, 1}
    assert found[0] > 2 * found[2:].max()
    assert found @ X[:300].std(axis=0) == pytest.approx(X[:300].std(axis=0).sum(), rel=0.05)


def test_a_straight_line_has_the_slopes_that_it_has():
    """Oracle: the coefficients of a linear answer, up to what a kernel with noise can see of them."""
    found = relevance(X, X[:, :4] @ [4.0, 2.0, 1.0, 0.5])
    assert np.argsort(-found)[:4].tolist() == [0, 1, 2, 3]
    assert found[0] / found[1] == pytest.approx(2.0, rel=0.15)


def test_the_unit_of_a_column_does_not_matter_to_what_it_counts():
    """Invariant: metres or kilometres of one column of two values, which is as far apart as it was stretched."""
    rows = X.copy()
    rows[:, 3] = rows[:, 3] > 0
    y = WAVE + rows[:, 3]
    found, other = relevance(rows, y), None
    rows[:, 3] *= 1.5
    other = relevance(rows, y)
    assert other[3] / other[0] == pytest.approx(found[3] / found[0] / 1.5, rel=0.35)


@pytest.mark.parametrize("y", [np.zeros(900), np.full(900, 3.0)])
def test_an_answer_that_never_changes_stretches_nothing(y):
    """Invariant: without slopes all inputs count the same."""
    np.testing.assert_array_equal(relevance(X, y), 1.0)


def test_constant_columns_and_rows_without_weight():
    """Invariant: finite, above 0; rows of weight 0 do not count, as if they were not there."""
    rows = np.column_stack([X, np.ones(900)])
    assert (relevance(rows, WAVE) > 0).all()
    weights = (np.arange(900) < 600).astype(float)
    wrong = np.where(weights > 0, WAVE, 1e6)
    np.testing.assert_allclose(relevance(X, wrong, weights=weights), relevance(X[:600], WAVE[:600]), rtol=0.02)


def test_a_singular_kernel_stretches_nothing():
    """Invariant: rows that are the same, without a penalty, have no solution; nothing is learned from them."""
    same = np.repeat(X[:1], 900, axis=0)
    np.testing.assert_array_equal(relevance(same, WAVE, alpha=0.0), 1.0)


def test_many_classes_cost_no_more_than_sixteen():
    """Invariant: of a hundred classes that one column makes, that column is found."""
    classes = np.clip(np.digitize(X[:, 7], np.linspace(-2, 2, 99)), 0, 99)
    assert np.argmax(relevance(X, np.where(np.arange(100) == classes[:, None], 1.0, -1.0))) == 7


@pytest.fixture
def kernel() -> Iterator[NodeKernel]:
    """Return a kernel that fits in this thread use; all of its memory must be released in the end."""
    node = NodeKernel("relaxed")
    set_kernel(node)
    yield node
    set_kernel(None)
    assert node.used_bytes() == 0
    node.close()


def test_in_the_kernel_of_the_page_it_is_the_same(kernel):
    """Oracle: the same in float64."""
    found = relevance(X, WAVE)
    set_kernel(None)
    np.testing.assert_allclose(found, relevance(X, WAVE), rtol=1e-4)


def test_the_layer_stretches_before_it_compares():
    """Oracle: scipy's distances between stretched rows; columns of two values are multiplied instead, with any x."""
    rows, points, stretch = X[:40].copy(), X[40:90].copy(), RNG.uniform(0.1, 3, 12)
    rows[:, 4:8], points[:, 4:8] = np.sign(rows[:, 4:8]), np.sign(points[:, 4:8])
    rows[3, 4:8] = [0.0, 7.0, -3.0, 0.5]  # values that no landmark has
    points[:, 8] = 2.0
    layer = KernelLayer(np.asfortranarray(points.T), "laplacian", 0.2, 0.0, 1, relevance=stretch)
    wanted = np.exp(-0.2 * cdist(rows * stretch, points * stretch, "cityblock"))
    np.testing.assert_allclose(layer(rows), wanted, rtol=1e-12)
    only_two = KernelLayer(np.asfortranarray(points[:, 4:8].T), "laplacian", 0.2, 0.0, 1)
    np.testing.assert_allclose(
        only_two(rows[:, 4:8]), np.exp(-0.2 * cdist(rows[:, 4:8], points[:, 4:8], "cityblock")), rtol=1e-12
    )


def test_auto_is_what_leave_one_out_finds_better():
    """Oracle: both fits; noise in ten of twelve columns is worth a stretch, a sum of all columns is not."""
    fitted = {kind: BlendELMRegressor(**FEW, relevance=kind).fit(X, WAVE) for kind in ("auto", "learned", "equal")}
    assert fitted["equal"].relevance_ is None
    np.testing.assert_array_equal(fitted["auto"].predict(X[:50]), fitted["learned"].predict(X[:50]))
    assert fitted["learned"].loo_.error < 0.8 * fitted["equal"].loo_.error
    new = np.random.default_rng(6).normal(size=(500, 12))
    truth = np.sin(2 * new[:, 0]) + np.abs(new[:, 1])
    errors = {kind: np.mean((model.predict(new) - truth) ** 2) for kind, model in fitted.items()}
    assert errors["learned"] < 0.8 * errors["equal"]
    spread = np.random.default_rng(0).normal(size=(900, 3))  # all of them count the same
    y = np.abs(spread).sum(axis=1) + 0.1 * RNG.normal(size=900)
    auto, equal = (BlendELMRegressor(**FEW, relevance=kind).fit(spread, y) for kind in ("auto", "equal"))
    assert auto.loo_.error <= 1.01 * equal.loo_.error


def test_few_rows_are_compared_as_they_are():
    """Invariant: where every row is a landmark, no targets decide how far rows are from each other."""
    model = BlendELMRegressor(32, random_state=0).fit(X, WAVE)
    assert model.relevance_ is None


def test_the_penalties_and_the_relevance_that_were_found_give_the_same_model():
    """Oracle: the fit that found them, which searched."""
    found = BlendELMClassifier(**FEW).fit(X, WAVE > 1)
    assert found.relevance_ is not None
    again = BlendELMClassifier(**FEW, alpha=tuple(found.alphas_.tolist()), relevance="learned").fit(X, WAVE > 1)
    np.testing.assert_allclose(again.decision_function(X[:50]), found.decision_function(X[:50]), rtol=0.05, atol=0.02)


def test_another_word_is_refused_by_name():
    """Invariant: the error names the parameter, what it may be, and the value."""
    with pytest.raises(ValueError, match="'relevance' parameter of BlendELMRegressor must be a str among"):
        BlendELMRegressor(relevance="some").fit(X, WAVE)


def test_the_slopes_are_those_of_kernel_ridge_regression():
    """Oracle: the bordered system of ridge regression with an intercept, and its slopes by their definition."""
    A, t = X[:300], WAVE[:300]
    K = np.exp(-kernel_gamma(A) * cdist(A, A, "cityblock"))
    border = np.block([[K + 0.3 * np.eye(300), np.ones((300, 1))], [np.ones((1, 300)), np.zeros((1, 1))]])
    coef = np.linalg.solve(border, np.append(t, 0.0))[:300]
    apart = A[:, None, :] - A[None, :, :]
    slopes = np.sqrt(np.mean(np.einsum("ij,ijd->id", K * coef, apart) ** 2, axis=0))
    differs = np.abs(apart)
    slopes /= differs.sum(axis=(0, 1)) / np.count_nonzero(differs, axis=(0, 1))
    found = relevance(A, t)
    np.testing.assert_allclose(found / found.mean(), slopes / slopes.mean(), rtol=1e-6)


@pytest.mark.slow
def test_left_out_errors_are_those_of_new_rows():
    """Invariant: a third of the rows has decided how far rows are from each other and what units see."""
    ratios, covered = [], []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        rows = rng.normal(size=(1_900, 12))
        y = np.sin(2 * rows[:, 0]) + rows[:, 1] * (rows[:, 2] > 0) + 0.7 * rng.normal(size=1_900)
        settings = {"n_hidden": 64, "n_landmarks": 300, "random_state": seed}
        model = BlendELMRegressor(**settings, relevance="learned").fit(rows[:900], y[:900])
        errors = y[900:] - model.predict(rows[900:])
        ratios.append(model.loo_.error / np.mean(errors**2))
        low, high = np.quantile(y[model.loo_rows_] - model.loo_decision_, [0.05, 0.95])
        covered.append(np.mean((errors >= low) & (errors <= high)))
    assert np.mean(ratios) == pytest.approx(1.0, abs=0.04)
    assert 0.88 < np.mean(covered) < 0.92
