"""The passport: the model that is trained again from it is the same to the bit, and every difference is told."""

from __future__ import annotations

import asyncio
import json
import re
from copy import deepcopy
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_pages import NASTY

from elmweb.evaluation.groups import group_scores
from elmweb.evaluation.scores import row_values
from elmweb.exceptions import Cancelled, ModelFileError, SettingsError, WorkbenchError
from elmweb.export.passport.__main__ import main
from elmweb.export.passport.check import read_passport, recipe_of, train_again
from elmweb.export.passport.compare import compare, summary
from elmweb.export.passport.deep import deep_passport
from elmweb.export.passport.hashes import numbers_hash, texts_hash
from elmweb.export.passport.page import passport_page
from elmweb.export.passport.seal import sealed
from elmweb.workbench.local import SAMPLES, LocalWorkbench

ROOT = Path(__file__).parent.parent
IRIS = SAMPLES / "iris.csv"
CARDS = json.loads((ROOT / "models/manifest.json").read_text())["models"]


def silent(_message: object) -> None:
    """Take a progress message."""


def trained(source: dict, choices: dict | None = None, progress: Any = silent, **settings: Any) -> LocalWorkbench:
    """Return a workbench with a model, trained as the page does it."""

    async def train() -> LocalWorkbench:
        workbench = LocalWorkbench()
        await workbench.open_table(source, None, silent)
        message = progress(workbench) if progress is not silent else silent
        try:
            await workbench.train(choices or {}, {"n_hidden": 16, "n_seeds": 2, **settings}, message)
        except Cancelled:
            await workbench.keep_best(silent)
        return workbench

    return asyncio.run(train())


def passport_of(workbench: LocalWorkbench) -> dict[str, Any]:
    """Return its passport, as it is saved."""
    return json.loads(asyncio.run(workbench.export("passport"))["data"])


@pytest.fixture(scope="module")
def iris() -> LocalWorkbench:
    """Return a workbench with a model of the iris."""
    return trained({"sample": "iris"}, n_hidden=None)


@pytest.fixture
def passport(iris: LocalWorkbench) -> dict[str, Any]:
    """Return the passport of that model."""
    return deepcopy(passport_of(iris))


def different(passport: dict, path: Path = IRIS) -> list[str]:
    """Return what differs when a model is trained again."""
    return [one.what for one in compare(passport, train_again(passport, path)[0]) if not one.equal]


@pytest.mark.slow
def test_the_model_that_is_rebuilt_is_equal_to_the_bit(iris: LocalWorkbench, passport: dict) -> None:
    """Oracle: the first model itself; outputs and probabilities of every row have the same bits."""
    again, model, dataset = train_again(read_passport(json.dumps(passport).encode()), IRIS)
    first = iris._model().model
    assert all(one.equal for one in compare(passport, again))
    for say in ("predict", "predict_proba"):
        assert getattr(model, say)(dataset.X).tolist() == getattr(first, say)(dataset.X).tolist()
    assert model.estimator.coef_.tobytes() == first.estimator.coef_.tobytes()
    same = ("model", "data", "split", "calibration", "groups", "probe", "versions")
    assert {name: again[name] for name in same} == {name: passport[name] for name in same}


@pytest.mark.slow
@pytest.mark.parametrize("automatic", [{}, {"n_hidden": None, "model_kind": "auto"}], ids=["one layer", "automatic"])
@pytest.mark.parametrize(
    ("sample", "choices"),
    [
        ("diabetes", {}),
        ("seattle-weather", {"switches": {"missing:wind m/s": False}, "roles": {"date": "ignore"}}),
    ],
)
def test_numbers_and_choices_are_rebuilt_too(sample: str, choices: dict, automatic: dict) -> None:
    """Invariant: a regression, and a table with choices, come out the same; so does a kind that the page has chosen."""
    passport = passport_of(trained({"sample": sample}, choices, **automatic))
    assert passport["recipe"]["settings"]["model_kind"] == ("blend" if automatic else "elm")
    assert different(passport, SAMPLES / f"{sample}.csv") == []


@pytest.mark.slow
def test_a_training_that_was_stopped_is_rebuilt_as_far_as_it_went() -> None:
    """Invariant: stopped at its third setting, the model is the same."""

    def stopping(workbench: LocalWorkbench) -> Any:
        return lambda message: message.get("step", 0) >= 3 and message["what"] == "train" and workbench.cancel()

    passport = passport_of(trained({"sample": "wine"}, None, stopping, n_hidden=None, n_seeds=5))
    assert passport["model"]["stopped_at"][0] >= 3
    assert different(passport, SAMPLES / "wine.csv") == []


