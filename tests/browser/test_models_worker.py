"""Deep models in real browsers: on WebAssembly and on WebGPU, the same answers as onnxruntime, whatever goes wrong."""

from __future__ import annotations

import base64
import json
import shutil
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_onnx
from bidi import Firefox
from conftest import PATIENCE_MS
from small_models import open_blank

pytestmark = pytest.mark.browser

TOLERANCE = 1e-3  # relative to the largest number of an output
MODELS = ("cnn", "lstm", "quantised", "echo-int64", "echo-int32", "echo-uint8", "echo-bool")

# In the page: one host, and helpers that take and give tensors as base64.
_SETUP = """
async () => {
  const base = new URL("./", document.baseURI).href;
  const {Host} = await import(base + "ort/host.js");
  const {asData} = await import(base + "ort/failure.js");
  const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const textOf = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const given = (feeds) =>
    Object.fromEntries(Object.entries(feeds).map(([n, t]) => [n, {...t, data: bytesOf(t.data)}]));
  const taken = ({outputs, milliseconds}) => ({milliseconds, outputs: Object.fromEntries(
    Object.entries(outputs).map(([name, tensor]) => [name, {...tensor, data: textOf(tensor.data)}]))});
  const told = async (work) => { try { return await work; } catch (error) { return {error: asData(error)}; } };
  const host = new Host(base + "ort/worker.js");
  Object.assign(window, {
    host, told, given, taken, base, bytesOf,
    load: (entry, provider) => told(host.bring("load", [{entry}, provider], () => {}).answer),
    loadBytes: (text, provider) => told(host.bring("load", [{data: bytesOf(text)}, provider], () => {}).answer),
    run: ({worker, id}, feeds, wanted = null) =>
      told((async () => taken(await host.run(worker, id, given(feeds), wanted)))()),
  });
}
"""


@pytest.fixture(scope="module")
def cards(shelf):
    """Return the cards of the small models, as plain data."""
    return {card["id"]: card for card in json.loads((shelf / "models" / "manifest.json").read_text())["models"]}


@pytest.fixture
def server(models_site):
    """Return what the server was asked for."""
    models_site[1].asked.clear()
    models_site[1].go.clear()
    return models_site[1]


def _open(browser, address: str, complaints: list[str]):
    page = open_blank(browser, address, complaints, PATIENCE_MS)
    page.evaluate(_SETUP)
    return page


@pytest.fixture(scope="module")
def page(chromium_gpu, models_site, complaints):
    """Return a page with a host, in a browser with WebGPU."""
    page = _open(chromium_gpu, models_site[0].address, complaints)
    yield page
    page.context.close()


@pytest.fixture
def fresh(chromium_gpu, models_site, complaints):
    """Return a page in a browser profile of its own."""
    page = _open(chromium_gpu, models_site[0].address, complaints)
    yield page
    page.context.close()


def _packed(feeds: dict[str, np.ndarray]) -> dict[str, Any]:
    return {
        name: {"data": base64.b64encode(array.tobytes()).decode(), "dims": list(array.shape), "type": array.dtype.name}
        for name, array in feeds.items()
    }


def _unpacked(answer: dict[str, Any]) -> dict[str, np.ndarray]:
    assert "error" not in answer, answer
    return {
        name: np.frombuffer(base64.b64decode(tensor["data"]), tensor["type"]).reshape(tensor["dims"])
        for name, tensor in answer["outputs"].items()
    }


def _reference(shelf: Path, name: str) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    with np.load(BytesIO((shelf / "models" / f"{name}.reference.npz").read_bytes())) as arrays:
        sides = {"in": {}, "out": {}}
        for key in arrays.files:
            _graph, side, tensor = key.split("/")
            sides[side][tensor] = arrays[key]
    return sides["in"], sides["out"]


def _close(found: dict[str, np.ndarray], expected: dict[str, np.ndarray]) -> None:
    assert found.keys() == expected.keys()
    for name, right in expected.items():
        assert found[name].dtype == right.dtype
        scale = np.abs(right.astype(float)).max()
        np.testing.assert_allclose(found[name].astype(float), right.astype(float), atol=TOLERANCE * scale, rtol=0)


