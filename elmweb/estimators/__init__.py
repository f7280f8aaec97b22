"""Estimators with scikit-learn's manners: a random hidden layer, output weights in closed form."""

from elmweb.estimators.autoencoder import AutoencoderELMClassifier, AutoencoderELMRegressor
from elmweb.estimators.blend import BlendELMClassifier, BlendELMRegressor
from elmweb.estimators.broad import BroadLearningClassifier, BroadLearningRegressor
from elmweb.estimators.core.fit import RefitProgress, iter_fit, iter_fit_widths, iter_refit, loo_path
from elmweb.estimators.core.gcv import SumsSolution
from elmweb.estimators.core.leverage import leverage
from elmweb.estimators.core.loo import LeaveOneOut
from elmweb.estimators.core.path import RidgePath
from elmweb.estimators.core.solve import FitProgress
from elmweb.estimators.core.stacks import SideBySide, Stack
from elmweb.estimators.deep_rvfl import DeepRVFLClassifier, DeepRVFLRegressor
from elmweb.estimators.elm import ELMClassifier, ELMRegressor
from elmweb.estimators.ensemble import EnsembleELMClassifier, EnsembleELMRegressor
from elmweb.estimators.growing import GrowingELMClassifier, GrowingELMRegressor
from elmweb.estimators.kernel import KernelELMClassifier, KernelELMRegressor, KernelLayer
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.channels import ChannelLayer
from elmweb.estimators.layers.dense import HiddenLayer, default_width
from elmweb.estimators.layers.distance import DistanceLayer
from elmweb.estimators.layers.integer import ByteLayer
from elmweb.estimators.local_receptive import (
    LocalReceptiveELMClassifier,
    LocalReceptiveELMRegressor,
    LocalReceptiveLayer,
)
from elmweb.estimators.online import OnlineELMClassifier, OnlineELMRegressor
from elmweb.estimators.pruned import PrunedELMClassifier, PrunedELMRegressor
from elmweb.estimators.relevance import learned_relevance
from elmweb.estimators.reservoir import (
    EchoStateRegressor,
    NextGenerationReservoirRegressor,
    ProductLayer,
    Reservoir,
    StateLayer,
)
from elmweb.estimators.rvfl import DirectLayer, RVFLClassifier, RVFLRegressor
from elmweb.estimators.semi_supervised import SemiSupervisedELMClassifier
from elmweb.estimators.series import LaggedELMRegressor

__all__ = [
    "ACTIVATIONS",
    "AutoencoderELMClassifier",
    "AutoencoderELMRegressor",
    "BlendELMClassifier",
    "BlendELMRegressor",
    "BroadLearningClassifier",
    "BroadLearningRegressor",
    "ByteLayer",
    "ChannelLayer",
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
    "learned_relevance",
    "leverage",
    "loo_path",
]
