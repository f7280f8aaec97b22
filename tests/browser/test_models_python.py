"""Deep models through the page's Python: the verbs of the workbench in its worker, the runtime in another below it."""

from __future__ import annotations

import base64
import json
import shutil
from typing import Any

import numpy as np
import pytest
import tiny_onnx
from conftest import PATIENCE_MS, PROJECT_PATH, Site
from small_models import lay_out, open_blank

from elmweb.workbench.codec import decode, encode
from elmweb.zoo.parity import TOLERANCE

pytestmark = pytest.mark.browser

STARTING_MS = 240_000  # Python and its packages, on a machine that does other things

# The engine worker as the page starts it, and its port: what is sent and what comes back is as bridge/remote.py has it.
_START = """
async () => {
  const site = await (await fetch("site.json")).json();
  const {port1, port2} = new MessageChannel();
  const worker = new Worker("start/python-worker.js", {type: "module", name: "engine"});
  worker.postMessage({type: "start", role: "engine", ...site.start, ...site.engine});
  worker.postMessage({type: "connect", port: port2}, [port2]);
  const asked = new Map();
  let count = 0;
  port1.onmessage = ({data: {text, buffers}}) => {
    const message = JSON.parse(text);
    if (message.id === undefined) return;
    if (message.progress) return asked.get(message.id).said.push(message.progress);
    const coded = buffers.map((buffer) => btoa(Array.from(buffer, (byte) => String.fromCharCode(byte)).join("")));
    asked.get(message.id).take({text, buffers: coded, said: asked.get(message.id).said});
  };
  const bytesOf = (coded) => Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0));
  window.ask = (text, buffers) => new Promise((take) => {
    const id = ++count;
    asked.set(id, {take, said: []});
    port1.postMessage({text: JSON.stringify({...JSON.parse(text), id}), buffers: buffers.map(bytesOf)});
  });
  window.said = (id) => asked.get(id).said;
  const {Helpers} = await import(new URL("start/helpers.js", document.baseURI).href);
  const helpers = new Helpers(worker, () => {});
  await new Promise((take, fail) => {
    worker.onmessage = ({data}) => {
      if (helpers.take(data)) return;
      if (data.type === "ready") take();
      if (data.type === "failed") fail(new Error(data.text));
    };
  });
}
"""

# Loses the graphics device at the run after the next; put before ort/worker.js.
_LOSE = """
const watched = [];
self.addEventListener("message", ({ports: [port]}) => {
  port?.addEventListener("message", ({data}) => { for (const watch of watched) watch(data.verb); });
});
const {requestDevice} = GPUAdapter.prototype;
GPUAdapter.prototype.requestDevice = async function (...args) {
  const device = await requestDevice.apply(this, args);
  let runs = 0;
  watched.push((verb) => { if (verb === "run" && ++runs === 2) device.destroy(); });
  return device;
};
"""


class Engine:
    """The engine worker of a blank page.

    Parameters
    ----------
    page : Page
        The page.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        page.set_default_timeout(STARTING_MS)
        page.evaluate(_START)

    def ask(self, verb: str, *args: Any) -> Any:
        """Return the answer of a verb, or its error as data."""
        return self.told(self.page.evaluate("(job) => ask(...job)", self.message(verb, *args)))[0]

    def message(self, verb: str, *args: Any) -> list[Any]:
        """Return a question as the page sends it."""
        text, buffers = encode({"verb": verb, "args": list(args)})
        return [text, [base64.b64encode(bytes(buffer)).decode() for buffer in buffers]]

    def told(self, found: dict[str, Any]) -> tuple[Any, list[dict]]:
        """Return an answer, or its error as data, and the progress before it."""
        answer = decode(found["text"], [base64.b64decode(buffer) for buffer in found["buffers"]])
        return answer.get("answer", answer.get("error")), found["said"]


@pytest.fixture(scope="module")
def engine(chromium_gpu, models_site, complaints):
    """Return the engine worker in a browser with WebGPU."""
    page = open_blank(chromium_gpu, models_site[0].address, complaints, PATIENCE_MS)
    yield Engine(page)
    page.context.close()


def _reference(shelf, name: str) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    with np.load(shelf / "models" / f"{name}.reference.npz") as arrays:
        return tuple(
            {key.split("/")[2]: arrays[key] for key in arrays.files if f"/{side}/" in key} for side in ("in", "out")
        )


def _close(found: dict[str, np.ndarray], expected: dict[str, np.ndarray]) -> None:
    assert found.keys() == expected.keys()
    for name, right in expected.items():
        assert found[name].dtype == right.dtype
        scale = np.abs(right.astype(float)).max()
        np.testing.assert_allclose(found[name].astype(float), right.astype(float), atol=TOLERANCE * scale, rtol=0)


def test_the_runtime_is_a_part_of_what_is_coming(engine, folder):
    """Oracle: the sizes of the files; the first in this file, for a browser that was here has the runtime."""
    job = engine.message("open_model", "cnn", "wasm")
    answer, said = engine.told(engine.page.evaluate("(job) => ask(...job)", job))
    sizes = {path.stat().st_size for path in (folder / "ort" / "dist").glob("*.wasm.gz")}
    assert said[-1]["total"] - answer["bytes"] in sizes
    assert said[-1]["done"] == said[-1]["total"]


def test_the_list_says_what_there_is_and_what_webgpu_offers(engine, shelf):
    """Oracle: the manifest; Chromium's software adapter, which has no half precision."""
    found = engine.ask("list_models")
    raw = json.loads((shelf / "models" / "manifest.json").read_text())["models"]
    assert [model["id"] for model in found["models"]] == [card["id"] for card in raw]
    assert found["webgpu"]["available"]
    assert found["fallback"] == "wasm"
    half = next(model for model in found["models"] if model["id"] == "half")
    assert ("shader-f16" in half["why_not_webgpu"]) is not found["webgpu"]["f16"]


