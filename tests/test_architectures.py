"""The studies of the chapter on architectures, and the pretrained network of a race, on CPython."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from elmweb.bridge._native import NativeRuntime
from elmweb.exceptions import Cancelled, DataError, ElmwebError, InputError, ModelFileError, SettingsError
from elmweb.onnx_format.weights import read_weights
from elmweb.studies import adversaries, maps, memory
from elmweb.studies.maps import _FIELDS
from elmweb.workbench.local import LocalWorkbench
from elmweb.zoo.images import like_mnist
from elmweb.zoo.thumbnails import data_url

MODELS = Path(__file__).parent.parent / "models"
WORKBENCH = LocalWorkbench(runtime=NativeRuntime())


def study(name: str, progress: Any = lambda _message: None, **asked: object) -> dict[str, Any]:
    """Run a study."""
    return asyncio.run(WORKBENCH.study(name, asked, {}, progress))


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have trainings of a tenth of a second."""
    monkeypatch.setattr(memory, "_N_BATCHES", 60)
    monkeypatch.setattr(adversaries, "_N_STEPS", 120)
    monkeypatch.setattr(adversaries, "_N_STAGES", 4)


# Remember one bit


def test_ten_steps_are_learned_by_both(short: None) -> None:
    """Invariant: both end right on nearly all; curves, seconds and gradients are of each; the words fit."""
    messages: list[dict] = []
    found = study("memory", messages.append, steps=10)
    for one in found["networks"]:
        assert one["curve"][-1][1] > 0.95
        assert one["reached"] in {n for n, _ in one["curve"]}
        assert one["seconds"] > 0
        assert one["gradient_start"][0] == [0, 1.0]
        assert [distance for distance, _ in one["gradient_end"]] == list(range(10))
        assert f"after {one['reached']} batches" in found["said"]
    assert found["n_done"] == found["n_batches"] == 60
    assert messages[-1]["step"] <= 100


def test_the_gradient_vanishes_in_one_and_not_in_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: (1 - 1/T)^T is about 0.37 for gates set so; small random weights lose orders of magnitude."""
    monkeypatch.setattr(memory, "_N_BATCHES", 1)
    plain, lstm = study("memory", steps=50)["networks"]
    assert plain["gradient_start"][-1][1] < 1e-8
    assert 0.2 < lstm["gradient_start"][-1][1] < 0.8
    half = study("memory", steps=50, gates="half")["networks"][1]
    assert half["gradient_start"][-1][1] < 1e-8


@pytest.mark.slow
def test_the_same_seed_gives_the_same(short: None) -> None:
    """Invariant: curves of two runs are equal, and another seed's are not."""
    curves = [[one["curve"] for one in study("memory", steps=10, seed=seed)["networks"]] for seed in (1, 1, 2)]
    assert curves[0] == curves[1] != curves[2]


# Two networks against each other


def test_every_stage_of_a_duel_is_kept(short: None) -> None:
    """Invariant: each stage comes once on the way; the answer has all, with points, judgements and losses."""
    steps: list[int] = []
    found = study("adversaries", lambda one: steps.extend(s["step"] for s in one.get("so_far", {}).get("stages", ())))
    assert [one["step"] for one in found["stages"]] == [0, 30, 60, 90, 120]
    assert steps == sorted(set(steps))
    for one in found["stages"]:
        assert np.shape(one["drawn"]) == (300, 2)
        assert len(one["judged"]) == found["grid"] ** 2
        assert 0 <= min(one["judged"]) <= max(one["judged"]) <= 100
    assert "120 steps" in found["said"]
    moons = study("adversaries", points="moons", rates="generator")
    assert moons["stages"][-1]["blobs"] is None


@pytest.mark.parametrize("name", ["memory", "adversaries", "maps"])
def test_stop_keeps_what_there_is(name: str) -> None:
    """Invariant: stopped on its way, a training returns what was trained; stopped at once, it says so."""

    async def stopped(*, at_once: bool) -> dict[str, Any]:
        def progress(message: dict[str, Any]) -> None:
            found = message.get("so_far", {})
            if at_once or found.get("n_done", 0) > 100 or found.get("curve"):
                WORKBENCH.cancel()

        return await WORKBENCH.study(name, {"network": "here", "steps": 200}, {}, progress)

    with pytest.raises(Cancelled):
        asyncio.run(stopped(at_once=True))
    found = asyncio.run(stopped(at_once=False))
    n_done = found.get("n_done", len(found.get("curve", ())))
    assert 0 < n_done < found.get("n_batches", found.get("n_steps", 12))


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("memory", {"steps": 11}),
        ("memory", {"steps": True}),
        ("memory", {"start": "zeros"}),
        ("memory", {"seed": -1}),
        ("memory", {"seed": 1.5}),
        ("adversaries", {"points": "square"}),
        ("adversaries", {"rates": ["even"]}),
        ("maps", {"network": "both"}),
        ("maps", {"turn": 10}),
    ],
)
def test_other_settings_are_refused(name: str, asked: dict[str, Any]) -> None:
    """Invariant: an error names rule and value."""
    with pytest.raises(SettingsError) as caught:
        study(name, **asked)
    assert caught.value.rule
    assert caught.value.value == repr(next(iter(asked.values())))


# Attention


def test_heads_are_those_of_the_exported_model() -> None:
    """Oracle: onnxruntime's logits, pooling weights and mean over heads, to 1e-5; every row adds up to 1."""
    found = study("attention", text="A wonderful film, moving and funny.")
    assert found["difference"] < 1e-5
    assert found["label"] == "likes it"
    assert found["pieces"][:3] == ["start", "a", "wonderful"]
    for layer in found["heads"]:
        assert len(layer) == 4
        for head in layer:
            np.testing.assert_allclose(np.sum(head["values"], axis=1), 1, atol=2e-3)
            row, column, value = head["strongest"]
            assert value == pytest.approx(np.max(head["values"]), abs=1e-4)
            assert head["values"][row][column] == pytest.approx(value, abs=1e-4)
            assert 0 < head["even"] <= 1 + 1e-9


