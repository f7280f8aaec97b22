"""What the messages of the Teach page do: a verb of the workbench, whose answer becomes a text that is drawn."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from elmweb.app.effects import Post, named_effect
from elmweb.app.state import Session
from elmweb.app.teach.state import TeachBoard
from elmweb.formatting import duration, percent, quantity
from elmweb.words.page import teach as words
from elmweb.workbench.protocol import TeachReady, TeachView, Workbench

__all__ = ["TeachEffects"]

_QUIET_SECONDS = 2.0  # between two announcements of the score
_OVER = 8  # answers over which their speed is taken


class TeachEffects:
    """The effects of the Teach page.

    Parameters
    ----------
    session : Session
        The page's state; the texts become a part of it.
    workbench : Workbench
        Learns and answers.
    post : callable
        ``post(name, **args)`` sends a message to the page.
    bring : callable
        ``await bring(filename, data)`` opens a file as a table.
    """

    def __init__(
        self, session: Session, workbench: Workbench, post: Post, bring: Callable[[str, Any], Awaitable[None]]
    ) -> None:
        self.session, self.workbench, self.post, self._bring = session, workbench, post, bring
        self.kind = "photo"
        self.view: TeachView | None = None
        self._ready: dict[str, TeachReady] = {}
        self._progress: dict[str, Any] | None = None
        self._times: deque[float] = deque(maxlen=_OVER)
        self._announced = 0.0
        self._count = 0
        session.teach = TeachBoard()

    async def do(self, do: str, number: int | None = None, **args: Any) -> None:
        """Run the effect of one message of the page.

        Parameters
        ----------
        do : str
            Which one.
        number : int, optional
            Of the message, for the element that waits for its answer.
        **args
            Its arguments.
        """
        named = {"visit": self.visit, "kind": self.choose, "ready": self.ready, "change": self.change}
        named |= {"show": self.show, "look": self.look, "thumbnails": self.thumbnails, "table": self.table}
        named |= {"stop": self.stop}
        try:
            await named_effect(named, "teach", do)(**args)
        finally:
            if number is not None:
                self.post("answered", number=number)

    async def visit(self) -> None:
        """Show the board when the page is opened."""
        if self.view is None:
            await self.choose(self.kind)

    async def choose(self, kind: str) -> None:
        """Show the board of photos, or that of clips."""
        self.kind = kind
        self._times.clear()
        self.session.teach.live = ""
        await self._working(self.workbench.teach_open(kind, self._report))

    async def ready(self) -> None:
        """Load the network that embeds, before the first frame is shown."""
        kind = self.kind
        if kind in self._ready:
            return
        try:
            self._report({"text": words.LOADING[kind]})
            self._ready[kind] = await self.workbench.teach_ready(kind, self._report)
        finally:
            self._progress = None
            self._write()

    async def change(self, change: dict[str, Any]) -> None:
        """Change the board: its classes, or which examples are in them."""
        self._take(await self.workbench.teach_change(self.kind, change))

    async def show(self, to: dict[str, Any], source: dict[str, Any]) -> None:
        """Show examples of a class."""
        try:
            await self._working(self.workbench.teach_show(source, {**to, "kind": self.kind}, self._report))
        finally:
            self.post("settled")

    async def look(self, inputs: dict[str, Any]) -> None:
        """Say what a frame or a moment of sound is."""
        kind = self.kind
        if kind not in inputs:
            return  # of the other board, which was left meanwhile
        found = await self.workbench.teach_look(inputs[kind], kind)
        if kind != self.kind:
            return
        self._times.append(time.perf_counter())
        self._count += 1
        speed = self._speed(found["head_milliseconds"])
        self.session.teach.live = json.dumps({"n": self._count, **found, "speed": speed})

    async def thumbnails(self, examples: list[int]) -> None:
        """Hand over small pictures of examples."""
        kind = self.kind
        found = await self.workbench.teach_thumbnails(kind, examples)
        self._count += 1
        self.session.teach.thumbnails = json.dumps({"n": self._count, "kind": kind, "pictures": found})

    async def table(self) -> None:
        """Open all examples as a table."""
        file = await self.workbench.teach_file(self.kind)
        if file["note"]:
            self.post("announce", text=file["note"])
        await self._bring(file["filename"], file["data"])

    async def stop(self) -> None:
        """Stop what is loading, or being embedded."""
        self.workbench.cancel()

    async def _working(self, asked: Awaitable[TeachView]) -> None:
        """Show a board when it comes; what was shown before a stop is there, too."""
        try:
            self._take(await asked)
        except Exception:
            self._progress = None
            self._take(await self.workbench.teach_open(self.kind, lambda _message: None))
            raise

    def _take(self, view: TeachView) -> None:
        """Show a board."""
        if view["kind"] != self.kind:
            return
        self.view, self._progress = view, None
        self._write()
        now = time.monotonic()
        if view["number"] and now - self._announced > _QUIET_SECONDS:
            self._announced = now
            self.post("announce", text=f"{view['number']} {view['number_text']}.")

    def _report(self, message: dict[str, Any]) -> None:
        """Show how far something is."""
        self._progress = message
        self._write()

    def _write(self) -> None:
        """Hand the board to the page's element."""
        self._count += 1
        message, progress = self._progress, None
        if message is not None:
            done, total = message.get("step", message.get("done", 0)), message.get("n_steps", message.get("total", 0))
            progress = {"text": str(message.get("text", "")), "percent": percent(done / total if total else 0.0)}
        ready = self._ready.get(self.kind)
        note = ready["note"] if ready else ""
        text = {"n": self._count, "view": self.view, "progress": progress, "ready": ready is not None, "note": note}
        self.session.teach.board = json.dumps(text)

    def _speed(self, head_milliseconds: float) -> str:
        """Return how many answers there are in a second, and on what."""
        if len(self._times) < 3:
            return ""
        rate = (len(self._times) - 1) / max(self._times[-1] - self._times[0], 1e-6)
        ready = self._ready.get(self.kind)
        runs_on = words.RUNS_ON.get(ready["provider"], ready["provider"]) if ready else ""
        spent = duration(head_milliseconds / 1_000)
        return words.speed(quantity(rate, 2), spent, pictures=self.kind == "photo", runs_on=runs_on)
