"""Training: the plan, the choice, and what stays when it is stopped."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from bench_data import ALL, dataset_from, mixed, sample, trained
from sklearn.base import clone

from elmweb.data.sampling import some_rows
from elmweb.evaluation import evaluate, result_dict
from elmweb.exceptions import SettingsError, WorkbenchError
from elmweb.training.final import learn_from_all
from elmweb.training.model import Settings
from elmweb.training.plan import SEARCH_ROWS, check_settings, make_plan
from elmweb.training.search import Training, train


@pytest.mark.parametrize("name", ["iris", "diabetes"])
def test_a_blend_is_the_estimator_with_its_defaults(name):
    """Fitting a fresh blend with the seed shown gives the same coefficients; its width is that of its own choice."""
    dataset, model, _ = trained(name, "auto")
    estimator = clone(model.estimator).set_params(n_hidden=None)
    estimator.fit(model.inputs(dataset.X.iloc[dataset.train]), dataset.y[dataset.train])
    assert (model.settings.model_kind, model.settings.seed) == ("blend", estimator.random_state)
    np.testing.assert_allclose(estimator.coef_, model.estimator.coef_, rtol=1e-6, atol=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["iris", "wine", "diabetes", "multilabel"])
def test_same_seed_same_model(name):
    """Training twice gives byte-identical output weights."""
    dataset, model, _ = trained(name)
    assert train(dataset).estimator.coef_.tobytes() == model.estimator.coef_.tobytes()


@pytest.mark.parametrize("name", ["iris", "diabetes"])
def test_final_model_is_the_estimator_with_the_settings_shown(name):
    """Fitting a fresh estimator with the shown settings gives the same coefficients."""
    dataset, model, _ = trained(name)
    estimator = clone(model.estimator).set_params(n_hidden=model.settings.n_hidden, alpha=model.settings.alpha)
    estimator.fit(model.inputs(dataset.X.iloc[dataset.train]), dataset.y[dataset.train])
    np.testing.assert_allclose(estimator.coef_, model.estimator.coef_, rtol=1e-6, atol=1e-9)


def test_best_seed_is_kept():
    """The seed of the model has the best leave-one-out score of those compared."""
    _, model, _ = trained("wine")
    assert len(model.search.seeds) > 1
    at = model.search.seeds.tolist().index(model.settings.seed)
    assert model.search.seed_scores[at] == model.search.seed_scores.max()


def test_width_is_within_one_standard_error():
    """The chosen width was tried, and no smaller width has a smaller error."""
    _, model, _ = trained("digits")
    assert len(model.search.widths) > 1
    search, chosen = model.search, model.settings.n_hidden
    at = search.widths.tolist().index(chosen)
    assert (search.width_errors[:at] > search.width_errors.min()).all()


def test_test_rows_do_not_matter():
    """Changing every held-out row leaves the model as it is."""
    dataset = sample("iris")
    X, y = dataset.X.copy(), dataset.y.copy()
    X.iloc[dataset.test] = 1e6
    y[dataset.test] = "virginica"
    changed = type(dataset)(**(vars(dataset) | {"X": X, "y": y}))
    assert train(changed).estimator.coef_.tobytes() == trained("iris")[1].estimator.coef_.tobytes()


def test_given_settings_are_kept():
    """Width, penalty, scale, activation and seed come out as they went in; the kind is settled by the columns."""
    settings = Settings(n_hidden=20, alpha=0.5, scale=0.7, seed=9, activation="relu", n_seeds=1)
    model = train(sample("iris"), settings)
    assert model.settings == replace(settings, model_kind="elm")
    assert model.estimator.hidden_weights_.shape == (4, 20)


def test_progress_counts_every_step_of_the_plan():
    """Steps never go back, end at the plan's number, and history has one score a step."""
    steps = list(Training(mixed("binary"), Settings(n_seeds=2)).run())
    assert all(a.step <= b.step for a, b in pairwise(steps))
    assert steps[-1].step == steps[-1].n_steps == len(steps[-1].history)
    assert steps[-1].best == max(steps[-1].history)


