"""The parts that every page is made of; ``web/style.css`` has their styles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import panel as pn

from elmweb.app.shell import send
from elmweb.exceptions import needed_and_found
from elmweb.formatting import css_percent, percent
from elmweb.words.page import common, parts as words

__all__ = [
    "FIELD_HOLDS",
    "Text",
    "bars",
    "block",
    "cell_html",
    "facts",
    "number_field",
    "problem_html",
    "progress_bar",
    "send_button",
    "stack",
    "summarize_again",
    "table",
    "word_link",
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


def number_field(label: str, **settings: Any) -> pn.widgets.FloatInput:
    """Return a field of a number that takes the decimal mark of the page's language.

    Parameters
    ----------
    label : str
        What it is.
    **settings
        Of the widget.

    Returns
    -------
    pn.widgets.FloatInput
        As wide as there is room; ``web/page/decimal-comma.js`` finds it by its class.
    """
    return pn.widgets.FloatInput(
        label=label, css_classes=["decimal"], **{"margin": 0, "sizing_mode": "stretch_width", **settings}
    )


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


def word_link(*terms: str) -> str:
    """Return links to where the documentation explains words, as HTML.

    They are shown only where the documentation is beside the page, and open beside it: the page has work in it.

    Parameters
    ----------
    *terms : str
        Keys of :data:`elmweb.words.page.parts.TERMS`.

    Returns
    -------
    str
        A ``<span>``.
    """
    links = ", ".join(
        f'<a href="docs/words.html#word-{term}" target="_blank" rel="noopener">{escape(words.TERMS[term])}</a>'
        for term in terms
    )
    return f' <span class="to-docs">{words.about(links, len(terms))}</span>'


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
            f'<span class="bar" aria-hidden="true"><b{quiet} style="width:{css_percent(fraction)}"></b></span>'
            f"<span>{escape(number)}</span></li>"
        )
    return f'<ul class="bars">{"".join(items)}</ul>'


def summarize_again() -> str:
    """Return the button where a part needs the summary that was stopped.

    Returns
    -------
    str
        A ``<button>``.
    """
    return send_button(common.LOOK_AGAIN, "look_again")


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


def table(
    head: list[str],
    rows: Iterable[Iterable[str | None]],
    *,
    caption: str,
    thumbnails: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return a table that scrolls in its own frame.

    Parameters
    ----------
    head : list of str
        Column names, plain text.
    rows : iterable of iterable of (str or None)
        Plain cells; None is a missing value.
    caption : str
        What the table is, for a screen reader.
    thumbnails : mapping of str to sequence of str, optional
        By the column a data URL for each row, or "".

    Returns
    -------
    str
        HTML.
    """
    pictures = [(thumbnails or {}).get(name, ()) for name in head]
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(
        f"<tr>{''.join(cell_html(value, *shown[n : n + 1]) for value, shown in zip(row, pictures, strict=True))}</tr>"
        for n, row in enumerate(rows)
    )
    return (
        f'<div class="frame" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def cell_html(value: str | None, thumbnail: str = "", classes: str = "") -> str:
    """Return one cell of a table, as HTML; a missing value is marked.

    Parameters
    ----------
    value : str or None
        Plain text.
    thumbnail : str
        A data URL of a photo that is shown before it.
    classes : str
        CSS classes.

    Returns
    -------
    str
        A ``<td>``.
    """
    if value is None:
        return f'<td class="hole {classes}">{common.MISSING}</td>'
    text = escape(str(value))
    if not thumbnail:
        return f'<td class="{classes}">{text}</td>' if classes else f"<td>{text}</td>"
    picture = f'<img src="{escape(thumbnail)}" alt="" width="48" height="48" loading="lazy">'
    return f'<td class="shown {classes}">{picture}<span>{text}</span></td>'


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
