"""Growing ELM: which widths it tries, and where it stops."""

import numpy as np
import pytest

from elmweb import ELMClassifier, ELMRegressor, GrowingELMClassifier, GrowingELMRegressor

RNG = np.random.default_rng(0)
X = RNG.normal(size=(120, 4))
NOISY = X[:, 0] + RNG.normal(size=120)
KINDS = np.digitize(NOISY, [-0.5, 0.7])


@pytest.mark.parametrize(
    ("growing", "plain", "y"),
    [(GrowingELMRegressor, ELMRegressor, NOISY), (GrowingELMClassifier, ELMClassifier, KINDS)],
)
def test_each_width_has_the_error_of_the_plain_model(growing, plain, y):
    """Oracle: a plain ELM fitted at each width."""
    model = growing(60, random_state=1).fit(X, y)
    alone = [plain(int(width), random_state=1).fit(X, y).loo_.error for width in model.widths_]
    np.testing.assert_allclose(model.width_errors_, alone, rtol=1e-6)
    assert model.layer_.n_hidden == model.widths_[model.width_errors_.argmin()]


@pytest.mark.parametrize("patience", [1, 2, 3])
def test_it_stops_after_patience_widths_without_improvement(patience):
    """Oracle: the errors of all widths, in a loop."""
    every = GrowingELMRegressor(100, patience=1000, random_state=1).fit(X, NOISY)
    best, stop = 0, len(every.widths_)
    for place, error in enumerate(every.width_errors_):
        if error < every.width_errors_[best]:
            best = place
        if place - best >= patience:
            stop = place + 1
            break
    assert stop < len(every.widths_)
    model = GrowingELMRegressor(100, patience=patience, random_state=1).fit(X, NOISY)
    np.testing.assert_array_equal(model.widths_, every.widths_[:stop])


@pytest.mark.parametrize("most", [1, 3, 4, 5, 37])
def test_widths_increase_up_to_the_largest(most):
    """Invariant: each width is larger than the one before, and the last one is `n_hidden`."""
    widths = GrowingELMRegressor(most, patience=1000, random_state=0).fit(X, NOISY).widths_
    assert (np.diff(widths) > 0).all()
    assert widths[-1] == most
