"""Two networks against each other: a small GAN on points of a plane, kept stage by stage."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from typing import Any

import numpy as np

from elmweb.backprop.adversarial import Adversaries
from elmweb.exceptions import Cancelled
from elmweb.formatting import duration, in_100
from elmweb.studies.desk import Desk, Report
from elmweb.studies.pace import paced
from elmweb.studies.settings import chosen, seed_of
from elmweb.words.engine import studies_architectures as words

__all__ = ["POINTS", "RATES", "Duel", "run"]

POINTS = ("ring", "moons")
RATES = {"even": (1e-3, 1e-3), "discriminator": (1e-3, 1e-2), "generator": (1e-2, 1e-3)}
"""Learning rates of generator and discriminator."""

_N_STEPS, _BATCH, _N_STAGES, _N_DRAWN, _N_NOISE = 3_000, 64, 40, 300, 2
_NEAR, _SPREAD, _BLOBS, _GRID, _HALF = 0.1, 0.06, 8, 24, 1.5


async def run(asked: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Train both networks.

    Parameters
    ----------
    asked : mapping
        ``points`` ("ring" or "moons"), ``rates`` ("even", "discriminator" or "generator": who learns ten times as
        fast), ``seed``.
    desk : Desk
        Runs the steps.
    report : Report
        Gets the answer so far, of its stages those that it did not get before.

    Returns
    -------
    dict
        See :meth:`Duel.answer`; of what was trained, when stopped.

    Raises
    ------
    Cancelled
        Stopped before the first stage.
    SettingsError
        The training diverged.
    """
    duel = Duel(points=chosen(asked, "points", POINTS), rates=chosen(asked, "rates", tuple(RATES)), seed=seed_of(asked))
    sent = 0

    def so_far() -> None:
        nonlocal sent
        report(duel.doing, duel.n_done / _N_STEPS, duel.answer(since=sent))
        sent = duel.n_stages

    try:
        await desk.drive(duel.train(), paced(so_far))
    except Cancelled:
        if duel.n_stages < 2:
            raise
    return duel.answer()


class Duel:
    """The training, and what was drawn on its way.

    Parameters
    ----------
    points : {"ring", "moons"}
        What the real points lie on.
    rates : str
        A key of :data:`RATES`.
    seed : int
        Draws points, weights and noise.
    """

    def __init__(self, *, points: str, rates: str, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._points = points
        self._gan = Adversaries(_N_NOISE, 2, rates=RATES[rates], rng=self._rng)
        self._real = self._draw_real(_N_DRAWN)
        self._noise = self._gan.noise(_N_DRAWN)  # the same at every stage, so that each point can be followed
        side = np.linspace(-_HALF, _HALF, _GRID, dtype=np.float32)
        self._places = np.column_stack([np.tile(side, _GRID), np.repeat(side[::-1], _GRID)])  # from the top left
        self._losses: list[tuple[float, float]] = []
        self._stages: list[dict[str, Any]] = []
        self.n_done, self.seconds = 0, 0.0

    @property
    def doing(self) -> str:
        """How far it is, in words."""
        return words.step(self.n_done, _N_STEPS)

    @property
    def n_stages(self) -> int:
        """How many stages have been kept."""
        return len(self._stages)

    def _draw_real(self, n: int) -> np.ndarray:
        """Return real points, (n, 2)."""
        if self._points == "ring":
            angle = 2 * np.pi * self._rng.integers(0, _BLOBS, n) / _BLOBS
            X = np.column_stack([np.cos(angle), np.sin(angle)])
        else:
            angle, side = np.pi * self._rng.random(n), self._rng.choice([-1, 1], n)
            X = np.column_stack([side * (0.5 - np.cos(angle)), side * (0.25 - np.sin(angle))])
        return (X + self._rng.normal(scale=_SPREAD, size=X.shape)).astype(np.float32)

    def train(self) -> Generator[None, None, None]:
        """Train step by step.

        Yields
        ------
        None
            After each step of both.

        Raises
        ------
        SettingsError
            The training diverged.
        """
        self._keep()
        between = _N_STEPS // _N_STAGES
        for _ in range(_N_STEPS):
            real = self._draw_real(_BATCH)
            started = time.perf_counter()
            self._losses.append(self._gan.step(real))
            self.seconds += time.perf_counter() - started
            self.n_done += 1
            if self.n_done % between == 0:
                self._keep()
            yield

    def _keep(self) -> None:
        """Keep what is drawn now, and how both do, over the steps since the last stage."""
        drawn = self._gan.draw(self._noise).copy()
        distances = np.sqrt(np.square(drawn[:, None] - self._real[None]).sum(axis=2))
        since = self._stages[-1]["step"] if self._stages else 0
        losses = np.mean(self._losses[since:], axis=0) if self._losses else (np.log(2), np.log(2))
        self._stages.append(
            {
                "step": self.n_done,
                "drawn": np.round(drawn.astype(float), 2).tolist(),
                "judged": np.rint(100 * self._gan.judge(self._places)).astype(int).tolist(),
                "near": float((distances.min(axis=1) < _NEAR).mean()),
                "covered": float((distances.min(axis=0) < _NEAR).mean()),
                "discriminator": float(losses[0]),
                "generator": float(losses[1]),
                "blobs": self._n_blobs(drawn) if self._points == "ring" else None,
            }
        )

    def _n_blobs(self, drawn: np.ndarray) -> int:
        """Return how many of the ring's clusters at least one in 50 of the drawn points lies in."""
        angles = 2 * np.pi * np.arange(_BLOBS) / _BLOBS
        centres = np.column_stack([np.cos(angles), np.sin(angles)])
        inside = np.sqrt(np.square(drawn[:, None] - centres[None]).sum(axis=2)) < 3 * _SPREAD
        return int((inside.sum(axis=0) >= _N_DRAWN / 50).sum())

    def answer(self, since: int = 0) -> dict[str, Any]:
        """Return what was drawn so far.

        Parameters
        ----------
        since : int, default=0
            The first stage that is wanted.

        Returns
        -------
        dict
            ``real`` points, ``half`` and ``grid`` (the square that is shown, and places along a side of it), ``n_done``
            of ``n_steps``, ``seconds``, ``batch_size``, ``n_parameters`` (generator, discriminator), ``near_is`` (the
            distance that counts as near), ``said``, and ``stages``: ``step``, ``drawn`` points, ``judged`` (how likely
            each place of the square is real, in %, row by row from the top), ``near`` and ``covered`` (shares of the
            drawn that are near a real one, and the other way round), ``blobs`` (clusters drawn, of ``n_blobs``) and
            the mean losses of ``discriminator`` and ``generator`` since the stage before.
        """
        return {
            "real": np.round(self._real.astype(float), 2).tolist(),
            "half": _HALF,
            "grid": _GRID,
            "n_blobs": _BLOBS,
            "n_done": self.n_done,
            "n_steps": _N_STEPS,
            "seconds": self.seconds,
            "batch_size": _BATCH,
            "n_parameters": [self._gan.generator.n_parameters, self._gan.discriminator.n_parameters],
            "near_is": _NEAR,
            "stages": self._stages[since:],
            "said": self._said(),
        }

    def _said(self) -> str:
        """Return what it came to."""
        if not self._losses:
            return ""
        last, time_taken = self._stages[-1], duration(self.seconds)
        if self._points == "ring":
            return words.clusters_drawn(last["blobs"], _BLOBS, last["step"], time_taken)
        return words.points_near(in_100(last["covered"]), last["step"], time_taken)
