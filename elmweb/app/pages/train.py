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
from elmweb.app.parts import Text, problem_html, progress_bar, send_button, stack, summarize_again
from elmweb.app.state import ALPHAS, WIDTHS, Session
from elmweb.formatting import duration, in_100, listed, quantity, score
from elmweb.model_kinds import AUTOMATIC, MODEL_KINDS, find_model_kind
from elmweb.words.page import common, train as words
from elmweb.workbench.protocol import Result

__all__ = ["TrainPage"]

_FEWEST_POINTS = 3  # of the chart of scores so far


class TrainPage(pn.viewable.Viewer):
    """The Train button, the progress of a training, and the settings for those who want them."""

    def __init__(self, session: Session, controller: Controller) -> None:
        super().__init__()
        self.session = session
        self.controller = controller
        self._head = Text()
        self._train = pn.widgets.Button(label=words.TRAIN, color="primary", css_classes=["solid", "large"], margin=0)
        self._estimate = Text()
        self._live = Text()
        self._bar = Text()
        self._cancel = pn.widgets.Button(label=common.CANCEL, css_classes=["solid"], margin=0)
        self._chart = stack(visible=False, kind="stack tight sec")
        self._figure: LiveChart | None = None
        self._idle = stack(self._train, self._estimate, kind="stack sec gap")
        self._running = stack(
            self._live, stack(self._bar, self._cancel, kind="row"), kind="stack sec gap", visible=False
        )
        self._adjust = Adjust(session)
        self._picture = Text()
        training = stack(self._head, self._idle, self._running, self._chart, self._picture, self._adjust)
        self._layout = stack(TrainTask(session, controller, training), training)
        self._train.on_click(lambda _: self.controller.receive("train", {}))
        self._cancel.on_click(lambda _: self._stop())
        session = self.session
        session.choices.param.watch(lambda *_: self._draw(), ["summary", "stopped"])
        session.settings.param.watch(lambda *_: self._draw(), ["estimate"])
        session.settings.param.watch(lambda *_: self._draw_picture(), ["model_kind"])
        session.choices.param.watch(lambda *_: self._draw_picture(), ["summary"])
        session.outcome.param.watch(lambda *_: self._draw(), ["result", "stale", "learning"])
        session.run.param.watch(lambda *_: self._draw(), ["busy", "note", "to_keep"])
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

    def _draw_picture(self) -> None:
        """Show what training does with the columns of the table; a kernel has no units to show."""
        summary = self.session.choices.summary
        html = ""
        if summary and not summary["problem"] and find_model_kind(self.session.settings.model_kind).has_units:
            from elmweb.app.pages.picture import picture_html  # noqa: PLC0415  not before there is a table

            html = picture_html(summary["columns_used"], listed(summary["targets"]))
        if html != self._picture.object:  # it would play again
            self._picture.set_html(html)

    def _start(self) -> None:
        """Show a training that has not reported anything yet."""
        self._figure = None
        self._cancel.disabled = False
        self._live.set_html(_live({}, is_r2=False))
        self._bar.set_html(progress_bar(0, words.TRAINING))

    def _stop(self) -> None:
        """Say at once that the training stops."""
        self._cancel.disabled = True
        self._bar.set_html(_bar({"text": words.STOPPING}, self.session.run.fraction_done()))
        self.controller.receive("cancel", {})

    def _step(self) -> None:
        """Show the progress of the training."""
        run = self.session.run
        if not run.is_training or run.progress is None or self._cancel.disabled:
            return
        message = run.progress
        if "best" in message:  # judging comes after training and has no score of its own
            self._live.set_html(_live(message, is_r2=self.session.choices.is_regression))
        self._bar.set_html(_bar(message, run.fraction_done()))
        history = message.get("history") or []
        if len(history) >= _FEWEST_POINTS:  # of two a chart says nothing, and drawing it keeps the verdict waiting
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
        f'<nav class="chapters" aria-label="{words.TASK}">'
        f'<a href="#/train"{"" if on else current}>{words.PREDICT}</a>'
        f'<a href="#/train/forecast"{current if on else ""}>{words.FORECAST}</a></nav>'
    )


