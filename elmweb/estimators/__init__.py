"""Estimators with scikit-learn's manners: a random hidden layer, output weights in closed form."""

from elmweb.estimators._activations import ACTIVATIONS
from elmweb.estimators._distance import DistanceLayer
from elmweb.estimators._elm import ELMClassifier, ELMRegressor
from elmweb.estimators._fit import iter_fit, iter_fit_widths, iter_refit, loo_path
from elmweb.estimators._hidden import HiddenLayer, default_width
from elmweb.estimators._kernel import KernelELMClassifier, KernelELMRegressor, KernelLayer
from elmweb.estimators._loo import LeaveOneOut
from elmweb.estimators._online import OnlineELMClassifier, OnlineELMRegressor
from elmweb.estimators._rvfl import DirectLayer, RVFLClassifier, RVFLRegressor
from elmweb.estimators._solve import FitProgress

__all__ = [
    "ACTIVATIONS",
    "DirectLayer",
    "DistanceLayer",
    "ELMClassifier",
    "ELMRegressor",
    "FitProgress",
    "HiddenLayer",
    "KernelELMClassifier",
    "KernelELMRegressor",
    "KernelLayer",
    "LeaveOneOut",
    "OnlineELMClassifier",
    "OnlineELMRegressor",
    "RVFLClassifier",
    "RVFLRegressor",
    "default_width",
    "iter_fit",
    "iter_fit_widths",
    "iter_refit",
    "loo_path",
]
