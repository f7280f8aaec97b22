"""Subword vocabularies, compared with a naive implementation."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from buildsteps.deep.pieces import learn_pieces


def naive_pieces(words: dict[str, int], n_pieces: int, inner: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Learn a vocabulary, counting all pairs again after each merge."""
    split = {word: [character if at == 0 else inner + character for at, character in enumerate(word)] for word in words}
    pieces, pairs = ["?", *sorted({part for parts in split.values() for part in parts})], []
    while len(pieces) < n_pieces:
        counts = Counter()
        for word, parts in split.items():
            for pair in pairwise(parts):
                counts[pair] += words[word]
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merged = best[0] + best[1].removeprefix(inner)
        pairs.append(best)
        pieces += [merged] if merged not in pieces else []
        for word, parts in split.items():
            done = []
            for part in parts:
                if done and (done[-1], part) == best:
                    done[-1] = merged
                else:
                    done.append(part)
            split[word] = done
    return pieces, pairs


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=8), st.integers(1, 9), max_size=8),
    st.integers(1, 25),
    st.sampled_from(["", "##"]),
)
def test_the_merges_are_those_of_the_naive_implementation(words, n_pieces, inner):
    """Oracle: an implementation that counts all pairs again after each merge."""
    assert learn_pieces(words, n_pieces, ["?"], inner=inner) == naive_pieces(words, n_pieces, inner)


@pytest.mark.parametrize("reverse", [False, True])
def test_the_order_of_the_words_does_not_matter(reverse):
    """Invariant: equal counts give equal vocabularies."""
    words = {"lower": 2, "lowest": 2, "newer": 2, "wider": 2}
    reordered = dict(sorted(words.items(), reverse=reverse))
    assert learn_pieces(reordered, 20, ["?"]) == learn_pieces(words, 20, ["?"])


def test_words_with_rare_characters_are_ignored():
    """Oracle: a vocabulary written by hand, in which c is the rarest of three characters."""
    assert learn_pieces({"ab": 3, "ca": 1}, 9, ["?"], n_characters=2)[0] == ["?", "a", "b", "ab"]
