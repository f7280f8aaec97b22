"""What stands for the reasons until somebody asks for one: a few buttons, and empty places."""

from __future__ import annotations

from elmweb.app.parts import send_button

__all__ = ["ASKS", "COLUMNS_HEAD", "DECIDE_HEAD", "asks_html", "decide_html", "measure_html"]

ASKS = {
    "row": "Why this answer",
    "change": "What would change it",
    "like": "Rows like this one",
    "pulled": "Rows that pulled it",
}
"""The questions about the row in the form."""

COLUMNS_HEAD = "<h2>Which columns matter</h2>"
DECIDE_HEAD = "<h2>Where to draw the line</h2>"


def measure_html() -> str:
    """Return the offer to measure how much each column matters."""
    button = send_button("Measure it", "explain", kind="btn sm", do="columns")
    text = "How much worse the model is without each column, on rows it never saw."
    return f'<p class="small under">{text}</p><p class="under">{button}</p>'


def decide_html() -> str:
    """Return the offer to weigh the two errors of a yes-or-no answer."""
    button = send_button("Weigh the errors", "explain", kind="btn sm", do="decide")
    text = (
        "What is found, missed and falsely alarmed when another probability than 50 in 100 decides, and what it costs."
    )
    return f'<p class="small under">{text}</p><p class="under">{button}</p>'


def asks_html(opened: str = "") -> str:
    """Return the questions about the row in the form."""
    buttons = "".join(
        send_button(text, "explain", kind="btn sm", do="ask", question=question).replace(
            "<button ", f'<button aria-expanded="{"true" if question == opened else "false"}" ', 1
        )
        for question, text in ASKS.items()
    )
    return f'<div class="asks">{buttons}</div>'
