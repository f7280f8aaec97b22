"""What each message of the page does: the workbench is asked, and the state is set.

Pages never talk to the workbench. How an effect runs, and what becomes of a failure,
is in :mod:`elmweb.app.effects`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from elmweb.app.deep.effects import MESSAGES as DEEP_MESSAGES, DeepEffects, Deliver
from elmweb.app.effects import Post
from elmweb.app.state import Session, form_values
from elmweb.exceptions import DataError, ElmwebError
from elmweb.workbench.protocol import ExportFile, ExportKind, Result, TableInfo, Workbench

__all__ = ["Controller"]

_MESSAGES = (
    *("open", "close_table", "use_table", "role", "switch", "several", "train", "carry_on", "cancel", "take_back"),
    *("page", "theme", "dismiss", "predict_file", "export", "script", "load_model", "look_again"),
    *("undo", "adjust_reading", "refuse_files", "learn", "study", "race", "explain", "forecast"),
    *("open_project", "project"),
    *DEEP_MESSAGES,
)
_LONG = ("open", "load", "train", "race", "study", "forecast")
"""What would be lost if the page were closed in the middle."""


class Controller(DeepEffects):
    """Turn messages into verbs of the workbench and answers into state.

    Parameters
    ----------
    session : Session
        The page's state; the only thing the controller changes.
    workbench : Workbench
        Reads, trains and predicts.
    post : callable
        ``post(name, **args)`` sends a message to the page.
    deliver : callable
        ``deliver(filename, mime, data)`` hands a finished file to the person.
    keep : callable, optional
        Keeps projects between visits; see :data:`elmweb.app.projects.effects.Keep`.
    """

    def __init__(self, session: Session, workbench: Workbench, post: Post, deliver: Deliver, keep: Any = None) -> None:
        super().__init__(session, workbench, post, deliver)
        self._quiet = self._wants_training = False
        self.shown_page = ""
        self._keep = keep
        self._project: Any = None  # the effects of what is kept, once there is something
        self._race: Any = None  # the effects of the Race page, once it has been opened
        self._explain: Any = None  # those of the reasons, once one was asked for
        self._source: dict[str, Any] = {}  # of the open table
        self._forecast: Any = None  # the effects of the forecast, once it has been opened
        self._exploring = asyncio.Lock()
        self._messages = {name: getattr(self, name) for name in _MESSAGES}
        self._watch()

    def _watch(self) -> None:
        """Start the effects that follow from a change of the state."""
        session = self.session
        session.choices.param.watch(lambda *_: self._choices_changed(), ["targets", "task", "roles", "switches"])
        session.table.param.watch(lambda *_: self._options_changed(), ["options"])
        session.settings.param.watch(
            lambda *_: self._settings_changed(),
            ["width", "alpha", "scale", "seed", "activation", "arithmetic", "model_kind"],
        )
        session.choices.param.watch(lambda *_: self._explore_soon(), ["summary"])
        session.live.param.watch(lambda *_: self._explore_soon(), ["on", "x", "y"])
        session.outcome.param.watch(lambda *_: self._row_changed(), ["row"])
        for part, names in ((session.table, ["info"]), (session.run, ["busy", "progress"])):
            part.param.watch(lambda *_: self._read_out(), names)
        session.outcome.param.watch(lambda *_: self._read_out(), ["result"])
        session.zoo.param.watch(lambda *_: self._read_out(), ["cards"])
        session.run.param.watch(self._say_working, ["busy"])

    def _say_working(self, event: Any) -> None:
        """Tell the page when something begins or ends that would be lost with it."""
        if (event.old in _LONG) != (event.new in _LONG):
            self.post("working", on=event.new in _LONG)

    # Messages

    def receive(self, name: str, args: dict[str, Any]) -> None:
        """Start the effect of one message from the page.

        Parameters
        ----------
        name : str
            The message.
        args : dict
            Its arguments.
        """
        self.start(partial(self.handle, name, args))

    async def handle(self, name: str, args: dict[str, Any]) -> None:
        """Run the effect of one message and show any failure.

        Parameters
        ----------
        name : str
            The message; an unknown one is shown as a failure.
        args : dict
            Its arguments.
        """
        async with self.guarded():
            if name not in self._messages:
                raise ElmwebError(f'The page sent "{name}", which nobody answers.', rule="a known message", value=name)
            answer = self._messages[name](**args)
            if asyncio.iscoroutine(answer):
                await answer

    # Data

    async def open(
        self, source: dict[str, Any], options: dict[str, Any] | None = None, keep: dict[str, Any] | None = None
    ) -> None:
        """Read a table, show it and summarize it.

        Parameters
        ----------
        source : dict
            As :class:`elmweb.workbench.protocol.Workbench` describes it.
        options : dict, optional
            How to read it.
        keep : dict, optional
            Choices that stay.
        """
        session = self.session
        async with self._busy("open", f"Reading {_name(source)}"):
            info = await self.workbench.open_table(source, options, self._progress)
            is_new = source is not self._source
            if is_new and self._project:
                self._project.flush()
            session.outcome.stale = session.outcome.result is not None
            self.show_table(info, source, keep or {})
            if project := self._kept():
                project.begin(source) if is_new else project.changed()
        await self._summarize()

    def show_table(
        self, info: TableInfo, source: dict[str, Any], choices: dict[str, Any], *, stay: bool = False
    ) -> None:
        """Show a table that has been opened.

        Parameters
        ----------
        info : TableInfo
            What the workbench found.
        source : dict
            Where it came from.
        choices : dict
            Choices that are made already.
        stay : bool, default=False
            True to stay on the page that is shown.
        """
        session = self.session
        self._quiet = True
        try:
            session.choices.start_over(info["targets"])
            session.choices.param.update(**choices)
        finally:
            self._quiet = False
        self._source = source
        session.table.param.update(info=info, shown=True, options=info["options"])
        self.post("table", on=True, name=info["name"], stay=stay)
        self.post("announce", text=f"{info['name']} is open: {info['n_rows']} rows, {info['n_columns']} columns.")

    async def open_project(self, **given: Any) -> None:
        """Open a project, see :class:`elmweb.app.projects.effects.ProjectEffects`."""
        if project := self._kept():
            await project.open(**given)

    def project(self, do: str, **args: Any) -> None:
        """Do what the page asks for about what is kept."""
        if project := self._kept():
            project.handle(do, **args)
        elif do == "save":
            raise ElmwebError("A server keeps no projects.", hints=("Save the model and the table instead.",))

    def _kept(self) -> Any:
        """Return the effects of what is kept between visits, or None where nothing is: on a server."""
        if self._project is None and self._keep is not None:
            from elmweb.app.projects.effects import ProjectEffects  # noqa: PLC0415  not before there is something

            self._project = ProjectEffects(self, self._keep, self._busy, self._progress)
        return self._project

    def refuse_files(self, names: list[str], *, folder: bool = False) -> None:
        """Say that one file is read at a time.

        Parameters
        ----------
        names : list of str
            What was brought.
        folder : bool, default=False
            Whether it is a folder.

        Raises
        ------
        DataError
            Always.
        """
        if folder:
            raise DataError(
                f'"{names[0]}" is a folder.', rule="one file", hints=("Open the folder and drop a file from it.",)
            )
        shown = ", ".join(names[:3]) + (" and more" if len(names) > 3 else "")
        raise DataError(
            f"{len(names):,} files were brought at once.",
            rule="one file at a time",
            value=shown,
            hints=("Drop the one to start with. Tables with the same columns can be put into one file first.",),
        )

    def undo(self, kind: str, on: bool) -> None:
        """Read the file again without what the reader does with a kind of lines, or with it."""
        table = self.session.table
        kinds = [one for one in table.options.get("undo", ()) if one != kind]
        table.options = {**table.options, "undo": kinds if on else [*kinds, kind]}

    def adjust_reading(self) -> None:
        """Show or hide the form to read the file another way."""
        self.session.table.adjusting = not self.session.table.adjusting

    def _options_changed(self) -> None:
        """Read the open file again after an option has changed."""
        table = self.session.table
        if table.info and table.options != table.info["options"]:
            self.start(self._read_again)

    async def _read_again(self) -> None:
        """Read the open file with the newest options; where that fails, the table stays as it was."""
        table = self.session.table
        try:
            await self.open(self._source, dict(table.options), self._choices_that_stay())
        except ElmwebError:
            table.options = table.info["options"] if table.info else {}
            raise

    def _choices_that_stay(self) -> dict[str, Any]:
        """Return the choices that stay when the open file is read again: all, if no more than columns are read anew."""
        table, choices = self.session.table, self.session.choices
        before, now = (table.info["options"] if table.info else {}), table.options
        if any(before.get(name) != now.get(name) for name in {*before, *now} - {"columns"}):
            return {}
        old, new = before.get("columns", {}), now.get("columns", {})
        changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
        return {
            **{name: getattr(choices, name) for name in ("targets", "several", "task", "switches", "editing")},
            "roles": {name: role for name, role in choices.roles.items() if name not in changed},
        }

    def close_table(self) -> None:
        """Show the start page again; the table stays open."""
        self.session.table.shown = False
        self.post("table", on=False, name=self.session.table.filename)
        self.post("go", page="data")

    def use_table(self) -> None:
        """Return from the start page to the open table."""
        if self.session.table.info:
            self.session.table.shown = True
            self.post("table", on=True, name=self.session.table.filename)

    def role(self, column: str) -> None:
        """Offer the roles of one column, or close the offer."""
        choices = self.session.choices
        choices.editing = "" if choices.editing == column else column
        if choices.editing:
            self.post("announce", text=f"Above the table you can choose what {column} is.")

    def switch(self, finding: str, on: bool) -> None:
        """Turn what the data doctor advises for a finding on or off."""
        self.session.choices.switches = {**self.session.choices.switches, finding: on}

    def several(self, on: bool) -> None:
        """Allow several targets, or one only."""
        choices = self.session.choices
        choices.param.update(several=on, task="", targets=choices.targets if on else choices.targets[:1])

    def _choices_changed(self) -> None:
        """Summarize again after a choice has changed."""
        if not self._quiet and self.session.table.info:
            self.session.outcome.stale = self.session.outcome.result is not None
            self.start(self._summarize)

    async def _summarize(self) -> None:
        """Summarize the table for the newest choices; answers for older ones are dropped."""
        number, choices = self._next("summary"), self.session.choices
        choices.stopped = False
        async with self._busy("summarize", "Looking at the columns"):
            if number == self._newest["summary"]:
                try:
                    summary = await self.workbench.summarize(choices.asked(), self._progress)
                except ElmwebError:
                    choices.stopped = number == self._newest["summary"] and choices.summary is None
                    raise
                if number == self._newest["summary"]:
                    choices.summary = summary
        if number == self._newest["summary"]:
            await self._estimate()

    async def look_again(self) -> None:
        """Summarize the table after that was stopped."""
        await self._summarize()

    # Train

    def _settings_changed(self) -> None:
        """Estimate and explore again after a setting has changed."""
        self.session.outcome.stale = self.session.outcome.result is not None
        self.start(self._estimate)
        self._explore_soon()

    async def _estimate(self) -> None:
        """Estimate how long a training would take with the newest settings."""
        session = self.session
        if session.why_not_train():
            session.settings.estimate = None
            return
        number = self._next("estimate")
        estimate = await self.workbench.estimate(session.choices.asked(), session.settings.asked())
        if number == self._newest["estimate"]:
            session.settings.estimate = estimate

    def _explore_soon(self) -> None:
        """Retrain the small model for the newest settings, while it is in sight."""
        if self.session.live.on and not self.session.run.is_training:
            self.start(partial(self._explore, self._next("explore")))

    async def _explore(self, number: int) -> None:
        """Explore the newest settings once the last request is answered; those in between are skipped."""
        async with self._exploring:
            session = self.session
            if number != self._newest["explore"]:
                return
            if session.why_not_train():
                session.live.found = None
                return
            asked = session.choices.asked(), session.settings.asked(), session.live.across()
            session.live.found = await self.workbench.explore(*asked)

    async def train(self) -> None:
        """Train, evaluate and show the result; a second press in the meantime changes nothing."""
        session = self.session
        if self._wants_training:
            return
        if why := session.why_not_train():
            raise ElmwebError(why)
        self._wants_training, before = True, session.outcome.to_take_back()
        try:
            async with self._busy("train", "Training"):
                choices, options = session.choices.asked(), dict(session.table.options)
                result = await self.workbench.train(choices, session.settings.asked(), self._progress)
                project = self._kept()
                kept = project and partial(project.trained, choices, options)
                # Does not navigate away from another page; the menu shows the number.
                go = self.shown_page in ("", "train")
                await self.show_result(result, loaded="", table=session.table.filename, go=go, kept=kept)
                session.outcome.before = before if result.get("stopped_at") else None
        finally:
            self._wants_training = False

    async def carry_on(self) -> None:
        """Train again after a stop, on the Train page."""
        self.post("go", page="train")
        await self.train()

    async def take_back(self) -> None:
        """Restore the result that a stopped training replaced."""
        before = self.session.outcome.before
        if before is None:
            raise ElmwebError("There is no earlier result.", hints=("Train again.",))
        async with self._busy("load", "Going back"):
            result = await self.workbench.take_back()
            project = self._kept()
            kept = project and project.taken_back
            await self.show_result(result, loaded=before["loaded"], table=before["table"], stale=True, kept=kept)

    def cancel(self) -> None:
        """Stop the running verb at its next step."""
        self.workbench.cancel()

    async def show_result(
        self, result: Result, *, loaded: str, table: str = "", go: bool = True, stale: bool = False,
        kept: Callable[[], Awaitable[None]] | None = None,
    ) -> None:  # fmt: skip
        """Show a new result and drop the predictions of the older model.

        Parameters
        ----------
        result : Result
            From the workbench.
        loaded : str
            The file that it came from; empty for a training.
        table : str, optional
            The table that it was trained on.
        go : bool, default=True
            Whether to go to its page.
        stale : bool, default=False
            Whether the data or the settings have changed since.
        kept : callable, optional
            Keeps the model for a later visit. The page goes on a moment later at the most.
        """
        outcome, row = self.session.outcome, form_values(result["form"])
        same = row == outcome.row  # then the watcher of the row would not ask the new model
        outcome.param.update(
            result=result, stale=stale, loaded=loaded, table=table, before=None, prediction=None, file=None, saved="",
            row=row,
        )  # fmt: skip
        if same:
            self._row_changed()
        self.post("result", on=True)
        if kept:
            await kept()
        if go:
            self.post("go", page="result")
        self.post("announce", text=result["headline"]["sentence"])

    # Predict and save

    def _row_changed(self) -> None:
        """Predict again after a field of the form has changed."""
        if self.session.outcome.result and self.session.outcome.row:
            self.start(partial(self._predict_row, self._next("row")))

    async def _predict_row(self, number: int) -> None:
        # A slider sends many values; only the one it stops at is predicted.
        await asyncio.sleep(0.03)
        if number == self._newest["row"]:
            prediction = await self.workbench.predict_row(dict(self.session.outcome.row))
            if number == self._newest["row"]:
                self.session.outcome.prediction = prediction

    async def predict_file(self, source: dict[str, Any]) -> None:
        """Predict every row of another file."""
        async with self._busy("predict", f"Predicting {_name(source)}"):
            file = await self.workbench.predict_table(source, self._progress)
            self.session.outcome.file = file
            self.post("announce", text=f"Predicted {file['n_rows']} rows.")

    async def export(self, what: ExportKind) -> None:
        """Create a file and deliver it."""
        async with self._busy("export", "Writing the file"):
            file = await self.workbench.export(what)
            self.deliver(file["filename"], file["mime"], file["data"])
            self._saved(file)

    async def script(self, cluster: bool) -> None:
        """Write the current training as a Python file and deliver it."""
        if why := self.session.why_not_train():
            raise ElmwebError(why)
        async with self._busy("export", "Writing the file"):
            session = self.session
            file = await self.workbench.script(session.choices.asked(), session.settings.asked(), cluster)
            self.deliver(file["filename"], file["mime"], file["data"])
            self._saved(file)

    def _saved(self, file: ExportFile) -> None:
        """Show that a file was saved, with the note on it."""
        message = f"{file['filename']} is saved. {file['note']}".strip()
        self.session.outcome.saved = message
        self.post("announce", text=message)

    async def load_model(self, source: dict[str, Any]) -> None:
        """Open a saved model and show the result that was saved with it."""
        async with self._busy("load", f"Reading {_name(source)}"):
            result = await self.workbench.load_model(source, self._progress)
            project = self._kept()
            kept = project and project.loaded
            await self.show_result(result, loaded=source.get("name", "a saved model"), kept=kept)

    # Page

    async def page(self, page: str, part: str = "") -> None:
        """Follow the page that was opened: an offer of roles is closed, the models are listed.

        Parameters
        ----------
        page : str
            Its name.
        part : str
            What is shown on it: the id of a model, a chapter of the Learn page.
        """
        self.shown_page = page
        if page != "data":
            self.session.choices.editing = ""
        if page == "models":
            await self.show_models(part)
        if page == "learn":
            await self._learn_page().visit(part)
        if page == "race":
            await self.race("open")
        if page == "train" and (part == "forecast" or self._forecast):
            await self.forecast("show", on=part == "forecast")

    async def learn(self, do: str, **args: Any) -> None:
        """Do what the lesson of the Learn page asks for."""
        await self._learn_page().lesson.handle(do, args)

    async def study(self, chapter: str, do: str, **args: Any) -> None:
        """Do what another chapter of the Learn page asks for."""
        await self._learn_page().do(chapter, do, args)

    def _learn_page(self) -> Any:
        """Return the Learn page's chapters, made when the page is first opened."""
        if self.session.learn is None:
            from elmweb.app.learn.chapters import Chapters  # noqa: PLC0415  not before it is needed

            self.session.learn = Chapters(self)
        return self.session.learn

    async def race(self, do: str, **args: Any) -> None:
        """Do something on the Race page, see :class:`elmweb.app.race.effects.RaceEffects`."""
        if self._race is None:
            from elmweb.app.race.effects import RaceEffects  # noqa: PLC0415  not before the page is opened

            self._race = RaceEffects(self.session, self.workbench, self.post, self._busy)
        await self._race.do(do, **args)

    async def explain(self, do: str, **args: Any) -> None:
        """Ask something about the model, see :class:`elmweb.app.explain.effects.ExplainEffects`."""
        if self._explain is None:
            from elmweb.app.explain.effects import ExplainEffects  # noqa: PLC0415  not before it is needed

            self._explain = ExplainEffects(
                self.session, self.workbench, self.post, self._busy, self._progress, self.start
            )
        await self._explain.do(do, **args)

    async def forecast(self, do: str, **args: Any) -> None:
        """Do something about the forecast, see :class:`elmweb.app.forecast.effects.ForecastEffects`."""
        if self._forecast is None:
            from elmweb.app.forecast.effects import ForecastEffects  # noqa: PLC0415  not before it is opened

            self._forecast = ForecastEffects(self.session, self.workbench, self.post, self._busy, self.deliver)
        await self._forecast.do(do, **args)

    def theme(self, theme: str) -> None:
        """Redraw the charts for a light or a dark page."""
        self.session.theme = theme

    def dismiss(self) -> None:
        """Close the message of a failure."""
        self.session.error = None

    def _read_out(self) -> None:
        """Send the values beside the pages' names."""
        self.post("readout", **self.session.readout())


def _name(source: dict[str, Any]) -> str:
    """Return the name of a source while it is read."""
    return source.get("name") or f"{source.get('sample', 'the table')}.csv"
