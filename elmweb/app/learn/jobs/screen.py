"""What the screens of the jobs have in common: the words, a button that trains, how far it is, and Stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

import panel as pn

from elmweb.app.learn.chapters import Host
from elmweb.app.learn.screens import doing_html
from elmweb.app.parts import Text, send_button, stack
from elmweb.app.state import Session
from elmweb.formatting import quantity
from elmweb.words.page import common, jobs as words

__all__ = [
    "About",
    "Chapter",
    "Screen",
    "Task",
    "compared",
    "limits_html",
    "pane",
    "part_html",
    "results_html",
    "said_html",
]


class Chapter(Protocol):
    """What a screen needs of the page of its chapter."""

    host: Host
    session: Session
    study: Any


@dataclass(frozen=True)
class About:
    """What a screen says of its job before anything is worked out.

    Parameters
    ----------
    title : str
        Its heading, plain text.
    lead : str
        HTML: what is to be done, and on which data.
    limits : tuple of str
        HTML, a sentence or two each: what the result does not show.
    source : str
        HTML: where the data come from.
    """

    title: str
    lead: str
    limits: tuple[str, ...]
    source: str


class Task:
    """One thing to be worked out on a screen: a button that starts it, Stop, how far it is, and what came out.

    Parameters
    ----------
    screen : Screen
        Where it stands.
    do : str
        The message of its button.
    labels : tuple of str
        What the button says before there is a result, and after; None for no button.
    kind : str
        The button's CSS classes.
    waits : str
        Why it cannot be pressed yet, plain text; empty if it can.
    """

    def __init__(
        self, screen: Screen, do: str, labels: tuple[str, str] | None, *, kind: str = "btn primary", waits: str = ""
    ) -> None:
        self._screen, self._do, self._labels = screen, do, labels
        self._kind, self._waits = kind, waits
        self._runs = False
        self._button, self._progress = Text(), Text()
        self.settings = stack(kind="stack gap", visible=False)
        self.results = stack(visible=False)
        self.layout = stack(self.settings, self._button, self._progress, self.results, kind="stack gap sec")
        self._draw_button()

    def set_up(self, *settings: Any) -> None:
        """Put what can be set above the button."""
        self.settings[:] = list(settings)
        self.settings.visible = True

    def wait_for(self, why: str) -> None:
        """Let the button be pressed, or say beside it why it cannot be pressed yet."""
        self._waits = why
        self._draw_button()

    def _draw_button(self) -> None:
        """Show the button that starts, or the one that stops."""
        if self._runs:
            self._button.set_html(send_button(common.STOP, "cancel", kind="btn"))
        elif self._labels:
            label = self._labels[self.results.visible]
            html = self._screen.button(label, self._do, kind=self._kind)
            if self._waits:
                waits = f'<span class="small">{escape(self._waits)}</span>'
                html = f'<p class="waits">{html.replace("<button ", "<button disabled ")}{waits}</p>'
            self._button.set_html(html)
        else:
            self._button.set_html("")

    async def study(self, doing: str, show: Callable[[dict[str, Any]], None], **asked: Any) -> dict[str, Any]:
        """Run the study of this job, and show how far it is, what there is by now, and its answer.

        Parameters
        ----------
        doing : str
            What the page says of it.
        show : callable
            Shows an answer, which may be unfinished.
        **asked
            The study's arguments.

        Returns
        -------
        dict
            Its answer.
        """

        def progress(message: dict[str, Any]) -> None:
            self._progress.set_html(doing_html(message))
            if (so_far := message.get("so_far")) is not None:
                show(so_far)
                self.results.visible = True

        self._runs = True
        self.results.visible = False
        self._draw_button()
        progress({"text": doing, "step": 0, "n_steps": 100})
        try:
            answer = await self._screen.chapter.study("jobs", {"job": self._screen.id, **asked}, doing, progress)
            show(answer)
            self.results.visible = True
        finally:
            self._runs = False
            self._progress.set_html("")
            self._draw_button()
        return answer


class Screen:
    """One job.

    Parameters
    ----------
    chapter : Chapter
        The page, which runs studies.
    """

    id = ""

    takes_photos = False
    """Whether it has one of the elements of ``web/media``, which are loaded when such a screen is opened first."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.session = chapter.session
        self.answer: dict[str, Any] | None = None
        self.main = Task(self, "train", words.TRAIN)
        about = self.about
        head = f'<h1 tabindex="-1">{escape(about.title)}</h1><p class="lead">{about.lead}</p>'
        self.layout = stack(Text(head), self.main.layout, *self.more(), Text(limits_html(about)))

    @property
    def about(self) -> About:
        """What stands above and below."""
        raise NotImplementedError

    def more(self) -> list[Any]:
        """Return what stands below the first task."""
        return []

    async def visit(self) -> None:
        """Do what is due whenever the screen is shown."""

    def button(self, label: str, do: str, *, kind: str = "btn", **args: Any) -> str:
        """Return a button that sends a message to this screen, as HTML."""
        return send_button(label, "study", kind=kind, chapter="jobs", job=self.id, do=do, **args)

    def announce(self, text: str) -> None:
        """Tell a screen reader."""
        self.chapter.host.post("announce", text=text)


