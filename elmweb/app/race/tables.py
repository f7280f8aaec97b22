"""The words and tables of the Race page, as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.parts import block, send_button
from elmweb.app.race.chart import sign
from elmweb.app.shell import send
from elmweb.formatting import count, data_size, duration, quantity

__all__ = [
    "again_html",
    "contestants_html",
    "head_html",
    "notes_html",
    "pretrained_html",
    "results_html",
    "same_score_html",
]

_HASH_DIGITS = 12
_UNITS = ((1e3, "k"), (1e6, "M"), (1e9, "G"), (1e12, "T"), (1e15, "P"))
_STATES = {"waiting": "waits", "running": "trains now", "failed": "failed", "stopped": "not finished"}


def head_html(board: Any) -> str:
    """Return the heading: what would be raced on, what happens, or how it ended."""
    plan, state = board.plan, board.state
    if state is None or not state["headline"]:
        where = f" on {escape(plan['name'])}" if plan else ""
        return f'<h1 tabindex="-1">Race{where}</h1>{_lead(plan)}'
    ended = "" if board.running else " Stopped before the end; what was finished is kept." if state["stopped"] else ""
    rows = (
        f"{escape(state['name'])}, to predict {escape(state['target'])}. {count(state['n_train'], 'row')} to learn "
        f"from, {state['n_test']:,} kept back for scoring.{ended}"
    )
    return f'<h1 class="say" tabindex="-1">{escape(state["headline"])}</h1><p class="note">{rows}</p>'


def _lead(plan: dict[str, Any] | None) -> str:
    """Return what would be raced on."""
    text = (
        "The same rows, the same numbers, one clock: an ELM beside trees and networks trained by backpropagation. "
        "Everything is trained here and now, and nothing is known before it has been measured."
    )
    if plan:
        constant = "the mean" if plan["score_name"] == "R2" else "the most common answer"
        text += (
            f" To predict {escape(plan['target'])}: {plan['n_train']:,} rows to learn from, {plan['n_test']:,} kept "
            f"back for scoring. Always giving {constant} would score {plan['floor_text']}."
        )
    return f'<p class="lead">{text}</p>'


def contestants_html(board: Any) -> str:
    """Return who races with which settings, each with a switch."""
    if board.plan is None:
        return ""
    items = []
    for one in board.plan["contestants"]:
        on = one["id"] not in board.left_out
        locked = ' aria-disabled="true"' if board.running else ""
        message = send("race", do="leave_out", contestant=one["id"], on=not on)
        items.append(
            f'<div class="find"><div>{sign(one["id"])}<b>{escape(one["name"])}</b>'
            f"<p>{escape(one['settings'])}.</p></div>"
            f'<button class="sw" type="button" role="switch" aria-checked="{str(on).lower()}"{locked} '
            f'aria-label="{escape(one["name"])} races" data-key="race:{one["id"]}" {message}></button></div>'
        )
    no_cnn = "" if board.plan["side"] else '<p class="tiny under">No CNN: the columns of this table are no image.</p>'
    return block("Who races, and how", "".join(items), no_cnn)


def results_html(state: dict[str, Any]) -> str:
    """Return the table of all contestants; those that were left without a result say why."""
    predict = f"To predict {state['n_test']:,}"
    names = (state["score_name"], "Over seeds", "To train", predict, "Size", "To train, FLOPs", "Energy")
    head = "".join(f'<th scope="col" class="num">{escape(name)}</th>' for name in names)
    rows = "".join(_row(one, len(names)) for one in state["entrants"])
    return (
        '<div class="frame racing" tabindex="0" role="region" aria-label="Results of the race"><table>'
        '<caption class="sr">Results of the race</caption>'
        f'<thead><tr><th scope="col" class="stick">Model</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        f'<p class="tiny under">{_under(state)}</p>'
    )


def _under(state: dict[str, Any]) -> str:
    intervals = [f"{one['name']} {one['interval_text']}" for one in state["entrants"] if one.get("interval_text")]
    text = "Score and times of the first seed; over seeds, the lowest and the highest score."
    if intervals:
        text += f" With other rows kept back, 95 % of the time: {escape('; '.join(intervals))}."
    return text


def _row(one: dict[str, Any], n_cells: int) -> str:
    """Return a contestant's row."""
    head = f'<th scope="row" class="stick">{sign(one["id"])}{escape(one["name"])}</th>'
    if not one["trained"]:
        text = one["note"] or _STATES.get(one["state"], "")
        return f'<tr class="out">{head}<td colspan="{n_cells}" class="why">{escape(text)}</td></tr>'
    flops = one["training_flops"]
    cells = (
        one["score_text"],
        one["range_text"] or "one seed" if one["draws"] else "no seed",
        duration(one["seconds"]),
        duration(one["predict_seconds"]),
        data_size(one["size_bytes"]),
        "no count" if flops is None else operations(flops),
        _energy(one["joules"]),
    )
    body = "".join(f'<td class="num">{escape(cell)}</td>' for cell in cells)
    note = f'<tr><td class="stick"></td><td colspan="{n_cells}" class="why">{escape(one["note"])}</td></tr>'
    return f"<tr>{head}{body}</tr>{note if one['note'] else ''}"


def operations(flops: float) -> str:
    """Return a number of floating-point operations."""
    unit = next(((scale, name) for scale, name in _UNITS if flops < 1e3 * scale), None)
    return f"{quantity(flops)} FLOP" if unit is None else f"{quantity(flops / unit[0], 2)} {unit[1]}FLOP"


def _energy(joules: float) -> str:
    return f"{quantity(joules, 2)} J" if joules < 3_600 else f"{quantity(joules / 3_600, 2)} Wh"


