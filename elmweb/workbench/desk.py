"""The desk of the studies: the workbench's own tables, files and models."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from elmweb.data.dataset import Dataset
    from elmweb.zoo.manifest import ModelCard
    from elmweb.zoo.models import Models

__all__ = ["WorkbenchDesk"]

S = TypeVar("S")
T = TypeVar("T")


class WorkbenchDesk:
    """What :class:`elmweb.studies.desk.Desk` promises, for one run of a study.

    Parameters
    ----------
    read : callable
        ``await read(sample)`` returns the dataset of a sample, or of the open table for None.
    locate : callable
        ``await locate(name)`` returns the path of a file of the ``samples`` folder.
    drive : callable
        Runs a generator in steps, as the workbench does it.
    run_model : callable
        ``await run_model(name, inputs)`` returns the answer of a deep model.
    models : callable
        Returns the deep models.
    """

    def __init__(
        self,
        read: Callable[[str | None], Awaitable[Dataset]],
        locate: Callable[[str], Awaitable[Path]],
        drive: Callable[..., Awaitable[Any]],
        run_model: Callable[[str, dict], Awaitable[Any]],
        models: Callable[[], Models],
    ) -> None:
        self.dataset, self.file, self._drive, self.model, self._models = read, locate, drive, run_model, models

    async def drive(self, steps: Generator[S, None, T], report: Callable[[S], None] | None = None) -> T:
        """Run a generator to its end in steps."""
        return await self._drive(steps, report or (lambda _step: None))

    async def model_card(self, name: str) -> ModelCard:
        """Return the card of a deep model."""
        return await self._models().card(name)

    async def model_file(self, name: str, which: str) -> bytes:
        """Return a file of a deep model."""
        return await self._models().file(name, which)
