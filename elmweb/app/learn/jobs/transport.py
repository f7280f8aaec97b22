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
from elmweb.app.learn.jobs.screen import About, Chapter, Screen, pane, part_html, results_html, said_html
from elmweb.app.parts import Text, progress_bar, stack
from elmweb.exceptions import InputError
from elmweb.formatting import duration, long_date, percent, probability, quantity
from elmweb.words.page import common, jobs, jobs_transport as words
from elmweb.workbench.protocol import DeepAnswer

__all__ = ["View", "found_html", "worst_days"]

DETECTOR = "detector-nanodet"
_PHOTOS = ("astronaut", "coffee", "cat")
_LOOK = escape(json.dumps({"chapter": "jobs", "job": "transport", "do": "look"}))

_LINES = {"counted": ("ink", "dotted", 2), "elm": ("elm", "solid", 3), "week": ("base", [6, 4], 2)}


class View(Screen):
    """People who walk by, and things on a photo.

    Parameters
    ----------
    chapter : Chapter
        The page.
    """

    id = "transport"
    takes_photos = True

    def __init__(self, chapter: Chapter) -> None:
        self._day = pn.widgets.Select(
            label=words.DAY, options={}, margin=0, sizing_mode="stretch_width", css_classes=["ask"]
        )
        self._opened = False  # the detector
        super().__init__(chapter)
        self._say, self._chart = Text(), stack(kind="stack tight")
        self.main.results[:] = [self._say, stack(self._day, self._chart, kind="stack gap sec")]
        self._day.param.watch(lambda *_: self._draw_day(), "value")
        self.session.param.watch(lambda *_: self._draw_day(), ["theme"])

    @property
    def about(self) -> About:
        """What stands above and below."""
        return About(words.TITLE, words.LEAD, words.LIMITS, words.SOURCE)

    def more(self) -> list[Any]:
        """Return the photo and what is found on it."""
        self._found = Text()
        return [
            Text(part_html(words.DETECTING, words.DETECTING_LEAD)),
            stack(Text(_photo()), self._found, kind="half sec"),
        ]

    async def on_train(self) -> None:
        """Train on the counts."""
        self.answer = None
        answer = await self.main.study(words.TRAINING, self.show)
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
            loading = words.loading(percent(done))
            self._found.set_html(f'<div>{progress_bar(done, loading)}<p class="small under">{loading}.</p></div>')


def _photo() -> str:
    """Return where a photo is brought or taken, and the photos to try."""
    return (
        f'<elm-photo data-message="study" data-args="{_LOOK}"></elm-photo>'
        f'<p class="tiny under">{escape(words.PHOTOS_TO_TRY)}</p><p class="thumbs">'
        + "".join(
            f'<button type="button" class="thumb" data-photo="samples/photos/{name}.jpg">'
            f'<img src="samples/photos/{name}.jpg" alt="{escape(words.PHOTOS[name])}" loading="lazy"></button>'
            for name in _PHOTOS
        )
        + "</p>"
    )


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
    things = [words.thing(box["label"], probability(box["share"])) for box in boxes]
    sentence = words.found(things) if boxes else words.NOTHING_FOUND
    a_second = quantity(1_000 / max(milliseconds, 0.1), 2)
    speed = words.speed(duration(milliseconds / 1_000), a_second, graphics=found["provider"] == "webgpu")
    return f'<div><p class="say" role="status">{escape(sentence)}</p><p class="note">{speed}</p></div>'


def _headline(answer: dict[str, Any]) -> str:
    elm, week = answer["models"][0], answer["models"][-1]
    return words.headline(quantity(elm["error"]), quantity(week["error"]), duration(elm["seconds"]))


def head_html(answer: dict[str, Any]) -> str:
    """Return how far each forecast is off."""
    rows = [
        (one["name"], quantity(one["error"]), common.between(quantity(one["low"]), quantity(one["high"])),
         duration(one["seconds"]) if one["seconds"] else words.NO_TRAINING)
        for one in answer["models"]
    ]  # fmt: skip
    note = words.on_which_hours(answer["n_learn"], answer["n_judge"], quantity(answer["mean"]))
    under = (
        f'<p class="small under">{words.furthest_off(worst_days(answer))}</p>'
        f'<p class="tiny under">{words.ABOUT_RANGES}</p>'
    )
    table = results_html(words.CAPTION, (words.ERROR, jobs.RANGE, jobs.TRAINING_TIME), rows, under)
    return f'{said_html(_headline(answer), note)}<div class="sec">{table}</div>'


def worst_days(answer: dict[str, Any], most: int = 3) -> list[tuple[str, str]]:
    """Return the days on which the ELM is furthest off.

    Parameters
    ----------
    answer : dict
        Of the study.
    most : int
        How many.

    Returns
    -------
    list of (str, str)
        Name of the day, and people on average; the worst first.
    """

    def off(day: dict[str, Any]) -> float:
        pairs = zip(day["counted"], day["said"]["elm"], strict=True)
        return sum(abs(a - b) for a, b in pairs) / len(day["counted"])

    days = sorted(answer["days"], key=off, reverse=True)[:most]
    return [(_day_name(day), quantity(off(day))) for day in days]


def _day_name(day: dict[str, Any]) -> str:
    name = long_date(date.fromisoformat(day["date"]))
    return words.holiday(name) if day["is_holiday"] else name


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
    hours = [[words.hour(hour), *(quantity(values[hour]) for values in series.values())] for hour in range(24)]
    head = [words.HOUR, *(words.LINES[name] for name in series)]
    numbers = unseen_table((head, hours), words.day_numbers(_day_name(day)))
    keys = "".join(f"<span>{_key(name)}{escape(words.LINES[name])}</span>" for name in series)
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
    plot.xaxis.axis_label, plot.yaxis.axis_label = words.AXES
    plot.xaxis.ticker = FixedTicker(ticks=list(range(0, 24, 3)))
    few_ticks(plot.yaxis, 4)
    for which, values in series.items():
        ink, dash, width = _LINES[which]
        plot.line(list(range(24)), values, line_color=colour[ink], line_dash=dash, line_width=width)
    return described(plot, words.day_chart(name))
