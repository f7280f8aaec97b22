"""McDonnell and others, 2015: MNIST by an ELM whose weights are made of the images, inside random receptive fields."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

import numpy as np

from elmweb.compute import KernelMap, kernel_in_thread
from elmweb.data.mnist import N_PARTS, PART_IMAGES, TEST_FILE, part_files, read_mnist_part
from elmweb.estimators import ELMClassifier, iter_fit
from elmweb.estimators.layers.dense import HiddenLayer
from elmweb.exceptions import SettingsError
from elmweb.formatting import data_size
from elmweb.studies.desk import Desk, Report
from elmweb.studies.papers.clock import Clock
from elmweb.words.engine import common, studies_papers as words

__all__ = ["MNIST_RULES", "PENALTY", "checked", "fetch_images", "run_digits", "run_weights"]

PENALTY = 1.0
"""Ridge penalty. The authors have 1e-8, which needs sums in 64-bit floats; the kernel adds up in 32 bits."""

_SEEDS = 1_000
_LEFT_OUT = 2_000  # leaving rows out is no part of the recipe; this many tell whether 32-bit floats would show
_TEST_ROWS = 500  # predicted in one step
_ALL_FILES = 0.3  # share of the progress that fetching has

MNIST_RULES: dict[str, tuple[Callable[[], str], Callable[[Any], bool]]] = {
    "n_units": (lambda: words.HIDDEN_UNITS, lambda v: v in (1_600, 4_000)),
    "n_images": (
        lambda: words.images_allowed(PART_IMAGES, N_PARTS * PART_IMAGES, PART_IMAGES),
        lambda v: v in range(PART_IMAGES, N_PARTS * PART_IMAGES + 1, PART_IMAGES),
    ),
    "seed": (lambda: common.whole_number(0, _SEEDS), lambda v: v in range(_SEEDS + 1)),
}
"""What the settings may be, in words and as a test."""

_WEIGHTS = {
    "rf-ciw": {"hidden_weights": "rf-ciw", "scale": 2.0},
    "uniform": {"hidden_weights": "uniform", "scale": 1.0},
}


async def run_digits(settings: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Train with receptive fields.

    Parameters
    ----------
    settings : mapping
        ``n_units``, ``n_images`` and ``seed``.
    desk : Desk
        Brings the parts of MNIST.
    report : callable
        Shows what is done.

    Returns
    -------
    dict
        As :func:`elmweb.studies.papers.run` returns it, with one run.
    """
    return await _trained(("rf-ciw",), settings, desk, report)


async def run_weights(settings: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Train with plain random weights and with receptive fields.

    Parameters
    ----------
    settings : mapping
        ``n_units``, ``n_images`` and ``seed``.
    desk : Desk
        Brings the parts of MNIST.
    report : callable
        Shows what is done.

    Returns
    -------
    dict
        As :func:`elmweb.studies.papers.run` returns it, with two runs: ``uniform`` and ``rf-ciw``.
    """
    return await _trained(("uniform", "rf-ciw"), settings, desk, report)


async def _trained(kinds: tuple[str, ...], settings: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    asked = checked(settings, MNIST_RULES, {"n_units": 1_600, "n_images": PART_IMAGES, "seed": 0})
    fetching = lambda text, fraction: report(text, _ALL_FILES * fraction)  # noqa: E731
    X, y, X_test, y_test = await fetch_images(asked["n_images"], desk, fetching)
    runs = []
    for at, kind in enumerate(kinds):
        training, testing = Clock(), Clock()
        model = ELMClassifier(
            asked["n_units"],
            activation="sigmoid",
            arithmetic="float",
            alpha=PENALTY,
            random_state=asked["seed"],
            **_WEIGHTS[kind],
        )
        rows, rows_test = (X, X_test) if kind != "uniform" else (X / np.float32(255), X_test / np.float32(255))
        start, share = _ALL_FILES + at * (1 - _ALL_FILES) / len(kinds), (1 - _ALL_FILES) / len(kinds)
        report(words.drawing_weights(asked["n_units"]), start)

        def show(step: Any, start: float = start, share: float = share) -> None:
            report(step.what, start + 0.9 * share * step.done / step.total)

        steps = iter_fit(model, rows, y, n_left_out=_LEFT_OUT)
        await desk.drive(training.time(steps), show)
        report(words.reading_tests(len(y_test)), start + 0.9 * share)
        predicted = await desk.drive(testing.time(_iter_predict(model, rows_test)))
        score = 100 * float(np.mean(predicted == y_test))
        runs.append({"name": kind, "scores": [score], "seconds": training.seconds, "predict_seconds": testing.seconds})
    return {"runs": runs, **asked}


def checked(
    settings: Mapping[str, Any], rules: Mapping[str, tuple[Callable[[], str], Any]], defaults: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the settings of a recipe.

    Parameters
    ----------
    settings : mapping
        What was asked for.
    rules : mapping
        What each may be, in words and as a test.
    defaults : mapping
        For those that were not asked for.

    Returns
    -------
    dict
        All of them.

    Raises
    ------
    SettingsError
        One is not a setting of the recipe, or cannot be that.
    """
    for name, value in settings.items():
        if name not in rules:
            raise SettingsError(words.no_setting(name), rule=common.one_of([*rules]), value=name)
        rule, fits = rules[name]
        if isinstance(value, bool) or not fits(value):
            raise SettingsError(common.setting_cannot_be(name, repr(value)), rule=rule(), value=repr(value))
    return {**defaults, **settings}


async def fetch_images(
    n_images: int, desk: Desk, report: Report
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return training and test images with their digits; parts that are here already are not fetched again.

    Parameters
    ----------
    n_images : int
        How many training images.
    desk : Desk
        Brings the parts of MNIST.
    report : callable
        Shows what is done.

    Returns
    -------
    tuple of ndarray
        Training images (n, 784) and digits, all test images and digits.
    """
    names, parts = [*part_files(n_images), TEST_FILE], []
    for at, name in enumerate(names):
        report(words.fetching(at + 1, len(names), data_size(1_650_000)), at / len(names))
        parts.append(read_mnist_part(await desk.file(name)))
    *train, test = parts
    X, y = (np.concatenate([part[which] for part in train]) for which in (0, 1))
    return X, y, *test


def _iter_predict(model: ELMClassifier, X: np.ndarray) -> Generator[int, None, np.ndarray]:
    """Predict some rows at a time, in the kernel where there is one; yield how many are done."""
    kernel, layer, found, maps = kernel_in_thread("float"), model.layer_, [], []
    if kernel is not None and isinstance(layer, HiddenLayer) and isinstance(layer.activation, str):
        maps = [
            KernelMap(kernel, layer.weights, layer.bias, layer.activation),
            KernelMap(kernel, model.coef_, model.intercept_),
        ]
    try:
        for start in range(0, len(X), _TEST_ROWS):
            rows = X[start : start + _TEST_ROWS]
            if maps:
                units, readout = maps
                found.append(model.classes_[readout(units(rows)).argmax(axis=1)])
            else:
                found.append(model.predict(rows))
            yield start + len(rows)
    finally:
        for one in maps:
            one.free()
    return np.concatenate(found)
