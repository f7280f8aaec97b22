"""Speech to text: how a clip is cut, how pieces become text, and the search for the words outside the model."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from elmweb.bridge._native import MODELS, NativeRuntime
from elmweb.exceptions import InputError, ModelFileError
from elmweb.workbench.local import LocalWorkbench
from elmweb.zoo import models
from elmweb.zoo.speech import Part, Pieces, Spoken, cut, transcribe, write_down
from elmweb.zoo.tasks.sound import transcribe as transcribe_task
from elmweb.zoo.translate import search

RATE = 1_000
KENNEDY = Path(__file__).parents[1] / "web" / "samples" / "sounds" / "kennedy.wav"
SAID = "and so my fellow americans ask not what your country can do for you ask what you can do for your country"
SETTINGS = {
    "rate": RATE, "least": 100, "shortest": 2, "longest": 4, "start": 1, "end": 2, "most": 9, "most_per_second": 3,
}  # fmt: skip


def speech(*lengths: float, pause: float = 0.3) -> np.ndarray:
    """Return noise of these lengths in seconds with pauses between them."""
    rng = np.random.default_rng(0)
    silence = np.zeros(round(pause * RATE))
    parts = [part for length in lengths for part in (rng.normal(size=round(length * RATE)), silence)]
    return np.concatenate(parts[:-1]).astype(np.float32)


def test_a_clip_is_cut_in_its_pauses() -> None:
    """Oracle: where the pauses were put; a short clip is one part."""
    sound = speech(3, 3, 3)
    parts = cut(sound, RATE, shortest=2, longest=4)
    assert parts[0].start == 0
    for part, pause in zip(parts, (3.0, 6.3), strict=False):
        assert pause * RATE <= part.end <= (pause + 0.3) * RATE
    assert parts[-1].end == len(sound)
    assert cut(sound[: 3 * RATE], RATE, shortest=2, longest=4) == [Part(0, 3 * RATE)]


@pytest.mark.parametrize("seconds", [4.01, 5.3, 8.2, 61.7])
def test_parts_follow_each_other_and_fit(seconds: float) -> None:
    """Invariant: every sample of a clip without a pause is in one part, of a length that the model can hear."""
    sound = speech(seconds)
    parts = cut(sound, RATE, shortest=2, longest=4)
    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]
    assert (parts[0].start, parts[-1].end) == (0, len(sound))
    lengths = np.array([part.end - part.start for part in parts]) / RATE
    assert lengths.max() <= 4.001
    assert lengths.min() >= min(2, seconds - 4) - 0.021


def test_silence_is_no_part() -> None:
    """Invariant: what stays 40 decibels below the loudest moment is not heard; no sound at all has no parts."""
    sound = np.concatenate([speech(3), 0.001 * speech(5), speech(3)])
    parts = cut(sound, RATE, shortest=2, longest=4)
    assert sum(part.end - part.start for part in parts) < 9.5 * RATE
    assert not cut(np.zeros(3 * RATE, np.float32), RATE)
    assert not cut(np.zeros(0, np.float32), RATE)


def test_pieces_are_read_as_they_are_written() -> None:
    """Oracle: the format, one byte of length below 128 and two above; a character may be spread over pieces."""
    long = "\u2581".encode() + 150 * b"a"
    texts = [b"<unk>", b"<s>", b"</s>", b"\xe2", b"\x82\xac", long, b"<<ST_0>>", b""]
    data = b"".join(
        (bytes([len(text)]) if len(text) < 128 else bytes([128 + len(text) % 128, len(text) // 128])) + text
        for text in texts
    )
    pieces = Pieces.from_bytes(data)
    assert len(pieces) == len(texts)
    assert pieces.decode([1, 5, 3, 4, 6, 2]) == 150 * "a" + "\u20ac"
    assert pieces.decode([3]) == ""
    with pytest.raises(ModelFileError, match=r"7 bytes in piece 4.*5 bytes"):
        Pieces.from_bytes(bytes([4, *b"abcd"]) * 4 + bytes([7, *b"short"]))


class Dictation:
    """A model that hears the number of each part and says it in pieces; past keys count what was written."""

    def __init__(self, *answers: list[int]) -> None:
        self.answers = answers
        self.n_heard = 0
        self.fed: list[Mapping[str, np.ndarray]] = []

    async def __call__(self, graph: str, feeds: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Answer like the two graphs of a model."""
        if graph == "encoder":
            self.n_heard += 1
            heard = np.zeros((1, 2, 3, feeds["sound"].shape[1], 4), np.float32)
            return {"keys": heard, "values": heard}
        self.fed.append(feeds)
        answer = [*self.answers[self.n_heard - 1], 2]
        place = int(feeds["place"][0])
        assert feeds["past_keys"].shape[3] == feeds["past_mask"].shape[1] == place + 1
        assert feeds["piece"] == (answer[place - 1] if place else 1)
        logits = np.zeros((1, 9))
        logits[0, answer[place]] = 1
        new = np.concatenate([feeds["past_keys"], np.zeros((1, 2, 3, 1, 4), np.float32)], axis=3)
        return {"logits": logits, "new_keys": new, "new_values": new}


WORDS = ("go", "on", "and", "stop", "now", "here")
PIECES = Pieces([b"<unk>", b"<s>", b"</s>", *(f"\u2581{word}".encode() for word in WORDS)])


