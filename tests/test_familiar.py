"""Whether a sentence is like those that a model has learned from, and how often that is told rightly."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from buildsteps.deep.familiar import FEWEST, learn_familiar, share_strange
from elmweb.zoo.familiar import UNKNOWN, Familiar, words_of

MODELS = Path(__file__).parents[1] / "models"
WEIGHTS = {UNKNOWN: 0.75, "file": -2.0, "love": 3.0, "the": 0.25, "don't": 1.0}


def test_the_log_odds_are_a_sum_over_the_words() -> None:
    """Oracle: the sum by hand; a word counts once, in any case, with either apostrophe."""
    familiar = Familiar(WEIGHTS, -0.5, 0.0)
    assert familiar.log_odds("The file, THE FILE") == pytest.approx(-0.5 + 0.25 - 2)
    assert familiar.log_odds("Don\u2019t love Anna") == pytest.approx(-0.5 + 1 + 3 + 0.75)
    assert familiar.log_odds("12.5 + 3") == -0.5


def test_words_that_tell_come_in_the_order_of_their_weight() -> None:
    """Oracle: the weights; as they stand in the sentence, and none that says little or the opposite."""
    familiar = Familiar(WEIGHTS, 0.0, 0.0)
    assert familiar.strange_words("Don't the file Love Anna") == ["Love", "Don't", "Anna"]
    assert familiar.strange_words("Don't the file Love Anna", most=1) == ["Love"]
    assert familiar.strange_words("the file") == []


def test_what_was_written_is_read_again() -> None:
    """Invariant: the same weights, start and limit."""
    familiar = Familiar({**WEIGHTS, "caf\u00e9": 1.25}, -0.5, 0.25)
    again = Familiar.from_text(familiar.to_text())
    assert (again.weights, again.start, again.limit) == (familiar.weights, familiar.start, familiar.limit)


def test_weights_are_learned_and_the_limit_holds() -> None:
    """Oracle: two made languages. Of held-out texts about the share asked for is flagged, of the others nearly all."""
    rng = np.random.default_rng(0)

    def texts(words: list[str], n: int) -> list[str]:
        return [" ".join(rng.choice(words, 5)) for _ in range(n)]

    both = [f"both{letter}" for letter in "abcdefgh"]
    own, others = [[*both, *(kind + letter for letter in "abcdefgh")] for kind in ("own", "other")]
    familiar = learn_familiar(texts(own, 400), texts(others, 400), texts(own, 300), 0.05)
    assert share_strange(familiar, texts(others, 300)) > 0.8
    held_out = texts(own, 2_000)
    assert share_strange(familiar, held_out) < 0.09
    assert all(familiar.weights["own" + letter] < 0 < familiar.weights["other" + letter] for letter in "abcdefgh")


def test_rare_words_are_unknown() -> None:
    """Invariant: a word in fewer texts than FEWEST has no weight of its own."""
    own = [f"open file {chr(97 + number) * 9}" for number in range(20)]
    others = [f"love cat {'often' if number < FEWEST else ''}" for number in range(20)]
    familiar = learn_familiar(own, others, own, 0.05)
    assert set(familiar.weights) == {UNKNOWN, "open", "file", "love", "cat", "often"}


def test_words_are_taken_without_digits_and_marks() -> None:
    """The value itself."""
    assert words_of("F5, _x_ and x2: Ctrl+S!") == {"f", "x", "and", "ctrl", "s"}


def test_everyday_sentences_are_told_from_help() -> None:
    """Oracle: 120 everyday sentences, none learned from; as often as the card says, and at least 80 %."""
    entry = next(
        each
        for each in json.loads((MODELS / "manifest.json").read_text())["models"]
        if each["id"] == "transformer-translate"
    )
    familiar = Familiar.from_text((MODELS / entry["assets"]["words"]["file"]).read_bytes())
    sentences = (MODELS / "recipes" / "transformer_translate.everyday.txt").read_text(encoding="utf-8").splitlines()
    assert len(set(sentences)) >= 100
    assert share_strange(familiar, sentences) == pytest.approx(entry["metrics"]["everyday_flagged"], abs=1e-4)
    assert share_strange(familiar, sentences) >= 0.8
    assert entry["metrics"]["help_flagged"] <= 0.05


@pytest.mark.parametrize(
    "text",
    [
        "Click the button to open the file.",
        "Choose the cells that you want to print.",
        "The document is saved automatically.",
        "Select the text, then choose Format.",
        "The file could not be saved.",
        "Restart your computer to finish the installation.",
        "Enter the password again.",
    ],
)
def test_help_is_not_called_strange(text: str) -> None:
    """Oracle: these are help and messages; the first three are the examples of the page."""
    assert not Familiar.from_text((MODELS / "transformer-translate.words.json").read_bytes()).is_strange(text)
