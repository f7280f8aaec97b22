"""Style transfer with the committed model, in onnxruntime on this machine."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from PIL import Image

from elmweb.bridge._native import MODELS, NativeRuntime
from elmweb.exceptions import InputError
from elmweb.workbench.local import LocalWorkbench
from elmweb.zoo.manifest import read_manifest
from elmweb.zoo.tasks.style import repaint

CARD = read_manifest((MODELS / "manifest.json").read_bytes())["style-magenta"]
N = 26
LUMA = np.array([0.299, 0.587, 0.114])


def one(style: int) -> list[float]:
    """Return the weights of a single built-in style."""
    return [float(at == style) for at in range(N)]


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    """Return a smooth picture with an edge, 83 by 61 pixels: no multiple of 4."""
    rows, columns = np.mgrid[:61, :83] / 83
    planes = [rows, columns, (rows + columns > 0.8).astype(float)]
    return np.rint(255 * np.stack(planes, axis=-1)).astype(np.uint8)


@pytest.fixture(scope="module")
def workbench() -> LocalWorkbench:
    """Return a workbench with the models of the site."""
    return LocalWorkbench(runtime=NativeRuntime())


def painted(workbench: LocalWorkbench, **inputs: Any) -> np.ndarray:
    """Return the repainted photo, read from the file that is saved."""
    answer = asyncio.run(workbench.run_model("style-magenta", inputs))["answer"]
    return np.asarray(Image.open(io.BytesIO(answer["sheet"])))


def test_a_photo_keeps_its_size_and_takes_the_style(workbench: LocalWorkbench, photo: np.ndarray) -> None:
    """Oracle: the colours of the style picture: in a blue style the photo becomes bluer than in a red one."""
    blue, red = (np.full((70, 90, 3), colour, np.uint8) for colour in ((20, 40, 200), (200, 40, 20)))
    for picture in (blue, red):
        picture[::8] = picture[::8] // 2  # a flat picture has no strokes
    in_blue, in_red = (painted(workbench, photo=photo, painting=each, built_in=False) for each in (blue, red))
    assert in_blue.shape == in_red.shape == photo.shape
    balance = [float(np.mean(each[..., 2].astype(float) - each[..., 0])) for each in (in_blue, in_red)]
    assert balance[0] > balance[1] + 20


def test_styles_blend_and_only_their_shares_count(workbench: LocalWorkbench, photo: np.ndarray) -> None:
    """Invariant: all weights doubled give the same picture; half and half lies between neither and both."""
    first, other, both = (
        painted(workbench, photo=photo, weights=weights)
        for weights in (one(3), one(19), (np.array(one(3)) + np.array(one(19))).tolist())
    )
    doubled = painted(workbench, photo=photo, weights=[2 * each for each in one(3)])
    np.testing.assert_array_equal(doubled, first)
    apart = np.abs(first.astype(int) - other).mean()
    assert 0 < np.abs(first.astype(int) - both).mean() < apart
    assert 0 < np.abs(other.astype(int) - both).mean() < apart


def test_strength_goes_from_the_photo_to_the_style(workbench: LocalWorkbench, photo: np.ndarray) -> None:
    """Oracle: no strength is the photo itself, half of it the mean of photo and style, to one level."""
    none, half, whole = (
        painted(workbench, photo=photo, weights=one(7), strength=strength).astype(int) for strength in (0, 0.5, 1)
    )
    np.testing.assert_array_equal(none, photo)
    assert np.abs(half - (photo + whole) / 2).max() <= 1


def test_kept_colours_are_those_of_the_photo(workbench: LocalWorkbench) -> None:
    """Oracle: the differences of the channels, which the brightness does not change; grey stays grey."""
    rows, columns = np.mgrid[:40, :44]
    grey = np.repeat((90 + rows + columns)[..., None], 3, axis=2).astype(np.uint8)
    plain = painted(workbench, photo=grey, weights=one(7)).astype(int)
    kept = painted(workbench, photo=grey, weights=one(7), keep_colours=True).astype(int)
    assert np.ptp(plain, axis=-1).max() > 20
    assert np.ptp(kept, axis=-1).max() <= 1
    np.testing.assert_allclose(kept[..., 0], plain @ LUMA, atol=1.5)


def test_the_largest_picture_has_the_side_that_was_asked_for(workbench: LocalWorkbench, photo: np.ndarray) -> None:
    """Invariant: a larger photo is reduced to the side, a smaller one is not enlarged."""
    large = np.repeat(np.repeat(photo, 4, axis=0), 4, axis=1)
    shapes = [painted(workbench, photo=large, weights=one(0), side=side).shape for side in (64, 384)]
    assert shapes == [(47, 64, 3), (244, 332, 3)]


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"built_in": False}, "no style yet"),
        ({"weights": [0.0] * N}, "No style is chosen"),
        ({"weights": [1.0]}, "blend cannot be used"),
        ({"weights": [-1.0] + [1.0] * (N - 1)}, "blend cannot be used"),
        ({"built_in": False, "painting": np.zeros((9, 9), np.uint8)}, "photo cannot be used"),
        ({"weights": one(0), "strength": 1.5}, "strength"),
        ({"weights": one(0), "side": 4096}, "cannot have that size"),
        ({"photo": np.zeros((9, 300, 3), np.uint8)}, "too small or too narrow"),
    ],
)
def test_what_cannot_be_painted_is_told(photo: np.ndarray, inputs: Mapping[str, Any], message: str) -> None:
    """Invariant: the error says the rule and the value, before any graph is run."""

    async def never(*_args: Any, **_named: Any) -> dict[str, np.ndarray]:
        raise AssertionError("a graph was run")

    with pytest.raises(InputError, match=message) as raised:
        asyncio.run(repaint(CARD, never, {"photo": photo, **inputs}))  # pyright: ignore[reportArgumentType]
    assert raised.value.rule
    assert raised.value.value