@pytest.mark.parametrize("provider", ["wasm", "webgpu"])
@pytest.mark.parametrize("name", ["cnn", "lstm", "quantised", "echo-int64", "echo-int32", "echo-uint8", "echo-bool"])
def test_a_model_answers_as_onnxruntime_does(engine, shelf, name, provider):
    """Oracle: onnxruntime on this machine's processor, for every type of tensor, to Python and back."""
    opened = engine.ask("open_model", name, provider)
    assert (opened.get("provider"), opened.get("note")) == (provider, ""), opened
    feeds, expected = _reference(shelf, name)
    found = engine.ask("run_model", name, {"feeds": feeds, "outputs": list(expected)})
    assert found.get("provider") == provider, found
    _close(found["answer"]["outputs"], expected)


def test_half_precision_falls_back_with_a_sentence(engine, shelf):
    """Oracle: onnxruntime; a device without shader-f16."""
    opened = engine.ask("open_model", "half", None)
    feeds, expected = _reference(shelf, "half")
    _close(engine.ask("run_model", "half", {"feeds": feeds})["answer"]["outputs"], expected)
    if opened["provider"] == "wasm":
        assert opened["note"].endswith("WebAssembly runs it instead.")


def test_closing_stops_a_download_and_others_go_on(engine, shelf, models_site):
    """Invariant: the open that was closed ends as cancelled while another model opens and answers."""
    server = models_site[1]
    server.go.clear()
    cards = json.loads((shelf / "models" / "manifest.json").read_text())
    slow = {**cards["models"][0], "id": "slow"}
    data = tiny_onnx.blank_sheet().SerializeToString()
    slow["graphs"] = [{**slow["graphs"][0], **tiny_onnx.entry(shelf / "models", "slow.onnx", data)}]
    other = Engine(open_blank(engine.page.context.browser, models_site[0].address, [], PATIENCE_MS))
    (shelf / "models" / "manifest.json").write_text(json.dumps({**cards, "models": [*cards["models"], slow]}))
    try:
        other.page.evaluate("(job) => { window.opening = ask(...job); }", other.message("open_model", "slow", "wasm"))
        assert other.ask("open_model", "lstm", "wasm")["provider"] == "wasm"
        feeds, expected = _reference(shelf, "lstm")
        _close(other.ask("run_model", "lstm", {"feeds": feeds})["answer"]["outputs"], expected)
        assert other.ask("close_model", "slow") is None
        stopped, said = other.told(other.page.evaluate("() => opening"))
    finally:
        (shelf / "models" / "manifest.json").write_text(json.dumps(cards))
        server.go.set()
    assert stopped["kind"] == "Cancelled"
    assert said[0] == {"what": "download", "text": "Loading Cnn", "done": 0, "total": len(data)}
    other.page.context.close()


