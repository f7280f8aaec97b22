"""The head: an ELM that learns, forgets and relabels one row at a time, with exact leave-one-out after each.

The model is ridge regression on ``n`` rows ``h`` of a hidden layer, with targets -1 and 1 and an intercept that is not
penalised: that of :class:`~elmweb.estimators.OnlineELMClassifier` with the same layer and penalty. Solving it anew for
1,000 units takes 10^9 operations, and its leave-one-out errors for 2,000 rows twice as many. One row changes the sums
by one square only, so the inverse ``P`` of the sums is kept and changed with them. With ``d`` the row minus the mean,
``w = n / (n + 1)``, ``g = P d`` and ``s = w / (1 + w d'g)``::

    P <- P - s g g',    coef <- coef + s g (t - t_mean - coef'd)'

and likewise with ``w = -n / (n - 1)`` when a row is forgotten. One product with all rows, ``u = (H - mean) g``, then
gives what changes in every fitted value and every leverage: 10^7 operations in all.

References
----------
Sherman, Morrison (1950). Adjustment of an inverse matrix corresponding to a change in one element of a given matrix.
The Annals of Mathematical Statistics 21(1). doi:10.1214/aoms/1177729893
"""

from __future__ import annotations

import numpy as np
from scipy.linalg.blas import dgemm, dgemv, dsymm, dsymv, dsyr, dsyrk
from scipy.linalg.lapack import dpotrf, dpotri

from elmweb.estimators.core.calibration import fit_inverse_temperature
from elmweb.estimators.layers.dense import HiddenLayer, random_layer

__all__ = ["ALPHA", "SCALE", "WIDTH", "Head", "scaled"]

WIDTH = 1_000
"""Units. Right of 100 photos of eight classes of CIFAR-10, by their EfficientNet vectors, with 2, 5, 10, 25 and 55
examples a class: 128 units 44, 57, 64, 70, 73; 512 units 53, 63, 72, 76, 78; 1,000 units 56, 68, 75, 79, 81; so few
examples want many units, too."""

SCALE = 0.3
"""Scale of the random weights: near the middle of the activation (with 1: 55, 66, 74, 77, 80)."""

ALPHA = 30.0
"""The ridge penalty. It stays the same while examples come, which keeps every update exact; from 10 to 300 the numbers
above change by two at most."""

_LEAST_SLACK = 1e-10  # of a row that determines its own fit
_MANY = 200  # rows that are learned at once
_ROOM = 64  # rows for which there is room at the start
_MORE_ROOM = 512  # rows, when there is none


def scaled(vectors: np.ndarray) -> np.ndarray:
    """Return vectors with a mean square of 1, so that the layer sees the same size whatever the network.

    Parameters
    ----------
    vectors : ndarray of shape (n, d)
        Embeddings.

    Returns
    -------
    ndarray of float64 (n, d)
        Zeros stay zeros.
    """
    vectors = np.asarray(vectors, dtype=np.float64)
    size = np.sqrt(np.einsum("ij,ij->i", vectors, vectors) / vectors.shape[1])[:, None]
    return vectors / np.where(size > 0, size, 1.0)


