"""Leave-one-out errors, leverages, paths, intervals and calibration of every estimator."""

import numpy as np
import pytest
from sklearn.base import clone, is_classifier

import elmweb
from elmweb import ELMClassifier, ELMRegressor, KernelELMRegressor, LaggedELMRegressor, RVFLRegressor
from elmweb.estimators import RidgePath, leverage
from elmweb.estimators.core.combined import BaseCombined

RNG = np.random.default_rng(0)
X = RNG.normal(size=(90, 3))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1] + 0.1 * RNG.normal(size=90)

EVERY = [name for name in elmweb.__all__ if name[0].isupper()]
SERIES = ("LaggedELMRegressor", "EchoStateRegressor", "NextGenerationReservoirRegressor")
# Who lacks a tool, and why. Everybody else has it.
ONLINE = ("OnlineELMClassifier", "OnlineELMRegressor")
LACKS = {
    # Sums hold no rows to leave out; `calibrate` leaves out those it is given again.
    "leave-one-out": ONLINE,
    # Each readout has a path of its own, `readout_loos_`; online the path is `gcv_path_`.
    "path": (*ONLINE, *(kind + task for kind in ("EnsembleELM", "DeepRVFL") for task in ("Classifier", "Regressor"))),
}
# Members with penalties and landmarks of their own, weighed by parts of the rows: their oracles are in test_blend.py.
BLENDS = ("BlendELMClassifier", "BlendELMRegressor")
SMALL, WITHOUT_WIDTH = 14, ("Kernel", "NextGeneration")


def _data(name, n=40, seed=0):
    """Return rows and targets for an estimator, of which the semi-supervised one knows two thirds."""
    rng = np.random.default_rng(seed)
    X, wave = rng.normal(size=(n, 4)), rng.normal(size=n)
    wave += 2 * np.sin(2 * X[:, 0]) + X[:, 1]
    if name.endswith("Regressor"):
        return X, wave
    y = np.array(["no", "so so", "yes"])[np.digitize(wave, [-0.8, 1.0])]
    return X, np.where(np.arange(n) % 3, y, "-1") if name.startswith("Semi") else y


def _made(name, width=SMALL, **settings):
    """Return a small estimator of that name."""
    kind = getattr(elmweb, name)
    wide = {} if name.startswith(WITHOUT_WIDTH) else {"n_hidden": width}
    seeded = {} if name.startswith("NextGeneration") else {"random_state": 0}
    if name.startswith("Kernel"):
        wide = {"gamma": 0.3}  # by default it follows the rows
    if name.startswith("EchoState"):
        wide |= {"washout": 3}
    return kind(**wide, **seeded, **settings)


def _without(model, X, y, row):
    """Return the model refitted without a row, on the same layer; a time series keeps the row as a past."""
    name = type(model).__name__
    if name.startswith("Semi"):
        return clone(model).fit(X, np.where(np.arange(len(X)) == row, "-1", y))
    if name in SERIES:
        return clone(model).fit(X, y, np.arange(len(X)) != row)
    rest = np.delete(np.arange(len(X)), row)
    if name.startswith("Kernel"):
        return clone(model).fit(X[rest], y[rest])  # its layer is the rows themselves
    # On the layer that pruning or growing chose, the fit is the plain one.
    plain = (ELMClassifier if is_classifier(model) else ELMRegressor)(alpha=model.alpha_)
    alone = clone(model) if isinstance(model, BaseCombined) else plain
    alone._make_layer = lambda _: model.layer_
    return alone.fit(X[rest], y[rest])


