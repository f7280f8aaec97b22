"""A line with the expected band, the published number and the visitor's own."""

from __future__ import annotations

from html import escape

from elmweb.app.learn.papers.verdict import Outcome
from elmweb.formatting import css_percent
from elmweb.words.page import papers as words

__all__ = ["scale_html"]


def scale_html(found: Outcome) -> str:
    """Return the scale, which a screen reader passes over: the sentence beside it says the same.

    Parameters
    ----------
    found : Outcome
        A result.

    Returns
    -------
    str
        HTML; empty where there is nothing to draw.
    """
    if not found.marks or found.band is None:
        return ""
    values = [*(mark.value for mark in found.marks), found.band.low, found.band.high]
    low, high = min(values), max(values)
    low, high = low - 0.08 * (high - low), high + 0.08 * (high - low)

    def at(value: float) -> str:
        return css_percent((value - low) / (high - low))

    width = css_percent((found.band.high - found.band.low) / (high - low))
    band = f'<i class="band" style="left:{at(found.band.low)};width:{width}"></i>'
    own, *others = found.marks
    ticks = "".join(f'<i class="tick" style="left:{at(mark.value)}"></i>' for mark in others)
    dot = f'<i class="dot" style="left:{at(own.value)}"></i>'
    keys = [f'<span><i class="dot"></i>{escape(own.name)} {escape(own.text)}</span>']
    keys += [f'<span><i class="tick"></i>{escape(mark.text)}, {escape(mark.name)}</span>' for mark in others]
    keys.append(f'<span><i class="band"></i>{words.EXPECTED_BAND}</span>')
    return (
        f'<div class="scale" aria-hidden="true"><div class="line">{band}{ticks}{dot}</div>'
        f'<p class="keys">{"".join(keys)}</p></div>'
    )