def test_a_passport_from_before_the_blend_names_one_layer(passport: dict) -> None:
    """Oracle: the model itself, which "auto" stood for; today it would be a blend."""
    passport["recipe"]["settings"]["model_kind"] = "auto"
    assert recipe_of(passport).settings.model_kind == "elm"


@pytest.mark.slow
def test_a_file_that_is_read_another_way_is_rebuilt(tmp_path: Path) -> None:
    """Invariant: how columns were read goes with the passport."""
    rows = "\n".join(f"{n % 7},5;{n % 11};{'left' if n % 7 > 3 else 'right'}" for n in range(90))
    file = tmp_path / "commas.csv"
    file.write_text("a;b;side\n" + rows)

    async def train() -> LocalWorkbench:
        workbench = LocalWorkbench()
        source, options = {"path": str(file), "name": file.name}, {"delimiter": ";", "decimal": ","}
        info = await workbench.open_table(source, options, silent)
        reading = {**info["columns"][1]["reading"], "missing": ["3"]}
        await workbench.open_table(source, {**options, "columns": {"b": reading}}, silent)
        await workbench.train({"targets": ["side"]}, {"n_hidden": 8, "n_seeds": 1}, silent)
        return workbench

    passport = passport_of(asyncio.run(train()))
    assert passport["recipe"]["reading"]["columns"]["b"]["missing"] == ["3"]
    assert different(passport, file) == []


@pytest.mark.slow
def test_a_changed_cell_is_told(passport: dict, tmp_path: Path) -> None:
    """Invariant: the column is named, and that the model is another one."""
    changed = tmp_path / "iris.csv"
    lines = IRIS.read_text().splitlines()
    cells = lines[5].split(",")
    cells[1] = "9.9"
    changed.write_text("\n".join([*lines[:5], ",".join(cells), *lines[6:]]))
    found = different(passport, changed)
    name = lines[0].split(",")[1]
    assert found[0] == f'cells of the column "{name}"'
    assert {"data", "model"} <= set(found)


@pytest.mark.slow
def test_other_columns_and_rows_are_told(passport: dict, tmp_path: Path) -> None:
    """Invariant: a column that is new, and rows that are missing, are named."""
    lines = IRIS.read_text().splitlines()[:-5]
    more = tmp_path / "more.csv"
    more.write_text("\n".join([f"{lines[0]},extra", *(f"{line},{at % 4}" for at, line in enumerate(lines[1:]))]))
    found = different(passport, more)
    assert "rows of the table" in found
    assert 'cells of the column "extra"' in found
    assert "split n_train" in found


def test_another_seed_is_told(passport: dict) -> None:
    """Invariant: a passport whose seed was changed is not as it was written, and gives another model."""
    passport["recipe"]["settings"]["seed"] = 7
    found = different(passport)
    assert found[0] == "the passport as it was written"
    assert {"setting seed", "model"} <= set(found)
    assert not {"data", "split n_train", "split test_rows_sha256"} & set(found)


def test_another_split_is_told(passport: dict) -> None:
    """Invariant: other rows kept back are named, with the passport sealed anew."""
    passport["split"]["seed"] = 1
    found = different(sealed(passport))
    assert "split test_rows_sha256" in found
    assert "the passport as it was written" not in found


@pytest.mark.slow
def test_another_version_is_told(passport: dict) -> None:
    """Invariant: the version is named, and does not count when the model is equal to the bit."""
    passport["versions"]["scikit-learn"] = "1.2.0"
    found = compare(sealed(passport), train_again(passport, IRIS)[0])
    told = [one for one in found if not one.equal]
    assert [(one.what, one.passport, one.counts) for one in told] == [("version scikit-learn", "1.2.0", False)]


def test_a_passport_in_another_language_is_compared_all_the_same(passport: dict) -> None:
    """Invariant: methods and measures have other names there, and the same numbers; another number is told."""
    other = deepcopy(passport)
    for part in ("scores", "measures"):
        for at, one in enumerate(other["metrics"][part]):
            one["name"] = f"Maß {at}"
    assert all(one.equal for one in compare(sealed(other), passport))
    other["metrics"]["measures"][0]["value"] += 1
    name = passport["metrics"]["measures"][0]["name"]
    assert [one.what for one in compare(sealed(other), passport) if not one.equal] == [f"metric {name}"]


