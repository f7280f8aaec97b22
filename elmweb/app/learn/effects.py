"""What each request of the Learn page does: a verb of the workbench, whose answer becomes the text that is drawn."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Protocol

from elmweb.app.state import Session
from elmweb.exceptions import ElmwebError, WorkbenchError
from elmweb.formatting import whole
from elmweb.words.page import common
from elmweb.workbench.protocol import Workbench

__all__ = ["Learning"]

_OF_AN_OPEN_LESSON = ("move", "check", "files")
"""What is asked of a lesson that should be open already."""


class Host(Protocol):
    """What is needed of the controller."""

    session: Session
    workbench: Workbench
    deliver: Any
    post: Any

    def report(self, error: Exception) -> None:
        """Show a failure."""
        ...


class Learning:
    """The effects of the Learn page, one after the other in the order in which they were asked for.

    Parameters
    ----------
    host : Host
        The controller.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._line = asyncio.Lock()
        self._address: str | None = None  # of the lesson that is open
        self._points: list[list[float]] = []
        self._count = 0

    async def handle(self, do: str, args: dict[str, Any]) -> None:
        """Do what the page asks for, and answer whatever becomes of it.

        Parameters
        ----------
        do : str
            One of visit, open, move, check and files.
        args : dict
            Its plain arguments.
        """
        async with self._line:
            try:
                await getattr(self, f"_{do}")(**args)
            except ElmwebError as error:
                if isinstance(error, WorkbenchError) and do in _OF_AN_OPEN_LESSON:
                    await self._again()
                    return
                self._host.report(error)
                self._answer(failed=error.what)
                if self._address is None:
                    await self._open({}, keep_error=True)

    async def _visit(self, address: str) -> None:
        """Open the lesson that the page's address names, unless it is open."""
        if self._address is None or address not in ("", self._address):
            await self._open({"address": address})

    async def _open(self, asked: dict[str, Any], *, keep_error: bool = False) -> None:
        """Open a lesson, or change it."""
        session = self._host.session
        if not keep_error:
            session.error = None
        choices = session.choices.asked() if session.table.info else {}
        opened = await self._host.workbench.open_lesson(asked, choices)
        self._points = asked.get("points", self._points)
        session.lesson.scene = json.dumps(opened["scene"])
        self._show(opened["view"], goal=opened["goal"])

    async def _move(self, move: dict[str, Any]) -> None:
        """Move the lesson."""
        self._show(await self._host.workbench.move_lesson(move), did=move.get("do"))

    async def _check(self) -> None:
        """Check the gradients."""
        self._answer(check=await self._host.workbench.check_lesson())

    async def _files(self) -> None:
        """Deliver the steps as a Python file."""
        files = await self._host.workbench.lesson_files()
        for file in files:
            self._host.deliver(file["filename"], file["mime"], file["data"])
        self._answer(saved=" ".join(common.saved(file["filename"], file["note"]) for file in files))

    async def _again(self) -> None:
        """Open the lesson anew where it was: the Python that had it was started again."""
        asked = {"address": self._address or "", **({"points": self._points} if self._points else {})}
        self._address = None
        await self._open(asked)

    def _show(self, view: Any, **more: Any) -> None:
        self._address = view["address"]
        self._host.post("readout", learn=whole(view["step"]) if view["step"] else "")
        self._answer(view=view, **more)

    def _answer(self, **parts: Any) -> None:
        """Hand the page an answer; each has another number, so that none is taken for the one before."""
        self._count += 1
        self._host.session.lesson.view = json.dumps({"n": self._count, **parts})
