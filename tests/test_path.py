"""All penalties from one factorisation."""

import numpy as np
import pytest

from elmweb import ELMClassifier, ELMRegressor, RVFLRegressor
from elmweb.estimators import RidgePath

RNG = np.random.default_rng(0)
X = RNG.normal(size=(90, 3))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1] + 0.1 * RNG.normal(size=90)


@pytest.mark.parametrize("n_hidden", [20, 200])
@pytest.mark.parametrize(("kind", "y"), [(ELMRegressor, WAVE), (ELMClassifier, WAVE > 0), (RVFLRegressor, WAVE)])
def test_every_penalty_gives_the_model_of_a_separate_fit(kind, y, n_hidden):
    """Oracle: the estimator fitted at penalties on and off the path, and with a penalty chosen by leave-one-out."""
    path = RidgePath(kind(n_hidden, random_state=0), X, y)
    for alpha in (1e-3, 0.37, 20.0, None):
        found = path.fitted(alpha)
        alone = kind(n_hidden, alpha="loo" if alpha is None else alpha, random_state=0).fit(X, y)
        np.testing.assert_allclose(found.coef_, alone.coef_, rtol=1e-5, atol=1e-8)
        assert found.loo_.error == pytest.approx(alone.loo_.error)
        assert found.alpha_ == pytest.approx(alone.alpha_)


def test_integers_have_no_path():
    """Invariant: the error names the setting to change."""
    with pytest.raises(ValueError, match="arithmetic='float'"):
        RidgePath(ELMRegressor(10, arithmetic="integer"), X, WAVE)
