"""Rows handed to kernels: the same model, also when a kernel is lost on the way."""

import asyncio
from typing import ClassVar

import numpy as np
import pytest

from elmweb.compute import BlasAccumulator
from elmweb.estimators import ELMClassifier, ELMRegressor, iter_refit
from elmweb.estimators._hidden import HiddenLayer
from elmweb.exceptions import KernelLost
from elmweb.local_workbench import LocalWorkbench
from elmweb.training import Training

RNG = np.random.default_rng(0)
X = RNG.normal(size=(30_000, 4))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1]


class FakePool:
    """Kernels in this thread: adds with BLAS what real ones add, and is lost when told to."""

    made: ClassVar[list["FakePool"]] = []

    def __init__(self, lost_at: int = -1) -> None:
        self.lost_at, self.blocks, self.ended = lost_at, 0, False
        FakePool.made.append(self)

    async def open(self, spec):
        """Make empty sums of the layer."""
        shape = (spec["nFeatures"], spec["nHidden"])
        layer = HiddenLayer(spec["weights"].reshape(shape).astype(float), spec["bias"], spec["activation"])
        self._sums, self._shape = BlasAccumulator(layer, spec["nTargets"]), (spec["nFeatures"], spec["nTargets"])

    async def add(self, rows, targets, n):
        """Add a block, or lose it."""
        await asyncio.sleep(0)
        if self.blocks == self.lost_at:
            raise KernelLost("A kernel worker ended.")
        self.blocks += 1
        self._sums.add(rows.reshape(n, self._shape[0]), targets.reshape(n, self._shape[1]))

    async def finish(self):
        """Return the sums as a kernel does."""
        gram = self._sums.result()
        return {
            "n": gram.n,
            "G": gram.G.ravel(order="F"),
            "C": gram.C.ravel(order="F"),
            "hMean": gram.h_mean,
            "tMean": gram.t_mean,
            "tSquareSums": gram.t_square_sums,
        }

    def cancel(self):
        """Note the end."""
        self.ended = True


def _driven(steps):
    """Run steps to their end, waiting for what they wait for, and throwing in what went wrong."""

    async def drive():
        lost = None
        while True:
            try:
                step = next(steps) if lost is None else steps.throw(lost)
            except StopIteration as end:
                return end.value
            lost = None
            if step.wait is not None:
                try:
                    await step.wait
                except KernelLost as error:
                    lost = error

    return asyncio.run(drive())


@pytest.mark.parametrize("lost_at", [-1, 0, 2])
def test_kernels_and_this_thread_give_one_model(lost_at):
    """Oracle: the same rows fitted in memory; a lost kernel costs a second walk, not the model."""
    FakePool.made.clear()
    found = ELMRegressor(40, alpha=0.3, random_state=0).fit(X[:5000], WAVE[:5000])
    cuts = np.array_split(np.arange(30_000), 4)
    steps = iter_refit(
        found,
        lambda: ((X[rows], WAVE[rows]) for rows in cuts),
        X[:5000],
        WAVE[:5000],
        open_pool=lambda: FakePool(lost_at),
    )
    model = _driven(steps)
    alone = ELMRegressor(40, alpha=0.3, random_state=0).fit(X, WAVE)
    np.testing.assert_allclose(model.coef_, alone.coef_, rtol=1e-3, atol=1e-3)  # kernels have float32 weights
    np.testing.assert_allclose(model.predict(X[:99]), alone.predict(X[:99]), atol=1e-5)
    assert FakePool.made[0].ended
    assert (FakePool.made[0].blocks > 3) == (lost_at == -1)


def test_layers_that_kernels_do_not_know_are_added_up_here():
    """Invariant: a mixed layer, and one in integers, open no pool."""
    FakePool.made.clear()
    y = WAVE > 0
    for model, rows in (
        (ELMClassifier(20, activation=["tanh", "relu"], alpha=1.0, random_state=0), X),
        (ELMClassifier(20, alpha=1.0, random_state=0), (X * 20 + 128).clip(0, 255).astype(np.uint8)),
    ):
        found = model.fit(rows[:500], y[:500])
        again = _driven(iter_refit(found, lambda rows=rows: [(rows, y)], rows[:500], y[:500], open_pool=FakePool))
        assert again.coef_.shape == found.coef_.shape
    assert not FakePool.made


def test_a_cancelled_training_ends_its_workers():
    """Invariant: closing the training closes the pool."""
    import pandas as pd
    from bench_data import dataset_from

    from elmweb.model import Settings

    FakePool.made.clear()
    frame = pd.DataFrame(X, columns=list("abcd")).assign(y=WAVE)
    training = Training(dataset_from(frame, ["y"], "regression"), Settings(n_hidden=16, alpha=1.0, n_seeds=1), FakePool)
    steps = training.run()
    for step in steps:
        if step.wait is not None:
            step.wait.close()
            break
    steps.close()
    assert FakePool.made[0].ended


def test_the_workbench_waits_for_kernels():
    """Oracle: the model of a workbench without kernels, on a table that is searched on a part."""
    text = "a,b,c,d,y\n" + "\n".join(
        f"{a:.4f},{b:.4f},{c:.4f},{d:.4f},{y:.4f}" for (a, b, c, d), y in zip(X, WAVE, strict=True)
    )

    async def through(bench):
        await bench.open_table({"text": text, "name": "wave.csv"}, None, lambda _: None)
        choices = {"targets": ["y"], "task": "regression"}
        await bench.train(choices, {"n_hidden": 32, "alpha": 1.0, "n_seeds": 1}, str)
        return await bench.predict_row({"a": 0.3, "b": 0.1, "c": 0.0, "d": 0.2})

    FakePool.made.clear()
    values = [asyncio.run(through(LocalWorkbench(open_pool=pool)))["value"] for pool in (None, FakePool)]
    assert values[0] == pytest.approx(values[1], abs=1e-4)
    assert FakePool.made[0].blocks
