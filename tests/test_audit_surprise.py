"""Doubtful answers and measured coverage, against answers known to be wrong and models fitted without a row."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine
from sklearn.preprocessing import StandardScaler

from elmweb import ELMClassifier, ELMRegressor
from elmweb.audit import LEVELS, Distances, find_surprises, iter_refit_with, measured_coverage, share_found
from elmweb.audit.coverage import least_levels
from elmweb.data import read_table
from elmweb.exceptions import ExplainError
from elmweb.preprocessing.prepare import iter_prepare
from elmweb.progress import finish
from elmweb.workbench.open_table import iter_open

WEATHER = Path(__file__).parents[1] / "web" / "samples" / "seattle-weather.csv"


def weather() -> tuple[np.ndarray, np.ndarray]:
    """Return the training rows of a sample of the page, prepared as the page does it, and the weather of each day."""
    opened = finish(iter_open(read_table(WEATHER)))
    _, dataset = finish(opened.iter_examine(opened.choice({"targets": ["weather"]})))
    data = finish(iter_prepare(dataset))
    return data.Z, data.y


def five(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return one of five data sets, scaled, with classes as text."""
    loaders = {"iris": load_iris, "wine": load_wine, "cancer": load_breast_cancer, "digits": load_digits}
    if name == "weather":
        return weather()
    X, y = loaders[name](return_X_y=True)
    return StandardScaler().fit_transform(X), np.array([str(one) for one in y], dtype=object)


def flipped(y: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return classes of which 5 % are another one, and which these are."""
    rng, classes = np.random.default_rng(seed), np.unique(y)
    at = rng.permutation(len(y))[: round(0.05 * len(y))]
    changed, wrong = y.copy(), np.zeros(len(y), dtype=bool)
    codes = np.searchsorted(classes, y[at])
    changed[at] = classes[(codes + rng.integers(1, len(classes), len(at))) % len(classes)]
    wrong[at] = True
    return changed, wrong


@pytest.mark.parametrize("name", ["iris", "wine", "cancer", "digits", "weather"])
def test_flipped_answers_come_first(name: str) -> None:
    """Oracle: which answers were flipped; at least 70 % of them are in the first tenth, by the mean of three draws."""
    X, y = five(name)
    found = []
    for seed in range(3):
        changed, wrong = flipped(y, seed)
        fitted = ELMClassifier(64, random_state=seed).fit(X, changed)
        found.append(share_found(find_surprises(fitted, changed).order, wrong))
    assert np.mean(found) >= 0.7


def test_surprise_is_that_of_a_model_without_the_row() -> None:
    """Oracle: the same settings fitted without one row, for a class and for a number."""
    X, y = five("wine")
    fitted = finish(iter_refit_with(ELMClassifier(20, random_state=0).fit(X, y), X, y))
    row, others = 5, np.delete(np.arange(len(y)), 5)
    without = clone(fitted).fit(X[others], y[others])
    outputs = without.decision_function(X[[row]]) * fitted.inverse_temperature_
    P = np.exp(outputs - outputs.max())
    P /= P.sum()
    surprise = find_surprises(fitted, y)
    assert surprise.own[row] == pytest.approx(P[0, np.searchsorted(fitted.classes_, y[row])], abs=1e-9)
    number = ELMRegressor(20, alpha=1.0, random_state=0).fit(X[:, 1:], X[:, 0])
    again = finish(iter_refit_with(number, X[:, 1:], X[:, 0]))
    left_out = clone(number).fit(X[others, 1:], X[others, 0]).predict(X[[row], 1:])[0]
    assert find_surprises(again, X[:, 0]).expected[row] == pytest.approx(left_out, abs=1e-9)


def test_refit_with_the_same_answers_is_the_same_model() -> None:
    """Invariant: nothing but the answers changes, the chosen penalty neither; the estimator is not touched."""
    X, y = five("iris")
    fitted = ELMClassifier(20, random_state=0).fit(X, y)
    again = finish(iter_refit_with(fitted, X, y))
    np.testing.assert_allclose(again.coef_, fitted.coef_, rtol=1e-6, atol=1e-9)
    assert fitted.alpha == "loo"


def test_numbers_that_were_changed_come_first() -> None:
    """Oracle: which numbers had five spreads added."""
    X, _ = five("cancer")
    y = X[:, 0].copy()
    wrong = np.zeros(len(y), dtype=bool)
    wrong[::25] = True
    y[wrong] += 5.0
    fitted = ELMRegressor(32, random_state=0).fit(X[:, 1:], y)
    assert share_found(find_surprises(fitted, y).order, wrong) == 1.0


def test_a_kind_that_leaves_no_rows_out_is_refused() -> None:
    """Invariant: an error names the rule and the kind."""
    from elmweb import OnlineELMClassifier

    X, y = five("iris")
    with pytest.raises(ExplainError, match="leaves no single rows out") as caught:
        finish(iter_refit_with(OnlineELMClassifier(8, random_state=0).fit(X, y), X, y))
    assert caught.value.value == "OnlineELMClassifier"


def test_coverage_is_near_what_was_asked() -> None:
    """Invariant: on rows that were never learned from, intervals hold what they promise, within three deviations."""
    X, y = five("weather")
    rng = np.random.default_rng(0)
    order = rng.permutation(len(y))
    train, test = order[:700], order[700:]
    model = ELMClassifier(64, random_state=0).fit(X[train], y[train])
    number = ELMRegressor(64, random_state=0).fit(X[train, 1:], X[train, 0])
    of_numbers = measured_coverage(number, X[test, 1:], X[test, 0])
    for found in (measured_coverage(model, X[test], y[test]), of_numbers):
        for one in found:
            asked = one["level"] / 100
            assert one["covered"] > asked - 3 * np.sqrt(asked * (1 - asked) * (1 / len(test) + 1 / len(train)))
    for one in of_numbers:
        assert one["covered"] < one["level"] / 100 + 0.06


def test_least_levels_are_those_of_predict_set() -> None:
    """Oracle: predict_set at each level."""
    X, y = five("weather")
    model = ELMClassifier(32, random_state=0).fit(X[:600], y[:600])
    levels = least_levels(model, X[600:])
    for level in (80, 90, 99):
        np.testing.assert_array_equal(levels <= level, model.predict_set(X[600:], level / 100))
    assert levels.min() == LEVELS[0]


def test_rows_like_none() -> None:
    """Oracle: distances by plain NumPy; a training row is near, one far away is like none."""
    X, _ = five("iris")
    distances = finish(Distances.iter_of(X))
    D = np.sqrt(((X[:, None] - X[None]) ** 2).sum(axis=2))
    np.fill_diagonal(D, np.inf)
    nearest = np.sort(D.min(axis=1))
    assert distances.limit == pytest.approx(nearest[min(int(np.ceil(151 * 0.99)), 150) - 1])
    np.testing.assert_allclose(distances.nearest(X[:3] + 100), np.sqrt(((X[:3, None] + 100 - X) ** 2).sum(2)).min(1))
    assert distances.is_like_none(X).sum() == 0
    assert distances.is_like_none(X + 100).all()
