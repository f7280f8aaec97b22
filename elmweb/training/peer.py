"""Training a model of scikit-learn: the same rows, the same preparation, and the same result as of any other kind.

There is nothing to search. For numbers the model is also cross-fitted on five parts of the training rows, whole groups
where rows go together, so that the stated range comes from rows that it never saw.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold, KFold
from sklearn.pipeline import Pipeline

from elmweb.data.dataset import Dataset
from elmweb.exceptions import WorkbenchError
from elmweb.formatting import about, data_size
from elmweb.model_kinds import find_model_kind, make_estimator
from elmweb.preprocessing.prepare import iter_prepare
from elmweb.progress import map_steps
from elmweb.training.model import Search, Settings, TrainedModel
from elmweb.training.speeds import python_slowness
from elmweb.training.step import Progress
from elmweb.words.engine import training as words

__all__ = ["PeerTraining", "peer_estimate"]

_N_FOLDS = 5


class PeerTraining:
    """A training, step by step.

    Parameters
    ----------
    dataset : Dataset
        The data; only its training rows are used.
    settings : Settings
        Its kind of model is one of scikit-learn's; of the others only the seed matters.
    with_range : bool, default=True
        Whether numbers get a range, for which the model is fitted five times more.
    """

    def __init__(self, dataset: Dataset, settings: Settings, *, with_range: bool = True) -> None:
        self._dataset, self._settings = dataset, settings
        self._kind = find_model_kind(settings.model_kind)
        self._n_folds = _N_FOLDS if with_range and dataset.task == "regression" else 0
        self._started = time.perf_counter()
        self._model: TrainedModel | None = None

    @property
    def has_model(self) -> bool:
        """Whether it came to its end: half a forest has no range that could be believed."""
        return self._model is not None

    def best_model(self) -> TrainedModel:
        """Return the model.

        Returns
        -------
        TrainedModel
            The model.

        Raises
        ------
        WorkbenchError
            The training has not come to its end.
        """
        if self._model is None:
            raise WorkbenchError(words.STOPPED_BEFORE_WHOLE, hints=(words.TRAIN_AGAIN,))
        return self._model

    def run(self) -> Generator[Progress, None, TrainedModel]:
        """Train step by step; closing the generator stops the training.

        Yields
        ------
        Progress
            Several a second.

        Returns
        -------
        TrainedModel
            The same as :meth:`best_model` afterwards.
        """
        self._started = time.perf_counter()
        data = yield from map_steps(iter_prepare(self._dataset), lambda text: self._progress(text, 0.0))
        text = words.peer_learning(self._kind.short, len(data.y))
        began = time.perf_counter()
        estimator = self._estimator()
        steps = estimator.iter_fit(data.Z, data.y)
        yield from map_steps(steps, lambda done: self._progress(text, done))
        solve_seconds = time.perf_counter() - began
        low, high = (yield from self._iter_range(data.Z, data.y)) if self._n_folds else (0.0, 0.0)
        dataset, none = self._dataset, np.array([])
        self._model = TrainedModel(
            name=dataset.name,
            task=dataset.task,
            targets=dataset.targets,
            classes=dataset.targets if dataset.task == "multilabel" else tuple(getattr(estimator, "classes_", ())),
            features=data.features,
            pipeline=Pipeline([("prepare", data.preprocessor), ("elm", estimator)]),
            settings=replace(self._settings, n_hidden=None, alpha=None, n_seeds=1, arithmetic="float"),
            search=Search(none, none, none, none, none, none, len(data.y), 0, 1),
            error_range=(low, high),
            n_train=len(dataset.train),
            n_test=len(dataset.test),
            fit_seconds=time.perf_counter() - self._started,
            target_readings=tuple(dataset.readings[name] for name in dataset.targets),
            solve_seconds=solve_seconds,
        )
        return self._model

    def _estimator(self) -> Any:
        return make_estimator(self._kind, self._dataset.task, random_state=self._settings.seed)

    def _iter_range(self, Z: np.ndarray, y: np.ndarray) -> Generator[Progress, None, tuple[float, float]]:
        """Return the 5 % and 95 % quantiles of how far off predictions are for rows that were left out."""
        groups, off = self._dataset.groups_of(self._dataset.train), np.empty(len(y))
        n_groups = len(np.unique(groups)) if groups is not None else 0
        if n_groups > 1:
            parts = GroupKFold(min(_N_FOLDS, n_groups)).split(Z, y, groups)
        else:
            parts = KFold(min(_N_FOLDS, len(y)), shuffle=True, random_state=self._settings.seed).split(Z)
        for at, (learn, left) in enumerate(parts, start=1):
            text = words.peer_off(self._kind.short, at, _N_FOLDS)
            estimator = self._estimator()
            steps = estimator.iter_fit(Z[learn], y[learn])
            yield from map_steps(steps, lambda done, at=at, text=text: self._progress(text, at + done))
            off[left] = y[left] - estimator.predict(Z[left])
        low, high = np.quantile(off, [0.05, 0.95])
        return float(low), float(high)

    def _progress(self, text: str, done: float) -> Progress:
        """Return the state as a progress message; there is no score before the model is judged."""
        parts, seconds = 1 + self._n_folds, time.perf_counter() - self._started
        return Progress(round(100 * done / parts), 100, None, "", text, [], seconds)


def peer_estimate(settings: Settings, task: str, n_train: int, n_inputs: int, n_outputs: int) -> dict[str, Any]:
    """Say what a training would take.

    Parameters
    ----------
    settings : Settings
        With the kind of model.
    task : str
        Kind of task.
    n_train, n_inputs, n_outputs : int
        Numbers of training rows, of inputs, and of classes or labels.

    Returns
    -------
    dict
        As in :class:`elmweb.workbench.protocol.Estimate`; seconds are accurate to a factor of about two.
    """
    k = 1 if task == "regression" or (task == "binary" and settings.model_kind == "boosting") else n_outputs
    # A tree of boosting has histograms of up to 31 leaves, of 255 steps in each input.
    a_tree = 2e-4 + 1e-6 * n_inputs * min(31.0, n_train / 20) + 5e-9 * n_train * n_inputs
    once, n_bytes = {
        "linear": (1e-8 * n_train * n_inputs * k * (1 if task == "regression" else 100), 8 * n_train * k),
        "neighbours": (0.01, 8 * n_train * n_inputs),
        "forest": (0.15 + 2e-6 * n_train * np.log2(n_train + 2) * np.sqrt(n_inputs), 100 * n_train * (40 + 8 * k)),
        "boosting": (100 * k * a_tree, 400_000 * k),
    }[settings.model_kind]
    # Judged, and learned once more from all rows; then the models that it is compared with.
    n_fits = 2 + (_N_FOLDS if task == "regression" else 0)
    n = min(n_train, 5_000)
    compared = 0.15 + 2e-6 * n * np.log2(n + 2) * np.sqrt(n_inputs)
    seconds = float(once * n_fits + compared) * python_slowness()
    text = words.peer_cost(about(seconds), data_size(n_bytes, guessed=True))
    return {"seconds": seconds, "n_bytes": int(n_bytes), "n_settings": 1, "text": text}
