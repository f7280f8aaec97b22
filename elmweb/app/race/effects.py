"""What the messages of the Race page do: the workbench is asked, and the board is set."""

from __future__ import annotations

import asyncio
from typing import Any

from elmweb.app.effects import Busy, Post, named_effect
from elmweb.app.race.state import OPEN_TABLE, OWN_SIZE, RaceBoard
from elmweb.app.state import Session
from elmweb.exceptions import Cancelled, ElmwebError
from elmweb.formatting import duration, percent
from elmweb.words.page import race as words, race_results
from elmweb.workbench.protocol import Workbench

__all__ = ["RaceEffects"]


class RaceEffects:
    """The effects of the Race page.

    Parameters
    ----------
    session : Session
        The page's state; the board becomes a part of it.
    workbench : Workbench
        Trains.
    post : callable
        ``post(name, **args)`` sends a message to the page.
    busy : callable
        Holds the workbench for one verb, as :class:`elmweb.app.effects.Effects` does it.
    """

    def __init__(self, session: Session, workbench: Workbench, post: Post, busy: Busy) -> None:
        self.session, self.workbench, self.post, self._busy = session, workbench, post, busy
        self.board = RaceBoard(source=OPEN_TABLE if session.table.info else "digits")
        self._asked = 0  # number of the newest question for a plan
        session.race = self.board

    async def do(self, do: str, **args: Any) -> None:
        """Run the effect of one message of the page.

        Parameters
        ----------
        do : str
            Which one.
        **args
            Its arguments.
        """
        named = {"open": self.open, "start": self.start, "again": self.again, "leave_out": self.leave_out}
        named |= {"choose": self.choose, "ask": self.ask, "pretrained": self.pretrained}
        await named_effect(named, "race", do)(**args)

    async def open(self) -> None:
        """Say who would race when the page is opened; the open table may be another one by now."""
        board, name = self.board, self.session.table.filename
        if board.source == OPEN_TABLE and not name:
            board.source = "digits"
        is_new = board.table != name
        board.table = name
        if board.offers is None:
            board.offers = dict(await self.workbench.race_offers())
            await self.ask()
        if not board.running and (board.plan is None or (is_new and board.source == OPEN_TABLE)):
            await self._plan()

    async def choose(self, **changes: Any) -> None:
        """Change the table or a setting, and say who would race now."""
        board = self.board
        if board.running or all(getattr(board, name) == value for name, value in changes.items()):
            return
        board.param.update(**changes)
        if changes.keys() & {"source"}:
            board.param.update(plan=None, state=None, again=None, pretrained=None)
        await self._plan()

    async def leave_out(self, contestant: str, on: bool) -> None:
        """Let a contestant race or not."""
        others = [one for one in self.board.left_out if one != contestant]
        self.board.left_out = others if on else [*others, contestant]

    async def _plan(self) -> None:
        """Ask who would race; answers to older questions are dropped."""
        self._asked += 1
        board, mine = self.board, self._asked
        board.problem = None
        settings = {name: value for name, value in board.settings().items() if name != "contestants"}
        plan = problem = None
        try:
            plan = await self.workbench.race_plan(
                board.asked_source(), self._choices(), settings, lambda _message: None
            )
        except ElmwebError as error:
            problem = error.to_dict()
        if mine == self._asked:
            board.param.update(plan=plan, problem=problem)

    def _choices(self) -> dict[str, Any]:
        """Return the choices for the open table; those of a sample are its own."""
        return self.session.choices.asked() if self.board.source == OPEN_TABLE else {}

    async def start(self) -> None:
        """Race, and show it while it runs."""
        board = self.board
        if board.running:
            return
        if not board.chosen():
            raise ElmwebError(words.NOBODY_LEFT, hints=(words.SWITCH_ONE_ON,))
        board.param.update(state=None, again=None)
        await self._race("race", board.settings(), words.RACING)

    async def again(self) -> None:
        """Train the ELM and a network once more, with the same seed and with another, to compare their bits."""
        board, ids = self.board, self.board.to_train_again()
        if board.running:
            return
        if not ids:
            raise ElmwebError(words.NOTHING_TRAINED, hints=(words.START_FIRST,))
        board.again = None
        await self._race("again", {**board.settings(), "contestants": ids, "n_seeds": 2}, race_results.TRAINING_AGAIN)

    async def pretrained(self) -> None:
        """Score a network that was trained elsewhere on the rows that the race keeps back."""
        board = self.board
        if board.running:
            return
        async with self._busy("race", race_results.LOADING_IT):
            board.running = "pretrained"
            try:
                found = await self.workbench.race_pretrained(board.asked_source(), self._choices())
                board.pretrained = dict(found)
            finally:
                board.running = ""
        time = duration(found["training_seconds"])
        self.post("announce", text=race_results.elsewhere_says(found["name"], found["score_text"], time))

    async def _race(self, kind: str, settings: dict[str, Any], doing: str) -> None:
        """Run a race; whatever ends it early, what was reported last is kept."""
        board, field = self.board, "state" if kind == "race" else "again"
        newest: dict[str, Any] | None = None

        def progress(message: dict[str, Any]) -> None:
            nonlocal newest
            if "race" in message:
                now: dict[str, Any] = message["race"]
                self._announce(newest, now)
                newest = now
                board.param.update(**{field: now})
                if kind == "race":
                    self.post("readout", race=f"{percent(now['step'] / max(1, now['n_steps']))} %")

        async with self._busy("race", doing):
            board.running = kind
            try:
                newest = dict(await self.workbench.race(board.asked_source(), self._choices(), settings, progress))
            except Cancelled:
                if newest is None:
                    raise
                newest = _stopped(newest)  # a long step was ended together with its Python
            except (ElmwebError, asyncio.CancelledError):
                newest = newest and _stopped(newest)
                raise
            finally:
                board.param.update(running="", **{field: newest})
                self.post("readout", race=str(len(board.trained()) or ""))
        if kind == "race" and newest:
            said = words.stopped if newest["stopped"] else words.finished
            self.post("announce", text=said(newest["headline"]))
        await self.ask()

    def _announce(self, before: dict[str, Any] | None, now: dict[str, Any]) -> None:
        """Tell a screen reader who has just finished."""
        known = {one["id"] for one in (before or {}).get("entrants", ()) if one["trained"]}
        for one in now["entrants"]:
            if one["trained"] and one["id"] not in known:
                score, time = one["score_text"], duration(one["seconds"])
                self.post("announce", text=words.one_finished(one["name"], now["score_name"], score, time))

    async def ask(self, **changes: Any) -> None:
        """Say what a training of another size takes."""
        board = self.board
        asked = {**board.asked, **changes}
        board.asked = asked
        given = {name: value for name, value in asked.items() if value != OWN_SIZE}
        try:
            cost = await self.workbench.training_cost({**given, "flops_here": board.flops_here()})
        except ElmwebError as error:
            board.param.update(cost=None, cost_problem=error.to_dict())
        else:
            if asked == board.asked:
                board.param.update(cost=cost, cost_problem=None)


def _stopped(state: dict[str, Any]) -> dict[str, Any]:
    """Return a race that was ended from outside, with what was finished."""
    entrants = []
    for one in state["entrants"]:
        ended = one
        if one["state"] in ("waiting", "running"):
            note = race_results.STOPPED if one["state"] == "running" else race_results.NO_TURN
            ended = {**one, "state": "done"} if one["trained"] else {**one, "state": "stopped", "note": note}
        entrants.append(ended)
    return {**state, "entrants": entrants, "stopped": True}
