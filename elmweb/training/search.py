"""Training a model in small steps that can be stopped.

The preprocessor is fitted on the training rows. Each of a few seeds draws a hidden layer as wide as the
widest candidate, and every width and penalty is scored by exact leave-one-out. Errors are averaged over
seeds, and the smallest width whose error is within one standard error (over seeds) of the best is chosen,
with its best penalty. Then all seeds are compared at that width and penalty, and the best one is the
model. Test rows are never used, so that choosing among seeds does not bias the reported score. Where rows help to
predict each other, such as those of one person, they are left out together (see ``folds.py``).

A blend takes longer, so a simple model is fitted before it: the first answer, which is kept if training is stopped.

On large tables the search uses a random sample of the rows; the final model is fitted on all of them.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Generator, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

from elmweb.compute import Pool
from elmweb.data._file_rows import FileRows
from elmweb.data.dataset import Dataset
from elmweb.data.sampling import some_rows
from elmweb.estimators import FitProgress, default_width, iter_fit, iter_fit_widths, iter_refit
from elmweb.estimators.core.readout import OUTPUTS_OF_ROWS
from elmweb.estimators.core.solve import row_slices
from elmweb.exceptions import WorkbenchError
from elmweb.formatting import percent, quantity
from elmweb.model_kinds import find_model_kind, make_estimator
from elmweb.preprocessing.prepare import Prepared, iter_prepare
from elmweb.progress import map_steps
from elmweb.training.folds import folds_of
from elmweb.training.model import Search, Settings, TrainedModel, settled_for
from elmweb.training.peer import PeerTraining
from elmweb.training.plan import FIRST_WIDTH, Plan, make_plan
from elmweb.training.step import Progress
from elmweb.training.stream import iter_fit_file
from elmweb.training.trials import Trials
from elmweb.words.engine import training as words

__all__ = ["Progress", "Training", "make_training", "train"]

_ROWS_A_STEP = 20_000
_FROM_LEAVING_OUT = frozenset(("loo_", *OUTPUTS_OF_ROWS, "inverse_temperature_", "conformal_scores_"))


class Training:
    """A training, step by step.

    Parameters
    ----------
    dataset : Dataset
        The data; only its training rows are used.
    settings : Settings
        Settings that are given; None is chosen automatically.
    open_pool : callable, optional
        Starts kernels for the final fit on many rows.
    first_answer : bool, default=True
        Whether a simple model is fitted before a slow one.
    found : mapping of str to object, optional
        Parameters of the estimator that were found before, such as the penalties of a blend; searched by default.
    """

    def __init__(
        self,
        dataset: Dataset,
        settings: Settings,
        open_pool: Callable[[], Pool] | None = None,
        *,
        first_answer: bool = True,
        found: Mapping[str, Any] | None = None,
    ) -> None:
        self._dataset, self._settings, self._open_pool = dataset, settings, open_pool
        self._found = dict(found or {})
        self._history: list[float] = []
        self._seed_scores: dict[int, float] = {}
        self._step, self._started = 0, time.perf_counter()
        self._plan = Plan((), 0, 0, 0, 0.0, 0.0, 0.0, 0)
        self._first, self._trials, self._finalists = Trials(()), Trials(()), Trials(())
        self._first_answer = first_answer
        self._data: Prepared  # set by the first step of run
        self._rows = np.arange(0)  # positions of the rows that the search uses
        self._together: np.ndarray | None = None  # group of each of these, whose rows are left out together
        self._seeds: list[int] = []
        self._variance = 1.0  # of the target, for R2
        self._chosen: Any = None  # the estimator of the last step of the plan
        self._best_text = ""
        self._solve_seconds = 0.0  # of the fit of the setting that was chosen
        self._is_refitted = False
        self._n_train = len(dataset.train)

    def run(self) -> Generator[Progress, None, TrainedModel]:
        """Train step by step; closing the generator stops the training.

        Returns
        -------
        TrainedModel
            The same as :meth:`best_model` afterwards.

        Yields
        ------
        Progress
            Several a second.
        """
        settings = self._settings
        self._started = time.perf_counter()
        data = yield from map_steps(iter_prepare(self._dataset), self._progress)
        self._make_plan(data)
        Z, y = data.Z[self._rows], data.y[self._rows]
        together = self._together
        if self._plan.n_first:
            first = self._estimator(settings.seed, min(FIRST_WIDTH, default_width(len(y))), kind="elm")
            yield from self._score_fits(settings.seed, iter_fit(first, Z, y, groups=together), self._first)
        for seed in self._seeds[: self._plan.n_explored]:
            fits = iter_fit_widths(self._estimator(seed), Z, y, self._plan.widths, groups=together)
            yield from self._score_fits(seed, fits, self._trials)
        width, alpha = self._trials.choose() if self._plan.n_explored else (self._plan.widths[0], settings.alpha)
        for seed in self._seeds:
            began = time.perf_counter()
            fits = iter_fit(self._estimator(seed, width, alpha), Z, y, groups=together)
            yield from self._score_fits(seed, fits, self._finalists)
            if self._seed_scores[seed] == max(self._seed_scores.values()):
                self._solve_seconds = time.perf_counter() - began
        found = self._finalists.best
        file, began = self._dataset.file, time.perf_counter()
        if file is not None and hasattr(found, "layer_"):
            found = yield from self._fit_file(found, file, data)
        elif len(Z) < len(data.Z):
            found = yield from self._fit_all(found, data)
        if self._is_refitted:
            self._solve_seconds = time.perf_counter() - began
        self._chosen = found
        return self.best_model()

    @property
    def has_model(self) -> bool:
        """Whether a setting has been scored, so that there is a best one."""
        return self._step > 0

    def best_model(self) -> TrainedModel:
        """Return the best model so far.

        Returns
        -------
        TrainedModel
            With ``stopped_at`` when the training did not reach its end.

        Raises
        ------
        WorkbenchError
            No setting has been scored yet.
        """
        estimator = self._chosen or self._finalists.best or self._trials.best or self._first.best
        if estimator is None:
            raise WorkbenchError(words.STOPPED_BEFORE_SCORE, hints=(words.TRAIN_AGAIN,))
        data = self._dataset
        return TrainedModel(
            name=data.name,
            task=data.task,
            targets=data.targets,
            classes=data.targets if data.task == "multilabel" else tuple(getattr(estimator, "classes_", ())),
            features=self._data.features,
            pipeline=Pipeline([("prepare", self._data.preprocessor), ("elm", estimator)]),
            settings=replace(
                self._settings,
                n_hidden=estimator.loo_.n_hidden,
                alpha=estimator.alpha_,
                seed=estimator.get_params().get("random_state", self._settings.seed),
                n_seeds=max(1, len(self._seed_scores)),
                model_kind="elm" if estimator is self._first.best else self._settings.model_kind,
            ),
            search=self._search(estimator),
            error_range=self._error_range(estimator) if data.task == "regression" else (0.0, 0.0),
            n_train=self._n_train,
            n_test=len(data.test),
            fit_seconds=time.perf_counter() - self._started,
            stopped_at=None if self._chosen is not None else (self._step, self._plan.n_steps),
            target_readings=tuple(data.readings[name] for name in data.targets),
            solve_seconds=self._solve_seconds,
        )

    def _fit_all(self, found: Any, data: Prepared) -> Generator[Progress, None, Any]:
        """Refit the chosen setting on all training rows; leaving out those of the search calibrates it."""
        n_rows = len(data.y)
        if not hasattr(found, "layer_") or n_rows <= found.layer_.n_hidden:
            return found

        def blocks() -> Iterator[tuple[np.ndarray, np.ndarray]]:
            return ((data.Z[rows], data.y[rows]) for rows in row_slices(n_rows, _ROWS_A_STEP))

        rows = self._rows
        steps = iter_refit(found, blocks, data.Z[rows], data.y[rows], open_pool=self._open_pool)
        fitted = yield from map_steps(steps, lambda step: self._fitting(n_rows, step.n_rows / n_rows, step.wait))
        return self._refitted(fitted, found)

    def _fit_file(self, found: Any, file: FileRows, data: Prepared) -> Generator[Progress, None, Any]:
        """Refit the chosen setting on every row of a file that is larger than memory."""
        steps = iter_fit_file(found, self._dataset, file, data, self._rows, self._open_pool)
        fitted, self._n_train = yield from map_steps(steps, lambda step: self._fitting(file.n_rows, *step))
        return self._refitted(fitted, found)

    def _refitted(self, fitted: Any, found: Any) -> Any:
        """Renumber the left-out rows of a refitted estimator from rows of the search to training rows."""
        if self._together is not None:
            # The refit left single rows out, whose groups it knows. What the search found is what new groups will see.
            vars(fitted).update({name: value for name, value in vars(found).items() if name in _FROM_LEAVING_OUT})
        for name in ("loo_rows_", "deciding_rows_"):
            if hasattr(fitted, name):
                setattr(fitted, name, self._rows[getattr(fitted, name)])
        self._is_refitted = True
        return fitted

    def _fitting(self, n_rows: int, fraction: float, wait: Awaitable[None] | None) -> Progress:
        """Return the progress of the final fit."""
        progress = self._progress(words.fitting_best(n_rows, percent(fraction)))
        return replace(progress, wait=wait)

    def _make_plan(self, data: Prepared) -> None:
        """Choose the settings to try and the rows to use."""
        self._data, settings = data, self._settings
        n_train, n_inputs = data.Z.shape
        self._plan = make_plan(n_train, n_inputs, settings, self._dataset.n_outputs)
        if not self._first_answer:
            self._plan = replace(self._plan, n_first=0)
        classes = self._dataset.task in ("binary", "multiclass")
        self._rows = some_rows(data.y, self._plan.n_search, classes=classes, seed=settings.seed)
        groups = self._dataset.groups_of(self._dataset.train[self._rows])
        self._together = folds_of(groups, max(self._plan.widths))
        self._seeds = [settings.seed + at for at in range(self._plan.n_seeds)]
        self._trials = Trials(self._plan.widths)
        self._variance = float(data.y.var()) if self._dataset.task == "regression" else 1.0

    def _estimator(
        self, seed: int, width: int | None = None, alpha: float | None = None, kind: str | None = None
    ) -> Any:
        """Return an unfitted estimator; the penalty is searched unless one is given here or in the settings."""
        given = self._settings.alpha if alpha is None else alpha
        settings = {
            "n_hidden": width,
            "activation": self._settings.activation,
            "alpha": "loo" if given is None else given,
            "scale": self._settings.scale,
            "arithmetic": self._settings.arithmetic,
            "random_state": seed,
        }
        return make_estimator(
            find_model_kind(kind or self._settings.model_kind), self._dataset.task, **(settings | self._found)
        )

    def _score_fits(self, seed: int, steps: Iterator[FitProgress], trials: Trials) -> Iterator[Progress]:
        """Run a fit, record every fitted estimator, and report progress."""
        for step in steps:
            if step.result is not None:
                self._record(seed, step.result, trials)
            layer = words.random_layer(seed - self._settings.seed + 1, len(self._seeds), step.what)
            yield self._progress(step.what if self._plan.n_first else layer)

    def _record(self, seed: int, estimator: Any, trials: Trials) -> None:
        """Record the score of a fitted estimator."""
        score = self._score(estimator.loo_.error)
        if score > max(self._history, default=-np.inf):
            say = words.best_number if self._dataset.task == "regression" else words.best_kind
            self._best_text = say(estimator.loo_.n_hidden, quantity(estimator.alpha_, 2))
        self._step += 1
        self._history.append(score)
        trials.add(seed, estimator)
        if trials is self._finalists:
            self._seed_scores[seed] = score

    def _progress(self, text: str) -> Progress:
        """Return the state as a progress message."""
        best = max(self._history, default=None)
        seconds = time.perf_counter() - self._started
        return Progress(self._step, self._plan.n_steps, best, self._best_text, text, list(self._history), seconds)

    def _score(self, error: float) -> float:
        """Convert a leave-one-out error to accuracy in percent, or R2."""
        if self._dataset.task == "regression":
            return 1 - error / self._variance if self._variance else 0.0
        return 100 * (1 - error)

    def _search(self, estimator: Any) -> Search:
        """Return the errors of the settings that were tried."""
        width = estimator.loo_.n_hidden
        if self._plan.n_explored:
            widths, width_errors, _ = self._trials.width_curve()
            alphas, alpha_errors, _, _ = self._trials.mean_curve(width)
        else:
            widths, width_errors = np.array([width]), np.array([estimator.loo_.error])
            alphas, alpha_errors = estimator.loo_.alphas, estimator.loo_.errors
        return Search(
            alphas=alphas,
            alpha_errors=alpha_errors,
            widths=widths,
            width_errors=width_errors,
            seeds=np.array(list(self._seed_scores), dtype=int),
            seed_scores=np.array(list(self._seed_scores.values())),
            n_rows=self._plan.n_search,
            n_explored=self._plan.n_explored,
            n_settings=self._step,
            left_out="row" if self._together is None else self._dataset.left_out,
        )

    def _error_range(self, estimator: Any) -> tuple[float, float]:
        """Return the 5 % and 95 % quantiles of the leave-one-out residuals."""
        on_all = estimator is self._chosen and self._is_refitted
        y = self._data.y if on_all else self._data.y[self._rows]
        low, high = np.quantile(y[estimator.loo_rows_] - estimator.loo_decision_, [0.05, 0.95])
        return float(low), float(high)


def make_training(
    dataset: Dataset,
    settings: Settings,
    open_pool: Callable[[], Pool] | None = None,
    *,
    first_answer: bool = True,
    with_range: bool = True,
    found: Mapping[str, Any] | None = None,
) -> Training | PeerTraining:
    """Return a training of whatever kind of model the settings ask for.

    Parameters
    ----------
    dataset : Dataset
        The data; only its training rows are used.
    settings : Settings
        Settings that are given; None is chosen automatically.
    open_pool : callable, optional
        Starts kernels for the final fit on many rows.
    first_answer : bool, default=True
        Whether a simple model is fitted before a slow one.
    with_range : bool, default=True
        Whether a model of scikit-learn is cross-fitted to say how far off its numbers are.
    found : mapping of str to object, optional
        Parameters of the estimator that were found before, such as the penalties of a blend; searched by default.

    Returns
    -------
    Training or PeerTraining
        Both have ``run``, ``has_model`` and ``best_model``.
    """
    settings = settled_for(settings, dataset)
    if find_model_kind(settings.model_kind).from_sklearn:
        return PeerTraining(dataset, settings, with_range=with_range)
    return Training(dataset, settings, open_pool, first_answer=first_answer, found=found)


def train(dataset: Dataset, settings: Settings | None = None) -> TrainedModel:
    """Train a model.

    Parameters
    ----------
    dataset : Dataset
        The data.
    settings : Settings, optional
        Settings that are given; by default all are chosen automatically.

    Returns
    -------
    TrainedModel
        The model.
    """
    training = make_training(dataset, settings or Settings())
    for _ in training.run():
        pass
    return training.best_model()
