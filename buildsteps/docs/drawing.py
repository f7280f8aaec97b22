"""Small charts as SVG. Their colours are CSS variables, so a chart inside a page follows its light or dark theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import numpy as np

__all__ = ["Chart", "side_by_side", "tiles"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 12.0, 26.0, 34.0


@dataclass
class Chart:
    """One pair of axes.

    Parameters
    ----------
    title : str
        What stands above it.
    x, y : tuple of float
        The ends of the axes.
    x_name, y_name : str
        What the axes show.
    size : tuple of int
        Width and height in pixels.
    log_x : bool
        Whether the horizontal axis is logarithmic.
    """

    title: str
    x: tuple[float, float]
    y: tuple[float, float]
    x_name: str = ""
    y_name: str = ""
    size: tuple[int, int] = (640, 300)
    log_x: bool = False
    _marks: list[str] = field(default_factory=list)
    _keys: list[tuple[str, str]] = field(default_factory=list)

    def line(self, x: np.ndarray, y: np.ndarray, kind: str, key: str = "") -> None:
        """Draw a line; it is cut at numbers that are not finite, and where it leaves the chart."""
        points, pen = [], "M"
        for at, value in zip(x, y, strict=True):
            if np.isfinite(value) and self.y[0] <= value <= self.y[1]:
                points.append(f"{pen}{self._across(at):.1f} {self._up(value):.1f}")
                pen = "L"
            else:
                pen = "M"
        self._marks.append(f'<path class="{kind}" d="{"".join(points)}"/>')
        self._key(kind, key)

    def dots(self, x: np.ndarray, y: np.ndarray, kind: str, key: str = "", radius: float = 3.0) -> None:
        """Draw a dot for each pair."""
        for at, value in zip(x, y, strict=True):
            place = f'cx="{self._across(at):.1f}" cy="{self._up(value):.1f}" r="{radius:g}"'
            self._marks.append(f'<circle class="{kind}" {place}/>')
        self._key(kind, key)

    def band(self, x: np.ndarray, low: np.ndarray, high: np.ndarray, kind: str, key: str = "") -> None:
        """Fill what lies between two lines."""
        there = [f"{self._across(at):.1f} {self._up(value):.1f}" for at, value in zip(x, high, strict=True)]
        back = [f"{self._across(at):.1f} {self._up(value):.1f}" for at, value in zip(x[::-1], low[::-1], strict=True)]
        self._marks.append(f'<path class="{kind}" d="M{"L".join([*there, *back])}Z"/>')
        self._key(kind, key)

    def border(self, x: np.ndarray, y: np.ndarray, values: np.ndarray, kind: str, key: str = "") -> None:
        """Draw where a surface is zero, by marching squares.

        Parameters
        ----------
        x : ndarray (n,)
            Places across.
        y : ndarray (m,)
            Places upwards.
        values : ndarray (m, n)
            The surface.
        kind, key : str
            Style of the line, and its name in the key.
        """
        pieces = []
        for row in range(len(y) - 1):
            for column in range(len(x) - 1):
                crossings = []
                corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)]
                for (r, c), (s, d) in zip(corners, [*corners[1:], corners[0]], strict=True):
                    a, b = values[r, c], values[s, d]
                    if (a < 0) != (b < 0):
                        share = a / (a - b)
                        crossings.append((x[c] + share * (x[d] - x[c]), y[r] + share * (y[s] - y[r])))
                ends = zip(crossings[::2], crossings[1::2], strict=True)
                pieces += [f"M{self._place(*start)}L{self._place(*end)}" for start, end in ends]
        self._marks.append(f'<path class="{kind}" d="{"".join(pieces)}"/>')
        self._key(kind, key)

    def bars(self, names: Sequence[str], parts: np.ndarray, keys: Sequence[tuple[str, str]]) -> None:
        """Draw a stacked bar for each name: shares (n, k) that add up to 1, each of a kind with a key."""
        step = (self.size[1] - _TOP - _BOTTOM) / len(names)
        for at, (name, shares) in enumerate(zip(names, parts, strict=True)):
            top, start = _TOP + at * step + step * 0.18, 0.0
            self._marks.append(f'<text class="label" x="4" y="{top + step * 0.42:.1f}">{escape(name)}</text>')
            for share, (kind, _) in zip(shares, keys, strict=True):
                left, right = self._across(start), self._across(start + share)
                size = f'width="{right - left:.1f}" height="{step * 0.64:.1f}"'
                self._marks.append(f'<rect class="{kind}" x="{left:.1f}" y="{top:.1f}" {size}/>')
                start += share
        self._keys += [(kind, key) for kind, key in keys]

    def words(self, x: float, y: float, text: str) -> None:
        """Write beside a mark."""
        self._marks.append(f'<text class="label" x="{self._across(x):.1f}" y="{self._up(y):.1f}">{escape(text)}</text>')

    def svg(self, x_ticks: Sequence[float], y_ticks: Sequence[float] = (), left: float = 0.0) -> str:
        """Return the chart as a group, moved to the right by ``left`` pixels."""
        width, height = self.size
        grid = []
        for tick in x_ticks:
            at = self._across(tick)
            grid.append(f'<path class="grid" d="M{at:.1f} {_TOP}V{height - _BOTTOM}"/>')
            grid.append(f'<text class="tick middle" x="{at:.1f}" y="{height - _BOTTOM + 14}">{tick:g}</text>')
        for tick in y_ticks:
            at = self._up(tick)
            grid.append(f'<path class="grid" d="M{_LEFT} {at:.1f}H{width - _RIGHT}"/>')
            grid.append(f'<text class="tick end" x="{_LEFT - 6}" y="{at + 4:.1f}">{tick:g}</text>')
        names = f'<text class="title" x="{_LEFT if y_ticks else 4}" y="15">{escape(self.title)}</text>'
        names += f'<text class="tick end" x="{width - _RIGHT}" y="{height - 4}">{escape(self.x_name)}</text>'
        if self.y_name:
            names += f'<text class="tick end" x="{width - _RIGHT}" y="15">{escape(self.y_name)}</text>'
        return f'<g transform="translate({left:g} 0)">{"".join(grid)}{"".join(self._marks)}{names}</g>'

    @property
    def keys(self) -> list[tuple[str, str]]:
        """Kinds of mark and what they mean."""
        return self._keys

    def _key(self, kind: str, key: str) -> None:
        if key:
            self._keys.append((kind, key))

    def _across(self, value: float) -> float:
        low, high = np.log(self.x) if self.log_x else self.x
        share = ((np.log(value) if self.log_x else value) - low) / (high - low)
        return float(_LEFT + share * (self.size[0] - _LEFT - _RIGHT))

    def _up(self, value: float) -> float:
        low, high = self.y
        value = min(max(value, low), high)
        return float(self.size[1] - _BOTTOM - (value - low) / (high - low) * (self.size[1] - _TOP - _BOTTOM))

    def _place(self, x: float, y: float) -> str:
        return f"{self._across(x):.1f} {self._up(y):.1f}"


def side_by_side(charts: Sequence[tuple[Chart, Sequence[float], Sequence[float]]], said: str) -> str:
    """Return charts, each with its ticks, as one picture with a key.

    Parameters
    ----------
    charts : sequence of (Chart, x ticks, y ticks)
        From left to right.
    said : str
        What the picture shows, for people who do not see it.

    Returns
    -------
    str
        A ``<div>`` with an ``<svg>`` element for each chart, which stand below each other where there is no room, and
        the key.
    """
    pictures = "".join(
        f'<svg viewBox="0 0 {chart.size[0]} {chart.size[1]}" aria-hidden="true">{chart.svg(x, y)}</svg>'
        for chart, x, y in charts
    )
    return _figure(pictures, dict.fromkeys(key for chart, _, _ in charts for key in chart.keys), said, len(charts))


def tiles(rows: Sequence[tuple[str, np.ndarray]], said: str) -> str:
    """Return rows of small images, each with its name: dark where numbers are large.

    Parameters
    ----------
    rows : sequence of (str, ndarray (n, height, width))
        The images of each row.
    said : str
        What the picture shows.

    Returns
    -------
    str
        As :func:`side_by_side`.
    """
    side, gap, parts, top = 56, 8, [], 0
    for name, images in rows:
        parts.append(f'<text class="label" x="0" y="{top + 14}">{escape(name)}</text>')
        top += 22
        for at, image in enumerate(images):
            low, high = float(image.min()), float(image.max())
            scaled = (image - low) / (high - low or 1.0)
            height, width = image.shape
            for (row, column), value in np.ndenumerate(scaled):
                place = f'x="{at * (side + gap) + column * side / width:.2f}" y="{top + row * side / height:.2f}"'
                size = f'width="{side / width + 0.05:.2f}" height="{side / height + 0.05:.2f}"'
                parts.append(f'<rect class="ink" {place} {size} opacity="{value:.2f}"/>')
            parts.append(f'<rect class="frame" x="{at * (side + gap)}" y="{top}" width="{side}" height="{side}"/>')
        top += side + 14
    width = max(len(images) for _, images in rows) * (side + gap)
    return _figure(f'<svg viewBox="0 0 {width} {top}" aria-hidden="true">{"".join(parts)}</svg>', {}, said, 1)


def _figure(pictures: str, keys: dict[tuple[str, str], None], said: str, n_charts: int) -> str:
    swatches = "".join(
        f'<span><svg viewBox="0 0 28 12" aria-hidden="true">{_swatch(kind)}</svg>{escape(text)}</span>'
        for kind, text in keys
    )
    key = f'<p class="key">{swatches}</p>' if swatches else ""
    charts = f'<div class="charts" role="img" aria-label="{escape(said)}">{pictures}</div>'
    return f'<div class="drawing of-{n_charts}">{charts}{key}</div>'


def _swatch(kind: str) -> str:
    """Return a piece of a mark, for the key."""
    if "dot" in kind:
        return f'<circle class="{kind}" cx="14" cy="6" r="3.5"/>'
    if "fill" in kind:
        return f'<rect class="{kind}" x="4" y="1" width="20" height="10"/>'
    return f'<path class="{kind}" d="M2 6H26"/>'
