"""Hidden layers."""

import tracemalloc

import numpy as np
import pytest

from elmweb.estimators import ELMClassifier, ELMRegressor, HiddenLayer
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.dense import random_layer
from elmweb.estimators.layers.weights import BLIND_WEIGHTS

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (60, 48)).astype(np.uint8)  # 6 rows, 8 columns
KINDS = np.array(["a", "b", "c"])[np.arange(60) % 3]


@pytest.mark.parametrize("kind", BLIND_WEIGHTS)
def test_narrow_layers_are_leading_parts_of_wide_ones(kind):
    """Invariant: the same units at every width, and others with another seed."""
    wide, narrow, other = (
        random_layer(5, n, hidden_weights=kind, random_state=s) for n, s in ((23, 1), (7, 1), (7, 2))
    )
    np.testing.assert_array_equal(wide.weights[:, :7], narrow.weights)
    np.testing.assert_array_equal(wide.bias[:7], narrow.bias)
    assert not np.array_equal(narrow.weights, other.weights)


@pytest.mark.parametrize("kind", ["normal", "sparse", "orthogonal"])
def test_units_have_inputs_of_the_documented_scale(kind):
    """Oracle: standard deviation scale for inputs of unit variance, and for biases."""
    layer = random_layer(100, 3000, hidden_weights=kind, scale=1.5, random_state=0)
    assert np.sqrt((layer.weights**2).sum(axis=0).mean()) == pytest.approx(1.5, rel=0.02)
    assert layer.bias.std() == pytest.approx(1.5, rel=0.05)


def test_sparse_units_take_few_inputs():
    """Oracle: the square root of the number of inputs."""
    layer = random_layer(100, 50, hidden_weights="sparse", random_state=0)
    assert (np.count_nonzero(layer.weights, axis=0) == 10).all()


def test_orthogonal_units_are_orthogonal():
    """Oracle: the identity, for d units at a time, and for one input."""
    W = random_layer(6, 14, hidden_weights="orthogonal", random_state=0).weights
    for block in (W[:, :6], W[:, 6:12]):
        np.testing.assert_allclose(block.T @ block, np.eye(6), atol=1e-12)
    assert np.abs(random_layer(1, 3, hidden_weights="orthogonal", random_state=0).weights).tolist() == [[1, 1, 1]]


def test_a_mixed_layer_is_its_parts():
    """Oracle: layers of one activation each, with units in rotation; every activation once."""
    names = tuple(ACTIVATIONS)
    X = RNG.normal(size=(9, 4))
    mixed = random_layer(4, 21, activation=names, random_state=3)
    for unit in range(21):
        one = HiddenLayer(mixed.weights[:, unit : unit + 1], mixed.bias[unit : unit + 1], names[unit % len(names)])
        np.testing.assert_allclose(mixed(X)[:, unit], one(X)[:, 0], atol=1e-14)
    np.testing.assert_array_equal(mixed.leading(10)(X), mixed(X)[:, :10])


def test_distance_units_are_radial_basis_functions():
    """Oracle: the formula, one pair at a time; the output of a unit at its own centre is 1."""
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
def test_invalid_settings_are_refused(settings, y, message):
    """Invariant: the error names the setting and what it may be."""
    kind, target = (ELMRegressor, np.arange(60.0)) if y == "numbers" else (ELMClassifier, KINDS)
    with pytest.raises(ValueError, match=message):
        kind(10, **settings).fit(IMAGES, target)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["normal", "rf-ciw"])
def test_bytes_are_converted_to_float64_block_by_block(kind):
    """Oracle: traced memory of a fit, compared with that of a float64 copy of all rows."""
    rows = np.random.default_rng(0).integers(0, 256, (40_000, 400), dtype=np.uint8)
    model = ELMClassifier(16, hidden_weights=kind, arithmetic="float", alpha=1.0, random_state=0)
    tracemalloc.start()
    try:
        model.fit(rows, np.arange(40_000) % 3)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 0.5 * 8 * rows.size
