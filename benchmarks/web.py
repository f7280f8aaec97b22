"""A web server and a browser for measurements: like GitHub Pages, with gzip, and a line of a chosen speed."""

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


class Line:
    """A network line that all connections share.

    Parameters
    ----------
    megabits_per_second : float or None
        Its speed; None is as fast as the machine.
    """

    def __init__(self, megabits_per_second: float | None) -> None:
        self._bytes_per_second = megabits_per_second * 1e6 / 8 if megabits_per_second else None
        self._free_at = 0.0
        self._lock = threading.Lock()

    def send(self, write: Callable[[bytes], object], data: bytes) -> None:
        """Write ``data`` at the line's speed, shared in pieces with everybody who is sending."""
        if self._bytes_per_second is None:
            write(data)
            return
        for start in range(0, len(data), 16_384):
            piece = data[start : start + 16_384]
            with self._lock:
                self._free_at = max(self._free_at, time.monotonic()) + len(piece) / self._bytes_per_second
                wait = self._free_at - time.monotonic()
            time.sleep(max(0.0, wait))
            write(piece)


def size_on_the_line(folder: Path) -> int:
    """Return the bytes that fetching every file of a site once would take, without what only deep models need."""
    later = {folder / "ort" / "dist", folder / "models"}
    return sum(len(_body(path)[0]) for path in folder.rglob("*") if path.is_file() and path.parent not in later)


@cache
def _body(path: Path) -> tuple[bytes, bool]:
    data = path.read_bytes()
    if path.suffix in _COMPRESSED:
        return gzip.compress(data, 6), True
    return data, False


class Served:
    """A served folder and what was asked of it.

    Parameters
    ----------
    address : str
        Where it is.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.answers: list[tuple[float, int]] = []

    def bytes_before(self, moment: float) -> int:
        """Return the bytes of all answers that were begun before a moment, in seconds of the clock."""
        return sum(size for begun, size in self.answers if begun < moment)


@contextmanager
def serving(folder: Path, megabits_per_second: float | None = None) -> Iterator[Served]:
    """Serve ``folder`` as a web host does; yield its address and a list of its answers."""
    line = Line(megabits_per_second)

    class Compressing(Handler):
        def do_GET(self) -> None:  # noqa: N802 - the base class has it so
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return
            body, compressed = _body(path)
            served.answers.append((time.time(), len(body)))
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", f'"{path.stat().st_mtime_ns}"')
            if compressed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            line.send(self.wfile.write, body)

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "max-age=600")  # GitHub Pages' own
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
