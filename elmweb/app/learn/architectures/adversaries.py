"""Two networks against each other: a GAN trained here on points of a plane, and what a larger one drew on its way."""

from __future__ import annotations

from typing import Any

import panel as pn

from elmweb.app.chart_numbers import unseen_table
from elmweb.app.learn.architectures.clothes import Clothes
from elmweb.app.learn.architectures.screen import Screen
from elmweb.app.learn.architectures.svg import curves, plane
from elmweb.app.learn.chapters import ChapterPage
from elmweb.app.parts import Text, stack
from elmweb.formatting import in_100, score, whole
from elmweb.words.page import architectures_adversaries as words, common

__all__ = ["Adversaries"]

_NOBODY_KNOWS = 0.693


def _fields() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return what can be chosen: the label of each field, and its options."""
    fields: dict[str, tuple[str, dict[str, Any]]] = {
        name: (label, {text: value for value, text in words.OPTIONS[name].items()})
        for name, label in words.FIELDS.items()
    }
    return fields | {"seed": (common.SEED, {f"{seed}": seed for seed in range(5)})}


class Adversaries(Screen):
    """The screen.

    Parameters
    ----------
    page : ChapterPage
        Runs studies.
    """

    id = "gan"

    def __init__(self, page: ChapterPage) -> None:
        super().__init__(page)
        layout = {"margin": 0, "sizing_mode": "stretch_width"}
        self.fields = {
            name: pn.widgets.Select(label=label, options=options, value=next(iter(options.values())), **layout)
            for name, (label, options) in _fields().items()
        }
        self.found: dict[str, Any] | None = None
        self.slider = pn.widgets.IntSlider(label=words.STAGE, start=0, end=1, value=0, **layout)
        self._said, self._picture, self._losses, self._more = (Text(visible=False) for _ in range(4))
        self._slide = stack(self.slider, visible=False)
        self.clothes = Clothes(self.starter(words.BRING, "clothes", primary=False))
        self._layout = stack(
            stack(self.head(words.HEADING, words.LEAD), self.starter(words.START, "start"), kind="row top"),
            stack(*self.fields.values(), kind="half sec fields4"),
            self._doing,
            self._said,
            stack(stack(self._picture, self._slide, kind="stack gap"), self._losses, kind="pairs2 sec"),
            self._more,
            self.clothes.layout,
        )
        self.slider.param.watch(lambda _: self._draw(), "value")

    async def on_start(self) -> None:
        """Train both with what is chosen."""
        self.found = None
        self._slide.visible = False
        asked = {name: field.value for name, field in self.fields.items()}
        await self.run("start", "adversaries", asked, words.DOING, self._show)
        if self.found:
            self._slide.visible = True
            self._draw()

    async def on_clothes(self) -> None:
        """Bring what a larger one drew."""
        await self.run("clothes", "clothes", {}, words.BRINGING, self.clothes.show)

    def _show(self, found: dict[str, Any]) -> None:
        """Show the newest stage; while it trains, each message brings only new ones."""
        known = self.found["stages"] if self.found else []
        new = [one for one in found["stages"] if not known or one["step"] > known[-1]["step"]]
        self.found = {**found, "stages": [*known, *new]}
        last = len(self.found["stages"]) - 1
        if self.slider.value == last and self.slider.end == last:
            self._draw()
        else:
            self.slider.param.update(end=max(1, last), value=last)

    def _draw(self) -> None:
        """Show the stage that the slider stands at."""
        found = self.found
        if not found:
            return
        at = min(self.slider.value, len(found["stages"]) - 1)
        self._said.set_html(f'<p class="title strong sec" role="status">{found["said"]}</p>' if found["said"] else "")
        self._picture.set_html(stage_html(found, at))
        self._losses.set_html(losses_html(found, at))
        self._more.set_html(_more(found))

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def stage_html(found: dict[str, Any], at: int) -> str:
    """Return what is drawn at a stage.

    Parameters
    ----------
    found : dict
        As :func:`elmweb.studies.adversaries.run` returns it, finished or not.
    at : int
        Which stage.
    """
    one = found["stages"][at]
    step = whole(one["step"])
    said = words.how_near(in_100(one["near"]), in_100(one["covered"]))
    if one["blobs"] is not None:
        said = words.clusters_drawn(said, one["blobs"], found["n_blobs"])
    picture = plane(
        found["real"], one["drawn"], one["judged"], grid=found["grid"], half=found["half"],
        label=words.picture(step, said),
    )  # fmt: skip
    keys = (
        '<p class="keys plotkeys"><span>'
        '<svg class="sign" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">'
        f'<circle class="real" cx="7" cy="7" r="3"/></svg>{words.REAL}</span><span><svg class="sign" width="14" '
        'height="14" viewBox="0 0 14 14" aria-hidden="true"><path class="drawn" d="M4 4l6 6m-6 0l6-6"/></svg>'
        f'{words.DRAWN}</span><span><svg class="sign" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">'
        f'<rect class="ground" width="14" height="14" fill-opacity=".6"/></svg>{words.TAKEN_FOR_REAL}</span></p>'
    )
    return f'<h2>{words.after(step)}</h2>{keys}{picture}<p class="note">{said}</p>'


def losses_html(found: dict[str, Any], at: int) -> str:
    """Return both losses over the training, up to the newest stage, with the shown one marked.

    Parameters
    ----------
    found : dict
        As :func:`elmweb.studies.adversaries.run` returns it, finished or not.
    at : int
        Which stage is shown.
    """
    stages = found["stages"]
    step = stages[at]["step"]
    lines = {name: [[one["step"], one[name]] for one in stages[1:]] for name in ("discriminator", "generator")}
    most = max([1.2, *(value for line in lines.values() for _, value in line)]) * 1.05
    ticks = [
        (each, score(each, 1)) for each in ((0.0, 0.5, 1.0) if most < 2 else (0.0, 1.0, 2.0, 3.0, 4.0)) if each < most
    ]
    now = stages[at]
    chart = curves(
        [
            (words.NAMES["discriminator"], "cnn", lines["discriminator"]),
            (words.NAMES["generator"], "mlp", lines["generator"]),
            (words.SHOWN, "now", [[step, 0], [step, most]]),
        ],
        x=(0, found["n_steps"]),
        y=(0, most),
        names=(words.STEPS, words.LOSS),
        ticks=ticks,
        level=_NOBODY_KNOWS,
        label=words.losses_chart(whole(step), score(now["discriminator"]), score(now["generator"])),
    )
    rows = [
        [
            whole(one["step"]),
            score(one["discriminator"]),
            score(one["generator"]),
            in_100(one["near"]),
            in_100(one["covered"]),
        ]
        for one in stages[::4]
    ]
    table = unseen_table(([*words.STAGES_HEAD], rows), words.STAGES)
    keys = "".join(
        f'<span><svg class="sign" width="26" height="14" viewBox="0 0 26 14" aria-hidden="true"><line class="{kind}" '
        f'x1="0" x2="26" y1="7" y2="7"/></svg>{words.NAMES[name]} {score(now[name])}</span>'
        for name, kind in (("discriminator", "cnn"), ("generator", "mlp"))
    )
    keys += (
        '<span><svg class="sign" width="26" height="14" viewBox="0 0 26 14" aria-hidden="true">'
        f'<line class="level" x1="0" x2="26" y1="7" y2="7"/></svg>{words.GUESSING}</span>'
    )
    return (
        f'<h2>{words.LOSSES}</h2><p class="keys plotkeys">{keys}</p>{chart}{table}'
        f'<p class="note">{words.LOSSES_NOTE}</p>'
    )


def _more(found: dict[str, Any]) -> str:
    """Return what it means, how it was done, and where the large one is."""
    generator, discriminator = found["n_parameters"]
    how = words.how_done(whole(generator), whole(discriminator), found["batch_size"], score(found["near_is"], 1))
    return f'<p class="lead sec">{words.MEANING}</p><p class="tiny under">{how}</p>'
