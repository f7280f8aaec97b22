"""Take pictures of every page and state, in any language: four widths, both themes, forced colours and 200 % zoom.

The way through the page is gone once; in every state the window is given each size and theme in turn. A picture shows
the whole page, however long it is, and `index.html` beside them has all pictures of a state in a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from playwright.sync_api import FloatRect, Page, ViewportSize, expect

from buildsteps.progress import step
from buildsteps.visiting import go, live_page, press, settle, top
from elmweb.words import speak
from elmweb.words.page import train as words

__all__ = ["STATES", "VARIANTS", "take_pictures"]

_HEIGHTS = {390: 844, 640: 400, 820: 1180, 1280: 800, 1920: 1080}
_TALLEST = 12_000  # pixels of a picture

VARIANTS: dict[str, tuple[int, dict[str, Any]]] = {
    **{
        f"{width}-{scheme}": (width, {"color_scheme": scheme})
        for scheme in ("light", "dark")
        for width in (390, 820, 1280, 1920)
    },
    "1280-forced-colours": (1280, {"color_scheme": "dark", "forced_colors": "active"}),
    # A window of 1,280 pixels at 200 % is one of 640 CSS pixels.
    "1280-zoom-200": (640, {"color_scheme": "light"}),
}
"""Width in CSS pixels and emulated media of each picture of a state, by name."""

State = tuple[str, Callable[[Page], None]]


def _sample(name: str, page: Page) -> None:
    go(page, "data")
    if page.locator("button.sample:visible").count() == 0:
        press(page, {"name": "close_table"})
    page.locator(f"button.sample[data-send*='\"{name}\"']").click()
    expect(page.get_by_role("heading", name=f"{name}.csv")).to_be_visible()


def _adjust(page: Page) -> None:
    page.locator("#main").get_by_role("button", name=words.ADJUST, exact=True).click()
    expect(page.get_by_role("slider", name=words.SETTINGS["seed"])).to_be_visible()
    page.wait_for_timeout(2_500)  # the small model that follows the sliders


def _close_and_train(page: Page) -> None:
    page.locator("#main").get_by_role("button", name=words.ADJUST, exact=True).click()
    expect(page.get_by_role("slider", name=words.SETTINGS["seed"])).to_be_hidden()
    _train(page)


def _train(page: Page) -> None:
    page.locator("#main").get_by_role("button", name=words.TRAIN, exact=True).click()
    expect(page.locator(".verdict h1")).to_be_visible()
    top(page)


def _open_details(page: Page) -> None:
    page.evaluate("""() => {
      const open = (root) => root.querySelectorAll("*").forEach((each) => {
        if (each.localName === "details") each.open = true;
        if (each.shadowRoot) open(each.shadowRoot);
      });
      open(document);
    }""")


def _paste(text: str, page: Page) -> None:
    go(page, "data")
    if page.locator("#paste-open:visible").count() == 0:
        press(page, {"name": "close_table"})
    if page.locator("#paste:visible").count() == 0:
        page.locator("#paste-open").click()
    page.locator("#paste").fill(text)
    page.locator("#paste-box button[type=submit]").click()


def _address(address: str) -> Callable[[Page], None]:
    return partial(_go_and_wait, address)


def _go_and_wait(address: str, page: Page) -> None:
    go(page, address)
    page.wait_for_timeout(2_500)  # what is made when it is first opened


_WITH_GAPS = "\n".join(
    ["kind,height,width,picked,colour,weight"]
    + [
        f"{('ash', 'oak', 'elm')[i % 3]},{1 + i % 7}.{i % 10},{'' if i % 4 == 0 else i % 9},2026-0{1 + i % 9}-1{i % 9},"
        f"{'red' if i % 2 else 'blue'},{'n/a' if i % 11 == 0 else 10 * (i % 3) + i % 5}"
        for i in range(120)
    ]
)

STATES: tuple[State, ...] = (
    ("start", top),
    ("start-paste", lambda page: page.locator("#paste-open").click()),
    ("about", _address("about")),
    ("train-empty", _address("train")),
    ("result-empty", _address("result")),
    ("data-gaps", partial(_paste, _WITH_GAPS)),
    ("data-refused", partial(_paste, "one column\n1\n2")),
    ("data", partial(_sample, "breast-cancer")),
    ("train", _address("train")),
    ("train-settings", _adjust),
    ("result", _close_and_train),
    ("result-columns", lambda page: press(page, {"do": "columns"})),
    ("result-decide", lambda page: press(page, {"do": "decide"})),
    ("result-row", lambda page: press(page, {"do": "ask", "question": "row"})),
    ("result-open", _open_details),
    ("data-numbers", partial(_sample, "diabetes")),
    ("train-numbers", _address("train")),
    ("result-numbers", _train),
    ("data-series", partial(_sample, "seattle-weather")),
    ("models", _address("models")),
    *((f"models-{name}", _address(f"models/{name}")) for name in (
        "cnn-mnist", "detector-nanodet", "transformer-translate", "transformer-sentiment", "lstm-demand", "gan-fashion",
        "speech-moonshine", "speak-hibari", "style-magenta",
    )),
    ("learn", _address("learn")),
    *((f"learn-{name.replace('/', '-')}", _address(f"learn/{name}")) for name in (
        "architectures", "architectures/lstm", "architectures/attention", "architectures/gan", "architectures/borrowed",
        "jobs", "jobs/finance", "jobs/transport", "jobs/language", "jobs/science", "papers", "lottery", "guide",
    )),
    ("race", _address("race")),
    ("teach", _address("teach")),
)  # fmt: skip
"""What is done before each picture, in this order, by the name of the picture."""


def take_pictures(site: Path, folder: Path, only: list[str], language: str = "en") -> list[str]:
    """Take a picture of every state in every variant, and write a page that shows them all.

    Parameters
    ----------
    site : Path
        Folder of the built site.
    folder : Path
        Where the pictures go; those that are there already are replaced.
    only : list of str
        Names of the states to take; empty for all. The others are gone through without a picture.
    language : str, default="en"
        The visitor's: one of :data:`elmweb.words.LANGUAGES`.

    Returns
    -------
    list of str
        The states that could not be reached, and what stood in the way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    first: ViewportSize = {"width": 1280, "height": 800}
    failed: list[str] = []
    speak(language)  # buttons are found by what is written on them
    with live_page(site, first, color_scheme="light", locale=language) as page:
        for name, come in STATES:
            with step(f"Take pictures of {name}"), _told(name, failed):
                come(page)
                settle(page)
                if not only or name in only:
                    for variant in VARIANTS:
                        _take(page, folder, name, variant)
                    _shape(page, 1280, {"color_scheme": "light"})
    _write_index(folder)
    return failed


