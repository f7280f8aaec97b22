"""Every deep model on WebAssembly and on WebGPU, as the button of the Models page compares them.

The reference inputs are run on both. What comes back is how far the outputs are off, how long the first run and later
ones take, and which steps WebGPU leaves to the processor. Without a graphics device, WebGPU is done in software:
``webgpu`` in the result says so, and its times are no measure of a graphics device.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from benchmarks.site_fixture import Stage
from benchmarks.thresholds import row
from elmweb.zoo.parity import TOLERANCE

_FLAGS = ("--enable-unsafe-webgpu",)  # WebGPU in software where there is no graphics device


def measure(stage: Stage) -> dict[str, Any]:
    """Measure each model in a page of its own.

    Parameters
    ----------
    stage : Stage
        The site and the pages.

    Returns
    -------
    dict
        ``rows``: no difference above the tolerance; ``webgpu``: what offers it; ``models``: by id the sha256 of its
        graphs, the rows that a run has, and what the page found.
    """
    manifest = json.loads((stage.site / "models" / "manifest.json").read_text())
    webgpu = stage.call("models.html", "webgpu", flags=_FLAGS)
    found, rows = {}, []
    for card in manifest["models"]:
        name = card["id"]
        check = stage.call("models.html", "check", name, flags=_FLAGS)
        for each in check["rows"]:
            what = f"{name} on {each['provider']}, relative difference"
            rows.append(row(what, each["relative"], at_most=TOLERANCE))
            print(f"  {what}: {each['relative']:.1e}; {each['steady_ms']:.1f} ms", flush=True)
        rows += [
            row(f"{name} on {each['provider']}", None, at_most=TOLERANCE, why_not=each["why"])
            for each in check["failed"]
        ]
        with np.load(stage.site / "models" / card["reference"]["file"]) as reference:
            n_rows = len(next(reference[key] for key in reference.files if "/in/" in key))
        files = [graph["sha256"] for graph in card["graphs"]]
        found[name] = {"sha256": files, "n_rows": n_rows, **check}
    return {"rows": rows, "webgpu": webgpu, "models": found}
