"""Two passports side by side: what is equal, and each difference by its name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from elmweb.export.passport.seal import sealed
from elmweb.formatting import quantity, quoted

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
    """

    what: str
    passport: str
    here: str
    equal: bool
    counts: bool = True

    def __str__(self) -> str:
        """Return it as a line."""
        if self.equal:
            return f"equal      {self.what}: {self.here}"
        return f"DIFFERENT  {self.what}: {self.passport} in the passport, {self.here} here"


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
    told, real = str(passport.get("sha256", "none")), sealed(dict(passport))["sha256"]
    return hashes("the passport as it was written", told, real)


def hashes(what: str, told: Any, real: Any) -> Finding:
    """Return whether two hashes are equal."""
    return Finding(what, str(told)[:_SHOWN], str(real)[:_SHOWN], told == real)


def _data_findings(told: Mapping[str, Any], here: Mapping[str, Any]) -> list[Finding]:
    """Return which columns have other cells."""
    rows = Finding(
        "rows of the table", f"{told.get('n_rows')}", f"{here['n_rows']}", told.get("n_rows") == here["n_rows"]
    )
    columns, ours = dict(told.get("columns") or {}), here["columns"]
    found = [rows]
    for name in dict.fromkeys([*columns, *ours]):
        if columns.get(name) != ours.get(name):
            a, b = (str(side.get(name) or "no such column")[: _SHOWN + 2] for side in (columns, ours))
            found.append(Finding(f"cells of the column {quoted(name)}", a, b, equal=False))
    found.append(hashes("data", told.get("sha256"), here["sha256"]))
    return found


def _part(
    what: str, told: Mapping[str, Any], here: Mapping[str, Any], keys: tuple[str, ...], *, ours: tuple[str, ...] = ()
) -> list[Finding]:
    """Return the differences of some keys, or that there is none; of others' and by rounding they do not count."""
    different = [
        Finding(
            f"{what} {key}",
            _short(told.get(key)),
            _short(here.get(key)),
            equal=False,
            counts=not _nearly(told.get(key), here.get(key)) and (not ours or key in ours),
        )
        for key in keys
        if told.get(key) != here.get(key)
    ]
    return different or [Finding(what, "", "all of it", equal=True)]


def _nearly(told: Any, here: Any) -> bool:
    """Return whether two numbers differ by rounding alone."""
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (told, here))
    return numbers and abs(told - here) <= _ROUNDING * max(abs(told), abs(here))


def _part_of_all(what: str, told: Mapping[str, Any], here: Mapping[str, Any], part: str) -> list[Finding]:
    theirs, ours = dict(told.get(part) or {}), here[part]
    return _part(what, theirs, ours, tuple(dict.fromkeys([*theirs, *ours])))


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else "nothing" if value is None else json.dumps(value)
    return text[:_SHOWN] if len(text) == 64 else text


def _model_findings(passport: Mapping[str, Any], again: Mapping[str, Any]) -> list[Finding]:
    """Return whether the model is the same, to the bit or but for the rounding of another version or machine."""
    same = hashes("model", passport["model"].get("fingerprint"), again["model"]["fingerprint"])
    if same.equal:
        return [same]
    off = _furthest(passport.get("probe"), again["probe"])
    elsewhere = passport.get("versions") != again["versions"]
    is_rounding = elsewhere and off is not None and off <= _ROUNDING
    said = "other shapes" if off is None else f"off by at most {quantity(off, 2)} of the largest"
    return [
        replace(same, counts=not is_rounding),
        Finding("outputs for three artificial rows", "the same numbers", said, equal=off == 0, counts=False),
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
    predicted = hashes(
        f"predictions of {n:,} rows kept back", told.get("predictions_sha256"), here["predictions_sha256"]
    )
    # What other methods score on these rows is told, but is none of the model's.
    others = {f"{one['name']}: {end}" for one in here["scores"][1:] for end in _ENDS}
    ours = tuple(name for name in _metrics(here) if name not in others)
    return [predicted, *_part("metric", _metrics(told), _metrics(here), tuple(_metrics(here)), ours=ours)]


def _metrics(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """Return the scores of all methods and the further measures by their names."""
    scores = {f"{one.get('name')}: {end}": one.get(end) for one in metrics.get("scores") or () for end in _ENDS}
    return scores | {str(one.get("name")): one.get("value") for one in metrics.get("measures") or ()}


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
    versions = [one for one in found if one.what.startswith("version ") and not one.equal]
    why = ""
    if versions:
        names = ", ".join(one.what.removeprefix("version ") for one in versions)
        why = f" Not the same as then: {names}; this can change the last digits."
    if different:
        names = ", ".join(one.what for one in different[:_NAMED])
        more = f" and {len(different) - _NAMED} more" if len(different) > _NAMED else ""
        return f"It is not the same: {names}{more}.{why}"
    if any(one.what == "model" and not one.equal for one in found):
        return f"It is the same model but for rounding.{why}"
    return f"It is the same, to the last bit.{why}"
