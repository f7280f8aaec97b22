"""What a small model borrows from a network: drawn pictures, and a teacher's answers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest
from test_architectures_page import Studying, html_of, opened, press

from elmweb import ELMClassifier
from elmweb.exceptions import SettingsError
from elmweb.progress import finish
from elmweb.studies import augment, distil
from elmweb.workbench.local import SAMPLES, LocalWorkbench

pytest.importorskip("onnxruntime")

from elmweb.bridge._native import NativeRuntime

ROOT = Path(__file__).parents[1]


def clothes(n=4):
    """Return photos of each kind, to learn from and kept back."""
    with np.load(SAMPLES / augment.FILE) as file:
        return file["learn"][:, :n], file["judge"][:, :n]


def test_only_photos_are_left_out_and_each_exactly(monkeypatch):
    """Oracle: a fit without the photo, for each of them; drawn pictures that are wrong do not raise what is counted."""
    monkeypatch.setattr(augment, "_ALPHAS", (10.0,))
    monkeypatch.setattr(augment, "_SEEDS", (3,))
    real, judged = clothes()
    real, drawn, judged = real[:3], real[:3, ::-1] // 2, judged[:3]
    hits, right = finish(augment.iter_left_out(real, drawn, judged))
    X, y = augment._rows(real, drawn)
    expected = []
    for at in range(real.shape[0] * real.shape[1]):
        rest = np.arange(len(X)) != at
        model = ELMClassifier(augment._UNITS, alpha=10.0, random_state=3).fit(X[rest], y[rest])
        expected.append(model.predict(X[at : at + 1])[0] == y[at])
    assert hits.tolist() == expected
    whole = ELMClassifier(augment._UNITS, alpha=10.0, random_state=3).fit(X, y)
    assert right == pytest.approx(whole.score(*augment._rows(judged)))


@pytest.mark.slow
def test_drawn_pictures_stay_only_where_photos_agree(monkeypatch):
    """Oracle: the numbers of the rows decide; pictures under the name of another kind do not stay."""
    workbench = LocalWorkbench(runtime=NativeRuntime())
    found = asyncio.run(workbench.study("augment", {"size": 5}, {}, lambda _message: None))
    best = max(found["rows"], key=lambda row: row["left_out"])
    assert found["stays"] == best["drawn"] > 0
    assert f"{best['drawn']} drawn pictures of each kind stay" in found["said"]
    assert best["judged"] > found["rows"][0]["judged"], "photos that the GAN has not seen agree"

    draw = augment._drawn

    async def drawn_wrong(desk, seed):
        return np.roll(await draw(desk, seed), 1, axis=0)

    monkeypatch.setattr(augment, "_drawn", drawn_wrong)
    found = asyncio.run(workbench.study("augment", {"size": 20}, {}, lambda _message: None))
    assert found["stays"] == 0
    assert found["said"].startswith("No drawn picture stays")
    with pytest.raises(SettingsError, match="size"):
        asyncio.run(workbench.study("augment", {"size": 6}, {}, lambda _message: None))


@pytest.fixture
def small_mnist(monkeypatch, tmp_path):
    """Have 300 made-up digits in place of MNIST, which the build packs."""
    monkeypatch.setattr(distil, "_N_LEARN", 300)
    monkeypatch.setattr(distil, "_N_JUDGE", 100)
    monkeypatch.setattr(distil, "UNITS", (60, 500))
    table = np.loadtxt(SAMPLES / "digits.csv", delimiter=",", skiprows=1)
    small = table[:400, :-1].reshape(-1, 8, 8) / 16
    large = np.zeros((400, 28, 28))
    large[:, 2:26, 2:26] = np.kron(small, np.ones((3, 3)))
    images, labels = np.rint(255 * large).astype(np.uint8).reshape(400, -1), table[:400, -1].astype(np.uint8)
    (tmp_path / "mnist").mkdir()
    np.savez(tmp_path / "mnist" / "train-1.npz", images=images[:300], labels=labels[:300])
    np.savez(tmp_path / "mnist" / "test.npz", images=images[300:], labels=labels[300:])
    return tmp_path


@pytest.mark.slow
def test_the_pupil_learns_from_the_teacher_alone(small_mnist, monkeypatch):
    """Oracle: labels that are all wrong change the ELM that learns from them, and not the pupil."""
    workbench = LocalWorkbench(small_mnist, runtime=NativeRuntime())
    found = asyncio.run(workbench.study("distil", {"units": 60}, {}, lambda _message: None))
    teacher, pupil, other = found["rows"]
    assert (teacher["like_teacher"], found["n_learned"], found["n_judged"]) == (1.0, 300, 100)
    assert pupil["like_teacher"] > 0.4
    assert (pupil["bytes"], pupil["bytes_by_seed"]) == (4 * (60 * 795 + 10), 4 * 610)
    assert teacher["bytes"] == (ROOT / "models" / "cnn-mnist.onnx").stat().st_size
    with np.load(small_mnist / "mnist" / "train-1.npz") as file:
        images, labels = file["images"], file["labels"]
    np.savez(small_mnist / "mnist" / "train-1.npz", images=images, labels=(labels + 1) % 10)
    again = asyncio.run(workbench.study("distil", {"units": 60}, {}, lambda _message: None))["rows"]
    assert (again[1]["right"], again[1]["like_teacher"]) == (pupil["right"], pupil["like_teacher"])
    assert again[2]["right"] < 0.2 < other["right"]


@pytest.mark.slow
def test_the_screen_shows_what_the_studies_found(small_mnist):
    """Invariant: sentences and rows are those of the answers; a choice is asked for."""
    workbench = Studying()
    workbench.real = LocalWorkbench(SAMPLES, runtime=NativeRuntime())
    app = opened("borrowed", press("borrowed", "size", value=10), press("borrowed", "augment"), workbench=workbench)
    assert workbench.asked == [("augment", {"size": 10})]
    html = html_of(app, "borrowed")
    assert "drawn pictures of each kind stay" in html
    assert html.count("photos above, drawn pictures below") == 10
    workbench.real = LocalWorkbench(small_mnist, runtime=NativeRuntime())
    app = opened("borrowed", press("borrowed", "units", value=500), press("borrowed", "distil"), workbench=workbench)
    assert "The pupil reads" in html_of(app, "borrowed")
