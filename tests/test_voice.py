"""Text to speech: how a text is read, and how the outputs of a voice become a sound."""

from __future__ import annotations

import asyncio
import base64
import gzip
import io
import json
import wave
from typing import Any

import numpy as np
import pytest

from elmweb.bridge._native import MODELS, NativeRuntime
from elmweb.exceptions import InputError, ModelFileError
from elmweb.workbench.local import LocalWorkbench
from elmweb.zoo.pronounce import Lexicon, Speller, pronounced
from elmweb.zoo.spelled import cardinal, ordinal, spelled_out, year
from elmweb.zoo.tasks.voice import breaths, sentences
from elmweb.zoo.voice import RATE, pulses, sound_of, wav_file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It's 7:05 am, not 19:00.", "It's seven oh five A M, not nineteen o'clock."),
        ("Born on 2024-05-07, in March.", "Born on May seventh, twenty twenty-four, in March."),
        ("The 21st of May or May 5.", "the twenty-first of May or May fifth."),
        ("$0.50, £3, €1.01, $3 million", "fifty cents, three pounds, one euro and one cent, three million dollars"),
        ("1 km, 12.5 kg and 3 ft", "one kilometer, twelve point five kilograms and three feet"),
        ("In 1984, 1,984 rows", "In nineteen eighty-four, one thousand nine hundred eighty-four rows"),
        ("1234567890123456", "one two three four five six seven eight nine zero one two three four five six"),
        ("The 50's, the 90s, pages 5-6, -3", "The fifties, the nineties, pages five to six, minus three"),
        ("007", "zero zero seven"),
        ('Dr. Lee & Mrs. Roe: 50% and/or "this"', "doctor Lee and missus Roe: fifty percent and or this"),
        ("25:99 is no time.", "twenty-five: ninety-nine is no time."),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_no_word_is_written_out(text: str, said: str) -> None:
    """Oracle: what a person says."""
    assert spelled_out(text) == said


def test_numbers_in_words_are_all_different() -> None:
    """Invariant: no two numbers sound alike, and an ordinal differs from its number in the last word only."""
    numbers = [*range(1_200), 10**6, 10**6 + 1, 999_999, 10**14, 10**15 - 1]
    assert len({cardinal(number) for number in numbers}) == len(numbers)
    assert len({ordinal(number) for number in numbers}) == len(numbers)
    for number in numbers:
        assert ordinal(number).replace("-", " ").split()[:-1] == cardinal(number).replace("-", " ").split()[:-1]
    assert len({year(number) for number in range(1_000, 3_000)}) == 2_000


WORDS = {
    "cat": "kˈæt", "walk": "wˈɔk", "want": "wˈɑnt", "load": "lˈOd", "bus": "bˈʌs", "try": "tɹˈI", "late": "lˈAt",
    "run": "ɹˈʌn", "apple": "ˈæpᵊl", "to": "tˈu", "live": {"DEFAULT": "lˈIv", "VERB": "lˈɪv"},
    "read": {"DEFAULT": "ɹˈid", "VBN": "ɹˈɛd"}, "here": {"DEFAULT": "hˌɪɹ", "None": "hˈɪɹ"}, "London": "lˈʌndən",
    "use": {"DEFAULT": "jˈuz", "NOUN": "jˈus"}, "B": "bˈi", "C": "sˈi", "well-known": "wˌɛlnˈOn", "rate": "ɹˈAt",
}  # fmt: skip


def read(text: str) -> str:
    """Return the phonemes of a text with a small lexicon; what is unknown becomes its letters in angle brackets."""

    async def guess(word: str) -> str:
        return f"<{word}>"

    return asyncio.run(pronounced(text, Lexicon(WORDS), guess))


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("the cat, the apple", "ðə kˈæt, ði ˈæpᵊl"),
        ("cats walked, buses loaded, tries", "kˈæts wˈɔkt, bˈʌsᵻz lˈOdᵻd, tɹˈIz"),
        ("rating, running, wanted", "ɹˈATɪŋ, ɹˈʌnɪŋ, wˈɑntᵻd"),
        ("to run, to apple, walk to.", "tə ɹˈʌn, tʊ ˈæpᵊl, wˈɔk tˈu."),
        ("I live, a live cat", "ˌI lˈɪv, ɐ lˈIv kˈæt"),
        ("I read, have read", "ˌI ɹˈid, <have> ɹˈɛd"),
        ("here, here cat", "hˈɪɹ, hˌɪɹ kˈæt"),
        ("the use, we use", "ðə jˈus, <we> jˈuz"),
        ("BBC london", "bˌibˌisˈi lˈʌndən"),
        ("well-known cat-run", "wˌɛlnˈOn kˈæt ɹˈʌn"),
        ("cat's (apple) zzz!", "kˈæts (ˈæpᵊl) <zzz>!"),
        ("", ""),
    ],
)
def test_words_are_read_by_lexicon_rules_and_place(text: str, phonemes: str) -> None:
    """Oracle: what English dictionaries and misaki say of these words in their places."""
    assert read(text) == phonemes


def test_a_lexicon_that_is_none_is_reported() -> None:
    """Invariant: the rule and the reason are named."""
    with pytest.raises(ModelFileError, match="JSON in gzip"):
        Lexicon.from_files(b"nothing")
    with pytest.raises(ModelFileError, match="JSON in gzip"):
        Lexicon.from_files(gzip.compress(b"{"))
    assert Lexicon.from_files(gzip.compress(json.dumps(WORDS).encode())).find("Cat") == "kˈæt"


