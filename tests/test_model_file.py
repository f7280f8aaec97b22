"""A saved model predicts bit for bit the same, and what is not a model is refused in plain words."""

import io
import json
import pickle
import zipfile

import numpy as np
import pandas as pd
import pytest
from bench_data import ALL, trained
from sklearn.svm import SVC

from elmweb.exceptions import ModelFileError
from elmweb.export import load_model, predictions_csv, save_model
from elmweb.export._objects import Packer, unpack
from elmweb.export.table import prediction_columns

TASKS = ("binary", "regression", "multilabel")


def rebuilt(data: bytes, **changes: object) -> bytes:
    """Return a model file with parts of its head changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        head, arrays = json.loads(file.read("model.json")), file.read("arrays.npz")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("model.json", json.dumps(head | changes))
        file.writestr("arrays.npz", arrays)
    return out.getvalue()


@pytest.mark.parametrize("name", [*ALL, *TASKS])
def test_loaded_model_predicts_the_same_bits(name):
    """Predictions and probabilities on all rows are identical to the last bit."""
    dataset, model, _ = trained(name)
    loaded, result = load_model(save_model(model, {"note": "kept"}))
    assert result == {"note": "kept"}
    assert (loaded.predict(dataset.X) == model.predict(dataset.X)).all()
    if model.task != "regression":
        assert loaded.predict_proba(dataset.X).tobytes() == model.predict_proba(dataset.X).tobytes()
    for field in ("name", "task", "targets", "classes", "features", "settings", "error_range", "n_train", "stopped_at"):
        assert getattr(loaded, field) == getattr(model, field)


def test_saving_again_gives_the_same_model():
    """What was loaded can be saved and loaded again, with the same predictions."""
    dataset, model, _ = trained("binary")
    twice, _ = load_model(save_model(load_model(save_model(model))[0]))
    assert twice.predict_proba(dataset.X).tobytes() == model.predict_proba(dataset.X).tobytes()


def test_no_rows_of_the_table_are_in_the_file():
    """Leave-one-out outputs, one a training row, are left out."""
    _, model, _ = trained("digits")
    with zipfile.ZipFile(io.BytesIO(save_model(model))) as file, np.load(io.BytesIO(file.read("arrays.npz"))) as arrays:
        assert all(len(model.estimator.loo_rows_) not in array.shape for array in arrays.values())


@pytest.mark.parametrize("cut", [10, 100, -1, -200])
def test_cut_file_is_damaged(cut):
    """A file that lacks its end is called damaged."""
    data = save_model(trained("iris")[1])
    with pytest.raises(ModelFileError, match='"my model" is damaged'):
        load_model(data[:cut], "my model")


def test_every_changed_byte_is_noticed_or_harmless():
    """A flipped byte gives a ModelFileError, or the same predictions; never another exception or another answer."""
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
    """A file of a later format says so, with its version."""
    with pytest.raises(ModelFileError, match="newer than this page") as caught:
        load_model(rebuilt(save_model(trained("iris")[1]), format=99))
    assert "format 99" in caught.value.value


def test_unknown_class_is_refused():
    """A file that names a class outside the list is refused before anything is made."""
    with pytest.raises(ModelFileError, match="does not write"):
        load_model(rebuilt(save_model(trained("iris")[1]), model={"class": "Popen", "state": {}}))


def test_model_that_predicts_otherwise_here_is_refused():
    """If the stored proof differs from what the model says here, the versions are named."""
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
    """Cells come back as they were, also formulas, commas, quotes and new lines; new names never overwrite old ones."""
    frame = pd.DataFrame({"=a": ["=1+1", '"x",y', "line\nbreak", "é"], "predicted kind": ["1", "2", "3", "4"]})
    proba = np.array([[0.25, 0.75]] * 4)
    columns = prediction_columns(frame, np.array(list("xyxy")), proba, targets=("kind",), classes=("x", "y"))
    data = predictions_csv(frame, columns)
    again = pd.read_csv(io.BytesIO(data), dtype=str)
    assert again[list(frame.columns)].equals(frame)
    assert again["predicted kind'"].tolist() == list("xyxy")
    assert again["probability of y"].astype(float).tolist() == [0.75] * 4