@pytest.mark.parametrize("name", ["iris", "diabetes", "multilabel"])
def test_stopped_training_keeps_the_best_so_far(name):
    """After the first scored setting there is a model that predicts and records where it was stopped."""
    dataset = sample(name) if name in ALL else mixed(name)
    training = Training(dataset, Settings())
    steps = training.run()
    while next(steps).step < 3:
        pass
    steps.close()
    model = training.best_model()
    assert model.stopped_at[0] == 3 < model.stopped_at[1]
    assert len(model.predict(dataset.X)) == len(dataset.X)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["diabetes", "binary"])
def test_the_kept_model_learned_from_all_rows(name):
    """Oracle: the estimator with the judged settings, fitted on all rows; the judged model stays as it was."""
    dataset = sample(name) if name in ALL else mixed(name)
    asked = Settings(n_hidden=24, n_seeds=2)
    judged = train(dataset, asked)
    before = judged.predict(dataset.X)
    kept = learn_from_all(judged, dataset, asked)
    every = np.sort(np.concatenate([dataset.train, dataset.test]))
    Z = kept.inputs(dataset.X.iloc[every])
    again = clone(judged.estimator).set_params(alpha=judged.estimator.alpha_)
    again.fit(Z, dataset.y[every], groups=dataset.groups_of(every))
    outputs = [getattr(one, "decision_function", one.predict)(Z) for one in (kept.estimator, again)]
    np.testing.assert_allclose(*outputs, rtol=1e-8, atol=1e-10)
    assert (kept.n_refit, kept.n_learned) == (len(every), len(every))
    assert (kept.n_train, kept.n_test) == (len(dataset.train), len(dataset.test))
    assert judged.n_learned == len(dataset.train)
    np.testing.assert_array_equal(judged.predict(dataset.X), before)
    said = result_dict(kept, evaluate(judged, dataset))
    assert said["model"]["n_refit"] == len(every)
    assert any(f"all {len(every):,} rows" in sentence for sentence in said["how"])


@pytest.mark.slow
def test_a_blend_has_a_first_answer():
    """The first of its two steps is a simple ELM, which is what is kept if training is stopped there."""
    dataset, settings = sample("diabetes"), Settings(model_kind="blend")
    training = Training(dataset, settings)
    steps = training.run()
    while next(steps).step < 1:
        pass
    first = training.best_model()
    assert (first.settings.model_kind, type(first.estimator).__name__) == ("elm", "ELMRegressor")
    for step in steps:
        last = step
    assert last.step == last.n_steps == 2
    model = training.best_model()
    assert (model.settings.model_kind, type(model.estimator).__name__) == ("blend", "BlendELMRegressor")
    assert model.stopped_at is None
    assert model.estimator.loo_.error < first.estimator.loo_.error
    how = " ".join(result_dict(model, evaluate(model, dataset))["how"])
    assert re.search(r"The blend is \d+ % [^.]+\.", how)
    kept = learn_from_all(model, dataset, settings)
    assert (kept.n_refit, kept.settings.model_kind) == (len(dataset.X), "blend")


