"""What the messages of the forecast do: the workbench is asked, and the board is set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from elmweb.app.effects import Busy, Post, named_effect
from elmweb.app.forecast.state import ForecastBoard
from elmweb.app.state import Session
from elmweb.exceptions import Cancelled, ElmwebError
from elmweb.words.page import common, forecast as words
from elmweb.workbench.protocol import Workbench

__all__ = ["ForecastEffects"]


class ForecastEffects:
    """The effects of the forecast on the Train page.

    Parameters
    ----------
    session : Session
        The page's state; the board becomes a part of it.
    workbench : Workbench
        Forecasts.
    post : callable
        ``post(name, **args)`` sends a message to the page.
    busy : callable
        Holds the workbench for one verb, as :class:`elmweb.app.effects.Effects` does it.
    deliver : callable
        ``deliver(filename, mime, data)`` hands a finished file to the person.
    """

    def __init__(
        self, session: Session, workbench: Workbench, post: Post, busy: Busy, deliver: Callable[[str, str, Any], None]
    ) -> None:
        self.session, self.workbench, self.post = session, workbench, post
        self._busy, self._deliver = busy, deliver
        self.board = ForecastBoard()
        self._asked = 0  # number of the newest question for a plan
        self._table: Any = None  # what the board is about
        session.forecast = self.board

    async def do(self, do: str, **args: Any) -> None:
        """Run the effect of one message of the page.

        Parameters
        ----------
        do : str
            Which one.
        **args
            Its arguments.
        """
        named = {"show": self.show, "choose": self.choose, "start": self.start, "file": self.file, "look": self.look}
        await named_effect(named, "forecast", do)(**args)

    async def show(self, on: bool) -> None:
        """Show the forecast or the training; the open table may be another one by now."""
        board = self.board
        board.on = on
        if on and self._table is not self.session.table.info:
            self._table = self.session.table.info
            board.start_over()
        if on and self._table is not None and board.plan is None and board.problem is None:
            await self._plan()

    async def choose(self, **changes: Any) -> None:
        """Change what is forecast, or how; another series has another usual number of steps."""
        board = self.board
        if board.running or all(board.chosen(name) == value for name, value in changes.items()):
            return
        kept = {name: value for name, value in board.asked.items() if name != "n_steps" or changes.keys() <= {"level"}}
        board.param.update(asked={**kept, **changes}, stale=board.result is not None)
        await self._plan()

    async def _plan(self) -> None:
        """Ask what there is to forecast; answers to older questions are dropped."""
        self._asked += 1
        board, mine = self.board, self._asked
        asked = dict(board.asked)
        if "value" not in asked and (targets := self.session.choices.targets):
            asked["wanted"] = targets[0]
        plan = problem = None
        try:
            plan = dict(await self.workbench.forecast_plan(asked, lambda _message: None))
            problem = plan["problem"]
        except ElmwebError as error:
            problem = error.to_dict()
        if mine == self._asked:
            # Choices stay on the page even where they do not go together, so that they can be changed.
            board.param.update(plan=plan or board.plan, problem=problem)

    async def start(self) -> None:
        """Forecast, and show how far it is."""
        board = self.board
        if board.running:
            return
        if board.problem:
            raise ElmwebError(board.problem["what"])
        if board.plan is None:
            raise ElmwebError(words.STILL_LOOKING, hints=(words.WAIT,))
        asked = {**board.plan["asked"], **board.asked}
        found = None
        async with self._busy("forecast", words.FORECASTING):
            board.param.update(running=True, progress=None, stopped=False, saved="")
            try:
                found = dict(await self.workbench.forecast(asked, self._progress))
                board.param.update(result=found, stale=False, shown=0)
            except Cancelled:
                board.stopped = True
                self.post("announce", text=words.STOPPED)
            finally:
                board.param.update(running=False, progress=None)
        if found:
            self.post("announce", text=found["sentence"])

    def _progress(self, message: dict[str, Any]) -> None:
        self.board.progress = dict(message)

    async def look(self, at: int) -> None:
        """Draw another series."""
        self.board.shown = at

    async def file(self, what: Any) -> None:
        """Save what is to come as CSV, or the script."""
        async with self._busy("export", common.WRITING):
            file = await self.workbench.forecast_file(what)
            self._deliver(file["filename"], file["mime"], file["data"])
        self.board.saved = common.saved(file["filename"])
        self.post("announce", text=self.board.saved)
