"""The screen of health: heart beats beside the LSTM, cells, and images that somebody brings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

import panel as pn

from elmweb.app.learn.jobs.screen import About, Chapter, Screen, Task, compared, part_html, results_html, said_html
from elmweb.app.parts import Text, stack
from elmweb.formatting import duration, in_100, whole
from elmweb.words.page import common, jobs, jobs_health as words

__all__ = ["View", "beat_svg", "beats_html", "cells_html", "own_html"]

_LEARN = (4_000, 1_000, 250)
_WEIGHTS = ("alike", "rare")
_BEAT_SIZE = (180, 60)


class View(Screen):
    """Heart beats, cells, images.

    Parameters
    ----------
    chapter : Chapter
        The page.
    """

    id = "health"

    def __init__(self, chapter: Chapter) -> None:
        layout = {"margin": 0, "sizing_mode": "stretch_width"}
        numbers = {words.NUMBERS[n]: n for n in _LEARN}
        self._n_learn = pn.widgets.Select(label=words.N_LEARN, options=numbers, value=4_000, **layout)
        weights = {words.WEIGHTED[how]: how for how in _WEIGHTS}
        self._weights = pn.widgets.Select(label=words.WEIGHTS, options=weights, value="alike", **layout)
        self._trained_for = 0.0  # seconds that the LSTM took, by its card
        super().__init__(chapter)
        self.main.set_up(stack(self._n_learn, self._weights, kind="half pair"))
        self._beats = Text()
        self.main.results[:] = [self._beats]

    @property
    def about(self) -> About:
        """What stands above and below."""
        return About(words.TITLE, words.LEAD, words.LIMITS, words.SOURCE)

    def more(self) -> list[Any]:
        """Return the cells, and the images of one's own."""
        self.cells, self.own = Task(self, "cells", words.TRAIN_ON_CELLS), Task(self, "own", None)
        self._cells, self._own = Text(), Text()
        self.cells.results[:], self.own.results[:] = [self._cells], [self._own]
        self.own.set_up(Text(_own_file()))
        cells, own = ((words.CELLS, words.CELLS_LEAD), (words.OWN, words.OWN_LEAD))
        return [Text(part_html(*cells)), self.cells.layout, Text(part_html(*own)), self.own.layout]

    async def on_train(self) -> None:
        """Train the ELM on the beats, and ask the LSTM."""
        self.answer = None
        models = (await self.chapter.host.workbench.list_models())["models"]
        self._trained_for = next((one["training_seconds"] for one in models if one["id"] == "lstm-ecg"), 0.0)
        asked = {"n_learn": self._n_learn.value, "weights": self._weights.value}
        answer = await self.main.study(words.TRAINING_ON_BEATS, self.show, part="beats", **asked)
        self.announce(_beats_headline(answer))

    def show(self, answer: dict[str, Any]) -> None:
        """Show the models that are judged by now."""
        self.answer = answer
        self._beats.set_html(beats_html(answer, self._trained_for))

    async def on_cells(self) -> None:
        """Train on the cells."""
        answer = await self.cells.study(
            words.TRAINING_ON_CELLS, lambda found: self._cells.set_html(cells_html(found)), part="cells"
        )
        self.announce(_cells_headline(answer))

    async def on_own(self, source: dict[str, Any]) -> None:
        """Train on images that somebody brought."""
        answer = await self.own.study(
            words.reading(source["name"]) if "name" in source else words.READING_THE_FILE,
            lambda found: self._own.set_html(own_html(found)),
            part="own",
            source=source,
        )
        self.announce(_own_headline(answer))


_OWN_ARGS = escape(json.dumps({"chapter": "jobs", "job": "health", "do": "own"}))


def _own_file() -> str:
    """Return where a file is dropped or chosen."""
    return (
        f'<div class="drop slim" data-drop="study" data-args="{_OWN_ARGS}"><p class="small">{words.WHICH_FILE}</p>'
        f'<label class="btn pick"><input class="sr" type="file" accept=".npz" data-file="study" '
        f'data-args="{_OWN_ARGS}">{common.CHOOSE_A_FILE}</label></div>'
    )


