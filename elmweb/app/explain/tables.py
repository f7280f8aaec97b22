"""The lists and tables of the reasons, as HTML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from elmweb.app.explain.amounts import MINUS, alike, amount, cell, said, signed, worth
from elmweb.app.parts import facts, send_button
from elmweb.app.shell import send
from elmweb.formatting import css_percent, duration, listed, percent, probability, quantity, whole
from elmweb.words.page import common, explain as words, explain_decide, explain_row as row_words

__all__ = [
    "change_html",
    "columns_html",
    "like_html",
    "problem_html",
    "pulled_html",
    "risk_html",
    "rows_html",
    "why_html",
]

_SHOWN_COLUMNS, _SHOWN_GROUPS, _SHOWN_PARTS, _SHOWN_CELLS = 12, 2, 8, 4


def problem_html(problem: dict[str, Any] | None) -> str:
    """Return why a question has no answer."""
    if not problem:
        return ""
    return f'<div class="warn" role="status"><b>{escape(problem["what"])}</b>{facts(problem)}</div>'


# Which columns matter


def columns_html(found: dict[str, Any], chosen: str = "") -> str:
    """Return the columns with how much is lost without each, as bars that can be pressed."""
    is_number = found["unit"] == "number"
    rows = found["columns"]
    most = max([one["high"] for one in rows] + [1e-12])
    say = alike(one["high"] for one in rows) if is_number else _points
    items = [_column(one, most, say, chosen) for one in rows]
    shown = f'<ul class="matter">{"".join(items[:_SHOWN_COLUMNS])}</ul>'
    if len(items) > _SHOWN_COLUMNS:
        more = "".join(items[_SHOWN_COLUMNS:])
        shown += (
            f'<details class="under"><summary>{words.more_columns(len(items) - _SHOWN_COLUMNS)}</summary>'
            f'<ul class="matter">{more}</ul></details>'
        )
    n_rows, n_repeats = found["n_rows"], found["n_repeats"]
    how = (
        words.bars_of_error(n_rows, n_repeats, quantity(found["base"]))
        if is_number
        else words.bars_of_probability(n_rows, n_repeats)
    )
    together = _together(found, is_number=is_number)
    return f'<p class="small under">{how}</p>{shown}{together}{_under(found)}'


def _column(one: dict[str, Any], most: float, say: Callable[[float], str], chosen: str) -> str:
    """Return one column as a bar with its range."""
    name = one["column"]
    low, high, loss = (max(0.0, one[key]) / most for key in ("low", "high", "loss"))
    pressed = "true" if name == chosen else "false"
    key = escape(f"effect:{name}")
    return (
        f'<li><button type="button" class="linkbtn cut" aria-pressed="{pressed}" data-key="{key}" '
        f"{send('explain', do='effect', column=name)}>{escape(name)}</button>"
        f'<span class="track" aria-hidden="true"><b style="width:{css_percent(loss)}"></b>'
        f'<i style="left:{css_percent(low)};width:{css_percent(high - low)}"></i></span>'
        f"<span>{say(one['loss'])} <small>{common.between(say(one['low']), say(one['high']))}</small></span></li>"
    )


def _points(value: float) -> str:
    text = percent(abs(value) / 100, 1)
    return f"{MINUS}{text}" if value < 0 and any(digit in text for digit in "123456789") else text


def _together(found: dict[str, Any], *, is_number: bool) -> str:
    """Return which columns go together."""
    say = alike(one["high"] for one in found["columns"]) if is_number else _points
    alone = {one["column"]: one["loss"] for one in found["columns"]}
    texts = []
    for group in sorted(found["together"], key=lambda one: -one["loss"]):
        names = group["columns"]
        largest = max(alone[name] for name in names)
        texts.append(
            words.go_together(
                escape(listed(names, most=6)),
                quantity(group["correlation"], 2),
                say(group["loss"]),
                say(largest),
                is_number=is_number,
            )
        )
    shown = "".join(f'<p class="small under">{text}</p>' for text in texts[:_SHOWN_GROUPS])
    if len(texts) > _SHOWN_GROUPS:
        more = "".join(f'<p class="small under">{text}</p>' for text in texts[_SHOWN_GROUPS:])
        left = words.more_groups(len(texts) - _SHOWN_GROUPS)
        shown += f'<details class="under"><summary>{left}</summary>{more}</details>'
    return shown


def _under(found: dict[str, Any]) -> str:
    """Return what was left out, and how long it took."""
    left = found["n_left_out"]
    out = f"{words.not_measured(left)} " if left else ""
    return f'<p class="tiny under">{out}{words.worked_out_in(duration(found["seconds"]))}</p>'


# Why this row


def why_html(found: dict[str, Any]) -> str:
    """Return what each column adds to a prediction: a sentence, and bars to both sides of the middle."""
    is_number = found["is_number"]
    total, average = (_with_unit(found[key], is_number=is_number) for key in ("prediction", "average"))
    usual = row_words.average_and_here(found["n_background"], escape(found["target"]), average, total)
    parts = found["parts"]
    shown, others = parts[:_SHOWN_PARTS], parts[_SHOWN_PARTS:]
    lead = f"{usual} {_most(shown)}"
    most = max([abs(part["value"]) for part in parts] + [1e-12])
    items = [_part(_name(part), part["value"], most, is_number=is_number) for part in shown]
    if others:
        rest = sum(part["value"] for part in others)
        n_others = sum(part.get("n_others", 1) for part in others)
        items.append(_part(row_words.other_columns(n_others), rest, most, is_number=is_number))
    notes = "".join(f'<p class="tiny">{escape(note)}</p>' for note in found["notes"])
    return (
        f'<div role="status"><p class="small">{lead}</p><ul class="adds">{"".join(items)}</ul>'
        f'<p class="tiny">{_how(found)}</p>{notes}</div>'
    )


def _name(part: dict[str, Any]) -> str:
    if not part["column"]:
        return row_words.other_columns(part["n_others"])
    return f"{escape(part['column'])} <i>{escape(cell(part['cell']))}</i>"


def _part(name: str, value: float, most: float, *, is_number: bool) -> str:
    """Return what one column adds, to the right of the middle, or takes away, to the left."""
    share = abs(value) / most / 2
    side = "up" if value >= 0 else "down"
    left = 0.5 if value >= 0 else 0.5 - share
    return (
        f'<li><span class="cut">{name}</span><span class="axis" aria-hidden="true"><b class="{side}" '
        f'style="left:{css_percent(left)};width:{css_percent(share)}"></b></span>'
        f"<span>{signed(value, is_number=is_number)}</span></li>"
    )


def _most(parts: list[dict[str, Any]]) -> str:
    """Return in words what speaks most for the prediction and against it."""
    named = [part for part in parts if part["column"]]
    up = next((part for part in named if part["value"] > 0), None)
    down = next((part for part in named if part["value"] < 0), None)
    names = [escape(part["column"]) if part else "" for part in (up, down)]
    return row_words.most_for_and_against(*names)


def _how(found: dict[str, Any]) -> str:
    """Return how the shares were worked out and how exact they are."""
    is_number = found["is_number"]
    change = signed(found["prediction"] - found["average"], is_number=is_number)
    time = duration(found["seconds"])
    if not found["n_orders"]:
        return row_words.every_combination(change, time)
    largest = max(part["error"] for part in found["parts"])
    return row_words.sampled_orders(found["n_orders"], amount(largest, is_number=is_number), change, time)


# What would change it


def change_html(found: dict[str, Any]) -> str:
    """Return the smallest changes that lead to another answer."""
    by, answer = found["by"], escape(found["to"] or "")
    if not found["changes"]:
        none = row_words.no_change_gives(answer)
        if by is not None:
            none = row_words.no_change_moves(quantity(abs(by)), up=by > 0)
        return f'<p class="small" role="status">{none}</p>'
    now, n_rows = escape(said(found["now"])), found["n_rows"]
    lead = (
        row_words.changes_give(now, answer, n_rows)
        if by is None
        else row_words.changes_move(now, quantity(abs(by)), n_rows, up=by > 0)
    )
    items = "".join(_change(one, at) for at, one in enumerate(found["changes"]))
    return (
        f'<div role="status"><p class="small">{lead}</p><ul class="changes">{items}</ul>'
        f'<p class="tiny">{row_words.WHAT_A_CHANGE_IS}</p></div>'
    )


def _change(one: dict[str, Any], at: int) -> str:
    steps = "<br>".join(
        f"{escape(step['column'])} <s>{escape(cell(step['from']))}</s> <b>{escape(cell(step['to']))}</b>"
        for step in one["set"]
    )
    use = send_button(row_words.USE, "explain", do="use", where="changes", index=at)
    return f'<li><p>{steps}</p><p class="small">{escape(said(one["said"]))}</p><p class="small">{use}</p></li>'


# Rows of the table


def like_html(found: dict[str, Any]) -> str:
    """Return the training rows nearest to the row."""
    far = f"{row_words.NEW_GROUND} " if found["is_far"] else ""
    items = "".join(
        _row(one, at, row_words.away(quantity(one["distance"], 2)), found["columns"])
        for at, one in enumerate(found["rows"])
    )
    return (
        f'<div role="status"><p class="small">{far}{row_words.nearest_rows(found["n_rows"])}</p>'
        f'<ul class="near">{items}</ul>'
        f'<p class="tiny">{row_words.usual_distance(quantity(found["usual"], 2))}</p></div>'
    )


def pulled_html(found: dict[str, Any]) -> str:
    """Return the training rows that moved the prediction most."""
    is_number = found["is_number"]
    items = "".join(
        _row(one, at, signed(one["moved"], is_number=is_number), found["columns"])
        for at, one in enumerate(found["rows"])
    )
    now = _with_unit(found["prediction"], is_number=is_number)
    lead = row_words.single_rows_moved_it(escape(found["target"]), now, found["n_rows"])
    return (
        f'<div role="status"><p class="small">{lead}</p><ul class="near">{items}</ul>'
        f'<p class="tiny">{row_words.MOVED_BY}</p></div>'
    )


def _with_unit(value: float, *, is_number: bool) -> str:
    """Return a prediction inside a sentence."""
    return f"{worth(value, is_number=is_number)}{'' if is_number else ' %'}"


def _row(one: dict[str, Any], at: int, far: str, columns: list[str], where: str = "answer") -> str:
    """Return a row of the table as a small card."""
    cells = ", ".join(f"{name} {cell(one['cells'].get(name))}" for name in columns[:_SHOWN_CELLS])
    truth = cell(one["truth"])
    use = send_button(row_words.USE, "explain", do="use", where=where, index=at)
    return (
        f"<li><p><b>{escape(truth)}</b> <span>{row_words.row(one['number'])}</span><span>{escape(far)}</span></p>"
        f'<p class="tiny">{escape(cells)}</p><p class="small">{use}</p></li>'
    )


def rows_html(found: dict[str, Any], target: str) -> str:
    """Return held-out rows as a table."""
    rows, columns = found["rows"], found["columns"]
    title = _title(found, target)
    close = send_button(common.CLOSE, "explain", do="close_rows")
    if not rows:
        return f'<div role="status"><h2>{title}</h2><p class="small">{row_words.NONE}</p>{close}</div>'
    head = "".join(
        f'<th scope="col">{escape(name)}</th>'
        for name in (row_words.ROW, row_words.true(target), row_words.MODEL_SAID, "", *columns)
    )
    body = ""
    for at, one in enumerate(rows):
        cells = "".join(_td(one["cells"].get(name)) for name in columns)
        use = send_button(row_words.USE, "explain", do="use", where="rows", index=at)
        body += (
            f'<tr><th scope="row">{whole(one["number"])}</th><td>{escape(cell(one["truth"]))}</td>'
            f"<td>{escape(said(one['said']))}</td><td>{use}</td>{cells}</tr>"
        )
    sorted_by = {"cell": row_words.surest_first, "furthest": row_words.furthest_first}.get(found["kind"])
    order = sorted_by(len(rows), found["n_all"]) if sorted_by else ""
    return (
        f'<div role="status"><h2>{title}</h2><p class="small">{order} {close}</p></div>'
        f'<div class="frame" tabindex="0" role="region" aria-label="{title}"><table class="rows"><thead>'
        f"<tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def risk_html(found: dict[str, Any], line: int) -> str:
    """Return the held-out rows sorted by the probability of the second of two answers, with the line among them."""
    rows, columns = found["rows"], found["columns"][:_SHOWN_CELLS]
    chance = explain_decide.probability_of(found["positive"])
    names = (explain_decide.ROW, chance, explain_decide.TRUE, explain_decide.SAID, "", *columns)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = ""
    for at, one in enumerate(rows):
        is_above = 100 * one["risk"] >= line
        said_now = found["positive"] if is_above else found["negative"]
        use = send_button(row_words.USE, "explain", do="use", where="risk", index=at)
        right = "" if said_now == one["truth"] else ' class="hole"'
        first = not is_above and (at == 0 or 100 * rows[at - 1]["risk"] >= line)
        body += (
            f'<tr{" class=below" if first else ""}><th scope="row">{whole(one["number"])}</th><td>'
            f"{probability(one['risk'])}</td><td>{escape(cell(one['truth']))}</td><td{right}>{escape(said_now)}</td>"
            f"<td>{use}</td>{''.join(_td(one['cells'].get(name)) for name in columns)}</tr>"
        )
    title = escape(explain_decide.most_likely_first(found["positive"]))
    return (
        f'<h3 class="under">{title}</h3><div class="frame under" tabindex="0" role="region" aria-label="{title}">'
        f'<table class="rows"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<p class="tiny">{explain_decide.listed(len(rows), found["n_rows"])}</p>'
    )


def _td(value: Any) -> str:
    return f'<td class="hole">{common.MISSING}</td>' if value is None else f"<td>{escape(cell(value))}</td>"


def _title(found: dict[str, Any], target: str) -> str:
    """Return what the listed rows have in common."""
    asked = found["asked"]
    if found["kind"] == "cell":
        return escape(row_words.rows_that_are(asked["true"], asked["said"]))
    return escape(row_words.ROW_OF_POINT if found["kind"] == "pressed" else row_words.furthest_off(target))
