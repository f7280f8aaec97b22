"""Measure what the way through Python costs a deep model: beside the same file run by JavaScript alone.

Both run ``cnn-cifar10`` on a batch of 16 images in WebAssembly, with the same onnxruntime-web, each in a worker, in
one page, in turns. The way through Python is that of the page: typed arrays to the bench worker, its NumPy, its own
worker with the model, and back. The peer sends its worker the same array and gets the same answer. Where the model
is not built yet, a network of that size with random weights takes its place, and the numbers say so.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.small_cnn import resnet20
from benchmarks.web import browsing, serving

MOST = 1.10
"""What the way through Python may take, divided by JavaScript alone."""

NAME = "cnn-cifar10"
_HERE = Path(__file__).parent
_ROUNDS = 40
_STARTING_MS = 300_000


def measure(site: Path, runs: int) -> dict[str, Any]:
    """Measure it.

    Parameters
    ----------
    site : Path
        The built site.
    runs : int
        Fresh pages; each runs both ways in turns.

    Returns
    -------
    dict
        Medians in milliseconds, their ratio in each page, and the median of those.
    """
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        place = Path(folder) / "site"
        is_real = _lay_out(site, place)
        pages = []
        with serving(place) as served:
            for _ in range(runs):
                page = browser.new_page()
                page.goto(f"{served.address}models.html")
                page.locator("html[data-ready]").wait_for(state="attached", timeout=_STARTING_MS)
                pages.append(page.evaluate("(rounds) => race(rounds)", _ROUNDS))
                page.close()
    medians = [{way: statistics.median(page[way]) for way in ("python", "bare")} for page in pages]
    ratios = [page["python"] / page["bare"] for page in medians]
    ratio = statistics.median(ratios)
    return {
        "what": {
            "model": NAME if is_real else "resnet20, random weights",
            "batch": 16,
            "provider": "wasm",
            "runs": runs,
        },
        "cores": os.cpu_count(),
        "milliseconds": {way: statistics.median(page[way] for page in medians) for way in ("python", "bare")},
        "ratios": ratios,
        "ratio": ratio,
        "difference": max(page["difference"] for page in pages),
        "most": MOST,
        "holds": ratio <= MOST,
    }


def _lay_out(site: Path, place: Path) -> bool:
    """Put site, page and model into a folder; say whether the model is the project's own."""
    place.mkdir()
    for path in site.iterdir():
        if path.name != "models":
            (place / path.name).symlink_to(path)
    shutil.copytree(_HERE / "models_page", place, dirs_exist_ok=True)
    shutil.copytree(site / "models", place / "models")
    listing = place / "models" / "manifest.json"
    manifest = json.loads(listing.read_text())
    if any(card["id"] == NAME for card in manifest["models"]):
        return True
    manifest["models"].append(_stand_in(place / "models"))
    listing.write_text(json.dumps(manifest))
    return False


def _stand_in(folder: Path) -> dict[str, Any]:
    """Write a model of the right size; return its card."""

    def entry(name: str, data: bytes) -> dict[str, Any]:
        (folder / name).write_bytes(data)
        return {"file": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}

    image = {"name": "image", "dtype": "float32", "shape": ["batch", 3, 32, 32]}
    logits = {"name": "logits", "dtype": "float32", "shape": ["batch", 10]}
    graph = {"name": "main", "opset": 17, "inputs": [image], "outputs": [logits]}
    return {
        "id": NAME,
        "task": "classify-image",
        "title": "Stand-in",
        "about": "A network with random weights.",
        "graphs": [{**graph, **entry(f"{NAME}.onnx", resnet20().SerializeToString())}],
        "golden": entry(f"{NAME}.golden.npz", b"none"),
        "dataset": {"name": "none", "source": "none", "licence": "none"},
        "licence": "MIT",
        "metrics": {},
        "measured_on": "nothing",
        "n_parameters": 0,
        "flops": 0,
        "device": "none",
        "training_seconds": 0,
        "recipe": "benchmarks/small_cnn.py",
    }
