"""The page in German: who lands on it, that no English stands on it, and that nobody else asks for its files."""

from __future__ import annotations

import importlib
import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from bidi import Firefox
from conftest import PATIENCE_MS, PHONE
from person import Person
from playwright.sync_api import expect
from webkit import WebKit

from buildsteps.browser import find_webkit

pytestmark = pytest.mark.browser

PATIENCE_S = 180
GERMAN = {"locale": "de-DE"}
OWN = ("index.de.html", "de/", "words/de/", "page/tick-labels.js")
"""What the site has for other languages alone."""
ENGLISH = re.compile(r"\b(?:the|and|is|are|with|which|that|from|of|rows|columns)\b")
"""Words that no German sentence has."""
PAGES = ("data", "train", "result", "learn", "race")

# The text that can be seen, without what the reader chose or a program wrote: names from data, code, numbers.
_TEXT = """() => {
  const parts = [];
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return parts.push(node.textContent);
    if (node.nodeType !== Node.ELEMENT_NODE && node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE) return;
    if (node instanceof Element) {
      if (node.matches("script, style, code, pre, [lang=en]")) return;
      if (!node.checkVisibility({visibilityProperty: true})) return;
      for (const name of ["aria-label", "placeholder", "title"]) parts.push(node.getAttribute(name) ?? "");
      if (node.shadowRoot) read(node.shadowRoot);
    }
    if (node instanceof HTMLSlotElement) node.assignedNodes().forEach(read);
    node.childNodes.forEach(read);
    parts.push("\\n");
  };
  read(document.body);
  return parts.join("").split("\\n").map((line) => line.trim().replace(/\\s+/g, " ")).filter(Boolean);
}"""

# What was painted before the page went to another: noted by each document, in the tab's own storage.
_NOTE_PAINT = """
new PerformanceObserver((list) => {
  for (const {name} of list.getEntries()) {
    sessionStorage.setItem(`${name} of ${location.pathname.split("/").pop()}`, "1");
  }
}).observe({type: "paint", buffered: true});
"""


def said(room: str) -> Any:
    """Return the German words of a room."""
    return importlib.import_module(f"elmweb.words.de.{room}")


def german_page(address: str) -> str:
    """Return the address of the German page."""
    return f"{address}index.de.html"


@pytest.fixture(scope="module")
def german(stay) -> Person:
    """Return somebody with a German browser who was never here, and keeps what the page leaves for a later visit."""
    return stay(keeps=True, **GERMAN).is_live()


def opens_iris(person: Person) -> None:
    """Open the sample."""
    person.page.get_by_role("button", name="Iris").click()
    expect(person.heading("iris.csv")).to_be_visible()


def trains(person: Person) -> str:
    """Train, and return the sentence that says how good the model is."""
    person.go("Trainieren")
    person.page.get_by_role("button", name="Trainieren", exact=True).click()
    person.page.wait_for_url("**#/result")
    expect(person.verdict).to_be_visible()
    return person.verdict.inner_text()


def test_a_german_browser_lands_on_german_before_anything_is_painted(visit, address):
    """What the address asks for is kept; the English page is left unpainted."""
    person = visit("about:blank", **GERMAN)
    person.context.add_init_script(_NOTE_PAINT)
    person.page.goto(f"{address}?project=none#/learn")
    person.page.wait_for_url(f"{german_page(address)}?project=none#/learn")
    person.is_live()
    assert person.page.locator("html").get_attribute("lang") == "de"
    assert person.page.title() == "Lernen · elmweb"
    painted = person.page.evaluate("Object.keys(sessionStorage)")
    assert "first-paint of index.de.html" in painted
    assert not [name for name in painted if name.endswith((" of ", "index.html"))]


def test_an_english_browser_asks_for_nothing_german(visit, address):
    """Oracle: every request of a whole visit, those of workers and the service worker among them."""
    asked: list[str] = []
    person = visit("about:blank", service_workers="allow")
    person.context.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    person.page.goto(address)
    person.is_live()
    person.page.get_by_role("button", name="Iris").click()
    person.has_open("iris.csv", 150, 5)
    expect(person.page.locator("html[data-offline]")).to_be_attached(timeout=8 * PATIENCE_MS)
    kept = person.page.evaluate(
        "async () => (await (await caches.open('elmweb')).keys()).map(({url}) => url)",
    )
    assert len(kept) > 50
    assert len(asked) > 50
    found = [url for url in [*asked, *(url.removeprefix(address) for url in kept)] if url.startswith(OWN)]
    assert found == []


