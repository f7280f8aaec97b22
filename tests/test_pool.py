"""Rows added up by kernels: the same model, even if a kernel is lost."""

import asyncio
from typing import ClassVar

import numpy as np
import pytest

from elmweb.compute import BlasAccumulator, ExactAccumulator, IntegerLayer, TargetCode, set_kernel, solve_exactly
from elmweb.estimators import ELMClassifier, ELMRegressor, iter_refit
from elmweb.estimators.layers.dense import HiddenLayer
from elmweb.exceptions import KernelLost
from elmweb.training.search import Training
from elmweb.workbench.local import LocalWorkbench

RNG = np.random.default_rng(0)
X = RNG.normal(size=(30_000, 4))
WAVE = np.sin(2 * X[:, 0]) + X[:, 1]


class FakePool:
    """A pool in this thread that adds up in NumPy, and is lost on request."""

    made: ClassVar[list["FakePool"]] = []

    def __init__(self, lost_at: int = -1) -> None:
        self.lost_at, self.blocks, self.ended = lost_at, 0, False
        FakePool.made.append(self)

    async def open(self, spec):
        """Make empty sums of the layer."""
        shape = (spec["nFeatures"], spec["nHidden"])
        self._shape = (spec["nFeatures"], spec["nTargets"] * spec.get("nDigits", 1))
        self.exact = spec["arithmetic"] == "integer"
        if self.exact:
            fields = (spec["weights"].reshape(shape), spec["bias"], spec["multiplier"], spec["shift"])
            layer = IntegerLayer(*fields, spec["activation"])
            self._code = TargetCode(spec["targetZero"], spec["targetQuantum"], spec["nDigits"])
            self._sums = ExactAccumulator(layer, self._code)
        else:
            layer = HiddenLayer(spec["weights"].reshape(shape).astype(float), spec["bias"], spec["activation"])
            self._sums = BlasAccumulator(layer, spec["nTargets"])

    async def add(self, rows, targets, n):
        """Add a block, or lose it."""
        await asyncio.sleep(0)
        if self.blocks == self.lost_at:
            raise KernelLost("A kernel worker ended.")
        self.blocks += 1
        T = targets.reshape(n, self._shape[1])
        if self.exact:
            assert rows.dtype == targets.dtype == np.uint8
            digits = T.reshape(n, -1, self._code.n_digits).astype(np.int64)
            T = self._code.zero + self._code.quantum * (digits @ 128 ** np.arange(self._code.n_digits))
        self._sums.add(rows.reshape(n, self._shape[0]), T)

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
    """Run steps to their end, awaiting what they yield, and throwing errors into them."""

    async def drive():
        lost = None
        while True:
            try:
                step = next(steps) if lost is None else steps.throw(lost)
            except StopIteration as end:
                return end.value
            lost = None
            if getattr(step, "wait", None) is not None:
                try:
                    await step.wait
                except KernelLost as error:
                    lost = error

    return asyncio.run(drive())


@pytest.mark.parametrize("lost_at", [-1, 0, 2])
def test_kernels_and_this_thread_give_one_model(lost_at):
    """Oracle: the same rows fitted in memory; a lost kernel costs a second pass, not the model."""
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


def test_layers_that_kernels_cannot_compute_are_added_up_in_this_thread():
    """Invariant: a mixed layer opens no pool."""
    FakePool.made.clear()
    y = WAVE > 0
    found = ELMClassifier(20, activation=["tanh", "relu"], alpha=1.0, random_state=0).fit(X[:500], y[:500])
    again = _driven(iter_refit(found, lambda: [(X, y)], X[:500], y[:500], open_pool=FakePool))
    assert again.coef_.shape == found.coef_.shape
    assert not FakePool.made


BYTES = (X * 20 + 128).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("lost_at", [-1, 1])
@pytest.mark.parametrize("rows", [BYTES, X], ids=["bytes", "numbers"])
@pytest.mark.parametrize("kind", [ELMClassifier, ELMRegressor])
def test_integers_on_kernels_have_the_bits_of_exact_sums(kind, rows, lost_at):
    """Oracle: NumPy's exact sums and solution of all rows; rows are sent as bytes, targets exceed the first range."""
    FakePool.made.clear()
    y = WAVE > 0 if kind is ELMClassifier else WAVE * np.linspace(0.1, 3, len(WAVE))
    found = kind(40, arithmetic="integer", alpha=4.0, random_state=0).fit(rows[:2000], y[:2000])
    cuts = np.array_split(np.arange(len(rows)), 5)
    steps = iter_refit(
        found,
        lambda: ((rows[cut], y[cut]) for cut in cuts),
        rows[:2000],
        y[:2000],
        open_pool=lambda: FakePool(lost_at),
    )
    model = _driven(steps)
    T = (np.where(y, 1.0, -1.0) if y.dtype == bool else y)[:, None]
    code = TargetCode.classes(1) if y.dtype == bool else TargetCode.numbers(T.min(axis=0), T.max(axis=0))
    sums = ExactAccumulator(found.layer_, code)
    sums.add(rows, T)
    coef, intercept = solve_exactly(sums.result(), 4.0, found.layer_.unit)
    assert model.coef_.tobytes() == coef[:, 0].tobytes()
    assert model.intercept_ == intercept[0]
    assert FakePool.made[0].exact


