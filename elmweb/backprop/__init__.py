"""Networks trained by backpropagation, to be watched and to be raced: what an ELM does without.

Written for reading. A :class:`Network` is a list of layers, a loss and an optimizer; one step of its training is four
calls, ``forward``, ``loss``, ``backward`` and ``update``, and every array of a step can be looked at after it. The
estimators around it follow scikit-learn.
"""

from elmweb.backprop.convolution import AveragePooling2D, Convolution2D, MaxPooling2D
from elmweb.backprop.estimators import CNNClassifier, MLPClassifier, MLPRegressor
from elmweb.backprop.gradient_check import largest_difference, numerical_gradient
from elmweb.backprop.layers import (
    BatchNormalization,
    Dense,
    Dropout,
    Flatten,
    LayerNormalization,
    Logistic,
    Parameter,
    ReLU,
    Tanh,
)
from elmweb.backprop.losses import SoftmaxCrossEntropy, SquaredError
from elmweb.backprop.network import Network
from elmweb.backprop.optimizers import SGD, Adam, AdamW
from elmweb.backprop.recurrent import LSTM, PlainRecurrent

__all__ = [
    "LSTM",
    "SGD",
    "Adam",
    "AdamW",
    "AveragePooling2D",
    "BatchNormalization",
    "CNNClassifier",
    "Convolution2D",
    "Dense",
    "Dropout",
    "Flatten",
    "LayerNormalization",
    "Logistic",
    "MLPClassifier",
    "MLPRegressor",
    "MaxPooling2D",
    "Network",
    "Parameter",
    "PlainRecurrent",
    "ReLU",
    "SoftmaxCrossEntropy",
    "SquaredError",
    "Tanh",
    "largest_difference",
    "numerical_gradient",
]
