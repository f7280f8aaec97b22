"""From a dataset's training rows to the matrix that is learned from, in small steps."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from sklearn.compose import ColumnTransformer

from elmweb.data.dataset import Dataset
from elmweb.formatting import percent
from elmweb.preprocessing.features import Feature, iter_describe_features
from elmweb.preprocessing.matching import iter_inputs
from elmweb.preprocessing.preprocessor import iter_fit_preprocessor, iter_transform, make_preprocessor
from elmweb.progress import map_steps

__all__ = ["Prepared", "iter_prepare"]


@dataclass(frozen=True)
class Prepared:
    """The training rows, ready to be learned from.

    Parameters
    ----------
    features : tuple of Feature
        What each column was like.
    preprocessor : ColumnTransformer
        Fitted on these rows.
    Z : ndarray of float64 (n, n_inputs)
        What it made of them.
    y : ndarray (n,) or (n, k)
        The answers.
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
        The data; only its training rows are looked at.

    Yields
    ------
    str
        What is being done.

    Returns
    -------
    Prepared
        The training rows as numbers.
    """
    features = yield from map_steps(iter_describe_features(dataset), lambda _: "Looking at the columns")
    rows = dataset.X.iloc[dataset.train]
    inputs, _ = yield from map_steps(iter_inputs(rows, features), lambda _: "Preparing the columns")
    unfitted = make_preprocessor(dataset.roles, len(rows))
    preprocessor = yield from map_steps(
        iter_fit_preprocessor(unfitted, inputs), lambda part: f"Preparing columns: {part}"
    )
    steps = iter_transform(preprocessor, inputs)
    Z = yield from map_steps(steps, lambda share: f"Preparing the rows, {percent(share)} in 100")
    return Prepared(features, preprocessor, Z, dataset.y[dataset.train])
