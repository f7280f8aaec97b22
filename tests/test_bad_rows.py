"""Rows that are hardly any, or hardly vary: a clear error or a finite model, in floats and in integers alike."""

from __future__ import annotations

import numpy as np
import pytest

from elmweb import ELMClassifier, ELMRegressor

RNG = np.random.default_rng(0)
X = RNG.normal(size=(40, 3))
Y = X[:, 0] + 0.1 * RNG.normal(size=40)
TWO = (Y > 0).astype(int)

FINE = {
    "fewer rows than units": (ELMRegressor, {"n_hidden": 500}, X, Y),
    "two rows": (ELMRegressor, {"n_hidden": 8}, X[:2], Y[:2]),
    "units that are all dead": (ELMRegressor, {"n_hidden": 8, "activation": "relu"}, np.zeros_like(X), Y),
    "dead units and classes": (ELMClassifier, {"n_hidden": 8, "activation": "relu"}, np.zeros_like(X), TWO),
    "no penalty, dependent units": (ELMRegressor, {"n_hidden": 30, "alpha": 0, "activation": "identity"}, X, Y),
    "no penalty, fewer rows than units": (ELMRegressor, {"n_hidden": 300, "alpha": 0}, X, Y),
    "a class of one row": (ELMClassifier, {"n_hidden": 8}, X, np.r_[2, TWO[1:]]),
    "inputs beyond every scale": (ELMRegressor, {"n_hidden": 8}, X * 1e300, Y),
    "targets that never vary": (ELMRegressor, {"n_hidden": 8}, X, np.full(40, 3.0)),
}


@pytest.mark.parametrize("arithmetic", ["float", "integer"])
@pytest.mark.parametrize("case", FINE)
def test_odd_rows_give_a_finite_model(case, arithmetic):
    """Invariant: coefficients, errors and predictions are finite, and a model without information predicts the mean."""
    kind, settings, rows, y = FINE[case]
    model = kind(arithmetic=arithmetic, random_state=0, **settings).fit(rows, y)
    outputs = model.predict_proba(rows) if kind is ELMClassifier else model.predict(rows)
    for values in (model.coef_, model.intercept_, outputs, model.loo_.errors, model.loo_decision_):
        assert np.isfinite(values).all()
    if np.ptp(rows) == 0 or np.ptp(y) == 0:
        np.testing.assert_allclose(outputs, np.broadcast_to(outputs[0], outputs.shape), rtol=1e-9)
    if kind is ELMRegressor and np.ptp(rows) == 0:
        np.testing.assert_allclose(outputs, y.mean(), rtol=1e-6)


REFUSED = {
    "missing": (ELMRegressor, {}, np.where(X > 1, np.nan, X), Y, "Input X contains NaN"),
    "infinite": (ELMRegressor, {}, np.where(X > 1, np.inf, X), Y, "Input X contains infinity"),
    "missing answer": (ELMRegressor, {}, X, np.where(Y > 1, np.nan, Y), "Input y contains NaN"),
    "targets too large to square": (ELMRegressor, {}, X, Y * 1e200, "must be below 1e.150 in size.*; got"),
    "one row": (ELMRegressor, {}, X[:1], Y[:1], "1 sample.*minimum of 2"),
    "no inputs": (ELMRegressor, {}, X[:, :0], Y, "0 feature.*minimum of 1"),
    "one class": (ELMClassifier, {}, X, 0 * TWO, "at least 2 classes in y; got 1 class"),
    "no units": (ELMRegressor, {"n_hidden": 0}, X, Y, "'n_hidden'.*must be an int in the range .1, inf.*Got 0"),
}


@pytest.mark.parametrize("arithmetic", ["float", "integer"])
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_learned_from_is_refused(case, arithmetic):
    """Invariant: the message names the thing, the rule and the value."""
    kind, settings, rows, y, words = REFUSED[case]
    with pytest.raises(ValueError, match=words):
        kind(arithmetic=arithmetic, random_state=0, **{"n_hidden": 8, **settings}).fit(rows, y)
