"""Files of sums: one person's rows as sums, several of them added up, and the pooled model.

A file has what must agree (how columns are read and scaled, the layer and the classes, as a model file whose output
weights are zero) and the sums. Files can be added when that first part is the same, byte for byte.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from elmweb.audit.sums import Sums, check_enough, empty_sums, pooled, summed
from elmweb.data.dataset import Dataset
from elmweb.estimators.core.forget import rows_in_layer
from elmweb.estimators.core.readout import OUTPUTS_OF_ROWS
from elmweb.exceptions import ExportError, ModelFileError
from elmweb.export import load_model, save_model
from elmweb.formatting import file_stem, quantity
from elmweb.training.model import Search, TrainedModel
from elmweb.words.engine import common, workbench_saved as words
from elmweb.workbench.protocol import ExportFile

__all__ = ["Shared", "joined", "make_recipe", "pooled_model", "read_sums", "sums_file"]

_FORMAT = 1
_LARGEST = 400_000_000  # bytes of a part of a file
_PARTS = ("sums.json", "sums.npz", "recipe.elm.zip")


@dataclass(frozen=True, eq=False)
class Shared:
    """What a file of sums holds.

    Parameters
    ----------
    name : str
        Of the file.
    recipe : bytes
        A model file without output weights: what must agree.
    model : TrainedModel
        The same, loaded.
    sums : Sums
        Of the rows.
    """

    name: str
    recipe: bytes
    model: TrainedModel
    sums: Sums

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return int(self.sums.n_rows)


def make_recipe(model: TrainedModel, Z: np.ndarray) -> bytes:
    """Return what must agree between people who add up their sums.

    Parameters
    ----------
    model : TrainedModel
        Its preprocessing, layer and classes are taken.
    Z : ndarray of shape (n, d)
        Some inputs.

    Returns
    -------
    bytes
        A model file whose output weights are zero.

    Raises
    ------
    ExportError
        The layer is made of rows.
    """
    if rows_in_layer(model.estimator, Z):
        raise ExportError(
            words.NO_SUMS,
            rule=words.RANDOM_UNITS,
            value=type(model.estimator).__name__,
            hints=(words.TRAIN_AN_ELM,),
        )
    estimator = copy(model.estimator)
    for name in (*OUTPUTS_OF_ROWS, "conformal_scores_"):
        vars(estimator).pop(name, None)
    estimator.coef_ = np.zeros_like(estimator.coef_)
    estimator.intercept_ = 0.0 if np.ndim(estimator.intercept_) == 0 else np.zeros_like(estimator.intercept_)
    estimator.loo_ = replace(estimator.loo_, leverage=None)
    return save_model(_plain(model, estimator, 1), for_pages=False)  # a model file has learned from some row


def _plain(model: TrainedModel, estimator: Any, n_rows: int) -> TrainedModel:
    """Return a model with another estimator, and without what was found out about rows."""
    one = np.array([float(estimator.alpha_)])
    width, nothing = np.array([estimator.layer_.n_hidden]), np.full(1, np.nan)
    search = Search(one, nothing, width, nothing, np.array([model.settings.seed]), nothing, 0, 0, 0)
    pipeline = type(model.pipeline)([("prepare", model.preprocessor), ("elm", estimator)])
    return replace(
        model, pipeline=pipeline, search=search, error_range=(0.0, 0.0), n_train=n_rows, n_test=0, n_refit=0,
        fit_seconds=0.0, stopped_at=None,
    )  # fmt: skip


def sums_file(recipe: bytes, dataset: Dataset) -> ExportFile:
    """Return the sums of a table's rows as a file.

    Parameters
    ----------
    recipe : bytes
        From :func:`make_recipe`, one's own or somebody else's.
    dataset : Dataset
        All of its rows are added up.

    Returns
    -------
    ExportFile
        A zip file.

    Raises
    ------
    ExportError
        The table does not fit, or there are too few rows.
    """
    model = _loaded(recipe, "recipe")
    if dataset.task != model.task or tuple(dataset.targets) != tuple(model.targets):
        raise ExportError(
            words.ANOTHER_QUESTION,
            rule=words.question(list(model.targets), common.TASKS[model.task]),
            value=words.question(list(dataset.targets), common.TASKS[dataset.task]),
            hints=(words.SAME_COLUMN,),
        )
    unknown = sorted(set(dataset.classes) - set(model.classes)) if dataset.classes else []
    if unknown:
        raise ExportError(
            words.UNKNOWN_ANSWERS, rule=words.answers(list(model.classes), 8),
            value=words.answers(unknown, 5), hints=(words.TAKE_OUT_OR_BEGIN,),
        )  # fmt: skip
    Z, y = model.inputs(dataset.X), dataset.y
    counts = {name: int((y == name).sum()) for name in dataset.classes}
    check_enough(len(y), min(Z.shape[1], len(model.features)), model.estimator.layer_.n_hidden, counts)
    sums = summed(model.estimator, Z, y)
    facts = {
        "what": "elmweb sums", "format": _FORMAT, "n_rows": len(y), "targets": list(model.targets),
        "classes": counts, "n_hidden": model.estimator.layer_.n_hidden, "seed": model.settings.seed,
        "activation": model.settings.activation, "recipe_sha256": hashlib.sha256(recipe).hexdigest(),
    }  # fmt: skip
    arrays, file = io.BytesIO(), io.BytesIO()
    np.savez_compressed(arrays, allow_pickle=False, **sums.state())
    parts = (json.dumps(facts, indent=2, ensure_ascii=False).encode(), arrays.getvalue(), recipe)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in zip(_PARTS, parts, strict=True):
            archive.writestr(name, part)
    note = words.holds_sums(len(y))
    name = f"{file_stem(dataset.name)}.elm-sums.zip"
    return {"filename": name, "mime": "application/zip", "data": file.getvalue(), "note": note}


def read_sums(data: bytes, name: str) -> Shared:
    """Read a file of sums, which may come from anybody.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for error messages.

    Returns
    -------
    Shared
        What it holds.

    Raises
    ------
    ModelFileError
        It is none, damaged, or of a newer version.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            large = [one for one in _PARTS if archive.getinfo(one).file_size > _LARGEST]
            if large:
                raise _damaged(name, words.too_large(large[0], _LARGEST))
            facts, arrays, recipe = (archive.read(part) for part in _PARTS)
        told = json.loads(facts)
        if not isinstance(told, dict) or told.get("what") != "elmweb sums":
            raise _damaged(name, words.NOTHING_OF_SUMS)
        if told.get("format") != _FORMAT:
            raise _damaged(name, words.other_format(str(told.get("format")), _FORMAT))
        model = _loaded(recipe, name)
        sums = empty_sums(model.estimator)
        with np.load(io.BytesIO(arrays), allow_pickle=False) as stored:
            sums.restore({key: stored[key] for key in stored.files})
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise _damaged(name, f"{type(error).__name__}: {error}"[:120]) from error
    if not sums.n_rows >= 1 or sums.n_rows % 1:
        raise _damaged(name, words.odd_number_of_rows(quantity(sums.n_rows, 9)))
    return Shared(name, recipe, model, sums)


