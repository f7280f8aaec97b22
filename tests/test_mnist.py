"""MNIST in parts: what the build writes, what the page reads, and a race on it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from buildsteps import mnist as build
from elmweb.data.mnist import N_PARTS, TEST_FILE, part_files, read_mnist_part
from elmweb.exceptions import DataError, ParseError
from elmweb.race.mnist import MNIST_ROWS, MNIST_TEST_ROWS
from elmweb.workbench.local import LocalWorkbench


def written(folder: Path, n: int = 60) -> Path:
    """Write small parts into a folder of samples: bars whose place is the digit, with noise."""
    (folder / "mnist").mkdir(exist_ok=True)
    draws = np.random.default_rng(0)
    for name in (*part_files(), TEST_FILE):
        labels = draws.integers(0, 10, n).astype(np.uint8)
        images = draws.integers(0, 90, (n, 28, 28)).astype(np.uint8)
        for image, label in zip(images, labels, strict=True):
            image[4:24, 3 + 2 * label : 6 + 2 * label] = 250
        (folder / name).write_bytes(build._npz(images=images.reshape(n, -1), labels=labels))
    return folder


@pytest.mark.slow
def test_the_build_writes_every_image_once_and_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: the arrays that went in; a second build reads what the first one left."""
    draws = np.random.default_rng(0)
    originals = {
        "train-images-idx3-ubyte": draws.integers(0, 256, 60_000 * 784).astype(np.uint8),
        "train-labels-idx1-ubyte": draws.integers(0, 10, 60_000).astype(np.uint8),
        "t10k-images-idx3-ubyte": np.zeros(10_000 * 784, np.uint8),
        "t10k-labels-idx1-ubyte": np.ones(10_000, np.uint8),
    }
    monkeypatch.setattr(build, "_original", lambda _entry, name, _header: originals[name])
    monkeypatch.setattr(build, "_npz", lambda images, labels: images[:, :2].tobytes() + labels.tobytes())
    files = build.write_mnist(tmp_path)
    assert list(files) == [*part_files(), TEST_FILE]
    images = originals["train-images-idx3-ubyte"].reshape(-1, 784)[:, :2]
    found = b"".join(files[name] for name in part_files())
    labels = originals["train-labels-idx1-ubyte"]
    parts = [slice(at, at + 10_000) for at in range(0, 60_000, 10_000)]
    assert found == b"".join(images[part].tobytes() + labels[part].tobytes() for part in parts)
    monkeypatch.setattr(build, "_original", lambda *_: pytest.fail("read again"))
    assert build.write_mnist(tmp_path) == files


def test_a_part_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Oracle: NumPy's own reader of the arrays."""
    written(tmp_path)
    images, labels = read_mnist_part(tmp_path / part_files()[0])
    with np.load(tmp_path / part_files()[0]) as arrays:
        assert np.array_equal(images, arrays["images"])
        assert np.array_equal(labels, arrays["labels"])
    assert images.shape == (60, 784)
    assert len(part_files()) == N_PARTS
    assert part_files(10_001) == part_files()[:2]


@pytest.mark.parametrize("data", [b"", b"not a zip", build._npz(images=np.zeros((3, 5)), labels=np.zeros(3))])
def test_what_is_no_part_is_told(tmp_path: Path, data: bytes) -> None:
    """Invariant: an empty file, another file and other arrays are named, with what was needed."""
    path = tmp_path / "train-1.npz"
    path.write_bytes(data)
    with pytest.raises(ParseError, match="is not a part of MNIST") as caught:
        read_mnist_part(path)
    assert "images (n, 784)" in caught.value.rule


def test_a_race_on_a_part_of_it(tmp_path: Path) -> None:
    """Invariant: images, classes and sizes; every pixel has the scale of all, and a CNN may take part."""
    workbench = LocalWorkbench(samples=written(tmp_path, 30))
    plan = asyncio.run(workbench.race_plan({"images": "mnist"}, {}, {}, lambda _message: None))
    assert (plan["side"], plan["n_inputs"], plan["target"]) == (28, 784, "digit")
    assert plan["n_train"] <= MNIST_ROWS
    assert plan["n_test"] <= MNIST_TEST_ROWS
    assert "cnn" in {one["id"] for one in plan["contestants"]}
    settings = {"contestants": ["elm", "linear"], "n_seeds": 1}
    state = asyncio.run(workbench.race({"images": "mnist"}, {}, settings, lambda _message: None))
    assert all(one["score"] > 50 for one in state["entrants"])
    track = workbench._track[1]
    assert abs(track.X.mean()) < 1e-12
    assert abs(track.X.std() - 1) < 1e-12
    assert "mnist" in {one["id"] for one in asyncio.run(workbench.race_offers())["samples"]}


def test_without_the_files_it_is_told_how_to_get_them() -> None:
    """Invariant: on CPython the samples folder has no MNIST; the reason and the way out are said."""
    with pytest.raises(DataError, match="no file") as caught:
        asyncio.run(LocalWorkbench().race_plan({"images": "mnist"}, {}, {}, lambda _message: None))
    assert "Build the site" in caught.value.hints[0]
