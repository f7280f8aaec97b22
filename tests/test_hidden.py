"""Hidden layers of every kind."""

import numpy as np
import pytest

from elmweb.estimators import ELMClassifier, ELMRegressor, HiddenLayer
from elmweb.estimators._activations import ACTIVATIONS
from elmweb.estimators._hidden import random_layer
from elmweb.estimators._image_weights import IMAGE_WEIGHTS, draw_image_weights, image_size
from elmweb.estimators._weights import BLIND_WEIGHTS

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (60, 48)).astype(np.uint8)  # 6 rows, 8 columns
KINDS = np.array(["a", "b", "c"])[np.arange(60) % 3]


@pytest.mark.parametrize("kind", BLIND_WEIGHTS)
def test_narrow_layers_are_the_first_part_of_wide_ones(kind):
    """Invariant: the same units, whatever the width; and another seed gives others."""
    wide, narrow, other = (
        random_layer(5, n, hidden_weights=kind, random_state=s) for n, s in ((23, 1), (7, 1), (7, 2))
    )
    np.testing.assert_array_equal(wide.weights[:, :7], narrow.weights)
    np.testing.assert_array_equal(wide.bias[:7], narrow.bias)
    assert not np.array_equal(narrow.weights, other.weights)


@pytest.mark.parametrize("kind", ["normal", "sparse", "orthogonal"])
def test_units_get_inputs_of_the_stated_size(kind):
    """Oracle: standard deviation scale for inputs of unit variance, and for biases."""
    layer = random_layer(100, 3000, hidden_weights=kind, scale=1.5, random_state=0)
    assert np.sqrt((layer.weights**2).sum(axis=0).mean()) == pytest.approx(1.5, rel=0.02)
    assert layer.bias.std() == pytest.approx(1.5, rel=0.05)


def test_sparse_units_see_few_inputs():
    """Oracle: the square root of the number of inputs."""
    layer = random_layer(100, 50, hidden_weights="sparse", random_state=0)
    assert (np.count_nonzero(layer.weights, axis=0) == 10).all()


def test_orthogonal_units_are_at_right_angles():
    """Oracle: the identity, d units at a time, and for one input too."""
    W = random_layer(6, 14, hidden_weights="orthogonal", random_state=0).weights
    for block in (W[:, :6], W[:, 6:12]):
        np.testing.assert_allclose(block.T @ block, np.eye(6), atol=1e-12)
    assert np.abs(random_layer(1, 3, hidden_weights="orthogonal", random_state=0).weights).tolist() == [[1, 1, 1]]


def test_a_mixed_layer_is_its_parts():
    """Oracle: layers of one activation each, unit by unit in turn; every activation once."""
    names = tuple(ACTIVATIONS)
    X = RNG.normal(size=(9, 4))
    mixed = random_layer(4, 21, activation=names, random_state=3)
    for unit in range(21):
        one = HiddenLayer(mixed.weights[:, unit : unit + 1], mixed.bias[unit : unit + 1], names[unit % len(names)])
        np.testing.assert_allclose(mixed(X)[:, unit], one(X)[:, 0], atol=1e-14)
    np.testing.assert_array_equal(mixed.leading(10)(X), mixed(X)[:, :10])


def test_distance_units_answer_by_distance():
    """Oracle: the formula, one pair at a time; a unit at its own centre says 1."""
    X = RNG.normal(size=(30, 3))
    model = ELMRegressor(40, activation="rbf", random_state=0).fit(X, X[:, 0])
    layer = model.layer_
    expected = [
        [np.exp(-g * np.sum((x - c) ** 2)) for c, g in zip(layer.centres.T, layer.gammas, strict=True)] for x in X
    ]
    np.testing.assert_allclose(layer(X), expected, atol=1e-12)
    assert layer(X).max() == pytest.approx(1.0)
    assert len(np.unique(layer.centres[:, :30], axis=1).T) == 30  # each row once before any twice
    assert model.score(X, X[:, 0]) > 0.9


def test_images_as_bytes_and_as_shares_give_one_model():
    """Invariant: uint8 images weigh as the same images from 0 to 1, for every kind of image weights."""
    for kind in IMAGE_WEIGHTS:
        settings = {"hidden_weights": kind, "image_shape": (6, 8), "alpha": 1.0, "random_state": 0}
        of_bytes = ELMClassifier(20, **settings).fit(IMAGES, KINDS)
        of_shares = ELMClassifier(20, **settings).fit(IMAGES / 255, KINDS)
        np.testing.assert_allclose(
            of_bytes.decision_function(IMAGES), of_shares.decision_function(IMAGES / 255), atol=1e-9
        )


