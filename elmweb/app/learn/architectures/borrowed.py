"""What a small model can borrow from a network: pictures that a GAN draws, and the answers of a CNN."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.learn.architectures.screen import Screen, chooser
from elmweb.app.learn.chapters import ChapterPage
from elmweb.app.parts import Text, stack, table
from elmweb.formatting import data_size, in_100, quantity, whole
from elmweb.words.page import architectures_borrowed as words

__all__ = ["Borrowed", "augmented_html", "distilled_html"]

_SIZES = (5, 10, 20)
_UNITS = (500, 1_000, 2_000)


class Borrowed(Screen):
    """The screen.

    Parameters
    ----------
    page : ChapterPage
        Runs studies.
    """

    id = "borrowed"

    def __init__(self, page: ChapterPage) -> None:
        super().__init__(page)
        self.size, self.units = _SIZES[0], _UNITS[1]
        self._sizes, self._widths = Text(), Text()
        self._augmented, self._distilled = Text(visible=False), Text(visible=False)
        augment = Text(f'<h2>{words.AUGMENT}</h2><p class="small under">{words.AUGMENT_TEXT}</p>')
        distil = Text(f'<h2>{words.DISTIL}</h2><p class="small under">{words.DISTIL_TEXT}</p>')
        self._layout = stack(
            self.head(words.HEADING, words.LEAD),
            self._doing,
            stack(
                stack(augment, self.starter(words.AUGMENT_START, "augment"), kind="row top"),
                self._sizes, self._augmented, kind="stack gap sec",
            ),
            stack(
                stack(distil, self.starter(words.DISTIL_START, "distil", primary=False), kind="row top"),
                self._widths, self._distilled, kind="stack gap sec",
            ),
        )  # fmt: skip
        self._choices()

    def _choices(self) -> None:
        """Show what can be chosen."""
        sizes = [(size, words.photos_of_each(size)) for size in _SIZES]
        units = [(one, words.hidden_units(whole(one))) for one in _UNITS]
        self._sizes.set_html(chooser(words.HOW_MANY_PHOTOS, self.id, "size", sizes, self.size))
        self._widths.set_html(chooser(words.HOW_WIDE, self.id, "units", units, self.units))

    async def on_size(self, value: int) -> None:
        """Learn from another number of photos next time."""
        self.size = value
        self._choices()

    async def on_units(self, value: int) -> None:
        """Take another pupil next time."""
        self.units = value
        self._choices()

    async def on_augment(self) -> None:
        """Let drawn pictures join."""
        asked = {"size": self.size}
        show = lambda found: self._augmented.set_html(augmented_html(found))  # noqa: E731
        await self.run("augment", "augment", asked, words.AUGMENTING, show)

    async def on_distil(self) -> None:
        """Let the pupil learn."""
        asked = {"units": self.units}
        show = lambda found: self._distilled.set_html(distilled_html(found))  # noqa: E731
        await self.run("distil", "distil", asked, words.DISTILLING, show)

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def augmented_html(found: dict[str, Any]) -> str:
    """Return what leaving photos out says of drawn pictures.

    Parameters
    ----------
    found : dict
        As :func:`elmweb.studies.augment.run` returns it, finished or not.

    Returns
    -------
    str
        HTML.
    """
    rows = [
        [
            whole(row["drawn"]) if row["drawn"] else words.NONE_DRAWN,
            in_100(row["left_out"], 1),
            in_100(row["judged"], 1),
        ]
        for row in found["rows"]
    ]
    head = words.augment_head(whole(found["n_left_out"]), whole(found["n_judged"]))
    said = f'<p class="title strong">{escape(found["said"])}</p>' if found["said"] else ""
    pictures = "".join(
        f'<li><img src="{picture}" height="56" alt="{escape(words.pictures_of(kind))}">'
        f'<span class="small">{escape(kind)}</span></li>'
        for kind, picture in zip(found["kinds"], found["pictures"], strict=True)
    )
    note = f'<p class="tiny under">{words.AUGMENT_NOTE}</p>'
    frame = table(head, rows, caption=words.AUGMENT_TABLE)
    return f'<div class="gapped">{said}{frame}</div><ul class="clothes under">{pictures}</ul>{note}'


def distilled_html(found: dict[str, Any]) -> str:
    """Return teacher and pupil side by side.

    Parameters
    ----------
    found : dict
        As :func:`elmweb.studies.distil.run` returns it.

    Returns
    -------
    str
        HTML.
    """
    rows = [
        [
            row["name"], in_100(row["right"], 1), in_100(row["like_teacher"], 1), data_size(row["bytes"]),
            data_size(row["bytes_by_seed"]) if row["bytes_by_seed"] else "", quantity(row["ms"], 2),
        ]
        for row in found["rows"]
    ]  # fmt: skip
    frame = table([*words.DISTIL_HEAD], rows, caption=words.DISTIL_TABLE)
    note = words.distil_note(whole(found["n_learned"]), whole(found["n_judged"]))
    return (
        f'<div class="gapped"><p class="title strong">{escape(found["said"])}</p>{frame}</div>'
        f'<p class="tiny under">{note}</p>'
    )
