"""Word pieces: the same numbers as the reference tokenizer gives, on text that is meant to be awkward."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from elmweb.zoo.wordpiece import WordPiece, split_words

tokenizers = pytest.importorskip("tokenizers")

LETTERS = list("abcdefghijklmnopqrstuvwxyz0123456789éñßøлж中文日本かな한글क.,!?-'\"$+=~`|€“”—…½😀\u03c3\u03c2\u03bf")
WORDS = ["the", "there", "un", "hello", "world", "cafe", "naive", "##able", "##aff", "##s", "##ing", "##lo", "na"]
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *LETTERS, *(f"##{letter}" for letter in LETTERS), *WORDS]
VOCABULARY = list(dict.fromkeys(VOCABULARY))
AWKWARD = (
    "",
    "   \t\r\n ",
    "Hello, WORLD! naïve café Ångström e\u0301\u0301",
    "unaffable thereing s'pose don\u2019t",
    "中文字符和 English 混在一起。",
    "日本語ひらがな カタカナ 한국어 क्षि",
    "emoji 😀👩\u200d👩\u200d👧 ok 🏳️\u200d🌈",
    "ΟΔΥΣΣΕΥΣ Straße İstanbul ﬁ ﷺ ½ ² №",
    "x\x00y\u200bz\ufffd\x1c\x85\u00a0\u2003\u3000.",
    "a" * 100 + " " + "a" * 101,
    "$100+5=~105^2 `x|y` “quotes”—dash… _under_",
    "\U00020000\U0002a6d6 \u20f1 \ue000",
)


def reference() -> tokenizers.Tokenizer:
    """Return BERT's tokenizer as the library has it, on the small vocabulary."""
    places = {piece: place for place, piece in enumerate(VOCABULARY)}
    model = tokenizers.models.WordPiece(places, unk_token="[UNK]", max_input_chars_per_word=100)  # noqa: S106 - no password
    made = tokenizers.Tokenizer(model)
    made.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    made.post_processor = tokenizers.processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return made


REFERENCE, OURS = reference(), WordPiece(VOCABULARY)


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_gives_the_numbers_of_the_reference(text):
    """The oracle is the library's BERT tokenizer."""
    assert OURS.encode(text, most=1000).ids == REFERENCE.encode(text).ids


# Blocks in which Unicode has long said which character is what, so that Python's tables and the library's agree.
LATIN_TO_ARABIC, SIGNS, EAST_ASIAN, EMOJI = (
    st.characters(min_codepoint=first, max_codepoint=last, exclude_categories=["Cs", "Cn"])
    for first, last in ((0, 0x6FF), (0x2000, 0x27BF), (0x3000, 0x9FEF), (0x1F300, 0x1F9FF))
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.text(st.one_of(LATIN_TO_ARABIC, SIGNS, EAST_ASIAN, EMOJI), max_size=60))
def test_any_text_gives_the_numbers_of_the_reference(text):
    """The oracle is the library's BERT tokenizer, on characters of every script."""
    assert OURS.encode(text, most=1000).ids == REFERENCE.encode(text).ids


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_the_quick_way_for_ascii_is_the_slow_way(text):
    """The invariant: a letter that is not ASCII, put behind a space, only adds its own word."""
    assert [*split_words(text), "e"] == list(split_words(f"{text} é"))


def test_marks_within_a_text_are_words():
    """The invariant: the mark that ends a text stands once, at its end, whatever the text says."""
    found = OURS.encode("a [SEP] b", most=50)
    assert found.pieces.count("[SEP]") == 1
    assert found.pieces[-1] == "[SEP]"


def test_ten_thousand_words_are_cut_and_counted():
    """The oracle is the count itself."""
    found = OURS.encode("hello " * 10_000, most=256)
    assert (len(found.ids), found.n_words, found.n_read) == (256, 10_000, 254)
    assert found.words[1:4] == [0, 1, 2]


def test_both_ends_are_kept():
    """The oracle is written by hand: with room for five, three of the start and two of the end stay."""
    found = OURS.encode("a b c d e f g h", most=7, keep="ends")
    assert found.pieces == ["[CLS]", "a", "b", "c", "g", "h", "[SEP]"]
    assert found.words == [-1, 0, 1, 2, 6, 7, -1]
    assert (found.n_words, found.n_read) == (8, 5)


def test_a_short_text_is_the_same_whatever_is_kept():
    """The invariant: what fits is kept whole."""
    assert OURS.encode("hello world", 9, keep="ends") == OURS.encode("hello world", 9)


@pytest.mark.parametrize(
    ("vocabulary", "message"),
    [(["[UNK]", "[CLS]"], r"\[SEP\]"), (["[UNK]", "[CLS]", "[SEP]", "a", "a"], "once")],
)
def test_a_vocabulary_that_cannot_be_used_is_refused(vocabulary, message):
    """The rule broken is named."""
    with pytest.raises(ValueError, match=message):
        WordPiece(vocabulary)


def test_no_room_is_refused():
    """The value is named."""
    with pytest.raises(ValueError, match="not 1"):
        OURS.encode("a", most=1)
