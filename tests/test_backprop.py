"""Backpropagation: gradients, optimizers and estimators beside finite differences, PyTorch and scikit-learn."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_digits, load_wine
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier as SklearnMLPClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from elmweb.backprop import (
    SGD,
    Adam,
    AdamW,
    AveragePooling2D,
    BatchNormalization,
    CNNClassifier,
    Convolution2D,
    Dense,
    Dropout,
    Flatten,
    LayerNormalization,
    Logistic,
    MaxPooling2D,
    MLPClassifier,
    MLPRegressor,
    Network,
    ReLU,
    SoftmaxCrossEntropy,
    SquaredError,
    Tanh,
    largest_difference,
)
from elmweb.backprop.layers import Layer
from elmweb.backprop.products import product
from elmweb.exceptions import SettingsError

F = np.float64
ACTIVATIONS = [ReLU, Tanh, Logistic]


def rng() -> np.random.Generator:
    """Return the same numbers in every test."""
    return np.random.default_rng(3)


# Layers against finite differences


@pytest.mark.parametrize("trans_a", [False, True])
@pytest.mark.parametrize("trans_b", [False, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_products_are_those_of_numpy(dtype, trans_a, trans_b):
    """Oracle: NumPy's ``@``; the result is in C order and of the same type."""
    A, B = (rng().normal(size=shape).astype(dtype) for shape in ((4, 3), (3, 5)))
    found = product(
        np.ascontiguousarray(A.T) if trans_a else A,
        np.ascontiguousarray(B.T) if trans_b else B,
        trans_a=trans_a,
        trans_b=trans_b,
    )
    np.testing.assert_allclose(found, A @ B, rtol=1e-6)
    assert found.dtype == dtype
    assert found.flags.c_contiguous


def dense(activation: Callable[[], Layer]) -> list[Layer]:
    """Return a deep network with every kind of layer for rows."""
    random = rng()
    return [
        Dense(5, 7, rng=random, dtype=F),
        activation(),
        BatchNormalization(7, dtype=F),
        Dense(7, 6, start="he", rng=random, dtype=F),
        LayerNormalization(6, dtype=F),
        activation(),
        Dense(6, 3, rng=random, dtype=F),
    ]


def convolutional(*, stride: int, padding: int) -> list[Layer]:
    """Return a network with every kind of layer for images of 11 x 9 pixels and 2 channels."""
    random = rng()
    layers = [
        Convolution2D(2, 3, 3, stride=stride, padding=padding, rng=random, dtype=F),
        Tanh(),
        MaxPooling2D(2),
        BatchNormalization(3, dtype=F),
        Convolution2D(3, 4, 2, padding=1, rng=random, dtype=F),
        AveragePooling2D(2),
        Flatten(),
    ]
    X = np.zeros((1, 11, 9, 2))
    for layer in layers:
        X = layer.forward(X, training=False)
    return [*layers, Dense(X.shape[1], 2, rng=random, dtype=F)]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_of_dense_networks(activation):
    """Oracle: finite differences, for every parameter of every layer, under both losses."""
    X, y = rng().normal(size=(9, 5)), rng().integers(0, 3, 9)
    assert largest_difference(Network(dense(activation), SoftmaxCrossEntropy(), Adam()), X, y) < 1e-7
    numbers = rng().normal(size=(9, 3))
    assert largest_difference(Network(dense(activation), SquaredError(), SGD()), X, numbers) < 1e-7


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (1, 1), (2, 0), (2, 2)])
def test_gradients_of_convolutional_networks(stride, padding):
    """Oracle: finite differences."""
    network = Network(convolutional(stride=stride, padding=padding), SoftmaxCrossEntropy(), SGD())
    assert largest_difference(network, rng().normal(size=(3, 11, 9, 2)), np.array([0, 1, 1])) < 1e-7


def test_a_wrong_gradient_is_found():
    """The check of gradients can fail: one number of a gradient that is off by a percent is seen."""

    class Wrong(Dense):
        def backward(self, gradient, *, to_inputs=True):
            found = super().backward(gradient, to_inputs=to_inputs)
            self.weights.gradient[1, 1] *= 1.01
            return found

    network = Network([Wrong(3, 2, rng=rng(), dtype=F)], SquaredError(), SGD())
    assert largest_difference(network, rng().normal(size=(5, 3)), rng().normal(size=(5, 2))) > 1e-4


