"""Odd photos, odd archives and refused devices on the built site: each is named, and nothing else suffers."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from person import Person
from playwright.sync_api import expect
from sklearn.datasets import load_sample_image

pytest.importorskip("PIL")
from PIL import Image

pytestmark = pytest.mark.browser

PATIENCE_MS = 300_000
SCENES = {"طعام": "china.jpg", "flower 🌸": "flower.jpg"}
REFUSED = """() => {
  navigator.mediaDevices.getUserMedia = async () => {
    throw new DOMException("Permission denied", "NotAllowedError");
  };
}"""
MEAN_OF_HALVES = """async (image) => {
  await image.decode();
  const canvas = new OffscreenCanvas(96, 96), paint = canvas.getContext("2d");
  paint.drawImage(image, 0, 0, 96, 96);
  const mean = (at) => {
    const {data} = paint.getImageData(at, 0, 40, 96);
    return data.reduce((sum, value) => sum + value, 0) / data.length;
  };
  return [mean(0), mean(56)];
}"""


def saved(pixels: np.ndarray | Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """Return a picture as a file."""
    data = io.BytesIO()
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    image.save(data, kind, **options)
    return data.getvalue()


def crop(scene: str, seed: int) -> np.ndarray:
    """Return a part of a real photo."""
    rng = np.random.default_rng(seed)
    top, left = rng.integers(0, 220), rng.integers(0, 430)
    return load_sample_image(SCENES[scene])[top : top + 200, left : left + 200]


def zipped(files: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def usual(n: int, folder: str = "p") -> dict[str, bytes]:
    """Return photos of two classes."""
    return {f"{folder}/{scene}/{at}.jpg": saved(crop(scene, at)) for scene in SCENES for at in range(n)}


def odd() -> dict[str, bytes]:
    """Return photos with something about them."""
    half = np.zeros((120, 120, 3), np.uint8)
    half[:, :60] = 255
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "green", "blue")]
    one = saved(crop("flower 🌸", 500))
    return {
        "p/a/upright.png": saved(half, "PNG"),
        "p/a/turned.jpg": saved(np.ascontiguousarray(np.rot90(half)), exif=exif, quality=95),
        "p/a/moves.gif": saved(frames[0], "GIF", save_all=True, append_images=frames[1:]),
        "p/a/print.jpg": saved(Image.fromarray(crop("طعام", 501)).convert("CMYK")),
        "p/a/twice.jpg": one,
        "p/flower 🌸/twice.jpg": one,
        "p/طعام/broken.jpg": saved(crop("طعام", 502))[:80],
        "p/طعام/dot.png": saved(Image.new("RGB", (1, 1)), "PNG"),
        "p/طعام/huge.png": saved(Image.new("1", (20_000, 10_000)), "PNG"),
        "p/طعام/phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "p/empty/no.png": b"text",
        "../outside.jpg": saved(crop("طعام", 503)),
    }


@pytest.fixture(scope="module")
def person(stay) -> Person:
    """Return somebody on the first view."""
    return stay().is_live()


def test_odd_photos_are_named_and_the_others_used(person: Person) -> None:
    """Invariant: each odd photo is told by what is odd about it; the 12 that can be used are rows."""
    person.drop("odd.zip", zipped(usual(4) | odd()))
    person.page.wait_for_selector("body[data-table]", state="attached", timeout=PATIENCE_MS)
    person.has_open("odd.zip", 14, 2)
    page = person.page
    expect(page.get_by_text("4 photos cannot be used")).to_be_visible()
    expect(page.get_by_text("A file is there in two classes")).to_be_visible()
    expect(page.get_by_text("طعام", exact=True).first).to_be_visible()
    page.get_by_text("How the file was read").click()
    for part in (
        "HEIC",
        "its first frame is used",
        "(CMYK)",
        'The class "empty" has no photo',
        "leads out of its folder",
    ):
        expect(page.get_by_text(part).first).to_be_visible()


def test_a_photo_is_turned_upright(person: Person) -> None:
    """Oracle: the same picture saved upright; both are light on the left."""
    rows = person.page.get_by_role("table").locator("tr")
    for name in ("upright.png", "turned.jpg"):
        left, right = rows.filter(has_text=name).locator("img").evaluate(MEAN_OF_HALVES)
        assert left > 240
        assert right < 100


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("bomb.zip", zipped({"a/1.jpg": bytes(8_000_000)}, zipfile.ZIP_DEFLATED), "would unpack to far more"),
        ("one.zip", zipped({f"one/{at}.jpg": saved(crop("طعام", at)) for at in range(2)}), "has no classes to learn"),
        ("cut.zip", zipped({"a/1.jpg": b"\xff\xd8\xff", "b/2.jpg": b"\xff\xd8\xff"}), "None of the 2 photos"),
    ],
)
def test_an_archive_that_cannot_be_used_is_refused(person: Person, name: str, data: bytes, says: str) -> None:
    """Invariant: the failure is told, and the table that was open is still there."""
    person.drop(name, data)
    expect(person.alert).to_contain_text(says, timeout=PATIENCE_MS)
    person.button("Close this message").click()
    expect(person.heading("odd.zip")).to_be_visible()


def test_a_folder_with_a_table_of_its_files(person: Person, tmp_path: Path) -> None:
    """Oracle: the table beside the photos, which names all but one of them."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    names = []
    for at, scene in enumerate([*SCENES] * 4):
        names.append(f"{at}.jpg")
        (folder / names[-1]).write_bytes(saved(crop(scene, 20 + at)))
    lines = [f"{name},{'ab'[at % 2]}" for at, name in enumerate(names[:-1])]
    (folder / "labels.csv").write_text("\n".join(["file,kind", *lines]))
    person.first_view()
    person.page.set_input_files("#folder", folder)
    person.page.wait_for_selector("body[data-table]", state="attached", timeout=PATIENCE_MS)
    expect(person.heading("shelf.zip")).to_be_visible(timeout=PATIENCE_MS)
    expect(person.page.locator(".head .lead")).to_contain_text("7 rows, 2 columns")
    person.page.get_by_text("How the file was read").click()
    expect(person.page.get_by_text("is joined by the names of the files").first).to_be_visible()


