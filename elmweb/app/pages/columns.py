"""How the columns of the open table are read, and changing it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import panel as pn
from param.parameterized import Event

from elmweb.app.parts import stack
from elmweb.app.state import Session
from elmweb.words.page import columns as words, common
from elmweb.workbench.protocol import TableInfo

__all__ = ["ReadingChoice", "readings_html"]

_MOST_SHOWN = 30


def readings_html(info: TableInfo) -> str:
    """Return a line for each column about which there is something to say."""
    said = [(column["name"], column["reading"]["words"]) for column in info["columns"] if column["reading"]["words"]]
    if not said:
        return ""
    items = "".join(f"<li><b>{escape(name)}</b>: {escape(reading)}</li>" for name, reading in said[:_MOST_SHOWN])
    more = f"<li>{common.and_more(len(said) - _MOST_SHOWN)}</li>" if len(said) > _MOST_SHOWN else ""
    return f'<details class="sec"><summary>{words.TITLE}</summary><ul class="small">{items}{more}</ul></details>'


class ReadingChoice(pn.viewable.Viewer):
    """What the cells of the pressed column are, their decimal mark, their marks for missing, and the order of dates."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._filling = False
        self._holds = _list(words.HOLDS_LABEL, words.HOLDS, 220)
        self._decimal = _list(words.DECIMALS_LABEL, words.DECIMALS, 180)
        self._order = _list(words.ORDERS_LABEL, words.ORDERS, 180)
        self._missing = pn.widgets.TextInput(
            label=words.MISSING_LABEL,
            placeholder=words.MISSING_HINT,
            width=220,
            margin=0,
        )
        self._kinds = pn.widgets.TextInput(label=words.KINDS_LABEL, placeholder=words.KINDS_HINT, width=180, margin=0)
        widgets = (self._holds, self._decimal, self._order, self._missing, self._kinds)
        self._layout = stack(stack(*widgets, kind="fields"), visible=False)
        for widget in widgets:
            widget.param.watch(self._chosen, "value")
        session.choices.param.watch(lambda *_: self._fill(), ["editing"])
        session.table.param.watch(lambda *_: self._fill(), ["info"])

    def _now(self) -> dict[str, Any] | None:
        """Return the reading of the pressed column."""
        info, column = self.session.table.info, self.session.choices.editing
        found = [one["reading"] for one in info["columns"] if one["name"] == column] if info else []
        return found[0] if found else None

    def _fill(self) -> None:
        """Show how the pressed column is read."""
        reading = self._now()
        self._layout.visible = reading is not None
        if reading is None:
            return
        self._filling = True
        holds, written = reading["holds"], reading["format"] or ""
        self._holds.value = holds if holds in words.HOLDS else "text"
        self._decimal.param.update(value=reading["decimal"], visible=holds == "number")
        self._order.param.update(value=written.find("%d") < written.find("%m"), visible=_swapped(written) != written)
        self._missing.value = "; ".join(reading["missing"])
        self._kinds.param.update(value="; ".join(reading["kinds"]), visible=holds == "text")
        self._filling = False

    def _chosen(self, event: Event) -> None:
        """Store the chosen reading, by which the table is read again."""
        reading, table = self._now(), self.session.table
        if self._filling or reading is None:
            return
        change: dict[str, Any] = {"missing": _marks(self._missing.value), "kinds": _marks(self._kinds.value)}
        if event.obj is self._holds:
            change |= {"holds": event.new, "missing": [] if event.new == "text" else change["missing"]}
        elif event.obj is self._decimal:
            change["decimal"] = event.new
        elif event.obj is self._order:
            change["format"] = _swapped(reading["format"])
        columns = {**table.options.get("columns", {}), self.session.choices.editing: {**reading, **change}}
        table.options = {**table.options, "columns": columns}

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _list(label: str, options: Mapping[Any, str], width: int) -> pn.widgets.Select:
    """Return a list of values, each with the words for it."""
    return pn.widgets.Select(
        label=label, options={said: value for value, said in options.items()}, width=width, margin=0
    )


def _marks(text: str) -> list[str]:
    """Return the marks in a field."""
    return [mark.strip() for mark in text.split(";") if mark.strip()]


def _swapped(written: str) -> str:
    """Return the format of a date with day and month exchanged; the same one when it does not have both in digits."""
    if not ("%d" in written and "%m" in written) or written.startswith("%Y"):
        return written
    return written.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")
