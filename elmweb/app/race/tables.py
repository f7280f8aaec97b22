"""The words and tables of the Race page, as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.parts import block, send_button
from elmweb.app.race.chart import sign
from elmweb.app.shell import send
from elmweb.formatting import data_size, duration, quantity
from elmweb.words.page import common, race as words, race_results as result_words

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


def head_html(board: Any) -> str:
    """Return the heading: what would be raced on, what happens, or how it ended."""
    plan, state = board.plan, board.state
    if state is None or not state["headline"]:
        title = words.race_on(escape(plan["name"]) if plan else "")
        return f'<h1 tabindex="-1">{title}</h1>{_lead(plan)}'
    rows = words.raced_on(escape(state["name"]), escape(state["target"]), state["n_train"], state["n_test"])
    if state["stopped"] and not board.running:
        rows += f" {words.STOPPED_BEFORE_THE_END}"
    return f'<h1 class="say" tabindex="-1">{escape(state["headline"])}</h1><p class="note">{rows}</p>'


def _lead(plan: dict[str, Any] | None) -> str:
    """Return what would be raced on."""
    text = words.LEAD
    if plan:
        floor = words.always_the_mean if plan["score_name"] == "R2" else words.always_the_most_common
        text += f" {floor(escape(plan['target']), plan['n_train'], plan['n_test'], plan['floor_text'])}"
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
            f'aria-label="{escape(words.races(one["name"]))}" data-key="race:{one["id"]}" {message}></button></div>'
        )
    no_cnn = "" if board.plan["side"] else f'<p class="tiny under">{words.NO_CNN}</p>'
    return block(words.WHO, "".join(items), no_cnn)


def results_html(state: dict[str, Any]) -> str:
    """Return the table of all contestants; those that were left without a result say why."""
    names = (
        state["score_name"], result_words.OVER_SEEDS, result_words.TO_TRAIN, result_words.to_predict(state["n_test"]),
        result_words.SIZE, result_words.FLOPS_TO_TRAIN, result_words.ENERGY,
    )  # fmt: skip
    head = "".join(f'<th scope="col" class="num">{escape(name)}</th>' for name in names)
    rows = "".join(_row(one, len(names)) for one in state["entrants"])
    return (
        f'<div class="frame racing" tabindex="0" role="region" aria-label="{result_words.RESULTS}"><table>'
        f'<caption class="sr">{result_words.RESULTS}</caption>'
        f'<thead><tr><th scope="col" class="stick">{result_words.MODEL}</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        f'<p class="tiny under">{_under(state)}</p>'
    )


def _under(state: dict[str, Any]) -> str:
    intervals = [f"{one['name']} {one['interval_text']}" for one in state["entrants"] if one.get("interval_text")]
    text = result_words.FIRST_SEED
    if intervals:
        text += f" {escape(result_words.intervals('; '.join(intervals)))}"
    return text


def _row(one: dict[str, Any], n_cells: int) -> str:
    """Return a contestant's row."""
    head = f'<th scope="row" class="stick">{sign(one["id"])}{escape(one["name"])}</th>'
    if not one["trained"]:
        text = one["note"] or result_words.STATES.get(one["state"], "")
        return f'<tr class="out">{head}<td colspan="{n_cells}" class="why">{escape(text)}</td></tr>'
    flops = one["training_flops"]
    cells = (
        one["score_text"],
        one["range_text"] or result_words.ONE_SEED if one["draws"] else result_words.NO_SEED,
        duration(one["seconds"]),
        duration(one["predict_seconds"]),
        data_size(one["size_bytes"]),
        result_words.NO_COUNT if flops is None else operations(flops),
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
    parts = [block(result_words.SAME_SCORE, f'<ul class="same">{"".join(items)}</ul>')] if items else []
    if state["advice"] and (state["finished"] or state["stopped"]):
        parts.append(block(result_words.WHICH_TO_TAKE, f'<p class="lead">{escape(state["advice"])}</p>'))
    return "".join(f'<div class="sec">{part}</div>' for part in parts)


def pretrained_html(board: Any) -> str:
    """Return how a network that was trained elsewhere does on the same rows; empty where none fits."""
    if not (board.plan or {}).get("shows_digits"):
        return ""
    found = board.pretrained
    if found is None:
        busy = board.running == "pretrained"
        button = "" if board.running else send_button(result_words.SCORE_IT, "race", kind="btn", do="pretrained")
        doing = f'<p class="small under">{result_words.LOADING_IT}.</p>' if busy else ""
        intro = f'<p class="small">{result_words.ABOUT_IT}</p>'
        return block(result_words.ELSEWHERE, f'{intro}{doing}<p class="under">{button}</p>')
    elm = next(iter(board.trained("elm")), None)
    times = quantity(found["training_seconds"] / elm["seconds"], 2) if elm else ""
    text = result_words.it_read(
        escape(found["score_text"]), found["n_right"], found["n_test"], duration(found["predict_seconds"]),
        escape(found["interval_text"]),
    )  # fmt: skip
    card = [
        result_words.its_card(
            escape(found["trained_on"]), duration(found["training_seconds"]), escape(found["device"]), times,
            found["n_parameters"], data_size(found["size_bytes"]),
        ),
        result_words.its_own_test(escape(found["own_test"]), escape(found["own_score_text"])),
    ]  # fmt: skip
    if found["is_enlarged"]:
        card.append(result_words.ENLARGED)
    return block(
        result_words.ELSEWHERE,
        f'<p role="status">{sign("pretrained")}{text}</p><p class="small under">{" ".join(card)}</p>',
    )


def again_html(board: Any) -> str:
    """Return whether the same seed gives the same bits, and another seed others."""
    if not board.to_train_again():
        return ""
    names = [escape(one["name"]) for one in board.trained(*board.to_train_again())]
    button = "" if board.running else send_button(result_words.TRAIN_AGAIN, "race", kind="btn", do="again")
    intro = f'<p class="small">{result_words.trains_again(*names)}</p><p class="under">{button}</p>'
    if board.running == "again":
        doing = (board.again or {}).get("doing") or result_words.TRAINING_AGAIN
        stop = send_button(common.STOP, "cancel", kind="btn")
        intro += f'<p class="small under">{escape(doing)}.</p><p class="under">{stop}</p>'
    return block(result_words.AGAIN, intro, _hashes(board))


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
        rows.append(_hash_row(one, result_words.IN_THE_RACE, before, ""))
        for trained in one["trained"]:
            equal, again = trained["fingerprint"] == before, trained["seed"] == 0
            name = result_words.SEED_0_AGAIN if again else result_words.seed(trained["seed"])
            compared = result_words.EQUAL if equal else result_words.UNEQUAL
            rows.append(_hash_row(one, name, trained["fingerprint"], compared))
            learned = result_words.same_seed if again else result_words.another_seed
            said.append(learned(one["name"], is_equal=equal))
    if not rows:
        return ""
    networks = [one for one in board.again["entrants"] if one["id"] != "elm"]
    head = "".join(f'<th scope="col">{name}</th>' for name in result_words.COLUMNS_OF_HASHES)
    repeats = any(one["trained"] and one["trained"][0]["fingerprint"] == first[one["id"]] for one in networks)
    closing = f" {result_words.REPEATS_ITSELF}" if repeats else ""
    return (
        f'<p class="small sec" role="status">{escape("; ".join(said))}.{closing}</p>'
        f'<div class="frame under" tabindex="0" role="region" aria-label="{result_words.HASHES}"><table><thead><tr>'
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
    return block(result_words.FAIRNESS, f'<ul class="how small">{items}</ul>')