def _works(page, shelf, cards, name="cnn", provider="wasm") -> dict[str, Any]:
    """Load a model and check its reference outputs; return what loading said."""
    feeds, expected = _reference(shelf, name)
    loaded = page.evaluate("([entry, provider]) => load(entry, provider)", [cards[name]["graphs"][0], provider])
    assert loaded.get("provider") == provider, loaded
    _close(_unpacked(page.evaluate("([loaded, feeds]) => run(loaded, feeds)", [loaded, _packed(feeds)])), expected)
    return loaded


# -- answers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", ["wasm", "webgpu"])
@pytest.mark.parametrize("name", MODELS)
def test_a_model_answers_as_onnxruntime_does(page, shelf, cards, name, provider):
    """Oracle: onnxruntime on this machine's processor; the provider that ran is the one that was asked for."""
    loaded = _works(page, shelf, cards, name, provider)
    graph = cards[name]["graphs"][0]
    for side in ("inputs", "outputs"):
        assert [(each["name"], each["type"], each["shape"]) for each in loaded[side]] == [
            (each["name"], each["dtype"], each["shape"]) for each in graph[side]
        ]


def test_half_precision_runs_on_webassembly_and_is_refused_where_the_device_lacks_it(page, shelf, cards):
    """Oracle: onnxruntime, and what the device says of shader-f16."""
    _works(page, shelf, cards, "half", "wasm")
    if page.evaluate("() => host.ask('facts')")["f16"]:
        _works(page, shelf, cards, "half", "webgpu")
        return
    loaded = page.evaluate("(entry) => load(entry, 'webgpu')", cards["half"]["graphs"][0])
    feeds, _ = _reference(shelf, "half")
    answer = page.evaluate("([loaded, feeds]) => run(loaded, feeds)", [loaded, _packed(feeds)])
    assert answer["error"]["kind"] == "provider"
    assert "f16" in answer["error"]["message"]
    _works(page, shelf, cards, "cnn", "webgpu")


def test_only_the_outputs_that_are_asked_for_come(page, shelf, cards):
    """Oracle: the names asked for."""
    loaded = _works(page, shelf, cards)
    feeds, expected = _reference(shelf, "cnn")
    answer = page.evaluate("([loaded, feeds]) => run(loaded, feeds, ['maps'])", [loaded, _packed(feeds)])
    _close(_unpacked(answer), {"maps": expected["maps"]})


@pytest.mark.parametrize(
    ("change", "said"),
    [({"dims": [9, 1, 8, 8]}, "takes 2304"), ({"type": "complex64"}, "it can be float32"), ({"dims": [2, 64]}, "rank")],
)
def test_feeds_that_do_not_fit_are_told(page, shelf, cards, change, said):
    """Invariant: an error that is not fatal, and the model answers the right feeds afterwards."""
    feeds, _ = _reference(shelf, "cnn")
    loaded = page.evaluate("(entry) => load(entry, 'wasm')", cards["cnn"]["graphs"][0])
    wrong = {"image": {**_packed(feeds)["image"], **change}}
    error = page.evaluate("([loaded, feeds]) => run(loaded, feeds)", [loaded, wrong])["error"]
    assert said in error["message"]
    assert not error["fatal"]
    _works(page, shelf, cards)


@pytest.mark.parametrize("provider", ["wasm", "webgpu"])
def test_two_models_at_once_do_not_trip_each_other(page, shelf, cards, provider):
    """Oracle: each model's own reference outputs, with loads and runs started together, twelve times over."""
    names = ("cnn", "lstm", "quantised")
    jobs = [[cards[name]["graphs"][0], _packed(_reference(shelf, name)[0])] for name in names]
    found = page.evaluate(
        """async ([jobs, provider]) => {
          const loaded = await Promise.all(jobs.map(([entry]) => load(entry, provider)));
          return Promise.all(Array.from({length: 12}, (_, i) => run(loaded[i % 3], jobs[i % 3][1])));
        }""",
        [jobs, provider],
    )
    for i, answer in enumerate(found):
        _close(_unpacked(answer), _reference(shelf, names[i % 3])[1])


