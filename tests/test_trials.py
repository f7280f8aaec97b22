"""What is chosen when several settings do about equally well. Every oracle is the value itself, worked out by hand."""

from types import SimpleNamespace

import naive_elm
import numpy as np
import pytest

from elmweb import GrowingELMClassifier
from elmweb.compute import BlasAccumulator
from elmweb.estimators.core.gcv import solve_by_gcv
from elmweb.estimators.core.loo import LeaveOneOut, LooSums
from elmweb.estimators.pruned import _error
from elmweb.training.trials import Trials

SIGNS = np.array([[1.0], [1.0], [-1.0], [-1.0]])  # targets of four rows


def fitted(n_hidden, errors, *, squares=None, alphas=None, best=0):
    """Return an estimator as a search sees it, with a leave-one-out curve made up for the test."""
    errors = np.atleast_1d(np.asarray(errors, dtype=float))
    squares = errors if squares is None else np.atleast_1d(np.asarray(squares, dtype=float))
    alphas = 10.0 ** np.arange(len(errors)) if alphas is None else np.asarray(alphas, dtype=float)
    curve = LeaveOneOut(n_hidden, alphas, errors, squares, errors, errors, best)
    return SimpleNamespace(loo_=curve, alpha_=curve.alpha)


def trials_of(per_width):
    """Return trials of one penalty: an error for each seed, by the width."""
    trials = Trials(tuple(per_width))
    for width, errors in per_width.items():
        for seed, error in enumerate(errors):
            trials.add(seed, fitted(width, error))
    return trials


@pytest.mark.parametrize(
    ("narrow", "width"),
    [
        (0.35, 16),  # the standard error of the best is 0.1: 0.3 + 0.1 is more than 0.35
        (0.399, 16),
        (0.401, 64),
    ],
)
def test_the_smallest_width_within_one_standard_error_is_chosen(narrow, width):
    """The standard error is over seeds: the deviation of 0.2 and 0.4 with ddof 1, by the root of 2, is 0.1."""
    trials = trials_of({16: [narrow, narrow], 32: [0.9, 0.9], 64: [0.2, 0.4], 128: [0.31, 0.31]})
    assert trials.choose()[0] == width
    np.testing.assert_allclose(trials.width_curve()[2], [0.0, 0.0, 0.1, 0.0], atol=1e-15)


def test_the_standard_error_is_that_of_the_best_width():
    """How far apart the seeds of the other widths are does not matter."""
    assert trials_of({16: [0.1, 0.7], 32: [0.3, 0.3]}).choose()[0] == 32


def test_one_seed_has_no_standard_error():
    """With one seed the best width is chosen however close the others are."""
    assert trials_of({16: [0.3001], 32: [0.3]}).choose()[0] == 32


def test_of_equal_widths_the_narrowest_is_the_best_one():
    """Widths 32 and 64 are equal; the standard error of 32 is 0, so that 16 is not within it, as it is of 64."""
    trials = trials_of({16: [0.45, 0.45], 32: [0.375, 0.375], 64: [0.25, 0.5]})
    assert trials.width_curve()[1].tolist() == [0.45, 0.375, 0.375]
    assert trials.choose()[0] == 32


@pytest.mark.parametrize(
    ("errors", "squares", "alpha"),
    [
        ([0.3, 0.2, 0.2], [0.5, 0.6, 0.7], 10.0),  # of equal errors the smaller squared error
        ([0.3, 0.2, 0.2], [0.5, 0.7, 0.6], 100.0),
        ([0.3, 0.2, 0.2], [0.5, 0.6, 0.6], 100.0),  # of equal squared errors too, the larger penalty
        ([0.2, 0.3, 0.3], [0.9, 0.1, 0.1], 1.0),  # the error counts first
    ],
)
def test_ties_between_penalties(errors, squares, alpha):
    """The error, then the squared error, then the larger penalty decide, on the means over seeds."""
    trials = Trials((16,))
    for seed in range(2):
        trials.add(seed, fitted(16, errors, squares=squares))
    width, chosen = trials.choose()
    assert (width, chosen) == (16, pytest.approx(alpha, rel=1e-12))


def test_a_penalty_that_was_given_is_not_changed_by_rounding():
    """The geometric mean of 0.1 and 0.1 is 0.1 but for rounding; what a person gave comes out bit for bit."""
    trials = Trials((16,))
    for seed in range(3):
        trials.add(seed, fitted(16, [0.2], alphas=[0.1]))
    assert trials.choose() == (16, 0.1)


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ({"errors": [0.2], "squares": [0.5]}, {"errors": [0.1], "squares": [0.9]}, 1),  # the smaller error
        ({"errors": [0.1], "squares": [0.9]}, {"errors": [0.1], "squares": [0.5]}, 1),  # then the smaller squared error
        ({"errors": [0.1], "squares": [0.5]}, {"errors": [0.1], "squares": [0.9]}, 0),
        ({"errors": [0.1], "squares": [0.5]}, {"errors": [0.1], "squares": [0.5]}, 0),  # then the earlier one
        ({"errors": [0.1, 0.3], "squares": [0.5, 0.1]}, {"errors": [0.1, 0.3], "squares": [0.4, 0.2]}, 1),
    ],
)
def test_ties_between_estimators(first, second, kept):
    """Error and squared error are those at the chosen penalty; of equal estimators the earlier one stays."""
    estimators = [fitted(16, **first), fitted(16, **second)]
    trials = Trials((16,))
    for seed, estimator in enumerate(estimators):
        trials.add(seed, estimator)
    assert trials.best is estimators[kept]


