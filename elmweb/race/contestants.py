"""Who races: seven ways of learning, each with sensible settings that are said."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, Ridge

from elmweb.backprop import CNNClassifier, MLPClassifier, MLPRegressor
from elmweb.estimators import (
    ELMClassifier,
    ELMRegressor,
    KernelELMClassifier,
    KernelELMRegressor,
    default_width,
    iter_fit,
)
from elmweb.exceptions import SettingsError
from elmweb.formatting import quantity
from elmweb.race.track import Track
from elmweb.words.engine import common, race_contestants as words

__all__ = ["IDS", "Contestant", "RaceSettings", "check_race_settings", "contestants", "name_key"]

IDS = ("elm", "kernel", "linear", "forest", "boosting", "mlp", "cnn")
"""Every contestant, in the order of the race."""

_MOST_SEEDS, _MOST_SECONDS = 10, 600.0
_MLP_UNITS, _FILTERS, _CNN_UNITS, _DROPOUT, _BATCH = 128, (16, 32), 64, 0.25, 32
_FEWEST_UPDATES, _PATIENT_UPDATES = 4_000, 1_000  # few rows make few updates an epoch
_N_TREES = 100
_BOOSTING_STEPS = (5, 10, 20, 40, 70, 100)
_TREES_A_STEP = 5
_EXACT_KERNEL, _LANDMARKS = 2_000, 1_000


@dataclass(frozen=True)
class RaceSettings:
    """What can be chosen for a race.

    Parameters
    ----------
    contestants : tuple of str
        Ids of those that race.
    n_seeds : int
        How often each that draws random numbers is trained, with the seeds 0, 1, ...
    optimizer : {"adam", "sgd"}
        Of the networks.
    learning_rate : float
        Of the networks.
    most_seconds : float
        After which one that learns in steps is stopped, and keeps what it has.
    """

    contestants: tuple[str, ...] = IDS
    n_seeds: int = 3
    optimizer: str = "adam"
    learning_rate: float = 1e-3
    most_seconds: float = 60.0


def check_race_settings(settings: Mapping[str, Any]) -> RaceSettings:
    """Validate settings given as plain data.

    Parameters
    ----------
    settings : mapping
        Any of the fields of :class:`RaceSettings`.

    Returns
    -------
    RaceSettings
        The settings.

    Raises
    ------
    SettingsError
        A setting is unknown, or its value is not allowed.
    """
    rules: dict[str, tuple[str, Callable[[Any], bool]]] = {
        "contestants": (
            words.some_of(", ".join(IDS)),
            lambda v: isinstance(v, list | tuple) and bool(v) and set(v) <= set(IDS),
        ),
        "n_seeds": (
            common.whole_number(1, _MOST_SEEDS),
            lambda v: isinstance(v, int) and not isinstance(v, bool) and 1 <= v <= _MOST_SEEDS,
        ),
        "optimizer": (words.ADAM_OR_SGD, lambda v: v in ("adam", "sgd")),
        "learning_rate": (words.ABOVE_ZERO, lambda v: _is_number(v) and v > 0),
        "most_seconds": (
            words.seconds_allowed(quantity(_MOST_SECONDS)),
            lambda v: _is_number(v) and 0 < v <= _MOST_SECONDS,
        ),
    }
    for name, value in settings.items():
        if name not in rules:
            raise SettingsError(words.no_setting(name), rule=common.one_of([*rules]), value=name)
        rule, fits = rules[name]
        if not fits(value):
            raise SettingsError(common.setting_cannot_be(name, repr(value)), rule=rule, value=repr(value))
    given = dict(settings)
    if "contestants" in given:
        given["contestants"] = tuple(one for one in IDS if one in given["contestants"])
    return RaceSettings(**given)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))


Fit = Callable[[Any, np.ndarray, np.ndarray], Generator[bool, None, None]]
"""Trains an estimator in place, in steps; each says whether the estimator can predict by now."""


@dataclass(frozen=True)
class Contestant:
    """One way of learning.

    Parameters
    ----------
    id, name : str
        Id, and displayed name.
    settings : str
        Its settings in one sentence.
    make : callable
        Returns the unfitted estimator for a seed.
    fit : callable
        Trains it in steps.
    draws : bool
        Whether the seed makes a difference.
    sees_images : bool
        Whether it is given the rows as images.
    """

    id: str
    name: str
    settings: str
    make: Callable[[int], Any]
    fit: Fit
    draws: bool
    sees_images: bool = False


def contestants(track: Track, settings: RaceSettings) -> list[Contestant]:
    """Return who can race on a track.

    Parameters
    ----------
    track : Track
        The rows.
    settings : RaceSettings
        What was chosen.

    Returns
    -------
    list of Contestant
        In the order of the race; a CNN only for images.
    """
    every = [*_solved(track), *_grown(track), *_networks(track, settings)]
    return [one for one in every if one.id in settings.contestants]


def name_key(contestant: str, *, is_regression: bool) -> str:
    """Return by which key elmweb.words has the name of a contestant.

    Parameters
    ----------
    contestant : str
        Its id.
    is_regression : bool
        Whether numbers are predicted.

    Returns
    -------
    str
        The id, or which of the linear models it is.
    """
    return contestant if contestant != "linear" else "ridge" if is_regression else "logistic"


def _solved(track: Track) -> list[Contestant]:
    """Return those that solve for their weights, or minimize a convex loss to the end."""
    n, numbers = len(track.X), track.is_regression
    elm, kernel = (ELMRegressor, KernelELMRegressor) if numbers else (ELMClassifier, KernelELMClassifier)
    landmarks = _LANDMARKS if n > _EXACT_KERNEL else None
    return [
        Contestant(
            "elm",
            words.NAMES["elm"],
            words.elm(default_width(n)),
            lambda seed: elm(random_state=seed),
            _fit_elm,
            draws=True,
        ),
        Contestant(
            "kernel",
            words.NAMES["kernel"],
            words.kernel_on_landmarks(landmarks) if landmarks else words.kernel_on_all(n),
            lambda seed: kernel(n_landmarks=landmarks, random_state=seed),
            _fit_at_once,
            draws=landmarks is not None,
        ),
        Contestant(
            "linear",
            words.NAMES[name_key("linear", is_regression=numbers)],
            words.RIDGE if numbers else words.LOGISTIC,
            lambda _seed: Ridge() if numbers else LogisticRegression(max_iter=1_000),
            _fit_at_once,
            draws=False,
        ),
    ]


def _grown(track: Track) -> list[Contestant]:
    """Return those that grow trees."""
    numbers = track.is_regression
    forest, boosting = (
        (RandomForestRegressor, HistGradientBoostingRegressor)
        if numbers
        else (RandomForestClassifier, HistGradientBoostingClassifier)
    )
    # A third of the inputs per split is Breiman's advice for regression; for classes scikit-learn takes the root.
    options: dict[str, Any] = {"max_features": 1 / 3} if numbers else {}
    return [
        Contestant(
            "forest",
            words.NAMES["forest"],
            words.forest_for_numbers(_N_TREES) if numbers else words.forest(_N_TREES),
            lambda seed: forest(_N_TREES, random_state=seed, **options),
            _fit_forest,
            draws=True,
        ),
        Contestant(
            "boosting",
            words.NAMES["boosting"],
            words.boosting(_N_TREES) if track.n_classes <= 2 else words.boosting_for_each(_N_TREES),
            lambda seed: boosting(max_iter=_N_TREES, early_stopping=False, random_state=seed),
            _fit_boosting,
            draws=False,
        ),
    ]


def _networks(track: Track, settings: RaceSettings) -> list[Contestant]:
    """Return those that learn by backpropagation."""
    n_batches = max(1, int(0.9 * len(track.X)) // _BATCH)
    shared: dict[str, Any] = {
        "solver": settings.optimizer,
        "learning_rate_init": settings.learning_rate,
        "batch_size": _BATCH,
        "early_stopping": True,
        "validation_fraction": 0.1,
    }
    patience, most = max(20, _PATIENT_UPDATES // n_batches), max(200, _FEWEST_UPDATES // n_batches)
    rate = quantity(settings.learning_rate)
    mlp = MLPRegressor if track.is_regression else MLPClassifier
    found = [
        Contestant(
            "mlp",
            words.NAMES["mlp"],
            words.mlp(_MLP_UNITS, words.how_it_learns(settings.optimizer, rate, _BATCH, patience, most)),
            lambda seed: mlp(
                (_MLP_UNITS,), max_iter=most, n_iter_no_change=patience, random_state=seed, **shared
            ),
            _fit_network,
            draws=True,
        )
    ]  # fmt: skip
    if track.pixels is not None:
        shape = (track.side, track.side)
        found.append(
            Contestant(
                "cnn",
                words.NAMES["cnn"],
                words.cnn(
                    _FILTERS, _CNN_UNITS, quantity(_DROPOUT),
                    words.how_it_learns(settings.optimizer, rate, _BATCH, 10, 100),
                ),
                lambda seed: CNNClassifier(
                    shape, filters=_FILTERS, hidden_layer_sizes=(_CNN_UNITS,), dropout=_DROPOUT, max_iter=100,
                    n_iter_no_change=10, random_state=seed, **shared,
                ),
                _fit_network,
                draws=True,
                sees_images=True,
            )
        )  # fmt: skip
    return found


def _fit_at_once(estimator: Any, X: np.ndarray, y: np.ndarray) -> Generator[bool, None, None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # nearly converged is still fair
        estimator.fit(X, y)
    yield True


def _fit_elm(estimator: Any, X: np.ndarray, y: np.ndarray) -> Generator[bool, None, None]:
    for step in iter_fit(estimator, X, y):
        yield step.result is not None


def _fit_forest(estimator: Any, X: np.ndarray, y: np.ndarray) -> Generator[bool, None, None]:
    """Grow five trees at a time, the same as all at once."""
    n_trees = estimator.n_estimators
    estimator.set_params(warm_start=True)
    for n in range(_TREES_A_STEP, n_trees + 1, _TREES_A_STEP):
        estimator.set_params(n_estimators=n).fit(X, y)
        yield True


def _fit_boosting(estimator: Any, X: np.ndarray, y: np.ndarray) -> Generator[bool, None, None]:
    """Grow trees in a few growing steps, the same as all at once: each bins the rows anew, which takes a moment."""
    estimator.set_params(warm_start=True)
    for n in _BOOSTING_STEPS:
        estimator.set_params(max_iter=n).fit(X, y)
        yield True


def _fit_network(estimator: Any, X: np.ndarray, y: np.ndarray) -> Generator[bool, None, None]:
    for _loss in estimator.iter_fit(X, y):
        yield True
