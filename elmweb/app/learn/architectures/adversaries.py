"""Two networks against each other: a GAN, trained here on points of a plane, stage by stage."""

from __future__ import annotations

from typing import Any

import panel as pn

from elmweb.app.chart_numbers import unseen_table
from elmweb.app.learn.architectures.screen import Screen
from elmweb.app.learn.architectures.svg import curves, plane
from elmweb.app.learn.chapters import ChapterPage
from elmweb.app.parts import Text, stack
from elmweb.formatting import in_100, score

__all__ = ["Adversaries"]

_FIELDS: dict[str, tuple[str, dict[str, Any]]] = {
    "points": ("Real points lie on", {"A ring of 8 clusters": "ring", "Two half moons": "moons"}),
    "rates": (
        "Who learns faster",
        {"Both alike": "even", "Discriminator, 10 times": "discriminator", "Generator, 10 times": "generator"},
    ),
    "seed": ("Seed", {f"{seed}": seed for seed in range(5)}),
}
_NOBODY_KNOWS = 0.693


class Adversaries(Screen):
    """The screen.

    Parameters
    ----------
    page : ChapterPage
        Runs studies.
    """

    id = "gan"
    title = "Two networks, one game"
    heading = "Two networks against each other"
    lead = (
        "One network, the generator, draws points from noise. The other, the discriminator, is shown real and drawn "
        "points and says which are real. Each learns from the other. Train both here, then go back and forth in time."
    )

    def __init__(self, page: ChapterPage) -> None:
        super().__init__(page)
        common = {"margin": 0, "sizing_mode": "stretch_width"}
        self.fields = {
            name: pn.widgets.Select(label=label, options=options, value=next(iter(options.values())), **common)
            for name, (label, options) in _FIELDS.items()
        }
        self.found: dict[str, Any] | None = None
        self.slider = pn.widgets.IntSlider(label="Stage", start=0, end=1, value=0, **common)
        self._said, self._picture, self._losses, self._more = (Text(visible=False) for _ in range(4))
        self._slide = stack(self.slider, visible=False)
        self._layout = stack(
            stack(self.head(), self.starter("Train both", "start"), kind="row top"),
            stack(*self.fields.values(), kind="half sec fields4"),
            self._doing,
            self._said,
            stack(stack(self._picture, self._slide, kind="stack gap"), self._losses, kind="pairs2 sec"),
            self._more,
        )
        self.slider.param.watch(lambda _: self._draw(), "value")

    async def on_start(self) -> None:
        """Train both with what is chosen."""
        self.found = None
        self._slide.visible = False
        asked = {name: field.value for name, field in self.fields.items()}
        await self.run("start", "adversaries", asked, "Training two networks", self._show)
        if self.found:
            self._slide.visible = True
            self._draw()

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
    clusters = "" if one["blobs"] is None else f" {one['blobs']} of {found['n_blobs']} clusters are drawn."
    said = (
        f"{in_100(one['near'])} of 100 drawn points lie near a real one, {in_100(one['covered'])} of 100 real points "
        f"have a drawn one near.{clusters}"
    )
    picture = plane(
        found["real"], one["drawn"], one["judged"], grid=found["grid"], half=found["half"],
        label=f"Picture. Real and drawn points after {one['step']:,} steps. {said}",
    )  # fmt: skip
    keys = (
        '<p class="keys plotkeys"><span>'
        '<svg class="sign" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">'
        '<circle class="real" cx="7" cy="7" r="3"/></svg>real</span><span><svg class="sign" width="14" height="14" '
        'viewBox="0 0 14 14" aria-hidden="true"><path class="drawn" d="M4 4l6 6m-6 0l6-6"/></svg>drawn</span>'
        '<span><svg class="sign" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">'
        '<rect class="ground" width="14" height="14" fill-opacity=".6"/></svg>taken for real</span></p>'
    )
    return f'<h2>After {one["step"]:,} steps</h2>{keys}{picture}<p class="note">{said}</p>'


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
            ("Discriminator", "cnn", lines["discriminator"]),
            ("Generator", "mlp", lines["generator"]),
            ("Shown", "now", [[step, 0], [step, most]]),
        ],
        x=(0, found["n_steps"]),
        y=(0, most),
        names=("Steps", "Loss"),
        ticks=ticks,
        level=_NOBODY_KNOWS,
        label=f"Chart. Losses against steps. After {step:,}: discriminator {score(now['discriminator'])}, generator "
        f"{score(now['generator'])}.",
    )
    rows = [
        [
            f"{one['step']:,}",
            score(one["discriminator"]),
            score(one["generator"]),
            in_100(one["near"]),
            in_100(one["covered"]),
        ]
        for one in stages[::4]
    ]
    head = ["Steps", "Loss of the discriminator", "Loss of the generator", "Drawn near real", "Real near drawn"]
    keys = "".join(
        f'<span><svg class="sign" width="26" height="14" viewBox="0 0 26 14" aria-hidden="true"><line class="{kind}" '
        f'x1="0" x2="26" y1="7" y2="7"/></svg>{name} {score(now[each])}</span>'
        for name, kind, each in (("Discriminator", "cnn", "discriminator"), ("Generator", "mlp", "generator"))
    )
    keys += (
        '<span><svg class="sign" width="26" height="14" viewBox="0 0 26 14" aria-hidden="true">'
        '<line class="level" x1="0" x2="26" y1="7" y2="7"/></svg>nobody can tell, 0.69</span>'
    )
    return (
        f'<h2>Loss of both</h2><p class="keys plotkeys">{keys}</p>{chart}{unseen_table((head, rows), "Stages")}'
        '<p class="note">No loss falls to zero as in other trainings: when one network gets better, the other\'s loss '
        "rises. At 0.69 the discriminator guesses. Whether the drawing is good cannot be read from the losses.</p>"
    )


def _more(found: dict[str, Any]) -> str:
    """Return what it means, how it was done, and where the large one is."""
    generator, discriminator = found["n_parameters"]
    return (
        '<p class="lead sec">The generator never sees a real point. All it gets is the gradient of the '
        "discriminator's answer, which says where a point should move to be taken for real.</p>"
        f'<p class="tiny under">Two hidden layers of 32 units each: {generator:,} parameters draw, {discriminator:,} '
        f"judge. Batches of {found['batch_size']}; near is within {score(found['near_is'], 1)}. Losses are means since "
        "the stage before. Of the network that draws clothes, samples by epoch were not kept; what it draws today: "
        '<a href="#/models/gan-fashion">Clothes drawer</a>.</p>'
    )
