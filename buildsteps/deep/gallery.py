"""Draw the pictures of the gallery on the Models page: ``python -m buildsteps.deep.gallery [id ...]``.

Each shows what its model takes or gives: its own inputs and answers, worked out by onnxruntime on this machine; the
three of sounds are drawn. Lines and bars are of a middle brightness on no ground, so that one picture serves the light
and the dark page.
"""

from __future__ import annotations

import asyncio
import io
import math
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from buildsteps.deep.recipe import MODELS
from elmweb.bridge._native import NativeRuntime
from elmweb.workbench.local import LocalWorkbench

__all__ = ["FOLDER", "PICTURES", "draw_pictures"]

SAMPLES = MODELS.parent / "web" / "samples"
FOLDER = SAMPLES / "models"
WIDTH, HEIGHT = 360, 216
INK, QUIET = (92, 134, 226), (136, 146, 158)
_TWICE = 2  # drawn twice as large and made smaller, so that lines are smooth

Make = Callable[[], Image.Image]
Colour = tuple[int, int, int]


def draw_pictures(only: list[str] | None = None) -> None:
    """Draw the pictures of all models, or of those that are named."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PICTURES.items():
        if not only or name in only:
            picture = make().resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
            picture.save(FOLDER / f"{name}.webp", quality=80, method=6)


def _ask(model: str, **inputs: Any) -> dict[str, Any]:
    """Return the answer of a model."""
    return asyncio.run(LocalWorkbench(runtime=NativeRuntime()).run_model(model, inputs))["answer"]


def _reference(model: str, key: str) -> np.ndarray:
    with np.load(MODELS / f"{model}.reference.npz") as file:
        return file[key]


def _photo(name: str) -> Image.Image:
    return Image.open(SAMPLES / f"{name}.jpg").convert("RGB")


def _filled(image: Image.Image, width: int, height: int) -> Image.Image:
    """Return the centre of an image in the proportions of an area."""
    scale = max(width / image.width, height / image.height)
    image = image.resize((math.ceil(scale * image.width), math.ceil(scale * image.height)), Image.Resampling.LANCZOS)
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


def _empty() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGBA", (_TWICE * WIDTH, _TWICE * HEIGHT), (*QUIET, 0))
    return image, ImageDraw.Draw(image)


def _row(images: list[Image.Image]) -> Image.Image:
    """Return images side by side, as large as there is room for."""
    sheet, _ = _empty()
    side = min(_TWICE * HEIGHT, _TWICE * WIDTH // len(images)) - 12
    left, top = (_TWICE * WIDTH - len(images) * (side + 12) + 12) // 2, (_TWICE * HEIGHT - side) // 2
    for number, image in enumerate(images):
        sheet.paste(_filled(image.convert("RGB"), side, side), (left + number * (side + 12), top))
    return sheet


def _line(
    pen: ImageDraw.ImageDraw, values: np.ndarray, ends: tuple[float, float], colour: Colour, x: tuple[float, float]
) -> None:
    """Draw a series between two fractions of the width; `ends` are its lowest and highest possible values."""
    low, high = ends
    xs = np.linspace(x[0], x[1], len(values)) * _TWICE * WIDTH
    ys = (0.9 - 0.8 * (values - low) / (high - low)) * _TWICE * HEIGHT
    pen.line(list(zip(xs.tolist(), ys.tolist(), strict=True)), fill=colour, width=6, joint="curve")


def _grey(values: np.ndarray) -> Image.Image:
    return Image.fromarray(np.rint(255 * values.clip(0, 1)).astype(np.uint8))


def _heat(values: np.ndarray) -> Image.Image:
    """Return a matrix as cells, each as strong as its value."""
    sheet, pen = _empty()
    n_rows, n_columns = values.shape
    side = min(_TWICE * WIDTH * 0.92 / n_columns, _TWICE * HEIGHT * 0.92 / n_rows)
    left, top = (_TWICE * WIDTH - side * n_columns) / 2, (_TWICE * HEIGHT - side * n_rows) / 2
    for row in range(n_rows):
        for column in range(n_columns):
            x, y = left + column * side, top + row * side
            alpha = round(30 + 225 * float(values[row, column]))
            pen.rounded_rectangle((x + 2, y + 2, x + side - 2, y + side - 2), 6, fill=(*INK, alpha))
    return sheet


def _boxes() -> Image.Image:
    photo = _photo("photos/astronaut")
    pen = ImageDraw.Draw(photo)
    for box in _ask("detector-nanodet", photo=np.asarray(photo))["boxes"]:
        left, top, right, bottom = (edge * size for edge, size in zip(box["box"], 2 * photo.size, strict=True))
        pen.rectangle((left, top, right, bottom), outline="white", width=9)
        pen.rectangle((left + 2, top + 2, right - 2, bottom - 2), outline=box["colour"], width=5)
    return _row([photo])


def _sound(pen: ImageDraw.ImageDraw, seed: int, middle: float, colour: Colour) -> None:
    """Draw how loud a made-up sound is over time."""
    n = 60
    loud = np.convolve(np.random.default_rng(seed).uniform(0, 1, n + 4), np.ones(5) / 5, "valid")
    for at, peak in enumerate((loud - loud.min()) / np.ptp(loud)):
        x, reach = (0.05 + 0.9 * (at + 0.5) / n) * _TWICE * WIDTH, 0.02 + 0.18 * peak
        pen.line((x, (middle - reach) * _TWICE * HEIGHT, x, (middle + reach) * _TWICE * HEIGHT), colour, 6)


def _waves() -> Image.Image:
    """Return two sounds, one above the other."""
    sheet, pen = _empty()
    _sound(pen, 3, 0.29, INK)
    _sound(pen, 5, 0.71, QUIET)
    return sheet


def _meanings() -> Image.Image:
    """Return how alike six sentences are: two about music, two about bread, two about rain."""
    texts = [
        "A man is playing the guitar.", "Somebody makes music with strings.", "The price of bread went up again.",
        "Bread costs more than last year.", "It rained all day.", "The weather was wet from morning to night.",
    ]  # fmt: skip
    vectors = np.stack([_ask("embed-text", text=text)["vector"] for text in texts])
    return _heat(np.abs(vectors @ vectors.T).clip(0, 1))


def _forecast() -> Image.Image:
    sheet, pen = _empty()
    series = _ask("lstm-demand", start=20)["series"]
    low, high = min(series["past"].min(), series["low"].min()), max(series["past"].max(), series["high"].max())
    split = 0.62
    xs = np.linspace(split, 0.97, len(series["low"])) * _TWICE * WIDTH

    def height(values: np.ndarray) -> np.ndarray:
        return (0.9 - 0.8 * (values - low) / (high - low)) * _TWICE * HEIGHT

    band = [*zip(xs, height(series["low"]), strict=True), *zip(xs[::-1], height(series["high"])[::-1], strict=True)]
    pen.polygon([(float(x), float(y)) for x, y in band], fill=(*INK, 70))
    _line(pen, series["past"], (low, high), QUIET, (0.03, split))
    _line(pen, series["middle"], (low, high), INK, (split, 0.97))
    return sheet


def _beats() -> Image.Image:
    sheet, pen = _empty()
    beats = _reference("lstm-ecg", "main/in/beat")
    for beat, colour in zip(beats[:2][::-1], (QUIET, INK), strict=True):
        _line(pen, beat, (float(beats.min()), float(beats.max())), colour, (0.04, 0.96))
    return sheet


def _words() -> Image.Image:
    """Return the words of a review as bars, each as long as its word and as strong as its weight."""
    sheet, pen = _empty()
    text = (
        "I expected little and was moved to tears: the acting is wonderful, the story quiet and true, and the music "
        "stays with you for days. The best film of the year."
    )
    words = _ask("transformer-sentiment", text=text, look=True)["words"]
    least = min(weight for _, weight in words)
    x, y, height = 36.0, 44.0, 42
    for word, weight in words:
        width = 20.0 * len(word)
        if x + width > _TWICE * WIDTH - 36:
            x, y = 36.0, y + height + 16
        if y + height > _TWICE * HEIGHT - 20:
            break
        pen.rounded_rectangle(
            (x, y, x + width, y + height), 8, fill=(*INK, round(40 + 215 * (weight - least) / (1 - least)))
        )
        x += width + 16
    return sheet


def _attention() -> Image.Image:
    found = _ask("transformer-translate", text="Choose the cells that you want to print.")["attention"]
    values = np.array(found["values"])
    return _heat(values / values.max())


def _painted() -> Image.Image:
    """Return a photo of which the right half is repainted."""
    photo = _photo("photos/coffee")
    sheet = _ask("style-magenta", photo=np.asarray(photo))["sheet"]
    painted = Image.open(io.BytesIO(sheet)).resize(photo.size)
    half = (photo.width // 2, 0, photo.width, photo.height)
    photo.paste(painted.crop(half), half[:2])
    return _filled(photo, _TWICE * WIDTH, _TWICE * HEIGHT)


def _spoken() -> Image.Image:
    """Return a sound that becomes lines of words."""
    sheet, pen = _empty()
    _sound(pen, 3, 0.3, INK)
    _lines(pen, 0.62)
    return sheet


def _said() -> Image.Image:
    """Return lines of words that become a sound."""
    sheet, pen = _empty()
    _lines(pen, 0.14)
    _sound(pen, 8, 0.7, INK)
    return sheet


def _lines(pen: ImageDraw.ImageDraw, top: float) -> None:
    """Draw two lines of words that are not to be read."""
    x, y = 36.0, top * _TWICE * HEIGHT
    for length in (4, 2, 7, 3, 8, 5, 2, 6, 3, 9, 4):
        width = 17.0 * length
        if x + width > _TWICE * WIDTH - 36:
            x, y = 36.0, y + 62
        pen.rounded_rectangle((x, y, x + width, y + 34), 8, fill=(*QUIET, 190))
        x += width + 16


def _digits() -> Image.Image:
    return _row([_grey(image[0]) for image in _reference("cnn-mnist", "main/in/image")])


def _small_photo() -> Image.Image:
    """Return a photo in the few pixels that the network sees."""
    small = _filled(_photo("photos/cat"), 300, 300).resize((32, 32), Image.Resampling.BOX)
    return _row([small.resize((448, 448), Image.Resampling.NEAREST)])


def _garments() -> Image.Image:
    return _row([Image.open(SAMPLES / "garments" / f"{name}.png") for name in ("boot", "dress", "bag")])


def _drawn_garments() -> Image.Image:
    sheet = Image.open(MODELS / "gan-fashion.samples.png").convert("L").crop((0, 0, 280, 168))
    return _filled(sheet, _TWICE * WIDTH, _TWICE * HEIGHT)


PICTURES: dict[str, Make] = {
    "cnn-cifar10": _small_photo,
    "cnn-mnist": _digits,
    "detector-nanodet": _boxes,
    "embed-audio": _waves,
    "embed-image": lambda: _row([_photo(f"photos/{name}") for name in ("cat", "coffee", "astronaut")]),
    "embed-text": _meanings,
    "gan-fashion": _drawn_garments,
    "lstm-demand": _forecast,
    "lstm-ecg": _beats,
    "speak-hibari": _said,
    "speech-moonshine": _spoken,
    "style-magenta": _painted,
    "transformer-sentiment": _words,
    "transformer-translate": _attention,
    "vit-fashion": _garments,
}
"""The picture of each model of the manifest."""


if __name__ == "__main__":
    draw_pictures(sys.argv[1:])
