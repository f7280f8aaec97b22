"""Vocabularies of pieces, beside the same done in the plainest way."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from buildsteps.deep.pieces import learn_pieces


def plainly(words: dict[str, int], n_pieces: int, inner: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Count all pairs anew each time."""
    split = {word: [letter if at == 0 else inner + letter for at, letter in enumerate(word)] for word in words}
    pieces, pairs = ["?", *sorted({part for parts in split.values() for part in parts})], []
    while len(pieces) < n_pieces:
        counts = Counter()
        for word, parts in split.items():
            for pair in pairwise(parts):
                counts[pair] += words[word]
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        joined = best[0] + best[1].removeprefix(inner)
        pairs.append(best)
        pieces += [joined] if joined not in pieces else []
        for word, parts in split.items():
            made = []
            for part in parts:
                if made and (made[-1], part) == best:
                    made[-1] = joined
                else:
                    made.append(part)
            split[word] = made
    return pieces, pairs


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=8), st.integers(1, 9), max_size=8),
    st.integers(1, 25),
    st.sampled_from(["", "##"]),
)
def test_the_quick_way_joins_what_the_plain_way_joins(words, n_pieces, inner):
    """The oracle counts all pairs anew each time."""
    assert learn_pieces(words, n_pieces, ["?"], inner=inner) == plainly(words, n_pieces, inner)


@pytest.mark.parametrize("reverse", [False, True])
def test_the_order_of_the_words_decides_nothing(reverse):
    """The invariant: the same counts give the same vocabulary."""
    words = {"lower": 2, "lowest": 2, "newer": 2, "wider": 2}
    turned = dict(sorted(words.items(), reverse=reverse))
    assert learn_pieces(turned, 20, ["?"]) == learn_pieces(words, 20, ["?"])


def test_rare_letters_are_left_out():
    """The oracle is written by hand: c is the rarest of three letters."""
    assert learn_pieces({"ab": 3, "ca": 1}, 9, ["?"], n_letters=2)[0] == ["?", "a", "b", "ab"]
