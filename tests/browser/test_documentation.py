"""The documentation as it is read: searched, in light and dark, on a phone; links and pictures lead somewhere."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread

import pytest
from axe import serious_findings
from PIL import Image
from playwright.sync_api import Page, expect

from buildsteps.docs.pages import lay_out, make_pages
from buildsteps.docs.screens import PICTURES, SCHEMES, visit as go_round
from buildsteps.server import make_server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the pages, in which plain areas stand for the pictures of the page."""
    root = tmp_path_factory.mktemp("docs")
    lay_out(root / "source")
    (root / "source" / "pictures").mkdir()
    for name in PICTURES:
        for scheme in SCHEMES:
            area = Image.new("RGB", (1180, 760), "#ddd" if scheme == "light" else "#222")
            area.save(root / "source" / "pictures" / f"{name}-{scheme}.webp")
    make_pages(root / "source", root / "html")
    return root / "html"


@pytest.fixture(scope="module")
def docs(built: Path) -> Iterator[str]:
    """Return the address of the pages."""
    server = make_server(built)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(visit, docs: str) -> Page:
    """Return a page of somebody who opened the documentation."""
    return visit(docs).page


@pytest.mark.parametrize(
    ("word", "title"),
    [("unlearn", "Forget and merge"), ("conformal", "Words"), ("WebGPU", "Deep models"), ("landmarks", "Kernel ELM")],
)
def test_the_search_finds(page: Page, docs: str, word: str, title: str) -> None:
    """Invariant: the page about a word is among what the search finds, and leads there."""
    page.get_by_role("textbox", name="Search").or_(page.get_by_placeholder("Search")).first.fill(word)
    page.keyboard.press("Enter")
    found = page.locator("ul.search li a").filter(has_text=title).first
    found.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    assert page.url.startswith(docs)
    expect(page.locator("article")).to_contain_text(re.compile(word, re.IGNORECASE))


@pytest.mark.parametrize(
    "path", ["index.html", "estimators/elm.html", "how-to/predictor.html", "api/elmweb.export.html"]
)
def test_a_page_can_be_read_by_everybody(page: Page, docs: str, path: str) -> None:
    """Invariant: axe finds nothing serious in light and dark, and 390 pixels are enough."""
    page.goto(docs + path)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert serious_findings(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390


class Links(HTMLParser):
    """The targets in a page: what it links to, what it loads, and where one can link to in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.loads: set[str] = set()
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses and the id of an element."""
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[key] for key in ("id", "name") if key in given}
        if "href" in given and tag == "a":
            self.targets.add(given["href"])
        elif "href" in given or "src" in given:
            self.loads.add(given.get("src") or given["href"])


def test_every_link_leads_somewhere(built: Path) -> None:
    """Oracle: the files there are and the ids in them; a page loads nothing from another host."""
    pages = {path: Links(path.read_text()) for path in built.rglob("*.html")}
    assert len(pages) > 35
    lost = []
    for path, links in pages.items():
        for target in links.targets | links.loads:
            if re.match(r"https?:|mailto:", target):
                assert target in links.targets, f"{path.name} loads {target}"
                continue
            name, _, anchor = target.partition("#")
            there = (path.parent / name.partition("?")[0]).resolve() if name else path
            there = there / "index.html" if there.is_dir() else there
            if not there.exists() or (anchor and there in pages and anchor not in pages[there].ids):
                lost.append(f"{path.relative_to(built)}: {target}")
    assert lost == []
    for sheet in built.rglob("*.css"):
        assert not re.search(r"url\([\"']?https?:|@import", sheet.read_text()), sheet


def test_every_picture_of_the_page_can_be_taken(visit_again, tmp_path: Path) -> None:
    """Oracle: the list of pictures; each is of another view of the page."""
    person = visit_again().is_live()
    taken: dict[str, bytes] = {}
    go_round(person.page, lambda name: taken.update({name: person.page.screenshot()}))
    assert tuple(taken) == PICTURES
    assert len(set(taken.values())) == len(PICTURES)
    for name, png in taken.items():
        colours = Image.open(io.BytesIO(png)).convert("RGB").getcolors(10_000_000)
        assert len(colours) > 20, name
