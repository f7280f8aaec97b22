"""The page worker without a browser: one document, the same everywhere, and its twin in the page."""

from __future__ import annotations

import asyncio
import html
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import panel as pn
import pytest
from bokeh.document import Document
from bokeh.io import curdoc
from bokeh.io.doc import set_curdoc
from bokeh.models import Column, Div
from bokeh.models.widgets.markups import Markup
from fake_workbench import FakeWorkbench
from memory_port import MemoryPort, channel

from elmweb.app.shell import SLOTS
from elmweb.bridge.document import DocumentLink, document_text, fingerprint
from elmweb.exceptions import ParseError
from elmweb.workbench.remote import WorkbenchServer
from elmweb.workers.page import PageWorker

OPEN = ("open", {"source": {"text": "a,b", "name": "apples.csv"}})


class Page:
    """The page and :mod:`elmweb.bridge._browser` in one: a twin of the document, and a worker behind a port."""

    def __init__(self, workbench: FakeWorkbench) -> None:
        self.workbench = workbench
        self.takers: dict[str, Callable] = {}
        self.posted: list[tuple[str, dict]] = []
        self.files: list[tuple] = []
        self.kept: list[tuple] = []
        self.twin = Document()
        self.worker: PageWorker | None = None

    def BrowserPort(self, port: MemoryPort) -> MemoryPort:  # noqa: N802 - the browser's name
        """Return the port: it is one already."""
        return port

    def on(self, name: str, function: Callable) -> None:
        """Have ``function`` called for each message of this type."""
        self.takers[name] = function

    def post(self, kind: str, **fields: Any) -> None:
        """Take a message of the page worker, as web/start/document.js does."""
        self.posted.append((kind, fields))
        if kind == "live":
            self.twin = Document.from_json(json.loads(fields["text"]))
        elif kind == "patch":
            for patch in json.loads(fields["text"]):
                self.twin.apply_json_patch(patch)
        elif kind == "end_engine":
            self.takers["engine_lost"](SimpleNamespace(port=self.start_engine(), why="", hadBegun=True))

    def deliver(self, *file: Any) -> None:
        """Keep a finished file."""
        self.files.append(file)

    def keep(self, text: str, table: bytes | None, model: Any) -> None:
        """Note what the page is to keep of a visit."""
        self.kept.append((json.loads(text), table, model))

    def start_engine(self) -> MemoryPort:
        """Start a worker; return the page worker's end of its channel."""
        ours, theirs = channel()
        self.server = WorkbenchServer(self.workbench, theirs)
        return ours

    def send(self, name: str, args: dict) -> None:
        """Write a message into the twin's inbox, as web/page/messages.js does, and send the patch that makes."""
        inbox = self.twin.select_one({"name": "inbox"})
        new = json.dumps({"n": len(self.posted) + 1, "name": name, "args": args})
        inbox.text = new
        event = {"kind": "ModelChanged", "model": {"id": inbox.id}, "attr": "text", "new": new}
        self.takers["patch"](SimpleNamespace(text=json.dumps({"events": [event]})))

    def heard(self) -> list[str]:
        """Return the names of all messages that stand in the twin's outbox."""
        return [message["name"] for message in json.loads(self.twin.select_one({"name": "outbox"}).text or "[]")]


@pytest.fixture
def page() -> Iterator[Page]:
    """Return a page with a page worker that is not connected yet; afterwards this process is as it was."""
    before = pn.state.curdoc, curdoc(), pn.config.exception_handler
    made = Page(FakeWorkbench())
    made.worker = PageWorker()
    yield made
    pn.state.curdoc, pn.config.exception_handler = before[0], before[2]
    set_curdoc(before[1])


def live(page: Page, *messages: tuple[str, dict]) -> PageWorker:
    """Connect the page worker, send messages one after the other and wait until nothing more happens."""

    async def visit() -> None:
        page.worker.connect(page, page.start_engine())
        for message in messages:
            page.send(*message)
            quiet = 0
            async with asyncio.timeout(10):
                while quiet < 2:
                    await asyncio.sleep(0.02)
                    quiet = quiet + 1 if len(asyncio.all_tasks()) == 1 else 0

    asyncio.run(visit())
    return page.worker


def texts(doc: Document) -> dict[str, str]:
    """Return the HTML of every pane of the document, by the model's id."""
    return {model.id: model.text for model in doc.models if isinstance(model, Markup)}


# -- the page worker --------------------------------------------------------------------------------


@pytest.mark.slow
def test_two_page_workers_are_the_same_to_the_letter() -> None:
    """Oracle: a second interpreter; the page painted by the build is then the page a visitor's Python makes."""
    code = "from elmweb.workers.page import page_worker; print(page_worker().text)"
    one, two = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )
    assert one == two
    assert fingerprint(one) == fingerprint(two)


