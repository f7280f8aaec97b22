"""A plain static web server like GitHub Pages: it sets no header that the site would depend on."""

from __future__ import annotations

import functools
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket


class Handler(SimpleHTTPRequestHandler):
    """Serve files with the correct media types, without logging to the console."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - as in the base class
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
        """Make the browser revalidate files, so that a new build takes effect at once."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Log nothing."""


class Server(ThreadingHTTPServer):
    """A server that does not report connections closed by the browser in the middle of a response."""

    daemon_threads = True

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Report all errors except lost connections."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def make_server(folder: Path, port: int = 0) -> Server:
    """Return a server for ``folder`` on 127.0.0.1; port 0 chooses a free port."""
    return Server(("127.0.0.1", port), functools.partial(Handler, directory=str(folder)))


def serve_forever(folder: Path, port: int) -> None:
    """Serve ``folder`` until Ctrl+C is pressed."""
    try:
        make_server(folder, port).serve_forever()
    except KeyboardInterrupt:
        print()
