"""What the sliders do, while they move: a score and a picture."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn
import param

from elmweb.app.chart import told
from elmweb.app.parts import Text, stack
from elmweb.app.state import Session
from elmweb.app.surface import CLASS_COLOURS, surface
from elmweb.formatting import count, duration, in_100, quantity, score

__all__ = ["Explore"]


class Explore(pn.viewable.Viewer):
    """The score and the decision surface of a small model that follows the sliders."""

    session = param.ClassSelector(class_=Session)

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._score = Text()
        self._legend = Text()
        common = {"margin": 0, "sizing_mode": "stretch_width", "options": []}
        self._x = pn.widgets.Select(label="To the right", **common)
        self._y = pn.widgets.Select(label="Upwards", **common)
        self._picture = pn.pane.Bokeh(None, sizing_mode="stretch_width", margin=0)
        self._below = stack(self._picture, self._legend, stack(self._x, self._y, kind="half"), kind="stack tight")
        self._below.visible = False
        self._layout = stack(self._score, self._below, kind="stack gap seen")
        live = self.session.live
        for widget, name in ((self._x, "x"), (self._y, "y")):
            widget.param.watch(lambda event, name=name: self._choose(name, event.new), "value")
        live.param.watch(lambda *_: self._draw(), ["found"])
        self.session.choices.param.watch(lambda *_: self._draw(), ["look", "stopped"])
        self.session.param.watch(lambda *_: self._draw(), ["theme"])
        self._drawing = False
        self._draw()

    def _choose(self, name: str, column: str) -> None:
        """Keep the column a person chose; the other way round where it was taken."""
        if self._drawing:
            return
        live, other = self.session.live, {"x": "y", "y": "x"}[name]
        shown = live.found["surface"]
        swap = {other: shown[name]} if column == shown[other] else {other: shown[other]}
        live.param.update(**{name: column}, **swap)

    def _draw(self) -> None:
        """Show the newest answer."""
        found = self.session.live.found
        if found is None:
            why = self.session.why_not_train() or "The first small model is being trained."
            self._score.say(f'<p class="small">{escape(why)}</p>')  # no status: it is told above already
            self._below.visible = False
            return
        shown = found["surface"]
        task = (self.session.choices.look or {}).get("task")
        self._score.say(_score(found, is_r2=not shown["classes"] if shown else task == "regression"))
        if shown is None:
            self._below.visible = False
            return
        self._drawing = True
        for widget, name in ((self._x, "x"), (self._y, "y")):
            widget.param.update(options=list(found["columns"]), value=shown[name])
        self._drawing = False
        self._legend.say(_legend(shown))
        self._picture.object = told(surface(shown, self.session.theme), _words(shown))
        self._below.visible = True

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _score(found: dict[str, Any], *, is_r2: bool) -> str:
    """Return the score, large, and what it was counted on."""
    number = score(found["score"]) if is_r2 else in_100(found["score"] / 100, 1)
    what = f"{count(found['n_hidden'], 'unit')}, alpha {quantity(found['alpha'], 2)}"
    return (
        f'<div class="live"><p class="n">{number}</p><p class="small">{escape(found["text"])} '
        f"{what}, trained and drawn in {duration(found['seconds'])}.</p></div>"
    )


def _legend(shown: dict[str, Any]) -> str:
    """Return which colour is which class, and what stands still."""
    still = "All other columns stand at their middle value. Marks are training rows."
    if not shown["classes"]:
        return f'<p class="tiny">Darker is more. {still}</p>'
    keys = "".join(
        f'<span class="swatch"><i style="background:{CLASS_COLOURS[at % len(CLASS_COLOURS)]}"></i>{escape(name)}</span>'
        for at, name in enumerate(shown["classes"][:12])
    )
    more = f" and {len(shown['classes']) - 12} more" if len(shown["classes"]) > 12 else ""
    return f'<p class="tiny">{keys}{more}</p><p class="tiny">Paler is less sure. {still}</p>'


def _words(shown: dict[str, Any]) -> str:
    """Return the picture in words."""
    what = "class" if shown["classes"] else "number"
    return f"Chart. The {what} the model gives, over {shown['x']} to the right and {shown['y']} upwards."