@pytest.mark.slow
def test_there_is_a_root_for_each_slot(page: Page) -> None:
    """Oracle: the slots of the shell, and the ids of the document's roots."""
    assert set(page.worker.roots) == set(SLOTS)
    assert list(page.worker.roots.values()) == [root.id for root in page.worker.doc.roots]


@pytest.mark.slow
def test_the_page_is_told_what_it_must_show(page: Page) -> None:
    """Oracle: the document's own text and fingerprint; nothing is sent before."""
    worker = live(page)
    kind, fields = page.posted[0]
    assert kind == "live"
    assert fields == {"fingerprint": fingerprint(worker.text), "text": worker.text, "roots": worker.roots}


@pytest.mark.slow
def test_a_patch_of_the_page_changes_the_state(page: Page) -> None:
    """Oracle: the table of the workbench behind the port, in the page worker's session."""
    worker = live(page, OPEN)
    assert worker.app.session.table.info["name"] == "apples.csv"
    assert [verb for verb, _ in page.workbench.calls][:2] == ["open_table", "summarize"]


@pytest.mark.slow
def test_changes_travel_back(page: Page) -> None:
    """Oracle: the page worker's document itself; after patches alone the twin says the same."""
    worker = live(page, OPEN, ("train", {}))
    assert {"table", "readout", "go"} <= set(page.heard())
    ours, twins = texts(worker.doc), texts(page.twin)
    assert any("apples.csv" in text for text in ours.values())
    assert {name: twins.get(name) for name in ours} == ours


@pytest.mark.slow
def test_the_pages_own_change_is_not_sent_back(page: Page) -> None:
    """Invariant: no patch the page receives writes into the inbox."""
    live(page, OPEN)
    inbox = page.worker.app.channel.inbox.id
    patches = [patch for kind, fields in page.posted if kind == "patch" for patch in json.loads(fields["text"])]
    assert patches
    assert not [event for patch in patches for event in patch["events"] if event.get("model", {}).get("id") == inbox]


@pytest.mark.slow
def test_an_error_of_the_workbench_reaches_the_page(page: Page) -> None:
    """Oracle: the sentence of the error, in the twin, in markup's own letters."""
    page.workbench.fail = ParseError("The file <b> is empty.")
    worker = live(page, OPEN)
    assert any("The file &lt;b&gt; is empty." in html.unescape(text) for text in texts(page.twin).values())
    assert worker.app.session.table.info is None


@pytest.mark.slow
def test_a_finished_file_is_delivered(page: Page) -> None:
    """Oracle: what the workbench exports."""
    live(page, OPEN, ("train", {}), ("export", {"what": "report"}))
    expected = asyncio.run(FakeWorkbench().export("report"))
    assert [file[:2] for file in page.files] == [(expected["filename"], expected["mime"])]
    assert bytes(page.files[0][2]) == expected["data"]


# -- the link ---------------------------------------------------------------------------------


class Linked:
    """A document, a link that sends when told to, and a twin made from its text."""

    def __init__(self) -> None:
        self.root = Column(children=[Div(text="one", name="first")])
        self.doc = Document()
        self.doc.add_root(self.root)
        self.twin = Document.from_json(json.loads(document_text(self.doc)))
        self.turns: list[Callable] = []
        self.sent: list[str] = []
        self.link = DocumentLink(self.doc, self.sent.append, self.turns.append)

    def end_turn(self) -> None:
        """End the turn of the event loop, and apply on the twin what was sent."""
        for function in self.turns:
            function()
        self.turns.clear()
        for text in self.sent:
            for patch in json.loads(text):
                self.twin.apply_json_patch(patch)


def test_the_changes_of_one_turn_travel_together() -> None:
    """Oracle: the twin after one message has what the document has, new models too."""
    both = Linked()
    both.root.children[0].text = "two"
    both.root.children = [*both.root.children, Div(text="three", name="second")]
    both.root.children[1].text = "four"
    both.end_turn()
    assert len(both.sent) == 1
    assert [child.text for child in both.twin.roots[0].children] == ["two", "four"]


def test_a_model_that_came_and_went_does_no_harm() -> None:
    """Oracle: the twin's children; a change may name a model that is gone when the turn ends."""
    both = Linked()
    old = both.root.children
    both.root.children = [Div(text="brief")]
    both.root.children = old
    both.end_turn()
    assert [child.text for child in both.twin.roots[0].children] == ["one"]


def test_nothing_is_sent_when_nothing_changed() -> None:
    """Invariant: a page's patch is applied here and makes no message."""
    both = Linked()
    event = {"kind": "ModelChanged", "model": {"id": both.root.children[0].id}, "attr": "text", "new": "typed"}
    both.link.take(json.dumps({"events": [event]}))
    both.end_turn()
    assert both.root.children[0].text == "typed"
    assert both.sent == []


def test_equal_documents_have_equal_names() -> None:
    """Invariant: the fingerprint depends on the text and on nothing else, and one changed letter changes it."""
    assert fingerprint("abc") == fingerprint("abc")
    assert fingerprint("abc") != fingerprint("abd")
