"""The screen of health: heart beats beside the LSTM, cells, and images that somebody brings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

import panel as pn

from elmweb.app.learn.jobs.screen import Chapter, Screen, Task, compared, results_html, said_html
from elmweb.app.parts import Text, bars, stack
from elmweb.formatting import count, duration, in_100

__all__ = ["View", "beat_svg", "beats_html", "cells_html", "own_html"]

KINDS = ("normal", "R-on-T premature", "premature ventricular", "supraventricular or ectopic", "unclassified")
"""Of the beats, in the order of the study."""

_LEARN = {"4,000, as many as the LSTM had": 4_000, "1,000": 1_000, "250": 250}
_WEIGHTS = {"as much as any other": "alike", "more, as they are rare": "rare"}
_BEAT_SIZE = (180, 60)


class View(Screen):
    """Heart beats, cells, images.

    Parameters
    ----------
    chapter : Chapter
        The page.
    """

    id = "health"
    title = "Health: which heart beats are not normal?"
    lead = (
        "5,000 beats of one patient with heart failure, cut out of a long recording, of five kinds. An ELM is trained "
        "on 4,000 of them here; the LSTM of the Models page has learned from the same ones before. Both are asked "
        "about the 1,000 that are left."
    )
    limits = (
        "This is no tool to examine anybody with. All beats are of one patient, and a program labelled them.",
        "How many beats are right says little, as most are of two kinds. Of the others there are few to judge by.",
        "The cells are 30 numbers that an expert's program measured, of one clinic, and easy to tell apart.",
    )
    source = (
        "Beats: ECG5000, from the BIDMC Congestive Heart Failure Database of PhysioNet (ODC-BY 1.0), prepared by "
        "Y. Chen and E. Keogh. Cells: Breast Cancer Wisconsin (Diagnostic), UCI, CC BY 4.0. Layout of the images: "
        "Yang and others (2023), MedMNIST v2, doi:10.1038/s41597-022-01721-8."
    )

    def __init__(self, chapter: Chapter) -> None:
        common = {"margin": 0, "sizing_mode": "stretch_width"}
        self._n_learn = pn.widgets.Select(label="Beats the ELM learns from", options=_LEARN, value=4_000, **common)
        self._weights = pn.widgets.Select(label="Rare kinds count", options=_WEIGHTS, value="alike", **common)
        self._trained_for = 0.0  # seconds that the LSTM took, by its card
        super().__init__(chapter)
        self.main.set_up(stack(self._n_learn, self._weights, kind="half"))
        self._beats = Text()
        self.main.results[:] = [self._beats]

    def more(self) -> list[Any]:
        """Return the cells, and the images of one's own."""
        self.cells, self.own = Task(self, "cells", "Train on the cells"), Task(self, "own", "")
        self._cells, self._own = Text(), Text()
        self.cells.results[:], self.own.results[:] = [self._cells], [self._own]
        self.own.set_up(Text(_OWN_FILE))
        return [Text(_CELLS), self.cells.layout, Text(_OWN), self.own.layout]

    async def on_train(self) -> None:
        """Train the ELM on the beats, and ask the LSTM."""
        self.answer = None
        models = (await self.chapter.host.workbench.list_models())["models"]
        self._trained_for = next((one["training_seconds"] for one in models if one["id"] == "lstm-ecg"), 0.0)
        asked = {"n_learn": self._n_learn.value, "weights": self._weights.value}
        answer = await self.main.study("Training on the beats", self.show, part="beats", **asked)
        self.announce(_beats_headline(answer))

    def show(self, answer: dict[str, Any]) -> None:
        """Show the models that are judged by now."""
        self.answer = answer
        self._beats.set_html(beats_html(answer, self._trained_for))

    async def on_cells(self) -> None:
        """Train on the cells."""
        answer = await self.cells.study(
            "Training on the cells", lambda found: self._cells.set_html(cells_html(found)), part="cells"
        )
        self.announce(_cells_headline(answer))

    async def on_own(self, source: dict[str, Any]) -> None:
        """Train on images that somebody brought."""
        answer = await self.own.study(
            f"Reading {source.get('name', 'the file')}",
            lambda found: self._own.set_html(own_html(found)),
            part="own",
            source=source,
        )
        self.announce(_own_headline(answer))


