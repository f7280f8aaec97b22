"""The Data page once a table is open: look before training."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn
import param

from elmweb.app.pages.ask import Ask
from elmweb.app.pages.findings import findings_html
from elmweb.app.pages.preview import preview_html, roles_now
from elmweb.app.parts import LOOK_AGAIN, Text, block, send_button, stack
from elmweb.app.state import ROLES, Session
from elmweb.formatting import count, data_size, duration

__all__ = ["DataPage"]


class DataPage(pn.viewable.Viewer):
    """First rows, what to check, and what to predict."""

    session = param.ClassSelector(class_=Session)

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._filling = False
        self._head = Text()
        self._preview = Text(css_classes=["tw"])
        self._under = Text()
        self._role = pn.widgets.Select(options=[], visible=False, width=260, margin=(12, 0, 0, 0))
        self._findings = Text()
        self._ask = Ask(session=self.session)
        self._notes = Text()
        self._layout = stack(
            self._head,
            self._preview,
            self._under,
            self._role,
            stack(self._findings, self._ask, kind="two sec"),
            self._notes,
        )
        self._role.param.watch(self._role_chosen, "value")
        self.session.table.param.watch(lambda *_: self._draw(), ["info"])
        self.session.choices.param.watch(lambda *_: self._draw(), ["look", "stopped"])
        self.session.choices.param.watch(lambda *_: self._offer_role(), ["editing"])
        self.session.run.param.watch(lambda *_: self._draw_findings(), ["busy"])

    def _draw(self) -> None:
        """Show the open table and what was found in it."""
        info = self.session.table.info
        if info is None:
            return
        self._head.say(_head(info))
        self._preview.say(preview_html(info, self.session.choices.look))
        rows = len(info["preview"]["rows"])
        self._under.say(
            f'<p class="tiny under">First {rows:,} of {count(info["n_rows"], "row")}. '
            "Press a column name to change what it is.</p>"
        )
        self._notes.say(_notes(info["notes"]))
        self._draw_findings()

    def _draw_findings(self) -> None:
        """Show the data doctor's findings; they are locked while a training runs."""
        look = self.session.choices.look
        locked = self.session.run.is_training
        self._findings.say(
            findings_html(look["findings"], locked=locked) if look else _no_look(stopped=self.session.choices.stopped)
        )

    def _offer_role(self) -> None:
        """Show the roles of the column whose name was pressed."""
        column = self.session.choices.editing
        self._role.visible = bool(column)
        if column:
            self._filling = True
            self._role.param.update(
                label=f"{column} is a",
                options={word: role for role, word in ROLES.items()},
                value=roles_now(self.session.table.info, self.session.choices.look).get(column, "ignore"),
            )
            self._filling = False

    def _role_chosen(self, event: param.parameterized.Event) -> None:
        """Keep the chosen role."""
        choices = self.session.choices
        if not self._filling and choices.editing:
            choices.roles = {**choices.roles, choices.editing: event.new}

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _no_look(*, stopped: bool) -> str:
    """Return what stands in the place of the findings while there are none."""
    said = f"Looking at the columns was stopped. {LOOK_AGAIN}" if stopped else "The columns are being looked at."
    return block("Things to check", f'<p class="small" role="status">{said}</p>')


def _head(info: dict[str, Any]) -> str:
    """Return the table's name, its size and the next step."""
    facts = (
        f"{count(info['n_rows'], 'row')}, {count(info['n_columns'], 'column')}, {data_size(info['size_bytes'])}. "
        f"Read in {duration(info['read_seconds'])}."
    )
    return (
        f'<div class="head"><div><h1 tabindex="-1">{escape(info["name"])}</h1><p class="lead">{facts} '
        f"{send_button('Use another table', 'close_table')}</p></div>"
        '<a class="btn primary" href="#/train">Go to Train</a></div>'
    )


def _notes(notes: list[str]) -> str:
    """Return how the file was read."""
    if not notes:
        return ""
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f'<details class="sec"><summary>How the file was read</summary><ul class="small">{items}</ul></details>'