@pytest.mark.parametrize("layer", [Tanh(), ReLU(), Logistic(), MaxPooling2D(2), AveragePooling2D(2)])
def test_gradients_of_inputs(layer):
    """Oracle: finite differences of a random sum of the outputs, for layers that have no parameters."""
    X = rng().normal(size=(2, 5, 4, 3))
    weights = rng().normal(size=layer.forward(X, training=True).shape)
    gradient = layer.backward(weights)
    assert gradient.shape == X.shape
    for at in np.ndindex(X.shape):
        moved = []
        for step in (1e-6, -1e-6):
            Z = X.copy()
            Z[at] += step
            moved.append((layer.forward(Z, training=True) * weights).sum())
        assert gradient[at] == pytest.approx((moved[0] - moved[1]) / 2e-6, abs=1e-6)


def test_the_largest_of_equal_numbers_is_the_first():
    """Invariant: the gradient of a square goes to one place, also where all are equal; as much as came."""
    layer = MaxPooling2D(2)
    layer.forward(np.zeros((1, 2, 2, 1)), training=True)
    np.testing.assert_array_equal(layer.backward(np.full((1, 1, 1, 1), 5.0)).ravel(), [5, 0, 0, 0])


def test_dropout_keeps_the_mean_and_only_in_training():
    """Oracle: as many are dropped as asked, the others are larger by as much; the gradient has the same holes."""
    layer, X = Dropout(0.4, rng=rng()), np.ones((200, 100), np.float32)
    out = layer.forward(X, training=True)
    assert np.mean(out == 0) == pytest.approx(0.4, abs=0.01)
    assert out.mean() == pytest.approx(1, abs=0.02)
    np.testing.assert_array_equal(layer.backward(X), out)
    assert layer.forward(X, training=False) is X
    with pytest.raises(ValueError, match="rate must be"):
        Dropout(1.0)


def test_batch_normalization_remembers_what_it_has_seen():
    """Invariant: after many batches, predictions use about the mean and the variance of the data."""
    layer, X = BatchNormalization(3, dtype=F), rng().normal([1, 2, 3], [1, 2, 3], (5000, 3))
    for start in range(0, 5000, 50):
        layer.forward(X[start : start + 50], training=True)
    np.testing.assert_allclose(layer.mean, [1, 2, 3], atol=0.3)
    out = layer.forward(X, training=False)
    np.testing.assert_allclose(out.std(axis=0), 1, atol=0.15)


def test_the_loss_survives_outputs_that_no_exponential_does():
    """Invariant: outputs of a thousand give a finite loss and probabilities that add up to 1."""
    loss = SoftmaxCrossEntropy()
    assert loss.forward(np.array([[1000.0, 0.0], [-1000.0, 0.0]]), np.array([1, 0])) == pytest.approx(1000)
    np.testing.assert_allclose(loss.probabilities.sum(axis=1), 1)


def test_unknown_starts_are_refused():
    """The message names the starts there are."""
    with pytest.raises(ValueError, match="'glorot', 'he' or 'zeros'"):
        Dense(2, 2, start="best")


def test_update_before_backward_is_refused():
    """The message says what is missing."""
    network = Network([Dense(2, 1)], SquaredError(), SGD())
    with pytest.raises(ValueError, match="no gradient of the weights yet"):
        network.update()


# Beside PyTorch


@pytest.mark.torch
@pytest.mark.parametrize(
    ("ours", "theirs", "settings"),
    [
        (lambda: SGD(0.1), "SGD", {"lr": 0.1}),
        (lambda: SGD(0.1, momentum=0.9), "SGD", {"lr": 0.1, "momentum": 0.9}),
        (lambda: SGD(0.1, momentum=0.9, nesterov=True), "SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
        (lambda: Adam(0.01), "Adam", {"lr": 0.01}),
        (lambda: AdamW(0.01, weight_decay=0.1), "AdamW", {"lr": 0.01, "weight_decay": 0.1}),
    ],
)
@pytest.mark.parametrize("kind", ["dense", "convolutional"])
def test_ten_steps_are_those_of_pytorch(kind, ours, theirs, settings):
    """Oracle: PyTorch in float64 from the same weights: every parameter after ten steps, and the gradients before."""
    torch = pytest.importorskip("torch")
    nn = torch.nn
    layers = dense(Tanh) if kind == "dense" else convolutional(stride=1, padding=1)
    for layer in layers:
        for parameter in layer.parameters:
            parameter.decays = True  # PyTorch's optimizers know no difference
    if kind == "dense":
        X, y = rng().normal(size=(16, 5)), rng().integers(0, 3, 16)
        twin = nn.Sequential(
            nn.Linear(5, 7), nn.Tanh(), nn.BatchNorm1d(7), nn.Linear(7, 6), nn.LayerNorm(6), nn.Tanh(), nn.Linear(6, 3)
        ).double()
        images = torch.tensor(X)
    else:
        X, y = rng().normal(size=(6, 11, 9, 2)), rng().integers(0, 2, 6)
        twin = nn.Sequential(
            nn.Conv2d(2, 3, 3, padding=1),
            nn.Tanh(),
            nn.MaxPool2d(2),
            nn.BatchNorm2d(3),
            nn.Conv2d(3, 4, 2, padding=1),
            nn.AvgPool2d(2),
            ChannelsLast(torch),
            nn.Linear(layers[-1].weights.value.shape[0], 2),
        ).double()
        images = torch.tensor(X).permute(0, 3, 1, 2)
    with torch.no_grad():
        for one, other in zip(own_parameters(layers), twin.parameters(), strict=True):
            other.copy_(torch.tensor(as_pytorch(one.value)))
    network = Network(layers, SoftmaxCrossEntropy(), ours())
    optimizer = getattr(torch.optim, theirs)(twin.parameters(), **settings)
    for step in range(10):
        loss = network.step(X, y)
        optimizer.zero_grad()
        other_loss = nn.functional.cross_entropy(twin(images), torch.tensor(y))
        other_loss.backward()
        assert loss == pytest.approx(other_loss.item(), rel=1e-6)
        if step == 0:
            for one, other in zip(own_parameters(layers), twin.parameters(), strict=True):
                np.testing.assert_allclose(as_pytorch(one.gradient), other.grad.numpy(), atol=1e-10)
        optimizer.step()
    for one, other in zip(own_parameters(layers), twin.parameters(), strict=True):
        np.testing.assert_allclose(as_pytorch(one.value), other.detach().numpy(), atol=1e-6)


def ChannelsLast(torch):  # noqa: N802 - a module of PyTorch's, which may not be there
    """Return a layer that flattens images in the order in which ours are."""

    class Module(torch.nn.Module):
        def forward(self, images):
            return images.permute(0, 2, 3, 1).flatten(1)

    return Module()


def own_parameters(layers: list[Layer]) -> list:
    """Return the parameters in PyTorch's order, which is ours."""
    return [parameter for layer in layers for parameter in layer.parameters]


def as_pytorch(values: np.ndarray) -> np.ndarray:
    """Return a parameter as PyTorch lays it out."""
    if values.ndim == 4:
        return values.transpose(3, 2, 0, 1).copy()
    return values.T.copy()


# Estimators


@pytest.mark.checks
@parametrize_with_checks(
    [MLPClassifier(8, max_iter=40, learning_rate_init=0.02), MLPRegressor(8, max_iter=40, learning_rate_init=0.01)]
)
def test_scikit_learns_checks(estimator, check):
    """Oracle: scikit-learn's own checks of an estimator."""
    check(estimator)


@pytest.mark.slow
@pytest.mark.parametrize("load", [load_digits, load_wine, load_breast_cancer])
def test_a_perceptron_is_as_good_as_that_of_scikit_learn(load):
    """Oracle: scikit-learn's MLPClassifier at the same settings, within one point over three splits."""
    X, y = load(return_X_y=True)
    scores = []
    for seed in range(3):
        train_X, test_X, train_y, test_y = train_test_split(X, y, test_size=0.4, random_state=seed, stratify=y)
        scaler = StandardScaler().fit(train_X)
        settings = {"hidden_layer_sizes": (40,), "max_iter": 60, "random_state": seed}
        with pytest.warns(match="Maximum iterations"):
            theirs = SklearnMLPClassifier(**settings).fit(scaler.transform(train_X), train_y)
        ours = MLPClassifier(**settings).fit(scaler.transform(train_X), train_y)
        scores.append([model.score(scaler.transform(test_X), test_y) for model in (ours, theirs)])
    ours, theirs = np.mean(scores, axis=0)
    assert ours > theirs - 0.01


def test_numbers_are_learned():
    """Oracle: the rule behind the numbers, for one output and for two; early stopping keeps the best network."""
    X = rng().uniform(-1, 1, (600, 2))
    y = np.column_stack([np.sin(3 * X[:, 0]), X[:, 0] * X[:, 1]])
    settings = {"learning_rate_init": 0.02, "max_iter": 80, "random_state": 0}
    model = MLPRegressor(32, early_stopping=True, **settings).fit(X, y)
    assert model.score(X, y) > 0.97
    assert len(model.validation_scores_) == model.n_iter_ == len(model.loss_curve_)
    one = MLPRegressor((16, 16), activation="tanh", solver="sgd", **{**settings, "learning_rate_init": 0.1})
    assert one.fit(X, y[:, 0]).predict(X).shape == (600,)
    assert one.score(X, y[:, 0]) > 0.95


@pytest.mark.slow
def test_images_are_told_apart():
    """Oracle: digits of 8 x 8 pixels; a convolutional network after a few epochs."""
    X, y = load_digits(return_X_y=True)
    X = X / 16
    model = CNNClassifier((8, 8), max_iter=8, learning_rate_init=0.005, dropout=0.1, random_state=0).fit(
        X[:1200], y[:1200]
    )
    assert model.score(X[1200:], y[1200:]) > 0.9
    assert [layer.output.shape[1:] for layer in model.network_.layers[:1]] == [(8, 8, 1)]
    with pytest.raises(ValueError, match="as many pixels as a row has numbers: 64"):
        CNNClassifier((8, 9)).fit(X, y)
    with pytest.raises(ValueError, match="leave nothing"):
        CNNClassifier((8, 8), filters=(2, 2, 2, 2)).fit(X, y)


def test_the_same_seed_gives_the_same_bits():
    """Invariant: equal for equal seeds, also after pickling; another for another seed."""
    X, y = load_wine(return_X_y=True)
    settings = {"hidden_layer_sizes": 9, "dropout": 0.2, "max_iter": 5}
    one, same, other = (MLPClassifier(random_state=seed, **settings).fit(X, y) for seed in (1, 1, 2))
    assert one.predict_proba(X).tobytes() == same.predict_proba(X).tobytes()
    assert one.predict_proba(X).tobytes() != other.predict_proba(X).tobytes()
    assert pickle.loads(pickle.dumps(one)).predict_proba(X).tobytes() == one.predict_proba(X).tobytes()  # noqa: S301


def test_learning_in_parts():
    """Invariant: one epoch a call; classes that come later are named in the first, and unknown ones are refused."""
    X, y = load_wine(return_X_y=True)
    X = StandardScaler().fit_transform(X)
    model = MLPClassifier(12, learning_rate_init=0.01, random_state=0)
    model.partial_fit(X[y < 2], y[y < 2], classes=[0, 1, 2])
    for _ in range(30):
        model.partial_fit(X, y)
    assert model.n_iter_ == 31
    assert model.score(X, y) > 0.95
    assert [weights.shape for weights in model.coefs_] == [(13, 12), (12, 3)]
    assert [bias.shape for bias in model.intercepts_] == [(12,), (3,)]
    with pytest.raises(ValueError, match="classes that were not there before"):
        model.partial_fit(X, y + 1)


def test_a_training_that_diverges_says_so():
    """The message names the learning rate, and what to do."""
    X, y = rng().normal(size=(50, 3)) * 1e10, rng().normal(size=50) * 1e15
    with pytest.raises(SettingsError, match="diverged") as told:
        MLPRegressor(8, solver="sgd", learning_rate_init=1e6, random_state=0).fit(X, y)
    assert "1,000,000" in told.value.value


def test_weights_that_all_start_at_zero_learn_nothing_apart():
    """A trap of the field: units that start equal stay equal."""
    X, y = load_wine(return_X_y=True)
    model = MLPClassifier(6, start="zeros", activation="tanh", max_iter=5, random_state=0).fit(X, y)
    first = model.coefs_[0]
    np.testing.assert_array_equal(first, np.repeat(first[:, :1], 6, axis=1))
