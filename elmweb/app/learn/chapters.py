"""The chapters of the Learn page: which there are, which one is open, and who answers for each."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

import panel as pn
import param

from elmweb.app.learn.effects import Learning
from elmweb.app.state import Session
from elmweb.exceptions import ElmwebError
from elmweb.words.page import common, learn as words
from elmweb.workbench.protocol import Workbench

__all__ = ["CHAPTERS", "Chapter", "ChapterPage", "Chapters", "Host"]


@dataclass(frozen=True)
class Chapter:
    """One chapter.

    Parameters
    ----------
    id : str
        Its part of the page's address, ``#/learn/id``; empty for the lesson, whose address has settings there.
    module : str
        Has a class ``Page``, a :class:`ChapterPage`; imported when the chapter is first opened. Empty for the lesson.
    """

    id: str
    module: str = ""

    @property
    def title(self) -> str:
        """What its link says."""
        return words.CHAPTERS[self.id]


CHAPTERS = (
    Chapter(""),
    Chapter("architectures", "elmweb.app.learn.architectures.page"),
    Chapter("jobs", "elmweb.app.learn.jobs"),
    Chapter("papers", "elmweb.app.learn.papers.page"),
    Chapter("lottery", "elmweb.app.learn.lottery.page"),
    Chapter("guide", "elmweb.app.learn.guide.page"),
)
"""In the order in which the page links them."""


class Host(Protocol):
    """What chapters need of the controller."""

    session: Session
    workbench: Workbench
    deliver: Any
    post: Any
    receive: Callable[[str, dict[str, Any]], None]

    def report(self, error: Exception) -> None:
        """Show a failure."""
        ...

    def _busy(self, verb: str, doing: str) -> AbstractAsyncContextManager[None]:
        """Hold the workbench for one verb."""
        ...


class ChapterPage(pn.viewable.Viewer):
    """What a chapter shows and does.

    Parameters
    ----------
    host : Host
        The controller.
    """

    id = ""
    """Its chapter's id, for the messages of its buttons: ``send("study", chapter=id, do="start")``."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.session = host.session

    async def visit(self, part: str) -> None:
        """Follow the address ``#/learn/id/part``: the chapter is shown."""

    async def do(self, do: str, **args: Any) -> None:
        """Do what somebody pressed: the method ``on_`` and its name."""
        method = getattr(self, f"on_{do}", None)
        if method is None:
            raise ElmwebError(common.nobody_answers(self.id, do), value=do)
        await method(**args)

    async def study(self, name: str, asked: dict[str, Any], doing: str, show: Callable[[dict], None]) -> dict[str, Any]:
        """Run a study of the workbench while the page shows how far it is.

        Parameters
        ----------
        name : str
            One of :data:`elmweb.studies.STUDIES`.
        asked : dict
            Its plain arguments.
        doing : str
            What the page says of it, such as "Training 50 ELMs".
        show : callable
            Takes each progress message: ``text``, ``step`` of ``n_steps``, and ``so_far`` where there is an answer.

        Returns
        -------
        dict
            The answer.

        Raises
        ------
        Cancelled
            When somebody pressed Stop (the message ``cancel``).
        ElmwebError
            When it failed.
        """
        choices = self.session.choices.asked() if self.session.table.info else {}
        async with self.host._busy("study", doing):  # noqa: SLF001  the controller's own, lent to its chapters
            return await self.host.workbench.study(name, asked, choices, show)


class Chapters(param.Parameterized):
    """The open chapter, and the pages of all that have been opened.

    Parameters
    ----------
    host : Host
        The controller.
    """

    chapter = cast("Any", param.Parameter(default=None, doc="Id of the one that is shown; None before the first."))

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.lesson = Learning(host)
        self.pages: dict[str, ChapterPage] = {}

    async def visit(self, part: str) -> None:
        """Open the chapter of an address, ``id`` or ``id/part``; anything else is a lesson's."""
        name, _, rest = part.partition("/")
        if name not in {one.id for one in CHAPTERS if one.id}:
            self.chapter = ""
            await self.lesson.handle("visit", {"address": part})
            return
        page = self._page(name)
        self.chapter = name
        await page.visit(rest)

    async def do(self, chapter: str, do: str, args: dict[str, Any]) -> None:
        """Hand a chapter one of its messages."""
        await self._page(chapter).do(do, **args)

    def _page(self, name: str) -> ChapterPage:
        """Return the page of a chapter, made when it is first asked for."""
        if name not in self.pages:
            known = {one.id: one for one in CHAPTERS if one.module}
            if name not in known:
                raise ElmwebError(words.NO_SUCH_CHAPTER, rule=", ".join(known), value=name)
            self.pages[name] = import_module(known[name].module).Page(self.host)
        return self.pages[name]
