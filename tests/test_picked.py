"""Units picked from many random ones: they are what they were drawn as, explain more, and look at what counts."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from elmweb.estimators import HiddenLayer
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.weights import draw_few
from elmweb.estimators.picked import _Drawing, _left_out, _unlike, iter_pick
from elmweb.progress import finish

RNG = np.random.default_rng(2)
X = RNG.normal(size=(700, 12))
JUMPS = (X[:, 0] > 0.3) * (X[:, 1] < 0.5) + 0.5 * (X[:, 2] > -0.2) + 0.1 * RNG.normal(size=700)


def picked(rows: np.ndarray, T: np.ndarray, n_units: int = 96, **settings) -> HiddenLayer:
    """Return a layer of picked units."""
    settings = {"activation": "tanh", "frequencies": np.ones(rows.shape[1]), "seed": 0} | settings
    weights, bias = finish(iter_pick(rows, T.reshape(len(T), -1), n_units, **settings))
    return HiddenLayer(weights, bias, settings["activation"])


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_units_are_as_a_layer_what_they_were_when_they_were_drawn(activation):
    """Oracle: the hidden layer with their weights, for every activation; new ones and changed copies."""
    drawing = _Drawing(X, np.ones(12), (1.5, 10.0), np.random.default_rng(0))
    new = drawing.new(50)
    for units in (new, drawing.changed(new, 40)):
        weights, bias = drawing.dense(units)
        assert (np.count_nonzero(weights, axis=0) <= 3).all()
        wanted = HiddenLayer(weights, bias, activation)(X).T
        np.testing.assert_allclose(drawing.outputs(units, activation), wanted, rtol=2e-4, atol=2e-5)


def test_they_explain_more_of_new_rows_than_random_ones():
    """Oracle: as many units that nobody picked; the answer jumps at values of three of twelve columns."""
    new = np.random.default_rng(3).normal(size=(2_000, 12))
    truth = (new[:, 0] > 0.3) * (new[:, 1] < 0.5) + 0.5 * (new[:, 2] > -0.2)
    weights, bias = draw_few(np.ones(12), 96, 1.5, 0)
    errors = []
    for layer in (picked(X[:300], JUMPS[:300]), HiddenLayer(np.asfortranarray(weights.T), bias, "tanh")):
        ridge = Ridge(3.0).fit(layer(X), JUMPS)
        errors.append(np.mean((ridge.predict(layer(new)) - truth) ** 2))
    assert errors[0] < 0.4 * errors[1]


def test_they_look_at_the_columns_that_count():
    """Invariant: three of twelve columns make the answer, and most of the weight lies on them."""
    seen = np.abs(picked(X, JUMPS, 32).weights).sum(axis=1)
    assert set(np.argsort(-seen)[:3]) == {0, 1, 2}
    assert seen[:3].sum() > 0.7 * seen.sum()


def test_how_often_a_column_is_seen_is_what_was_asked_for():
    """Invariant: columns of frequency 0 and constant ones are seen by no unit; without any frequency all are."""
    rows = np.column_stack([X, np.full(700, 0.1)])  # whose standard deviation is rounding
    layer = picked(rows, JUMPS, frequencies=np.r_[np.ones(6), np.zeros(6), 1.0])
    assert not layer.weights[6:].any()
    assert not picked(rows, JUMPS).weights[12].any()
    assert np.isfinite(picked(rows, JUMPS, frequencies=np.zeros(13)).weights).all()
    assert np.isfinite(picked(np.ones((60, 2)), np.arange(60.0))(np.ones((2, 2)))).all()


def test_the_seed_decides_and_rows_without_weight_do_not():
    """Invariant: the same seed gives the same units; what the answers of rows of weight 0 are changes nothing."""
    weights = (np.arange(700) < 500).astype(float)
    first = picked(X, JUMPS, weights=weights)
    np.testing.assert_array_equal(first.weights, picked(X, np.where(weights > 0, JUMPS, 1e3), weights=weights).weights)
    assert not np.array_equal(first.weights, picked(X, JUMPS, weights=weights, seed=1).weights)


@pytest.mark.parametrize("factor", [2.0**-300, 2.0**-80, 2.0**70, 2.0**400])
def test_the_unit_of_the_answer_does_not_matter(factor):
    """Invariant: the same units whatever the answer is measured in, far beyond what 32 bits can hold."""
    np.testing.assert_array_equal(picked(X, JUMPS).weights, picked(X, JUMPS * factor).weights)


@pytest.mark.parametrize("n_units", [1, 5, 33])
def test_as_many_as_were_asked_for(n_units):
    """Invariant: the number of units, fewer than rounds included."""
    assert picked(X, JUMPS, n_units).n_hidden == n_units


def test_many_classes_and_answers_that_never_change():
    """Invariant: a hundred classes that one column makes are found; a constant answer gives units all the same."""
    classes = np.clip(np.digitize(X[:, 7], np.linspace(-2, 2, 99)), 0, 99)
    seen = np.abs(picked(X, np.where(np.arange(100) == classes[:, None], 1.0, -1.0)).weights).sum(axis=1)
    assert np.argmax(seen) == 7
    assert picked(X, np.zeros(700)).n_hidden == 96


@pytest.mark.parametrize("weighed", [False, True])
def test_what_a_round_explains_is_left_out(weighed):
    """Oracle: ridge regression fitted without each row, at the best of the penalties."""
    units, R = RNG.normal(size=(9, 40)), RNG.normal(size=(40, 2))
    shares = RNG.uniform(0.5, 2, 40) if weighed else np.ones(40)
    shares /= shares.sum()
    centred = (units - (units @ shares)[:, None]) * np.sqrt(shares)
    penalties = 10.0 ** np.arange(-5, 3.5, 0.5) * np.square(centred).sum() / 9
    best, least = None, np.inf
    for penalty in penalties:
        said = np.empty_like(R)
        for row in range(40):
            others = np.arange(40) != row
            model = Ridge(penalty, solver="cholesky").fit(units.T[others], R[others], sample_weight=shares[others])
            said[row] = model.predict(units.T[row : row + 1])[0]
        error = shares @ np.square(R - said).sum(axis=1)
        if error < least:
            best, least = said, error
    np.testing.assert_allclose(_left_out(centred, R, shares), best, rtol=1e-5, atol=1e-8)


def test_of_two_alike_one_is_taken():
    """Oracle: copies, and units of the other sign, come last; the order is that of what they explain."""
    own = RNG.normal(size=(3, 200))
    outputs = np.vstack([own[0], own[0] * 2, own[1], -own[1], own[2]]).astype(np.float32)
    assert _unlike(outputs, np.array([1, 0, 3, 2, 4]), 3).tolist() == [1, 3, 4]
    assert _unlike(outputs, np.arange(5), 4).tolist() == [0, 2, 4, 1]
