"""The Race page: choose a table, start, watch, read."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import panel as pn

from elmweb.app.parts import Text, problem_html, progress_bar, stack
from elmweb.app.race.chart import RaceChart, key_html
from elmweb.app.race.cost import Cost
from elmweb.app.race.state import LEARNING_RATES, LIMITS, OPEN_TABLE, OPTIMIZERS, SEEDS, USUAL_RATE, RaceBoard
from elmweb.app.race.tables import (
    again_html,
    contestants_html,
    head_html,
    notes_html,
    pretrained_html,
    results_html,
    same_score_html,
)
from elmweb.app.state import Session
from elmweb.formatting import duration, percent, quantity
from elmweb.words.page import common, race as words

__all__ = ["RaceView"]


class RaceView(pn.viewable.Viewer):
    """Everything on the Race page.

    Parameters
    ----------
    session : Session
        Has the theme and the board.
    send : callable
        ``send(name, args)`` sends a message as the page does.
    """

    def __init__(self, session: Session, send: Callable[[str, dict[str, Any]], None]) -> None:
        super().__init__()
        self.session = session
        self.send = send
        self._head, self._doing = Text(), Text(css_classes=["sec"])
        self._start = pn.widgets.Button(label=words.START, color="primary", css_classes=["solid", "wide"], margin=0)
        self._stop = pn.widgets.Button(label=common.STOP, css_classes=["solid", "wide"], margin=0, visible=False)
        self._problem = Text(css_classes=["sec"])
        self._chart = stack(visible=False, kind="stack tight under")
        self._figure: RaceChart | None = None
        self._raced: tuple[str, ...] = ()  # whose lines the figure has
        # Each with its own margin above: an empty part must not leave a gap.
        self._results, self._again, self._notes = (Text(css_classes=["sec"], visible=False) for _ in range(3))
        self._same, self._who = Text(), Text(css_classes=["sec", "who"])
        self._keys = Text(css_classes=["sec"], visible=False)
        self._elsewhere = Text(css_classes=["sec"], visible=False)
        self._choose = Choose(self._board, self._change)
        self._layout = stack(
            stack(self._head, stack(self._start, self._stop), kind="row top"),
            self._doing,
            self._problem,
            self._keys,
            self._chart,
            self._results,
            self._same,
            self._elsewhere,
            self._again,
            self._notes,
            stack(self._choose, self._who, kind="stack sec"),
            Cost(self._board, lambda **changes: self.send("race", {"do": "ask", **changes})),
        )
        self._start.on_click(lambda _: self.send("race", {"do": "start"}))
        self._stop.on_click(lambda _: self.send("cancel", {}))
        board = self._board
        board.param.watch(lambda *_: self._draw(), ["plan", "problem", "left_out", "running"])
        board.param.watch(lambda *_: self._draw_state(), ["state", "again", "pretrained"])
        session.param.watch(lambda *_: self._draw_chart(anew=True), ["theme"])
        session.run.param.watch(lambda *_: self._lock(), ["busy"])
        self._draw()
        self._draw_state()

    @property
    def _board(self) -> RaceBoard:
        return self.session.race

    def _change(self, **changes: Any) -> None:
        self.send("race", {"do": "choose", **changes})

    def _draw(self) -> None:
        """Show who would race, and what can be pressed."""
        board = self._board
        self._who.set_html(contestants_html(board))
        self._problem.set_html(problem_html(board.problem) if board.problem else "")
        self._lock()
        self._draw_state()

    def _lock(self) -> None:
        """Let the race be started or stopped, whichever is possible."""
        board = self._board
        racing = board.running == "race"
        self._start.visible, self._stop.visible = not racing, racing
        self._start.label = words.RACE_AGAIN if board.state else words.START
        self._start.disabled = bool(
            board.running or board.problem or board.plan is None or self.session.run.is_training
        )

    def _draw_state(self) -> None:
        """Show the race so far."""
        board, state = self._board, self._board.state
        self._head.set_html(head_html(board))
        self._doing.set_html(_doing_html(board))
        self._draw_chart()
        self._results.set_html(results_html(state) if state else "")
        self._same.set_html(same_score_html(state) if state else "")
        self._elsewhere.set_html(pretrained_html(board) if state and board.running != "race" else "")
        self._again.set_html(again_html(board) if state and board.running != "race" else "")
        self._notes.set_html(notes_html(state) if state else "")

    def _draw_chart(self, *, anew: bool = False) -> None:
        """Draw the curves so far; the figure is made once for each race and theme."""
        state = self._board.state
        self._chart.visible = state is not None
        if state is not None:
            elsewhere = {"id": "pretrained", "name": words.TRAINED_ELSEWHERE}
            entrants = state["entrants"] + ([elsewhere] if self._board.pretrained else [])
            title = escape(words.on_rows_kept_back(state["score_name"]))
            self._keys.set_html(f"<h2>{title}</h2>{key_html(entrants)}")
        if state is None:
            self._keys.set_html("")
            self._raced = ()
            return
        raced = tuple(one["id"] for one in state["entrants"])
        if self._figure is None or anew or raced != self._raced:
            self._figure, self._raced = RaceChart(self.session.theme, state), raced
            self._figure.show(state, self._board.pretrained)
            self._chart[:] = [pn.pane.Bokeh(self._figure.figure, sizing_mode="stretch_width", margin=0)]
            return
        # On a server a figure may be changed only while its document is locked; Panel knows when that is.
        with pn.io.unlocked():
            self._figure.show(state, self._board.pretrained)

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _doing_html(board: RaceBoard) -> str:
    """Return who trains now and how far the race is."""
    state = board.state
    if board.running != "race":
        waits = board.plan is None and board.problem is None
        return f'<p class="small">{words.PREPARING}</p>' if waits else ""
    fraction = state["step"] / max(1, state["n_steps"]) if state else 0.0
    text = (
        words.trainings_done(state["doing"], state["step"], state["n_steps"]) if state else f"{common.GETTING_READY}."
    )
    bar = progress_bar(fraction, words.progress(percent(fraction)))
    return f'{bar}<p class="small under">{escape(text)}</p>'


class Choose(pn.viewable.Viewer):
    """The table and the settings of a race.

    Parameters
    ----------
    board : RaceBoard
        What is chosen.
    change : callable
        ``change(**changes)`` chooses something else.
    """

    def __init__(self, board: RaceBoard, change: Callable[..., None]) -> None:
        super().__init__()
        self.board = board
        shape = {"margin": 0, "sizing_mode": "stretch_width"}
        self._widgets = {
            "source": pn.widgets.Select(label=words.TABLE, options={}, **shape),
            "n_seeds": pn.widgets.Select(
                label=words.SEEDS, options={words.n_seeds(n): n for n in SEEDS}, value=board.n_seeds, **shape
            ),
            "optimizer": pn.widgets.Select(
                label=words.OPTIMIZER,
                options={words.OPTIMIZERS[name]: name for name in OPTIMIZERS},
                value=board.optimizer,
                **shape,
            ),
            "learning_rate": pn.widgets.Select(
                label=words.LEARNING_RATE,
                options={
                    words.learning_rate(quantity(rate), is_usual=rate == USUAL_RATE): rate for rate in LEARNING_RATES
                },
                value=board.learning_rate,
                **shape,
            ),
            "most_seconds": pn.widgets.Select(
                label=words.LONGEST,
                options={duration(limit, 1): limit for limit in LIMITS},
                value=board.most_seconds,
                **shape,
            ),
        }
        table, *others = self._widgets.values()
        self._layout = stack(
            Text(f"<h2>{words.THE_RACE}</h2>"), table, stack(*others, kind="half pair"), kind="stack gap"
        )
        self._filling = False
        for name, widget in self._widgets.items():
            widget.param.watch(lambda event, name=name: self._filling or change(**{name: event.new}), "value")
        board.param.watch(lambda *_: self._fill(), ["offers", "table", "source", "running"])
        self._fill()

    def _sources(self) -> dict[str, str]:
        """Return the tables there are to race on."""
        board = self.board
        samples = (board.offers or {}).get("samples") or []
        own = {common.open_table(board.table): OPEN_TABLE} if board.table else {}
        return own | {common.sample(one["name"]): one["id"] for one in samples}

    def _fill(self) -> None:
        """Offer what there is, and lock everything while a race runs."""
        self._filling = True
        if self.board.offers is not None:
            self._widgets["source"].param.update(options=self._sources(), value=self.board.source)
        for widget in self._widgets.values():
            widget.disabled = bool(self.board.running)
        self._filling = False

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout
