"""Sums on several kernels at once, each over rows of its own.

The kernels work in workers of their own, so adding rows is asked for and waited for. Whoever drives a
training does the waiting: a step that carries something to wait for hands it up, see ``iter_refit``.
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
    """As many kernels as there are cores; web/kernel/pool.js is one. Every wait may raise ``KernelLost``."""

    def open(self, spec: Mapping[str, Any]) -> Awaitable[None]:
        """Give every kernel empty sums."""
        ...

    def add(self, X: np.ndarray, T: np.ndarray, n: int) -> Awaitable[None]:
        """Hand rows, flat and row after row, to a kernel; done when one can take the next."""
        ...

    def finish(self) -> Awaitable[Mapping[str, Any]]:
        """Wait for all rows and return the sums of all kernels."""
        ...

    def cancel(self) -> None:
        """End all workers."""
        ...


class PoolSums:
    """Sums of a layer on a pool.

    Parameters
    ----------
    form : KernelSpec
        The layer as kernels take it.
    pool : Pool
        Fresh; ended by :meth:`close`.
    """

    def __init__(self, form: KernelSpec, pool: Pool) -> None:
        self._form, self._pool = form, pool
        self._sums: Mapping[str, Any] = {}
        self._opened = False

    async def add(self, X: np.ndarray, T: np.ndarray) -> None:
        """Hand a row block over: inputs (n, d) and targets (n, k)."""
        if not self._opened:
            await self._pool.open(self._form.spec())
            self._opened = True
        await self._pool.add(self._form.inputs(X), self._form.targets(T), len(X))

    async def finish(self) -> None:
        """Wait for all rows; :meth:`result` has the sums then."""
        self._sums = await self._pool.finish()

    def result(self) -> Gram:
        """Return the sums of all rows."""
        return gram_of(self._sums, self._form.n_hidden, self._form.n_targets)

    def close(self) -> None:
        """End the workers."""
        self._pool.cancel()