@contextmanager
def _told(name: str, failed: list[str]) -> Iterator[None]:
    """Go on after a state that could not be reached, and keep what stood in its way."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  the other pictures are wanted all the same
        failed.append(f"{name}: {error}")


def _shape(page: Page, width: int, media: dict[str, Any]) -> None:
    page.set_viewport_size({"width": width, "height": _HEIGHTS[width]})
    page.emulate_media(**{"forced_colors": "none", "reduced_motion": "reduce", **media})
    settle(page)


def _take(page: Page, folder: Path, name: str, variant: str) -> None:
    width, media = VARIANTS[variant]
    _shape(page, width, media)
    wide, tall = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    if wide > width:
        print(f"  {name}, {variant}: {wide} pixels wide in a window of {width}")
    clip: FloatRect = {"x": 0, "y": 0, "width": wide, "height": min(tall, _TALLEST)}
    page.screenshot(path=folder / f"{name}.{variant}.png", clip=clip, full_page=True, animations="disabled")


def _write_index(folder: Path) -> None:
    names = sorted({path.name.split(".")[0] for path in folder.glob("*.png")})
    rows = "".join(
        f"<h2>{escape(name)}</h2><div>"
        + "".join(
            f'<figure><img loading="lazy" src="{name}.{variant}.png" alt=""><figcaption>{variant}</figcaption></figure>'
            for variant in VARIANTS
            if (folder / f"{name}.{variant}.png").exists()
        )
        + "</div>"
        for name in names
    )
    style = "div{display:flex;gap:1em;overflow:auto;align-items:start}img{height:30em;border:1px solid}figure{margin:0}"
    (folder / "index.html").write_text(f"<!doctype html><title>elmweb</title><style>{style}</style>{rows}")
