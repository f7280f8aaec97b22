"""The ELM beside the network: solved once, on the same rows, and timed."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from elmweb.estimators import ELMClassifier, ELMRegressor
from elmweb.lesson.rows import LessonRows
from elmweb.lesson.settings import LessonSettings

__all__ = ["Rival", "cross_entropy", "half_squared_error", "solve_elm"]

_TIMES = 3  # a fit takes milliseconds: the middle of three is what it takes
_LEAST = 1e-12


@dataclass(frozen=True)
class Rival:
    """A solved ELM.

    Parameters
    ----------
    estimator : ELMClassifier or ELMRegressor
        Fitted.
    train_loss, test_loss : float
        Its loss, as the network's; the second NaN without held-back rows.
    train_right, test_right : float
        Fraction of rows that it is right on; NaN for numbers.
    seconds : float
        What one fit takes: the middle of three.
    n_hidden : int
        Hidden units.
    """

    estimator: ELMClassifier | ELMRegressor
    train_loss: float
    test_loss: float
    train_right: float
    test_right: float
    seconds: float
    n_hidden: int

    def predictions(self, X: np.ndarray) -> np.ndarray:
        """Return probabilities (n, k) or numbers (n, 1)."""
        return elm_predictions(self.estimator, X)


def solve_elm(settings: LessonSettings, rows: LessonRows) -> Rival:
    """Solve the ELM of a lesson.

    Parameters
    ----------
    settings : LessonSettings
        Width, penalty, scale and seed.
    rows : LessonRows
        The data.

    Returns
    -------
    Rival
        The ELM with its losses.
    """
    options = {"alpha": settings.elm_penalty or "loo", "scale": settings.elm_scale, "random_state": settings.elm_seed}
    y = rows.y if rows.classes else rows.y[:, 0]
    estimator, took = (ELMClassifier if rows.classes else ELMRegressor)(settings.elm_width, **options), []
    for _ in range(_TIMES):
        started = time.perf_counter()
        estimator.fit(rows.X, y)
        took.append(time.perf_counter() - started)
    scores = [_scored(estimator, *part) for part in ((rows.X, rows.y), (rows.X_test, rows.y_test))]
    return Rival(
        estimator, scores[0][0], scores[1][0], scores[0][1], scores[1][1], sorted(took)[_TIMES // 2],
        settings.elm_width,
    )  # fmt: skip


def elm_predictions(estimator: ELMClassifier | ELMRegressor, X: np.ndarray) -> np.ndarray:
    """Return probabilities (n, k) or numbers (n, 1)."""
    return estimator.predict_proba(X) if isinstance(estimator, ELMClassifier) else estimator.predict(X).reshape(-1, 1)


def _scored(estimator: ELMClassifier | ELMRegressor, X: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return loss, and the fraction that is right; NaN without rows."""
    if not len(X):
        return float("nan"), float("nan")
    P = elm_predictions(estimator, X)
    if isinstance(estimator, ELMClassifier):
        return cross_entropy(P, y), float((P.argmax(axis=1) == y).mean())
    return half_squared_error(P, y), float("nan")


def cross_entropy(P: np.ndarray, y: np.ndarray) -> float:
    """Return the mean of minus the logarithm of the probability of the right class."""
    return float(-np.log(np.maximum(P[np.arange(len(y)), y], _LEAST)).mean())


def half_squared_error(Z: np.ndarray, y: np.ndarray) -> float:
    """Return half the mean squared difference, as :class:`elmweb.backprop.SquaredError` has it."""
    return float(0.5 * np.square(Z - y).mean())
