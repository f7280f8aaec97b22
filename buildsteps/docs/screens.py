"""The pictures of the page in the documentation, taken on a way through the built site."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect

from buildsteps import bundle, visiting
from buildsteps.progress import step
from buildsteps.visiting import SCHEMES, go, live_page, press, settle, to, top

__all__ = ["PICTURES", "SCHEMES", "bring_pictures", "visit"]

PICTURES = ("start", "data", "train", "result", "reasons", "form", "take-home", "models", "learn", "race", "teach")
"""Names of the pictures; of each there is a light and a dark one."""

_WINDOW: ViewportSize = {"width": 1180, "height": 760}
_EFFECT = """button[data-send*='"do": "effect"']"""


def bring_pictures(site: Path, folder: Path) -> None:
    """Take all pictures, unless they were taken of exactly this site before.

    Parameters
    ----------
    site : Path
        Folder of the built site.
    folder : Path
        Where the pictures go; it is made.
    """
    key = hashlib.sha256((site / "site.json").read_bytes() + (site / "style.css").read_bytes())
    key.update(Path(__file__).read_bytes() + Path(visiting.__file__).read_bytes())
    kept = bundle.WORK / "pictures" / key.hexdigest()[:16]
    if not kept.exists():
        unfinished = kept.with_suffix(".unfinished")
        shutil.rmtree(kept.parent, ignore_errors=True)
        unfinished.mkdir(parents=True)
        with step("Take pictures of the page"):
            _take(site, unfinished)
        unfinished.rename(kept)
    shutil.copytree(kept, folder)


def _take(site: Path, folder: Path) -> None:
    """Go twice, once in each theme: a chart that changes its colours needs its time, and here nobody waits for it."""
    for scheme in SCHEMES:
        with live_page(site, _WINDOW, color_scheme=scheme) as page:
            visit(page, partial(_photograph, page, folder, scheme))


def visit(page: Page, photograph: Callable[[str], None]) -> None:
    """Go the way of the tutorial, then look into the other pages.

    Parameters
    ----------
    page : Page
        The live page, which nobody has used yet.
    photograph : callable
        Is called with each of :data:`PICTURES` when the page shows it.
    """
    photograph("start")
    page.locator("button.sample").filter(has_text="Breast cancer").click()
    expect(page.get_by_role("heading", name="breast-cancer.csv")).to_be_visible()
    photograph("data")
    go(page, "train")
    photograph("train")
    page.locator("#main").get_by_role("button", name="Train", exact=True).click()
    expect(page.locator(".verdict h1")).to_be_visible()
    top(page)
    photograph("result")
    press(page, {"do": "columns"})
    first = page.locator(_EFFECT).first
    first.click()  # shows what the column does, below the list
    settle(page)
    to(page, _EFFECT)
    photograph("reasons")
    top(page)
    press(page, {"do": "ask", "question": "row"})
    photograph("form")
    to(page, "ul.dl")
    photograph("take-home")
    go(page, "models/cnn-mnist")
    page.locator(".runs .badge").wait_for()  # it was downloaded and runs
    photograph("models")
    for name in ("learn", "race", "teach"):
        go(page, name)
        photograph(name)


def _photograph(page: Page, folder: Path, scheme: str, name: str) -> None:
    """Keep the window as it is."""
    settle(page)
    image = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    image.convert("RGB").save(folder / f"{name}-{scheme}.webp", quality=88, method=6)