def test_arrays_of_images_are_photos(person: Person) -> None:
    """Oracle: as many rows as there are images in the file, in the layout of MedMNIST."""
    arrays = {}
    for part, n in (("train", 6), ("val", 4), ("test", 4)):
        labels = np.arange(n, dtype=np.uint8)[:, None] % 2
        noise = np.random.default_rng(n + len(part)).integers(0, 60, (n, 28, 28), dtype=np.uint8)
        arrays |= {f"{part}_labels": labels, f"{part}_images": noise + 120 * labels[:, :, None]}
    data = io.BytesIO()
    np.savez_compressed(data, **arrays)
    person.first_view()
    person.drop("cells.npz", data.getvalue())
    expect(person.heading("cells.npz")).to_be_visible(timeout=PATIENCE_MS)
    expect(person.page.locator(".head .lead")).to_contain_text("14 rows, 2 columns")


def test_cancel_and_a_reload_lose_nothing(person: Person) -> None:
    """Invariant: after Cancel and a reload, the photos that were embedded are known, and only the rest is embedded."""
    page, photos = person.page, zipped(usual(30, "many"))
    person.first_view()
    person.drop("many.zip", photos)
    expect(page.get_by_text(re.compile(r"Embedding photo ([5-9]|[1-5]\d) of 60")).first).to_be_visible(
        timeout=PATIENCE_MS
    )
    person.button("Cancel").first.click()
    expect(page.get_by_text("Stopped.", exact=True).first).to_be_visible(timeout=PATIENCE_MS)
    assert not page.locator("body[data-table]").count()
    page.reload()
    person.is_live()
    person.first_view()
    person.drop("many.zip", photos)
    expect(person.heading("many.zip")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_text("How the file was read").click()
    told = page.get_by_text(re.compile(r"photos were known from before")).first.inner_text()
    assert 4 <= int(re.search(r"(\d+) photos were known", told)[1]) < 60


def test_a_camera_and_a_microphone_that_are_refused_are_told(person: Person) -> None:
    """Invariant: both are named with the browser's reason, and files still teach."""
    page = person.page
    page.evaluate(REFUSED)
    page.evaluate("location.hash = '#/teach'")
    expect(page.locator(".cls")).to_have_count(2, timeout=PATIENCE_MS)
    person.button("Use the camera").click()
    person.is_told("There is no camera to look through", "NotAllowedError")
    person.button("Microphone").click()
    person.button("Use the microphone").click()
    person.is_told("There is no microphone to listen with", "NotAllowedError")
    person.button("Camera").click()
    photo = {"name": "one.jpg", "mimeType": "image/jpeg", "buffer": saved(crop("طعام", 90))}
    page.locator(".cls").first.locator("input[type=file]").set_input_files(photo)
    expect(page.locator(".cls").first).to_contain_text("1 picture", timeout=PATIENCE_MS)
