"""The result of training: a fitted pipeline and the metadata that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.pipeline import Pipeline

from elmweb.examples.cell import VECTOR_ROLES
from elmweb.model_kinds import AUTOMATIC
from elmweb.preprocessing.features import Feature
from elmweb.reading.column import ColumnReading

if TYPE_CHECKING:
    import pandas as pd

    from elmweb.data.dataset import Dataset

__all__ = ["Search", "Settings", "TrainedModel", "settle_kind", "settled_for"]


@dataclass(frozen=True)
class Settings:
    """Settings of a training; None is chosen automatically.

    Parameters
    ----------
    n_hidden : int or None
        Number of hidden units.
    alpha : float or None
        Ridge penalty as added to the diagonal of ``H'H``.
    scale : float
        Scale of the random weights.
    seed : int
        First random seed; the same seed gives the same result.
    activation : str
        Name of the activation function.
    n_seeds : int
        Number of random layers that are compared; fewer on large tables.
    model_kind : str
        Id of the kind of model in :data:`elmweb.model_kinds.MODEL_KINDS`; "auto", which the page asks for, is settled
        by the table.
    arithmetic : {"float", "integer"}
        Integer arithmetic gives the same bits on every machine; kinds of model that lack it use floats.
    """

    n_hidden: int | None = None
    alpha: float | None = None
    scale: float = 1.0
    seed: int = 0
    activation: str = "tanh"
    n_seeds: int = 5
    model_kind: str = "elm"
    arithmetic: str = "float"


def settle_kind(settings: Settings, roles: Mapping[str, str], task: str, *, is_sample: bool = False) -> Settings:
    """Choose the kind of model, where that was left to the table.

    Parameters
    ----------
    settings : Settings
        Settings that are given.
    roles : mapping of str to str
        The role of each feature.
    task : str
        Kind of task.
    is_sample : bool, default=False
        Whether the rows are a sample of a file that is larger than memory, all of which is learned from in the end.

    Returns
    -------
    Settings
        With a blend, which is the more accurate on most tables (docs/benchmarks.md). Direct links (RVFL) where a
        column carries vectors of a deep network, whose classes are nearly a matter of a weighted sum: random units
        alone lose one to four of 100 right answers there. One layer (ELM) where its units or its penalty are given, for
        what a blend does not do, which is integers, or takes too long for, which is millions of rows, or was not tried
        on, which is several labels at once. A kind that was chosen stays.
    """
    if settings.model_kind != AUTOMATIC.id:
        return settings
    kind = "rvfl" if any(role in VECTOR_ROLES for role in roles.values()) else "blend"
    is_one_layer = is_sample or task == "multilabel" or settings.n_hidden is not None or settings.alpha is not None
    if settings.arithmetic != "float" or (kind == "blend" and is_one_layer):
        kind = "elm"
    return replace(settings, model_kind=kind)


def settled_for(settings: Settings, dataset: Dataset) -> Settings:
    """Return :func:`settle_kind` for the rows of a dataset."""
    return settle_kind(settings, dataset.roles, dataset.task, is_sample=dataset.file is not None)


@dataclass(frozen=True)
class Search:
    """Leave-one-out errors of all settings that were tried.

    Parameters
    ----------
    alphas, alpha_errors : ndarray (n_alphas,)
        Penalties, and their errors at the chosen width, averaged over seeds.
    widths : ndarray of int (n_widths,)
        Widths that were tried.
    width_errors : ndarray (n_widths,)
        Error of each width at its best penalty, averaged over seeds.
    seeds : ndarray of int (n_seeds,)
        Seeds that were compared at the chosen width and penalty.
    seed_scores : ndarray (n_seeds,)
        Their scores.
    n_rows : int
        Number of rows used for the search.
    n_explored : int
        Number of seeds for which every width and penalty was tried.
    n_settings : int
        Number of settings that were scored.
    left_out : str
        What was left out at a time: "row", or what the rows have in common that were left out together.
    """

    alphas: np.ndarray
    alpha_errors: np.ndarray
    widths: np.ndarray
    width_errors: np.ndarray
    seeds: np.ndarray
    seed_scores: np.ndarray
    n_rows: int
    n_explored: int
    n_settings: int
    left_out: str = "row"


@dataclass(frozen=True)
class TrainedModel:
    """A fitted model with metadata of its training data.

    Parameters
    ----------
    name : str
        Name of the table.
    task : str
        ``"binary"``, ``"multiclass"``, ``"regression"`` or ``"multilabel"``.
    targets : tuple of str
        The predicted columns.
    classes : tuple of str
        Classes in the order of the probabilities; the targets for "multilabel", empty for "regression".
    features : tuple of Feature
        Descriptions of the columns on the training rows.
    pipeline : Pipeline
        ``prepare`` (the preprocessor) and ``elm`` (the estimator).
    settings : Settings
        The settings that were chosen, all of them set.
    search : Search
        Errors of the settings that were tried.
    error_range : tuple of float
        What to add to a predicted number for an interval that holds 90 % of left-out training rows; (0, 0) for classes.
    n_train, n_test : int
        Numbers of training and test rows.
    fit_seconds : float
        Duration of training, preprocessing included.
    stopped_at : tuple of int or None
        Steps that were done and planned, if training was stopped early.
    target_readings : tuple of ColumnReading
        How the cells of each target are read; empty in files of version 0.2 and before.
    n_refit : int
        Number of rows that it learned from once its settings had been judged, held-out rows included; 0 for a model
        that was itself judged.
    threshold : float or None
        Of two classes: the probability of the second one from which it is predicted. None predicts the more probable.
    solve_seconds : float
        How much of `fit_seconds` the fit of the chosen settings took; the rest is preparing the columns and searching.
    """

    name: str
    task: str
    targets: tuple[str, ...]
    classes: tuple[str, ...]
    features: tuple[Feature, ...]
    pipeline: Pipeline
    settings: Settings
    search: Search
    error_range: tuple[float, float]
    n_train: int
    n_test: int
    fit_seconds: float
    stopped_at: tuple[int, int] | None = None
    target_readings: tuple[ColumnReading, ...] = ()
    n_refit: int = 0
    threshold: float | None = None
    solve_seconds: float = 0.0

    @property
    def preprocessor(self) -> Any:
        """The fitted preprocessor."""
        return self.pipeline["prepare"]

    @property
    def estimator(self) -> Any:
        """The fitted estimator."""
        return self.pipeline["elm"]

    @property
    def n_learned(self) -> int:
        """Number of rows that it learned from."""
        return self.n_refit or self.n_train

    @property
    def readings(self) -> dict[str, ColumnReading]:
        """How each column is read; for :func:`elmweb.data.read_table` of a new file."""
        targets = dict(zip(self.targets, self.target_readings, strict=False))
        return targets | {one.name: one.reading for one in self.features if one.reading is not None}

    def inputs(self, frame: pd.DataFrame) -> np.ndarray:
        """Preprocess a table.

        Parameters
        ----------
        frame : DataFrame
            Any table that has one or more of the feature columns, of whatever type of pandas, in any order and with
            others beside them. Cells that are missing, and columns, are filled as they were in training.

        Returns
        -------
        ndarray of float64 (n, n_inputs)
            Preprocessed rows.

        Raises
        ------
        ColumnError
            It is no data frame, none of the feature columns is in it, or one of them is in it twice.
        """
        from elmweb.preprocessing.matching import as_inputs, known_columns, made_up_rows  # noqa: PLC0415  need pandas

        known = known_columns(frame, self.features, self.targets)
        if not len(known):  # scikit-learn transforms no table without rows
            return self.preprocessor.transform(as_inputs(made_up_rows(self.features), self.features)[0])[:0]
        return self.preprocessor.transform(as_inputs(known, self.features)[0])

    def predict(self, frame: pd.DataFrame) -> np.ndarray:
        """Predict the target of every row.

        Parameters
        ----------
        frame : DataFrame
            As for :meth:`inputs`.

        Returns
        -------
        ndarray (n,) or (n, k)
            Classes, numbers, or 0 and 1 for each label.
        """
        Z = self.inputs(frame)
        return self.answers(Z) if len(Z) else self.answers(np.zeros((1, Z.shape[1])))[:0]

    def answers(self, Z: np.ndarray) -> np.ndarray:
        """Predict the target of preprocessed rows; of two classes by the threshold, where one was chosen.

        Parameters
        ----------
        Z : ndarray of float64 (n, n_inputs)
            From :meth:`inputs`.

        Returns
        -------
        ndarray (n,) or (n, k)
            As :meth:`predict`.
        """
        if self.threshold is None:
            return self.estimator.predict(Z)
        return self.estimator.classes_[self.positions(self.estimator.predict_proba(Z))]

    def positions(self, proba: np.ndarray) -> np.ndarray:
        """Return which class is predicted from the probabilities of the classes.

        Parameters
        ----------
        proba : ndarray of float64 (n, n_classes)
            From :meth:`predict_proba`.

        Returns
        -------
        ndarray of int (n,)
            Positions among the classes.
        """
        return proba.argmax(axis=1) if self.threshold is None else (proba[:, 1] >= self.threshold).astype(np.intp)

    def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
        """Predict calibrated probabilities; not available for regression.

        Parameters
        ----------
        frame : DataFrame
            As for :meth:`inputs`.

        Returns
        -------
        ndarray of float64 (n, n_classes) or (n, k)
            In the order of ``classes``.
        """
        Z = self.inputs(frame)
        return self.estimator.predict_proba(Z if len(Z) else np.zeros((1, Z.shape[1])))[: len(Z)]
