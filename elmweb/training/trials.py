"""The record of the settings that a search has tried, and the choice among them."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["Trials"]


class Trials:
    """Leave-one-out errors of every seed, width and penalty, and the best estimator so far.

    Parameters
    ----------
    widths : tuple of int
        Candidate widths, ascending.
    """

    def __init__(self, widths: tuple[int, ...]) -> None:
        self.widths = widths
        self.best: Any = None
        self._curves: dict[tuple[int, int], Any] = {}  # (seed, width) -> LeaveOneOut

    def add(self, seed: int, estimator: Any) -> None:
        """Record the curve of an estimator, and keep the estimator if it is the best."""
        self._curves[seed, estimator.loo_.n_hidden] = estimator.loo_
        if self.best is None or _rank(estimator.loo_) < _rank(self.best.loo_):
            self.best = estimator

    def mean_curve(self, width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return penalties, mean errors, their standard errors and mean squared errors over seeds, each (n_alphas,)."""
        curves = [curve for (_, of), curve in self._curves.items() if of == width]
        errors = np.array([curve.errors for curve in curves])
        spread = errors.std(axis=0, ddof=1) / np.sqrt(len(curves)) if len(curves) > 1 else np.zeros(errors.shape[1])
        # Penalties are relative to each layer's size, so they differ a little between seeds.
        alphas = np.exp(np.mean(np.log(np.maximum([curve.alphas for curve in curves], 1e-300)), axis=0))
        if errors.shape[1] == 1:
            alphas = curves[0].alphas  # a given penalty is not to be changed by rounding
        return alphas, errors.mean(axis=0), spread, np.mean([curve.squared_errors for curve in curves], axis=0)

    def width_curve(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the widths that were tried, the error of each at its best penalty, and its standard error."""
        done = [width for width in self.widths if any(of == width for _, of in self._curves)]
        curves = [self.mean_curve(width) for width in done]
        at = [_best_alpha(*curve) for curve in curves]
        errors = np.array([curve[1][best] for curve, best in zip(curves, at, strict=True)])
        spreads = np.array([curve[2][best] for curve, best in zip(curves, at, strict=True)])
        return np.array(done), errors, spreads

    def choose(self) -> tuple[int, float]:
        """Return the smallest width within one standard error of the best, and its best penalty."""
        widths, errors, spreads = self.width_curve()
        best = int(errors.argmin())
        width = int(widths[int(np.argmax(errors <= errors[best] + spreads[best]))])
        curve = self.mean_curve(width)
        return width, float(curve[0][_best_alpha(*curve)])


def _best_alpha(alphas: np.ndarray, errors: np.ndarray, _: np.ndarray, squares: np.ndarray) -> int:
    """Return the position of the smallest error; among equals the smallest squared error, then the largest penalty."""
    return int(np.lexsort((-alphas, squares, errors))[0])


def _rank(loo: Any) -> tuple[float, float]:
    return loo.error, float(loo.squared_errors[loo.best])