def said_html(sentence: str, note: str) -> str:
    """Return a result in one sentence, plain text, and a note on it, HTML."""
    return f'<p class="say" role="status">{escape(sentence)}</p><p class="note">{note}</p>'


def compared(other: str, lead: dict[str, Any]) -> str:
    """Return how another model stands beside the ELM on the same rows.

    Parameters
    ----------
    other : str
        The other model, its id in an answer, such as "lstm".
    lead : dict
        ``by``, how many more of 100 the ELM is right on, and ``clear``, whether that is more than luck.

    Returns
    -------
    str
        A sentence.
    """
    if not lead["by"]:
        return words.as_accurate(other)
    return words.compared(other, quantity(abs(lead["by"]), 2), more=lead["by"] < 0, clear=bool(lead["clear"]))


def part_html(title: str, lead: str) -> str:
    """Return what stands above a further part of a screen: its heading, plain text, and its lead, HTML."""
    return f'<h2 class="sec">{escape(title)}</h2><p class="lead">{lead}</p>'


def limits_html(about: About) -> str:
    """Return what a result does not show, and where the data come from."""
    items = "".join(f"<li>{text}</li>" for text in about.limits)
    return (
        f'<section class="blk sec"><h2>{words.WHAT_IT_DOES_NOT_SHOW}</h2><ul class="how small">{items}</ul></section>'
        f'<p class="tiny sec">{about.source}</p>'
    )


def results_html(
    caption: str, head: Iterable[str], rows: Iterable[Iterable[str]], notes: str = "", *, corner: str = ""
) -> str:
    """Return a table of results: a row for each model.

    Parameters
    ----------
    caption : str
        What it is, plain text.
    head : iterable of str
        Names of the columns after the model's name, plain text.
    rows : iterable of iterable of str
        Name and cells, plain text.
    notes : str
        HTML below it.
    corner : str
        Name of the first column; empty for models.

    Returns
    -------
    str
        HTML.
    """
    top = "".join(f'<th scope="col" class="num">{escape(name)}</th>' for name in head)
    body = "".join(
        f'<tr><th scope="row" class="stick">{escape(name)}</th>'
        + "".join(f'<td class="num">{escape(cell)}</td>' for cell in cells)
        + "</tr>"
        for name, *cells in rows
    )
    return (
        f'<div class="frame racing" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f'<caption class="sr">{escape(caption)}</caption><thead><tr><th scope="col" class="stick">'
        f"{escape(corner or words.MODEL)}</th>{top}</tr></thead><tbody>{body}</tbody></table></div>{notes}"
    )


def pane(figure: Any) -> pn.pane.Bokeh:
    """Return a figure as wide as its place."""
    return pn.pane.Bokeh(figure, sizing_mode="stretch_width", margin=0)
