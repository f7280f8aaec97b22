"""WebKit, the engine of Safari, driven by WebDriver: as much of it as the tests need."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from typing import Any, Self

_START_SECONDS = 60
_ANSWER_SECONDS = 300
_SCREEN = "-screen 0 2000x1200x24"


class WebKit:
    """WebKitGTK's small browser on a screen that nobody sees; a context manager.

    Parameters
    ----------
    driver : str
        The path of WebKitWebDriver.
    browser : str
        The path of the MiniBrowser that came with it.
    home : Path
        An empty folder for what the browser keeps.
    """

    def __init__(self, driver: str, browser: str, home: Path) -> None:
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._browser, self._home = browser, home
        # The screen, the message bus and the browser end with the driver: all of them are one group of processes.
        self._command = ["xvfb-run", "--auto-servernum", f"--server-args={_SCREEN}"]
        self._command += ["dbus-run-session", "--", driver, f"--port={self._port}"]

    def __enter__(self) -> Self:
        """Start it and open a window."""
        places = {name: str(self._home) for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
        # Its sandbox needs rights that a container does not have.
        environment = {**os.environ, **places, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        self._process = subprocess.Popen(
            self._command,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            options = {"binary": self._browser, "args": ["--automation"]}
            wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
            self._session = ""
            self._session = f"/session/{self._first(wanted)['sessionId']}"
            self._ask("/timeouts", {"script": 1000 * _ANSWER_SECONDS, "pageLoad": 1000 * _ANSWER_SECONDS})
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        try:
            self._ask("", None, "DELETE")
        finally:
            self._stop()

    def _stop(self) -> None:
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def open(self, address: str) -> None:
        """Load a page and wait until it has been."""
        self._ask("/url", {"url": address})

    def resize(self, width: int, height: int) -> None:
        """Give the page a size in pixels: the window's, less what the browser draws around it."""
        frame = self.evaluate("[outerWidth - innerWidth, outerHeight - innerHeight]")
        self._ask("/window/rect", {"width": width + frame[0], "height": height + frame[1]})

    def evaluate(self, script: str) -> Any:
        """Return what a JavaScript expression comes to, as JSON has it; a promise is waited for."""
        body = f"(async () => JSON.stringify((await ({script})) ?? null))()"
        work = f"const [done] = arguments; {body}.then((text) => done([text]), (error) => done([null, String(error)]));"
        text, *error = self._ask("/execute/async", {"script": work, "args": []})
        if error:
            raise RuntimeError(error[0])
        return json.loads(text)

    def _first(self, wanted: dict[str, Any]) -> Any:
        """Open the session as soon as the driver listens."""
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                return self._ask("/session", wanted)
            except ConnectionError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def _ask(self, path: str, body: dict[str, Any] | None, method: str = "POST") -> Any:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=_ANSWER_SECONDS)
        data = None if body is None else json.dumps(body)
        try:
            connection.request(method, self._session + path, data, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            value = json.load(answer)["value"]
        finally:
            connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {value['error']}: {value['message']}")
        return value