def same_score_html(state: dict[str, Any]) -> str:
    """Return how long each took to the same score as the ELM, and which to take."""
    items = [
        f"<li>{sign(one['id'])}<b>{escape(one['name'])}</b> <span>{escape(one['same_score'])}</span></li>"
        for one in state["entrants"]
        if one.get("same_score")
    ]
    parts = [block("To the same score as the ELM", f'<ul class="same">{"".join(items)}</ul>')] if items else []
    if state["advice"] and (state["finished"] or state["stopped"]):
        parts.append(block("Which to take", f'<p class="lead">{escape(state["advice"])}</p>'))
    return "".join(f'<div class="sec">{part}</div>' for part in parts)


def pretrained_html(board: Any) -> str:
    """Return how a network that was trained elsewhere does on the same rows; empty where none fits."""
    if not (board.plan or {}).get("shows_digits"):
        return ""
    found = board.pretrained
    if found is None:
        busy = board.running == "pretrained"
        button = "" if board.running else send_button("Score the digit reader", "race", kind="btn", do="pretrained")
        doing = '<p class="small under">The digit reader is loaded, and reads.</p>' if busy else ""
        intro = (
            '<p class="small">The digit reader of the Models page has learned 60,000 other digits on another '
            "machine. See how it does on these rows. The first time it is loaded, with what runs it: some "
            "megabytes.</p>"
        )
        return block("And a network that was trained elsewhere?", f'{intro}{doing}<p class="under">{button}</p>')
    elm = next(iter(board.trained("elm")), None)
    ratio = f", {_times_as_long(found['training_seconds'] / elm['seconds'])} as the ELM here" if elm else ""
    enlarged = ""
    if found["is_enlarged"]:
        enlarged = (
            " Its digits had 28 by 28 pixels; these were enlarged for it, with more contrast, by a rule that was set "
            "on this sample."
        )
    text = (
        f"<b>{escape(found['score_text'])} in 100</b>: it read {found['n_right']:,} of the same {found['n_test']:,} "
        f"rows right in {duration(found['predict_seconds'])}. With other rows kept back, 95 % of the time: "
        f"{escape(found['interval_text'])}."
    )
    card = (
        f"It did not race. By its card it was trained for {duration(found['training_seconds'])} on "
        f"{escape(found['device'])}{ratio}, from {escape(found['trained_on'])}, and has {found['n_parameters']:,} "
        f"parameters, {data_size(found['size_bytes'])}; of its own {escape(found['own_test'])} it reads "
        f"{escape(found['own_score_text'])} in 100 right.{enlarged}"
    )
    return block(
        "And a network that was trained elsewhere?",
        f'<p role="status">{sign("pretrained")}{text}</p><p class="small under">{card}</p>',
    )


def _times_as_long(ratio: float) -> str:
    """Return how many times as long something took, with two digits."""
    return f"{quantity(ratio, 2)} times as long"


def again_html(board: Any) -> str:
    """Return whether the same seed gives the same bits, and another seed others."""
    if not board.to_train_again():
        return ""
    names = " and ".join(f"the {one['name']}" for one in board.trained(*board.to_train_again()))
    button = "" if board.running else send_button("Train again", "race", kind="btn", do="again")
    intro = (
        f'<p class="small">Trains {escape(names)} once more, with the same seed and with another. Equal hashes mean '
        f'that what was learned is equal to the last bit.</p><p class="under">{button}</p>'
    )
    if board.running == "again":
        doing = (board.again or {}).get("doing") or "Training again"
        stop = send_button("Stop", "cancel", kind="btn")
        intro += f'<p class="small under">{escape(doing)}.</p><p class="under">{stop}</p>'
    return block("The same again?", intro, _hashes(board))


def _hashes(board: Any) -> str:
    """Return the hashes side by side, and what they say."""
    if board.again is None:
        return ""
    first = {one["id"]: one["trained"][0]["fingerprint"] for one in board.trained()}
    rows, said = [], []
    for one in board.again["entrants"]:
        before = first.get(one["id"])
        if before is None or not one["trained"]:
            continue
        rows.append(_hash_row(one, "seed 0, in the race", before, ""))
        for trained in one["trained"]:
            equal, again = trained["fingerprint"] == before, trained["seed"] == 0
            name = "seed 0, again" if again else f"seed {trained['seed']}"
            rows.append(_hash_row(one, name, trained["fingerprint"], "equal" if equal else "unequal"))
            seed = "the same seed" if again else "another seed"
            said.append(f"{one['name']} with {seed}: {'equal' if equal else 'unequal'}")
    if not rows:
        return ""
    networks = [one for one in board.again["entrants"] if one["id"] != "elm"]
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Model", "Training", "SHA-256", "To the first"))
    repeats = any(one["trained"] and one["trained"][0]["fingerprint"] == first[one["id"]] for one in networks)
    closing = " With its seed fixed, a network repeats itself too." if repeats else ""
    return (
        f'<p class="small sec" role="status">{escape("; ".join(said))}.{closing}</p>'
        '<div class="frame under" tabindex="0" role="region" aria-label="Hashes"><table><thead><tr>'
        f"{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _hash_row(one: dict[str, Any], training: str, fingerprint: str, compared: str) -> str:
    return (
        f"<tr><td>{escape(one['name'])}</td><td>{training}</td>"
        f'<td class="mono" title="{fingerprint}">{fingerprint[:_HASH_DIGITS]}</td><td>{compared}</td></tr>'
    )


def notes_html(state: dict[str, Any]) -> str:
    """Return what is fair, and what is not."""
    items = "".join(f"<li>{escape(note)}</li>" for note in state["notes"])
    return block("What is fair, and what is not", f'<ul class="how small">{items}</ul>')
