"""Remember one bit: a plain recurrent network and an LSTM, trained side by side, and what is left of the gradient.

The first number of a sequence is 1 or -1, all others are noise, and at the end the network is asked for the first. To
learn this, the gradient must find its way back over all steps between.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from elmweb.backprop import LSTM, Adam, Dense, Network, PlainRecurrent, SoftmaxCrossEntropy
from elmweb.exceptions import Cancelled
from elmweb.formatting import duration, quantity
from elmweb.studies.desk import Desk, Report
from elmweb.studies.pace import paced
from elmweb.studies.settings import chosen, seed_of
from elmweb.words.engine import studies_architectures as words

__all__ = ["GATES", "STARTS", "STEPS", "Trial", "run"]

STEPS = (50, 10, 200)
"""How long the bit can be asked to be remembered; the first is the default."""

STARTS = ("small", "glorot")
GATES = ("open", "half")

_UNITS, _BATCH, _N_BATCHES, _RATE, _LARGEST = 16, 32, 240, 0.01, 1.0
_NOISE, _N_TEST, _TEST_EVERY, _LEARNED = 0.2, 200, 10, 0.98
_MOST_BARS = 26


async def run(asked: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Train both networks.

    Parameters
    ----------
    asked : mapping
        ``steps`` (10, 50 or 200), ``start`` ("small" or "glorot"), ``gates`` ("open" or "half"), ``seed``.
    desk : Desk
        Runs the steps.
    report : Report
        Gets the answer so far.

    Returns
    -------
    dict
        See :meth:`Trial.answer`; of what was trained, when stopped.

    Raises
    ------
    Cancelled
        Stopped before the first batch was done.
    """
    trial = Trial(
        steps=chosen(asked, "steps", STEPS),
        start=chosen(asked, "start", STARTS),
        gates=chosen(asked, "gates", GATES),
        seed=seed_of(asked),
    )
    try:
        await desk.drive(trial.train(), paced(lambda: report(trial.doing, trial.n_done / _N_BATCHES, trial.answer())))
    except Cancelled:
        if not trial.n_done:
            raise
    return trial.answer()


@dataclass
class _Learner:
    """One of the two networks, and what has been seen of it."""

    id: str
    layer: PlainRecurrent | LSTM
    network: Network
    curve: list[tuple[int, float]] = field(default_factory=list)
    seconds: float = 0.0
    gradient_start: list[tuple[int, float]] = field(default_factory=list)
    gradient_end: list[tuple[int, float]] = field(default_factory=list)

    def reached(self) -> int | None:
        """Return after how many batches it had learned the task, and kept it to the end of what was trained."""
        reached = None
        for n, accuracy in self.curve:
            reached = (n if reached is None else reached) if accuracy >= _LEARNED else None
        return reached


