"""The words that tell the texts of a model from others, and the sum from which on a text is taken for another kind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from elmweb.zoo.familiar import UNKNOWN, Familiar, words_of

__all__ = ["learn_familiar", "share_strange"]

FEWEST = 5
"""A word that occurs in fewer texts is unknown: what speaks for or against it is mostly chance."""


def learn_familiar(own: Sequence[str], others: Sequence[str], held_out: Sequence[str], at_most: float) -> Familiar:
    """Return the weights of the words, and the limit.

    Parameters
    ----------
    own, others : sequence of str
        Texts that the model has learned from, and texts of other kinds.
    held_out : sequence of str
        Texts of the model's own kind that it has not learned from; the limit is set on them.
    at_most : float
        Share of these that may be taken for another kind.

    References
    ----------
    Hendrycks, Gimpel (2017). A baseline for detecting misclassified and out-of-distribution examples in neural
    networks. ICLR. arXiv:1610.02136. Their baseline, the model's own probability, is what this replaces.
    """
    texts = [*own, *others]
    counter = CountVectorizer(analyzer=words_of, binary=True, min_df=FEWEST).fit(texts)
    known = counter.vocabulary_
    unknown = np.array([[len(words_of(text) - known.keys())] for text in texts], float)
    features = hstack([counter.transform(texts), unknown]).tocsr()
    labels = np.repeat([0, 1], [len(own), len(others)])
    found = LogisticRegression(max_iter=500).fit(features, labels)
    weights = {word: round(float(found.coef_[0, at]), 2) for word, at in sorted(known.items())}
    weights[UNKNOWN] = round(float(found.coef_[0, -1]), 2)
    familiar = Familiar(weights, round(float(found.intercept_[0]), 2), 0.0)
    odds = np.sort([familiar.log_odds(text) for text in held_out])
    familiar.limit = round(float(np.quantile(odds, 1 - at_most, method="higher")), 2)
    return familiar


def share_strange(familiar: Familiar, texts: Sequence[str]) -> float:
    """Return the share of texts that are taken for another kind."""
    return float(np.mean([familiar.is_strange(text) for text in texts]))
