"""Partial dependence: what the model says, on average and for single rows, while one column is varied.

References
----------
Friedman (2001). Greedy function approximation: a gradient boosting machine. Annals of Statistics 29(5).
doi:10.1214/aos/1013203451

Goldstein, Kapelner, Bleich, Pitkin (2015). Peeking inside the black box. Journal of Computational and Graphical
Statistics 24(1). doi:10.1080/10618600.2014.907095
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from elmweb.examples.cell import VECTOR_ROLES
from elmweb.exceptions import ExplainError
from elmweb.explain.cells import as_date, inputs_of
from elmweb.explain.subject import Subject
from elmweb.words.engine import explain as words

__all__ = ["effect"]

_POINTS = 25
_KINDS = 12
_ROWS = 200  # whose mean is drawn
_CURVES = 30  # of single rows
_BINS = 25


def effect(  # noqa: PLR0917  what is varied, and on which rows
    subject: Subject, column: str, Z: np.ndarray, cells: pd.Series, target: int = 0, seed: int = 0
) -> dict[str, Any]:
    """Return the effect of a column on the prediction.

    Parameters
    ----------
    subject : Subject
        The model.
    column : str
        A column of numbers, categories or dates.
    Z : ndarray of shape (n, n_inputs)
        Preprocessed training rows.
    cells : pandas.Series of length n
        Their cells in that column.
    target : int, default=0
        Which class or label.
    seed : int, default=0
        Same seed, same rows.

    Returns
    -------
    dict
        ``column``, ``role``, ``x`` (numbers, categories, or days since 1970), ``mean`` (m,), ``curves`` (rows, m),
        ``edges`` and ``counts`` of a histogram over all rows (for categories one count each), ``n_rows`` (of the mean)
        and ``n_all``.

    Raises
    ------
    ExplainError
        The column holds texts, or a single value.
    """
    feature = subject.feature(column)
    if feature.role in VECTOR_ROLES:
        raise ExplainError(
            words.holds_examples(column),
            rule=words.WITH_AN_ORDER,
            value=words.EXAMPLES,
        )
    if feature.role == "text":
        raise ExplainError(
            words.holds_texts(column),
            rule=words.WITH_AN_ORDER,
            value=words.TEXTS,
            hints=(words.SEE_WHY,),
        )
    if feature.role == "category":
        x = np.array(feature.options[:_KINDS], dtype=object)
        counts, edges, values = np.array([int((cells == option).sum()) for option in x]), np.empty(0), x
    else:
        x, values, seen = _axis(subject, column, cells)
        counts, edges = np.histogram(seen, bins=_BINS, range=(x[0], x[-1])) if len(x) else (np.empty(0), np.empty(0))
    if len(x) < 2:
        raise ExplainError(
            words.single_value(column),
            rule=words.TWO_VALUES,
            value=str(x[0]) if len(x) else words.NO_VALUE,
        )
    rows = np.sort(np.random.default_rng(seed).permutation(len(Z))[:_ROWS])
    inputs = inputs_of(subject, column, values)
    mixed = np.repeat(Z[rows], len(x), axis=0)
    mixed[:, subject.columns[column]] = np.tile(inputs, (len(rows), 1))
    curves = subject.values(mixed, target).reshape(len(rows), len(x))
    return {
        "column": column,
        "role": feature.role,
        "x": [str(one) for one in x] if feature.role == "category" else x.astype(np.float64).tolist(),
        "mean": curves.mean(axis=0).tolist(),
        "curves": curves[:_CURVES].tolist(),
        "edges": edges.tolist(),
        "counts": counts.tolist(),
        "n_rows": len(rows),
        "n_all": len(Z),
    }


def _axis(subject: Subject, column: str, cells: pd.Series) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the points of the axis as numbers, the cells they stand for, and all values that were seen."""
    feature = subject.feature(column)
    if feature.role == "number":
        seen = cells.to_numpy(dtype=np.float64, na_value=np.nan)
        seen = seen[np.isfinite(seen)]
    else:
        dates = as_date(feature, cells)
        seen = dates[~np.isnat(dates)].astype(np.int64).astype(np.float64)
    if not len(seen):
        return seen, seen, seen
    x = np.unique(seen)
    if len(x) > _POINTS:
        low, high = np.quantile(seen, [0.01, 0.99])
        x = np.linspace(low, high, _POINTS) if low < high else np.unique(np.quantile(seen, np.linspace(0, 1, _POINTS)))
        x = np.unique(x.round()) if feature.role == "date" or feature.whole else x
    if feature.role == "number":
        return x, x, seen
    return x, np.array([str(np.datetime64(int(day), "D")) for day in x], dtype=object), seen
