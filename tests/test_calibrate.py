"""The calibration of classifiers, on logits whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from buildsteps.deep.calibrate import SURE_FROM, calibration, calibration_error, fit_temperature
from elmweb.zoo.tasks.probabilities import softmax


@pytest.fixture(scope="module")
def drawn() -> tuple[np.ndarray, np.ndarray]:
    """Return logits, and classes that were drawn with just their probabilities."""
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 1.5, (8_000, 4))
    return logits, (softmax(logits).cumsum(1) > rng.uniform(size=(len(logits), 1))).argmax(1)


@pytest.mark.parametrize("factor", [0.4, 1.0, 3.0])
def test_a_temperature_undoes_what_logits_were_multiplied_by(drawn: tuple, factor: float) -> None:
    """Oracle: the factor itself."""
    logits, labels = drawn
    assert fit_temperature(factor * logits, labels) == pytest.approx(factor, rel=0.06)


def test_the_error_is_the_gap_of_confidence_and_accuracy() -> None:
    """Oracle: by hand: 90 % sure and right 3 times of 4 is off by 0.15; 60 % sure and right 1 of 2 by 0.1."""
    probabilities = np.array([[0.9, 0.1]] * 4 + [[0.4, 0.6]] * 2)
    labels = np.array([0, 0, 0, 1, 1, 0])
    assert calibration_error(probabilities, labels) == pytest.approx((4 * 0.15 + 2 * 0.1) / 6)


def test_it_is_measured_on_rows_that_it_was_not_fitted_on(drawn: tuple) -> None:
    """Oracle: the fitted half decides the temperature alone, the other half the metrics alone."""
    logits, labels = drawn
    settings, metrics = calibration(3 * logits, labels)
    wrong = labels.copy()
    wrong[1::2] = (labels[1::2] + 1) % 4
    other_settings, other_metrics = calibration(3 * logits, wrong)
    assert other_settings == settings
    assert other_metrics["accuracy_sure"] < 0.5 < metrics["accuracy_sure"]
    assert metrics["ece"] < 0.02 < metrics["ece_before"]
    sure = softmax(3 * logits[1::2] / settings["temperature"]).max(1) >= SURE_FROM
    assert metrics["share_sure"] == pytest.approx(sure.mean())
