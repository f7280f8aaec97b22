"""What makes a table, a split, a model and its predictions known again: sha256 of their content."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np

from elmweb.export._objects import Packer
from elmweb.training.model import TrainedModel

__all__ = ["column_hashes", "model_facts", "numbers_hash", "texts_hash"]


def column_hashes(frame: Any) -> dict[str, str]:
    """Return the sha256 of each column's cells, as they were read.

    Parameters
    ----------
    frame : DataFrame
        Of a table: numbers, or text with None for missing.

    Returns
    -------
    dict of str to str
        By the names of the columns, in their order.
    """
    return {str(name): _column_hash(frame[name].to_numpy()) for name in frame.columns}


def _column_hash(cells: np.ndarray) -> str:
    return texts_hash(cells) if cells.dtype == object else numbers_hash(cells)


def numbers_hash(numbers: np.ndarray) -> str:
    """Return the sha256 of numbers; every missing one counts alike, and so do 1 and 1.0."""
    doubles = np.asarray(numbers, dtype="<f8")
    return hashlib.sha256(np.where(np.isnan(doubles), np.nan, doubles + 0.0).tobytes()).hexdigest()


def texts_hash(texts: np.ndarray) -> str:
    """Return the sha256 of texts; None is none of them, nor is where one ends and the next begins."""
    return hashlib.sha256(json.dumps(list(texts), separators=(",", ":")).encode()).hexdigest()


def model_facts(model: TrainedModel) -> dict[str, Any]:
    """Return by what a model is known again, and its size.

    Parameters
    ----------
    model : TrainedModel
        A trained one.

    Returns
    -------
    dict
        ``fingerprint``: sha256 of everything it predicts with, preprocessing included, so that equal fingerprints give
        equal bits; ``n_numbers`` and ``size_bytes`` of its arrays.
    """
    packer = Packer()
    packed = packer.pack([model.pipeline, list(model.features), list(model.classes), list(model.error_range)])
    digest = hashlib.sha256(json.dumps(packed, sort_keys=True).encode())
    for name, array in packer.arrays.items():
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    arrays = packer.arrays.values()
    return {
        "fingerprint": digest.hexdigest(),
        "n_numbers": int(sum(array.size for array in arrays)),
        "size_bytes": int(sum(array.nbytes for array in arrays)),
    }
