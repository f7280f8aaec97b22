"""Estimators on a Dask cluster: the models of in-memory fits, even if a worker is killed; only sums are sent."""

import itertools
import os
import re
import signal
import time
from collections import Counter
from pathlib import Path
from threading import Thread

import numpy as np
import pandas as pd
import pytest

from elmweb import ELMClassifier, ELMRegressor, EnsembleELMRegressor, RVFLRegressor, SemiSupervisedELMClassifier

dask = pytest.importorskip("dask")
da = pytest.importorskip("dask.array")
dd = pytest.importorskip("dask.dataframe")
distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

RNG = np.random.default_rng(0)
X = RNG.normal(size=(6000, 5))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1] * X[:, 2] + 0.1 * RNG.normal(size=6000)
KINDS = np.array(["low", "middle", "high"])[np.digitize(WAVE, [-0.6, 0.5])]
SETTINGS = {"alpha": 0.5, "random_state": 0}


@pytest.fixture(scope="module")
def client():
    """Return a client of a real cluster of three processes, without work stealing."""
    with (
        dask.config.set({"distributed.scheduler.work-stealing": False}),
        distributed.LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as made,
    ):
        yield made


def _cut(*arrays, rows=1500):
    return [da.from_array(values, chunks=(rows, *values.shape[1:])) for values in arrays]


def _same(one, other, rtol=1e-8):
    """Compare everything learned: coefficients, the leave-one-out curve and outputs, and what is derived from them.

    Where a small penalty was chosen, coefficients magnify rounding: `rtol` is theirs alone.
    """
    np.testing.assert_allclose(one.coef_, other.coef_, rtol=rtol, atol=rtol * np.abs(other.coef_).max())
    np.testing.assert_allclose(one.intercept_, other.intercept_, rtol=rtol, atol=rtol * np.abs(other.coef_).max())
    assert one.alpha_ == pytest.approx(other.alpha_, rel=1e-12)
    for curve in ("errors", "squared_errors", "degrees_of_freedom", "gcv_errors"):
        np.testing.assert_allclose(getattr(one.loo_, curve), getattr(other.loo_, curve), rtol=1e-6)
    np.testing.assert_array_equal(one.loo_rows_, other.loo_rows_)
    np.testing.assert_allclose(one.loo_decision_, other.loo_decision_, rtol=1e-6, atol=1e-8)
    if hasattr(other, "conformal_scores_"):
        np.testing.assert_allclose(one.conformal_scores_, other.conformal_scores_, rtol=1e-6, atol=1e-8)
    if hasattr(other, "inverse_temperature_"):
        np.testing.assert_allclose(one.inverse_temperature_, other.inverse_temperature_, rtol=1e-4)


@pytest.mark.parametrize("kind", [ELMRegressor, RVFLRegressor])
def test_arrays(client, kind):
    """Oracle: the same estimator in memory; row blocks of any size, and columns in several chunks."""
    cut = da.from_array(X, chunks=((1000, 3, 4997), (2, 3)))
    model = kind(40, **SETTINGS).fit(cut, da.from_array(WAVE, chunks=((1000, 3, 4997),)))
    _same(model, kind(40, **SETTINGS).fit(X, WAVE))


def test_dataframes_of_unknown_sizes(client):
    """Oracle: the same estimator in memory, with column names; classes are collected from all partitions."""
    frame = pd.DataFrame(X, columns=list("abcde")).assign(kind=KINDS)
    parts = dd.from_pandas(frame, npartitions=7)
    parts = parts[parts["a"] > -1.5]
    kept = frame[frame["a"] > -1.5]
    model = ELMClassifier(30, **SETTINGS).fit(parts[list("abcde")], parts["kind"])
    alone = ELMClassifier(30, **SETTINGS).fit(kept[list("abcde")], kept["kind"])
    _same(model, alone)
    assert model.classes_.tolist() == alone.classes_.tolist()
    assert model.feature_names_in_.tolist() == list("abcde")
    np.testing.assert_allclose(model.predict_proba(kept[list("abcde")]), alone.predict_proba(kept[list("abcde")]))


