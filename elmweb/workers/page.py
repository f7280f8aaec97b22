"""The Python that paints and answers: one document with the app on it.

:class:`PageWorker` is made in three places, in each language always the same to the letter: by the
build for the page that is shown before any Python has arrived, in the visitor's browser
for the memory snapshot, and in the visitor's page worker. It holds no handle
of JavaScript until :meth:`PageWorker.connect`.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from functools import cache, partial
from typing import Any

import panel as pn
from bokeh.core.serialization import UnknownReferenceError
from bokeh.document import Document
from bokeh.io.doc import set_curdoc
from panel.io.document import MockSessionContext

from elmweb.app.main import build
from elmweb.bridge.document import DocumentLink, document_text, fingerprint
from elmweb.workbench.remote import RemoteWorkbench
from elmweb.workers import speak_as_asked

__all__ = ["PageWorker", "for_snapshot", "main", "page_worker"]


class PageWorker:
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
        self.workbench = RemoteWorkbench()
        self.doc = Document()
        set_curdoc(self.doc)
        pn.state.curdoc = self.doc
        # Panel renders into a session's document; this is how its own browser code makes one.
        context: Any = lambda: MockSessionContext(document=self.doc)  # noqa: E731
        self.doc._session_context = context  # noqa: SLF001
        self.app = build(self.workbench, deliver=self._deliver, keep=self._keep, bring=self._bring)
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
            The way to the engine worker.
        """
        self.browser = browser
        self.workbench.connect(browser.BrowserPort(port), lambda: browser.post("end_engine"))
        browser.on("engine_lost", self._engine_lost)
        # Fingerprint first: the page compares it with the twin it has already drawn.
        browser.post("live", fingerprint=fingerprint(self.text), text=self.text, roots=self.roots)
        # Panel holds a document's changes back until its page is there; this is how its own browser code says so.
        pn.state._loaded[self.doc] = pn.state._connected[self.doc] = True  # noqa: SLF001
        loop = asyncio.get_event_loop()
        loop.set_exception_handler(self._broken)
        link = DocumentLink(self.doc, lambda patch: browser.post("patch", text=patch), loop.call_soon)
        browser.on("patch", partial(self._take, link))

    def _take(self, link: DocumentLink, message: Any) -> None:
        """Apply a patch of the page; whatever goes wrong in what follows from it is shown."""
        try:
            link.take(message.text)
        except UnknownReferenceError:
            pass  # somebody used a control that had just been replaced: there is nothing left to change
        except Exception as error:  # noqa: BLE001 - never swallowed, always told
            self.app.controller.report(error)

    def _broken(self, _loop: Any, context: dict[str, Any]) -> None:
        """Show what went wrong in a task that nobody waits for."""
        self.app.controller.report(context.get("exception") or RuntimeError(context["message"]))

    def _engine_lost(self, message: Any) -> None:
        port = self.browser.BrowserPort(message.port)
        self.workbench.worker_lost(port, message.why, had_begun=message.hadBegun)

    def _keep(self, text: str, table: bytes | None, with_model: bool) -> None:
        """Have the page keep a project, with the newest model file if there is one."""
        self.browser.keep(text, table, self.workbench.model_data if with_model else None)

    def _bring(self, filename: str, data: Any) -> None:
        self.browser.bring(filename, data)

    def _deliver(self, filename: str, mime: str, data: Any) -> None:
        self.browser.deliver(filename, mime, data)


@cache
def page_worker() -> PageWorker:
    """Return this Python's one page worker, made at the first call in the language of the page."""
    speak_as_asked()
    return PageWorker()


def for_snapshot() -> None:
    """Make the page worker and let go of every object of JavaScript, so that a picture of this memory can be taken."""
    page_worker()
    # Panel keeps one function of JavaScript, for its own way of sending patches; ours is DocumentLink.
    panel_browser: Any = sys.modules.get("panel.io.pyodide")
    if panel_browser is not None:
        panel_browser._dict_converter = None  # noqa: SLF001
    gc.collect()


def main() -> None:
    """Make the page worker and wait for the page to connect it."""
    from elmweb.bridge import _browser  # noqa: PLC0415 - only there in a browser

    program = page_worker()
    _browser.on("connect", lambda message: program.connect(_browser, message.port))
