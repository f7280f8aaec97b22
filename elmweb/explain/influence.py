"""Influence: how a prediction would differ if one training row had not been learned from, in closed form.

A readout by ridge regression predicts ``f(x) = sum_i c(x, i) t_i`` with ``c(x, i) = 1/n + h(x) (H'H + alpha I)^-1
h_i'`` on centred units. Without row i it would predict ``f(x) - c(x, i) (t_i - f_i) / (1 - c(i, i))``: exact for the
same units and the same penalty. Before that is used, the sum over i is compared with what the model really predicts,
so that no model is explained by a formula that is not its own.

References
----------
Cook (1977). Detection of influential observation in linear regression. Technometrics 19(1).
doi:10.1080/00401706.1977.10489493
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.linalg import LinAlgError
from scipy.linalg.blas import dgemm
from scipy.linalg.lapack import dpotrf, dpotri

from elmweb.compute import BlasAccumulator, Layer
from elmweb.estimators.blend import BaseBlendELM
from elmweb.estimators.core.calibration import probabilities
from elmweb.estimators.core.combined import BaseCombined
from elmweb.estimators.core.ridge import primal_ridge
from elmweb.estimators.core.solve import block_size, row_slices
from elmweb.estimators.kernel import KernelLayer
from elmweb.exceptions import ExplainError
from elmweb.explain.subject import Subject
from elmweb.words.engine import explain as words

__all__ = ["influence"]

_MOST_EXACT = 2_500  # rows of a kernel between all rows, whose matrix is inverted
_AGREES = 1e-3  # largest difference between formula and model, relative to the spread of the targets
_LEAST_SLACK = 1e-10


def influence(subject: Subject, row: np.ndarray, Z: np.ndarray, y: np.ndarray, target: int = 0) -> np.ndarray:
    """Return how much each training row moves the prediction for a row.

    Parameters
    ----------
    subject : Subject
        The model.
    row : ndarray of shape (d,)
        Inputs of the row.
    Z : ndarray of shape (n, d)
        All rows that the model learned from, preprocessed.
    y : ndarray of shape (n,) or (n, k)
        Their answers.
    target : int, default=0
        Which class or label.

    Returns
    -------
    ndarray of float64 (n,)
        The prediction minus the one by a model that never saw the row: of the number, or of the probability of the
        class or label. Units, penalties, weights of a blend and calibration stay as they are.

    Raises
    ------
    ExplainError
        There is no closed form for this kind of model, or these are not the rows that it learned from.
    """
    estimator: Any = subject.model.estimator
    outputs = getattr(estimator, "decision_function", estimator.predict)
    own = np.asarray(outputs(row[None]), dtype=np.float64).reshape(-1)
    T = _coded(subject, y)
    try:
        layers, shares, offset = _readouts(estimator)
        parts = [_readout(layer, alpha, Z, T, row) for layer, alpha in layers]
    except (AttributeError, TypeError, LinAlgError) as error:
        raise _none(type(estimator).__name__) from error
    by_formula = np.tensordot(shares, [dgemm(1.0, part.pull[None], T)[0] for part in parts], axes=1) + offset
    if not np.abs(by_formula - own).max() <= _AGREES * (float(T.std()) or 1.0):
        raise _none(type(estimator).__name__)
    changes = np.tensordot(shares, [part.changes(T) for part in parts], axes=1)  # (n, k)
    if subject.is_number:
        return changes[:, 0]
    inverse = estimator.inverse_temperature_
    return _value(own[None], inverse, target)[0] - _value(own - changes, inverse, target)


@dataclass(frozen=True, eq=False)
class _Readout:
    """A readout seen from one row.

    Parameters
    ----------
    pull : ndarray of shape (n,)
        ``c(x, i)``: how much of each training row's target is in the prediction.
    leverage : ndarray of shape (n,)
        ``c(i, i)``.
    fitted : ndarray of shape (n, k)
        Predictions for the training rows.
    """

    pull: np.ndarray
    leverage: np.ndarray
    fitted: np.ndarray

    def changes(self, T: np.ndarray) -> np.ndarray:
        """Return the outputs (n, k) minus those without each training row."""
        residuals = (T - self.fitted) / np.maximum(1.0 - self.leverage, _LEAST_SLACK)[:, None]
        return self.pull[:, None] * residuals


def _readouts(estimator: Any) -> tuple[list[tuple[Layer, float]], np.ndarray, np.ndarray | float]:
    """Return the layer and the penalty of each readout, their weights, and what is added to their weighted outputs."""
    if isinstance(estimator, BaseBlendELM):
        kept = estimator.weights_ > 0
        layers = list(zip(estimator.member_layers(), estimator.alphas_[kept].tolist(), strict=True))
        return layers, estimator.weights_[kept], estimator.offsets_
    if isinstance(estimator, BaseCombined):
        layers = list(zip(estimator.layer_.layers, estimator.alphas_.tolist(), strict=True))
    else:
        layers = [(estimator.layer_, float(estimator.alpha_))]
    return layers, np.full(len(layers), 1.0 / len(layers)), 0.0


def _readout(layer: Layer, alpha: float, Z: np.ndarray, T: np.ndarray, row: np.ndarray) -> _Readout:
    """Return a readout as the row sees it."""
    if isinstance(layer, KernelLayer) and layer.whitening is None:
        return _of_kernel(layer, alpha, Z, T, row)
    sums, blocks = BlasAccumulator(layer, T.shape[1]), list(row_slices(len(Z), block_size(layer.n_hidden)))
    for rows in blocks:
        sums.add(Z[rows], T[rows], None)
    ridge = primal_ridge(sums.result(), layer.n_hidden, np.array([alpha]))
    coefs, intercepts, directions, origin, shrink = ridge.linear()
    own = (dgemm(1.0, layer(row[None]), directions)[0] + origin) * shrink[0]
    pull, leverage, fitted = [], [], []
    for rows in blocks:
        H = layer(Z[rows])
        P = dgemm(1.0, H, directions) + origin
        pull.append(dgemm(1.0, P, own[:, None])[:, 0])
        leverage.append(dgemm(1.0, np.square(P, out=P), shrink.T)[:, 0])
        fitted.append(dgemm(1.0, H, coefs) + intercepts)
    share = 1.0 / len(Z)
    return _Readout(np.concatenate(pull) + share, np.concatenate(leverage) + share, np.concatenate(fitted))


def _of_kernel(layer: KernelLayer, alpha: float, Z: np.ndarray, T: np.ndarray, row: np.ndarray) -> _Readout:
    """Return the readout of a kernel between all rows."""
    n = len(Z)
    if n > _MOST_EXACT:
        raise ExplainError(
            words.TAKES_TOO_LONG,
            rule=words.kernel_between(_MOST_EXACT),
            value=words.n_rows(n),
            hints=(words.SHOW_ROWS_LIKE_IT,),
        )
    landmarks = replace(layer, landmarks=np.asfortranarray(Z.T))
    K, own = landmarks(Z), landmarks(row[None])[0]
    means = K.mean(axis=0)
    own = own - means - (own.mean() - means.mean())
    K -= means
    K -= means[:, None] - means.mean()
    spread = np.einsum("ii->i", K)
    alpha = max(alpha, n * np.finfo(np.float64).eps * float(spread.max()))
    spread += alpha
    factor, failed = dpotrf(np.asfortranarray(K), lower=1, overwrite_a=1)
    if failed:
        raise LinAlgError
    lower, _ = dpotri(factor, lower=1, overwrite_c=1)
    inverse = np.tril(lower) + np.tril(lower, -1).T
    centred = T - T.mean(axis=0)
    # K (K + alpha I)^-1 = I - alpha (K + alpha I)^-1, which loses no digits when alpha is small.
    fitted = T - alpha * dgemm(1.0, inverse, centred)
    leverage = 1.0 / n + 1.0 - alpha * np.einsum("ii->i", inverse)
    return _Readout(dgemm(1.0, own[None], inverse)[0] + 1.0 / n, leverage, fitted)


def _coded(subject: Subject, y: np.ndarray) -> np.ndarray:
    """Return the targets (n, k) as the model learned them: numbers, or -1 and 1."""
    if subject.is_number:
        return y.reshape(len(y), -1).astype(np.float64)
    if y.ndim == 2:
        return np.where(y > 0, 1.0, -1.0)
    names = [str(one) for one in subject.model.classes]
    T = np.where(np.array([str(one) for one in y])[:, None] == np.array(names), 1.0, -1.0)
    return T[:, 1:] if len(names) == 2 else T


def _value(outputs: np.ndarray, inverse: Any, target: int) -> np.ndarray:
    """Return the probability of one class or label from outputs (n, k)."""
    if np.ndim(inverse) == 1:
        return probabilities(outputs[:, target], inverse[target])
    if outputs.shape[1] == 1:
        of_second = probabilities(outputs[:, 0], inverse)
        return of_second if target == 1 else 1.0 - of_second
    return probabilities(outputs, inverse)[:, target]


def _none(kind: str) -> ExplainError:
    """Return the error that says that a model has no closed form."""
    return ExplainError(
        words.NO_PULL,
        rule=words.IN_CLOSED_FORM,
        value=kind,
        hints=(words.SHOW_ROWS_LIKE_IT,),
    )
