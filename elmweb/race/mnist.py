"""A part of MNIST as the rows of a race: images of 28 by 28 pixels, all on one scale."""

from __future__ import annotations

import numpy as np

from elmweb.race.track import Track
from elmweb.words.engine import race_outcome as words

__all__ = ["MNIST_ROWS", "MNIST_TEST_ROWS", "mnist_track"]

MNIST_ROWS, MNIST_TEST_ROWS = 3_000, 1_500
"""Images to learn from and images kept back: with more, logistic regression alone would be a wait in a browser."""

_ALL_ROWS = 60_000


def mnist_track(images: np.ndarray, labels: np.ndarray, test_images: np.ndarray, test_labels: np.ndarray) -> Track:
    """Return the first images of a part of MNIST, and the first test images, as the rows of a race.

    Parameters
    ----------
    images : ndarray of shape (n, 784), uint8
        Pixels.
    labels : ndarray of shape (n,), uint8
        Digits.
    test_images : ndarray of shape (m, 784), uint8
        Pixels of images kept back.
    test_labels : ndarray of shape (m,), uint8
        Their digits.

    Returns
    -------
    Track
        All pixels are scaled by the same mean and standard deviation: one alone would be mostly noise.
    """
    X = images[:MNIST_ROWS].astype(np.float64)
    centre, spread = X.mean(), X.std()
    X_test = (test_images[:MNIST_TEST_ROWS] - centre) / spread
    return Track(
        name=words.PART_OF_MNIST,
        task="multiclass",
        target=words.DIGIT,
        X=(X - centre) / spread,
        y=labels[:MNIST_ROWS].astype(np.intp),
        X_test=X_test,
        y_test=test_labels[:MNIST_TEST_ROWS].astype(np.intp),
        n_classes=10,
        pixels=np.arange(X.shape[1]),
        n_left=_ALL_ROWS - MNIST_ROWS,
    )