class Trial:
    """Both networks learn from the same batches.

    Parameters
    ----------
    steps : int
        Length of the sequences.
    start : {"small", "glorot"}
        How the weights of both are drawn, see :class:`elmweb.backprop.PlainRecurrent`.
    gates : {"open", "half"}
        Whether the LSTM's gates start so that a memory lasts about as long as the sequence, or half open.
    seed : int
        Draws weights and sequences.
    """

    def __init__(self, *, steps: int, start: str, gates: str, seed: int) -> None:
        self.steps, self.gates = steps, gates
        self.n_done = 0
        self.doing = words.GETTING_READY
        self._rng = np.random.default_rng(seed)
        remembers = float(steps) if gates == "open" else 2.0
        layers = (
            ("plain", PlainRecurrent(1, _UNITS, start=start, rng=self._rng)),
            ("lstm", LSTM(1, _UNITS, start=start, remembers=remembers, rng=self._rng)),
        )
        self.learners = [_Learner(each, layer, self._network(layer)) for each, layer in layers]
        self._test = self._sequences(_N_TEST)

    def _network(self, layer: PlainRecurrent | LSTM) -> Network:
        """Return a network that reads with this layer and answers from its last state."""
        return Network([layer, Dense(_UNITS, 2, rng=self._rng)], SoftmaxCrossEntropy(), Adam(_RATE))

    def _sequences(self, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Return sequences (n, steps, 1), and their first bits (n,)."""
        bits = self._rng.integers(0, 2, n)
        X = self._rng.normal(scale=_NOISE, size=(n, self.steps, 1)).astype(np.float32)
        X[:, 0, 0] = 2 * bits - 1
        return X, bits

    def train(self) -> Generator[None, None, None]:
        """Train both, a batch at a time.

        Yields
        ------
        None
            After each batch of one network, and after each look at the gradient.
        """
        for one in self.learners:
            one.gradient_start = self._gradient(one)
            self._score(one)
            yield
        while self.n_done < _N_BATCHES:
            X, bits = self._sequences(_BATCH)
            self.doing = words.batch(self.n_done + 1, _N_BATCHES)
            for one in self.learners:
                started = time.perf_counter()
                _learn(one.network, X, bits)
                one.seconds += time.perf_counter() - started
                yield
            self.n_done += 1
            if self.n_done % _TEST_EVERY == 0:
                for one in self.learners:
                    self._score(one)
                    yield
        for one in self.learners:
            one.gradient_end = self._gradient(one)
            yield

    def _score(self, one: _Learner) -> None:
        """Note how many of the test sequences it gets right."""
        X, bits = self._test
        one.curve.append((self.n_done, float((one.network.predictions(X).argmax(axis=1) == bits).mean())))

    def _gradient(self, one: _Learner) -> list[tuple[int, float]]:
        """Return how large the gradient of the state is, by its distance to the end, beside that of the last state."""
        X, bits = (part[:_BATCH] for part in self._test)
        one.network.forward(X)
        one.network.loss(bits)
        one.network.backward()
        gradients = one.layer.state_gradients.astype(np.float64)
        sizes = np.sqrt(np.square(gradients).mean(axis=(1, 2)))[::-1]
        at = np.unique(np.linspace(0, self.steps - 1, min(self.steps, _MOST_BARS)).round().astype(int))
        last = sizes[0] or 1.0
        return [(int(each), float(sizes[each] / last)) for each in at]

    def answer(self) -> dict[str, Any]:
        """Return what has been seen so far.

        Returns
        -------
        dict
            ``steps``, ``n_done`` of ``n_batches``, ``batch_size``, ``n_test``, ``settings`` (a sentence), ``said``
            (what it came to, in sentences), and ``networks``: ``id``, ``name``, ``n_parameters``, ``seconds``,
            ``curve`` of batches and accuracy, ``reached`` (batches, or None), ``gradient_start`` and
            ``gradient_end`` of distance and size, beside that at the last step.
        """
        return {
            "steps": self.steps,
            "n_done": self.n_done,
            "n_batches": _N_BATCHES,
            "batch_size": _BATCH,
            "n_test": _N_TEST,
            "settings": words.memory_settings(
                _UNITS,
                quantity(_RATE),
                quantity(_LARGEST),
                n_batches=_N_BATCHES,
                batch_size=_BATCH,
                noise=quantity(_NOISE),
                lasts=self.steps if self.gates == "open" else 0,
            ),
            "said": self._said(),
            "networks": [
                {
                    "id": one.id,
                    "name": words.NETWORKS[one.id],
                    "n_parameters": one.network.n_parameters,
                    "seconds": one.seconds,
                    "curve": [list(point) for point in one.curve],
                    "reached": one.reached(),
                    "gradient_start": [list(point) for point in one.gradient_start],
                    "gradient_end": [list(point) for point in one.gradient_end],
                }
                for one in self.learners
            ],
        }

    def _said(self) -> str:
        """Return what it came to."""
        return " ".join(self._outcome(one) for one in self.learners) if self.n_done else ""

    def _outcome(self, one: _Learner) -> str:
        reached, right = one.reached(), round(_N_TEST * one.curve[-1][1])
        if reached is not None:
            return words.learned_after(one.id, reached, duration(one.seconds), self.n_done)
        return words.not_learned(one.id, self.n_done, duration(one.seconds), right, _N_TEST)


def _learn(network: Network, X: np.ndarray, bits: np.ndarray) -> None:
    """Take one step, by a gradient that is shortened where it is too long: over many steps it can explode as well."""
    network.forward(X)
    network.loss(bits)
    network.backward()
    gradients = [each.gradient for each in network.parameters if each.gradient is not None]
    length = float(np.sqrt(sum(float(np.square(gradient).sum()) for gradient in gradients)))
    if length > _LARGEST:
        for gradient in gradients:
            np.multiply(gradient, np.float32(_LARGEST / length), out=gradient)
    network.update()
