"""The Python that works: it reads, trains and predicts in its own worker."""

from __future__ import annotations

from typing import Any

from elmweb.bridge.remote import WorkbenchServer
from elmweb.local_workbench import LocalWorkbench

__all__ = ["main"]

_servers: list[WorkbenchServer] = []


def main() -> None:
    """Wait for the page to connect a port, then answer every verb that comes in through it."""
    from elmweb.bridge import _browser  # noqa: PLC0415 - only there in a browser

    def connect(message: Any) -> None:
        port = _browser.BrowserPort(message.port)
        _servers.append(WorkbenchServer(LocalWorkbench(_browser.SAMPLES), port, _browser.locate_source))

    _browser.on("connect", connect)
