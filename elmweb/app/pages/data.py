"""The Data page once a table is open: its first rows, the data doctor's findings and the choice of targets."""

from __future__ import annotations

from html import escape

import panel as pn
from param.parameterized import Event

from elmweb.app.pages.ask import Ask
from elmweb.app.pages.columns import ReadingChoice, readings_html
from elmweb.app.pages.findings import findings_html
from elmweb.app.pages.preview import preview_html, roles_now
from elmweb.app.pages.reading import Reading
from elmweb.app.parts import Text, block, send_button, stack, summarize_again
from elmweb.app.state import EXAMPLES, ROLES, TEXTS, Session, Summary
from elmweb.formatting import data_size, duration
from elmweb.words.page import common, data as words, state as state_words
from elmweb.workbench.protocol import TableInfo

__all__ = ["DataPage"]


_SEEN_AT_ONCE = 6  # rows, or columns


class DataPage(pn.viewable.Viewer):
    """First rows, what to check, and what to predict."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._filling = False
        self._head = Text()
        self._preview = Text(css_classes=["tw"])
        self._under = Text()
        self._role = pn.widgets.Select(options=[], visible=False, width=220, margin=0)
        self._menu = stack(stack(self._role, ReadingChoice(session), kind="fields panel column-menu"), visible=False)
        self._columns = Text()
        self._findings = Text()
        self._ask = Ask(session)
        self._reading = Reading(session)
        self._layout = stack(
            self._head,
            self._menu,
            self._preview,
            self._under,
            stack(
                stack(self._findings, kind="stack found"),
                stack(self._ask, kind="stack answer"),
                stack(self._columns, kind="stack columns"),
                stack(self._reading, kind="stack file"),
                kind="checks sec",
            ),
        )
        self._role.param.watch(self._role_chosen, "value")
        self.session.table.param.watch(lambda *_: self._draw(), ["info"])
        self.session.choices.param.watch(lambda *_: self._draw(), ["summary", "stopped"])
        self.session.choices.param.watch(lambda *_: self._offer_role(), ["editing"])
        self.session.run.param.watch(lambda *_: self._draw_findings(), ["busy"])

    def _draw(self) -> None:
        """Show the open table and the findings."""
        info = self.session.table.info
        if info is None:
            return
        self._head.set_html(_head(info, self.session.choices.summary))
        self._preview.set_html(preview_html(info, self.session.choices.summary))
        rows, columns = len(info["preview"]["rows"]), len(info["preview"]["columns"])
        scrolls = max(rows, columns) > _SEEN_AT_ONCE
        said = words.first_rows(rows, info["n_rows"], columns, info["n_columns"], scrolls=scrolls)
        self._under.set_html(f'<p class="tiny under">{said}</p>')
        self._columns.set_html(readings_html(info))
        self._draw_findings()

    def _draw_findings(self) -> None:
        """Show the data doctor's findings, disabled while a training runs."""
        choices, locked = self.session.choices, self.session.run.is_training
        if choices.summary:
            self._findings.set_html(findings_html(choices.summary["findings"], locked=locked))
        else:
            self._findings.set_html(_no_summary(stopped=choices.stopped))

    def _offer_role(self) -> None:
        """Offer the roles of the column whose name was pressed."""
        column = self.session.choices.editing
        self._menu.visible = self._role.visible = bool(column)
        if column:
            self._filling = True
            now = roles_now(self.session.table.info, self.session.choices.summary).get(column, "ignore")
            info = self.session.table.info
            kind = {one["name"]: one["role"] for one in info["columns"]}.get(column, now) if info else now
            roles = {role: state_words.ROLES[role] for role in ((kind, "ignore") if kind in EXAMPLES else ROLES)}
            if kind not in (*EXAMPLES, "number", "date"):
                roles = _with_readings(roles, is_text=kind == "text")
                chosen = self.session.choices.roles
                now = chosen.get(column, "") if kind == "text" and now in TEXTS else now
            self._role.param.update(
                label=words.is_a(column), options={word: role for role, word in roles.items()}, value=now
            )
            self._filling = False

    def _role_chosen(self, event: Event) -> None:
        """Store the chosen role."""
        choices = self.session.choices
        if not self._filling and choices.editing:
            others = {name: role for name, role in choices.roles.items() if name != choices.editing}
            choices.roles = {**others, choices.editing: event.new} if event.new else others

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _with_readings(roles: dict[str, str], *, is_text: bool) -> dict[str, str]:
    """Return roles in which a text is read by words or by meaning; a column of texts may leave that open."""
    texts = {role: word for role, word in state_words.TEXTS.items() if role or is_text}
    at = list(roles).index("text")
    return dict([*list(roles.items())[:at], *texts.items(), *list(roles.items())[at + 1 :]])


def _no_summary(*, stopped: bool) -> str:
    """Return the placeholder for the findings while there is no summary."""
    message = f"{common.LOOKING_STOPPED} {summarize_again()}" if stopped else common.LOOKING
    return block(words.TO_CHECK, f'<p class="small" role="status">{message}</p>')


def _head(info: TableInfo, summary: Summary | None) -> str:
    """Return the table's name, its size and the way to the next step, which invites only if there is no problem."""
    primary = "" if summary and summary["problem"] else " primary"
    n_bytes, seconds = data_size(info["size_bytes"]), duration(info["read_seconds"])
    facts = words.size(info["n_rows"], info["n_columns"], n_bytes, seconds)
    return (
        f'<div class="head"><div><h1 tabindex="-1">{escape(info["name"])}</h1><p class="lead">{facts} '
        f"{send_button(words.ANOTHER, 'close_table')}</p></div>"
        f'<a class="btn{primary}" href="#/train">{common.GO_TO_TRAIN}</a></div>'
    )
