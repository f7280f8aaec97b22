"""Integer arithmetic in the estimators: the same bits in every order of rows."""

import hashlib

import numpy as np
import pytest
from sklearn.datasets import load_diabetes, load_digits

from elmweb import ELMClassifier, ELMRegressor
from elmweb.estimators import ByteLayer, iter_fit

Z, DIGITS = load_digits(return_X_y=True)
IMAGES = (Z * 15).astype(np.uint8)
RNG = np.random.default_rng(0)


def _bits(model, X):
    outputs = model.predict(X) if isinstance(model, ELMRegressor) else model.decision_function(X)
    parts = (model.coef_, np.asarray(model.intercept_), outputs)
    return hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts)).hexdigest()


@pytest.mark.parametrize("alpha", ["loo", 4.0])
def test_the_order_of_rows_changes_no_bit(alpha):
    """Oracle: SHA-256 of coefficients and predictions, with rows in another order and blocks; in floats it differs."""
    order, n_hashes = RNG.permutation(1500), {}
    for arithmetic, images in (("integer", IMAGES), ("float", IMAGES / 255)):
        layer = ELMClassifier(60, arithmetic=arithmetic, random_state=3).fit(images[:1500], DIGITS[:1500]).layer_
        hashes = set()
        for rows, block in ((np.arange(1500), 1500), (order, 97)):
            model = ELMClassifier(60, arithmetic=arithmetic, alpha=alpha, random_state=3)
            model._make_layer = lambda _rows, layer=layer: layer  # it is drawn from a sample: give both the same
            for _ in iter_fit(model, images[:1500][rows], DIGITS[:1500][rows], block_rows=block):
                pass
            hashes.add(_bits(model, images[1500:]))
        n_hashes[arithmetic] = len(hashes)
    assert n_hashes == {"integer": 1, "float": 2}


@pytest.mark.slow
def test_auto_computes_bytes_in_integers():
    """Invariant: "auto" computes uint8 in integers and other types in floats; both classify digits."""
    of_bytes = ELMClassifier(300, random_state=0).fit(IMAGES[:1300], DIGITS[:1300])
    of_floats = ELMClassifier(300, random_state=0).fit(Z[:1300] / 16, DIGITS[:1300])
    assert isinstance(of_bytes.layer_, ByteLayer)
    assert not isinstance(of_floats.layer_, ByteLayer)
    assert of_bytes.hidden_weights_.dtype == np.int8
    assert of_bytes.score(IMAGES[1300:], DIGITS[1300:]) > 0.93
    patches = ELMClassifier(300, hidden_weights="patches", image_shape=(8, 8), random_state=0)
    assert patches.fit(IMAGES[:1300], DIGITS[:1300]).score(IMAGES[1300:], DIGITS[1300:]) > 0.93


def test_the_same_numbers_in_another_type_predict_the_same():
    """Invariant: a model fitted on uint8 predicts the same for floats and integers of the same value."""
    model = ELMClassifier(50, random_state=0).fit(IMAGES[:500], DIGITS[:500])
    for kind in (np.float64, np.float32, np.int64):
        np.testing.assert_array_equal(
            model.decision_function(IMAGES[500:600].astype(kind)), model.decision_function(IMAGES[500:600])
        )


def test_integer_arithmetic_is_nearly_as_accurate_on_tables():
    """Oracle: float arithmetic on the same table, whose R2 on held-out rows is higher by at most 0.03."""
    X, y = load_diabetes(return_X_y=True)
    scores = [
        ELMRegressor(100, arithmetic=arithmetic, scale=0.5, random_state=0)
        .fit(X[:300] * 21, y[:300])
        .score(X[300:] * 21, y[300:])
        for arithmetic in ("integer", "float")
    ]
    assert scores[0] > scores[1] - 0.03


def test_narrow_layers_are_leading_parts_of_wide_ones():
    """Invariant: the first units of a wide integer layer are the narrow layer."""
    wide, narrow = (ELMClassifier(n, random_state=0).fit(IMAGES, DIGITS).layer_ for n in (40, 15))
    np.testing.assert_array_equal(wide.leading(15)(IMAGES[:9]), narrow(IMAGES[:9]))


@pytest.mark.parametrize(
    ("settings", "weights", "message"),
    [
        ({"arithmetic": "integer", "activation": "sin"}, None, "takes hidden_weights 'normal' or 'patches'"),
        ({"arithmetic": "integer", "hidden_weights": "orthogonal"}, None, "got 'orthogonal'"),
        ({"hidden_weights": "patches", "arithmetic": "float"}, None, "computed in integers"),
        ({"arithmetic": "integer"}, 0.5, "whole numbers"),
        ({"arithmetic": "exact"}, None, "arithmetic"),
    ],
)
def test_settings_without_an_integer_layer_are_refused(settings, weights, message):
    """Invariant: the error names the setting, the rule and the value."""
    counts = None if weights is None else np.full(1797, weights)
    with pytest.raises(ValueError, match=message):
        ELMClassifier(20, **settings).fit(IMAGES, DIGITS, sample_weight=counts)


def test_auto_computes_fractional_weights_in_floats():
    """Invariant: "auto" computes in floats when a row has weight one half."""
    model = ELMClassifier(20, scale=0.01).fit(IMAGES, DIGITS, sample_weight=np.full(1797, 0.5))
    assert not isinstance(model.layer_, ByteLayer)
