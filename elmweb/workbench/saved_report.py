"""The report in a model file, which is shown only as far as it is one.

What can be said from the model itself is said from it. Of the report only what was measured on the test rows is taken,
and only when each part has the type, and about the size, that the page expects.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

from elmweb.data._cells import cut
from elmweb.evaluation import result_dict
from elmweb.exceptions import ModelFileError
from elmweb.export.passport.seal import KIND, sealed
from elmweb.export.plain import to_json
from elmweb.training.model import TrainedModel
from elmweb.words import LANGUAGES, spoken
from elmweb.words.engine import workbench_saved as words
from elmweb.workbench.protocol import Result

__all__ = ["checked_report", "saved_language", "saved_passport"]

_HEADLINE_LENGTH = 24  # more would cover the page
_TEXT_LENGTH = 4_000
_MOST = 100_000  # entries of a list
_LARGEST_COUNT = 2**53

Check = Callable[[Any], bool]


def checked_report(model: TrainedModel, report: Any, name: str) -> Result:
    """Return what the page shows of a model that was saved.

    Parameters
    ----------
    model : TrainedModel
        The model.
    report : Any
        What stood in its file; None when it was saved alone.
    name : str
        Name of the file, for error messages.

    Returns
    -------
    Result
        As after training.

    Raises
    ------
    ModelFileError
        The report is none of elmweb, or of another model.
    """
    said = to_json(result_dict(model))
    if report is None:
        return cast("Result", said)
    if not isinstance(report, dict):
        raise _not_shown(name, words.A_LIST_OF_PARTS, type(report).__name__)
    for key in ("task", "targets", "classes"):
        if report.get(key) != said[key]:
            raise _not_shown(name, words.of_the_model(key, cut(str(said[key]))), cut(str(report.get(key))))
    known = {*map(str, model.classes), *map(str, model.targets)}
    for key, check in _parts(known).items():
        if key in report:
            if not check(report[key]):
                raise _not_shown(name, words.as_shown(key), cut(str(report[key])))
            said[key] = report[key]
    said["form"] = _in_order(said["form"], report.get("form"))
    return cast("Result", said)


def saved_language(report: Any) -> str:
    """Return the language in which a report was written.

    Parameters
    ----------
    report : Any
        What stood in a model's file; None when it was saved alone.

    Returns
    -------
    str
        English where nothing is said of it; of a model alone everything is said anew.
    """
    if not isinstance(report, dict):
        return spoken()
    language = report.get("language", "en")
    return language if language in LANGUAGES else "en"


def saved_passport(report: Any, name: str) -> dict[str, Any] | None:
    """Return the passport that came with a model.

    Parameters
    ----------
    report : Any
        What stood in its file.
    name : str
        Name of the file, for error messages.

    Returns
    -------
    dict or None
        None where there is none, as in files of earlier versions.

    Raises
    ------
    ModelFileError
        It was changed after it was written.
    """
    passport = report.get("passport") if isinstance(report, dict) else None
    if passport is None:
        return None
    if not isinstance(passport, dict) or passport.get("kind") != KIND or sealed(passport) != passport:
        raise _not_shown(name, words.AS_WRITTEN, cut(str(passport)))
    return passport


def _parts(known: set[str]) -> dict[str, Check]:
    """Return how each part that was measured is checked."""
    text, number = _text, _number
    label = partial(_label, known=known)
    numbers = partial(_list, of=number)
    scores = {"name": text, "kind": text, "score": number, "low": number, "high": number, "seconds": number}
    return {
        "headline": partial(_dict, of={"number": _short, "unit": _short, "sentence": text, "note": text}),
        "scores": partial(_list, of=partial(_score, of={**scores, "text": text, "note": text}), most=50),
        "measures": partial(_list, of=partial(_dict, of={"name": text, "value": number, "text": text}), most=50),
        "groups": partial(_list, of=partial(_dict, of=_GROUP), most=200),
        "confusion": partial(_or_none, of=partial(_confusion, label=label)),
        "roc": partial(_curve, x="fpr", y="tpr", area="auc"),
        "pr": partial(_curve, x="recall", y="precision", area="average"),
        "residuals": partial(_or_none, of=partial(_pair, x="true", y="predicted")),
        "labels": partial(
            _or_none, of=partial(_list, of=partial(_dict, of={"label": label, "right": number, "f1": number}))
        ),
        "calibration": partial(
            _or_none,
            of=partial(
                _dict,
                of={
                    "bins": partial(_list, of=lambda row: numbers(row) and len(row) == 3),
                    "ece": partial(_or_none, of=number),
                    "ece_before": partial(_or_none, of=number),
                    "sentence": text,
                },
            ),
        ),
        "how": partial(_list, of=text, most=100),
        "texts": partial(_list, of=text, most=100),
    }


def _text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _TEXT_LENGTH


def _short(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _HEADLINE_LENGTH


def _label(value: Any, known: set[str]) -> bool:
    return isinstance(value, str) and (value in known or _text(value))


def _number(value: Any) -> bool:
    if isinstance(value, int):
        return not isinstance(value, bool) and abs(value) <= _LARGEST_COUNT
    return isinstance(value, float) and math.isfinite(value)


def _or_none(value: Any, of: Check) -> bool:
    return value is None or of(value)


def _list(value: Any, of: Check, most: int = _MOST) -> bool:
    return isinstance(value, list) and len(value) <= most and all(map(of, value))


def _dict(value: Any, of: Mapping[str, Check]) -> bool:
    """Return whether a value has all of these keys, each with what it should hold, and no other."""
    return isinstance(value, dict) and value.keys() == of.keys() and all(check(value[key]) for key, check in of.items())


def _score(value: Any, of: Mapping[str, Check]) -> bool:
    """Return whether a value is a row of the comparison; of earlier versions it has neither search nor ranking."""
    more: dict[str, Check] = {"search_seconds": _number, "auc": partial(_or_none, of=_number)}
    return _dict(value, {**of, **more}) or _dict(value, of)


def _confusion(value: Any, label: Check) -> bool:
    of = {"labels": partial(_list, of=label), "counts": partial(_list, of=partial(_list, of=_count))}
    return _dict(value, of) and all(len(row) == len(value["labels"]) for row in (value["counts"], *value["counts"]))


def _count(value: Any) -> bool:
    return _number(value) and isinstance(value, int) and value >= 0


def _pair(value: Any, x: str, y: str, **more: Check) -> bool:
    """Return whether a value has two lists of numbers that are equally long."""
    numbers = partial(_list, of=_number)
    return _dict(value, {x: numbers, y: numbers, **more}) and len(value[x]) == len(value[y])


def _curve(value: Any, x: str, y: str, area: str) -> bool:
    return value is None or _pair(value, x, y, **{area: _number, "sentence": _text})


_GROUP: dict[str, Check] = {
    "column": _text,
    "group": _text,
    "n": _count,
    "score": _number,
    "low": partial(_or_none, of=_number),  # of a single group there is no range
    "high": partial(_or_none, of=_number),
    "stands_out": lambda value: isinstance(value, bool),
}


def _in_order(form: list[dict[str, Any]], saved: Any) -> list[dict[str, Any]]:
    """Return the fields of the model in the order in which they were saved: the most useful ones first."""
    names = (
        [field.get("name") if isinstance(field, dict) else None for field in saved] if isinstance(saved, list) else []
    )
    place = {name: at for at, name in enumerate(names) if isinstance(name, str)}
    fields = sorted(form, key=lambda field: place.get(field["name"], len(place)))
    shown = sum(field["shown"] for field in form)
    return [{**field, "shown": at < shown} for at, field in enumerate(fields)]


def _not_shown(name: str, rule: str, value: str) -> ModelFileError:
    return ModelFileError(
        words.report_changed(name),
        rule=rule,
        value=value,
        hints=(words.TRAIN_AND_SAVE,),
    )
