"""``python -m buildsteps.deep.epochs [FOLDER]``: train the GAN only for its samples and losses by epoch.

The exported model stays as it is. The training may be interrupted: run the command again to go on.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import torch

from buildsteps.deep.catalogue import file_entry, write_entry
from buildsteps.deep.command import CHECKPOINTS
from buildsteps.deep.export import export_graph
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import MODELS
from buildsteps.deep.run import Run
from models.recipes import gan_fashion as recipe

__all__ = ["keep"]


def keep(folder: Path) -> dict[str, float]:
    """Train the GAN with its settings for the CPU, and put samples and losses beside the model.

    Parameters
    ----------
    folder : Path
        For checkpoints and the curve.

    Returns
    -------
    dict
        The metrics of what was trained; ``read_right`` is in the file too.
    """
    torch.set_num_threads(1)
    settings = recipe.SETTINGS["cpu"]
    curve = folder / "curves" / f"{recipe.FACTS.id}.csv"
    run = Run(recipe.FACTS.id, settings, torch.device("cpu"), folder, recipe.FACTS.seed, curve)
    data = recipe.load_data(settings)
    model = recipe.train(run, data)
    (graph,) = recipe.graphs(model, data)
    metrics = recipe.evaluate({"main": OnnxFile(export_graph(graph, 32, recipe.FACTS.exact).data)}, data)
    with np.load(folder / recipe.EPOCHS) as file:
        arrays = {name: file[name] for name in file.files}
    target = MODELS / recipe.EPOCHS
    np.savez_compressed(
        target, allow_pickle=False, **arrays, read_right=np.array(metrics["read_right"], dtype=np.float32)
    )  # fmt: skip
    manifest = MODELS / "manifest.json"
    (entry,) = (one for one in json.loads(manifest.read_text())["models"] if one["id"] == recipe.FACTS.id)
    entry["assets"]["epochs"] = file_entry(target)
    write_entry(manifest, entry)
    return metrics


if __name__ == "__main__":
    print(keep(Path(sys.argv[1]) if sys.argv[1:] else CHECKPOINTS / f"{recipe.FACTS.id}-epochs"))