def test_rounding_is_told_apart_from_another_model(passport: dict) -> None:
    """Invariant: on another machine a model may differ by rounding; on the same one, or by more, it is another."""
    again = deepcopy(passport)
    again["model"]["fingerprint"] = "0" * 64
    again["model"]["settings"]["alpha"] *= 1 + 1e-12
    again["probe"] = (np.array(passport["probe"]) + 1e-9).tolist()
    assert summary(compare(passport, again)).startswith("It is not the same: model.")
    again["versions"]["machine"] = "emscripten wasm32"
    found = compare(passport, again)
    assert any("outputs for three artificial rows" in str(one) and "DIFFERENT" in str(one) for one in found)
    assert summary(found).startswith("It is the same model but for rounding. Not the same as then: machine;")
    again["probe"] = (np.array(passport["probe"]) + 0.5).tolist()
    assert summary(compare(passport, again)).startswith("It is not the same: model.")


@pytest.mark.slow
def test_the_command_says_all_of_it(passport: dict, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Invariant: exit status 0, 1 and 2: equal, different, cannot be checked."""
    file = tmp_path / "passport.json"
    file.write_text(json.dumps(passport))
    assert main(["check", str(file), str(IRIS)]) == 0
    assert "It is the same, to the last bit." in capsys.readouterr().out
    passport["split"]["seed"] = 1
    file.write_text(json.dumps(passport))
    assert main(["check", str(file), str(IRIS)]) == 1
    assert "DIFFERENT  split test_rows_sha256" in capsys.readouterr().out
    assert main(["check", str(file), str(tmp_path / "none.csv")]) == 2
    assert main(["check", str(IRIS), str(IRIS)]) == 2
    assert "is no passport of elmweb" in capsys.readouterr().err
    page = tmp_path / "passport.html"
    assert main(["page", str(file), str(page)]) == 0
    assert page.read_bytes().startswith(b"<!doctype html>")


def test_a_passport_that_cannot_be_read_is_told(passport: dict) -> None:
    """Invariant: each fault has its sentence."""
    for data in (b"{}", b"[1]", b"\xff", b"[" * 5_000, b'{"kind": "elmweb passport", "format": 99}'):
        with pytest.raises(ModelFileError):
            read_passport(data)
    del passport["split"]
    with pytest.raises(ModelFileError, match="incomplete"):
        read_passport(json.dumps(passport).encode())


def test_a_recipe_that_makes_no_sense_is_told(passport: dict) -> None:
    """Invariant: a setting out of range, and a part that is missing."""
    passport["recipe"]["settings"]["n_hidden"] = -3
    with pytest.raises(SettingsError, match="n_hidden"):
        train_again(passport, IRIS)
    del passport["recipe"]["roles"]
    with pytest.raises(ModelFileError, match="does not say how"):
        train_again(passport, IRIS)


def test_it_travels_with_the_saved_model(iris: LocalWorkbench, passport: dict) -> None:
    """Invariant: a model that is loaded has the passport it was saved with; a changed one is refused."""
    saved = asyncio.run(iris.export("model"))

    async def load() -> dict[str, Any]:
        workbench = LocalWorkbench()
        await workbench.load_model({"bytes": saved["data"], "name": "iris.elm.zip"}, silent)
        return json.loads((await workbench.export("passport"))["data"])

    assert asyncio.run(load()) == passport
    old = LocalWorkbench()
    asyncio.run(old.load_model({"path": str(ROOT / "tests/data/saved/iris.elm.zip")}, silent))
    with pytest.raises(WorkbenchError, match="has no passport"):
        asyncio.run(old.export("passport"))


def test_it_holds_what_was_asked_for(passport: dict) -> None:
    """Invariant: asked settings beside those that were chosen, ranges, calibration, groups, licence and versions."""
    assert passport["recipe"]["settings"]["n_hidden"] is None
    assert passport["model"]["settings"]["n_hidden"] > 0
    assert passport["data"]["licence"].startswith("BSD")
    assert {"elmweb", "python", "numpy", "scikit-learn", "machine", "arithmetic"} <= passport["versions"].keys()
    ours = passport["metrics"]["scores"][0]
    assert ours["low"] <= ours["score"] <= ours["high"]
    assert passport["calibration"]["bins"]
    assert {one["group"] for one in passport["groups"] if not one["column"]} == {"setosa", "versicolor", "virginica"}
    assert passport["time"]["train_seconds"] > 0


def test_groups_are_the_scores_of_their_rows(iris: LocalWorkbench) -> None:
    """Oracle: the rows of each class and each third counted by hand."""
    trained_iris = iris._model()
    data, model = trained_iris.dataset, trained_iris.model
    assert data is not None
    frame, truth = data.X.iloc[data.test], data.y[data.test]
    values = row_values("multiclass", truth, model.predict(frame))
    found = group_scores("multiclass", frame, truth, values, model.features)
    assert [one["group"] for one in found if not one["column"]] == ["setosa", "versicolor", "virginica"]
    for one in found:
        if not one["column"]:
            assert one["score"] == pytest.approx(100 * values[truth == one["group"]].mean())
    thirds = [one for one in found if one["column"] == found[-1]["column"]]
    assert sum(one["n"] for one in thirds) == len(truth)


class _Text(HTMLParser):
    """Notes the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        del attrs
        self.tags.append(tag)


@pytest.mark.parametrize("which", ["iris", "diabetes", *(card["id"] for card in CARDS)])
def test_every_model_has_a_page(which: str, passport: dict) -> None:
    """Invariant: metrics, size, hashes and licence are on it; it has no script and no picture."""
    card = next((card for card in CARDS if card["id"] == which), None)
    if card is not None:
        passport = deep_passport(card)
    elif which == "diabetes":
        passport = passport_of(trained({"sample": "diabetes"}))
    page = passport_page(passport).decode()
    text = unescape(re.sub(r"<[^>]+>", " ", page))
    parser = _Text()
    parser.feed(page)
    assert not {"script", "img", "link"} & set(parser.tags)
    assert passport["sha256"] in text
    assert "@page{size:A4" in page
    if card is None:
        assert passport["model"]["fingerprint"][:16] in text
        assert passport["metrics"]["headline"]["sentence"] in text
        assert "BSD" in text
    else:
        assert card["graphs"][0]["sha256"][:16] in text
        assert card["dataset"]["licence"] in text
        assert card["measured_on"] in text


def test_a_deep_model_has_ranges_and_groups() -> None:
    """Oracle: Wilson's interval of 950 of 1,000 beats, and the names of its classes."""
    passport = deep_passport(next(card for card in CARDS if card["id"] == "lstm-ecg"))
    accuracy = passport["metrics"]["measures"][0]
    assert (accuracy["name"], accuracy["value"]) == ("accuracy", 0.95)
    assert (accuracy["low"], accuracy["high"]) == pytest.approx((0.93469, 0.96186), abs=1e-4)
    assert [one["group"] for one in passport["groups"]][:1] == ["normal"]
    assert len(passport["groups"]) == 5


def test_a_deep_model_is_checked_by_its_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Oracle: the files in models/, and one with a changed byte."""
    card = next(card for card in CARDS if card["id"] == "lstm-ecg")
    file = tmp_path / "passport.json"
    file.write_text(json.dumps(deep_passport(card)))
    onnx = ROOT / "models" / card["graphs"][0]["file"]
    assert main(["check", str(file), str(onnx)]) == 0
    other = tmp_path / onnx.name
    other.write_bytes(onnx.read_bytes()[:-1] + b"\0")
    assert main(["check", str(file), str(other)]) == 1
    assert f"DIFFERENT  file {onnx.name}" in capsys.readouterr().out
    assert main(["check", str(file), str(onnx), str(onnx)]) == 2


def test_nothing_in_it_is_markup(passport: dict) -> None:
    """Invariant: names and texts are escaped, and a passport without sense is told."""
    passport["model"]["predicts"] = [NASTY]
    passport["data"]["name"] = passport["notes"][0] = passport["groups"][0]["group"] = NASTY
    passport["metrics"]["scores"][0]["name"] = passport["versions"]["numpy"] = NASTY
    assert NASTY not in passport_page(passport).decode()
    passport["groups"] = [{"column": 1}]
    with pytest.raises(ModelFileError, match="It was changed"):
        passport_page(passport)


def test_hashes_are_of_the_content() -> None:
    """Invariant: kinds of numbers do not matter, missing and the borders of texts do."""
    assert numbers_hash(np.array([1, 2])) == numbers_hash(np.array([1.0, 2.0]))
    assert numbers_hash(np.array([np.nan])) == numbers_hash(np.array([-np.nan]))
    assert numbers_hash(np.array([0.0])) == numbers_hash(np.array([-0.0]))
    texts = [np.array(each, dtype=object) for each in (["ab", "c"], ["a", "bc"], ["ab", None], ["ab", "None"])]
    assert len({texts_hash(each) for each in texts}) == 4