_CELLS = (
    '<h2 class="sec">Cells: is it cancer?</h2><p class="lead">569 samples of breast tissue, each described by 30 '
    "measurements of its cells' nuclei. Ten ELMs learn from nine tenths each, so that every sample is judged by one "
    "that has not learned from it. Logistic regression does the same.</p>"
)
_OWN = (
    '<h2 class="sec">Images of your own, in the layout of MedMNIST</h2><p class="lead">No medical images '
    "come with this page. If you have a file of MedMNIST, such as bloodmnist.npz from medmnist.com, an ELM whose units "
    "look at parts of the images learns from it here, and the file stays on this device. How deep networks do on the "
    "same sets is in the paper named below.</p>"
)
_OWN_ARGS = escape(json.dumps({"chapter": "jobs", "job": "health", "do": "own"}))
_OWN_FILE = (
    f'<div class="drop slim" data-drop="study" data-args="{_OWN_ARGS}"><p class="small">An .npz file of '
    "two-dimensional images, one label each. At most 10,000 images are learned from.</p>"
    f'<label class="btn pick"><input class="sr" type="file" accept=".npz" data-file="study" data-args="{_OWN_ARGS}">'
    "Choose a file</label></div>"
)


# Beats


def _beats_headline(answer: dict[str, Any]) -> str:
    elm = answer["models"][0]
    odd = [sum(found[1:]) for found in (elm["found"], answer["judged"])]
    return (
        f"Right on {in_100(elm['right'] / 100, 1)} of 100 beats, and on {odd[0]} of the {odd[1]} that are not normal, "
        f"after {duration(elm['seconds'])} of training."
    )


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
    head = ("Right in 100", "95 % range", "To train")
    times = {"elm": duration(models[0]["seconds"]), "lstm": duration(trained_for) if trained_for else "not known"}
    rows = [
        (one["name"], in_100(one["right"] / 100, 1), f"{in_100(one['low'] / 100, 1)} to {in_100(one['high'] / 100, 1)}",
         times[one["id"]])
        for one in models
    ]  # fmt: skip
    beside = compared("The LSTM", answer["lead"]) if answer["lead"] else "The LSTM is being asked."
    note = f"The ELM, on {count(answer['n_judge'], 'beat')} kept back. {escape(beside)}"
    return (
        said_html(_beats_headline(answer), note)
        + f'<div class="sec">{results_html("Both models on the beats kept back", head, rows, _lstm_time(answer))}</div>'
        f'<div class="sec"><h2>Found of each kind</h2><div class="under">{_kinds_html(answer)}</div></div>'
        + _missed_html(answer)
    )


def _lstm_time(answer: dict[str, Any]) -> str:
    times = [one["seconds"] for one in answer["models"] if one["id"] == "lstm"]
    said = f" It answered for all of them in {duration(times[0])} here." if times else ""
    return (
        '<p class="tiny under">The time of the LSTM is that of its card, on one processor core of another machine, for '
        f'4,000 beats.{said} <a href="#/models/lstm-ecg">The LSTM in Models</a></p>'
    )


def _kinds_html(answer: dict[str, Any]) -> str:
    """Return how many beats of each kind each model finds."""
    head = ("To judge by", *(f"{one['name'].split(',')[0]} finds" for one in answer["models"]), "Learned from")
    rows = [
        (kind, f"{n:,}", *(f"{one['found'][at]:,}" for one in answer["models"]), f"{answer['learned'][at]:,}")
        for at, (kind, n) in enumerate(zip(KINDS, answer["judged"], strict=True))
    ]
    return results_html("Found of each kind", head, rows, corner="Kind of beat") + _never(answer)