def test_the_painted_page_is_the_page_that_python_makes(german):
    """Nothing is drawn anew when Python has come; a later visit starts from the pictures, and so again."""
    german.leaves_pictures()
    german.said.clear()
    german.page.goto("about:blank")
    german.page.goto(german.address)
    german.is_live()
    german.starts_from_pictures()
    expect(german.page.locator("#python")).to_have_text("bereit")
    assert [line for line in german.said if "drawn anew" in line] == []


@pytest.fixture(scope="module")
def trained(german: Person) -> str:
    """Return the verdict on a sample."""
    german.page.goto(german.address)
    german.is_live()
    opens_iris(german)
    return trains(german)


def test_a_verdict_is_german_with_german_numbers(german, trained):
    """The sentence and the numbers around it: a comma before the digits, a space before the percent sign."""
    assert not ENGLISH.search(trained)
    text = "\n".join(german.page.evaluate(_TEXT))
    assert re.search(r"\d+,\d+ ?%|\d+,\d+", text)
    assert not re.search(r"(?<![\d.])\d+\.\d{1,2}(?![\d.])", text), "a point before the digits of a number"


@pytest.mark.usefixtures("trained")
@pytest.mark.parametrize("page", PAGES)
def test_no_english_stands_on_a_page(german, page):
    """Oracle: a list of English words; names from data and code are left out."""
    german.page.evaluate("(page) => { location.hash = `#/${page}`; }", page)
    expect(german.page.locator(f"body[data-page={page}]")).to_be_attached()
    if page == "learn":
        expect(german.page.locator("elm-learn")).to_be_visible()
        german.page.wait_for_timeout(2_000)
    lines = german.page.evaluate(_TEXT)
    assert len(lines) > 10
    assert [line for line in lines if ENGLISH.search(line)] == []


def test_a_bad_file_is_refused_in_german(german):
    """What the engine says, and what the worker that keeps projects says, which has no import map."""
    german.drop("leer.csv", b"")
    expect(german.alert).to_be_visible()
    text = german.alert.inner_text()
    assert "leer.csv" in text
    assert not ENGLISH.search(text)
    german.button(said("page.notice").CLOSE).click()
    expect(german.alert).to_be_hidden()
    german.drop("kaputt.elm-project.zip", b"PK\3\4" + bytes(200))
    expect(german.alert).to_be_visible()
    text = german.alert.inner_text()
    assert "kaputt" in text
    assert not ENGLISH.search(text)


@pytest.mark.usefixtures("trained")
def test_the_switch_takes_the_work_along_and_is_remembered(german, address, trained):
    """To English and back: the project is open on the same page, and a later visit comes to the chosen language."""
    german.page.evaluate("location.hash = '#/result'")
    expect(german.verdict).to_have_text(trained)
    expect(german.page.locator("body[data-project]")).to_be_attached()
    switch = german.page.get_by_role("link", name="English", exact=True)
    assert [switch.get_attribute(name) for name in ("lang", "hreflang")] == ["en", "en"]
    switch.focus()
    german.page.keyboard.press("Enter")
    german.page.wait_for_url(re.compile(rf"^{re.escape(address)}\?project=\w+#/result$"))
    expect(german.verdict).to_have_text(re.compile("^Right on"))
    assert german.page.locator("html").get_attribute("lang") == "en"

    german.page.goto("about:blank")
    german.page.goto(address)
    german.is_live()
    assert german.page.url.partition("#")[0] == address
    german.page.goto(german_page(address))  # an old bookmark
    german.page.wait_for_url(re.compile(rf"^{re.escape(address)}(#.*)?$"))

    german.page.get_by_role("link", name="Deutsch", exact=True).click()
    german.page.wait_for_url(re.compile(r"index\.de\.html"))
    german.is_live()
    assert german.page.evaluate("localStorage.getItem('elmweb-language')") == "de"


@pytest.mark.parametrize(
    ("locale", "chosen", "came_to", "lands"),
    [
        ("en-GB", None, "", "en"),
        ("en-GB", "de", "", "de"),
        ("de-AT", "en", "", "en"),
        ("fr-FR", None, "", "en"),
        ("en-GB", None, "index.de.html", "de"),
        ("de-DE", "en", "index.de.html", "en"),
    ],
)
def test_a_choice_goes_before_the_browsers_language(visit, address, locale, chosen, came_to, lands):  # noqa: PLR0917
    """Who comes to the German page by a link stays there, unless English was chosen before."""
    person = visit("about:blank", locale=locale)
    choice = f"localStorage.setItem('elmweb-language', {json.dumps(chosen)})" if chosen else ""
    person.context.add_init_script(choice)
    person.page.goto(f"{address}{came_to}")
    expect(person.page.locator(f"html[lang={lands}]")).to_be_attached()
    expect(person.page.locator("a.language")).to_have_text({"de": "English", "en": "Deutsch"}[lands])


