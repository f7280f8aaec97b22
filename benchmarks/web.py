"""A web server that behaves like GitHub Pages, with gzip and an optional bandwidth limit, and a browser."""

from __future__ import annotations

import gzip
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from buildsteps.server import Handler, Server

CHROMIUM_ARGUMENTS = (
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic",
)  # fmt: skip
_COMPRESSED = {".js", ".mjs", ".css", ".html", ".json", ".svg", ".wasm", ".csv"}


class Link:
    """A network link that all connections share.

    Parameters
    ----------
    megabits_per_second : float or None
        Its bandwidth; None for no limit.
    """

    def __init__(self, megabits_per_second: float | None) -> None:
        self._bytes_per_second = megabits_per_second * 1e6 / 8 if megabits_per_second else None
        self._free_at = 0.0
        self._lock = threading.Lock()

    def send(self, write: Callable[[bytes], object], data: bytes) -> None:
        """Write ``data`` in chunks, so that concurrent senders share the bandwidth."""
        if self._bytes_per_second is None:
            write(data)
            return
        for start in range(0, len(data), 16_384):
            chunk = data[start : start + 16_384]
            with self._lock:
                self._free_at = max(self._free_at, time.monotonic()) + len(chunk) / self._bytes_per_second
                wait = self._free_at - time.monotonic()
            time.sleep(max(0.0, wait))
            write(chunk)


def transfer_size(folder: Path) -> int:
    """Return the bytes transferred when every file of a site is fetched once, except what is fetched on demand."""
    on_demand = {folder / "ort" / "dist", folder / "models", folder / "samples" / "mnist"}
    return sum(len(_body(path)[0]) for path in folder.rglob("*") if path.is_file() and path.parent not in on_demand)


@cache
def _body(path: Path) -> tuple[bytes, bool]:
    data = path.read_bytes()
    if path.suffix in _COMPRESSED:
        return gzip.compress(data, 6), True
    return data, False


class Served:
    """A served folder and the responses sent so far.

    Parameters
    ----------
    address : str
        Its URL.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.responses: list[tuple[float, int]] = []

    def bytes_before(self, moment: float) -> int:
        """Return the bytes of all responses that were started before a time, in seconds since the epoch."""
        return sum(size for started, size in self.responses if started < moment)


@contextmanager
def serving(folder: Path, megabits_per_second: float | None = None) -> Iterator[Served]:
    """Serve ``folder`` as a web host does; yield its URL and the list of its responses."""
    link = Link(megabits_per_second)

    class Compressing(Handler):
        def do_GET(self) -> None:  # noqa: N802 - the name in the base class
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return
            body, compressed = _body(path)
            served.responses.append((time.time(), len(body)))
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", f'"{path.stat().st_mtime_ns}"')
            if compressed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            link.send(self.wfile.write, body)

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "max-age=600")  # the value that GitHub Pages sends
            super(Handler, self).end_headers()

    server = Server(("127.0.0.1", 0), lambda *args: Compressing(*args, directory=str(folder)))
    served = Served(f"http://127.0.0.1:{server.server_port}/")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Yield a Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["ELMWEB_CHROMIUM"], args=CHROMIUM_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
