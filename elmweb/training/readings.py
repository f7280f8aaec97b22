"""Whether a column of texts predicts better by its words or by its meaning: a small ELM on some rows, left out exactly.

The same rows, layers and penalties are used for both, and nothing but the column differs.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from elmweb.data._frames import frame_of
from elmweb.data.dataset import Dataset
from elmweb.data.sampling import some_rows
from elmweb.estimators import default_width, iter_fit
from elmweb.examples.cell import Example
from elmweb.formatting import in_100, quoted, score
from elmweb.model_kinds import find_model_kind, make_estimator
from elmweb.preprocessing.prepare import iter_prepare
from elmweb.training.folds import folds_of
from elmweb.words.engine import training as said

__all__ = ["READ_CHARACTERS", "TextReading", "compared_rows", "iter_compare_readings"]

_SEEDS = (0, 1, 2)
_MOST_ROWS, _LEAST_ROWS = 500, 100
_CHARACTERS = 60_000  # of the rows that are compared: half a minute of embedding, or less
READ_CHARACTERS = 1_200  # of a text, about; what comes after them is not read


@dataclass(frozen=True)
class TextReading:
    """What leave-one-out says of the two readings of a column.

    Parameters
    ----------
    column : str
        The column.
    words, meaning : float
        Score by each: the share of rows that are right, or R2.
    by_meaning : bool
        Whether its meaning predicts better.
    n_rows : int
        How many rows were left out, one after the other.
    is_number : bool
        Whether numbers are predicted, so that the score is R2.
    """

    column: str
    words: float
    meaning: float
    by_meaning: bool
    n_rows: int
    is_number: bool

    def sentence(self, *, kept_words: str = "") -> str:
        """Return which reading is taken, and why.

        Parameters
        ----------
        kept_words : str
            Why the words are taken although the meaning is better; empty for the better one.

        Returns
        -------
        str
            One sentence, or two.
        """
        say = score if self.is_number else lambda share: in_100(share, 1)
        takes_meaning = self.by_meaning and not kept_words
        ours, theirs = (self.meaning, self.words) if takes_meaning else (self.words, self.meaning)
        taken = "meaning" if takes_meaning else "words"
        sentence = said.read_by_r2 if self.is_number else said.read_by
        text = sentence(taken, quoted(self.column), self.n_rows, say(ours), say(theirs))
        return f"{text} {kept_words}" if kept_words else text


def compared_rows(dataset: Dataset, columns: Sequence[str]) -> np.ndarray:
    """Return the training rows on which readings are compared.

    Parameters
    ----------
    dataset : Dataset
        The data.
    columns : sequence of str
        The columns of texts: the longer their texts, the fewer rows.

    Returns
    -------
    ndarray of int
        Positions of at most 500 rows, of long texts as few as 100.
    """
    rows = dataset.X[list(columns)].iloc[dataset.train]
    lengths = [min(len(cell), READ_CHARACTERS) for name in columns for cell in rows[name] if isinstance(cell, str)]
    a_row = max(1.0, sum(lengths) / max(1, len(rows)))
    n_rows = int(np.clip(_CHARACTERS / a_row, _LEAST_ROWS, _MOST_ROWS))
    classes = dataset.task in ("binary", "multiclass")
    return dataset.train[some_rows(dataset.y[dataset.train], n_rows, classes=classes)]


def iter_compare_readings(
    dataset: Dataset, column: str, rows: np.ndarray, cells: Sequence[Example | str | None]
) -> Generator[str, None, TextReading]:
    """Compare the two readings of a column.

    Parameters
    ----------
    dataset : Dataset
        The data, in which the column is read by its words.
    column : str
        The column.
    rows : ndarray of int
        From :func:`compared_rows`.
    cells : sequence
        The column's cells in these rows, with their vectors.

    Yields
    ------
    str
        What is being done.

    Returns
    -------
    TextReading
        The scores of both. Of equals the words are the better reading: they need no network.
    """
    few = replace(dataset, train=rows)
    made = np.empty(len(dataset.X), dtype=object)
    for at, cell in zip(rows, cells, strict=True):
        made[at] = cell if isinstance(cell, Example) else None
    columns = {str(name): made if name == column else dataset.X[name].to_numpy() for name in dataset.X.columns}
    other = replace(few, X=frame_of(columns, dataset.X.index), roles={**dataset.roles, column: "meaning"})
    words = yield from _iter_errors(few)
    meaning = yield from _iter_errors(other)
    y, is_number = dataset.y[rows], dataset.task == "regression"
    variance = float(y.var()) if is_number else 1.0
    shown = [1 - one[0] / (variance or 1.0) for one in (words, meaning)]
    return TextReading(column, shown[0], shown[1], meaning < words, len(rows), is_number)


def _iter_errors(dataset: Dataset) -> Generator[str, None, tuple[float, float]]:
    """Return the error of leaving out each row, and the squared error, both as means over some random layers."""
    data = yield from iter_prepare(dataset)
    n_hidden = default_width(len(data.y))
    together = folds_of(dataset.groups_of(dataset.train), n_hidden)
    found = []
    for seed in _SEEDS:
        estimator = make_estimator(
            find_model_kind("elm"), dataset.task, n_hidden=n_hidden, activation="tanh", alpha="loo", scale=1.0,
            arithmetic="float", random_state=seed,
        )  # fmt: skip
        for _ in iter_fit(estimator, data.Z, data.y, groups=together):
            yield said.COMPARING_READINGS
        found.append((estimator.loo_.error, float(estimator.loo_.squared_errors[estimator.loo_.best])))
    errors, squares = zip(*found, strict=True)
    return float(np.mean(errors)), float(np.mean(squares))
