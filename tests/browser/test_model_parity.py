"""Every model the site ships, on WebAssembly and on WebGPU, against the answers of the library that trained it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import PATIENCE_MS, ROOT

from elmweb.zoo.manifest import read_manifest
from elmweb.zoo.parity import TOLERANCE, differences, read_reference
from elmweb.zoo.placement import read_placement

pytestmark = pytest.mark.browser

_MODELS = ROOT / "models" / "manifest.json"
CARDS = read_manifest(_MODELS.read_bytes()) if _MODELS.exists() else {}
MEASURED = json.loads((ROOT / "docs" / "models.json").read_text())["cases"]["every"]["models"]
PATIENCE = 20 * PATIENCE_MS  # WebGPU done in software takes a second for what a graphics device does in one thousandth

# One graph on one provider, optionally with no help of the processor; outputs as base64, or the error.
_RUN = """
async ({entry, provider, config, feeds, wanted}) => {
  const base = new URL("./", document.baseURI).href;
  const {Host} = await import(base + "ort/host.js");
  const {asData} = await import(base + "ort/failure.js");
  const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const textOf = (bytes) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  };
  window.host ??= new Host(base + "ort/worker.js");
  try {
    const {worker, id} = await host.bring("load", [{entry}, provider, config], () => {}).answer;
    const given = Object.fromEntries(Object.entries(feeds).map(([n, t]) => [n, {...t, data: bytesOf(t.data)}]));
    const found = feeds && Object.keys(feeds).length ? await host.run(worker, id, given, wanted) : {outputs: {}};
    await host.release(worker, id);
    return Object.fromEntries(Object.entries(found.outputs).map(([n, t]) => [n, {...t, data: textOf(t.data)}]));
  } catch (error) {
    return {error: asData(error)};
  }
}
"""


MOST_LOGGED = 5e6
"""Bytes of a model that is loaded once more to read where its operations run: a large one takes half a minute."""


@pytest.fixture(scope="module")
def page(chromium_gpu, address):
    """Return an empty page of the site; its own scripts are not needed."""
    context = chromium_gpu.new_context(service_workers="block")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.route("**/blank.html", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.goto(address + "blank.html")
    yield page
    context.close()


def _entry(graph: Any) -> dict[str, Any]:
    return {"file": graph.file, "sha256": graph.sha256, "bytes": graph.bytes}


def _run(page, graph: Any, provider: str, feeds: dict[str, np.ndarray], wanted: list[str], **config: str) -> Any:
    packed = {
        name: {"data": base64.b64encode(array.tobytes()).decode(), "dims": list(array.shape), "type": array.dtype.name}
        for name, array in feeds.items()
    }
    job = {"entry": _entry(graph), "provider": provider, "config": config, "feeds": packed, "wanted": wanted}
    found = page.evaluate(_RUN, job)
    if "error" in found:
        return found
    return {
        name: np.frombuffer(base64.b64decode(tensor["data"]), tensor["type"]).reshape(tensor["dims"])
        for name, tensor in found.items()
    }


@pytest.mark.parametrize("name", CARDS)
def test_a_model_gives_its_reference_outputs(page, folder: Path, name: str):
    """Oracle: outputs of the library that trained the model, relative to the largest number of each."""
    for graph, feeds, expected in _reference(folder, name):
        _is_right(_run(page, graph, "wasm", feeds, list(expected)), expected)


@pytest.mark.parametrize("name", CARDS)
def test_on_webgpu_too_and_who_needs_no_help_of_the_processor_is_known(page, folder: Path, name: str):
    """Oracle: the same outputs; onnxruntime's refusal to use the processor, against the document and its log."""
    whole = []
    for graph, feeds, expected in _reference(folder, name):
        alone = found = _run(page, graph, "webgpu", feeds, list(expected), disable_cpu_ep_fallback="1")
        whole.append("error" not in alone)
        if not whole[-1]:
            found = _run(page, graph, "webgpu", feeds, list(expected))
        _is_right(found, expected)
        if graph.bytes <= MOST_LOGGED:
            lines = page.evaluate("(entry) => host.where({entry}, 'webgpu')", _entry(graph))
            assert read_placement(lines).whole is whole[-1], (alone, read_placement(lines))
    assert len(whole) == len(CARDS[name].graphs)
    assert MEASURED[name]["whole"] is all(whole), "docs/models.md names those that need no help"


def _reference(folder: Path, name: str) -> Iterator[tuple[Any, dict[str, np.ndarray], dict[str, np.ndarray]]]:
    """Yield each graph of a model with inputs and the outputs that it must have."""
    card = CARDS[name]
    for graph, (feeds, expected) in read_reference((folder / "models" / card.reference.file).read_bytes()).items():
        yield card.graph(graph), feeds, expected


def _is_right(found: dict[str, Any], expected: dict[str, np.ndarray]) -> None:
    assert "error" not in found, found
    absolute, relative = differences(found, expected)
    assert relative <= TOLERANCE, f"off by {absolute:.2g}, relative {relative:.2g}"
