"""What the messages about runs do: keep another method, compare one more, go back to a run, put two side by side."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from elmweb.app.effects import Busy, Post, named_effect
from elmweb.app.state import Session
from elmweb.exceptions import ElmwebError
from elmweb.model_kinds import MODEL_KINDS
from elmweb.words.page import runs as words
from elmweb.workbench.protocol import Progress, Workbench

__all__ = ["RunEffects"]

Show = Callable[..., Awaitable[None]]


class RunEffects:
    """The effects of the runs.

    Parameters
    ----------
    session : Session
        The page's state.
    workbench : Workbench
        Holds the models.
    post : callable
        ``post(name, **args)`` sends a message to the page.
    busy : callable
        Holds the workbench for one verb, as :class:`elmweb.app.effects.Effects` does it.
    progress : callable
        Takes progress messages.
    train : callable
        Trains with the settings of the page.
    show : callable
        Shows a result, as :meth:`elmweb.app.controller.Controller.show_result` does it.
    """

    def __init__(  # noqa: PLR0917  what the controller hands on
        self,
        session: Session,
        workbench: Workbench,
        post: Post,
        busy: Busy,
        progress: Progress,
        train: Callable[[], Awaitable[None]],
        show: Show,
    ) -> None:
        self.session, self.workbench, self.post = session, workbench, post
        self._busy, self._progress, self._train, self._show = busy, progress, train, show

    async def do(self, do: str, **args: Any) -> None:
        """Run the effect of one message of the page.

        Parameters
        ----------
        do : str
            Which one.
        **args
            Its arguments.
        """
        named = {"keep": self.keep, "compare": self.compare, "use": self.use, "beside": self.beside}
        await named_effect(named | {"apart": self.apart}, "runs", do)(**args)

    async def keep(self, method: str) -> None:
        """Train another of the kinds that were compared, on the same rows; it becomes the model."""
        kind = "elm" if method == "plain_elm" else method
        if kind not in [each.id for each in MODEL_KINDS]:
            raise ElmwebError(words.CANNOT_BE_KEPT, rule=words.ONE_OF_THE_KINDS, value=kind)
        if self.session.outcome.loaded or self.session.outcome.stale:
            raise ElmwebError(words.CHANGED_SINCE, hints=(words.TRAIN_THEN_KEEP,))
        self.session.settings.model_kind = kind
        self.post("go", page="train")
        await self._train()

    async def compare(self, method: str) -> None:
        """Add a method to the comparison; the model, the form and its prediction stay."""
        async with self._busy("compare", words.COMPARING):
            result = await self.workbench.compare(method, self._progress)
            self.session.outcome.result = result
        self.post("announce", text=result["headline"]["sentence"])

    async def use(self, run: int) -> None:
        """Make the model of an earlier run the one on the page, with the settings that were asked for."""
        session = self.session
        asked = session.asked_by_run.get(run)
        if asked is None:
            raise ElmwebError(words.from_before_the_page(run), hints=(words.TRAIN_AGAIN,))
        async with self._busy("load", words.going_back(run)):
            result = await self.workbench.use_run(run)
            same_table = asked["table"] == session.table.filename and asked["options"] == session.table.options
            stale = not same_table or asked["choices"] != session.choices.asked()
            session.settings.param.update(**asked["settings"])
            await self._show(result, loaded="", table=asked["table"], stale=stale, go=False, kept=asked["kept"])

    async def beside(self, run: int) -> None:
        """Put a run beside the one that is on the page."""
        runs = (self.session.outcome.result or {}).get("runs")
        current = runs["current"] if runs else None
        if current is None:
            raise ElmwebError(words.NONE_OF_THESE_RUNS, hints=(words.GO_BACK_FIRST,))
        async with self._busy("compare", words.COMPARING):
            self.session.outcome.compared = await self.workbench.compare_runs(run, current)
        self.post("announce", text=self.session.outcome.compared["sentence"])

    async def apart(self) -> None:
        """Close the comparison."""
        self.session.outcome.compared = None
