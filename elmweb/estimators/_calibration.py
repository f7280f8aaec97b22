"""Probabilities from least-squares outputs, by one number a model.

A least-squares output is no probability. Multiplied by a sharpness ``a`` and put
through the logistic function (softmax for many classes) it becomes one, and
because ``a`` is positive the most probable class stays the predicted class.
``a`` is the maximum-likelihood value on leave-one-out outputs, which are
outputs for rows the model did not see, with Platt's smoothed targets, which keep
it finite when every row is right.

References
----------
Platt (1999). Probabilistic outputs for support vector machines. Advances in Large Margin Classifiers, MIT Press.
Guo, Pleiss, Sun, Weinberger (2017). On calibration of modern neural networks. ICML. arXiv:1706.04599
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit

__all__ = ["fit_sharpness", "probabilities"]


def fit_sharpness(outputs: np.ndarray, T: np.ndarray) -> float:
    """Return the sharpness that makes outputs the most likely probabilities.

    Parameters
    ----------
    outputs : ndarray of shape (n,) or (n, k)
        Leave-one-out outputs: one column for two classes, else one column a class.
    T : ndarray of the same shape
        Targets coded as -1 and 1.

    Returns
    -------
    float
        Between 0.001 and 1000.
    """
    positive = T > 0
    n_positive = positive.sum(axis=0)
    if outputs.ndim == 1:
        smooth = np.where(positive, (n_positive + 1) / (n_positive + 2), 1 / (len(T) - n_positive + 2))
        slope = np.mean(smooth * outputs)
    else:
        own = (n_positive / (n_positive + T.shape[1]))[T.argmax(axis=1)]  # what its class keeps of a row's weight 1
        rest = (1 - own) / T.shape[1]
        slope = np.mean(own * outputs[positive] + rest * outputs.sum(axis=1))

    def loss(log_sharpness: float) -> float:
        sharpness = np.exp(log_sharpness)
        return np.mean(_log_normaliser(sharpness * outputs)) - sharpness * slope

    found = minimize_scalar(loss, bounds=(np.log(1e-3), np.log(1e3)), method="bounded", options={"xatol": 1e-5})
    return float(np.exp(found.x))


def probabilities(outputs: np.ndarray, sharpness: float | np.ndarray) -> np.ndarray:
    """Return probabilities of the same shape as `outputs`.

    Parameters
    ----------
    outputs : ndarray of shape (n,) or (n, k)
        One column gives the probability of the second class, many columns sum to 1.
    sharpness : float
        From :func:`fit_sharpness`.

    Returns
    -------
    ndarray of the same shape
        Between 0 and 1.
    """
    if outputs.ndim == 1:
        return expit(sharpness * outputs)
    P = sharpness * (outputs - outputs.max(axis=1, keepdims=True))
    np.exp(P, out=P)
    P /= P.sum(axis=1, keepdims=True)
    return P


def _log_normaliser(Z: np.ndarray) -> np.ndarray:
    """Return log(1 + e^z) for one column, log(sum of e^z) over many."""
    if Z.ndim == 1:
        return np.logaddexp(0.0, Z)
    top = Z.max(axis=1)
    return top + np.log(np.exp(Z - top[:, None]).sum(axis=1))