def best_of(outputs, weights=None, kind="binary"):
    """Return the position that leave-one-out chooses from left-out outputs (n_alphas, 4) at penalties 1, 2, 3..."""
    outputs = np.array(outputs, dtype=float)
    sums = LooSums(kind, np.arange(1.0, len(outputs) + 1), 4, 1)
    weights = None if weights is None else np.array(weights, dtype=float)
    sums.add(slice(0, 4), SIGNS, outputs[:, None].copy(), np.zeros((len(outputs), 4)), weights)
    return sums.result(8).best


@pytest.mark.parametrize(
    ("outputs", "best"),
    [
        ([[1, 1, -1, 1], [0.5, 0.5, -0.5, -0.5], [1, 1, 1, 1]], 1),  # the fewest wrong, whatever the squared error
        ([[0.5, 0.5, -0.5, -0.5], [0.9, 0.9, -0.9, -0.9], [0.5, 0.5, -0.5, -0.5]], 1),  # then the squared error
        ([[0.9, 0.9, -0.9, -0.9], [0.5, 0.5, -0.5, -0.5], [0.5, 0.5, -0.5, -0.5]], 0),
        ([[0.5, 0.5, -0.5, -0.5]] * 3, 2),  # then the largest penalty
        ([[0.1, 0.5, -0.5, -0.5], [0.5, 0.5, -0.5, -0.5], [0.5, 0.5, -0.5, -0.5]], 2),
    ],
)
def test_ties_of_leave_one_out(outputs, best):
    """The rows that are wrong, then the squared error, then the larger penalty decide."""
    assert best_of(outputs) == best


def test_ties_of_leave_one_out_for_numbers():
    """Of equal squared errors the largest penalty is chosen."""
    assert best_of([[1, 1, -1, 0], [1, 1, -1, -0.5], [1, 1, -1, -0.5]], kind="regression") == 2


@pytest.mark.parametrize(("weight", "best"), [(0.4, 0), (0.6, 1)])
def test_less_than_half_a_row_is_a_tie(weight, best):
    """Four rows are left out, so that half of one is an eighth of the weight of an error of 1.

    At the first penalty only the light row is wrong, and the squared error is smaller: below half a row that decides.
    """
    outputs = [[0.9, 0.9, -0.9, 0.1], [0.1, 0.1, -0.1, -0.1]]
    assert best_of(outputs, weights=[1, 1, 2 - weight, weight]) == best


def test_of_equal_widths_a_growing_layer_keeps_the_narrowest():
    """Two groups far apart are told apart without an error at every width."""
    X = np.repeat([[-2.0], [2.0]], 30, axis=0) + np.linspace(0, 0.1, 60)[:, None]
    model = GrowingELMClassifier(30, patience=100, random_state=0).fit(X, np.repeat([0, 1], 30))
    assert np.count_nonzero(model.width_errors_ == model.width_errors_.min()) > 1
    first = model.widths_[model.width_errors_ == model.width_errors_.min()].min()
    assert model.layer_.n_hidden == first


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (fitted(9, [0.1], squares=[0.9]), fitted(4, [0.2], squares=[0.1])),
        (fitted(9, [0.1], squares=[0.5]), fitted(4, [0.1], squares=[0.6])),
        (fitted(4, [0.1], squares=[0.5]), fitted(9, [0.1], squares=[0.5])),
    ],
)
def test_ties_of_pruning(first, second):
    """The error, then the squared error, then the smaller number of units decide."""
    assert _error(SimpleNamespace(loo=first.loo_)) < _error(SimpleNamespace(loo=second.loo_))


def test_of_equal_penalties_generalised_cross_validation_takes_the_smallest():
    """A target that never changes has an error of 0 at every penalty."""
    sums = BlasAccumulator(naive_elm.IdentityLayer(2), 1)
    rows = np.random.default_rng(0).normal(size=(20, 2))
    sums.add(rows, np.full((20, 1), 3.0))
    found = solve_by_gcv(sums.result(), naive_elm.IdentityLayer(2), None)
    assert len(found.errors) > 1
    np.testing.assert_array_equal(found.errors, 0.0)
    assert found.best == found.alphas.argmin()