class Head:
    """Ridge regression on random units that changes with one row at a time.

    Parameters
    ----------
    n_inputs : int
        Length of a vector.
    n_hidden : int
        Number of units.
    alpha : float
        Ridge penalty, above 0.
    seed : int
        Of the random units.

    Attributes
    ----------
    layer : HiddenLayer
        The random units.
    n : int
        Number of rows.
    coef : ndarray of shape (L, k)
        Output weights.
    """

    def __init__(self, n_inputs: int, n_hidden: int = WIDTH, *, alpha: float = ALPHA, seed: int = 0) -> None:
        self.layer: HiddenLayer = random_layer(n_inputs, n_hidden, scale=SCALE, random_state=seed)
        self.alpha, self.n = alpha, 0
        self._P = np.asfortranarray(np.eye(n_hidden) / alpha)  # its lower half is kept
        self._mean = np.zeros(n_hidden)
        self.coef = np.zeros((n_hidden, 0), order="F")
        self._t_mean = np.zeros(0)
        self._H = np.zeros((_ROOM, n_hidden))
        self._fit = np.zeros((_ROOM, 0))  # without the intercept: (H - mean) coef
        self._leverage = np.zeros(_ROOM)  # without its 1/n
        self._labels = np.zeros(_ROOM, dtype=np.intp)

    @property
    def n_classes(self) -> int:
        """Number of target columns, one a class."""
        return len(self._t_mean)

    @property
    def labels(self) -> np.ndarray:
        """Position of each row's class (n,)."""
        return self._labels[: self.n]

    def add_class(self, place: int | None = None) -> None:
        """Add a class, of which there is no row yet, at a position or as the last one."""
        place = self.n_classes if place is None else place
        self.coef = np.asfortranarray(np.insert(self.coef, place, 0.0, axis=1))
        self._t_mean = np.insert(self._t_mean, place, -1.0 if self.n else 0.0)
        self._fit = np.insert(self._fit, place, 0.0, axis=1)
        self._labels[: self.n] += self.labels >= place

    def remove_class(self, label: int) -> None:
        """Remove a class of which there is no row any more; those behind it move up."""
        self.coef = np.asfortranarray(np.delete(self.coef, label, axis=1))
        self._t_mean = np.delete(self._t_mean, label)
        self._fit = np.delete(self._fit, label, axis=1)
        self._labels[: self.n] -= self.labels > label

    def add(self, vector: np.ndarray, label: int) -> int:
        """Learn a row.

        Parameters
        ----------
        vector : ndarray of shape (d,)
            Its embedding.
        label : int
            Position of its class.

        Returns
        -------
        int
            Its position, the last one.
        """
        h = self.units(vector[None])[0]
        d, at = h - self._mean, self.n
        self._make_room()
        self._H[at] = h
        self._labels[at] = label
        target = self._target(label)
        if not at:
            self._mean, self._t_mean, self.n = h.copy(), target, 1
            self._fit[0], self._leverage[0] = 0.0, 0.0
            return 0
        self._change(d, target, 1)
        a = h - self._mean
        self._fit[at] = a @ self.coef
        self._leverage[at] = a @ dsymv(1.0, self._P, a, lower=1)
        self.n = at + 1
        return at

    def add_many(self, vectors: np.ndarray, labels: np.ndarray) -> None:
        """Learn rows (n, d) of these classes (n,); many are cheaper to solve for at once."""
        if len(vectors) < _MANY:
            for vector, label in zip(vectors, labels, strict=True):
                self.add(vector, int(label))
            return
        while len(self._H) < self.n + len(vectors):
            self._make_room(grow=True)
        new = slice(self.n, self.n + len(vectors))
        self._H[new], self._labels[new] = self.units(vectors), labels
        self.n = new.stop
        self.solve_again()

    def remove(self, at: int) -> None:
        """Forget a row, as if it had never been there; those behind it move up."""
        d, target = self._H[at] - self._mean, self._target(self._labels[at])
        for kept in (self._H, self._fit, self._leverage, self._labels):
            kept[at : self.n - 1] = kept[at + 1 : self.n]
        self.n -= 1
        if not self.n:
            self._start_over()
            return
        self._change(d, target, -1)

    def relabel(self, at: int, label: int) -> None:
        """Give a row another class."""
        step = self._target(label) - self._target(self._labels[at])
        self._labels[at] = label
        g = dsymv(1.0, self._P, self._H[at] - self._mean, lower=1)
        self.coef += np.outer(g, step)
        self._fit[: self.n] += np.outer(self._moved(g), step)
        self._t_mean = self._t_mean + step / self.n

    def solve_again(self) -> None:
        """Solve from the rows: what rounding has left in many updates is gone afterwards."""
        if not self.n:
            self._start_over()
            return
        H = self._H[: self.n]
        self._mean = H.mean(axis=0)
        T = np.where(self.labels[:, None] == np.arange(self.n_classes), 1.0, -1.0)
        self._t_mean = T.mean(axis=0)
        A = np.asfortranarray(H - self._mean)
        G = dsyrk(1.0, A, trans=1, lower=1)
        G[np.diag_indices_from(G)] += self.alpha
        factor, _ = dpotrf(G, lower=1, overwrite_a=1)
        self._P, _ = dpotri(factor, lower=1, overwrite_c=1)
        PA = dsymm(1.0, self._P, A.T, lower=1)
        self.coef = dgemm(1.0, PA, np.asfortranarray(T - self._t_mean))
        self._fit[: self.n] = dgemm(1.0, A, self.coef)
        self._leverage[: self.n] = np.einsum("ij,ji->i", A, PA)

    def units(self, vectors: np.ndarray) -> np.ndarray:
        """Return the units' outputs (n, L) for vectors (n, d)."""
        return self.layer(scaled(vectors))

    def outputs(self, vectors: np.ndarray) -> np.ndarray:
        """Return what the model says of vectors (n, d): an output (n, k) for each class."""
        return (self.units(vectors) - self._mean) @ self.coef + self._t_mean

    def leave_one_out(self) -> np.ndarray:
        """Return the outputs (n, k) for each row by the model that never saw it, exactly."""
        n = self.n
        T = np.where(self.labels[:, None] == np.arange(self.n_classes), 1.0, -1.0)
        slack = np.maximum(1.0 - 1.0 / max(n, 1) - self._leverage[:n], _LEAST_SLACK)
        return T - (T - self._t_mean - self._fit[:n]) / slack[:, None]

    def inverse_temperature(self, left_out: np.ndarray) -> float:
        """Return the factor that turns outputs into probabilities, from those of :meth:`leave_one_out`."""
        T = np.where(self.labels[:, None] == np.arange(self.n_classes), 1.0, -1.0)
        return fit_inverse_temperature(left_out, T)

    def _target(self, label: int) -> np.ndarray:
        target = np.full(self.n_classes, -1.0)
        target[label] = 1.0
        return target

    def _change(self, d: np.ndarray, target: np.ndarray, sign: int) -> None:
        """Add a row (`sign` 1) to the sums or take one away (-1), and update the others; `d` is it minus the mean."""
        kept = slice(0, self.n)
        before = self.n if sign > 0 else self.n + 1
        after = before + sign
        w = sign * before / after
        g = dsymv(1.0, self._P, d, lower=1)
        u = self._moved(g)
        delta = d @ g
        slack = 1.0 + w * delta
        s = w / slack
        error = target - self._t_mean - d @ self.coef
        self._P = dsyr(-s, g, a=self._P, lower=1, overwrite_a=1)
        self.coef += np.outer(s * g, error)
        step = sign / after  # of the means
        self._mean = self._mean + step * d
        self._t_mean = self._t_mean + step * (target - self._t_mean)
        self._fit[kept] += np.outer(s * u, error) - step * (d @ self.coef)
        self._leverage[kept] += -s * u * u - 2 * step * u / slack + step * step * delta / slack

    def _moved(self, g: np.ndarray) -> np.ndarray:
        """Return ``(H - mean) g`` of the rows."""
        return dgemv(1.0, self._H[: self.n].T, g, trans=1) - self._mean @ g

    def _make_room(self, *, grow: bool = False) -> None:
        """Make room for more rows when there is none, or anyhow."""
        if self.n < len(self._H) and not grow:
            return
        for name in ("_H", "_fit", "_leverage", "_labels"):
            old = getattr(self, name)
            setattr(self, name, np.concatenate([old, np.zeros((_MORE_ROOM, *old.shape[1:]), old.dtype)]))

    def _start_over(self) -> None:
        """Forget what rounding has left when the last row is gone."""
        self._P = np.asfortranarray(np.eye(len(self._mean)) / self.alpha)
        self._mean, self._t_mean = np.zeros_like(self._mean), np.zeros(self.n_classes)
        self.coef = np.zeros_like(self.coef)
