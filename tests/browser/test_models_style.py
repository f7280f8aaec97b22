"""The photo painter in the built site: styles that blend, any picture as a style, before and after, PNG, camera."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from looks import fits_a_phone
from person import Person
from PIL import Image
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def person(stay_with_devices: Callable[..., Person]) -> Person:
    """Return somebody at the open photo painter, with a camera."""
    somebody = stay_with_devices().is_live()
    somebody.opens_model("Photo painter")
    return somebody


def painted(person: Person) -> Locator:
    """Return the repainted photo."""
    return person.page.get_by_role("img", name="The repainted photo")


def changes(person: Person, act: Callable[[], object]) -> None:
    """Do something, and wait for another picture."""
    before = painted(person).get_attribute("src")
    act()
    expect(painted(person)).not_to_have_attribute("src", before, timeout=60_000)


def test_styles_blend_by_sliders(person: Person) -> None:
    """Invariant: a style that is pressed joins the blend, its slider takes its share down to nothing."""
    person.page.get_by_role("img", name="A cat").click()
    expect(person.headline).to_have_text("Style 20")
    person.button("Style 4").click()
    expect(person.headline).to_have_text(re.compile("Styles 4.* 20, blended"))
    share = person.field("Share of style 20")
    changes(person, lambda: share.press("PageDown"))
    share.press("Home")
    expect(person.headline).to_have_text("Style 4")
    person.button("Style 20").click()
    person.button("Style 4").click()
    expect(person.page.get_by_text("No style is chosen yet.")).to_be_visible()
    person.button("Style 9").click()
    expect(person.headline).to_have_text("Style 9")


def test_the_photo_is_compared_and_the_picture_saved(person: Person, tmp_path: Path) -> None:
    """Oracle: the photo's own pixels below the slider; the file is the picture on the page, 451 by 300 pixels."""
    slider = person.field("Show the photo")
    slider.press("End")
    shown = person.page.locator(".wipe")
    cat = person.page.locator("elm-photo canvas").first
    edges = [
        np.asarray(Image.open(io.BytesIO(each.screenshot())).convert("RGB").resize((40, 27))) for each in (shown, cat)
    ]
    assert np.abs(edges[0].astype(int) - edges[1]).mean() < 6
    slider.press("Home")
    with person.page.expect_download() as download:
        person.button("Save as PNG").click()
    assert download.value.suggested_filename == "style-magenta.png"
    picture = Image.open(download.value.path())
    assert (picture.format, picture.size) == ("PNG", (451, 300))
    assert np.abs(np.asarray(picture.resize((40, 27)), int) - edges[1]).mean() > 12


def test_any_picture_gives_its_style(person: Person) -> None:
    """Invariant: without a picture that is said; strength and colours change what is painted."""
    person.button("Any picture").click()
    expect(person.page.get_by_text("There is no style yet.")).to_be_visible()
    person.page.get_by_role("img", name="Coloured planes").click()
    expect(person.headline).to_have_text("The style of your picture")
    changes(person, lambda: person.page.get_by_role("slider", name="Strength of the style").press("PageDown"))
    changes(person, lambda: person.button("Colours of the photo").click())


def test_1024_pixels_are_painted_in_one_piece(person: Person, tmp_path: Path) -> None:
    """Invariant: the largest square is painted by the network that needs more memory; the size is as asked for."""
    file = tmp_path / "large.jpg"
    rows, columns = np.mgrid[:1200, :1200]
    colours = np.stack([rows % 256, columns % 256, (rows // 64 + columns // 64) % 2 * 200], axis=-1)
    Image.fromarray(colours.astype(np.uint8)).save(file)
    person.button("Built-in styles").click()
    person.button("1,024 pixels").click()
    person.brings(person.page.locator("elm-photo label").first, "large.jpg", file)
    expect(person.page.get_by_text("1,024 by 1,024 pixels")).to_be_visible(timeout=120_000)
    assert person.page.locator(".runs .badge").inner_text() == "CPU"


def test_the_camera_is_painted(person: Person) -> None:
    """Invariant: frame after frame, also in the style of a picture that was brought before all of them."""
    person.button("384 pixels").click()
    person.button("Any picture").click()
    person.button("Use the camera").click()
    for _ in range(10):  # more than the arrays that are kept
        changes(person, lambda: None)
    expect(person.headline).to_have_text("The style of your picture")
    person.button("Stop the camera").click()


def test_a_phone_has_room_for_it(person: Person, tmp_path: Path) -> None:
    """Invariant: nothing sticks out, everything has a name, axe finds nothing serious."""
    person.button("Built-in styles").click()
    fits_a_phone(person, "painter", tmp_path)