def jumps(n_rows: int):
    """Return a table whose answer jumps at values of two columns."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(n_rows, 4)), columns=list("abcd"))
    frame["y"] = (frame.a > 0.2) * (frame.b < 0.4) + 0.1 * rng.normal(size=n_rows)
    return dataset_from(frame, ["y"], "regression")


@pytest.mark.slow
def test_it_is_said_what_a_blend_has_learned_from_which_rows():
    """Oracle: the numbers of units, and of rows that decided and that judge; they are all rows it learned from."""
    dataset = jumps(2_400)
    model = train(dataset, Settings(model_kind="blend"))
    blend, how = model.estimator, " ".join(result_dict(model, evaluate(model, dataset))["how"])
    n_judging = len(dataset.train) - len(blend.deciding_rows_)
    assert f"by what they explain of the answers: {blend.n_picked_:,}." in how
    assert f"That was learned from {len(blend.deciding_rows_):,} training rows" in how
    assert f"the other {n_judging:,} calibrate the blend" in how
    assert len(blend.loo_rows_) == n_judging


@pytest.mark.slow
def test_no_units_are_picked_for_the_kept_model_that_the_judged_one_had_not():
    """Invariant: the settings are those that were judged, also where only all rows are more than landmarks."""
    dataset = jumps(1_800)
    judged = train(dataset, Settings(model_kind="blend"))
    assert len(dataset.train) < 1_500 < len(dataset.X)
    kept = learn_from_all(judged, dataset)
    assert kept.n_refit == 1_800
    assert kept.estimator.n_picked_ == judged.estimator.n_picked_ == len(kept.estimator.deciding_rows_) == 0


def test_it_is_said_that_classes_have_offsets():
    """A blend of classes says what was added to its outputs; one layer, and numbers, have nothing added."""
    for name, kind, there in (("iris", "auto", True), ("iris", "elm", False), ("diabetes", "auto", False)):
        dataset, model, evaluation = trained(name, kind)
        assert any("offset" in line for line in result_dict(model, evaluation)["how"]) is there, dataset.name


def test_a_blend_is_as_wide_as_the_time_allows():
    """More units for many rows take too long in a browser, and gain next to nothing, the less beside picked ones."""
    widths = [make_plan(n, 20, Settings(model_kind="blend")).widths[0] for n in (300, 1_500, 4_000, 16_000)]
    assert widths == [256, 1_024, 256, 256]
    one, blend = (make_plan(16_000, 20, Settings(model_kind=kind)).n_bytes for kind in ("elm", "blend"))
    assert blend - one > 8 * 16_000 * (1_000 - 512), "its kernel has 1,000 columns"


def test_a_stopped_training_is_kept_as_it_was_judged():
    """Who pressed Cancel does not wait for another fit."""
    dataset = sample("iris")
    judged = replace(train(dataset, Settings(n_hidden=8, n_seeds=1)), stopped_at=(1, 2))
    assert learn_from_all(judged, dataset) is judged


def test_nothing_to_keep_is_an_error():
    """Stopping before the first score raises instead of returning half a model."""
    training = Training(sample("iris"), Settings())
    next(training.run())
    assert not training.has_model
    with pytest.raises(WorkbenchError, match="before the first setting"):
        training.best_model()


def test_large_tables_are_searched_on_a_part_and_fitted_on_all():
    """With more rows than the search takes, the final model still has a leverage sum over all rows."""
    n = SEARCH_ROWS * 2
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(n, 3)), columns=list("abc"))
    frame["y"] = np.sin(frame["a"]) + frame["b"]
    model = train(dataset_from(frame, ["y"], "regression"), Settings(n_hidden=16, n_seeds=1))
    assert model.search.n_rows == SEARCH_ROWS
    assert model.estimator.loo_rows_.max() >= SEARCH_ROWS
    low, high = model.error_range
    assert low < 0 < high


def cost(plan):
    """Return the rough number of floating-point operations of a whole plan."""
    return plan.factor_cost + plan.row_cost + plan.final_cost


@pytest.mark.parametrize("n_train", [8, 100, 2_000, 20_000, 160_000, 1_000_000])
def test_plan_is_affordable(n_train):
    """No plan costs more than about 25 seconds in Pyodide at 9e9 operations a second."""
    plan = make_plan(n_train, 20, Settings())
    assert cost(plan) < 2.2e11
    assert plan.widths == tuple(sorted(plan.widths))
    assert 1 <= plan.n_explored <= 5


@pytest.mark.parametrize(
    "settings",
    [
        {"n_hidden": 0},
        {"n_hidden": 2.5},
        {"alpha": -1.0},
        {"alpha": float("nan")},
        {"scale": 0},
        {"seed": True},
        {"activation": "magic"},
        {"activation": ["tanh"]},
        {"n_seeds": 1000},
        {"speed": 1},
    ],
)
def test_bad_settings_are_named(settings):
    """A setting outside its rule raises an error that names it and its value."""
    with pytest.raises(SettingsError) as caught:
        check_settings(settings)
    assert next(iter(settings)) in str(caught.value)
    assert caught.value.rule


def test_some_rows_has_every_class():
    """A part of the rows has one row of each class, is sorted, and has the size asked for."""
    y = np.array(["a"] * 1000 + ["b", "c"], dtype=object)
    rows = some_rows(y, 50, classes=True)
    assert set(y[rows]) == {"a", "b", "c"}
    assert len(rows) == 50
    assert (np.diff(rows) > 0).all()


def test_many_classes_are_searched_on_fewer_rows():
    """Invariant: a thousand classes leave room for a width of 64, within twice the cost of ten classes."""
    ten, thousand = (make_plan(20_000, 20, Settings(), n_outputs) for n_outputs in (10, 1_000))
    assert ten.n_search == SEARCH_ROWS
    assert max(thousand.widths) >= 64
    assert cost(thousand) < 2 * cost(ten)
