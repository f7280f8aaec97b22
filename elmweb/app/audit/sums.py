"""Sums in place of rows: save one's own, add up those of others, and what they give away."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.asked import AskedView, Send
from elmweb.app.explain.tables import problem_html
from elmweb.app.pages.offers import OFFERS
from elmweb.app.parts import Text, send_button, stack
from elmweb.app.state import Session
from elmweb.formatting import listed
from elmweb.words.page import audit_sums as words

__all__ = ["SumsView", "files_html"]


class SumsView(AskedView):
    """Files of sums, in and out."""

    def __init__(self, session: Session, send: Send) -> None:
        super().__init__(session, send)
        self._text, self._problem = Text(), Text()
        self._layout = stack(Text(OFFERS["sums"].head), self._problem, self._text)
        session.audit.param.watch(lambda *_: self._draw(), ["sums", "sums_problem"])
        session.outcome.param.watch(lambda *_: self._draw(), ["loaded"])
        self._draw()

    def _draw(self) -> None:
        """Show the files and what can be done."""
        board = self.session.audit
        self._problem.set_html(problem_html(board.sums_problem))
        can_begin = not self.session.outcome.loaded
        self._text.set_html(OFFERS["sums"].html if board.sums is None else files_html(board.sums, can_begin=can_begin))


def files_html(found: dict[str, Any], *, can_begin: bool) -> str:
    """Return the files that were read, and what can be done with them.

    Parameters
    ----------
    found : dict
        From the verbs for sums.
    can_begin : bool
        Whether there are rows of the model on the page.

    Returns
    -------
    str
        HTML.
    """
    parts = []
    if found["files"]:
        lines = "".join(
            f"<li><span>{escape(one['name'])}</span><i>{words.rows(one['n_rows'])}</i></li>" for one in found["files"]
        )
        together = words.together(found["n_rows"], escape(listed(found["targets"])), found["n_hidden"])
        parts.append(f'<ul class="dl under">{lines}</ul><p class="small" role="status">{together}</p>')
        ways = [
            send_button(words.SAVE_TO_MATCH, "audit", kind="btn sm", do="share", match=True),
            send_button(words.make_model(found["n_rows"]), "audit", kind="btn sm", do="pool"),
            send_button(words.START_OVER, "audit", kind="btn sm", do="drop"),
        ]
    else:
        parts.append(f'<p class="small under">{words.HOW}</p>')
        ways = [send_button(words.SAVE, "audit", kind="btn sm", do="share")] if can_begin else []
    pick = (
        '<p class="under"><label class="btn sm pick"><input class="sr" type="file" data-file="audit" '
        f'data-args=\'{{"do":"join"}}\' accept=".zip">{words.ADD_FILE}</label></p>'
    )
    parts.append(f'<div class="ways under">{"".join(ways)}</div>{pick}<p class="tiny under">{words.GIVES_AWAY}</p>')
    return "".join(parts)
