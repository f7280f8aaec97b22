"""None of these: what resembles no example, by distances whose limit is chosen from the examples themselves.

The distance of two vectors is 1 minus their cosine. Each example is left out in two ways: alone, which says how far a
new example of a known class lies from the nearest one that is known; and with its whole class, which says how far
something lies that was never shown. The limit tells the two apart best, and where they leave a gap it is the middle. So
it works for the frames of a held camera, too, which are so near each other that a limit from their own distances would
call anything else unknown. On eight classes of CIFAR-10, four of which were shown, a photo of the others lay farther
away than one of the known in 81 of 100 pairs; distances to the middle of a class (82) and leverages (78) did as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.blas import sgemm, sgemv

__all__ = ["Limit", "Neighbours"]

_MOST_LOST = 0.1  # of the examples left out alone may lie beyond the limit
_ROOM = 64
_MORE_ROOM = 512  # at a time: twice as much would be 250 MB of cosines for 5,000 examples


@dataclass(frozen=True)
class Limit:
    """How far something may be from the nearest example.

    Parameters
    ----------
    distance : float
        Beyond it nothing is known.
    n : int
        Examples by which it was chosen and measured.
    n_lost : int
        How many of them, left out alone, would be called none of these.
    n_noticed : int
        How many of them, left out with their whole class, would be.
    """

    distance: float
    n: int
    n_lost: int
    n_noticed: int


class Neighbours:
    """The cosine of every two examples, and of each the nearest of its own class and of the others.

    Parameters
    ----------
    n_inputs : int
        Length of a vector.
    """

    def __init__(self, n_inputs: int) -> None:
        self.n = 0
        self._V = np.zeros((_ROOM, n_inputs), np.float32)
        self._S = np.zeros((_ROOM, _ROOM), np.float32)
        self._labels = np.zeros(_ROOM, dtype=np.intp)
        self._own = np.zeros(_ROOM, np.float32)  # the largest cosine with another one of the class; -1 without one
        self._other = np.zeros(_ROOM, np.float32)

    def add(self, vector: np.ndarray, label: int) -> None:
        """Add an example of a class."""
        n, unit = self.n, _units(vector[None])[0]
        self._make_room(n + 1)
        cosines = self._cosines(unit)
        self._V[n], self._labels[n] = unit, label
        self._S[n, :n] = self._S[:n, n] = cosines
        self._S[n, n] = -1.0  # it is no neighbour of its own
        same = self._labels[:n] == label
        for kept, where in ((self._own, same), (self._other, ~same)):
            kept[:n][where] = np.maximum(kept[:n][where], cosines[where])
            kept[n] = cosines[where].max(initial=-1.0)
        self.n = n + 1

    def add_many(self, vectors: np.ndarray, labels: np.ndarray) -> None:
        """Add examples (n, d) of these classes (n,)."""
        new = slice(self.n, self.n + len(vectors))
        self._make_room(new.stop)
        self._V[new], self._labels[new] = _units(vectors), labels
        V = self._V[: new.stop]
        self._S[: new.stop, : new.stop] = sgemm(1.0, V.T, V.T, trans_a=1)
        self.n = new.stop
        self._S[np.arange(self.n), np.arange(self.n)] = -1.0
        self._look_again(np.arange(self.n))

    def remove(self, at: int) -> None:
        """Remove an example; those behind it move up."""
        n, cosines = self.n, self._S[: self.n, at]  # a column: what the rows were compared by, to the bit
        bereft = (cosines == self._own[:n]) | (cosines == self._other[:n])
        rows = np.flatnonzero(np.delete(bereft, at))
        for kept in (self._V, self._labels, self._S, self._own, self._other):
            kept[at : n - 1] = kept[at + 1 : n]
        self._S[: n - 1, at : n - 1] = self._S[: n - 1, at + 1 : n]
        self.n = n - 1
        self._look_again(rows)

    def relabel(self, at: int, label: int) -> None:
        """Give an example another class; to those of a third class it is another one, as before."""
        rows = np.flatnonzero(np.isin(self._labels[: self.n], (self._labels[at], label)))
        self._labels[at] = label
        self._look_again(rows)

    def add_class(self, place: int) -> None:
        """Make room for a class at a position; those from there on move down."""
        self._labels[: self.n] += self._labels[: self.n] >= place

    def remove_class(self, label: int) -> None:
        """Remove a class of which there is no example any more; those behind it move up."""
        self._labels[: self.n] -= self._labels[: self.n] > label

    def distance(self, vector: np.ndarray) -> float:
        """Return how far a vector (d,) is from the nearest example; 2, the most there is, without any."""
        return 1.0 - float(self._cosines(_units(vector[None])[0]).max(initial=-1.0))

    def limit(self) -> Limit | None:
        """Return the limit, or None while there are no two classes, or no class with two examples."""
        own, other = 1.0 - self._own[: self.n], 1.0 - self._other[: self.n]
        paired, apart = self._own[: self.n] > -1.0, self._other[: self.n] > -1.0
        if not paired.any() or not apart.any():
            return None
        distance = _between(np.sort(own[paired]), np.sort(other[apart]))
        n_lost, n_noticed = np.sum(own[paired] > distance), np.sum(other[apart] > distance)
        return Limit(distance, self.n, int(n_lost + np.sum(~paired)), int(n_noticed))

    def _cosines(self, unit: np.ndarray) -> np.ndarray:
        """Return the cosine of each example with a vector of length 1."""
        if not self.n:
            return np.zeros(0, np.float32)
        return sgemv(1.0, self._V[: self.n].T, unit, trans=1)

    def _look_again(self, rows: np.ndarray) -> None:
        """Find the nearest of some examples anew, by their positions."""
        labels = self._labels[: self.n]
        for row in rows.tolist():  # one row at a time stays in the cache; a mask of all pairs does not
            cosines, same = self._S[row, : self.n], labels == labels[row]
            self._own[row] = cosines.max(where=same, initial=-1.0)
            self._other[row] = cosines.max(where=~same, initial=-1.0)

    def _make_room(self, n: int) -> None:
        """Make room for so many examples."""
        before = len(self._V)
        if n <= before:
            return
        room = max(n, before + _MORE_ROOM)
        for name in ("_V", "_labels", "_own", "_other"):
            old = getattr(self, name)
            new = np.zeros((room, *old.shape[1:]), old.dtype)
            new[:before] = old
            setattr(self, name, new)
        S = np.zeros((room, room), np.float32)
        S[:before, :before] = self._S
        self._S = S


def _between(own: np.ndarray, other: np.ndarray) -> float:
    """Return the limit that leaves most of `other` beyond it and most of `own` within; both are sorted."""
    steps = np.concatenate([own, other])
    lost = 1.0 - np.searchsorted(own, steps, side="right") / len(own)
    noticed = 1.0 - np.searchsorted(other, steps, side="right") / len(other)
    gain = np.where(lost <= _MOST_LOST, noticed - lost, -np.inf)
    best = steps[gain >= gain.max() - 1e-9].min()
    beyond = steps[steps > best]
    return float((best + beyond.min()) / 2) if len(beyond) else float(best)


def _units(vectors: np.ndarray) -> np.ndarray:
    """Return vectors (n, d) of length 1; zeros stay zeros."""
    vectors = np.asarray(vectors, dtype=np.float32)
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    return vectors / np.where(length > 0, length, np.float32(1.0))
