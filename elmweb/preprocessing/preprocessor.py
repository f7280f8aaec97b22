"""The preprocessor, which converts columns to a matrix of inputs on a comparable scale.

Everything is fitted on the training rows only, and depends on the role of the column:

* numbers: median imputation, then standardisation; very skewed columns also as ranks;
* categories: one-hot encoding, whose total variance is about that of a number;
* dates: a linear trend, and the phase within year, week and day as sine and cosine;
* texts: TF-IDF, reduced to at most 64 inputs by a truncated SVD;
* photos, clips and meanings: the vectors that they carry, centred, on one common scale.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.frozen import FrozenEstimator
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from elmweb.examples.cell import VECTOR_ROLES
from elmweb.preprocessing.transformers import DateFeatures, NumberFeatures, TextFeatures, VectorFeatures

__all__ = [
    "MAX_CATEGORIES",
    "MISSING",
    "column_slices",
    "iter_fit_preprocessor",
    "iter_transform",
    "make_preprocessor",
]

MISSING = "(missing)"
"""The category of empty cells."""

MAX_CATEGORIES = 200

_BLOCK_CELLS = 500_000


def make_preprocessor(roles: Mapping[str, str], n_rows: int) -> ColumnTransformer:
    """Return an unfitted preprocessor for columns with these roles.

    Parameters
    ----------
    roles : mapping of str to str
        The role of each feature column, as in :class:`~elmweb.preprocessing.features.Feature`.
    n_rows : int
        Number of training rows, which limits the number of categories.

    Returns
    -------
    ColumnTransformer
        Takes a DataFrame as :func:`~elmweb.preprocessing.matching.as_inputs` makes it (numbers float64, categories and
        texts as objects with None where they are missing, dates datetime64), gives a dense float64 array
        (n_rows, n_inputs).
    """
    known = ("number", "category", "date", "text", *VECTOR_ROLES)
    columns = {role: [name for name, of in roles.items() if of == role] for role in known}
    # A category needs some rows to be learned; the rarest ones are merged into one input.
    max_categories = int(min(MAX_CATEGORIES, max(10, n_rows // 5)))
    category = make_pipeline(
        SimpleImputer(missing_values=None, strategy="constant", fill_value=MISSING, keep_empty_features=True),
        OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=max_categories, sparse_output=False),
    )
    date = make_pipeline(DateFeatures(), StandardScaler())
    steps: list[tuple[str, Any, Any]] = [
        (role, step, columns[role])
        for role, step in (("number", NumberFeatures()), ("category", category), ("date", date))
        if columns[role]
    ]
    steps += [(f"text {at}", TextFeatures(), [name]) for at, name in enumerate(columns["text"])]
    steps += [
        (f"{role} {at}", VectorFeatures(), [name]) for role in VECTOR_ROLES for at, name in enumerate(columns[role])
    ]
    return ColumnTransformer(steps, sparse_threshold=0.0)


def iter_fit_preprocessor(preprocessor: ColumnTransformer, X: Any) -> Generator[str, None, ColumnTransformer]:
    """Fit the preprocessor one transformer at a time.

    Parameters
    ----------
    preprocessor : ColumnTransformer
        Unfitted, from :func:`make_preprocessor`.
    X : DataFrame
        Training rows as inputs of the preprocessor.

    Yields
    ------
    str
        Name of the transformer that is fitted next.

    Returns
    -------
    ColumnTransformer
        A fitted one, equal to the result of its ``fit``.
    """
    fitted: list[tuple[str, Any, Any]] = []
    for name, part, columns in preprocessor.transformers:
        yield name
        fitted.append((name, clone(part).fit(X[columns]), columns))
    # Frozen transformers are only asked for their output columns, for which two rows are enough.
    whole = clone(preprocessor).set_params(transformers=[(name, FrozenEstimator(p), at) for name, p, at in fitted])
    whole.fit(X.iloc[:2])
    whole.transformers = preprocessor.transformers
    whole.transformers_ = fitted
    return whole


def iter_transform(preprocessor: ColumnTransformer, X: Any) -> Generator[float, None, np.ndarray]:
    """Transform a block of rows at a time.

    Parameters
    ----------
    preprocessor : ColumnTransformer
        Fitted.
    X : DataFrame
        Rows as inputs of the preprocessor.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    ndarray of float64 (n, n_inputs)
        In C order.
    """
    first = preprocessor.transform(X.iloc[:1])
    Z = np.empty((len(X), first.shape[1]))
    n_block = max(200, _BLOCK_CELLS // max(X.shape[1], first.shape[1]))
    for start in range(0, len(X), n_block):
        Z[start : start + n_block] = preprocessor.transform(X.iloc[start : start + n_block])
        yield min(1.0, (start + n_block) / len(X))
    return Z


def column_slices(preprocessor: ColumnTransformer) -> dict[str, list[int]]:
    """Return the positions of the inputs that each column is converted to.

    Parameters
    ----------
    preprocessor : ColumnTransformer
        Fitted, from :func:`make_preprocessor`.

    Returns
    -------
    dict of str to list of int
        Positions by the name of the column.
    """
    found: dict[str, list[int]] = {}
    for role, step, columns in preprocessor.transformers_:
        if role == "remainder":
            continue
        span = preprocessor.output_indices_[role]
        if role == "number":
            found |= {name: [span.start + at for at in step.outputs_of(at)] for at, name in enumerate(columns)}
            continue
        if role == "category":
            widths = _category_widths(step[-1])
        elif role == "date":
            widths = step[0].n_outputs_
        else:
            widths = [span.stop - span.start]
        stops = np.cumsum([span.start, *widths])
        found |= {
            name: list(range(start, stop)) for name, start, stop in zip(columns, stops[:-1], stops[1:], strict=True)
        }
    return found


def _category_widths(encoder: OneHotEncoder) -> list[int]:
    """Return the number of inputs of each category column."""
    rare = getattr(encoder, "infrequent_categories_", [None] * len(encoder.categories_))
    return [
        len(values) if few is None else len(values) - len(few) + 1
        for values, few in zip(encoder.categories_, rare, strict=True)
    ]