@pytest.mark.parametrize("kind", IMAGE_WEIGHTS)
def test_image_weights_have_the_stated_norm_and_place(kind):
    """Oracle: norm scale; inside a rectangle of the image for those with a receptive field; nested by width."""
    X, T = IMAGES / 255, np.where(KINDS[:, None] == np.unique(KINDS), 1, -1).astype(np.int8)
    options = {"kind": kind, "size": (6, 8, 1), "scale": 2.0, "seed": 5}
    weights, bias = draw_image_weights(X, T, 30, **options)
    np.testing.assert_allclose(np.sqrt((weights**2).sum(axis=1)), 2.0)
    if kind.startswith("rf"):
        for unit in weights.reshape(30, 6, 8):
            rows, columns = np.flatnonzero(unit.any(axis=1)), np.flatnonzero(unit.any(axis=0))
            inside = unit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
            assert np.count_nonzero(inside) == np.count_nonzero(unit)
            assert (rows[-1] - rows[0]) * (columns[-1] - columns[0]) >= 4
        assert np.mean(weights == 0) > 0.2
    narrow, narrow_bias = draw_image_weights(X, T, 11, **options)
    np.testing.assert_allclose(narrow, weights[:11])
    np.testing.assert_allclose(narrow_bias, bias[:11])


def test_computed_weights_are_sums_of_one_class():
    """Oracle: each unit's direction is a combination of one class's images with coefficients of one size."""
    X, T = IMAGES[:12] / 255, np.where(KINDS[:12, None] == np.unique(KINDS), 1, -1).astype(np.int8)
    weights, _ = draw_image_weights(X, T, 9, kind="ciw", size=(6, 8, 1), scale=1.0, seed=0)
    for unit, direction in enumerate(weights):
        images = X[KINDS[:12] == np.unique(KINDS)[unit % 3]]
        signs, rest, *_ = np.linalg.lstsq(images.T, direction, rcond=None)
        np.testing.assert_allclose(np.abs(signs), np.abs(signs[0]))
        assert rest.sum() < 1e-20


def test_constrained_weights_point_from_class_to_class():
    """Oracle: some pair of images of two classes gives the direction, and the bias its middle."""
    X, T = IMAGES[:9] / 255, np.where(KINDS[:9] == "a", 1, -1).astype(np.int8)[:, None]
    weights, bias = draw_image_weights(X, T, 5, kind="c", size=(6, 8, 1), scale=1.0, seed=0)
    pairs = [(a, b) for a in range(9) for b in range(9) if T[a] != T[b]]
    for direction, middle in zip(weights, bias, strict=True):
        fits = [(a, b) for a, b in pairs if np.allclose((X[a] - X[b]) / np.linalg.norm(X[a] - X[b]), direction)]
        assert len(fits) == 1
        a, b = fits[0]
        assert middle == pytest.approx(0.5 * (X[a] + X[b]) @ direction)


def test_classes_take_turns_by_their_share():
    """Oracle: shares of 1/2, 1/4 and 1/4 within one unit at every width."""
    X, labels = RNG.random((40, 4)), np.repeat([0, 1, 2], [20, 10, 10])
    T = np.where(labels[:, None] == np.arange(3), 1, -1).astype(np.int8)
    X[labels == 1] = 0.0  # a class without ink has no computed weights
    weights, _ = draw_image_weights(X, T, 16, kind="ciw", size=(2, 2, 1), scale=1.0, seed=0)
    assert np.count_nonzero(~weights.any(axis=1)) == 4


@pytest.mark.parametrize(
    ("settings", "y", "message"),
    [
        ({"hidden_weights": "ciw"}, "numbers", "made of images of classes"),
        ({"hidden_weights": "rf", "image_shape": (5, 5)}, "classes", "multiply to the number of inputs, 48"),
        ({"hidden_weights": "rf"}, "classes", "48 inputs are no square image"),
        ({"activation": []}, "classes", "one or more of"),
        ({"activation": ["tanh", "bent"]}, "classes", "bent"),
        ({"hidden_weights": "heavy"}, "classes", "hidden_weights"),
    ],
)
def test_what_does_not_fit_is_refused(settings, y, message):
    """Invariant: the error names the setting and what it may be."""
    kind, target = (ELMRegressor, np.arange(60.0)) if y == "numbers" else (ELMClassifier, KINDS)
    with pytest.raises(ValueError, match=message):
        kind(10, **settings).fit(IMAGES, target)


def test_weights_without_a_place_take_any_inputs():
    """Invariant: sums and differences of rows need no image; outputs of other models are inputs as good as any."""
    for kind in ("c", "ciw"):
        model = ELMClassifier(30, hidden_weights=kind, random_state=0).fit(IMAGES[:, :20] / 255, KINDS)
        assert model.hidden_weights_.shape == (20, 30)


def test_image_sizes():
    """Oracle: squares without being told, anything that multiplies when told."""
    assert image_size(784, None) == (28, 28, 1)
    assert image_size(3072, (32, 32, 3)) == (32, 32, 3)
    assert image_size(48, [6, 8]) == (6, 8, 1)
