"""The Train page: one button, its progress, and the settings."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

import panel as pn
from param.parameterized import Event

from elmweb.app.controller import Controller
from elmweb.app.live_chart import LiveChart
from elmweb.app.pages.explore import Explore
from elmweb.app.pages.later import LaterPage
from elmweb.app.parts import SUMMARIZE_AGAIN, Text, problem_html, progress_bar, send_button, stack
from elmweb.app.state import ALPHAS, WIDTHS, Session
from elmweb.formatting import count, duration, in_100, quantity, score
from elmweb.model_kinds import find_model_kind
from elmweb.workbench.protocol import Result

__all__ = ["TrainPage"]


class TrainPage(pn.viewable.Viewer):
    """The Train button, the progress of a training, and the settings for those who want them."""

    def __init__(self, session: Session, controller: Controller) -> None:
        super().__init__()
        self.session = session
        self.controller = controller
        self._head = Text()
        self._train = pn.widgets.Button(label="Train", color="primary", css_classes=["solid", "large"], margin=0)
        self._estimate = Text()
        self._live = Text()
        self._bar = Text()
        self._cancel = pn.widgets.Button(label="Cancel", css_classes=["solid"], margin=0)
        self._chart = stack(visible=False, kind="stack tight sec")
        self._figure: LiveChart | None = None
        self._idle = stack(self._train, self._estimate, kind="stack sec gap")
        self._running = stack(
            self._live, stack(self._bar, self._cancel, kind="row"), kind="stack sec gap", visible=False
        )
        self._adjust = Adjust(session)
        training = stack(self._head, self._idle, self._running, self._chart, self._adjust)
        self._layout = stack(TrainTask(session, controller, training), training)
        self._train.on_click(lambda _: self.controller.receive("train", {}))
        self._cancel.on_click(lambda _: self.controller.receive("cancel", {}))
        session = self.session
        session.choices.param.watch(lambda *_: self._draw(), ["summary", "stopped"])
        session.settings.param.watch(lambda *_: self._draw(), ["estimate"])
        session.outcome.param.watch(lambda *_: self._draw(), ["result", "stale"])
        session.run.param.watch(lambda *_: self._draw(), ["busy", "note"])
        session.run.param.watch(lambda *_: self._step(), ["progress"])

    def _draw(self) -> None:
        """Show what would be trained, or the training that runs."""
        session, training = self.session, self.session.run.is_training
        why = session.why_not_train()
        self._head.set_html(_head(session))
        if training and not self._running.visible:
            self._start()
        self._idle.visible, self._running.visible = not training, training
        self._train.disabled = bool(why)
        self._estimate.set_html(_below(session, why))
        if not training:
            self._chart.visible = False

    def _start(self) -> None:
        """Show a training that has not reported anything yet."""
        self._figure = None
        self._cancel.disabled = False
        self._live.set_html(_live({}, is_r2=False))
        self._bar.set_html(progress_bar(0, "Training"))

    def _step(self) -> None:
        """Show the progress of the training."""
        run = self.session.run
        if not run.is_training or run.progress is None:
            return
        message = run.progress
        self._cancel.disabled = run.is_judging  # it takes a second or two, and is what makes a model worth having
        if "best" in message:  # judging comes after training and has no score of its own
            self._live.set_html(_live(message, is_r2=self.session.choices.is_regression))
        self._bar.set_html(_bar(message, run.fraction_done()))
        history = message.get("history") or []
        if len(history) > 1:
            self._draw_chart(history, message.get("n_steps", len(history)))

    def _draw_chart(self, history: list[float], n_steps: int) -> None:
        """Draw the scores so far."""
        if self._figure is None:
            self._figure = LiveChart(n_steps, self.session.theme)
            self._figure.show(history)
            self._chart[:] = [
                Text(f"<h2>{_score_name(self.session)}</h2>"),
                pn.pane.Bokeh(self._figure.figure, sizing_mode="stretch_width", margin=0),
            ]
            self._chart.visible = True
        # On a server a figure may be changed only while its document is locked; Panel knows when that is.
        with pn.io.unlocked():
            self._figure.show(history)

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


class TrainTask(pn.viewable.Viewer):
    """The choice between a column and what comes next, and the latter, which is made when it is first opened.

    Parameters
    ----------
    session : Session
        Has the open table.
    controller : Controller
        Receives messages.
    training : Column
        What is hidden while the forecast is seen.
    """

    def __init__(self, session: Session, controller: Controller, training: pn.Column) -> None:
        super().__init__()
        self.session, self._training = session, training
        self._links = Text()
        self._forecast = LaterPage(session, "forecast", partial(_forecast, session, controller))
        self._body = stack(self._forecast, visible=False)
        self._layout = stack(self._links, self._body)
        session.table.param.watch(lambda *_: self._draw(), ["info"])
        session.param.watch(lambda *_: self._opened(), ["forecast"])

    def _opened(self) -> None:
        self.session.forecast.param.watch(lambda *_: self._draw(), ["on"])

    def _draw(self) -> None:
        """Show one of the two."""
        board = self.session.forecast
        on = board is not None and board.on
        self._training.visible, self._body.visible = not on, on
        self._links.set_html(_tasks_html(on=on) if on or self.session.table.may_have_times else "")

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _forecast(session: Session, controller: Controller) -> Any:
    from elmweb.app.forecast.page import ForecastView  # noqa: PLC0415  not before it is opened

    return ForecastView(session, controller.receive)


def _tasks_html(*, on: bool) -> str:
    """Return the links to both tasks."""
    current = ' aria-current="page"'
    return (
        '<nav class="chapters" aria-label="Task">'
        f'<a href="#/train"{"" if on else current}>Predict a column</a>'
        f'<a href="#/train/forecast"{current if on else ""}>What comes next? (forecast)</a></nav>'
    )


class Adjust(pn.viewable.Viewer):
    """The settings, in a card that is closed at first."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        settings = self.session.settings
        common = {"margin": 0, "sizing_mode": "stretch_width", "show_value": False, "css_classes": ["own-title"]}
        self._stops = {"width": list(WIDTHS.items()), "alpha": list(ALPHAS.items())}
        # Panel's DiscreteSlider writes its title by inline script, which the page's Content-Security-Policy forbids.
        self._sliders: dict[str, pn.widgets.Widget] = {
            name: pn.widgets.IntSlider(label=name.capitalize(), start=0, end=len(stops) - 1, **common)
            for name, stops in self._stops.items()
        }
        self._sliders["scale"] = pn.widgets.FloatSlider.from_param(settings.param.scale, label="Scale", **common)
        self._sliders["seed"] = pn.widgets.IntSlider.from_param(settings.param.seed, label="Seed", **common)
        self._titles = {name: Text() for name in self._sliders}
        self._activation = pn.widgets.Select.from_param(
            settings.param.activation, label="Activation", margin=0, sizing_mode="stretch_width"
        )
        self._arithmetic = pn.widgets.Select.from_param(
            settings.param.arithmetic, label="Arithmetic", margin=0, sizing_mode="stretch_width"
        )
        self._model_kind = pn.widgets.Select.from_param(
            settings.param.model_kind, label="Kind of model", margin=0, sizing_mode="stretch_width"
        )
        self._about = Text()
        fields = {name: stack(self._titles[name], slider, _hint(name)) for name, slider in self._sliders.items()}
        fields["activation"] = stack(self._activation, _hint("activation"))
        self._arithmetic_field = fields["arithmetic"] = stack(self._arithmetic, _hint("arithmetic"))
        self._unit_fields = [field for name, field in fields.items() if name != "alpha"]
        sliders = stack(
            stack(self._model_kind, self._about),
            stack(*fields.values(), kind="sliders one"),
            Text('<p class="tiny">Hollow handle: elmweb chooses. Move it to fix the value.</p>'),
            Text(_SCRIPTS),
        )
        self._layout = pn.Card(
            # The card hides its child by a rule of low specificity, which the grid's own would override.
            stack(stack(sliders, Explore(session), kind="explore")),
            title="Adjust",
            # Panel's own header would be an h3 right below the h1.
            header=pn.pane.HTML("<h2>Adjust</h2>", css_classes=["card-title"], margin=0),
            collapsed=True,
            sizing_mode="stretch_width",
            margin=(32, 0, 0, 0),
        )
        for name in self._stops:
            self._sliders[name].param.watch(partial(self._slide, name), "value")
        settings.param.watch(lambda *_: self._title(), list(self._sliders))
        settings.param.watch(lambda *_: self._describe(), ["model_kind"])
        self.session.run.param.watch(lambda *_: self._lock(), ["busy"])
        self._layout.param.watch(lambda event: setattr(self.session.live, "on", not event.new), "collapsed")
        self._title()
        self._describe()

    def _slide(self, name: str, event: Event) -> None:
        """Store the value a slider was moved to."""
        setattr(self.session.settings, name, self._stops[name][event.new][1])

    def _title(self) -> None:
        """Write each value over its slider, and draw the handle hollow where the value is left to the search."""
        for name, title in self._titles.items():
            value = getattr(self.session.settings, name)
            if name in self._stops:
                place = [stop for _, stop in self._stops[name]].index(value)
                value = self._stops[name][place][0]
                self._sliders[name].param.update(value=place, css_classes=["own-title", "auto"][: 1 + (place == 0)])
            self._sliders[name].label = f"{name.capitalize()}: {_short(value)}"  # for screen readers; not drawn
            title.set_html(_title_html(name, value))

    def _describe(self) -> None:
        """Describe the chosen model kind, and offer only the settings it has."""
        model_kind = find_model_kind(self.session.settings.model_kind)
        self._about.set_html(f'<p class="tiny">{escape(model_kind.sentence)}</p>')
        for field in self._unit_fields:
            field.visible = model_kind.has_units
        self._arithmetic_field.visible = model_kind.in_integers

    def _lock(self) -> None:
        """Disable the settings while a training runs."""
        for widget in (*self._sliders.values(), self._activation, self._arithmetic, self._model_kind):
            widget.disabled = self.session.run.is_training

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


