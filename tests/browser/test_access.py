"""For everybody: by keyboard alone, on a small screen, in light and dark, with a screen reader."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import pairwise

import pytest
from axe import serious_findings
from looks import CONTROLS, looks_right, nameless_controls
from made_tables import FRUIT, as_csv, fruit
from person import Person
from playwright.sync_api import TimeoutError as TookTooLong, expect

pytestmark = pytest.mark.browser

PAGES = ("first view", "table", "train", "result", "failure")

_FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body) return null;
  const seen = element.matches(".sr") ? element.parentElement : element; // a hidden file input shows in its label
  const style = getComputedStyle(seen);
  const box = seen.getBoundingClientRect();
  return {
    tag: element.tagName,
    text: (element.getAttribute("aria-label") ?? seen.innerText ?? "").trim(),
    ring: parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none",
    onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody on a live page."""
    return stay_again().is_live()


def show(person: Person, page: str) -> None:
    """Bring a page into view, with as much on it as there can be."""
    if page in ("first view", "failure"):
        person.first_view()
        if page == "failure":
            person.drop("a very long name of a file that holds no row and wraps.csv", b"a,b\n")
            expect(person.alert).to_be_visible()
        return
    person.go({"table": "Data"}.get(page, page.capitalize()))
    if page == "table" and not person.page.locator("body[data-table]").count():
        person.page.locator("#back button").click()
    expect(person.page.locator("h1:visible")).to_have_count(1)


def prepare(person: Person) -> Person:
    """Open a table with findings, unfold the settings, train."""
    rows = [
        [f"A{at}", *row, "no value here is ever the same, it is text with words"] for at, row in enumerate(fruit(300))
    ]
    person.drop("fruit with a long name.csv", as_csv(["code", *FRUIT, "a column with a long name"], rows))
    person.has_open("fruit with a long name.csv", 300, 9)
    person.predicts("grade")
    person.go("Train")
    person.button("Adjust").click()
    person.train()
    expect(person.heading("How it was done")).to_be_visible()
    expect(person.heading("How sure, and how often right")).to_be_visible()
    return person


@pytest.fixture(scope="module")
def prepared(person: Person) -> Person:
    """Return the same person with something on every page."""
    return prepare(person)


# Keyboard


def tab_to(person: Person, name: str, *, most: int = 60) -> None:
    """Press Tab until a control has the focus; each stop on the way must be seen to have it."""
    for _ in range(most):
        person.page.keyboard.press("Tab")
        focused = person.page.evaluate(_FOCUSED)
        if focused is None:
            continue
        assert focused["ring"], f"the focus on {focused} cannot be seen"
        assert focused["onScreen"], f"{focused} has the focus and is out of sight"
        if re.match(name, focused["text"]):
            return
    pytest.fail(f"Tab never came to {name}")


def heading_has_focus(person: Person, text: str) -> None:
    """Check that the focus went to the heading of what came up."""
    expect(person.page.get_by_role("heading", name=re.compile(text), level=1)).to_be_focused()


def test_from_load_to_result_by_keyboard(person):
    """Tab and Enter alone open a sample, train on it and reach the form; the focus follows to each new heading."""
    person.page.keyboard.press("Tab")
    expect(person.page.get_by_role("link", name="Skip to the page")).to_be_focused()
    person.page.keyboard.press("Enter")
    expect(person.page.get_by_role("main")).to_be_focused()
    tab_to(person, "Choose a file")
    tab_to(person, "Wine")
    person.page.keyboard.press("Enter")
    heading_has_focus(person, "wine.csv")
    tab_to(person, "Go to Train")
    person.page.keyboard.press("Enter")
    heading_has_focus(person, "Predict grower from")
    tab_to(person, "Train$")
    person.page.keyboard.press("Space")
    person.page.wait_for_url("**/#/result")
    heading_has_focus(person, "Right on")
    tab_to(person, "(?!.*missing$)(color|proline|flav|alcohol|hue|od280|[a-z])")
    before = person.page.evaluate(_FOCUSED)["text"]
    box = person.page.get_by_role("spinbutton", name=before)
    value = box.input_value()
    person.page.keyboard.press("ArrowUp")
    expect(box).not_to_have_value(value)
    tab_to(person, "Model, opens here again")
    with person.page.expect_download():
        person.page.keyboard.press("Enter")


def test_a_switch_and_a_role_by_keyboard(prepared):
    """A finding is switched by Space and keeps the focus; a column's role is changed in the list that appears."""
    show(prepared, "table")
    switch = prepared.page.get_by_role("switch", name=re.compile('^"code" is different'))
    switch.focus()
    prepared.page.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(switch).to_be_focused()
    prepared.page.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-checked", "true")
    offer = prepared.page.get_by_label("orchard is a")

    def opens() -> bool:  # a key that is pressed while the columns are drawn anew after the switch goes nowhere
        prepared.page.get_by_role("button", name=re.compile("^orchard")).focus()
        prepared.page.keyboard.press("Enter")
        with suppress(TookTooLong):
            offer.wait_for(timeout=5_000)
        return offer.is_visible()

    assert opens() or opens()
    offer.focus()
    prepared.page.keyboard.press("l")  # left out
    expect(prepared.button("orchard left out")).to_be_visible()


def test_the_skip_link_stays_on_its_page(prepared):
    """From the Train page it leads to that page's own content."""
    prepared.go("Train")
    prepared.page.get_by_role("link", name="Skip to the page").press("Enter")
    expect(prepared.page.get_by_role("main")).to_be_focused()
    expect(prepared.heading("Adjust")).to_be_visible()


