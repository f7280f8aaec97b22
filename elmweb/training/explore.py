"""A small model that follows the sliders: its score and its decision surface, many times a second.

A few hundred training rows are enough to show the effect of a setting. They are preprocessed once; each
setting then costs one hidden layer and one factorisation, a few hundredths of a second in a
browser. The score is exact leave-one-out, so that no row is scored by a model that was fitted on it.

The surface shows the model as a function of two columns, with all others at their median.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn.feature_selection import f_classif, f_regression
from sklearn.pipeline import Pipeline

from elmweb.data._frames import frame_of, labels_of
from elmweb.data.dataset import Dataset
from elmweb.data.sampling import some_rows
from elmweb.estimators import RidgePath, iter_fit
from elmweb.formatting import in_100, score
from elmweb.model_kinds import AUTOMATIC, find_model_kind, make_estimator
from elmweb.preprocessing.matching import as_inputs
from elmweb.preprocessing.prepare import Prepared, iter_prepare
from elmweb.preprocessing.preprocessor import column_slices
from elmweb.progress import map_steps
from elmweb.training.folds import folds_of
from elmweb.training.model import Settings
from elmweb.words.engine import training as words

__all__ = ["Explorer", "iter_explorer"]

_ROWS = 500  # few enough to respond at once; the standard error of a score is then about 2 percentage points
_WIDTH = 128  # where the width is chosen automatically
_GRID = 48  # points per side of the surface; fewer when rows have many inputs
_LEAST_GRID = 16
_NUMBERS = 5_000_000  # in the inputs of all points
_COLUMNS = 200  # that are offered for the surface
_POINTS = 200  # rows drawn on it


class Explorer:
    """Small models on some preprocessed training rows.

    Parameters
    ----------
    dataset : Dataset
        Its training rows are used.
    data : Prepared
        The same rows, preprocessed.
    """

    def __init__(self, dataset: Dataset, data: Prepared) -> None:
        self.dataset, self.data = dataset, data
        self._is_regression = dataset.task == "regression"
        self._together = folds_of(dataset.groups_of(dataset.train), _WIDTH)
        self.columns = self._ranked_columns()
        self._path: tuple[Settings | None, Any] = (None, None)  # settings but for the penalty, and their factorisation
        self._seen: Settings | None = None
        self._grids: dict[tuple[str, str], tuple[np.ndarray, np.ndarray, np.ndarray]] = {}

    def explore(self, settings: Settings, x: str | None = None, y: str | None = None) -> dict[str, Any]:
        """Fit the small model, and return its score and its surface.

        Parameters
        ----------
        settings : Settings
            Values of the sliders.
        x, y : str, optional
            Columns of the surface; by default, and where there is no such column, the most informative ones.

        Returns
        -------
        dict
            As in :class:`elmweb.workbench.protocol.Exploration`.
        """
        started = time.perf_counter()
        estimator = self._fitted(settings)
        across = [name for name in (x, y) if name in self.columns]
        across = list(dict.fromkeys([*across, *self.columns]))[:2]
        surface = self._surface(estimator, *across) if len(across) == 2 else None
        score = self._score(estimator.loo_.error)
        return {
            "score": score,
            "text": self._text(score),
            "n_rows": len(self.data.Z),
            "n_hidden": estimator.loo_.n_hidden,
            "alpha": estimator.alpha_,
            "columns": self.columns,
            "surface": surface,
            "seconds": time.perf_counter() - started,
        }

    def _fitted(self, settings: Settings) -> Any:
        """Return the fitted model; while only the penalty changes, all models share one factorisation."""
        n_hidden = settings.n_hidden or min(_WIDTH, len(self.data.Z))
        if settings.model_kind == AUTOMATIC.id:  # one layer, which is fitted while a slider moves
            settings = replace(settings, model_kind="elm")
        asked = replace(settings, n_hidden=n_hidden, alpha=None)
        model_kind = find_model_kind(settings.model_kind)
        if asked == self._path[0]:
            return self._path[1].fitted(settings.alpha)
        estimator = make_estimator(
            model_kind,
            self.dataset.task,
            n_hidden=n_hidden,
            activation=settings.activation,
            alpha="loo" if settings.alpha is None else settings.alpha,
            scale=settings.scale,
            arithmetic=settings.arithmetic,
            random_state=settings.seed,
        )
        # The first model of a given penalty is fitted by Cholesky, several times cheaper than the factorisation for
        # all penalties; a second request at these settings shows that the penalty is being varied.
        by_path = model_kind.by_widths and settings.arithmetic == "float"  # integers have a solver of their own
        if by_path and (settings.alpha is None or asked == self._seen):
            self._path = (asked, RidgePath(estimator, self.data.Z, self.data.y, self._together))
            return self._path[1].fitted(settings.alpha)
        self._seen = asked
        for _ in iter_fit(estimator, self.data.Z, self.data.y, groups=self._together):
            pass
        return estimator

    def _score(self, error: float) -> float:
        if self._is_regression:
            variance = float(self.data.y.var())
            return 1 - error / variance if variance else 0.0
        return 100 * (1 - error)

    def _text(self, value: float) -> str:
        left_out = "row" if self._together is None else self.dataset.left_out
        if self._is_regression:
            return words.r2_on(score(value), len(self.data.Z), left_out)
        return words.right_on(in_100(value / 100, 1), len(self.data.Z), left_out)

    def _ranked_columns(self) -> list[str]:
        """Return the most informative number columns, the best first."""
        Z, y = self.data.Z, self.data.y
        target = y if y.ndim == 1 else y[:, 0]
        with np.errstate(all="ignore"):
            statistic, _ = (f_regression if self._is_regression else f_classif)(Z, target)
        statistic = np.nan_to_num(statistic, nan=-1.0, posinf=np.finfo(np.float64).max)
        by_name = {name: statistic[at].max(initial=-1.0) for name, at in column_slices(self.data.preprocessor).items()}
        numbers = [feature.name for feature in self.data.features if feature.role == "number"]
        numbers = sorted(numbers, key=lambda name: -by_name.get(name, -1.0))[:_COLUMNS]
        return [name for name in numbers if np.less(*self._range(name))]

    def _range(self, name: str) -> tuple[float, float]:
        """Return the range between the 1st and 99th percentile of a column, with a small margin."""
        cells = pd.to_numeric(self.dataset.X[name].iloc[self.dataset.train], errors="coerce").to_numpy(float)
        cells = cells[np.isfinite(cells)]
        if not len(cells):
            return 0.0, 0.0
        low, high = np.quantile(cells, [0.01, 0.99])
        return low - 0.04 * (high - low), high + 0.04 * (high - low)

    def _surface(self, estimator: Any, x: str, y: str) -> dict[str, Any]:
        """Return the predictions over a grid of two columns, and some training rows."""
        if (x, y) not in self._grids:
            self._grids = {(x, y): self.grid(x, y)}
        xs, ys, Z = self._grids[x, y]
        rows = self.dataset.X.iloc[self.dataset.train[:_POINTS]]
        points = {"x": rows[x].to_numpy(float, na_value=np.nan), "y": rows[y].to_numpy(float, na_value=np.nan)}
        surface = {"x": x, "y": y, "points": points}
        surface |= {"x_range": xs[[0, -1]].tolist(), "y_range": ys[[0, -1]].tolist()}
        targets = self.data.y[:_POINTS]
        if self._is_regression:
            surface["values"] = estimator.predict(Z).reshape(len(ys), len(xs))
            points["value"] = targets.astype(float)
            return surface | {"classes": []}
        # Of several labels the surface shows the first.
        proba = estimator.predict_proba(Z)
        several = self.data.y.ndim == 2
        if several:
            proba, targets = np.column_stack([1 - proba[:, 0], proba[:, 0]]), targets[:, 0]
        surface["values"] = proba.argmax(axis=1).reshape(len(ys), len(xs))
        surface["sure"] = proba.max(axis=1).reshape(len(ys), len(xs))
        classes = [0, 1] if several else list(estimator.classes_)
        points["value"] = np.array([classes.index(target) for target in targets], dtype=float)
        names = ["no", "yes"] if several else labels_of(pd.Series(estimator.classes_, dtype=estimator.classes_.dtype))
        return surface | {"classes": [str(name) for name in names]}

    def grid(self, x: str, y: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return both axes and the preprocessed inputs of every point, row by row.

        Parameters
        ----------
        x, y : str
            Two of :attr:`columns`.

        Returns
        -------
        xs, ys : ndarray of shape (side,)
            Values of the two columns.
        Z : ndarray of shape (side * side, n_inputs)
            Inputs, the other columns at their median.

        Notes
        -----
        Since columns are preprocessed independently, as many rows as a side has points are enough: the inputs of x and
        of y are combined for every point.
        """
        side = int(np.clip(np.sqrt(_NUMBERS / self.data.Z.shape[1]), _LEAST_GRID, _GRID))
        xs, ys = (np.linspace(*self._range(name), side) for name in (x, y))
        cells = {
            feature.name: np.full(side, feature.middle, dtype=float if feature.role == "number" else object)
            for feature in self.data.features
        }
        inputs, _ = as_inputs(frame_of({**cells, x: xs, y: ys}), self.data.features)
        parts = Pipeline([("prepare", self.data.preprocessor)]).transform(inputs)
        slices = column_slices(self.data.preprocessor)
        Z = np.tile(parts, (side, 1))
        Z[:, slices[y]] = np.repeat(parts[:, slices[y]], side, axis=0)
        return xs, ys, Z


def iter_explorer(dataset: Dataset) -> Generator[str, None, Explorer]:
    """Preprocess some training rows for an explorer.

    Parameters
    ----------
    dataset : Dataset
        The data.

    Yields
    ------
    str
        What is being done, for the progress message.

    Returns
    -------
    Explorer
        Ready for :meth:`Explorer.explore`.
    """
    classes = dataset.task in ("binary", "multiclass")
    rows = dataset.train[some_rows(dataset.y[dataset.train], _ROWS, classes=classes, seed=0)]
    few = replace(dataset, train=rows)
    data = yield from map_steps(iter_prepare(few), lambda text: text)
    return Explorer(few, data)
