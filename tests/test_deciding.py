"""Rows that decide about a layer judge nothing: which they are, and that the errors of a blend are the others'."""

from dataclasses import replace

import numpy as np
import pytest

from elmweb import BlendELMClassifier, BlendELMRegressor
from elmweb.estimators import iter_fit, iter_refit
from elmweb.estimators.core import loo
from elmweb.estimators.core.deciding import deciding_rows, judged_by
from elmweb.estimators.core.dual import DualRidge
from elmweb.estimators.core.problem import Problem
from elmweb.estimators.core.solve import iter_solutions
from elmweb.estimators.layers.dense import random_layer
from elmweb.progress import finish
from elmweb.words.engine import estimators as words

RNG = np.random.default_rng(4)
X = RNG.normal(size=(900, 6))
WAVE = np.sin(2 * X[:, 0]) + np.abs(X[:, 1]) + (X[:, 2] > 0) + 0.3 * RNG.normal(size=900)
FEW = {"n_hidden": 64, "n_landmarks": 300, "random_state": 0}


def problem_of(T: np.ndarray, kind: str = "regression", groups: np.ndarray | None = None) -> Problem:
    """Return a problem; only its rows, targets and groups matter."""
    layer = random_layer(6, 20, random_state=0)
    return Problem(X[: len(T)], T.reshape(len(T), -1), kind, layer, None, T.ndim == 1, groups=groups)


def test_a_third_of_the_rows_decides_and_the_seed_says_which():
    """Invariant: no row twice, the same seed the same rows, 4,000 at the most."""
    rows = deciding_rows(problem_of(WAVE), 1)
    assert len(np.unique(rows)) == len(rows) == 300
    np.testing.assert_array_equal(rows, deciding_rows(problem_of(WAVE), 1))
    assert set(rows) != set(deciding_rows(problem_of(WAVE), 2))
    many = replace(problem_of(WAVE), X=np.zeros((20_000, 1)), T=np.zeros((20_000, 1)))
    assert len(deciding_rows(many, 0)) == 4_000


