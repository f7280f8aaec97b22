"""The first rows of the open table, with a button on each column."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.parts import cell_html
from elmweb.app.shell import send
from elmweb.app.state import Summary
from elmweb.formatting import in_100
from elmweb.words.page import data as words, state as state_words
from elmweb.workbench.protocol import TableInfo

__all__ = ["preview_html", "roles_now"]


def roles_now(info: TableInfo | None, summary: Summary | None) -> dict[str, str]:
    """Return the current role of each column: as guessed for the file, or as the newest summary has it."""
    guessed = {column["name"]: column["role"] for column in info["columns"]} if info else {}
    return guessed | (summary["roles"] if summary else {})


def preview_html(info: TableInfo, summary: Summary | None) -> str:
    """Return the first rows, targets to the left, with a button on each column."""
    names, rows = info["preview"]["columns"], info["preview"]["rows"]
    targets = summary["targets"] if summary else info["targets"]
    # When a training is impossible no column is used; the reason is shown elsewhere, and no column is left out.
    used = set(summary["columns_used"] if summary and summary["columns_used"] else names)
    roles = roles_now(info, summary)
    order = sorted(range(len(names)), key=lambda index: names[index] not in targets)
    kinds = []
    for index in order:
        role = roles.get(names[index], "ignore")
        is_target = names[index] in targets
        left = not is_target and (role == "ignore" or names[index] not in used)
        word = words.ANSWER if is_target else state_words.ROLES["ignore" if left else role]
        classes = " ".join(
            name for name, on in (("ans stick", is_target), ("out", left), ("num", role == "number")) if on
        )
        kinds.append((names[index], word, classes))
    profiles = {column["name"]: column["profile"] for column in info["columns"]}
    head = "".join(
        f'<th scope="col" class="pad0 {classes}"><button type="button" class="col" '
        f"{send('role', column=name)}>{escape(name)}<small>{word}</small></button>{_glance(profiles[name])}</th>"
        for name, word, classes in kinds
    )
    shown = info["preview"].get("thumbnails", {})
    pictures = [shown.get(name) or [""] * len(rows) for name in names]
    body = "".join(
        f"<tr>{''.join(cell_html(row[index], pictures[index][n], kinds[at][2]) for at, index in enumerate(order))}</tr>"
        for n, row in enumerate(rows)
    )
    caption = f'<caption class="sr">{words.caption(escape(info["name"]))}</caption>'
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _glance(profile: dict[str, Any] | None) -> str:
    """Return a column's histogram or bars, its span or its kinds, and what share is missing."""
    if profile is None:
        return ""
    heights = [max(1, round(16 * share)) if share else 0 for share in profile["bars"]]
    bars = "".join(
        f'<rect x="{6 * at}" y="{16 - height}" width="5" height="{height}"/>'
        for at, height in enumerate(heights)
        if height
    )
    picture = f'<svg viewBox="0 0 72 16" width="72" height="16" aria-hidden="true">{bars}</svg>'
    exact = profile["is_exact"]
    said = [profile["span"] or words.kinds(profile["n_kinds"], exact=exact)] if profile["n_kinds"] else []
    if profile["missing"]:
        said.append(words.missing(in_100(profile["missing"]), exact=exact))
    lines = "".join(f"<small>{escape(one)}</small>" for one in said)
    return f'<span class="glance">{picture}{lines}</span>'
