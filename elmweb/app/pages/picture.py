"""What training an Extreme Learning Machine is, as one small moving picture with the person's own columns.

The movement is CSS of ``web/style.css``: it plays once whenever the page comes up, and not at all for people who asked
their system for less motion.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from random import Random

from elmweb.words.page import common, picture as words

__all__ = ["picture_html"]

_WIDTH, _HEIGHT = 432, 216
_LEFT, _MIDDLE, _RIGHT = 130, 230, 316
_TOP, _BOTTOM = 16, 176
_MOST_NAMES, _UNITS, _LETTERS, _TARGET_LETTERS = 5, 7, 16, 14


def picture_html(columns: Sequence[str], target: str) -> str:
    """Return the picture, and in words what it shows.

    Parameters
    ----------
    columns : sequence of str
        Names of the columns that are learned from.
    target : str
        Name of what is predicted.

    Returns
    -------
    str
        HTML.
    """
    shown = list(columns[:_MOST_NAMES])
    left = len(columns) - len(shown)
    names = [*shown, words.more(left)] if left else shown
    inputs, units = _places(len(names)), _places(_UNITS)
    weigh = Random(0)  # noqa: S311  a drawing: the same lines each time
    random = "".join(
        f'<line class="fixed" x1="{_LEFT + 6}" y1="{a}" x2="{_MIDDLE - 7}" y2="{b}" '
        f'stroke-width="{weigh.choice((0.5, 1, 1.5, 2))}" pathLength="1"/>'
        for a in inputs
        for b in units
    )
    middle = (_TOP + _BOTTOM) // 2
    solved = "".join(
        f'<line class="solved" x1="{_MIDDLE + 7}" y1="{y}" x2="{_RIGHT - 9}" y2="{middle}" '
        f'stroke-width="{weigh.choice((1, 1.5, 2.5, 3.5))}" pathLength="1"/>'
        for y in units
    )
    texts = "".join(
        f'<text x="{_LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(_cut(name))}</text>'
        f'<circle class="in" cx="{_LEFT}" cy="{y}" r="4"/>'
        for name, y in zip(names, inputs, strict=True)
    )
    circles = "".join(f'<circle class="unit" cx="{_MIDDLE}" cy="{y}" r="6"/>' for y in units)
    out = (
        f'<circle class="out" cx="{_RIGHT}" cy="{middle}" r="9"/>'
        f'<text class="strong out" x="{_RIGHT + 16}" y="{middle + 4}">{escape(_cut(target, _TARGET_LETTERS))}</text>'
    )
    under = "".join(
        f'<text class="soft" x="{x}" y="{_HEIGHT - 8}" text-anchor="middle">{text}</text>'
        for x, text in (((_LEFT + _MIDDLE) // 2, words.RANDOM), ((_MIDDLE + _RIGHT) // 2 + 8, words.SOLVED))
    )
    first = words.goes_in(common.names_and_more(", ".join(escape(name) for name in shown), left))
    steps = (first, words.RANDOM_ONCE, words.solved_at_once(f'<b class="strong">{escape(target)}</b>'))
    listed = "".join(f"<li>{step}</li>" for step in steps)
    return (
        f'<figure class="what-it-does"><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true">'
        f"{random}{solved}{texts}{circles}{out}{under}</svg><figcaption><h2>{words.TITLE}</h2><ol>"
        f"{listed}</ol></figcaption></figure>"
    )


def _places(n: int) -> list[int]:
    """Return heights of so many circles below each other, around the middle."""
    if n == 1:
        return [(_TOP + _BOTTOM) // 2]
    gap = min(30, (_BOTTOM - _TOP) // (n - 1))
    first = (_TOP + _BOTTOM - gap * (n - 1)) // 2
    return [first + gap * at for at in range(n)]


def _cut(name: str, letters: int = _LETTERS) -> str:
    return name if len(name) <= letters else f"{name[: letters - 1]}…"
