"""What the messages of the reasons do: the workbench is asked, and the board is set."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, cast

from elmweb.app.effects import Busy, Post, named_effect
from elmweb.app.explain.state import ExplainBoard
from elmweb.app.state import Session
from elmweb.exceptions import ElmwebError, ExplainError
from elmweb.formatting import listed
from elmweb.words.page import (
    explain as words,
    explain_decide,
    explain_groups,
    explain_row as row_words,
    reasons,
)
from elmweb.workbench.protocol import Progress, TablePrediction, Workbench

__all__ = ["ExplainEffects"]

_QUIET_SECONDS = 0.25  # after the last change of the form, before its reasons are worked out again


class ExplainEffects:
    """The effects of the reasons.

    Parameters
    ----------
    session : Session
        The page's state; the board becomes a part of it.
    workbench : Workbench
        Works the answers out.
    post : callable
        ``post(name, **args)`` sends a message to the page.
    busy : callable
        Holds the workbench for one verb, as :class:`elmweb.app.effects.Effects` does it.
    progress : callable
        Takes progress messages.
    start : callable
        Runs an effect in the background.
    """

    def __init__(  # noqa: PLR0917  what the controller hands on
        self,
        session: Session,
        workbench: Workbench,
        post: Post,
        busy: Busy,
        progress: Progress,
        start: Callable[[Callable[[], Coroutine[Any, Any, None]]], None],
    ) -> None:
        self.session, self.workbench, self.post = session, workbench, post
        self._busy, self._progress, self._start = busy, progress, start
        self.board = ExplainBoard()
        self._changes = 0  # of the form
        session.reasons = self.board
        session.outcome.param.watch(lambda *_: self.board.start_over(), ["result"], onlychanged=False)
        session.outcome.param.watch(lambda *_: self._row_changed(), ["row"])

    async def do(self, do: str, **args: Any) -> None:
        """Run the effect of one message of the page.

        Parameters
        ----------
        do : str
            Which one.
        **args
            Its arguments.
        """
        named = {"columns": self.columns, "effect": self.effect, "ask": self.ask, "choose": self.choose}
        named |= {"rows": self.rows, "close_rows": self.close_rows, "use": self.use, "file": self.file}
        named |= {"decide": self.decide, "groups": self.groups}
        await named_effect(named, "explain", do)(**args)

    # Which columns matter

    async def columns(self) -> None:
        """Measure how much each column matters."""
        board = self.board
        found, problem = await self._asked("columns", {}, words.WORKING_OUT_COLUMNS)
        board.param.update(columns=found, columns_problem=problem)
        if found:
            ranked = found["columns"]
            text = words.matters_most(ranked[0]["column"]) if ranked else words.NO_COLUMN
            self.post("announce", text=text)

    async def effect(self, column: str, target: str = "") -> None:
        """Show what a column does."""
        board = self.board
        asked = {"column": column, **({"target": target} if target else self._usual_target())}
        found, problem = await self._asked("effect", asked, words.what_it_does(column))
        board.param.update(effect=found, columns_problem=problem, effect_target=asked.get("target", ""))
        if found:
            self.post("announce", text=words.effect_is_drawn(column))

    def _usual_target(self) -> dict[str, str]:
        """Return the class that is drawn unless another is chosen: the second of two, else the first."""
        if self.board.effect_target:
            return {"target": self.board.effect_target}
        classes = (self.session.outcome.result or {}).get("classes") or []
        return {"target": classes[1 if len(classes) == 2 else 0]} if classes else {}

    # Questions about the row in the form

    async def ask(self, question: str) -> None:
        """Answer a question about the row in the form; asked once more, the answer is put away."""
        board = self.board
        if board.open == question and board.answer and not board.stale:
            board.param.update(open="", answer=None, problem=None, note="")
            return
        if board.open != question:
            board.param.update(open=question, answer=None, problem=None)
        await self._answer()

    async def choose(self, **changes: Any) -> None:
        """Explain another class, or aim at another answer."""
        board = self.board
        if all(getattr(board, name) == value for name, value in changes.items()):
            return
        board.param.update(**changes)
        if board.open:
            await self._answer()

    async def _answer(self) -> None:
        """Ask the open question about the row that is in the form now."""
        board, row = self.board, dict(self.session.outcome.row)
        question = board.open
        found, problem = await self._asked(question, {"row": row, **board.asked()}, reasons.ASKS[question])
        if board.open == question:
            board.param.update(answer=found, problem=problem, about=row, stale=row != self.session.outcome.row)

    def _row_changed(self) -> None:
        """Mark the answer as one about another row; reasons follow the form once it rests."""
        board = self.board
        self._changes += 1
        if board.open and board.answer and board.about != self.session.outcome.row:
            board.stale = True
            if board.open == "row":
                self._start(partial(self._follow, self._changes))

    async def _follow(self, change: int) -> None:
        await asyncio.sleep(_QUIET_SECONDS)
        if change == self._changes and self.board.open == "row" and not self.session.run.busy:
            await self._answer()

    # Rows of the table

    async def rows(self, **asked: Any) -> None:
        """Show held-out rows: those of a cell of the confusion matrix, those furthest off, or one point."""
        found, problem = await self._asked("rows", asked, row_words.LOOKING_FOR_ROWS)
        self.board.param.update(rows=found, rows_problem=problem)
        if found:
            self.post("announce", text=row_words.rows_are_listed(len(found["rows"]), found["n_all"]))

    async def close_rows(self) -> None:
        """Put the rows away."""
        self.board.param.update(rows=None, rows_problem=None)

    async def use(self, where: str, index: int) -> None:
        """Put a row in the form: one of the table, or the changed one."""
        board, outcome = self.board, self.session.outcome
        shown = {"rows": board.rows, "risk": board.decision}.get(where, board.answer)
        if shown is None:
            raise ElmwebError(row_words.NOT_LISTED, hints=(row_words.ASK_FOR_IT_AGAIN,))
        if where == "changes":
            steps = shown["changes"][index]["set"]
            row = {**board.about, **{step["column"]: step["to"] for step in steps}}
            note = row_words.CHANGED_ROW_IN_FORM
        else:
            one = shown["rows"][index]
            row = {**outcome.row, **one["cells"]}
            empty = [name for name, cell in one["cells"].items() if cell is None]
            note = row_words.row_in_form(one["number"], listed(empty) if empty else "")
        outcome.row = row
        board.note = note
        self.post("reveal", part="try")
        self.post("announce", text=note)

    async def decide(self, **costs: float | None) -> None:
        """Say what each threshold between two classes does, for what the errors cost."""
        board = self.board
        costs = {name: cost for name, cost in costs.items() if cost is not None}
        if board.decision and all(getattr(board, name) == cost for name, cost in costs.items()):
            return
        board.param.update(**costs)
        asked = {"false_alarm": board.false_alarm, "missed": board.missed}
        found, problem = await self._asked("decide", asked, explain_decide.WORKING_OUT)
        board.param.update(decision=found, decision_problem=problem)

    async def groups(self, column: str = "") -> None:
        """Say how good the model is for the rows with each value of a column."""
        board = self.board
        asked = {"column": column} if column else {}
        found, problem = await self._asked("groups", asked, explain_groups.COMPARING)
        board.param.update(groups=found or board.groups, groups_problem=problem)
        if found:
            self.post("announce", text=explain_groups.scores_are_listed(found["column"]))

    # A predicted file

    async def file(self) -> None:
        """Add the strongest reasons to each row of the file that was predicted."""
        async with self._busy("explain", words.WORKING_OUT_FILE):
            found = await self.workbench.explain("file", {}, self._progress)
            self.session.outcome.file = cast("TablePrediction", found)
            self.post("announce", text=words.reasons_added(found["n_rows"]))

    async def _asked(
        self, question: str, asked: dict[str, Any], doing: str
    ) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """Return the answer to a question, or why there is none."""
        async with self._busy("explain", doing):
            try:
                return dict(await self.workbench.explain(question, asked, self._progress)), None
            except ExplainError as error:
                self.post("announce", text=error.what)
                return None, error.to_dict()
