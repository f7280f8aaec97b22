"""The score of a method with its 95 % interval, and paired comparison of two methods.

Every score is a mean of one value per row: 1 or 0 for a correct or wrong class, the fraction of
correct labels, or the absolute error. Methods can therefore be compared row by row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr

from elmweb.formatting import in_100, quantity
from elmweb.words.engine import evaluation_scores as words

__all__ = ["Lead", "Score", "lead", "row_values", "score", "score_name", "wilson_range"]

_Z95 = 1.959963984540054  # 97.5 % quantile of the normal distribution
_N_RESAMPLES = 1_000
_N_BOOTSTRAP = 2_000  # with more rows the mean is practically normal


@dataclass(frozen=True)
class Score:
    """A score and its 95 % interval.

    Parameters
    ----------
    value, low, high : float
        In percent for classes and labels, in units of the target for numbers.
    text : str
        The value as text.
    """

    value: float
    low: float
    high: float
    text: str


@dataclass(frozen=True)
class Lead:
    """The lead of the model over another one on the same rows.

    Parameters
    ----------
    by : float
        In units of the score; positive when the model is better.
    clear : bool
        Whether the difference is significant at the 5 % level.
    """

    by: float
    clear: bool


def score_name(task: str) -> str:
    """Return what the score of a task is called.

    Parameters
    ----------
    task : str
        As in :func:`row_values`.

    Returns
    -------
    str
        Such as "Accuracy (%)".
    """
    return words.SCORE_NAMES[task]


def row_values(task: str, truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return one value per row, whose mean is the score.

    Parameters
    ----------
    task : str
        ``"binary"``, ``"multiclass"``, ``"regression"`` or ``"multilabel"``.
    truth, predicted : ndarray (n,) or (n, k)
        Targets and predictions.

    Returns
    -------
    ndarray of float64 (n,)
        1 or 0 for a correct or wrong class, fraction of correct labels, or absolute error.
    """
    if task == "regression":
        return np.abs(truth - predicted)
    right = (truth == predicted).astype(np.float64)
    return right.mean(axis=1) if task == "multilabel" else right


def score(task: str, values: np.ndarray, groups: np.ndarray | None = None) -> Score:
    """Return the mean of the row values with its 95 % interval.

    Parameters
    ----------
    task : str
        The kind of task; see :func:`row_values`.
    values : ndarray (n,)
        One value per row.
    groups : ndarray (n,), optional
        Group of each row, when rows of a group go together and not each by itself.

    Returns
    -------
    Score
        With Wilson's interval for classes of single rows, otherwise a bootstrap interval, over groups where there are.
    """
    mean = float(values.mean())
    if task == "regression":
        low, high = _mean_range(values, groups)
        return Score(mean, max(0.0, low), high, quantity(mean))
    by_counting = task != "multilabel" and groups is None
    low, high = wilson_range(int(values.sum()), len(values)) if by_counting else _mean_range(values, groups)
    return Score(100 * mean, 100 * max(0.0, low), 100 * min(1.0, high), in_100(mean, 1))


def wilson_range(n_right: int, n: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a proportion.

    Parameters
    ----------
    n_right, n : int
        Number of successes and of trials; `n` is at least 1.

    Returns
    -------
    tuple of float
        Lower and upper end, between 0 and 1.

    References
    ----------
    Wilson (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22(158). doi:10.1080/01621459.1927.10502953

    Examples
    --------
    >>> [round(end, 4) for end in wilson_range(8, 10)]
    [0.4902, 0.9433]
    """
    p, z2 = n_right / n, _Z95**2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z95 * np.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # For none and all, the ends 0 and 1 are exact except for rounding.
    return (0.0 if n_right == 0 else float(middle - half)), (1.0 if n_right == n else float(middle + half))


def lead(task: str, ours: np.ndarray, theirs: np.ndarray, groups: np.ndarray | None = None) -> Lead:
    """Compare two methods on the same rows.

    Parameters
    ----------
    task : str
        The kind of task; see :func:`row_values`.
    ours, theirs : ndarray (n,)
        One value per row, of the model and of the other method.
    groups : ndarray (n,), optional
        As in :func:`score`.

    Returns
    -------
    Lead
        Tested by McNemar's exact test for classes of single rows, otherwise by a paired bootstrap interval.

    References
    ----------
    McNemar (1947). Note on the sampling error of the difference between correlated proportions or
    percentages. Psychometrika 12(2). doi:10.1007/BF02295996
    """
    difference = theirs - ours if task == "regression" else 100 * (ours - theirs)
    by = float(difference.mean())
    if task in ("binary", "multiclass") and groups is None:
        only_ours, only_theirs = int((difference > 0).sum()), int((difference < 0).sum())
        n_discordant = only_ours + only_theirs
        # If both are equally good, each is right on half of the rows on which only one of them is.
        p = min(1.0, 2 * float(bdtr(min(only_ours, only_theirs), n_discordant, 0.5))) if n_discordant else 1.0
        return Lead(by, p < 0.05)
    low, high = _mean_range(difference, groups)
    return Lead(by, len(difference) > 1 and not low <= 0 <= high)


def _mean_range(values: np.ndarray, groups: np.ndarray | None = None) -> tuple[float, float]:
    """Return a 95 % interval of the mean, by bootstrap on few rows or groups and by the normal distribution on many."""
    if groups is not None:
        return _grouped_range(values, groups)
    n = len(values)
    if n > _N_BOOTSTRAP:
        half = _Z95 * values.std() / np.sqrt(n)
        return float(values.mean() - half), float(values.mean() + half)
    draws = np.random.default_rng(0).integers(n, size=(_N_RESAMPLES, n))
    low, high = np.quantile(values[draws].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


def _grouped_range(values: np.ndarray, groups: np.ndarray) -> tuple[float, float]:
    """Return a 95 % interval of the mean when whole groups are drawn; the whole line for a single group."""
    _, codes = np.unique(groups, return_inverse=True)
    sums, sizes = np.bincount(codes, values), np.bincount(codes)
    n, mean = len(sizes), float(values.mean())
    if n == 1:
        return -np.inf, np.inf
    if n > _N_BOOTSTRAP:
        half = _Z95 * np.sqrt(np.square(sums - mean * sizes).sum()) / len(values)
        return float(mean - half), float(mean + half)
    draws = np.random.default_rng(0).integers(n, size=(_N_RESAMPLES, n))
    low, high = np.quantile(sums[draws].sum(axis=1) / sizes[draws].sum(axis=1), [0.025, 0.975])
    return float(low), float(high)
