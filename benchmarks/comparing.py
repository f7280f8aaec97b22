"""Compare the scores of several methods: mean ranks, and paired differences between two of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import rankdata

__all__ = ["NOTABLE", "compared", "ranking"]

NOTABLE = {"points": 0.1, "percent of error": 1.0}
"""The smallest mean difference that counts, provided that it also exceeds twice its standard error."""


def ranking(scores: dict[str, dict[str, list[float]]]) -> dict[str, Any]:
    """Return mean ranks and mean scores.

    Parameters
    ----------
    scores : dict
        For each table and method, one score per seed; higher is better.

    Returns
    -------
    dict
        ``mean_rank`` over tables and seeds, where ties get their mean rank; ``mean_score``; ``ahead``: for each table,
        the methods with a higher mean score than elmweb.
    """
    methods = list(next(iter(scores.values())))
    cells = np.array([[scores[table][method] for method in methods] for table in scores])  # (tables, methods, seeds)
    ranks = rankdata(-cells, axis=1).mean(axis=(0, 2))
    means = {
        table: {method: round(float(np.mean(each)), 4) for method, each in by_method.items()}
        for table, by_method in scores.items()
    }
    return {
        "mean_rank": {method: round(float(rank), 2) for method, rank in zip(methods, ranks, strict=True)},
        "mean_score": means,
        "ahead": {
            table: [method for method in methods if by_method[method] > by_method["elmweb"]]
            for table, by_method in means.items()
        },
    }


def compared(integer: list[float], floats: list[float], *, is_regression: bool) -> dict[str, Any]:
    """Compare two lists of scores, paired by seed.

    Parameters
    ----------
    integer, floats : list of float
        Accuracies from 0 to 1, or R2.
    is_regression : bool
        Whether the scores are R2. With little noise the R2 of any model is close to 1, so root mean square errors are
        compared instead.

    Returns
    -------
    dict
        Mean scores times 100; ``gain``: the mean over seeds of the difference in accuracy, in percentage points, or of
        the reduction of the error, in percent, with its standard error and its lowest value; whether it is ``notable``.
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
