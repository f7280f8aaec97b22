"""The verbs of the Teach page, as :class:`~elmweb.workbench.local.LocalWorkbench` does them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from elmweb.exceptions import WorkbenchError
from elmweb.words.engine import workbench_bring as words
from elmweb.workbench.protocol import ExportFile, Progress, TeachAnswer, TeachReady, TeachView

if TYPE_CHECKING:
    from elmweb.examples.embed import ExampleHost
    from elmweb.teaching.shelf import TeachHost
    from elmweb.workbench.teaching import Teaching
    from elmweb.zoo.models import Models

__all__ = ["LocalTeaching"]


class LocalTeaching:
    """The verbs of :class:`elmweb.workbench.protocol.TeachVerbs`; what they need is that of the whole workbench."""

    _examples: Callable[[], ExampleHost | None]
    _models: Callable[[], Models]
    _check_cancelled: Callable[[], None]
    _boards: Teaching | None = None

    async def teach_open(self, kind: str, progress: Progress) -> TeachView:
        """Return a board; see :class:`elmweb.workbench.protocol.TeachVerbs`."""
        return await self._teaching().open(kind, progress)

    async def teach_ready(self, kind: str, progress: Progress) -> TeachReady:
        """Load the network; see :class:`elmweb.workbench.protocol.TeachVerbs`."""
        return await self._teaching().ready(kind, progress)

    async def teach_change(self, kind: str, change: dict) -> TeachView:
        """Change a board; see :class:`elmweb.workbench.protocol.TeachVerbs`."""
        return await self._teaching().change(kind, change)

    async def teach_show(self, source: dict, to: dict, progress: Progress) -> TeachView:
        """Show examples; see :class:`elmweb.workbench.protocol.TeachVerbs`."""
        return await self._teaching().show(source, to, progress, self._check_cancelled)

    async def teach_look(self, source: Any, kind: str) -> TeachAnswer:
        """Say what something is; see :class:`elmweb.workbench.protocol.TeachVerbs`."""
        return await self._teaching().look(source, kind)

    async def teach_thumbnails(self, kind: str, examples: list) -> dict[str, str]:
        """Return small pictures; see :class:`elmweb.workbench.protocol.TeachVerbs`."""
        return await self._teaching().thumbnails(kind, examples)

    async def teach_file(self, kind: str) -> ExportFile:
        """Return all examples as a file; see :class:`elmweb.workbench.protocol.TeachVerbs`."""
        return await self._teaching().file(kind)

    def _teaching(self) -> Teaching:
        """Return the boards, made when the page is first opened."""
        if self._boards is None:
            if (examples := self._examples()) is None:
                raise WorkbenchError(words.CANNOT_BE_READ, hints=(words.INSTALL,))
            from elmweb.workbench.teaching import Teaching  # noqa: PLC0415  not before it is needed

            self._boards = Teaching(cast("TeachHost", examples), self._models)
        return self._boards
