"""Random filters over images, and pooling."""

import naive_elm
import numpy as np
import pytest
from scipy.signal import correlate2d
from sklearn.datasets import load_digits
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks
from weight_checks import whole_rows

from elmweb.estimators import ELMClassifier, local_receptive
from elmweb.estimators.local_receptive import LocalReceptiveELMClassifier, LocalReceptiveELMRegressor

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (30, 7 * 9 * 2)).astype(np.uint8)  # 7 rows, 9 columns, 2 channels
INK = IMAGES[:, ::2].mean(axis=1)
SETTINGS = {"image_shape": (7, 9, 2), "patch_size": 3, "pool_radius": 2, "alpha": 0.1, "random_state": 0}
DIGITS, KINDS = load_digits(return_X_y=True)


@pytest.mark.checks
@parametrize_with_checks(
    [LocalReceptiveELMClassifier(), LocalReceptiveELMRegressor()], expected_failed_checks=whole_rows
)
def test_scikit_learn_accepts_the_estimators(estimator, check):
    """Oracle: scikit-learn's own checks."""
    check(estimator)


def _naive(layer, image):
    """Return the units of one image: each map by scipy's correlation, each unit by its distance to every place."""
    units = []
    for column in layer.filters.T:
        channels = column.reshape(*layer.patch, layer.size[2])
        answers = sum(
            correlate2d(image[..., c], channels[..., c], mode="valid") for c in range(layer.size[2])
        )  # (rows, columns) of places
        places = np.argwhere(np.ones_like(answers))
        firsts = [(n - 1) % layer.pool_stride // 2 for n in answers.shape]
        for at in places:
            if np.any((at - firsts) % layer.pool_stride) or np.any(at < firsts):
                continue
            near = np.abs(places - at).max(axis=1) <= layer.pool_radius
            units.append(np.sqrt(np.sum(answers.ravel()[near] ** 2)))
    return units


@pytest.mark.parametrize("stride", [None, 1, 2, 5])
def test_units_equal_loops(stride, monkeypatch):
    """Oracle: correlation by scipy and pooling by distance, over whole maps, for any number of rows at once."""
    model = LocalReceptiveELMRegressor(pool_stride=stride, **SETTINGS).fit(IMAGES, INK)
    layer = model.layer_
    assert layer.n_hidden % layer.units_per_map == 0
    images = (IMAGES - float(IMAGES.min())).reshape(-1, 7, 9, 2)
    H = layer(IMAGES)
    np.testing.assert_allclose(H, [_naive(layer, image) for image in images], rtol=1e-10)
    assert H.flags.f_contiguous
    monkeypatch.setattr(local_receptive, "_MOST_NUMBERS", 1)
    np.testing.assert_allclose(layer(IMAGES), H, rtol=1e-12)


def test_stride_1_is_the_papers_layer():
    """Oracle: a unit for every place where a patch fits, in every map."""
    model = LocalReceptiveELMRegressor(70, pool_stride=1, **SETTINGS).fit(IMAGES, INK)
    assert model.layer_.map_size == (5, 7)
    assert model.layer_.units_per_map == 35


def test_filters_are_orthogonal():
    """Oracle: the identity, for as many filters as a patch has numbers; for bytes with the factor 1/255."""
    layer = LocalReceptiveELMRegressor(200, **SETTINGS).fit(IMAGES, INK).layer_
    for block in (layer.filters[:, :18], layer.filters[:, 18:36]):
        np.testing.assert_allclose(255**2 * block.T @ block, np.eye(block.shape[1]), atol=1e-12)


def test_narrow_layers_are_leading_parts_of_wide_ones():
    """Invariant: the same units at every width, also within a map, and the same from `leading`."""
    wide, narrow = (LocalReceptiveELMRegressor(n, **SETTINGS).fit(IMAGES, INK).layer_ for n in (50, 13))
    np.testing.assert_array_equal(narrow(IMAGES), wide.leading(13)(IMAGES))
    np.testing.assert_allclose(narrow(IMAGES), wide(IMAGES)[:, :13], rtol=1e-12)


def test_outputs_are_ridge_regression_on_the_units():
    """Oracle: least squares on the layer, and refits without each row."""
    model = LocalReceptiveELMRegressor(24, **SETTINGS).fit(IMAGES, INK)
    H = model.layer_(IMAGES)
    coef, intercept = naive_elm.ridge(H, INK[:, None], 0.1)
    np.testing.assert_allclose(model.predict(IMAGES), (H @ coef + intercept)[:, 0], rtol=1e-8)
    expected = naive_elm.leave_one_out(H, INK[:, None], 0.1)[:, 0]
    np.testing.assert_allclose(model.loo_decision_, expected, rtol=1e-6)


def test_images_as_bytes_and_as_fractions_give_one_model():
    """Invariant: uint8 images are the same images from 0 to 1."""
    y = np.where(np.median(INK) < INK, "light", "dark")
    of_bytes = LocalReceptiveELMClassifier(24, **SETTINGS).fit(IMAGES, y)
    of_shares = LocalReceptiveELMClassifier(24, **SETTINGS).fit(IMAGES / 255, y)
    np.testing.assert_allclose(of_bytes.decision_function(IMAGES), of_shares.decision_function(IMAGES / 255), atol=1e-9)


@pytest.mark.parametrize("rows", [DIGITS, StandardScaler().fit_transform(DIGITS)], ids=["ink", "standardised"])
def test_it_beats_units_that_take_the_whole_image(rows):
    """Oracle: an ELM of the same width on held-out digits, raw and standardised, which is a percentage point behind."""
    train, test = slice(0, 1200), slice(1200, None)
    local = LocalReceptiveELMClassifier(256, random_state=0).fit(rows[train], KINDS[train])
    whole = ELMClassifier(256, random_state=0).fit(rows[train], KINDS[train])
    assert local.score(rows[test], KINDS[test]) > whole.score(rows[test], KINDS[test]) + 0.01


@pytest.mark.parametrize("n_features", [1, 2, 3, 11])
def test_inputs_that_are_not_square_are_a_line(n_features):
    """Invariant: one line of pixels, possibly shorter than a patch, and only finite numbers."""
    X = RNG.normal(size=(20, n_features))
    model = LocalReceptiveELMRegressor(random_state=0).fit(X, X[:, 0])
    assert model.layer_.size == (1, n_features, 1)
    assert np.isfinite(model.predict(100 * X)).all()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"image_shape": (7, 9)}, "multiply to the number of inputs, 126"),
        ({"pool_radius": 1, "pool_stride": 4}, "at most 2 \\* pool_radius \\+ 1, here 3"),
        ({"patch_size": 0}, "patch_size"),
        ({"pool_radius": -1}, "pool_radius"),
    ],
)
def test_invalid_settings_are_refused(settings, message):
    """Invariant: the error names the setting and what it may be."""
    with pytest.raises(ValueError, match=message):
        LocalReceptiveELMRegressor(10, **settings).fit(IMAGES, INK)
