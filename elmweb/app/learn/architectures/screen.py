"""What the screens share: a heading, a button that starts a study and one that stops it, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import panel as pn

from elmweb.app.learn.chapters import ChapterPage
from elmweb.app.learn.screens import doing_html
from elmweb.app.parts import Text, stack
from elmweb.app.shell import send
from elmweb.words.page import common

__all__ = ["CHAPTER", "Screen", "chooser"]

CHAPTER = "architectures"


class Screen(pn.viewable.Viewer):
    """One screen of the chapter.

    Parameters
    ----------
    page : ChapterPage
        Runs studies.
    """

    id = ""
    """Its part of the address."""

    def __init__(self, page: ChapterPage) -> None:
        super().__init__()
        self.page = page
        self.running = ""  # the label of the button that was pressed
        self._starts: dict[str, pn.widgets.Button] = {}
        self._doing = Text(visible=False, css_classes=["sec"])

    def head(self, heading: str, lead: str) -> Text:
        """Return heading and lead.

        Parameters
        ----------
        heading : str
            Plain text.
        lead : str
            What to do here, and what there is to see, as HTML.
        """
        return Text(f'<h1 tabindex="-1">{escape(heading)}</h1><p class="lead">{lead}</p>')

    def starter(self, label: str, do: str, *, primary: bool = True) -> pn.Column:
        """Return a button that starts a study, with one that stops it in its place while it runs.

        Parameters
        ----------
        label : str
            What it says.
        do : str
            The message that it sends.
        primary : bool, default=True
            Whether it is the screen's first button.
        """
        kind: Any = {"color": "primary"} if primary else {}
        start = pn.widgets.Button(label=label, css_classes=["solid", "wide"], margin=0, **kind)
        stop = pn.widgets.Button(label=common.STOP, css_classes=["solid", "wide"], margin=0, visible=False)
        start.on_click(lambda _: self.page.host.receive("study", {"chapter": CHAPTER, "do": do, "screen": self.id}))
        stop.on_click(lambda _: self.page.host.receive("cancel", {}))
        self._starts[do] = start

        def lock(*_: object) -> None:
            run = self.page.session.run
            start.visible, stop.visible = self.running != do, self.running == do
            start.disabled = bool(self.running) or run.is_training or run.is_racing

        self.page.session.run.param.watch(lock, ["busy"])
        return stack(start, stop)

    async def run(self, do: str, study: str, asked: dict[str, Any], doing: str, show: Callable[[dict], None]) -> None:
        """Run a study, and show what it has found while it runs and at its end.

        Parameters
        ----------
        do : str
            The button.
        study : str
            One of :data:`elmweb.studies.STUDIES`.
        asked : dict
            Its settings.
        doing : str
            What the page says of it.
        show : callable
            Shows an answer, finished or not.
        """
        if self.running:
            return

        def progress(message: dict[str, Any]) -> None:
            self._doing.set_html(doing_html(message))
            if found := message.get("so_far"):
                show(found)

        self.running = do
        progress({"text": common.GETTING_READY})
        try:
            found = await self.page.study(study, asked, doing, progress)
        finally:
            self.running = ""
            self._doing.set_html("")
            self.page.session.run.param.trigger("busy")
        show(found)
        self.page.host.post("announce", text=found.get("said") or common.FINISHED)


def chooser(label: str, screen: str, do: str, options: list[tuple[Any, str]], chosen: Any) -> str:
    """Return a row of buttons of which one is pressed.

    Parameters
    ----------
    label : str
        What is chosen.
    screen, do : str
        Where the message goes.
    options : list of (value, HTML)
        What each sends and shows; the HTML must be escaped already.
    chosen : object
        The value whose button is pressed.

    Returns
    -------
    str
        HTML.
    """
    buttons = "".join(
        f'<button type="button" class="btn sm" aria-pressed="{str(value == chosen).lower()}" '
        f'data-key="{escape(f"{screen}:{do}:{value}")}" '
        f"{send('study', chapter=CHAPTER, do=do, screen=screen, value=value)}>{shown}</button>"
        for value, shown in options
    )
    return f'<div class="choose" role="group" aria-label="{escape(label)}">{buttons}</div>'
