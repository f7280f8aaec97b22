"""The arithmetic of networks on arrays where they lie: its source compiled for CPython, and the modules of the page."""

from __future__ import annotations

import ctypes
import json
import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_digits

from buildsteps.kernel import SOURCES, kernel_modules
from buildsteps.vendor import node_program
from elmweb.backprop import (
    Adam,
    AdamW,
    CNNClassifier,
    Convolution2D,
    MaxPooling2D,
    MLPClassifier,
    Network,
    ReLU,
    SoftmaxCrossEntropy,
    in_place,
)
from elmweb.backprop.products import product

SOURCE = SOURCES / "network" / "network.c"
TYPES = {"i32": ctypes.c_int, "float": ctypes.c_float}


class Functions:
    """The functions of network.c in this process; counts what is asked."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self.asked: list[str] = []
        self._library = library
        for name, given in re.findall(r"EXPORT void (\w+)\((.*?)\) \{", SOURCE.read_text(), flags=re.DOTALL):
            kinds = [each.split() for each in given.split(",")]
            getattr(library, name).argtypes = [
                ctypes.c_void_p if "*" in kind[-1] else TYPES[kind[-2]] for kind in kinds
            ]
            getattr(library, name).restype = None

    def __getattr__(self, name: str) -> Any:
        """Return a function that notes that it was called."""
        function = getattr(self._library, name)

        def call(*args: Any) -> None:
            self.asked.append(name)
            function(*args)

        return call


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> ctypes.CDLL:
    """Return network.c, compiled for this machine."""
    target = tmp_path_factory.mktemp("network") / "network.so"
    flags = ["-std=c17", "-O2", "-shared", "-fPIC", "-ffp-contract=off", "-Wall", "-Wextra", "-Werror"]
    subprocess.run([sys.executable, "-m", "ziglang", "cc", *flags, str(SOURCE), "-o", str(target)], check=True)
    return ctypes.CDLL(str(target))


@pytest.fixture
def functions(library):
    """Return the functions that networks use until the end of the test."""
    made = Functions(library)
    assert in_place.set_functions(made)
    made.asked.clear()
    yield made
    in_place.set_functions(None)


def floats(*shape: int, seed: int = 0) -> np.ndarray:
    """Return numbers."""
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


@pytest.mark.parametrize(("trans_a", "trans_b"), [(False, False), (True, False), (False, True), (True, True)])
@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 5, 7), (4, 8, 8), (9, 700, 17), (130, 33, 12)])
def test_products(functions, shape, trans_a, trans_b):
    """Oracle: NumPy's in 64 bits; sizes beside those of a tile, and longer than what is summed at a time."""
    n, m, k = shape
    A, B = floats(n, m), floats(m, k, seed=1)
    given = (np.ascontiguousarray(A.T) if trans_a else A, np.ascontiguousarray(B.T) if trans_b else B)
    found = product(*given, trans_a=trans_a, trans_b=trans_b)
    np.testing.assert_allclose(found, A.astype(float) @ B, atol=1e-5 * m)
    assert functions.asked == ["net_pack", "net_product"]
    assert found.dtype == np.float32
    assert found.flags.c_contiguous


def test_what_is_not_for_it(functions):
    """Invariant: 64 bits, another order and nothing at all are for BLAS; numbers that are not finite stay so."""
    for A in (np.ones((3, 3)), floats(3, 4).T, floats(0, 3)):
        product(A, np.ones((A.shape[1], 2), A.dtype))
    assert not functions.asked
    A = floats(5, 3)
    A[1, 1] = np.nan
    assert np.isnan(product(A, floats(3, 2))).all(axis=1).tolist() == [False, True, False, False, False]