def test_webgpu_is_there_again_after_its_last_model_was_released(fresh, shelf, cards):
    """Invariant: the runtime ends its device with the last session; the next model gets another."""
    for name in ("cnn", "lstm", "cnn"):
        loaded = _works(fresh, shelf, cards, name, "webgpu")
        fresh.evaluate("async ({worker, id}) => host.release(worker, id)", loaded)


def test_the_log_says_which_operations_webgpu_left_to_the_processor(page, cards):
    """Oracle: quantised operators are not in the WebGPU provider, those of a CNN are (onnxruntime 1.30)."""
    where = "(entry) => host.where({entry}, 'webgpu')"
    parts = "\n".join(page.evaluate(where, cards["quantised"]["graphs"][0]))
    assert "MatMulInteger (product)" in parts
    assert "Node(s) placed on [WebGpuExecutionProvider]" in parts
    assert "All nodes placed on [WebGpu" in "\n".join(page.evaluate(where, cards["cnn"]["graphs"][0]))


def test_a_browser_without_jspi_takes_the_other_build(fresh, shelf, cards, server):
    """Oracle: reference outputs on both providers, and which file was asked for."""
    feeds, expected = _reference(shelf, "cnn")
    data = base64.b64encode((shelf / "models" / "cnn.onnx").read_bytes()).decode()
    for provider in ("wasm", "webgpu"):
        answer = fresh.evaluate(
            """async ([data, provider, feeds]) => {
              delete WebAssembly.Suspending;
              const {Engine} = await import(base + "ort/engine.js");
              window.engine ??= new Engine();
              const {id} = await engine.load(bytesOf(data), provider);
              return taken(await engine.run(id, given(feeds)));
            }""",
            [data, provider, _packed(feeds)],
        )
        _close(_unpacked(answer), expected)
    assert "ort/dist/ort-wasm-simd-threaded.asyncify.wasm.gz" in server.asked
    assert not any("jspi" in path for path in server.asked)


def test_firefox_answers_as_onnxruntime_does(models_site, shelf, cards, tmp_path, firefox_program):
    """Oracle: reference outputs, in another engine, which has no WebGPU by default and says so."""
    feeds, expected = _reference(shelf, "cnn")
    with Firefox(firefox_program, tmp_path) as firefox:
        firefox.open(models_site[0].address + "blank.html")
        firefox.evaluate(f"({_SETUP.strip()})().then(() => true)")
        facts = firefox.evaluate("host.ask('facts')")
        assert facts["available"] or facts["why"]
        job = json.dumps([cards["cnn"]["graphs"][0], _packed(feeds)])
        answer = firefox.evaluate(f"(async ([entry, feeds]) => run(await load(entry, 'wasm'), feeds))({job})")
    _close(_unpacked(answer), expected)


# -- files -------------------------------------------------------------------------------------------


def test_a_model_is_downloaded_once(fresh, shelf, cards, server):
    """Oracle: what the server was asked for."""
    assert not _works(fresh, shelf, cards)["kept"]
    fresh.reload()
    fresh.evaluate(_SETUP)
    assert _works(fresh, shelf, cards)["kept"]
    assert server.asked.count("models/cnn.onnx") == 1
    hashes = [cards[name]["graphs"][0]["sha256"] for name in ("cnn", "lstm")]
    assert fresh.evaluate("(hashes) => host.ask('kept', hashes)", hashes) == [True, False]
    fresh.evaluate("() => host.ask('tidy', [])")
    assert fresh.evaluate("(hashes) => host.ask('kept', hashes)", hashes) == [False, False]