@pytest.mark.parametrize("moves_on", [False, True])
def test_a_heading_that_comes_late_takes_the_focus_from_nobody(prepared, moves_on):
    """A heading that is still being drawn gets the focus later, unless somebody has tabbed on by then."""
    prepared.go("Train")
    prepared.go("Result")
    heading_has_focus(prepared, "Right on")
    prepared.page.get_by_role("main").evaluate("(main) => { main.inert = true }")  # takes no focus, like what is drawn
    links = prepared.page.get_by_role("navigation", name="Pages")
    links.get_by_role("link", name="Train").press("Enter")
    prepared.page.wait_for_url("**/#/train")
    expect(prepared.page).to_have_title("Train · elmweb")
    if moves_on:
        prepared.page.keyboard.press("Tab")
    prepared.page.locator("main").evaluate("(main) => { main.inert = false }")
    if moves_on:
        prepared.page.wait_for_timeout(500)  # ten times as long as until the next look for the heading
        expect(links.get_by_role("link", name="Result")).to_be_focused()
    else:
        heading_has_focus(prepared, "Predict grade")


# Names and headings


@pytest.mark.parametrize("page", PAGES)
def test_every_page_can_be_read_aloud(prepared, page):
    """Oracle: axe, which finds nothing serious. Every control has a name; one first heading, and no level is jumped."""
    show(prepared, page)
    assert serious_findings(prepared.page) == []
    tree = prepared.page.locator("body").aria_snapshot()
    assert len(re.findall(rf"^\s*- '?({CONTROLS})\b", tree, re.MULTILINE)) > 5
    assert nameless_controls(tree) == []
    levels = [int(level) for level in re.findall(r"- '?heading .*\[level=(\d)\]", tree)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_landmarks_language_and_title(prepared):
    """The page says its language and has one main part, one navigation and a title for each page."""
    assert prepared.page.locator("html").get_attribute("lang") == "en"
    assert prepared.page.get_by_role("main").count() == 1
    for name in ("Data", "Train", "Result"):
        prepared.go(name)
        expect(prepared.page).to_have_title(f"{name} · elmweb")
        link = prepared.page.get_by_role("navigation").get_by_role("link", name=name)
        expect(link).to_have_attribute("aria-current", "page")


# Screens


@pytest.fixture(scope="module")
def phone(stay_again) -> Person:
    """Return somebody with a phone and something on every page."""
    return prepare(stay_again(phone=True).is_live())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_every_page_without_sideways_scrolling(phone, scheme, tmp_path):
    """390 pixels are enough for each page, in light and dark; the pictures have the right ground and are not empty."""
    phone.page.emulate_media(color_scheme=scheme)  # as a phone does in the evening, with the page open
    for page in PAGES:
        show(phone, page)
        assert phone.page.evaluate("() => document.documentElement.scrollWidth") == 390, page
        looks_right(phone.page.screenshot(full_page=True), scheme, tmp_path / f"{page} 390 {scheme}.png")
        assert serious_findings(phone.page) == [], page
    tall = phone.page.get_by_role("navigation").get_by_role("link", name="Train").bounding_box()["height"]
    assert tall >= 44, "a finger needs this much"


def test_the_theme_is_switched_and_kept(prepared, tmp_path):
    """The button turns every page and every chart dark; the choice is still there after a reload."""
    for page in PAGES[:-1]:
        show(prepared, page)
        looks_right(prepared.page.screenshot(), "light", tmp_path / f"{page} 1280 light.png")
    prepared.button("Dark mode").click()
    prepared.page.wait_for_timeout(1500)  # the charts are drawn again one by one
    for page in PAGES[:-1]:
        show(prepared, page)
        looks_right(prepared.page.screenshot(full_page=True), "dark", tmp_path / f"{page} 1280 dark.png")
        for canvas in prepared.page.locator("canvas:visible").all():
            assert brightness(canvas.evaluate(_CORNER)) < 60
    prepared.page.reload()
    assert brightness(prepared.page.evaluate("() => getComputedStyle(document.body).backgroundColor")) < 60


_CORNER = """(canvas) => {
  const [red, green, blue, alpha] = canvas.getContext("2d").getImageData(1, 1, 1, 1).data;
  return alpha < 128 ? getComputedStyle(document.body).backgroundColor : `rgb(${red}, ${green}, ${blue})`;
}"""


def brightness(colour: str) -> float:
    """Return how bright a CSS colour is, from 0 to 255."""
    return sum(map(float, re.findall(r"[\d.]+", colour)[:3])) / 3


def luminance(colour: str) -> float:
    """Return the relative luminance of a CSS colour, as WCAG 2 defines it."""
    shares = [float(part) / 255 for part in re.findall(r"[\d.]+", colour)[:3]]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_text_can_be_read(visit, scheme):
    """Each text colour has at least 4.5 to 1 on the grounds it is used on, as WCAG 2 AA asks."""
    page = visit(color_scheme=scheme, java_script_enabled=False).page
    pairs = {"bg": "ink ink-2 ink-3 accent warn bad", "surface": "ink ink-2", "accent": "on-accent"}
    pairs |= {"accent-tint": "ink ink-2", "warn-tint": "ink warn", "bad-tint": "ink bad"}
    for ground, texts in pairs.items():
        for text in texts.split():
            light, dark = sorted((luminance(_colour(page, name)) for name in (ground, text)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{text} on {ground}"


def _colour(page, name: str) -> str:
    """Return a colour of the style sheet as the browser works it out."""
    return page.evaluate(
        "(name) => { document.body.style.color = `var(--${name})`; return getComputedStyle(document.body).color; }",
        name,
    )