def twins(functions: Functions, layer: Any, X: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return outputs and gradients of a layer, here and by NumPy in 64 bits."""
    gradient = None
    both = []
    for exact in (False, True):
        in_place.set_functions(None if exact else functions)
        for parameter in layer.parameters:
            parameter.value = parameter.value.astype(float if exact else np.float32)
        out = layer.forward(X.astype(float if exact else np.float32), training=True)
        gradient = floats(*out.shape, seed=5) if gradient is None else gradient.astype(float)
        back = layer.backward(gradient)
        both.append([out, back, *(parameter.gradient for parameter in layer.parameters)])
    return list(zip(*both, strict=True))


@pytest.mark.parametrize(("n_in", "n_out"), [(1, 8), (3, 5), (8, 16), (2, 9)])
@pytest.mark.parametrize("place", [(3, 1, 1), (3, 1, 0), (2, 1, 1), (1, 1, 0), (3, 2, 1), (2, 1, 3)])
def test_convolutions(functions, n_in, n_out, place):
    """Oracle: the same layer by NumPy in 64 bits; outputs, and the gradients of images, filters and biases."""
    size, stride, padding = place
    layer = Convolution2D(n_in, n_out, size, stride=stride, padding=padding, rng=np.random.default_rng(2))
    layer.bias.value += np.arange(n_out, dtype=np.float32)
    for found, right in twins(functions, layer, floats(3, 11, 9, n_in)):
        np.testing.assert_allclose(found, right, atol=2e-4)
        assert found.dtype == np.float32
        assert found.flags.c_contiguous
    assert {"net_convolve", "net_convolve_weights", "net_column_sums"} <= set(functions.asked)


@pytest.mark.parametrize("size", [2, 3])
@pytest.mark.parametrize("channels", [1, 4, 6])
def test_pooling_and_rectifiers(functions, size, channels):
    """Oracle: NumPy, bit for bit: of equal numbers the first takes all; what is not a number stays so."""
    X = np.round(floats(2, 7, 8, channels))
    for layer in (MaxPooling2D(size), ReLU()):
        for found, right in twins(functions, layer, X):
            np.testing.assert_array_equal(found, right.astype(np.float32))
    X[0, 0, 0, 0] = X[1, 1, 1, -1] = np.nan
    assert np.isnan(MaxPooling2D(size).forward(X, training=True)).sum() == 2
    assert np.isnan(ReLU().forward(X, training=True)).sum() == 2
    assert {"net_max_pool", "net_max_unpool", "net_relu", "net_relu_back"} <= set(functions.asked)


@pytest.mark.parametrize("optimizer", [lambda: Adam(0.01, weight_decay=0.1), lambda: AdamW(0.01, weight_decay=0.1)])
def test_ten_steps_of_a_network(functions, optimizer):
    """Oracle: the same ten steps by NumPy in 64 bits."""
    X, y = load_digits(return_X_y=True)
    found = []
    for exact in (False, True):
        in_place.set_functions(None if exact else functions)
        model = CNNClassifier((8, 8), filters=(5, 8), random_state=0)
        layers = model._layers(64, 10, np.random.default_rng(0))
        for layer in layers:
            for parameter in layer.parameters:
                parameter.value = parameter.value.astype(float if exact else np.float32)
        network = Network(layers, SoftmaxCrossEntropy(), optimizer())
        rows = (X / 16).astype(float if exact else np.float32)
        losses = [network.step(rows[at : at + 32], y[at : at + 32]) for at in range(0, 320, 32)]
        found.append((losses, [parameter.value for parameter in network.parameters]))
    (losses, values), (right_losses, right_values) = found
    np.testing.assert_allclose(losses, right_losses, rtol=1e-4)
    for value, right in zip(values, right_values, strict=True):
        np.testing.assert_allclose(value, right, atol=1e-4)
    assert "net_adam" in functions.asked


def test_estimators_are_as_good_with_it(functions):
    """Oracle: digits, by a perceptron and a convolutional network."""
    X, y = load_digits(return_X_y=True)
    for model in (
        MLPClassifier((32,), max_iter=10, learning_rate_init=0.01),
        CNNClassifier((8, 8), max_iter=6, learning_rate_init=0.005),
    ):
        model.set_params(random_state=0).fit(X[:1200] / 16, y[:1200])
        assert model.score(X[1200:] / 16, y[1200:]) > 0.88
    assert {"net_product", "net_convolve", "net_max_pool", "net_relu"} <= set(functions.asked)


def test_functions_that_are_wrong_are_not_used(library):
    """A browser whose arithmetic is broken is found out before anything is learned with it."""

    class Wrong(Functions):
        def __getattr__(self, name: str) -> Any:
            return (lambda *_: None) if name == "net_convolve" else super().__getattr__(name)

    assert not in_place.set_functions(Wrong(library))
    assert not in_place.takes(floats(2, 2))


@pytest.mark.parametrize("variant", ["simd", "relaxed"])
def test_the_modules_of_the_page_compute_the_same(library, tmp_path, variant):
    """Oracle: the source compiled for CPython: the same bits with plain SIMD, to rounding with fused products."""
    native = Functions(library)
    arrays = {
        "A": floats(9, 20), "B": floats(20, 11, seed=1), "panels": floats(20 * 16), "out": floats(9, 11),
        "X": floats(2, 7, 6, 3), "W": floats(27 * 16), "bias": floats(16), "Z": floats(2, 5, 4, 8),
        "G": floats(27, 8), "small": floats(2, 3, 3, 3), "large": floats(2, 7, 6, 3), "wide": floats(2, 9, 8, 3),
        "sums": floats(11), "means": floats(220), "squares": np.abs(floats(220)),
    }  # fmt: skip
    calls = [
        ("net_pack", "B", 20, 11, 0, "panels"), ("net_product", 9, 20, 11, "A", 20, 1, "panels", "out"),
        ("net_convolve", 2, 7, 6, 3, 3, 1, 8, "X", "W", "bias", "Z"),
        ("net_convolve_weights", 2, 7, 6, 3, 3, 1, 8, "X", "Z", "G"), ("net_pad", 2, 7, 6, 3, 1, "X", "wide"),
        ("net_max_pool", 2, 7, 6, 3, 2, "X", "small"),
        ("net_max_unpool", 2, 7, 6, 3, 2, "X", "small", "small", "large"), ("net_column_sums", 9, 11, "out", "sums"),
        ("net_relu", 252, "large", "large"), ("net_relu_back", 252, "X", "large", "large"),
        ("net_adam", 220, "B", "panels", "means", "squares", 0.1, 0.001, 0.01, 1.5, 1e-8, 0.1),
    ]  # fmt: skip
    assert {name for name, *_ in calls} == set(re.findall(r"EXPORT void (\w+)", SOURCE.read_text()))
    starts = np.cumsum([0, *(array.nbytes for array in arrays.values())]) + 1024
    address = dict(zip(arrays, starts.tolist(), strict=False))
    image = tmp_path / "memory"
    image.write_bytes(bytes(1024) + b"".join(array.tobytes() for array in arrays.values()))
    told = [[name, *(address.get(each, each) for each in args)] for name, *args in calls]
    module = kernel_modules() / f"network-{variant}.wasm"
    host = str(SOURCES.parents[1] / "tests" / "network_host.mjs")
    subprocess.run([str(node_program()), host, str(module), str(image), json.dumps(told)], check=True)
    for name, *args in calls:
        getattr(native, name)(*(arrays[each].ctypes.data if each in arrays else each for each in args))
    memory = image.read_bytes()
    assert not any(memory[:1024]), "it wrote where nothing of it is"
    for name, array in arrays.items():
        found = np.frombuffer(memory, np.float32, array.size, address[name]).reshape(array.shape)
        if variant == "simd":
            np.testing.assert_array_equal(found, array, err_msg=name)
        else:
            np.testing.assert_allclose(found, array, atol=1e-4, err_msg=name)