# Beats


def _beats_headline(answer: dict[str, Any]) -> str:
    elm = answer["models"][0]
    odd = [sum(found[1:]) for found in (elm["found"], answer["judged"])]
    return words.beats_headline(in_100(elm["right"] / 100, 1), odd[0], odd[1], duration(elm["seconds"]))


def beats_html(answer: dict[str, Any], trained_for: float) -> str:
    """Return how often each model is right, which kinds are found, and what is missed.

    Parameters
    ----------
    answer : dict
        Of the study; without the LSTM while it is asked.
    trained_for : float
        Seconds that the LSTM took to train, by its card; 0 if that is not known.

    Returns
    -------
    str
        HTML.
    """
    models = answer["models"]
    head = (jobs.ACCURACY, jobs.RANGE, jobs.TRAINING_TIME)
    lstm_time = duration(trained_for) if trained_for else words.TIME_NOT_KNOWN
    times = {"elm": duration(models[0]["seconds"]), "lstm": lstm_time}
    rows = [(*_right(one), times[one["id"]]) for one in models]
    beside = compared("lstm", answer["lead"]) if answer["lead"] else words.ASKING_LSTM
    note = f"{words.elm_on_beats(answer['n_judge'])} {escape(beside)}"
    return (
        said_html(_beats_headline(answer), note)
        + f'<div class="sec">{results_html(words.BEATS_CAPTION, head, rows, _lstm_time(answer))}</div>'
        f'<div class="sec"><h2>{words.FOUND_OF_EACH_KIND}</h2><div class="under">{_kinds_html(answer)}</div></div>'
        + _missed_html(answer)
    )


def _lstm_time(answer: dict[str, Any]) -> str:
    times = [one["seconds"] for one in answer["models"] if one["id"] == "lstm"]
    return f'<p class="tiny under">{words.lstm_time(duration(times[0]) if times else "")}</p>'


def _kinds_html(answer: dict[str, Any]) -> str:
    """Return how many beats of each kind each model finds."""
    head = (jobs.KEPT_BACK, *_finders(answer), words.LEARNED_FROM)
    rows = [
        (kind, whole(n), *(whole(one["found"][at]) for one in answer["models"]), whole(answer["learned"][at]))
        for at, (kind, n) in enumerate(zip(words.KINDS, answer["judged"], strict=True))
    ]
    return results_html(words.FOUND_OF_EACH_KIND, head, rows, corner=words.KIND_OF_BEAT) + _never(answer)


def _finders(answer: dict[str, Any]) -> list[str]:
    """Return the names of the columns with how many each model finds."""
    return [jobs.finds(one["name"].split(",")[0]) for one in answer["models"]]


def _never(answer: dict[str, Any]) -> str:
    """Return which kinds nobody should rely on, plainly."""
    elm = answer["models"][0]["found"]
    least = [
        (kind, found, n, learned)
        for kind, found, n, learned in zip(words.KINDS, elm, answer["judged"], answer["learned"], strict=True)
        if 2 * found < n
    ]
    if not least:
        return ""
    return f'<p class="small under">{words.half_missed(least)}</p>'


def _missed_html(answer: dict[str, Any]) -> str:
    """Return beats that the ELM misses, drawn."""
    if not answer["missed"]:
        return ""
    kinds = words.KINDS
    items = "".join(
        f'<li>{beat_svg(one["values"], kinds[one["kind"]])}<p class="small"><b>{escape(kinds[one["kind"]])}</b><br>'
        f"{escape(words.said_by_elm(kinds[one['said'][0]]))}<br>"
        f"{escape(words.said_by_lstm(kinds[one['said'][1]]))}</p></li>"
        for one in answer["missed"]
    )
    return f'<div class="sec"><h2>{words.MISSED_BEATS}</h2><ul class="beats">{items}</ul></div>'


