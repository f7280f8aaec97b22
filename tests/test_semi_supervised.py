"""Semi-supervised ELM: few labelled rows, many unlabelled ones."""

import naive_elm
import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components
from sklearn.datasets import load_digits, make_moons
from sklearn.utils.estimator_checks import parametrize_with_checks
from weight_checks import WHOLE_ROWS

from elmweb import ELMClassifier, SemiSupervisedELMClassifier
from elmweb.estimators import iter_fit_widths
from elmweb.estimators.semi_supervised import _neighbours, _roughness

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 3))
KINDS = np.digitize(X[:, 0] + X[:, 1] ** 2, [0.3, 1.5])
KNOWN = np.sort(RNG.choice(60, 25, replace=False))
FEW = np.full(60, -1)
FEW[KNOWN] = KINDS[KNOWN]

MINUS_ONE = "the check trains on the classes -1 and 1, and -1 means no class here, as in sklearn.semi_supervised"


def _ruled_out(estimator):
    """Return the checks that a mark of -1 and leaving out whole rows rule out."""
    return WHOLE_ROWS | ({"check_classifiers_classes": MINUS_ONE} if estimator.missing_label == -1 else {})


@pytest.mark.checks
@parametrize_with_checks(
    [SemiSupervisedELMClassifier(), SemiSupervisedELMClassifier(missing_label=-999)], expected_failed_checks=_ruled_out
)
def test_scikit_learn_accepts_it(estimator, check):
    """Oracle: scikit-learn's own checks; it spares its own semi-supervised classes the one that -1 rules out."""
    check(estimator)


@pytest.mark.parametrize("mark", [-7, 0.5, np.nan, "?"])
def test_any_mark_may_stand_for_unlabelled_rows(mark):
    """Oracle: the model whose unlabelled rows are marked by -1."""
    y = FEW.astype(str if isinstance(mark, str) else float)
    y[FEW == -1] = mark
    marked = SemiSupervisedELMClassifier(12, missing_label=mark, alpha=0.1, random_state=0).fit(X, y)
    usual = SemiSupervisedELMClassifier(12, alpha=0.1, random_state=0).fit(X, FEW)
    np.testing.assert_array_equal(marked.decision_function(X), usual.decision_function(X))


def _pairwise_roughness(H, n_neighbors):
    """Return M by the definition: differences of all pairs of neighbours, one at a time."""
    distances = ((X[:, None, :] - X[None, :, :]) ** 2).sum(axis=2)
    near = [set(np.argsort(distances[i])[1 : n_neighbors + 1]) for i in range(len(X))]
    pairs = [(i, j) for i in range(len(X)) for j in range(i) if i in near[j] or j in near[i]]
    return sum(np.outer(H[i] - H[j], H[i] - H[j]) for i, j in pairs) / len(pairs)


def _naive(H, rows, T, penalty):
    """Return outputs for all rows of the model trained on some, by the normal equations."""
    centred = H[rows] - H[rows].mean(axis=0)
    coef = np.linalg.solve(centred.T @ centred + penalty, centred.T @ (T - T.mean(axis=0)))
    return (H - H[rows].mean(axis=0)) @ coef + T.mean(axis=0)


@pytest.mark.parametrize("n_hidden", [8, 40])
def test_it_is_the_closed_form(n_hidden):
    """Oracle: the normal equations with the Laplacian pair by pair, with fewer and more units than labelled rows."""
    model = SemiSupervisedELMClassifier(n_hidden, n_neighbors=4, smoothness=30.0, alpha=0.2, random_state=1).fit(X, FEW)
    H = naive_elm.hidden(X, model.layer_.weights, model.layer_.bias, "tanh")
    T = np.where(KINDS[:, None] == np.arange(3), 1.0, -1.0)
    penalty = 0.2 * (np.eye(n_hidden) + 30.0 * _pairwise_roughness(H, 4))
    np.testing.assert_allclose(model.decision_function(X), _naive(H, KNOWN, T[KNOWN], penalty), rtol=1e-7)
    np.testing.assert_array_equal(model.loo_rows_, KNOWN)
    for place, row in enumerate(KNOWN):  # a row left out loses its class and stays in the graph
        rest = KNOWN[row != KNOWN]
        np.testing.assert_allclose(model.loo_decision_[place], _naive(H, rest, T[rest], penalty)[row], rtol=1e-6)


