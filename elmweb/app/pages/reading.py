"""How the open file was read: what was left out of it, each with a switch, and a form to read it another way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

import panel as pn
from param.parameterized import Event

from elmweb.app.parts import Text, block, send_button, stack
from elmweb.app.shell import send
from elmweb.app.state import Session
from elmweb.exceptions import SettingsError
from elmweb.words.page import reading as words
from elmweb.workbench.protocol import TableInfo

__all__ = ["Reading", "left_out_html", "parse_lines"]

_MOST_LINES = 10_000


class Reading(pn.viewable.Viewer):
    """The form to read the open file another way; it is made when it is first asked for."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._left = Text()
        self._more = Text()
        self._form = stack(kind="stack gap", visible=False)
        self._layout = stack(self._left, self._more, self._form)
        self._fields: dict[str, Any] = {}
        table = session.table.param
        table.watch(lambda *_: self._draw(), ["info"])
        table.watch(lambda *_: self._show_form(), ["adjusting", "info"])
        session.run.param.watch(lambda *_: self._draw(), ["busy"])

    def _draw(self) -> None:
        """Show what was left out, and the notes."""
        info, locked = self.session.table.info, self.session.run.is_training
        if info is not None:
            self._left.set_html(left_out_html(info, locked=locked))
            self._more.set_html(_notes_html(info["notes"]))
            if self._fields:
                self._fields["again"].disabled = locked

    def _show_form(self) -> None:
        """Show or hide the form, filled with what was chosen for the open file."""
        table = self.session.table
        self._form.visible = table.adjusting and table.info is not None
        if not self._form.visible or table.info is None:
            return
        if not self._fields:
            self._make_fields()
        chosen, sheets = table.info["options"], table.info["sheets"]
        fields = self._fields
        fields["sheet"].param.update(options=_choices(dict(zip(sheets, sheets, strict=True))), visible=bool(sheets))
        for name in ("sheet", "delimiter", "decimal", "header", "encoding"):
            fields[name].value = chosen.get(name) if chosen.get(name) in fields[name].options.values() else None
        fields["header_row"].value = str(chosen.get("header_row") or "")
        fields["skip_lines"].value = ", ".join(map(str, chosen.get("skip_lines") or ()))

    def _make_fields(self) -> None:
        common = {"margin": 0, "sizing_mode": "stretch_width"}
        lists = {
            "sheet": (words.SHEET, {}),
            "header": (words.HEADER, words.HEADERS),
            "delimiter": (words.DELIMITER, words.DELIMITERS),
            "decimal": (words.DECIMAL, words.DECIMALS),
            "encoding": (words.ENCODING, words.ENCODINGS),
        }
        self._fields = {
            name: pn.widgets.Select(label=label, options=_choices(values), value=None, **common)
            for name, (label, values) in lists.items()
        }
        self._fields |= {
            "header_row": pn.widgets.TextInput(label=words.HEADER_ROW, placeholder=words.GUESSED, **common),
            "skip_lines": pn.widgets.TextInput(label=words.SKIP_LINES, placeholder=words.LINES_HINT, **common),
            "again": pn.widgets.Button(label=words.AGAIN, margin=0),
        }
        self._fields["again"].param.watch(self._read_again, "clicks")
        self._form[:] = list(self._fields.values())

    def _read_again(self, _event: Event) -> None:
        """Ask for the file to be read as the form says; what was undone stays so."""
        table, fields = self.session.table, self._fields
        options = {name: fields[name].value for name in ("sheet", "delimiter", "decimal", "header", "encoding")}
        try:
            rows = parse_lines(fields["header_row"].value, words.NO_HEADER_ROW)
            options["header_row"] = rows[0] if rows else None
            options["skip_lines"] = parse_lines(fields["skip_lines"].value, words.NO_SKIP_LINES)
        except SettingsError as error:
            self.session.error = error.to_dict()
            return
        options |= {name: table.info["options"].get(name) for name in ("undo", "columns")} if table.info else {}
        table.options = {name: value for name, value in options.items() if value not in (None, [])}

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def parse_lines(text: str, problem: str) -> list[int]:
    """Return the numbers of lines that a person wrote, such as "3, 7 to 9".

    Parameters
    ----------
    text : str
        Numbers and spans.
    problem : str
        What is said where it is anything else.

    Returns
    -------
    list of int
        Without repetitions, ascending.

    Raises
    ------
    SettingsError
        If it is anything else.
    """
    lines: set[int] = set()
    to, also = rf"\b{re.escape(words.TO)}\b", rf"\b{re.escape(words.AND)}\b"
    spans = re.sub(rf"\s*(?:-|\u2013|{to})\s*", "-", text)
    for part in filter(None, re.split(rf"[,;\s]+(?!{to}|{also})|{also}", spans)):
        match = re.fullmatch(r"(\d{1,9})(?:-(\d{1,9}))?", part.strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 0 < first <= last or len(lines) + last - first > _MOST_LINES:
            raise SettingsError(problem, rule=words.LINES_RULE, value=part)
        lines |= set(range(first, last + 1))
    return sorted(lines)


def _choices(values: Mapping[Any, str]) -> dict[str, Any]:
    """Return values by the words for them, after the one that leaves it to the reader."""
    return {words.GUESSED: None, **{said: value for value, said in values.items()}}


def left_out_html(info: TableInfo, *, locked: bool) -> str:
    """Return what was left out of the file or filled up, each with a switch.

    Parameters
    ----------
    info : TableInfo
        The open table.
    locked : bool
        Whether the switches are disabled.

    Returns
    -------
    str
        HTML; empty where the file is a table throughout.
    """
    if not info["left_out"]:
        return ""
    items = "".join(
        f'<div class="find"><div><p>{escape(one["text"])}</p></div>'
        f'<button type="button" class="sw" role="switch" aria-checked="{str(one["on"]).lower()}" '
        f'aria-label="{escape(one["text"])}" data-key="undo:{escape(one["kind"])}" '
        f"{'aria-disabled=true ' if locked else ''}{send('undo', kind=one['kind'], on=not one['on'])}></button></div>"
        for one in info["left_out"]
    )
    return f'<div class="sec">{block(words.LEFT_OUT, f"<div>{items}</div>")}</div>'


def _notes_html(notes: list[str]) -> str:
    """Return how the file was read, if there is something to say, and the button that opens the form."""
    again = send_button(words.ANOTHER_WAY, "adjust_reading")
    if not notes:
        return f'<p class="sec small">{again}</p>'
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return (
        f'<details class="sec"><summary>{words.TITLE}</summary><ul class="small">{items}</ul>'
        f'<p class="small">{again}</p></details>'
    )
