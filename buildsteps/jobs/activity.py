"""Molecules that were tried on one protein, packed: numbers of their structure, how firmly they bind, and drawings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from buildsteps.jobs.fetch import MOLECULE_ACE, RDKIT, fetch, run_with
from buildsteps.jobs.tables import unpacked

__all__ = ["activity"]

_MEMBER = "MoleculeACE/Data/benchmark_data/CHEMBL204_Ki.csv"
_CONSTANT = "exp_mean [nM]"


def activity(folder: Path) -> dict[str, np.ndarray]:
    """Return the molecules that were tried on thrombin, those to judge by at the end.

    Parameters
    ----------
    folder : Path
        Where packages are put.

    Returns
    -------
    dict
        ``descriptors`` (names), ``values`` (n, 20) and ``keys`` (n, 21: the 166 structural keys, in bits), ``ki``
        (n,; nM), ``n_learn``; and of the others ``smiles`` (one text, a line each) and their drawings: ``n_atoms``,
        ``n_bonds``, ``labels`` (texts), ``label`` and ``place`` of each atom (0.01), and ``bonds``.
    """
    table = folder / "CHEMBL204_Ki.csv"
    table.write_bytes(unpacked(MOLECULE_ACE.file, fetch(MOLECULE_ACE, folder), _MEMBER))
    found = json.loads(run_with(RDKIT, Path(__file__).with_name("descriptors.py"), str(table), folder=folder))
    (molecules,) = found["files"]
    learn, judge = ([one for one in molecules if one["split"] == split] for split in ("train", "test"))
    both = [*learn, *judge]
    return {
        "descriptors": np.array(found["descriptors"]),
        "values": np.array([one["values"] for one in both], dtype=np.float32),
        "keys": np.packbits([[int(key) for key in one["keys"]] for one in both], axis=1),
        "ki": np.array([float(one[_CONSTANT]) for one in both], dtype=np.float32),
        "n_learn": np.array(len(learn), dtype=np.int32),
        "smiles": np.frombuffer("\n".join(one["smiles"] for one in judge).encode(), dtype=np.uint8),
        **_drawings(judge),
    }


def _drawings(molecules: Sequence[Mapping[str, Any]]) -> dict[str, np.ndarray]:
    """Return all atoms and all bonds one after the other, and how many each molecule has."""
    atoms = [atom for one in molecules for atom in one["atoms"]]
    bonds = [bond for one in molecules for bond in one["bonds"]]
    labels, label = np.unique([atom[0] for atom in atoms], return_inverse=True)
    return {
        "n_atoms": np.array([len(one["atoms"]) for one in molecules], dtype=np.uint8),
        "n_bonds": np.array([len(one["bonds"]) for one in molecules], dtype=np.uint8),
        "labels": labels,
        "label": label.astype(np.uint8),
        "place": np.rint([[100 * x, 100 * y] for _, x, y in atoms]).astype(np.int16),
        "bonds": np.array(bonds, dtype=np.uint8),
    }