_SCRIPTS = (
    '<p class="small under">The same training as a Python file: '
    + send_button("for this machine", "script", cluster=False)
    + ", or "
    + send_button("for a Dask cluster", "script", cluster=True)
    + " when the data outgrow it.</p>"
)
_HINTS = {
    "width": "How many hidden units. More fits finer detail.",
    "alpha": "How strongly to hold back. More is smoother.",
    "scale": "How far the inputs spread the units.",
    "seed": "Same seed, same result.",
    "activation": "The bend in each unit.",
    "arithmetic": "Integers give the same model on every machine, to the last bit. They are a little coarser.",
}


def _hint(name: str) -> Text:
    """Return one line about a setting."""
    return Text(f'<p class="tiny">{_HINTS[name]}</p>')


def _title_html(name: str, value: Any) -> str:
    """Return a setting's name and value, at opposite ends of a line."""
    return f'<p class="k" aria-hidden="true"><span>{name.capitalize()}</span><b>{_short(value)}</b></p>'


def _short(value: Any) -> str:
    """Return a setting's value as text."""
    return quantity(value, 2) if isinstance(value, float) else str(value)


def _head(session: Session) -> str:
    """Return the heading: the targets, and how many columns and rows they are learned from."""
    summary = session.choices.summary
    if summary is None:
        return '<h1 tabindex="-1">Train</h1>'
    targets = summary["targets"]
    names = escape(targets[0]) if len(targets) == 1 else f"{len(targets)} columns"
    if summary["problem"]:
        return f'<h1 tabindex="-1">Predict {names}</h1><p class="lead">This cannot be trained yet.</p>'
    return (
        f'<h1 tabindex="-1">Predict {names} from {count(len(summary["columns_used"]), "column")}</h1>'
        f'<p class="lead">{count(summary["n_rows_used"], "row")}: {summary["n_train"]:,} to learn from, '
        f"{summary['n_test']:,} kept back to score the result. The model you keep then learns from all of them.</p>"
    )