def test_german_works_without_a_network(visit, serve):
    """The service worker of a German visit keeps the German files, and the address of the site leads to them."""
    site = serve()
    person = visit(site.address, service_workers="allow", **GERMAN).is_live()
    expect(person.page.locator("html[data-offline]")).to_be_attached(timeout=8 * PATIENCE_MS)
    site.stop()
    person.page.goto("about:blank")
    person.page.goto(site.address)
    person.page.wait_for_url(re.compile(r"index\.de\.html"))
    person.is_live()
    opens_iris(person)


def test_the_switch_is_there_on_a_phone(visit, address):
    """It can be seen and pressed, and nothing sticks out to the side."""
    person = visit(german_page(address), viewport=PHONE, has_touch=True, **GERMAN).is_live()
    opens_iris(person)
    expect(person.page.locator("#kept")).to_have_text(re.compile("gespeichert"))  # the rail is never fuller
    box = person.page.get_by_role("link", name="English", exact=True).bounding_box()
    assert box is not None
    assert box["height"] >= 24
    assert 0 <= box["x"] <= box["x"] + box["width"] <= PHONE["width"]
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for link in person.page.get_by_role("navigation").get_by_role("link").all():
        assert link.evaluate("(link) => link.scrollWidth <= link.clientWidth")


def test_a_chart_has_german_numbers(german):
    """Oracle: what BokehJS hands its canvas for ticks of each kind, by hand."""
    labels = german.page.evaluate(
        """async () => {
          const {numberLabel, dateLabel} = await import(new URL("page/tick-labels.js", document.baseURI).href);
          const dates = ["03/14", "Mar 2024", "14 May 2024", "2024", "12h"];
          return [["1,234.5", "20k", "1.5m", "-0.25"].map(numberLabel), dates.map(dateLabel)];
        }"""
    )
    assert labels == [
        ["1.234,5", "20 Tsd.", "1,5 Mio.", "-0,25"],
        ["14.03.", "März 2024", "14. Mai 2024", "2024", "12h"],
    ]
    drawn = german.page.evaluate(
        """() => {
          const {BasicTickFormatter, NumeralTickFormatter} = Bokeh.require("models/formatters/index");
          const ticks = (formatter) => formatter.doFormat([0.5, 1.5, 20000], {loc: 0});
          const amounts = new NumeralTickFormatter({format: "0[.]00a"});
          return [ticks(new BasicTickFormatter({use_scientific: false})), ticks(amounts)];
        }"""
    )
    assert drawn == [["0,5", "1,5", "20000"], ["0,50", "1,50", "20 Tsd."]]


def test_a_field_of_numbers_takes_a_comma(visit):
    """Typed or pasted, it is the decimal mark; in an English page a comma is none."""
    costs = {}
    for language, options in (("de", GERMAN), ("en", {})):
        person = visit(**options).is_live()
        page, words = (
            person.page,
            importlib.import_module(f"elmweb.words{'.de' * (language == 'de')}.page.explain_decide"),
        )
        page.locator("button.sample[data-send*='breast-cancer']").click()
        expect(person.heading("breast-cancer.csv")).to_be_visible()
        page.evaluate("location.hash = '#/train'")
        page.locator(".solid.large button, button.solid.large").locator("visible=true").first.click()
        expect(person.verdict).to_be_visible()
        page.locator('button[data-send*=\'"do": "decide"\']').click()
        field = page.get_by_label(words.COST_OF_MISS)
        expect(field).to_be_visible()
        field.fill("")
        field.press_sequentially("2,5")
        field.press("Tab")
        costs[language] = field.input_value()
    assert costs == {"de": "2.5", "en": "25"}


@pytest.fixture(params=["firefox", "webkit"])
def other_browser(request, tmp_path_factory) -> Iterator[Any]:
    """Return a browser that is no Chromium."""
    home = tmp_path_factory.mktemp(request.param)
    if request.param == "firefox":
        with Firefox(request.getfixturevalue("firefox_program"), home) as firefox:
            yield firefox
        return
    programs = find_webkit()
    if not programs:
        pytest.skip("there is no WebKit on this machine, and none could be installed")
    with WebKit(*programs, home) as webkit:
        yield webkit


def test_every_browser_takes_the_german_words(other_browser, address):
    """The import map is allowed by the page's policy, and the scripts say what it leads to."""
    other_browser.open(german_page(address))
    deadline = time.monotonic() + PATIENCE_S
    while not other_browser.evaluate("document.getElementById('python')?.textContent === 'bereit'"):
        assert time.monotonic() < deadline, other_browser.evaluate("document.body.innerText.slice(0, 1000)")
        time.sleep(0.2)
    assert other_browser.evaluate("document.title") == "Daten · elmweb"
    assert other_browser.evaluate("document.documentElement.lang") == "de"
