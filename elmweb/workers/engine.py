"""The Python that works: it reads, trains and predicts in its own worker."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from elmweb.exceptions import DownloadError
from elmweb.workbench.local import LocalWorkbench
from elmweb.workbench.remote import WorkbenchServer
from elmweb.workers import speak_as_asked
from elmweb.workers.later import import_later
from elmweb.workers.warm_up import FOR_TABLES, iter_warm_up

if TYPE_CHECKING:
    from elmweb.examples import ExampleHost

__all__ = ["for_snapshot", "main"]

_servers: list[WorkbenchServer] = []
_tasks: list[asyncio.Future] = []  # the event loop itself would let them go


async def _warm_up(
    workbench: LocalWorkbench, complete: Callable[[], Awaitable[None]], mark: Callable[[str], None]
) -> None:
    """Import everything while the page looks at its first table, and note when that is done."""
    await workbench.warm_up(iter_warm_up(FOR_TABLES))
    workbench.load_kernel()  # it comes meanwhile
    try:
        await complete()
    except DownloadError:
        return  # the page says so, and whoever asks for what needs them is told
    await workbench.warm_up(iter_warm_up())
    await workbench.kernel_ready()
    mark("warm")


def for_snapshot() -> None:
    """Import everything, so that a picture of this memory can be taken."""
    import_later()
    speak_as_asked()
    for _ in iter_warm_up():
        pass
    gc.collect()


def _open_examples() -> ExampleHost:
    """Make what reads photos and clips, once somebody brings some."""
    from elmweb.bridge._browser_examples import BrowserExamples  # noqa: PLC0415

    return BrowserExamples()


def main() -> None:
    """Wait for the page to connect a port, then answer every verb that comes in through it."""
    from elmweb.bridge import _browser  # noqa: PLC0415 - these four are only there in a browser
    from elmweb.bridge._browser_kernels import BrowserPool, open_kernel, open_networks  # noqa: PLC0415
    from elmweb.bridge._browser_models import BrowserRuntime  # noqa: PLC0415

    import_later()
    speak_as_asked()

    def connect(message: Any) -> None:
        workbench = LocalWorkbench(
            _browser.SAMPLES,
            BrowserPool,
            open_kernel,
            BrowserRuntime(),
            _browser.locate_source,
            open_examples=_open_examples,
            open_networks=open_networks,
        )
        port = _browser.BrowserPort(message.port)
        _servers.append(WorkbenchServer(workbench, port, _browser.locate_source, _browser.complete))
        _tasks.append(asyncio.ensure_future(_warm_up(workbench, _browser.complete, _browser.mark)))

    _browser.on("connect", connect)
