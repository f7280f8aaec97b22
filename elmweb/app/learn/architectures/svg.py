"""Small charts as SVG in the page's own colours: they follow the theme, and need no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import log10

from elmweb.formatting import quantity

__all__ = ["Series", "bars", "curves", "plane"]

Series = tuple[str, str, Sequence[Sequence[float]]]
"""Name, class for colour and dash, points."""

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 460, 220, 46, 34, 10, 12


def _at(value: float, low: float, high: float, start: float, end: float) -> float:
    """Return where a value between `low` and `high` stands between `start` and `end`."""
    share = (value - low) / ((high - low) or 1.0)
    return round(start + min(max(share, 0.0), 1.0) * (end - start), 1)


def _frame(inner: str, label: str, height: int = _HEIGHT) -> str:
    return f'<svg class="plot" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(label)}">{inner}</svg>'


def curves(
    series: Sequence[Series],
    *,
    x: tuple[float, float],
    y: tuple[float, float],
    names: tuple[str, str],
    ticks: Sequence[tuple[float, str]],
    label: str,
    level: float | None = None,
) -> str:
    """Return lines over a common axis.

    Parameters
    ----------
    series : sequence of Series
        The lines.
    x, y : tuple of float
        Ranges of both axes.
    names : tuple of str
        Of both axes.
    ticks : sequence of (float, str)
        Levels of the upright axis that are named.
    label : str
        What it shows, for a screen reader.
    level : float, optional
        A level to compare with.
    """
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    parts = []
    for value, text in ticks:
        at = _at(value, *y, bottom, _TOP)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{at}" y2="{at}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{at + 4}" text-anchor="end">{escape(text)}</text>')
    if level is not None:
        at = _at(level, *y, bottom, _TOP)
        parts.append(f'<line class="level" x1="{_LEFT}" x2="{right}" y1="{at}" y2="{at}"/>')
    for _name, kind, points in series:
        line = " ".join(f"{_at(a, *x, _LEFT, right)},{_at(b, *y, bottom, _TOP)}" for a, b in points)
        parts.append(f'<polyline class="{kind}" points="{line}"/>')
    parts += _x_axis(x, names[0])
    parts.append(f'<text class="sr" x="0" y="0">{escape(names[1])}</text>')
    return _frame("".join(parts), label)


def _x_axis(x: tuple[float, float], name: str) -> list[str]:
    """Return both ends of the lower axis, and its name between them."""
    right, at = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM + 18
    return [
        f'<text x="{_LEFT}" y="{at}">{quantity(x[0])}</text>',
        f'<text x="{right}" y="{at}" text-anchor="end">{quantity(x[1])}</text>',
        f'<text x="{(_LEFT + right) / 2}" y="{at}" text-anchor="middle">{escape(name)}</text>',
    ]


def bars(points: Sequence[Sequence[float]], kind: str, *, exponents: tuple[int, int], name: str, label: str) -> str:
    """Return upright bars on a logarithmic axis, one a point, from the nearest to the farthest.

    Parameters
    ----------
    points : sequence of (float, float)
        Distance, and size; one below the axis has no bar.
    kind : str
        Class for the colour.
    exponents : tuple of int
        Powers of ten at both ends of the axis.
    name : str
        Of the lower axis.
    label : str
        What it shows, for a screen reader.
    """
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    low, high = exponents
    parts = []
    for power in range(low, high + 1, max(1, (high - low) // 5)):
        at = _at(power, low, high, bottom, _TOP)
        strong = "level" if power == 0 else "grid"
        parts.append(f'<line class="{strong}" x1="{_LEFT}" x2="{right}" y1="{at}" y2="{at}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{at + 4}" text-anchor="end">{_power(power)}</text>')
    step = (right - _LEFT) / max(1, len(points))
    for at, (_distance, size) in enumerate(points):
        top = _at(log10(size), low, high, bottom, _TOP) if size > 0 else bottom
        left = round(_LEFT + (at + 0.15) * step, 1)
        parts.append(
            f'<rect class="{kind}" x="{left}" y="{top}" width="{round(0.7 * step, 1)}" height="{bottom - top}"/>'
        )
    far = points[-1][0] if points else 1
    parts += _x_axis((0, far), name)
    return _frame("".join(parts), label)


def _power(power: int) -> str:
    """Return a power of ten as an SVG text that is read aloud as a number."""
    return "1" if power == 0 else f'10<tspan dy="-5" font-size="9">{power}</tspan>'


def plane(
    real: Sequence[Sequence[float]],
    drawn: Sequence[Sequence[float]],
    judged: Sequence[float],
    *,
    grid: int,
    half: float,
    label: str,
) -> str:
    """Return points of a plane on a ground that is as strong as a judgement of each place.

    Parameters
    ----------
    real, drawn : sequence of (float, float)
        Points; those outside of the square are not shown.
    judged : sequence of float
        In 100, `grid` rows of `grid` places, from the top left.
    grid : int
        Places along a side.
    half : float
        The square reaches from minus to plus this.
    label : str
        What it shows, for a screen reader.
    """
    side = 360
    cell = side / grid
    parts = [
        f'<rect class="ground" shape-rendering="crispEdges" x="{round((at % grid) * cell, 1)}" '
        f'y="{round((at // grid) * cell, 1)}" width="{round(cell, 1)}" height="{round(cell, 1)}" '
        f'fill-opacity="{round(0.6 * value / 100, 2)}"/>'
        for at, value in enumerate(judged)
        if value > 2
    ]
    for points, kind in ((real, "real"), (drawn, "drawn")):
        marks = (
            (_at(a, -half, half, 0, side), _at(b, -half, half, side, 0))
            for a, b in points
            if max(abs(a), abs(b)) < half
        )
        if kind == "real":
            parts += [f'<circle class="real" cx="{a}" cy="{b}" r="3"/>' for a, b in marks]
        else:
            parts.append(f'<path class="drawn" d="{"".join(f"M{a - 3} {b - 3}l6 6m-6 0l6-6" for a, b in marks)}"/>')
    return (
        f'<svg class="plot square" viewBox="0 0 {side} {side}" role="img" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg>"
    )
