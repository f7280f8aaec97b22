"""The main flow in the engines of Chrome, Firefox and Safari, on a desk and on a phone."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from bidi import Firefox
from webkit import WebKit

from buildsteps.browser import find_webkit

pytestmark = pytest.mark.browser

_SEEN = """shown("[role=alert]").map(({innerText}) => innerText).join("\\n") + document.body.innerText.slice(0, 1000)"""
PATIENCE = 180  # seconds; WebKit takes twice as long as the others, and all of them share two cores
PHONE = (390, 844)
NARROWEST = 480  # pixels; WebKitGTK draws no window of 390
PAGES = ("Data", "Train", "Result", "Models")

HANDS = Path(__file__).with_name("hands.js").read_text()


class Browser(Protocol):
    """What every driver of a browser can do."""

    def open(self, address: str) -> None:
        """Load a page and wait until it has been."""

    def resize(self, width: int, height: int) -> None:
        """Give the page a size in pixels."""

    def evaluate(self, script: str) -> Any:
        """Return what a JavaScript expression comes to."""


class Chromium:
    """A page of Playwright's."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.open = page.goto
        self.evaluate = page.evaluate

    def resize(self, width: int, height: int) -> None:
        """Give the page a size in pixels."""
        self.page.set_viewport_size({"width": width, "height": height})


class Visitor:
    """Somebody in front of any browser, who waits for what they expect to see.

    Parameters
    ----------
    browser : Browser
        Its driver.
    address : str
        The page's address.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address

    def comes(self) -> float:
        """Open the page; return the seconds until it is live."""
        self.browser.open("about:blank")
        start = time.monotonic()
        self.browser.open(self.address)
        self.browser.evaluate(f"(() => {{ {HANDS} }})()")
        self.sees("document.documentElement.dataset.live !== undefined")
        return time.monotonic() - start

    def sees(self, condition: str) -> Any:
        """Wait until an expression is true, and return what it comes to."""
        deadline = time.monotonic() + PATIENCE
        while not (found := self.browser.evaluate(condition)):
            if time.monotonic() > deadline:
                page = self.browser.evaluate(_SEEN)
                pytest.fail(f"{condition} never came to be.\n{page}")
            time.sleep(0.05)
        return found

    def presses(self, name: str, selector: str = "button, a") -> None:
        """Press what has a name as soon as it can be pressed."""
        self.sees(f"press({json.dumps(name)}, {json.dumps(selector)})")

    def goes(self, page: str) -> None:
        """Open a page by its link in the rail."""
        self.presses(page, "nav a")

    def reads(self, selector: str) -> str:
        """Return the text of the first visible element of a kind."""
        return self.sees(f"text({json.dumps(selector)})")

    def answer(self, key: str) -> str:
        """Move the first slider of the form to one of its ends; return what the model says there."""
        before = self.reads("[role=status] b.big")
        self.sees(f"slide({json.dumps(key)})")
        return self.sees(f'text("[role=status] b.big") !== {json.dumps(before)} && text("[role=status] b.big")')


@pytest.fixture(scope="module", params=["chromium", "firefox", "webkit"])
def visitor(request, address, tmp_path_factory) -> Iterator[Visitor]:
    """Return somebody who was never here, with each kind of browser."""
    home = tmp_path_factory.mktemp(request.param)
    if request.param == "chromium":
        stay = request.getfixturevalue("stay")
        yield Visitor(Chromium(stay("about:blank").page), address)
    elif request.param == "firefox":
        with Firefox(request.getfixturevalue("firefox_program"), home) as firefox:
            yield Visitor(firefox, address)
    else:
        programs = find_webkit()
        if not programs:
            pytest.skip("there is no WebKit on this machine, and none could be installed")
        with WebKit(*programs, home) as webkit:
            yield Visitor(webkit, address)


def test_from_an_empty_page_to_a_saved_model_and_a_later_visit(visitor):
    """Sample, training, result, form, saved model; a later visit, where it predicts the same; a deep model."""
    visitor.browser.resize(1280, 800)
    seconds = {"live": visitor.comes()}
    assert visitor.browser.evaluate("localStorage.getItem('elmweb-refused-snapshot-page')") is None, (
        "it works or is not tried"
    )
    start = time.monotonic()
    visitor.sees('shown("button").filter((card) => nameOf(card).startsWith("Iris")).map((card) => card.click()).length')
    visitor.sees('text("h1") === "iris.csv"')
    seconds["table"] = time.monotonic() - start
    start = time.monotonic()
    visitor.goes("Train")
    visitor.presses("Train", "button")
    verdict = visitor.reads(".verdict h1")
    assert verdict.startswith("Right on")
    seconds["result"] = time.monotonic() - start
    answers = {key: visitor.answer(key) for key in ("Home", "End")}
    assert answers["Home"] != answers["End"]

    visitor.presses("Model, opens here again")
    model = visitor.sees("savedFile()")
    assert model.startswith("504b"), "a zip file"

    visitor.sees(
        '!("working" in document.body.dataset || "unsaved" in document.body.dataset)'
    )  # until then the page asks before it is left
    seconds["live again"] = visitor.comes()
    assert visitor.browser.evaluate("document.body.dataset.table === undefined"), "a later visit begins anew"
    visitor.presses("Go on with iris", "a")  # what was done is kept, in each kind of browser
    assert visitor.reads(".verdict h1") == verdict
    visitor.sees(f"slide({json.dumps('Home')})")
    visitor.sees(f'text("[role=status] b.big") === {json.dumps(answers["Home"])}')
    visitor.goes("Data")
    visitor.sees('text("h1") === "iris.csv"')
    visitor.comes()
    visitor.browser.evaluate(f'choose("#model-file", "iris.elm.zip", "{model}")')
    assert visitor.reads(".verdict h1") == verdict
    for key in ("Home", "End", "Home"):
        visitor.sees(f"slide({json.dumps(key)})")
        visitor.sees(f'text("[role=status] b.big") === {json.dumps(answers[key])}')

    visitor.goes("Models")
    visitor.presses("Digit reader", "nav a")
    visitor.presses("Use a sample digit")
    visitor.sees('shown("[role=status] b.big").some((answer) => answer.innerText === "3")')
    assert visitor.browser.evaluate("broken") == []
    print({name: round(took, 1) for name, took in seconds.items()})  # noqa: T201 - for who asks for it by -s


@pytest.mark.parametrize("page", PAGES)
def test_nothing_sticks_out_on_a_phone(visitor, page):
    """The page that was made above, in a narrow window: no page can be moved sideways."""
    visitor.browser.resize(*PHONE)
    visitor.goes(page)
    visitor.sees(f'location.hash === "#/{page.lower()}"')
    assert visitor.browser.evaluate("innerWidth") <= NARROWEST
    visitor.sees("document.documentElement.scrollWidth <= innerWidth")  # charts are drawn anew for another width
    assert visitor.browser.evaluate('shown("[role=alert]").length') == 0
