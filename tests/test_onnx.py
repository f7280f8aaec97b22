"""An ONNX file predicts what the model predicts, in onnxruntime and in the runner that the page uses."""

import numpy as np
import onnx
import onnxruntime
import pandas as pd
import pytest
from bench_data import ALL, dataset_from, mixed, mixed_frame, trained
from sklearn.base import clone
from sklearn.datasets import load_digits

import elmweb
import elmweb.estimators
from elmweb import ELMClassifier, ELMRegressor
from elmweb.data.dataset import Dataset
from elmweb.estimators import ACTIVATIONS
from elmweb.export import ExportError, check_onnx, to_onnx
from elmweb.export._onnx_layers import ACTIVATION_WRITERS, LAYERS
from elmweb.export.onnx import build_graph
from elmweb.export.onnx_read import read_onnx
from elmweb.export.onnx_run import column_feeds, run_graph
from elmweb.onnx_format.protobuf import bytes_field, fields, float_field, int_field, ints_of
from elmweb.training.model import TrainedModel
from elmweb.training.search import train

TOLERANCE = 1e-4


def session_of(data: bytes) -> onnxruntime.InferenceSession:
    """Return a session of a file that ONNX's own checker accepts."""
    onnx.checker.check_model(onnx.load_from_string(data), full_check=True)
    return onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])


def outputs_of(data: bytes, feeds: dict) -> dict:
    """Return the outputs of onnxruntime by name."""
    session = session_of(data)
    return dict(zip([one.name for one in session.get_outputs()], session.run(None, feeds), strict=True))


def without_texts(task: str) -> Dataset:
    """Return the mixed table of numbers, categories and dates, with gaps."""
    targets = {"regression": ["price"], "binary": ["big"], "multilabel": ["big", "hilly"]}[task]
    others = {"price", "big", "hilly"} - set(targets)
    return dataset_from(mixed_frame().drop(columns=["note", *others]), targets, task)


def assert_same(model: TrainedModel, frame: pd.DataFrame) -> None:
    """Fail unless onnxruntime and the page's runner predict what the model predicts."""
    data = to_onnx(model)
    found = outputs_of(data, column_feeds(build_graph(model), model, frame))
    assert check_onnx(data, model, frame) <= TOLERANCE
    if model.task == "regression":
        expected = model.predict(frame)
        np.testing.assert_allclose(found["variable"][:, 0], expected, atol=TOLERANCE * np.ptp(expected), rtol=0)
        return
    np.testing.assert_allclose(found["probabilities"], model.predict_proba(frame), atol=TOLERANCE, rtol=0)
    assert (found["label"] == model.predict(frame)).mean() > 0.999


@pytest.mark.parametrize("kind", ["elm", "auto"])
@pytest.mark.parametrize("name", ALL)
def test_samples(name, kind):
    """On every row of every sample probabilities are within 1e-4 of the Python model's, in onnxruntime."""
    dataset, model, _ = trained(name, kind)
    assert_same(model, dataset.X)


@pytest.mark.slow
@pytest.mark.parametrize("task", ["regression", "binary", "multilabel"])
def test_gaps_and_strange_cells(task):
    """Missing cells, new categories and infinite numbers give what the Python model gives."""
    dataset = without_texts(task)
    model = train(dataset)
    strange = dataset.X.copy()
    strange.loc[:9, "size"] = np.nan
    strange.loc[10:14, "size"] = np.inf
    strange.loc[15:19, "orchard"] = "moon"
    strange.loc[20:24, "orchard"] = None
    strange.loc[25:29, "picked"] = None
    assert_same(model, strange)


