"""What a study is given to work with."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from elmweb.data.dataset import Dataset
    from elmweb.zoo.manifest import ModelCard

__all__ = ["Desk", "Report"]

S = TypeVar("S")
T = TypeVar("T")

Report = Callable[..., None]
"""``report(text, fraction, so_far=None)``: what is done, how much of all is done (0 to 1), the answer so far."""


class Desk(Protocol):
    """Tables and files, and a way to work long without keeping Cancel and the page waiting."""

    async def dataset(self, sample: str | None = None) -> Dataset:
        """Return the rows of a sample table, or of the open table with what was chosen for it."""
        ...

    async def file(self, name: str) -> Path:
        """Return the path of a file of the site's ``samples`` folder, which is fetched if need be."""
        ...

    async def drive(self, steps: Generator[S, None, T], report: Callable[[S], None] | None = None) -> T:
        """Run a generator to its end, letting the page in between its steps; Cancel ends it with ``Cancelled``."""
        ...

    async def model(self, name: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """Return the answer of a pretrained deep model; see :meth:`elmweb.workbench.protocol.Workbench.run_model`."""
        ...

    async def model_card(self, name: str) -> ModelCard:
        """Return the card of a pretrained deep model: its training, its metrics, its files."""
        ...

    async def model_file(self, name: str, which: str) -> bytes:
        """Return a file of a pretrained deep model: a graph such as "main", or an asset such as "vocabulary"."""
        ...