def beat_svg(values: Sequence[float], kind: str) -> str:
    """Return a beat as a line.

    Parameters
    ----------
    values : sequence of float
        The samples.
    kind : str
        For a screen reader.

    Returns
    -------
    str
        An SVG.
    """
    width, height = _BEAT_SIZE
    low, high = min(values), max(values)
    step, scale = (width - 4) / max(1, len(values) - 1), (height - 4) / ((high - low) or 1.0)
    points = " ".join(
        f"{round(2 + at * step, 1)},{round(2 + (high - value) * scale, 1)}" for at, value in enumerate(values)
    )
    return (
        f'<svg class="beat" role="img" aria-label="{escape(words.a_beat(kind))}" viewBox="0 0 {width} {height}">'
        f'<polyline points="{points}" fill="none" stroke="var(--accent)" stroke-width="1.6"/></svg>'
    )


# Cells


def _cells_headline(answer: dict[str, Any]) -> str:
    elm = answer["models"][0]
    return words.cells_headline(elm["missed"], answer["n_malignant"], elm["false"], answer["n_benign"])


def cells_html(answer: dict[str, Any]) -> str:
    """Return what the ELMs miss, beside the other models.

    Parameters
    ----------
    answer : dict
        Of the study; with the models that have been judged by now.

    Returns
    -------
    str
        HTML.
    """
    head = (
        *(jobs.ACCURACY, jobs.RANGE, words.CANCERS_MISSED, words.FALSE_ALARMS),
        words.time_to_train(answer["n_folds"]),
    )
    rows = [
        (*_right(one), jobs.part(one["missed"], answer["n_malignant"]), jobs.part(one["false"], answer["n_benign"]),
         duration(one["seconds"]))
        for one in answer["models"]
    ]  # fmt: skip
    beside = [compared(one["id"], one["lead"]) for one in answer["models"] if one["lead"]]
    note = f"{escape(' '.join(beside))} {words.WEIGH_THEM}"
    return said_html(_cells_headline(answer), note) + (
        f'<div class="under">{results_html(words.CELLS_CAPTION, head, rows)}</div>'
    )


def _right(one: dict[str, Any]) -> tuple[str, str, str]:
    """Return the name of a model, how often it is right, and the range of that."""
    low, high = (in_100(one[end] / 100, 1) for end in ("low", "high"))
    return one["name"], in_100(one["right"] / 100, 1), common.between(low, high)


# Images of one's own


def _own_headline(answer: dict[str, Any]) -> str:
    elm = answer["models"][0]
    right, floor = in_100(elm["right"] / 100, 1), in_100(answer["floor"] / 100, 1)
    return words.own_headline(right, floor, duration(elm["seconds"]))


def own_html(answer: dict[str, Any]) -> str:
    """Return what the ELM and the CNN make of images that somebody brought.

    Parameters
    ----------
    answer : dict
        Of the study; without the CNN while it trains.

    Returns
    -------
    str
        HTML.
    """
    beside = compared("cnn", answer["lead"]) if answer["lead"] else words.CNN_TO_COME
    about = words.elm_on_images(
        escape(answer["name"]), answer["n_learn"], answer["n_left"], tuple(answer["shape"][:2]), answer["n_judge"]
    )
    note = f"{about} {escape(beside)}"
    models = results_html(
        words.OWN_CAPTION, (jobs.ACCURACY, jobs.RANGE, jobs.TRAINING_TIME),
        [(*_right(one), duration(one["seconds"])) for one in answer["models"]],
    )  # fmt: skip
    kinds = results_html(
        words.FOUND_OF_EACH_LABEL, (jobs.KEPT_BACK, *_finders(answer)),
        [
            (words.label(str(label)), whole(n), *(whole(one["found"][at]) for one in answer["models"]))
            for at, (label, n) in enumerate(zip(answer["classes"], answer["judged"], strict=True))
        ],
        corner=words.LABEL,
    )  # fmt: skip
    return (
        f'{said_html(_own_headline(answer), note)}<div class="sec">{models}</div>'
        f'<div class="sec"><h2>{words.FOUND_OF_EACH_LABEL}</h2><div class="under">{kinds}</div></div>'
    )
