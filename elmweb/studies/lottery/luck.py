"""How much of a spread of scores is luck: variance components, and what picking the best would have claimed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.blas import dgemm

__all__ = ["Halving", "Picking", "Spread", "pick_the_best", "spread_of", "units_of"]

N_HALVINGS = 200


@dataclass(frozen=True)
class Spread:
    """Standard deviations of a score, by what makes it differ.

    Parameters
    ----------
    between : float
        Of the seeds' scores on these very rows.
    real : float
        Of that, what other rows of the same kind would show too: some seeds are better. 0 when chance explains all.
    rows : float
        Of one seed's score when other rows of the same kind are kept back: its standard error.
    """

    between: float
    real: float
    rows: float

    @property
    def share_real(self) -> float:
        """The share of the variance between seeds that other rows would show too, from 0 to 1."""
        return min(1.0, (self.real / self.between) ** 2) if self.between else 0.0


def units_of(values: np.ndarray, groups: np.ndarray | None) -> np.ndarray:
    """Return the values of what was drawn independently: of each row, or of all rows of a group together.

    Parameters
    ----------
    values : ndarray (n_seeds, n)
        One value for each seed and row.
    groups : ndarray (n,) or None
        Group of each row.

    Returns
    -------
    ndarray (n_seeds, n_units)
        Their means over units are those over rows.
    """
    if groups is None:
        return values
    _, codes = np.unique(groups, return_inverse=True)
    sums = np.stack([np.bincount(codes, row) for row in values])
    return sums * (sums.shape[1] / values.shape[1])


def spread_of(values: np.ndarray) -> Spread:
    """Split the spread of scores into what the seeds and what the rows make of it.

    Parameters
    ----------
    values : ndarray (n_seeds, n)
        One value for each seed and row, at least 2 of each; the mean over rows is a seed's score.

    Returns
    -------
    Spread
        From a two-way analysis of variance with random effects: ``value = mean + seed + row + rest``. On n rows the
        variance of the seeds' scores is that of ``seed`` plus an nth of that of ``rest``.

    References
    ----------
    Searle, Casella, McCulloch (1992). Variance components. Wiley.

    Examples
    --------
    >>> import numpy as np
    >>> spread_of(np.array([[1.0, 1.0, 0.0, 0.0], [1.0, 1.0, 0.0, 0.0]])).between
    0.0
    """
    n_seeds, n = values.shape
    scores = values.mean(axis=1)
    rest = values - scores[:, None] - values.mean(axis=0) + values.mean()
    rest_variance = float(np.square(rest).sum() / ((n_seeds - 1) * (n - 1)))
    between = float(scores.var(ddof=1))
    real = max(0.0, between - rest_variance / n)
    rows = float(values.var(axis=1, ddof=1).mean() / n)
    return Spread(between**0.5, real**0.5, rows**0.5)


@dataclass(frozen=True)
class Halving:
    """The best seed on one half of the rows kept back, and what it does on the other half.

    Parameters
    ----------
    seed : int
        Position of the best seed on the first half.
    claimed : float
        Its score there.
    there : float
        Its score on the other half.
    any_there : float
        Mean score of all seeds on the other half.
    """

    seed: int
    claimed: float
    there: float
    any_there: float


@dataclass(frozen=True)
class Picking:
    """What picking the best seed on rows kept back would have claimed, over many halvings of these rows.

    Parameters
    ----------
    first : tuple of Halving
        Some of the halvings, one by one.
    claimed, there, any_there : float
        The means over all halvings; see :class:`Halving`.
    n : int
        How many halvings.
    """

    first: tuple[Halving, ...]
    claimed: float
    there: float
    any_there: float
    n: int


def pick_the_best(values: np.ndarray, *, higher_is_better: bool, seed: int = 0, n_shown: int = 12) -> Picking:
    """Pick the best seed on a random half of the rows, and score it on the other half; many times.

    Parameters
    ----------
    values : ndarray (n_seeds, n)
        One value for each seed and row, at least 2 rows.
    higher_is_better : bool
        Whether the best score is the highest.
    seed : int, default=0
        Same seed, same halvings.
    n_shown : int, default=12
        How many halvings are returned one by one.

    Returns
    -------
    Picking
        Claimed on the rows used to pick, and found on the others.
    """
    n = values.shape[1]
    half = n // 2
    generator = np.random.default_rng(seed)
    used = np.zeros((N_HALVINGS, n))
    for row in used:
        row[generator.permutation(n)[:half]] = 1.0
    sums = dgemm(1.0, values, used, trans_b=True)  # seeds, halvings
    claimed = sums / half
    there = (values.sum(axis=1)[:, None] - sums) / (n - half)
    best = (claimed if higher_is_better else -claimed).argmax(axis=0)
    columns = np.arange(N_HALVINGS)
    picked, found, anyone = claimed[best, columns], there[best, columns], there.mean(axis=0)
    first = tuple(
        Halving(int(best[at]), float(picked[at]), float(found[at]), float(anyone[at])) for at in range(n_shown)
    )
    return Picking(first, float(picked.mean()), float(found.mean()), float(anyone.mean()), N_HALVINGS)
