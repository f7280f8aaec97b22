"""Offsets of classes: what is added to left-out outputs so that rare classes are as probable as they are."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import log_softmax

from elmweb.estimators.core.calibration import fit_inverse_temperature, fit_offsets, probabilities


def _skewed(n_classes: int, n: int = 400) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return outputs as least squares gives them for classes of which the first is rare, their targets, and parts."""
    rng = np.random.default_rng(n_classes)
    y = rng.choice(n_classes, n, p=np.array([1, *[6] * (n_classes - 1)]) / (1 + 6 * (n_classes - 1)))
    T = np.where(y[:, None] == np.arange(n_classes), 1.0, -1.0)
    outputs = 0.4 * T + T.mean(axis=0) * 0.6 + 0.4 * rng.normal(size=T.shape)
    return (outputs[:, 1:], T[:, 1:], np.arange(n) % 20) if n_classes == 2 else (outputs, T, np.arange(n) % 20)


def _offsets_by_a_general_solver(outputs: np.ndarray, T: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the offsets of the greatest likelihood, in the units of the outputs."""
    k = T.shape[1]
    F = np.column_stack([np.zeros(len(T)), outputs]) if k == 1 else outputs
    positive = np.column_stack([T < 0, T > 0]) if k == 1 else T > 0
    kept = weights.sum() / (weights.sum() + 1)
    targets = kept * positive + (1 - kept) / F.shape[1]

    def loss(theta: np.ndarray) -> float:
        return -weights @ np.sum(targets * log_softmax(theta[0] * F + np.append(0.0, theta[1:]), axis=1), axis=1)

    found = minimize(loss, np.ones(F.shape[1]), method="BFGS", options={"gtol": 1e-7}).x
    offsets = np.append(0.0, found[1:]) / found[0]
    return offsets[1:] if k == 1 else offsets - offsets.mean()


@pytest.mark.parametrize("weighed", [False, True])
@pytest.mark.parametrize("n_classes", [2, 3, 5])
def test_offsets_are_the_most_likely_ones(n_classes, weighed):
    """Oracle: a general solver, on all rows and on those that are not of a part."""
    outputs, T, parts = _skewed(n_classes)
    weights = np.random.default_rng(0).integers(1, 4, len(T)).astype(float) if weighed else np.ones(len(T))
    offsets, by_part = fit_offsets(outputs, T, parts, weights if weighed else None)
    whole = _offsets_by_a_general_solver(outputs, T, weights)
    np.testing.assert_allclose(offsets, whole, atol=1e-4)
    moved = []
    for part in range(3):
        rest = parts != part
        without = _offsets_by_a_general_solver(outputs[rest], T[rest], weights[rest])
        moved.append(np.abs(without - whole).max())
        assert np.abs(by_part[part] - without).max() < 0.25 * moved[-1] + 1e-3
    assert max(moved) > 1e-3  # else any answer would have passed


def test_probabilities_of_a_rare_class_are_as_many_as_it_has_rows():
    """Oracle: of the rows of a rare class, as many as its probabilities add up to; a temperature alone is far off."""
    outputs, T, parts = _skewed(2, 4_000)
    true = np.mean(T < 0)
    plain = 1 - probabilities(outputs[:, 0], fit_inverse_temperature(outputs[:, 0], T[:, 0])).mean()
    shifted = outputs + fit_offsets(outputs, T, parts)[0]
    mended = 1 - probabilities(shifted[:, 0], fit_inverse_temperature(shifted[:, 0], T[:, 0])).mean()
    assert mended == pytest.approx(true, rel=0.02)
    assert abs(plain - true) > 3 * abs(mended - true)


def test_outputs_that_tell_nothing_have_no_offsets():
    """Invariant: no division by a slope near 0 or below; one part alone is judged by the offsets of all."""
    rng = np.random.default_rng(0)
    T = np.where(rng.random((300, 1)) < 0.2, 1.0, -1.0)
    for outputs in (np.zeros((300, 1)), -T + 0.1 * rng.normal(size=(300, 1))):
        offsets, by_part = fit_offsets(outputs, T, np.zeros(300, dtype=int))
        np.testing.assert_array_equal(offsets, 0.0)
        np.testing.assert_array_equal(by_part, 0.0)
