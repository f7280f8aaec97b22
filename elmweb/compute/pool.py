"""Sums on several kernels in parallel, each over rows of its own.

The kernels run in workers, so adding rows is asynchronous. The generators of a fit cannot await; a step that has to
wait passes an awaitable to the caller, see ``iter_refit``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any, Protocol

import numpy as np

from elmweb.compute.kernel import gram_of
from elmweb.compute.kernel_spec import KernelSpec
from elmweb.compute.protocol import Gram

__all__ = ["Pool", "PoolSums"]


class Pool(Protocol):
    """One kernel for each core, as in web/kernel/pool.js. Every awaitable may raise ``KernelLost``."""

    def open(self, spec: Mapping[str, Any]) -> Awaitable[None]:
        """Start empty sums in every kernel."""
        ...

    def add(self, X: np.ndarray, T: np.ndarray, n: int) -> Awaitable[None]:
        """Pass rows, flat in row-major order, to a kernel; done when a kernel can take more."""
        ...

    def finish(self) -> Awaitable[Mapping[str, Any]]:
        """Return the sums of all kernels when all rows have been added."""
        ...

    def cancel(self) -> None:
        """Terminate all workers."""
        ...


class PoolSums:
    """Sums of a layer on a pool.

    Parameters
    ----------
    spec : KernelSpec
        The layer in the kernels' terms.
    pool : Pool
        Unused so far; terminated by :meth:`close`.
    """

    def __init__(self, spec: KernelSpec, pool: Pool) -> None:
        self._spec, self._pool = spec, pool
        self._sums: Mapping[str, Any] = {}
        self._opened = False

    async def add(self, X: np.ndarray, T: np.ndarray) -> None:
        """Add a row block: inputs (n, d) and targets (n, k)."""
        if not self._opened:
            await self._pool.open(self._spec.to_dict())
            self._opened = True
        await self._pool.add(self._spec.inputs(X), self._spec.targets(T), len(X))

    async def finish(self) -> None:
        """Wait for all rows, after which :meth:`result` returns the sums."""
        self._sums = await self._pool.finish()

    def result(self) -> Gram:
        """Return the sums of all rows."""
        return gram_of(self._sums, self._spec.n_hidden, self._spec.n_targets)

    def close(self) -> None:
        """Terminate the workers."""
        self._pool.cancel()
