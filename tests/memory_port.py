"""Channels between two Pythons that are both here, and a worker that can be ended: for the bridge's tests."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from elmweb.workbench.protocol import Workbench
from elmweb.workbench.remote import RemoteWorkbench, WorkbenchServer


class MemoryPort:
    """One end of a channel in memory. As in a browser, messages arrive later, in order, and buffers are moved."""

    def __init__(self) -> None:
        self.other: MemoryPort | None = None
        self.waiting: list[tuple] = []
        self.take: Callable | None = None
        self.open = True

    def post(self, text: str, buffers: Sequence[Any]) -> None:
        """Send a message."""
        message = text, [bytes(buffer) for buffer in buffers]
        asyncio.get_running_loop().call_soon(self.other.arrive, message)

    def arrive(self, message: tuple) -> None:
        """Take a message, or keep it until somebody listens."""
        if self.open and self.take is not None:
            self.take(*message)
        else:
            self.waiting.append(message)

    def listen(self, receive: Callable) -> None:
        """Call ``receive`` for every message."""
        self.take = receive
        for message in self.waiting:
            receive(*message)
        self.waiting = []

    def close(self) -> None:
        """Lose every message from now on, as when a worker is ended."""
        self.open = self.other.open = False


def channel() -> tuple[MemoryPort, MemoryPort]:
    """Return two ports, each the other's other end."""
    one, two = MemoryPort(), MemoryPort()
    one.other, two.other = two, one
    return one, two


class Workers:
    """Starts one worker after the other, each with the next of the given workbenches, as the page does.

    Attributes
    ----------
    remote : RemoteWorkbench
        What the page asks.
    workbenches : list of Workbench
        Every workbench there was; the last one works now.
    """

    def __init__(self, make: Callable[[], Workbench], locate: Callable | None = None) -> None:
        self.make = make
        self.locate = locate
        self.workbenches: list[Workbench] = []
        self.remote = RemoteWorkbench()
        self.remote.connect(self.start(), self.replace)

    def start(self) -> MemoryPort:
        """Start a worker; return the page's end of its channel."""
        self.port, theirs = channel()
        self.workbenches.append(self.make())
        self.server = WorkbenchServer(self.workbenches[-1], theirs, self.locate)
        return self.port

    def block(self) -> None:
        """Make the worker deaf, as long work that never gives its event loop a turn does."""
        self.port.other.open = False

    def replace(self, why: str = "", *, had_begun: bool = True) -> None:
        """End the worker and start another, as after a crash; tell the page a moment later."""
        self.port.close()
        lost = partial(self.remote.worker_lost, self.start(), why, had_begun=had_begun)
        asyncio.get_running_loop().call_soon(lost)


def same(one: Any, two: Any) -> bool:
    """Say whether two values are equal, of the same types, NaN being equal to NaN."""
    if type(one) is not type(two):
        return False
    if isinstance(one, dict):
        return list(one) == list(two) and all(same(one[key], two[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, np.ndarray):
        return one.dtype == two.dtype and one.shape == two.shape and one.tobytes() == two.tobytes()
    if isinstance(one, float):
        return one == two or (math.isnan(one) and math.isnan(two))
    return one == two
