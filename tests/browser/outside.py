"""The rest of the world, for a browser that must not ask for it."""

from __future__ import annotations

from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

# What Chromium asks for by itself, whatever page is open. A page that asked for them would be stopped by its
# own policy, and that is an error on the console.
_CHROMIUMS_OWN = (
    "update.googleapis.com",
    "accounts.google.com",
    "content-autofill.googleapis.com",
    "optimizationguide-pa.googleapis.com",
)


class _Refuse(StreamRequestHandler):
    """Write down what was asked for and hang up."""

    def handle(self) -> None:
        line = self.rfile.readline().decode("latin-1").strip()
        if not any(f"{host}:" in line or f"{host}/" in line for host in _CHROMIUMS_OWN):
            self.server.asked.append(line)
        self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


class Outside(ThreadingTCPServer):
    """A proxy that lets nothing through and counts who tries.

    Unlike a hook in the page it also sees what workers and the service worker ask for.

    Attributes
    ----------
    asked : list of str
        First line of each request, such as ``CONNECT example.org:443 HTTP/1.1``.
    address : str
        For Chromium's ``--proxy-server``.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Refuse)
        self.asked: list[str] = []
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        """End it."""
        self.shutdown()
        self.server_close()
