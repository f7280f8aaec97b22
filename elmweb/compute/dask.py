"""Sums on a Dask cluster: every worker adds up the rows it holds, and sums are merged in pairs.

The layer is broadcast to the workers, and sums of ``L^2`` numbers are sent between them. A row block stays on its
worker, unless Dask lets an idle worker take it from a busy one (setting ``distributed.scheduler.work-stealing``). When
a worker is lost, Dask computes its blocks again on others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, cast
from uuid import uuid4

import numpy as np
from dask.base import compute, get_scheduler, persist
from dask.delayed import Delayed, delayed
from distributed import Client, WorkerPlugin, get_worker

from elmweb.compute.protocol import Accumulator

__all__ = ["Broadcast", "blocks_of", "broadcast", "gather", "lazy_rows", "sum_and_keep", "sum_blocks"]

S = TypeVar("S")

_BLOCK_NUMBERS = 1 << 20
Block = tuple[Any, ...]
Prepare = Callable[..., tuple[np.ndarray, np.ndarray, np.ndarray | None, *tuple[Any, ...]]]


def blocks_of(*collections: Any) -> list[Block]:
    """Return the blocks of Dask collections, row block by row block.

    Parameters
    ----------
    *collections
        Dask arrays, dataframes or series with the same number of row blocks, or None.

    Returns
    -------
    list of tuple
        One delayed block of each collection; None for a collection that is None.

    Raises
    ------
    ValueError
        The collections have different numbers of row blocks.
    """
    parts = [None if collection is None else _row_blocks(collection) for collection in collections]
    counts = {len(part) for part in parts if part is not None}
    if len(counts) > 1:
        raise ValueError(f"Inputs, targets and weights must have as many row blocks each; got {sorted(counts)}.")
    return [tuple(None if part is None else part[at] for part in parts) for at in range(counts.pop())]


def _row_blocks(collection: Any) -> list[Any]:
    if hasattr(collection, "npartitions") and not hasattr(collection, "chunks"):
        return collection.to_delayed()
    if collection.ndim == 2 and len(collection.chunks[1]) > 1:
        collection = collection.rechunk({1: -1})
    return list(collection.to_delayed().ravel())


def _on_each(function: Callable[..., Any], blocks: Sequence[Block]) -> list[Delayed]:
    """Return delayed calls of a function, one for every row block."""
    run = delayed(function, pure=False, traverse=False)
    return [run(*block) for block in blocks]


def gather(function: Callable[..., Any], blocks: Sequence[Block]) -> list[Any]:
    """Run a function on every row block on its worker, and gather the results.

    Parameters
    ----------
    function : callable
        Takes the parts of a block.
    blocks : sequence of tuple
        From :func:`blocks_of`, perhaps with more parts.

    Returns
    -------
    list
        One result for each block, in order.
    """
    return list(compute(*_on_each(function, blocks)))


def _join_two_by_two(join: Callable[[S, S], S], sums: Sequence[Delayed]) -> Delayed:
    """Merge sums in a tree, so that no task holds more than two of them.

    `join` returns a new sum and does not change its arguments, as Dask may use them again.
    """
    sums, run = list(sums), delayed(join, pure=False)
    while len(sums) > 1:
        sums = [run(*sums[at : at + 2]) if at + 1 < len(sums) else sums[at] for at in range(0, len(sums), 2)]
    return sums[0]


def sum_and_keep(
    function: Callable[..., tuple[S, Any]], join: Callable[[S, S], S], blocks: Sequence[Block]
) -> tuple[S, list[tuple[Delayed]]]:
    """Run a function on every row block; gather the sum of its first results, and keep the second ones on the cluster.

    Parameters
    ----------
    function : callable
        Takes the parts of a block, and returns a pair.
    join : callable
        Takes two first results and returns their sum, as a new object.
    blocks : sequence of tuple
        From :func:`blocks_of`, perhaps with more parts.

    Returns
    -------
    total : object
        The sum.
    kept : list of tuple
        The second results, for :func:`gather`; the cluster releases them with this list.
    """
    pairs = _on_each(function, blocks)
    first, second = delayed(_first_of, pure=False), delayed(_second_of, pure=False)
    total, *kept = persist(_join_two_by_two(join, [first(pair) for pair in pairs]), *[second(pair) for pair in pairs])
    return compute(total)[0], [(part,) for part in kept]


def _first_of(pair: tuple[S, Any]) -> S:
    return pair[0]


def _second_of(pair: tuple[Any, S]) -> S:
    return pair[1]


@dataclass(frozen=True)
class Broadcast:
    """Refers to an object that every worker holds.

    Parameters
    ----------
    name : str
        Name of the plugin that holds it on a worker.
    own : object
        The object itself, where there are no workers, but threads of this process.
    """

    name: str
    own: Any = None

    @property
    def value(self) -> Any:
        """The object."""
        return cast("_BroadcastPlugin", get_worker().plugins[self.name]).value if self.name else self.own


class _BroadcastPlugin(WorkerPlugin):
    def __init__(self, value: Any) -> None:
        self.name, self.value = f"elmweb-{uuid4().hex}", value


@contextmanager
def broadcast(value: Any) -> Iterator[Broadcast]:
    """Send an object to every worker, including those that join later.

    Parameters
    ----------
    value : object
        Needed by tasks on many blocks.

    Yields
    ------
    Broadcast
        A small argument for tasks, in place of the object.

    Notes
    -----
    As an argument of many tasks, the object would soon be on all workers. As Dask runs a task on the least busy worker
    that holds one of its arguments, it would then send row blocks from worker to worker.
    """
    client = getattr(get_scheduler(), "__self__", None)
    if not isinstance(client, Client):
        yield Broadcast("", value)
        return
    plugin = _BroadcastPlugin(value)
    client.register_plugin(plugin)
    try:
        yield Broadcast(plugin.name)
    finally:
        client.unregister_worker_plugin(plugin.name)


def sum_blocks(empty: Callable[[], Accumulator], blocks: Sequence[Block], prepare: Prepare) -> Accumulator:
    """Add up a layer over row blocks, on the current cluster.

    Parameters
    ----------
    empty : callable
        Returns an accumulator without rows; sent to every worker, together with its layer.
    blocks : sequence of tuple
        Delayed row blocks.
    prepare : callable
        Takes the parts of a block and returns inputs (n, d), targets (n, k), weights (n,) or None, and perhaps more.

    Returns
    -------
    Accumulator
        Sums over all rows.
    """
    with broadcast((empty, prepare)) as shared:
        return compute(_join_two_by_two(_joined, _on_each(partial(_added, shared), blocks)))[0]


def _added(shared: Broadcast, *block: Any) -> Accumulator:
    """Return the sums of one block, a few rows at a time."""
    empty, prepare = shared.value
    sums = empty()
    X, T, weights = prepare(*block)[:3]
    n_rows = max(64, _BLOCK_NUMBERS // sums.layer.n_hidden)
    for rows in (slice(at, at + n_rows) for at in range(0, len(X), n_rows)):
        sums.add(X[rows], T[rows], None if weights is None else weights[rows])
    return sums


def _joined(one: Accumulator, other: Accumulator) -> Accumulator:
    sums = deepcopy(one)
    sums.merge(other)
    return sums


def lazy_rows(function: Callable[[Any], np.ndarray], X: Any, example: Any) -> Any:
    """Return the lazy results of a function for all rows of a collection.

    Parameters
    ----------
    function : callable
        Takes rows (n, d) and returns one result for each, (n,) or (n, k), always of the same type.
    X : dask array or dataframe of shape (n, d)
        Rows.
    example : array-like of shape (1, d)
        A row of the same type, from which the shape and type of results are found.

    Returns
    -------
    dask array of shape (n,) or (n, k)
        Not computed yet, except for the example.
    """
    from dask import array as da  # noqa: PLC0415  slow, and not needed to fit

    found = function(example)
    result, run = delayed(_result, traverse=False), delayed(function, traverse=False)
    sizes = X.chunks[0] if hasattr(X, "chunks") else (np.nan,) * X.npartitions
    parts = [
        da.from_delayed(result(run, found[:0], part), (size, *found.shape[1:]), dtype=found.dtype)
        for (part,), size in zip(blocks_of(X), sizes, strict=True)
    ]
    return da.concatenate(parts, allow_unknown_chunksizes=True)


def _result(function: Callable[[np.ndarray], np.ndarray], none: np.ndarray, X: Any) -> np.ndarray:
    return function(X) if len(X) else none