@pytest.mark.parametrize("width", [SMALL, 60])
@pytest.mark.parametrize("name", [name for name in EVERY if name not in (*LACKS["leave-one-out"], *BLENDS)])
def test_leave_one_out_equals_refitting(name, width):
    """Oracle: the estimator refitted without each of some rows, with fewer and with more units than rows."""
    X, y = _data(name)
    model = _made(name, alpha=0.3, width=width).fit(X, y)
    assert model.loo_decision_.shape[0] == len(model.loo_rows_) == len(model.loo_leverage_)
    for place in range(0, len(model.loo_rows_), 5):
        row = int(model.loo_rows_[place])
        again = _without(model, X, y, row)
        expected = again.predict(X)[row] if name in SERIES else again._outputs(X[row : row + 1])[0]
        np.testing.assert_allclose(model.loo_decision_[place], expected, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", [name for name in EVERY if name not in LACKS["leave-one-out"]])
def test_leverage_relates_residuals_to_leave_one_out_residuals(name):
    """Oracle: a residual is 1 - h times the leave-one-out residual, and h sums to the degrees of freedom."""
    X, y = _data(name)
    model = _made(name, alpha=0.3).fit(X, y)
    h, rows = model.loo_leverage_, model.loo_rows_
    assert ((h > 0) & (h < 1)).all()
    assert h.sum() == pytest.approx(model.loo_.degrees_of_freedom[model.loo_.best])
    if isinstance(model, BaseCombined):
        return  # the mean of quotients is no quotient; each readout's is tested below
    outputs = model.predict(X) if name in SERIES else model._outputs(X)
    T = y if name.endswith("Regressor") else model._coded(y[rows])
    T = T[rows] if name.endswith("Regressor") else T
    left_out = (T - outputs[rows]) / (1 - h).reshape(-1, *(1,) * (np.ndim(outputs) - 1))
    np.testing.assert_allclose(T - left_out, model.loo_decision_, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", [name for name in EVERY if name not in (*LACKS["path"], *BLENDS)])
def test_the_whole_path_comes_with_one_fit(name):
    """Oracle: the estimator fitted at single penalties of the path; errors, degrees of freedom and GCV are theirs."""
    X, y = _data(name)
    path = _made(name).fit(X, y).loo_
    own_choice = name.startswith(("Pruned", "Growing"))  # the path is of the width that was chosen at its best
    assert len(path.alphas) in (15, 21)
    assert np.isfinite(path.gcv_errors).all()
    for at in () if own_choice else (3, 10):
        alone = _made(name, alpha=float(path.alphas[at])).fit(X, y).loo_
        for curve in ("errors", "squared_errors", "degrees_of_freedom", "gcv_errors"):
            np.testing.assert_allclose(getattr(alone, curve)[0], getattr(path, curve)[at], rtol=1e-5, err_msg=curve)


@pytest.mark.parametrize("name", LACKS["path"])
def test_estimators_without_a_single_path_have_their_own(name):
    """Oracle: the path of each readout is that of the plain estimator; online GCV is that of the batch."""
    X, y = _data(name)
    model = _made(name).fit(X, y)
    if name in ONLINE:
        alphas, errors = model.gcv_path_
        batch = _made(name.removeprefix("Online")).fit(X, y).loo_
        np.testing.assert_allclose(alphas, batch.alphas, rtol=1e-9)
        np.testing.assert_allclose(errors, batch.gcv_errors, rtol=1e-5)
        return
    assert [loo.alpha for loo in model.readout_loos_] == model.alphas_.tolist()
    alone = _made(name.replace("Ensemble", "").replace("DeepRVFL", "RVFL"))
    alone._make_layer = lambda _: model.layer_.layers[0]
    for curve in ("errors", "degrees_of_freedom", "gcv_errors"):
        expected = getattr(alone.fit(X, y).loo_, curve)
        np.testing.assert_allclose(getattr(model.readout_loos_[0], curve), expected, rtol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY)
def test_intervals_and_sets_have_the_given_coverage(name):
    """Oracle: new rows of four draws; mean coverage is within 0.04 of 0.9, and larger for sets."""
    held = []
    for seed in range(4):
        X, y = _data(name, 900, seed)
        train, test = slice(0, 450), slice(450, None)
        model = _made(name).fit(X[train], y[train])
        if name in ONLINE:
            model.calibrate(X[train], y[train])
        if is_classifier(model):
            known = y[test] != "-1"
            true = np.searchsorted(model.classes_, y[test][known])
            held.append(model.predict_set(X[test][known], 0.9)[np.arange(len(true)), true].mean())
        else:
            low, high = model.predict_interval(X[test], 0.9)
            held.append(np.mean((low <= y[test]) & (y[test] <= high)))
    assert 0.86 < np.mean(held) < (0.97 if is_classifier(model) else 0.94)


@pytest.mark.parametrize("name", [name for name in EVERY if name.endswith("Classifier")])
def test_probabilities_are_calibrated(name):
    """Oracle: on new rows the log loss is below that of the class frequencies, and confidence agrees with accuracy."""
    X, y = _data(name, 900)
    model = _made(name).fit(X[:450], y[:450])
    known = np.flatnonzero(y != "-1")
    new = known[known >= 450]
    P, true = model.predict_proba(X[new]), np.searchsorted(model.classes_, y[new])
    np.testing.assert_allclose(P.sum(axis=1), 1)
    shares = np.bincount(true) / len(true)
    assert -np.mean(np.log(P[np.arange(len(true)), true])) < -np.sum(shares * np.log(shares))
    assert abs(P.max(axis=1).mean() - np.mean(P.argmax(axis=1) == true)) < 0.08


@pytest.mark.parametrize("n_hidden", [20, 200])
@pytest.mark.parametrize("kind", [ELMRegressor, RVFLRegressor])
def test_leverage_makes_left_out_residuals(kind, n_hidden):
    """Oracle: residual / (1 - h) is the leave-one-out residual, and h sums to the degrees of freedom."""
    model = kind(n_hidden, random_state=0).fit(X, WAVE)
    h = leverage(model, X, X)
    left_out = (WAVE - model.predict(X)) / (1 - h)
    np.testing.assert_allclose(WAVE - left_out, model.loo_decision_, rtol=1e-6, atol=1e-8)
    assert h.sum() == pytest.approx(model.loo_.degrees_of_freedom[model.loo_.best])


@pytest.mark.parametrize("name", BLENDS)
def test_leverage_of_a_blend_is_refused(name):
    """Its members have no one penalty; what the fit kept is still there."""
    X, y = _data(name)
    model = _made(name).fit(X, y)
    with pytest.raises(TypeError, match="one penalty"):
        leverage(model, X, X)
    assert len(model.loo_leverage_) == len(X)


@pytest.mark.parametrize("name", [name for name in EVERY if not name.startswith(("Semi", "Online", "Blend", *SERIES))])
def test_leverage_of_training_rows_agrees_with_the_fit(name):
    """Invariant: for training rows it equals what the fit kept, and it is larger for distant rows."""
    X, y = _data(name)
    settings = {"n_landmarks": 12} if name.startswith("Kernel") else {}
    model = _made(name, **settings).fit(X, y)
    np.testing.assert_allclose(leverage(model, X, X), model.loo_leverage_, rtol=1e-4, atol=1e-7)


def test_leverage_of_new_rows_is_the_quadratic_form():
    """Oracle: the formula with a full inverse, including weights; it is larger for distant rows."""
    weights = RNG.integers(0, 4, 90).astype(float)
    model = ELMClassifier(15, alpha=0.3, random_state=0).fit(X, WAVE > 0, weights)
    new = RNG.normal(size=(7, 3))
    H, mean = model.layer_(X), np.average(model.layer_(X), axis=0, weights=weights)
    G = (H - mean).T @ (weights[:, None] * (H - mean)) + 0.3 * np.eye(15)
    Hn = model.layer_(new) - mean
    expected = 1 / weights.sum() + np.einsum("ij,ji->i", Hn, np.linalg.solve(G, Hn.T))
    np.testing.assert_allclose(leverage(model, X, new, weights), expected, rtol=1e-8)
    assert leverage(model, X, 5 * new, weights).mean() > expected.mean()


@pytest.mark.parametrize("model", [KernelELMRegressor(), LaggedELMRegressor(2, random_state=0)])
def test_leverage_needs_units_with_one_penalty(model):
    """Invariant: the error names the estimator and the attribute for training rows."""
    with pytest.raises(TypeError, match=f"{type(model).__name__} has another. Its loo_leverage_"):
        leverage(model.fit(X, WAVE), X, X)


@pytest.mark.parametrize("name", ["KernelELMRegressor", "EnsembleELMRegressor", *SERIES])
def test_a_path_of_other_fits_is_refused(name):
    """Invariant: the error names the estimator, which has a path in loo_ in any case."""
    assert not getattr(elmweb, name)._fits_in_steps
    with pytest.raises(TypeError, match=f"{name} has its own fit"):
        RidgePath(getattr(elmweb, name)(), X, WAVE)
