"""How anything happens: in the background, one verb of the workbench at a time, with every failure shown."""

from __future__ import annotations

import asyncio
import contextlib
import time
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import partial
from typing import Any

import param

from elmweb.app.state import Session
from elmweb.exceptions import Cancelled, ElmwebError
from elmweb.workbench.protocol import Workbench

__all__ = ["Effects"]

Post = Callable[..., None]

# A verb that is done sooner than this never shows a progress bar: it would only flash.
_PATIENCE_SECONDS = 0.3
_BETWEEN_SECONDS = 0.06


class Effects:
    """Run effects so that none is lost, none overlaps another and each says what it is doing.

    Parameters
    ----------
    session : Session
        The page's memory.
    workbench : Workbench
        Who does the work.
    post : callable
        ``post(name, **args)`` sends a message to the page.
    """

    def __init__(self, session: Session, workbench: Workbench, post: Post) -> None:
        self.session = session
        self.workbench = workbench
        self.post = post
        self._lock = asyncio.Lock()
        self._started = self._shown = 0.0
        self._verb_number = 0
        self._held: dict[str, Any] | None = None
        self._newest = {"look": 0, "estimate": 0, "explore": 0, "row": 0, "model": 0}

    def start(self, effect: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run an effect in the background, in the server or in the page, and show any failure.

        Parameters
        ----------
        effect : callable
            Returns a coroutine.
        """

        async def run() -> None:
            async with self.guarded():
                await effect()

        param.parameterized.async_executor(run)

    @contextlib.asynccontextmanager
    async def guarded(self) -> AsyncIterator[None]:
        """Show a failure inside to the person instead of losing it."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  told to the person, whatever it is
            self.tell(error)

    def tell(self, error: Exception) -> None:
        """Show a failure: somebody's own Cancel as a note, an unplanned exception as a mistake of ours.

        Parameters
        ----------
        error : Exception
            What was raised.
        """
        self.post("settled")
        if isinstance(error, Cancelled):
            self.session.run.note = error.what
            self.post("announce", text=error.what)
        else:
            self.session.error = error.to_dict() if isinstance(error, ElmwebError) else _our_mistake(error)
            self.post("alert")

    @contextlib.asynccontextmanager
    async def _busy(self, verb: str, doing: str) -> AsyncIterator[None]:
        """Hold the workbench for one verb, and say on the page what is being done."""
        run = self.session.run
        if run.is_training:
            raise ElmwebError("A training is running.", hints=("Cancel it first, then do this again.",))
        if run.busy == "open" and verb in ("open", "load"):
            self.workbench.cancel()
        async with self._lock:
            self._started, self._held = time.monotonic(), None
            self._verb_number += 1
            run.param.update(busy=verb, doing=doing, progress=None, slow=False, note="")
            if verb != "look":
                self.session.error = None
            # Before the workbench has answered anything it is still starting, so waiting is said at once.
            wait = _PATIENCE_SECONDS if run.answered else 0.0
            late = asyncio.get_running_loop().call_later(wait, self.start, partial(self._say_slow, self._verb_number))
            try:
                yield
                run.answered = True
            finally:
                late.cancel()
                run.param.update(busy="", progress=None, slow=False)
                if verb != "look":
                    self.post("settled")

    async def _say_slow(self, number: int) -> None:
        """Show what is being done, if it still is."""
        if self.session.run.busy and number == self._verb_number:
            self.session.run.slow = True

    def _progress(self, message: dict[str, Any]) -> None:
        """Show a progress message, not too early and not too often, but always the last of its kind."""
        run, now, held = self.session.run, time.monotonic(), self._held
        run.answered = run.answered or message.get("what") != "wait"
        if held is not None and held.get("what") != message.get("what"):
            run.progress = held
        self._held = dict(message)
        patient = run.is_training or run.slow or now - self._started > _PATIENCE_SECONDS
        if patient and now - self._shown > _BETWEEN_SECONDS:
            self._shown, self._held = now, None
            run.progress = dict(message)

    def _next(self, what: str) -> int:
        """Return the number of a new question; an older answer is dropped."""
        self._newest[what] += 1
        return self._newest[what]


def _our_mistake(error: Exception) -> dict[str, Any]:
    """Return an unexpected exception in the shape of a told one."""
    place = traceback.extract_tb(error.__traceback__)
    where = f" in {place[-1].filename.rsplit('/', 1)[-1]}, line {place[-1].lineno}" if place else ""
    return {
        "kind": "Exception",
        "what": "Something broke in elmweb itself.",
        "rule": "",
        "value": f"{type(error).__name__}: {error}{where}",
        "hints": ["Your table and your settings are still here.", "Try again, or choose other settings."],
    }