def _score_name(session: Session) -> str:
    """Return the heading of the chart that grows while it trains."""
    return "Score of each setting, R2" if session.choices.is_regression else "Score of each setting, in 100"


def _below(session: Session, why: str) -> str:
    """Return the lines under the Train button: the reason it is disabled, or the estimate and the last result."""
    if why:
        summary = session.choices.summary
        problem = summary and summary["problem"]
        again = f" {SUMMARIZE_AGAIN}" if session.choices.stopped else ""
        reason = problem_html(problem) if problem else f'<p class="small" role="status">{escape(why)}{again}</p>'
        return f'<div class="gapped">{reason}<p class="small"><a href="#/data">Go to Data</a></p></div>'
    lines = []
    estimate = session.settings.estimate
    text = estimate["text"] if estimate else "How long it takes is being worked out."
    lines.append(f'<p class="small">{escape(text)}</p>')
    if session.run.note:
        lines.append(f'<p class="small" role="status">{escape(session.run.note)}</p>')
    result, stale = session.outcome.result, session.outcome.stale
    if result and not stale and not session.outcome.loaded:
        lines.append(_done(result))
    return "".join(lines)


def _done(result: Result) -> str:
    """Return that a training has ended, with the way on from one that was stopped."""
    link = '<a href="#/result">See the result</a>'
    if stopped := result.get("stopped_at"):
        step, steps = stopped
        again = send_button("Carry on", "carry_on")
        return (
            f'<p class="small" role="status"><span class="strong">Stopped at {step} of {steps} settings.</span> '
            f"The best so far is kept. {again} or {link}</p>"
        )
    return (
        f'<p class="small" role="status"><span class="strong">Trained in '
        f"{duration(result['train_seconds'])}.</span> {link}</p>"
    )


def _live(message: dict[str, Any], *, is_r2: bool) -> str:
    """Return the best score so far."""
    best = message.get("best")
    number = "" if best is None else score(best) if is_r2 else in_100(best / 100, 1)
    text = escape(message.get("best_text") or message.get("text") or "Getting ready.")
    big = f'<p class="n">{number}</p>' if number else ""
    return f'<div class="live">{big}<p class="small">{text}</p></div>'


def _bar(message: dict[str, Any], fraction: float) -> str:
    """Return the progress bar with the step below."""
    facts = [f"Step {message.get('step', 0)} of {message['n_steps']}"] if message.get("n_steps") else []
    facts += [duration(message["seconds"])] if message.get("seconds") else []
    text = (message.get("text") or "Training").rstrip(".:")
    if message.get("what") == "judge":
        text = f"Scoring on the rows kept back. {text}"
    sentences = " ".join(f"{sentence}." for sentence in (escape(text), ", ".join(facts)) if sentence)
    return f'{progress_bar(fraction, "Training")}<p class="small under">{sentences}</p>'