class Adjust(pn.viewable.Viewer):
    """The settings, in a card that is closed at first."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        settings = self.session.settings
        wide = {"margin": 0, "sizing_mode": "stretch_width", "show_value": False, "css_classes": ["own-title"]}
        self._stops = {"width": WIDTHS, "alpha": ALPHAS}
        # Panel's DiscreteSlider writes its title by inline script, which the page's Content-Security-Policy forbids.
        self._sliders: dict[str, pn.widgets.Widget] = {
            name: pn.widgets.IntSlider(label=words.SETTINGS[name], start=0, end=len(stops) - 1, **wide)
            for name, stops in self._stops.items()
        }
        self._sliders["scale"] = pn.widgets.FloatSlider.from_param(
            settings.param.scale, label=words.SETTINGS["scale"], **wide
        )
        self._sliders["seed"] = pn.widgets.IntSlider.from_param(
            settings.param.seed, label=words.SETTINGS["seed"], **wide
        )
        self._titles = {name: Text() for name in self._sliders}
        self._activation = pn.widgets.Select.from_param(
            settings.param.activation, label=words.SETTINGS["activation"], margin=0, sizing_mode="stretch_width"
        )
        self._arithmetic = pn.widgets.Select.from_param(
            settings.param.arithmetic,
            label=words.SETTINGS["arithmetic"],
            margin=0,
            sizing_mode="stretch_width",
            options={said: kind for kind, said in words.ARITHMETIC.items()},
        )
        self._model_kind = pn.widgets.Select.from_param(
            settings.param.model_kind,
            label=words.KIND_OF_MODEL,
            margin=0,
            sizing_mode="stretch_width",
            options={kind.name: kind.id for kind in (AUTOMATIC, *MODEL_KINDS)},
        )
        self._about = Text()
        fields = {name: stack(self._titles[name], slider, _hint(name)) for name, slider in self._sliders.items()}
        fields["activation"] = stack(self._activation, _hint("activation"))
        fields["arithmetic"] = stack(self._arithmetic, _hint("arithmetic"))
        self._fields = fields
        self._unit_fields = [field for name, field in fields.items() if name != "alpha"]
        sliders = stack(
            stack(self._model_kind, self._about),
            stack(*fields.values(), kind="sliders one"),
            Text(f'<p class="tiny">{words.HOLLOW}</p>'),
            Text(_scripts_html()),
        )
        self._layout = pn.Card(
            # The card hides its child by a rule of low specificity, which the grid's own would override.
            stack(stack(sliders, Explore(session), kind="explore")),
            title=words.ADJUST,
            # Panel's own header would be an h3 right below the h1.
            header=pn.pane.HTML(f"<h2>{words.ADJUST}</h2>", css_classes=["card-title"], margin=0),
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
        setattr(self.session.settings, name, self._stops[name][event.new])

    def _title(self) -> None:
        """Write each value over its slider, and draw the handle hollow where the value is left to the search."""
        for name, title in self._titles.items():
            value = getattr(self.session.settings, name)
            if name in self._stops:
                place = self._stops[name].index(value)
                value = quantity(value) if place else words.AUTO
                self._sliders[name].param.update(value=place, css_classes=["own-title", "auto"][: 1 + (place == 0)])
            self._sliders[name].label = words.setting(
                words.SETTINGS[name], _short(value)
            )  # for screen readers; not drawn
            title.set_html(_title_html(name, value))

    def _describe(self) -> None:
        """Describe the chosen model kind, and offer only the settings it has."""
        model_kind = find_model_kind(self.session.settings.model_kind)
        self._about.set_html(f'<p class="tiny">{escape(model_kind.sentence)}</p>')
        for field in self._unit_fields:
            field.visible = model_kind.has_units
        self._fields["seed"].visible = model_kind.has_units or model_kind.from_sklearn
        self._fields["alpha"].visible = not model_kind.from_sklearn
        self._fields["arithmetic"].visible = model_kind.in_integers

    def _lock(self) -> None:
        """Disable the settings while a training runs."""
        for widget in (*self._sliders.values(), self._activation, self._arithmetic, self._model_kind):
            widget.disabled = self.session.run.is_training

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _scripts_html() -> str:
    """Return the buttons that save the training as a program."""
    here = send_button(words.FOR_THIS_MACHINE, "script", cluster=False)
    cluster = send_button(words.FOR_A_CLUSTER, "script", cluster=True)
    return f'<p class="small under">{words.scripts(here, cluster)}</p>'


def _hint(name: str) -> Text:
    """Return one line about a setting."""
    return Text(f'<p class="tiny">{words.HINTS[name]}</p>')


def _title_html(name: str, value: Any) -> str:
    """Return a setting's name and value, at opposite ends of a line."""
    return f'<p class="k" aria-hidden="true"><span>{words.SETTINGS[name]}</span><b>{_short(value)}</b></p>'


