"""A plain static web server, as GitHub Pages is one: no header is set that the site would need."""

from __future__ import annotations

import functools
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket


class Handler(SimpleHTTPRequestHandler):
    """Serve files with the media types of the web; say nothing on the console."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - as the base class has it
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".gz": "application/octet-stream",
        ".bundle": "application/octet-stream",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
    }

    def end_headers(self) -> None:
        """Let the browser ask whether a file has changed, so that a new build is seen at once."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server that says nothing when a browser hangs up in the middle of an answer."""

    daemon_threads = True

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Report everything but a lost connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def make_server(folder: Path, port: int = 0) -> Server:
    """Return a server of ``folder`` on 127.0.0.1; port 0 takes a free one."""
    return Server(("127.0.0.1", port), functools.partial(Handler, directory=str(folder)))


def serve_forever(folder: Path, port: int) -> None:
    """Serve ``folder`` until somebody presses Ctrl+C."""
    try:
        make_server(folder, port).serve_forever()
    except KeyboardInterrupt:
        print()
