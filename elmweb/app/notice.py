"""What stands above every page: what is being done, and what failed."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn
import param

from elmweb.app.parts import Text, facts, progress_bar, send_button, stack
from elmweb.app.state import Session

__all__ = ["Notice", "error_html"]


class Notice(pn.viewable.Viewer):
    """The newest failure, and a bar for whatever takes longer than a moment."""

    session = param.ClassSelector(class_=Session)

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._working = Text(visible=False)
        self._failed = Text(visible=False)
        self._layout = stack(self._working, self._failed, kind="stack notice")
        self.session.run.param.watch(lambda *_: self._work(), ["busy", "slow", "progress"])
        self.session.param.watch(lambda *_: self._failed.say(error_html(self.session.error)), ["error"])

    def _work(self) -> None:
        """Show the bar of a running verb; training has its own page for that."""
        run = self.session.run
        if not run.busy or run.is_training or not (run.slow or run.progress):
            self._working.say("")
            return
        text, share = run.words(), run.share_done()
        self._working.say(
            f'<div class="working"><p><b role="status">{escape(text)}.</b>'
            f"{send_button('Cancel', 'cancel', kind='linkbtn')}</p>{progress_bar(share, text)}</div>"
        )

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def error_html(error: dict[str, Any] | None) -> str:
    """Return a failure as a person reads it: what, the rule, the value, the ways on.

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
        f"<p>{send_button('Close this message', 'dismiss')}</p></div>"
    )
