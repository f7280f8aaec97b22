"""What the messages about rows do: the workbench is asked, and the board is set."""

from __future__ import annotations

import json
from typing import Any, Literal, Protocol

from elmweb.app.audit.state import AuditBoard
from elmweb.app.deep.effects import Deliver
from elmweb.app.effects import Busy, Post, named_effect
from elmweb.app.state import Session
from elmweb.exceptions import DataError, ElmwebError, ExplainError
from elmweb.formatting import file_stem
from elmweb.words.page import audit as words, common
from elmweb.workbench.protocol import ExportFile, Progress, Result, Workbench

__all__ = ["AuditEffects", "Show"]


class Show(Protocol):
    """Shows the result of a model that came about without a training."""

    async def __call__(self, result: Result, gone: list[dict[str, Any]] | None, *, stale: bool, loaded: str) -> None:
        """Show it, and keep the model: what it has forgotten, as corrections, or None for one from elsewhere."""


class AuditEffects:
    """The effects of the questions about rows.

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
    deliver : callable
        Hands a finished file to the person.
    show : callable
        Shows the result of another model, and keeps that model; see :data:`Show`.
    """

    def __init__(  # noqa: PLR0917  what the controller hands on
        self,
        session: Session,
        workbench: Workbench,
        post: Post,
        busy: Busy,
        progress: Progress,
        deliver: Deliver,
        show: Show,
    ) -> None:
        self.session, self.workbench, self.post = session, workbench, post
        self._busy, self._progress, self._deliver, self._show = busy, progress, deliver, show
        self.board = AuditBoard()
        self._is_correcting = False
        session.audit = self.board
        session.outcome.param.watch(lambda *_: self.board.start_over(), ["result"], onlychanged=False)

    async def do(self, do: str, **args: Any) -> None:
        """Run the effect of one message of the page.

        Parameters
        ----------
        do : str
            Which one.
        **args
            Its arguments.
        """
        named = {
            "mistakes": self.mistakes,
            "correct": self.correct,
            "right": self.right,
            "undo": self.undo,
            "clear": self.clear,
        }
        named |= {"values": self.values, "choose": self.choose, "forget": self.forget, "receipt": self.receipt}
        named |= {"share": self.share, "join": self.join, "drop": self.drop, "pool": self.pool}
        named |= {"queue": self.queue, "answer": self.answer, "unanswer": self.unanswer, "curve": self.curve}
        named |= {"check": self.check, "save": self.save, "coverage": self.coverage, "row": self.row}
        await named_effect(named, "audit", do)(**args)

    # Answers that may be wrong

    async def mistakes(self) -> None:
        """List the rows whose answers are doubtful."""
        await self._list(self.session.choices.corrections, self.board.steps)

    async def correct(self, row: int, to: str | float | None) -> None:
        """Give a row another answer, or take it out with an answer of None."""
        column = (self.board.mistakes or {}).get("target", "")
        corrections = [*self.session.choices.corrections, {"row": row, "to": to, "column": column}]
        await self._answered({"do": "correct", "row": row}, corrections)

    async def right(self, row: int) -> None:
        """Leave the answer of a row as it is, and go on to the next one."""
        await self._answered({"do": "right", "row": row}, self.session.choices.corrections)

    async def _answered(self, step: dict[str, Any], corrections: list[dict[str, Any]]) -> None:
        """Take an answer about the row on top; one about another row came too late and counts for nothing."""
        rows = (self.board.mistakes or {}).get("rows") or []
        if self._is_correcting or not rows or rows[0]["number"] != step["row"]:
            return
        await self._list(corrections, [*self.board.steps, step])

    async def undo(self) -> None:
        """Take the newest answer about a row back; of a project that was opened again, its newest correction."""
        steps, changed = self.board.steps, self._changed()
        if self._is_correcting or not (steps or changed):
            return
        row = changed[0] if not steps else steps[-1]["row"] if steps[-1]["do"] == "correct" else None
        await self._list(self._without_newest(row, self.board.mistakes), steps[:-1])

    async def clear(self) -> None:
        """Take back every correction that is listed; labels of rows that had no answer stay."""
        if not self._is_correcting:
            changed = set(self._changed())
            stay = [
                one for one in self.session.choices.corrections
                if one["row"] not in changed or not _is_of(self.board.mistakes, one)
            ]  # fmt: skip
            await self._list(stay, [])

    def _changed(self) -> list[int]:
        """Return the numbers of the rows whose corrections are listed, the newest first."""
        return [one["number"] for one in (self.board.mistakes or {}).get("changed") or []]

    def _without_newest(self, row: int | None, found: dict[str, Any] | None) -> list[dict[str, Any]]:
        """Return the corrections without the newest of a row; those of other rows may be newer than that."""
        corrections = self.session.choices.corrections
        of_row = [at for at, one in enumerate(corrections) if one["row"] == row and _is_of(found, one)]
        return [one for at, one in enumerate(corrections) if at not in of_row[-1:]]

    async def _list(self, corrections: list[dict[str, Any]], steps: list[dict[str, Any]]) -> None:
        """Fit with these corrections and list the rows; what cannot be corrected stays as it was."""
        self._is_correcting = True
        seen = [one["row"] for one in steps if one["do"] == "right"]
        try:
            asked = {"corrections": [dict(one) for one in corrections], "seen": seen}
            found, problem = await self._asked("mistakes", asked)
        finally:
            self._is_correcting = False
        board = self.board
        if found is None:
            board.mistakes_problem = problem
            return
        board.param.update(mistakes=found, mistakes_problem=None, steps=steps)
        self.session.choices.corrections = list(corrections)
        self.post("announce", text=_spoken(found))

    # What to label next

    async def queue(self) -> None:
        """List the rows without an answer, those to answer next first."""
        await self._enqueue(self.session.choices.corrections, self.board.queue_steps)

    async def answer(self, row: int, to: str | float | None = None) -> None:
        """Give the row on top an answer, or skip it with None."""
        rows = (self.board.queue or {}).get("rows") or []
        if self._is_correcting or not rows or rows[0]["number"] != row:
            return
        corrections = self.session.choices.corrections
        if to is not None:
            column = (self.board.queue or {}).get("target", "")
            corrections = [*corrections, {"row": row, "to": to, "column": column}]
        do = "skip" if to is None else "answer"
        await self._enqueue(corrections, [*self.board.queue_steps, {"do": do, "row": row}])

    async def unanswer(self) -> None:
        """Take the newest answer or skip back; of answers that a training has learned from, the newest."""
        steps, answered = self.board.queue_steps, (self.board.queue or {}).get("answered") or []
        if self._is_correcting or not (steps or answered):
            return
        row = answered[0] if not steps else steps[-1]["row"] if steps[-1]["do"] == "answer" else None
        await self._enqueue(self._without_newest(row, self.board.queue), steps[:-1])

    async def _enqueue(self, corrections: list[dict[str, Any]], steps: list[dict[str, Any]]) -> None:
        self._is_correcting = True
        skipped = [one["row"] for one in steps if one["do"] == "skip"]
        try:
            asked = {"corrections": [dict(one) for one in corrections], "seen": skipped}
            found, problem = await self._asked("queue", asked)
        finally:
            self._is_correcting = False
        if found is None:
            self.board.queue_problem = problem
            return
        self.board.param.update(queue=found, queue_problem=None, queue_steps=steps)
        self.session.choices.corrections = list(corrections)
        self.post("announce", text=_spoken(found))

    async def curve(self) -> None:
        """Measure how the score grows in the order of the queue, and in random order."""
        found, problem = await self._asked("curve", {})
        self.board.param.update(curve=found, queue_problem=problem)
        if found:
            self.post("announce", text=words.CURVE_SHOWN)

    async def check(self) -> None:
        """Count how many answers that are made wrong on purpose the list finds here."""
        asked = {"corrections": [dict(one) for one in self.session.choices.corrections]}
        found, problem = await self._asked("check", asked)
        self.board.param.update(check=found, mistakes_problem=problem)
        if found:
            self.post("announce", text=words.found_of_wrong(found["n_found"], found["n_wrong"]))

    async def save(self, what: Literal["corrections", "table"]) -> None:
        """Write the corrections, or the table with them, as CSV."""
        async with self._busy("export", common.WRITING):
            self._hand_over(await self.workbench.corrections_file(what, self.session.choices.asked()))

    def _hand_over(self, file: ExportFile) -> None:
        self._deliver(file["filename"], file["mime"], file["data"])
        message = common.saved(file["filename"], file["note"])
        self.session.outcome.param.update(saved=message, code={})
        self.post("announce", text=message)

    # What it does not know

    async def coverage(self) -> None:
        """Count what sets or intervals hold of rows kept back."""
        found, problem = await self._asked("coverage", {})
        self.board.param.update(coverage=found, coverage_problem=problem)
        if found:
            self.post("announce", text=words.COVERAGE_SHOWN)

    async def row(self) -> None:
        """Say what the row in the form gets."""
        row = dict(self.session.outcome.row)
        found, problem = await self._asked("row", {"row": row})
        self.board.param.update(row=found, row_problem=problem, about=row)

    # Forgetting

    async def values(self, column: str = "") -> None:
        """Show the columns, and the values of one."""
        asked = {"column": column} if column else {}
        found, problem = await self._asked("values", asked)
        value = found["values"][0][0] if found and found["values"] else ""
        self.board.param.update(forget_problem=problem, **({"values": found, "value": value} if found else {}))

    async def choose(self, value: str) -> None:
        """Choose the value whose rows are to be forgotten."""
        self.board.value = value

    async def forget(self, column: str, value: str) -> None:
        """Take the rows of a value out of the model, and out of every later training."""
        board, session = self.board, self.session
        async with self._busy("explain", words.FORGETTING):
            try:
                found = await self.workbench.forget({"column": column, "value": value}, self._progress)
            except (ExplainError, DataError) as error:
                self.post("announce", text=error.what)
                board.forget_problem = error.to_dict()
                return
            rows = found["rows"]
            stale = session.outcome.stale
            gone: list[dict[str, Any]] = [{"row": row, "to": None, "column": ""} for row in rows]
            session.choices.corrections = [*session.choices.corrections, *gone]
            await self._show(found["result"], gone, stale=stale, loaded="")
        board.receipt = found["receipt"]
        self.post("announce", text=words.forgotten(len(rows)))

    async def receipt(self) -> None:
        """Write the receipt as JSON."""
        if self.board.receipt is not None:
            text = json.dumps(self.board.receipt, indent=2, ensure_ascii=False)
            name = words.receipt_file(file_stem(self.board.receipt["table"]))
            data = text.encode(errors="backslashreplace")
            self._hand_over({"filename": name, "mime": "application/json", "data": data, "note": ""})

    # Sums

    async def share(self, match: bool = False) -> None:
        """Write the sums of the rows: of the own model, or to match the files that were read."""
        async with self._busy("export", words.ADDING_UP):
            try:
                asked = {"match": True} if match else {}
                file = await self.workbench.share_sums(asked, self.session.choices.asked())
            except ElmwebError as error:
                self._sums_failed(error)
                return
            self.board.sums_problem = None
            self._hand_over(file)

    async def join(self, source: dict[str, Any]) -> None:
        """Read a file of sums."""
        async with self._busy("explain", words.READING_SUMS):
            try:
                found = await self.workbench.join_sums(source, self._progress)
            except ElmwebError as error:
                self._sums_failed(error)
                return
            self.board.param.update(sums=dict(found), sums_problem=None)
            self.post("announce", text=words.sums_read(len(found["files"]), found["n_rows"]))

    async def drop(self) -> None:
        """Forget the files of sums."""
        async with self._busy("explain", words.CLOSING_SUMS):
            self.board.param.update(sums=dict(await self.workbench.drop_sums()), sums_problem=None)

    async def pool(self) -> None:
        """Make the model of the rows of all files; it takes the place of the one on the page."""
        files = (self.board.sums or {}).get("files") or []
        async with self._busy("explain", words.POOLING):
            result = await self.workbench.pool_sums()
            await self._show(result, None, stale=False, loaded=words.pooled(len(files)))

    def _sums_failed(self, error: ElmwebError) -> None:
        self.post("announce", text=error.what)
        self.board.sums_problem = error.to_dict()

    async def _asked(self, question: str, asked: dict[str, Any]) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """Return the answer to a question, or why there is none."""
        async with self._busy("explain", words.DOING[question]):
            try:
                return dict(await self.workbench.audit(question, asked, self._progress)), None
            except (ExplainError, DataError) as error:
                self.post("announce", text=error.what)
                return None, error.to_dict()


def _is_of(found: dict[str, Any] | None, correction: dict[str, Any]) -> bool:
    """Return whether a correction is of the column that a list is about; a row that is taken out is of every one."""
    return correction["to"] is None or correction["column"] == (found or {}).get("target", "")


def _spoken(found: dict[str, Any]) -> str:
    """Return the score and the row on top, for a screen reader."""
    score, number = found["score"], found["rows"][0]["number"] if found["rows"] else None
    return words.row_on_top(score["name"], score["now_text"], number)
