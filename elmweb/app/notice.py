"""What is shown above every page: a running verb, and the newest failure."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.parts import Text, facts, progress_bar, send_button, stack
from elmweb.app.state import Session
from elmweb.words.page import common, notice as words

__all__ = ["Notice", "error_html"]


class Notice(pn.viewable.Viewer):
    """The newest failure, and a progress bar for any verb that takes longer than a moment."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._working = Text(visible=False)
        self._failed = Text(visible=False)
        self._layout = stack(self._working, self._failed, kind="stack notice")
        self.session.run.param.watch(lambda *_: self._draw_progress(), ["busy", "slow", "progress"])
        self.session.param.watch(lambda *_: self._failed.set_html(error_html(self.session.error)), ["error"])

    def _draw_progress(self) -> None:
        """Show the progress bar of a running verb; a training, a race and a study have their own.

        What goes on behind a result that is on the screen is said beside it, and here once somebody waits for it.
        """
        run = self.session.run
        is_behind = run.busy == "keep" and not run.slow
        if not run.busy or is_behind or run.has_own_progress or not (run.slow or run.progress):
            self._working.set_html("")
            return
        text, fraction = run.description(), run.fraction_done()
        self._working.set_html(
            f'<div class="working"><p><b role="status">{escape(words.doing(text))}</b>'
            f"{send_button(common.CANCEL, 'cancel', kind='linkbtn')}</p>{progress_bar(fraction, text)}</div>"
        )

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def error_html(error: dict[str, Any] | None) -> str:
    """Return a failure as HTML: what happened, the rule, the value and the hints.

    Parameters
    ----------
    error : dict or None
        ``ElmwebError.to_dict()``.

    Returns
    -------
    str
        HTML, empty for None.
    """
    if not error:
        return ""
    return (
        f'<div class="err" role="alert"><b>{escape(error["what"])}</b>{facts(error)}'
        f"<p>{send_button(words.CLOSE, 'dismiss')}</p></div>"
    )
