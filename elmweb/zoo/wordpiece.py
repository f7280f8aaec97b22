"""Text as the numbers of word pieces, as BERT and its relatives read it.

Text is made plain (small letters without accents), cut at spaces, punctuation and Chinese characters, and each word is
taken apart from its beginning, always with the longest piece that the vocabulary has. A piece that continues a word is
written with ``##`` in front.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["Tokens", "WordPiece"]

_LONGEST_WORD = 100
"""Characters; a longer word is an unknown one, as BERT has it."""

_CHINESE = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)
"""Characters each of which is a word (CJK ideographs; Japanese and Korean letters are not among them)."""

_ASCII_WORD = re.compile(r"[a-z0-9]+|[!-/:-@\[-`{-~]")
_ASCII_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


class Tokens(NamedTuple):
    """A text as numbers.

    Parameters
    ----------
    ids : list of int
        Places in the vocabulary, the marks of beginning and end among them.
    pieces : list of str
        What they stand for.
    words : list of int
        Which word each piece is of, counted from 0; -1 for the two marks.
    n_words : int
        Words of the whole text, punctuation marks among them.
    n_read : int
        How many of them are in ``ids``, at least in part: fewer than ``n_words`` when the text is too long.
    """

    ids: list[int]
    pieces: list[str]
    words: list[int]
    n_words: int
    n_read: int


class WordPiece:
    """A vocabulary that takes text apart.

    Parameters
    ----------
    vocabulary : sequence of str
        All pieces; the place of each is its number. ``[UNK]``, ``[CLS]`` and ``[SEP]`` must be among them.

    Raises
    ------
    ValueError
        One of those three is missing, or a piece is there twice.

    Notes
    -----
    The reference is the BERT tokenizer of Hugging Face's ``tokenizers``, with one difference on purpose: ``[SEP]`` and
    the like within a text are punctuation and a word there, not marks, so that no text can pretend to end.

    References
    ----------
    Devlin et al. (2019). BERT. NAACL. arXiv:1810.04805

    Examples
    --------
    >>> read = WordPiece(["[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "!"])
    >>> read.encode("Unaffable!", most=8).pieces
    ['[CLS]', 'un', '##aff', '##able', '!', '[SEP]']
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = tuple(vocabulary)
        self._places = {piece: place for place, piece in enumerate(self.vocabulary)}
        if len(self._places) != len(self.vocabulary):
            raise ValueError("A vocabulary must have each piece once.")
        for mark in ("[UNK]", "[CLS]", "[SEP]"):
            if mark not in self._places:
                raise ValueError(f"A vocabulary must have the piece {mark}.")
        self._longest = max(map(len, self.vocabulary))

    @classmethod
    def from_text(cls, text: str | bytes) -> WordPiece:
        """Return the vocabulary of a file that has one piece a line."""
        text = text.decode("utf-8") if isinstance(text, bytes) else text
        return cls(text.removesuffix("\n").split("\n"))

    def encode(self, text: str, most: int, *, keep: str = "start") -> Tokens:
        """Return a text as numbers.

        Parameters
        ----------
        text : str
            Anything.
        most : int
            How many numbers may be returned, the two marks among them.
        keep : {"start", "ends"}, optional
            What is kept of a text that does not fit: its start, or half of it each from its start and its end.

        Returns
        -------
        Tokens
            At least the two marks.

        Raises
        ------
        ValueError
            ``most`` leaves no room for the two marks.
        """
        if most < 2:
            raise ValueError(f"A text needs room for its two marks, so 2 or more; not {most}.")
        pieces: list[str] = []
        words: list[int] = []
        n_words = 0
        for word in split_words(text):
            if keep == "ends" or len(pieces) < most:
                found = self.pieces(word)
                pieces += found
                words += [n_words] * len(found)
            n_words += 1
        room = most - 2
        if len(pieces) > room:
            first = room if keep == "start" else room - room // 2
            last = len(pieces) - (room - first)
            pieces, words = pieces[:first] + pieces[last:], words[:first] + words[last:]
        pieces, words = ["[CLS]", *pieces, "[SEP]"], [-1, *words, -1]
        return Tokens([self._places[piece] for piece in pieces], pieces, words, n_words, len(set(words)) - 1)

    def pieces(self, word: str) -> list[str]:
        """Return the pieces of one word, or the unknown one alone where some part of it is in no piece.

        Parameters
        ----------
        word : str
            As :func:`split_words` gives it.
        """
        if len(word) > _LONGEST_WORD:
            return ["[UNK]"]
        found, start = [], 0
        while start < len(word):
            mark = "##" if start else ""
            for end in range(min(len(word), start + self._longest), start, -1):
                if (piece := mark + word[start:end]) in self._places:
                    break
            else:
                return ["[UNK]"]
            found.append(piece)
            start = end
        return found


def split_words(text: str) -> Iterator[str]:
    """Yield the words of a text in small letters without accents; each punctuation mark is a word.

    Parameters
    ----------
    text : str
        Anything; characters that only control something are left out.

    Examples
    --------
    >>> list(split_words("Él comió, 中文 too."))
    ['el', 'comio', ',', '中', '文', 'too', '.']
    """
    if text.isascii():  # the same, ten times as quick
        yield from _ASCII_WORD.findall(text.translate(_ASCII_CONTROLS).lower())
        return
    letters: list[str] = []
    for letter in _plain(text):
        is_alone = _is_punctuation(letter)
        if letter.isspace() or is_alone:
            if letters:
                yield "".join(letters)
            letters = []
        if is_alone:
            yield letter
        elif not letter.isspace():
            letters.append(letter)
    if letters:
        yield "".join(letters)


def _plain(text: str) -> Iterator[str]:
    """Yield the characters of a text, cleaned, with spaces around Chinese ones, in small letters without accents."""
    spaced = []
    for letter in text:
        if letter in "\t\n\r":
            spaced.append(" ")
        elif letter == "\ufffd" or unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs"):
            continue
        elif any(first <= ord(letter) <= last for first, last in _CHINESE if ord(letter) >= 0x3400):
            spaced += [" ", letter, " "]
        else:
            spaced.append(letter)
    for letter in unicodedata.normalize("NFD", "".join(spaced)):
        if unicodedata.category(letter) != "Mn":
            yield from letter.lower()  # one by one: a Greek sigma at the end of a word is no exception here


def _is_punctuation(letter: str) -> bool:
    """Say whether a character is a word of its own: punctuation, and every sign of ASCII."""
    if letter < "\x80":
        return not letter.isalnum() and not letter.isspace()
    return unicodedata.category(letter)[0] == "P"
