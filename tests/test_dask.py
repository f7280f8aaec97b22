"""Estimators on a Dask cluster: the same coefficients, also when a worker is killed."""

import os
import signal
import time
from threading import Thread

import numpy as np
import pandas as pd
import pytest

from elmweb import ELMClassifier, ELMRegressor, EnsembleELMRegressor, RVFLRegressor

da = pytest.importorskip("dask.array")
dd = pytest.importorskip("dask.dataframe")
distributed = pytest.importorskip("distributed")

RNG = np.random.default_rng(0)
X = RNG.normal(size=(6000, 5))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1] * X[:, 2] + 0.1 * RNG.normal(size=6000)
KINDS = np.array(["low", "middle", "high"])[np.digitize(WAVE, [-0.6, 0.5])]
SETTINGS = {"alpha": 0.5, "random_state": 0}


@pytest.fixture(scope="module")
def client():
    """Return a client of a real cluster of three processes."""
    with (
        distributed.LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as made,
    ):
        yield made


def _same(one, other):
    np.testing.assert_allclose(one.coef_, other.coef_, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(one.intercept_, other.intercept_, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("kind", [ELMRegressor, RVFLRegressor])
def test_arrays(client, kind):
    """Oracle: the same estimator in memory; row blocks of any size, and columns in several chunks."""
    cut = da.from_array(X, chunks=((1000, 3, 4997), (2, 3)))
    model = kind(40, **SETTINGS).fit(cut, da.from_array(WAVE, chunks=((1000, 3, 4997),)))
    _same(model, kind(40, **SETTINGS).fit(X, WAVE))


def test_dataframes_of_unknown_sizes(client):
    """Oracle: the same estimator in memory, with names of columns; classes are found in all partitions."""
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


def test_the_penalty_is_chosen_by_leave_one_out(client):
    """Oracle: in memory every row is left out; here all of these few rows are in the sample, too."""
    model = ELMRegressor(40, random_state=0).fit(da.from_array(X, chunks=(1000, 5)), da.from_array(WAVE, chunks=1000))
    alone = ELMRegressor(40, random_state=0).fit(X, WAVE)
    assert model.alpha_ == pytest.approx(alone.alpha_)
    assert model.loo_.error == pytest.approx(alone.loo_.error)


def test_a_worker_is_killed_in_the_middle(client):
    """Oracle: the same coefficients; a process that had blocks is killed while they are added up."""
    slow = da.from_array(X, chunks=(300, 5)).map_blocks(_slowly, dtype=float)
    before = set(client.run(os.getpid).values())
    model = {}

    def fit():
        with client.as_current():
            model["fitted"] = ELMRegressor(40, **SETTINGS).fit(slow, da.from_array(WAVE, chunks=300))

    thread = Thread(target=fit)
    thread.start()
    time.sleep(1.5)
    os.kill(min(before), signal.SIGKILL)
    thread.join(60)
    _same(model["fitted"], ELMRegressor(40, **SETTINGS).fit(X, WAVE))
    client.wait_for_workers(3, timeout=60)
    assert set(client.run(os.getpid).values()) != before


def _slowly(block):
    time.sleep(0.15)
    return block


def test_what_cannot_be_fitted_is_refused(client):
    """Invariant: the error says what is wrong, in words."""
    cut, target = da.from_array(X, chunks=(1000, 5)), da.from_array(WAVE, chunks=1000)
    with pytest.raises(ValueError, match="both X and y"):
        ELMRegressor(10).fit(cut, WAVE)
    with pytest.raises(ValueError, match="as many row blocks"):
        ELMRegressor(10).fit(cut, da.from_array(WAVE, chunks=500))
    with pytest.raises(ValueError, match=r"NaN|missing or infinite"):
        ELMRegressor(10).fit(da.where(cut > 3, np.nan, cut), target)
    with pytest.raises(ValueError, match="class_weight in memory only"):
        ELMClassifier(10, class_weight="balanced").fit(cut, target)


def test_what_lies_outside_the_sample_is_checked_too(client):
    """Invariant: a target that is missing in one row of many is an error, not a model without numbers."""
    many, target = np.tile(X, (8, 1)), np.tile(WAVE, 8)
    target[20_001] = np.nan
    with pytest.raises(ValueError, match="y"):
        ELMRegressor(10, alpha=1.0).fit(da.from_array(many, chunks=(6000, 5)), da.from_array(target, chunks=6000))


def test_left_out_rows_are_counted_among_all(client):
    """Oracle: leave-one-out predictions stand beside the targets of the rows they name, in the whole data."""
    many, target = np.tile(X, (8, 1)), np.tile(WAVE, 8)
    model = ELMRegressor(60, **SETTINGS).fit(da.from_array(many, chunks=(7001, 5)), da.from_array(target, chunks=7001))
    assert model.loo_rows_.max() > 40_000
    assert np.corrcoef(model.loo_decision_, target[model.loo_rows_])[0, 1] > 0.8


def test_empty_partitions_do_no_harm(client):
    """Oracle: the same estimator in memory, when a filter leaves a partition without rows."""
    frame = pd.DataFrame(X, columns=list("abcde")).assign(y=WAVE, row=np.arange(6000))
    parts = dd.from_pandas(frame, npartitions=6)
    parts = parts[parts["row"] >= 1500]
    model = ELMRegressor(30, **SETTINGS).fit(parts[list("abcde")], parts["y"])
    _same(model, ELMRegressor(30, **SETTINGS).fit(frame[list("abcde")][1500:], WAVE[1500:]))


def test_members_with_a_fit_of_their_own_say_so(client):
    """Invariant: rows are never brought home without a word."""
    cut, target = da.from_array(X, chunks=(1000, 5)), da.from_array(WAVE, chunks=1000)
    with pytest.raises(TypeError, match="EnsembleELMRegressor is fitted in memory only"):
        EnsembleELMRegressor(10).fit(cut, target)
