"""English words as phonemes: looked up, else built from their stem, else guessed by a network for spelling.

The alphabet and the rules are those of misaki (hexgrad, Apache-2.0), which the voice was trained on: a capital is a
diphthong, such as ``A`` in day, and ``ˈ`` and ``ˌ`` stand before stressed vowels. Of a word with several readings, such
as "live", the word before it tells which is meant, where that is a common one; otherwise it is the commonest reading.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

from elmweb.exceptions import ModelFileError
from elmweb.words.engine import zoo_models as model_words

__all__ = ["Lexicon", "Speller", "pronounced"]

Guess = Callable[[str], Awaitable[str]]
"""Returns the phonemes of a word that is in no lexicon."""

_MAIN, _SECOND = "ˈ", "ˌ"
_VOWELS = frozenset("AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ")
_CONSONANTS = frozenset("bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθ")
_BEFORE_FLAP = frozenset("AIOWYiuæɑəɛɪɹʊʌ")  # a t between these and a vowel is tapped
_STOPS = frozenset(";:,.!?—…")
_TELLING = _VOWELS | _CONSONANTS | _STOPS
_SIGNS = _STOPS | frozenset("“”()")
_PIECE = re.compile(r"\w+(?:['-]\w+)*'?|[^\w\s]|\s+")
_CUES = {
    "VERB": "to i you we they who will would can could must should may might not don't didn't won't can't cannot let's",
    "VBN": "have has had was were been be is are being having i've they've we've",
    "NOUN": "a an the this my your his her its our their of no for in on",
}
"""Words after which a word is of this part of speech."""
_PART_AFTER = {word: part for part, words in _CUES.items() for word in words.split()}


class _Next(NamedTuple):
    """What follows a word: whether it begins with a vowel, None before a pause, and whether it is "to"."""

    vowel: bool | None = None
    is_to: bool = False


def stressed(phonemes: str, level: float | None) -> str:
    """Return phonemes with another stress.

    Parameters
    ----------
    phonemes : str
        Of a word.
    level : float or None
        None changes nothing; below 0 weakens the main stress; 0.5 gives a word without stress a second one; 2 makes it
        the main one.
    """
    if level is None:
        return phonemes
    if level < 0 or (level == 0 and _MAIN in phonemes):
        return phonemes.replace(_SECOND, "").replace(_MAIN, _SECOND)
    if _MAIN not in phonemes and _SECOND in phonemes:
        return phonemes.replace(_SECOND, _MAIN) if level >= 1 else phonemes
    at = next((at for at, each in enumerate(phonemes) if each in _VOWELS), None)
    if _MAIN in phonemes or at is None:
        return phonemes
    return phonemes[:at] + (_MAIN if level > 1 else _SECOND) + phonemes[at:]


class Lexicon:
    """Phonemes of known words.

    Parameters
    ----------
    *tables : mapping of str to (str or mapping)
        Phonemes by word, the most trusted table first; a mapping has ``"DEFAULT"`` and readings by part of speech, or
        ``"None"`` before a pause.
    """

    def __init__(self, *tables: Mapping[str, str | Mapping[str, str | None]]) -> None:
        self._tables = tables

    @classmethod
    def from_files(cls, *files: bytes) -> Lexicon:
        """Read tables of JSON, compressed by gzip.

        Raises
        ------
        ModelFileError
            A file is something else.
        """
        try:
            return cls(*(json.loads(gzip.decompress(data)) for data in files))
        except (OSError, EOFError, ValueError) as error:
            raise ModelFileError(
                model_words.NO_PRONUNCIATIONS, rule=model_words.JSON_IN_GZIP, value=str(error)
            ) from error

    def find(self, word: str, *, before_pause: bool = False, part: str = "") -> str | None:
        """Return the phonemes of a word in this spelling, or in its other case at the beginning; None if unknown.

        Parameters
        ----------
        word : str
            The word.
        before_pause : bool, optional
            Whether a pause follows.
        part : str, optional
            Its part of speech, ``"VERB"``, ``"VBN"`` or ``"NOUN"``, if that is known.
        """
        others = (word.capitalize(),) if word.islower() else (word.lower(),) if word == word.capitalize() else ()
        for table in self._tables:
            for spelling in (word, *others):
                found = table.get(spelling)
                if isinstance(found, Mapping):
                    found = (found.get("None") if before_pause else None) or found.get(part) or found["DEFAULT"]
                if found is not None:
                    return found
        return None

    def letters(self, word: str) -> str | None:
        """Return the names of letters, as of an abbreviation; None if one has none."""
        names = [self.find(letter.upper()) for letter in word]
        if None in names:
            return None
        said = stressed("".join(name for name in names if name), 0)
        head, sign, last = said.rpartition(_SECOND)
        return head + (_MAIN if sign else "") + last

    def word(self, word: str, before: str, after: _Next) -> str | None:
        """Return the phonemes of a word in its place, after another word; None if it cannot be told."""
        lower = word.lower()
        if (small := self._small_word(word, after)) is not None:
            return small
        level = None if word == lower else 2 if word == word.upper() else 0.5
        if word == word.upper() and len(word) > 1 and self.find(word) is None and self.find(lower) is None:
            return self.letters(word) if word.isalpha() and len(word) <= 5 else None
        pause, part = after.vowel is None, _PART_AFTER.get(before.lower(), "")
        for spelling in (word, lower):
            if (found := self.find(spelling, before_pause=pause, part=part)) is not None:
                return stressed(found, level)
        if lower.endswith("'") and (found := self.find(lower[:-1])) is not None:
            return stressed(found, level)
        stem = self._plural(lower) or self._past(lower) or self._present(lower)
        return None if stem is None else stressed(stem, level)

    def _small_word(self, word: str, after: _Next) -> str | None:
        """Return the phonemes of a word that depends on what follows; None if it is no such word."""
        lower = word.lower()
        if lower == "to":
            return {None: self.find("to"), False: "tə", True: "tʊ"}[after.vowel]
        if lower == "used" and after.is_to:
            return "jˈust"
        known = {
            "a": "ɐ",
            "an": "ɐn",
            "the": "ði" if after.vowel else "ðə",
            "in": ("" if after.vowel is not None else _MAIN) + "ɪn",
            "am": None if after.vowel is None else "ɐm",
        }
        return f"{_SECOND}I" if word == "I" else known.get(lower)

    def _plural(self, word: str) -> str | None:
        """Return the phonemes of a word with -s."""
        stem = None
        if len(word) > 2 and word.endswith("s") and not word.endswith("ss"):
            stem = self.find(word[:-1])
        if stem is None and (word.endswith("'s") or (len(word) > 4 and word.endswith("es"))):
            stem = self.find(word[:-2])
        if stem is None and len(word) > 4 and word.endswith("ies"):
            stem = self.find(f"{word[:-3]}y")
        if not stem:
            return None
        return stem + ("s" if stem[-1] in "ptkfθ" else "ᵻz" if stem[-1] in "szʃʒʧʤ" else "z")

    def _past(self, word: str) -> str | None:
        """Return the phonemes of a word with -ed."""
        if len(word) < 4 or not word.endswith("d"):
            return None
        stem = None if word.endswith("dd") else self.find(word[:-1])
        if stem is None and word.endswith("ed") and not word.endswith("eed"):
            stem = self.find(word[:-2])
        if not stem:
            return None
        if stem[-1] == "t":
            return (stem[:-1] + "ɾᵻd") if len(stem) > 1 and stem[-2] in _BEFORE_FLAP else f"{stem}ᵻd"
        return stem + ("t" if stem[-1] in "pkfθʃsʧ" else "ᵻd" if stem[-1] == "d" else "d")

    def _present(self, word: str) -> str | None:
        """Return the phonemes of a word with -ing."""
        if len(word) < 5 or not word.endswith("ing"):
            return None
        stem = self.find(word[:-3]) if len(word) > 5 else None
        stem = stem or self.find(f"{word[:-3]}e")
        if stem is None and re.search(r"([bcdgklmnprstvxz])\1ing$|cking$", word):
            stem = self.find(word[:-4])
        if not stem:
            return None
        taps = len(stem) > 1 and stem[-1] == "t" and stem[-2] in _BEFORE_FLAP
        return (f"{stem[:-1]}ɾ" if taps else stem) + "ɪŋ"


class Speller:
    """Characters and phonemes of the network that guesses unknown words.

    Parameters
    ----------
    letters, phonemes : sequence of str
        Numbered from 1; 0 is none.
    longest : int
        Letters that are read.
    """

    def __init__(self, letters: Sequence[str], phonemes: Sequence[str], longest: int) -> None:
        self._numbers = {letter: number for number, letter in enumerate(letters, 1)}
        self._phonemes, self._longest = ("", *phonemes), longest

    @classmethod
    def from_bytes(cls, data: bytes) -> Speller:
        """Read ``oov.json`` of hibari: ``in``, ``out`` and ``maxlen``."""
        found = json.loads(data)
        return cls(found["in"], found["out"], found["maxlen"])

    def encode(self, word: str) -> list[int]:
        """Return the numbers of the letters that are known."""
        return [self._numbers[letter] for letter in word if letter in self._numbers][: self._longest]

    def decode(self, numbers: Sequence[int]) -> str:
        """Return the phonemes of the outputs: repeated ones are one, and 0 separates.

        Examples
        --------
        >>> Speller("ab", "xy", 9).decode([1, 1, 0, 1, 2, 0, 0])
        'xxy'
        """
        kept = [at for at, number in enumerate(numbers) if at == 0 or number != numbers[at - 1]]
        return "".join(self._phonemes[numbers[at]] for at in kept)


async def pronounced(text: str, lexicon: Lexicon, guess: Guess) -> str:
    """Return the phonemes of a sentence.

    Parameters
    ----------
    text : str
        Words and signs; see :func:`elmweb.zoo.spelled.spelled_out`.
    lexicon : Lexicon
        The known words.
    guess : callable
        Is asked for the others.

    Returns
    -------
    str
        Phonemes, with spaces between words and signs where they were.
    """
    said: list[str] = []
    after = _Next()
    pieces = [piece for each in _PIECE.findall(text) for piece in _parts(each, lexicon)]
    for at in range(len(pieces) - 1, -1, -1):
        piece = pieces[at]
        if piece.isspace():
            said.append(" ")
            continue
        found: str | None = "".join(each for each in piece if each in _SIGNS)
        if piece[0].isalnum():
            before = pieces[at - 2] if at > 1 else ""
            found = lexicon.word(piece, before, after)
            found = await guess(piece) if found is None else found
        said.append(found.replace("ɾ", "T").replace("ʔ", "t"))
        vowel = next((None if each in _STOPS else each in _VOWELS for each in found if each in _TELLING), after.vowel)
        after = _Next(vowel, piece.lower() == "to")
    return re.sub(r" +([;:,.!?…])", r"\1", " ".join("".join(reversed(said)).split()))


def _parts(piece: str, lexicon: Lexicon) -> list[str]:
    """Return a piece of a sentence; an unknown word with hyphens as words with spaces between them."""
    if "-" not in piece or len(piece) == 1 or lexicon.find(piece.lower()) is not None:
        return [piece]
    words = [word for word in piece.split("-") if word]
    return [part for word in words for part in (word, " ")][:-1]