def _short(value: Any) -> str:
    """Return a setting's value as text."""
    return quantity(value, 2) if isinstance(value, float) else str(value)


def _head(session: Session) -> str:
    """Return the heading: the targets, and how many columns and rows they are learned from."""
    summary = session.choices.summary
    if summary is None:
        return f'<h1 tabindex="-1">{words.TRAIN}</h1>'
    targets = summary["targets"]
    names = escape(targets[0]) if len(targets) == 1 else words.n_targets(len(targets))
    if summary["problem"]:
        return f'<h1 tabindex="-1">{words.predict(names)}</h1><p class="lead">{words.NOT_YET}</p>'
    split = words.split(summary["n_rows_used"], summary["n_train"], summary["n_test"])
    title = words.predict_from(names, len(summary["columns_used"]))
    return f'<h1 tabindex="-1">{title}</h1><p class="lead">{split}</p>'


def _score_name(session: Session) -> str:
    """Return the heading of the chart that grows while it trains."""
    return words.SCORES_R2 if session.choices.is_regression else words.SCORES


def _below(session: Session, why: str) -> str:
    """Return the lines under the Train button: the reason it is disabled, or the estimate and the last result."""
    if why:
        summary = session.choices.summary
        problem = summary and summary["problem"]
        again = f" {summarize_again()}" if session.choices.stopped else ""
        reason = problem_html(problem) if problem else f'<p class="small" role="status">{escape(why)}{again}</p>'
        return f'<div class="gapped">{reason}<p class="small"><a href="#/data">{words.GO_TO_DATA}</a></p></div>'
    lines = []
    estimate = session.settings.estimate
    text = estimate["text"] if estimate else words.ESTIMATING
    lines.append(f'<p class="small">{escape(text)}</p>')
    if session.run.to_keep:
        lines.append(_stopped(session.run.to_keep))
    elif session.run.note:
        lines.append(f'<p class="small" role="status">{escape(session.run.note)}</p>')
    result, stale = session.outcome.result, session.outcome.stale
    if result and not stale and not session.outcome.loaded:
        lines.append(_done(result))
    return "".join(lines)


def _stopped(where: str) -> str:
    """Return where a training was stopped, and what can be done with what it had found."""
    keep, again = send_button(words.KEEP_BEST, "keep_best", kind="btn"), send_button(words.TRAIN_AGAIN, "train")
    return (
        f'<div role="status" class="gapped"><p class="small"><span class="strong">{escape(where)}</span> '
        f'{words.BEST_IS_HERE}</p><p class="ways">{keep} {again}</p></div>'
    )


def _done(result: Result) -> str:
    """Return that a training has ended, with the way on from one that was stopped."""
    if stopped := result.get("stopped_at"):
        step, steps = stopped
        again = send_button(common.CARRY_ON, "carry_on")
        return (
            f'<p class="small" role="status"><span class="strong">{words.stopped(step, steps)}</span> '
            f"{words.carry_on_or_see(again, words.SEE_RESULT)}</p>"
        )
    return (
        f'<p class="small" role="status"><span class="strong">'
        f"{words.trained(duration(result['train_seconds']))}</span> {words.SEE_RESULT}</p>"
    )


def _live(message: dict[str, Any], *, is_r2: bool) -> str:
    """Return the best score so far."""
    best = message.get("best")
    number = "" if best is None else score(best) if is_r2 else in_100(best / 100, 1)
    text = escape(message.get("best_text") or message.get("text") or words.GETTING_READY)
    big = f'<p class="n">{number}</p>' if number else ""
    return f'<div class="live">{big}<p class="small">{text}</p></div>'


def _bar(message: dict[str, Any], fraction: float) -> str:
    """Return the progress bar with the step below."""
    facts = [words.step_of(message.get("step", 0), message["n_steps"])] if message.get("n_steps") else []
    facts += [duration(message["seconds"])] if message.get("seconds") else []
    text = (message.get("text") or words.TRAINING).rstrip(".:")
    if message.get("what") == "judge":
        text = words.scoring(text)
    said = words.now(escape(text), ", ".join(facts))
    return f'{progress_bar(fraction, words.TRAINING)}<p class="small under">{said}</p>'
