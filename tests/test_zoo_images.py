"""Pictures and what is made of them for an image model."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import Image

from elmweb.exceptions import InputError
from elmweb.zoo.images import as_channels, centre_square, digit_of, garment_of, photo_of
from elmweb.zoo.thumbnails import data_url, png, resize, to_bytes


@pytest.mark.parametrize("size", [(7, 5), (30, 20), (41, 64), (1, 1), (30, 3)])
@pytest.mark.parametrize("channels", [(), (3,)])
def test_resize_is_pillows_bilinear(size: tuple[int, int], channels: tuple[int, ...]) -> None:
    """Oracle: Pillow's BILINEAR on the same floats, larger, smaller and each axis by itself."""
    image = np.random.default_rng(0).uniform(size=(30, 20, *channels)).astype(np.float32)
    planes = image.reshape(30, 20, -1)
    bilinear = Image.Resampling.BILINEAR
    theirs = [Image.fromarray(planes[..., c]).resize(size[::-1], bilinear) for c in range(planes.shape[2])]
    wanted = np.stack([np.asarray(plane) for plane in theirs], axis=-1).reshape(*size, *channels)
    np.testing.assert_allclose(resize(image, *size), wanted, atol=1e-6)


@pytest.mark.parametrize("shape", [(3, 5), (4, 6, 3), (1, 1)])
def test_png_is_read_back(shape: tuple[int, ...]) -> None:
    """Oracle: Pillow reads the very bytes that went in."""
    image = np.random.default_rng(1).integers(0, 256, shape).astype(np.uint8)
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(png(image)))), image)
    address = data_url(image)
    assert base64.b64decode(address.split(",")[1]) == png(image)


def test_equal_numbers_are_black() -> None:
    """Invariant: no division by zero, and black is what nothing looks like."""
    assert not to_bytes(np.full((2, 2), 7.0)).any()


def _digit() -> np.ndarray:
    """Return a 1 as MNIST would have it: 20 pixels tall, its mass in the middle."""
    digit = np.zeros((28, 28), np.float32)
    digit[4:24, 12:16] = 1
    return digit


@pytest.mark.parametrize("shift", [(0, 0), (-60, 40), (70, -90)])
@pytest.mark.parametrize("scale", [5, 8])
def test_a_drawing_is_read_wherever_and_however_large_it_is(shift: tuple[int, int], scale: int) -> None:
    """Invariant: moving or enlarging a drawing does not change the digit; oracle: the digit it was made of."""
    drawing = np.zeros((400, 400), np.uint8)
    large = np.kron(_digit(), np.ones((scale, scale))) * 255
    top, left = (200 - large.shape[0] // 2 + each for each in shift)
    large = large[: 400 - max(0, top), : 400 - max(0, left)]
    drawing[max(0, top) : top + large.shape[0], max(0, left) : left + large.shape[1]] = large[
        max(0, -top) :, max(0, -left) :
    ]
    np.testing.assert_allclose(digit_of(drawing), _digit(), atol=0.02)


@pytest.mark.parametrize("stroke", [(slice(0, 280), slice(0, 280)), (slice(3, 4), slice(3, 4)), (slice(0, 280), 0)])
def test_any_drawing_stays_inside(stroke: tuple) -> None:
    """Invariant: 28 by 28 numbers from 0 to 1 with ink among them, for a full sheet, a dot and a line."""
    drawing = np.zeros((280, 280), np.uint8)
    drawing[stroke] = 255
    digit = digit_of(drawing)
    assert digit.shape == (28, 28)
    assert digit.min() >= 0
    assert 0.5 < digit.max() <= 1


def test_an_empty_drawing_is_reported() -> None:
    """Invariant: the error names the rule."""
    with pytest.raises(InputError, match="Nothing is drawn") as raised:
        digit_of(np.full((280, 280), 9, np.uint8))
    assert raised.value.rule


@pytest.mark.parametrize(
    "photo", [None, np.zeros((4, 4)), np.zeros((4, 4, 4), np.uint8), np.zeros((0, 4, 3), np.uint8)]
)
def test_what_is_no_photo_is_reported(photo: np.ndarray | None) -> None:
    """Invariant: the error says what a photo is and what came."""
    with pytest.raises(InputError) as raised:
        photo_of({"photo": photo})
    assert raised.value.rule
    assert raised.value.value


def test_the_middle_of_a_wide_photo() -> None:
    """Oracle: the middle cut by hand."""
    photo = np.zeros((10, 30, 3), np.uint8)
    photo[:, 10:20] = 255
    np.testing.assert_allclose(centre_square(photo, 10), 1)


def test_channels_first_and_standardised() -> None:
    """Oracle: the formula written out for one pixel."""
    image = np.random.default_rng(2).uniform(size=(4, 5, 3)).astype(np.float32)
    batch = as_channels(image, {"mean": [0.1, 0.2, 0.3], "std": [0.5, 0.6, 0.7]})
    assert batch.shape == (1, 3, 4, 5)
    assert batch[0, 1, 2, 3] == pytest.approx((image[2, 3, 1] - 0.2) / 0.6, abs=1e-6)
    assert as_channels(image[..., 0], {}).shape == (1, 1, 4, 5)


def test_a_garment_is_light_on_black() -> None:
    """Invariant: a dark thing on white and a light thing on black look alike to the model."""
    photo = np.full((40, 40, 3), 250, np.uint8)
    photo[10:30, 10:30] = 20
    np.testing.assert_allclose(garment_of(photo), garment_of(255 - photo), atol=1e-6)
    assert garment_of(photo)[14, 14] > 0.8
