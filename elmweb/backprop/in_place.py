"""The arithmetic of networks in WebAssembly, on NumPy's arrays where they lie.

In the page neither NumPy nor SciPy's BLAS has SIMD. The functions of web/kernel/network/network.c have, and they share
the memory of Python: an array goes there as its address, and nothing is copied. On CPython there are none, and NumPy
and BLAS compute the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = [
    "adam",
    "column_sums",
    "convolve",
    "convolve_weights",
    "max_pool",
    "max_unpool",
    "pad",
    "product",
    "relu",
    "relu_back",
    "set_functions",
    "takes",
]

_WIDTH = 8  # columns side by side in a panel, as in network.c


class _Functions:
    """The functions of this thread."""

    known: Any = None


def set_functions(functions: Any) -> bool:
    """Set the functions that networks in this thread may use.

    Parameters
    ----------
    functions : object or None
        The functions of network.c by name, which take numbers, and addresses in the memory of this Python; None where
        there are none.

    Returns
    -------
    bool
        Whether they are used: they are asked for known sums first.
    """
    _Functions.known = functions
    if functions is not None and not _are_right():
        _Functions.known = None
    return _Functions.known is not None


def takes(*arrays: np.ndarray) -> bool:
    """Return whether there are such functions, and the arrays are as they want them.

    Parameters
    ----------
    *arrays : ndarray
        What is to be computed with.

    Returns
    -------
    bool
        True if all are float32 in C order, and not empty.
    """
    return _Functions.known is not None and all(
        array.dtype == np.float32 and array.flags.c_contiguous and array.size for array in arrays
    )


def product(A: np.ndarray, B: np.ndarray, *, trans_a: bool = False, trans_b: bool = False) -> np.ndarray:
    """Return ``A B``, either factor transposed on request.

    Parameters
    ----------
    A, B : ndarray of shape (n, m) and (m, k), or transposed
        What :func:`takes` takes.
    trans_a, trans_b : bool, default=False
        Whether to take the transpose of the factor.

    Returns
    -------
    ndarray of shape (n, k)
        In C order.
    """
    n, depth = A.shape[::-1] if trans_a else A.shape
    m = B.shape[0] if trans_b else B.shape[1]
    steps = (1, n) if trans_a else (depth, 1)
    out = np.empty((n, m), np.float32)
    packed = _panels(B, depth, m, trans_b=trans_b)
    _Functions.known.net_product(n, depth, m, _at(A), *steps, _at(packed), _at(out))
    return out


def column_sums(X: np.ndarray) -> np.ndarray:
    """Return the sums of the columns of a matrix.

    Parameters
    ----------
    X : ndarray of shape (n, m)
        What :func:`takes` takes.

    Returns
    -------
    ndarray of shape (m,)
        The sums.
    """
    sums = np.empty(X.shape[1], np.float32)
    _Functions.known.net_column_sums(*X.shape, _at(X), _at(sums))
    return sums


def pad(X: np.ndarray, padding: int) -> np.ndarray:
    """Return images with rows and columns of zeros around them.

    Parameters
    ----------
    X : ndarray of shape (n, height, width, channels)
        Images that :func:`takes` takes.
    padding : int
        How many rows and columns on each side.

    Returns
    -------
    ndarray of shape (n, height + 2 padding, width + 2 padding, channels)
        The larger images; the same if there is nothing to add.
    """
    if not padding:
        return X
    n, height, width, channels = X.shape
    out = np.empty((n, height + 2 * padding, width + 2 * padding, channels), np.float32)
    _Functions.known.net_pad(n, height, width, channels, padding, _at(X), _at(out))
    return out


def convolve(X: np.ndarray, W: np.ndarray, bias: np.ndarray, stride: int = 1) -> np.ndarray:
    """Return what every filter sees at every place.

    Parameters
    ----------
    X : ndarray of shape (n, height, width, n_in)
        Images that :func:`takes` takes, with their padding.
    W : ndarray of shape (size, size, n_in, n_out)
        The filters.
    bias : ndarray of shape (n_out,)
        Added at every place.
    stride : int, default=1
        Step from place to place.

    Returns
    -------
    ndarray of shape (n, (height - size) // stride + 1, (width - size) // stride + 1, n_out)
        The outputs.
    """
    n, height, width, n_in = X.shape
    size, n_out = W.shape[0], W.shape[-1]
    out = np.empty((n, (height - size) // stride + 1, (width - size) // stride + 1, n_out), np.float32)
    packed = _panels(np.ascontiguousarray(W), size * size * n_in, n_out)
    biases = np.zeros(_whole(n_out), np.float32)
    biases[:n_out] = bias
    _Functions.known.net_convolve(
        n, height, width, n_in, size, stride, n_out, _at(X), _at(packed), _at(biases), _at(out)
    )
    return out


def convolve_weights(X: np.ndarray, gradient: np.ndarray, size: int, stride: int = 1) -> np.ndarray:
    """Return the gradient of the filters.

    Parameters
    ----------
    X : ndarray of shape (n, height, width, n_in)
        The images that were convolved.
    gradient : ndarray of shape (n, (height - size) // stride + 1, (width - size) // stride + 1, n_out)
        The gradient of the outputs.
    size : int
        Height and width of a filter.
    stride : int, default=1
        Step from place to place.

    Returns
    -------
    ndarray of shape (size, size, n_in, n_out)
        The gradient.
    """
    n, height, width, n_in = X.shape
    n_out = gradient.shape[-1]
    if n_out % _WIDTH:  # whole panels are read
        whole = np.zeros((*gradient.shape[:3], _whole(n_out)), np.float32)
        whole[..., :n_out] = gradient
        gradient = whole
    out = np.zeros((size, size, n_in, gradient.shape[-1]), np.float32)
    _Functions.known.net_convolve_weights(
        n, height, width, n_in, size, stride, gradient.shape[-1], _at(X), _at(gradient), _at(out)
    )
    return np.ascontiguousarray(out[..., :n_out])


def max_pool(X: np.ndarray, size: int) -> np.ndarray:
    """Return the largest number of each square.

    Parameters
    ----------
    X : ndarray of shape (n, height, width, channels)
        Images that :func:`takes` takes.
    size : int
        Height and width of a square.

    Returns
    -------
    ndarray of shape (n, height // size, width // size, channels)
        The numbers.
    """
    n, height, width, channels = X.shape
    out = np.empty((n, height // size, width // size, channels), np.float32)
    _Functions.known.net_max_pool(n, height, width, channels, size, _at(X), _at(out))
    return out


def max_unpool(X: np.ndarray, largest: np.ndarray, gradient: np.ndarray, size: int) -> np.ndarray:
    """Return the gradient of the images: that of each square goes to the first place with its largest number.

    Parameters
    ----------
    X : ndarray of shape (n, height, width, channels)
        The images.
    largest, gradient : ndarray of shape (n, height // size, width // size, channels)
        What :func:`max_pool` gave, and its gradient.
    size : int
        Height and width of a square.

    Returns
    -------
    ndarray of shape (n, height, width, channels)
        The gradient.
    """
    images = np.zeros(X.shape, np.float32)
    _Functions.known.net_max_unpool(*X.shape, size, _at(X), _at(largest), _at(gradient), _at(images))
    return images


def relu(X: np.ndarray) -> np.ndarray:
    """Return ``max(X, 0)``.

    Parameters
    ----------
    X : ndarray
        What :func:`takes` takes.

    Returns
    -------
    ndarray
        Of the same shape.
    """
    out = np.empty_like(X)
    _Functions.known.net_relu(X.size, _at(X), _at(out))
    return out


def relu_back(gradient: np.ndarray, output: np.ndarray) -> np.ndarray:
    """Return the gradient where the output is above zero, and zero elsewhere.

    Parameters
    ----------
    gradient, output : ndarray
        Of the same shape; what :func:`takes` takes.

    Returns
    -------
    ndarray
        Of the same shape.
    """
    out = np.empty_like(gradient)
    _Functions.known.net_relu_back(gradient.size, _at(gradient), _at(output), _at(out))
    return out


def adam(
    values: np.ndarray,
    gradient: np.ndarray,
    means: np.ndarray,
    squares: np.ndarray,
    *,
    new: tuple[float, float],
    rate: float,
    scale: float,
    epsilon: float,
    decay: float,
) -> None:
    """Take a step of Adam; values, means and squares change in place.

    Parameters
    ----------
    values, gradient, means, squares : ndarray
        Of the same shape; what :func:`takes` takes.
    new : tuple of float
        Weights of the new gradient, and of its square, in their running means.
    rate, scale, epsilon : float
        A value changes by ``rate means / (sqrt(squares) scale + epsilon)``.
    decay : float
        Added to the gradient, times the values.
    """
    arrays = (_at(array) for array in (values, gradient, means, squares))
    _Functions.known.net_adam(values.size, *arrays, *new, rate, scale, epsilon, decay)


def _at(array: np.ndarray) -> int:
    """Return the address of an array."""
    return array.__array_interface__["data"][0]


def _whole(n: int) -> int:
    """Return how many columns the panels of `n` have."""
    return -(-n // _WIDTH) * _WIDTH


def _panels(B: np.ndarray, depth: int, m: int, *, trans_b: bool = False) -> np.ndarray:
    """Return a matrix, `depth` x `m` or transposed, in panels."""
    packed = np.empty(depth * _whole(m), np.float32)
    _Functions.known.net_pack(_at(B), depth, m, int(trans_b), _at(packed))
    return packed


def _are_right() -> bool:
    """Return whether whole numbers give whole sums, with panels that are full and that are not.

    They are others each time: what is left in memory from before must not be taken for an answer.
    """
    rng = np.random.default_rng()

    def whole(*shape: int) -> np.ndarray:
        return rng.integers(-4, 5, shape).astype(np.float32)

    A, B, X, W = whole(7, 530), whole(530, 13), whole(2, 5, 6, 3), whole(3, 3, 3, 9)
    seen = np.lib.stride_tricks.sliding_window_view(X, (3, 3), axis=(1, 2))
    pairs = [
        (product(A, B), A @ B),
        (product(np.ascontiguousarray(A.T), B, trans_a=True), A @ B),
        (product(A, np.ascontiguousarray(B.T), trans_b=True), A @ B),
        (convolve(X, W, np.ones(9)), np.einsum("nyxcij,ijco->nyxo", seen, W) + 1),
        (column_sums(B), B.sum(axis=0)),
    ]
    return all(np.array_equal(found, right) for found, right in pairs)
