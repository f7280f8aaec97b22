"""Online ELM: blocks, forgetting, new classes, merging."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

from elmweb import ELMClassifier, ELMRegressor, OnlineELMClassifier, OnlineELMRegressor

RNG = np.random.default_rng(0)
X = RNG.normal(size=(300, 4))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1] * X[:, 2] + 0.1 * RNG.normal(size=300)
KINDS = np.array(["c", "a", "b"])[np.digitize(WAVE, [-0.6, 0.5])]
SETTINGS = {"alpha": 0.5, "random_state": 3}
BLOCKS = np.array_split(RNG.permutation(300), 7)


def _learned(kind, y, blocks, **settings):
    model = kind(24, **{**SETTINGS, **settings})
    for rows in blocks:
        model.partial_fit(X[rows], y[rows])
    return model


def _same(one, other, rtol=1e-8):
    np.testing.assert_allclose(one.coef_, other.coef_, rtol=rtol, atol=rtol)
    np.testing.assert_allclose(one.intercept_, other.intercept_, rtol=rtol, atol=rtol)


@pytest.mark.parametrize(
    ("online", "batch", "y"),
    [
        (OnlineELMRegressor, ELMRegressor, WAVE),
        (OnlineELMRegressor, ELMRegressor, np.column_stack([WAVE, X[:, 3]])),
        (OnlineELMClassifier, ELMClassifier, KINDS),
        (OnlineELMClassifier, ELMClassifier, KINDS == "a"),
    ],
)
def test_blocks_give_the_batch_solution(online, batch, y):
    """Oracle: the estimator fitted on all rows at once, with the same seed and penalty."""
    _same(_learned(online, y, BLOCKS), batch(24, **SETTINGS).fit(X, y))


def test_new_classes_may_come_late():
    """Oracle: the batch solution, when the first blocks hold one class, then two, then three."""
    order = np.argsort(KINDS, kind="stable")[::-1]
    blocks = np.array_split(order, 6)
    assert len(np.unique(KINDS[blocks[0]])) == 1
    model = _learned(OnlineELMClassifier, KINDS, blocks)
    assert model.classes_.tolist() == ["a", "b", "c"]
    _same(model, ELMClassifier(24, **SETTINGS).fit(X, KINDS))


def test_forgetting_equals_never_having_learned():
    """Oracle: a model that learned only the other rows; the hash in the receipt changes."""
    gone, kept = np.arange(40), np.arange(40, 300)
    model = _learned(OnlineELMRegressor, WAVE, BLOCKS).forget(X[gone], WAVE[gone])
    _same(model, ELMRegressor(24, **SETTINGS).fit(X[kept], WAVE[kept]))
    assert model.n_rows_seen_ == 260
    receipt = model.receipt_
    assert (receipt["before"]["n_rows"], receipt["after"]["n_rows"], receipt["n_forgotten"]) == (300, 260, 40)
    assert receipt["before"]["sums_sha256"] != receipt["after"]["sums_sha256"]


@pytest.mark.slow
def test_learning_and_forgetting_a_thousand_times():
    """Oracle: the model before; rounding errors do not accumulate."""
    model = _learned(OnlineELMClassifier, KINDS, BLOCKS)
    before = model.coef_.copy()
    for at in range(1000):
        rows = [at % 300, (7 * at + 3) % 300]
        model.partial_fit(X[rows], KINDS[rows]).forget(X[rows], KINDS[rows])
    np.testing.assert_allclose(model.coef_, before, rtol=1e-8, atol=1e-10)


def test_merged_models_learned_all_rows():
    """Oracle: the batch solution on all rows; the two knew different classes, and the other model is not changed."""
    parts = np.flatnonzero(KINDS != "a"), np.flatnonzero(KINDS != "c")
    once = [np.setdiff1d(parts[0], parts[1]), parts[1]]
    models = [OnlineELMClassifier(24, **SETTINGS).fit(X[rows], KINDS[rows]) for rows in once if len(rows)]
    first = OnlineELMClassifier(24, **SETTINGS).partial_fit(X[once[0]], KINDS[once[0]])
    before = models[-1].coef_.copy()
    first.merge(models[-1])
    np.testing.assert_array_equal(models[-1].coef_, before)
    every = np.concatenate(once)
    _same(first, ELMClassifier(24, **SETTINGS).fit(X[every], KINDS[every]))


def test_older_blocks_fade():
    """Oracle: the batch solution with weights of one half to the power of the age of a block."""
    model = _learned(OnlineELMRegressor, WAVE, BLOCKS, forgetting=0.5)
    weights = np.empty(300)
    for age, rows in enumerate(BLOCKS[::-1]):
        weights[rows] = 0.5**age
    _same(model, ELMRegressor(24, **SETTINGS).fit(X, WAVE, sample_weight=weights))


def test_the_penalty_is_chosen_by_generalised_cross_validation():
    """Oracle: GCV computed from the fit itself at each penalty of the path."""
    model = OnlineELMRegressor(24, random_state=3).fit(X, WAVE)
    path = ELMRegressor(24, random_state=3).fit(X, WAVE)
    assert model.alpha_ == pytest.approx(path.loo_.alphas[path.loo_.gcv_errors.argmin()])
    assert model.gcv_error_ == pytest.approx(path.loo_.gcv_errors.min(), rel=1e-6)


def test_probabilities_from_sums_are_as_good():
    """Oracle: the probabilities that leave-one-out calibrates, by log loss on held-out digits."""
    Z, digits = load_digits(return_X_y=True)
    split = train_test_split((Z - Z.mean(0)) / (Z.std(0) + 1e-9), digits, random_state=0)
    online = OnlineELMClassifier(256, random_state=0).fit(split[0], split[2])
    batch = ELMClassifier(256, random_state=0).fit(split[0], split[2])
    losses = [log_loss(split[3], model.predict_proba(split[1])) for model in (online, batch)]
    assert losses[0] < 1.6 * losses[1] < 0.5


def test_solving_is_lazy(monkeypatch):
    """Invariant: after many small blocks there is one solution, at the first prediction."""
    solved = []
    original = OnlineELMRegressor._solve
    monkeypatch.setattr(OnlineELMRegressor, "_solve", lambda *args: solved.append(1) or original(*args))
    model = OnlineELMRegressor(24, **SETTINGS)
    for row in range(100):
        model.partial_fit(X[row : row + 1], WAVE[row : row + 1])
    assert not solved
    model.predict(X)
    model.predict(X)
    assert len(solved) == 1


def test_fit_starts_over():
    """Invariant: fit discards what was learned, including classes."""
    model = _learned(OnlineELMClassifier, KINDS, BLOCKS)
    rows = np.flatnonzero(KINDS != "a")
    _same(model.fit(X[rows], KINDS[rows]), OnlineELMClassifier(24, **SETTINGS).fit(X[rows], KINDS[rows]))
    assert model.classes_.tolist() == ["b", "c"]


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda model: model.forget(X, np.repeat("z", 300)), "'z' was never learned"),
        (lambda model: model.forget(np.tile(X, (2, 1)), np.tile(KINDS, 2)), "600 rows cannot be forgotten: 300"),
        (lambda model: model.partial_fit(X[:, :2], KINDS), "2 features"),
        (
            lambda model: model.merge(OnlineELMClassifier(24, alpha=0.5, random_state=4).fit(X, KINDS)),
            "same random layer",
        ),
        (lambda model: model.set_params(forgetting=0.9).forget(X[:1], KINDS[:1]), "forgetting must be 1; got 0.9"),
    ],
)
def test_impossible_operations_are_refused(act, message):
    """Invariant: the error names the thing and the value, and the model is not changed."""
    model = _learned(OnlineELMClassifier, KINDS, BLOCKS)
    before = model.coef_.copy()
    with pytest.raises(ValueError, match=message):
        act(model)
    np.testing.assert_array_equal(model.coef_, before)


def test_a_model_that_forgot_everything_predicts_zero():
    """Invariant: a model that forgot all rows predicts 0, without an error."""
    model = OnlineELMRegressor(24, **SETTINGS).fit(X, WAVE).forget(X, WAVE)
    np.testing.assert_array_equal(model.predict(X), 0)
    _same(model.partial_fit(X, WAVE), ELMRegressor(24, **SETTINGS).fit(X, WAVE))


def test_weighted_rows_are_forgotten_completely():
    """Invariant: weights summed in another order are accepted as the same, and nothing remains."""
    weights = RNG.uniform(0.1, 1.0, 300)
    model = OnlineELMRegressor(24, **SETTINGS)
    for rows in BLOCKS:
        model.partial_fit(X[rows], WAVE[rows], sample_weight=weights[rows])
    for rows in np.array_split(np.arange(300), 5):
        model.forget(X[rows], WAVE[rows], sample_weight=weights[rows])
    assert model.n_rows_seen_ == 0
    np.testing.assert_array_equal(model.predict(X), 0)


def test_no_more_of_a_class_is_forgotten_than_was_learned():
    """Invariant: the error gives the number of rows of the class, and the model is not changed."""
    model = _learned(OnlineELMClassifier, KINDS, BLOCKS)
    before, mine = model.coef_.copy(), np.flatnonzero(KINDS == "b")
    twice = np.concatenate([mine, mine[:5]])
    with pytest.raises(ValueError, match=f"{len(twice)} rows of the class 'b' cannot be forgotten: {len(mine)} were"):
        model.forget(X[twice], KINDS[twice])
    np.testing.assert_array_equal(model.coef_, before)
    assert model.forget(X[mine], KINDS[mine]).n_rows_seen_ == 300 - len(mine)


BYTES = RNG.integers(0, 256, (300, 6)).astype(np.uint8)
SIGNS = np.array(["c", "a", "b"])[np.digitize(BYTES[:, 0] + BYTES[:, 1] / 2.0, [120, 240])]
BITS = {"arithmetic": "integer", "random_state": 3}


def _bits(model):
    """Return the sums and the coefficients as bytes."""
    gram = model._sums.result()
    arrays = (gram.G, gram.C, gram.h_mean, gram.t_mean, gram.t_square_sums, model.coef_, model.intercept_)
    return [np.asarray(array).tobytes() for array in arrays]


@pytest.mark.parametrize("alpha", ["gcv", 0.5])
@pytest.mark.parametrize(("Z", "y"), [(BYTES, SIGNS), (X, KINDS), (BYTES, SIGNS == "a")])
def test_integers_forget_exactly(Z, y, alpha):
    """Oracle: bit for bit the model with the same layer that never learned those rows, in any order of the others."""
    whole = OnlineELMClassifier(24, alpha=alpha, **BITS)
    for rows in BLOCKS:
        whole.partial_fit(Z[rows], y[rows])
    whole.forget(Z[:40], y[:40])
    never = OnlineELMClassifier(24, alpha=alpha, **BITS).adopt_layer(whole)
    for rows in np.array_split(RNG.permutation(np.arange(40, 300)), 3):
        never.partial_fit(Z[rows], y[rows])
    assert _bits(whole) == _bits(never)
    assert whole.receipt_["after"]["sums_sha256"] == never._state()["sums_sha256"]


def test_integers_merge_exactly():
    """Oracle: bit for bit the model that learned all rows; the two knew different classes."""
    whole = OnlineELMClassifier(24, **BITS).partial_fit(BYTES, SIGNS)
    parts = [np.flatnonzero(SIGNS == "c"), np.flatnonzero(SIGNS != "c")]
    one, other = (OnlineELMClassifier(24, **BITS).adopt_layer(whole).partial_fit(BYTES[p], SIGNS[p]) for p in parts)
    assert _bits(one.merge(other)) == _bits(whole)
    assert one.classes_.tolist() == ["a", "b", "c"]


def test_integers_of_all_rows_forgotten_are_zero():
    """Invariant: the sums are exactly zero."""
    model = OnlineELMClassifier(24, **BITS).fit(BYTES, SIGNS).forget(BYTES, SIGNS)
    assert not any(array.any() for array in model._sums._arrays())
    np.testing.assert_array_equal(model.decision_function(BYTES), 0)


def test_integers_equal_the_batch_solution():
    """Oracle: the batch estimator in integers at the same seed, rows and penalty, to the last bit."""
    online = OnlineELMClassifier(24, alpha=0.5, **BITS).fit(BYTES, SIGNS)
    batch = ELMClassifier(24, alpha=0.5, **BITS).fit(BYTES, SIGNS)
    np.testing.assert_array_equal(online.decision_function(BYTES), batch.decision_function(BYTES))


@pytest.mark.parametrize(
    ("kind", "batch", "y"), [(OnlineELMRegressor, ELMRegressor, WAVE), (OnlineELMClassifier, ELMClassifier, KINDS)]
)
def test_learned_rows_can_be_left_out(kind, batch, y):
    """Oracle: the batch estimator's exact leave-one-out, leverages and scores; a new row makes them outdated."""
    online, whole = kind(24, **SETTINGS).fit(X, y).calibrate(X, y), batch(24, **SETTINGS).fit(X, y)
    np.testing.assert_allclose(online.loo_decision_, whole.loo_decision_, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(online.loo_leverage_, whole.loo_leverage_, rtol=1e-7)
    if kind is OnlineELMRegressor:
        np.testing.assert_allclose(online.predict_interval(X)[0], whole.predict_interval(X)[0], rtol=1e-7, atol=1e-9)
    else:
        assert 0.88 < online.predict_set(X)[np.arange(300), np.searchsorted(online.classes_, y)].mean() <= 1
    online.partial_fit(X[:1], y[:1])
    with pytest.raises(ValueError, match="has no leave-one-out errors"):
        (online.predict_interval if kind is OnlineELMRegressor else online.predict_set)(X)


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: OnlineELMClassifier(8, activation="gelu", **BITS).fit(BYTES, SIGNS), "got 'normal', 1 and 'gelu'"),
        (lambda: OnlineELMClassifier(8, forgetting=0.9, **BITS).fit(BYTES, SIGNS), "got 'normal', 0.9 and 'tanh'"),
        (lambda: OnlineELMClassifier(8, **BITS).fit(BYTES, SIGNS, np.full(300, 0.5)), "whole numbers as weights"),
        (
            lambda: OnlineELMClassifier(8).fit(X, KINDS).adopt_layer(OnlineELMClassifier(8).fit(X, KINDS)),
            "before rows are learned; 300 were",
        ),
        (lambda: OnlineELMClassifier(8).fit(X, KINDS).calibrate(np.tile(X, (2, 1)), np.tile(KINDS, 2)), "600 rows"),
    ],
)
def test_what_integer_arithmetic_and_layers_do_not_allow_is_refused(act, message):
    """Invariant: the error names the rule and the value."""
    with pytest.raises(ValueError, match=message):
        act()
