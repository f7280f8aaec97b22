"""What the screens of the jobs have in common: the words, a button that trains, how far it is, and Stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any, Protocol

import panel as pn

from elmweb.app.learn.chapters import Host
from elmweb.app.parts import Text, progress_bar, send_button, stack
from elmweb.app.state import Session
from elmweb.formatting import percent, quantity

__all__ = ["Chapter", "Screen", "Task", "compared", "limits_html", "pane", "results_html", "said_html"]


class Chapter(Protocol):
    """What a screen needs of the page of its chapter."""

    host: Host
    session: Session
    study: Any


class Task:
    """One thing to be worked out on a screen: a button that starts it, Stop, how far it is, and what came out.

    Parameters
    ----------
    screen : Screen
        Where it stands.
    do : str
        The message of its button.
    label : str
        What the button says.
    """

    def __init__(self, screen: Screen, do: str, label: str) -> None:
        self._screen, self._do, self._label = screen, do, label
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

    def _draw_button(self) -> None:
        """Show the button that starts, or the one that stops."""
        if self._runs:
            self._button.set_html(send_button("Stop", "cancel", kind="btn"))
        elif self._label:
            label = f"{self._label} again" if self.results.visible else self._label
            self._button.set_html(self._screen.button(label, self._do, kind="btn primary"))
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
            fraction = message["step"] / max(1, message["n_steps"])
            text = f'<p class="small under">{escape(message["text"])}.</p>'
            self._progress.set_html(f"{progress_bar(fraction, f'{percent(fraction)} %')}{text}")
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
    title = ""
    lead = ""
    """HTML: what is to be done, and on which data."""

    limits: tuple[str, ...] = ()
    """HTML, a sentence or two each: what the result does not show."""

    source = ""
    """HTML: where the data come from."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.session = chapter.session
        self.answer: dict[str, Any] | None = None
        self.main = Task(self, "train", "Train")
        head = f'<h1 tabindex="-1">{escape(self.title)}</h1><p class="lead">{self.lead}</p>'
        self.layout = stack(Text(head), self.main.layout, *self.more(), Text(limits_html(self)))

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
        The other model, such as "The LSTM".
    lead : dict
        ``by``, how many more of 100 the ELM is right on, and ``clear``, whether that is more than luck.

    Returns
    -------
    str
        A sentence.
    """
    if not lead["by"]:
        return f"{other} is right as often."
    more = "fewer" if lead["by"] > 0 else "more"
    sure = "more than luck" if lead["clear"] else "which may be luck"
    return f"{other} is right on {quantity(abs(lead['by']), 2)} {more} of 100, {sure} (McNemar's test)."


def limits_html(screen: Screen) -> str:
    """Return what a result does not show, and where the data come from."""
    items = "".join(f"<li>{text}</li>" for text in screen.limits)
    return (
        f'<section class="blk sec"><h2>What this does not show</h2><ul class="how small">{items}</ul></section>'
        f'<p class="tiny sec">{screen.source}</p>'
    )


def results_html(
    caption: str, head: Iterable[str], rows: Iterable[Iterable[str]], notes: str = "", *, corner: str = "Model"
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
        Name of the first column.

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
        f"{escape(corner)}</th>{top}</tr></thead><tbody>{body}</tbody></table></div>{notes}"
    )


def pane(figure: Any) -> pn.pane.Bokeh:
    """Return a figure as wide as its place."""
    return pn.pane.Bokeh(figure, sizing_mode="stretch_width", margin=0)
