"""Two passports side by side: what is equal, and each difference by its name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from elmweb.export.passport.seal import sealed
from elmweb.formatting import quantity, quoted
from elmweb.words.engine import export_common, export_passport as words

__all__ = ["Finding", "compare", "hashes", "seal_of", "summary"]

_ROUNDING = 1e-4  # what two kinds of arithmetic may make of the same model; the kernels' floats have 32 bits
_ENDS = ("score", "low", "high")
_NAMED = 4
_SHOWN = 12  # digits of a hash


@dataclass(frozen=True)
class Finding:
    """One thing that was compared.

    Parameters
    ----------
    what : str
        Such as "column weight".
    passport, here : str
        What the passport says, and what was found now.
    equal : bool
        Whether they are the same.
    counts : bool
        Whether a difference means that this is another model. Versions do not count: they say why.
    part, key : str
        Which part of the passport it is of, such as "version", and which entry; empty where nothing depends on it.
    """

    what: str
    passport: str
    here: str
    equal: bool
    counts: bool = True
    part: str = ""
    key: str = ""

    def __str__(self) -> str:
        """Return it as a line."""
        if self.equal:
            return words.equal(self.what, self.here)
        return words.different(self.what, self.passport, self.here)


def compare(passport: Mapping[str, Any], again: Mapping[str, Any]) -> list[Finding]:
    """Compare a passport with that of the model trained again.

    Parameters
    ----------
    passport, again : mapping
        Both of models that were trained on a table.

    Returns
    -------
    list of Finding
        Differences one by one; what is equal is summed up by part.
    """
    found = [seal_of(passport)]
    found += _data_findings(passport["data"], again["data"])
    found += _part(
        "split",
        {"n_refit": 0, **passport["split"]},
        again["split"],
        ("n_train", "n_test", "n_refit", "test_rows_sha256"),
    )
    found += [replace(one, counts=False) for one in _part_of_all("version", passport, again, "versions")]
    settings = passport["model"].get("settings", {}), again["model"]["settings"]
    found += _part("setting", *settings, tuple(settings[1]))
    found += _model_findings(passport, again)
    found += _metric_findings(passport["metrics"], again["metrics"])
    return found


def seal_of(passport: Mapping[str, Any]) -> Finding:
    """Return whether a passport is as it was written."""
    told, real = str(passport.get("sha256", export_common.NONE)), sealed(dict(passport))["sha256"]
    return hashes(words.PARTS["seal"], told, real)


def hashes(what: str, told: Any, real: Any) -> Finding:
    """Return whether two hashes are equal."""
    return Finding(what, str(told)[:_SHOWN], str(real)[:_SHOWN], told == real)


def _data_findings(told: Mapping[str, Any], here: Mapping[str, Any]) -> list[Finding]:
    """Return which columns have other cells."""
    rows = Finding(
        words.PARTS["rows"], f"{told.get('n_rows')}", f"{here['n_rows']}", told.get("n_rows") == here["n_rows"]
    )
    columns, ours = dict(told.get("columns") or {}), here["columns"]
    found = [rows]
    for name in dict.fromkeys([*columns, *ours]):
        if columns.get(name) != ours.get(name):
            a, b = (str(side.get(name) or words.NO_COLUMN)[: _SHOWN + 2] for side in (columns, ours))
            found.append(Finding(words.cells_of(quoted(name)), a, b, equal=False))
    found.append(hashes(words.PARTS["data"], told.get("sha256"), here["sha256"]))
    return found


def _part(
    part: str, told: Mapping[str, Any], here: Mapping[str, Any], keys: tuple[str, ...], *, ours: tuple[str, ...] = ()
) -> list[Finding]:
    """Return the differences of some keys, or that there is none; of others' and by rounding they do not count."""
    different = [
        Finding(
            words.part(words.PARTS[part], key),
            _short(told.get(key)),
            _short(here.get(key)),
            equal=False,
            counts=not _nearly(told.get(key), here.get(key)) and (not ours or key in ours),
            part=part,
            key=key,
        )
        for key in keys
        if told.get(key) != here.get(key)
    ]
    return different or [Finding(words.PARTS[part], "", words.ALL_OF_IT, equal=True)]


