"""A later visit starts both Pythons from pictures of their memory; with whatever is wrong, the page still starts."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from altered import DIES, goes_where_python_can_be_told, worker_named
from conftest import CHROMIUM_ARGS
from person import Person
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_DAMAGE = """async ([role, name]) => {
  const all = await (await navigator.storage.getDirectory()).getDirectoryHandle("elmweb-start");
  let damaged = 0;
  for await (const [folder, files] of all.entries()) {
    if (!folder.startsWith(`${role}-`)) continue;
    const file = await files.getFileHandle(name);
    const bytes = (%s)(new Uint8Array(await (await file.getFile()).arrayBuffer()));
    if (bytes === null) await files.removeEntry(name);
    else {
      const stream = await file.createWritable();
      await stream.write(bytes);
      await stream.close();
    }
    damaged++;
  }
  return damaged;
}"""
DAMAGES = {
    "half of the page's memory, and a scrambled engine": {
        "page": ("heap", "(heap) => heap.slice(0, heap.length / 2)"),
        "engine": ("heap", "(heap) => heap.fill(7, heap.length / 4, heap.length / 2)"),
    },
    "another table in the page, and no memory of the engine": {
        "page": (
            "layout",
            """(bytes) => {
              const layout = JSON.parse(new TextDecoder().decode(bytes));
              layout.tableStart += 1;
              return new TextEncoder().encode(JSON.stringify(layout));
            }""",
        ),
        "engine": ("heap", "() => null"),
    },
}
_RUN_OUT = """() => setTimeout(() => {
  try { pythonItself()._api.fatal_error(new RangeError("too much recursion")); } catch { /* it is meant to */ }
})"""
_HASH_FILES = """(folder) => runPython(`
import hashlib, pathlib
_all = hashlib.sha256()
for _path in sorted(pathlib.Path("/${folder}").rglob("*")):
    if _path.is_file() and _path.suffix != ".zip":
        _all.update(str(_path).encode() + hashlib.sha256(_path.read_bytes()).digest())
_all.hexdigest()`)"""
_MODULE = """() => performance.getEntriesByType("resource").find(({name}) => name.includes("asm.wasm")).toJSON()"""
_DRAW = """() => runPython("import random, numpy; f'{random.random()} {numpy.random.random()}'")"""


@pytest.fixture(scope="module")
def regular(stay, folder: Path, address: str) -> Person:
    """Return somebody whose first visit left both pictures; the engine can be told to run Python."""
    person = goes_where_python_can_be_told(stay("about:blank", keeps=True), folder, address)
    assert person.how_python_started() == {"page": "shipped", "engine": "plain"}, "\n".join(person.said)
    person.leaves_pictures()
    return person


def come_again(person: Person) -> None:
    """Load the page again and wait until Python is there."""
    person.page.goto("about:blank")
    person.page.goto(person.address)
    person.is_live()


def opens_a_sample(person: Person) -> None:
    """Check that the page really answers."""
    person.page.get_by_role("button", name="Wine").click()
    person.has_open("wine.csv", 178, 14)


def test_a_later_visit_starts_from_the_pictures_and_works(regular):
    """Nothing is imported anew, and a table is opened and trained on with the verdict of the first visit."""
    opens_a_sample(regular)
    before = regular.train()
    come_again(regular)
    regular.starts_from_pictures()
    opens_a_sample(regular)
    assert regular.train() == before
    slider = regular.page.get_by_role("slider").first  # the form asks the model, so the kernel and SciPy answer too
    slider.press("Home")
    expect(regular.answer.locator("b.big")).to_be_visible()


def test_python_finds_the_files_of_the_site_in_a_later_visit(regular):
    """Oracle: their hash in a first visit. With a picture they are read when they are asked for, the rest later."""
    regular.page.evaluate("() => localStorage.clear()")
    come_again(regular)
    assert regular.how_python_started()["engine"] == "plain", "\n".join(regular.said)
    regular.leaves_pictures()  # by now all files have come
    engine = worker_named(regular.page, "engine")
    first = {folder: engine.evaluate(_HASH_FILES, folder) for folder in ("lib", "usr")}
    come_again(regular)
    assert regular.how_python_started()["engine"] == "snapshot", "\n".join(regular.said)
    engine = worker_named(regular.page, "engine")
    assert engine.evaluate(_HASH_FILES, "lib") == first["lib"]
    regular.page.wait_for_timeout(12_000)
    assert {folder: engine.evaluate(_HASH_FILES, folder) for folder in first} == first


@contextmanager
def _machine_code_taken(page: Page) -> Iterator[list[str]]:
    """Collect the addresses of the modules of which Chromium takes the machine code that it has kept."""
    session, events, ended = page.context.new_cdp_session(page), [], []
    session.on("Tracing.dataCollected", lambda chunk: events.extend(chunk["value"]))
    session.on("Tracing.tracingComplete", lambda _nothing: ended.append(True))
    categories = {"includedCategories": ["disabled-by-default-devtools.timeline"], "excludedCategories": ["*"]}
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": categories})
    addresses: list[str] = []
    try:
        yield addresses
    finally:
        session.send("Tracing.end")
    deadline = time.monotonic() + 60
    while not ended:
        assert time.monotonic() < deadline, "the trace did not end"
        page.wait_for_timeout(100)
    addresses += [event["args"]["url"] for event in events if event["name"] == "v8.wasm.moduleCacheHit"]


@pytest.mark.slow
def test_the_machine_code_of_python_is_kept_for_later_visits(launch, chromium_path, address, tmp_path):
    """Chromium keeps what it compiled of the module that the service worker gives; a later visit starts with that."""
    kind = launch().browser_type
    python = f"{address}pyodide/pyodide.asm.wasm?sha256="
    for visit in ("first", "second"):
        context = kind.launch_persistent_context(tmp_path, executable_path=chromium_path, args=list(CHROMIUM_ARGS))
        try:
            page = context.new_page()
            with _machine_code_taken(page) as taken:
                page.goto(address)
                page.locator("html[data-live][data-engine]").wait_for(state="attached", timeout=90_000)
                if visit == "first":
                    page.locator("html[data-kept~=engine]").wait_for(state="attached", timeout=90_000)
                    page.wait_for_timeout(2_000)  # it may still be written
                else:
                    for name in ("page", "engine"):
                        module = worker_named(page, name).evaluate(_MODULE)
                        assert module["workerStart"] > 0, f"{name} did not ask the service worker"
                        assert module["name"].startswith(python)
            if visit == "second":
                assert len([module for module in taken if module.startswith(python)]) == 2, taken
        finally:
            context.close()


def test_what_is_pressed_before_the_pictures_are_loaded_is_answered(regular):
    """A press on the painted page is kept in order and answered by the Pythons that come."""
    regular.page.goto("about:blank")
    regular.page.goto(regular.address, wait_until="commit")
    regular.page.get_by_role("button", name="Iris").click()
    regular.has_open("iris.csv", 150, 5)
    regular.starts_from_pictures()


def test_an_engine_that_is_ended_starts_from_the_picture_too(regular, complaints):
    """After the death of the worker the next one is restored, with the table that was open."""
    worker_named(regular.page, "engine").evaluate(DIES)
    expect(regular.page.locator("html[data-engine=snapshot]")).to_be_attached()
    assert regular.train().startswith("Right on")
    complaints.clear()


def test_an_engine_whose_memory_or_stack_ran_out_is_followed_by_another(regular, complaints):
    """Such a Python answers no more; the page hears of it at once, says so, and the next engine has the table."""
    regular.go("Data")
    regular.button("Use another table").click()
    regular.page.get_by_role("button", name="Digits").click()  # training on it takes some seconds
    regular.has_open("digits.csv", 1797, 65)
    regular.go("Train")
    regular.button("Train").click()
    worker_named(regular.page, "engine").evaluate(_RUN_OUT)
    regular.is_told("The Python that does the work stopped and was started again.", "too much recursion")
    regular.go("Data")
    regular.has_open("digits.csv", 1797, 65)
    assert regular.train().startswith("Right on")
    complaints.clear()


def test_numbers_drawn_at_random_differ_between_visits(regular):
    """What is random in the picture would be the same in every visit; Python and NumPy are seeded anew."""
    drawn = []
    for _visit in range(2):
        come_again(regular)
        assert regular.how_python_started()["engine"] == "snapshot", "\n".join(regular.said)
        drawn.append(worker_named(regular.page, "engine").evaluate(_DRAW).split())
    (first, first_of_numpy), (second, second_of_numpy) = drawn
    assert first != second
    assert first_of_numpy != second_of_numpy


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_picture_gives_way_to_the_ordinary_start(regular, damage, complaints):
    """With any part of the pictures broken the page starts the plain way and works; new pictures are taken."""
    for role, (name, change) in DAMAGES[damage].items():
        assert regular.page.evaluate(_DAMAGE % change, [role, name]) == 1
    come_again(regular)
    opens_a_sample(regular)
    assert regular.how_python_started() == {"page": "plain", "engine": "plain"}, "\n".join(regular.said)
    expect(regular.page.locator("#python")).to_have_text("ready")
    expect(regular.alert).to_have_count(0)
    complaints.clear()  # a library that was started in broken memory may cry before it is ended
    regular.leaves_pictures()
    come_again(regular)
    regular.starts_from_pictures()  # new ones were taken