def test_kernels_that_failed_the_self_test_are_not_used():
    """Invariant: after a failed self-test no pool is opened, and the model is that of this thread."""
    FakePool.made.clear()
    found = ELMRegressor(20, alpha=1.0, random_state=0).fit(X[:500], WAVE[:500])
    set_kernel(None, failing=("float", "integer"))
    try:
        again = _driven(iter_refit(found, lambda: [(X, WAVE)], X[:500], WAVE[:500], open_pool=FakePool))
    finally:
        set_kernel(None)
    np.testing.assert_allclose(again.coef_, ELMRegressor(20, alpha=1.0, random_state=0).fit(X, WAVE).coef_, rtol=1e-6)
    assert not FakePool.made


def test_an_error_that_float32_would_change_is_computed_in_float64():
    """Invariant: where residuals are a ten-thousandth of the error of float32, the sums of kernels are not used."""
    FakePool.made.clear()
    smooth = np.sin(X[:, 0] / 4)
    found = ELMRegressor(120, random_state=0).fit(X[:5000], smooth[:5000])
    again = _driven(iter_refit(found, lambda: [(X, smooth)], X[:5000], smooth[:5000], open_pool=FakePool))
    alone = ELMRegressor(120, alpha=found.alpha_, random_state=0).fit(X, smooth)
    np.testing.assert_allclose(again.predict(X[:99]), alone.predict(X[:99]), atol=1e-9)


def test_a_cancelled_training_terminates_its_workers():
    """Invariant: closing the training closes the pool."""
    import pandas as pd
    from bench_data import dataset_from

    from elmweb.training.model import Settings

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


@pytest.mark.slow
def test_the_workbench_waits_for_kernels():
    """Oracle: the model of a workbench without kernels, on a table that is searched on a part; lost ones cost time."""
    text = "a,b,c,d,y\n" + "\n".join(
        f"{a:.4f},{b:.4f},{c:.4f},{d:.4f},{y:.4f}" for (a, b, c, d), y in zip(X, WAVE, strict=True)
    )

    async def through(workbench):
        await workbench.open_table({"text": text, "name": "wave.csv"}, None, lambda _: None)
        choices = {"targets": ["y"], "task": "regression"}
        await workbench.train(choices, {"n_hidden": 32, "alpha": 1.0, "n_seeds": 1}, str)
        return await workbench.predict_row({"a": 0.3, "b": 0.1, "c": 0.0, "d": 0.2})

    FakePool.made.clear()
    pools = (None, FakePool, lambda: FakePool(1))
    values = [asyncio.run(through(LocalWorkbench(open_pool=pool)))["value"] for pool in pools]
    assert values[1:] == pytest.approx(values[:1] * 2, abs=1e-4)
    # Each training sums twice: before judging, and over all rows.
    assert [pool.blocks for pool in FakePool.made[2:]] == [1, 1]
    assert all(pool.blocks > 1 for pool in FakePool.made[:2])


@pytest.mark.slow
def test_a_training_in_integers_has_the_same_bits_with_kernels():
    """Oracle: the same training without kernels; every bit of the model is the same, for classes and for numbers."""
    import pandas as pd
    from bench_data import dataset_from

    from elmweb.training.model import Settings

    frame = pd.DataFrame(X, columns=list("abcd"))
    settings = Settings(n_hidden=24, n_seeds=1, arithmetic="integer")
    for task, y in (("regression", WAVE), ("binary", np.where(WAVE > 0, "up", "down"))):
        dataset = dataset_from(frame.assign(y=y), ["y"], task)
        FakePool.made.clear()
        models = [_driven(Training(dataset, settings, pool).run()).estimator for pool in (None, FakePool)]
        assert FakePool.made[0].exact
        assert models[0].coef_.tobytes() == models[1].coef_.tobytes()
        assert models[0].intercept_ == models[1].intercept_
