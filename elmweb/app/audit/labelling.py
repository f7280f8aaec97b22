"""What to label next: the row on top with a key for each answer, and the order of the queue beside random order."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.asked import AskedView, Send
from elmweb.app.audit.mistakes import action, answer_keys, asked_row, facts_html, take_along_html
from elmweb.app.explain.amounts import cell
from elmweb.app.explain.tables import problem_html
from elmweb.app.pages.offers import OFFERS
from elmweb.app.parts import Text, number_field, send_button, stack
from elmweb.app.state import Session
from elmweb.formatting import in_100, probability, quantity, whole
from elmweb.words.page import audit as audit_words, audit_labelling as words

__all__ = ["QueueView", "curve_html", "next_html"]


class QueueView(AskedView):
    """The queue of rows without an answer."""

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session, send)
        self._offer, self._problem, self._next, self._curve = Text(), Text(), Text(), Text()
        self._value = number_field(words.VALUE)
        self._value.visible = False
        self._layout = stack(
            Text(OFFERS["queue"].head), self._offer, self._problem, self._next, self._value, self._curve
        )
        self._value.param.watch(lambda event: self._answer(event.new), "value")
        session.audit.param.watch(lambda *_: self._draw(), ["queue", "queue_problem", "curve"])
        self._draw()

    def _answer(self, value: float | None) -> None:
        rows = (self.session.audit.queue or {}).get("rows")
        if not self._filling and value is not None and rows:
            self._send("audit", {"do": "answer", "row": rows[0]["number"], "to": float(value)})

    def _draw(self) -> None:
        """Show the offer, or the row on top."""
        board = self.session.audit
        found = board.queue
        self._problem.set_html(problem_html(board.queue_problem))
        self._next.set_html(next_html(found, can_undo=bool(board.queue_steps or found["answered"])) if found else "")
        self._offer.set_html("" if found else OFFERS["queue"].html)
        self._filling = True
        self._value.visible = bool(found and found["is_number"] and found["rows"])
        if self._value.visible:
            self._value.value = None
        self._filling = False
        self._curve.set_html(curve_html(board.curve) if found or board.curve or board.queue_problem else "")


def next_html(found: dict[str, Any], *, can_undo: bool) -> str:
    """Return the row to label next, and how the score stands.

    Parameters
    ----------
    found : dict
        From the question "queue".
    can_undo : bool
        Whether there is something to take back.

    Returns
    -------
    str
        HTML; its keys work while the focus is in it.
    """
    score, n_held, labelled = found["score"], found["n_held"], (found["n_answered"], found["n_left"])
    if found["is_number"]:
        now, before = escape(score["now_text"]), escape(score["before_text"])
        so_far = words.status_of_numbers(*labelled, now, before, n_held)
    else:
        so_far = words.status_of_classes(*labelled, score["n_now"], score["n_before"], n_held)
    status = f'<p class="under" role="status">{so_far}</p>'
    undo = (
        action(audit_words.UNDO, "unanswer", key="Undo", hint=audit_words.UNDO_KEYS, do="unanswer") if can_undo else ""
    )
    labels = take_along_html() if found["answered"] else ""
    after = f'{labels}<p class="tiny under">{words.WHERE_LABELS_GO}</p>'
    if not found["rows"]:
        left = f'<p>{words.NO_ROW_LEFT}</p><div class="choices">{undo}</div>'
        return f"{status}{asked_row('queue', words.ROWS_TO_LABEL, left)}{after}"
    one = found["rows"][0]
    number, target = one["number"], escape(found["target"])
    if found["is_number"]:
        said, answers = words.empty_number(target, quantity(one["expected"], 4)), ""
    else:
        said = words.empty_class(target, escape(cell(one["expected"])), escape(probability(one["confidence"])))
        answers = answer_keys(found["classes"], lambda name: {"do": "answer", "row": number, "to": name})
    skip = action(words.SKIP, "skip", key="S", do="answer", row=number)
    row = asked_row(
        "queue",
        words.row_to_label(number),
        f'<p><b class="strong">{audit_words.row(number)}</b> {said}</p>'
        f'{facts_html(found, one)}{answers}<div class="choices">{skip}{undo}</div>',
    )
    return status + row + after


def curve_html(curve: dict[str, Any] | None) -> str:
    """Return the score by the number of answers in both orders, or the offer to measure it.

    Parameters
    ----------
    curve : dict or None
        From the question "curve".

    Returns
    -------
    str
        HTML.
    """
    if curve is None:
        button = send_button(words.IS_IT_BETTER, "audit", do="curve")
        return f'<p class="small under">{button}</p>'

    def said(value: float) -> str:
        return quantity(value, 3) if curve["is_number"] else in_100(value / 100, 1)

    lines = "".join(
        f'<tr><th scope="row">{whole(size)}</th><td>{said(chosen)}</td><td>{said(drawn)}</td></tr>'
        for size, chosen, drawn in zip(curve["sizes"], curve["chosen"], curve["random"], strict=True)
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in (words.ANSWERS, words.QUEUE, words.RANDOM))
    return (
        f'<div class="cmw under"><table class="plain numbered"><caption class="sr">{words.CURVE_CAPTION}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>"
        f'<p class="tiny" role="status">'
        f"{words.curve_how(escape(curve['name']), curve['n_held'], curve['n_draws'])}</p>"
    )
