"""What chapters with several screens share: the links between them, who answers a button, and how far a study is."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from elmweb.app.parts import progress_bar
from elmweb.exceptions import ElmwebError
from elmweb.formatting import percent
from elmweb.words.page import common, learn as words

__all__ = ["answer_to", "doing_html", "links_html"]

_CURRENT = ' aria-current="page"'


def links_html(label: str, chapter: str, titles: Mapping[str, str], chosen: str) -> str:
    """Return the links between the screens of a chapter.

    Parameters
    ----------
    label : str
        What they are, for a screen reader.
    chapter : str
        Its id.
    titles : mapping of str to str
        What each link says, by its part of the address; an empty part is the chapter's own address.
    chosen : str
        The part that is open.

    Returns
    -------
    str
        HTML.
    """
    links = "".join(
        f'<a href="#/{"/".join(filter(None, ("learn", chapter, part)))}"{_CURRENT if part == chosen else ""}>'
        f"{escape(title)}</a>"
        for part, title in titles.items()
    )
    return f'<nav class="chapters inner" aria-label="{escape(label)}">{links}</nav>'


def answer_to(screen: object, do: str, sent: str) -> Any:
    """Return the method of a screen that answers a button.

    Parameters
    ----------
    screen : object
        Has a method ``on_`` and a name for each of its buttons; None answers nothing.
    do : str
        The name.
    sent : str
        The message in words, for the error.

    Returns
    -------
    coroutine function
        The method.

    Raises
    ------
    ElmwebError
        There is none.
    """
    method = getattr(screen, f"on_{do}", None)
    if method is None:
        raise ElmwebError(common.nobody_answers(sent), value=do)
    return method


def doing_html(message: Mapping[str, Any]) -> str:
    """Return how far a study is.

    Parameters
    ----------
    message : mapping
        ``text`` and, once it is known, ``step`` of ``n_steps``.

    Returns
    -------
    str
        HTML.
    """
    fraction = message.get("step", 0) / max(1, message.get("n_steps", 1))
    text = escape(message.get("text", ""))
    return f'{progress_bar(fraction, words.done(percent(fraction)))}<p class="small under">{text}.</p>'
