"""Recurrent layers and two networks against each other, beside finite differences and PyTorch."""

from __future__ import annotations

import numpy as np
import pytest

from elmweb.backprop import LSTM, SGD, Dense, Network, PlainRecurrent, SoftmaxCrossEntropy, largest_difference
from elmweb.backprop.adversarial import Adversaries
from elmweb.backprop.gradient_check import numerical_gradient
from elmweb.backprop.layers import Parameter

LAYERS = [PlainRecurrent, LSTM]


def rng() -> np.random.Generator:
    """Return the same numbers in every test."""
    return np.random.default_rng(3)


def sequences(n: int = 4, steps: int = 5, n_in: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Return sequences and classes."""
    return rng().normal(size=(n, steps, n_in)), rng().integers(0, 3, n)


def network(kind: type, dtype: type = np.float64, **settings: object) -> Network:
    """Return a network that reads sequences with one layer."""
    draw = rng()
    layers = [kind(2, 4, rng=draw, dtype=dtype, **settings), Dense(4, 3, rng=draw, dtype=dtype)]
    return Network(layers, SoftmaxCrossEntropy(), SGD(0.1))


@pytest.mark.parametrize("start", ["small", "glorot"])
@pytest.mark.parametrize("kind", LAYERS)
def test_gradients_of_parameters(kind: type, start: str) -> None:
    """Oracle: central differences of the loss, for every weight and bias, over five steps."""
    assert largest_difference(network(kind, start=start), *sequences()) < 1e-6


@pytest.mark.parametrize("kind", LAYERS)
def test_gradients_of_inputs(kind: type) -> None:
    """Oracle: central differences of the loss with respect to the sequences themselves."""
    X, y = sequences()
    net = network(kind)
    net.forward(X)
    net.loss(y)
    gradient = net.layers[1].backward(net.loss_function.backward())
    found = net.layers[0].backward(gradient)
    oracle = numerical_gradient(net, X, y, Parameter("inputs", X))
    np.testing.assert_allclose(found, oracle, atol=1e-8)


@pytest.mark.parametrize("kind", LAYERS)
def test_the_gradient_of_each_state_can_be_looked_at(kind: type) -> None:
    """Oracle: the chain rule at the last step, and the shape of the others."""
    X, y = sequences()
    net = network(kind)
    net.forward(X)
    net.loss(y)
    net.backward()
    layer = net.layers[0]
    assert layer.state_gradients.shape == (5, 4, 4)
    last = net.gradients[-1]  # of the layer's output
    if kind is LSTM:
        squashed, o = np.tanh(layer.memories[-1]), layer.gates[-1][:, 12:]
        last = last * o * (1 - squashed**2)
    np.testing.assert_allclose(layer.state_gradients[-1], last)


def test_what_is_remembered_at_the_start() -> None:
    """Oracle: with no weights, gates at ``1 - 1/r`` leave that much of the gradient in each step."""
    layer = LSTM(1, 3, remembers=20.0, rng=rng(), dtype=np.float64)
    layer.recurrent.value[:] = 0
    layer.weights.value[:] = 0
    layer.forward(np.ones((2, 30, 1)), training=True)
    layer.backward(np.ones((2, 3)))
    ratios = layer.state_gradients[:-1] / layer.state_gradients[1:]
    np.testing.assert_allclose(ratios, 0.95)
    with pytest.raises(ValueError, match="remembers must be above 1"):
        LSTM(1, 3, remembers=1.0)


@pytest.mark.torch
@pytest.mark.parametrize("kind", LAYERS)
def test_outputs_and_gradients_are_those_of_pytorch(kind: type) -> None:
    """Oracle: ``torch.nn.RNN`` and ``torch.nn.LSTM`` with the same weights, in 32 bits, to 1e-5."""
    torch = pytest.importorskip("torch")
    X, _ = sequences(n=6, steps=12)
    layer = kind(2, 4, rng=rng())
    twin = {PlainRecurrent: torch.nn.RNN, LSTM: torch.nn.LSTM}[kind](2, 4, batch_first=True)
    ours = (layer.weights, layer.recurrent, layer.bias)
    theirs = (twin.weight_ih_l0, twin.weight_hh_l0, twin.bias_ih_l0)
    with torch.no_grad():
        twin.bias_hh_l0.zero_()
        for one, other in zip(ours, theirs, strict=True):
            other.copy_(torch.tensor(one.value.T))
    inputs = torch.tensor(X, dtype=torch.float32, requires_grad=True)
    last = twin(inputs)[0][:, -1]
    weights = rng().normal(size=(6, 4)).astype(np.float32)
    (last * torch.tensor(weights)).sum().backward()
    np.testing.assert_allclose(layer.forward(X.astype(np.float32), training=True), last.detach().numpy(), atol=1e-6)
    np.testing.assert_allclose(layer.backward(weights), inputs.grad.numpy(), atol=1e-5)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one.gradient, other.grad.numpy().T, atol=1e-5)


def test_each_adversary_changes_only_itself() -> None:
    """Invariant: the generator's step leaves the discriminator as its own step made it; both change."""
    gan = Adversaries(2, 2, rng=rng())
    before = [parameter.value.copy() for parameter in gan.generator.parameters]
    real = rng().normal(size=(16, 2)).astype(np.float32)
    twin = Adversaries(2, 2, rng=rng())
    X = np.concatenate([real, twin.draw(twin.noise(16))])
    expected = twin.discriminator.step(X, np.repeat([1, 0], 16))
    loss, _ = gan.step(real)
    assert loss == expected
    for one, other in zip(gan.discriminator.parameters, twin.discriminator.parameters, strict=True):
        np.testing.assert_array_equal(one.value, other.value)
    assert any((one.value != old).any() for one, old in zip(gan.generator.parameters, before, strict=True))
    assert set(np.round(gan.judge(real) + twin.discriminator.predictions(real)[:, 0], 5)) == {1.0}
