"""Translation: beam search outside the model, step by step.

The model has two graphs. ``encoder`` reads the sentence once. ``decoder`` gives the probabilities of the next piece;
its keys and values of earlier pieces are passed back to it, so that none is computed twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

import numpy as np

from elmweb.zoo.bpe import MARKS, BytePairs

__all__ = ["Found", "Translation", "search", "translate"]

_NEVER = [MARKS.index(mark) for mark in ("<fill>", "<unknown>", "<start>")]

State = Mapping[str, np.ndarray]
"""What a step needs of the earlier ones: arrays whose first axis is that of the hypotheses."""
Step = Callable[[np.ndarray, State], Awaitable[tuple[np.ndarray, State]]]
"""Takes last pieces (n,) and state; gives log probabilities of the next piece (n, n_pieces) and the new state."""
Run = Callable[[str, Mapping[str, np.ndarray]], Awaitable[Mapping[str, np.ndarray]]]
"""Runs a graph by its name."""


class Found(NamedTuple):
    """A finished hypothesis.

    Parameters
    ----------
    pieces : tuple of int
        Without the start and end tokens.
    score : float
        Log probability, divided by the length (the end token included) to the power of the penalty.
    state : mapping of str to ndarray
        Its row of the state after the last step.
    """

    pieces: tuple[int, ...]
    score: float
    state: State


class Translation(NamedTuple):
    """A translated sentence.

    Parameters
    ----------
    text : str
        The translation.
    pieces, source : list of str
        The pieces of the translation and of the source, spaces written as ``▁``; each with the end token.
    attention : ndarray of shape (n_pieces, n_source), float32
        Attention of each piece of the translation to each piece of the source; rows add up to 1.
    n_left_out : int
        Pieces of a too long sentence that were not read.
    """

    text: str
    pieces: list[str]
    source: list[str]
    attention: np.ndarray
    n_left_out: int


async def search(
    step: Step, state: State, *, start: int, end: int, width: int = 1, longest: int = 64, penalty: float = 1.0
) -> list[Found]:
    """Return the most probable sequences that a beam search finds, the best first.

    Parameters
    ----------
    step : callable
        Gives the log probabilities of the next piece.
    state : mapping of str to ndarray
        The initial state, for one hypothesis.
    start, end : int
        Start and end token.
    width : int, optional
        Beam width; 1 is greedy.
    longest : int, optional
        Largest length, the end token included; a hypothesis of this length is ended with the probability of the end.
    penalty : float, optional
        0 compares log probabilities, which favours short sequences; 1 compares their means per piece.

    Returns
    -------
    list of Found
        At most ``width``; at least one.

    Raises
    ------
    ValueError
        ``width`` or ``longest`` is below 1.
    """
    if width < 1 or longest < 1:
        raise ValueError(f"width and longest must be 1 or more; they are {width} and {longest}.")
    alive: list[tuple[tuple[int, ...], float]] = [((), 0.0)]
    last, done = np.array([start]), []

    def ended(row: int, score: float, length: int) -> Found:
        return Found(alive[row][0], score / length**penalty, {name: values[row] for name, values in state.items()})

    for length in range(1, longest + 1):
        log_probabilities, state = await step(last, state)
        totals = np.array([score for _, score in alive])[:, None] + log_probabilities
        if length == longest:
            done += [ended(row, float(totals[row, end]), length) for row in range(len(alive))]
            break
        # Twice the width: if half of them end, enough are left to continue.
        going: list[tuple[int, int, float]] = []
        for rank, place in enumerate(np.argsort(-totals, axis=None, kind="stable")[: 2 * width]):
            row, piece = divmod(int(place), totals.shape[1])
            score = float(totals[row, piece])
            if piece == end and rank < width:
                done.append(ended(row, score, length))
            elif piece != end and len(going) < width and score > -np.inf:
                going.append((row, piece, score))
        done = sorted(done, key=lambda found: -found.score)[:width]
        if not going or (len(done) == width and done[-1].score >= going[0][2] / length**penalty):
            break  # the remaining hypotheses are unlikely to get better
        alive = [((*alive[row][0], piece), score) for row, piece, score in going]
        last = np.array([piece for _, piece, _ in going])
        rows = np.array([row for row, *_ in going])
        state = {name: values[rows] for name, values in state.items()}
    return sorted(done, key=lambda found: -found.score)[:width]


async def translate(
    text: str, vocabulary: BytePairs, run: Run, *, most: int, width: int = 4, penalty: float = 1.0
) -> Translation:
    """Translate a sentence.

    Parameters
    ----------
    text : str
        One sentence.
    vocabulary : BytePairs
        Shared by both languages.
    run : callable
        Runs the graphs ``"encoder"`` and ``"decoder"``.
    most : int
        Largest number of pieces to read, and to write.
    width : int, optional
        See :func:`search`; 1 is greedy.
    penalty : float, optional
        See :func:`search`.

    Returns
    -------
    Translation
        Empty for an empty text.
    """
    start, end = MARKS.index("<start>"), MARKS.index("<end>")
    numbers = vocabulary.encode(text)
    if not numbers:
        return Translation("", [], [], np.zeros((0, 0), np.float32), 0)
    read = [*numbers[: most - 1], end]
    ids, mask = np.array([read], np.int32), np.ones((1, len(read)), np.float32)
    encoded = await run("encoder", {"ids": ids, "mask": mask})
    keys = encoded["keys"]
    # The past has one masked position from the beginning, so that no tensor is ever empty.
    nothing = np.zeros((*keys.shape[:3], 1, keys.shape[-1]), np.float32)
    first = {
        "keys": keys,
        "values": encoded["values"],
        "mask": mask,
        "past_keys": nothing,
        "past_values": nothing,
        "past_mask": np.zeros((1, 1), np.float32),
        "seen": np.zeros((1, 0, len(read)), np.float32),
    }

    async def step(last: np.ndarray, state: State) -> tuple[np.ndarray, State]:
        place = np.full(len(last), state["seen"].shape[1], np.int32)
        feeds = {name: values for name, values in state.items() if name != "seen"}
        found = await run("decoder", {"piece": last.astype(np.int32), "place": place, **feeds})
        new = {
            "past_keys": found["new_keys"],
            "past_values": found["new_values"],
            "past_mask": np.concatenate([state["past_mask"], np.ones((len(last), 1), np.float32)], axis=1),
            "seen": np.concatenate([state["seen"], found["attention"].mean(1)[:, None]], axis=1),
        }
        logits = found["logits"].astype(np.float64)
        logits[:, _NEVER] = -np.inf
        logits -= logits.max(axis=1, keepdims=True)
        return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)), {**state, **new}

    found = await search(step, first, start=start, end=end, width=width, longest=most, penalty=penalty)
    pieces = [*found[0].pieces, end]
    written, source = ([vocabulary.pieces[number] for number in numbers] for numbers in (pieces, read))
    left_out = len(numbers) - (len(read) - 1)
    return Translation(vocabulary.decode(pieces), written, source, found[0].state["seen"], left_out)
