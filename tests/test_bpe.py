"""Byte-pair pieces: the reference's numbers, and the text back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings, strategies as st

from elmweb.zoo.bpe import MARKS, BytePairs, chunks

tokenizers = pytest.importorskip("tokenizers")

TEXTS = [
    "Click the button to open the file menu.",
    "Opens the menu where you can open a file, 12 files or 1234 files.",
    "Haga clic en el botón para abrir el menú «Archivo».",
    "Abre el menú desde el que puede abrir un archivo.",
    "SUMX2MY2(ArrayX; ArrayY) returns 1.33334673",
]


def trained() -> tuple[tokenizers.Tokenizer, BytePairs]:
    """Return a vocabulary of the library, and the same one here."""
    made = tokenizers.Tokenizer(tokenizers.models.BPE(unk_token="<unknown>"))  # noqa: S106 - no password
    made.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    trainer = tokenizers.trainers.BpeTrainer(vocab_size=160, special_tokens=list(MARKS), show_progress=False)
    made.train_from_iterator((" ".join(chunks(text)) for text in TEXTS), trainer)
    places = made.get_vocab()
    merges = [tuple(pair) for pair in json.loads(made.to_str())["model"]["merges"]]
    return made, BytePairs(sorted(places, key=places.get), merges)


REFERENCE, OURS = trained()


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*" ".join(TEXTS).split(), "open,file", "x", "ñ", "菜", "_", "-7.5%"]), max_size=12))
def test_any_text_gives_the_numbers_of_the_reference(words):
    """The oracle is the library's BPE model on the same chunks."""
    text = " ".join(words)
    wanted = REFERENCE.encode(" ".join(chunks(text))).ids
    assert OURS.encode(text) == wanted


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(" ".join(TEXTS).split()), max_size=12))
def test_the_text_comes_back(words):
    """The invariant: going there and back changes nothing but runs of white space."""
    text = "  ".join(words)
    assert OURS.decode(OURS.encode(text)) == " ".join(words)


def test_what_is_in_no_piece_is_unknown_and_left_out_on_the_way_back():
    """The oracle is written by hand."""
    assert OURS.encode("菜")[-1] == MARKS.index("<unknown>")
    assert OURS.decode([MARKS.index("<start>"), *OURS.encode("open 菜"), MARKS.index("<end>")]) == "open"


def test_a_vocabulary_is_written_and_read():
    """The invariant: what is read is what was written."""
    again = BytePairs.from_text(OURS.to_text().encode())
    assert (again.pieces, again.pairs) == (OURS.pieces, OURS.pairs)


@pytest.mark.parametrize(
    ("pieces", "pairs", "message"), [(["a", "b"], [], "begin with"), ([*MARKS, "a", "b"], [("a", "b")], "must make")]
)
def test_a_vocabulary_that_cannot_be_used_is_refused(pieces, pairs, message):
    """The rule broken is named."""
    with pytest.raises(ValueError, match=message):
        BytePairs(pieces, pairs)
