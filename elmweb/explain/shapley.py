"""Shapley values: how much each column adds to one prediction, against rows as they usually are.

A coalition of columns is worth the mean prediction over background rows whose cells in these columns are those of the
explained row. The Shapley value of a column is what it adds to such a coalition, averaged over all orders in which the
columns could join. The values add up to the prediction minus the mean prediction of the background rows, exactly, also
where the orders are sampled: each order starts at a background row and ends at the explained one.

References
----------
Shapley (1953). A value for n-person games. Contributions to the Theory of Games 2.

Štrumbelj, Kononenko (2014). Explaining prediction models and individual predictions with feature contributions.
Knowledge and Information Systems 41(3). doi:10.1007/s10115-013-0679-x

Mitchell, Cooper, Frank, Holmes (2022). Sampling permutations for Shapley value estimation. Journal of Machine Learning
Research 23(43).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from elmweb.progress import finish

__all__ = ["MOST_EXACT", "Contributions", "contributions", "iter_contributions"]

MOST_EXACT = 10
"""Columns up to which every coalition is tried; of more, orders are sampled."""

_BLOCK_CELLS = 400_000  # inputs that are predicted between two steps

Predict = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class Contributions:
    """What each column adds to one prediction.

    Parameters
    ----------
    shares : ndarray of float64 (k,)
        One for each column; they sum to ``prediction - average``.
    errors : ndarray of float64 (k,)
        Standard error of each that comes from sampling; 0 where every coalition was tried.
    prediction : float
        Of the explained row.
    average : float
        Mean prediction of the background rows.
    n_orders : int
        Number of orders that were sampled; 0 for all.
    """

    shares: np.ndarray
    errors: np.ndarray
    prediction: float
    average: float
    n_orders: int


def contributions(
    predict: Predict,
    row: np.ndarray,
    background: np.ndarray,
    columns: Sequence[np.ndarray],
    *,
    n_rounds: int = 1,
    most_exact: int = MOST_EXACT,
    seed: int = 0,
) -> Contributions:
    """Return what each column adds to the prediction for a row.

    Parameters
    ----------
    predict : callable
        Takes inputs (n, d) and returns the predictions (n,).
    row : ndarray of shape (d,)
        Inputs of the row.
    background : ndarray of shape (m, d)
        Inputs of the rows that it is compared with, at least one.
    columns : sequence of ndarray of int
        Positions of the inputs of each column; together all of them, each once.
    n_rounds : int, default=1
        Where orders are sampled: pairs of an order and its reverse that start at each background row.
    most_exact : int, default=10
        Number of columns up to which every coalition is tried.
    seed : int, default=0
        Same seed, same orders.

    Returns
    -------
    Contributions
        They add up to the prediction minus the mean prediction of `background`.

    Examples
    --------
    >>> import numpy as np
    >>> found = contributions(lambda Z: 2 * Z[:, 0] - Z[:, 1], np.ones(2), np.zeros((1, 2)), [[0], [1]])
    >>> found.shares.tolist(), found.average
    ([2.0, -1.0], 0.0)
    """
    steps = iter_contributions(predict, row, background, columns, n_rounds=n_rounds, most_exact=most_exact, seed=seed)
    return finish(steps)


def iter_contributions(
    predict: Predict,
    row: np.ndarray,
    background: np.ndarray,
    columns: Sequence[np.ndarray],
    *,
    n_rounds: int = 1,
    most_exact: int = MOST_EXACT,
    seed: int = 0,
) -> Generator[float, None, Contributions]:
    """Run :func:`contributions` in steps; yields the fraction that is done.

    Parameters
    ----------
    predict, row, background, columns, n_rounds, most_exact, seed
        As in :func:`contributions`.

    Yields
    ------
    float
        Between 0 and 1.

    Returns
    -------
    Contributions
        As :func:`contributions` returns them.
    """
    owner = np.zeros(len(row), dtype=np.intp)
    for at, inputs in enumerate(columns):
        owner[inputs] = at
    if len(columns) <= most_exact:
        return (yield from _iter_exact(predict, row, background, owner, len(columns)))
    return (yield from _iter_sampled(predict, row, background, owner, len(columns), n_rounds, seed))


def _iter_exact(
    predict: Predict, row: np.ndarray, background: np.ndarray, owner: np.ndarray, k: int
) -> Generator[float, None, Contributions]:
    """Try every coalition of the `k` columns."""
    codes = np.arange(1 << k)
    inside = (codes[:, None] >> np.arange(k)) & 1 > 0  # (2^k, k)
    worth = np.empty(len(codes))
    n_block = max(1, _BLOCK_CELLS // background.size)
    for start in range(0, len(codes), n_block):
        taken = inside[start : start + n_block, None, owner]
        mixed = np.where(taken, row, background[None]).reshape(-1, len(row))
        worth[start : start + n_block] = predict(mixed).reshape(-1, len(background)).mean(axis=1)
        yield min(1.0, (start + n_block) / len(codes))
    # All mixed rows of the whole coalition are the row itself, whose mean may differ from it in the last bit.
    worth[-1] = predict(row[None])[0]
    sizes = inside.sum(axis=1)
    weights = np.array([1.0 / (k * comb(k - 1, size)) for size in range(k)])
    values = np.empty(k)
    for at in range(k):
        without = codes[~inside[:, at]]
        values[at] = weights[sizes[without]] @ (worth[without | (1 << at)] - worth[without])
    return Contributions(values, np.zeros(k), float(worth[-1]), float(worth[0]), 0)


def _iter_sampled(  # noqa: PLR0917  what is mixed with what, and how often
    predict: Predict, row: np.ndarray, background: np.ndarray, owner: np.ndarray, k: int, n_rounds: int, seed: int
) -> Generator[float, None, Contributions]:
    """Sample pairs of an order and its reverse, as many from each background row."""
    rng = np.random.default_rng(seed)
    starts = np.tile(np.arange(len(background)), n_rounds)
    pairs = np.empty((len(starts), k))
    n_block = max(1, _BLOCK_CELLS // (2 * (k + 1) * len(row)))
    for first in range(0, len(starts), n_block):
        at = starts[first : first + n_block]
        orders = rng.permuted(np.tile(np.arange(k), (len(at), 1)), axis=1)
        forward = _added(predict, row, background[at], owner, orders)
        backward = _added(predict, row, background[at], owner, orders[:, ::-1])
        pairs[first : first + n_block] = (forward + backward) / 2
        yield min(1.0, (first + n_block) / len(starts))
    prediction, average = float(predict(row[None])[0]), float(predict(background).mean())
    # Each order adds up by itself; rounding of its many differences is shared out, so that the sum stays exact.
    values = pairs.mean(axis=0)
    values += (prediction - average - values.sum()) / k
    errors = pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs)) if len(pairs) > 1 else np.full(k, np.nan)
    return Contributions(values, errors, prediction, average, 2 * len(pairs))


def _added(predict: Predict, row: np.ndarray, starts: np.ndarray, owner: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """Return what each column (n, k) adds when the columns of each start (n, d) become the row's in its order."""
    n, k = orders.shape
    rank = np.empty_like(orders)
    np.put_along_axis(rank, orders, np.arange(k)[None], axis=1)
    taken = rank[:, None, owner] < np.arange(k + 1)[:, None]  # (n, k + 1, d)
    way = predict(np.where(taken, row, starts[:, None]).reshape(-1, len(row))).reshape(n, k + 1)
    added = np.empty((n, k))
    np.put_along_axis(added, orders, np.diff(way, axis=1), axis=1)
    return added
