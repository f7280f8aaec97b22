"""elmweb-predictor predicts in any page what Python predicts, from the very file that the page saves."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from bench_data import dataset_from, mixed_frame, sample, with_estimator

import elmweb
from buildsteps.embed import predictor_module, write_embed
from buildsteps.vendor import node_program
from elmweb.export import load_model, save_model
from elmweb.training import Settings, train

HOST = Path(__file__).with_name("embed_host.mjs")
FEATURES = ["size", "orchard", "picked", "note"]
ROLES = {"note": "text", "picked": "date"}
TARGETS = {"big": "binary", "price": "regression", "orchard": "multiclass"}
QUICK = Settings(n_hidden=24, n_seeds=1)


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the module, as the build writes it."""
    folder = tmp_path_factory.mktemp("embed") / "predictor"
    write_embed(folder)
    return folder


def asked(module: Path, data: bytes, *rows: Any, csv: str = "") -> dict[str, Any]:
    """Return what the module answers in Node.js, a process of its own that has nothing but the file."""
    path = module / "model.elm.zip"
    path.write_bytes(data)
    given = json.dumps({"asked": list(rows), "csv": csv})
    command = [str(node_program()), str(HOST), (module / "elmweb-predictor.js").as_uri(), str(path)]
    done = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def cells(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as a program has them, with null for what is missing."""
    return [
        {name: None if pd.isna(cell) else cell for name, cell in row.items()} for row in frame.to_dict(orient="records")
    ]


@pytest.mark.parametrize("target", TARGETS)
def test_it_predicts_what_python_predicts(module: Path, target: str) -> None:
    """Oracle: load_model of the same bytes, on numbers, categories, dates and texts with gaps, in rows and as CSV."""
    frame = mixed_frame(160)
    names = [name for name in FEATURES if name != target]
    data = dataset_from(frame[[*names, target]], [target], TARGETS[target], **ROLES)
    saved = save_model(train(data, QUICK))
    model, _ = load_model(saved)
    rows = frame[names].head(40)
    assert rows.isna().to_numpy().any()
    found = asked(module, saved, cells(rows), csv=rows.to_csv(index=False))
    assert found["about"]["targets"] == [target]
    assert [column["name"] for column in found["about"]["columns"]] == [one.name for one in model.features]
    said, said_csv = model.predict(rows), [row[len(names) :] for row in found["csv"]["rows"]]
    predictions = found["answers"][0]["predictions"]
    if target == "price":
        low, high = model.error_range
        np.testing.assert_allclose([one["value"] for one in predictions], said, rtol=1e-9)
        np.testing.assert_allclose([one["interval"] for one in predictions], said[:, None] + [low, high], rtol=1e-9)
        np.testing.assert_allclose(np.array(said_csv, dtype=float)[:, 0], said, rtol=1e-9)
        return
    assert [one["label"] for one in predictions] == said.tolist() == [row[0] for row in said_csv]
    proba = np.array([[one["probabilities"][name] for name in model.classes] for one in predictions])
    np.testing.assert_allclose(proba, model.predict_proba(rows), atol=1e-7)
    np.testing.assert_allclose(np.array([row[1:] for row in said_csv], dtype=float), proba, atol=1e-12)


def test_several_labels_and_a_threshold(module: Path) -> None:
    """Oracle: the Python model; a chosen threshold decides between two answers here too."""
    frame = mixed_frame(160)
    both = dataset_from(frame[["size", "orchard", "big", "hilly"]], ["big", "hilly"], "multilabel")
    model = train(both, QUICK)
    rows = frame[["size", "orchard"]].head(30)
    found = asked(module, save_model(model), cells(rows))["answers"][0]["predictions"]
    assert [[one["labels"]["big"], one["labels"]["hilly"]] for one in found] == model.predict(rows).astype(
        bool
    ).tolist()
    two = dataset_from(frame[["size", "orchard", "big"]], ["big"], "binary")
    strict = replace(train(two, QUICK), threshold=0.9)
    found = asked(module, save_model(strict), cells(rows))["answers"][0]["predictions"]
    assert [one["label"] for one in found] == strict.predict(rows).tolist()
    assert {one["label"] for one in found if 0.5 < one["probabilities"]["yes"] < 0.9} == {"no"}


def test_cells_may_be_of_any_kind(module: Path) -> None:
    """Oracle: the Python model on the same moments, texts and numbers, however they are written."""
    frame = mixed_frame(160)
    model = train(dataset_from(frame[[*FEATURES, "price"]], ["price"], "regression", **ROLES), QUICK)
    plain = {"size": 50.5, "orchard": "hill", "picked": "2022-03-04", "note": "tastes sweet"}
    same = [
        plain,
        {**plain, "size": " 50.5 "},
        {**plain, "orchard": "HILL "},
        {**plain, "picked": {"date": "2022-03-04T00:00:00Z"}},
        {**plain, "shop": "x"},
    ]
    gone = [{**plain, "size": None}, {**plain, "size": ""}, {name: plain[name] for name in plain if name != "size"}]
    found = asked(module, save_model(model), same, gone, [{**plain, "size": "large"}], [{"SIZE": 50.5}], [])
    expected = model.predict(pd.DataFrame([plain]))[0]
    np.testing.assert_allclose([one["value"] for one in found["answers"][0]["predictions"]], expected, rtol=1e-9)
    assert found["answers"][0]["unused"] == ["shop"]
    without = model.predict(pd.DataFrame([{**plain, "size": None}]))[0]
    np.testing.assert_allclose([one["value"] for one in found["answers"][1]["predictions"]], without, rtol=1e-9)
    assert found["answers"][2]["odd"] == [{"column": "size", "values": ["large"]}]
    assert found["answers"][2]["predictions"][0]["value"] == pytest.approx(without, rel=1e-9)
    assert found["answers"][3]["missing"] == ["orchard", "picked", "note"]
    assert found["answers"][4] == {
        "predictions": [],
        "missing": ["size", "orchard", "picked", "note"],
        "unused": [],
        "odd": [],
    }


@pytest.mark.slow
def test_what_cannot_be_predicted_is_told(module: Path) -> None:
    """Invariant: each failure is one of its own, and names the thing, the rule and the value."""
    saved = save_model(train(dataset_from(mixed_frame(80)[["size", "price"]], ["price"], "regression"), QUICK))
    found = asked(module, saved, [{"weight": 1}], [{"size": [1]}], "rows")["answers"]
    assert all(one["isOurs"] for one in found)
    assert [one["error"] for one in found] == [
        "No column of the model is in the rows. Needed: size. Found: weight.",
        '"size" in row 1 cannot be read. Needed: a number or a text. Found: Array.',
        "Rows cannot be predicted. Needed: a list of rows. Found: string.",
    ]
    series = with_estimator("diabetes", elmweb.LaggedELMRegressor(2, n_hidden=8, random_state=0))[1]
    plain = elmweb.ELMRegressor(4, random_state=0).fit([[0.0], [1.0]], [0.0, 1.0])
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as file:
        file.writestr("photo.txt", "x")
    files = {
        "a series is known by many": save_model(series),
        "not saved for pages": save_model(plain),
        "cannot be read. Needed: a whole file": saved[:-40],
        "is damaged": _spoilt(saved),
        "not a model that elmweb saved": other.getvalue(),
    }
    for words, data in files.items():
        found = asked(module, data)
        assert found["isOurs"]
        assert words in found["error"]
        assert found["rule"]


def _spoilt(data: bytes) -> bytes:
    """Return a file in which one byte of the part for pages is another."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        part = file.getinfo("predictor.json")
    at = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_the_module_is_small_and_needs_nothing() -> None:
    """Invariant: no import, nothing that reaches the page or the network but the one fetch, and under 50 kB."""
    text = predictor_module()
    assert len(text) < 50_000
    assert "import " not in "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(("*", "/*")))
    assert text.count("fetch(") == 1
    assert "document" not in text
    assert "eval(" not in text


def test_only_files_for_people_hold_the_model_twice() -> None:
    """Invariant: the part for pages can be left out, and nobody who loads the file in Python notices it."""
    model = train(sample("iris"), QUICK)
    long, short = save_model(model), save_model(model, for_pages=False)
    assert "predictor.json" not in zipfile.ZipFile(io.BytesIO(short)).namelist()
    assert len(short) < 0.8 * len(long)
    rows = sample("iris").X.head(5)
    np.testing.assert_array_equal(load_model(long)[0].predict_proba(rows), load_model(short)[0].predict_proba(rows))


def test_the_script_in_the_documentation_runs(module: Path, tmp_path: Path) -> None:
    """Oracle: what its page says of the answers; it runs beside the module and a model as that page makes it."""
    page = (Path(__file__).parents[1] / "docs" / "how-to" / "predictor.md").read_text()
    (script,) = re.findall(r"^```js\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    write_embed(tmp_path / "beside")
    (tmp_path / "beside" / "use.mjs").write_text(script)
    (tmp_path / "beside" / "apples.elm.zip").write_bytes(save_model(apples()))
    command = [str(node_program()), "use.mjs"]
    done = subprocess.run(command, cwd=tmp_path / "beside", capture_output=True, encoding="utf-8", check=True)
    lines = done.stdout.splitlines()
    assert lines[0] == "[ 'weight: number', 'colour: category' ]"
    assert lines[1].startswith("yes {")
    assert lines[-2:] == [
        "{ missing: [], unused: [ 'shop' ], odd: [] }",
        "No column of the model is in the rows. Needed: weight, colour. Found: price.",
    ]


def apples() -> Any:
    """Return the model of docs/how-to/predictor.md."""
    n = 120
    frame = pd.DataFrame(
        {
            "weight": [100 + 7 * (i % 13) for i in range(n)],
            "colour": [("red", "green", "yellow")[i % 3] for i in range(n)],
            "ripe": [("no", "yes")[i % 3 != 1 and i % 13 > 3] for i in range(n)],
        }
    )
    return train(dataset_from(frame, ["ripe"], "binary"), Settings(n_hidden=32, n_seeds=1))