@pytest.mark.parametrize("n_classes", [2, 4])
def test_no_class_is_left_without_a_row_that_judges(n_classes):
    """Oracle: a third of each class, counted; a class of two rows does not decide at all."""
    labels = np.r_[np.zeros(2, int), np.arange(898) % (n_classes - 1) + 1]
    T = np.where(labels[:, None] == np.arange(n_classes), 1, -1).astype(np.int8)
    kind = "binary" if n_classes == 2 else "multiclass"
    rows = deciding_rows(problem_of(T[:, 1:] if n_classes == 2 else T, kind), 0)
    decide, all_rows = np.bincount(labels[rows], minlength=n_classes), np.bincount(labels)
    np.testing.assert_array_equal(decide, all_rows // 3)


def test_groups_decide_as_a_whole():
    """Invariant: no group has rows on both sides; a group of most of the rows decides nothing."""
    groups = np.sort(RNG.integers(0, 40, 900))
    rows = deciding_rows(problem_of(WAVE, groups=groups), 0)
    assert 200 < len(rows) <= 300
    assert not set(groups[rows]) & set(np.delete(groups, rows))
    assert len(deciding_rows(problem_of(WAVE, groups=(np.arange(900) > 10).astype(int)), 0)) <= 11


@pytest.mark.parametrize("n_classes", [2, 3])
def test_no_class_is_left_without_a_judge_where_groups_decide(n_classes):
    """Invariant: a class that is in two of thirty groups has rows that judge, whatever groups are drawn."""
    groups = np.arange(900) // 30
    labels = np.where(groups < 2, 0, 1 + groups % (n_classes - 1))
    T = np.where(labels[:, None] == np.arange(n_classes), 1, -1).astype(np.int8)
    for seed in range(40):
        posed = problem_of(T[:, 1:] if n_classes == 2 else T, "binary" if n_classes == 2 else "multiclass", groups)
        rows = deciding_rows(posed, seed)
        assert len(rows) >= 200
        assert set(np.delete(labels, rows)) == set(range(n_classes))


def test_solutions_are_compared_on_the_rows_that_all_of_them_left_out():
    """Oracle: the same outputs, leverages and rows, picked by hand."""
    first = next(step.result for step in iter_solutions(problem_of(WAVE), [20]) if step.result is not None)
    some = np.arange(0, 900, 3)
    sampled = replace(
        first,
        loo_outputs=first.loo_outputs[some],
        loo_rows=some,
        loo=replace(first.loo, leverage=first.loo.leverage[some]),
    )
    wanted = np.setdiff1d(some, [0, 6, 8])
    for found in judged_by([first, sampled], np.array([0, 6, 8])):
        np.testing.assert_array_equal(found.loo_rows, wanted)
        np.testing.assert_array_equal(found.loo_outputs, first.loo_outputs[wanted])
        np.testing.assert_array_equal(found.loo.leverage, first.loo.leverage[wanted])
    assert judged_by([first])[0] is first


@pytest.mark.parametrize("by_group", [False, True])
@pytest.mark.parametrize("weighed", [False, True])
def test_a_blend_is_judged_by_the_rows_that_did_not_decide(weighed, by_group):
    """Invariant: every row either decided or judges; outputs, leverages and errors are those of the judges."""
    weights = RNG.choice([0.0, 1.0, 2.0], 900) if weighed else None
    groups = np.arange(900) // 3 if by_group else None
    model = BlendELMRegressor(**FEW).fit(X, WAVE, weights, groups)
    used = np.arange(900) if weights is None else np.flatnonzero(weights)
    assert 0.3 < len(model.deciding_rows_) / len(used) <= 1 / 3
    assert len(model.deciding_rows_) + len(model.loo_rows_) == len(used)
    assert set(model.deciding_rows_) | set(model.loo_rows_) == set(used)
    if groups is not None:
        assert not set(groups[model.loo_rows_]) & set(groups[model.deciding_rows_])
    own = None if weights is None else weights[model.loo_rows_]
    squares = np.square(model.loo_decision_ - WAVE[model.loo_rows_])
    assert model.loo_.error == pytest.approx(np.average(squares, weights=own))
    assert len(model.loo_leverage_) == len(model.loo_rows_)
    assert model.n_picked_ == len(used) // 4


@pytest.mark.parametrize("by_group", [False, True])
def test_rows_that_decided_do_not_judge_a_refit(by_group):
    """Invariant: with output weights of twice the rows, and the same rows left out, the same rows judge."""
    groups = np.arange(900) // 3 if by_group else None
    model = BlendELMRegressor(**FEW).fit(X, WAVE, None, groups)
    refitted = finish(iter_refit(model, lambda: iter([(X, WAVE), (X, WAVE)]), X, WAVE))
    np.testing.assert_array_equal(np.sort(refitted.loo_rows_), np.sort(model.loo_rows_))


@pytest.mark.parametrize("factor", [1e-90, 1e90])
def test_the_unit_of_the_answer_does_not_matter(factor):
    """Oracle: the same blend of the answer as it is."""
    plain = BlendELMRegressor(**FEW).fit(X, WAVE)
    scaled = BlendELMRegressor(**FEW).fit(X, WAVE * factor)
    np.testing.assert_allclose(scaled.weights_, plain.weights_, atol=0.02)
    np.testing.assert_allclose(scaled.predict(X) / factor, plain.predict(X), atol=0.05)


def test_more_picked_units_than_rows_are_solved_for_once(monkeypatch):
    """Invariant: one factorisation over the path, as of every layer that is as wide as there are rows."""
    made, init = [], DualRidge.__init__
    monkeypatch.setattr(
        DualRidge, "__init__", lambda self, *args, **kwargs: (made.append(1), init(self, *args, **kwargs))[1]
    )
    BlendELMRegressor(**FEW, n_picked=900).fit(X, WAVE)
    assert len(made) == 1


def test_progress_goes_forward_only():
    """Invariant: the fraction that is done never falls, from deciding to the last member; each step is named."""
    steps = list(iter_fit(BlendELMRegressor(**FEW), X, WAVE))
    fractions = [step.done / step.total for step in steps]
    assert (np.diff(fractions) >= 0).all()
    assert fractions[-1] == 1
    assert {words.RELEVANCE, words.PICKING} <= {step.what for step in steps}


def test_nothing_decides_where_no_targets_are_looked_at():
    """Invariant: with everything drawn blindly, and with no more rows than landmarks, every row judges."""
    blind = BlendELMRegressor(**FEW, **BlendELMRegressor.settings_blind_to_targets).fit(X, WAVE)
    few = BlendELMRegressor(32, random_state=0).fit(X, WAVE)
    for model in (blind, few):
        assert len(model.deciding_rows_) == model.n_picked_ == 0
        np.testing.assert_array_equal(model.loo_rows_, np.arange(900))


def test_picked_units_help_and_can_be_done_without():
    """Oracle: the same blend with random units only, on new rows; the answer jumps."""
    rng = np.random.default_rng(8)
    rows = rng.normal(size=(2_900, 10))
    y = (rows[:, 0] > 0.2) * (rows[:, 1] < 0.4) + 0.5 * (rows[:, 2] > 0) + 0.1 * rng.normal(size=2_900)
    errors = [
        np.mean((model.fit(rows[:900], y[:900]).predict(rows[900:]) - y[900:]) ** 2)
        for model in (BlendELMRegressor(**FEW, n_picked=n_picked) for n_picked in (None, 0))
    ]
    assert errors[0] < 0.85 * errors[1]
    with pytest.raises(ValueError, match="'n_picked' parameter of BlendELMRegressor must be an int in the range"):
        BlendELMRegressor(n_picked=-1).fit(X, WAVE)


def test_members_that_leave_out_other_samples_of_the_rows_are_blended(monkeypatch):
    """Invariant: with very many outputs a path of penalties keeps a sample of the rows, one penalty keeps them all."""
    monkeypatch.setattr(loo, "_MOST_KEPT", 900 * 3 * 10)
    y = np.digitize(WAVE, np.quantile(WAVE, [0.3, 0.7]))
    model = BlendELMClassifier(**{**FEW, "n_hidden": 300}).fit(X, y)
    assert 100 < len(model.loo_rows_) < 500
    assert not set(model.loo_rows_) & set(model.deciding_rows_)