def joined(files: list[Shared], more: Shared) -> list[Shared]:
    """Return some files and one more.

    Parameters
    ----------
    files : list of Shared
        Those so far.
    more : Shared
        The same sums again, under whatever name, are left out, since they would count the same rows twice. Other sums
        under a name that is there get a number: two people may call their tables alike.

    Returns
    -------
    list of Shared
        In the order in which they came; each has a name of its own.
    """
    if any(_same_sums(one.sums, more.sums) and one.recipe == more.recipe for one in files):
        return files
    names, name, number = {one.name for one in files}, more.name, 1
    while name in names:
        number += 1
        name = f"{more.name} ({number})"
    return [*files, replace(more, name=name)]


def _same_sums(first: Sums, second: Sums) -> bool:
    """Return whether two files are of the same rows: their sums are equal to the last bit."""
    one, other = first.state(), second.state()
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


def pooled_model(files: list[Shared]) -> TrainedModel:
    """Return the model of the rows of all files.

    Parameters
    ----------
    files : list of Shared
        At least one; what must agree does.

    Returns
    -------
    TrainedModel
        Equal to one fitted on all rows with the same preprocessing and layer, and the penalty by generalised
        cross-validation.

    Raises
    ------
    ModelFileError
        Two files do not agree.
    """
    first = files[0]
    total = empty_sums(first.model.estimator)
    for one in files:
        if one.recipe != first.recipe:
            raise _other_recipe(one.name, first.name)
        total.merge(one.sums)  # type: ignore[arg-type]  of one layer, so of one kind
    estimator, error_range = pooled(first.model.estimator, total)
    made = _plain(first.model, estimator, int(total.n_rows))
    settings = replace(made.settings, alpha=float(estimator.alpha_), n_hidden=estimator.layer_.n_hidden)
    return replace(made, error_range=error_range, settings=settings)


def _loaded(recipe: bytes, name: str) -> TrainedModel:
    model, _ = load_model(recipe, name)
    if not isinstance(model, TrainedModel) or rows_in_layer(model.estimator, np.zeros((2, 1))):
        raise _damaged(name, words.NO_RANDOM_LAYER)
    return model


def _damaged(name: str, value: str) -> ModelFileError:
    return ModelFileError(
        words.no_file_of_sums(name), rule=words.SAVED_AS_SUMS, value=value,
        hints=(words.ASK_AGAIN,),
    )  # fmt: skip


def _other_recipe(name: str, first: str) -> ModelFileError:
    return ModelFileError(
        words.not_of_one_layer(name, first),
        rule=words.MATCHING_FILES,
        value=words.ANOTHER_LAYER,
        hints=(words.ONE_BEGINS,),
    )
