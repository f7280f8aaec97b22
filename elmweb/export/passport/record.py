"""The passport of a model that was trained on a table."""

from __future__ import annotations

import datetime as dt
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
import scipy
import sklearn

from elmweb import __version__
from elmweb.compute import kernel_in_thread
from elmweb.data.dataset import Dataset
from elmweb.data.table import Table
from elmweb.export.model_file import proof_of
from elmweb.export.passport.hashes import column_hashes, model_facts, numbers_hash, texts_hash
from elmweb.export.passport.seal import FORMAT, KIND, sealed, sha256_of
from elmweb.export.plain import to_json
from elmweb.model_kinds import find_model_kind
from elmweb.training.model import Settings, TrainedModel

__all__ = ["Recipe", "make_passport", "versions"]

_PREDICTED = 10_000  # rows whose predictions are hashed


@dataclass(frozen=True)
class Recipe:
    """How a model was trained: with its table, all that is needed to train it again.

    Parameters
    ----------
    targets : tuple of str
        The columns to predict.
    task : str
        ``"binary"``, ``"multiclass"``, ``"regression"`` or ``"multilabel"``.
    roles : mapping of str to str
        The role of each column.
    switches : mapping of str to bool
        Findings that were switched, by their ids.
    reading : mapping of str to object
        How the file was read, as far as that was chosen; see :func:`elmweb.data._options.read_options`.
    settings : Settings
        What was asked for; None was chosen automatically.
    test_fraction : float
        Fraction of the rows in the test set.
    seed : int
        Seed of the split.
    licence, source : str
        Of the table, where known.
    """

    targets: tuple[str, ...]
    task: str
    roles: Mapping[str, str]
    switches: Mapping[str, bool] = field(default_factory=dict)
    reading: Mapping[str, Any] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    test_fraction: float = 0.2
    seed: int = 0
    licence: str = ""
    source: str = ""


def make_passport(
    model: TrainedModel,
    result: Mapping[str, Any],
    recipe: Recipe,
    table: Table,
    dataset: Dataset,
    *,
    judged: TrainedModel | None = None,
) -> dict[str, Any]:
    """Return the passport of a trained model.

    Parameters
    ----------
    model : TrainedModel
        The model.
    result : mapping
        Its report, from :func:`elmweb.evaluation.result_dict`.
    recipe : Recipe
        How it was trained.
    table : Table
        What it was trained on.
    dataset : Dataset
        The rows that came of it.
    judged : TrainedModel, optional
        The model that was judged, where `model` has learned from the held-out rows since.

    Returns
    -------
    dict
        Plain data for JSON. It holds no row of the table, but the names of columns and of their kinds.
    """
    facts, kind = model_facts(model), find_model_kind(model.settings.model_kind)
    said = to_json(dict(result))
    passport = {
        "kind": KIND,
        "format": FORMAT,
        "of": "a model trained on a table",
        "written": dt.datetime.now(dt.UTC).date().isoformat(),
        "model": {
            "name": kind.name,
            "predicts": list(model.targets),
            "task": model.task,
            "classes": [str(label) for label in model.classes],
            "stopped_at": None if model.stopped_at is None else list(model.stopped_at),
            **facts,
            "settings": to_json(vars(model.settings)),
            "n_inputs": int(model.estimator.n_features_in_),
            **({} if model.threshold is None else {"threshold": model.threshold}),
        },
        "data": _data(table, recipe),
        "split": {
            "how": dataset.split.sentence,
            "test_fraction": recipe.test_fraction,
            "seed": recipe.seed,
            "n_train": model.n_train,
            "n_test": model.n_test,
            "n_refit": model.n_refit,
            "test_rows_sha256": numbers_hash(dataset.rows[dataset.test]),
        },
        "recipe": {
            "targets": list(recipe.targets),
            "task": recipe.task,
            "roles": dict(recipe.roles),
            "switches": dict(recipe.switches),
            "reading": _plain_reading(recipe.reading),
            "settings": to_json(vars(recipe.settings)),
            "check": "python -m elmweb.export.passport check passport.json TABLE",
        },
        "versions": versions(),
        "metrics": {
            "headline": said["headline"],
            "score_name": said["score_name"],
            "higher_is_better": said["higher_is_better"],
            "scores": said["scores"],
            "measures": said["measures"],
            "n_predictions": len(dataset.test[:_PREDICTED]),
            "predictions_sha256": _predictions_hash(judged or model, dataset),
        },
        "calibration": said["calibration"],
        "groups": said["groups"],
        "time": {"train_seconds": model.fit_seconds},
        "probe": to_json(proof_of(model)),
        "notes": [*said["how"], *dataset.notes],
    }
    return sealed(to_json(passport))


def versions() -> dict[str, str]:
    """Return what a training runs on: another version or another machine may round differently."""
    return {
        "elmweb": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "pandas": pd.__version__,
        "machine": f"{sys.platform} {platform.machine()}".strip(),
        "arithmetic": "WebAssembly kernels" if kernel_in_thread("float") is not None else "BLAS",
    }


def _data(table: Table, recipe: Recipe) -> dict[str, Any]:
    columns = column_hashes(table.frame)
    n_rows = table.n_rows if table.file is None else table.file.n_rows
    return {
        "name": table.name,
        "n_rows": n_rows,
        "n_hashed": table.n_rows,
        "n_columns": table.n_columns,
        "sha256": sha256_of([list(columns.items()), table.n_rows]),
        "columns": columns,
        "licence": recipe.licence,
        "source": recipe.source,
    }


def _plain_reading(reading: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a file is read as plain data."""
    plain = to_json(dict(reading))
    if columns := reading.get("columns"):
        plain["columns"] = {name: to_json(dict(one)) for name, one in columns.items()}
    return plain


def _predictions_hash(model: TrainedModel, dataset: Dataset) -> str:
    """Return the sha256 of what the model says of the test rows, without a threshold, which training has not."""
    predicted = np.asarray(replace(model, threshold=None).predict(dataset.X.iloc[dataset.test[:_PREDICTED]]))
    if model.task in ("binary", "multiclass"):
        return texts_hash(np.array([str(label) for label in predicted], dtype=object))
    return numbers_hash(predicted)