def test_words_that_do_not_fit_are_counted() -> None:
    """Invariant: a long text is cut to what can be drawn, and nothing at all is refused."""
    found = study("attention", text="good bad " * 60)
    assert len(found["pieces"]) == 40
    assert found["n_left_out"] == 120 - 38
    for text in ("", "  ", "x" * 3_000):
        with pytest.raises(InputError):
            study("attention", text=text)


@pytest.mark.parametrize("data", [b"", b"no model", b"\x3a\x02\x2a\x7f"])
def test_weights_of_no_onnx_file(data: bytes) -> None:
    """Invariant: whatever it is, the error is one of elmweb's."""
    with pytest.raises(ModelFileError):
        read_weights(data)


# What layers see


def test_maps_of_the_pretrained_network() -> None:
    """Invariant: ten digits, eight maps a layer and parts of other digits; most are read right; other ten at a turn."""
    found = study("maps", network="pretrained")
    assert [one["read"] for one in found["shown"]] == list("0123456789")
    assert found["n_right"] > 0.93 * found["n_read"]
    for name in _FIELDS:
        assert len(found["liked"][name]) == len(found["shown"][0]["layers"][name]) == 8
    assert found["sees"] == {"early": 3, "middle": 9, "deep": 21}
    other = study("maps", network="pretrained", turn=1)
    assert other["shown"][0]["picture"] != found["shown"][0]["picture"]


def test_a_map_sees_no_further_than_is_said() -> None:
    """Oracle: the exported network itself: a changed pixel changes a map only where it is in sight."""
    X = np.zeros((2, 1, 28, 28), np.float32)
    X[1, 0, 13, 14] = 1
    asked = {"feeds": {"image": X}, "outputs": list(_FIELDS)}
    seen = asyncio.run(WORKBENCH.run_model("cnn-mnist", asked))["answer"]["outputs"]
    for name, (step, reach) in _FIELDS.items():
        places = np.argwhere(np.abs(seen[name][1] - seen[name][0]).max(axis=0) > 0)
        distances = np.abs(step * places - [13, 14])
        assert distances.max() <= reach
        assert distances.max() > reach - step


@pytest.mark.slow
def test_a_small_cnn_learns_the_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: right on most rows kept back after a few epochs, and its filters have moved."""
    monkeypatch.setattr(maps, "_EPOCHS", 5)
    found = study("maps", network="here")
    assert found["curve"][-1][1] > 0.8
    assert found["before"] != found["filters"]
    assert 0 < found["alike"] < 1
    assert len(found["shown"][0]["layers"]["second"]) == 16


# The pretrained network of a race


@pytest.mark.slow
def test_the_digit_reader_on_the_rows_of_a_race() -> None:
    """Oracle: its card, and that it reads nearly all of the digits that the race keeps back."""
    found = asyncio.run(WORKBENCH.race_pretrained({"sample": "digits"}, {}))
    plan = asyncio.run(WORKBENCH.race_plan({"sample": "digits"}, {}, {}, lambda _message: None))
    assert plan["shows_digits"]
    assert found["n_test"] == plan["n_test"]
    assert found["score"] == pytest.approx(100 * found["n_right"] / found["n_test"])
    assert found["score"] > 95
    assert found["training_seconds"] == 2051.0
    assert found["is_enlarged"]
    with pytest.raises(DataError, match="cannot be scored"):
        asyncio.run(WORKBENCH.race_pretrained({"sample": "iris"}, {}))


def test_images_of_28_pixels_are_taken_as_they_are() -> None:
    """Invariant: nothing is changed of those; smaller ones have their centre of mass in the middle."""
    images = np.random.default_rng(0).random((3, 28, 28)).astype(np.float32)
    np.testing.assert_array_equal(like_mnist(images)[:, 0], images)
    small = np.zeros((1, 8, 8), np.float32)
    small[0, 2:4, 1:7] = 1
    placed = like_mnist(small)[0, 0]
    rows = (placed.sum(axis=1) * (np.arange(28) + 0.5)).sum() / placed.sum()
    assert rows == pytest.approx(14, abs=0.6)
    assert like_mnist(np.zeros((1, 8, 8), np.float32)).max() == 0


def test_a_file_that_a_model_does_not_have() -> None:
    """Invariant: the error lists those it has."""
    with pytest.raises(ElmwebError, match="has no file") as caught:
        asyncio.run(WORKBENCH._models().file("cnn-mnist", "vocabulary"))
    assert "main" in caught.value.rule


# Clothes


def test_the_clothes_are_those_of_the_file() -> None:
    """Oracle: the file beside the model: stages, losses, and two pictures of each kind."""
    found = study("clothes")
    with np.load(MODELS / "gan-fashion.epochs.npz") as file:
        assert [one["step"] for one in found["stages"]] == file["steps"].tolist()
        assert len(found["losses"]) == len(file["losses"])
        last = file["samples"][-1]
    assert found["stages"][0]["step"] == 0
    assert found["stages"][-1]["step"] == found["n_steps"]
    assert all(len(one["pictures"]) == len(found["kinds"]) == 10 for one in found["stages"])
    assert found["stages"][-1]["pictures"][3] == data_url(np.concatenate([last[6], last[7]]))
    assert found["read_right"] > 0.85
    assert (MODELS / "gan-fashion.epochs.npz").stat().st_size < 150_000
