"""What must hold of a model that came in a file, beyond that it could be put together."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np
from sklearn.compose import ColumnTransformer

from elmweb import estimators
from elmweb.examples.cell import VECTOR_ROLES
from elmweb.peers import PeerClassifier, PeerRegressor, check_learned, is_peer
from elmweb.preprocessing.features import Feature
from elmweb.training.model import TrainedModel

__all__ = ["check_model", "predicts_all"]

_TASKS = ("binary", "multiclass", "regression", "multilabel")
_ROLES = ("number", "category", "date", "text", *VECTOR_ROLES)
_MOST_INPUTS = 1_000_000
_LARGEST = 1e200  # tables have numbers up to 1e150
_NUMBERS = ("mean_", "scale_", "var_")  # of a scaler, also where no prediction uses them
# Estimates of an error that could not be made, and what scikit-learn takes for missing.
_MAY_BE_NAN = {"missing_values", "gcv_errors", "errors", "alpha_errors", "width_errors", "seed_scores"}


def check_model(model: Any) -> None:
    """Raise an error unless a model from a file is one that elmweb can use.

    Parameters
    ----------
    model : Any
        What the file holds.

    Raises
    ------
    TypeError
        A part is of another type than it has in every model that is saved.
    ValueError
        A part has a value that it has in no such model.
    """
    known = (*(thing for thing in vars(estimators).values() if isinstance(thing, type)), PeerClassifier, PeerRegressor)
    if isinstance(model, TrainedModel):
        _check_types(model, TrainedModel, "model")
        _check_trained(model)
    estimator = model.estimator if isinstance(model, TrainedModel) else model
    if not isinstance(estimator, known):
        raise TypeError("it holds no model")
    n_inputs = getattr(estimator, "n_features_in_", None)
    if n_inputs is None or not _is(n_inputs, int) or not 0 < int(n_inputs) <= _MOST_INPUTS:
        raise ValueError("it has no number of inputs")
    if is_peer(estimator):
        check_learned(estimator)
    _check_finite(model, "model", set())


def _check_trained(model: TrainedModel) -> None:
    """Check what the types of a trained model leave open."""
    steps = model.pipeline.steps
    if [name for name, _ in steps] != ["prepare", "elm"] or not isinstance(steps[0][1], ColumnTransformer):
        raise TypeError("its steps are no preprocessing and no estimator")
    if model.task not in _TASKS or not model.targets:
        raise ValueError("its task or its targets are unknown")
    _check_features(model.features)
    if (model.task == "regression") == bool(model.classes):
        raise ValueError("its classes do not fit its task")
    if not 0 < model.n_train <= 2**53 or not 0 <= model.n_test <= 2**53:
        raise ValueError("its numbers of rows are none")
    if model.threshold is not None and not (model.task == "binary" and 0 <= model.threshold <= 1):
        raise ValueError("its threshold does not fit its task")
    numbers = [*model.error_range, model.fit_seconds, model.settings.scale, model.settings.alpha]
    numbers += [end for feature in model.features for end in (feature.low, feature.high, feature.middle)]
    if any(isinstance(number, float) and not np.isfinite(number) for number in numbers):
        raise ValueError("a number in it is not finite")
    search = model.search
    pairs = ("alphas", "alpha_errors"), ("widths", "width_errors"), ("seeds", "seed_scores")
    for places, values in ((getattr(search, one), getattr(search, other)) for one, other in pairs):
        if places.ndim != 1 or places.shape != values.shape or {places.dtype.kind, values.dtype.kind} - set("iuf"):
            raise ValueError("the errors of its search do not fit its settings")


def _check_features(features: tuple[Feature, ...]) -> None:
    """Check the descriptions of the columns."""
    if len({feature.name for feature in features}) != len(features):
        raise ValueError("two of its columns have one name")
    for feature in features:
        if feature.role not in _ROLES:
            raise ValueError("the role of one of its columns is unknown")
        if feature.step is not None and not feature.step > 0:
            raise ValueError("the step of one of its columns is none")
        kind = float if feature.role == "number" else str
        if not all(end is None or _is(end, kind) for end in (feature.low, feature.high, feature.middle)):
            raise TypeError(f"the range of a column of the role {feature.role} is of another type")


def predicts_all(model: TrainedModel, rows: np.ndarray) -> bool:
    """Return whether a trained model predicts something for rows that it was given, in all ways that the page asks for.

    Parameters
    ----------
    model : TrainedModel
        The model.
    rows : ndarray (n, n_inputs)
        Preprocessed rows.

    Returns
    -------
    bool
        Whether labels and numbers have the right shape and are finite.
    """
    said = np.asarray(model.answers(rows))
    if model.task == "regression":
        return said.shape == (len(rows),) and bool(np.isfinite(said).all())
    shape = (len(rows), len(model.classes))
    proba = np.asarray(model.estimator.predict_proba(rows))
    right = proba.shape == shape and bool(((proba >= 0) & (proba <= 1)).all())
    if model.task == "multilabel":
        return right and said.shape == shape
    return right and said.shape == (len(rows),) and set(map(str, said)) <= set(map(str, model.classes))


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _check_types(thing: Any, cls: type, where: str) -> None:
    """Raise an error unless the fields of a dataclass have the types that it declares."""
    for field in fields(cls):
        value, wanted = getattr(thing, field.name), _hints(cls)[field.name]
        if not _is(value, wanted):
            raise TypeError(f"{field.name} of its {where} is of another type")
        for part in value if isinstance(value, tuple) else (value,):
            if is_dataclass(part):
                _check_types(part, type(part), field.name)


_KINDS = {float: (int, float, np.integer, np.floating), int: (int, np.integer), bool: (bool, np.bool_), Any: object}


def _is(value: Any, wanted: Any) -> bool:
    """Return whether a value has a type, as annotations of elmweb's dataclasses write them."""
    origin, args = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        return any(_is(value, one) for one in args)
    if origin is tuple:
        wanted_items = [args[0]] * len(value) if isinstance(value, tuple) and args[-1] is Ellipsis else args
        return isinstance(value, tuple) and len(value) == len(wanted_items) and all(map(_is, value, wanted_items))
    truth = isinstance(value, bool) and wanted in (float, int)  # Python's truth values are integers
    return not truth and isinstance(value, _KINDS.get(wanted, wanted))


def _check_finite(thing: Any, where: str, seen: set[int]) -> None:
    """Raise an error where a fitted object holds a number that is not finite, or none where there must be some."""
    if where in _NUMBERS and thing is not None and np.asarray(thing).dtype.kind not in "iuf":
        raise TypeError(f"{where} holds something else than numbers")
    if isinstance(thing, float | np.floating | np.ndarray):
        numbers = np.asarray(thing)
        if numbers.dtype.kind == "f" and where not in _MAY_BE_NAN and not (np.abs(numbers) <= _LARGEST).all():
            raise ValueError(f"{where} holds a number that is not finite, or too large to calculate with")
        return
    if isinstance(thing, dict):
        parts = [(where, item) for item in thing.values()]
    elif isinstance(thing, list | tuple):
        parts = [(where, item) for item in thing]
    elif type(thing).__module__.split(".")[0] in ("elmweb", "sklearn") and id(thing) not in seen:
        seen.add(id(thing))
        names = [field.name for field in fields(thing)] if is_dataclass(thing) else list(vars(thing))
        parts = [(name, getattr(thing, name)) for name in names]
    else:
        return
    for name, part in parts:
        _check_finite(part, name, seen)
