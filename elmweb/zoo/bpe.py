"""Byte-pair encoding of text, and back.

A text is split into chunks: a word, a digit or a punctuation mark, each with ``▁`` in place of a space before it.
Within a chunk the characters are merged, pair by pair, in the order in which the vocabulary learned the pairs. Decoding
concatenates the pieces and turns ``▁`` into spaces.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

__all__ = ["BytePairs", "chunks"]

_CHUNK = re.compile(r"▁?(?:[^\W\d_]+|\d|[^\w\s▁]|_)|▁")
MARKS = ("<fill>", "<unknown>", "<start>", "<end>")
"""The special tokens, the first four pieces of every vocabulary."""


class BytePairs:
    """A vocabulary of pieces and the pairs they were merged from.

    Parameters
    ----------
    pieces : sequence of str
        The position of each is its number; the first four are :data:`MARKS`.
    pairs : sequence of (str, str)
        The merges, in order.

    Raises
    ------
    ValueError
        The special tokens are not the first four pieces, or a pair is not a piece.

    Notes
    -----
    The reference is the BPE model of Hugging Face's ``tokenizers``.

    References
    ----------
    Sennrich, Haddow, Birch (2016). Neural machine translation of rare words with subword units. ACL. arXiv:1508.07909

    Examples
    --------
    >>> read = BytePairs([*MARKS, "▁", "a", "b", "ab", "▁ab"], [("a", "b"), ("▁", "ab")])
    >>> read.encode("ab aab")
    [8, 4, 5, 7]
    >>> read.decode([8, 4, 5, 7])
    'ab aab'
    """

    def __init__(self, pieces: Sequence[str], pairs: Sequence[tuple[str, str]]) -> None:
        self.pieces = tuple(pieces)
        self.pairs = tuple((left, right) for left, right in pairs)
        if self.pieces[: len(MARKS)] != MARKS:
            raise ValueError(f"A vocabulary must begin with {', '.join(MARKS)}.")
        self._numbers = {piece: number for number, piece in enumerate(self.pieces)}
        self._ranks = {pair: rank for rank, pair in enumerate(self.pairs)}
        for left, right in self.pairs:
            if left + right not in self._numbers:
                raise ValueError(f"The pair {left} and {right} must make a piece.")
        self._known: dict[str, list[int]] = {}

    @classmethod
    def from_text(cls, text: str | bytes) -> BytePairs:
        """Return the vocabulary that :meth:`to_text` wrote."""
        found = json.loads(text)
        return cls(found["pieces"], [tuple(pair.split(" ")) for pair in found["pairs"]])

    def to_text(self) -> str:
        """Return the vocabulary as JSON."""
        whole = {"pieces": self.pieces, "pairs": [" ".join(pair) for pair in self.pairs]}
        return json.dumps(whole, ensure_ascii=False, indent=0)

    def encode(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces; a character that is no piece becomes ``<unknown>``."""
        return [number for chunk in chunks(text) for number in self._chunk(chunk)]

    def decode(self, numbers: Iterable[int]) -> str:
        """Return the text of some pieces; special tokens are skipped."""
        return "".join(self.pieces[number] for number in numbers if number >= len(MARKS)).replace("▁", " ").strip()

    def _chunk(self, chunk: str) -> list[int]:
        if chunk not in self._known:
            parts = list(chunk)
            while len(parts) > 1:
                ranks = [self._ranks.get(pair, len(self.pairs)) for pair in pairwise(parts)]
                best = min(ranks)
                if best == len(self.pairs):
                    break
                at = ranks.index(best)
                parts[at : at + 2] = [parts[at] + parts[at + 1]]
            self._known[chunk] = [self._numbers.get(part, MARKS.index("<unknown>")) for part in parts]
        return self._known[chunk]


def chunks(text: str) -> list[str]:
    """Return the chunks of a text, within which pieces are merged.

    Parameters
    ----------
    text : str
        Any text; runs of white space count as one space.

    Examples
    --------
    >>> chunks("Press  Ctrl+F5.")
    ['▁Press', '▁Ctrl', '+', 'F', '5', '.']
    """
    return _CHUNK.findall("".join(f"▁{word}" for word in text.replace("▁", " ").split()))
