"""Learn subword vocabularies by byte-pair merges, deterministically."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

__all__ = ["learn_pieces"]

Pair = tuple[str, str]


def learn_pieces(
    words: Mapping[str, int], n_pieces: int, marks: Sequence[str], *, inner: str = "", n_characters: int = 150
) -> tuple[list[str], list[Pair]]:
    """Repeatedly merge the most frequent pair of adjacent pieces.

    Parameters
    ----------
    words : mapping of str to int
        Frequency of each word, or of other units of text within which pieces are merged.
    n_pieces : int
        Size of the vocabulary; it is smaller if nothing is left to merge.
    marks : sequence of str
        Special tokens, which come first in the vocabulary.
    inner : str, optional
        Prefix of pieces that do not start a word, such as ``"##"``.
    n_characters : int, optional
        Number of most frequent characters to keep; words with other characters are ignored.

    Returns
    -------
    pieces : list of str
        Special tokens, then characters, then merged pieces in the order of the merges.
    pairs : list of (str, str)
        The merges in order. Ties are resolved alphabetically.

    References
    ----------
    Sennrich, Haddow, Birch (2016). Neural machine translation of rare words with subword units. ACL. arXiv:1508.07909

    Examples
    --------
    >>> learn_pieces({"abab": 2, "ab": 1, "b": 1}, 6, ["?"])
    (['?', 'a', 'b', 'ab', 'abab'], [('a', 'b'), ('ab', 'ab')])
    """
    frequency = Counter[str]()
    for word, count in words.items():
        for character in word:
            frequency[character] += count
    known = set(sorted(frequency, key=lambda character: (-frequency[character], character))[:n_characters])
    kept = sorted((word, count) for word, count in words.items() if known.issuperset(word))
    split = [[character if at == 0 else inner + character for at, character in enumerate(word)] for word, _ in kept]
    pieces = [*marks, *sorted({part for parts in split for part in parts})]
    known_pieces, pairs = set(pieces), []
    neighbours = _Neighbours(split, [count for _, count in kept])
    while len(pieces) < n_pieces and (pair := neighbours.most_frequent()) is not None:
        merged = pair[0] + pair[1].removeprefix(inner)
        neighbours.merge(pair, merged)
        pairs.append(pair)
        if merged not in known_pieces:
            known_pieces.add(merged)
            pieces.append(merged)
    return pieces, pairs


class _Neighbours:
    """Frequencies of adjacent pairs, updated incrementally while pairs are merged."""

    def __init__(self, split: list[list[str]], weights: list[int]) -> None:
        self.split, self.weights = split, weights
        self.counts: Counter[Pair] = Counter()
        self.places: dict[Pair, set[int]] = defaultdict(set)
        for number in range(len(split)):
            self._count(number, 1)
        self.queue = [(-count, pair) for pair, count in self.counts.items()]
        heapq.heapify(self.queue)

    def _count(self, number: int, sign: int) -> set[Pair]:
        """Add or remove the pairs of a word; return them."""
        pairs = list(pairwise(self.split[number]))
        for pair in pairs:
            self.counts[pair] += sign * self.weights[number]
            self.places[pair].add(number)
        return set(pairs)

    def most_frequent(self) -> Pair | None:
        """Return the most frequent pair, resolving ties alphabetically; None if there is no pair."""
        while self.queue:
            count, pair = heapq.heappop(self.queue)
            if count < 0 and -count == self.counts[pair]:  # otherwise the entry is outdated
                return pair
        return None

    def merge(self, pair: Pair, merged: str) -> None:
        """Merge all occurrences of a pair."""
        changed: set[Pair] = set()
        for number in self.places[pair].copy():
            changed |= self._count(number, -1)
            self.split[number] = _merge(self.split[number], pair, merged)
            changed |= self._count(number, 1)
        del self.places[pair]
        for each in changed:
            if self.counts[each] > 0:
                heapq.heappush(self.queue, (-self.counts[each], each))


def _merge(parts: list[str], pair: Pair, merged: str) -> list[str]:
    """Return the pieces of a word with each occurrence of a pair merged, from left to right."""
    found, at = [], 0
    while at < len(parts):
        is_pair = at + 1 < len(parts) and parts[at] == pair[0] and parts[at + 1] == pair[1]
        found.append(merged if is_pair else parts[at])
        at += 2 if is_pair else 1
    return found
