"""The committed models: every file agrees with the manifest, and its outputs agree with those of PyTorch."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest

from buildsteps.deep.table import DOCUMENT, MANIFEST, MEASURED, METRICS, table_text
from elmweb.zoo.thumbnails import resize

ROOT = Path(__file__).parent.parent
MODELS = ROOT / "models"
CARDS = {card["id"]: card for card in json.loads((MODELS / "manifest.json").read_text())["models"]}
RECIPES = {path.stem.replace("_", "-") for path in (MODELS / "recipes").glob("[a-z]*.py")}
GRAPHS = [(model_id, graph["name"]) for model_id, card in CARDS.items() for graph in card["graphs"]]

NOT_TRAINED: set[str] = set()
"""Recipes whose models are not in models/ yet."""

GOALS = {
    "cnn-mnist": {"accuracy": (0.994, 1)},
    "cnn-cifar10": {"accuracy": (0.90, 1)},
    "vit-fashion": {"accuracy": (0.91, 1)},
    "gan-fashion": {"read_right": (0.85, 1)},
    "lstm-ecg": {"accuracy": (0.94, 1), "macro_f1": (0, 1)},
    "lstm-demand": {"mae_to_last_week": (0, 0.75), "mae_to_ridge": (0, 1), "share_inside_band": (0.7, 0.9)},
    "transformer-sentiment": {"accuracy": (0.86, 1)},
    "transformer-translate": {"bleu_over_memory": (1, 100), "chrf_over_memory": (1, 100)},
    "detector-nanodet": {"same_boxes": (1, 1), "boxes_compared": (5, 100), "corner_pixels": (0, 0.05)},
    "embed-image": {"parity": (0, 1e-4)},
    "embed-text": {"cosine": (0.999, 1)},
    "embed-audio": {"parity": (0, 1e-4)},
    "style-magenta": {"parity": (0, 1e-3), "style_cosine": (0.99, 1), "mean_difference": (0, 0.04)},
    "speak-hibari": {"heard_wrong": (0, 0.05), "phoneme_errors": (0, 0.01)},
    "speech-moonshine": {"wer": (0, 0.08), "wer_to_published": (0, 0.01)},
}
"""The goal for each model, set before training: the range in which each metric must lie."""

NO_GPU = {"MatMulInteger", "DynamicQuantizeLinear", "QLinearConv", "QLinearMatMul", "QGemm", "DynamicQuantizeLSTM"}
"""Operators that the page would run on the CPU even on machines with a GPU."""


def files(card: dict) -> list[dict]:
    """Return all file entries of a card."""
    return [*card["graphs"], card["reference"], *card.get("assets", {}).values()]


def graph_of(model_id: str, name: str) -> dict:
    """Return the entry of a graph."""
    return next(graph for graph in CARDS[model_id]["graphs"] if graph["name"] == name)


def test_the_table_in_the_documents_is_up_to_date() -> None:
    """Oracle: the manifest and the latest measurements; every model has been measured since it was built."""
    manifest, measured = (json.loads(path.read_text()) for path in (MANIFEST, MEASURED))
    text = table_text(manifest, measured)
    assert DOCUMENT.read_text() == text, "python3 -m buildsteps.deep.table updates it"
    for model_id in (card["id"] for card in manifest["models"]):
        (line,) = (line for line in text.splitlines() if line.startswith(f"| `{model_id}` |"))
        assert "not measured" not in line
        assert "failed" not in line
        assert METRICS.keys() & CARDS[model_id]["metrics"].keys()


def test_measurements_of_a_rebuilt_model_are_left_out() -> None:
    """Invariant: the times of a file with another hash are not reported."""
    manifest, measured = (json.loads(path.read_text()) for path in (MANIFEST, MEASURED))
    manifest["models"][0]["graphs"][0]["sha256"] = "0" * 64
    assert table_text(manifest, measured).count("not measured") == 1


def test_every_recipe_is_in_the_manifest_or_known_to_be_missing() -> None:
    """Oracle: the folder of recipes; a trained model must not stay in the list of missing ones."""
    assert set(CARDS) | NOT_TRAINED == RECIPES
    assert not set(CARDS) & NOT_TRAINED


def test_models_contains_no_other_files() -> None:
    """Invariant: the manifest names every file except recipes, curves and notes, and no file is larger than 25 MB."""
    named = {entry["file"] for card in CARDS.values() for entry in files(card)} | {"manifest.json", "gpu.md"}
    found = [path for path in MODELS.iterdir() if path.is_file() and not path.name.startswith(".")]
    assert {path.name for path in found} == named
    assert max(path.stat().st_size for path in found) <= 25_000_000
    assert sum(path.stat().st_size for path in found) <= 120_000_000


@pytest.mark.parametrize("model_id", CARDS)
def test_files_agree_with_the_manifest(model_id: str) -> None:
    """Oracle: sha256 and size of the files themselves."""
    for entry in files(CARDS[model_id]):
        data = (MODELS / entry["file"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (entry["bytes"], entry["sha256"]), entry["file"]


@pytest.mark.parametrize("model_id", CARDS)
def test_a_card_states_data_licence_and_metrics(model_id: str) -> None:
    """Oracle: the goals of each model, and the recipe and the curve in the folder."""
    card = CARDS[model_id]
    assert (ROOT / card["recipe"]).is_file()
    assert all([card["licence"], card["measured_on"], card["title"], card["about"], card["device"]])
    assert all(card["dataset"][name] for name in ("name", "source", "licence"))
    assert card["metrics"]
    assert card["n_parameters"] > 0
    assert card["flops"] > 0
    for metric, (lowest, highest) in GOALS.get(model_id, {}).items():
        assert lowest <= card["metrics"][metric] <= highest, metric
    if card["training_seconds"]:
        assert (MODELS / "curves" / f"{model_id}.csv").is_file()
    text = (MODELS / card["assets"]["card"]["file"]).read_text()
    assert text.startswith(f"# {card['title']}\n")
    stated = {name: float(number) for name, number in re.findall(r"^\| (\w+) \| ([-+.e\d]+) \|", text, re.MULTILINE)}
    assert {name: stated.get(name) for name in card["metrics"]} == pytest.approx(card["metrics"], rel=1e-3, abs=5e-5)


@pytest.mark.parametrize("model_id", CARDS)
def test_a_card_contains_the_docstring_of_its_recipe(model_id: str) -> None:
    """Oracle: the docstring itself, so that a description is never changed in one of the two places only."""
    description = ast.get_docstring(ast.parse((ROOT / CARDS[model_id]["recipe"]).read_text()))
    assert f"\n\n{description}\n\n" in (MODELS / CARDS[model_id]["assets"]["card"]["file"]).read_text()


@pytest.mark.parametrize(("model_id", "name"), GRAPHS)
def test_graphs_agree_with_the_manifest(model_id: str, name: str) -> None:
    """Oracle: ONNX's own checker and reader."""
    entry = graph_of(model_id, name)
    model = onnx.load(MODELS / entry["file"])
    onnx.checker.check_model(model, full_check=True)
    assert [each.version for each in model.opset_import if each.domain in ("", "ai.onnx")] == [entry["opset"]]
    assert not any(tensor.external_data for tensor in model.graph.initializer)
    assert not {node.op_type for node in model.graph.node} & NO_GPU
    halves = {tensor.name for tensor in model.graph.initializer if tensor.data_type == onnx.TensorProto.FLOAT16}
    # They are converted when the file is loaded, so no device needs half precision.
    assert {node.op_type for node in model.graph.node if halves & set(node.input)} <= {"Cast"}
    for side, values in (("inputs", model.graph.input), ("outputs", model.graph.output)):
        assert [tensor["name"] for tensor in entry[side]] == [value.name for value in values]
        for tensor, value in zip(entry[side], values, strict=True):
            kind = value.type.tensor_type
            assert onnx.helper.tensor_dtype_to_np_dtype(kind.elem_type).name == tensor["dtype"]
            for declared, found in zip(tensor["shape"], kind.shape.dim, strict=True):
                assert isinstance(declared, str) or declared == found.dim_value or found.dim_param


