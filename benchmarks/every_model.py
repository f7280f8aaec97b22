"""Every deep model on WebAssembly and on WebGPU, compared as the button on the Models page does.

The reference inputs are run on both. Reported are the numerical error of the outputs, the times of the first run and of
later ones, and the operations that WebGPU leaves to the CPU. Without a GPU, WebGPU is emulated in software: ``webgpu``
in the result reports this, and the times then say nothing about a GPU.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from benchmarks.site_fixture import SiteFixture
from benchmarks.thresholds import row
from elmweb.zoo.parity import TOLERANCE

_FLAGS = ("--enable-unsafe-webgpu",)  # allows WebGPU in software if there is no GPU


def measure(fixture: SiteFixture) -> dict[str, Any]:
    """Measure each model in a separate page.

    Parameters
    ----------
    fixture : SiteFixture
        The served site and pages.

    Returns
    -------
    dict
        ``rows``: no relative difference above the tolerance; ``webgpu``: the adapter; ``models``: for each id, the
        sha256 of its graphs, the number of inputs in a run, and the result of the page.
    """
    manifest = json.loads((fixture.site / "models" / "manifest.json").read_text())
    webgpu = fixture.call("models.html", "webgpu", flags=_FLAGS)
    found, rows = {}, []
    for card in manifest["models"]:
        name = card["id"]
        check = fixture.call("models.html", "check", name, flags=_FLAGS)
        for each in check["rows"]:
            what = f"{name} on {each['provider']}, relative difference"
            rows.append(row(what, each["relative"], at_most=TOLERANCE))
            print(f"  {what}: {each['relative']:.1e}; {each['steady_ms']:.1f} ms", flush=True)
        rows += [
            row(f"{name} on {each['provider']}", None, at_most=TOLERANCE, why_not=each["why"])
            for each in check["failed"]
        ]
        with np.load(fixture.site / "models" / card["reference"]["file"]) as reference:
            n_rows = len(next(reference[key] for key in reference.files if "/in/" in key))
        files = [graph["sha256"] for graph in card["graphs"]]
        found[name] = {"sha256": files, "n_rows": n_rows, **check}
    return {"rows": rows, "webgpu": webgpu, "models": found}
