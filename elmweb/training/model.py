"""What training gives: a fitted pipeline and everything that must stay with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.pipeline import Pipeline

from elmweb.preprocessing.features import Feature

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Search", "Settings", "TrainedModel"]


@dataclass(frozen=True)
class Settings:
    """What may be chosen before training; None lets the data decide.

    Parameters
    ----------
    n_hidden : int or None
        Number of hidden units.
    alpha : float or None
        Ridge penalty as added to the diagonal of ``H'H``.
    scale : float
        Size of the random weights.
    seed : int
        First seed; same seed, same result.
    activation : str
        Name of the hidden layer's function.
    n_seeds : int
        How many random layers are compared; on large tables fewer are.
    model_kind : str
        Which kind of model: an id of :data:`elmweb.model_kinds.MODEL_KINDS`.
    arithmetic : {"float", "integer"}
        Integers give the same bits on every machine; kinds of model without them are in floats.
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
    """What was tried, and how each setting did on rows left out one at a time.

    Parameters
    ----------
    alphas, alpha_errors : ndarray (n_alphas,)
        The curve over the penalty at the chosen width, mean over seeds.
    widths : ndarray of int (n_widths,)
        Widths tried.
    width_errors : ndarray (n_widths,)
        Error of each width at its best penalty, mean over seeds.
    seeds : ndarray of int (n_seeds,)
        Seeds compared at the chosen width and penalty.
    seed_scores : ndarray (n_seeds,)
        Their scores.
    n_rows : int
        Rows that were used for the search.
    n_explored : int
        Seeds that tried every width and penalty.
    n_settings : int
        How many combinations of width, penalty and seed were scored.
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


@dataclass(frozen=True)
class TrainedModel:
    """A fitted model with the facts of the data it came from.

    Parameters
    ----------
    name : str
        Name of the table.
    task : str
        ``"binary"``, ``"multiclass"``, ``"regression"`` or ``"multilabel"``.
    targets : tuple of str
        The columns that are predicted.
    classes : tuple of str
        Classes in the order of the probabilities; empty for numbers, the targets for labels.
    features : tuple of Feature
        What each column was like on the training rows.
    pipeline : Pipeline
        ``prepare`` (the preprocessor) and ``elm`` (the estimator).
    settings : Settings
        As chosen in the end, nothing left open.
    search : Search
        What was tried on the way.
    error_range : tuple of float
        What to add to a predicted number so that 9 of 10 left-out training rows lie between; (0, 0) for classes.
    n_train, n_test : int
        Rows of the split.
    fit_seconds : float
        From the first look at the training rows to the fitted model.
    stopped_at : tuple of int or None
        Steps done and planned when somebody stopped it early.
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

    @property
    def preprocessor(self) -> Any:
        """The fitted preprocessor."""
        return self.pipeline["prepare"]

    @property
    def estimator(self) -> Any:
        """The fitted ELM."""
        return self.pipeline["elm"]

    def inputs(self, frame: pd.DataFrame) -> np.ndarray:
        """Return the matrix the estimator sees.

        Parameters
        ----------
        frame : DataFrame
            Any table with the feature columns.

        Returns
        -------
        ndarray of float64 (n, n_inputs)
            Preprocessed rows.
        """
        from elmweb.preprocessing.matching import as_inputs  # noqa: PLC0415  needs pandas; a model file needs this class

        return self.preprocessor.transform(as_inputs(frame, self.features)[0])

    def predict(self, frame: pd.DataFrame) -> np.ndarray:
        """Predict for every row.

        Parameters
        ----------
        frame : DataFrame
            Any table with the feature columns.

        Returns
        -------
        ndarray (n,) or (n, k)
            Labels, numbers, or 0 and 1 for each label.
        """
        return self.estimator.predict(self.inputs(frame))

    def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
        """Return calibrated probabilities; not for numbers.

        Parameters
        ----------
        frame : DataFrame
            Any table with the feature columns.

        Returns
        -------
        ndarray of float64 (n, n_classes) or (n, k)
            In the order of ``classes``.
        """
        return self.estimator.predict_proba(self.inputs(frame))
