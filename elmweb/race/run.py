"""The race itself: one contestant after the other, in small steps, with a clock that runs only while one trains."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from elmweb.data.sampling import some_rows
from elmweb.exceptions import ElmwebError
from elmweb.formatting import duration
from elmweb.race.contestants import Contestant, RaceSettings, contestants
from elmweb.race.learned import fingerprint, size_bytes
from elmweb.race.track import Track
from elmweb.race.work import row_flops, training_flops
from elmweb.words.engine import race_contestants as words

__all__ = ["Entrant", "Race", "RaceStep", "Trained"]

_WARM_ROWS, _WARM_STEPS = 300, 2  # enough for a browser to optimize the code that will run


@dataclass(frozen=True)
class RaceStep:
    """What has just been done.

    Parameters
    ----------
    text : str
        Who trains, with which seed.
    ended : bool
        Whether a training has just ended, which nobody should miss.
    wait : awaitable or None
        To be awaited before the next step.
    """

    text: str
    ended: bool = False
    wait: Awaitable[None] | None = None


@dataclass(frozen=True)
class Trained:
    """One training of a contestant.

    Parameters
    ----------
    seed : int
        Its seed.
    score : float
        On the rows kept back: accuracy in percent, or R2.
    seconds, predict_seconds : float
        Of the training alone, and of predicting all rows kept back.
    fingerprint : str
        Hash of what was learned.
    size_bytes : int
        Of what was learned.
    training_flops, row_flops : float or None
        Counted operations of the training, and of predicting a row.
    values : ndarray (n_test,)
        One value for each row kept back, as :meth:`Track.values` gives them.
    """

    seed: int
    score: float
    seconds: float
    predict_seconds: float
    fingerprint: str
    size_bytes: int
    training_flops: float | None
    row_flops: float | None
    values: np.ndarray = field(repr=False)


@dataclass
class Entrant:
    """A contestant and how far it has come.

    Parameters
    ----------
    contestant : Contestant
        Who it is.
    state : {"waiting", "running", "done", "failed", "stopped"}
        What it does; "stopped" before its first training had ended.
    note : str
        What there is to say about it.
    curve : list of (seconds, score)
        Of the training with the first seed, the last point that of the finished model.
    trained : list of Trained
        Its finished trainings, one for each seed.
    """

    contestant: Contestant
    state: str = "waiting"
    note: str = ""
    curve: list[tuple[float, float]] = field(default_factory=list)
    trained: list[Trained] = field(default_factory=list)


class Race:
    """A race that can be stopped after any step, and keeps what has been finished.

    Parameters
    ----------
    track : Track
        The rows.
    settings : RaceSettings
        Who races and how.
    rest : callable, optional
        Returns what to await before a contestant's clock starts for the first time: what is drawn at that moment would
        take its processor away.
    """

    def __init__(self, track: Track, settings: RaceSettings, rest: Callable[[], Awaitable[None]] | None = None) -> None:
        self.track, self.settings, self._rest = track, settings, rest
        self.entrants = [Entrant(one) for one in contestants(track, settings)]
        self.doing = ""
        self.is_stopped = False

    @property
    def n_steps(self) -> int:
        """Number of trainings there will be."""
        return sum(self._n_trainings(one) for one in self.entrants)

    @property
    def n_done(self) -> int:
        """Number of trainings that have ended."""
        return sum(self._n_trainings(one) if one.state == "failed" else len(one.trained) for one in self.entrants)

    def _n_trainings(self, entrant: Entrant) -> int:
        return self.settings.n_seeds if entrant.contestant.draws else 1

    def run(self) -> Generator[RaceStep, None, None]:
        """Train everyone with the first seed, then those that draw random numbers with the others.

        Yields
        ------
        RaceStep
            After every step. Closing the generator stops the race.
        """
        try:
            for seed in range(self.settings.n_seeds):
                for entrant in self.entrants:
                    if entrant.state != "failed" and seed < self._n_trainings(entrant):
                        yield from self._train(entrant, seed)
        except GeneratorExit:
            self.stop()
            raise

    def stop(self) -> None:
        """Note that the race ends here."""
        self.is_stopped = self.n_done < self.n_steps
        for entrant in self.entrants:
            if entrant.state in ("waiting", "running"):
                begun = entrant.state == "running"
                entrant.state = "done" if entrant.trained else "stopped"
                if entrant.state == "stopped":
                    entrant.note = _stopped(entrant) if begun else words.NO_TURN

    def _train(self, entrant: Entrant, seed: int) -> Generator[RaceStep, None, None]:
        """Train one contestant once; whatever fails is noted, and the race goes on."""
        entrant.state = "running"
        self.doing = words.training(entrant.contestant.name, seed)
        yield RaceStep(self.doing)
        try:
            yield from self._timed(entrant, seed)
        except ElmwebError as error:
            entrant.state, entrant.note = "failed", " ".join((error.what, words.it_had(error.value), *error.hints[:1]))
        except (ValueError, ArithmeticError, MemoryError) as error:
            entrant.state, entrant.note = "failed", words.failed(f"{error or type(error).__name__}")
        else:
            entrant.state = "done"
        yield RaceStep(self.doing, ended=True)

    def _timed(self, entrant: Entrant, seed: int) -> Generator[RaceStep, None, None]:
        one, track = entrant.contestant, self.track
        X, X_test = (track.images(rows) if one.sees_images else rows for rows in (track.X, track.X_test))
        if seed == 0:
            self._warm(one, X)
            yield RaceStep(self.doing, wait=self._rest() if self._rest else None)
        estimator = one.make(seed)
        steps, seconds, n_steps = one.fit(estimator, X, track.y), 0.0, 0
        while True:
            started = time.perf_counter()
            can_predict = next(steps, None)
            seconds += time.perf_counter() - started
            if can_predict is None:
                break
            n_steps += 1
            self.doing = words.training_in_steps(one.name, seed, n_steps)
            if can_predict and seed == 0:
                self._note_score(entrant, seconds, estimator.predict(X_test))
            yield RaceStep(self.doing)
            if can_predict and seconds > self.settings.most_seconds:
                started = time.perf_counter()
                steps.close()
                seconds += time.perf_counter() - started
                entrant.note = words.at_the_limit(duration(self.settings.most_seconds))
                break
        self._finish(entrant, seed, estimator, seconds, X_test)

    def _warm(self, one: Contestant, X: np.ndarray) -> None:
        """Let a contestant train for a moment on a few rows, so that nobody pays on the clock for being first."""
        y = self.track.y
        rows = some_rows(y, max(_WARM_ROWS, 2 * self.track.n_classes), classes=not self.track.is_regression)
        with contextlib.suppress(ElmwebError, ValueError, ArithmeticError):  # what fails here is told on the clock
            steps = one.fit(one.make(0), X[rows], y[rows])
            for _ in range(_WARM_STEPS):
                next(steps, None)
            steps.close()

    def _note_score(self, entrant: Entrant, seconds: float, predicted: np.ndarray) -> None:
        if np.isfinite(predicted).all():
            entrant.curve.append((seconds, self.track.score(predicted)))

    def _finish(self, entrant: Entrant, seed: int, estimator: Any, seconds: float, X_test: np.ndarray) -> None:
        """Score and measure a finished model."""
        started = time.perf_counter()
        predicted = estimator.predict(X_test)
        predict_seconds = time.perf_counter() - started
        if not np.isfinite(predicted).all():
            raise ValueError(words.NO_NUMBERS)
        if seed == 0:
            if entrant.curve and entrant.curve[-1][1] == self.track.score(predicted):
                entrant.curve.pop()  # nothing came after it but the end
            self._note_score(entrant, seconds, predicted)
        n_rows, n_inputs = len(self.track.X), X_test.shape[1]
        values = self.track.values(predicted)
        score = self.track.score(predicted)
        if score <= self.track.floor and not entrant.note:
            entrant.note = _learned_nothing(entrant.contestant.id, is_regression=self.track.is_regression)
        entrant.trained.append(
            Trained(
                seed=seed,
                score=score,
                seconds=seconds,
                predict_seconds=predict_seconds,
                fingerprint=fingerprint(estimator),
                size_bytes=size_bytes(estimator),
                training_flops=training_flops(estimator, n_rows, n_inputs),
                row_flops=row_flops(estimator, n_inputs),
                values=values,
            )
        )


def _stopped(entrant: Entrant) -> str:
    """Return what to say of a model that was stopped while it learned for the first time."""
    return words.stopped_after(duration(entrant.curve[-1][0])) if entrant.curve else words.STOPPED


def _learned_nothing(contestant: str, *, is_regression: bool) -> str:
    """Return what to say of a model that is no better than a constant."""
    found = words.NO_BETTER_THAN_MEAN if is_regression else words.NO_BETTER_THAN_MOST_COMMON
    return f"{found} {words.TRY_ANOTHER_RATE}" if contestant in ("mlp", "cnn") else found
