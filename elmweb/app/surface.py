"""The decision surface: what a model predicts over two columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource, LinearColorMapper, Range1d
from bokeh.plotting import figure

from elmweb.app.canvas import COLOURS, amounts, base, few_ticks

__all__ = ["CLASS_COLOURS", "MARKERS", "surface"]

# Okabe and Ito's colours, which can be told apart with any kind of colour vision; each has a marker, too.
CLASS_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#8A8A00", "#7A4FBF")
MARKERS = ("circle", "square", "triangle", "diamond", "inverted_triangle", "plus", "hex", "star")
_HEIGHT = 340


def surface(found: Mapping[str, Any], theme: str) -> figure:
    """Return the predictions as colours, with the training rows as markers.

    Parameters
    ----------
    found : dict
        :class:`elmweb.workbench.protocol.Surface`.
    theme : {"light", "dark"}
        Colours.

    Returns
    -------
    figure
        Classes in their own colours, paler where the model is less confident; numbers from pale to dark.
    """
    (left, right), (bottom, top) = found["x_range"], found["y_range"]
    plot = base(theme, _HEIGHT, x_range=Range1d(start=left, end=right), y_range=Range1d(start=bottom, end=top))
    plot.xaxis.axis_label, plot.yaxis.axis_label = found["x"], found["y"]
    for axis, ends in ((plot.xaxis, (left, right)), (plot.yaxis, (bottom, top))):
        few_ticks(axis, 5)
        amounts(axis, ends)
    plot.grid.grid_line_color = None
    place: dict[str, Any] = {"x": left, "y": bottom, "dw": right - left, "dh": top - bottom}
    if found["classes"]:
        plot.image_rgba(image=[_painted(found, COLOURS[theme]["bg"])], **place)
        _dots_of_classes(plot, found, theme)
    else:
        mapper = _shades(found, theme)
        place["color_mapper"] = mapper  # Bokeh takes it, though its types do not say so
        plot.image(image=[np.asarray(found["values"], dtype=np.float32)], **place)
        points = ColumnDataSource(found["points"])
        ink = COLOURS[theme]["ink"]
        plot.scatter("x", "y", source=points, size=7, line_color=ink, color={"field": "value", "transform": mapper})
    return plot


def _dots_of_classes(plot: figure, found: Mapping[str, Any], theme: str) -> None:
    """Draw the rows of each class in its colour and with its marker."""
    points = {name: np.asarray(values) for name, values in found["points"].items()}
    for at in range(len(found["classes"])):
        mine = points["value"] == at
        if mine.any():
            plot.scatter(
                points["x"][mine], points["y"][mine], size=8, marker=MARKERS[at % len(MARKERS)],
                fill_color=CLASS_COLOURS[at % len(CLASS_COLOURS)], line_color=COLOURS[theme]["bg"], line_width=1,
            )  # fmt: skip


def _painted(found: Mapping[str, Any], background: str) -> np.ndarray:
    """Return the classes as RGBA pixels (ny, nx), mixed with the background where the model is less confident."""
    colours = np.array([_rgb(colour) for colour in CLASS_COLOURS], dtype=float)
    classes, confidence = np.asarray(found["values"]).astype(int), np.asarray(found["sure"], dtype=float)
    least = 1.0 / max(2, len(found["classes"]))  # the confidence of a guess
    strength = (0.12 + 0.5 * np.clip((confidence - least) / (1 - least), 0, 1))[..., None]
    mixed = strength * colours[classes % len(colours)] + (1 - strength) * np.array(_rgb(background), dtype=float)
    pixels = np.empty((*classes.shape, 4), dtype=np.uint8)
    pixels[..., :3], pixels[..., 3] = mixed.round(), 255
    return pixels.view(np.uint32)[..., 0]


def _shades(found: Mapping[str, Any], theme: str) -> LinearColorMapper:
    """Return a scale from the background to the accent over all numbers shown."""
    numbers = np.concatenate([np.ravel(found["values"]), np.asarray(found["points"]["value"], dtype=float)])
    background, accent = (np.array(_rgb(COLOURS[theme][name]), dtype=float) for name in ("bg", "elm"))
    steps = [background + (accent - background) * at for at in np.linspace(0.06, 1, 32)]
    palette = ["#" + "".join(f"{round(channel):02X}" for channel in step) for step in steps]
    return LinearColorMapper(palette=palette, low=float(numbers.min()), high=float(numbers.max()))


def _rgb(colour: str) -> tuple[int, int, int]:
    """Return the three channels of a colour such as #1F4FBF."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
