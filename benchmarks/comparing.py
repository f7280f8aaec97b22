"""What scores of several methods come to: ranks, and differences between two of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import rankdata

__all__ = ["NOTABLE", "compared", "ranking"]

NOTABLE = {"points": 0.1, "percent of error": 1.0}
"""From which on a mean difference is counted, if it is also twice its standard error."""


def ranking(scores: dict[str, dict[str, list[float]]]) -> dict[str, Any]:
    """Return mean ranks and mean scores.

    Parameters
    ----------
    scores : dict
        By table and method a score for each seed; higher is better.

    Returns
    -------
    dict
        ``mean_rank`` over tables and seeds, equal scores sharing their ranks; ``mean_score``; ``ahead``.
    """
    methods = list(next(iter(scores.values())))
    cells = np.array([[scores[table][method] for method in methods] for table in scores])  # (tables, methods, seeds)
    ranks = rankdata(-cells, axis=1).mean(axis=(0, 2))
    means = {table: {m: round(float(np.mean(s)), 4) for m, s in of.items()} for table, of in scores.items()}
    return {
        "mean_rank": {method: round(float(rank), 2) for method, rank in zip(methods, ranks, strict=True)},
        "mean_score": means,
        "ahead": {table: [m for m in methods if of[m] > of["elmweb"]] for table, of in means.items()},
    }


def compared(integer: list[float], floats: list[float], *, is_regression: bool) -> dict[str, Any]:
    """Return what two lists of scores, one a seed, come to.

    Parameters
    ----------
    integer, floats : list of float
        Shares right, 0 to 1, or R2.
    is_regression : bool
        Whether they are R2, which is next to 1 for any model where noise is low: there the root mean square
        errors are compared instead.

    Returns
    -------
    dict
        Mean scores times 100; ``gain``: by how many points of 100 integers are right more often, or by how many percent
        their error is smaller, the mean over seeds, with its standard error and the lowest; whether it is ``notable``.
    """
    a, b = np.array(integer), np.array(floats)
    gains = 100 * (1 - np.sqrt((1 - a) / (1 - b))) if is_regression else 100 * (a - b)
    mean, unit = float(gains.mean()), "percent of error" if is_regression else "points"
    error = float(gains.std(ddof=1) / np.sqrt(len(gains))) if len(gains) > 1 else float("inf")
    return {
        "integer": round(100 * float(a.mean()), 3),
        "float": round(100 * float(b.mean()), 3),
        "gain": round(mean, 2),
        "unit": unit,
        "standard_error": round(error, 2),
        "lowest": round(float(gains.min()), 2),
        "notable": abs(mean) >= NOTABLE[unit] and abs(mean) > 2 * error,
    }
