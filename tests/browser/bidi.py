"""Firefox, driven by WebDriver BiDi: as much of it as the tests need."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import subprocess
from collections.abc import Coroutine
from pathlib import Path
from threading import Thread
from typing import Any, Self

from tornado.websocket import WebSocketClientConnection, websocket_connect

_START_SECONDS = 60
_ANSWER_SECONDS = 300
_LARGEST_MESSAGE = 1 << 26


class Firefox:
    """A headless Firefox with a profile of its own; a context manager.

    Parameters
    ----------
    program : str
        Its path.
    profile : Path
        An empty folder.
    """

    def __init__(self, program: str, profile: Path) -> None:
        self._command = [program, "--headless", "--no-remote", "--profile", str(profile)]
        self._command.append("--remote-debugging-port=0")
        self._numbers = itertools.count(1)
        # A loop of its own in a thread of its own: Playwright's runs in this one.
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        """Start it and open a tab."""
        self._process = subprocess.Popen(self._command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        try:
            self._socket = self._run(self._connect())
            self._send("session.new", {"capabilities": {}})
            self._context = self._send("browsingContext.create", {"type": "tab"})["context"]
        except BaseException:
            self._process.kill()
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._loop.call_soon_threadsafe(self._socket.close)
        self._process.terminate()
        self._stop()

    def _stop(self) -> None:
        self._process.wait(30)
        self._process.stderr.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def open(self, address: str) -> None:
        """Load a page and wait until it has been."""
        self._send("browsingContext.navigate", {"context": self._context, "url": address, "wait": "complete"})

    def resize(self, width: int, height: int) -> None:
        """Give the page a size in pixels."""
        viewport = {"width": width, "height": height}
        self._send("browsingContext.setViewport", {"context": self._context, "viewport": viewport})

    def evaluate(self, script: str) -> Any:
        """Return what a JavaScript expression comes to, as JSON has it; a promise is waited for."""
        answer = self._send(
            "script.evaluate",
            {
                "expression": f"(async () => JSON.stringify((await ({script})) ?? null))()",
                "target": {"context": self._context},
                "awaitPromise": True,
            },
        )
        if answer["type"] != "success":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def _run(self, work: Coroutine) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_ANSWER_SECONDS)

    async def _connect(self) -> WebSocketClientConnection:
        """Connect to the port that Firefox names when it has started."""
        reading = asyncio.to_thread(self._read_port)
        port = await asyncio.wait_for(reading, _START_SECONDS)
        return await websocket_connect(f"ws://127.0.0.1:{port}/session", max_message_size=_LARGEST_MESSAGE)

    def _read_port(self) -> int:
        for line in self._process.stderr:
            if found := re.search(r"WebDriver BiDi listening on ws://[^:]+:(\d+)", line):
                return int(found[1])
        raise RuntimeError("Firefox ended before it could be driven.")

    def _send(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        return self._run(asyncio.wait_for(self._ask(next(self._numbers), method, params), _ANSWER_SECONDS))

    async def _ask(self, number: int, method: str, params: dict[str, Any]) -> dict[str, Any]:
        await self._socket.write_message(json.dumps({"id": number, "method": method, "params": params}))
        while True:  # events come in between
            text = await self._socket.read_message()
            if text is None:
                raise RuntimeError("Firefox ended.")
            message = json.loads(text)
            if message.get("id") == number:
                if message["type"] == "error":
                    raise RuntimeError(f"{method}: {message['message']}")
                return message["result"]
