"""The chapter as a whole: the list of the jobs, and the screen of the one that is open."""

from __future__ import annotations

from html import escape
from importlib import import_module
from typing import Any

import panel as pn

from elmweb.app.learn.chapters import ChapterPage, Host
from elmweb.app.learn.jobs.screen import Screen
from elmweb.app.learn.screens import answer_to, links_html
from elmweb.app.parts import Text, stack
from elmweb.exceptions import ElmwebError
from elmweb.words.page import jobs as words

__all__ = ["JOBS", "Page"]


JOBS = ("health", "finance", "transport", "language", "science")
"""In the order in which they are listed; each is a module of this package with a class ``View``."""


class Page(ChapterPage):
    """The five jobs.

    Parameters
    ----------
    host : Host
        The controller.
    """

    id = "jobs"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.screens: dict[str, Screen] = {}
        self.open = ""
        self._links, self._list = Text(), Text(list_html())
        self._body = stack()
        self._layout = stack(self._links, self._list, self._body)

    async def visit(self, part: str) -> None:
        """Show the job that the address names, or the list of all."""
        self.open = part if part in JOBS else ""
        self._list.visible = not self.open
        titles = {"": words.ALL} | {job: words.JOBS[job][0] for job in JOBS}
        self._links.set_html(links_html(words.LINKS, self.id, titles, self.open) if self.open else "")
        shown = self._screen(self.open) if self.open else None
        for screen in self.screens.values():
            screen.layout.visible = screen is shown
        if shown is not None:
            if shown.takes_photos:
                self.host.post("media")
            await shown.visit()

    async def do(self, do: str, **args: Any) -> None:
        """Hand a job one of its messages: ``send("study", chapter="jobs", job=id, do="train")``."""
        job = str(args.pop("job", self.open))
        await answer_to(self._screen(job), do, f"{job} {do}")(**args)

    def _screen(self, name: str) -> Screen:
        """Return the screen of a job, made when it is first opened."""
        if name not in self.screens:
            if name not in JOBS:
                raise ElmwebError(words.NO_SUCH_JOB, rule=", ".join(JOBS), value=name)
            self.screens[name] = import_module(f"elmweb.app.learn.jobs.{name}").View(self)
            self._body.append(self.screens[name].layout)
        return self.screens[name]

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def list_html() -> str:
    """Return the list of the jobs."""
    items = "".join(
        f'<li><a class="mitem" href="#/learn/jobs/{job}"><b>{escape(title)}</b>'
        f'<span class="small">{escape(text)}</span></a></li>'
        for job, (title, text) in ((job, words.JOBS[job]) for job in JOBS)
    )
    return f'<h1 tabindex="-1">{words.TITLE}</h1><p class="lead">{words.LEAD}</p><ul class="mlist sec">{items}</ul>'
