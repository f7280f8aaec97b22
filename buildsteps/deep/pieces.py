"""Vocabularies of pieces, made from text: the same text always gives the same ones."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

__all__ = ["learn_pieces"]

Pair = tuple[str, str]


def learn_pieces(
    words: Mapping[str, int], n_pieces: int, marks: Sequence[str], *, inner: str = "", n_letters: int = 150
) -> tuple[list[str], list[Pair]]:
    """Join, again and again, the two neighbouring pieces that stand together most often.

    Parameters
    ----------
    words : mapping of str to int
        How often each word, or other run of letters within which pieces are joined, is in the text.
    n_pieces : int
        How many pieces there shall be; there are fewer when nothing is left to join.
    marks : sequence of str
        The first pieces, which are in no text.
    inner : str, optional
        What a piece that does not begin a word is written with, such as ``"##"``.
    n_letters : int, optional
        The most frequent letters; words with another one are left out.

    Returns
    -------
    pieces : list of str
        Marks, letters, then what was joined, in that order.
    pairs : list of (str, str)
        What was joined to what. Of equally frequent pairs the first of the alphabet is joined.

    References
    ----------
    Sennrich, Haddow, Birch (2016). Neural machine translation of rare words with subword units. ACL. arXiv:1508.07909

    Examples
    --------
    >>> learn_pieces({"abab": 2, "ab": 1, "b": 1}, 6, ["?"])
    (['?', 'a', 'b', 'ab', 'abab'], [('a', 'b'), ('ab', 'ab')])
    """
    letters = Counter[str]()
    for word, count in words.items():
        for letter in word:
            letters[letter] += count
    known = set(sorted(letters, key=lambda letter: (-letters[letter], letter))[:n_letters])
    kept = sorted((word, count) for word, count in words.items() if known.issuperset(word))
    split = [[letter if place == 0 else inner + letter for place, letter in enumerate(word)] for word, _ in kept]
    pieces = [*marks, *sorted({part for parts in split for part in parts})]
    there, pairs = set(pieces), []
    neighbours = _Neighbours(split, [count for _, count in kept])
    while len(pieces) < n_pieces and (pair := neighbours.most_frequent()) is not None:
        joined = pair[0] + pair[1].removeprefix(inner)
        neighbours.join(pair, joined)
        pairs.append(pair)
        if joined not in there:
            there.add(joined)
            pieces.append(joined)
    return pieces, pairs


class _Neighbours:
    """How often each pair of pieces stands together, kept up to date while pairs are joined."""

    def __init__(self, split: list[list[str]], weights: list[int]) -> None:
        self.split, self.weights = split, weights
        self.counts: Counter[Pair] = Counter()
        self.places: dict[Pair, set[int]] = defaultdict(set)
        for number in range(len(split)):
            self._count(number, 1)
        self.queue = [(-count, pair) for pair, count in self.counts.items()]
        heapq.heapify(self.queue)

    def _count(self, number: int, sign: int) -> set[Pair]:
        """Add a word's pairs, or take them away; return which those are."""
        pairs = list(pairwise(self.split[number]))
        for pair in pairs:
            self.counts[pair] += sign * self.weights[number]
            self.places[pair].add(number)
        return set(pairs)

    def most_frequent(self) -> Pair | None:
        """Return the most frequent pair, of equals the first of the alphabet; None when there is none."""
        while self.queue:
            count, pair = heapq.heappop(self.queue)
            if count < 0 and -count == self.counts[pair]:  # else the entry is older than the last change of this pair
                return pair
        return None

    def join(self, pair: Pair, joined: str) -> None:
        """Make each such pair of neighbours one piece."""
        changed: set[Pair] = set()
        for number in self.places[pair].copy():
            changed |= self._count(number, -1)
            self.split[number] = _join(self.split[number], pair, joined)
            changed |= self._count(number, 1)
        del self.places[pair]
        for each in changed:
            if self.counts[each] > 0:
                heapq.heappush(self.queue, (-self.counts[each], each))


def _join(parts: list[str], pair: Pair, joined: str) -> list[str]:
    """Return a word's pieces with each such pair of neighbours, from the left, made one."""
    found, at = [], 0
    while at < len(parts):
        is_pair = at + 1 < len(parts) and parts[at] == pair[0] and parts[at + 1] == pair[1]
        found.append(joined if is_pair else parts[at])
        at += 2 if is_pair else 1
    return found
