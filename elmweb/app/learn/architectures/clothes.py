"""The second half of the screen of the GAN: clothes that it drew on its way, epoch by epoch, and both losses."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.chart_numbers import unseen_table
from elmweb.app.learn.architectures.svg import curves
from elmweb.app.parts import Text, stack
from elmweb.formatting import duration, in_100, quantity, score, whole
from elmweb.words.page import architectures_clothes as words

__all__ = ["Clothes", "clothes_html", "epoch_html"]

_NOBODY_KNOWS = 2.0


class Clothes:
    """Pictures, a slider, and the losses.

    Parameters
    ----------
    starter : pn.Column
        The button that brings them.
    """

    def __init__(self, starter: pn.Column) -> None:
        self.found: dict[str, Any] | None = None
        self.slider = pn.widgets.IntSlider(
            label=words.MOMENT, start=0, end=1, value=0, margin=0, sizing_mode="stretch_width"
        )
        self._pictures, self._losses = Text(visible=False), Text(visible=False)
        self._slide = stack(self.slider, visible=False)
        self.layout = stack(
            stack(Text(f'<h2>{words.TITLE}</h2><p class="lead">{words.LEAD}</p>'), starter, kind="row top"),
            self._pictures,
            self._slide,
            self._losses,
            kind="stack gap sec",
        )
        self.slider.param.watch(lambda _: self._draw(), "value")

    def show(self, found: dict[str, Any]) -> None:
        """Show the last stage, and let any other be chosen."""
        self.found = found
        last = len(found["stages"]) - 1
        self._slide.visible = True
        self.slider.param.update(end=last, value=last)
        self._draw()

    def _draw(self) -> None:
        if self.found:
            at = min(self.slider.value, len(self.found["stages"]) - 1)
            self._pictures.set_html(epoch_html(self.found, at))
            self._losses.set_html(clothes_html(self.found, at))


def epoch_html(found: dict[str, Any], at: int) -> str:
    """Return what was drawn at a stage: two pictures of each kind.

    Parameters
    ----------
    found : dict
        As :func:`elmweb.studies.clothes.run` returns it.
    at : int
        Which stage.
    """
    one = found["stages"][at]
    items = "".join(
        f'<li><img src="{picture}" width="56" height="112" alt="{escape(words.pictures_of(kind))}">'
        f'<span class="small">{escape(kind)}</span></li>'
        for kind, picture in zip(found["kinds"], one["pictures"], strict=True)
    )
    when = words.after(quantity(one["epoch"], 2), whole(one["step"])) if one["step"] else words.BEFORE
    return f'<h3>{when}</h3><ul class="clothes under">{items}</ul>'


def clothes_html(found: dict[str, Any], at: int) -> str:
    """Return both losses over the training, with the shown stage marked, and where they come from.

    Parameters
    ----------
    found : dict
        As :func:`elmweb.studies.clothes.run` returns it.
    at : int
        Which stage is shown.
    """
    step = found["stages"][at]["step"]
    generator, discriminator = ([[one[0], one[which]] for one in found["losses"]] for which in (1, 2))
    values = [value for _, value in (*generator, *discriminator)]
    low, high = min(0.0, *values), max(values) * 1.05
    chart = curves(
        [(words.DISCRIMINATOR, "cnn", discriminator), (words.GENERATOR, "mlp", generator),
         (words.SHOWN, "now", [[step, low], [step, high]])],
        x=(0, found["n_steps"]), y=(low, high), names=(words.STEPS, words.LOSS),
        ticks=[(each, quantity(each)) for each in (-1.0, 0.0, 1.0, 2.0, 3.0) if low <= each <= high],
        level=_NOBODY_KNOWS,
        label=words.losses_chart(whole(found["n_steps"])),
    )  # fmt: skip
    rows = [[whole(one[0]), score(one[2]), score(one[1])] for one in found["losses"][4::5]]
    table = unseen_table(([*words.TABLE_HEAD], rows), words.TABLE)
    keys = "".join(
        f'<span><svg class="sign" width="26" height="14" viewBox="0 0 26 14" aria-hidden="true"><line class="{kind}" '
        f'x1="0" x2="26" y1="7" y2="7"/></svg>{name}</span>'
        for name, kind in ((words.DISCRIMINATOR, "cnn"), (words.GENERATOR, "mlp"), (words.GUESSING, "level"))
    )
    return (
        f'<h3>{words.LOSSES}</h3><p class="keys plotkeys">{keys}</p><div class="losses">{chart}</div>{table}'
        f'<p class="note">{_told(found)}</p>'
        f'<p class="tiny under">{_origin(found)}</p>'
    )


def _told(found: dict[str, Any]) -> str:
    """Return what became of the discriminator after the first epoch, in a sentence."""
    epoch = next(one["step"] for one in found["stages"] if one["epoch"] >= 1)
    first = min(found["losses"], key=lambda one: abs(one[0] - epoch))
    last = found["losses"][-1]
    return words.told(score(first[2]), score(last[2]))


def _origin(found: dict[str, Any]) -> str:
    """Return which training it was, in sentences."""
    return words.origin(
        whole(found["n_steps"]), duration(found["seconds"]), escape(found["device"]), in_100(found["read_right"]),
        of_the_model=found["of_export"],
    )  # fmt: skip
