"""Photos of 12 megapixels, as many as wanted and no two alike, made of a few in little time.

A part of a real photo is enlarged to 4,000 by 3,000 pixels, grained like a photo that was taken in little light, and
written as a JPEG file in which every row of blocks can be decoded by itself (restart markers). Another photo is made by
moving the lower rows of blocks above the upper ones: other bytes and other pixels, and nothing is compressed again.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np

__all__ = ["CLASSES", "write_photos"]

WIDTH, HEIGHT = 4_000, 3_000
CLASSES = {"temple": "china.jpg", "flower": "flower.jpg"}
_N_BASES = 16  # photos of each class that are compressed; each gives up to 188 others
_QUALITY = 85
_MARKER = re.compile(rb"\xff[\xd0-\xd7]")  # a restart; in the data every 0xff is followed by 0x00


def write_photos(folder: Path, n: int, seed: int = 0) -> int:
    """Write photos of two classes into sub-folders.

    Parameters
    ----------
    folder : Path
        Where; it is made.
    n : int
        How many in all.
    seed : int
        Of the parts that are cut out and of the grain.

    Returns
    -------
    int
        Their size in bytes.
    """
    rng, size = np.random.default_rng(seed), 0
    n_bases = min(_N_BASES, -(-n // 2))
    for place, (name, scene) in enumerate(CLASSES.items()):
        (folder / name).mkdir(parents=True)
        bases = [_split(_photo(scene, rng)) for _ in range(n_bases)]
        for at in range((n - place + 1) // 2):
            turn, base = divmod(at, n_bases)
            data = _turned(*bases[base], turn)
            (folder / name / f"{at}.jpg").write_bytes(data)
            size += len(data)
    return size


def _photo(scene: str, rng: np.random.Generator) -> bytes:
    """Return a part of one of the two photos of scikit-learn, enlarged, as a JPEG file with restarts."""
    from PIL import Image  # noqa: PLC0415
    from sklearn.datasets import load_sample_image  # noqa: PLC0415

    whole = load_sample_image(scene)
    height = int(rng.integers(200, 420))
    width = height * WIDTH // HEIGHT
    top, left = rng.integers(0, whole.shape[0] - height + 1), rng.integers(0, whole.shape[1] - width + 1)
    part = Image.fromarray(whole[top : top + height, left : left + width])
    pixels = np.asarray(part.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC), np.int16)
    pixels = pixels + rng.integers(-6, 7, (HEIGHT, WIDTH, 1), dtype=np.int16)
    data = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(
        data, "JPEG", quality=_QUALITY, restart_marker_rows=1
    )
    return data.getvalue()


def _split(data: bytes) -> tuple[bytes, list[bytes]]:
    """Return what stands before the pixels of a JPEG file, and its rows of blocks."""
    scan = data.index(b"\xff\xda")
    start = scan + 2 + int.from_bytes(data[scan + 2 : scan + 4], "big")
    return data[:start], _MARKER.split(data[start:-2])


def _turned(head: bytes, rows: list[bytes], turn: int) -> bytes:
    """Return the file with its rows of blocks moved up by `turn`, those at the top going to the bottom."""
    turn %= len(rows)
    parts = [head]
    for at, each in enumerate(rows[turn:] + rows[:turn]):
        parts += [bytes((0xFF, 0xD0 + (at - 1) % 8))] * (at > 0) + [each]
    return b"".join([*parts, b"\xff\xd9"])
