"""Estimators with scikit-learn's manners: a random hidden layer, output weights in closed form."""

from elmweb.estimators._activations import ACTIVATIONS
from elmweb.estimators._autoencoder import AutoencoderELMClassifier, AutoencoderELMRegressor
from elmweb.estimators._broad import BroadLearningClassifier, BroadLearningRegressor
from elmweb.estimators._bytes import ByteLayer
from elmweb.estimators._deep_rvfl import DeepRVFLClassifier, DeepRVFLRegressor
from elmweb.estimators._distance import DistanceLayer
from elmweb.estimators._elm import ELMClassifier, ELMRegressor
from elmweb.estimators._ensemble import EnsembleELMClassifier, EnsembleELMRegressor
from elmweb.estimators._fit import RefitProgress, iter_fit, iter_fit_widths, iter_refit, loo_path
from elmweb.estimators._growing import GrowingELMClassifier, GrowingELMRegressor
from elmweb.estimators._hidden import HiddenLayer, default_width
from elmweb.estimators._kernel import KernelELMClassifier, KernelELMRegressor, KernelLayer
from elmweb.estimators._leverage import leverage
from elmweb.estimators._local_receptive import (
    LocalReceptiveELMClassifier,
    LocalReceptiveELMRegressor,
    LocalReceptiveLayer,
)
from elmweb.estimators._loo import LeaveOneOut
from elmweb.estimators._online import OnlineELMClassifier, OnlineELMRegressor
from elmweb.estimators._path import RidgePath
from elmweb.estimators._pruned import PrunedELMClassifier, PrunedELMRegressor
from elmweb.estimators._reservoir import (
    EchoStateRegressor,
    NextGenerationReservoirRegressor,
    ProductLayer,
    Reservoir,
    StateLayer,
)
from elmweb.estimators._rvfl import DirectLayer, RVFLClassifier, RVFLRegressor
from elmweb.estimators._semi_supervised import SemiSupervisedELMClassifier
from elmweb.estimators._series import LaggedELMRegressor
from elmweb.estimators._solve import FitProgress
from elmweb.estimators._stacks import SideBySide, Stack
from elmweb.estimators._sums_only import SumsSolution

__all__ = [
    "ACTIVATIONS",
    "AutoencoderELMClassifier",
    "AutoencoderELMRegressor",
    "BroadLearningClassifier",
    "BroadLearningRegressor",
    "ByteLayer",
    "DeepRVFLClassifier",
    "DeepRVFLRegressor",
    "DirectLayer",
    "DistanceLayer",
    "ELMClassifier",
    "ELMRegressor",
    "EchoStateRegressor",
    "EnsembleELMClassifier",
    "EnsembleELMRegressor",
    "FitProgress",
    "GrowingELMClassifier",
    "GrowingELMRegressor",
    "HiddenLayer",
    "KernelELMClassifier",
    "KernelELMRegressor",
    "KernelLayer",
    "LaggedELMRegressor",
    "LeaveOneOut",
    "LocalReceptiveELMClassifier",
    "LocalReceptiveELMRegressor",
    "LocalReceptiveLayer",
    "NextGenerationReservoirRegressor",
    "OnlineELMClassifier",
    "OnlineELMRegressor",
    "ProductLayer",
    "PrunedELMClassifier",
    "PrunedELMRegressor",
    "RVFLClassifier",
    "RVFLRegressor",
    "RefitProgress",
    "Reservoir",
    "RidgePath",
    "SemiSupervisedELMClassifier",
    "SideBySide",
    "Stack",
    "StateLayer",
    "SumsSolution",
    "default_width",
    "iter_fit",
    "iter_fit_widths",
    "iter_refit",
    "leverage",
    "loo_path",
]
