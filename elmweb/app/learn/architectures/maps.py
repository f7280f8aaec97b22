"""What the layers of a CNN see, of a pretrained network and of one that is trained here."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.learn.architectures.screen import Screen, chooser
from elmweb.app.learn.chapters import ChapterPage
from elmweb.app.parts import Text, stack
from elmweb.formatting import data_size, duration, in_100, probability, score

__all__ = ["Maps"]

_DEPTHS = {
    "early": ("First layer", "Strokes and edges, each filter in a direction of its own."),
    "middle": ("Third layer", "Corners, bends and ends of strokes, put together from edges."),
    "deep": ("Fifth layer", "Large parts of a digit: a loop, an upper half. Objects, as far as digits are objects."),
}
_HERE = {"first": "First layer", "second": "Second layer"}


class Maps(Screen):
    """The screen.

    Parameters
    ----------
    page : ChapterPage
        Runs studies.
    """

    id = "cnn"
    title = "What layers see"
    heading = "What the layers of a CNN see"
    lead = (
        "Let two networks read the same handwritten digits: one that was trained on 60,000 of them, and a small one "
        "that you train here. A bright spot in a map is a place where its filter found what it looks for."
    )

    def __init__(self, page: ChapterPage) -> None:
        super().__init__(page)
        self.digit = 3
        self.turn = {"read": -1, "train": 0}  # which ten digits; the first press shows the first
        self.found: dict[str, dict[str, Any]] = {}
        self._choose, self._pretrained, self._own = (Text(visible=False) for _ in range(3))
        self._layout = stack(
            self.head(),
            self._doing,
            self._choose,
            stack(
                stack(Text(_PRETRAINED), self.starter("Read digits with it", "read"), kind="row top"),
                self._pretrained, kind="stack sec",
            ),
            stack(
                stack(Text(_OWN), self.starter("Train it", "train", primary=False), kind="row top"),
                self._own, kind="stack sec",
            ),
            Text(_MORE),
        )  # fmt: skip

    async def on_read(self) -> None:
        """Read ten digits with the pretrained network, other ones at each press."""
        self.turn["read"] = (self.turn["read"] + 1) % 10
        asked = {"network": "pretrained", "turn": self.turn["read"]}
        await self.run("read", "maps", asked, "Reading digits", lambda found: self._show("read", found))

    async def on_train(self) -> None:
        """Train the small network."""
        asked = {"network": "here", "turn": max(0, self.turn["read"])}
        await self.run("train", "maps", asked, "Training a small CNN", lambda found: self._show("train", found))

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
            chosen = chooser("Which digit", "cnn", "digit", options, self.digit)
            self._choose.set_html(f'<div class="sec"><h2>Choose a digit</h2>{chosen}</div>')
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
    wrong = "" if one["read"] == str(digit) else f" It is a {digit}."
    sure = f"{escape(probability(one['sure']))} in 100 sure.{wrong}"
    return f'<p><b class="big">{one["read"]}</b><span class="small">{sure}</span></p>'


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
    for name, (title, text) in _DEPTHS.items():
        n_maps, side = found["sizes"][name]
        sees = found["sees"][name]
        liked = "".join(
            f'<div class="liked"><img class="map" src="{tile}" alt=""><span>'
            + "".join(f'<img src="{part}" alt="">' for part in parts)
            + "</span></div>"
            for tile, parts in zip(one["layers"][name], found["liked"][name], strict=True)
        )
        columns.append(
            f'<div><h3>{title}</h3><p class="tiny">{text} It sees {sees} by {sees} pixels of 28 by 28.</p>{liked}'
            f'<p class="tiny">{len(one["layers"][name])} of {n_maps} maps of {side} by {side}.</p></div>'
        )
    rows = (
        f"It was trained for {duration(card['seconds'])} on {escape(card['device'])} and reads "
        f"{in_100(card['accuracy'], 2)} of 100 of MNIST's {escape(card['measured_on'])} right. Here it read "
        f"{found['n_right']} of {found['n_read']}: these were written elsewhere, and have 8 by 8 pixels that were "
        "enlarged."
    )
    return (
        f'<div role="status">{_read(one, digit)}</div>'
        '<p class="small under">Left the map for your digit, beside it the parts of other digits that this filter '
        "answered to most: what it looks for. Deeper layers see larger parts.</p>"
        f'<div class="layers under">{"".join(columns)}</div><p class="tiny under">{rows}</p>'
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
        f'<p class="tiny">{len(one["layers"][name])} maps of {found["sizes"][name]} by '
        f"{found['sizes'][name]}.</p></div>"
        for name, title in _HERE.items()
    )
    filters = (
        "<div><h3>Filters of the first layer</h3>"
        f'<p class="tiny">Before: random.</p>{_tiles(found["before"], "tiles eight")}'
        '<p class="tiny">Now: light where ink counts for it, dark where '
        f"against.</p>{_tiles(found['filters'], 'tiles eight')}</div>"
    )
    said = f'<p class="small">{escape(found["said"])}</p>' if found["said"] else ""
    return (
        f'<div role="status">{_read(one, digit)}{said}</div><div class="layers under">{filters}{maps}</div>'
        f'<p class="tiny under">{found["n_parameters"]:,} parameters, {found["n_learned_from"]:,} digits to learn '
        f"from. The cosine between its first filters now and at the start is {score(found['alike'])}: 1 would be "
        "unchanged, 0 unrelated. Where it stays near 1, random filters were good enough, which is the bet of an "
        "ELM.</p>"
    )


_PRETRAINED = (
    "<h2>Trained on 60,000 digits</h2>"
    f'<p class="small under">The digit reader of the Models page. The first press loads it, {data_size(292_436)}, and '
    "what runs it; each further press takes ten other digits.</p>"
)
_OWN = (
    '<h2>Trained here</h2><p class="small under">Two layers of 8 and 16 filters of 3 by 3, on digits of 8 by 8 pixels. '
    "It takes some seconds; watch the filters change.</p>"
)
_MORE = (
    '<p class="sec small">Draw a digit of your own and see the maps while you draw: <a href="#/models/cnn-mnist">Digit '
    'reader</a>. Look through a network that knows photos: <a href="#/models/embed-image">photos</a>, '
    '<a href="#/models/cnn-cifar10">ten kinds of things</a>.</p>'
)
