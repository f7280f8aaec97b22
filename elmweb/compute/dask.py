"""Sums on a Dask cluster: every worker adds up the rows it has, and sums are joined two by two.

Rows never travel: what does is the layer to the workers, and sums of ``L^2`` numbers back. A worker that
is lost costs its blocks' work once more, because Dask does them again elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from dask import compute, delayed

from elmweb.compute.blas import BlasAccumulator
from elmweb.compute.protocol import Gram, Layer

__all__ = ["blocks_of", "bring", "sum_blocks"]

_BLOCK_NUMBERS = 1 << 20
Coded = Callable[[np.ndarray], np.ndarray]


def blocks_of(*collections: Any) -> list[tuple[Any, ...]]:
    """Return the blocks of Dask collections, row block by row block.

    Parameters
    ----------
    *collections
        Dask arrays, dataframes or series of as many row blocks, or None.

    Returns
    -------
    list of tuple
        One delayed block of each collection; None for a collection that is None.

    Raises
    ------
    ValueError
        The collections are cut into different numbers of row blocks.
    """
    parts = [None if collection is None else _row_blocks(collection) for collection in collections]
    counts = {len(part) for part in parts if part is not None}
    if len(counts) > 1:
        raise ValueError(f"Inputs, targets and weights must have as many row blocks each; got {sorted(counts)}.")
    return [tuple(None if part is None else part[at] for part in parts) for at in range(counts.pop())]


def bring(function: Callable[..., Any], blocks: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Run a function on every row block where it is, and bring what it returns home.

    Parameters
    ----------
    function : callable
        Takes the parts of a block.
    blocks : sequence of tuple
        From :func:`blocks_of`.

    Returns
    -------
    list
        One answer a block, in order.
    """
    run = delayed(function, pure=True)
    return list(compute(*[run(*block) for block in blocks]))


def _row_blocks(collection: Any) -> list[Any]:
    if hasattr(collection, "npartitions") and not hasattr(collection, "chunks"):
        return collection.to_delayed()
    if collection.ndim == 2 and len(collection.chunks[1]) > 1:
        collection = collection.rechunk({1: -1})
    return list(collection.to_delayed().ravel())


def sum_blocks(layer: Layer, blocks: Sequence[tuple[Any, ...]], coded: Coded, n_targets: int) -> Gram:
    """Add up a layer over row blocks, on whatever cluster is the current one.

    Parameters
    ----------
    layer : Layer
        Sent to every worker.
    blocks : sequence of (X, y, weights)
        Delayed row blocks; weights may be None.
    coded : callable
        Makes targets (n, k) of a block's ``y``.
    n_targets : int
        Number of target columns, ``k``.

    Returns
    -------
    Gram
        As :class:`elmweb.compute.BlasAccumulator` gives it for all rows.
    """
    layer, coded = delayed(layer), delayed(coded, pure=True)
    add, join = delayed(_added, pure=True), delayed(_joined, pure=True)
    sums = [add(layer, coded, n_targets, *block) for block in blocks]
    while len(sums) > 1:  # a tree: no task holds more than two sums
        sums = [join(*sums[at : at + 2]) if at + 1 < len(sums) else sums[at] for at in range(0, len(sums), 2)]
    return compute(sums[0])[0].result()


def _added(  # noqa: PLR0917  a block comes as its parts
    layer: Layer, coded: Coded, n_targets: int, X: Any, y: Any, weights: Any
) -> BlasAccumulator:
    """Return the sums of one block, a few rows at a time."""
    sums = BlasAccumulator(layer, n_targets)
    X, y = np.asarray(X), np.asarray(y)
    if len(X) == 0:  # a filtered partition; its columns may have lost their type
        return sums
    weights = None if weights is None else np.asarray(weights, dtype=np.float64)
    _check_numbers("X", X)
    _check_numbers("y", y)
    if weights is not None:
        _check_numbers("sample_weight", weights)
        if weights.min() < 0:
            raise ValueError(f"sample_weight must be at least 0; a row block holds {weights.min():g}.")
    T = coded(y)
    for rows in _slices(len(X), max(64, _BLOCK_NUMBERS // layer.n_hidden)):
        sums.add(X[rows], T[rows], None if weights is None else weights[rows])
    return sums


def _check_numbers(name: str, values: np.ndarray) -> None:
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        raise ValueError(f"{name}: a row block holds values that are missing or infinite (NaN or infinity).")


def _joined(one: BlasAccumulator, other: BlasAccumulator) -> BlasAccumulator:
    """Return the sums of both; neither is changed, as Dask may ask for it again."""
    sums = BlasAccumulator(one.layer, len(one.result().t_mean))
    sums.merge(one)
    sums.merge(other)
    return sums


def _slices(n_rows: int, n_block: int) -> Iterator[slice]:
    return (slice(at, at + n_block) for at in range(0, n_rows, n_block))
