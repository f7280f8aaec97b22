"""One ELM trained with one seed after the other, everything else equal."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from elmweb.data.dataset import Dataset
from elmweb.data.sampling import some_rows
from elmweb.estimators import iter_fit
from elmweb.evaluation.scores import row_values, score_name
from elmweb.exceptions import DataError
from elmweb.model_kinds import find_model_kind, make_estimator
from elmweb.preprocessing.prepare import iter_prepare, iter_transform_table
from elmweb.progress import map_steps
from elmweb.race.learned import fingerprint
from elmweb.words.engine import common, studies_lottery as words

__all__ = ["Drawing", "Draws"]

MOST_CLASSES = 1_000
FEWEST_TEST_ROWS = 8
_FEWEST_ROWS = 500  # that are learned from where there are more
_MOST_TEST_ROWS = 2_000
_MOST_WORK = 6e8  # operations of one fit: 50 of them take a second or two in a browser
_N_LEFT_OUT = 300  # rows of each seed, to compare seeds by; all of them would take as long as the training
_MOST_OUTPUTS = 4_000_000  # rows x classes that are predicted at a time


@dataclass(frozen=True)
class Drawing:
    """Progress.

    Parameters
    ----------
    text : str
        What is being done.
    fraction : float
        How much of all is done.
    ended : bool
        Whether a seed has just been finished.
    """

    text: str
    fraction: float
    ended: bool = False


@dataclass
class Draws:
    """ELMs that differ by their seed only, and what each says about the rows kept back.

    Parameters
    ----------
    dataset : Dataset
        The rows.
    n_hidden : int
        Width.
    n_seeds : int
        How many seeds: 0, 1, 2...
    """

    dataset: Dataset
    n_hidden: int
    n_seeds: int
    alpha: float = 0.0
    seconds: float = 0.0
    n_train: int = 0
    n_left: int = 0
    truth: np.ndarray = field(default_factory=lambda: np.empty(0))
    groups: np.ndarray | None = None
    values: list[np.ndarray] = field(default_factory=list)  # of each seed, one value for each row kept back
    left_out: list[float] = field(default_factory=list)  # leave-one-out error of each seed
    fingerprints: list[str] = field(default_factory=list)
    again: str = ""  # fingerprint of the first seed, trained once more
    _sums: dict[int, np.ndarray] = field(default_factory=dict)  # outputs of even and of odd seeds, added up
    _classes: np.ndarray = field(default_factory=lambda: np.empty(0))

    @property
    def task(self) -> str:
        """Kind of task."""
        return self.dataset.task

    @property
    def higher_is_better(self) -> bool:
        """Whether the best score is the highest."""
        return self.task != "regression"

    @property
    def score_name(self) -> str:
        """What the score is called."""
        return score_name(self.task)

    def scores(self) -> list[float]:
        """Return the score of each seed so far: in percent, or the mean absolute error."""
        return [float(values.mean()) * (100 if self.higher_is_better else 1) for values in self.values]

    def so_far(self) -> dict[str, Any]:
        """Return what a chart needs while seeds are trained."""
        return {
            "name": self.dataset.name,
            "task": self.task,
            "score_name": self.score_name,
            "n_seeds": self.n_seeds,
            "n_hidden": self.n_hidden,
            "n_test": len(self.truth),
            "scores": self.scores(),
        }

    def run(self) -> Generator[Any, None, None]:
        """Train one seed after the other; closing the generator stops it, and what was finished is kept.

        Yields
        ------
        Drawing
            After every block of rows.
        """
        self._check()
        prepared = yield from map_steps(iter_prepare(self.dataset), lambda _: Drawing(words.PREPARING, 0.0))
        test = self._test_rows()
        steps = iter_transform_table(self.dataset.X.iloc[test], prepared.features, prepared.preprocessor)
        _, Z_test = yield from map_steps(steps, lambda _: Drawing(words.PREPARING, 0.0))
        rows = some_rows(prepared.y, self._n_most(prepared.Z.shape[1]), classes=self.task in ("binary", "multiclass"))
        Z, y = np.ascontiguousarray(prepared.Z[rows]), prepared.y[rows]
        self.n_train, self.n_left = len(rows), len(prepared.y) - len(rows)
        # The seed whose penalty it is would have an advantage: one that takes no part.
        first = yield from self._fit(self.n_seeds, Z, y, "loo", words.CHOOSING_PENALTY)
        self.alpha = float(first.alpha_)
        for seed in range(self.n_seeds):
            started = time.perf_counter()
            fitted = yield from self._fit(seed, Z, y, self.alpha, words.seed_of(seed + 1, self.n_seeds))
            self.seconds += time.perf_counter() - started
            self._keep(seed, fitted, Z_test)
            yield Drawing(words.seed_of(seed + 1, self.n_seeds), (seed + 1) / (self.n_seeds + 1), ended=True)
        fitted = yield from self._fit(0, Z, y, self.alpha, words.FIRST_SEED_AGAIN)
        self.again = fingerprint(fitted)

    def _check(self) -> None:
        """Raise an error for rows on which a lottery says nothing."""
        data = self.dataset
        if len(data.classes) > MOST_CLASSES:
            raise DataError(
                words.too_many_answers(data.targets[0]),
                rule=common.at_most(MOST_CLASSES),
                value=words.answers(len(data.classes)),
                hints=(words.ANOTHER_COLUMN, words.TAKE_A_SAMPLE),
            )
        if len(data.test) < FEWEST_TEST_ROWS:
            raise DataError(
                words.too_few_kept_back(data.name),
                rule=words.fewest_kept_back(FEWEST_TEST_ROWS),
                value=words.rows(len(data.test)),
                hints=(words.MORE_ROWS, words.TAKE_A_SAMPLE),
            )

    def _test_rows(self) -> np.ndarray:
        """Return the rows kept back that are scored, and note their answers and groups."""
        data = self.dataset
        most = max(FEWEST_TEST_ROWS, min(_MOST_TEST_ROWS, _MOST_OUTPUTS // max(1, data.n_outputs)))
        test = data.test[some_rows(data.test, most, classes=False)]
        self.truth = data.y[test]
        if data.together is not None and data.split.kind == "groups":
            self.groups = data.together[test]
        return test

    def _n_most(self, n_inputs: int) -> int:
        """Return how many rows each seed learns from at the most."""
        each = self.n_hidden * (2 * n_inputs + 60 + self.n_hidden + 4 * self.dataset.n_outputs)
        return max(_FEWEST_ROWS, int(_MOST_WORK // each))

    def _fit(self, seed: int, Z: np.ndarray, y: np.ndarray, alpha: float | str, text: str) -> Generator[Any, None, Any]:
        """Train one seed, in steps."""
        estimator = make_estimator(
            find_model_kind("elm"),
            self.task,
            n_hidden=self.n_hidden,
            alpha=alpha,
            arithmetic="float",
            random_state=seed,
        )
        fraction = len(self.values) / (self.n_seeds + 1)
        n_left_out = None if alpha == "loo" else _N_LEFT_OUT
        steps = iter_fit(estimator, Z, y, n_left_out=n_left_out)
        return (yield from map_steps(steps, lambda _: Drawing(text, fraction)))

    def _keep(self, seed: int, fitted: Any, Z_test: np.ndarray) -> None:
        """Note what a seed says about the rows kept back."""
        outputs = fitted.predict(Z_test) if self.task == "regression" else fitted.decision_function(Z_test)
        self._classes = getattr(fitted, "classes_", self._classes)
        self._sums[seed % 2] = self._sums.get(seed % 2, 0.0) + outputs
        self.values.append(self._values(outputs))
        self.left_out.append(float(fitted.loo_.error))
        self.fingerprints.append(fingerprint(fitted))

    def ensemble_values(self) -> np.ndarray:
        """Return one value for each row kept back, of the mean of what all seeds say."""
        return self._values(sum(self._sums.values()) / len(self.values))

    def half_ensembles(self) -> list[np.ndarray]:
        """Return the same of two ensembles: the even seeds, and the odd ones."""
        n = len(self.values)
        return [self._values(self._sums[odd] / ((n + 1 - odd) // 2)) for odd in (0, 1) if odd in self._sums]

    def _values(self, outputs: Any) -> np.ndarray:
        """Return one value for each row kept back: right or wrong, share of labels, or absolute error."""
        if self.task == "regression":
            said = outputs
        elif self.task == "multilabel":
            said = (outputs > 0).astype(np.int64)
        else:
            said = self._classes[(outputs > 0).astype(int) if outputs.ndim == 1 else outputs.argmax(axis=1)]
        return row_values(self.task, self.truth, said)