def test_a_model_somebody_brings_is_read_placed_and_run(engine):
    """Oracle: the graph as it was written, and onnxruntime; quantised operators are not WebGPU's."""
    model = tiny_onnx.quantised()
    opened = engine.ask("open_own_model", {"bytes": model.SerializeToString(), "name": "mine.onnx"}, None)
    assert opened["provider"] == "webgpu"
    assert opened["file"]["operators"] == {
        "Relu": 1,
        "DynamicQuantizeLinear": 1,
        "MatMulInteger": 1,
        "Cast": 1,
        "Mul": 1,
    }
    x = np.linspace(-1, 1, 8, dtype=np.float32).reshape(2, 4)
    found = engine.ask("run_model", "own", {"feeds": {"x": x}})
    _close(found["answer"]["outputs"], tiny_onnx.answers(model, {"x": x}))
    placed = engine.ask("place_model", "own")
    assert placed["on_cpu"] == ["DynamicQuantizeLinear (quantise)", "MatMulInteger (product)"]
    assert not placed["whole"]
    assert placed["counts"]["webgpu"] == 3


def test_an_operator_that_is_missing_is_named(engine):
    """Oracle: the operator as it was written; its file is described all the same."""
    opened = engine.ask("open_own_model", {"bytes": tiny_onnx.foreign().SerializeToString(), "name": "x.onnx"}, None)
    assert opened["provider"] == ""
    assert opened["note"] == "There is no operator com.example.Whirl here, which this model needs."
    assert opened["file"]["operators"]["com.example.Whirl"] == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"PK\x03\x04", "no ONNX file"), (tiny_onnx.cnn().SerializeToString()[:-40], "no ONNX file")],
)
def test_what_is_no_model_is_told_and_nothing_is_lost(engine, data, said):
    """Invariant: an error as data, and the models that were open still answer."""
    error = engine.ask("open_own_model", {"bytes": data, "name": "x.onnx"}, None)
    assert error["kind"] == "ModelFileError"
    assert said in error["what"]
    assert "models" in engine.ask("list_models")


def test_a_parity_check_compares_both_providers(engine):
    """Invariant: both are right within the tolerance, and the faster one is asked for from then on."""
    found = engine.ask("check_model", "cnn")
    assert [row["provider"] for row in found["rows"]] == ["webgpu", "wasm"], found
    assert all(row["correct"] and row["relative"] <= TOLERANCE for row in found["rows"])
    assert all(row["first_ms"] > 0 and row["steady_ms"] > 0 for row in found["rows"])
    best = min(found["rows"], key=lambda row: row["steady_ms"])["provider"]
    assert found["default"] == best
    assert (found["whole"], found["on_cpu"]) == (True, [])
    assert engine.ask("open_model", "cnn", None)["asked"] == best


def test_a_lost_device_costs_a_sentence(chromium_gpu, folder, shelf, complaints, tmp_path):
    """Oracle: onnxruntime; the run in which the device is lost still answers, on WebAssembly."""
    root = tmp_path / PROJECT_PATH
    lay_out(folder, root)
    (root / "ort").unlink()  # it is a link to the built folder
    shutil.copytree(folder / "ort", root / "ort")
    script = root / "ort" / "worker.js"
    script.write_text(_LOSE + script.read_text())
    site = Site(tmp_path)
    page = open_blank(chromium_gpu, site.address, complaints, PATIENCE_MS)
    engine = Engine(page)
    feeds, expected = _reference(shelf, "cnn")
    assert engine.ask("open_model", "cnn", "webgpu")["provider"] == "webgpu"
    assert engine.ask("open_model", "lstm", "webgpu")["provider"] == "webgpu"
    job = {"feeds": feeds, "outputs": list(expected)}
    first, second, third = (engine.ask("run_model", "cnn", job) for _ in range(3))
    assert [answer.get("provider") for answer in (first, second, third)] == ["webgpu", "wasm", "wasm"], second
    for answer in (first, second, third):
        _close(answer["answer"]["outputs"], expected)
    assert "lost" in second["note"]
    assert second["note"].endswith("WebAssembly runs it instead.")
    assert third["note"] == ""
    feeds, expected = _reference(shelf, "lstm")
    _close(engine.ask("run_model", "lstm", {"feeds": feeds})["answer"]["outputs"], expected)
    complaints.clear()  # the runtime notes a lost device on the console
    page.context.close()
    site.stop()


def test_without_webgpu_a_model_runs_on_webassembly_and_says_why(chromium, models_site, shelf, complaints):
    """Oracle: a Chromium without an adapter; the first answer."""
    page = open_blank(chromium, models_site[0].address, complaints, PATIENCE_MS)
    engine = Engine(page)
    opened = engine.ask("open_model", "cnn", "webgpu")
    assert opened["provider"] == "wasm"
    assert opened["note"] == "This browser found no graphics device for WebGPU. WebAssembly runs it instead."
    feeds, expected = _reference(shelf, "cnn")
    _close(engine.ask("run_model", "cnn", {"feeds": feeds, "outputs": list(expected)})["answer"]["outputs"], expected)
    page.context.close()
