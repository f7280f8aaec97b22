"""The verbs of the workbench over a port: one end asks, the other answers.

A message is ``(text, buffers)`` made by :mod:`elmweb.workbench.codec`::

    requests  {"id": 7, "verb": "train", "args": [...]}      {"verb": "cancel"}
    replies   {"id": 7, "progress": {...}} ...  {"id": 7, "answer": ...} | {"id": 7, "error": {...}}
              {"heard": true} to a cancel, which is for every request before it that can be cancelled
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol

from elmweb.exceptions import Cancelled, ElmwebError, ModelGone, OutOfMemory, WorkbenchCrashed, error_from_dict
from elmweb.words.engine import workbench_remote as words
from elmweb.workbench.codec import decode, encode
from elmweb.workbench.protocol import VERBS, Verb, Workbench

__all__ = ["Port", "RemoteWorkbench", "WorkbenchServer"]

HEARING_SECONDS = 1.0
"""How long a worker may take to acknowledge a cancel."""

STOPPING_SECONDS = 10.0
"""How long it may take to stop once it has acknowledged."""


_CHANGE_THE_MODEL = {
    *("train", "keep_best", "learn_from_all", "load_model", "take_back", "use_run"),
    *("set_threshold", "compare", "forget", "pool_sums"),
}
"""After these the model is fetched, so that a new worker can be given it."""


READ_ONLY = frozenset({"open_table", "summarize"})
"""These do without SciPy and scikit-learn."""

ASKED_BY_THE_PAGE = frozenset({"estimate"})
"""What a person asks for next does not wait in line behind these while SciPy and scikit-learn come."""


class Port(Protocol):
    """One end of a channel between two Pythons."""

    def post(self, text: str, buffers: Sequence[Any]) -> None:
        """Send a message."""

    def listen(self, receive: Callable[[str, Sequence[Any]], None]) -> None:
        """Call ``receive`` for every message, from now on."""


class WorkbenchServer:
    """Answers the verbs that come in through a port, one at a time; those for deep models whenever they come.

    Parameters
    ----------
    workbench : Workbench
        Does the work.
    port : Port
        Where requests come from and replies go.
    locate : callable, optional
        Turns a ``source`` of the page, such as a dropped file, into one the workbench can read.
    complete : callable, optional
        Waits until SciPy and scikit-learn are there; verbs that only read a table do not wait.
    """

    def __init__(
        self,
        workbench: Workbench,
        port: Port,
        locate: Callable[[dict], Awaitable[Any]] | None = None,
        complete: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._workbench = workbench
        self._port = port
        self._locate = locate
        self._complete = complete
        self._line = asyncio.Lock()
        self._tasks: set[asyncio.Task] = set()
        self._waiting: set[int] = set()  # requests that have not begun and may be cancelled
        port.listen(self._receive)

    def _receive(self, text: str, buffers: Sequence[Any]) -> None:
        message = decode(text, buffers, to_bytes=_as_bytes)
        if message["verb"] == "cancel":
            for number in self._waiting:
                self._post(number, error=Cancelled(words.STOPPED).to_dict())
            self._waiting.clear()
            self._workbench.cancel()
            self._port.post(*encode({"heard": True}))
            return
        verb = VERBS[message["verb"]]
        if verb.can_be_cancelled:
            self._waiting.add(message["id"])
        task = asyncio.ensure_future(self._answer(message["id"], verb, message["args"]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, number: int, verb: Verb, args: list) -> None:
        try:
            if verb.name in ASKED_BY_THE_PAGE:
                await self._have_all_for(verb)
            async with nullcontext() if verb.for_deep_models else self._line:
                outcome = {"answer": await self._do(number, verb, args)}
        except _AlreadyAnsweredError:
            return
        except ElmwebError as error:
            outcome = {"error": error.to_dict()}
        except MemoryError:
            outcome = {"error": _out_of_memory(verb.name).to_dict()}
        except Exception as error:  # noqa: BLE001 - whatever it is, the person is told
            outcome = {"error": _broken(error).to_dict()}
        self._waiting.discard(number)
        self._post(number, **outcome)

    def _post(self, number: int, **reply: Any) -> None:
        self._port.post(*encode({"id": number, **reply}))

    async def _do(self, number: int, verb: Verb, args: list) -> Any:
        def progress(message: dict) -> None:
            self._post(number, progress=message)

        await self._have_all_for(verb)
        if verb.takes_source and self._locate is not None:
            args[0] = await self._locate(args[0])
        if verb.name in ("run_model", "follow_model", "study"):
            args[1] = {name: await self._located(value) for name, value in args[1].items()}
        if verb.reports_progress:
            args.insert(verb.progress_at, progress)
        if verb.can_be_cancelled and number not in self._waiting:
            raise _AlreadyAnsweredError
        self._waiting.discard(number)  # from here on the workbench itself stops it
        return await getattr(self._workbench, verb.name)(*args)

    async def _have_all_for(self, verb: Verb) -> None:
        if self._complete is not None and verb.name not in READ_ONLY:
            await self._complete()

    async def _located(self, value: Any) -> Any:
        """Return an input of a model or a study; what the page handed over by reference is fetched."""
        if self._locate is not None and isinstance(value, dict) and {"media", "file"} & value.keys():
            return await self._locate(value)
        return value


class _AlreadyAnsweredError(Exception):
    """The request was cancelled before it began."""


@dataclass
class _Request:
    """A verb that is not answered yet."""

    verb: Verb
    args: list
    progress: Callable | None
    future: asyncio.Future
    is_cancelled: bool = False


def _asking(name: str) -> Callable:
    """Return the method that asks for a verb: its signature and its words are those of the protocol."""
    verb = VERBS[name]

    @wraps(getattr(Workbench, name))
    async def ask(self: RemoteWorkbench, *args: Any, **named: Any) -> Any:
        given = verb.bind(*args, **named)
        if name == "train":
            self._asked_for = given["choices"]
        progress = given.pop("progress", None)
        try:
            answer = await self._call(verb, list(given.values()), progress)
        finally:
            if name == "learn_from_all" and self._fetched is not None:
                await self._fetched  # stopped, it leaves the model that was judged
        await self._remember(name, given, answer)
        return answer

    return ask


def _with_every_verb(cls: type[RemoteWorkbench]) -> type[RemoteWorkbench]:
    """Give a class the methods that ask for each verb."""
    for name in VERBS:
        setattr(cls, name, _asking(name))
    return cls


@_with_every_verb
class RemoteWorkbench(Workbench):
    """The workbench's verbs, done by another Python that may be ended and started again.

    What a new worker needs to know (which table was open, which model trained) is
    kept here and passed on to it, so that neither Cancel nor a crash loses anything.

    It can be made before there is any worker; :meth:`connect` must come before the first verb.
    """

    def __init__(self) -> None:
        self._port: Port | None = None
        self._end_worker: Callable[[], None] | None = None
        self._requests: dict[int, _Request] = {}
        self._count = 0
        self._opened: tuple | None = None  # source and options of the open table
        self._model: Any = None  # the saved file of the model
        self._fetched: asyncio.Future | None = None  # ends when a model that was trained has been fetched
        self._asked_for: dict = {}  # the choices of the newest training
        self._trained_on: tuple | None = None  # what was open when it was trained, and the choices
        self._before_on: tuple | None = None  # the same of the model before it
        self._runs_on: dict[int | None, tuple | None] = {}  # the same of each run, by its number
        self._patience: asyncio.TimerHandle | None = None
        self._restored: asyncio.Future | None = None
        self._waiting: set[asyncio.Future] = set()
        self._tasks: set[asyncio.Future] = set()  # the event loop itself would let them go

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

    async def _remember(self, name: str, given: dict[str, Any], answer: Any) -> None:
        """Keep what a new worker would have to know after this verb."""
        if name == "open_table":
            self._opened = (given["source"], given["options"])
        elif name in {"train", "keep_best"}:
            self._before_on, self._trained_on = self._trained_on, (self._opened, self._asked_for)
            self._runs_on[((answer or {}).get("runs") or {}).get("current")] = self._trained_on
        elif name == "use_run":
            self._before_on, self._trained_on = self._trained_on, self._runs_on.get(given["run"])
        elif name == "forget" and self._trained_on is not None:
            opened, choices = self._trained_on
            gone = [{"row": row, "to": None, "column": ""} for row in answer["rows"]]
            self._before_on = None
            self._trained_on = opened, {**choices, "corrections": [*choices.get("corrections", []), *gone]}
        elif name == "pool_sums":
            self._trained_on = None
        elif name == "load_model":
            choices = given["source"].get("choices")  # those of a model that was trained on the open table
            self._trained_on = None if choices is None else (self._opened, choices)
        elif name == "take_back":
            self._trained_on = self._before_on
        if name in _CHANGE_THE_MODEL:
            if given.get("learn_later"):  # the result does not wait for it
                self._model = None  # a new worker must not be given the model before
                self._fetched = asyncio.ensure_future(self._fetch(self._ask(VERBS["export"], ["kept"])))
            else:
                self._model = await self.export("kept")

    async def _fetch(self, asked: asyncio.Future) -> None:
        """Take the newest model, which has been asked for; where its worker ends before, there is none."""
        with suppress(ElmwebError):
            self._model = await asked

    @property
    def model_data(self) -> Any:
        """The newest model file, a handle of the buffer; None before the first. It holds the judged model, too."""
        return self._model["data"] if self._model else None

    def cancel(self) -> None:
        """Ask every verb that can be cancelled to stop; end the worker if it does not.

        A worker that does not even acknowledge that within a second is in the middle of a long step and is ended.
        One that does stops at its next step; it is given longer.
        """
        for waiting in self._waiting:
            waiting.set_result(None)  # meant for a new worker that is still being told what the old one knew
        self._waiting.clear()
        meant = [each for each in self._requests.values() if each.verb.can_be_cancelled and not each.is_cancelled]
        if self._restoring() is not None or not meant:
            return
        for request in meant:
            request.is_cancelled = True
        self._post({"verb": "cancel"})
        self._be_patient(HEARING_SECONDS)

    def _is_stopping(self) -> bool:
        """Whether a verb was cancelled and has not ended yet."""
        return any(request.is_cancelled for request in self._requests.values())

    def _be_patient(self, seconds: float) -> None:
        """End the worker after this long, unless everything that was cancelled has ended before."""
        self._calm()
        if self._end_worker is not None:
            self._patience = asyncio.get_running_loop().call_later(seconds, self._end_worker)

    def _calm(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    # -- the messages -------------------------------------------------------------------------

    async def _call(self, verb: Verb, args: list, progress: Callable | None) -> Any:
        if (restored := self._restoring()) is not None:
            waiting = asyncio.get_running_loop().create_future()
            if verb.can_be_cancelled:
                self._waiting.add(waiting)
            await asyncio.wait({restored, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                raise Cancelled(words.STOPPED)
            self._waiting.discard(waiting)
        return await self._ask(verb, args, progress)

    def _restoring(self) -> asyncio.Future | None:
        """Return what ends when a new worker has been told what the old one knew, or None when it has been."""
        return None if self._restored is None or self._restored.done() else self._restored

    def _ask(self, verb: Verb, args: list, progress: Callable | None = None) -> asyncio.Future:
        self._count += 1
        request = _Request(verb, args, progress, asyncio.get_running_loop().create_future())
        self._requests[self._count] = request
        self._post({"id": self._count, "verb": verb.name, "args": args})
        return request.future

    def _post(self, message: dict[str, Any]) -> None:
        if self._port is None:
            raise RuntimeError("RemoteWorkbench.connect must come before the first verb.")
        self._port.post(*encode(message))

    def _receive(self, text: str, buffers: Sequence[Any]) -> None:
        message = decode(text, buffers, to_bytes=_as_handle)
        if "heard" in message:
            if self._is_stopping():
                self._be_patient(STOPPING_SECONDS)
            return
        request = self._requests.get(message["id"])
        if request is None or request.future.done():
            return
        if "progress" in message:
            if request.progress is not None:
                request.progress(message["progress"])
            return
        del self._requests[message["id"]]
        if not self._is_stopping():
            self._calm()
        if "error" in message:
            request.future.set_exception(error_from_dict(message["error"]))
        else:
            request.future.set_result(message["answer"])

    # -- a worker that is gone ------------------------------------------------------------------

    def worker_lost(self, port: Port, why: str, *, had_begun: bool = True) -> None:
        """Go on with a new worker: end what was asked, tell the new one what the old one knew.

        Parameters
        ----------
        port : Port
            The way to the new worker.
        why : str
            What the old one said last; empty when it was ended on purpose.
        had_begun : bool, optional
            Whether the old one had started: one that had not did nothing yet of what it was asked.
        """
        self._calm()
        requests, self._requests = self._requests, {}
        on_purpose = any(request.is_cancelled for request in requests.values())
        if self._restoring() is not None:
            self._opened = self._model = None  # it died of what it was told: do not tell it again
        self._use(port)
        if self._opened or self._model:
            self._restored = asyncio.ensure_future(self._restore())
        for request in requests.values():
            if request.future.done():
                continue
            if request.is_cancelled:
                request.future.set_exception(Cancelled(words.STOPPED))
            elif had_begun and not on_purpose:
                request.future.set_exception(_crashed(why))
            elif had_begun and request.verb.for_deep_models:
                gone = ModelGone(words.STARTED_AGAIN, hints=(words.ASK_AGAIN,))
                request.future.set_exception(gone)
            else:  # it only waited, for the start or behind what was cancelled
                task = asyncio.ensure_future(self._ask_again(request))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _ask_again(self, request: _Request) -> None:
        """Ask the new worker what the old one did not come to."""
        try:
            answer = await self._call(request.verb, request.args, request.progress)
        except ElmwebError as error:
            if not request.future.done():
                request.future.set_exception(error)
        else:
            if not request.future.done():
                request.future.set_result(answer)

    async def _restore(self) -> None:
        """Open the table and load the model that the worker before had."""
        try:
            if self._opened:
                await self._ask(VERBS["open_table"], list(self._opened))
            if self._model:
                source = {"bytes": _copy(self._model["data"]), "name": self._model["filename"]}
                if self._trained_on is not None and self._trained_on[0] is self._opened:
                    source["choices"] = self._trained_on[1]  # which rows were kept back follows from them
                await self._ask(VERBS["load_model"], [source])
        except ElmwebError:
            self._opened = self._model = None  # the next verb says what is missing


def _as_bytes(buffer: Any) -> bytes:
    return buffer.to_bytes() if hasattr(buffer, "to_bytes") else bytes(buffer)


def _as_handle(buffer: Any) -> Any:
    return buffer


def _copy(handle: Any) -> Any:
    """Return a copy of a handle: posting moves a buffer away, and it is still needed."""
    return handle.slice() if hasattr(handle, "slice") else handle


def _out_of_memory(verb: str) -> OutOfMemory:
    return OutOfMemory(
        words.out_of_memory(verb),
        hints=(words.AT_MOST_4_GB, words.USE_FEWER),
    )


def _broken(error: BaseException) -> WorkbenchCrashed:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return WorkbenchCrashed(
        words.BROKEN,
        value=words.broken_at(type(error).__name__, str(error), last.name, str(last.lineno)),
        hints=(words.TRY_ANOTHER_WAY,),
    )


def _crashed(why: str) -> WorkbenchCrashed:
    return WorkbenchCrashed(
        words.CRASHED,
        value=why,
        hints=(words.STILL_HERE, words.TRY_WITH_FEWER),
    )
