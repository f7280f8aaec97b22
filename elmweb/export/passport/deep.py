"""The passport of a deep model that comes trained: what its card knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from elmweb.evaluation.scores import wilson_range
from elmweb.export.passport.seal import FORMAT, KIND, sealed
from elmweb.export.plain import to_json
from elmweb.words.engine import export_passport as words

__all__ = ["deep_passport"]


def deep_passport(card: Mapping[str, Any]) -> dict[str, Any]:
    """Return the passport of a deep model.

    Parameters
    ----------
    card : mapping
        Its card as plain data: an entry of ``models/manifest.json``.

    Returns
    -------
    dict
        Plain data for JSON; what the card does not know is None.
    """
    metrics, labels = dict(card["metrics"]), list(card.get("labels") or ())
    by_class = {name: value for name, value in metrics.items() if name.startswith(_BY_CLASS)}
    trained_here = bool(card["training_seconds"])
    files = [{key: graph[key] for key in ("file", "sha256", "bytes", "opset")} for graph in card["graphs"]]
    command = f"python3 build.py models --only {card['id']}"
    passport = {
        "kind": KIND,
        "format": FORMAT,
        "of": "a deep model",
        "model": {
            "id": card["id"],
            "name": card["title"],
            "about": card["about"],
            "task": card["task"],
            "classes": labels,
            "n_numbers": card["n_parameters"],
            "size_bytes": sum(one["bytes"] for one in files),
            "flops": card["flops"],
            "settings": card.get("settings") or {},
            "licence": card["licence"],
        },
        "files": files,
        "data": dict(card["dataset"]),
        "split": {"how": words.measured_on(card["measured_on"])},
        "recipe": {
            "file": card["recipe"],
            "train_again": command if trained_here else words.converts_again(command),
            "check": "python -m elmweb.export.passport check passport.json MODEL.onnx",
            "reference": dict(card["reference"]),
        },
        "metrics": {
            "measures": [
                {"name": name, "value": value, **_range(name, value, card["measured_on"])}
                for name, value in metrics.items()
                if name not in by_class
            ]
        },
        "calibration": None,
        "groups": [{"group": _label(name, labels), "f1": value} for name, value in by_class.items()],
        "time": {"train_seconds": card["training_seconds"] or None, "device": card["device"]},
        "notes": list(card.get("notes") or ()),
    }
    return sealed(to_json(passport))


_BY_CLASS = "f1_kind_"


def _label(metric: str, labels: Sequence[str]) -> str:
    """Return the class that a metric such as f1_kind_1 is about."""
    number = int(metric.removeprefix(_BY_CLASS))
    return labels[number - 1] if number <= len(labels) else words.kind(number)


def _range(name: str, value: float, measured_on: str) -> dict[str, float]:
    """Return the 95 % range of a share of rows whose number the card says first, as in "1,000 held-out beats"."""
    counted = re.match(r"(\d[\d.,]*) ", measured_on)
    if name != "accuracy" or counted is None:
        return {}
    n = int(re.sub(r"\D", "", counted[1]))
    low, high = wilson_range(round(value * n), n)
    return {"low": low, "high": high}
