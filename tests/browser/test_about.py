"""The About page, and the links to the documentation, which is beside some copies of the page and not beside others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from looks import fits_a_phone
from person import Person
from playwright.sync_api import expect

import elmweb

pytestmark = pytest.mark.browser

WITHOUT_DOCS = "() => { delete document.documentElement.dataset.docs; }"
"""As a page is that was built alone; the one that is tested may have its documentation beside it."""


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody on a live page."""
    return stay_again().is_live()


def test_about_says_what_this_copy_is(person: Person, tmp_path: Path) -> None:
    """Invariant: version, licence, privacy, help and how to cite are there, on a phone too, and only when asked for."""
    page = person.page
    asked = "() => performance.getEntriesByType('resource').filter(({name}) => name.includes('/about/')).length"
    assert page.evaluate(asked) == 0
    page.evaluate(WITHOUT_DOCS)
    page.get_by_role("banner").get_by_role("link", name="About", exact=True).click()
    expect(person.heading("About elmweb")).to_be_focused()
    about = page.locator("#about")
    expect(about).to_contain_text(elmweb.__version__)
    for title in ("This copy", "Privacy", "Help", "Cite it", "Made with"):
        expect(person.heading(title)).to_be_visible()
    expect(about.get_by_label("BibTeX")).to_contain_text(f"version = {{{elmweb.__version__}}}")
    expect(about.get_by_text("This page itself, to work without a network")).to_be_visible()
    expect(about.get_by_role("link", name="Documentation")).to_have_count(0)
    fits_a_phone(person, "about", tmp_path)


def test_all_that_is_kept_is_deleted_from_about(person: Person) -> None:
    """Oracle: what the browser has afterwards; numbers made of photos are among it, while the page holds them open."""
    page = person.page
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("() => { location.hash = '#/data'; localStorage.setItem('elmweb-theme', 'light'); }")
    page.evaluate("""async () => {
      const {Vectors} = await import(new URL("examples/vectors.js", document.baseURI).href);
      globalThis.kept = new Vectors();
      await kept.put("a photo", new Uint8Array([1, 2, 3]));
    }""")
    page.evaluate("() => { location.hash = '#/about'; }")
    about = page.locator("#about")
    expect(about.locator("dt", has_text="Numbers made of your photos").locator("+ dd")).to_have_text("some")
    about.get_by_role("button", name="Delete all of it").click()
    about.get_by_role("button", name="Delete everything for good").click()
    page.wait_for_url(person.address)
    person.is_live()
    left = "async () => (await indexedDB.databases()).map(({name}) => name).filter((name) => name === 'elmweb-vectors')"
    assert page.evaluate(left) == []
    assert page.evaluate("() => localStorage.getItem('elmweb-theme')") is None


def test_words_lead_to_the_documentation_where_there_is_one(visit_again, folder: Path, address: str) -> None:
    """Invariant: no link to it where it was not published; where it was, each leads to a word that is explained."""
    person = visit_again().is_live()
    person.page.locator("button.sample", has_text="Iris").click()
    person.has_open("iris.csv", 150, 5)
    person.train()
    person.page.evaluate(WITHOUT_DOCS)
    links = person.page.locator(".to-docs a")
    assert links.count() > 8
    assert not any(link.is_visible() for link in links.all())
    person.page.evaluate("() => { document.documentElement.dataset.docs = ''; }")
    words = (Path(__file__).parents[2] / "docs" / "words.md").read_text()
    expect(links.filter(visible=True).first).to_be_visible()
    assert links.filter(visible=True).count() > 8
    for link in links.all():
        target = re.fullmatch(r"docs/words\.html#([\w-]+)", link.get_attribute("href"))
        assert f"({target[1]})=" in words
        assert link.get_attribute("target") == "_blank"
    person.page.evaluate("() => { location.hash = '#/about'; }")
    expect(person.page.locator("#about").get_by_role("link", name="Documentation")).to_have_attribute("href", "docs/")


def test_a_site_with_documentation_says_so(folder: Path, tmp_path: Path) -> None:
    """Invariant: the page learns of it from the build; a visit without a network does not need its files."""
    from buildsteps.site import announce_docs

    for name in ("index.html", "models/manifest.json", "style.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((folder / name).read_bytes().replace(b" data-docs>", b">"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.html").write_text("documentation")
    for _ in range(2):
        announce_docs(tmp_path)
        assert (tmp_path / "index.html").read_text().count('<html lang="en" data-docs>') == 1
    worker = (tmp_path / "sw.js").read_text()
    assert '"index.html":' in worker
    assert '"docs/index.html"' not in worker
