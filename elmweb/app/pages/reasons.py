"""The questions about the row in the form."""

from __future__ import annotations

from elmweb.app.parts import send_button, word_link
from elmweb.words.page import reasons as words

__all__ = ["EVEN", "asks_html"]

EVEN = 50
"""The line in percent at which the more probable of two answers is given."""


def asks_html(opened: str = "") -> str:
    """Return the questions about the row in the form."""
    buttons = "".join(
        send_button(text, "explain", kind="btn sm", do="ask", question=question).replace(
            "<button ", f'<button aria-expanded="{"true" if question == opened else "false"}" ', 1
        )
        for question, text in words.ASKS.items()
    )
    return f'<div class="asks">{buttons}</div><p class="tiny under to-docs">{word_link("shapley")}</p>'
