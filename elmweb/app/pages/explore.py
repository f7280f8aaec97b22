"""What the sliders do, while they move: the score and the decision surface of a small model."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import panel as pn

from elmweb.app.chart import described
from elmweb.app.parts import Text, stack
from elmweb.app.state import Session
from elmweb.app.surface import CLASS_COLOURS, surface
from elmweb.formatting import duration, in_100, quantity, score
from elmweb.model_kinds import find_model_kind
from elmweb.words.page import common, explore as words
from elmweb.workbench.protocol import Exploration

__all__ = ["Explore"]


class Explore(pn.viewable.Viewer):
    """The score and the decision surface of a small model that follows the sliders."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._score = Text()
        self._legend = Text()
        wide = {"margin": 0, "sizing_mode": "stretch_width", "options": []}
        self._x = pn.widgets.Select(label=words.HORIZONTAL, **wide)
        self._y = pn.widgets.Select(label=words.VERTICAL, **wide)
        self._surface = pn.pane.Bokeh(None, sizing_mode="stretch_width", margin=0)
        self._below = stack(self._surface, self._legend, stack(self._x, self._y, kind="half pair"), kind="stack tight")
        self._below.visible = False
        self._layout = stack(self._score, self._below, kind="stack gap seen")
        live = self.session.live
        for widget, name in ((self._x, "x"), (self._y, "y")):
            widget.param.watch(lambda event, name=name: self._choose(name, event.new), "value")
        live.param.watch(lambda *_: self._draw(), ["found"])
        self.session.choices.param.watch(lambda *_: self._draw(), ["summary", "stopped"])
        self.session.param.watch(lambda *_: self._draw(), ["theme"])
        self._drawing = False
        self._draw()

    def _choose(self, name: str, column: str) -> None:
        """Store the column chosen for an axis; when it is the other axis's, the two change places."""
        if self._drawing:
            return
        live, other = self.session.live, {"x": "y", "y": "x"}[name]
        shown: Mapping[str, Any] | None = live.found and live.found["surface"]
        if shown is None:
            return  # then the choices are hidden
        swap = {other: shown[name]} if column == shown[other] else {other: shown[other]}
        live.param.update(**{name: column}, **swap)

    def _draw(self) -> None:
        """Show the newest exploration."""
        found = self.session.live.found
        if found is None:
            why = self.session.why_not_train() or _why_none(self.session)
            # No role="status": the reason is announced above already.
            self._score.set_html(f'<p class="small">{escape(why)}</p>')
            self._below.visible = False
            return
        shown: Mapping[str, Any] | None = found["surface"]
        self._score.set_html(
            _score_html(found, is_r2=not shown.get("classes") if shown else self.session.choices.is_regression)
        )
        if shown is None:
            self._below.visible = False
            return
        self._drawing = True
        for widget, name in ((self._x, "x"), (self._y, "y")):
            widget.param.update(options=list(found["columns"]), value=shown[name])
        self._drawing = False
        self._legend.set_html(_legend(shown))
        self._surface.object = described(surface(shown, self.session.theme), _description(shown))
        self._below.visible = True

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _why_none(session: Session) -> str:
    if find_model_kind(session.settings.model_kind).from_sklearn:
        return words.NO_UNITS
    return words.FIRST


def _score_html(found: Exploration, *, is_r2: bool) -> str:
    """Return the score, large, and what it was measured on."""
    number = score(found["score"]) if is_r2 else in_100(found["score"] / 100, 1)
    alpha, seconds = quantity(found["alpha"], 2), duration(found["seconds"])
    said = words.trained(escape(found["text"]), found["n_hidden"], alpha, seconds)
    return f'<div class="live"><p class="n">{number}</p><p class="small">{said}</p></div>'


def _legend(shown: Mapping[str, Any]) -> str:
    """Return the colour of each class, and which columns are held constant."""
    if not shown["classes"]:
        return f'<p class="tiny">{words.SHADES}</p>'
    keys = "".join(
        f'<span class="swatch"><i style="background:{CLASS_COLOURS[at % len(CLASS_COLOURS)]}"></i>{escape(name)}</span>'
        for at, name in enumerate(shown["classes"][:12])
    )
    more = f" {common.and_more(len(shown['classes']) - 12)}" if len(shown["classes"]) > 12 else ""
    return f'<p class="tiny">{keys}{more}</p><p class="tiny">{words.COLOURS}</p>'


def _description(shown: Mapping[str, Any]) -> str:
    """Return the surface in words, for screen readers."""
    return words.described(shown["x"], shown["y"], has_classes=bool(shown["classes"]))
