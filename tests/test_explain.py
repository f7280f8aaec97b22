"""Explanations against brute force, refitted models and functions whose answer is known."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations, permutations
from math import factorial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from bench_data import dataset_from, mixed, sample
from scipy.special import expit
from sklearn.base import clone
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline

from elmweb.data.dataset import Dataset
from elmweb.estimators import (
    BlendELMClassifier,
    DeepRVFLRegressor,
    ELMClassifier,
    ELMRegressor,
    EnsembleELMRegressor,
    KernelELMClassifier,
    KernelELMRegressor,
    RVFLRegressor,
)
from elmweb.exceptions import ExplainError
from elmweb.explain import Subject, contributions, effect, influence, iter_changes, iter_importance, nearest
from elmweb.explain.cells import inputs_of, seen_values
from elmweb.explain.importance import coded, truth_values
from elmweb.explain.neighbours import usual_distance
from elmweb.preprocessing.matching import as_inputs
from elmweb.progress import finish
from elmweb.training import Settings, TrainedModel, train

TASKS = ("regression", "binary", "multilabel")
QUICK = Settings(n_hidden=48, n_seeds=1)


@cache
def trained(name: str) -> tuple[Dataset, TrainedModel]:
    """Return a dataset and a small model of it."""
    dataset = sample(name) if name == "iris" else mixed(name)
    return dataset, train(dataset, QUICK)


def with_estimator(name: str, estimator: Any) -> tuple[Dataset, TrainedModel]:
    """Return the same with another estimator, fitted on all rows."""
    dataset, model = trained(name)
    fitted = clone(estimator).fit(model.inputs(dataset.X), dataset.y)
    return dataset, replace(model, pipeline=Pipeline([("prepare", model.preprocessor), ("elm", fitted)]))


def curved(Z: np.ndarray) -> np.ndarray:
    """Return a function of all columns with products of two and three of them."""
    weights = np.sin(1.0 + np.arange(Z.shape[1]))
    return np.tanh(Z @ weights) + Z[:, 0] * Z[:, 1] + 0.5 * Z[:, 1] * Z[:, 2] * Z[:, -1]


def by_orders(predict, row, background, columns) -> np.ndarray:
    """Return Shapley values by their definition: over every order in which the columns could join."""
    values, orders = np.zeros(len(columns)), list(permutations(range(len(columns))))
    for order in orders:
        mixed = background.copy()
        before = predict(mixed).mean()
        for at in order:
            mixed[:, columns[at]] = row[columns[at]]
            now = predict(mixed).mean()
            values[at] += now - before
            before = now
    return values / len(orders)


def by_subsets(predict, row, background, columns) -> np.ndarray:
    """Return Shapley values by the formula over subsets, one subset at a time."""
    k = len(columns)

    def worth(chosen) -> float:
        mixed = background.copy()
        for at in chosen:
            mixed[:, columns[at]] = row[columns[at]]
        return float(predict(mixed).mean())

    values = np.zeros(k)
    for at in range(k):
        others = [one for one in range(k) if one != at]
        for size in range(k):
            weight = factorial(size) * factorial(k - size - 1) / factorial(k)
            for chosen in combinations(others, size):
                values[at] += weight * (worth((*chosen, at)) - worth(chosen))
    return values


def rows_for(k: int, width: int = 1, seed: int = 0) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Return a row, background rows, and columns of so many inputs each."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(k * width)
    return rng.normal(size=k * width), rng.normal(size=(12, k * width)), np.array_split(order, k)


@pytest.mark.parametrize(("k", "width"), [(1, 3), (4, 1), (6, 2)])
def test_exact_contributions_are_shapley_values(k: int, width: int) -> None:
    """Oracle: the definition over every order of the columns."""
    row, background, columns = rows_for(k, width)
    found = contributions(curved, row, background, columns)
    np.testing.assert_allclose(found.shares, by_orders(curved, row, background, columns), atol=1e-12)
    assert found.n_orders == 0
    assert not found.errors.any()


def test_sampled_contributions_are_as_far_off_as_they_say() -> None:
    """Oracle: the exact values of 8 columns; a column is 2 standard errors off in about 5 of 100 cases."""
    row, background, columns = rows_for(8)
    exact = by_subsets(curved, row, background, columns)
    off = []
    for seed in range(40):
        found = contributions(curved, row, background, columns, most_exact=0, n_rounds=2, seed=seed)
        off.append((found.shares - exact) / found.errors)
    assert np.mean(np.abs(off) > 2) < 0.1
    assert np.mean(np.abs(off) > 4) == 0
    assert np.abs(np.mean(off)) < 0.3


@pytest.mark.parametrize("k", [3, 10, 11, 60])
def test_contributions_add_up(k: int) -> None:
    """Invariant: they sum to the prediction minus the average to 1e-9, whichever way they are worked out."""
    row, background, columns = rows_for(k, seed=1)
    found = contributions(curved, row, background, columns)
    assert found.prediction == pytest.approx(curved(row[None])[0], abs=1e-12)
    assert found.average == pytest.approx(curved(background).mean(), abs=1e-12)
    assert found.shares.sum() == pytest.approx(found.prediction - found.average, abs=1e-9)


def test_contributions_agree_with_shap() -> None:
    """Oracle: the exact explainer of the package shap, where it is installed."""
    shap = pytest.importorskip("shap")
    row, background, columns = rows_for(6)
    expected = shap.explainers.Exact(curved, shap.maskers.Independent(background))(row[None])[0]
    inputs = np.concatenate(columns)
    np.testing.assert_allclose(
        contributions(curved, row, background, columns).shares, vars(expected)["values"][inputs], atol=1e-8
    )


@pytest.mark.slow
@pytest.mark.parametrize("task", TASKS)
def test_contributions_of_a_model_add_up_by_column(task: str) -> None:
    """Invariant: to 1e-6 on a table of numbers, categories, dates and texts, each of which is one column."""
    dataset, model = trained(task)
    subject, Z = Subject.of(model), model.inputs(dataset.X)
    assert list(subject.columns) == ["size", "orchard", "picked", "note"]
    assert sum(map(len, subject.columns.values())) == Z.shape[1]
    target = 0 if task == "regression" else 1
    predict = lambda mixed: subject.values(mixed, target)  # noqa: E731  one use
    found = contributions(predict, Z[3], Z[:40], list(subject.columns.values()))
    expected = model.predict(dataset.X.iloc[[3]])[0] if task == "regression" else None
    assert expected is None or found.prediction == pytest.approx(expected)
    assert found.shares.sum() == pytest.approx(found.prediction - found.average, abs=1e-6)


# Which columns matter


def test_the_columns_that_matter_are_measured() -> None:
    """Oracle: answers that are made of two columns, 2 a + b, beside two of noise; a copy goes together with a."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(400, 4)), columns=list("abcd"))
    frame["copy"] = frame["a"] + rng.normal(scale=0.3, size=400)
    frame["y"] = 2 * frame["a"] + frame["b"] + rng.normal(scale=0.1, size=400)
    dataset = dataset_from(frame, ["y"], "regression")
    model = train(dataset, QUICK)
    subject, test = Subject.of(model), dataset.X.iloc[dataset.test]
    found = finish(iter_importance(subject, model.inputs(test), dataset.y[dataset.test]))
    assert [one["column"] for one in found["columns"][:2]] == ["a", "b"]
    by_name = {one["column"]: one for one in found["columns"]}
    assert by_name["a"]["low"] > by_name["b"]["high"] > 0.5
    assert abs(by_name["c"]["loss"]) < 0.05
    assert all(one["low"] <= one["loss"] <= one["high"] for one in found["columns"])
    (together,) = found["together"]
    assert set(together["columns"]) == {"a", "copy"}
    assert together["correlation"] > 0.9
    assert together["loss"] > by_name["a"]["loss"]
    assert found["base"] == pytest.approx(np.abs(model.predict(test) - dataset.y[dataset.test]).mean())
    assert (found["n_rows"], found["unit"], found["n_left_out"]) == (80, "number", 0)


