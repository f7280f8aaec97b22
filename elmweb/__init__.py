"""Extreme Learning Machines, in a web page or on CPython.

``elmweb`` trains one hidden layer of random weights with output weights in
closed form. The estimators follow scikit-learn, the page is a Panel app.
Importing the package itself imports nothing heavy: the page's worker must
start without SciPy.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from elmweb.estimators import (
        AutoencoderELMClassifier,
        AutoencoderELMRegressor,
        BlendELMClassifier,
        BlendELMRegressor,
        BroadLearningClassifier,
        BroadLearningRegressor,
        DeepRVFLClassifier,
        DeepRVFLRegressor,
        EchoStateRegressor,
        ELMClassifier,
        ELMRegressor,
        EnsembleELMClassifier,
        EnsembleELMRegressor,
        GrowingELMClassifier,
        GrowingELMRegressor,
        KernelELMClassifier,
        KernelELMRegressor,
        LaggedELMRegressor,
        LocalReceptiveELMClassifier,
        LocalReceptiveELMRegressor,
        NextGenerationReservoirRegressor,
        OnlineELMClassifier,
        OnlineELMRegressor,
        PrunedELMClassifier,
        PrunedELMRegressor,
        RVFLClassifier,
        RVFLRegressor,
        SemiSupervisedELMClassifier,
    )

__version__ = "0.1.0"

# Scripts that people saved import elmweb.features, elmweb.matching and elmweb.model: in _moved they still find them.
__path__.append(str(Path(__file__).with_name("_moved")))

__all__ = [
    "AutoencoderELMClassifier",
    "AutoencoderELMRegressor",
    "BlendELMClassifier",
    "BlendELMRegressor",
    "BroadLearningClassifier",
    "BroadLearningRegressor",
    "DeepRVFLClassifier",
    "DeepRVFLRegressor",
    "ELMClassifier",
    "ELMRegressor",
    "EchoStateRegressor",
    "EnsembleELMClassifier",
    "EnsembleELMRegressor",
    "GrowingELMClassifier",
    "GrowingELMRegressor",
    "KernelELMClassifier",
    "KernelELMRegressor",
    "LaggedELMRegressor",
    "LocalReceptiveELMClassifier",
    "LocalReceptiveELMRegressor",
    "NextGenerationReservoirRegressor",
    "OnlineELMClassifier",
    "OnlineELMRegressor",
    "PrunedELMClassifier",
    "PrunedELMRegressor",
    "RVFLClassifier",
    "RVFLRegressor",
    "SemiSupervisedELMClassifier",
    "__version__",
]


def __getattr__(name: str) -> Any:
    """Load an estimator when it is first asked for (PEP 562)."""
    if name in __all__:
        return getattr(import_module("elmweb.estimators"), name)
    raise AttributeError(f"module 'elmweb' has no attribute {name!r}")
