"""The passport of a deep model that comes trained: what its card knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from elmweb.export.passport.seal import FORMAT, KIND, sealed
from elmweb.export.plain import to_json

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
    metrics = dict(card["metrics"])
    by_class = {name: value for name, value in metrics.items() if name.startswith("f1_")}
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
            "classes": list(card.get("labels") or ()),
            "n_numbers": card["n_parameters"],
            "size_bytes": sum(one["bytes"] for one in files),
            "flops": card["flops"],
            "settings": card.get("settings") or {},
            "licence": card["licence"],
        },
        "files": files,
        "data": dict(card["dataset"]),
        "split": {"how": f"Measured on {card['measured_on']}."},
        "recipe": {
            "file": card["recipe"],
            "train_again": command if trained_here else f"{command} converts the published weights again",
            "check": "python -m elmweb.export.passport check passport.json MODEL.onnx",
            "reference": dict(card["reference"]),
        },
        "metrics": {"measures": [{"name": name, "value": value} for name, value in metrics.items()]},
        "calibration": None,
        "groups": [
            {"group": name.removeprefix("f1_").replace("_", " "), "f1": value} for name, value in by_class.items()
        ],
        "time": {"train_seconds": card["training_seconds"] or None, "device": card["device"]},
        "notes": list(card.get("notes") or ()),
    }
    return sealed(to_json(passport))
