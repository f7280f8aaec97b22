"""The first rows of the open table, with a button on each column."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.shell import send
from elmweb.app.state import ROLES

__all__ = ["preview_html", "roles_now"]


def roles_now(info: dict[str, Any] | None, look: dict[str, Any] | None) -> dict[str, str]:
    """Return the role each column has now: what was guessed at first, then what was made of it."""
    guessed = {entry["name"]: entry["role"] for entry in (info or {}).get("columns", [])}
    return guessed | ((look or {}).get("roles") or {})


def preview_html(info: dict[str, Any], look: dict[str, Any] | None) -> str:
    """Return the first rows, the answer first, with a button on each column."""
    names, rows = info["preview"]["columns"], info["preview"]["rows"]
    targets = look["targets"] if look else info["targets"]
    # Where a training is impossible no column is used; that is said elsewhere, and is no column's fault.
    used = set(look["columns_used"] if look and look["columns_used"] else names)
    roles = roles_now(info, look)
    order = sorted(range(len(names)), key=lambda index: names[index] not in targets)
    kinds = []
    for index in order:
        role = roles.get(names[index], "ignore")
        answer = names[index] in targets
        left = not answer and (role == "ignore" or names[index] not in used)
        word = "answer" if answer else "left out" if left else ROLES.get(role, role)
        classes = " ".join(name for name, on in (("ans stick", answer), ("out", left), ("num", role == "number")) if on)
        kinds.append((names[index], word, classes))
    head = "".join(
        f'<th scope="col" class="pad0 {classes}"><button type="button" class="col" '
        f"{send('role', column=name)}>{escape(name)}<small>{word}</small></button></th>"
        for name, word, classes in kinds
    )
    body = "".join(
        f"<tr>{''.join(_cell(row[index], kinds[place][2]) for place, index in enumerate(order))}</tr>" for row in rows
    )
    caption = f'<caption class="sr">First rows of {escape(info["name"])}</caption>'
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: str | None, classes: str) -> str:
    """Return one cell of the preview."""
    if value is None:
        return f'<td class="hole {classes}">missing</td>'
    return f'<td class="{classes}">{escape(str(value))}</td>'
