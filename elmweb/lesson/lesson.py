"""A network at one place of its training: forward by a stop, a row, a batch or a run, and back again."""

from __future__ import annotations

import time
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

import numpy as np

from elmweb.backprop import Network
from elmweb.lesson.networks import Snapshot, batch_rows, load, make_network
from elmweb.lesson.rival import Rival, solve_elm
from elmweb.lesson.rows import LessonRows
from elmweb.lesson.settings import STOPS, LessonSettings, Position

__all__ = ["STOPS", "Lesson", "Moment", "Speed"]

Speed = Literal["stop", "row", "batch"]
FORWARD, LOSS, BACKWARD, UPDATE, REPEAT = range(5)
_MOST_SNAPSHOTS = 128


@dataclass(frozen=True)
class Moment:
    """What was measured over all rows between two steps.

    Parameters
    ----------
    step : int
        Updates that were done.
    train_loss, test_loss : float
        Loss over all rows to learn from, and over those held back; NaN without any.
    train_right, test_right : float
        Fraction of rows that are right; NaN for numbers.
    seconds : float
        What the training had taken, without measuring and drawing.
    """

    step: int
    train_loss: float
    test_loss: float
    train_right: float
    test_right: float
    seconds: float


class Lesson:
    """A network with its place in the training.

    Every place can be reached again, and is the same then: the rows of a step follow from its number, and the network
    is kept now and then, so that going back means going on from an earlier place.

    Parameters
    ----------
    settings : LessonSettings
        What is learned from what.
    rows : LessonRows
        The data.

    Attributes
    ----------
    network : Network
        With the arrays of the step that it is in.
    step : int
        Updates that are done.
    stop : int
        The stop that was made last, by its place in :data:`STOPS`; the last one lies between two steps.
    at : int
        The row that is followed, counted within the batch.
    batch_loss : float
        Loss of the batch, from the stop Loss on.
    history : list of Moment
        What was measured on the way here.
    diverged : bool
        Whether the loss is no longer a number: it goes no further.
    rival : Rival
        The ELM.
    """

    def __init__(self, settings: LessonSettings, rows: LessonRows) -> None:
        self.settings, self.rows = settings, rows
        self.network = self._new_network()
        self.probe = self._new_network()  # for whatever must not disturb the step that the network is in
        self.rival: Rival = solve_elm(settings, rows)
        self.step, self.stop, self.at = 0, REPEAT, 0
        self.batch_loss = float("nan")
        self.diverged = False
        self.seconds = 0.0
        self.history: list[Moment] = []
        self._snapshots = [Snapshot.of(self.network, 0, 0.0)]
        self.before = self._snapshots[0].values  # the parameters at the begin of the step
        self._measure()

    def _new_network(self) -> Network:
        rows = self.rows
        return make_network(self.settings, rows.X.shape[1], rows.n_outputs, by_class=bool(rows.classes))

    def solve_again(self, settings: LessonSettings) -> None:
        """Take other settings that are the ELM's alone, and solve that again; the network stays where it is."""
        self.settings = settings
        self.rival = solve_elm(settings, self.rows)

    # Where it is

    @property
    def batch(self) -> np.ndarray:
        """Positions of the rows of the step that it is in, or comes to."""
        return batch_rows(self.step, len(self.rows.X), self.settings.batch, self.settings.seed)

    @property
    def row(self) -> int:
        """Position of the row that is followed."""
        return int(self.batch[self.at])

    @property
    def steps_in_epoch(self) -> int:
        """Steps until every row was there once."""
        return -(-len(self.rows.X) // self.settings.batch)

    @property
    def now(self) -> Moment:
        """What was measured last."""
        return self.history[-1]

    def position(self, link: tuple[int, int, int]) -> Position:
        """Return where it is, for an address."""
        return Position(self.step, STOPS[self.stop], self.at, link)

    # Forward

    def next(self, speed: Speed) -> None:
        """Go on by a stop, to the gradients of the next row, or to the end of the step."""
        if self.diverged:
            return
        if speed == "stop":
            self._next_stop()
        elif speed == "batch":
            self._finish_step()
        elif self.stop == BACKWARD and self.at + 1 < len(self.batch):
            self.at += 1
        else:
            if self.stop in (BACKWARD, UPDATE):
                self._finish_step()
            self._go_to_stop(BACKWARD)

    def run(self, most_steps: int, seconds: float) -> int:
        """Take steps until there are so many or the time is up; return how many."""
        until, first = time.perf_counter() + seconds, self.step
        with np.errstate(all="ignore"):
            while self.step - first < most_steps and not self.diverged and time.perf_counter() < until:
                if self.stop == REPEAT:
                    self._whole_step()
                else:
                    self._finish_step()
        return self.step - first

    def _whole_step(self) -> None:
        """Make all five stops in one go, without what is kept for somebody who looks at each of them."""
        X, y = self.rows.X[self.batch], self.rows.y[self.batch]
        network, started = self.network, time.perf_counter()
        network.forward(X)
        loss = network.loss(y)
        if np.isfinite(loss):
            network.backward()
            network.update()
            self.seconds += time.perf_counter() - started
            self._end_step()
        else:
            self._go_to_stop(LOSS)  # where it is found once more, and shown

    def _finish_step(self) -> None:
        self._go_to_stop(REPEAT)

    def _go_to_stop(self, stop: int) -> None:
        """Make stops until a certain one is made; at least one."""
        while not self.diverged:
            self._next_stop()
            if self.stop == stop:
                return

    def _next_stop(self) -> None:
        """Make the next of the five stops."""
        stop = (self.stop + 1) % len(STOPS)
        started = time.perf_counter()
        with np.errstate(all="ignore"):  # what is no longer a number is found below
            if stop == FORWARD:
                self.before = [parameter.value.copy() for parameter in self.network.parameters]
                self._X, self._y = self.rows.X[self.batch], self.rows.y[self.batch]
                self.at = min(self.at, len(self._X) - 1)
                started = time.perf_counter()
                self.network.forward(self._X)
            elif stop == LOSS:
                self.batch_loss = self.network.loss(self._y)
                self.diverged = not np.isfinite(self.batch_loss)
            elif stop == BACKWARD:
                self.network.backward()
            elif stop == UPDATE:
                self.network.update()
        self.seconds += time.perf_counter() - started
        self.stop = stop
        if stop == REPEAT:
            self._end_step()

    def _end_step(self) -> None:
        self.step += 1
        self.at = 0
        self.batch_loss = float("nan")
        self._keep()
        if self.step >= self.now.step + self._gap():
            self._measure()

    def _gap(self) -> int:
        """Return the steps between two measurements: each at first, then about forty in each doubling."""
        return max(1, 2 ** (self.now.step.bit_length() - 1) // 40) if self.now.step else 1

    def _keep(self) -> None:
        """Keep the network now and then: less often the further it is, and always few."""
        kept = self._snapshots
        gap = max(1, (self.step - kept[0].step) // _MOST_SNAPSHOTS)
        if self.step - kept[-1].step >= gap:
            kept.append(Snapshot.of(self.network, self.step, self.seconds))
        if len(kept) > 2 * _MOST_SNAPSHOTS:
            self._snapshots = [kept[0], *kept[2::2]]

    # Back

    def back(self, speed: Speed) -> None:
        """Go back by a stop, a row or a step; nothing happens at the very begin."""
        last = len(self.rows.X)  # beyond the last row of any batch, which is taken then
        if speed == "row" and self.stop == BACKWARD and self.at > 0:
            self.at -= 1
        elif speed == "row" and self.stop in (BACKWARD, REPEAT) and self.step > 0:
            self.go_to(Position(self.step - 1, "backward", last))
        elif self.stop != REPEAT:
            self.go_to(Position(self.step, STOPS[self.stop - 1] if speed == "stop" else "repeat", self.at))
        elif self.step > 0:
            self.go_to(Position(self.step - 1, "update" if speed == "stop" else "repeat"))

    @property
    def can_go_back(self) -> bool:
        """Whether there is anything behind."""
        return self.step > 0 or self.stop != REPEAT

    def go_to(self, position: Position) -> None:
        """Go to any place that lies behind, or ahead while the loss is a number.

        Parameters
        ----------
        position : Position
            Its step, stop and row.
        """
        self._return_to(position.step)
        while self.step < position.step and not self.diverged:
            self._finish_step()
        stop = STOPS.index(position.stop)
        if stop != REPEAT:
            self._go_to_stop(stop)
        self.at = min(max(position.at, 0), len(self.batch) - 1)

    def _return_to(self, step: int) -> None:
        """Put back the last network that was kept at a step or before it, unless it is nearer already."""
        ahead = self.step < step or (self.step == step and self.stop == REPEAT)
        if ahead and not self.diverged:
            return
        if self.stop not in (REPEAT, UPDATE) and self.step == step:  # the parameters have not changed since
            self.stop, self.diverged, self.batch_loss = REPEAT, False, float("nan")
            return
        kept = self._snapshots
        del kept[max(1, bisect_right([one.step for one in kept], step)) :]
        kept[-1].restore(self.network)
        self.step, self.stop, self.seconds = kept[-1].step, REPEAT, kept[-1].seconds
        self.diverged, self.batch_loss, self.at = False, float("nan"), 0
        del self.history[max(1, bisect_right([moment.step for moment in self.history], self.step)) :]

    # What is measured

    def _measure(self) -> None:
        """Measure the network over all rows."""
        load(self.probe, [parameter.value for parameter in self.network.parameters])
        rows = self.rows
        with np.errstate(all="ignore"):
            train, test = self._scored(rows.X, rows.y), self._scored(rows.X_test, rows.y_test)
        self.history.append(Moment(self.step, train[0], test[0], train[1], test[1], self.seconds))

    def measure_now(self) -> Moment:
        """Return what is measured where it is, between two steps."""
        if self.now.step != self.step and self.stop == REPEAT:
            self._measure()
        return self.now

    def _scored(self, X: np.ndarray, y: np.ndarray) -> tuple[float, float]:
        if not len(X):
            return float("nan"), float("nan")
        Z = self.probe.forward(X, training=False)
        loss = self.probe.loss_function.forward(Z, y)
        return loss, float((Z.argmax(axis=1) == y).mean()) if self.rows.classes else float("nan")

    def predictions(self, X: np.ndarray) -> np.ndarray:
        """Return probabilities (n, k) or numbers (n, 1) of the network as it is."""
        load(self.probe, [parameter.value for parameter in self.network.parameters])
        with np.errstate(all="ignore"):
            return self.probe.loss_function.predictions(self.probe.forward(X, training=False))

    def followed(self) -> Network:
        """Return the probe after forward, loss and backward of the one row that is followed, before the update."""
        load(self.probe, self.before if self.stop == UPDATE else [p.value for p in self.network.parameters])
        X, y = self.rows.X[[self.row]], self.rows.y[[self.row]]
        with np.errstate(all="ignore"):
            self.probe.forward(X)
            self.probe.loss(y)
            self.probe.backward()
        return self.probe
