"""What the layers of a CNN see, of a pretrained network and of one that is trained here."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.learn.architectures.screen import Screen, chooser
from elmweb.app.learn.chapters import ChapterPage
from elmweb.app.parts import Text, stack
from elmweb.formatting import data_size, duration, in_100, probability, score, whole
from elmweb.words.page import architectures, architectures_maps as words

__all__ = ["Maps"]

_DIGIT_READER_BYTES = 292_436


class Maps(Screen):
    """The screen.

    Parameters
    ----------
    page : ChapterPage
        Runs studies.
    """

    id = "cnn"

    def __init__(self, page: ChapterPage) -> None:
        super().__init__(page)
        self.digit = 3
        self.turn = {"read": -1, "train": 0}  # which ten digits; the first press shows the first
        self.found: dict[str, dict[str, Any]] = {}
        self._choose, self._pretrained, self._own = (Text(visible=False) for _ in range(3))
        text = words.pretrained_text(data_size(_DIGIT_READER_BYTES))
        pretrained = Text(f'<h2>{words.PRETRAINED}</h2><p class="small under">{text}</p>')
        own = Text(f'<h2>{words.OWN}</h2><p class="small under">{words.OWN_TEXT}</p>')
        self._layout = stack(
            self.head(words.HEADING, words.LEAD),
            self._doing,
            self._choose,
            stack(
                stack(pretrained, self.starter(words.READ, "read"), kind="row top"),
                self._pretrained, kind="stack sec",
            ),
            stack(
                stack(own, self.starter(words.TRAIN, "train", primary=False), kind="row top"),
                self._own, kind="stack sec",
            ),
            Text(f'<p class="sec small">{words.MORE}</p>'),
        )  # fmt: skip

    async def on_read(self) -> None:
        """Read ten digits with the pretrained network, other ones at each press."""
        self.turn["read"] = (self.turn["read"] + 1) % 10
        asked = {"network": "pretrained", "turn": self.turn["read"]}
        await self.run("read", "maps", asked, words.READING, lambda found: self._show("read", found))

    async def on_train(self) -> None:
        """Train the small network."""
        asked = {"network": "here", "turn": max(0, self.turn["read"])}
        await self.run("train", "maps", asked, words.TRAINING, lambda found: self._show("train", found))

    async def on_digit(self, value: int) -> None:
        """Look at another digit."""
        self.digit = value
        self._draw()

    def _show(self, network: str, found: dict[str, Any]) -> None:
        self.found[network] = found
        self._draw()

    def _draw(self) -> None:
        """Show what both see of the chosen digit."""
        pictures = next((found["shown"] for found in self.found.values()), None)
        if pictures:
            options = [(at, f'<img class="dig" src="{one["picture"]}" alt="{at}">') for at, one in enumerate(pictures)]
            chosen = chooser(words.WHICH, "cnn", "digit", options, self.digit)
            self._choose.set_html(f'<div class="sec"><h2>{words.CHOOSE}</h2>{chosen}</div>')
        if found := self.found.get("read"):
            self._pretrained.set_html(pretrained_html(found, self.digit))
        if found := self.found.get("train"):
            self._own.set_html(own_html(found, self.digit))

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _tiles(tiles: list[str], kind: str = "tiles") -> str:
    return f'<div class="{kind}">' + "".join(f'<img src="{tile}" alt="">' for tile in tiles) + "</div>"


def _read(one: dict[str, Any], digit: int) -> str:
    """Return what was read, and whether that is right."""
    sure, right = escape(probability(one["sure"])), one["read"] == str(digit)
    said = architectures.likely(sure) if right else words.likely_but_wrong(sure, digit)
    return f'<p><b class="big">{one["read"]}</b><span class="small">{said}</span></p>'


def pretrained_html(found: dict[str, Any], digit: int) -> str:
    """Return what the pretrained network sees of a digit.

    Parameters
    ----------
    found : dict
        As :func:`elmweb.studies.maps.run` returns it.
    digit : int
        Which one.
    """
    one, card = found["shown"][digit], found["card"]
    columns = []
    for name, title in words.DEPTHS.items():
        n_maps, side = found["sizes"][name]
        text = words.area(words.DEPTHS_TEXT[name], found["sees"][name])
        liked = "".join(
            f'<div class="liked"><img class="map" src="{tile}" alt=""><span>'
            + "".join(f'<img src="{part}" alt="">' for part in parts)
            + "</span></div>"
            for tile, parts in zip(one["layers"][name], found["liked"][name], strict=True)
        )
        columns.append(
            f'<div><h3>{title}</h3><p class="tiny">{text}</p>{liked}'
            f'<p class="tiny">{words.maps_shown(len(one["layers"][name]), n_maps, side)}</p></div>'
        )
    how = words.trained(
        duration(card["seconds"]), escape(card["device"]), in_100(card["accuracy"], 2), escape(card["measured_on"])
    )
    how += f" {words.read_here(found['n_right'], found['n_read'])}"
    return (
        f'<div role="status">{_read(one, digit)}</div>'
        f'<p class="small under">{words.WHAT_IS_SHOWN}</p>'
        f'<div class="layers under">{"".join(columns)}</div><p class="tiny under">{how}</p>'
    )


def own_html(found: dict[str, Any], digit: int) -> str:
    """Return what the network that was trained here sees of a digit, and how its filters changed.

    Parameters
    ----------
    found : dict
        As :func:`elmweb.studies.maps.run` returns it, finished or not.
    digit : int
        Which one.
    """
    one = found["shown"][digit]
    maps = "".join(
        f"<div><h3>{title}</h3>{_tiles(one['layers'][name])}"
        f'<p class="tiny">{words.maps_of(len(one["layers"][name]), found["sizes"][name])}</p></div>'
        for name, title in words.LAYERS.items()
    )
    filters = (
        f"<div><h3>{words.FILTERS}</h3>"
        f'<p class="tiny">{words.FILTERS_BEFORE}</p>{_tiles(found["before"], kind="tiles eight")}'
        f'<p class="tiny">{words.FILTERS_NOW}</p>{_tiles(found["filters"], kind="tiles eight")}</div>'
    )
    said = f'<p class="small">{escape(found["said"])}</p>' if found["said"] else ""
    changed = words.how_much_changed(
        whole(found["n_parameters"]), whole(found["n_learned_from"]), score(found["alike"])
    )
    return (
        f'<div role="status">{_read(one, digit)}{said}</div><div class="layers under">{filters}{maps}</div>'
        f'<p class="tiny under">{changed}</p>'
    )
