"""The forecast on the Train page: choose, start, watch, read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import panel as pn

from elmweb.app.forecast.chart import forecast_figure, keys_html
from elmweb.app.forecast.state import COMBINE, LEVELS, STEPS, ForecastBoard
from elmweb.app.forecast.tables import ahead_html, doing_html, head_html, methods_html, plan_html, take_html
from elmweb.app.parts import Text, problem_html, stack
from elmweb.app.state import Session
from elmweb.formatting import percent
from elmweb.words.page import common, forecast as words

__all__ = ["ForecastView"]


class ForecastView(pn.viewable.Viewer):
    """Everything about the forecast.

    Parameters
    ----------
    session : Session
        Has the theme and the board.
    send : callable
        ``send(name, args)`` sends a message as the page does.
    """

    def __init__(self, session: Session, send: Callable[[str, dict[str, Any]], None]) -> None:
        super().__init__()
        self.session, self.send = session, send
        self._head, self._doing, self._problem = Text(), Text(css_classes=["sec"]), Text(css_classes=["sec"])
        self._start = pn.widgets.Button(label=words.START, color="primary", css_classes=["solid", "wide"], margin=0)
        self._stop = pn.widgets.Button(label=common.STOP, css_classes=["solid", "wide"], margin=0, visible=False)
        self._which = pn.widgets.Select(
            label=words.SERIES, options={}, visible=False, margin=0, sizing_mode="stretch_width"
        )
        self._keys = Text()
        self._chart = stack(kind="stack tight under")
        self._methods, self._ahead = Text(), Text()
        self._take = Text()
        self._found = stack(
            self._which, self._keys, self._chart, stack(self._methods, kind="stack sec"),
            stack(self._ahead, self._take, kind="two sec"), kind="stack sec", visible=False,
        )  # fmt: skip
        self._choose = Choose(self._board, lambda **changes: self._ask(do="choose", **changes))
        self._layout = stack(
            stack(self._head, stack(self._start, self._stop), kind="row top"),
            self._doing, self._problem, self._found, stack(self._choose, kind="stack sec"),
        )  # fmt: skip
        self._start.on_click(lambda _: self._ask(do="start"))
        self._stop.on_click(lambda _: self.send("cancel", {}))
        self._filling = False
        self._which.param.watch(lambda event: self._filling or self._ask(do="look", at=event.new), "value")
        board = self._board
        board.param.watch(lambda *_: self._draw(), ["plan", "problem", "running", "stale", "stopped"])
        board.param.watch(lambda *_: self._doing.set_html(doing_html(board)), ["progress", "running", "stopped"])
        board.param.watch(lambda *_: self._draw_result(), ["result"])
        board.param.watch(lambda *_: self._draw_series(), ["shown"])
        board.param.watch(lambda *_: self._take.set_html(take_html(board)), ["saved"])
        session.param.watch(lambda *_: self._draw_chart(), ["theme"])
        session.run.param.watch(lambda *_: self._draw(), ["busy"])
        self._draw()
        self._draw_result()

    @property
    def _board(self) -> ForecastBoard:
        return self.session.forecast

    def _ask(self, **args: Any) -> None:
        self.send("forecast", args)

    def _draw(self) -> None:
        """Show what would be forecast, and what can be pressed."""
        board = self._board
        self._head.set_html(head_html(board))
        self._problem.set_html(problem_html(board.problem) if board.problem else "")
        self._start.visible, self._stop.visible = not board.running, board.running
        self._start.label = words.FORECAST_AGAIN if board.result else words.START
        self._start.disabled = bool(board.problem or board.plan is None or self.session.run.has_own_progress)

    def _draw_result(self) -> None:
        """Show the newest forecast."""
        board, result = self._board, self._board.result
        self._head.set_html(head_html(board))
        self._found.visible = result is not None
        if result is None:
            return
        self._filling = True
        names = {one["key"]: at for at, one in enumerate(result["series"])}
        self._which.param.update(options=names, value=0, visible=len(names) > 1)
        self._filling = False
        self._keys.set_html(keys_html())
        self._methods.set_html(methods_html(result))
        self._take.set_html(take_html(board))
        self._start.label = words.FORECAST_AGAIN
        self._draw_series()

    def _draw_series(self) -> None:
        """Show one of the series."""
        result = self._board.result
        if result is not None:
            self._ahead.set_html(ahead_html(result, self._series(result)))
            self._draw_chart()

    def _series(self, result: dict[str, Any]) -> dict[str, Any]:
        return result["series"][min(self._board.shown, len(result["series"]) - 1)]

    def _draw_chart(self) -> None:
        """Draw the series that is chosen."""
        result = self._board.result
        if result is not None:
            figure = forecast_figure(result, self._series(result), self.session.theme)
            self._chart[:] = [pn.pane.Bokeh(figure, sizing_mode="stretch_width", margin=0)]

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


class Choose(pn.viewable.Viewer):
    """The columns and the settings of a forecast.

    Parameters
    ----------
    board : ForecastBoard
        What is chosen.
    change : callable
        ``change(**changes)`` chooses something else.
    """

    def __init__(self, board: ForecastBoard, change: Callable[..., None]) -> None:
        super().__init__()
        self.board, self._change = board, change
        shape = {"margin": 0, "sizing_mode": "stretch_width"}
        select = partial(pn.widgets.Select, options=[], **shape)
        self._widgets: dict[str, Any] = {
            "value": select(label=words.VALUE),
            "n_steps": pn.widgets.TextInput(label=words.N_STEPS, **shape),
            "time": select(label=words.TIME_COLUMN),
            "key": select(label=words.KEY_COLUMN),
            "step": pn.widgets.Select(
                label=words.STEP, options={words.STEPS[step]: step for step in STEPS}, value="", **shape
            ),
            "combine": pn.widgets.Select(
                label=words.COMBINE, options={words.COMBINED[how]: how for how in COMBINE}, value="mean", **shape
            ),
            "level": pn.widgets.Select(
                label=words.LEVEL, options={words.level(percent(level)): level for level in LEVELS}, value=0.8, **shape
            ),
        }
        self._said = Text()
        self._layout = stack(
            Text(f"<h2>{words.WHAT_IS_FORECAST}</h2>"),
            stack(*self._widgets.values(), kind="half pair"),
            self._said,
            kind="stack gap",
        )
        self._filling = False
        for name, widget in self._widgets.items():
            widget.param.watch(partial(self._chosen, name), "value")
        board.param.watch(lambda *_: self._fill(), ["plan", "problem", "asked", "running"])
        self._fill()

    def _chosen(self, name: str, event: Any) -> None:
        """Pass on what a person chose; filling the widgets is no choice."""
        if not self._filling and event.new is not None:
            self._change(**{name: event.new})

    def _fill(self) -> None:
        """Offer what there is, and lock everything while a forecast runs."""
        board, plan = self.board, self.board.plan or {}
        self._filling = True
        key = {words.NO_KEY: "", **{name: name for name in plan.get("keys", ())}}
        for name, options in (("value", plan.get("values", [])), ("time", plan.get("times", [])), ("key", key)):
            value = board.chosen(name)
            allowed = list(options.values() if isinstance(options, dict) else options)
            # A list without a value shows its first option, and the browser would send that back as a choice.
            first = allowed[0] if allowed else None
            self._widgets[name].param.update(options=options, value=value if value in allowed else first)
        for name in ("n_steps", "step", "combine", "level"):
            if (value := board.chosen(name)) is not None:
                self._widgets[name].value = str(value) if name == "n_steps" else value
        if step := plan.get("step"):
            self._widgets["n_steps"].label = words.n_steps(step, plan["most_steps"])
        for widget in self._widgets.values():
            widget.disabled = board.running
        self._said.set_html(plan_html(board))
        self._filling = False

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout
