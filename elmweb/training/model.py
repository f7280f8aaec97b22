"""The result of training: a fitted pipeline and the metadata that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.pipeline import Pipeline

from elmweb.preprocessing.features import Feature
from elmweb.reading.column import ColumnReading

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Search", "Settings", "TrainedModel"]


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
        Id of the kind of model in :data:`elmweb.model_kinds.MODEL_KINDS`.
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
            Any table that has the feature columns.

        Returns
        -------
        ndarray of float64 (n, n_inputs)
            Preprocessed rows.
        """
        from elmweb.preprocessing.matching import as_inputs  # noqa: PLC0415  needs pandas; a model file needs this class

        return self.preprocessor.transform(as_inputs(frame, self.features)[0])

    def predict(self, frame: pd.DataFrame) -> np.ndarray:
        """Predict the target of every row.

        Parameters
        ----------
        frame : DataFrame
            Any table that has the feature columns.

        Returns
        -------
        ndarray (n,) or (n, k)
            Classes, numbers, or 0 and 1 for each label.
        """
        return self.estimator.predict(self.inputs(frame))

    def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
        """Predict calibrated probabilities; not available for regression.

        Parameters
        ----------
        frame : DataFrame
            Any table that has the feature columns.

        Returns
        -------
        ndarray of float64 (n, n_classes) or (n, k)
            In the order of ``classes``.
        """
        return self.estimator.predict_proba(self.inputs(frame))