@pytest.mark.slow
def test_rare_categories_and_texts_of_any_kind():
    """Merged categories, and names in any script, give the predictions of the Python model."""
    rng = np.random.default_rng(0)
    kinds = np.array([f"kind {at}" for at in range(90)] + ["", 'a "b" <c>', "größe 数"], dtype=object)
    cells = kinds[np.minimum(rng.geometric(0.05, 600) - 1, len(kinds) - 1)]
    cells[cells == ""] = None
    frame = pd.DataFrame({"élan vital/1": cells, "label": rng.normal(size=600)})
    frame["y"] = np.where((frame["label"] > 0) ^ (cells == "kind 0"), "ja", "nein").astype(object)
    dataset = dataset_from(frame, ["y"], "binary", **{"élan vital/1": "category", "label": "number"})
    model = train(dataset)
    # A column is called as an output is, which then gets an apostrophe, as a new column of a table does.
    found = outputs_of(to_onnx(model), column_feeds(build_graph(model), model, dataset.X))
    assert set(found) == {"label'", "probabilities"}
    np.testing.assert_allclose(found["probabilities"], model.predict_proba(dataset.X), atol=TOLERANCE)


@pytest.mark.slow
def test_large_numbers_keep_their_digits():
    """Timestamps that float32 would round by a minute are float64 inputs, and predictions stay within 1e-4."""
    rng = np.random.default_rng(0)
    stamp = 1_700_000_000 + rng.uniform(0, 3600, 400)
    year = rng.integers(1990, 2020, 400).astype(float)
    frame = pd.DataFrame({"stamp": stamp, "year": year, "y": np.sin(stamp / 600) + year / 10 + rng.normal(0, 0.1, 400)})
    dataset = dataset_from(frame, ["y"], "regression", stamp="number", year="number")
    model = train(dataset)
    assert {value.name: value.dtype for value in build_graph(model).inputs} == {"stamp": "float64", "year": "float32"}
    assert_same(model, dataset.X)


