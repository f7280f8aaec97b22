"""The verbs of the workbench over a port: one end asks, the other answers.

A message is ``(text, buffers)`` made by :mod:`elmweb.workbench.codec`::

    asks     {"id": 7, "verb": "train", "args": [...]}      {"verb": "cancel"}
    answers  {"id": 7, "progress": {...}} ...  {"id": 7, "answer": ...} | {"id": 7, "error": {...}}
             {"heard": true} to a cancel
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any, NamedTuple, Protocol

from elmweb.exceptions import Cancelled, ElmwebError, ModelGone, OutOfMemory, WorkbenchCrashed, error_from_dict
from elmweb.workbench.codec import decode, encode
from elmweb.workbench.protocol import MODEL_VERBS, Workbench

__all__ = ["Port", "RemoteWorkbench", "WorkbenchServer"]

HEARING_SECONDS = 1.0
"""How long a worker may take to hear that a verb is cancelled."""

STOPPING_SECONDS = 30.0
"""How long it may take to stop once it has heard."""


class Port(Protocol):
    """One end of a channel between two Pythons."""

    def post(self, text: str, buffers: Sequence[Any]) -> None:
        """Send a message."""

    def listen(self, receive: Callable[[str, Sequence[Any]], None]) -> None:
        """Call ``receive`` for every message, from now on."""


class WorkbenchServer:
    """Answer the verbs that come in through a port, one at a time; those for deep models whenever they come.

    Parameters
    ----------
    workbench : Workbench
        Who does the work.
    port : Port
        Where questions come from and answers go.
    locate : callable, optional
        Turns a ``source`` of the page, such as a dropped file, into one the workbench can read.
    """

    def __init__(self, workbench: Workbench, port: Port, locate: Callable[[dict], Any] | None = None) -> None:
        self._workbench = workbench
        self._port = port
        self._locate = locate
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task] = set()
        port.listen(self._receive)

    def _receive(self, text: str, buffers: Sequence[Any]) -> None:
        message = decode(text, buffers, to_bytes=_as_bytes)
        if message["verb"] == "cancel":
            self._workbench.cancel()
            self._port.post(*encode({"heard": True}))
            return
        task = asyncio.ensure_future(self._answer(message["id"], message["verb"], message["args"]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, number: int, verb: str, args: list) -> None:
        try:
            async with nullcontext() if verb in MODEL_VERBS else self._turn:
                outcome = {"answer": await self._do(number, verb, args)}
        except ElmwebError as error:
            outcome = {"error": error.to_dict()}
        except MemoryError:
            outcome = {"error": _out_of_memory(verb).to_dict()}
        except Exception as error:  # noqa: BLE001 - whatever it is, the person is told
            outcome = {"error": _broken(error).to_dict()}
        self._port.post(*encode({"id": number, **outcome}))

    async def _do(self, number: int, verb: str, args: list) -> Any:
        def progress(message: dict) -> None:
            self._port.post(*encode({"id": number, "progress": message}))

        if verb in _WITH_SOURCE and self._locate is not None:
            args[0] = await self._locate(args[0])
        if verb == "run_model" and self._locate is not None:
            args[1] = {name: await self._located(value) for name, value in args[1].items()}
        if verb in _WITH_PROGRESS:
            args.append(progress)
        return await getattr(self._workbench, verb)(*args)

    async def _located(self, value: Any) -> Any:
        """Return an input of a model; one that the page handed over by reference is fetched."""
        return await self._locate(value) if isinstance(value, dict) and "media" in value else value


class _Asked(NamedTuple):
    """A question that is not answered yet."""

    future: asyncio.Future
    progress: Callable | None
    verb: str


class RemoteWorkbench:
    """The workbench's verbs, done by another Python that may be ended and started again.

    What a new worker needs to know (which table was open, which model trained) is
    kept here and told to it, so that neither Cancel nor a crash loses anything.

    It can be made before there is any worker; :meth:`connect` must come before the first verb.
    """

    def __init__(self) -> None:
        self._port: Port | None = None
        self._end_worker: Callable[[], None] | None = None
        self._asked: dict[int, _Asked] = {}
        self._count = 0
        self._opened: tuple | None = None
        self._model: Any = None
        self._trained_on: tuple | None = None
        self._cancelling = False
        self._patience: asyncio.TimerHandle | None = None
        self._restored: asyncio.Future | None = None
        self._waiting: set[asyncio.Future] = set()

    def connect(self, port: Port, end_worker: Callable[[], None]) -> None:
        """Use a worker from now on.

        Parameters
        ----------
        port : Port
            The way to it.
        end_worker : callable
            Ends the worker at once and starts another; :meth:`worker_lost` is called when that has happened.
        """
        self._end_worker = end_worker
        self._use(port)

    def _use(self, port: Port) -> None:
        self._port = port
        port.listen(self._receive)

    # -- the verbs ----------------------------------------------------------------------------

    async def open_table(self, source: dict, options: dict | None, progress: Callable) -> dict:
        """Read a table; see :class:`elmweb.workbench.protocol.Workbench`."""
        info = await self._call("open_table", source, options, progress=progress)
        self._opened = (source, options)
        return info

    async def look(self, choices: dict, progress: Callable) -> dict:
        """Examine the open table; see :class:`elmweb.workbench.protocol.Workbench`."""
        return await self._call("look", choices, progress=progress)

    async def train(self, choices: dict, settings: dict, progress: Callable) -> dict:
        """Train and judge; see :class:`elmweb.workbench.protocol.Workbench`."""
        result = await self._call("train", choices, settings, progress=progress)
        self._before_on, self._trained_on = self._trained_on, (self._opened, choices)
        self._model = await self._call("export", "model")
        return result

    async def explore(self, choices: dict, settings: dict, across: dict) -> dict:
        """Train a small model and look at it; see :class:`elmweb.workbench.protocol.Workbench`."""
        return await self._call("explore", choices, settings, across)

    async def script(self, choices: dict, settings: dict, cluster: bool) -> dict:
        """Write the training as a Python file; see :class:`elmweb.workbench.protocol.Workbench`."""
        return await self._call("script", choices, settings, cluster)

    async def estimate(self, choices: dict, settings: dict) -> dict:
        """Say how long a training would take; see :class:`elmweb.workbench.protocol.Workbench`."""
        return await self._call("estimate", choices, settings)

    async def predict_row(self, row: dict) -> dict:
        """Predict for one row; see :class:`elmweb.workbench.protocol.Workbench`."""
        return await self._call("predict_row", row)

    async def predict_table(self, source: dict, progress: Callable) -> dict:
        """Predict for a file; see :class:`elmweb.workbench.protocol.Workbench`."""
        return await self._call("predict_table", source, progress=progress)

    async def export(self, what: str) -> dict:
        """Return a file to take home; its data stay a handle that Python never copies."""
        return await self._call("export", what)

    async def load_model(self, source: dict, progress: Callable) -> dict:
        """Load a saved model; see :class:`elmweb.workbench.protocol.Workbench`."""
        result = await self._call("load_model", source, progress=progress)
        self._model, self._trained_on = await self._call("export", "model"), None
        return result

    async def take_back(self) -> dict:
        """Return to the model before; see :class:`elmweb.workbench.protocol.Workbench`."""
        result = await self._call("take_back")
        self._model, self._trained_on = await self._call("export", "model"), self._before_on
        return result

    async def list_models(self) -> dict:
        """Return the deep models there are; see :class:`elmweb.workbench.protocol.Workbench`."""
        return await self._call("list_models")

    async def open_model(self, name: str, provider: str | None, progress: Callable) -> dict:
        """Load a deep model; see :class:`elmweb.workbench.protocol.Workbench`."""
        return await self._call("open_model", name, provider, progress=progress)

    async def open_own_model(self, source: dict, provider: str | None, progress: Callable) -> dict:
        """Load an ONNX file somebody brought; see :class:`elmweb.workbench.protocol.Workbench`."""
        return await self._call("open_own_model", source, provider, progress=progress)

    async def run_model(self, name: str, inputs: dict) -> dict:
        """Do a deep model's task; see :class:`elmweb.workbench.protocol.Workbench`."""
        return await self._call("run_model", name, inputs)

    async def place_model(self, name: str) -> dict:
        """Say where a deep model's operations run; see :class:`elmweb.workbench.protocol.Workbench`."""
        return await self._call("place_model", name)

    async def check_model(self, name: str, progress: Callable) -> dict:
        """Compare a deep model with its reference outputs; see :class:`elmweb.workbench.protocol.Workbench`."""
        return await self._call("check_model", name, progress=progress)

    async def close_model(self, name: str) -> None:
        """Forget a deep model, or stop loading it; see :class:`elmweb.workbench.protocol.Workbench`."""
        await self._call("close_model", name)

    def cancel(self) -> None:
        """Ask the running verb to stop; end its worker if it does not.

        A worker that does not even hear that within a second is in the middle of a long step and is ended.
        One that hears stops at its next step, where a training first judges the best model it has; it is given longer.
        """
        for waiting in self._waiting:
            waiting.set_result(None)  # asked of a new worker that is still being told what the old one knew
        self._waiting.clear()
        if self._is_restoring() or not self._is_working() or self._cancelling:
            return
        self._cancelling = True
        self._port.post(*encode({"verb": "cancel"}))
        self._be_patient(HEARING_SECONDS)

    def _is_working(self) -> bool:
        """Whether something is asked that Cancel is for: deep models have :meth:`close_model`."""
        return any(asked.verb not in MODEL_VERBS for asked in self._asked.values())

    def _be_patient(self, seconds: float) -> None:
        """End the worker after this long, unless everything asked is answered before."""
        self._calm()
        self._patience = asyncio.get_running_loop().call_later(seconds, self._end_worker)

    def _calm(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    # -- the wire -----------------------------------------------------------------------------

    async def _call(self, verb: str, *args: Any, progress: Callable | None = None) -> Any:
        if self._is_restoring():
            waiting = asyncio.get_running_loop().create_future()
            self._waiting.add(waiting)
            await asyncio.wait({self._restored, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                raise Cancelled("Stopped.")
            self._waiting.discard(waiting)
        return await self._ask(verb, *args, progress=progress)

    def _is_restoring(self) -> bool:
        """Whether a new worker is being told what the old one knew."""
        return self._restored is not None and not self._restored.done()

    def _ask(self, verb: str, *args: Any, progress: Callable | None = None) -> asyncio.Future:
        self._count += 1
        future = asyncio.get_running_loop().create_future()
        self._asked[self._count] = _Asked(future, progress, verb)
        self._port.post(*encode({"id": self._count, "verb": verb, "args": list(args)}))
        return future

    def _receive(self, text: str, buffers: Sequence[Any]) -> None:
        message = decode(text, buffers, to_bytes=_as_handle)
        if "heard" in message:
            if self._cancelling:
                self._be_patient(STOPPING_SECONDS)
            return
        future, progress, _verb = self._asked.get(message["id"], (None, None, ""))
        if future is None or future.done():
            return
        if "progress" in message:
            if progress is not None:
                progress(message["progress"])
            return
        del self._asked[message["id"]]
        if not self._is_working():
            self._calm()
            self._cancelling = False
        if "error" in message:
            future.set_exception(error_from_dict(message["error"]))
        else:
            future.set_result(message["answer"])

    # -- a worker that is gone ------------------------------------------------------------------

    def worker_lost(self, port: Port, why: str) -> None:
        """Go on with a new worker: end what was asked, tell the new one what the old one knew.

        Parameters
        ----------
        port : Port
            The way to the new worker.
        why : str
            What the old one said last; empty when it was ended on purpose.
        """
        self._calm()
        asked, self._asked = self._asked, {}
        cancelled, self._cancelling = self._cancelling, False
        error = Cancelled("Stopped.") if cancelled else _crashed(why)
        gone = ModelGone("The Python that runs models was started again.", hints=("Ask again.",))
        if self._is_restoring():
            self._opened = self._model = None  # it died of what it was told: do not tell it again
        self._use(port)
        if self._opened or self._model:
            self._restored = asyncio.ensure_future(self._restore())
        for future, _progress, verb in asked.values():
            if not future.done():
                future.set_exception(gone if cancelled and verb in MODEL_VERBS else error)

    async def _restore(self) -> None:
        """Open the table and load the model that the worker before had."""
        try:
            if self._opened:
                await self._ask("open_table", *self._opened)
            if self._model:
                source = {"bytes": _copy(self._model["data"]), "name": self._model["filename"]}
                if self._trained_on is not None and self._trained_on[0] is self._opened:
                    source["choices"] = self._trained_on[1]  # which rows were kept back follows from them
                await self._ask("load_model", source)
        except ElmwebError:
            self._opened = self._model = None  # the next verb says what is missing


_WITH_SOURCE = {"open_table", "predict_table", "load_model", "open_own_model"}
_WITH_PROGRESS = {"open_table", "look", "train", "predict_table", "load_model"}
_WITH_PROGRESS |= {"open_model", "open_own_model", "check_model"}


def _as_bytes(buffer: Any) -> bytes:
    return buffer.to_bytes() if hasattr(buffer, "to_bytes") else bytes(buffer)


def _as_handle(buffer: Any) -> Any:
    return buffer


def _copy(handle: Any) -> Any:
    """Return a copy of a handle: posting moves a buffer away, and it is still needed."""
    return handle.slice() if hasattr(handle, "slice") else handle


def _out_of_memory(verb: str) -> OutOfMemory:
    return OutOfMemory(
        "There is not enough memory for this.",
        rule="a page may use 4 GB at the most",
        value=f"it ran out while doing {verb.replace('_', ' ')}",
        hints=("Use fewer rows or columns.", "Close other tabs."),
    )


def _broken(error: BaseException) -> WorkbenchCrashed:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return WorkbenchCrashed(
        "Something broke in elmweb itself.",
        rule="this is our mistake, not yours",
        value=f"{type(error).__name__}: {error} ({last.name}, line {last.lineno})",
        hints=("The table and the settings are still here. Try it another way.",),
    )


def _crashed(why: str) -> WorkbenchCrashed:
    return WorkbenchCrashed(
        "The Python that does the work stopped and was started again.",
        rule="a page may use 4 GB of memory at the most",
        value=why or "no reason was given",
        hints=("The table and the settings are still here. Try again, with fewer rows or columns if it stops again.",),
    )
