"""How a page looks, as far as a machine can say, and whether a phone has room for it."""

from __future__ import annotations

import io
import re
from pathlib import Path

from axe import serious_findings
from person import Person
from PIL import Image

__all__ = ["CONTROLS", "fits_a_phone", "looks_right", "nameless_controls"]

CONTROLS = "button|link|textbox|combobox|listbox|slider|switch|checkbox|radio|spinbutton|progressbar"


def looks_right(png: bytes, scheme: str, path: Path) -> None:
    """Keep a screenshot for human eyes, and check what a machine can: its ground, and that something is on it."""
    path.write_bytes(png)
    image = Image.open(io.BytesIO(png)).convert("RGB")
    colours = image.getcolors(image.width * image.height)
    ground = max(colours)[1]
    assert (sum(ground) / 3 > 200) == (scheme == "light")
    assert len(colours) > 20
    assert max(colours)[0] < 0.98 * image.width * image.height


def nameless_controls(tree: str) -> list[str]:
    """Return the controls without a name in the tree that screen readers get."""
    controls = re.findall(rf"^\s*- '?((?:{CONTROLS})\b.*)$", tree, re.MULTILINE)
    return [line for line in controls if '"' not in line and "/" not in line]


def fits_a_phone(person: Person, name: str, folder: Path) -> None:
    """Check that 390 pixels are enough in light and dark, for eyes, screen readers and axe; keep the pictures."""
    page = person.page
    page.set_viewport_size({"width": 390, "height": 844})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(500)  # charts are drawn again
        assert page.evaluate("() => document.documentElement.scrollWidth") == 390
        looks_right(page.screenshot(full_page=True), scheme, folder / f"{name} 390 {scheme}.png")
        assert serious_findings(page) == []
    tree = page.locator("body").aria_snapshot()
    assert nameless_controls(tree) == []
    assert tree.count("[level=1]") == 1
