"""elmweb-predictor in a page of somebody else: the example of the site, and the one in the documentation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from axe import serious_findings
from bench_data import mixed_frame
from playwright.sync_api import expect
from test_embed import apples

from buildsteps.embed import EMBED, write_embed
from buildsteps.server import make_server
from elmweb.export import load_model, save_model

pytestmark = pytest.mark.browser
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "predictor.md"


def test_the_example_predicts_what_python_predicts(visit, address: str, tmp_path: Path) -> None:
    """Oracle: load_model of the same file; what is no model is refused in words, and axe finds nothing serious."""
    path = tmp_path / "apples.elm.zip"
    path.write_bytes(save_model(apples()))
    model, _ = load_model(path.read_bytes())
    page = visit(f"{address}{EMBED}/example.html").page
    page.get_by_label("Model (.elm.zip)").set_input_files(path)
    expect(page.locator("#about")).to_have_text("made: predicts ripe from 2 columns.")
    row = {"weight": 150.5, "colour": "red"}
    page.get_by_label("One row, as JSON").fill(json.dumps(row))
    page.get_by_role("button", name="Predict").click()
    expect(page.locator("#answer")).to_contain_text("probabilities")
    (found,) = json.loads(page.locator("#answer").inner_text())["predictions"]
    proba = model.predict_proba(mixed_frame(1).iloc[:1].assign(**row)[["weight", "colour"]])[0]
    assert found["label"] == str(model.classes[proba.argmax()])
    assert [found["probabilities"][name] for name in model.classes] == pytest.approx(proba.tolist(), abs=1e-7)
    assert serious_findings(page) == []
    other = tmp_path / "notes.zip"
    other.write_bytes(b"no zip")
    page.get_by_label("Model (.elm.zip)").set_input_files(other)
    expect(page.locator("#about")).to_contain_text("Needed: a whole file from Save model.")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """Return the address of a page of somebody else: the one that the documentation shows."""
    (page,) = re.findall(r"^```html\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    write_embed(tmp_path / "their")
    (tmp_path / "their" / "index.html").write_text(f'<!doctype html><link rel="icon" href="data:,">{page}')
    (tmp_path / "their" / "apples.elm.zip").write_bytes(save_model(apples()))
    server = make_server(tmp_path / "their")
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_the_page_in_the_documentation_works(visit, elsewhere: str) -> None:
    """Oracle: the Python model on the same row."""
    expect(visit(elsewhere).page.locator("#answer")).to_have_text("yes")
