"""What the benchmarks of photos, texts and clips share: the page's own training, and what is kept between runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from elmweb.data._frames import frame_of
from elmweb.data.dataset import make_dataset
from elmweb.data.table import Table
from elmweb.examples import Example
from elmweb.training import train
from elmweb.training.model import Settings

__all__ = ["SEED", "cells_of", "kept", "page_score", "right"]

SEED = 0
_ROOT = Path(__file__).parents[1]
_KEPT = _ROOT / ".cache" / "work" / "examples"


def cells_of(vectors: np.ndarray, kind: str) -> np.ndarray:
    """Return vectors (n, d) as cells of a table: photos, clips or texts, no two of the same content."""
    cells = np.empty(len(vectors), dtype=object)
    cells[:] = [Example(str(at), kind, f"{at:064x}", vector) for at, vector in enumerate(vectors)]
    return cells


def page_score(
    X: np.ndarray, y: np.ndarray, X_test: np.ndarray, y_test: np.ndarray, role: Any, *, kind: str = "auto"
) -> float:
    """Return how many of 100 the model has right that the page trains on a table of these cells.

    Parameters
    ----------
    X, X_test : ndarray of object (n,)
        Cells to learn from, and to be judged by.
    y, y_test : ndarray (n,)
        Their classes.
    role : str
        How the column is read.
    kind : str
        Kind of model; "auto" leaves it to the page.

    Returns
    -------
    float
        With one decimal.
    """
    labels = _labels(y)
    table = Table("examples.csv", frame_of({"x": X, "y": labels}), 0, 0.0, plain=True)
    task = "binary" if len(set(labels)) == 2 else "multiclass"
    dataset = make_dataset(table, ["y"], task, {"x": role, "y": "category"}, {"duplicates": False})
    everything = np.sort(np.concatenate([dataset.train, dataset.test]))  # the test rows are others
    model = train(replace(dataset, train=everything), Settings(model_kind=kind, seed=SEED))
    return right(model.predict(frame_of({"x": X_test})), _labels(y_test))


def _labels(y: np.ndarray) -> np.ndarray:
    """Return classes as texts that are read as kinds and nothing else."""
    return np.array([f"class {int(one)}" for one in y], dtype=object)


def right(said: np.ndarray, truth: np.ndarray) -> float:
    """Return how many of 100 are right, with one decimal."""
    return round(100 * float(np.mean(np.asarray(said) == truth)), 1)


def kept(name: str, made_of: Sequence[str], make: Callable[[], np.ndarray]) -> np.ndarray:
    """Return an array from the cache if these files made it, or made now."""
    digest = hashlib.sha256(b"".join((_ROOT / file).read_bytes() for file in made_of)).hexdigest()
    path = _KEPT / f"{name}-{digest[:12]}.npy"
    if not path.exists():
        array = make()
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npy")  # a run that is stopped here leaves no half of a file
        np.save(part, array)
        part.replace(path)
    return np.load(path)