@pytest.mark.parametrize("model_id", CARDS)
def test_graphs_contain_no_local_paths(model_id: str) -> None:
    """Invariant: no graph contains a path of the machine that exported it."""
    for graph in CARDS[model_id]["graphs"]:
        assert not re.search(rb"(/home/|/work/|/root/|/Users/|site-packages)", (MODELS / graph["file"]).read_bytes())


@pytest.mark.parametrize(("model_id", "name"), GRAPHS)
def test_onnxruntime_agrees_with_pytorch(model_id: str, name: str) -> None:
    """Oracle: the outputs of PyTorch, stored at export, to 1e-4 of each output's standard deviation or of 1."""
    entry = graph_of(model_id, name)
    session = onnxruntime.InferenceSession(str(MODELS / entry["file"]), providers=["CPUExecutionProvider"])
    with np.load(MODELS / CARDS[model_id]["reference"]["file"]) as reference:
        feeds = {each["name"]: reference[f"{name}/in/{each['name']}"] for each in entry["inputs"]}
        wanted = {each["name"]: reference[f"{name}/out/{each['name']}"] for each in entry["outputs"]}
    for (output, value), found in zip(wanted.items(), session.run(list(wanted), feeds), strict=True):
        assert value.std() > 0, f"reference output {output} is constant, so it could not reveal an error"
        np.testing.assert_allclose(found, value, rtol=1e-4, atol=1e-4 * max(1, value.std()), err_msg=output)


@pytest.mark.parametrize("model_id", [model_id for model_id, card in CARDS.items() if card["task"] == "classify-image"])
def test_the_class_depends_on_the_image(model_id: str) -> None:
    """Invariant: one logit per label; stripes, clouds and uniform images do not all get the same class."""
    card = CARDS[model_id]
    entry = card["graphs"][0]["inputs"][0]
    _, channels, side, _ = entry["shape"]
    draws = np.random.default_rng(0)
    uniform = [np.full((channels, side, side), level) for level in (0.0, 0.5, 1.0)]
    clouds = [resize(draws.uniform(size=(n, n, channels)), side, side).transpose(2, 0, 1) for n in (2, 3, 5, 8, 16)]
    stripes = [np.broadcast_to(np.arange(side) // n % 2, (channels, side, side)) for n in (1, 2, 4, 8)]
    images = np.stack([*uniform, *clouds, *stripes]).astype(np.float32)
    session = onnxruntime.InferenceSession(MODELS / card["graphs"][0]["file"])
    (logits,) = session.run(["logits"], {entry["name"]: images})
    assert logits.shape == (len(images), len(card["labels"]))
    assert len(set(logits.argmax(1))) > 1
