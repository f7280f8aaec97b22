"""What is left without a network: the page, samples, files, training, and the deep models that were used."""

from __future__ import annotations

import json

import pytest
from conftest import PATIENCE_MS
from made_tables import FRUIT, as_csv, fruit
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


def test_what_was_used_works_without_a_network(visit, serve_models, shelf):
    """A model is fetched when it is used; after the server's end, a later visit has it, and trains on a new file.

    Oracle: what the server was asked for; the model's answer in the first visit.
    """
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
    person.page.goto(f"{site.address}#/data")
    person.is_live()
    second = person.page.evaluate(_USE, card["graphs"][0])
    assert second == {"kept": True, "logits": first["logits"]}
    person.page.get_by_role("button", name="Iris").click()
    person.has_open("iris.csv", 150, 5)
    person.drop("fruit.csv", as_csv(FRUIT, fruit(80)))
    person.has_open("fruit.csv", 80, 7)
    assert person.train().startswith("Right on")
