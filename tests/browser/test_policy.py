"""Nothing that runs in the page, in its Pythons too, can reach anything but the site itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
from altered import goes_where_python_can_be_told, worker_named
from outside import Outside
from person import Person

pytestmark = pytest.mark.browser

# Each way out, tried until it is refused or has had time to arrive. Python can reach all of these through `js`.
_WAYS = """async (host) => {
  const ways = {
    fetch: () => fetch(`http://${host}/fetch`),
    XMLHttpRequest: () => new Promise((done, fail) => {
      const request = new XMLHttpRequest();
      Object.assign(request, {onload: done, onerror: fail});
      request.open("GET", `http://${host}/xhr`);
      request.send();
    }),
    "synchronous XMLHttpRequest": () => {
      const request = new XMLHttpRequest();
      request.open("GET", `http://${host}/sync`, false);
      request.send();
    },
    WebSocket: () => new Promise((done, fail) => {
      Object.assign(new WebSocket(`ws://${host}/socket`), {onopen: done, onerror: fail});
    }),
    EventSource: () => new Promise((done, fail) => {
      Object.assign(new EventSource(`http://${host}/events`), {onopen: done, onerror: fail});
    }),
    "import()": () => import(`http://${host}/module.js`),
    importScripts: () => importScripts(`http://${host}/script.js`),
    Worker: () => new Promise((done, fail) => {
      const code = `fetch("http://${host}/worker").then(() => postMessage(1), () => postMessage(0))`;
      const worker = new Worker(URL.createObjectURL(new Blob([code])));
      Object.assign(worker, {onmessage: ({data}) => data ? done() : fail(), onerror: fail});
    }),
    sendBeacon: () => { // says yes before the policy is asked: only the listener knows
      navigator.sendBeacon(`http://${host}/beacon`);
      throw new Error("unknown");
    },
    WebTransport: () => new WebTransport(`https://${host}/transport`).ready,
    RTCPeerConnection: () => new RTCPeerConnection({iceServers: [{urls: `stun:${host}`}]}).createDataChannel("x"),
  };
  const reached = [];
  for (const [name, go] of Object.entries(ways)) {
    const late = new Promise((_, fail) => setTimeout(fail, 3000));
    await Promise.race([(async () => go())(), late]).then(() => reached.push(name), () => {});
  }
  return reached;
}"""


class Listener(ThreadingTCPServer):
    """A server that does not wait at its end for browsers that connected and said nothing."""

    daemon_threads = True
    block_on_close = False


@pytest.fixture
def listener() -> Iterator[ThreadingTCPServer]:
    """Return a server on this machine that counts who comes."""

    class Count(StreamRequestHandler):
        def handle(self) -> None:
            self.server.asked.append(self.rfile.readline().decode("latin-1").strip())
            allowed = b"Access-Control-Allow-Origin: *\r\nContent-Type: text/javascript\r\nContent-Length: 0\r\n"
            self.wfile.write(b"HTTP/1.1 200 OK\r\n" + allowed + b"Connection: close\r\n\r\n")

    with Listener(("127.0.0.1", 0), Count) as server:
        server.asked = []
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def person(stay, folder: Path, address: str) -> Person:
    """Return somebody whose Pythons can be told to run anything."""
    return goes_where_python_can_be_told(stay("about:blank"), folder, address)


def place(server: ThreadingTCPServer) -> str:
    """Return host and port."""
    return f"127.0.0.1:{server.server_address[1]}"


@pytest.mark.parametrize("where", ["the page", "page", "engine"])
def test_no_way_leads_out(person, listener, outside: Outside, complaints, where):
    """Eleven ways, in the page itself and in each Python: none arrives, at a server of this machine or anywhere."""
    target = person.page if where == "the page" else worker_named(person.page, where)
    for host in (place(listener), "example.org:80"):
        assert target.evaluate(_WAYS, host) == []
    assert listener.asked == []
    assert outside.asked == []
    complaints.clear()  # the browser says what it has stopped


def test_python_itself_is_refused(person, listener, complaints):
    """The same through Python: the error is one of Python, and nobody comes."""
    code = f"""
from js import fetch, XMLHttpRequest, WebSocket
from pyodide.http import open_url
said = []
def ask():
    request = XMLHttpRequest.new()
    request.open("GET", "http://{place(listener)}/python", False)
    request.send()
for way in (ask, lambda: open_url("http://{place(listener)}/url")):
    try:
        way()
    except Exception as error:
        said.append(type(error).__name__)
" ".join(said)
"""
    assert worker_named(person.page, "engine").evaluate("(code) => runPython(code)", code) == "JsException JsException"
    assert listener.asked == []
    complaints.clear()


def test_a_listener_would_be_found(visit, address, listener, complaints):
    """A page without a policy reaches it, so that a count of zero means something."""
    reached = visit(f"{address}site.json").page.evaluate(_WAYS, place(listener))
    assert {"fetch", "XMLHttpRequest", "import()"} <= set(reached)
    assert len(listener.asked) >= 5
    complaints.clear()
