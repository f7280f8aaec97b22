"""Synchronizes a Bokeh document in Python with its copy in the page, by patches as text.

Panel's own worker code sends patches as JavaScript objects, one message for each
change. Text needs no conversion, works the same on CPython, holds no reference to
JavaScript (so that a memory snapshot can be taken), and the changes of one tick
of the event loop are sent together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from bokeh.core.serialization import Serializer
from bokeh.document import Document
from bokeh.document.json import PatchJson

__all__ = ["DocumentLink", "document_text", "fingerprint"]

_PAGE: Any = "page"  # Bokeh only passes the setter of a change on, whatever it is


def document_text(doc: Document) -> str:
    """Return the whole document as the JSON text that BokehJS builds it from."""
    return json.dumps(doc.to_json(deferred=False), separators=(",", ":"))


def fingerprint(text: str) -> str:
    """Return a hash of a document's text: equal hashes mean equal documents."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class DocumentLink:
    """Keep a document and its copy in the page equal.

    Parameters
    ----------
    doc : bokeh.document.Document
        The document in Python.
    send : callable
        Sends the text of a list of patches to the page.
    soon : callable
        Runs a function at the end of the current tick of the event loop.
    """

    def __init__(self, doc: Document, send: Callable[[str], None], soon: Callable[[Callable[[], None]], Any]) -> None:
        self._doc = doc
        self._send = send
        self._soon = soon
        self._patches: list[PatchJson] = []
        doc.on_change(self._collect)

    def take(self, text: str) -> None:
        """Apply a patch from the page.

        Parameters
        ----------
        text : str
            JSON of BokehJS' ``create_json_patch``.
        """
        self._doc.apply_json_patch(json.loads(text), setter=_PAGE)

    def _collect(self, event: Any) -> None:
        """Serialize a change in Python at once: what it refers to may be gone at the end of the tick."""
        if getattr(event, "setter", None) == _PAGE:
            return  # the page's own changes are not sent back
        serializer = Serializer(references=self._doc.models.synced_references, deferred=False)
        patch: PatchJson = {"events": serializer.encode([event])}
        self._doc.models.flush_synced(lambda model: not serializer.has_ref(model))
        if not self._patches:
            self._soon(self.flush)
        self._patches.append(patch)

    def flush(self) -> None:
        """Send the changes of this tick as one list of patches."""
        patches, self._patches = self._patches, []
        if patches:
            self._send(json.dumps(patches))
