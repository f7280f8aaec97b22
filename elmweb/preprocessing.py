"""From columns of a table to one matrix of numbers of comparable size.

Everything is fitted on training rows only. Each role has its own way:

* numbers: missing becomes the median, then mean 0 and deviation 1;
* categories: one 0/1 input a value; together they vary about as much as one number;
* dates: a trend in years, and the place in the year, the week and the day as sine and cosine;
* texts: words weighted by rarity (TF-IDF), reduced to at most 64 inputs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.utils.validation import check_is_fitted

__all__ = ["MISSING", "DateFeatures", "TextFeatures", "column_slices", "make_preprocessor"]

MISSING = "(missing)"
"""The category that stands for an empty cell."""

MAX_CATEGORIES = 50
MAX_WORDS = 2_000
MAX_TEXT_INPUTS = 64

_DAYS_A_YEAR = 365.2425


def make_preprocessor(roles: Mapping[str, str], n_rows: int) -> ColumnTransformer:
    """Return the unfitted preprocessor for columns with these roles.

    Parameters
    ----------
    roles : mapping of str to str
        ``"number"``, ``"category"``, ``"date"`` or ``"text"`` for each feature column.
    n_rows : int
        Number of training rows; few rows allow few categories.

    Returns
    -------
    ColumnTransformer
        Takes a DataFrame (numbers float64, categories and texts as objects, dates datetime64),
        gives a dense float64 array (n_rows, n_inputs).
    """
    columns = {
        role: [name for name, of in roles.items() if of == role] for role in ("number", "category", "date", "text")
    }
    # A category needs some rows to be learned from; the rarest share one input.
    max_categories = int(min(MAX_CATEGORIES, max(10, n_rows // 20)))
    number = make_pipeline(SimpleImputer(strategy="median", keep_empty_features=True), StandardScaler())
    category = make_pipeline(
        SimpleImputer(missing_values=None, strategy="constant", fill_value=MISSING, keep_empty_features=True),
        OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=max_categories, sparse_output=False),
    )
    date = make_pipeline(DateFeatures(), StandardScaler())
    steps: list[tuple[str, Any, Any]] = [
        (role, step, columns[role])
        for role, step in (("number", number), ("category", category), ("date", date))
        if columns[role]
    ]
    steps += [(f"text {at}", TextFeatures(), [name]) for at, name in enumerate(columns["text"])]
    return ColumnTransformer(steps, sparse_threshold=0.0)


def column_slices(preprocessor: ColumnTransformer) -> dict[str, list[int]]:
    """Return which inputs come from which column.

    Parameters
    ----------
    preprocessor : ColumnTransformer
        Fitted, from :func:`make_preprocessor`.

    Returns
    -------
    dict of str to list of int
        Column name to positions among the inputs.
    """
    found: dict[str, list[int]] = {}
    for role, step, columns in preprocessor.transformers_:
        if role == "remainder":
            continue
        span = preprocessor.output_indices_[role]
        if role == "category":
            widths = _category_widths(step[-1])
        elif role == "date":
            widths = step[0].n_outputs_
        else:
            widths = [(span.stop - span.start) // len(columns)] * len(columns)
        stops = np.cumsum([span.start, *widths])
        found |= {
            name: list(range(start, stop)) for name, start, stop in zip(columns, stops[:-1], stops[1:], strict=True)
        }
    return found


def _category_widths(encoder: OneHotEncoder) -> list[int]:
    """Return how many inputs each category column became."""
    rare = getattr(encoder, "infrequent_categories_", [None] * len(encoder.categories_))
    return [
        len(values) if few is None else len(values) - len(few) + 1
        for values, few in zip(encoder.categories_, rare, strict=True)
    ]


class DateFeatures(TransformerMixin, BaseEstimator):
    """Dates as a trend and as places on the circles of year, week and day.

    A circle is a sine and a cosine, so that December is next to January. What
    did not vary on the training rows (the hour of plain dates) is left out. A
    missing date counts as the middle date for the trend and as the centre of each circle.

    Attributes
    ----------
    middle_ : ndarray of float (n_columns,)
        Median of each column, in days since 1970.
    kept_ : ndarray of bool (n_columns, 7)
        Which of the seven values of each column vary.
    n_outputs_ : list of int
        How many values each column gives.
    """

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Learn the middle date and what varies.

        Parameters
        ----------
        X : array-like of datetime64 (n, n_columns)
            Dates, NaT where missing.
        y : None
            Not used.

        Returns
        -------
        DateFeatures
            This object.
        """
        days = _days(X)  # (n, c)
        self.n_features_in_ = days.shape[1]
        self.middle_ = np.array(
            [np.median(column[~np.isnan(column)]) if any(~np.isnan(column)) else 0.0 for column in days.T]
        )
        spread = np.ptp(self._values(days), axis=0) if len(days) else np.zeros((days.shape[1], 7))
        self.kept_ = spread > 1e-9
        self.kept_[:, 0] = True  # never no output at all
        self.n_outputs_ = [int(n) for n in self.kept_.sum(axis=1)]
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return the trend and the places.

        Parameters
        ----------
        X : array-like of datetime64 (n, n_columns)
            Dates, NaT where missing.

        Returns
        -------
        ndarray of float64 (n, sum of n_outputs_)
            The kept values, column after column.
        """
        check_is_fitted(self)
        values = self._values(_days(X))  # (n, c, 7)
        return np.ascontiguousarray(values.reshape(len(values), -1)[:, self.kept_.ravel()])

    def _values(self, days: np.ndarray) -> np.ndarray:
        """Return all seven values of each date, (n, c) -> (n, c, 7)."""
        missing = np.isnan(days)
        days = np.where(missing, self.middle_, days)
        trend = (days - self.middle_) / _DAYS_A_YEAR
        turns = [days / _DAYS_A_YEAR, np.floor(days) / 7, days]
        circles = [wave(2 * np.pi * (turn % 1.0)) for turn in turns for wave in (np.sin, np.cos)]
        return np.stack([trend, *(np.where(missing, 0.0, circle) for circle in circles)], axis=-1)


def _days(X: Any) -> np.ndarray:
    """Return dates as float days since 1970, NaN where missing, (n, c)."""
    dates = np.asarray(X, dtype="datetime64[ns]").reshape(len(X), -1)
    days = dates.astype(np.int64) / 86_400e9
    return np.where(np.isnat(dates), np.nan, days)


class TextFeatures(TransformerMixin, BaseEstimator):
    """One column of texts as at most 64 numbers: TF-IDF, then a truncated SVD.

    All outputs are divided by one common number, so that strong directions stay
    stronger than weak ones while the column as a whole has the size of number columns.

    Attributes
    ----------
    vocabulary_ : list of str
        The words in use, at most 2,000; empty when no text held a word.
    idf_ : ndarray of float (n_words,)
        Rarity of each word.
    components_ : ndarray of float (n_outputs, n_words)
        Directions of the SVD.
    mean_ : ndarray of float (n_outputs,)
        Mean of each output on the training rows.
    size_ : float
        The common divisor.
    """

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Learn words, their rarity and the directions.

        Parameters
        ----------
        X : array-like of str or None (n, 1)
            Texts, None where missing.
        y : None
            Not used.

        Returns
        -------
        TextFeatures
            This object.
        """
        texts = _texts(X)
        self.n_features_in_ = 1
        self.vocabulary_, self.idf_ = [], np.zeros(0)
        self.components_, self.mean_, self.size_ = np.zeros((1, 0)), np.zeros(1), 1.0
        vectorizer = TfidfVectorizer(max_features=MAX_WORDS, sublinear_tf=True)
        analyze = vectorizer.build_analyzer()
        if not any(analyze(text) for text in texts):
            return self
        weights = vectorizer.fit_transform(texts)  # sparse (n, n_words)
        self.vocabulary_ = [str(word) for word in vectorizer.get_feature_names_out()]
        self.idf_ = vectorizer.idf_
        n_outputs = min(MAX_TEXT_INPUTS, *weights.shape)
        if n_outputs == weights.shape[1]:  # a handful of words needs no reduction
            self.components_ = np.eye(n_outputs)
        else:
            self.components_ = TruncatedSVD(n_outputs, random_state=0).fit(weights).components_
        outputs = weights @ self.components_.T  # sparse product, needs no BLAS
        self.mean_ = outputs.mean(axis=0)
        self.size_ = float(np.sqrt(outputs.var(axis=0).mean())) or 1.0
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return the numbers of each text.

        Parameters
        ----------
        X : array-like of str or None (n, 1)
            Texts, None where missing.

        Returns
        -------
        ndarray of float64 (n, n_outputs)
            One row a text; all the same when no word was learned.
        """
        check_is_fitted(self)
        if not self.vocabulary_:
            return np.zeros((len(X), 1))
        vectorizer = TfidfVectorizer(vocabulary=self.vocabulary_, sublinear_tf=True)
        vectorizer.idf_ = self.idf_
        outputs = vectorizer.transform(_texts(X)) @ self.components_.T
        return (outputs - self.mean_) / self.size_


def _texts(X: Any) -> Sequence[str]:
    """Return a column of texts as a list, missing as the empty text."""
    return ["" if text is None or text != text else str(text) for text in np.asarray(X, dtype=object).ravel()]  # noqa: PLR0124 - NaN is not itself
