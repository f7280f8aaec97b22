"""Sound tasks: how similar clips are, and what is said in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from elmweb.exceptions import InputError
from elmweb.formatting import clock, count, duration
from elmweb.zoo.manifest import ModelCard
from elmweb.zoo.speech import Pieces, Spoken, transcribe as write_speech
from elmweb.zoo.tasks import Answer, Ask
from elmweb.zoo.tasks.compare import compared

__all__ = ["embed", "transcribe"]

_SILENT = 1e-4  # the largest amplitude of a silent clip


async def embed(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Compare a clip with others.

    Parameters
    ----------
    card : ModelCard
        Its first output is a vector for each moment (batch, windows, size); ``settings`` has ``rate``, samples per
        second, and ``least``, the smallest number of samples.
    ask : Ask
        Runs the model.
    inputs : mapping
        ``sound``, ndarray (samples,) float32 from -1 to 1; ``clip``, its name; ``seconds``, the length of the whole
        clip; ``others``, see :func:`elmweb.zoo.tasks.compare.compared`.

    Returns
    -------
    Answer
        ``headline``, ``similar`` and ``vector``, the mean over all moments.

    Raises
    ------
    InputError
        There is no clip, it is too short, or it is silent.
    """
    sound = _heard(card, inputs)
    rate = card.settings["rate"]
    graph = card.graph()
    found = await ask({graph.inputs[0].name: sound[None]})
    name = str(inputs.get("clip", "")) or f"Clip {len(inputs.get('others', ())) + 1}"
    answer = compared(
        found[graph.results()[0]][0].mean(axis=0), {"name": name, "others": inputs.get("others", ())}, "clip"
    )
    heard = sound.size / rate
    if inputs.get("seconds", heard) > heard + 0.1:
        answer["notes"] = [*answer.get("notes", ()), f"The first {count(round(heard), 'second')} were heard."]
    return answer


async def transcribe(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Write down what is said in a clip, and tell it while it is written.

    Parameters
    ----------
    card : ModelCard
        With the graphs ``encoder`` and ``decoder``; ``settings`` as in :func:`elmweb.zoo.speech.transcribe`.
    ask : Ask
        Runs them.
    inputs : mapping
        ``sound`` and ``seconds``, as in :func:`embed`.

    Returns
    -------
    Answer
        ``spoken``, and notes on what was not written down.

    Raises
    ------
    InputError
        There is no clip, it is too short, or it is silent.
    """
    sound = _heard(card, inputs)
    pieces = Pieces.from_bytes(await ask.file("pieces"))
    seconds = sound.size / card.settings["rate"]

    def tell(parts: list[Spoken]) -> bool:
        progress = f"{clock(parts[-1].start if parts else 0)} of {clock(seconds)} is written down."
        return ask.say({"spoken": _lines(parts), "notes": [progress], "is_part": True})

    tell([])
    found = await write_speech(sound, pieces, lambda graph, feeds: ask(feeds, graph=graph), card.settings, tell)
    notes = []
    if not found.parts:
        notes.append("No words were heard in it.")
    if found.stopped_at is not None:
        notes.append(f"Stopped at {clock(found.stopped_at)} of {clock(seconds)}.")
    elif (whole := inputs.get("seconds", seconds)) > seconds + 0.1:
        notes.append(f"{clock(seconds)} of {clock(whole)} is written down: more is not heard at once.")
    return {"spoken": _lines(found.parts), "notes": notes}


def _lines(parts: Sequence[Spoken]) -> list[tuple[float, str]]:
    return [(part.start, part.text) for part in parts]


def _heard(card: ModelCard, inputs: Mapping[str, Any]) -> np.ndarray:
    """Return the clip among the inputs."""
    sound = np.asarray(inputs.get("sound", ()), dtype=np.float32)
    rate, least = card.settings["rate"], card.settings["least"]
    if not sound.size:
        raise InputError("There is no sound yet.", rule="a clip", value="nothing", hints=("Choose or record one.",))
    if sound.size < least:
        rule, found = f"{duration(least / rate, 3)} at least", duration(sound.size / rate, 3)
        raise InputError("The clip is too short.", rule=rule, value=found)
    if not np.abs(sound).max() > _SILENT:
        raise InputError(
            "Nothing is heard in the clip.", rule="a sound", value=f"{duration(sound.size / rate)} of silence"
        )
    return sound