@pytest.mark.parametrize("task", ["binary", "multilabel"])
def test_right_answers_are_those_of_the_model(task: str) -> None:
    """Oracle: the model's own predictions, and the probability of each true answer."""
    dataset, model = trained(task)
    subject, Z, y = Subject.of(model), model.inputs(dataset.X), dataset.y
    badness, right = truth_values(subject, coded(subject, y), subject.all_values(Z))
    same = (model.predict(dataset.X) == y).astype(float)
    np.testing.assert_array_equal(right, same.mean(axis=1) if task == "multilabel" else same)
    proba = model.predict_proba(dataset.X)
    if task == "binary":
        np.testing.assert_allclose(100 - badness, 100 * np.where(y == "yes", proba[:, 1], proba[:, 0]))
    else:
        np.testing.assert_allclose(100 - badness, 100 * np.where(y == 1, proba, 1 - proba).mean(axis=1))


def test_a_text_and_a_category_are_one_column_each() -> None:
    """Oracle: the price is made of size, orchard and the taste in the note, so each of them matters."""
    dataset, model = trained("regression")
    Z, y = model.inputs(dataset.X.iloc[dataset.test]), dataset.y[dataset.test]
    found = finish(iter_importance(Subject.of(model), Z, y, ["note"]))
    losses = {one["column"]: one["loss"] for one in found["columns"]}
    assert set(losses) == {"size", "orchard", "picked", "note"}
    assert max(losses, key=losses.get) == "size"
    assert min(losses["orchard"], losses["note"]) > 0.2


