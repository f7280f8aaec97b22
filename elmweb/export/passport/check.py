"""Training a model again from its passport, and saying one by one what is equal and what is not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from elmweb.data._options import read_options
from elmweb.data.dataset import Dataset, make_dataset
from elmweb.data.readers import read_table
from elmweb.data.table import Table
from elmweb.evaluation import evaluate, result_dict
from elmweb.exceptions import ElmwebError, ModelFileError
from elmweb.export.passport.compare import Finding, compare, hashes, seal_of, summary
from elmweb.export.passport.record import Recipe, make_passport
from elmweb.export.passport.seal import FORMAT, KIND
from elmweb.formatting import quoted
from elmweb.model_kinds import AUTOMATIC
from elmweb.nesting import MAX_DEPTH, json_depth
from elmweb.training.final import learn_from_all
from elmweb.training.model import Settings, TrainedModel
from elmweb.training.plan import check_settings
from elmweb.training.search import make_training
from elmweb.words.engine import export_common, export_passport as words

__all__ = ["check_files", "read_passport", "recipe_of", "run_check", "train_again"]

_PARTS = ("model", "data", "split", "recipe", "metrics", "time", "notes")


def read_passport(data: bytes, name: str = "passport.json") -> dict[str, Any]:
    """Read a passport.

    Parameters
    ----------
    data : bytes
        Content of the file.
    name : str
        Name of the file, for error messages.

    Returns
    -------
    dict
        The passport; its seal is not checked, see :func:`compare`.

    Raises
    ------
    ModelFileError
        It is none, or of a later version.
    """
    try:
        text = data.decode()
        passport = json.loads(text) if json_depth(text) <= MAX_DEPTH else None
    except ValueError:
        passport = None
    if not isinstance(passport, dict) or passport.get("kind") != KIND:
        raise ModelFileError(
            words.no_passport(name),
            rule=words.SAVED_FROM,
            value=quoted(data[:40].decode(errors="replace")),
            hints=(words.SAVE_AGAIN,),
        )
    if not isinstance(passport.get("format"), int) or passport["format"] > FORMAT:
        raise ModelFileError(
            words.newer(name),
            rule=export_common.format_or_older(FORMAT),
            value=words.this_format(str(passport.get("format"))),
            hints=(words.INSTALL_NEWER,),
        )
    if missing := [part for part in _PARTS if part not in passport]:
        raise ModelFileError(words.incomplete(name), rule=", ".join(_PARTS), value=words.without(", ".join(missing)))
    return passport


def recipe_of(passport: Mapping[str, Any]) -> Recipe:
    """Return how to train the model of a passport.

    Parameters
    ----------
    passport : mapping
        Of a model that was trained on a table.

    Returns
    -------
    Recipe
        Its choices and settings, which have been checked.

    Raises
    ------
    ModelFileError
        It is of a deep model, or a part is missing.
    SettingsError
        A setting is not allowed.
    """
    recipe, known = passport["recipe"], {one.name for one in fields(Settings)}
    try:
        settings = {name: value for name, value in recipe["settings"].items() if name in known}
        if settings.get("model_kind") == AUTOMATIC.id:  # before a blend was chosen for most tables
            settings["model_kind"] = passport["model"]["settings"]["model_kind"]
        return Recipe(
            targets=tuple(recipe["targets"]),
            task=recipe["task"],
            roles=dict(recipe["roles"]),
            switches=dict(recipe["switches"]),
            reading=dict(recipe["reading"]),
            settings=check_settings(settings),
            test_fraction=float(passport["split"]["test_fraction"]),
            seed=int(passport["split"]["seed"]),
            licence=str(passport["data"].get("licence", "")),
            source=str(passport["data"].get("source", "")),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ModelFileError(
            words.NO_RECIPE,
            rule=words.PARTS_OF_A_RECIPE,
            value=f"{type(error).__name__}: {error}",
        ) from error


def train_again(passport: Mapping[str, Any], path: Path | str) -> tuple[dict[str, Any], TrainedModel, Dataset]:
    """Train the model of a passport once more.

    Parameters
    ----------
    passport : mapping
        Of a model that was trained on a table.
    path : Path or str
        The table.

    Returns
    -------
    passport : dict
        That of the new model.
    model : TrainedModel
        The new model.
    dataset : Dataset
        Its rows.

    Raises
    ------
    ElmwebError
        The table cannot be read, or not be trained on as the passport says.
    """
    recipe = recipe_of(passport)
    table = read_table(str(path), options=read_options(recipe.reading))
    dataset = _dataset(table, recipe)
    judged = _trained(dataset, recipe.settings, passport["model"].get("stopped_at"))
    # Where Cancel was pressed, and in earlier passports, the model that was judged is the one that was kept.
    is_refitted = bool(passport["split"].get("n_refit"))
    model = learn_from_all(judged, dataset, recipe.settings) if is_refitted else judged
    result = result_dict(model, evaluate(judged, dataset))
    return make_passport(model, result, recipe, table, dataset, judged=judged), model, dataset


def _dataset(table: Table, recipe: Recipe) -> Dataset:
    task: Any = recipe.task
    roles: Any = recipe.roles
    return make_dataset(
        table, recipe.targets, task, roles, recipe.switches, test_fraction=recipe.test_fraction, seed=recipe.seed
    )


def _trained(dataset: Dataset, settings: Settings, stopped_at: list[int] | None) -> TrainedModel:
    """Train, up to the same step when the first training was stopped."""
    training = make_training(dataset, settings)
    for step in training.run():
        if stopped_at is not None and step.step >= stopped_at[0]:
            break
    return training.best_model()


def check_files(passport: Mapping[str, Any], paths: list[Path]) -> list[Finding]:
    """Compare the files of a deep model with its passport.

    Parameters
    ----------
    passport : mapping
        Of a deep model.
    paths : list of Path
        Its ONNX files, by their names or in the passport's order.

    Returns
    -------
    list of Finding
        The seal, and each file.

    Raises
    ------
    ModelFileError
        There is not one file for each in the passport.
    """
    told = passport.get("files") or []
    if len(told) != len(paths):
        names = ", ".join(str(one.get("file")) for one in told)
        here = ", ".join(path.name for path in paths) or export_common.NONE
        raise ModelFileError(words.FILES_NEEDED, rule=names, value=here)
    by_name = {path.name: path for path in paths}
    found = [seal_of(passport)]
    for one, path in zip(told, paths, strict=True):
        data = by_name.get(one.get("file"), path).read_bytes()
        found.append(hashes(words.file(str(one.get("file"))), one.get("sha256"), hashlib.sha256(data).hexdigest()))
    return found


def run_check(passport_path: Path, paths: list[Path]) -> tuple[list[Finding], str]:
    """Check a passport against its files.

    Parameters
    ----------
    passport_path : Path
        The passport.
    paths : list of Path
        The table, or the ONNX files of a deep model.

    Returns
    -------
    list of Finding
        All that was compared.
    str
        What it comes to.
    """
    passport = read_passport(passport_path.read_bytes(), passport_path.name)
    if "files" in passport:
        found = check_files(passport, paths)
    elif len(paths) != 1:
        raise ElmwebError(words.TABLE_NEEDED, rule=words.ITS_TABLE, value=words.n_files(len(paths)))
    else:
        found = compare(passport, train_again(passport, paths[0])[0])
    return found, summary(found)
