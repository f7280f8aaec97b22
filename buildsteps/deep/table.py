"""``docs/models.md``: every model in one table, from the manifest and from what was measured in a browser.

``python3 build.py models`` writes it when a model was made. After a new measurement, by
``python3 build.py bench models --json docs/models.json``, write it with ``python3 -m buildsteps.deep.table``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from elmweb.app.deep.card import metric_words

__all__ = ["DOCUMENT", "MEASURED", "table_text", "write_table"]

_ROOT = Path(__file__).parents[2]
DOCUMENT = _ROOT / "docs" / "models.md"
MEASURED = _ROOT / "docs" / "models.json"
MANIFEST = _ROOT / "models" / "manifest.json"

_MOST_METRICS = 3
_MOST_LEFT = 3  # kinds of steps that are named
_WHOLE_FROM = 100  # milliseconds; below, tenths are told
_NOT_YET = "not measured"


def table_text(manifest: Mapping[str, Any], measured: Mapping[str, Any]) -> str:
    """Return the document.

    Parameters
    ----------
    manifest : mapping
        ``models/manifest.json``.
    measured : mapping
        What ``bench models --json`` wrote; of a model that was made anew since, nothing is told.

    Returns
    -------
    str
        Markdown.
    """
    every = measured["cases"]["every"]
    machine, webgpu = measured["machine"], every["webgpu"]
    no_device = "a program on the processor stands in for a graphics device, so its times say nothing of one"
    head = ["model", "held out", "size", "trained on", "inputs"]
    head += ["CPU, ms", "off by", "WebGPU, ms", "off by", "WebGPU leaves to the CPU"]
    lines = [
        "# The deep models",
        "",
        "Made by `buildsteps/deep/table.py` from `models/manifest.json` and `docs/models.json`, not by hand.",
        "",
        f"{machine['cores']} cores of an {machine['cpu']}, Chromium {machine['chromium']}, one thread.",
        f"WebGPU: {no_device if webgpu['software'] else webgpu['device']}.",
        "",
        "Times are medians of later runs on the reference inputs; the number beside them is how many are run at once.",
        "Off by is the largest difference from PyTorch as a share of the largest number; 1e-3 is allowed.",
        "",
        f"| {' | '.join(head)} |",
        "|---" * len(head) + "|",
    ]
    for card in manifest["models"]:
        found = every["models"].get(card["id"])
        if found is not None and found["sha256"] != [graph["sha256"] for graph in card["graphs"]]:
            found = None
        lines.append(f"| {' | '.join([*_known(card), *_found(found)])} |")
    return "\n".join(lines) + "\n"


def _known(card: Mapping[str, Any]) -> list[str]:
    """Return the cells that the manifest fills."""
    metrics = [f"{name}: {value}" for name, value in metric_words(card["metrics"])[:_MOST_METRICS]]
    seconds = card["training_seconds"]
    trained = f"{card['device']}, {seconds / 60:.0f} min" if seconds else "pretrained"
    size = sum(graph["bytes"] for graph in card["graphs"]) / 1e6
    return [f"`{card['id']}`", "; ".join(metrics), f"{size:.1f} MB", trained]


def _found(found: Mapping[str, Any] | None) -> list[str]:
    """Return the cells that a measurement fills."""
    if found is None:
        return [_NOT_YET, *[""] * 5]
    rows = {row["provider"]: row for row in found["rows"]}
    cells = [str(found["n_rows"])]
    for provider in ("wasm", "webgpu"):
        row = rows.get(provider)
        cells += [_ms(row["steady_ms"]), f"{row['relative']:.0e}"] if row else ["failed", ""]
    kinds = list(dict.fromkeys(step.split(" ")[0] for step in found["on_cpu"]))
    more = f" and {len(kinds) - _MOST_LEFT} more" if len(kinds) > _MOST_LEFT else ""
    left = "nothing" if found["whole"] else f"{len(found['on_cpu'])} steps ({', '.join(kinds[:_MOST_LEFT])}{more})"
    return [*cells, left]


def _ms(time: float) -> str:
    return f"{time:,.0f}" if time >= _WHOLE_FROM else f"{time:.1f}"


def write_table() -> None:
    """Write the document anew; without a measurement there is none."""
    if MEASURED.exists():
        DOCUMENT.write_text(table_text(*(json.loads(path.read_text()) for path in (MANIFEST, MEASURED))))


if __name__ == "__main__":
    write_table()
