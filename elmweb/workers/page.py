"""The Python that paints and answers: one document with the app on it.

:class:`Front` is made in three places, always the same to the letter: by the
build for the page that is shown before any Python has arrived, by the build
for the memory snapshot, and in the visitor's front worker. It holds no handle
of JavaScript until :meth:`Front.connect`.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from functools import cache
from typing import Any

import panel as pn
from bokeh.core.serialization import UnknownReferenceError
from bokeh.document import Document
from bokeh.io.doc import set_curdoc
from panel.io.document import MockSessionContext

from elmweb.app.main import build
from elmweb.bridge.document import DocumentLink, document_text, fingerprint
from elmweb.workbench.remote import RemoteWorkbench

__all__ = ["Front", "for_snapshot", "front", "main"]


class Front:
    """The document, the app on it, and the way to the workbench.

    Attributes
    ----------
    doc : bokeh.document.Document
        One root for each slot of the page.
    roots : dict of str to str
        Slot name to the model id of its root.
    """

    def __init__(self) -> None:
        self.browser: Any = None
        self._link: DocumentLink | None = None
        self.workbench = RemoteWorkbench()
        self.doc = Document()
        set_curdoc(self.doc)
        pn.state.curdoc = self.doc
        # Panel renders into a session's document; this is how its own browser code makes one.
        self.doc._session_context = lambda: MockSessionContext(document=self.doc)  # noqa: SLF001
        self.app = build(self.workbench, deliver=self._deliver)
        self.roots: dict[str, str] = {}
        with pn.config.set(browser_info=False, notifications=False):  # each would add a root of its own
            for slot, view in self.app.roots.items():
                view.server_doc(doc=self.doc, location=False)
                self.roots[slot] = self.doc.roots[-1].id
        self.doc._session_context = None  # noqa: SLF001
        self.text = document_text(self.doc)

    def connect(self, browser: Any, port: Any) -> None:
        """Link the document to its twin in the page and the workbench to its worker.

        Parameters
        ----------
        browser : module
            :mod:`elmweb.bridge._browser`, or a stand-in with the same functions.
        port : MessagePort
            The way to the bench worker.
        """
        self.browser = browser
        self.workbench.connect(browser.BrowserPort(port), lambda: browser.post("end_bench"))
        browser.on("bench_lost", self._bench_lost)
        # Fingerprint first: the page compares it with the twin it has already drawn.
        browser.post("live", fingerprint=fingerprint(self.text), text=self.text, roots=self.roots)
        # Panel holds a document's changes back until its page is there; this is how its own browser code says so.
        pn.state._loaded[self.doc] = pn.state._connected[self.doc] = True  # noqa: SLF001
        loop = asyncio.get_event_loop()
        loop.set_exception_handler(self._broken)
        self._link = DocumentLink(self.doc, lambda patch: browser.post("patch", text=patch), loop.call_soon)
        browser.on("patch", self._take)

    def _take(self, message: Any) -> None:
        """Apply a patch of the page; whatever goes wrong in what follows from it is shown."""
        try:
            self._link.take(message.text)
        except UnknownReferenceError:
            pass  # somebody used a control that had just been replaced: there is nothing left to change
        except Exception as error:  # noqa: BLE001 - never swallowed, always told
            self.app.controller.report(error)

    def _broken(self, _loop: Any, context: dict[str, Any]) -> None:
        """Show what went wrong in a task that nobody waits for."""
        self.app.controller.report(context.get("exception") or RuntimeError(context["message"]))

    def _bench_lost(self, message: Any) -> None:
        self.workbench.worker_lost(self.browser.BrowserPort(message.port), message.why)

    def _deliver(self, filename: str, mime: str, data: Any) -> None:
        self.browser.deliver(filename, mime, data)


@cache
def front() -> Front:
    """Return this Python's one front, made at the first call."""
    return Front()


def for_snapshot() -> None:
    """Make the front and let go of every object of JavaScript, so that a picture of this memory can be taken."""
    front()
    # Panel keeps one function of JavaScript, for its own way of sending patches; ours is DocumentLink.
    panel_browser = sys.modules.get("panel.io.pyodide")
    if panel_browser is not None:
        panel_browser._dict_converter = None  # noqa: SLF001
    gc.collect()


def main() -> None:
    """Make the front and wait for the page to connect it."""
    from elmweb.bridge import _browser  # noqa: PLC0415 - only there in a browser

    program = front()
    _browser.on("connect", lambda message: program.connect(_browser, message.port))
