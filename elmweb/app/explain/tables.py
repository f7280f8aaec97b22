"""The lists and tables of the reasons, as HTML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from elmweb.app.explain.words import MINUS, alike, amount, cell, said, signed, worth
from elmweb.app.parts import facts, send_button
from elmweb.app.shell import send
from elmweb.formatting import count, duration, listed, percent, probability, quantity

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
_USE = "Put in the form"


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
            f'<details class="under"><summary>{count(len(items) - _SHOWN_COLUMNS, "more column")}</summary>'
            f'<ul class="matter">{more}</ul></details>'
        )
    what = (
        f"how much further off the model is than {quantity(found['base'])} on average"
        if is_number
        else "by how many in 100 the probability of the true answer falls"
    )
    return (
        f'<p class="small under">Each column in turn is shuffled on {count(found["n_rows"], "row")} that it never saw, '
        f"{found['n_repeats']} times. The bar is {what}; the line is the lowest and highest of the shuffles. "
        f"Press a column to see what it does.</p>{shown}{_together(found, is_number=is_number)}{_under(found)}"
    )


def _column(one: dict[str, Any], most: float, say: Callable[[float], str], chosen: str) -> str:
    """Return one column as a bar with its range."""
    name = one["column"]
    low, high, loss = (max(0.0, one[key]) / most for key in ("low", "high", "loss"))
    pressed = "true" if name == chosen else "false"
    key = escape(f"effect:{name}")
    return (
        f'<li><button type="button" class="linkbtn cut" aria-pressed="{pressed}" data-key="{key}" '
        f"{send('explain', do='effect', column=name)}>{escape(name)}</button>"
        f'<span class="track" aria-hidden="true"><b style="width:{percent(loss, 1)}%"></b>'
        f'<i style="left:{percent(low, 1)}%;width:{percent(high - low, 1)}%"></i></span>'
        f"<span>{say(one['loss'])} <small>{say(one['low'])} to {say(one['high'])}</small></span></li>"
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
            f"{escape(listed(names, most=6))} go together (correlation {quantity(group['correlation'], 2)} or "
            f"more): shuffled at once they lose {say(group['loss'])}, one alone {say(largest)} at most."
        )
    shown = "".join(f'<p class="small under">{text}</p>' for text in texts[:_SHOWN_GROUPS])
    if len(texts) > _SHOWN_GROUPS:
        more = "".join(f'<p class="small under">{text}</p>' for text in texts[_SHOWN_GROUPS:])
        left = count(len(texts) - _SHOWN_GROUPS, "more group")
        shown += f'<details class="under"><summary>{left} of columns that go together</summary>{more}</details>'
    return shown


def _under(found: dict[str, Any]) -> str:
    """Return what was left out, and how long it took."""
    left = found["n_left_out"]
    out = f"{count(left, 'column')} that the model looks at least were not measured. " if left else ""
    return f'<p class="tiny under">{out}Worked out in {duration(found["seconds"])}.</p>'


# Why this row


def why_html(found: dict[str, Any]) -> str:
    """Return what each column adds to a prediction: a sentence, and bars to both sides of the middle."""
    is_number = found["is_number"]
    total, average = (worth(found[key], is_number=is_number) for key in ("prediction", "average"))
    what = escape(found["target"])
    in_100 = "" if is_number else " in 100"
    lead = (
        f"On average over {count(found['n_background'], 'row')} of the table the model gives {what} "
        f"{average}{in_100}; here {total}. {_most(found['parts'])}"
    )
    parts = found["parts"]
    shown, others = parts[:_SHOWN_PARTS], parts[_SHOWN_PARTS:]
    most = max([abs(part["value"]) for part in parts] + [1e-12])
    items = [_part(_name(part), part["value"], most, is_number=is_number) for part in shown]
    if others:
        rest = sum(part["value"] for part in others)
        items.append(_part(escape(f"{count(len(others), 'other')} together"), rest, most, is_number=is_number))
    notes = "".join(f'<p class="tiny">{escape(note)}</p>' for note in found["notes"])
    return (
        f'<div role="status"><p class="small">{lead}</p><ul class="adds">{"".join(items)}</ul>'
        f'<p class="tiny">{_how(found)}</p>{notes}</div>'
    )


def _name(part: dict[str, Any]) -> str:
    if not part["column"]:
        return escape(f"{count(part['n_others'], 'other column')} together")
    return f"{escape(part['column'])} <i>{escape(cell(part['cell']))}</i>"


def _part(name: str, value: float, most: float, *, is_number: bool) -> str:
    """Return what one column adds, to the right of the middle, or takes away, to the left."""
    share = abs(value) / most / 2
    side = "up" if value >= 0 else "down"
    left = 0.5 if value >= 0 else 0.5 - share
    return (
        f'<li><span class="cut">{name}</span><span class="axis" aria-hidden="true"><b class="{side}" '
        f'style="left:{percent(left, 1)}%;width:{percent(share, 1)}%"></b></span>'
        f"<span>{signed(value, is_number=is_number)}</span></li>"
    )


def _most(parts: list[dict[str, Any]]) -> str:
    """Return in words what speaks most for the prediction and against it."""
    named = [part for part in parts if part["column"]]
    up = next((part for part in named if part["value"] > 0), None)
    down = next((part for part in named if part["value"] < 0), None)
    texts = []
    if up:
        texts.append(f"{escape(up['column'])} adds most")
    if down:
        texts.append(f"{escape(down['column'])} takes away most")
    return f"{', '.join(texts)}." if texts else "No column moves it."


def _how(found: dict[str, Any]) -> str:
    """Return how the shares were worked out and how exact they are."""
    is_number = found["is_number"]
    if not found["n_orders"]:
        how = "Shapley values over every combination of columns"
    else:
        largest = max(part["error"] for part in found["parts"])
        how = (
            f"Shapley values over {found['n_orders']:,} sampled orders of the columns, standard error at most "
            f"{amount(largest, is_number=is_number)}"
        )
    change = signed(found["prediction"] - found["average"], is_number=is_number)
    return f"{how}. Together they are {change}, the whole difference. Worked out in {duration(found['seconds'])}."


# What would change it


def change_html(found: dict[str, Any]) -> str:
    """Return the smallest changes that lead to another answer."""
    is_number = found["by"] is not None
    if is_number:
        way = "up" if found["by"] > 0 else "down"
        aim = f"moves it {way} by {quantity(abs(found['by']))} or more"
    else:
        aim = f"gives {found['to']}" if found["to"] else "gives another answer"
    if not found["changes"]:
        return (
            f'<p class="small" role="status">No change of one or two columns to values that were seen '
            f"{escape(aim)}.</p>"
        )
    items = "".join(_change(one, at) for at, one in enumerate(found["changes"]))
    return (
        f'<div role="status"><p class="small">Now {escape(said(found["now"]))}. The smallest changes to values seen '
        f"in {count(found['n_rows'], 'row')}, each of which {escape(aim)}:</p>"
        f'<ul class="changes">{items}</ul><p class="tiny">This is what the model would answer, not what would '
        "happen.</p></div>"
    )


def _change(one: dict[str, Any], at: int) -> str:
    steps = "<br>".join(
        f"{escape(step['column'])} <s>{escape(cell(step['from']))}</s> <b>{escape(cell(step['to']))}</b>"
        for step in one["set"]
    )
    use = send_button(_USE, "explain", do="use", where="changes", index=at)
    return f'<li><p>{steps}</p><p class="small">{escape(said(one["said"]))}</p><p class="small">{use}</p></li>'


# Rows of the table


def like_html(found: dict[str, Any]) -> str:
    """Return the training rows nearest to the row."""
    far = "No row that it learned from is near: the model is on new ground here. " if found["is_far"] else ""
    items = "".join(
        _row(one, at, f"{quantity(one['distance'], 2)} away", found["columns"]) for at, one in enumerate(found["rows"])
    )
    return (
        f'<div role="status"><p class="small">{far}The nearest of {count(found["n_rows"], "row")} that it learned '
        f'from, by all columns as the model sees them.</p><ul class="near">{items}</ul><p class="tiny">95 of 100 rows '
        f"have another within {quantity(found['usual'], 2)}.</p></div>"
    )


def pulled_html(found: dict[str, Any]) -> str:
    """Return the training rows that moved the prediction most."""
    is_number = found["is_number"]
    items = "".join(
        _row(one, at, signed(one["moved"], is_number=is_number), found["columns"])
        for at, one in enumerate(found["rows"])
    )
    now = worth(found["prediction"], is_number=is_number)
    in_100 = "" if is_number else " in 100"
    what = escape(found["target"])
    return (
        f'<div role="status"><p class="small">The model gives {what} {now}{in_100}. So much of it is due to single '
        f"rows among the {found['n_rows']:,} that it learned from:</p>"
        f'<ul class="near">{items}</ul><p class="tiny">Each number is the difference to the same model fitted without '
        "that row: leave-one-out in closed form.</p></div>"
    )


def _row(one: dict[str, Any], at: int, far: str, columns: list[str], where: str = "answer") -> str:
    """Return a row of the table as a small card."""
    cells = ", ".join(f"{name} {cell(one['cells'].get(name))}" for name in columns[:_SHOWN_CELLS])
    truth = cell(one["truth"])
    use = send_button(_USE, "explain", do="use", where=where, index=at)
    return (
        f"<li><p><b>{escape(truth)}</b> <span>row {one['number']:,}</span><span>{escape(far)}</span></p>"
        f'<p class="tiny">{escape(cells)}</p><p class="small">{use}</p></li>'
    )


def rows_html(found: dict[str, Any], target: str) -> str:
    """Return held-out rows as a table."""
    rows, columns = found["rows"], found["columns"]
    title = _title(found, target)
    close = send_button("Close", "explain", do="close_rows")
    if not rows:
        return f'<div role="status"><h2>{title}</h2><p class="small">There are none.</p>{close}</div>'
    head = "".join(
        f'<th scope="col">{escape(name)}</th>' for name in ("Row", f"True {target}", "The model said", "", *columns)
    )
    body = ""
    for at, one in enumerate(rows):
        cells = "".join(_td(one["cells"].get(name)) for name in columns)
        use = send_button(_USE, "explain", do="use", where="rows", index=at)
        body += (
            f'<tr><th scope="row">{one["number"]:,}</th><td>{escape(cell(one["truth"]))}</td>'
            f"<td>{escape(said(one['said']))}</td><td>{use}</td>{cells}</tr>"
        )
    first = f"The first {len(rows)} of {found['n_all']:,}, " if found["n_all"] > len(rows) else ""
    order = {"cell": "the surest first", "furthest": "the furthest off first"}.get(found["kind"], "")
    under = f"{first}{order}." if order else ""
    under = under[:1].upper() + under[1:]
    return (
        f'<div role="status"><h2>{title}</h2><p class="small">{under} {close}</p></div>'
        f'<div class="frame" tabindex="0" role="region" aria-label="{title}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def risk_html(found: dict[str, Any]) -> str:
    """Return the held-out rows with the highest probability of the second of two answers, folded at first."""
    items = "".join(
        _row(one, at, f"{probability(one['risk'])} in 100", found["columns"], where="risk")
        for at, one in enumerate(found["rows"])
    )
    title = escape(f"Rows kept back, those most likely {found['positive']} first")
    return f'<details class="under"><summary>{title}</summary><ul class="near">{items}</ul></details>'


def _td(value: Any) -> str:
    return '<td class="hole">missing</td>' if value is None else f"<td>{escape(cell(value))}</td>"


def _title(found: dict[str, Any], target: str) -> str:
    """Return what the listed rows have in common."""
    asked = found["asked"]
    if found["kind"] == "cell":
        right = asked["true"] == asked["said"]
        if right:
            return escape(f"Rows that are {asked['true']}, and the model said so")
        return escape(f"Rows that are {asked['true']}, and the model said {asked['said']}")
    return escape("The row of this point" if found["kind"] == "pressed" else f"Rows whose {target} is furthest off")
