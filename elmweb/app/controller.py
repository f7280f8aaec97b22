"""What each message of the page does: the workbench is asked, and the state is set.

Pages never talk to the workbench. How an effect runs, and what becomes of a failure,
is in :mod:`elmweb.app.effects`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

from elmweb.app.deep.effects import MESSAGES as DEEP_MESSAGES, DeepEffects, Deliver
from elmweb.app.effects import Post
from elmweb.app.pages.reasons import EVEN
from elmweb.app.state import EXAMPLES, Session, form_values
from elmweb.exceptions import Cancelled, DataError, ElmwebError
from elmweb.model_kinds import find_model_kind
from elmweb.words.page import common, controller as words
from elmweb.workbench.protocol import ExportFile, ExportKind, Result, TableInfo, Workbench

__all__ = ["Controller"]

_MESSAGES = (
    *(
        "open",
        "close_table",
        "use_table",
        "role",
        "switch",
        "several",
        "train",
        "keep_best",
        "carry_on",
        "cancel",
        "take_back",
        "learn_from_all",
    ),
    *("page", "theme", "dismiss", "predict_file", "export", "script", "load_model", "look_again"),
    *("threshold", "cell", "undo", "adjust_reading", "refuse_files", "learn", "study", "race", "explain", "forecast"),
    *("audit", "runs", "open_project", "project", "try_example", "teach"),
    *DEEP_MESSAGES,
)
SETTINGS = ("width", "alpha", "scale", "seed", "activation", "arithmetic", "model_kind")
"""The settings of a training that can be changed on the page."""
_ESTIMATE_AGAIN_SECONDS, _MOST_REPEATS = 2.0, 5
_SAME = 0.8
"""Estimates that differ by less are told as the same."""
_LONG = ("open", "load", "train", "keep", "race", "study", "forecast")
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
    bring : callable, optional
        ``bring(filename, data)`` has the page bring a file that was made here.
    """

    def __init__(
        self, session: Session, workbench: Workbench, post: Post, deliver: Deliver, *, keep: Any = None,
        bring: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(session, workbench, partial(self._say, post), deliver)
        self._quiet = False
        self._wanted_training: object = None  # the newest press of Train, until its result is on the screen
        self._trains_with: tuple[dict[str, Any], dict[str, Any]] = {}, {}  # choices and options of the newest training
        self.shown_page = ""
        self._moves = 0
        self._keep, self._bring = keep, bring
        self._project: Any = None  # the effects of what is kept, once there is something
        self._race: Any = None  # the effects of the Race page, once it has been opened
        self._teach: Any = None  # those of the Teach page, once it has been opened
        self._runs: Any = None  # those of the runs, once something was asked of one
        self._explain: Any = None  # those of the reasons, once one was asked for
        self._audit: Any = None  # those of the questions about rows
        self._source: dict[str, Any] = {}  # of the open table
        self._forecast: Any = None  # the effects of the forecast, once it has been opened
        self._exploring = asyncio.Lock()
        self._messages = {name: getattr(self, name) for name in _MESSAGES}
        self._watch()

    def _watch(self) -> None:
        """Start the effects that follow from a change of the state."""
        session = self.session
        session.choices.param.watch(lambda *_: self._choices_changed(), ["targets", "task", "roles", "switches"])
        session.choices.param.watch(lambda *_: self._choices_changed(), ["corrections"])
        session.table.param.watch(lambda *_: self._options_changed(), ["options"])
        session.settings.param.watch(
            lambda *_: self._settings_changed(),
            list(SETTINGS),
        )
        session.choices.param.watch(lambda *_: self._explore_soon(), ["summary"])
        session.live.param.watch(lambda *_: self._explore_soon(), ["on", "x", "y"])
        session.outcome.param.watch(lambda *_: self._row_changed(), ["row"])
        for part, names in ((session.table, ["info"]), (session.run, ["busy", "progress"])):
            part.param.watch(lambda *_: self._read_out(), names)
        session.outcome.param.watch(lambda *_: self._read_out(), ["result", "stale", "learning"])
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
                raise ElmwebError(common.nobody_answers(name), rule=common.A_KNOWN_MESSAGE, value=name)
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
        session, asked_at = self.session, self._moves
        async with self._busy("open", words.reading(_name(source))):
            info = await self.workbench.open_table(source, options, self._progress)
            is_new = source is not self._source
            if is_new and self._project:
                self._project.flush()
            session.outcome.stale = session.outcome.result is not None
            self.show_table(info, source, keep or {}, asked_at=asked_at)
            if project := self._kept():
                project.begin(source) if is_new else project.changed()
        await self._summarize()

    def show_table(
        self, info: TableInfo, source: dict[str, Any], choices: dict[str, Any], *, stay: bool = False,
        asked_at: int | None = None,
    ) -> None:  # fmt: skip
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
        asked_at : int, optional
            How many times the person had gone to a page when they asked; who has gone on since is left where they are.
        """
        session = self.session
        self._quiet = True
        try:
            session.choices.start_over(info["targets"])
            session.choices.param.update(**choices)
        finally:
            self._quiet = False
        self._source = source
        session.run.to_keep = ""
        session.table.param.update(info=info, shown=True, options=info["options"])
        self.post("table", on=True, name=info["name"], stay=stay, asked_at=asked_at)
        self.post("announce", text=words.is_open(info["name"], info["n_rows"], info["n_columns"]))

    async def open_project(self, **given: Any) -> None:
        """Open a project, see :class:`elmweb.app.projects.effects.ProjectEffects`."""
        if project := self._kept():
            await project.open(**given)

    async def project(self, do: str, **args: Any) -> None:
        """Do what the page asks for about what is kept."""
        if project := self._kept():
            if do in ("save", "keep_copy") and self.session.run.busy == "keep":
                async with self._busy("export", common.WRITING):
                    pass  # the model of the result is on its way into the project
            project.handle(do, **args)
        elif do == "save":
            raise ElmwebError(words.ON_A_SERVER, hints=(words.SAVE_INSTEAD,))

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
            raise DataError(words.is_a_folder(names[0]), rule=words.ONE_FILE, hints=(words.OPEN_THE_FOLDER,))
        raise DataError(
            words.many_files(len(names)),
            rule=words.ONE_FILE_AT_A_TIME,
            value=words.files_named(", ".join(names[:3]), more=len(names) > 3),
            hints=(words.DROP_ONE,),
        )

    def _say(self, post: Post, name: str, /, **args: Any) -> None:
        """Send a message to the page; where it is sent to another place, that is where it is from now on."""
        if name == "go":
            self.shown_page = args["page"]
        post(name, **args)

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
            **{
                name: getattr(choices, name)
                for name in ("targets", "several", "task", "switches", "corrections", "editing")
            },
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
            self.post("announce", text=words.roles_offered(column))

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
            self._make_room()
            self.session.outcome.stale = self.session.outcome.result is not None
            self.start(self._summarize)

    async def _summarize(self) -> None:
        """Summarize the table for the newest choices; answers for older ones are dropped."""
        number, choices = self._next("summary"), self.session.choices
        choices.stopped = False
        async with self._busy("summarize", words.LOOKING):
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
        self._make_room()
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
        seconds = await self._ask_estimate(number)
        if seconds:
            self._estimate_later(number, seconds, _MOST_REPEATS)

    async def _ask_estimate(self, number: int) -> float | None:
        """Return the seconds of an estimate, shown if it is the newest; None if another table has been opened."""
        session, table = self.session, self.session.table.info
        try:
            estimate = await self.workbench.estimate(session.choices.asked(), session.settings.asked())
        except ElmwebError:
            if session.table.info is table:
                raise
            return None
        if session.table.info is not table:
            return None
        if number == self._newest["estimate"]:
            session.settings.estimate = estimate
        return estimate["seconds"]

    def _estimate_later(self, number: int, before: float, left: int) -> None:
        """Estimate again until it comes to the same twice: at first the page itself keeps the machine busy."""

        async def again() -> None:
            session, seconds = self.session, None
            if number != self._newest["estimate"] or session.why_not_train():
                return
            if session.run.busy:
                self._estimate_later(number, before, left)
                return
            with suppress(ElmwebError):  # nobody has asked for it
                seconds = await self._ask_estimate(number)
            if seconds and left > 1 and not _SAME < seconds / before < 1 / _SAME:
                self._estimate_later(number, seconds, left - 1)

        asyncio.get_running_loop().call_later(_ESTIMATE_AGAIN_SECONDS, self.start, again)

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
            if session.why_not_train() or find_model_kind(session.settings.model_kind).from_sklearn:
                session.live.found = None
                return
            asked = session.choices.asked(), session.settings.asked(), session.live.across()
            session.live.found = await self.workbench.explore(*asked)

    async def train(self) -> None:
        """Train, evaluate and show the result; a second press in the meantime changes nothing."""
        session = self.session
        if self._wanted_training:
            return
        if why := session.why_not_train():
            raise ElmwebError(why)
        self._trains_with = session.choices.asked(), dict(session.table.options)
        ask = partial(self.workbench.train, self._trains_with[0], session.settings.asked(), learn_later=True)
        await self._train(words.TRAINING, ask)

    async def keep_best(self) -> None:
        """Score and show the best model of the training that was stopped."""
        if not self.session.run.to_keep:
            raise ElmwebError(words.NOTHING_STOPPED, hints=(words.TRAIN_AGAIN,))
        if not self._wanted_training:
            await self._train(words.SCORING_THE_BEST, partial(self.workbench.keep_best, learn_later=True))

    async def _train(self, doing: str, ask: Callable[..., Awaitable[Result]]) -> None:
        """Have the workbench train or judge, and show the result; where that is stopped, offer what there is."""
        session, (choices, options) = self.session, self._trains_with
        wanted, before = object(), session.outcome.to_take_back()
        self._wanted_training = wanted
        try:
            async with self._busy("train", doing):
                session.run.to_keep = ""
                result = await ask(progress=self._progress)
                project = self._kept()
                kept = project and partial(project.trained, choices, options)
                self._note_run(result, {"choices": choices, "options": options, "kept": kept})
                # Does not navigate away from another page; the menu shows the number.
                go = self.shown_page in ("", "train")
                stale = choices != session.choices.asked()
                table = session.table.filename
                learn = bool(result.get("n_to_learn"))
                await self.show_result(result, loaded="", table=table, go=go, stale=stale, kept=kept, learn=learn)
                session.outcome.before = before if result.get("stopped_at") else None
        except Cancelled as stopped:
            session.run.to_keep = stopped.what if stopped.value else ""
            raise
        finally:
            if self._wanted_training is wanted:
                self._wanted_training = None

    def _note_run(self, result: Result, asked: dict[str, Any]) -> None:
        """Keep what was asked for in a training, to go back to it."""
        number, session = (result.get("runs") or {}).get("current"), self.session
        if number is not None:
            settings = {name: getattr(session.settings, name) for name in SETTINGS}
            session.asked_by_run[number] = {**asked, "settings": settings, "table": session.table.filename}

    async def carry_on(self) -> None:
        """Train again after a stop, on the Train page."""
        self.post("go", page="train")
        await self.train()

    async def take_back(self) -> None:
        """Restore the result that a stopped training replaced."""
        before = self.session.outcome.before
        if before is None:
            raise ElmwebError(words.NO_EARLIER_RESULT, hints=(words.TRAIN_AGAIN,))
        async with self._busy("load", words.GOING_BACK):
            result = await self.workbench.take_back()
            project = self._kept()
            kept = project and project.taken_back
            await self.show_result(result, loaded=before["loaded"], table=before["table"], stale=True, kept=kept)

    def cancel(self) -> None:
        """Stop the running verb at its next step."""
        self.workbench.cancel()

    async def show_result(
        self, result: Result, *, loaded: str, table: str = "", go: bool = True, stale: bool = False,
        kept: Callable[[], Awaitable[None]] | None = None, learn: bool = False,
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
            Keeps the model for a later visit, while the verdict is on the screen.
        learn : bool, default=False
            Whether its settings learn from all rows before that.
        """
        outcome, row = self.session.outcome, form_values(result["form"])
        same = row == outcome.row  # then the watcher of the row would not ask the new model
        outcome.param.update(
            result=result, learning=learn, stale=stale, loaded=loaded, table=table, before=None, prediction=None,
            file=None, saved="", code={},
            row=row, threshold=result["model"].get("threshold"), compared=None,
        )  # fmt: skip
        if same:
            self._row_changed()
        self.post("result", on=True)
        if go:
            self.post("go", page="result")
        self.post("announce", text=result["headline"]["sentence"])
        # The verdict waits for neither of the two; until then the page asks before it is left.
        if (learn or kept) and self.session.run.is_training:  # no longer: what is pressed now waits, and is not refused
            self._wanted_training = None
            doing = words.LEARNING if learn else self.session.run.doing
            self.session.run.param.update(busy="keep", doing=doing, progress=None, slow=False)
        try:
            if learn:
                await self._learn()
        finally:
            if kept:
                await kept()

    async def learn_from_all(self) -> None:
        """Have the settings of the model on the page learn from all rows, where that was stopped."""
        async with self._busy("keep", words.LEARNING):
            self.session.outcome.learning = True
            await self._learn()
            if project := self._kept():
                await project.model_changed()

    async def _learn(self) -> None:
        """Have the settings of the result learn from all rows; what is said of that changes, the charts stay."""
        outcome = self.session.outcome
        result, learned = outcome.result, None
        try:
            with suppress(Cancelled):  # then the model that was judged stays
                learned = await self.workbench.learn_from_all(self._progress)
        finally:
            if learned and result and result is outcome.result:
                result.update(learned)  # in place: charts of it may be on their way
            outcome.learning = False
        if learned and outcome.prediction is not None:
            self._row_changed()

    # Predict and save

    def _row_changed(self) -> None:
        """Predict again after a field of the form has changed."""
        outcome = self.session.outcome
        if not outcome.result or not outcome.row:
            return
        examples = [field["name"] for field in outcome.result["form"] if field["role"] in EXAMPLES]
        if examples and all(outcome.row.get(name) is None for name in examples):
            outcome.prediction = None  # nothing is known of a photo that is not there
        else:
            self.start(partial(self._predict_row, self._next("row")))

    async def _predict_row(self, number: int) -> None:
        # A slider sends many values; only the one it stops at is predicted.
        await asyncio.sleep(0.03)
        if number == self._newest["row"]:
            prediction = await self.workbench.predict_row(dict(self.session.outcome.row))
            if number == self._newest["row"]:
                self.session.outcome.prediction = prediction

    def try_example(self, column: str, source: dict[str, Any]) -> None:
        """Put a photo or a clip into the form.

        Parameters
        ----------
        column : str
            The field.
        source : dict
            Where it is.
        """
        self.session.outcome.row = {**self.session.outcome.row, column: source}

    async def predict_file(self, source: dict[str, Any]) -> None:
        """Predict every row of another file."""
        async with self._busy("predict", words.predicting(_name(source))):
            file = await self.workbench.predict_table(source, self._progress)
            self.session.outcome.file = file
            self.post("announce", text=words.predicted(file["n_rows"]))

    def cell(self, name: str, value: str | float | None) -> None:
        """Take what was filled into a field of the form."""
        outcome = self.session.outcome
        if name in outcome.row and outcome.row[name] != value:
            outcome.typed = {name: value}
            outcome.row = {**outcome.row, name: value}

    async def threshold(self, line: int) -> None:
        """Say the second of two classes from so many in 100 on: in the form, in files, and in all that is saved."""
        outcome = self.session.outcome
        async with self._busy("predict", words.SETTING_THE_THRESHOLD):
            found = await self.workbench.set_threshold(None if line == EVEN else line / 100, self._progress)
            outcome.param.update(threshold=found["threshold"], file=found["file"], saved="", code={})
        self._row_changed()
        if project := self._kept():
            await project.model_changed()
        self.post("announce", text=words.threshold_set(line))

    async def export(self, what: ExportKind) -> None:
        """Create a file and deliver it."""
        async with self._busy("export", common.WRITING):
            file = await self.workbench.export(what)
            self.deliver(file["filename"], file["mime"], file["data"])
            self._saved(file)

    async def script(self, cluster: bool) -> None:
        """Write the current training as a Python file and deliver it."""
        if why := self.session.why_not_train():
            raise ElmwebError(why)
        async with self._busy("export", common.WRITING):
            session = self.session
            file = await self.workbench.script(session.choices.asked(), session.settings.asked(), cluster)
            self.deliver(file["filename"], file["mime"], file["data"])
            self._saved(file)

    def _saved(self, file: ExportFile) -> None:
        """Show that a file was saved, with the note on it."""
        message = common.saved(file["filename"], file["note"])
        self.session.outcome.param.update(saved=message, code=file.get("code", {}))
        self.post("announce", text=message)

    async def load_model(self, source: dict[str, Any]) -> None:
        """Open a saved model and show the result that was saved with it."""
        async with self._busy("load", words.reading(_name(source))):
            result = await self.workbench.load_model(source, self._progress)
            project = self._kept()
            kept = project and project.loaded
            await self.show_result(result, loaded=source.get("name", words.SAVED_MODEL), kept=kept)

    # Page

    async def page(self, page: str, part: str = "", moves: int = 0) -> None:
        """Follow the page that was opened: an offer of roles is closed, the models are listed.

        Parameters
        ----------
        page : str
            Its name.
        part : str
            What is shown on it: the id of a model, a chapter of the Learn page.
        moves : int, default=0
            How many times a page was gone to.
        """
        self.shown_page, self._moves = page, moves
        if page != "data":
            self.session.choices.editing = ""
        if page == "models":
            await self.show_models(part)
        if page == "learn":
            await self._learn_page().visit(part)
        if page == "race":
            await self.race("open")
        if page == "teach":
            await self.teach("visit")
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

    async def teach(self, do: str, **args: Any) -> None:
        """Do something on the Teach page, see :class:`elmweb.app.teach.effects.TeachEffects`."""
        if self._teach is None:
            from elmweb.app.teach.effects import TeachEffects  # noqa: PLC0415  not before the page is opened

            self._teach = TeachEffects(self.session, self.workbench, self.post, self._bring_file)
        await self._teach.do(do, **args)

    async def _bring_file(self, name: str, data: Any) -> None:
        """Open a file that was made here, as if a person had brought it."""
        if self._bring is not None:
            self._bring(name, data)
        else:
            await self.open({"bytes": data, "name": name})

    async def explain(self, do: str, **args: Any) -> None:
        """Ask something about the model, see :class:`elmweb.app.explain.effects.ExplainEffects`."""
        if self._explain is None:
            from elmweb.app.explain.effects import ExplainEffects  # noqa: PLC0415  not before it is needed

            self._explain = ExplainEffects(
                self.session, self.workbench, self.post, self._busy, self._progress, self.start
            )
        await self._explain.do(do, **args)

    async def audit(self, do: str, **args: Any) -> None:
        """Ask something about the model's rows, see :class:`elmweb.app.audit.effects.AuditEffects`."""
        if self._audit is None:
            from elmweb.app.audit.effects import AuditEffects  # noqa: PLC0415  not before it is needed

            self._audit = AuditEffects(
                self.session, self.workbench, self.post, self._busy, self._progress, self.deliver, self._show_without
            )
        await self._audit.do(do, **args)

    async def _show_without(
        self, result: Result, gone: list[dict[str, Any]] | None, *, stale: bool, loaded: str
    ) -> None:
        """Show the result of the model that has forgotten rows, or of sums, and keep it."""
        project, outcome = self._kept(), self.session.outcome
        if gone is None:
            await self.show_result(result, loaded=loaded, go=False, kept=project and project.loaded)
            return
        kept = project and partial(project.forgot, gone)
        await self.show_result(result, loaded=outcome.loaded, table=outcome.table, go=False, stale=stale, kept=kept)

    async def runs(self, do: str, **args: Any) -> None:
        """Do something about the runs of this visit, see :class:`elmweb.app.runs.effects.RunEffects`."""
        if self._runs is None:
            from elmweb.app.runs.effects import RunEffects  # noqa: PLC0415  not before it is needed

            self._runs = RunEffects(
                self.session, self.workbench, self.post, self._busy, self._progress, self.train, self.show_result
            )
        await self._runs.do(do, **args)

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
        self.post("readout", **self.session.readout(), old=self.session.old_values())


def _name(source: dict[str, Any]) -> str:
    """Return the name of a source while it is read."""
    if name := source.get("name"):
        return name
    return f"{source['sample']}.csv" if "sample" in source else words.THE_TABLE
