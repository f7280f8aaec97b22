"""The ten lines that come with an ONNX file predict with it, in Python and in JavaScript; the file explains itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pandas as pd
import pytest
from bench_data import dataset_from, mixed_frame

from buildsteps.vendor import LOCK, bring, node_program
from elmweb.app.pages.take_home import _saved_html
from elmweb.data import make_dataset, read_table
from elmweb.export import onnx_code, to_onnx
from elmweb.training import Settings, train

FEATURES = ["size", "orchard", "picked"]
QUICK = Settings(n_hidden=24, n_seeds=1)

AS_IN_A_BROWSER = """\
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

globalThis.require = createRequire(import.meta.url); // the file of browsers asks for modules of Node.js in the old way
const other = globalThis.fetch;
globalThis.fetch = async (from, ...rest) => (
  from === "apples.onnx" ? new Response(readFileSync(from)) : other(from, ...rest)
);
await import("./use.mjs");
"""
"""A page would fetch the model from beside itself."""


def apples(target: str, task: str):
    """Return a model of a number, a category and a date, and the rows it learned from."""
    frame = mixed_frame(160)[[*FEATURES, target]]
    return train(dataset_from(frame, [target], task, picked="date"), QUICK), frame[FEATURES]


def usual(model) -> pd.DataFrame:
    """Return the row that the programs predict."""
    return pd.DataFrame([{feature.name: feature.middle for feature in model.features}])


@pytest.mark.slow
@pytest.mark.parametrize(("target", "task"), [("big", "binary"), ("price", "regression")])
def test_the_python_predicts(tmp_path: Path, target: str, task: str) -> None:
    """Oracle: the model on the row of usual values; the program runs beside the file in a process of its own."""
    model, _ = apples(target, task)
    (tmp_path / "apples.onnx").write_bytes(to_onnx(model))
    code = onnx_code(model, "apples.onnx")["Python"]
    assert len(code.splitlines()) <= 12
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    found = eval(done.stdout, {"array": np.array, "float32": np.float32, "object": object})  # noqa: S307
    row = usual(model)
    if task == "regression":
        np.testing.assert_allclose(found["variable"].ravel(), model.predict(row), rtol=1e-5)
    else:
        assert found["label"].tolist() == model.predict(row).tolist()
        np.testing.assert_allclose(found["probabilities"], model.predict_proba(row), atol=1e-4)


@pytest.mark.slow
def test_the_javascript_predicts(tmp_path: Path) -> None:
    """Oracle: the model on the row of usual values; the program runs in Node.js with the locked onnxruntime-web."""
    entry = next(one for one in json.loads(LOCK.read_text())["npm"] if one["name"] == "onnxruntime-web")
    with tarfile.open(bring(entry, "npm")) as archive:
        for name in ("ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"):
            archive.extract(f"package/dist/{name}", tmp_path, filter="data")
    model, _ = apples("big", "binary")
    (tmp_path / "apples.onnx").write_bytes(to_onnx(model))
    code = onnx_code(model, "apples.onnx")["JavaScript"]
    assert len(code.splitlines()) <= 12
    (tmp_path / "use.mjs").write_text(code.replace('"onnxruntime-web"', '"./package/dist/ort.wasm.min.mjs"'))
    (tmp_path / "run.mjs").write_text(AS_IN_A_BROWSER)
    done = subprocess.run([str(node_program()), "run.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True)
    label, proba = (json.loads(part.replace("'", '"')) for part in re.findall(r"\[.*?\]", done.stdout, re.DOTALL))
    row = usual(model)
    assert label == model.predict(row).tolist()
    np.testing.assert_allclose([proba], model.predict_proba(row), atol=1e-4)


def test_names_are_literals() -> None:
    """Invariant: whatever columns are called, each program is one that names them and does nothing else."""
    odd = ['"]; import os #', "it's", "__proto__", "a\\nb\u2028", "</pre>"]
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({name: rng.normal(size=60) for name in odd[:4]})
    frame["y"] = frame.sum(axis=1)
    model = train(dataset_from(frame, ["y"], "regression"), Settings(n_hidden=8, n_seeds=1))
    code = onnx_code(model, f"{odd[4]}.onnx")
    tree = compile(code["Python"], "code", "exec", flags=0x400)  # only parsed
    row = next(node.value for node in tree.body if getattr(getattr(node, "targets", [None])[0], "id", "") == "row")
    assert [key.value for key in row.keys] == odd[:4]
    script = re.search(r"const row = (.*);\n", code["JavaScript"])[1]
    keys = subprocess.run(
        [str(node_program()), "-e", f"console.log(JSON.stringify(Object.keys({script})))"],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert json.loads(keys.stdout) == odd[:4]


def test_the_file_explains_itself() -> None:
    """Oracle: what the model knows of its columns, read by the ONNX library and by onnxruntime."""
    frame = mixed_frame(160)[[*FEATURES, "big"]]
    euros = frame.assign(size=[None if pd.isna(cell) else f"{cell:.2f} EUR" for cell in frame["size"]])
    table = read_table(BytesIO(euros.to_csv(index=False).encode()), "apples.csv")
    roles = {"size": "number", "orchard": "category", "picked": "date", "big": "category"}
    model = train(make_dataset(table, ["big"], "binary", roles, {}), QUICK)
    proto = onnx.load_from_string(to_onnx(model))
    onnx.checker.check_model(proto)
    about = {value.name: value.doc_string for value in [*proto.graph.input, *proto.graph.output]}
    assert "A number in EUR; NaN where it is missing. Seen: " in about["size"]
    assert all(f'"{name}"' in about["orchard"] for name in ("hill", "lake", "road"))
    assert "seconds since 1970-01-01 00:00 in UTC" in about["picked"]
    assert "In the table they are written year-month-day." in about["picked"]
    assert about["probabilities"].endswith("in this order: no, yes.")
    session = onnxruntime.InferenceSession(to_onnx(model))
    said = session.get_modelmeta().description
    assert said.startswith("Predicts big from 3 columns")
    assert f"Learned from {model.n_learned} rows of apples.csv." in said


def test_the_page_shows_the_lines_as_text() -> None:
    """Oracle: the workbench's own file; markup in a name stays text, and what was saved next has no lines."""
    odd = "</pre><b>"
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({odd: rng.normal(size=60), "y": rng.normal(size=60)})
    model = train(dataset_from(frame, ["y"], "regression"), Settings(n_hidden=8, n_seeds=1))
    code = onnx_code(model, "made.onnx")
    html = _saved_html("made.onnx is saved.", code)
    assert odd not in html
    assert html.count("<pre ") == len(code) == 2
    assert "&lt;/pre&gt;&lt;b&gt;" in html
    assert "<details" not in _saved_html("made.elm.zip is saved.", {})
