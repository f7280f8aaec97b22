"""WordPiece tokenization, as used by BERT and its relatives.

Text is normalized (lower case, without accents), split at spaces, punctuation and Chinese characters, and each word is
split from its beginning, always into the longest piece of the vocabulary. A piece that continues a word begins with
``##``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["Tokens", "WordPiece"]

_LONGEST_WORD = 100
"""Characters; a longer word is unknown, as in BERT."""

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
"""Ranges of characters that are words of their own: CJK ideographs, without Japanese and Korean alphabets."""

_ASCII_WORD = re.compile(r"[a-z0-9]+|[!-/:-@\[-`{-~]")
_ASCII_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


class Tokens(NamedTuple):
    """A tokenized text.

    Parameters
    ----------
    ids : list of int
        Positions in the vocabulary, with the two special tokens.
    pieces : list of str
        The pieces themselves.
    words : list of int
        The word of each piece, counted from 0; -1 for the special tokens.
    n_words : int
        Words of the whole text, including punctuation marks.
    n_read : int
        Words that are in ``ids``, at least in part: fewer than ``n_words`` when the text is too long.
    """

    ids: list[int]
    pieces: list[str]
    words: list[int]
    n_words: int
    n_read: int


class WordPiece:
    """A vocabulary and its tokenizer.

    Parameters
    ----------
    vocabulary : sequence of str
        All pieces; the position of each is its id. ``[UNK]``, ``[CLS]`` and ``[SEP]`` must be among them.

    Raises
    ------
    ValueError
        One of those three is missing, or a piece occurs twice.

    Notes
    -----
    The reference is the BERT tokenizer of Hugging Face's ``tokenizers``, with one intended difference: ``[SEP]`` and
    the like within a text are punctuation and a word, not special tokens, so that no text can pretend to end.

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
        self._ids = {piece: at for at, piece in enumerate(self.vocabulary)}
        if len(self._ids) != len(self.vocabulary):
            raise ValueError("A vocabulary must have each piece once.")
        for mark in ("[UNK]", "[CLS]", "[SEP]"):
            if mark not in self._ids:
                raise ValueError(f"A vocabulary must have the piece {mark}.")
        self._longest = max(map(len, self.vocabulary))

    @classmethod
    def from_text(cls, text: str | bytes) -> WordPiece:
        """Return the vocabulary of a file with one piece on each line."""
        text = text.decode("utf-8") if isinstance(text, bytes) else text
        return cls(text.removesuffix("\n").split("\n"))

    def encode(self, text: str, most: int, *, keep: str = "start") -> Tokens:
        """Tokenize a text.

        Parameters
        ----------
        text : str
            Any text.
        most : int
            Largest number of ids, with the two special tokens.
        keep : {"start", "ends"}, optional
            What is kept of a too long text: its start, or half from its start and half from its end.

        Returns
        -------
        Tokens
            At least the two special tokens.

        Raises
        ------
        ValueError
            ``most`` is less than 2.
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
        return Tokens([self._ids[piece] for piece in pieces], pieces, words, n_words, len(set(words)) - 1)

    def pieces(self, word: str) -> list[str]:
        """Return the pieces of one word, or ``[UNK]`` alone if it cannot be split into pieces.

        Parameters
        ----------
        word : str
            From :func:`split_words`.
        """
        if len(word) > _LONGEST_WORD:
            return ["[UNK]"]
        found, start = [], 0
        while start < len(word):
            mark = "##" if start else ""
            for end in range(min(len(word), start + self._longest), start, -1):
                if (piece := mark + word[start:end]) in self._ids:
                    break
            else:
                return ["[UNK]"]
            found.append(piece)
            start = end
        return found


def split_words(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case without accents; each punctuation mark is a word.

    Parameters
    ----------
    text : str
        Any text; control characters are skipped.

    Examples
    --------
    >>> list(split_words("Él comió, 中文 too."))
    ['el', 'comio', ',', '中', '文', 'too', '.']
    """
    if text.isascii():  # the same result, ten times as fast
        yield from _ASCII_WORD.findall(text.translate(_ASCII_CONTROLS).lower())
        return
    characters: list[str] = []
    for character in _plain(text):
        is_alone = _is_punctuation(character)
        if character.isspace() or is_alone:
            if characters:
                yield "".join(characters)
            characters = []
        if is_alone:
            yield character
        elif not character.isspace():
            characters.append(character)
    if characters:
        yield "".join(characters)


def _plain(text: str) -> Iterator[str]:
    """Yield the characters of a text, cleaned, with spaces around Chinese ones, in lower case without accents."""
    spaced = []
    for character in text:
        if character in "\t\n\r":
            spaced.append(" ")
        elif character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs"):
            continue
        elif any(first <= ord(character) <= last for first, last in _CHINESE if ord(character) >= 0x3400):
            spaced += [" ", character, " "]
        else:
            spaced.append(character)
    for character in unicodedata.normalize("NFD", "".join(spaced)):
        if unicodedata.category(character) != "Mn":
            yield from character.lower()  # one by one: a Greek sigma at the end of a word is no special case


def _is_punctuation(character: str) -> bool:
    """Return whether a character is a word of its own: punctuation, and every symbol of ASCII."""
    if character < "\x80":
        return not character.isalnum() and not character.isspace()
    return unicodedata.category(character)[0] == "P"