def test_what_was_kept_and_is_damaged_is_fetched_again(fresh, shelf, cards):
    """Invariant: the cache is verified too."""
    _works(fresh, shelf, cards)
    fresh.evaluate("""async () => {
      const cache = await caches.open("elmweb-models");
      for (const request of await cache.keys()) await cache.put(request, new Response("damaged"));
    }""")
    assert not _works(fresh, shelf, cards)["kept"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sha256": "0" * 64}, "not the file it should be: sha256"),
        ({"bytes": 10**6}, "is cut"),
        ({"bytes": 100}, "is longer than the 100 bytes"),
    ],
)
def test_a_file_that_is_not_the_right_one_is_refused(fresh, shelf, cards, change, said):
    """Invariant: nothing is run or kept, the error says what was found, and the right file works afterwards."""
    entry = {**cards["cnn"]["graphs"][0], **change}
    error = fresh.evaluate("(entry) => load(entry, 'wasm')", entry)["error"]
    assert error["kind"] == "download"
    assert said in error["message"]
    assert fresh.evaluate("async () => (await (await caches.open('elmweb-models')).keys()).length") == 0
    _works(fresh, shelf, cards)


def test_a_file_that_is_not_there_or_stops_coming_is_told(fresh, shelf, cards, complaints, server):
    """Invariant: the error says which file, and how much of it came."""
    entry = {**cards["cnn"]["graphs"][0], "file": "nowhere.onnx"}
    error = fresh.evaluate("(entry) => load(entry, 'wasm')", entry)["error"]
    assert error == {"kind": "download", "message": "nowhere.onnx could not be fetched (404).", "fatal": False}
    complaints.clear()  # the browser notes a 404 on the console
    shutil.copy(shelf / "models" / "cnn.onnx", shelf / "models" / "slow-cut.onnx")
    server.go.set()
    error = fresh.evaluate("(entry) => load(entry, 'wasm')", {**entry, "file": "slow-cut.onnx"})["error"]
    server.go.clear()
    assert error["kind"] == "download"
    assert "slow-cut.onnx stopped coming after" in error["message"]
    complaints.clear()


@pytest.mark.parametrize("provider", ["wasm", "webgpu"])
def test_a_file_that_is_no_model_is_told_and_the_worker_lives(fresh, shelf, cards, provider):
    """Invariant: the right sha256 of a cut ONNX file is no model; others still load in the same worker."""
    data = (shelf / "models" / "cnn.onnx").read_bytes()[:-30]
    answer = fresh.evaluate(
        "([data, provider]) => loadBytes(data, provider)", [base64.b64encode(data).decode(), provider]
    )
    assert answer["error"]["kind"] == ("model" if provider == "wasm" else "provider")
    assert _works(fresh, shelf, cards, "cnn", provider)["worker"] == 1


def test_a_download_is_cancelled_and_can_be_begun_again(fresh, shelf, cards, server):
    """Invariant: it ends at once, keeps nothing, and neither holds up another model nor itself later."""
    shutil.copy(shelf / "models" / "cnn.onnx", shelf / "models" / "slow.onnx")
    entry = {**cards["cnn"]["graphs"][0], "file": "slow.onnx"}
    server.go.clear()
    fresh.evaluate(
        """(entry) => {
          window.asked = host.bring("load", [{entry}, "wasm"], () => {});
          window.outcome = told(asked.answer);
        }""",
        entry,
    )
    _works(fresh, shelf, cards, "lstm")
    start = time.perf_counter()
    assert fresh.evaluate("() => { asked.cancel(); return outcome; }")["error"]["kind"] == "cancelled"
    assert time.perf_counter() - start < 5
    assert fresh.evaluate("(hashes) => host.ask('kept', hashes)", [entry["sha256"]]) == [False]
    server.go.set()
    assert "error" not in fresh.evaluate("(entry) => load(entry, 'wasm')", entry)
    server.go.clear()


def test_cancelling_too_late_leaves_nothing_behind(fresh, cards):
    """Invariant: a model that was ready when Cancel came is released: its id is not there."""
    outcome = fresh.evaluate(
        """async (entry) => {
          await load(entry, "wasm");
          const asked = host.bring("load", [{entry}, "wasm"], () => {});
          const outcome = told(asked.answer);
          asked.answer.then(() => {}, () => {});
          asked.cancel();
          const error = (await outcome).error;
          return [error.kind, (await run({worker: 1, id: 2}, {})).error.kind];
        }""",
        cards["cnn"]["graphs"][0],
    )
    assert outcome == ["cancelled", "gone"]


