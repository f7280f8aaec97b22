"""A form with one field for each column, which predicts while it is changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any

import panel as pn

from elmweb.app.controller import Controller
from elmweb.app.pages.example_field import example_html
from elmweb.app.pages.fields import field_html
from elmweb.app.pages.later import LaterPage
from elmweb.app.pages.reasons import asks_html
from elmweb.app.parts import Text, bars, stack
from elmweb.app.state import EXAMPLES, Session
from elmweb.formatting import in_100, probability, quantity
from elmweb.words.page import common, try_it as words

__all__ = ["TryIt", "prediction_html"]

_MOST_FIELDS = 64


class TryIt(pn.viewable.Viewer):
    """The form, the prediction, and the fields of less telling columns."""

    def __init__(self, session: Session, controller: Controller) -> None:
        super().__init__()
        self.session = session
        self._shown: dict[str, Any] = {}  # what the fields hold now
        self._examples: dict[str, Any] = {}  # the photos and clips among it, as they are shown
        self._waiting: list[dict[str, Any]] = []
        self._fields, self._prediction, self._others = Text(), Text(), Text()
        self._more = pn.Card(
            self._others, title=words.others(0), collapsed=True, visible=False,
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip
        why = LaterPage(session, "reasons", partial(_why, session, controller), Text(asks_html()))
        head = Text(f'<h2 data-part="try">{words.TITLE}</h2>')
        self._layout = stack(head, self._fields, self._prediction, why, self._more, kind="panel")
        self._more.param.watch(lambda *_: self._draw_others(), ["collapsed"])
        outcome = session.outcome
        outcome.param.watch(lambda *_: self._draw(), ["result"])
        outcome.param.watch(lambda *_: self._draw_prediction(), ["prediction", "learning"])
        outcome.param.watch(lambda event: self._shown.update(event.new), ["typed"])
        outcome.param.watch(lambda *_: self._follow(), ["row"])

    def _draw(self) -> None:
        """Create the form of a new model."""
        result = self.session.outcome.result
        self._waiting = [entry for entry in (result["form"] if result else []) if not entry.get("shown", True)]
        self._more.param.update(visible=bool(self._waiting), title=words.others(len(self._waiting)), collapsed=True)
        self._draw_fields()
        self._draw_prediction()

    def _draw_fields(self) -> None:
        """Show the row in all fields that are in sight."""
        outcome = self.session.outcome
        form = outcome.result["form"] if outcome.result else []
        self._shown = dict(outcome.row)
        self._fields.set_html(self._html([entry for entry in form if entry.get("shown", True)]))
        self._draw_others()

    def _draw_others(self) -> None:
        """Show the other fields while they are unfolded: there may be thousands."""
        if self._more.collapsed:
            self._others.set_html("")
            return
        html, left = self._html(self._waiting[:_MOST_FIELDS]), len(self._waiting) - _MOST_FIELDS
        note = f'<p class="tiny">{words.more_held(left)}</p>' if left > 0 else ""
        self._others.set_html(html + note)

    def _html(self, entries: list[dict[str, Any]]) -> str:
        """Return some fields with the values of the row."""
        row = self.session.outcome.row
        fields = "".join(self._field(entry, row) for entry in entries)
        return f'<div class="cells">{fields}</div>'

    def _field(self, entry: dict[str, Any], row: dict[str, Any]) -> str:
        """Return the field of one column."""
        name = entry["name"]
        if entry["role"] in EXAMPLES:
            return example_html(name, entry["role"], self._examples.get(name))
        return field_html(entry, row.get(name, entry.get("value")))

    def _follow(self) -> None:
        """Let the fields show the row, unless it comes from them."""
        if self.session.outcome.row != self._shown:
            self._draw_fields()

    def _draw_prediction(self) -> None:
        """Show the newest prediction, and the photos and clips that it is about."""
        outcome = self.session.outcome
        examples = (outcome.prediction or {}).get("examples", {})
        if examples != self._examples:
            self._examples = examples
            self._draw_fields()
        positive = ((outcome.result or {}).get("classes") or [""])[-1]
        html = prediction_html(outcome.prediction, unfolded=not self._waiting, positive=positive)
        if outcome.learning and not html:
            html = f'<p class="small late">{words.AFTER_LEARNING}</p>'
        self._prediction.set_html(html)

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _why(session: Session, controller: Controller) -> Any:
    from elmweb.app.explain.page import WhyView  # noqa: PLC0415  not before it is asked for

    return WhyView(session, controller.receive)


def prediction_html(prediction: Mapping[str, Any] | None, *, unfolded: bool = True, positive: str = "") -> str:
    """Return a prediction: the predicted value first, then its confidence.

    Parameters
    ----------
    prediction : mapping or None
        :class:`elmweb.workbench.protocol.Prediction`.
    unfolded : bool
        False adds that the other columns stay at their middle value.
    positive : str
        The second of two classes, which is said from a threshold on.

    Returns
    -------
    str
        HTML, empty for None.
    """
    if prediction is None:
        return ""
    if "probabilities" in prediction:
        said = prediction["label"]
        chances = sorted(prediction["probabilities"], key=lambda one: one[0] != said)  # what is said comes first
        body = (
            f'<p><b class="big">{escape(str(said))}</b> '
            f'<span class="small nw">{escape(common.likely(probability(chances[0][1])))}</span></p>'
            + bars((str(label), chance, probability(chance)) for label, chance in chances[:6])
        )
    elif "labels" in prediction:
        on = [str(label) for label, _, is_on in prediction["labels"] if is_on]
        body = f'<p><b class="big">{escape(", ".join(on) or words.NONE)}</b></p>' + bars(
            ((str(label), chance, probability(chance)) for label, chance, _ in prediction["labels"][:12]),
            first_is_ours=False,
        )
    else:
        low, high = prediction.get("low"), prediction.get("high")
        around = (
            f'<span class="small nw">{words.interval(quantity(low, 4), quantity(high, 4))}</span>'
            if low is not None and high is not None
            else ""
        )
        body = f'<p><b class="big">{quantity(prediction["value"], 4)}</b> {around}</p>'
    notes, line = list(prediction.get("notes", ())), prediction.get("threshold")
    if "probabilities" in prediction:
        notes += [words.said_from(positive, in_100(line))] if line is not None else []
        notes.append(words.OWN_ESTIMATE)
    notes += [] if unfolded else [words.OTHERS_HELD]
    small = "".join(f'<p class="tiny">{escape(note)}</p>' for note in notes)
    return f'<div class="gapped" role="status">{body}{small}</div>'
