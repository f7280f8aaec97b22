"""What a training of another size would take: a small calculator with its sources."""

from __future__ import annotations

from html import escape
from math import floor, log10
from typing import Any

import panel as pn

from elmweb.app.parts import Text, facts, stack
from elmweb.app.race.state import OWN_SIZE, RaceBoard
from elmweb.app.race.tables import operations
from elmweb.formatting import percent, quantity, typed, whole
from elmweb.words.page import race_cost as words

__all__ = ["Cost", "cost_html"]

_CHIPS = (1, 8, 64, 256, 1_000, 10_000)
_HOUR, _DAY, _YEAR = 3_600.0, 86_400.0, 365.25 * 86_400


class Cost(pn.viewable.Viewer):
    """The calculator.

    Parameters
    ----------
    board : RaceBoard
        What is asked, and the answer.
    ask : callable
        ``ask(**changes)`` asks for another one.
    """

    def __init__(self, board: RaceBoard, ask: Any) -> None:
        super().__init__()
        self.board = board
        self._ask = ask
        common = {"margin": 0, "sizing_mode": "stretch_width"}
        asked = board.asked
        self._published = pn.widgets.Select(label=words.PUBLISHED, **common)
        self._chip = pn.widgets.Select(label=words.CHIP, **common)
        self._n_chips = pn.widgets.Select(
            label=words.HOW_MANY, options={whole(n): n for n in _CHIPS}, value=asked["n_chips"], **common
        )
        self._parameters = pn.widgets.TextInput(label=words.PARAMETERS, value=quantity(asked["parameters"]), **common)
        self._examples = pn.widgets.TextInput(
            label=words.EXAMPLES, value=quantity(asked["examples"]), **common,
        )  # fmt: skip
        # The grid's own display would win over Panel's rule that hides a part.
        self._own = stack(stack(self._parameters, self._examples, kind="half pair"), visible=False)
        self._answer = Text()
        self._layout = stack(
            Text(f'<h2>{words.TITLE}</h2><p class="small under">{words.LEAD}</p>'),
            self._published,
            stack(self._chip, self._n_chips, kind="half pair"),
            self._own,
            self._answer,
            kind="stack gap sec",
        )
        self._filling = False
        for name, widget in self._widgets().items():
            widget.param.watch(lambda event, name=name: self._change(name, event.new), "value")
        board.param.watch(lambda *_: self._fill(), ["offers"])
        board.param.watch(lambda *_: self._draw(), ["cost", "cost_problem"])
        self._fill()
        self._draw()

    def _widgets(self) -> dict[str, Any]:
        return {
            "published": self._published, "chip": self._chip, "n_chips": self._n_chips, "parameters": self._parameters,
            "examples": self._examples,
        }  # fmt: skip

    def _fill(self) -> None:
        """Offer the trainings and chips that the workbench knows."""
        offers, asked = self.board.offers, self.board.asked
        if offers is None:
            return
        self._filling = True
        published = {one["name"]: one["id"] for one in offers["published"]} | {words.OWN: OWN_SIZE}
        self._published.param.update(options=published, value=asked["published"])
        self._chip.param.update(options={one["name"]: one["id"] for one in offers["chips"]}, value=asked["chip"])
        self._filling = False

    def _change(self, name: str, value: Any) -> None:
        """Ask for what was chosen or typed."""
        if self._filling:
            return
        if name in ("parameters", "examples"):
            value = _as_number(value)
        self._own.visible = self._published.value == OWN_SIZE
        self._ask(**{name: value})

    def _draw(self) -> None:
        self._answer.set_html(cost_html(self.board))

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _as_number(text: str) -> float | str:
    """Return a number that was typed, or the text where it is none: the workbench says what is wrong with it."""
    try:
        return typed(text)
    except ValueError:
        return text


def cost_html(board: RaceBoard) -> str:
    """Return the answer of the calculator."""
    if problem := board.cost_problem:
        return f'<div class="warn" role="status"><b>{escape(problem["what"])}</b>{facts(problem)}</div>'
    cost = board.cost
    if cost is None:
        return ""
    hours = cost["chip_hours"]
    about = round(hours, 1 - floor(log10(hours))) if hours > 0 else 0.0  # an estimate
    rows = [
        (words.OPERATIONS, _operations(cost["flops"])),
        (words.AS_CHOSEN, escape(words.in_all(_long(cost["hours"] * _HOUR), _hours(about)))),
        (words.ENERGY, _kwh(cost["kwh"])),
    ]
    if cost["here_seconds"]:
        rows.append((words.HERE, _long(cost["here_seconds"])))
    known = cost["published"]
    if known:
        when = known["hardware"]
        if known["hours"]:
            when = words.on(_long(known["hours"] * _HOUR), when)
        rows += [
            (words.AS_PUBLISHED, escape(words.in_all(when, _hours(known["chip_hours"])))),
            (words.PUBLISHED_ENERGY, escape(words.known_from(_kwh(known["kwh"]), known["energy_from"]))),
        ]
    body = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in rows)
    source = words.sources(known["how"], known["source"]) if known else words.RULE
    how = f"{words.assumed(percent(cost['utilization']))} {source}"
    return f'<div role="status"><dl class="facts">{body}</dl></div><p class="tiny under">{escape(how)}</p>'


def _operations(flops: float) -> str:
    """Return a number of operations as HTML: beyond the units' names as a power of ten."""
    if flops < 1e18:
        return escape(operations(flops))
    power = floor(log10(flops))
    return f"{quantity(flops / 10.0**power)} &times; 10<sup>{power}</sup> FLOP"


def _long(seconds: float) -> str:
    """Return a time span of any length."""
    for scale, said in ((_YEAR, words.years), (_DAY, words.days), (_HOUR, words.hours), (60.0, words.minutes)):
        if seconds >= 2 * scale:
            return said(quantity(seconds / scale, 2))
    return words.seconds(quantity(seconds, 2))


def _hours(hours: float) -> str:
    return words.chip_hours(quantity(hours, 3))


def _kwh(kwh: float) -> str:
    return f"{quantity(kwh / 1_000, 3)} MWh" if kwh >= 10_000 else f"{quantity(kwh, 2)} kWh"
