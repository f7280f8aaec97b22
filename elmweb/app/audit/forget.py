"""Forgetting rows: whose they are, the button, and the receipt."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.asked import AskedView, Send
from elmweb.app.explain.tables import problem_html
from elmweb.app.pages.offers import OFFERS
from elmweb.app.parts import Text, send_button, stack
from elmweb.app.state import Session
from elmweb.formatting import quantity
from elmweb.words.page import audit_forget as words

__all__ = ["ForgetView", "receipt_html"]

_HASH_SHOWN = 16


class ForgetView(AskedView):
    """The choice of a column and a value, and what came of forgetting its rows."""

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session, send)
        common = {"margin": 0, "sizing_mode": "stretch_width"}
        self._offer, self._problem, self._button, self._receipt = Text(), Text(), Text(), Text()
        self._column = pn.widgets.Select(label=words.COLUMN, options=[], **common)
        self._value = pn.widgets.Select(label=words.VALUE, options=[], **common)
        self._choice = stack(self._column, self._value, kind="stack gap under", visible=False)
        self._layout = stack(
            Text(OFFERS["forget"].head),
            self._offer,
            self._problem,
            self._choice,
            self._button,
            self._receipt,
            kind="stack",
        )
        self._column.param.watch(lambda event: self._choose("values", column=event.new), "value")
        self._value.param.watch(lambda event: self._choose("choose", value=event.new), "value")
        names = ["values", "value", "receipt", "forget_problem"]
        session.audit.param.watch(lambda *_: self._draw(), names)
        self._draw()

    def _choose(self, do: str, **args: str | None) -> None:
        if not self._filling and all(args.values()):
            self._send("audit", {"do": do, **args})

    def _draw(self) -> None:
        """Show the offer, or the choice and the receipt."""
        board = self.session.audit
        found = board.values
        self._choice.visible = found is not None
        self._filling = True
        if found:
            self._column.param.update(options=found["columns"], value=found["column"])
            options = {words.value_with_rows(text, n): text for text, n in found["values"]}
            self._value.param.update(options=options, value=board.value)
        self._filling = False
        self._offer.set_html("" if found else OFFERS["forget"].html)
        self._problem.set_html(problem_html(board.forget_problem))
        self._button.set_html(_button(found, board.value) if found else "")
        self._receipt.set_html(receipt_html(board.receipt) if board.receipt else "")


def _button(found: dict[str, Any], value: str) -> str:
    n_rows = next((n for text, n in found["values"] if text == value), 0)
    if not n_rows:
        return ""
    button = send_button(words.forget(n_rows), "audit", kind="btn", do="forget", column=found["column"], value=value)
    n_shown, n_values = len(found["values"]), found["n_values"]
    notes = [words.CANNOT_BE_UNDONE, *([words.most_frequent(n_shown, n_values)] if n_values > n_shown else [])]
    return f'<p class="under">{button}</p><p class="tiny under">{" ".join(notes)}</p>'


def receipt_html(receipt: dict[str, Any]) -> str:
    """Return a receipt in words.

    Parameters
    ----------
    receipt : dict
        From the verb "forget".

    Returns
    -------
    str
        HTML.
    """
    asked = receipt["asked"]
    whose = words.forgotten(receipt["n_rows"], asked["column"], asked["value"])
    parts = [f'<p class="strong under">{escape(whose)}</p>']
    for one in receipt["models"]:
        compared = words.compared(
            words.MODELS[one["model"]], one["n_before"], one["n_after"], quantity(one["difference"], 2),
            is_bit_equal=one["bit_equal"], is_by_subtraction=one["by_subtraction"],
        )  # fmt: skip
        hashes = words.fingerprints(one["model_before"][:_HASH_SHOWN], one["model_after"][:_HASH_SHOWN])
        parts.append(f'<p class="small under">{compared}</p><p class="receipt">{hashes}</p>')
    remains = "".join(f"<li>{escape(text)}</li>" for text in receipt["remains"])
    parts.append(
        f'<p class="small under">{words.WHAT_REMAINS}</p><ul class="how small">{remains}</ul>'
        f'<p class="small">{escape(receipt["to_remove_that_too"])}</p>'
        f'<p class="under">{send_button(words.SAVE_RECEIPT, "audit", kind="btn sm", do="receipt")}</p>'
    )
    return f'<div role="status">{"".join(parts)}</div>'
