"""The fields of the form as plain HTML: exact numbers with a slider beside them, dates to pick, kinds to choose."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.parts import FIELD_HOLDS
from elmweb.formatting import exact, quantity
from elmweb.words.page import common, fields as words

__all__ = ["field_html"]


def field_html(entry: dict[str, Any], value: Any) -> str:
    """Return the field of one column.

    Parameters
    ----------
    entry : dict
        Of ``Result["form"]``.
    value : Any
        What it holds now; None and the empty text are missing.

    Returns
    -------
    str
        HTML, whose ``data-cell`` names the column; ``web/page/form.js`` sends what is filled in.
    """
    name, role = str(entry["name"]), entry["role"]
    label = f'aria-label="{escape(name)}" data-cell="{escape(name)}"'
    empty = value is None or value == ""
    if role == "number":
        body = _number(entry, None if empty else value, label)
    elif role == "date":
        body = _date(entry, "" if empty else str(value), label)
    elif role == "category":
        body = _kinds(entry, "" if empty else str(value), label)
    else:
        # Where it checks spelling, Chrome fetches a dictionary for it, and nothing is to be fetched from elsewhere.
        held = escape("" if empty else str(value))
        body = f'<textarea {label} rows="3" spellcheck="false" maxlength="{FIELD_HOLDS}">{held}</textarea>'
    clear = (
        f'<button type="button" class="linkbtn clear" data-clear aria-label="{words.set_missing(escape(name))}" '
        f'aria-pressed="{"true" if empty else "false"}">{common.MISSING}</button>'
        if role in ("number", "date")
        else ""
    )
    head = f'<p class="k"><span>{escape(name)}</span>{clear}</p>'
    return f'<div class="cell-field" data-field>{head}{body}{_seen(entry)}</div>'


def _number(entry: dict[str, Any], value: Any, label: str) -> str:
    low, high, step = entry.get("min"), entry.get("max"), entry.get("step")
    held = exact(value) if isinstance(value, int | float) else ""
    lowest = entry.get("lowest")
    # The arrows stop at what was seen; what is typed may lie beyond, and is warned of.
    least = "" if lowest is None else f' min="{exact(min(lowest, value) if held else lowest)}"'
    box = (
        f'<input type="number" {label}{least} step="{exact(step) if step else "any"}" value="{held}" '
        f'placeholder="{common.MISSING}" inputmode="decimal">'
    )
    if low is None or high is None or step is None or not low < high:
        return box
    at = min(high, max(low, value)) if held else entry.get("value") or low
    # The same as the box, which has the arrow keys too: one stop of the keyboard is enough.
    slider = (
        f'<input type="range" data-slide aria-label="{escape(str(entry["name"]))}" tabindex="-1" '
        f'min="{exact(low)}" max="{exact(high)}" '
        f'step="{exact(step)}" value="{exact(at)}">'
    )
    return f'<div class="exact">{box}{slider}</div>'


def _date(entry: dict[str, Any], value: str, label: str) -> str:
    timed = any(len(str(entry.get(end) or "")) > len("2025-01-31") for end in ("min", "max", "value"))
    kind = "datetime-local" if timed else "date"
    held = value.replace(" ", "T") if timed else value[: len("2025-01-31")]
    step = ' step="1"' if timed else ""
    return f'<input type="{kind}" {label}{step} value="{escape(held)}">'


def _kinds(entry: dict[str, Any], value: str, label: str) -> str:
    known = [str(option) for option in entry.get("options") or ()]
    options = [*known, value] if value and value not in known else known
    none = common.MISSING if common.MISSING not in options else f"({common.MISSING})"
    if entry.get("n_options", 0) > len(known):  # too many for a list: those that are not in it can be typed
        ident = escape(f"kinds of {entry['name']}")
        listed = "".join(f'<option value="{escape(one)}">' for one in known)
        return (
            f'<input type="text" {label} list="{ident}" value="{escape(value)}" placeholder="{none}">'
            f'<datalist id="{ident}">{listed}</datalist>'
        )
    chosen = ' selected=""'
    items = "".join(
        f'<option value="{escape(one)}"{chosen if one == value else ""}>{escape(one)}</option>' for one in options
    )
    return f'<select {label}>{items}<option value=""{"" if value else chosen}>{none}</option></select>'


def _seen(entry: dict[str, Any]) -> str:
    """Return between which numbers or dates the column was seen."""
    low, high = entry.get("lowest"), entry.get("highest")
    if low is None or high is None or entry["role"] not in ("number", "date"):
        return ""
    ends = [quantity(end, 6) if entry["role"] == "number" else str(end)[: len("2025-01-31")] for end in (low, high)]
    return f'<p class="tiny">{words.seen(escape(ends[0]), escape(ends[1]))}</p>'