# -- what a device or a memory does ------------------------------------------------------------------


def test_without_webgpu_the_reason_is_given_and_webassembly_works(chromium, models_site, shelf, cards, complaints):
    """Oracle: a Chromium that has no adapter."""
    page = _open(chromium, models_site[0].address, complaints)
    facts = page.evaluate("() => host.ask('facts')")
    assert facts == {"available": False, "why": "This browser found no graphics device for WebGPU."}
    error = page.evaluate("(entry) => load(entry, 'webgpu')", cards["cnn"]["graphs"][0])["error"]
    assert (error["kind"], error["fatal"]) == ("provider", False)
    assert _works(page, shelf, cards)["worker"] == 1
    page.context.close()


_HARMED = """
async ([data, feeds, harm]) => {
  let device;
  const {requestDevice} = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...args) {
    return (device = await requestDevice.apply(this, args));
  };
  const {Engine} = await import(base + "ort/engine.js");
  const engine = new Engine();
  const model = await engine.load(bytesOf(data), "webgpu");
  if (harm === "shader") {
    const {createShaderModule} = GPUDevice.prototype;
    GPUDevice.prototype.createShaderModule = function (given) {
      return createShaderModule.call(this, {...given, code: given.code + "; this is no shader"});
    };
  } else {
    await engine.run(model.id, given(feeds));
  }
  if (harm === "complaint") {
    const {submit} = GPUQueue.prototype;
    GPUQueue.prototype.submit = function (...args) {
      const error = new GPUValidationError("this buffer is no good");
      device.dispatchEvent(new GPUUncapturedErrorEvent("uncapturederror", {error}));
      return submit.apply(this, args);
    };
  }
  const answer = told((async () => taken(await engine.run(model.id, given(feeds))))());
  if (harm === "lost") device.destroy();
  const first = await answer;
  const other = await engine.load(bytesOf(data), "wasm");
  return [first, taken(await engine.run(other.id, given(feeds)))];
}
"""


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("lost", "The graphics device was lost"),
        ("shader", "pipeline"),
        ("complaint", "The graphics device refused: this buffer is no good"),
    ],
)
def test_a_device_that_is_lost_or_refuses_ends_the_run_with_a_reason(fresh, shelf, harm, said, complaints):
    """Invariant: no run waits for ever or gives zeros for an answer; WebAssembly goes on in the same worker."""
    feeds, expected = _reference(shelf, "cnn")
    data = base64.b64encode((shelf / "models" / "cnn.onnx").read_bytes()).decode()
    failed, answer = fresh.evaluate(_HARMED, [data, _packed(feeds), harm])
    assert "error" in failed, failed
    assert (failed["error"]["kind"], failed["error"]["fatal"]) == ("provider", harm == "lost"), failed
    assert said in failed["error"]["message"]
    _close(_unpacked(answer), expected)
    complaints.clear()  # the runtime and the browser note both on the console


@pytest.mark.parametrize(("side", "fatal"), [(60_000, False), (32_760, True)])
def test_a_model_that_memory_does_not_hold_costs_its_worker_only(fresh, shelf, cards, side, fatal):
    """Invariant: "memory"; when the worker had to end its models are gone, and the next one gets a new worker."""
    other = _works(fresh, shelf, cards)
    data = base64.b64encode(tiny_onnx.blank_sheet().SerializeToString()).decode()
    big = fresh.evaluate("(data) => loadBytes(data, 'wasm')", data)
    feeds = _packed({"shape": np.array([side, side])})
    error = fresh.evaluate("([big, feeds]) => run(big, feeds)", [big, feeds])["error"]
    assert (error["kind"], error["fatal"]) == ("memory", fatal), error
    feeds, expected = _reference(shelf, "cnn")
    answer = fresh.evaluate("([other, feeds]) => run(other, feeds)", [other, _packed(feeds)])
    if fatal:
        assert answer["error"]["kind"] == "gone"
    else:
        _close(_unpacked(answer), expected)
    assert _works(fresh, shelf, cards)["worker"] == (2 if fatal else 1)
