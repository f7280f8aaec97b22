"""Keeping the open project by itself, and opening one again.

Python says what is to be kept, and when; the page's own worker keeps it (``web/projects/``), so that
nothing here waits for a disk, and the end of an engine ends nothing there.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from elmweb.app.effects import Busy
from elmweb.app.projects.record import SETTINGS, checked_state, fill_settings, project_facts, project_state, row_of
from elmweb.app.state import Session
from elmweb.exceptions import ElmwebError
from elmweb.formatting import file_stem
from elmweb.words.page import common, projects as words
from elmweb.workbench.protocol import Progress, Result, TableInfo, Workbench

__all__ = ["Keep", "Page", "ProjectEffects"]

Keep = Callable[..., None]
"""``keep(text, table, with_model)`` has the page keep a project: JSON of what it is, perhaps the bytes of its table,
and the newest model file if ``with_model``."""

_KEPT_WITH = ("open", "train", "load")
"""Verbs that are followed by keeping all of it: what changes with them is no change of its own."""

_PAUSE_SECONDS = 0.6  # after the last change: a slider makes many
_MOST_WAIT_SECONDS = 0.7  # for a model to be kept before its result is shown


class Page(Protocol):
    """What a project needs of the page's controller."""

    session: Session
    workbench: Workbench
    post: Callable[..., None]
    shown_page: str

    def start(self, effect: Callable[[], Any]) -> None:
        """Run an effect in the background."""

    def show_table(self, info: TableInfo, source: dict[str, Any], choices: dict[str, Any], *, stay: bool) -> None:
        """Show a table that has been opened."""

    async def show_result(self, result: Result, *, loaded: str, table: str, go: bool) -> None:
        """Show a result."""

    async def look_again(self) -> None:
        """Summarize the table."""


@dataclass
class _Opened:
    """What the workbench gave of a project; what is wrong with its model keeps the table from nobody."""

    info: TableInfo | None = None
    result: Result | None = None
    error: ElmwebError | None = None


