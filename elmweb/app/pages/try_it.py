"""A form with one field for each column, which predicts while it is changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from math import floor, log10
from typing import Any

import panel as pn
from param.parameterized import Event

from elmweb.app.controller import Controller
from elmweb.app.pages.later import LaterPage
from elmweb.app.pages.reasons import asks_html
from elmweb.app.parts import FIELD_HOLDS, Text, bars, stack
from elmweb.app.state import Session
from elmweb.formatting import probability, quantity

__all__ = ["TryIt", "prediction_html"]

_MOST_FIELDS = 64


class TryIt(pn.viewable.Viewer):
    """The form, the prediction, and the fields of less telling columns."""

    def __init__(self, session: Session, controller: Controller) -> None:
        super().__init__()
        self.session = session
        self._widgets: dict[str, pn.widgets.Widget] = {}
        self._fields = stack(kind="stack gap")
        self._prediction = Text()
        self._rest = stack(kind="stack gap")
        self._more = pn.Card(
            self._rest, title="Other columns", collapsed=True, visible=False,
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip
        self._waiting: list[dict[str, Any]] = []
        why = LaterPage(session, "reasons", partial(_why, session, controller), Text(asks_html()))
        head = Text('<h2 data-part="try">Try it</h2>')
        self._layout = stack(head, self._fields, self._prediction, why, self._more, kind="panel")
        self._more.param.watch(lambda *_: self._unfold(), ["collapsed"])
        self.session.outcome.param.watch(lambda *_: self._draw(), ["result"])
        self.session.outcome.param.watch(lambda *_: self._draw_prediction(), ["prediction"])
        self.session.outcome.param.watch(lambda *_: self._follow(), ["row"])

    def _draw(self) -> None:
        """Create the form of a new model."""
        result = self.session.outcome.result
        form = result["form"] if result else []
        self._widgets = {}
        self._fields[:] = [self._field(entry) for entry in form if entry.get("shown", True)]
        self._waiting = [entry for entry in form if not entry.get("shown", True)]
        self._rest[:] = []
        self._more.param.update(
            visible=bool(self._waiting), title=f"Other columns ({len(self._waiting):,})", collapsed=True
        )
        self._draw_prediction()

    def _unfold(self) -> None:
        """Create the other fields when they are first unfolded: there may be thousands."""
        if self._more.collapsed or len(self._rest):
            return
        fields: list[Any] = [self._field(entry) for entry in self._waiting[:_MOST_FIELDS]]
        left = len(self._waiting) - _MOST_FIELDS
        if left > 0:
            fields.append(Text(f'<p class="tiny">{left:,} more columns stay at their middle value.</p>'))
        self._rest[:] = fields

    def _field(self, entry: dict[str, Any]) -> pn.widgets.Widget:
        """Return the widget of one column."""
        row = self.session.outcome.row
        widget = self._widgets[entry["name"]] = _widget(entry)
        _set(widget, row.get(entry["name"], entry.get("value")))

        def keep(event: Event) -> None:
            outcome = self.session.outcome
            outcome.row = {**outcome.row, entry["name"]: event.new}

        widget.param.watch(keep, "value")
        return widget

    def _follow(self) -> None:
        """Let the fields show the row, which may have come from elsewhere."""
        row = self.session.outcome.row
        for name, widget in self._widgets.items():
            if name in row and row[name] != widget.value:
                _set(widget, row[name])

    def _draw_prediction(self) -> None:
        """Show the newest prediction."""
        self._prediction.set_html(prediction_html(self.session.outcome.prediction, unfolded=not self._waiting))

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _widget(entry: dict[str, Any]) -> pn.widgets.Widget:
    """Return the widget that fits a column's role and range."""
    common = {"label": entry["name"], "margin": 0, "sizing_mode": "stretch_width"}
    value, role = entry.get("value"), entry["role"]
    if role == "number":
        low, high = entry.get("min"), entry.get("max")
        if low is None or high is None or not low < high:
            return pn.widgets.FloatInput(value=value, **common)
        step = entry.get("step") or (high - low) / 100
        return pn.widgets.FloatSlider(
            start=low, end=high, step=step, format=_number_format(step), value=min(high, max(low, value)), **common
        )
    if role == "category":
        options = list(entry.get("options") or [])
        return pn.widgets.Select(options=options, value=value if value in options else None, **common)
    if role == "text":
        return pn.widgets.TextAreaInput(value=value or "", max_length=FIELD_HOLDS, rows=3, **common)
    return pn.widgets.TextInput(value=value or "", max_length=FIELD_HOLDS, **common)


def _set(widget: pn.widgets.Widget, value: Any) -> None:
    """Let a field show a value, also one beyond what it offers; a slider has no place for a missing one."""
    if isinstance(widget, pn.widgets.FloatSlider):
        if value is None:
            return
        widget.param.update(start=min(widget.start, value), end=max(widget.end, value), value=value)
    elif isinstance(widget, pn.widgets.Select):
        if value is not None and value not in widget.options:
            widget.options = [*widget.options, value]
        widget.value = value
    elif isinstance(widget, pn.widgets.FloatInput):
        widget.value = value
    else:
        widget.value = value or ""


def _why(session: Session, controller: Controller) -> Any:
    from elmweb.app.explain.page import WhyView  # noqa: PLC0415  not before it is asked for

    return WhyView(session, controller.receive)


def _number_format(step: float) -> str:
    """Return the number format of a slider: as many decimals as its step has."""
    digits = max(0, -floor(log10(step) + 1e-9))
    return "0,0" + (f".{'0' * digits}" if digits else "")


def prediction_html(prediction: Mapping[str, Any] | None, *, unfolded: bool = True) -> str:
    """Return a prediction: the predicted value first, then its confidence.

    Parameters
    ----------
    prediction : mapping or None
        :class:`elmweb.workbench.protocol.Prediction`.
    unfolded : bool
        False adds that the other columns stay at their middle value.

    Returns
    -------
    str
        HTML, empty for None.
    """
    if prediction is None:
        return ""
    if "probabilities" in prediction:
        chances = prediction["probabilities"]
        body = (
            f'<p><b class="big">{escape(str(prediction["label"]))}</b> '
            f'<span class="small nw">{escape(probability(chances[0][1]))} in 100 sure</span></p>'
            + bars((str(label), chance, probability(chance)) for label, chance in chances[:6])
        )
    elif "labels" in prediction:
        on = [str(label) for label, _, is_on in prediction["labels"] if is_on]
        body = f'<p><b class="big">{escape(", ".join(on) or "none")}</b></p>' + bars(
            ((str(label), chance, probability(chance)) for label, chance, _ in prediction["labels"][:12]),
            first_is_ours=False,
        )
    else:
        low, high = prediction.get("low"), prediction.get("high")
        around = (
            f'<span class="small nw">{quantity(low, 4)} to {quantity(high, 4)} in 9 of 10 cases</span>'
            if low is not None and high is not None
            else ""
        )
        body = f'<p><b class="big">{quantity(prediction["value"], 4)}</b> {around}</p>'
    notes = list(prediction.get("notes", ()))
    if "probabilities" in prediction:
        notes.append("Sure is the model's own estimate.")
    notes += [] if unfolded else ["The other columns sit at their middle value."]
    small = "".join(f'<p class="tiny">{escape(note)}</p>' for note in notes)
    return f'<div class="gapped" role="status">{body}{small}</div>'