def test_a_clip_is_written_down_part_by_part() -> None:
    """Oracle: what the model says of each part; everything so far is told after every piece."""
    told: list[list[Spoken]] = []

    def heard(parts: list[Spoken]) -> bool:
        told.append(parts)
        return True

    run = Dictation([3, 4], [], [6])
    found = asyncio.run(transcribe(speech(3, 3, 3), PIECES, run, SETTINGS, heard))
    assert [part.text for part in found.parts] == ["go on", "stop"]
    assert found.stopped_at is None
    assert [[part.text for part in parts] for parts in told] == [["go"], ["go on"], ["go on", "stop"]]
    assert found.parts[1].start > 6


def test_it_stops_where_it_is_told_to() -> None:
    """Invariant: no part is heard any more, and what was written stays."""
    run = Dictation([3, 4], [5, 6, 7], [8])
    found = asyncio.run(transcribe(speech(3, 3, 3), PIECES, run, SETTINGS, lambda parts: len(parts) < 2))
    assert [part.text for part in found.parts] == ["go on", "and"]
    assert run.n_heard == 2
    assert found.stopped_at == found.parts[1].start


def test_a_model_that_repeats_itself_is_stopped() -> None:
    """Oracle: the settings allow 3 pieces a second, and 9 of any part."""
    for seconds, most in ((1.0, 3), (4.0, 9)):
        found = asyncio.run(transcribe(speech(seconds), PIECES, Dictation(99 * [4]), SETTINGS, lambda _: True))
        assert found.parts[0].text.split() == most * ["on"]


def test_the_likeliest_pieces_are_those_of_a_beam_of_one() -> None:
    """Oracle: the search of the translator, on random logits that depend on the last piece."""
    table = np.random.default_rng(3).normal(size=(12, 12))
    table[:, 2] -= 1.5

    async def run(graph: str, feeds: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        none = np.zeros((1, 1, 1, 1, 1), np.float32)
        if graph == "encoder":
            return {"keys": none, "values": none}
        return {"logits": table[feeds["piece"]], "new_keys": none, "new_values": none}

    async def step(last: np.ndarray, state: Any) -> tuple[np.ndarray, Any]:
        return table[last] - np.log(np.exp(table[last]).sum(axis=1, keepdims=True)), state

    ours = asyncio.run(write_down(np.zeros(5), run, start=1, end=2, most=30, heard=lambda _: True))
    theirs = asyncio.run(search(step, {}, start=1, end=2, width=1, longest=30))[0].pieces
    assert ours[: len(theirs)] == list(theirs)
    assert ours


@pytest.fixture(scope="module")
def workbench() -> LocalWorkbench:
    """Return a workbench with the models of the site."""
    return LocalWorkbench(runtime=NativeRuntime(MODELS))


def kennedy() -> np.ndarray:
    """Return the clip of the page."""
    with wave.open(str(KENNEDY)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768


@pytest.fixture
def says_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a model tell each part at once: a quick machine has written several before the next would be told."""
    monkeypatch.setattr(models, "_SAYING_SECONDS", 0.0)


@pytest.mark.slow
@pytest.mark.usefixtures("says_everything")
def test_a_speech_is_written_down_while_it_is_heard(workbench: LocalWorkbench) -> None:
    """Oracle: what President Kennedy said; each answer so far begins the next, and the whole one is the same."""
    told: list[dict] = []
    inputs = {"sound": kennedy(), "seconds": 11.0}
    found = asyncio.run(workbench.follow_model("speech-moonshine", inputs, told.append))["answer"]
    words = " ".join(text for _, text in found["spoken"])
    assert "".join(letter for letter in words.lower() if letter.isalpha() or letter == " ") == SAID
    texts = [" ".join(text for _, text in message["answer"]["spoken"]) for message in told]
    assert all(message["answer"]["is_part"] for message in told)
    assert len(set(texts)) > 2
    assert all(words.startswith(text.rstrip(",. ")) for text in texts)
    assert "is_part" not in found
    assert asyncio.run(workbench.run_model("speech-moonshine", inputs))["answer"] == found


@pytest.mark.slow
@pytest.mark.usefixtures("says_everything")
def test_it_is_stopped_in_the_middle(workbench: LocalWorkbench) -> None:
    """Invariant: what was written stays, with where it was stopped; the model can be asked again."""

    async def stopped() -> dict:
        inputs = {"sound": np.tile(kennedy(), 3), "seconds": 33.0}
        asked = asyncio.ensure_future(
            workbench.follow_model(
                "speech-moonshine", inputs, lambda message: halting.set() if message["answer"]["spoken"] else None
            )
        )
        halting = asyncio.Event()
        await halting.wait()
        await workbench.halt_model("speech-moonshine")
        return (await asked)["answer"]

    found = asyncio.run(stopped())
    assert found["spoken"][0][1].startswith("And so")
    assert found["notes"] == ["Stopped at 0:00 of 0:33."]


@pytest.mark.parametrize(
    ("sound", "message"),
    [
        (np.zeros(0), "There is no sound yet"),
        (np.ones(99), "too short"),
        (np.zeros(5_000), "Nothing is heard"),
        (np.full(5_000, np.nan), "Nothing is heard"),
    ],
)
def test_what_cannot_be_heard_is_reported(sound: np.ndarray, message: str) -> None:
    """Invariant: nothing is asked of the model."""

    class Card:
        settings = SETTINGS

    with pytest.raises(InputError, match=message):
        asyncio.run(transcribe_task(Card(), None, {"sound": sound}))  # type: ignore[arg-type]
