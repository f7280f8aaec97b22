"""What holds for every estimator of the family."""

import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

import elmweb
from elmweb.family import FAMILY, find_member, make_estimator

# The semi-supervised one takes -1 as no class, and series take rows in time order; their own tests run the checks
# and say which cannot hold.
OTHERS = ("Semi", "Lagged", "EchoState", "NextGeneration")
ESTIMATORS = [getattr(elmweb, name) for name in elmweb.__all__ if name[0].isupper() and not name.startswith(OTHERS)]
RNG = np.random.default_rng(0)
X = RNG.normal(size=(50, 3))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1]


def _targets(kind):
    return WAVE if issubclass(kind, elmweb.estimators._readout.RegressorReadout) else np.where(WAVE > 0, "yes", "no")


@parametrize_with_checks([kind() for kind in ESTIMATORS])
def test_scikit_learn_accepts_every_estimator(estimator, check):
    """Oracle: scikit-learn's own checks."""
    check(estimator)


@pytest.mark.parametrize("member", FAMILY, ids=lambda member: member.id)
def test_every_member_trains_every_task(member):
    """Invariant: finite leave-one-out errors and outputs for each task that the page offers."""
    targets = {
        "binary": np.where(WAVE > 0, "yes", "no"),
        "multiclass": np.digitize(WAVE, [-0.7, 0.7]).astype(str),
        "multilabel": np.column_stack([WAVE > 0, X[:, 2] > 0]).astype(int),
        "regression": WAVE,
    }
    for task, y in targets.items():
        model = make_estimator(member, task, n_hidden=12, activation="tanh", alpha="loo", scale=1.0, random_state=0)
        model.fit(X, y)
        assert np.isfinite(model.loo_.errors).all()
        assert np.isfinite(model.predict(X) if task == "regression" else model.predict_proba(X)).all()


def test_unknown_members_are_refused():
    """Invariant: the error lists the members there are."""
    with pytest.raises(KeyError, match="elm, rvfl"):
        find_member("magic")
