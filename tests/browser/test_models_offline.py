"""What deep models cost those who use none, and what is left of them without a network."""

from __future__ import annotations

import json

import pytest
from conftest import PATIENCE_MS
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Load a model from the page's own worker, run it, and say whether its file was here.
_USE = """
async (entry) => {
  const base = new URL("./", document.baseURI).href;
  const {Host} = await import(base + "ort/host.js");
  const host = new Host(base + "ort/worker.js");
  const loaded = await host.bring("load", [{entry}, "wasm"], () => {}).answer;
  const data = new Uint8Array(4 * 64).fill(0);
  const feeds = {image: {data, dims: [1, 1, 8, 8], type: "float32"}};
  const {outputs} = await host.run(loaded.worker, loaded.id, feeds, null);
  return {kept: loaded.kept, logits: [...new Float32Array(outputs.logits.data.buffer)]};
}
"""


def test_models_are_fetched_when_they_are_used_and_work_without_a_network(visit, serve_models, shelf):
    """Oracle: what the server was asked for before; after its end, the same answer in a second visit."""
    site, server = serve_models()
    card = json.loads((shelf / "models" / "manifest.json").read_text())["models"][0]
    person = visit(site.address, service_workers="allow").is_live()
    expect(person.page.locator("html[data-offline]")).to_be_attached(timeout=8 * PATIENCE_MS)
    deep = [path for path in server.asked if path.startswith(("ort/dist/", "models/"))]
    assert deep == ["models/manifest.json"]
    first = person.page.evaluate(_USE, card["graphs"][0])
    assert not first["kept"]
    assert len([path for path in server.asked if path.endswith(".wasm.gz") and "ort" in path]) == 1
    site.stop()
    person.page.goto("about:blank")
    person.page.goto(site.address)
    person.is_live()
    second = person.page.evaluate(_USE, card["graphs"][0])
    assert second == {"kept": True, "logits": first["logits"]}
