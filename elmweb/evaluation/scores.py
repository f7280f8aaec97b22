"""One score a method, with the range that chance alone could give it.

Every score is the mean of one value a row: 1 or 0 for right or wrong, the share
of labels right, or the size of the error. So methods can be compared row by row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr

from elmweb.formatting import in_100, quantity

__all__ = ["SCORE_NAMES", "Lead", "Score", "lead", "row_values", "score", "wilson_range"]

SCORE_NAMES = {
    "binary": "Right in 100",
    "multiclass": "Right in 100",
    "multilabel": "Labels right in 100",
    "regression": "Off by, on average",
}
"""What the score of each task is called."""

_Z95 = 1.959963984540054  # a normal variable stays within this many deviations 95 times in 100
_N_RESAMPLES = 1_000
_N_BOOTSTRAP = 2_000  # with more rows the mean is as good as normal


@dataclass(frozen=True)
class Score:
    """A score and its 95 % range.

    Parameters
    ----------
    value, low, high : float
        In 100 for classes and labels, in units of the target for numbers.
    text : str
        The value as it is said.
    """

    value: float
    low: float
    high: float
    text: str


@dataclass(frozen=True)
class Lead:
    """How far our model is ahead of another one on the same rows.

    Parameters
    ----------
    by : float
        In units of the score; above 0 our model is better.
    clear : bool
        Whether chance alone would give such a difference less than 5 times in 100.
    """

    by: float
    clear: bool


def row_values(task: str, truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return one value a row, whose mean is the score.

    Parameters
    ----------
    task : str
        ``"binary"``, ``"multiclass"``, ``"regression"`` or ``"multilabel"``.
    truth, predicted : ndarray (n,) or (n, k)
        Answers and predictions.

    Returns
    -------
    ndarray of float64 (n,)
        Right or wrong, share of labels right, or absolute error.
    """
    if task == "regression":
        return np.abs(truth - predicted)
    right = (truth == predicted).astype(np.float64)
    return right.mean(axis=1) if task == "multilabel" else right


def score(task: str, values: np.ndarray) -> Score:
    """Return the mean of the row values with its 95 % range.

    Parameters
    ----------
    task : str
        The kind of task; see :func:`row_values`.
    values : ndarray (n,)
        One value a row.

    Returns
    -------
    Score
        Wilson's range for right or wrong, a bootstrap range for the others.
    """
    mean = float(values.mean())
    if task == "regression":
        low, high = _mean_range(values)
        return Score(mean, max(0.0, low), high, quantity(mean))
    low, high = wilson_range(int(values.sum()), len(values)) if task != "multilabel" else _mean_range(values)
    return Score(100 * mean, 100 * max(0.0, low), 100 * min(1.0, high), in_100(mean, 1))


def wilson_range(n_right: int, n: int) -> tuple[float, float]:
    """Return Wilson's 95 % range of a share.

    Parameters
    ----------
    n_right, n : int
        So many of so many; `n` is at least 1.

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
    share, z2 = n_right / n, _Z95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z95 * np.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # The ends 0 and 1 are exact for none and all, but for rounding.
    return (0.0 if n_right == 0 else float(middle - half)), (1.0 if n_right == n else float(middle + half))


def lead(task: str, ours: np.ndarray, theirs: np.ndarray) -> Lead:
    """Compare two methods on the same rows.

    Parameters
    ----------
    task : str
        The kind of task; see :func:`row_values`.
    ours, theirs : ndarray (n,)
        One value a row, of our model and of the other.

    Returns
    -------
    Lead
        Tested by McNemar's exact test for right or wrong, by a paired bootstrap range for the others.

    References
    ----------
    McNemar (1947). Note on the sampling error of the difference between correlated proportions or
    percentages. Psychometrika 12(2). doi:10.1007/BF02295996
    """
    difference = theirs - ours if task == "regression" else 100 * (ours - theirs)
    by = float(difference.mean())
    if task in ("binary", "multiclass"):
        only_ours, only_theirs = int((difference > 0).sum()), int((difference < 0).sum())
        tosses = only_ours + only_theirs
        # Rows where just one of them is right are coin tosses if both are equally good.
        chance = min(1.0, 2 * float(bdtr(min(only_ours, only_theirs), tosses, 0.5))) if tosses else 1.0
        return Lead(by, chance < 0.05)
    low, high = _mean_range(difference)
    return Lead(by, len(difference) > 1 and not low <= 0 <= high)


def _mean_range(values: np.ndarray) -> tuple[float, float]:
    """Return a 95 % range of the mean, by bootstrap on few rows and by the normal law on many."""
    n = len(values)
    if n > _N_BOOTSTRAP:
        half = _Z95 * values.std() / np.sqrt(n)
        return float(values.mean() - half), float(values.mean() + half)
    draws = np.random.default_rng(0).integers(n, size=(_N_RESAMPLES, n))
    low, high = np.quantile(values[draws].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)