class ProjectEffects:
    """What is kept of the page, and how it comes back.

    Parameters
    ----------
    page : Page
        The page's controller.
    keep : callable
        Has the page keep something.
    busy : callable
        Holds the workbench for one verb.
    progress : callable
        Takes progress messages.
    """

    def __init__(self, page: Page, keep: Keep, busy: Busy, progress: Progress) -> None:
        self._page, self._keep, self._busy, self._progress = page, keep, busy, progress
        self.session = page.session
        self._id = ""  # of the open project; empty while nothing is kept
        self._name = ""
        self._source: dict[str, Any] | None = None  # of its table
        self._trained: dict[str, Any] | None = None  # the choices and the options its model was trained with
        self._trained_before: dict[str, Any] | None = None  # those of the model that a stopped training replaced
        self._has_model = self._is_touched = self._is_dirty = False
        self._count = self._changes = 0
        self._waiting: dict[int, asyncio.Future] = {}  # for the page to say that something is kept
        self._watch()

    def _watch(self) -> None:
        """Keep what changes."""
        session = self.session
        for part, names in (
            (session.choices, ["targets", "several", "task", "roles", "switches", "corrections"]),
            (session.settings, SETTINGS),
            (session.table, ["options"]),
            (session.outcome, ["row"]),
        ):
            part.param.watch(self._changed, list[str](names))

    def _changed(self, *_: Any) -> None:
        """Keep the state a moment after the last change."""
        if self.session.run.busy not in _KEPT_WITH:
            self.changed()

    def changed(self) -> None:
        """Keep the state a moment from now, unless it changes again."""
        if self._id:
            self._is_touched = self._is_dirty = True
            self._changes += 1
            self._page.start(partial(self._keep_later, self._changes))

    async def _keep_later(self, number: int) -> None:
        await asyncio.sleep(_PAUSE_SECONDS)
        if number == self._changes:
            self.flush()

    def flush(self) -> None:
        """Keep at once what waits to be kept."""
        if self._is_dirty and self._id:
            self._send()

    # What begins and what changes

    def begin(self, source: dict[str, Any]) -> None:
        """Begin a project with a table that has just been opened.

        Parameters
        ----------
        source : dict
            Where it came from.
        """
        table = self.session.table
        replaces = self._id if not self._is_touched and not self._has_model else ""
        replaces = replaces if "sample" in (self._source or {}) else ""
        self._start(file_stem(table.filename), None if "files" in source else source)  # a large folder is not copied
        self._send(replaces=replaces)

    def _start(self, name: str, source: dict[str, Any] | None, project: str = "") -> None:
        """Go on as a new project."""
        self._id, self._name, self._source = project or os.urandom(6).hex(), name, source
        self._trained = self._trained_before = None
        self._has_model = self._is_touched = False

    async def trained(self, choices: dict[str, Any], options: dict[str, Any]) -> None:
        """Keep a model that has just been trained.

        Parameters
        ----------
        choices, options : dict
            With which it was.
        """
        self._trained_before, self._trained = self._trained, {"choices": choices, "options": options}
        await self._keep_model()

    async def forgot(self, gone: list[dict[str, Any]]) -> None:
        """Keep a model that has forgotten rows.

        Parameters
        ----------
        gone : list of dict
            The rows, as corrections that take them out.
        """
        if self._trained:
            choices = self._trained["choices"]
            corrections = [*choices.get("corrections", []), *gone]
            self._trained = {**self._trained, "choices": {**choices, "corrections": corrections}}
        self._trained_before = None
        await self._keep_model()

    async def model_changed(self) -> None:
        """Keep the model with another threshold, or after it has learned from all rows."""
        if self._has_model:
            await self._keep_model()

    async def taken_back(self) -> None:
        """Keep the model that is back in its place."""
        self._trained = self._trained_before
        await self._keep_model()

    async def loaded(self) -> None:
        """Keep a model that came as a file; one that was trained here stays in its own project."""
        name = file_stem(file_stem(self.session.outcome.loaded))
        if not self._id:
            self._start(name, None)
        elif self._has_model:
            self._start(name, self._source)
        self._trained = None
        await self._keep_model()

    async def _keep_model(self) -> None:
        """Keep the newest model, and wait a moment for it: until then the page asks before it is left."""
        if not self._id:
            return
        self._has_model = self._is_touched = True
        number = self._send(with_model=True)
        kept = self._waiting[number] = asyncio.get_running_loop().create_future()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(kept, _MOST_WAIT_SECONDS)
        self._waiting.pop(number, None)

    def _send(self, *, with_model: bool = False, replaces: str = "") -> int:
        """Have the page keep the project as it is now; return the number it answers with."""
        self._count += 1
        self._is_dirty = False
        source = self._source or {}
        record = {
            "number": self._count,
            "id": self._id,
            "name": self._name,
            "tableName": self.session.table.filename if self._source else "",
            "source": {name: source[name] for name in ("file", "sample") if name in source} if self._source else None,
            "facts": project_facts(self.session, has_model=self._has_model, touched=self._is_touched),
            "state": project_state(self.session, self._trained, source.get("sample", "")),
            "replaces": replaces,
            "model": "new" if with_model else "same" if self._has_model else "none",
        }
        text = source.get("text")  # a lone surrogate in it cannot be encoded
        table = None if text is None else text.encode(errors="replace")
        self._keep(json.dumps(record), table, with_model)
        return self._count

    def _kept(self, number: int) -> None:
        """Go on: what was sent has been kept, or the page has said why not."""
        if (waiting := self._waiting.get(number)) is not None and not waiting.done():
            waiting.set_result(None)

    # What the page asks for

    def handle(self, do: str, **args: Any) -> None:
        """Do what the page asks for.

        Parameters
        ----------
        do : str
            ``"kept"``, ``"keep_copy"`` or ``"save"``.
        **args
            What belongs to it.
        """
        if do == "kept":
            self._kept(args["number"])
        elif do == "keep_copy":
            trained, has_model = self._trained, self._has_model
            self._start(args["name"], self._source, args["id"])
            self._trained, self._has_model, self._is_touched = trained, has_model, True
            self._send(with_model=has_model)
        elif do == "save":
            self.flush()
            self._page.post("project", do="save")
        else:
            raise ElmwebError(common.nobody_answers("project", do), rule=common.A_KNOWN_MESSAGE, value=do)

    async def open(
        self, *, id: str, shown: str, name: str, state: Any, facts: dict, table: dict | None,  # noqa: A002
        model: dict | None, stay: bool = False,
    ) -> None:  # fmt: skip
        """Open a project: the table, the choices, the model and its result, as they were.

        Parameters
        ----------
        id : str
            Its id; empty when changes are not to be kept.
        shown : str
            Its id in any case.
        name : str
            Its name.
        state : dict
            From :func:`elmweb.app.projects.record.project_state`.
        facts : dict
            What the list says of it.
        table, model : dict or None
            The files, as sources.
        stay : bool, default=False
            Whether the address names the page to show.

        Raises
        ------
        ElmwebError
            If it cannot be opened; then the page stays as it was.
        """
        is_open = False
        self.flush()
        try:
            checked = checked_state(state, name)
            fill_settings(self.session, checked["settings"], name)
            if table and checked["sample"]:
                table = {**table, "sample": checked["sample"]}
            async with self._busy("open", words.opening(name)):
                got = await self._opened(table, model, checked)
                is_open = True
                self._start(name, table)
                self._id, self._has_model, self._is_touched = id, model is not None, bool(facts.get("touched"))
                self._trained = checked["trained"]
                await self._show(got, table, checked, stay=stay)
        finally:
            self._page.post("settled")
            self._page.post("project", do="opened" if is_open else "not opened", id=id, shown=shown, name=name)
        if got.info:
            await self._page.look_again()
        if got.error:
            raise got.error

    async def _opened(self, table: dict | None, model: dict | None, state: dict[str, Any]) -> _Opened:
        """Open the table and the model in the workbench."""
        got, trained = _Opened(), state["trained"]
        if table and model and trained and trained["options"] != state["options"]:
            # The model's rows are those of the table as it was read then.
            await self._page.workbench.open_table(table, trained["options"], self._progress)
            await self._load(model, trained, got)
            model = None
        if table:
            got.info = await self._page.workbench.open_table(table, state["options"], self._progress)
        if model:
            await self._load(model, trained if table else None, got)
        return got

    async def _load(self, model: dict, trained: dict | None, got: _Opened) -> None:
        """Load the model; which rows were kept back follows from the choices it was trained with."""
        source = {**model, "choices": trained["choices"]} if trained else model
        try:
            got.result = await self._page.workbench.load_model(source, self._progress)
        except ElmwebError as error:
            got.error = error

    async def _show(self, got: _Opened, table: dict | None, state: dict[str, Any], *, stay: bool) -> None:
        """Show what was opened, with the choices that were made."""
        session, outcome = self.session, state["outcome"]
        go = self._page.shown_page in ("" if stay else "data", "")
        if table and got.info:
            self._page.show_table(got.info, table, state["choices"], stay=True)
        if got.result:
            await self._page.show_result(got.result, loaded=outcome["loaded"], table=outcome["table"], go=go)
            session.outcome.param.update(stale=outcome["stale"], row=row_of(got.result, outcome["row"]))
        else:
            session.outcome.stale = session.outcome.result is not None
