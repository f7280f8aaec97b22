"""Sound tasks: how similar clips are, and what is said in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from elmweb.exceptions import InputError
from elmweb.formatting import clock, duration
from elmweb.words.engine import common, zoo_tasks as words
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
    name = str(inputs.get("clip", "")) or words.clip(len(inputs.get("others", ())) + 1)
    answer = compared(
        found[graph.results()[0]][0].mean(axis=0), {"name": name, "others": inputs.get("others", ())}, "clip"
    )
    heard = sound.size / rate
    if inputs.get("seconds", heard) > heard + 0.1:
        answer["notes"] = [*answer.get("notes", ()), words.seconds_heard(round(heard))]
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
        progress = words.written_down(clock(parts[-1].start if parts else 0), clock(seconds))
        return ask.say({"spoken": _lines(parts), "notes": [progress], "is_part": True})

    tell([])
    found = await write_speech(sound, pieces, lambda graph, feeds: ask(feeds, graph=graph), card.settings, tell)
    notes = []
    if not found.parts:
        notes.append(words.NO_WORDS_HEARD)
    if found.stopped_at is not None:
        notes.append(words.stopped_at(clock(found.stopped_at), clock(seconds)))
    elif (whole := inputs.get("seconds", seconds)) > seconds + 0.1:
        notes.append(words.no_more_at_once(clock(seconds), clock(whole)))
    return {"spoken": _lines(found.parts), "notes": notes}


def _lines(parts: Sequence[Spoken]) -> list[tuple[float, str]]:
    return [(part.start, part.text) for part in parts]


def _heard(card: ModelCard, inputs: Mapping[str, Any]) -> np.ndarray:
    """Return the clip among the inputs."""
    sound = np.asarray(inputs.get("sound", ()), dtype=np.float32)
    rate, least = card.settings["rate"], card.settings["least"]
    if not sound.size:
        raise InputError(words.NO_SOUND, rule=words.A_CLIP, value=common.NOTHING, hints=(words.CHOOSE_OR_RECORD,))
    if sound.size < least:
        rule, found = words.at_least(duration(least / rate, 3)), duration(sound.size / rate, 3)
        raise InputError(words.CLIP_TOO_SHORT, rule=rule, value=found)
    if not np.abs(sound).max() > _SILENT:
        found = words.silence(duration(sound.size / rate))
        raise InputError(words.NOTHING_HEARD, rule=words.A_SOUND, value=found)
    return sound
