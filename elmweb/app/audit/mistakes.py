"""Doubtful answers: the row on top with a button and a key for each answer, the next ones, and how the score moves."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from elmweb.app.asked import AskedView, Send
from elmweb.app.explain.amounts import cell
from elmweb.app.explain.tables import problem_html
from elmweb.app.pages.offers import OFFERS
from elmweb.app.parts import Text, number_field, send_button, stack
from elmweb.app.state import Session
from elmweb.formatting import duration, in_100, probability, quantity, whole
from elmweb.words.page import audit as audit_words, audit_mistakes as words, common

__all__ = [
    "MistakesView",
    "action",
    "answer_keys",
    "asked_row",
    "doubt_html",
    "facts_html",
    "moved_html",
    "take_along_html",
]

_MOST_KEYS, _MOST_BUTTONS = 9, 24
_FACTS, _NEXT, _UNDONE = 8, 6, 12


class MistakesView(AskedView):
    """The list of doubtful answers."""

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session, send)
        self._offer, self._problem, self._moved, self._doubt, self._rest = Text(), Text(), Text(), Text(), Text()
        self._value = number_field(words.TRUE_VALUE)
        self._value.visible = False
        self._layout = stack(
            Text(OFFERS["mistakes"].head), self._offer, self._problem, self._moved, self._doubt, self._value,
            self._rest,
            kind="stack gapped",
        )  # fmt: skip
        self._value.param.watch(lambda event: self._correct(event.new), "value")
        session.audit.param.watch(lambda *_: self._draw(), ["mistakes", "mistakes_problem", "check"])
        session.choices.param.watch(lambda *_: self._draw(), ["corrections"])
        self._draw()

    def _correct(self, value: float | None) -> None:
        rows = (self.session.audit.mistakes or {}).get("rows")
        if not self._filling and value is not None and rows:
            self._send("audit", {"do": "correct", "row": rows[0]["number"], "to": float(value)})

    def _draw(self) -> None:
        """Show the offer, or the row on top."""
        board = self.session.audit
        found = board.mistakes
        self._problem.set_html(problem_html(board.mistakes_problem))
        # Before the offer goes, so that it gets the focus.
        self._doubt.set_html(doubt_html(found, can_undo=bool(board.steps)) if found else "")
        self._offer.set_html("" if found else OFFERS["mistakes"].html)
        self._moved.set_html(moved_html(found) if found else "")
        self._rest.set_html(_rest_html(found, board.check) if found else "")
        self._filling = True
        self._value.visible = bool(found and found["is_number"] and found["rows"])
        if found and self._value.visible:
            self._value.value = found["rows"][0]["answer"]
        self._filling = False


def moved_html(found: dict[str, Any]) -> str:
    """Return the score with the corrections, and what it was before them.

    Parameters
    ----------
    found : dict
        From the question "mistakes".

    Returns
    -------
    str
        HTML.
    """
    score, changed = found["score"], found["changed"]
    now, before = (
        (score["now_text"], score["before_text"])
        if found["is_number"]
        else (whole(score["n_now"]), whole(score["n_before"]))
    )
    moved = words.moved(
        f'<b class="strong">{escape(now)}</b>', found["n_held"], escape(before), len(changed),
        is_number=found["is_number"], is_same=score["before"] == score["now"], is_clear=score["is_clear"],
    )  # fmt: skip
    return f'<p class="under" role="status">{moved}</p>'


def doubt_html(found: dict[str, Any], *, can_undo: bool = False) -> str:
    """Return the row on top: its answer, what the model expected, its cells, and what can be done.

    Parameters
    ----------
    found : dict
        From the question "mistakes".
    can_undo : bool, default=False
        Whether something was said of a row; of a project that was opened again, corrections alone are known.

    Returns
    -------
    str
        HTML; its keys work while the focus is in it.
    """
    undo = action(audit_words.UNDO, "undo", key="Undo", hint=audit_words.UNDO_KEYS, do="undo")
    undo = undo if can_undo or found["changed"] else ""
    if not found["rows"]:
        left = f'<p>{words.NO_ROW_LEFT}</p><div class="choices">{undo}</div>'
        return asked_row("mistakes", words.DOUBTFUL_ANSWERS, left)
    one = found["rows"][0]
    number, target = one["number"], escape(found["target"])
    if found["is_number"]:
        said, answers = (
            words.doubtful_number(
                target, cell(one["answer"]), quantity(one["expected"], 4), quantity(abs(one["off"]), 2),
                is_above=one["off"] > 0,
            ),
            "",
        )  # fmt: skip
    else:
        about = (target, escape(one["answer"]), escape(probability(one["own"])))
        said = (
            words.doubtful_class(*about)
            if one["expected"] == one["answer"]
            else words.doubtful_beside(*about, escape(one["expected"]), escape(probability(one["confidence"])))
        )
        answers = _answers(found, one)
    right = action(words.IT_IS_RIGHT, "right", key="R", do="right", row=number)
    out = action(words.TAKE_OUT, "out", key="Delete", hint=words.DELETE_KEY, do="correct", row=number, to=None)
    return asked_row(
        "mistakes",
        words.doubtful_row(number),
        f'<p><b class="strong">{audit_words.row(number)}</b> {said}</p>'
        f'{facts_html(found, one)}{answers}<div class="choices">{right}{out}{undo}</div>',
    )


def facts_html(found: dict[str, Any], one: dict[str, Any]) -> str:
    """Return the cells of a row that is asked about, a photo with its picture.

    Parameters
    ----------
    found : dict
        With ``columns``.
    one : dict
        With ``cells`` and ``pictures`` by column.

    Returns
    -------
    str
        HTML.
    """
    pictures = one.get("pictures", {})

    def told(name: str) -> str:
        picture = f'<img alt="" src="{escape(pictures[name])}">' if name in pictures else ""
        return f"<dt>{escape(name)}</dt><dd>{picture}{escape(cell(one['cells'].get(name)))}</dd>"

    return f'<dl class="facts">{"".join(map(told, found["columns"][:_FACTS]))}</dl>'


def asked_row(name: str, label: str, inside: str) -> str:
    """Return the place of the row that is asked about; the keys of its buttons work while the focus is in it.

    Parameters
    ----------
    name : str
        Of the list.
    label : str
        What it is, for a screen reader.
    inside : str
        HTML.

    Returns
    -------
    str
        HTML.
    """
    return (
        f'<div data-keys data-key="audit:{name}" tabindex="-1" role="group" class="doubt" aria-label="{label}">'
        f"{inside}</div>"
    )


def _answers(found: dict[str, Any], one: dict[str, Any]) -> str:
    """Return a button for each answer."""

    def args(name: str) -> dict[str, Any]:
        if name == one["answer"]:
            return {"do": "right", "row": one["number"]}
        return {"do": "correct", "row": one["number"], "to": name}

    return answer_keys(found["classes"], args, one["answer"])


def answer_keys(classes: list[str], args: Callable[[str], dict[str, Any]], now: str = "") -> str:
    """Return a button for each answer; the first nine have a key, and answers that are digits have their own.

    Parameters
    ----------
    classes : list of str
        The answers.
    args : callable
        Returns the arguments of the message for an answer.
    now : str
        The answer in the table; empty for none.

    Returns
    -------
    str
        HTML.
    """
    own_keys = all(len(name) == 1 and name.isdigit() for name in classes)
    buttons = []
    for place, name in enumerate(classes[:_MOST_BUTTONS]):
        key = name if own_keys else str(place + 1) if place < _MOST_KEYS else ""
        hint = words.in_the_table(key) if name == now else key
        buttons.append(action(name, f"to{place}", key=key, hint=hint, **args(name)))
    more = len(classes) - _MOST_BUTTONS
    note = f'<p class="tiny">{words.no_button(more)}</p>' if more > 0 else ""
    return f'<div class="choices">{"".join(buttons)}</div>{note}'


def action(label: str, name: str, *, key: str = "", hint: str = "", **args: Any) -> str:
    """Return a button with a key; where it stands is what keeps the focus, not which row it is about.

    Parameters
    ----------
    label : str
        On it.
    name : str
        Of its place.
    key : str
        That presses it, as JavaScript calls it; empty for none.
    hint : str
        Written in place of the key.
    **args
        Of the message.

    Returns
    -------
    str
        HTML.
    """
    made = send_button(label, "audit", kind="btn sm", **args)
    start, end = made.split('data-key="', 1)
    shown = hint or key
    kbd = f" <kbd>{escape(shown)}</kbd>" if shown else ""
    shortcut = f' data-shortcut="{escape(key)}"' if key else ""
    return f'{start}data-key="audit:{name}"{shortcut}{end[end.index(chr(34)) + 1 :]}'.replace(
        "</button>", f"{kbd}</button>"
    )


def _rest_html(found: dict[str, Any], check: dict[str, Any] | None) -> str:
    """Return what comes next, what was corrected, how good the list is, and the files."""
    how = words.how_listed(found["n_rows"], found["n_held"], duration(found["seconds"]))
    return f'{_next(found)}{_corrected(found)}{_check(check)}<p class="tiny under">{how}</p>'


def _next(found: dict[str, Any]) -> str:
    rows = found["rows"][1 : 1 + _NEXT]
    if not rows:
        return ""
    if found["is_number"]:
        head = (words.NEXT, found["target"], words.EXPECTED)
        body = [(one["number"], cell(one["answer"]), quantity(one["expected"], 4)) for one in rows]
    else:
        head = (words.NEXT, found["target"], words.EXPECTED_PERCENT)
        body = [(one["number"], one["answer"], f"{one['expected']}, {probability(one['confidence'])}") for one in rows]
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = "".join(
        f'<tr><th scope="row">{whole(number)}</th><td>{escape(answer)}</td><td>{escape(expected)}</td></tr>'
        for number, answer, expected in body
    )
    return (
        f'<div class="cmw under"><table class="plain wraps numbered"><caption class="sr">{words.NEXT_CAPTION}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _corrected(found: dict[str, Any]) -> str:
    changed = found["changed"]
    if not changed:
        return ""
    items = ""
    for one in changed[:_UNDONE]:
        now = words.TAKEN_OUT if one["to"] is None else cell(one["to"])
        before = f"<s>{escape(cell(one['from']))}</s>"
        items += f"<li>{words.corrected(one['number'], before, f'<b>{escape(now)}</b>')}</li>"
    more = len(changed) - _UNDONE
    items += f"<li>{common.and_more(more)}</li>" if more > 0 else ""
    return (
        f'<ul class="changes corrections">{items}</ul>{take_along_html((words.TAKE_ALL_BACK, {"do": "clear"}))}'
        f'<p class="tiny">{words.FILE_STAYS}</p>'
    )


def take_along_html(*more: tuple[str, dict[str, Any]]) -> str:
    """Return what can be done with corrections: train with them, and save them as files.

    Parameters
    ----------
    *more : tuple of str and dict
        Labels of further buttons, and the arguments of their messages.

    Returns
    -------
    str
        HTML.
    """
    ways = [
        (words.SAVE_CORRECTIONS, {"do": "save", "what": "corrections"}),
        (words.SAVE_TABLE, {"do": "save", "what": "table"}),
        *more,
    ]
    links = "".join(f"<li>{send_button(label, 'audit', **args)}</li>" for label, args in ways)
    return f'<p>{send_button(words.TRAIN_WITH_THEM, "train", kind="btn")}</p><ul class="dl under">{links}</ul>'


def _check(check: dict[str, Any] | None) -> str:
    if check is None:
        button = send_button(words.HOW_GOOD, "audit", do="check")
        return f'<p class="small under">{button}</p>'
    n_found, n_wrong = check["n_found"], check["n_wrong"]
    said = words.check(n_found, n_wrong, in_100(n_found / n_wrong), check["n_times"], check["n_listed"])
    return f'<p class="small under" role="status">{said}</p>'
