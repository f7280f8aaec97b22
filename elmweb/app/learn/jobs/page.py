"""The chapter as a whole: the list of the jobs, and the screen of the one that is open."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from importlib import import_module
from typing import Any

import panel as pn

from elmweb.app.learn.chapters import ChapterPage, Host
from elmweb.app.learn.jobs.screen import Screen
from elmweb.app.parts import Text, stack
from elmweb.exceptions import ElmwebError

__all__ = ["JOBS", "Job", "Page"]


@dataclass(frozen=True)
class Job:
    """One job.

    Parameters
    ----------
    id : str
        Its part of the address, ``#/learn/jobs/id``; the module of this package with its class ``View``.
    title, text : str
        What its link says.
    """

    id: str
    title: str
    text: str


JOBS = (
    Job("health", "Health", "Heart beats that are not normal, cells that are cancer, and medical images of your own."),
    Job(
        "finance",
        "Finance",
        "Few alarms among many rows. What does each kind of error cost, and where should the line be drawn?",
    ),
    Job("transport", "Transport", "People who will walk by tomorrow, and things on a photo, with the photos a second."),
    Job("language", "Language", "Whether a critic likes the film, a text of your own, and a sentence in Spanish."),
    Job("science", "Science", "Will a molecule dissolve in water? Predicted from its structure, which is drawn."),
)
"""Those that are there, in the order in which they are listed."""


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
        self.open = part if part in {job.id for job in JOBS} else ""
        self._list.visible = not self.open
        self._links.set_html(links_html(self.open) if self.open else "")
        shown = self._screen(self.open) if self.open else None
        for screen in self.screens.values():
            screen.layout.visible = screen is shown
        if shown is not None:
            await shown.visit()

    async def do(self, do: str, **args: Any) -> None:
        """Hand a job one of its messages: ``send("study", chapter="jobs", job=id, do="train")``."""
        job = str(args.pop("job", self.open))
        method = getattr(self._screen(job), f"on_{do}", None)
        if method is None:
            raise ElmwebError(f'The page sent "{job} {do}", which nobody answers.', value=do)
        await method(**args)

    def _screen(self, name: str) -> Screen:
        """Return the screen of a job, made when it is first opened."""
        if name not in self.screens:
            if name not in {job.id for job in JOBS}:
                raise ElmwebError("There is no such job.", rule=", ".join(job.id for job in JOBS), value=name)
            self.screens[name] = import_module(f"elmweb.app.learn.jobs.{name}").View(self)
            self._body.append(self.screens[name].layout)
        return self.screens[name]

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def list_html() -> str:
    """Return the list of the jobs."""
    items = "".join(
        f'<li><a class="mitem" href="#/learn/jobs/{job.id}"><b>{escape(job.title)}</b>'
        f'<span class="small">{escape(job.text)}</span></a></li>'
        for job in JOBS
    )
    return (
        '<h1 tabindex="-1">Five jobs</h1>'
        '<p class="lead">What people use such models for, each on real data. An ELM is trained while you wait, beside '
        "another model, and both are judged on rows that neither has learned from. What goes wrong is said too.</p>"
        f'<ul class="mlist sec">{items}</ul>'
    )


def links_html(chosen: str) -> str:
    """Return the links between the jobs."""
    links = "".join(
        f'<a href="#/learn/jobs/{job.id}"{_CURRENT if job.id == chosen else ""}>{escape(job.title)}</a>' for job in JOBS
    )
    return f'<nav class="jobs" aria-label="Jobs"><a href="#/learn/jobs">All jobs</a>{links}</nav>'


_CURRENT = ' aria-current="page"'
