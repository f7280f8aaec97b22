"""Phrases that turn a word into its opposite: their labels, and that what is tested on was not learned."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from buildsteps.deep import negation
from buildsteps.deep.negation import Lexicon, lexicon_of, made_phrases
from buildsteps.deep.reviews import Review

SENTENCES = Path(__file__).parents[1] / "models" / "recipes" / "transformer_sentiment.sentences.tsv"
POLAR = [*negation.GOOD, *negation.BAD, *negation.GOOD_THINGS, *negation.BAD_THINGS, *negation.PRAISE, *negation.SCORN]
ADJECTIVES = {True: negation.GOOD, False: negation.BAD}


@pytest.fixture(scope="module")
def parts() -> tuple[Lexicon, Lexicon]:
    """Return the words for training and the held-out ones, of reviews that use every adjective as it is meant."""
    return lexicon_of([Review(" ".join(words), is_good) for is_good, words in ADJECTIVES.items()])


def words_in(lexicon: Lexicon) -> set[str]:
    """Return all words of a lexicon."""
    return {word for kind in lexicon for words in kind.values() for word in words}


def test_no_word_is_learned_and_tested(parts: tuple[Lexicon, Lexicon]) -> None:
    """Invariant: each word is in one part; every kind of word has both polarities in both."""
    learned, tested = map(words_in, parts)
    assert not learned & tested
    assert learned | tested == set(POLAR)
    assert all(kind[is_good] for part in parts for kind in part for is_good in (True, False))


def test_a_word_that_the_reviews_use_otherwise_is_left_out() -> None:
    """Oracle: "funny" stands in the negative reviews only, "good" as often in both, "great" in the positive ones."""
    texts = {"great and good": True, "funny, good, and good": False, "good": True}
    learned, _ = lexicon_of([Review(*pair) for pair in texts.items()])
    assert learned.adjectives == {True: ["great"], False: []}


@pytest.mark.parametrize("is_test", [False, True])
def test_made_phrases_use_their_own_words_and_templates(parts: tuple[Lexicon, Lexicon], is_test: bool) -> None:
    """Invariants: no polar word of the other part, no phrase twice, as many positive ones as negative ones."""
    phrases = made_phrases(parts[is_test], 600, 0, is_test=is_test)
    foreign = words_in(parts[not is_test])
    for phrase in phrases:
        # The ends of sentences are fixed texts, such as "I recommend it".
        # What they speak of, such as "the humor", is neither good nor bad.
        text = phrase.text.lower()
        for fixed in (*negation.LEARNED_ENDS[True], *negation.LEARNED_ENDS[False]):
            text = text.replace(f", {fixed}.".lower(), "")
        text = text.replace("the humor", "")
        assert not foreign & set(re.findall(r"[a-z]+", text)), phrase
    assert len({phrase.text for phrase in phrases}) == 600
    assert sum(phrase.is_positive for phrase in phrases) == 300
    assert not {text for _, text in negation.LEARNED} & {text for _, text in negation.TESTED}


def test_the_label_follows_the_last_clause() -> None:
    """Oracle: of one good and one bad word, and templates of two kinds, a count of "not" in the clause that counts."""
    lexicon = Lexicon(*({True: ["good"], False: ["bad"]},) * 3)
    simple = ((1, "{s} is {a}."), (-1, "{s} is not {a}."))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(negation, "LEARNED", simple)
        patch.setattr(negation, "LEARNED_ENDS", {True: ("yes",), False: ("no",)})
        patch.setattr(negation, "LEARNED_LINKS", ("{x} BUT {y}.",))
        phrases = made_phrases(lexicon, 120, 0, is_test=False)
    for text, is_positive in phrases:
        clause = text.split(" BUT ")[-1]
        assert is_positive == (("good" in clause) != (" not " in clause)), text
        if ", " in text:
            assert text.endswith("yes.") == is_positive
    assert sum(" BUT " in text for text, _ in phrases) > 10


def test_sentences_written_by_hand_are_half_and_half() -> None:
    """Invariants: at least 60, none twice, half of them positive."""
    rows = [line.split("\t") for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 60
    assert len({text for _, text in rows}) == len(rows)
    assert [label for label, _ in rows].count("likes it") * 2 == len(rows)
    assert {label for label, _ in rows} == {"likes it", "dislikes it"}
