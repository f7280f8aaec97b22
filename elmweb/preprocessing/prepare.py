"""Preprocessing the training rows of a dataset, and other rows as they were, in small steps."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.compose import ColumnTransformer

from elmweb.data.dataset import Dataset
from elmweb.formatting import percent
from elmweb.preprocessing.features import Feature, iter_describe_features
from elmweb.preprocessing.matching import iter_inputs
from elmweb.preprocessing.preprocessor import iter_fit_preprocessor, iter_transform, make_preprocessor
from elmweb.progress import map_steps
from elmweb.words.engine import preprocessing as words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Prepared", "iter_prepare", "iter_transform_table"]


@dataclass(frozen=True)
class Prepared:
    """The preprocessed training rows.

    Parameters
    ----------
    features : tuple of Feature
        Descriptions of the columns.
    preprocessor : ColumnTransformer
        Fitted on these rows.
    Z : ndarray of float64 (n, n_inputs)
        Its output.
    y : ndarray (n,) or (n, k)
        Targets.
    """

    features: tuple[Feature, ...]
    preprocessor: ColumnTransformer
    Z: np.ndarray
    y: np.ndarray


def iter_prepare(dataset: Dataset) -> Generator[str, None, Prepared]:
    """Fit the preprocessor on the training rows and transform them.

    Parameters
    ----------
    dataset : Dataset
        The data; only its training rows are used.

    Yields
    ------
    str
        What is being done, for the progress message.

    Returns
    -------
    Prepared
        The preprocessed training rows.
    """
    features = yield from map_steps(iter_describe_features(dataset), lambda _: words.LOOKING_AT_COLUMNS)
    rows = dataset.X.iloc[dataset.train]
    inputs, _ = yield from map_steps(iter_inputs(rows, features), lambda _: words.PREPARING_COLUMNS)
    unfitted = make_preprocessor(dataset.roles, len(rows))
    preprocessor = yield from map_steps(
        iter_fit_preprocessor(unfitted, inputs), lambda part: words.PREPARING[part.split()[0]]
    )
    steps = iter_transform(preprocessor, inputs)
    Z = yield from map_steps(steps, lambda share: words.preparing_rows(percent(share)))
    return Prepared(features, preprocessor, Z, dataset.y[dataset.train])


def iter_transform_table(
    frame: pd.DataFrame, features: Sequence[Feature], preprocessor: ColumnTransformer
) -> Generator[object, None, tuple[pd.DataFrame, np.ndarray]]:
    """Preprocess the rows of a table as the training rows were, step by step.

    Parameters
    ----------
    frame : DataFrame
        Any table that has the feature columns.
    features : sequence of Feature
        What they were read as.
    preprocessor : ColumnTransformer
        Fitted.

    Yields
    ------
    object
        After every column, and after every block of rows.

    Returns
    -------
    inputs : DataFrame
        The columns as they were read.
    Z : ndarray of float64 (n, n_inputs)
        Preprocessed rows.
    """
    inputs, _ = yield from iter_inputs(frame, features)
    return inputs, (yield from iter_transform(preprocessor, inputs))