def test_a_text_is_cut_into_sentences_and_breaths() -> None:
    """Invariant: nothing is lost, and no part is too long."""
    assert sentences("One. Two!\nThree? (Four.) Mr. Five ate 3.5 eggs.") == [
        "One.", "Two!", "Three?", "(Four.)", "Mr. Five ate 3.5 eggs.",
    ]  # fmt: skip
    assert sentences("") == []
    phonemes = " ".join(["wˈʌn tˈu,", "θɹˈi fˈɔɹ fˈIv"] * 20)
    parts = breaths(phonemes, 30)
    assert " ".join(parts) == phonemes
    assert max(map(len, parts)) <= 30
    assert breaths("a" * 50, 30) == ["a" * 30]


def test_a_pulse_train_is_the_sum_of_its_harmonics() -> None:
    """Oracle: the sum itself, added up one harmonic after the other; nothing where there is no pitch."""
    pitch = np.concatenate([np.full(6, 220.0), np.linspace(220, 180, 6), np.zeros(4)])
    found = pulses(pitch)
    each = np.interp(np.arange(len(found)) + 0.5, (np.arange(16) + 0.5) * 300, pitch)
    phase = 2 * np.pi * np.cumsum(np.maximum(each, 40)) / RATE
    n = np.floor(11_000 / np.maximum(each, 40))
    expected = sum(np.where(h <= n, np.cos(h * phase), 0) for h in range(1, 276))
    np.testing.assert_allclose(found, np.where(each > 40, expected, 0), atol=0.02)  # at a pulse itself a limit is taken


def test_a_spectrum_becomes_the_sound_it_is_of() -> None:
    """Oracle: a filter that lets everything through gives the pulses back; noise is white and as loud as it says."""
    n, quiet = 40, np.full((601, 40), -30.0)
    flat = {"theta": np.zeros((601, n)), "phi": np.zeros((601, n)), "f0": np.full(n, 150.0), "lr": quiet}
    rng = np.random.default_rng(0)
    found = sound_of({**flat, "lh": np.full((601, n), np.log(300.0)), "ln": quiet}, rng)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found[1_200:-1_200], pulses(flat["f0"])[1_200:-1_200], atol=1e-3)
    noise = sound_of({**flat, "lh": quiet, "ln": np.zeros((601, n))}, rng)
    loudness = np.abs(np.fft.rfft(noise[1_200:-1_200].reshape(-1, 600), axis=1)).mean(0)[1:-1]
    assert loudness.max() < 3 * loudness.min()
    louder = sound_of({**flat, "lh": quiet, "ln": np.ones((601, n))}, np.random.default_rng(0))
    assert louder.std() == pytest.approx(np.e * noise.std(), rel=0.05)


def test_a_wav_file_holds_the_sound() -> None:
    """Oracle: Python's own reader; what is too loud is cut off."""
    with wave.open(io.BytesIO(wav_file(np.array([0, 0.5, -1, 7], np.float32)))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        assert np.frombuffer(file.readframes(4), "<i2").tolist() == [0, 16_383, -32_767, 32_767]


def test_unknown_letters_are_left_out_of_a_guess() -> None:
    """Invariant: numbers begin at 1, at most so many letters are read, and repeated outputs are one."""
    speller = Speller("abc", "xyz", 4)
    assert speller.encode("a!cb aa") == [1, 3, 2, 1]
    assert speller.decode([0, 2, 2, 0, 2, 3, 3, 1]) == "yyzx"


@pytest.fixture(scope="module")
def workbench() -> LocalWorkbench:
    """Return a workbench with the models of the site."""
    return LocalWorkbench(runtime=NativeRuntime(MODELS))


def say(workbench: LocalWorkbench, **inputs: Any) -> dict:
    """Return what the voice says."""
    return asyncio.run(workbench.run_model("speak-hibari", inputs))["answer"]


@pytest.mark.slow
def test_what_is_said_is_heard(workbench: LocalWorkbench) -> None:
    """Oracle: the other model, which writes down speech; the same text sounds the same, and slower is longer."""
    text = "The train to York leaves at 7:45 am. Glue the sheet to the dark blue background."
    found = say(workbench, text=text)
    data = found["wav"]
    assert found["audio"] == "data:audio/wav;base64," + base64.b64encode(data).decode()
    assert found["read"].startswith("ðə tɹˈAn tə jˈɔɹk")
    with wave.open(io.BytesIO(data)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32_768
    at_16k = np.interp(np.arange(0, len(sound), 1.5), np.arange(len(sound)), sound).astype(np.float32)
    heard = asyncio.run(workbench.run_model("speech-moonshine", {"sound": at_16k}))["answer"]["spoken"]
    words = " ".join(text for _, text in heard).lower().replace(".", "")
    assert "the train to york leaves at 7:45 am" in words
    assert "glue the sheet to the dark blue background" in words
    assert say(workbench, text=text)["wav"] == data
    assert len(say(workbench, text=text, speed=0.5)["wav"]) > 1.5 * len(data)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"text": " "}, "Nothing is written"),
        ({"text": "word " * 200}, "too long.*600 characters.*999 characters"),
        ({"text": "*** \u4e2d\u6587"}, "no word"),
        ({"text": "Fine.", "speed": 3}, "speed cannot be used.*0.5 to 2.*3"),
    ],
)
def test_what_cannot_be_said_is_reported(workbench: LocalWorkbench, inputs: dict, message: str) -> None:
    """Invariant: the thing, the rule and the value are named."""
    with pytest.raises(InputError, match=message):
        say(workbench, **inputs)
