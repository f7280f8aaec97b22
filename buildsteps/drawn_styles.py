"""Draw the pictures in ``web/samples/styles``, whose styles the photo painter can take.

Run ``python -m buildsteps.drawn_styles``. They are drawn here because no registry package was found that carries
paintings under a licence without doubt.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

__all__ = ["draw_styles"]

FOLDER = Path(__file__).parents[1] / "web" / "samples" / "styles"
SIDE = 384
_LARGE = 2 * SIDE  # drawn twice as large and made smaller, so that edges are smooth


def draw_styles(folder: Path = FOLDER) -> list[Path]:
    """Draw the pictures and return their paths.

    Parameters
    ----------
    folder : Path, optional
        Where to write them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, draw in (("strokes", _strokes), ("planes", _planes), ("ink", _ink)):
        picture = draw(np.random.default_rng(7)).resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        paths.append(folder / f"{name}.jpg")
        picture.save(paths[-1], quality=88)
    return paths


def _colour(rng: np.random.Generator, base: tuple[int, ...], spread: int) -> tuple[int, ...]:
    return tuple(int(each) for each in np.clip(np.array(base) + rng.integers(-spread, spread + 1, 3), 0, 255))


def _strokes(rng: np.random.Generator) -> Image.Image:
    """Return short thick strokes along the swirls of a few whirls, blue with yellow suns."""
    image = Image.new("RGB", (_LARGE, _LARGE), (24, 44, 96))
    pen = ImageDraw.Draw(image)
    whirls = rng.uniform(0.1, 0.9, (5, 2)) * _LARGE
    turns = rng.choice([-1.0, 1.0], 5)
    for _ in range(9_000):
        x, y = rng.uniform(0, _LARGE, 2)
        away = np.array([x, y]) - whirls
        distance = np.hypot(*away.T)
        pull = turns / (1 + (distance / 120) ** 2)
        flow = (pull[:, None] * np.stack([-away[:, 1], away[:, 0]], axis=1) / (distance[:, None] + 1)).sum(axis=0)
        angle = np.arctan2(flow[1] + 0.05, flow[0] + 0.3)
        nearest = distance.min()
        base = (244, 206, 86) if nearest < 50 else (222, 222, 170) if nearest < 80 else (58, 98, 168)
        reach = rng.uniform(12, 26)
        ends = [x, y, x + reach * np.cos(angle), y + reach * np.sin(angle)]
        pen.line(ends, fill=_colour(rng, base, 42), width=int(rng.integers(5, 9)))
    return image


def _planes(rng: np.random.Generator) -> Image.Image:
    """Return flat triangles in few colours between dark lines."""
    colours = [(214, 64, 52), (242, 186, 64), (38, 92, 150), (236, 226, 204), (60, 130, 106), (28, 32, 44)]
    image = Image.new("RGB", (_LARGE, _LARGE), colours[3])
    pen = ImageDraw.Draw(image)
    n = 9
    corners = np.stack(np.meshgrid(np.arange(n + 1), np.arange(n + 1)), axis=-1) * (_LARGE / n)
    corners = corners + rng.uniform(-32, 32, corners.shape)
    for row in range(n):
        for column in range(n):
            a, b, c, d = (tuple(corners[row + i, column + j]) for i, j in ((0, 0), (0, 1), (1, 1), (1, 0)))
            for triangle in ((a, b, c), (a, c, d)) if rng.random() < 0.5 else ((a, b, d), (b, c, d)):
                pen.polygon(triangle, fill=_colour(rng, colours[rng.integers(len(colours))], 14))
                pen.line([*triangle, triangle[0]], fill=(20, 20, 28), width=6)
    return image


def _ink(rng: np.random.Generator) -> Image.Image:
    """Return hatching with a brush on warm paper: the denser, the darker the ground below."""
    ground = np.asarray(
        Image.fromarray(rng.integers(0, 256, (9, 9), dtype=np.uint8)).resize((_LARGE, _LARGE), Image.Resampling.BICUBIC)
    )
    image = Image.new("RGB", (_LARGE, _LARGE), (240, 230, 208))
    pen = ImageDraw.Draw(image)
    for _ in range(5_200):
        x, y = rng.uniform(0, _LARGE, 2)
        dark = 1 - ground[int(y), int(x)] / 255
        if rng.random() > dark**1.5:
            continue
        angle = 0.7 + 1.4 * dark + rng.normal(0, 0.12)
        reach = rng.uniform(20, 56)
        ends = [x, y, x + reach * np.cos(angle), y + reach * np.sin(angle)]
        pen.line(ends, fill=_colour(rng, (34, 32, 40), 20), width=int(rng.integers(2, 7)))
    return image.filter(ImageFilter.GaussianBlur(1))


if __name__ == "__main__":
    for path in draw_styles():
        print(path)
