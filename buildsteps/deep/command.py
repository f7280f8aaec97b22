"""``python3 build.py models``: train, export, verify, evaluate and write the models, one recipe after another."""

from __future__ import annotations

import tempfile
from argparse import Namespace
from dataclasses import dataclass
from inspect import cleandoc
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import nn

from buildsteps.deep.calibrate import calibration
from buildsteps.deep.catalogue import card_text, file_entry, write_entry
from buildsteps.deep.devices import choose_device, device_name
from buildsteps.deep.export import Exported, export_graph
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import MODELS, load_recipe, recipe_ids
from buildsteps.deep.run import Run
from buildsteps.deep.table import write_table
from buildsteps.progress import fail, step

__all__ = ["build_model", "run_models"]

CHECKPOINTS = MODELS.parent / ".cache" / "models"
LARGEST_FILE = 25_000_000
"""The maximum size of a committed file in bytes."""


def run_models(options: Namespace) -> int:
    """Build the models selected on the command line; return the exit code."""
    ids = [options.only] if options.only else recipe_ids()
    for model_id in ids:
        with step(f"{'Try' if options.quick else 'Build'} {model_id}"):
            if options.quick:
                with tempfile.TemporaryDirectory() as folder:
                    build_model(model_id, Path(folder), options.device, is_quick=True)
            else:
                build_model(model_id, MODELS, options.device)
                write_table()
    return 0


def build_model(model_id: str, out: Path, device: str = "auto", *, is_quick: bool = False) -> dict[str, Any]:
    """Train one model and write its files.

    Parameters
    ----------
    model_id : str
        The id of the recipe.
    out : Path
        Folder for the files.
    device : {"auto", "cuda", "mps", "cpu"}, optional
        The training device.
    is_quick : bool, optional
        Train on a subset, from scratch, without requiring the target metrics.

    Returns
    -------
    dict
        The model's entry in the manifest, which is also written.

    Raises
    ------
    SystemExit
        A target metric is missed, a file is too large, or its outputs differ from those of PyTorch.
    """
    recipe = load_recipe(model_id)
    facts = recipe.FACTS
    target = choose_device(device)
    settings = "quick" if is_quick else "cpu" if target.type == "cpu" else "gpu"
    run = Run(
        id=model_id,
        settings=recipe.SETTINGS[settings],
        device=target,
        folder=out / "checkpoints" if is_quick else CHECKPOINTS / model_id,
        seed=facts.seed,
        curve=out / "curves" / f"{model_id}.csv",
    )
    if is_quick:
        torch.set_num_threads(1)  # reproducible, and faster than two when other processes use the cores
    data = recipe.load_data(run.settings)
    model = recipe.train(run, data)
    result = _Result.of(recipe, model, data, facts.bits)
    exact = _Result.of(recipe, model, data, 32).metrics if facts.bits == 8 else None
    missed = [] if is_quick else facts.missed(result.metrics)
    if missed:
        print(f"  Metrics: {_listed(result.metrics)}", flush=True)
        fail(f"{' '.join(missed)} To train it again, remove {run.folder}.")
    entry = _write(recipe, result, run, data, out)
    card = out / f"{model_id}.md"
    card.write_text(card_text(facts, entry, exact, cleandoc(recipe.__doc__ or "")))
    entry["assets"]["card"] = file_entry(card)
    write_entry(out / "manifest.json", entry)
    run.forget()
    sizes = sum(each["bytes"] for each in entry["graphs"]) / 1e6
    print(f"  {model_id}: {_listed(result.metrics)}; {sizes:.2f} MB; {run.seconds:,.0f} s of training", flush=True)
    return entry


@dataclass(frozen=True)
class _Result:
    """Exported graphs by name, their metrics, and the settings that follow from the held-out data."""

    graphs: dict[str, Exported]
    metrics: dict[str, float]
    settings: dict[str, float]

    @classmethod
    def of(cls, recipe: ModuleType, model: nn.Module, data: object, bits: int) -> _Result:
        graphs = {graph.name: export_graph(graph, bits, recipe.FACTS.exact) for graph in recipe.graphs(model, data)}
        files = {name: OnnxFile(graph.data) for name, graph in graphs.items()}
        metrics, settings = recipe.evaluate(files, data), {}
        if hasattr(recipe, "held_out"):
            settings, calibrated = calibration(*recipe.held_out(files, data))
            metrics |= calibrated
        return cls(graphs, {name: float(f"{value:.5g}") for name, value in metrics.items()}, settings)


def _write(recipe: ModuleType, result: _Result, run: Run, data: object, out: Path) -> dict[str, Any]:
    """Write the graphs and the reference outputs; return the entry for the manifest, without the card."""
    facts = recipe.FACTS
    written = []
    for name, graph in result.graphs.items():
        path = out / (f"{facts.id}.onnx" if name == "main" else f"{facts.id}.{name}.onnx")
        path.write_bytes(graph.data)
        if len(graph.data) > LARGEST_FILE:
            fail(f"{path.name} has {len(graph.data):,} bytes; at most {LARGEST_FILE:,} are allowed.")
        description = {"opset": graph.opset, "inputs": graph.inputs, "outputs": graph.outputs}
        written.append({"name": name, **file_entry(path), **description})
    reference = out / f"{facts.id}.reference.npz"
    arrays = {key: value for graph in result.graphs.values() for key, value in graph.reference.items()}
    np.savez_compressed(reference, allow_pickle=False, **arrays)
    assets = recipe.assets(out, data) if hasattr(recipe, "assets") else {}
    graphs = result.graphs.values()
    return {
        "id": facts.id,
        "task": facts.task,
        "title": facts.title,
        "about": facts.about,
        "graphs": written,
        "reference": file_entry(reference),
        "assets": {name: file_entry(path) for name, path in assets.items()},
        "labels": list(facts.labels),
        "settings": {**facts.settings, **result.settings},
        "dataset": dict(facts.dataset),
        "licence": facts.licence,
        "metrics": result.metrics,
        "measured_on": facts.measured_on,
        "n_parameters": sum(graph.n_parameters for graph in graphs),
        "flops": sum(graph.flops for graph in graphs),
        "largest_buffer_bytes": max(graph.largest_buffer_bytes for graph in graphs),
        "needs_f16": False,
        "device": device_name(run.device),
        "training_seconds": 0.0 if facts.is_pretrained else round(run.seconds, 1),
        "recipe": f"models/recipes/{facts.id.replace('-', '_')}.py",
        "notes": list(facts.notes),
    }


def _listed(metrics: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in metrics.items())
