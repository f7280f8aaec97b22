"""The task of a voice: to say a text."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.exceptions import InputError
from elmweb.formatting import quantity
from elmweb.words.engine import common, zoo_tasks as words
from elmweb.zoo.manifest import ModelCard
from elmweb.zoo.pronounce import Lexicon, Speller, pronounced
from elmweb.zoo.spelled import spelled_out
from elmweb.zoo.tasks import Answer, Ask
from elmweb.zoo.voice import RATE, sound_of, wav_file

__all__ = ["sentences", "speak"]

_ENDS = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“(]?[A-Z0-9])|\s*\n\s*")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|[A-Z])\.$")
_CLAUSES = re.compile(r"(?<=[,;:—]) ")
_PAUSE_SECONDS = 0.15  # between two sentences, beside the silence that the voice itself leaves
_SLOWEST, _FASTEST = 0.5, 2.0


async def speak(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Say a text.

    Parameters
    ----------
    card : ModelCard
        With the graphs ``voice`` and ``speller``; ``settings`` has ``most_letters`` of a text and ``most_phonemes`` of
        what is said in one breath.
    ask : Ask
        Runs them.
    inputs : mapping
        ``text``, and perhaps ``speed``, 1 by default.

    Returns
    -------
    Answer
        ``wav``, a file; ``audio``, the same as an address; ``read``, the phonemes, and a note on the length.

    Raises
    ------
    InputError
        There is no text, it is too long, has no word, or the speed is none.
    """
    text, speed = _text(card, inputs), float(inputs.get("speed", 1.0))
    if not _SLOWEST <= speed <= _FASTEST:
        bounds = words.between(quantity(_SLOWEST), quantity(_FASTEST))
        raise InputError(words.NO_SPEED, rule=bounds, value=quantity(speed))
    lexicon = Lexicon.from_files(await ask.file("lexicon"), await ask.file("names"))
    speller = Speller.from_bytes(await ask.file("letters"))
    numbers = json.loads(await ask.file("phonemes"))

    async def guess(word: str) -> str:
        chars = np.array([speller.encode(word)], np.int64)
        return speller.decode((await ask({"chars": chars}, graph="speller"))["ids"][0].tolist()) if chars.size else ""

    rng = np.random.default_rng(0)  # the noise in a voice: the same text sounds the same
    said, sounds = [], []
    all_sentences = sentences(text)
    for at, sentence in enumerate(all_sentences):
        if not ask.say({"notes": [words.sentence(at + 1, len(all_sentences))], "is_part": True}):
            break
        phonemes = await pronounced(spelled_out(sentence), lexicon, guess)
        for part in breaths(phonemes, card.settings["most_phonemes"]):
            ids = [numbers[each] for each in part if each in numbers]
            if not ids:
                continue
            feeds = {"ids": np.array([[0, *ids, 0]], np.int64), "speed": np.array([speed], np.float32)}
            found = await ask(feeds, graph="voice")
            sounds += [
                sound_of({name: value[0] for name, value in found.items()}, rng),
                np.zeros(round(_PAUSE_SECONDS * RATE), np.float32),
            ]
        said.append(phonemes)
    if not sounds:
        raise InputError(words.NO_WORD_TO_SAY, rule=words.ENGLISH_WORDS, value=text[:40])
    sound = np.concatenate(sounds[:-1])
    data = wav_file(sound)
    note = words.made_by_program(round(len(sound) / RATE))
    address = "data:audio/wav;base64," + base64.b64encode(data).decode()
    return {"wav": data, "audio": address, "read": " ".join(said), "notes": [note]}


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a period after a title or an initial ends none.

    Examples
    --------
    >>> sentences("Dr. Lee met J. K. Rowling. Did she? It was 3.5 km away.")
    ['Dr. Lee met J. K. Rowling.', 'Did she?', 'It was 3.5 km away.']
    """
    found, start = [], 0
    for end in _ENDS.finditer(text):
        part = text[start : end.start()] + end[0].rstrip()
        if not _TITLE.search(part) or "\n" in end[0]:
            found.append(part.strip())
            start = end.end()
    return [each for each in (*found, text[start:].strip()) if each]


def breaths(phonemes: str, most: int) -> list[str]:
    """Return phonemes in parts that are short enough, cut after commas, else between words.

    Examples
    --------
    >>> breaths("wˈʌn, tˈu, θɹˈi fˈɔɹ", 12)
    ['wˈʌn, tˈu,', 'θɹˈi fˈɔɹ']
    """
    parts = [""]
    for clause in _CLAUSES.split(phonemes):
        for piece in [clause] if len(clause) <= most else clause.split(" "):
            joined = f"{parts[-1]} {piece}".strip()
            if len(joined) <= most:
                parts[-1] = joined
            else:
                parts.append(piece[:most])
    return [part for part in parts if part]


def _text(card: ModelCard, inputs: Mapping[str, Any]) -> str:
    text = str(inputs.get("text") or "").strip()
    most = card.settings["most_letters"]
    if not text:
        raise InputError(common.NOTHING_WRITTEN, rule=common.AT_LEAST_ONE_WORD, value=common.NOTHING)
    if len(text) > most:
        raise InputError(common.TEXT_TOO_LONG, rule=common.at_most_letters(most), value=common.letters(len(text)))
    return text
