"""Whether a sentence is of the kind that a model has learned from, judged by its words.

A model that learned from one kind of text answers any other kind as well, with nonsense that reads like an answer. Its
own confidence does not tell: it is as sure of the nonsense. So each word has a weight, learned beside the model by
logistic regression from its own texts and from others, and the sum of the weights of a sentence says which of the two
it is like.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

__all__ = ["UNKNOWN", "Familiar", "words_of"]

UNKNOWN = ""
"""Stands among the words for every word that has no weight of its own."""
_TELLING = 0.5
"""The least weight of a word that is named; "the" and "a" have smaller ones."""
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")


def words_of(text: str) -> set[str]:
    """Return the words of a text in lower case, each once; numbers and punctuation are none.

    Examples
    --------
    >>> sorted(words_of("Don't press F5, press Ctrl+S."))
    ['ctrl', "don't", 'f', 'press', 's']
    """
    return set(map(_key, _WORD.findall(text)))


def _key(word: str) -> str:
    return word.casefold().replace("\u2019", "'")


class Familiar:
    """The weights of the words, and from which sum on a sentence is of another kind.

    Parameters
    ----------
    weights : mapping of str to float
        Log odds that a text with the word is of another kind; that of :data:`UNKNOWN` counts once for each word without
        a weight.
    start : float
        The log odds of a text without words.
    limit : float
        A text with larger log odds is of another kind.

    Examples
    --------
    >>> familiar = Familiar({"": 1.0, "file": -2.0, "love": 3.0, "the": 0.0}, 0.0, 0.5)
    >>> [familiar.is_strange(text) for text in ("Open the file.", "I love the file.")]
    [False, True]
    >>> familiar.strange_words("I love the file.")
    ['love', 'I']
    """

    def __init__(self, weights: Mapping[str, float], start: float, limit: float) -> None:
        self.weights = dict(weights)
        self.start, self.limit = start, limit

    @classmethod
    def from_text(cls, text: str | bytes) -> Familiar:
        """Return what :meth:`to_text` wrote."""
        found = json.loads(text)
        return cls(found["words"], found["start"], found["limit"])

    def to_text(self) -> str:
        """Return it as JSON."""
        return json.dumps(
            {"start": self.start, "limit": self.limit, "words": self.weights}, ensure_ascii=False, indent=0
        )

    def log_odds(self, text: str) -> float:
        """Return the log odds that a text is of another kind."""
        return self.start + sum(map(self._weight, sorted(words_of(text))))

    def is_strange(self, text: str) -> bool:
        """Return whether a text is of another kind than those learned from."""
        return self.log_odds(text) > self.limit

    def strange_words(self, text: str, most: int = 3) -> list[str]:
        """Return the words of a text that say most strongly that it is of another kind, as they stand in it.

        Parameters
        ----------
        text : str
            Any text.
        most : int, optional
            How many words at most.
        """
        words = {_key(word): word for word in reversed(_WORD.findall(text))}
        against = sorted((-self._weight(key), word) for key, word in words.items() if self._weight(key) >= _TELLING)
        return [word for _, word in against[:most]]

    def _weight(self, word: str) -> float:
        return self.weights.get(word, self.weights.get(UNKNOWN, 0.0))
