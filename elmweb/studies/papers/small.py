"""Small published results: Huang and others, 2006, on sinc and on diabetes, and this project's own tables."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.linalg import lstsq
from scipy.linalg.blas import dgemm
from scipy.special import expit
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from elmweb.data.samples import find_sample
from elmweb.estimators import ELMClassifier, ELMRegressor, iter_fit
from elmweb.exceptions import SettingsError
from elmweb.studies.desk import Desk, Report
from elmweb.studies.papers.clock import Clock
from elmweb.words.engine import common, studies_papers as words

__all__ = ["N_TRIALS", "TABLES", "run_pima", "run_sinc", "run_tables"]

N_TRIALS = 50
"""Trials of both recipes of Huang and others, each with other rows and other weights."""

TABLES = ("iris", "wine", "breast-cancer", "digits", "diabetes")
"""Those of the ten tables that the page carries."""

_UNITS, _NOISE, _ROWS, _LEARNED = 20, 0.2, 5_000, 576
_SEEDS, _TEST_SHARE, _MOST_SEED = 5, 0.3, 1_000


async def run_sinc(settings: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Learn sin(x) / x from noisy points, 50 times.

    Parameters
    ----------
    settings : mapping
        ``seed``, which 50 trials.
    desk : Desk
        Runs the trials.
    report : callable
        Shows how many are done, and their errors so far.

    Returns
    -------
    dict
        As :func:`elmweb.studies.papers.run` returns it: the root mean square error of each trial, on points without
        noise.
    """
    return await _repeated("sinc", _sinc, _seed_of(settings), desk, report)


