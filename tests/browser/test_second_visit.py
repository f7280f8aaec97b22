"""A second visit starts from a picture of the first one's memory; whatever is wrong with it, the page still starts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

_CUT_SHORT = """async () => {
  const cache = await caches.open("elmweb-start");
  for (const request of await cache.keys()) {
    const whole = await (await cache.match(request)).arrayBuffer();
    if (request.url.includes("memory-")) await cache.put(request, new Response(whole.slice(0, whole.byteLength / 2)));
  }
}"""
_WRONG_PLACES = """async () => {
  const cache = await caches.open("elmweb-start");
  for (const request of await cache.keys()) {
    if (!request.url.includes("layout-")) continue;
    const layout = await (await cache.match(request)).json();
    layout.tableStart += 1;
    await cache.put(request, new Response(JSON.stringify(layout)));
  }
}"""
_SCRAMBLED = """async () => {
  const cache = await caches.open("elmweb-start");
  for (const request of await cache.keys()) {
    if (!request.url.includes("memory-")) continue;
    const bytes = new Uint8Array(await (await cache.match(request)).arrayBuffer());
    bytes.fill(7, bytes.length / 4, bytes.length / 2);
    await cache.put(request, new Response(bytes));
  }
}"""


@pytest.fixture(scope="module")
def regular(stay):
    """Return somebody whose first visit left a picture."""
    person = stay().is_live()
    assert how(person) == "plain"
    person.page.locator("html[data-kept]").wait_for(state="attached", timeout=120_000)
    return person


def how(person) -> str:
    """Return how Python was started."""
    return person.page.locator("html").get_attribute("data-start")


def come_again(person) -> None:
    """Load the page again and wait until Python is there."""
    person.page.goto("about:blank")
    person.page.goto(person.address)
    person.is_live()


def opens_a_sample(person) -> None:
    """Check that the page really answers."""
    person.page.get_by_role("button", name="Wine").click()
    person.has_open("wine.csv", 178, 14)


def test_a_second_visit_starts_from_the_picture_and_works(regular):
    """Python is there without importing anything anew, and a sample opens as on the first visit."""
    come_again(regular)
    assert how(regular) == "snapshot"
    opens_a_sample(regular)


def test_what_is_pressed_before_the_picture_is_loaded_is_answered(regular):
    """A press on the painted page is kept in order and answered by the Python that comes."""
    regular.page.goto("about:blank")
    regular.page.goto(regular.address, wait_until="commit")
    regular.page.get_by_role("button", name="Iris").click()
    regular.has_open("iris.csv", 150, 5)
    assert how(regular) == "snapshot"


@pytest.mark.parametrize("damage", [_CUT_SHORT, _WRONG_PLACES, _SCRAMBLED], ids=["cut", "places", "scrambled"])
def test_a_damaged_picture_gives_way_to_the_ordinary_start(regular, damage, complaints):
    """With any part of the picture broken the page starts the plain way, works, and forgets the picture."""
    regular.page.evaluate(damage)
    come_again(regular)
    assert how(regular) == "plain"
    opens_a_sample(regular)
    expect(regular.page.locator("#python")).to_have_text("ready")
    complaints.clear()  # a library that was started in broken memory may cry before it is ended
    regular.page.locator("html[data-kept]").wait_for(state="attached", timeout=120_000)
    come_again(regular)
    assert how(regular) == "snapshot", "a new picture was taken"