def _never(answer: dict[str, Any]) -> str:
    """Return which kinds nobody should rely on, plainly."""
    elm = answer["models"][0]["found"]
    least = [
        f"{kind}: {found} of {n} found, after {count(learned, 'beat')} to learn from"
        for kind, found, n, learned in zip(KINDS, elm, answer["judged"], answer["learned"], strict=True)
        if 2 * found < n
    ]
    if not least:
        return ""
    return f'<p class="small under"><b>The ELM misses more than half of some kinds.</b> {escape("; ".join(least))}.</p>'


def _missed_html(answer: dict[str, Any]) -> str:
    """Return beats that the ELM misses, drawn."""
    if not answer["missed"]:
        return ""
    items = "".join(
        f'<li>{beat_svg(one["values"], KINDS[one["kind"]])}<p class="small"><b>{escape(KINDS[one["kind"]])}</b><br>'
        f"ELM: {escape(KINDS[one['said'][0]])}<br>LSTM: {escape(KINDS[one['said'][1]])}</p></li>"
        for one in answer["missed"]
    )
    return f'<div class="sec"><h2>Beats that the ELM missed, rare kinds first</h2><ul class="beats">{items}</ul></div>'


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
        f'<svg class="beat" role="img" aria-label="A beat, {escape(kind)}" viewBox="0 0 {width} {height}">'
        f'<polyline points="{points}" fill="none" stroke="var(--accent)" stroke-width="1.6"/></svg>'
    )


# Cells


def _cells_headline(answer: dict[str, Any]) -> str:
    elm = answer["models"][0]
    return (
        f"{elm['missed']} of {answer['n_malignant']} cancers missed, {count(elm['false'], 'false alarm')} in "
        f"{answer['n_benign']} harmless samples."
    )


def cells_html(answer: dict[str, Any]) -> str:
    """Return what the ELMs miss, beside logistic regression.

    Parameters
    ----------
    answer : dict
        Of the study.

    Returns
    -------
    str
        HTML.
    """
    head = ("Cancers missed", "False alarms", f"To train {answer['n_folds']} times")
    rows = [
        (one["name"], f"{one['missed']} of {answer['n_malignant']}", f"{one['false']} of {answer['n_benign']}",
         duration(one["seconds"]))
        for one in answer["models"]
    ]  # fmt: skip
    note = (
        f"{escape(compared('Logistic regression', answer['lead']))} A missed cancer is worse than a false alarm: how "
        'to weigh the two is on the screen of <a href="#/learn/jobs/finance">finance</a>.'
    )
    return said_html(_cells_headline(answer), note) + (
        f'<div class="under">{results_html("Both models on the cells", head, rows)}</div>'
    )


# Images of one's own


def _own_headline(answer: dict[str, Any]) -> str:
    return (
        f"Right on {in_100(answer['right'] / 100, 1)} of 100 images, where the most common label is right on "
        f"{in_100(answer['floor'] / 100, 1)}, after {duration(answer['seconds'])} of training."
    )


def own_html(answer: dict[str, Any]) -> str:
    """Return what the ELM makes of images that somebody brought.

    Parameters
    ----------
    answer : dict
        Of the study.

    Returns
    -------
    str
        HTML.
    """
    size = " by ".join(map(str, answer["shape"][:2]))
    left = f", {answer['n_left']:,} more were left out" if answer["n_left"] else ""
    kinds = bars(
        [
            (f"label {label}", found / max(1, n), f"{found:,} of {n:,}")
            for label, found, n in zip(answer["classes"], answer["found"], answer["judged"], strict=True)
        ],
        first_is_ours=False,
    )
    note = (
        f"{escape(answer['name'])}: {answer['n_learn']:,} images of {size} pixels to learn from{left}; "
        f"{answer['n_judge']:,} of its test images judge. 95 % range: {in_100(answer['low'] / 100, 1)} to "
        f"{in_100(answer['high'] / 100, 1)}."
    )
    found = f'<div class="sec"><h2>Found of each label</h2><div class="under">{kinds}</div></div>'
    return said_html(_own_headline(answer), note) + found
