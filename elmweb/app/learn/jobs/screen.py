"""What the screens of the jobs have in common: the words, a button that trains, how far it is, and Stop."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any, Protocol

import panel as pn

from elmweb.app.learn.chapters import Host
from elmweb.app.parts import Text, progress_bar, send_button, stack
from elmweb.app.state import Session
from elmweb.formatting import percent

__all__ = ["Chapter", "Screen", "limits_html", "pane", "results_html"]


class Chapter(Protocol):
    """What a screen needs of the page of its chapter."""

    host: Host
    session: Session
    study: Any


class Screen:
    """One job.

    Parameters
    ----------
    chapter : Chapter
        The page, which runs studies.
    """

    id = ""
    title = ""
    lead = ""
    """HTML: what is to be done, and on which data."""

    start = "Train"
    """What its first button says."""

    limits: tuple[str, ...] = ()
    """HTML, a sentence or two each: what the result does not show."""

    source = ""
    """HTML: where the data come from."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.session = chapter.session
        self.answer: dict[str, Any] | None = None
        self.doing = ""  # the message whose study runs; empty for none
        self._button, self._doing = Text(css_classes=["sec"]), Text(css_classes=["under"])
        self.settings = stack(kind="stack gap")
        self.results = stack(visible=False)
        head = f'<h1 tabindex="-1">{escape(self.title)}</h1><p class="lead">{self.lead}</p>'
        self.layout = stack(Text(head), self.settings, self._button, self._doing, self.results, Text(limits_html(self)))
        self.session.run.param.watch(lambda *_: self._draw_button(), ["busy"])
        self._draw_button()

    async def visit(self) -> None:
        """Do what is due whenever the screen is shown."""

    def _draw_button(self) -> None:
        """Show the button that starts, or the one that stops."""
        if self.doing:
            self._button.set_html(send_button("Stop", "cancel", kind="btn"))
        else:
            label = f"{self.start} again" if self.answer else self.start
            self._button.set_html(self.button(label, "train", kind="btn primary"))

    def button(self, label: str, do: str, *, kind: str = "btn", **args: Any) -> str:
        """Return a button that sends a message to this screen, as HTML."""
        return send_button(label, "study", kind=kind, chapter="jobs", job=self.id, do=do, **args)

    def send(self, do: str, **args: Any) -> None:
        """Send this screen a message, as a button of the page does; for widgets."""
        self.chapter.host.receive("study", {"chapter": "jobs", "job": self.id, "do": do, **args})

    async def study(self, do: str, doing: str, **asked: Any) -> dict[str, Any]:
        """Run the study of this job while the screen shows how far it is.

        Parameters
        ----------
        do : str
            The message that started it.
        doing : str
            What the page says of it.
        **asked
            The study's arguments.

        Returns
        -------
        dict
            Its answer.
        """
        self.doing = do
        self._draw_button()
        self._show({"text": doing, "step": 0, "n_steps": 100})
        try:
            return await self.chapter.study("jobs", {"job": self.id, **asked}, doing, self._show)
        finally:
            self.doing = ""
            self._doing.set_html("")
            self._draw_button()

    def _show(self, message: dict[str, Any]) -> None:
        """Show how far it is, and what there is by now."""
        fraction = message["step"] / max(1, message["n_steps"])
        text = escape(message["text"])
        self._doing.set_html(f'{progress_bar(fraction, f"{percent(fraction)} %")}<p class="small under">{text}.</p>')
        if (so_far := message.get("so_far")) is not None:
            self.show(so_far)

    def show(self, answer: dict[str, Any]) -> None:
        """Show an answer, which may be unfinished."""
        raise NotImplementedError

    def announce(self, text: str) -> None:
        """Tell a screen reader."""
        self.chapter.host.post("announce", text=text)


def limits_html(screen: Screen) -> str:
    """Return what a result does not show, and where the data come from."""
    items = "".join(f"<li>{text}</li>" for text in screen.limits)
    return (
        f'<section class="blk sec"><h2>What this does not show</h2><ul class="how small">{items}</ul></section>'
        f'<p class="tiny sec">{screen.source}</p>'
    )


def results_html(caption: str, head: Iterable[str], rows: Iterable[Iterable[str]], notes: str = "") -> str:
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
        f'<caption class="sr">{escape(caption)}</caption><thead><tr><th scope="col" class="stick">Model</th>{top}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>{notes}"
    )


def pane(figure: Any) -> pn.pane.Bokeh:
    """Return a figure as wide as its place."""
    return pn.pane.Bokeh(figure, sizing_mode="stretch_width", margin=0)