@pytest.mark.slow
@pytest.mark.parametrize("step", [1, 0.1])
def test_ranks_of_ties(step):
    """A column that is mostly one value, with ties at others, has the ranks that scikit-learn gives it."""
    rng = np.random.default_rng(0)
    rain = np.where(rng.random(500) < 0.6, 0.0, np.round(rng.exponential(30, 500)) * step)
    y = np.where(rain + rng.normal(0, 10 * step, 500) > 10 * step, "wet", "dry").astype(object)
    dataset = dataset_from(pd.DataFrame({"rain": rain, "y": y}), ["y"], "binary", rain="number")
    model = train(dataset)
    assert model.preprocessor.named_transformers_["number"].ranker_ is not None
    assert_same(model, pd.DataFrame({"rain": np.concatenate([rain, rain * 1.3 + step / 3, [-5, 1e6]])}))


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_every_activation(activation):
    """An estimator alone, with any activation, gives in onnxruntime what predict_proba gives."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 7)).astype(np.float32)
    model = ELMClassifier(60, activation=activation, random_state=0).fit(X, np.digitize(X[:, 0] * X[:, 1], [-0.3, 0.3]))
    data = to_onnx(model)
    found = outputs_of(data, {"X": X})
    np.testing.assert_allclose(found["probabilities"], model.predict_proba(X), atol=TOLERANCE)
    assert found["label"].dtype == np.int64
    assert (found["label"] == model.predict(X)).all()
    assert check_onnx(data, model, X) <= TOLERANCE


def test_no_activation_is_forgotten():
    """Every activation of the estimators has a writer."""
    assert set(ACTIVATION_WRITERS) == set(ACTIVATIONS)


def test_ill_conditioned_regression_keeps_its_digits():
    """Without a penalty output weights are huge and cancel; two columns of numbers are still predicted the same."""
    x = np.linspace(-1, 1, 200)[:, None]
    model = ELMRegressor(40, alpha=1e-9, scale=0.2, random_state=0).fit(x, np.column_stack([np.sin(5 * x), 1e6 + x]))
    assert np.abs(model.coef_).max() > 1e3
    X = x.astype(np.float32)
    found = outputs_of(to_onnx(model), {"X": X})["variable"]
    np.testing.assert_allclose(found, model.predict(X.astype(np.float64)), rtol=0, atol=1e-6)


@pytest.mark.parametrize("kind", ["elm", "auto"])
@pytest.mark.parametrize("name", ["seattle-weather", "iris"])
def test_the_pages_runner_reads_the_bytes(name, kind):
    """The file read back by our reader and run by NumPy agrees with onnxruntime to 1e-6, where rounding allows it."""
    dataset, model, _ = trained(name, kind)
    data = to_onnx(model)
    graph = read_onnx(data)
    feeds = column_feeds(graph, model, dataset.X)
    ours, theirs = run_graph(graph, feeds), outputs_of(data, feeds)
    np.testing.assert_allclose(ours["probabilities"], theirs["probabilities"], atol=1e-6)
    assert (ours["label"] == theirs["label"]).all()


def test_check_notices_a_changed_file():
    """One changed output weight, and classes in another order, are seen as differences."""
    dataset, model, _ = trained("iris")
    weights = np.ascontiguousarray(model.estimator.coef_).astype("<f8").tobytes()
    data = to_onnx(model)
    assert data.count(weights) == 1
    changed = data.replace(weights, (np.frombuffer(weights) * 1.01).astype("<f8").tobytes())
    assert check_onnx(changed, model, dataset.X) > 1e-4
    swapped = data.replace(b"setosa", b"______").replace(b"virginica", b"_________")
    assert check_onnx(swapped, model, dataset.X) > 0.1


@pytest.mark.slow
def test_texts_are_refused():
    """The error for a text column names it, and has hints."""
    with pytest.raises(ExportError, match='Found: "note"') as caught:
        to_onnx(train(mixed("binary")))
    assert caught.value.hints


def test_unknown_layer_is_refused():
    """A layer that nothing writes is named."""

    class Strange:
        """What matters is its name."""

    model = ELMClassifier(8, random_state=0).fit([[0.0], [1.0], [2.0]], [0, 1, 1])
    model.layer_ = Strange()
    with pytest.raises(ExportError, match='"Strange"'):
        to_onnx(model)


DIGITS, KINDS = load_digits(return_X_y=True)
MEMBERS = {
    "mixed": (ELMClassifier(30, activation=["tanh", "relu", "sin", "gelu"], random_state=0), DIGITS / 16),
    "distances": (ELMClassifier(40, activation="rbf", random_state=0), DIGITS / 16),
    "rf-ciw": (
        ELMClassifier(40, hidden_weights="rf-ciw", activation="sigmoid", scale=2.0, random_state=0),
        DIGITS / 16,
    ),
    "integers": (ELMClassifier(50, random_state=0), (15 * DIGITS).astype(np.uint8)),
    "integers of floats": (ELMClassifier(50, arithmetic="integer", activation="relu", random_state=0), DIGITS / 16),
    "patches": (ELMClassifier(50, hidden_weights="patches", random_state=0), (15 * DIGITS).astype(np.uint8)),
    "rvfl": (elmweb.RVFLClassifier(30, random_state=0), DIGITS / 16),
    "ensemble": (elmweb.EnsembleELMClassifier(20, n_members=3, random_state=0), DIGITS / 16),
    "deep": (elmweb.DeepRVFLClassifier(20, random_state=0), DIGITS / 16),
    "autoencoder": (elmweb.AutoencoderELMClassifier(40, random_state=0), DIGITS / 16),
    "blend": (elmweb.BlendELMClassifier(20, n_landmarks=30, random_state=0), DIGITS / 16),
    "blend that stretches": (
        elmweb.BlendELMClassifier(20, n_landmarks=280, relevance="learned", random_state=0),
        DIGITS / 16,
    ),
    "broad": (elmweb.BroadLearningClassifier(40, random_state=0), DIGITS / 16),
    "pruned": (elmweb.PrunedELMClassifier(40, random_state=0), DIGITS / 16),
    "online": (elmweb.OnlineELMClassifier(40, random_state=0), DIGITS / 16),
    **{
        f"kernel {kernel} {n_landmarks}": (
            elmweb.KernelELMClassifier(kernel, n_landmarks=n_landmarks, random_state=0),
            DIGITS / 16,
        )
        for kernel in ("rbf", "laplacian", "polynomial", "linear")
        for n_landmarks in (None, 40)
    },
}


@pytest.mark.parametrize("name", MEMBERS)
def test_every_kind_of_model(name):
    """Probabilities of held-out digits are within 1e-4, in onnxruntime and in the page's own runner."""
    model, X = MEMBERS[name]
    model = clone(model).fit(X[:300], KINDS[:300])
    rows = X[300:400].astype(np.float32)
    found = outputs_of(to_onnx(model), {"X": rows})
    np.testing.assert_allclose(found["probabilities"], model.predict_proba(rows), atol=TOLERANCE)
    assert (found["label"] == model.predict(rows)).mean() > 0.98
    assert check_onnx(to_onnx(model), model, rows) <= TOLERANCE


