"""The parts that every page is made of; ``web/style.css`` has their styles."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import panel as pn

from elmweb.app.shell import send
from elmweb.exceptions import needed_and_found
from elmweb.formatting import percent

__all__ = [
    "FIELD_HOLDS",
    "SUMMARIZE_AGAIN",
    "Text",
    "bars",
    "block",
    "facts",
    "problem_html",
    "progress_bar",
    "send_button",
    "stack",
    "table",
]

FIELD_HOLDS = 1_000_000
"""Characters that a text field takes. Panel's default of 5,000 would cut a long text silently."""


class Text(pn.pane.HTML):
    """A piece of HTML; values in it must be escaped already."""

    def __init__(self, text: str = "", **params: Any) -> None:
        params.setdefault("sizing_mode", "stretch_width")
        super().__init__(text, margin=0, **params)

    def set_html(self, text: str) -> None:
        """Show this HTML; an empty one hides the pane."""
        self.param.update(object=text, visible=bool(text))


def stack(*objects: Any, kind: str = "stack", **params: Any) -> pn.Column:
    """Return a column of parts.

    Parameters
    ----------
    *objects
        Panel components.
    kind : str
        Classes of ``web/style.css``, which lay the parts out: stack, two, half, panel...
    **params
        Further parameters of the column.

    Returns
    -------
    panel.Column
        The layout, as wide as its container.
    """
    params.setdefault("sizing_mode", "stretch_width")
    return pn.Column(*objects, css_classes=kind.split(), margin=0, **params)


def block(title: str, *body: str, level: int = 2) -> str:
    """Return a section with a heading, as HTML.

    Parameters
    ----------
    title : str
        Plain text.
    *body : str
        HTML.
    level : int
        Level of the heading.

    Returns
    -------
    str
        A ``<section class="blk">``.
    """
    return f'<section class="blk"><h{level}>{escape(title)}</h{level}>{"".join(body)}</section>'


def send_button(label: str, name: str, /, *, kind: str = "linkbtn", **args: Any) -> str:
    """Return a button that sends a message to Python, as HTML.

    Parameters
    ----------
    label : str
        Plain text on it.
    name : str
        The message.
    kind : str
        Its CSS classes.
    **args
        The message's arguments.

    Returns
    -------
    str
        A ``<button>``; its key lets the page restore the focus after a redraw.
    """
    key = escape(f"{name}:{':'.join(str(value) for value in args.values())}")
    return f'<button type="button" class="{kind}" data-key="{key}" {send(name, **args)}>{escape(label)}</button>'


def bars(rows: Iterable[tuple[str, float, str]], *, first_is_ours: bool = True) -> str:
    """Return a list of bars with a label and a number each.

    Parameters
    ----------
    rows : iterable of (str, float, str)
        Label, fraction from 0 to 1, and the number as text.
    first_is_ours : bool
        True paints the first bar in the accent.

    Returns
    -------
    str
        A ``<ul class="bars">``.
    """
    items = []
    for index, (label, fraction, number) in enumerate(rows):
        quiet = "" if first_is_ours and index == 0 else ' class="q"'
        items.append(
            f'<li><span class="cut" title="{escape(label)}">{escape(label)}</span>'
            f'<span class="bar" aria-hidden="true"><b{quiet} style="width:{percent(fraction, 1)}%"></b></span>'
            f"<span>{escape(number)}</span></li>"
        )
    return f'<ul class="bars">{"".join(items)}</ul>'


SUMMARIZE_AGAIN = send_button("Look again", "look_again")
"""Shown where a part needs the summary that was stopped."""


def progress_bar(fraction: float, label: str) -> str:
    """Return a progress bar.

    Parameters
    ----------
    fraction : float
        Completed, from 0 to 1.
    label : str
        What is being done, for a screen reader.

    Returns
    -------
    str
        HTML.
    """
    done = percent(fraction)
    return (
        f'<div class="bar" role="progressbar" aria-label="{escape(label)}" aria-valuenow="{done}" '
        f'aria-valuemin="0" aria-valuemax="100"><b style="width:{done}%"></b></div>'
    )


def table(head: list[str], rows: Iterable[Iterable[str | None]], *, caption: str) -> str:
    """Return a table that scrolls in its own frame.

    Parameters
    ----------
    head : list of str
        Column names, plain text.
    rows : iterable of iterable of (str or None)
        Plain cells; None is a missing value.
    caption : str
        What the table is, for a screen reader.

    Returns
    -------
    str
        HTML.
    """
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(_cell(value) for value in row)}</tr>" for row in rows)
    return (
        f'<div class="frame" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(value: str | None) -> str:
    """Return one table cell; a missing value is marked."""
    return '<td class="hole">missing</td>' if value is None else f"<td>{escape(str(value))}</td>"


def facts(error: dict[str, Any]) -> str:
    """Return what was needed, what was found instead, and what to do about it.

    Parameters
    ----------
    error : dict
        ``ElmwebError.to_dict()``.

    Returns
    -------
    str
        HTML; what the failure does not have is left out.
    """
    said = needed_and_found(error.get("rule", ""), error.get("value", ""))
    hints = " ".join(error.get("hints", ()))
    return "".join(f"<p>{escape(text)}</p>" for text in (said, hints) if text)


def problem_html(problem: dict[str, Any]) -> str:
    """Return why a training is impossible now, with hints.

    Parameters
    ----------
    problem : dict
        ``Summary["problem"]``.

    Returns
    -------
    str
        HTML.
    """
    return f'<div class="warn" role="status"><b>{escape(problem["what"])}</b>{facts(problem)}</div>'