def test_without_smoothness_only_labelled_rows_count():
    """Oracle: the plain ELM on those rows."""
    settings = {"alpha": 0.1, "random_state": 3, "class_weight": "balanced"}
    model = SemiSupervisedELMClassifier(20, smoothness=0.0, **settings).fit(X, FEW)
    plain = ELMClassifier(20, **settings).fit(X[KNOWN], KINDS[KNOWN])
    np.testing.assert_allclose(model.predict_proba(X), plain.predict_proba(X), rtol=1e-9)
    np.testing.assert_allclose(model.loo_decision_, plain.loo_decision_, rtol=1e-9)


@pytest.mark.slow
def test_six_labelled_rows_are_enough_for_two_moons():
    """Oracle: the plain ELM on the same 6 rows, over 10 draws; and the moons' own shape."""
    scores = []
    for seed in range(10):
        Z, moon = make_moons(300, noise=0.08, random_state=seed)
        draw = np.random.default_rng(seed)
        known = np.concatenate([draw.choice(np.flatnonzero(moon == side), 3, replace=False) for side in (0, 1)])
        few = np.full(300, -1)
        few[known] = moon[known]
        smooth = SemiSupervisedELMClassifier(200, random_state=seed).fit(2 * Z, few)
        plain = ELMClassifier(200, random_state=seed).fit(2 * Z[known], moon[known])
        scores.append((smooth.score(2 * Z, moon), plain.score(2 * Z, moon)))
    smooth, plain = np.mean(scores, axis=0)
    assert smooth > plain + 0.05
    assert smooth > 0.9


def test_five_of_each_digit():
    """Oracle: the plain ELM on the same 50 rows, compared on the unlabelled rows."""
    Z, digits = load_digits(return_X_y=True)
    Z = Z / 16 - 0.5
    known = np.concatenate([RNG.choice(np.flatnonzero(digits == digit), 5, replace=False) for digit in range(10)])
    few = np.full(len(digits), -1)
    few[known] = digits[known]
    rest = few < 0
    smooth = SemiSupervisedELMClassifier(300, scale=0.3, random_state=0).fit(Z, few)
    plain = ELMClassifier(300, scale=0.3, random_state=0).fit(Z[known], digits[known])
    assert smooth.score(Z[rest], digits[rest]) > plain.score(Z[rest], digits[rest]) + 0.04
    assert np.isfinite(smooth.predict_proba(Z)).all()


@pytest.mark.parametrize("kind", [object, str])
def test_text_classes(kind):
    """Oracle: the same model with numbers; -1 among text is no class, as a number and as text."""
    names = np.array(["red", "sea", "sky"])
    few = np.array([names[code] if code >= 0 else -1 for code in FEW], dtype=kind)
    model = SemiSupervisedELMClassifier(10, random_state=0).fit(X, few)
    assert model.classes_.tolist() == names.tolist()
    numbers = SemiSupervisedELMClassifier(10, random_state=0).fit(X, FEW)
    np.testing.assert_array_equal(model.predict(X), names[numbers.predict(X)])


def test_several_labels():
    """Oracle: each label alone; a row of which all labels are -1 has none."""
    on = np.column_stack([X[:, 0] > 0, X[:, 1] > 0.2]).astype(int)
    on[FEW < 0] = -1
    settings = {"alpha": 0.3, "random_state": 0}
    both = SemiSupervisedELMClassifier(12, **settings).fit(X, on)
    for label in (0, 1):
        alone = SemiSupervisedELMClassifier(12, **settings).fit(X, on[:, label])
        np.testing.assert_allclose(both.decision_function(X)[:, label], alone.decision_function(X), rtol=1e-7)


def test_a_weight_is_a_count_for_unlabelled_rows_too():
    """Oracle: rows repeated; a weight of 0 takes a row out of the graph."""
    counts = RNG.integers(0, 3, 60)
    settings = {"n_hidden": 12, "alpha": 0.3, "random_state": 0}
    weighted = SemiSupervisedELMClassifier(**settings).fit(X, FEW, sample_weight=counts)
    repeated = SemiSupervisedELMClassifier(**settings).fit(np.repeat(X, counts, axis=0), np.repeat(FEW, counts))
    np.testing.assert_allclose(weighted.decision_function(X), repeated.decision_function(X), rtol=1e-7, atol=1e-9)
    assert (counts[weighted.loo_rows_] > 0).all()


