"""The chapter: links to its screens, and the one that is open."""

from __future__ import annotations

from typing import Any

import panel as pn

from elmweb.app.learn.architectures.adversaries import Adversaries
from elmweb.app.learn.architectures.attention import Attention
from elmweb.app.learn.architectures.borrowed import Borrowed
from elmweb.app.learn.architectures.maps import Maps
from elmweb.app.learn.architectures.memory import Memory
from elmweb.app.learn.architectures.screen import CHAPTER, Screen
from elmweb.app.learn.chapters import ChapterPage, Host
from elmweb.app.learn.screens import answer_to, links_html
from elmweb.app.parts import Text, stack
from elmweb.words.page import architectures as words

__all__ = ["Page"]

_SCREENS: dict[str, type[Screen]] = {each.id: each for each in (Maps, Memory, Attention, Adversaries, Borrowed)}


class Page(ChapterPage):
    """The screens, each made when it is first opened.

    Parameters
    ----------
    host : Host
        The controller.
    """

    id = CHAPTER

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.screens: dict[str, Screen] = {}
        self._links = Text()
        self._body = stack()
        self._layout = stack(self._links, self._body)

    async def visit(self, part: str) -> None:
        """Open the screen that the address names, the first for any other."""
        name = part if part in _SCREENS else next(iter(_SCREENS))
        shown = self._screen(name)
        for screen, body in zip(self.screens.values(), self._body.objects, strict=True):
            body.visible = screen is shown
        self._links.set_html(links_html(words.LINKS, CHAPTER, words.SCREENS, name))

    async def do(self, do: str, *, screen: str = "", **args: Any) -> None:
        """Hand a screen what was pressed on it."""
        asked = self._screen(screen) if screen in _SCREENS else None
        await answer_to(asked, do, f"{self.id} {screen} {do}")(**args)

    def _screen(self, name: str) -> Screen:
        """Return a screen, made when it is first asked for."""
        if name not in self.screens:
            self.screens[name] = _SCREENS[name](self)
            self._body.append(stack(self.screens[name]))
        return self.screens[name]

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout
