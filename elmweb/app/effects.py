"""How effects run: in the background, one verb of the workbench at a time, with every failure shown."""

from __future__ import annotations

import asyncio
import contextlib
import time
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from functools import partial
from typing import Any

import param

from elmweb.app.state import Session
from elmweb.exceptions import Cancelled, ElmwebError
from elmweb.words.page import common, effects as words
from elmweb.workbench.protocol import Workbench

__all__ = ["Busy", "Effects", "Post", "named_effect"]

Post = Callable[..., None]
"""``post(name, **args)`` sends a message to the page."""
Busy = Callable[[str, str], contextlib.AbstractAsyncContextManager[None]]
"""``busy(verb, doing)`` holds the workbench for one verb, as :class:`Effects` does it."""
Effect = Callable[..., Coroutine[Any, Any, None]]

_PATIENCE_SECONDS = 0.3  # a verb that ends sooner shows no progress bar: it would only flash
_BETWEEN_SECONDS = 0.06  # between two updates of the bar


def named_effect(effects: Mapping[str, Effect], page: str, do: str) -> Effect:
    """Return what a message of a part of the page does.

    Parameters
    ----------
    effects : mapping
        By name.
    page : str
        Name of the message, such as ``"race"``.
    do : str
        What it says is to be done.

    Returns
    -------
    callable
        The effect.

    Raises
    ------
    ElmwebError
        Nobody answers the message.
    """
    if do not in effects:
        raise ElmwebError(common.nobody_answers(page, do), rule=", ".join(effects), value=do)
    return effects[do]


class Effects:
    """Run effects so that no failure is lost, no two verbs overlap and each reports its progress.

    Parameters
    ----------
    session : Session
        The page's state.
    workbench : Workbench
        Does the work.
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
        self._held: dict[str, Any] | None = None  # the newest progress message, while it is too early to show it
        self._newest = {"summary": 0, "estimate": 0, "explore": 0, "row": 0, "model": 0}

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

        # Panel puts its own executor there, as param's documentation asks for.
        param.parameterized.async_executor(run)  # pyright: ignore[reportPrivateImportUsage]

    @contextlib.asynccontextmanager
    async def guarded(self) -> AsyncIterator[None]:
        """Show a failure inside to the person instead of losing it."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  whatever it is, the person sees it
            self.report(error)

    def report(self, error: Exception) -> None:
        """Show a failure: a person's own Cancel as a note, an unexpected exception as an error in elmweb.

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
            self.session.error = error.to_dict() if isinstance(error, ElmwebError) else _internal_error(error)
            self.post("alert")

    @contextlib.asynccontextmanager
    async def _busy(self, verb: str, doing: str) -> AsyncIterator[None]:
        """Hold the workbench for one verb, and show on the page what it does."""
        run = self.session.run
        if run.busy == "train" and verb in ("open", "load"):
            self.workbench.cancel()  # another file is never refused: the training makes room
        elif run.has_own_progress:
            raise ElmwebError(words.RUNNING[run.busy], hints=(words.END_IT[run.busy],))
        if run.busy == "open" and verb in ("open", "load"):
            self.workbench.cancel()
        if verb in ("open", "load", "train"):
            self._make_room()
        if run.busy == "keep":
            run.slow = True  # somebody waits for it now
        async with self._lock:
            self._started, self._held = time.monotonic(), None
            self._verb_number += 1
            run.param.update(busy=verb, doing=doing, progress=None, slow=False, note="")
            if verb != "summarize":
                self.session.error = None
            # Until its first answer the workbench is still starting, so the wait is shown at once.
            wait = _PATIENCE_SECONDS if run.answered else 0.0
            late = asyncio.get_running_loop().call_later(wait, self.start, partial(self._show_slow, self._verb_number))
            try:
                yield
                run.answered = True
            finally:
                late.cancel()
                run.param.update(busy="", progress=None, slow=False)
                if verb != "summarize":
                    self.post("settled")

    def _make_room(self) -> None:
        """Stop learning from all rows: something else is wanted now, and it can be taken up again."""
        if self.session.outcome.learning:
            self.workbench.cancel()

    async def _show_slow(self, number: int) -> None:
        """Show what is being done, unless it has ended."""
        if self.session.run.busy and number == self._verb_number:
            self.session.run.slow = True

    def _progress(self, message: dict[str, Any]) -> None:
        """Show a progress message, neither too early nor too often, but always the last of its kind."""
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
        """Return the number of a new request; answers to older ones are dropped."""
        self._newest[what] += 1
        return self._newest[what]


def _internal_error(error: Exception) -> dict[str, Any]:
    """Return an unexpected exception in the form of :meth:`ElmwebError.to_dict`."""
    place = traceback.extract_tb(error.__traceback__)
    found = f"{type(error).__name__}: {error}"
    if place:
        found = words.broken_at(found, place[-1].filename.rsplit("/", 1)[-1], place[-1].lineno or 0)
    return {
        "kind": "Exception",
        "what": words.BROKEN,
        "rule": "",
        "value": found,
        "hints": [words.STILL_HERE, words.TRY_AGAIN],
    }