def _nearly(told: Any, here: Any) -> bool:
    """Return whether two numbers differ by rounding alone."""
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (told, here))
    return numbers and abs(told - here) <= _ROUNDING * max(abs(told), abs(here))


def _part_of_all(part: str, told: Mapping[str, Any], here: Mapping[str, Any], entry: str) -> list[Finding]:
    theirs, ours = dict(told.get(entry) or {}), here[entry]
    return _part(part, theirs, ours, tuple(dict.fromkeys([*theirs, *ours])))


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else words.NOTHING if value is None else json.dumps(value)
    return text[:_SHOWN] if len(text) == 64 else text


def _model_findings(passport: Mapping[str, Any], again: Mapping[str, Any]) -> list[Finding]:
    """Return whether the model is the same, to the bit or but for the rounding of another version or machine."""
    same = hashes(words.PARTS["model"], passport["model"].get("fingerprint"), again["model"]["fingerprint"])
    same = replace(same, part="model")
    if same.equal:
        return [same]
    off = _furthest(passport.get("probe"), again["probe"])
    elsewhere = passport.get("versions") != again["versions"]
    is_rounding = elsewhere and off is not None and off <= _ROUNDING
    said = words.OTHER_SHAPES if off is None else words.off_by(quantity(off, 2))
    return [
        replace(same, counts=not is_rounding),
        Finding(words.PARTS["outputs"], words.SAME_NUMBERS, said, equal=off == 0, counts=False),
    ]


def _furthest(told: Any, here: Any) -> float | None:
    """Return by how much two outputs differ, as a share of the largest; None where they cannot be compared."""
    try:
        a, b = np.asarray(told, dtype=float), np.asarray(here, dtype=float)
    except (TypeError, ValueError):
        return None
    if a.shape != b.shape or not a.size:
        return None
    return float(np.abs(a - b).max() / max(float(np.abs(a).max()), 1e-300))


def _metric_findings(told: Mapping[str, Any], here: Mapping[str, Any]) -> list[Finding]:
    """Return whether predictions and metrics are the same; times are not compared."""
    n = here["n_predictions"]
    predicted = hashes(words.predictions_of(n), told.get("predictions_sha256"), here["predictions_sha256"])
    # What other methods score on these rows is told, but is none of the model's.
    others = {f"{one['name']}: {end}" for one in here["scores"][1:] for end in _ENDS}
    now = _metrics(here, here)
    ours = tuple(name for name in now if name not in others)
    return [predicted, *_part("metric", _metrics(told, here), now, tuple(now), ours=ours)]


def _metrics(metrics: Mapping[str, Any], here: Mapping[str, Any]) -> dict[str, Any]:
    """Return the scores of all methods and the further measures by their names here.

    The passport may have been written in another language: its methods are known by their kinds, and its measures by
    their place, where there are as many.
    """
    names = {one["kind"]: one["name"] for one in here["scores"]}
    scores = {
        f"{names.get(one.get('kind'), one.get('name'))}: {end}": one.get(end)
        for one in metrics.get("scores") or ()
        for end in _ENDS
    }
    measures = metrics.get("measures") or ()
    named = here["measures"] if len(measures) == len(here["measures"]) else measures
    return scores | {str(a.get("name")): b.get("value") for a, b in zip(named, measures, strict=True)}


def summary(found: list[Finding]) -> str:
    """Return what all of it comes to.

    Parameters
    ----------
    found : list of Finding
        From :func:`compare`, or of files.

    Returns
    -------
    str
        A sentence or two.
    """
    different = [one for one in found if one.counts and not one.equal]
    versions = [one.key for one in found if one.part == "version" and not one.equal]
    why = words.other_versions(", ".join(versions)) if versions else ""
    if different:
        return words.not_the_same([one.what for one in different[:_NAMED]], max(0, len(different) - _NAMED), why)
    if any(one.part == "model" and not one.equal for one in found):
        return words.but_for_rounding(why)
    return words.the_same(why)
