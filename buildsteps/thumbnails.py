"""Thumbnails of the samples: plots of their own data, drawn as SVG at build time."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elmweb.data.samples import Sample

WIDTH, HEIGHT = 72, 48
_AXES = {  # the columns that show the sample best
    "iris": ("petal length cm", "petal width cm"),
    "wine": ("flavanoids", "color intensity"),
    "breast-cancer": ("mean radius", "mean texture"),
    "diabetes": ("body mass index",),
    "seattle-weather": ("highest temperature C", "wind m/s"),
}
_MAX_POINTS = 110


def thumbnail(sample: Sample, path: Path) -> str:
    """Return the thumbnail of one sample.

    Parameters
    ----------
    sample : elmweb.data.samples.Sample
        The sample.
    path : Path
        Its CSV file.

    Returns
    -------
    str
        An ``<svg>`` element, coloured by the page's style sheet.
    """
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if sample.id == "digits":
        body = _digits(rows)
    else:
        body = _points(rows, sample.target, *_columns(sample.id, rows[0], sample.target))
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">{body}</svg>'


def _columns(sample_id: str, row: dict[str, str], target: str) -> tuple[str, str]:
    """Return the columns of the x and y axes; columns that the table lacks are replaced by its first numeric ones."""
    numeric = [name for name in row if name != target and _is_number(row[name])]
    wanted = [name for name in _AXES.get(sample_id, ()) if name in row]
    x = wanted[0] if wanted else numeric[0]
    y = wanted[1] if len(wanted) > 1 else (target if _is_number(row[target]) else numeric[1])
    return x, y


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _points(rows: list[dict[str, str]], target: str, x_column: str, y_column: str) -> str:
    """Draw a scatter plot, coloured by class."""
    rows = [r for r in rows if _is_number(r[x_column]) and _is_number(r[y_column])][:: max(1, len(rows) // _MAX_POINTS)]
    classes = sorted({r[target] for r in rows})
    colour = {c: i % 3 for i, c in enumerate(classes)} if len(classes) < 8 else {}

    def scaled(name: str, size: int) -> list[float]:
        values = [float(r[name]) for r in rows]
        low, high = min(values), max(values)
        return [3 + (size - 6) * (value - low) / (high - low) for value in values]

    return "".join(
        f'<circle class="dot{colour.get(row[target], 0)}" cx="{x:.1f}" cy="{HEIGHT - y:.1f}" r="1.3"/>'
        for row, x, y in zip(rows, scaled(x_column, WIDTH), scaled(y_column, HEIGHT), strict=True)
    )


def _digits(rows: list[dict[str, str]]) -> str:
    """Draw two digits of the file, each as 8 by 8 pixels."""
    size, parts = 4, []
    for place, row in enumerate(rows[3:5]):
        pixels = [float(row[f"pixel_{y}_{x}"]) for y in range(8) for x in range(8)]
        for index, value in enumerate(pixels):
            if value > 0:
                x, y = 2 + place * 36 + index % 8 * size, 8 + index // 8 * size
                parts.append(f'<rect class="dot0" x="{x}" y="{y}" width="4" height="4" opacity="{value / 16:.2f}"/>')
    return "".join(parts)