IMAGES = {
    "filters": elmweb.LocalReceptiveELMClassifier(60, random_state=0),
    "filters, whole maps": elmweb.LocalReceptiveELMClassifier(patch_size=3, pool_radius=1, random_state=0),
    "filters, every place": elmweb.LocalReceptiveELMClassifier(70, pool_stride=1, patch_size=4, random_state=0),
    "filters, two colours": elmweb.LocalReceptiveELMClassifier(
        50, image_shape=(4, 8, 2), patch_size=3, pool_radius=1, random_state=0
    ),
    "few classes known": elmweb.SemiSupervisedELMClassifier(30, random_state=0),
    "growing": elmweb.GrowingELMClassifier(30, random_state=0),
    "online integers": elmweb.OnlineELMClassifier(30, arithmetic="integer", random_state=0),
}
MEMBERS |= {name: (model, DIGITS / 16) for name, model in IMAGES.items()}

WALK = np.cumsum(np.random.default_rng(0).normal(size=(160, 2)), axis=0) / 5
SERIES = {
    "lagged": elmweb.LaggedELMRegressor(5, n_hidden=20, random_state=0),
    "lagged, steps apart": elmweb.LaggedELMRegressor(3, lag_step=2, horizon=4, direct_links=False, random_state=0),
    "one lag": elmweb.LaggedELMRegressor(1, n_hidden=20, random_state=0),
    "echo state": elmweb.EchoStateRegressor(40, leak=0.6, random_state=0),
    "next generation": elmweb.NextGenerationReservoirRegressor(2, degree=3),
}


@pytest.mark.parametrize("n_rows", [1, 2, 60])
@pytest.mark.parametrize("name", SERIES)
def test_every_model_of_a_series(name, n_rows):
    """Predictions of a new piece of the series are within 1e-6, in onnxruntime and in the page's own runner."""
    model = clone(SERIES[name]).fit(WALK[:100])
    rows = WALK[100 : 100 + n_rows].astype(np.float32)
    data = to_onnx(model)
    found = outputs_of(data, {"X": rows})["variable"]
    np.testing.assert_allclose(found, model.predict(rows), atol=1e-6)
    np.testing.assert_allclose(found[-1].reshape(-1, 2), model.forecast(rows), atol=1e-6)
    assert check_onnx(data, model, rows) <= 1e-6


def test_no_layer_is_forgotten():
    """Every layer of the estimators has a writer."""
    layers = {name for name, thing in vars(elmweb.estimators).items() if name.endswith("Layer") and thing}
    assert layers <= set(LAYERS)


@pytest.mark.parametrize("cut", [1, 50, 1000])
def test_cut_file_is_refused(cut):
    """A truncated file cannot be read back, which is an error."""
    with pytest.raises(ExportError, match="cannot be read back"):
        read_onnx(to_onnx(trained("iris")[1])[:-cut])


def test_protobuf_numbers():
    """Fields come back as they were written, also the largest and the negative ones."""
    numbers = [0, 1, 127, 128, 2**31, 2**63 - 1, -1, -(2**63)]
    message = b"".join(int_field(3, number) for number in numbers) + float_field(4, 0.5) + bytes_field(900, b"ab")
    found = list(fields(message))
    assert [value for number, value in found if number == 3] == numbers
    assert found[-2] == (4, 0.5)
    assert (found[-1][0], bytes(found[-1][1])) == (900, b"ab")
    assert ints_of(memoryview(b"\x01\x80\x01")) == [1, 128]