# What a column does


@pytest.mark.slow
def test_the_effect_is_the_mean_of_real_predictions() -> None:
    """Oracle: the model itself on rows whose cell was replaced, one value at a time."""
    dataset, model = trained("regression")
    subject, few = Subject.of(model), dataset.X.iloc[dataset.train[:50]]
    Z = model.inputs(few)
    for column in ("size", "orchard", "picked"):
        found = effect(subject, column, Z, few[column])
        assert len(found["mean"]) == len(found["x"]) > 2
        for at in (0, len(found["x"]) // 2, -1):
            value = found["x"][at]
            changed = few.copy()
            changed[column] = str(np.datetime64(int(value), "D")) if column == "picked" else value
            np.testing.assert_allclose(found["mean"][at], model.predict(changed).mean(), rtol=1e-9)
            assert found["curves"][0][at] == pytest.approx(model.predict(changed.sort_index())[0], rel=1e-9)
        assert sum(found["counts"]) <= len(few)
    assert np.polyfit(effect(subject, "size", Z, few["size"])["mean"], range(25), 1)[0] > 0


def test_the_effect_on_a_class_is_its_probability() -> None:
    """Invariant: those of both classes sum to 1 everywhere."""
    dataset, model = trained("binary")
    few = dataset.X.iloc[dataset.train[:60]]
    no, yes = (np.array(effect(Subject.of(model), "size", model.inputs(few), few["size"], at)["mean"]) for at in (0, 1))
    np.testing.assert_allclose(no + yes, 1.0)
    assert yes[-1] > yes[0]


def test_a_text_has_no_effect_to_draw() -> None:
    """Invariant: it is said which column it is and what is needed."""
    dataset, model = trained("regression")
    subject, Z = Subject.of(model), model.inputs(dataset.X.iloc[:30])
    with pytest.raises(ExplainError, match='"note" holds texts'):
        effect(subject, "note", Z, dataset.X["note"].iloc[:30])
    with pytest.raises(ExplainError, match='does not use a column "nose"'):
        effect(subject, "nose", Z, dataset.X["note"].iloc[:30])
    same = pd.Series(np.full(30, 7.0))
    with pytest.raises(ExplainError, match="single value"):
        effect(subject, "size", Z, same)


# What would change it


def asked(name: str, at: int) -> tuple:
    """Return a subject, a row of its table and the rows it learned from."""
    dataset, model = trained(name)
    cells, _ = as_inputs(dataset.X.iloc[[at]], model.features)
    return Subject.of(model), model.inputs(dataset.X.iloc[[at]])[0], cells, dataset.X.iloc[dataset.train]


@pytest.mark.parametrize("at", [0, 5, 9])
def test_changes_flip_the_answer_to_values_that_were_seen(at: int) -> None:
    """Oracle: the model itself on the changed row; every value stands in the training rows."""
    subject, row, cells, seen = asked("binary", at)
    before = subject.all_values(row[None])[0].argmax()
    found = finish(iter_changes(subject, row, cells, seen, lambda P: P.argmax(axis=1) != before))
    assert found
    assert [one["cost"] for one in found] == sorted(one["cost"] for one in found)
    for one in found:
        changed = row.copy()
        for step in one["set"]:
            column = step["column"]
            assert step["value"] in set(seen[column])
            changed[subject.columns[column]] = inputs_of(subject, column, np.array([step["value"]], dtype=object))[0]
        np.testing.assert_allclose(subject.all_values(changed[None])[0], one["predicted"], rtol=1e-9)
        assert np.argmax(one["predicted"]) != before


def test_the_smallest_change_is_the_smallest() -> None:
    """Oracle: every value of the column that was seen, tried one after the other."""
    subject, row, cells, seen = asked("binary", 5)
    before = subject.all_values(row[None])[0].argmax()
    found = finish(iter_changes(subject, row, cells, seen, lambda P: P.argmax(axis=1) != before))
    (of_size,) = [one for one in found if [step["column"] for step in one["set"]] == ["size"]]
    own = cells["size"].iloc[0]
    values = np.unique(seen["size"].dropna())
    mixed = np.repeat(row[None], len(values), axis=0)
    mixed[:, subject.columns["size"]] = inputs_of(subject, "size", values)
    flips = values[subject.all_values(mixed).argmax(axis=1) != before]
    between = [np.sum((values > min(own, one)) & (values < max(own, one))) for one in flips]
    assert of_size["set"][0]["value"] == flips[np.argmin(between)]


def test_a_number_is_moved_by_an_amount() -> None:
    """Invariant: every change moves it by at least that, and one that is out of reach has none."""
    subject, row, cells, seen = asked("regression", 3)
    now = subject.values(row[None])[0]
    found = finish(iter_changes(subject, row, cells, seen, lambda P: P[:, 0] >= now + 5))
    assert found
    assert all(one["predicted"][0] >= now + 5 for one in found)
    assert finish(iter_changes(subject, row, cells, seen, lambda P: P[:, 0] >= now + 1e6)) == []


def test_seen_values_are_seen() -> None:
    """Invariant: no value is made up, numbers and dates ascend, and there are no more than asked for."""
    dataset, model = trained("regression")
    subject = Subject.of(model)
    for column in ("size", "picked", "orchard"):
        values = seen_values(subject.feature(column), dataset.X[column], 12)
        assert 2 < len(values) <= 12
        assert set(values) <= set(dataset.X[column])
        assert column == "orchard" or list(values) == sorted(values)
    assert len(seen_values(subject.feature("note"), dataset.X["note"], 12)) == 0


# Rows like it, and rows that pulled it


def test_the_nearest_row_to_a_row_is_itself() -> None:
    """Oracle: sorted distances, one by one."""
    Z = np.random.default_rng(0).normal(size=(60, 5))
    at, distance = nearest(Z[7], Z, 4)
    expected = sorted((float(np.linalg.norm(Z[7] - other)), index) for index, other in enumerate(Z))[:4]
    assert at.tolist() == [index for _, index in expected]
    np.testing.assert_allclose(distance, [length for length, _ in expected])
    assert at[0] == 7
    assert 0.5 < usual_distance(Z) < 5


FIXED = {"alpha": 0.3, "random_state": 0}


@pytest.mark.parametrize(
    "estimator",
    [
        ELMRegressor(24, **FIXED),
        RVFLRegressor(20, **FIXED),
        EnsembleELMRegressor(16, n_members=3, **FIXED),
        DeepRVFLRegressor(12, n_layers=2, **FIXED),
        KernelELMRegressor(gamma=0.05, **FIXED),
        KernelELMRegressor(gamma=0.05, n_landmarks=40, **FIXED),
    ],
    ids=lambda one: type(one).__name__,
)
def test_influence_is_that_of_a_model_without_the_row(estimator) -> None:
    """Oracle: the model fitted again without the row, on the same units and with the same penalty."""
    dataset, model = with_estimator("regression", estimator)
    Z = model.inputs(dataset.X)
    found = influence(Subject.of(model), Z[2], Z, dataset.y)
    own = model.estimator.predict(Z[2:3])[0]
    for at in {2, int(np.abs(found).argmax())}:
        others = np.delete(np.arange(len(Z)), at)
        again = clone(estimator)
        if getattr(estimator, "n_landmarks", None):  # the landmarks stay those of all rows
            layer = model.estimator.layer_
            again._make_layer = lambda rows, layer=layer: layer
        without = again.fit(Z[others], dataset.y[others]).predict(Z[2:3])[0]
        assert found[at] == pytest.approx(own - without, rel=1e-6, abs=1e-8)


def test_influence_in_a_blend_is_that_of_its_members() -> None:
    """Oracle: every member fitted again by scikit-learn without the row, on the same units, weighed as in the blend."""
    dataset, model = with_estimator("binary", BlendELMClassifier(24, n_landmarks=40, random_state=0))
    Z, blend = model.inputs(dataset.X), model.estimator
    T = np.where(dataset.y == model.classes[1], 1.0, -1.0)
    found = influence(Subject.of(model), Z[2], Z, dataset.y, 1)
    at = int(np.abs(found).argmax())
    others = np.delete(np.arange(len(Z)), at)
    weights, alphas = blend.weights_[blend.weights_ > 0], blend.alphas_[blend.weights_ > 0]
    assert len(weights) > 1
    without = blend.offsets_[0]
    for layer, alpha, weight in zip(blend.member_layers(), alphas, weights, strict=True):
        ridge = Ridge(alpha, solver="cholesky").fit(layer(Z[others]), T[others])
        without += weight * ridge.predict(layer(Z[2:3]))[0]
    own = blend.predict_proba(Z[2:3])[0, 1]
    assert found[at] == pytest.approx(own - expit(blend.inverse_temperature_ * without), rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("estimator", [ELMClassifier(24, **FIXED), KernelELMClassifier(gamma=0.05, **FIXED)])
def test_influence_on_a_probability(estimator) -> None:
    """Oracle: the model fitted again without the row, with the temperature of the first."""
    dataset, model = with_estimator("binary", estimator)
    Z = model.inputs(dataset.X)
    subject = Subject.of(model)
    for target in (0, 1):
        found = influence(subject, Z[4], Z, dataset.y, target)
        at = int(np.abs(found).argmax())
        others = np.delete(np.arange(len(Z)), at)
        again = clone(estimator).fit(Z[others], dataset.y[others])
        again.inverse_temperature_ = model.estimator.inverse_temperature_
        own, without = (one.predict_proba(Z[4:5])[0][target] for one in (model.estimator, again))
        assert found[at] == pytest.approx(own - without, rel=1e-6, abs=1e-9)


def test_a_model_that_learned_from_other_rows_has_no_closed_form() -> None:
    """Invariant: the formula is compared with the model before it is used."""
    dataset, model = with_estimator("regression", ELMRegressor(24, **FIXED))
    Z = model.inputs(dataset.X)
    with pytest.raises(ExplainError, match="cannot be worked out"):
        influence(Subject.of(model), Z[2], Z[:100], dataset.y[:100])


def test_many_classes_are_explained_one_at_a_time() -> None:
    """Invariant: for each row the contributions to all classes sum to 0 in every column; so do influences."""
    dataset, model = trained("iris")
    subject, Z = Subject.of(model), model.inputs(dataset.X.iloc[dataset.train])
    columns = list(subject.columns.values())
    whole = [contributions(lambda M, at=at: subject.values(M, at), Z[0], Z[:20], columns).shares for at in range(3)]
    np.testing.assert_allclose(np.sum(whole, axis=0), 0, atol=1e-12)
    moved = [influence(subject, Z[0], Z, dataset.y[dataset.train], at) for at in range(3)]
    np.testing.assert_allclose(np.sum(moved, axis=0), 0, atol=1e-12)
    assert subject.target_of("setosa") == 0
    with pytest.raises(ExplainError, match="never answers"):
        subject.target_of("rose")
