"""A saved model predicts bit for bit the same, and what is not a model is refused in plain words."""

import asyncio
import copy
import csv
import hashlib
import io
import json
import pickle
import re
import zipfile
from itertools import chain

import numpy as np
import pandas as pd
import pytest
from bench_data import ALL, FORMULAS, trained
from sklearn.base import is_classifier
from sklearn.svm import SVC

import elmweb
from elmweb import ELMClassifier
from elmweb.data import read_table
from elmweb.evaluation import result_dict
from elmweb.exceptions import ModelFileError
from elmweb.export import load_model, predictions_csv, save_model
from elmweb.export._model_check import check_model
from elmweb.export._objects import Packer, unpack
from elmweb.export.model_file import _told_hash
from elmweb.export.table import iter_predictions_csv, prediction_columns
from elmweb.progress import finish
from elmweb.workbench.local import LocalWorkbench

TASKS = ("binary", "regression", "multilabel")


def parts_of(data: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """Return the header and the arrays of a model file."""
    with zipfile.ZipFile(io.BytesIO(data)) as file, np.load(io.BytesIO(file.read("arrays.npz"))) as arrays:
        return json.loads(file.read("model.json")), dict(arrays)


def packed(head: dict, arrays: dict[str, np.ndarray] | bytes) -> bytes:
    """Return a model file of a header and arrays, with checksums that fit: who changes a file can make them."""
    if isinstance(arrays, dict):
        stored = io.BytesIO()
        np.savez_compressed(stored, allow_pickle=True, **arrays)
        arrays = stored.getvalue()
    told = {key: head[key] for key in ("model", "proof", "result")}
    head = {**head, "arrays_sha256": hashlib.sha256(arrays).hexdigest(), "told_sha256": _told_hash(told)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("model.json", json.dumps(head))
        file.writestr("arrays.npz", arrays)
    return out.getvalue()


def rebuilt(data: bytes, **changes: object) -> bytes:
    """Return a model file with parts of its header changed."""
    head, arrays = parts_of(data)
    return packed(head | changes, arrays)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["elm", "auto"])
@pytest.mark.parametrize("name", [*ALL, *TASKS])
def test_loaded_model_predicts_the_same_bits(name, kind):
    """Predictions and probabilities on all rows are identical to the last bit."""
    dataset, model, _ = trained(name, kind)
    loaded, result = load_model(save_model(model, {"note": "kept"}))
    assert result == {"note": "kept"}
    assert (loaded.predict(dataset.X) == model.predict(dataset.X)).all()
    if model.task != "regression":
        assert loaded.predict_proba(dataset.X).tobytes() == model.predict_proba(dataset.X).tobytes()
    for field in ("name", "task", "targets", "classes", "features", "settings", "error_range", "n_train", "stopped_at"):
        assert getattr(loaded, field) == getattr(model, field)


@pytest.mark.slow
def test_saving_again_gives_the_same_model():
    """What was loaded can be saved and loaded again, with the same predictions."""
    dataset, model, _ = trained("binary")
    twice, _ = load_model(save_model(load_model(save_model(model))[0]))
    assert twice.predict_proba(dataset.X).tobytes() == model.predict_proba(dataset.X).tobytes()


@pytest.mark.slow
def test_no_rows_of_the_table_are_in_the_file():
    """Leave-one-out outputs, one a training row, are left out."""
    _, model, _ = trained("digits")
    with zipfile.ZipFile(io.BytesIO(save_model(model))) as file, np.load(io.BytesIO(file.read("arrays.npz"))) as arrays:
        assert all(len(model.estimator.loo_rows_) not in array.shape for array in arrays.values())


@pytest.mark.slow
@pytest.mark.parametrize("cut", [10, 100, -1, -200])
def test_cut_file_is_damaged(cut):
    """A file that lacks its end is called damaged."""
    data = save_model(trained("iris")[1])
    with pytest.raises(ModelFileError, match='"my model" is damaged'):
        load_model(data[:cut], "my model")


def test_every_changed_byte_is_noticed_or_harmless():
    """A flipped byte gives a ModelFileError or the same predictions; never another exception or other predictions."""
    dataset, model, _ = trained("iris")
    data = save_model(model)
    expected = model.predict_proba(dataset.X)
    for at in np.random.default_rng(0).integers(0, len(data), 60):
        changed = bytearray(data)
        changed[at] ^= 0x55
        try:
            loaded, _ = load_model(bytes(changed))
        except ModelFileError:
            continue
        assert loaded.predict_proba(dataset.X).tobytes() == expected.tobytes()


@pytest.mark.parametrize(
    "data",
    [b"", b"a,b\n1,2\n", pickle.dumps({"model": 1}), b"\x89PNG\r\n\x1a\n" + bytes(50)],
    ids=["empty", "csv", "pickle", "png"],
)
def test_foreign_files_are_named(data):
    """Bytes that are no zip are refused as not a model of elmweb."""
    with pytest.raises(ModelFileError, match="is not a model that elmweb saved"):
        load_model(data, "x")


def test_zip_of_something_else():
    """A zip file without a model is refused as foreign."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("sheet.xml", "<x/>")
    with pytest.raises(ModelFileError, match="is not a model"):
        load_model(out.getvalue())


def test_newer_format_is_refused():
    """The error for a file of a later format names its version."""
    with pytest.raises(ModelFileError, match="newer than this page") as caught:
        load_model(rebuilt(save_model(trained("iris")[1]), format=99))
    assert "format 99" in caught.value.value


def test_unknown_class_is_refused():
    """A file that names a class outside the list is refused before anything is made."""
    with pytest.raises(ModelFileError, match="does not write"):
        load_model(rebuilt(save_model(trained("iris")[1]), model={"class": "Popen", "state": {}}))


def test_model_that_predicts_otherwise_here_is_refused():
    """If the stored predictions differ from those of the loaded model, the error names the versions."""
    data = rebuilt(save_model(trained("iris")[1]), proof=[[0.0] * 3] * 3, **{"scikit-learn": "0.1"})
    with pytest.raises(ModelFileError, match="does not predict here") as caught:
        load_model(data)
    assert "0.1" in caught.value.value


@pytest.mark.parametrize(
    "model", [{"class": "TrainedModel", "state": {}}, {"array": "a99", "fortran": False}, [1], None, {"x": 1}]
)
def test_contents_that_do_not_fit_are_damaged(model):
    """A head that is not a whole model gives a ModelFileError, whatever it is."""
    with pytest.raises(ModelFileError):
        load_model(rebuilt(save_model(trained("iris")[1]), model=model))


def test_packer_refuses_unknown_objects():
    """An object of a class outside the list cannot be written."""
    with pytest.raises(TypeError, match="SVC"):
        Packer().pack(SVC())


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "text",
        [1, 2.5, float("inf")],
        (1, (2,)),
        {"a": 1, 2: None},
        slice(0, 3),
        np.float64(0.1),
        np.dtype("O"),
        np.float32,
    ],
)
def test_plain_values_survive(value):
    """What goes in comes out, with its type."""
    packer = Packer()
    packed = json.loads(json.dumps(packer.pack(value)))
    again = unpack(packed, packer.arrays)
    assert again == value
    assert type(again) is type(value)


def test_memory_order_of_arrays_survives():
    """A matrix in Fortran order stays in Fortran order: BLAS then adds in the same order."""
    matrix = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    packer = Packer()
    again = unpack(packer.pack(matrix), packer.arrays)
    assert again.flags.f_contiguous
    assert (again == matrix).all()


def test_csv_reads_back():
    """Cells come back as they were, also commas, quotes and new lines; new names never overwrite old ones."""
    frame = pd.DataFrame({"a": ["1+1", '"x",y', "line\nbreak", "é"], "predicted kind": ["1", "2", "3", "4"]})
    proba = np.array([[0.25, 0.75]] * 4)
    columns = prediction_columns(frame, np.array(list("xyxy")), proba, targets=("kind",), classes=("x", "y"))
    data = predictions_csv(frame, columns)
    again = pd.read_csv(io.BytesIO(data), dtype=str)
    assert again[list(frame.columns)].equals(frame)
    assert again["predicted kind'"].tolist() == list("xyxy")
    assert again["probability of y"].astype(float).tolist() == [0.75] * 4


@pytest.mark.parametrize("first", ["=a'", "'=a'", "a", "-1"])
def test_formulas_are_defused_and_come_back(first):
    """Oracle: the cells themselves. In the file no text begins as a formula; read again they are equal."""
    random = np.random.default_rng(0)
    cells = [*FORMULAS, *("".join(random.choice(list("'=+-@ 1a\t"), size=5)) + "x" for _ in range(300))]
    frame = pd.DataFrame({first: cells, "@b": np.arange(len(cells)) / 4 - 1.5, "=c": cells[::-1]})
    columns = prediction_columns(frame, np.array(cells, dtype=object), None, targets=("=t",), classes=())
    data, n_safe = finish(iter_predictions_csv(frame, columns))
    with io.StringIO(data.decode("utf-8-sig"), newline="") as text:
        rows = list(csv.reader(text))
    whole = frame.assign(**columns)
    pairs = list(zip(chain(*rows), [*whole.columns, *map(str, whole.to_numpy().ravel())], strict=True))
    assert n_safe == sum(cell != was for cell, was in pairs)
    assert all(cell in (was, f"'{was}") for cell, was in pairs)
    for cell, _ in pairs:
        assert cell.strip()[:1] not in {*"=+-@\uff1d"} or re.fullmatch(r"[-+]?[\d.e]+( %)?", cell), cell
    table = read_table(io.BytesIO(data), "own.csv")
    assert table.columns == [first, "@b", "=c", "predicted =t"]
    assert table.frame[first].tolist() == cells
    assert table.frame["@b"].tolist() == frame["@b"].tolist()
    assert any("an apostrophe" in note for note in table.notes)
    # A file that the page did not write keeps what is in it.
    other = read_table(io.BytesIO(b"a,b\n'=1,x\n'=2,y\n'-z,z\n"), "other.csv")
    assert other.frame["a"].tolist() == ["'=1", "'=2", "'-z"]


RNG = np.random.default_rng(0)
ROWS = RNG.normal(size=(80, 9))
WAVE = np.sin(2 * ROWS[:, 0]) + ROWS[:, 1]
EVERY = [name for name in elmweb.__all__ if name[0].isupper()]
SPECIAL = {
    "bytes": ELMClassifier(12, arithmetic="integer", random_state=0),
    "distances": ELMClassifier(12, activation="rbf", random_state=0),
    "mixed": ELMClassifier(12, activation=["tanh", "relu"], random_state=0),
    "landmarks": elmweb.KernelELMClassifier(n_landmarks=10, random_state=0),
    "a generator": ELMClassifier(12, random_state=np.random.RandomState(0)),
    "online integers": elmweb.OnlineELMClassifier(12, arithmetic="integer", random_state=0),
}


def _seeded(name):
    """Return the estimator with its defaults, and the same random weights in every run."""
    estimator = getattr(elmweb, name)()
    return estimator.set_params(random_state=0) if "random_state" in estimator.get_params() else estimator


def _fitted(estimator):
    """Return the estimator fitted on numbers or on three classes, of which it may not know all."""
    y = np.array(["no", "so so", "yes"])[np.digitize(WAVE, [-0.5, 0.6])] if is_classifier(estimator) else WAVE
    if "Semi" in type(estimator).__name__:
        y = np.where(np.arange(80) % 2, y, "-1")
    return estimator.fit(ROWS, y)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*EVERY, *SPECIAL])
def test_every_estimator_opens_again(name):
    """Oracle: the estimator that was saved, bit for bit: outputs, probabilities, ranges or sets, and settings."""
    model = _fitted(SPECIAL[name] if name in SPECIAL else _seeded(name))
    loaded, result = load_model(save_model(model, {"note": "kept"}))
    assert result == {"note": "kept"}
    assert type(loaded) is type(model)
    asked = ["predict", "decision_function", "predict_proba", "predict_interval", "predict_set"]
    if name.startswith(("Online", "online")):
        asked = asked[:3]  # it keeps no rows to leave out
    for method in asked:
        if hasattr(model, method):
            found, expected = getattr(loaded, method)(ROWS), getattr(model, method)(ROWS)
            assert np.asarray(found).tobytes() == np.asarray(expected).tobytes(), method
    assert loaded.get_params().keys() == model.get_params().keys()
    with zipfile.ZipFile(io.BytesIO(save_model(model))) as file, np.load(io.BytesIO(file.read("arrays.npz"))) as arrays:
        held = [row for row in ROWS if any(row.tobytes() in array.tobytes() for array in arrays.values())]
    keeps_rows = name.startswith("Kernel") or name in ("distances", "landmarks")
    if name.startswith("Blend"):
        keeps_rows = model.weights_[elmweb.estimators.blend.MEMBERS.index("kernel")] > 0
    assert bool(held) == keeps_rows


def test_an_online_model_learns_on_after_opening():
    """Oracle: the model that was never saved; what it knows is in its sums."""
    model = _fitted(elmweb.OnlineELMClassifier(12, random_state=0))
    loaded, _ = load_model(save_model(model))
    more = ROWS[:20] + 1.0, np.repeat("new", 20)
    np.testing.assert_array_equal(
        loaded.partial_fit(*more).predict_proba(ROWS), model.partial_fit(*more).predict_proba(ROWS)
    )
    np.testing.assert_array_equal(loaded.forget(*more).coef_, model.forget(*more).coef_)


def test_series_go_on_after_opening():
    """Oracle: forecasts and states of the model that was saved."""
    for kind in (elmweb.LaggedELMRegressor, elmweb.EchoStateRegressor, elmweb.NextGenerationReservoirRegressor):
        model = kind().fit(WAVE)
        loaded, _ = load_model(save_model(model))
        np.testing.assert_array_equal(loaded.forecast(WAVE, 5), model.forecast(WAVE, 5))
        np.testing.assert_array_equal(loaded.state_after(WAVE[:, None]), model.state_after(WAVE[:, None]))


def test_the_page_refuses_an_estimator_alone():
    """Invariant: the error names what is missing, and where the file can be opened."""
    source = {"bytes": save_model(_fitted(ELMClassifier(4, random_state=0))), "name": "alone.elm.zip"}
    with pytest.raises(ModelFileError, match="nothing of the columns"):
        asyncio.run(LocalWorkbench().load_model(source, lambda _: None))


def test_what_a_file_tells_is_covered_by_a_checksum():
    """Invariant: a report or a description that was changed is refused, though the file is whole."""
    data = save_model(trained("iris")[1], {"note": "kept"})
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        text, arrays = file.read("model.json"), file.read("arrays.npz")
    for changed in (text.replace(b'"kept"', b'"best"'), text.replace(b"petal", b"metal")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            file.writestr("model.json", changed)
            file.writestr("arrays.npz", arrays)
        with pytest.raises(ModelFileError, match="is damaged") as caught:
            load_model(out.getvalue())
        assert "its description or its report was changed" in caught.value.value
    head, arrays = parts_of(data)
    assert load_model(packed(head, arrays))[1] == {"note": "kept"}


LIES = {
    "not finite": lambda array: array * np.nan,
    "another shape": lambda array: np.concatenate([array.ravel(), array.ravel()]),
    "complex": lambda array: array.astype(np.complex128),
    "texts": lambda array: array.astype(str),
    "objects": lambda array: array.astype(object),
    "half": lambda array: array.ravel()[: array.size // 2],
    "huge": lambda array: np.full(array.shape, 1.7e308),
}


@pytest.mark.slow
@pytest.mark.parametrize("lie", LIES)
def test_a_model_of_wrong_arrays_is_refused_or_predicts(lie):
    """Invariant: one array after the other is wrong; the file is refused, or the model predicts finite numbers."""
    dataset, model, _ = trained("mixed" if "mixed" in ALL else "binary")
    head, arrays = parts_of(save_model(model))
    refused = 0
    for name, array in arrays.items():
        if array.dtype.kind != "f" or not array.size:
            continue
        try:
            loaded, _ = load_model(packed(head, {**arrays, name: LIES[lie](array)}), "lie")
        except ModelFileError:
            refused += 1
            continue
        assert np.isfinite(loaded.predict_proba(dataset.X)).all(), name
    assert refused > 5


@pytest.mark.slow
def test_a_file_that_unpacks_to_far_more_is_refused():
    """Invariant: no array that nothing uses, none that says it is large, and no description takes memory."""
    data = save_model(trained("iris")[1])
    head, arrays = parts_of(data)
    for bomb in ({**arrays, "more": np.zeros(20_000_000)}, {**arrays, "a1": np.zeros((4_000, 4_000))}):
        with pytest.raises(ModelFileError, match="is damaged") as caught:
            load_model(packed(head, bomb))
        assert "are allowed" in caught.value.value
    with pytest.raises(ModelFileError, match="is damaged") as caught:
        load_model(rebuilt(data, result="x" * 200_000_000))
    assert "it unpacks to 200 MB" in caught.value.value
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as file:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.save(buffer, array)
            file.writestr(f"{name}.npy", buffer.getvalue().replace(b"(), }" + b" " * 13, b"(900000000000,), }"))
    with pytest.raises(ModelFileError, match="is damaged") as caught:
        load_model(packed(head, stored.getvalue()))
    assert "another size than it says" in caught.value.value


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("headline", {"number": "9" * 300, "unit": "", "sentence": "", "note": ""}),
        ("headline", {"number": 9, "unit": "", "sentence": "", "note": ""}),
        ("headline", "Right on 100 of 100"),
        ("scores", [{"name": "ELM"}]),
        ("scores", {}),
        ("measures", [{"name": "R2", "value": 10**300, "text": ""}]),
        ("confusion", {"labels": ["a"], "counts": [["<b>"]]}),
        ("confusion", {"labels": ["a", "b"], "counts": [[1]]}),
        ("roc", {"fpr": [0.0], "tpr": [], "auc": 1.0, "sentence": ""}),
        ("how", ["x" * 10_000]),
        ("how", [{"a": 1}]),
        ("task", "regression"),
        ("classes", ["setosa"]),
        ("targets", None),
    ],
)
def test_a_report_that_is_none_is_refused(key, value):
    """Invariant: the page refuses what it could not show, in a sentence; the report that was saved is shown."""
    _, model, evaluation = trained("iris")
    report = result_dict(model, evaluation)
    data = save_model(model, report)
    saved = parts_of(data)[0]["result"]
    workbench = LocalWorkbench()
    shown = asyncio.run(workbench.load_model({"bytes": data, "name": "x"}, lambda _message: None))
    assert json.loads(json.dumps(shown)) == saved | {"n_to_learn": 0}
    changed = {"bytes": rebuilt(data, result={**saved, key: value}), "name": "x"}
    with pytest.raises(ModelFileError, match="The report in the model file"):
        asyncio.run(workbench.load_model(changed, lambda _message: None))


@pytest.mark.parametrize(
    "change",
    [
        lambda state: state.update(name={"tuple": []}),
        lambda state: state.update(task="magic"),
        lambda state: state.update(classes={"tuple": []}),
        lambda state: state.update(classes={"tuple": [1, 2, 3]}),
        lambda state: state.update(n_train="many"),
        lambda state: state.update(error_range={"tuple": [{"float": "nan"}, 0.0]}),
        lambda state: state.update(features={"tuple": []}),
        lambda state: state["features"]["tuple"][0]["state"].update(low="<b>", role="magic"),
        lambda state: state["features"]["tuple"][0]["state"].update(options={"tuple": [1]}),
        lambda state: state["settings"]["state"].update(n_hidden="a"),
        lambda state: state.pop("pipeline"),
        lambda state: state.update(predict=1),
        lambda state: state.update(__class__={"scalar type": "float64"}),
        lambda state: state.update(pipeline={"class": "Pipeline", "state": {"steps": []}}),
        lambda state: state["pipeline"]["state"]["steps"][1]["tuple"][1]["state"].update(n_features_in_=10**12),
        lambda state: state["pipeline"]["state"]["steps"][1]["tuple"][1]["state"].pop("inverse_temperature_"),
    ],
)
def test_a_description_of_another_kind_is_refused(change):
    """Invariant: a description whose parts are of another type, or absent, is a damaged file."""
    head, arrays = parts_of(save_model(trained("iris")[1]))
    change(head["model"]["state"])
    with pytest.raises(ModelFileError, match=r"is damaged|does not predict here"):
        load_model(packed(head, arrays), "odd")


@pytest.mark.slow
def test_a_scaler_of_words_is_refused():
    """Invariant: numbers that no prediction uses, but an export does, are numbers too."""
    _, model, _ = trained("diabetes")
    model = copy.deepcopy(model)
    step = next(step for role, step, _ in model.preprocessor.transformers_ if role == "number")
    check_model(model)
    step.scaler_.mean_ = step.scaler_.mean_.astype(str)
    with pytest.raises(TypeError, match="mean_ holds something else than numbers"):
        check_model(model)
