"""Input weights computed from images and their classes."""

import numpy as np
import pytest

from elmweb.estimators import ELMClassifier, ELMRegressor
from elmweb.estimators.layers import image_weights
from elmweb.estimators.layers.image_weights import IMAGE_WEIGHTS, draw_image_weights, image_size

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (60, 48)).astype(np.uint8)  # 6 rows, 8 columns
KINDS = np.array(["a", "b", "c"])[np.arange(60) % 3]


def test_images_as_bytes_and_as_fractions_give_one_model():
    """Invariant: uint8 images give the model of the same images from 0 to 1, for every kind of image weights."""
    for kind in IMAGE_WEIGHTS:
        settings = {"hidden_weights": kind, "image_shape": (6, 8), "alpha": 1.0, "random_state": 0}
        of_bytes = ELMClassifier(20, **settings).fit(IMAGES, KINDS)
        of_shares = ELMClassifier(20, **settings).fit(IMAGES / 255, KINDS)
        np.testing.assert_allclose(
            of_bytes.decision_function(IMAGES), of_shares.decision_function(IMAGES / 255), atol=1e-9
        )


@pytest.mark.parametrize("kind", IMAGE_WEIGHTS)
def test_image_weights_have_the_documented_norm_and_support(kind):
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
    """Oracle: the direction of each unit is a sum of the images of one class with signs."""
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


def test_classes_are_assigned_in_proportion_to_their_frequencies():
    """Oracle: frequencies of 1/2, 1/4 and 1/4, within one unit at every width."""
    X, labels = RNG.random((40, 4)), np.repeat([0, 1, 2], [20, 10, 10])
    T = np.where(labels[:, None] == np.arange(3), 1, -1).astype(np.int8)
    X[labels == 1] = 0.0  # a class without ink has no computed weights
    weights, _ = draw_image_weights(X, T, 16, kind="ciw", size=(2, 2, 1), scale=1.0, seed=0)
    assert np.count_nonzero(~weights.any(axis=1)) == 4


def test_weights_without_a_receptive_field_take_any_inputs():
    """Invariant: sums and differences of rows need no image shape; inputs may be the outputs of other models."""
    for kind in ("c", "ciw"):
        model = ELMClassifier(30, hidden_weights=kind, random_state=0).fit(IMAGES[:, :20] / 255, KINDS)
        assert model.hidden_weights_.shape == (20, 30)


def test_image_sizes():
    """Oracle: square images by default, and any shape whose product is the number of inputs."""
    assert image_size(784, None) == (28, 28, 1)
    assert image_size(3072, (32, 32, 3)) == (32, 32, 3)
    assert image_size(48, [6, 8]) == (6, 8, 1)


@pytest.mark.parametrize("shape", [(48,), (6, 8, 1, 1), (-6, -8), (6.0, 8.0), (0, 48)])
def test_invalid_shapes_are_refused(shape):
    """Invariant: the error names the setting and the value."""
    with pytest.raises(ValueError, match="image_shape must be 2 or 3 whole numbers of 1 or more; got \\("):
        image_size(48, shape)


def test_computed_weights_do_not_depend_on_blocks_of_rows(monkeypatch):
    """Invariant: the same sums for all images at once and for 7 at a time."""
    T = np.where(KINDS[:, None] == np.unique(KINDS), 1, -1).astype(np.int8)
    options = {"kind": "rf-ciw", "size": (6, 8, 1), "scale": 2.0, "seed": 5}
    whole, _ = draw_image_weights(IMAGES / 255, T, 20, **options)
    monkeypatch.setattr(image_weights, "_MOST_NUMBERS", 7 * 48)
    blocks, _ = draw_image_weights(IMAGES / 255, T, 20, **options)
    np.testing.assert_allclose(blocks, whole, rtol=1e-10)


@pytest.mark.parametrize("kind", ["c", "ciw", "rf-c", "rf-ciw"])
def test_weights_of_classes_need_classes(kind):
    """Invariant: for regression an error names the weights that are possible."""
    with pytest.raises(ValueError, match="made of images of classes, and here numbers are predicted"):
        ELMRegressor(10, hidden_weights=kind, image_shape=(6, 8)).fit(IMAGES, np.arange(60.0))
    of_numbers = ELMRegressor(10, hidden_weights="rf", image_shape=(6, 8), random_state=0).fit(IMAGES, np.arange(60.0))
    assert np.isfinite(of_numbers.predict(IMAGES)).all()
