"""The message channel between the page and Python: one Bokeh Div in each direction.

The page writes one message into ``inbox``; Python writes its newest messages
into ``outbox``. They travel as ordinary property changes, so the same channel
works over a worker, a web socket and in a test.
"""

from __future__ import annotations

import base64
import json
from collections import deque
from collections.abc import Callable
from typing import Any

import panel as pn
from bokeh.models import Div

__all__ = ["Channel"]

# Bokeh may merge several changes of one property into the last one, so as many messages are repeated, each with its
# number; the page handles those it has not seen yet.
_KEPT = 24


class Channel:
    """Receive messages from the page and send messages to it.

    Attributes
    ----------
    receive : callable
        Called with the name and the arguments of each message from the page.
    root : panel.Column
        Holds both Divs, invisible.
    """

    def __init__(self) -> None:
        self.receive: Callable[[str, dict[str, Any]], None] = _nobody
        self._numbered: deque[dict[str, Any]] = deque(maxlen=_KEPT)
        self._count = 0
        # As text: messages hold names and cells of tables, which must never become markup, not even invisible.
        self.inbox = Div(name="inbox", text="", render_as_text=True, visible=False)
        # Bokeh's own callback runs for each change; a Panel widget would merge changes in quick succession.
        self.inbox.on_change("text", self._receive_text)
        self.outbox = Div(name="outbox", text="", render_as_text=True, visible=False)
        self.root = pn.Column(pn.pane.Bokeh(self.inbox), pn.pane.Bokeh(self.outbox), visible=False)

    def post(self, name: str, /, **args: Any) -> None:
        """Send one message to the page.

        Parameters
        ----------
        name : str
            What ``web/page/answers.js`` calls it: readout, go, table, result, announce, python or download.
        **args
            Its plain arguments.
        """
        self._count += 1
        self._numbered.append({"n": self._count, "name": name, "args": args})
        pn.state.execute(self._flush)

    def deliver(self, filename: str, mime: str, data: bytes) -> None:
        """Send a finished file to the page, for a server that has no other way.

        Parameters
        ----------
        filename, mime : str
            Name and MIME type of the file.
        data : bytes
            Its content.
        """
        self.post("download", filename=filename, mime=mime, base64=base64.b64encode(data).decode("ascii"))

    def _flush(self) -> None:
        """Write all kept messages; the page skips those it has seen."""
        # On a server a document may be changed only while it is locked; Panel knows when that is.
        with pn.io.unlocked():
            self.outbox.text = json.dumps(list(self._numbered))

    def _receive_text(self, _attribute: str, _old: str, new: str) -> None:
        """Pass one message of the page on."""
        if new:
            message = json.loads(new)
            self.receive(message["name"], message.get("args") or {})


def _nobody(name: str, _args: dict[str, Any]) -> None:
    raise RuntimeError(f'The page sent "{name}" before anybody listened.')
