"""The site with small models instead of its own, on a server that notes what it is asked for and can be slow."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Event

import tiny_onnx

from buildsteps.vendor import sha256

BLANK = '<!doctype html><title>Blank</title><link rel="icon" href="data:,">'


def lay_out(folder: Path, root: Path) -> None:
    """Put a site together that is the built one with small models.

    Parameters
    ----------
    folder : Path
        The built site.
    root : Path
        Where to; must not exist.
    """
    root.mkdir(parents=True)
    for path in folder.iterdir():
        if path.name not in {"models", "sw.js"}:
            (root / path.name).symlink_to(path)
    tiny_onnx.write_models(root / "models")
    listed = sha256((root / "models" / "manifest.json").read_bytes())[:16]
    text, n = re.subn(
        r'"models/manifest\.json": "\w+"', f'"models/manifest.json": "{listed}"', (folder / "sw.js").read_text()
    )
    assert n == 1
    (root / "sw.js").write_text(text)
    (root / "blank.html").write_text(BLANK)


class Server:
    """What the server was asked for, and when a slow file may go on.

    A file whose name begins with "slow" comes half, then nothing until ``go`` is set; one that begins with
    "slow-cut" ends there.

    Parameters
    ----------
    prefix : str
        What every path begins with.
    """

    def __init__(self, prefix: str) -> None:
        self.go, self.asked = Event(), []
        self._prefix = prefix

    def handler(self, plain: type) -> type:
        """Return a request handler that notes and waits."""
        server = self

        class Noting(plain):
            def do_GET(self) -> None:  # noqa: N802 - the base class has it so
                server.asked.append(self.path.split("?")[0].removeprefix(server._prefix))
                path = Path(self.translate_path(self.path))
                if not path.name.startswith("slow"):
                    super().do_GET()
                    return
                data = path.read_bytes()
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data[: len(data) // 2])
                self.wfile.flush()
                server.go.wait(30)
                if not path.name.startswith("slow-cut"):
                    self.wfile.write(data[len(data) // 2 :])
                self.close_connection = True

        return Noting


def open_blank(browser: object, address: str, complaints: list[str], patience_ms: int) -> object:
    """Return a page of the site that has nothing on it, in a browser profile of its own."""
    context = browser.new_context()
    context.set_default_timeout(patience_ms)
    context.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    page.goto(address + "blank.html")
    return page
