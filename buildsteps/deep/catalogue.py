"""``models/manifest.json`` and the model cards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from buildsteps.deep.recipe import Facts
from buildsteps.vendor import sha256

__all__ = ["card_text", "file_entry", "write_entry"]

FORMAT = 1
"""The version of the format that ``elmweb/zoo/manifest.py`` reads."""


def file_entry(path: Path) -> dict[str, Any]:
    """Return the name, sha256 and size of a file."""
    data = path.read_bytes()
    return {"file": path.name, "sha256": sha256(data), "bytes": len(data)}


def write_entry(manifest: Path, entry: Mapping[str, Any]) -> None:
    """Add a model to the manifest, replacing any entry with the same id; models are sorted by id."""
    models = json.loads(manifest.read_text())["models"] if manifest.exists() else []
    models = [model for model in models if model["id"] != entry["id"]]
    models = sorted([*models, dict(entry)], key=lambda model: model["id"])
    manifest.write_text(json.dumps({"format": FORMAT, "models": models}, indent=1, ensure_ascii=False) + "\n")


def card_text(facts: Facts, entry: Mapping[str, Any], exact: Mapping[str, float] | None, story: str) -> str:
    """Return a model card in Markdown.

    Parameters
    ----------
    facts : Facts
        The facts stated by the recipe.
    entry : mapping
        The model's entry in the manifest.
    exact : mapping of str to float, or None
        The metrics of the same weights before they are rounded to 8 bits.
    story : str
        The recipe's docstring, which describes the model and its training.
    """
    size = sum(graph["bytes"] for graph in entry["graphs"])
    lines = [f"# {facts.title}", "", facts.about, "", story.strip(), "", "## Evaluation", ""]
    lines += [
        f"Evaluated on {facts.measured_on}:",
        "",
        "| metric | this model | target |" + (" before quantisation |" if exact else ""),
    ]
    lines += ["|---|---|---|" + ("---|" if exact else "")]
    for name, value in entry["metrics"].items():
        goal = " ".join(map(str, facts.reach[name])) if name in facts.reach else ""
        lines.append(f"| {name} | {value:.4g} | {goal} |" + (f" {exact[name]:.4g} |" if exact else ""))
    clock = " of CPU time" if "CPU" in entry["device"] else ""
    trained = f"{entry['device']}, {entry['training_seconds']:,.0f} s{clock}"
    rows = {
        "Size": f"{size / 1e6:.2f} MB, weights in {facts.bits} bits",
        "Parameters": f"{entry['n_parameters']:,}",
        "Operations per run": f"{entry['flops'] / 1e6:,.1f} million (a multiply-add counts twice)",
        "Training": "pretrained" if facts.is_pretrained else trained,
        "Training data": f"{facts.dataset['name']}, {facts.dataset['source']}; licence: {facts.dataset['licence']}",
        "Licence of the weights": facts.licence,
        "Recipe": f"`{entry['recipe']}`",
    }
    lines += ["", "## Properties", "", "| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())]
    for graph in entry["graphs"]:
        lines += ["", f"## Graph `{graph['file']}`, opset {graph['opset']}", "", "| | name | type | shape | unit |"]
        lines += ["|---|---|---|---|---|"]
        for side in ("inputs", "outputs"):
            for tensor in graph[side]:
                shape = ", ".join(map(str, tensor["shape"]))
                kind = "view" if tensor.get("look") else side[:-1]
                lines.append(f"| {kind} | {tensor['name']} | {tensor['dtype']} | {shape} | {tensor.get('unit', '')} |")
    if facts.notes:
        lines += ["", "## Notes", "", *(f"* {note}" for note in facts.notes)]
    return "\n".join(lines) + "\n"
