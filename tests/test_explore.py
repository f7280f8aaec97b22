"""The small model that follows the sliders."""

import numpy as np
import pandas as pd
import pytest
from bench_data import sample
from test_workbench import TASKS, ignore, mixed_source, opened, plain, run

from elmweb.estimators import ELMClassifier
from elmweb.preprocessing.matching import as_inputs
from elmweb.training import explore as exploring
from elmweb.training.explore import Explorer, iter_explorer
from elmweb.training.model import Settings


def explorer(name: str) -> Explorer:
    """Return an explorer of a sample."""
    steps = iter_explorer(sample(name))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize("task", TASKS)
def test_every_task_has_a_score_and_a_surface(task):
    """Invariant: plain data, finite numbers, one value per point, and existing classes; for every task."""
    found = run(opened(mixed_source()).explore(TASKS[task], {"n_hidden": 24}, {}))
    assert plain(found)
    assert np.isfinite(found["score"])
    assert found["n_hidden"] == 24
    surface = found["surface"]
    assert (surface is None) == (len(found["columns"]) < 2)
    if surface is None:
        return
    assert np.isfinite(surface["values"]).all()
    assert {surface["x"], surface["y"]} == set(found["columns"][:2])
    if task != "regression":
        assert set(np.unique(surface["values"])) <= set(range(len(surface["classes"])))
        assert len(surface["points"]["x"]) == len(surface["points"]["value"])


def test_the_score_is_the_leave_one_out_score():
    """Oracle: the estimator by itself on the same prepared rows."""
    made = explorer("iris")
    found = made.explore(Settings(n_hidden=40, alpha=0.5, scale=0.8, seed=3))
    alone = ELMClassifier(40, alpha=0.5, scale=0.8, random_state=3).fit(made.data.Z, made.data.y)
    assert found["score"] == pytest.approx(100 * (1 - alone.loo_.error))
    assert found["alpha"] == 0.5


def test_integers_are_followed_too():
    """Oracle: the estimator in integers by itself on the same prepared rows, at a penalty and without one."""
    made = explorer("iris")
    for alpha in (None, 0.5, 0.25):
        found = made.explore(Settings(n_hidden=40, alpha=alpha, arithmetic="integer"))
        settings = {"alpha": "loo" if alpha is None else alpha, "arithmetic": "integer", "random_state": 0}
        alone = ELMClassifier(40, **settings).fit(made.data.Z, made.data.y)
        assert found["score"] == pytest.approx(100 * (1 - alone.loo_.error))


@pytest.mark.slow
def test_the_surface_is_what_the_model_predicts():
    """Oracle: the workbench's own prediction for rows of the form, at corners and in the middle."""
    bench = opened({"sample": "iris"})
    run(bench.train({}, {"n_hidden": 64, "alpha": 0.1, "n_seeds": 1}, ignore))
    found = run(bench.explore({}, {"n_hidden": 64, "alpha": 0.1}, {}))
    surface = found["surface"]
    model = bench._trained.model  # on iris both learn from the same rows
    middle = {feature.name: feature.middle for feature in model.features}
    xs, ys = (np.linspace(*surface[f"{way}_range"], surface["values"].shape[0]) for way in "xy")
    for row, column in ((0, 0), (0, 47), (24, 24), (47, 10)):
        asked = {**middle, surface["x"]: xs[column], surface["y"]: ys[row]}
        assert surface["classes"][surface["values"][row, column]] == run(bench.predict_row(asked))["label"]


def test_columns_can_be_chosen_and_unknown_ones_are_not_needed():
    """Invariant: the requested columns are shown; one that does not exist is replaced by the most informative one."""
    made = explorer("wine")
    last, first = made.columns[-1], made.columns[0]
    shown = made.explore(Settings(), last, first)["surface"]
    assert (shown["x"], shown["y"]) == (last, first)
    assert made.explore(Settings(), "no such column", last)["surface"]["x"] == last
    assert made.explore(Settings(), None, None)["surface"]["x"] == first


def test_a_new_table_is_explored_anew():
    """Invariant: the rows of the former table are gone."""
    bench = opened({"sample": "iris"})
    before = run(bench.explore({}, {}, {}))
    run(bench.open_table({"sample": "wine"}, None, ignore))
    assert run(bench.explore({}, {}, {}))["columns"] != before["columns"]


def test_a_surface_of_numbers():
    """Oracle: the number the form gives for the same row."""
    bench = opened({"sample": "diabetes"})
    surface = run(bench.explore({}, {"n_hidden": 32, "alpha": 1.0}, {}))["surface"]
    assert surface["classes"] == []
    assert np.isfinite(surface["values"]).all()
    assert np.ptp(surface["values"]) > 1


def test_moving_alpha_alone_factorises_once(monkeypatch):
    """Invariant: after two penalties at one setting the rest need no factorisation; scores are those of fresh fits."""
    made = explorer("iris")
    calls = []
    original = exploring.RidgePath
    monkeypatch.setattr(exploring, "RidgePath", lambda *args: calls.append(1) or original(*args))
    for alpha in (0.01, 0.1, 1.0, 10.0, None, 3.0):
        found = made.explore(Settings(n_hidden=60, alpha=alpha, seed=2))
        alone = ELMClassifier(60, alpha="loo" if alpha is None else alpha, random_state=2)
        alone.fit(made.data.Z, made.data.y)
        assert found["score"] == pytest.approx(100 * (1 - alone.loo_.error))
        assert found["alpha"] == pytest.approx(alone.alpha_)
    assert len(calls) == 1
    made.explore(Settings(n_hidden=60, alpha=3.0, seed=3))
    assert len(calls) == 1


def test_the_points_of_the_surface_are_prepared_as_rows_are():
    """Oracle: a table with a row for each point, every other column at its middle, through the preprocessor."""
    made = explorer("wine")
    x, y = made.columns[:2]
    xs, ys, Z = made.grid(x, y)
    cells = {feature.name: np.full(len(xs) * len(ys), feature.middle, dtype=object) for feature in made.data.features}
    frame = pd.DataFrame({**cells, x: np.tile(xs, len(ys)), y: np.repeat(ys, len(xs))})
    inputs, _ = as_inputs(frame, made.data.features)
    np.testing.assert_allclose(Z, made.data.preprocessor.transform(inputs), rtol=0, atol=1e-12)


def test_the_surface_is_coarser_where_rows_are_wide(monkeypatch):
    """Invariant: the inputs stay within the limit, and the surface has a value for each point."""
    monkeypatch.setattr(exploring, "_NUMBERS", 400 * 13)
    made = explorer("wine")
    values = made.explore(Settings(n_hidden=20, alpha=1.0))["surface"]["values"]
    assert values.shape == (20, 20)
