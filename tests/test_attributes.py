"""The Attributes section of every estimator is complete and true, and is completed from the base classes."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from numpydoc.docscrape import ClassDoc
from sklearn.base import is_classifier

import elmweb
from elmweb.estimators.core.attributes import attributes_in, with_inherited_attributes

pd = pytest.importorskip("pandas")

ESTIMATORS = [getattr(elmweb, name) for name in elmweb.__all__ if inspect.isclass(getattr(elmweb, name))]
WAVE = np.sin(np.linspace(0, 12, 60))
X = pd.DataFrame({"wave": WAVE, "time": np.linspace(-1, 1, 60)})


def documented(estimator: type) -> list[str]:
    """Return the names of the documented attributes, as numpydoc reads them."""
    return [entry.name for entry in ClassDoc(estimator)["Attributes"] if entry.name.endswith("_")]


def fitted(estimator: type):
    """Return a fitted estimator, after every step that sets attributes; the table has column names."""
    y = np.where(WAVE > 0, "high", "low") if is_classifier(estimator()) else WAVE
    model = estimator().set_params(n_hidden=8) if "n_hidden" in estimator().get_params() else estimator()
    model.fit(X, y)
    return model.calibrate(X, y).forget(X[:5], y[:5]).calibrate(X[5:], y[5:]) if hasattr(model, "calibrate") else model


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_documented_attributes_are_those_of_a_fitted_model(estimator):
    """Oracle: the public attributes and properties of a fitted model that end in an underscore."""
    model = fitted(estimator)
    of_model = {name for name in dir(model) if name.endswith("_") and not name.startswith("_") and hasattr(model, name)}
    names = documented(estimator)
    assert set(names) == of_model
    assert len(names) == len(set(names))


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_attributes_are_in_a_sensible_order(estimator):
    """Invariant: the layer first, coefficients before leave-one-out errors, the inputs last."""
    names = documented(estimator)
    assert names.index("layer_") < names.index("coef_") < names.index("loo_decision_")
    assert names[-2:] == ["n_features_in_", "feature_names_in_"]


def test_a_subclass_without_a_docstring_is_left_alone():
    """Invariant: no docstring is made up, as ``python -OO`` removes them all."""

    class Undocumented(elmweb.ELMRegressor):
        def __init__(self):
            super().__init__()

    assert Undocumented.__doc__ is None
    assert with_inherited_attributes(Undocumented) is None


def test_a_subclass_keeps_its_own_description():
    """Invariant: the description nearest to the class is taken, in the place of the most basic class."""

    class Own(elmweb.ELMRegressor):
        """A model.

        Attributes
        ----------
        alpha_ : float
            Of its own,
            on two lines.

        Notes
        -----
        coef_ : is described elsewhere.
        """

        def __init__(self):
            super().__init__()

    entries = attributes_in(Own.__doc__)
    assert entries["alpha_"] == "alpha_ : float\n    Of its own,\n    on two lines."
    assert list(entries) == list(attributes_in(elmweb.ELMRegressor.__doc__))
    assert Own.__doc__.endswith("Notes\n-----\ncoef_ : is described elsewhere.\n")
