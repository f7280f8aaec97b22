"""Why LSTM: a plain recurrent network and an LSTM, asked to remember one bit."""

from __future__ import annotations

from math import floor, log10
from typing import Any

import panel as pn

from elmweb.app.chart_numbers import unseen_table
from elmweb.app.learn.architectures.screen import Screen, chooser
from elmweb.app.learn.architectures.svg import bars, curves
from elmweb.app.learn.chapters import ChapterPage
from elmweb.app.parts import Text, stack
from elmweb.formatting import duration, in_100, quantity
from elmweb.words.page import architectures_memory as words, common

__all__ = ["Memory"]

_KINDS = {"plain": "mlp", "lstm": "elm"}
_STEPS = (10, 50, 200)
_SLOW = 200
_DEEPEST, _HIGHEST = -15, 4


def _settings() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return what can be chosen: the label of each field, and its options."""
    options: dict[str, dict[str, Any]] = {
        "steps": {words.slow(steps) if steps >= _SLOW else f"{steps}": steps for steps in _STEPS},
        **{name: {text: value for value, text in texts.items()} for name, texts in words.OPTIONS.items()},
    }
    fields = {name: (label, options[name]) for name, label in words.FIELDS.items()}
    return fields | {"seed": (common.SEED, {f"{seed}": seed for seed in range(5)})}


class Memory(Screen):
    """The screen.

    Parameters
    ----------
    page : ChapterPage
        Runs studies.
    """

    id = "lstm"

    def __init__(self, page: ChapterPage) -> None:
        super().__init__(page)
        layout = {"margin": 0, "sizing_mode": "stretch_width"}
        chosen = {"steps": 50}
        self.fields = {
            name: pn.widgets.Select(
                label=label, options=options, value=chosen.get(name, next(iter(options.values()))), **layout
            )
            for name, (label, options) in _settings().items()
        }
        self.found: dict[str, Any] | None = None
        self.moment = "start"
        self.runs: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self._text = Text(visible=False)
        self._layout = stack(
            stack(self.head(words.HEADING, words.LEAD), self.starter(words.BEGIN, "start"), kind="row top"),
            stack(*self.fields.values(), kind="half sec fields4"),
            self._doing,
            self._text,
        )

    async def on_start(self) -> None:
        """Train both networks with what is chosen."""
        asked = {name: field.value for name, field in self.fields.items()}
        self.found = None
        await self.run("start", "memory", asked, words.DOING, self._show)
        if self.found:
            self.runs.append((asked, self.found))
            self._draw()

    async def on_moment(self, value: str) -> None:
        """Show the gradient before or after the training."""
        self.moment = value
        self._draw()

    def _show(self, found: dict[str, Any]) -> None:
        if all(one["gradient_start"] and one["curve"] for one in found["networks"]):
            self.found = found
            self._draw()

    def _draw(self) -> None:
        """Show what has been found so far."""
        self._text.set_html(memory_html(self.found, self.moment, self.runs) if self.found else "")

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def memory_html(found: dict[str, Any], moment: str, runs: list[tuple[dict[str, Any], dict[str, Any]]]) -> str:
    """Return what two networks have learned, and what was left of the gradient.

    Parameters
    ----------
    found : dict
        As :func:`elmweb.studies.memory.run` returns it, finished or not.
    moment : {"start", "end"}
        Whether the gradient before or after the training is wanted; that before it, as long as there is no other.
    runs : list of (dict, dict)
        What was asked and found before.
    """
    networks = found["networks"]
    ended = all(one["gradient_end"] for one in networks)
    moment = moment if ended else "start"
    switch = chooser(words.WHICH_GRADIENT, "lstm", "moment", [*words.MOMENTS.items()], moment) if ended else ""
    return (
        f'<p class="title strong sec" role="status">{found["said"]}</p>'
        f'<div class="pairs2 sec"><section class="blk"><h2>{words.right_of(found["n_test"])}</h2>{_key(networks)}'
        f"{_accuracy(found)}</section>"
        f'<section class="blk"><h2>{words.GRADIENT}</h2>{switch}'
        f"{_gradients(networks, moment)}</section></div>"
        f'<p class="lead sec">{_meaning(networks)}</p>'
        f"{_runs(runs)}"
        f'<p class="tiny sec">{words.how_done(found["settings"])}</p>'
    )


def _key(networks: list[dict[str, Any]]) -> str:
    items = "".join(
        f'<span><svg class="sign" width="26" height="14" viewBox="0 0 26 14" aria-hidden="true">'
        f'<line class="{_KINDS[one["id"]]}" x1="0" x2="26" y1="7" y2="7"/></svg>{one["name"]}, '
        f"{duration(one['seconds'])}</span>"
        for one in networks
    )
    coin = (
        '<span><svg class="sign" width="26" height="14" viewBox="0 0 26 14" aria-hidden="true">'
        f'<line class="level" x1="0" x2="26" y1="7" y2="7"/></svg>{words.COIN}</span>'
    )
    return f'<p class="keys plotkeys">{items}{coin}</p>'


def _accuracy(found: dict[str, Any]) -> str:
    """Return the chart of what is right, and its numbers."""
    networks = found["networks"]
    ends = [(one["name"], in_100(one["curve"][-1][1])) for one in networks if one["curve"]]
    chart = curves(
        [(one["name"], _KINDS[one["id"]], one["curve"]) for one in networks],
        x=(0, found["n_batches"]),
        y=(0, 1.02),
        names=(words.BATCHES, words.RIGHT),
        ticks=[(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")],
        level=0.5,
        label=words.accuracy_chart(ends),
    )
    rows = [
        [f"{point[0]}", *(in_100(one["curve"][at][1]) for one in networks)]
        for at, point in enumerate(networks[0]["curve"])
        if at % 4 == 0 and all(len(one["curve"]) > at for one in networks)
    ]
    head = [words.BATCHES, *(words.right_column(one["name"]) for one in networks)]
    return chart + unseen_table((head, rows), words.RIGHT_TABLE)


def _gradients(networks: list[dict[str, Any]], moment: str) -> str:
    """Return bars of the gradient of both, on one axis."""
    points = {one["id"]: one[f"gradient_{moment}"] for one in networks}
    sizes = [size for each in points.values() for _, size in each if size > 0]
    if not sizes:
        return ""
    low = max(_DEEPEST, min(-1, floor(log10(min(sizes)))))
    high = min(_HIGHEST, max(1, floor(log10(max(sizes))) + 1))
    parts = []
    for one in networks:
        far, size = points[one["id"]][-1]
        parts.append(f"<h3>{words.left_after(one['name'], _size(size), far)}</h3>")
        label = words.gradient_chart(one["name"], _size(size), far)
        parts.append(
            bars(points[one["id"]], _KINDS[one["id"]], exponents=(low, high), name=words.STEPS_BACK, label=label)
        )
    rows = [
        [f"{point[0]}", *(words.left(_size(points[one["id"]][at][1])) for one in networks)]
        for at, point in enumerate(points[networks[0]["id"]])
    ]
    return "".join(parts) + unseen_table(
        ([words.STEPS_BACK, *(one["name"] for one in networks)], rows), words.GRADIENT_TABLE
    )


def _size(left: float) -> str:
    """Return how much of a gradient is left; nothing for none."""
    return "" if left == 0 else quantity(left, 2)


def _meaning(networks: list[dict[str, Any]]) -> str:
    """Return in a sentence what the bars mean, with the numbers of both."""
    plain, lstm = (one["gradient_start"][-1] for one in networks)
    return words.meaning(plain[0], _size(plain[1]), _size(lstm[1]))


def _runs(runs: list[tuple[dict[str, Any], dict[str, Any]]]) -> str:
    """Return what was tried so far as a table."""
    if len(runs) < 2:
        return ""
    rows = []
    for asked, found in runs:
        start, gates = words.TRIED_START[asked["start"]], words.TRIED_GATES[asked["gates"]]
        cells = [f"{asked['steps']}", start, gates, f"{asked['seed']}", f"{found['n_done']}"]
        for one in found["networks"]:
            cells += [f"{in_100(one['curve'][-1][1])} %", duration(one["seconds"])]
        rows.append("".join(f'<td class="num">{cell}</td>' for cell in cells))
    head = "".join(f'<th scope="col" class="num">{name}</th>' for name in words.TRIED_HEAD)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<section class="blk sec"><h2>{words.TRIED}</h2><div class="frame" tabindex="0" role="region" '
        f'aria-label="{words.TRIED}"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></section>'
    )
