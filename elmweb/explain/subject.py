"""A trained model as a function of the table's columns, which is all that most explanations need to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from elmweb.exceptions import ExplainError
from elmweb.preprocessing.features import Feature
from elmweb.preprocessing.preprocessor import column_slices
from elmweb.training.model import TrainedModel
from elmweb.words.engine import explain as words

__all__ = ["Subject"]

_BLOCK_CELLS = 2_000_000  # inputs that are predicted at a time


@dataclass(frozen=True, eq=False)
class Subject:
    """A model that is to be explained.

    Parameters
    ----------
    model : TrainedModel
        The model; its estimator only has to predict.
    columns : dict of str to ndarray of int
        Positions of the inputs that each column became, by the name of the column, in the order of the features.
    """

    model: TrainedModel
    columns: dict[str, np.ndarray]

    @classmethod
    def of(cls, model: TrainedModel) -> Subject:
        """Return a model as a subject.

        Parameters
        ----------
        model : TrainedModel
            The model.

        Returns
        -------
        Subject
            Its columns are those with at least one input.
        """
        inputs = column_slices(model.preprocessor)
        names = [feature.name for feature in model.features if inputs.get(feature.name)]
        return cls(model, {name: np.array(inputs[name], dtype=np.intp) for name in names})

    @property
    def is_number(self) -> bool:
        """Whether the model predicts a number; otherwise probabilities are explained."""
        return self.model.task == "regression"

    def feature(self, column: str) -> Feature:
        """Return what is known of a column.

        Parameters
        ----------
        column : str
            Its name.

        Returns
        -------
        Feature
            As the model has it.

        Raises
        ------
        ExplainError
            The model does not use a column of this name.
        """
        found = next((one for one in self.model.features if one.name == column), None)
        if found is None or column not in self.columns:
            raise ExplainError(
                words.no_column(column),
                rule=words.ITS_COLUMNS,
                value=column,
                hints=(words.CHOOSE_A_COLUMN,),
            )
        return found

    def all_values(self, Z: np.ndarray) -> np.ndarray:
        """Return everything that is predicted for some rows.

        Parameters
        ----------
        Z : ndarray of shape (n, n_inputs)
            Preprocessed rows.

        Returns
        -------
        ndarray of float64 (n, k)
            The number (k = 1), or the probability of each class or label.
        """
        if not len(Z):
            return np.empty((0, 1 if self.is_number else len(self.model.classes)))
        estimator: Any = self.model.estimator
        predict = estimator.predict if self.is_number else estimator.predict_proba
        n_block = max(200, _BLOCK_CELLS // Z.shape[1])
        parts = [np.asarray(predict(Z[at : at + n_block]), dtype=np.float64) for at in range(0, len(Z), n_block)]
        return np.concatenate(parts).reshape(len(Z), -1)

    def values(self, Z: np.ndarray, target: int = 0) -> np.ndarray:
        """Return the predicted number, or the probability of one class or label.

        Parameters
        ----------
        Z : ndarray of shape (n, n_inputs)
            Preprocessed rows.
        target : int, default=0
            Which class or label.

        Returns
        -------
        ndarray of float64 (n,)
            The part of the prediction that is explained.
        """
        return self.all_values(Z)[:, target]

    def target_of(self, name: str | None, row: np.ndarray | None = None) -> int:
        """Return which class or label is explained.

        Parameters
        ----------
        name : str or None
            Its name; None for the one that a row is predicted as.
        row : ndarray of shape (n_inputs,), optional
            That row.

        Returns
        -------
        int
            Index among the classes; 0 for a number.

        Raises
        ------
        ExplainError
            The model knows no answer of this name.
        """
        classes = [str(one) for one in self.model.classes]
        if self.is_number:
            return 0
        if name is None:
            return 0 if row is None else int(self.model.positions(self.all_values(row[None]))[0])
        if name not in classes:
            raise ExplainError(words.never_answers(name), rule=words.one_of(classes[:12]), value=name)
        return classes.index(name)
