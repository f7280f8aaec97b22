"""Activation functions and the hidden layer."""

import naive_elm
import numpy as np
import pytest
from scipy.stats import norm

from elmweb.estimators import ACTIVATIONS, default_width
from elmweb.estimators.layers.dense import random_layer

Z = np.concatenate([np.linspace(-6, 6, 41), [-800.0, -1e-9, 1e-9, 800.0]])


@pytest.mark.parametrize("name", sorted(set(ACTIVATIONS) - {"gelu"}))
def test_activation_equals_its_formula(name):
    """Oracle: the textbook formula, one number at a time."""
    with np.errstate(over="ignore"):
        expected = naive_elm.hidden(Z[:, None], np.ones((1, 1)), np.zeros(1), name)[:, 0]
    np.testing.assert_allclose(ACTIVATIONS[name](Z), expected, rtol=1e-12, atol=3e-16)


def test_gelu_equals_its_formula():
    """Oracle: x times the normal distribution function of scipy.stats."""
    np.testing.assert_allclose(ACTIVATIONS["gelu"](Z), Z * norm.cdf(Z), rtol=1e-12)


@pytest.mark.parametrize("name", ["tanh", "relu", "gaussian"])
def test_hidden_layer_equals_loops(name):
    """Oracle: the hidden layer by explicit loops, for C-ordered, Fortran-ordered and float32 inputs."""
    X = np.random.default_rng(0).standard_normal((7, 3)).astype(np.float32)
    layer = random_layer(3, 5, activation=name, random_state=1)
    expected = naive_elm.hidden(X.astype(float), layer.weights, layer.bias, name)
    for rows in (X, np.asfortranarray(X), X.astype(float)):
        np.testing.assert_allclose(layer(rows), expected, rtol=1e-12, atol=1e-15)


def test_narrow_layer_is_the_leading_part_of_a_wide_one():
    """Invariant: the same seed gives nested layers, so widths can be compared by leading submatrices."""
    wide, narrow = (random_layer(4, n, random_state=3) for n in (20, 6))
    np.testing.assert_array_equal(wide.leading(6).weights, narrow.weights)
    np.testing.assert_array_equal(wide.leading(6).bias, narrow.bias)


def test_weights_have_the_documented_scale():
    """Invariant: standard deviation scale / sqrt(d) for weights and scale for biases."""
    layer = random_layer(25, 4000, scale=2.0, random_state=0)
    assert layer.weights.std() == pytest.approx(2.0 / 5, rel=0.02)
    assert layer.bias.std() == pytest.approx(2.0, rel=0.05)


@pytest.mark.parametrize("n", [2, 33, 64, 65, 1000, 10**6])
def test_default_width_is_the_smallest_power_of_two_at_or_above_half_the_rows(n):
    """Invariant: a power of two from 16 to 512, at least half the rows unless capped, whose half is less than that."""
    width = default_width(n)
    assert 16 <= width <= 512
    assert width.bit_count() == 1
    assert width >= n // 2 or width == 512
    assert width // 2 < n // 2 or width == 16