def test_weights_and_several_targets(client):
    """Oracle: the same estimator in memory."""
    Y, weights = np.column_stack([WAVE, X[:, 3]]), RNG.integers(1, 4, 6000).astype(float)
    cut = [da.from_array(values, chunks=(1500, *values.shape[1:])) for values in (X, Y, weights)]
    model = ELMRegressor(40, **SETTINGS).fit(cut[0], cut[1], sample_weight=cut[2])
    _same(model, ELMRegressor(40, **SETTINGS).fit(X, Y, sample_weight=weights))


@pytest.mark.parametrize("n_rows", [30, 6000])
def test_the_penalty_is_chosen_by_leaving_out_every_row(client, n_rows):
    """Oracle: the same estimator in memory, with more and with fewer rows than units."""
    model = ELMRegressor(40, random_state=0).fit(*_cut(X[:n_rows], WAVE[:n_rows], rows=n_rows // 6))
    _same(model, ELMRegressor(40, random_state=0).fit(X[:n_rows], WAVE[:n_rows]))


def test_many_rows_are_all_left_out(client):
    """Oracle: in memory, on 48,000 rows with three classes; a sample of 20,000 of them chooses another penalty."""
    many, kinds = np.tile(X, (8, 1)), np.tile(KINDS, 8)
    many[:40_000:2] += RNG.normal(size=(20_000, 5))  # the first rows, and every second, are unlike the others
    model = ELMClassifier(60, random_state=3).fit(*_cut(many, kinds, rows=7001))
    alone = ELMClassifier(60, random_state=3).fit(many, kinds)
    _same(model, alone)
    assert alone.alpha_ != ELMClassifier(60, random_state=3).fit(many[:40_000:2], kinds[:40_000:2]).alpha_


@pytest.mark.parametrize("class_weight", ["balanced", {"low": 3.0, "middle": 0.0}])
def test_class_weights(client, class_weight):
    """Oracle: the same estimator in memory, with class weights and row weights, some of them zero."""
    weights = RNG.integers(0, 3, 6000).astype(float)
    settings = {"random_state": 0, "class_weight": class_weight}
    model = ELMClassifier(**settings).fit(*_cut(X, KINDS), sample_weight=_cut(weights)[0])
    _same(model, ELMClassifier(**settings).fit(X, KINDS, sample_weight=weights), rtol=1e-5)


def test_several_labels(client):
    """Oracle: the same estimator in memory, with class weights for each column."""
    labels = np.column_stack([WAVE > 0.8, X[:, 3] > 0]).astype(int)
    settings = {"random_state": 0, "class_weight": "balanced"}
    _same(ELMClassifier(20, **settings).fit(*_cut(X, labels)), ELMClassifier(20, **settings).fit(X, labels))


def test_weights_determine_the_default_width(client):
    """Oracle: in memory a weight of 20 is 20 rows, so few rows get a wide layer."""
    few, weights = slice(0, 60), np.full(60, 20.0)
    cut = _cut(X[few], WAVE[few], weights, rows=13)
    model = ELMRegressor(**SETTINGS).fit(*cut[:2], sample_weight=cut[2])
    alone = ELMRegressor(**SETTINGS).fit(X[few], WAVE[few], sample_weight=weights)
    assert model.layer_.n_hidden == alone.layer_.n_hidden == 512
    _same(model, alone)


@pytest.mark.parametrize("activation", ["tanh", "rbf"])
def test_a_random_state_is_read_once(client, activation):
    """Oracle: the same state in memory draws the same layer, and is equally advanced afterwards."""
    here, there = np.random.RandomState(7), np.random.RandomState(7)
    model = ELMRegressor(20, activation=activation, random_state=there).fit(*_cut(X, WAVE))
    _same(model, ELMRegressor(20, activation=activation, random_state=here).fit(X, WAVE))
    assert here.randint(1 << 30) == there.randint(1 << 30)


IMAGES = RNG.integers(0, 256, (21_000, 16), dtype=np.uint8)
DIGITS = (IMAGES[:, 3] // 64).astype(int)


@pytest.mark.parametrize("task", ["classes", "numbers", "weights", "patches"])
def test_integers_give_the_same_bits(client, task):
    """Oracle: the same estimator in memory, bit for bit, as exact sums do not depend on the order of rows."""
    pixels = np.repeat(np.repeat(IMAGES[:3000].reshape(-1, 4, 4), 3, axis=1), 3, axis=2).reshape(-1, 144)
    inputs = pixels if task == "patches" else IMAGES
    targets = IMAGES[:, 3] - 0.3 * IMAGES[:, 5] if task == "numbers" else DIGITS[: len(inputs)]
    weights = [RNG.integers(0, 3, 21_000).astype(float)] if task == "weights" else []
    kind = ELMRegressor if task == "numbers" else ELMClassifier
    settings = {"n_hidden": 48, "random_state": 1, "hidden_weights": "patches" if task == "patches" else "normal"}
    cut = _cut(inputs, targets, *weights, rows=977)
    model, alone = kind(**settings).fit(*cut), kind(**settings).fit(inputs, targets, *weights)
    assert type(model.layer_).__name__ == "ByteLayer"
    assert model.coef_.tobytes() == alone.coef_.tobytes()
    assert model.predict(inputs).tobytes() == alone.predict(inputs).tobytes()
    _same(model, alone)


def test_predictions_stay_on_the_cluster(client):
    """Oracle: predictions in memory; nothing is computed before it is requested, and rows are not moved."""
    frame = pd.DataFrame(X, columns=list("abcde"))
    model = ELMClassifier(30, **SETTINGS).fit(frame, KINDS)
    parts = dd.from_pandas(frame.assign(row=range(6000)), npartitions=5)
    parts = parts[parts["row"] >= 1500][list("abcde")]  # the first partition is empty
    for method in ("predict", "predict_proba", "predict_set", "decision_function"):
        lazy = getattr(model, method)(parts)
        assert isinstance(lazy, da.Array)
        alone = getattr(model, method)(frame[1500:])
        assert lazy.dtype == alone.dtype
        (np.testing.assert_allclose if alone.dtype == float else np.testing.assert_array_equal)(lazy.compute(), alone)
    number = ELMRegressor(30, **SETTINGS).fit(X, WAVE)
    cut = da.from_array(X, chunks=((1000, 3, 4997), (2, 3)))
    assert number.predict(cut).chunks == ((1000, 3, 4997),)
    for lazy, low_high in zip(number.predict_interval(cut, 0.8), number.predict_interval(X, 0.8), strict=True):
        np.testing.assert_allclose(lazy.compute(), low_high, rtol=1e-12)
    assert number.score(cut, _cut(WAVE)[0]) == pytest.approx(number.score(X, WAVE))
    poisoned = cut.map_blocks(_refuse, dtype=float)
    assert number.predict(poisoned).dtype == float
    with pytest.raises(RuntimeError, match="rows were asked for"):
        number.predict(poisoned).compute()


def _refuse(block):
    raise RuntimeError("rows were asked for")


def _sent(client):
    """Return how many bytes of which tasks workers have sent, to each other and to the client through the scheduler."""
    logs = client.run(lambda dask_worker: [sent["keys"] for sent in dask_worker.transfer_outgoing_log])
    found = Counter()
    for keys in (keys for log in logs.values() for keys in log):
        found.update({re.match(r"\W*([a-z_]+)", str(key))[1]: size for key, size in keys.items()})
    return found


def test_only_sums_are_sent(client):
    """Invariant: inputs on the workers are not sent; a request for them shows that sending would be noticed."""
    workers = client.has_what()
    blocks = [
        client.submit(_made, seed, key=f"input_block-{seed}", workers=[worker])
        for seed, worker in zip(range(30), itertools.cycle(workers), strict=False)
    ]
    made = da.concatenate([da.from_delayed(dask.delayed(block), (5000, 30), dtype=float) for block in blocks])
    before = _sent(client)
    ELMRegressor(50, random_state=0).fit(made, made[:, 0] + made[:, 1] ** 2)
    sent = _sent(client) - before
    assert set(sent) <= {"facts_of", "_added", "_joined", "_first_of", "merged", "_of_alpha"}
    assert {"_added", "_joined"} & set(sent)
    before = _sent(client)
    made.compute()
    assert sum((_sent(client) - before).values()) >= made.nbytes


def _made(seed):
    return np.random.default_rng(seed).normal(size=(5000, 30))


def test_a_worker_is_killed_during_a_fit(client, tmp_path):
    """Oracle: the same model in memory; a process is killed after some blocks of the first pass."""
    slow = da.from_array(X, chunks=(200, 5)).map_blocks(_slowly, str(tmp_path), dtype=float)
    before = set(client.run(os.getpid).values())
    model = {}

    def fit():
        with client.as_current():
            model["fitted"] = ELMRegressor(40, random_state=0).fit(slow, da.from_array(WAVE, chunks=200))

    thread = Thread(target=fit)
    thread.start()
    done, deadline = Counter(), time.monotonic() + 60
    while max(done.values(), default=0) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
        done = Counter(path.name.partition("-")[0] for path in tmp_path.iterdir())
    assert sum(done.values()) < 30  # blocks of one pass: the sums are not there yet
    os.kill(int(max(done, key=done.get)), signal.SIGKILL)
    thread.join(60)
    _same(model["fitted"], ELMRegressor(40, random_state=0).fit(X, WAVE))
    client.wait_for_workers(3, timeout=60)
    assert set(client.run(os.getpid).values()) != before


def _slowly(block, folder):
    time.sleep(0.05)
    (Path(folder) / f"{os.getpid()}-{time.monotonic_ns()}").touch()
    return block


def test_what_cannot_be_fitted_is_refused(client):
    """Invariant: the message names what is wrong."""
    cut, target = da.from_array(X, chunks=(1000, 5)), da.from_array(WAVE, chunks=1000)
    with pytest.raises(ValueError, match="X, y and sample_weight as Dask collections"):
        ELMRegressor(10).fit(cut, WAVE)
    with pytest.raises(ValueError, match="as many row blocks"):
        ELMRegressor(10).fit(cut, da.from_array(WAVE, chunks=500))
    with pytest.raises(ValueError, match=r"NaN|missing or infinite"):
        ELMRegressor(10).fit(da.where(cut > 3, np.nan, cut), target)
    with pytest.raises(ValueError, match="or none of them"):
        ELMRegressor(10).fit(cut, target, sample_weight=np.ones(6000))
    with pytest.raises(ValueError, match="at least 0"):
        ELMRegressor(10).fit(cut, target, sample_weight=target)
    with pytest.raises(ValueError, match="as many inputs as targets"):
        ELMRegressor(10).fit(cut, da.from_array(WAVE, chunks=((999, 1001, 1000, 1000, 1000, 1000),)))
    with pytest.raises(ValueError, match="rows and columns"):
        ELMRegressor(10).fit(target, target)
    with pytest.raises(ValueError, match="at least 2 classes"):
        ELMClassifier(10).fit(cut, da.ones(6000, chunks=1000, dtype=int))
    with pytest.raises(ValueError, match="continuous"):
        ELMClassifier(10).fit(cut, target)
    halves = da.full(6000, 0.5, chunks=1000)
    with pytest.raises(ValueError, match="whole numbers"):
        ELMRegressor(10, arithmetic="integer").fit(cut, target, sample_weight=halves)
    with pytest.raises(ValueError, match="alpha"):
        ELMRegressor(10, alpha=-1.0).fit(cut, target)


def test_rows_outside_the_sample_are_checked_too(client):
    """Invariant: one missing target among many rows is an error, not a model of NaNs."""
    many, target = np.tile(X, (8, 1)), np.tile(WAVE, 8)
    target[20_001] = np.nan
    with pytest.raises(ValueError, match="y"):
        ELMRegressor(10, alpha=1.0).fit(da.from_array(many, chunks=(6000, 5)), da.from_array(target, chunks=6000))


def test_empty_partitions_change_nothing(client):
    """Oracle: the same estimator in memory, when a filter leaves a partition without rows."""
    frame = pd.DataFrame(X, columns=list("abcde")).assign(y=WAVE, row=np.arange(6000))
    parts = dd.from_pandas(frame, npartitions=6)
    parts = parts[parts["row"] >= 1500]
    model = ELMRegressor(30, **SETTINGS).fit(parts[list("abcde")], parts["y"])
    _same(model, ELMRegressor(30, **SETTINGS).fit(frame[list("abcde")][1500:], WAVE[1500:]))


def test_estimators_with_a_fit_of_their_own_are_refused(client):
    """Invariant: rows are never gathered silently."""
    cut, target = da.from_array(X, chunks=(1000, 5)), da.from_array(WAVE, chunks=1000)
    with pytest.raises(TypeError, match="EnsembleELMRegressor is fitted in memory only"):
        EnsembleELMRegressor(10).fit(cut, target)
    with pytest.raises(TypeError, match="SemiSupervisedELMClassifier is fitted in memory only"):
        SemiSupervisedELMClassifier(10).fit(cut, target)
