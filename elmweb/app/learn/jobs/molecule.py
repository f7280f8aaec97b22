"""A molecule as chemists draw it: corners are carbon, every other atom is written."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import hypot
from typing import Any

from elmweb.words.page import jobs as words

__all__ = ["molecule_svg"]

_SCALE, _MARGIN, _MOST = 26.0, 16.0, 260.0
_LETTER, _LINE = 7.4, 14.0
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def molecule_svg(atoms: Sequence[Sequence[Any]], bonds: Sequence[Sequence[int]], name: str) -> str:
    """Return the structure of a molecule.

    Parameters
    ----------
    atoms : sequence of (str, float, float)
        What is written at each place, empty for a bare corner, and the place; a bond is about 1.3 long.
    bonds : sequence of (int, int, int)
        Positions of two atoms, and 1 for a single, 2 for a double, 3 for a triple bond.
    name : str
        The molecule's, for a screen reader.

    Returns
    -------
    str
        An SVG in the colours of the page.
    """
    left, top = min(atom[1] for atom in atoms), max(atom[2] for atom in atoms)
    places = [((atom[1] - left) * _SCALE + _MARGIN, (top - atom[2]) * _SCALE + _MARGIN) for atom in atoms]
    width, height = (max(place[axis] for place in places) + _MARGIN for axis in (0, 1))
    lines = "".join(_bond(places[a], places[b], order) for a, b, order in bonds)
    letters = "".join(_atom(place, str(atom[0])) for place, atom in zip(places, atoms, strict=True) if atom[0])
    shrink = min(1.0, _MOST / width, _MOST / height)
    return (
        f'<svg class="molecule" role="img" aria-label="{escape(words.structure_of(name))}" viewBox="0 0 {_n(width)} '
        f'{_n(height)}" width="{_n(width * shrink)}" height="{_n(height * shrink)}">'
        f'<g stroke="var(--ink)" stroke-width="1.6" stroke-linecap="round">{lines}</g>{letters}</svg>'
    )


def _bond(start: tuple[float, float], end: tuple[float, float], order: int) -> str:
    """Return one, two or three lines side by side."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = hypot(across, down) or 1.0
    aside = (-down / length, across / length)
    offsets = {1: (0.0,), 2: (-2.2, 2.2), 3: (-3.6, 0.0, 3.6)}.get(order, (0.0,))
    return "".join(
        f'<line x1="{_n(start[0] + offset * aside[0])}" y1="{_n(start[1] + offset * aside[1])}" '
        f'x2="{_n(end[0] + offset * aside[0])}" y2="{_n(end[1] + offset * aside[1])}"/>'
        for offset in offsets
    )


def _atom(place: tuple[float, float], label: str) -> str:
    """Return the letters of an atom on a ground of their own, so that no bond runs through them."""
    width = _LETTER * len(label) + 4
    x, y = place
    text = escape(label.translate(_SUBSCRIPT))
    return (
        f'<rect x="{_n(x - width / 2)}" y="{_n(y - _LINE / 2)}" width="{_n(width)}" height="{_n(_LINE)}" '
        f'fill="var(--bg)"/><text x="{_n(x)}" y="{_n(y + 4.5)}" text-anchor="middle" font-size="13" '
        f'fill="var(--ink)">{text}</text>'
    )


def _n(value: float) -> str:
    """Return a length in an SVG."""
    return str(round(value, 1))
