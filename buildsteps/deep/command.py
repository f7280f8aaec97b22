"""``python3 build.py models``: train, export, compare, measure and write, one recipe after the other."""

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

from buildsteps.deep.catalogue import card_text, file_entry, write_entry
from buildsteps.deep.devices import choose_device, device_words
from buildsteps.deep.export import Exported, export_graph
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import MODELS, load_recipe, recipe_ids
from buildsteps.deep.run import Run
from buildsteps.deep.table import write_table
from buildsteps.progress import fail, step

__all__ = ["build_model", "run_models"]

CHECKPOINTS = MODELS.parent / ".cache" / "models"
LARGEST_FILE = 25_000_000
"""Bytes of one committed file."""


def run_models(options: Namespace) -> int:
    """Build the models that the command line asks for; return the exit code."""
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
        Which recipe.
    out : Path
        Folder of the files.
    device : {"auto", "cuda", "mps", "cpu"}, optional
        Where it trains.
    is_quick : bool, optional
        Trains on a slice, from the beginning, and does not ask for the metrics to be reached.

    Returns
    -------
    dict
        The model's entry in the manifest, written there too.

    Raises
    ------
    SystemExit
        A metric is missed, the file is too large, or it answers otherwise than PyTorch.
    """
    recipe = load_recipe(model_id)
    facts = recipe.FACTS
    where = choose_device(device)
    which = "quick" if is_quick else "cpu" if where.type == "cpu" else "gpu"
    run = Run(
        id=model_id,
        settings=recipe.SETTINGS[which],
        device=where,
        folder=out / "checkpoints" if is_quick else CHECKPOINTS / model_id,
        seed=facts.seed,
        curve=out / "curves" / f"{model_id}.csv",
    )
    if is_quick:
        torch.set_num_threads(1)  # the same everywhere, and quicker than two where other work shares the cores
    data = recipe.load_data(run.settings)
    model = recipe.train(run, data)
    result = _Result.of(recipe, model, data, facts.bits)
    exact = _Result.of(recipe, model, data, 32).metrics if facts.bits == 8 else None
    missed = [] if is_quick else facts.missed(result.metrics)
    if missed:
        print(f"  Measured: {_words(result.metrics)}", flush=True)
        fail(f"{' '.join(missed)} To train it anew, remove {run.folder}.")
    entry = _write(recipe, result, run, data, out)
    card = out / f"{model_id}.md"
    card.write_text(card_text(facts, entry, exact, cleandoc(recipe.__doc__ or "")))
    entry["assets"]["card"] = file_entry(card)
    write_entry(out / "manifest.json", entry)
    run.forget()
    sizes = sum(each["bytes"] for each in entry["graphs"]) / 1e6
    print(f"  {model_id}: {_words(result.metrics)}; {sizes:.2f} MB; {run.seconds:,.0f} s of training", flush=True)
    return entry


@dataclass(frozen=True)
class _Result:
    """Exported graphs by name, and what they reach."""

    graphs: dict[str, Exported]
    metrics: dict[str, float]

    @classmethod
    def of(cls, recipe: ModuleType, model: nn.Module, data: object, bits: int) -> _Result:
        graphs = {graph.name: export_graph(graph, bits, recipe.FACTS.exact) for graph in recipe.graphs(model, data)}
        files = {name: OnnxFile(graph.data) for name, graph in graphs.items()}
        metrics = {name: float(f"{value:.5g}") for name, value in recipe.evaluate(files, data).items()}
        return cls(graphs, metrics)


def _write(recipe: ModuleType, result: _Result, run: Run, data: object, out: Path) -> dict[str, Any]:
    """Write the graphs and the reference outputs; return the entry of the manifest without the card."""
    facts = recipe.FACTS
    written = []
    for name, graph in result.graphs.items():
        path = out / (f"{facts.id}.onnx" if name == "main" else f"{facts.id}.{name}.onnx")
        path.write_bytes(graph.data)
        if len(graph.data) > LARGEST_FILE:
            fail(f"{path.name} has {len(graph.data):,} bytes; at most {LARGEST_FILE:,} are committed.")
        about = {"opset": graph.opset, "inputs": graph.inputs, "outputs": graph.outputs}
        written.append({"name": name, **file_entry(path), **about})
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
        "settings": dict(facts.settings),
        "dataset": dict(facts.dataset),
        "licence": facts.licence,
        "metrics": result.metrics,
        "measured_on": facts.measured_on,
        "n_parameters": sum(graph.n_parameters for graph in graphs),
        "flops": sum(graph.flops for graph in graphs),
        "largest_buffer_bytes": max(graph.largest_buffer_bytes for graph in graphs),
        "needs_f16": False,
        "device": device_words(run.device),
        "training_seconds": 0.0 if facts.is_pretrained else round(run.seconds, 1),
        "recipe": f"models/recipes/{facts.id.replace('-', '_')}.py",
        "notes": list(facts.notes),
    }


def _words(metrics: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.4g}" for name, value in metrics.items())