async def run_pima(settings: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Learn from 576 of 768 women who has diabetes, 50 times.

    Parameters
    ----------
    settings : mapping
        ``seed``, which 50 trials.
    desk : Desk
        Brings the table, and runs the trials.
    report : callable
        Shows how many are done, and their accuracies so far.

    Returns
    -------
    dict
        As :func:`elmweb.studies.papers.run` returns it: accuracy in percent on the other 192, for each trial.
    """
    first = _seed_of(settings)
    X, y = _columns(await desk.file("papers/pima.csv"), "diabetes", is_regression=False)
    low, high = X.min(axis=0), X.max(axis=0)
    Z, t = (X - low) / (high - low), np.where(y == 0, 1.0, -1.0)  # the first row has diabetes
    return await _repeated("pima", lambda seed: _pima(Z, t, seed), first, desk, report)


async def _repeated(
    name: str, trial: Callable[[int], tuple[float, float]], seed: int, desk: Desk, report: Report
) -> dict[str, Any]:
    """Run 50 trials; their own time is that of training alone."""
    scores: list[float] = []
    seconds: list[float] = []

    def steps() -> Generator[int, None, None]:
        for number in range(N_TRIALS):
            score, took = trial(seed * N_TRIALS + number)
            scores.append(score)
            seconds.append(took)
            yield number + 1

    def so_far() -> dict[str, Any]:
        one = {"name": name, "scores": list(scores), "seconds": sum(seconds) / len(seconds), "predict_seconds": 0.0}
        return {"runs": [one]}

    await desk.drive(steps(), lambda n: report(words.trial(n, N_TRIALS), n / N_TRIALS, so_far()))
    return so_far()


def _sinc(seed: int) -> tuple[float, float]:
    """Return the error of one trial on points without noise, and the seconds of training."""
    draws = np.random.default_rng(seed)
    x, x_test = draws.uniform(-10, 10, _ROWS), draws.uniform(-10, 10, _ROWS)
    y = np.sinc(x / np.pi) + draws.uniform(-_NOISE, _NOISE, _ROWS)
    predict, seconds = _solved(x[:, None], y, draws)
    error = predict(x_test[:, None]) - np.sinc(x_test / np.pi)
    return float(np.sqrt(np.mean(np.square(error)))), seconds


def _pima(Z: np.ndarray, t: np.ndarray, seed: int) -> tuple[float, float]:
    """Return accuracy in percent on the rows that a trial leaves out, and the seconds of training."""
    draws = np.random.default_rng(seed)
    order = draws.permutation(len(Z))
    learned, others = order[:_LEARNED], order[_LEARNED:]
    predict, seconds = _solved(Z[learned], t[learned], draws)
    return 100 * float(np.mean((predict(Z[others]) > 0) == (t[others] > 0))), seconds


def _solved(X: np.ndarray, y: np.ndarray, draws: np.random.Generator) -> tuple[Callable, float]:
    """Return the ELM of the authors' elm.m, by least squares without penalty or intercept, and its seconds."""
    started = time.perf_counter()
    weights, bias = draws.uniform(-1, 1, (X.shape[1], _UNITS)), draws.uniform(0, 1, _UNITS)

    def units(rows: np.ndarray) -> np.ndarray:
        return expit(dgemm(1.0, rows, weights) + bias)

    coef = lstsq(units(X), y, lapack_driver="gelsd", check_finite=False)[0]
    seconds = time.perf_counter() - started
    return lambda rows: dgemm(1.0, units(rows), coef[:, None])[:, 0], seconds


async def run_tables(settings: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Fit an ELM with its defaults to five tables, on five splits each.

    Parameters
    ----------
    settings : mapping
        Has none.
    desk : Desk
        Brings the tables, and runs the fits.
    report : callable
        Shows which table is learned.

    Returns
    -------
    dict
        As :func:`elmweb.studies.papers.run` returns it, with one run for each of :data:`TABLES`: accuracy or R2 of
        each split.
    """
    _has_no(settings)
    runs: list[dict[str, Any]] = []
    for at, name in enumerate(TABLES):
        sample = find_sample(name)
        report(words.learning(sample.title), at / len(TABLES), {"runs": list(runs)})
        is_regression = name == "diabetes"
        X, y = _columns(await desk.file(sample.file), sample.target, is_regression=is_regression)
        clock, scores = Clock(), []
        for seed in range(_SEEDS):
            stratify = None if is_regression else y
            X_train, X_test, y_train, y_test = train_test_split(
                X, y, test_size=_TEST_SHARE, random_state=seed, stratify=stratify
            )
            scaler = StandardScaler().fit(X_train)
            model = ELMRegressor(random_state=seed) if is_regression else ELMClassifier(random_state=seed)
            await desk.drive(clock.time(iter_fit(model, scaler.transform(X_train), y_train)))
            scores.append(float(model.score(scaler.transform(X_test), y_test)))
        runs.append({"name": name, "scores": scores, "seconds": clock.seconds / _SEEDS, "predict_seconds": 0.0})
    return {"runs": runs}


def _columns(path: Path, target: str, *, is_regression: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return inputs, and targets as numbers: classes in the order in which they first appear, as in scikit-learn."""
    frame = pd.read_csv(path)
    X = frame.drop(columns=target).to_numpy(dtype=np.float64)
    y = frame[target].to_numpy(dtype=np.float64) if is_regression else pd.factorize(frame[target])[0]
    return X, y


def _seed_of(settings: Mapping[str, Any]) -> int:
    """Return which 50 trials are asked for, or say what is wrong with the settings."""
    _has_no({name: value for name, value in settings.items() if name != "seed"})
    seed = settings.get("seed", 0)
    if isinstance(seed, bool) or seed not in range(_MOST_SEED + 1):
        rule = common.whole_number(0, _MOST_SEED)
        raise SettingsError(common.setting_cannot_be("seed", repr(seed)), rule=rule, value=repr(seed))
    return seed


def _has_no(settings: Mapping[str, Any]) -> None:
    """Raise an error for a setting that a recipe does not have."""
    for name in settings:
        raise SettingsError(words.no_setting(name), value=name)
