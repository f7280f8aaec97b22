"""Speech to text: a clip is cut at its quietest places, and each part written down piece by piece, outside the model.

The model has two graphs. ``encoder`` hears a part of the sound once. ``decoder`` gives the logits of the next piece of
the text; its keys and values of earlier pieces are passed back to it, so that none is computed twice.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from elmweb.exceptions import ModelFileError
from elmweb.words.engine import zoo_models as words

__all__ = ["Part", "Pieces", "RunGraph", "Spoken", "Transcript", "cut", "transcribe", "write_down"]

RunGraph = Callable[[str, Mapping[str, np.ndarray]], Awaitable[Mapping[str, np.ndarray]]]
"""Runs a graph by its name."""

_FRAME_SECONDS = 0.02  # of which the loudness is measured
_PAUSE_FRAMES = 10  # a cut is in the middle of so many frames that are quiet together
_SILENT = 0.01  # of the clip's loudest frame, 40 decibels below it: a part that stays under it holds no speech
_SPECIAL = "<<ST_"
_SPACE = "\u2581".encode()


class Part(NamedTuple):
    """A part of a clip, as places in its samples: from ``start`` up to, not including, ``end``."""

    start: int
    end: int


class Spoken(NamedTuple):
    """What was said in a part of a clip.

    Parameters
    ----------
    start, end : float
        Seconds from the beginning of the clip.
    text : str
        The words.
    """

    start: float
    end: float
    text: str


class Transcript(NamedTuple):
    """What was said in a clip.

    Parameters
    ----------
    parts : list of Spoken
        One for each part in which something was said.
    stopped_at : float or None
        Seconds from the beginning of the clip to where it was stopped; None if it was written down to the end.
    """

    parts: list[Spoken]
    stopped_at: float | None


class Pieces:
    """The pieces of text that a model writes with.

    Parameters
    ----------
    pieces : sequence of bytes
        UTF-8 by number; a piece may be a part of a character. ``▁`` is a space. Some stand for no text.
    """

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._texts = [self._text(piece) for piece in pieces]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._texts)

    @staticmethod
    def _text(piece: bytes) -> bytes:
        special = piece in {b"<unk>", b"<s>", b"</s>"} or piece.startswith(_SPECIAL.encode())
        return b"" if special else piece.replace(_SPACE, b" ")

    @classmethod
    def from_bytes(cls, data: bytes) -> Pieces:
        """Read the file ``tokenizer.bin`` of Moonshine.

        Parameters
        ----------
        data : bytes
            Each piece with its length in front: one byte below 128, else two, the lower seven bits first.

        Raises
        ------
        ModelFileError
            The last piece is cut off.
        """
        pieces, at = [], 0
        while at < len(data):
            length, at = data[at], at + 1
            if length >= 128 and at < len(data):
                length, at = length - 128 + 128 * data[at], at + 1
            if at + length > len(data):
                raise ModelFileError(
                    words.NO_PIECES,
                    rule=words.piece_length(len(pieces), length),
                    value=words.n_bytes(len(data) - at),
                )
            pieces.append(data[at : at + length])
            at += length
        return cls(pieces)

    def decode(self, numbers: Sequence[int]) -> str:
        """Return the text of pieces.

        Examples
        --------
        >>> Pieces([b"<s>", b"</s>", "\u2581Hel".encode(), b"lo"]).decode([2, 3, 1])
        'Hello'
        """
        whole = b"".join(self._texts[number] for number in numbers)
        return " ".join(whole.decode(errors="ignore").split())


def cut(sound: np.ndarray, rate: int, *, shortest: float = 4.0, longest: float = 12.0) -> list[Part]:
    """Cut a clip where it is quietest, so that each part is short enough for a model; parts without sound are left out.

    Parameters
    ----------
    sound : ndarray of shape (n_samples,)
        The clip.
    rate : int
        Samples a second.
    shortest, longest : float, optional
        Bounds for the length of a part in seconds. The last one, or the two last, may be shorter.

    Returns
    -------
    list of Part
        In order; they do not overlap.
    """
    if not len(sound):
        return []
    size = int(_FRAME_SECONDS * rate)
    n_frames = -(-len(sound) // size)
    padded = np.zeros(n_frames * size, np.float32)
    padded[: len(sound)] = sound
    loudness = np.sqrt(np.square(padded.reshape(n_frames, size)).mean(axis=1))
    floor = _SILENT * loudness.max()
    around = np.convolve(loudness, np.full(_PAUSE_FRAMES, 1 / _PAUSE_FRAMES), "same")[:n_frames]
    fewest, most = int(shortest / _FRAME_SECONDS), int(longest / _FRAME_SECONDS)
    cuts = [0]
    while n_frames - cuts[-1] > most:
        # What is left after a cut must not be a snippet, so the last cut may be earlier than it need be.
        last = min(cuts[-1] + most, max(cuts[-1] + fewest, n_frames - fewest))
        window = around[cuts[-1] + fewest : last + 1]
        cuts.append(cuts[-1] + fewest + int(np.flatnonzero(window == window.min())[-1]))
    ends = [*cuts[1:], n_frames]
    return [
        Part(start * size, min(end * size, len(sound)))
        for start, end in zip(cuts, ends, strict=True)
        if end > start and loudness[start:end].max() > floor
    ]


async def write_down(
    sound: np.ndarray, run: RunGraph, *, start: int, end: int, most: int, heard: Callable[[list[int]], bool]
) -> list[int]:
    """Return the pieces of one part of a clip, the likeliest each time.

    Parameters
    ----------
    sound : ndarray of shape (n_samples,), float32
        The part.
    run : callable
        Runs the graphs ``"encoder"`` and ``"decoder"``.
    start, end : int
        Start and end token.
    most : int
        The largest number of pieces; a model that hears music may repeat itself for ever.
    heard : callable
        Is given the pieces so far after each of them; returns whether to go on.

    Returns
    -------
    list of int
        Without the start and end tokens.
    """
    encoded = await run("encoder", {"sound": sound[None]})
    keys, values = encoded["keys"], encoded["values"]
    # The past has one masked position from the beginning, so that no tensor is ever empty.
    past_keys = past_values = np.zeros((*keys.shape[:3], 1, keys.shape[-1]), np.float32)
    pieces: list[int] = []
    for place in range(most):
        found = await run(
            "decoder",
            {
                "piece": np.array([pieces[-1] if pieces else start], np.int32),
                "place": np.array([place], np.int32),
                "past_keys": past_keys,
                "past_values": past_values,
                "past_mask": np.array([[0.0] + [1.0] * place], np.float32),
                "keys": keys,
                "values": values,
            },
        )
        piece = int(found["logits"][0].argmax())
        if piece == end:
            break
        past_keys, past_values = found["new_keys"], found["new_values"]
        pieces.append(piece)
        if not heard(pieces):
            break
    return pieces


async def transcribe(
    sound: np.ndarray, pieces: Pieces, run: RunGraph, settings: Mapping[str, Any], heard: Callable[[list[Spoken]], bool]
) -> Transcript:
    """Write down what is said in a clip.

    Parameters
    ----------
    sound : ndarray of shape (n_samples,), float32
        One channel, -1 to 1.
    pieces : Pieces
        What the model writes with.
    run : callable
        Runs the graphs ``"encoder"`` and ``"decoder"``.
    settings : mapping
        ``rate``, samples a second, and ``least``, the smallest number of samples; ``shortest`` and ``longest``, see
        :func:`cut`; ``start`` and ``end``, tokens; ``most``, pieces of a part, and ``most_per_second``.
    heard : callable
        Is given all that was written so far, whenever there is more; returns whether to go on.

    Returns
    -------
    Transcript
        The words.
    """
    rate = settings["rate"]
    found: list[Spoken] = []
    for part in cut(sound, rate, shortest=settings["shortest"], longest=settings["longest"]):
        start, end = part.start / rate, part.end / rate
        goes_on = True

        def tell(numbers: list[int], start: float = start, end: float = end) -> bool:
            nonlocal goes_on
            goes_on = heard([*found, Spoken(start, end, pieces.decode(numbers))])
            return goes_on

        samples = sound[part.start : part.end]
        samples = np.pad(samples, (0, max(0, settings["least"] - len(samples))))
        most = min(settings["most"], math.ceil(len(samples) / rate * settings["most_per_second"]))
        numbers = await write_down(samples, run, start=settings["start"], end=settings["end"], most=most, heard=tell)
        if text := pieces.decode(numbers):
            found.append(Spoken(start, end, text))
        if not goes_on:
            return Transcript(found, start)
    return Transcript(found, None)