def test_neighbours_are_mutual_and_equal_rows_one_point():
    """Oracle: neighbours on a line by hand; rows that are all equal have none."""
    line = np.array([[0.0], [1.0], [1.0], [5.0]])
    points, graph = _neighbours(line, np.ones(4), 1)
    np.testing.assert_array_equal(points[:, 0], [0, 1, 5])
    # 0 and 1 (twice), 5 and 1 (twice): each of the two pairs has half of the weight, shared by both directions.
    np.testing.assert_allclose(graph.toarray(), [[0, 0.25, 0], [0.25, 0, 0.25], [0, 0.25, 0]])
    same = np.ones((6, 2))
    assert _neighbours(same, np.ones(6), 10)[1].nnz == 0
    model = SemiSupervisedELMClassifier(8, random_state=0).fit(same, [0, 1, -1, -1, 0, -1])
    assert np.isfinite(model.predict_proba(same)).all()
    blobs = np.vstack([X[:20], X[:20] + 100])
    assert connected_components(_neighbours(blobs, np.ones(40), 3)[1])[0] >= 2


def test_only_differences_count():
    """Oracle: pair by pair; inputs far from 0 lose no more precision than their differences."""
    expected = np.tril(_pairwise_roughness(X, 5))
    for shift in (0.0, 1e6):
        M = _roughness(naive_elm.IdentityLayer(3), *_neighbours(X + shift, np.ones(60), 5))
        np.testing.assert_allclose(np.tril(M), expected, rtol=1e-8)


@pytest.mark.parametrize("dtype", [np.float32, np.uint8])
def test_inputs_of_few_bytes(dtype):
    """Oracle: the same numbers as float64."""
    Z = (40 * X + 128).clip(0, 255).astype(np.uint8)
    settings = {"n_hidden": 12, "alpha": 0.3, "scale": 0.02, "random_state": 0}
    small = SemiSupervisedELMClassifier(**settings).fit(Z.astype(dtype), FEW).decision_function(Z.astype(dtype))
    whole = SemiSupervisedELMClassifier(**settings).fit(Z.astype(float), FEW).decision_function(Z.astype(float))
    np.testing.assert_allclose(small, whole, rtol=1e-6, atol=1e-9)


def test_row_blocks_change_only_rounding(monkeypatch):
    """Invariant: the same outputs when the graph is processed in blocks of 7 rows."""
    whole = SemiSupervisedELMClassifier(12, alpha=0.3, random_state=0).fit(X, FEW)
    monkeypatch.setattr("elmweb.estimators.semi_supervised.block_size", lambda _: 7)
    blocks = SemiSupervisedELMClassifier(12, alpha=0.3, random_state=0).fit(X, FEW)
    np.testing.assert_allclose(blocks.decision_function(X), whole.decision_function(X), rtol=1e-7, atol=1e-9)


def test_narrow_layers_are_leading_parts_of_the_wide_one():
    """Oracle: each width fitted alone."""
    estimator = SemiSupervisedELMClassifier(alpha=0.3, random_state=0)
    found = [step.result for step in iter_fit_widths(estimator, X, FEW, [30, 9]) if step.result is not None]
    for width, model in zip((30, 9), found, strict=True):
        alone = SemiSupervisedELMClassifier(width, alpha=0.3, random_state=0).fit(X, FEW)
        np.testing.assert_allclose(model.decision_function(X), alone.decision_function(X), rtol=1e-6, atol=1e-8)


def test_the_default_width_counts_all_rows_and_tables_keep_their_names():
    """Oracle: half of 60 rows, as a power of two; the table's columns."""
    pd = pytest.importorskip("pandas")
    model = SemiSupervisedELMClassifier(random_state=0).fit(pd.DataFrame(X, columns=["a", "b", "c"]), FEW)
    assert model.layer_.n_hidden == 32
    assert model.feature_names_in_.tolist() == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("y", "settings", "message"),
    [
        (np.full(60, -1), {}, "At least 2 rows need a class in y, other than -1; got 0 of 60"),
        (np.where(np.arange(60) < 5, 2, -1), {}, "needs at least 2 classes in y; got 1 class"),
        (FEW, {"smoothness": -1.0}, "'smoothness' parameter .* must be a float in the range"),
        (FEW, {"smoothness": np.inf}, "'smoothness' parameter .* must be a float in the range"),
        (FEW, {"n_neighbors": 0}, "'n_neighbors' parameter .* must be an int in the range"),
        (FEW, {"activation": "identity", "scale": 1e6, "smoothness": 1e9}, "smoothness=1e\\+09 is too much"),
        (FEW[:50], {}, "inconsistent numbers of samples"),
    ],
)
def test_invalid_targets_and_settings_are_refused(y, settings, message):
    """Invariant: the error names the thing, the rule and the value."""
    with pytest.raises(ValueError, match=message):
        SemiSupervisedELMClassifier(**settings).fit(X, y)
