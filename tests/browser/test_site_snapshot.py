"""On a fast line a first visit starts the page's Python from the snapshot that the build took; else the plain way."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from altered import goes_on_a_fast_line, goes_where_python_can_be_told, worker_named
from conftest import Site
from person import Person
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SNAPSHOT = "python/page.snapshot"
SLOW = 700_000  # bytes a second of each file, and a browser asks for six at once


def _scrambled(snapshot: bytes) -> bytes:
    """Return a snapshot whose memory is not what it was."""
    memory = bytearray(gzip.decompress(snapshot))
    middle = len(memory) // 2
    memory[middle : middle + 8_000_000] = b"\7" * 8_000_000
    return gzip.compress(bytes(memory), 1)


def _of_another_version(snapshot: bytes) -> bytes:
    memory = gzip.decompress(snapshot)
    start = memory.index(b'"version":"') + len(b'"version":"')
    return gzip.compress(memory[:start] + b"0123456789abcdef" + memory[start + 16 :], 1)


DAMAGES = {
    "half of it": lambda snapshot: snapshot[: len(snapshot) // 2],
    "another memory": _scrambled,
    "of another version of the site": _of_another_version,
    "not there": None,
}


@pytest.fixture
def slow_line(serve: Callable[..., Site]) -> Site:
    """Return a server from which no file comes faster than on a slow line."""
    site = serve()
    handler = site.handler

    class Slow(handler.func):
        def copyfile(self, source, outputfile) -> None:
            while part := source.read(SLOW // 10):
                outputfile.write(part)
                time.sleep(0.1)

    site.handler = Slow
    return site


def opens_iris(person: Person) -> None:
    """Check that the page really answers."""
    person.page.get_by_role("button", name="Iris").click()
    person.has_open("iris.csv", 150, 5)


def test_the_page_that_the_snapshot_makes_is_the_painted_one(visit, folder, address):
    """The first Python that comes has the document that is drawn already; nothing is drawn anew."""
    person = goes_on_a_fast_line(visit("about:blank"), folder, address)
    person.is_live()
    opens_iris(person)
    assert person.how_python_started() == {"page": "shipped", "engine": "plain"}, "\n".join(person.said)
    assert [line for line in person.said if "drawn anew" in line] == []


def test_the_german_page_has_a_snapshot_of_its_own(visit, folder, address):
    """Each language has one: the words are in its memory."""
    person = visit("about:blank", locale="de-DE")
    asked: list[str] = []
    person.context.on("request", lambda request: asked.append(request.url))
    goes_on_a_fast_line(person, folder, f"{address}index.de.html")
    person.is_live()
    assert person.how_python_started()["page"] == "shipped", "\n".join(person.said)
    expect(person.page.locator("#python")).to_have_text("bereit")
    assert [url for url in asked if url.endswith(".snapshot")] == [f"{address}de/page.snapshot"]


def test_a_slow_line_is_spared_it(slow_line, visit):
    """It is larger than what it spares: where files come slowly, it is not asked for."""
    person = visit("about:blank")
    asked: list[str] = []
    person.context.on("request", lambda request: asked.append(request.url))
    person.comes_to(slow_line.address)
    person.page.locator("html[data-live]").wait_for(state="attached", timeout=120_000)
    opens_iris(person)
    assert person.how_python_started() == {"page": "plain", "engine": "plain"}, "\n".join(person.said)
    assert [url for url in asked if url.endswith(".snapshot")] == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_one_gives_way_to_the_ordinary_start(damage, visit, address, folder, complaints):
    """Whatever is wrong with it, the page lives; a memory that did not work is not tried again with these files."""
    person = visit("about:blank")
    change, tries = DAMAGES[damage], []
    body = change((folder / SNAPSHOT).read_bytes()) if change else b""

    def serve(route) -> None:
        tries.append(route.request.url)
        route.fulfill(body=body, status=200 if change else 404)

    person.context.route(f"**/{SNAPSHOT}", lambda route: serve(route))  # noqa: PLW0108 - marked by Playwright
    goes_on_a_fast_line(person, folder, address)
    person.is_live()
    opens_iris(person)
    assert person.how_python_started() == {"page": "plain", "engine": "plain"}, "\n".join(person.said)
    expect(person.alert).to_have_count(0)
    assert len(tries) == 1
    complaints.clear()  # a 404, or what broken memory says before it is ended
    if damage != "another memory":
        return
    person.page.goto("about:blank")
    person.comes_to(address)
    person.is_live()
    assert person.how_python_started()["page"] == "plain", "\n".join(person.said)
    assert len(tries) == 1


def test_what_is_random_differs_between_visitors(stay, folder: Path, address: str):
    """All of them are given the same memory; Python is seeded anew in each."""
    drawn = []
    for _visitor in range(2):
        person = goes_where_python_can_be_told(stay("about:blank"), folder, address)
        assert person.how_python_started()["page"] == "shipped", "\n".join(person.said)
        drawn.append(worker_named(person.page, "page").evaluate("() => runPython('import random; random.random()')"))
        person.context.close()
    assert drawn[0] != drawn[1]
