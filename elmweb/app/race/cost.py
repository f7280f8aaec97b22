"""What a training of another size would take: a small calculator with its sources."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.parts import Text, facts, stack
from elmweb.app.race.state import OWN_SIZE, RaceBoard
from elmweb.app.race.tables import operations
from elmweb.formatting import percent, quantity

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
        self._published = pn.widgets.Select(label="A training of the size of", **common)
        self._chip = pn.widgets.Select(label="On", **common)
        self._n_chips = pn.widgets.Select(
            label="How many of them", options={f"{n:,}": n for n in _CHIPS}, value=asked["n_chips"], **common
        )
        self._parameters = pn.widgets.TextInput(label="Parameters", value=quantity(asked["parameters"]), **common)
        self._examples = pn.widgets.TextInput(
            label="Rows or tokens it learns from, those seen again counted again",
            value=quantity(asked["examples"]), **common,
        )  # fmt: skip
        # The grid's own display would win over Panel's rule that hides a part.
        self._own = stack(stack(self._parameters, self._examples, kind="half"), visible=False)
        self._answer = Text()
        self._layout = stack(
            Text(_TITLE),
            self._published,
            stack(self._chip, self._n_chips, kind="half"),
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
        published = {one["name"]: one["id"] for one in offers["published"]} | {"My own": OWN_SIZE}
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
        return float(text.replace(",", "").replace(" ", ""))
    except ValueError:
        return text


def cost_html(board: RaceBoard) -> str:
    """Return the answer of the calculator."""
    if problem := board.cost_problem:
        return f'<div class="warn" role="status"><b>{escape(problem["what"])}</b>{facts(problem)}</div>'
    cost = board.cost
    if cost is None:
        return ""
    rows = [
        ("Operations", operations(cost["flops"])),
        ("On what is chosen above", f"{_long(cost['hours'] * _HOUR)}, {_hours(cost['chip_hours'])} in all"),
        ("Energy of the chips", _kwh(cost["kwh"])),
    ]
    if cost["here_seconds"]:
        rows.append(("On this device, as fast as its networks ran", _long(cost["here_seconds"])))
    known = cost["published"]
    if known:
        when = f"{_long(known['hours'] * _HOUR)} on {known['hardware']}" if known["hours"] else known["hardware"]
        energy = f"{_kwh(known['kwh'])}, {known['energy_from']}"
        rows += [("As published", f"{when}, {_hours(known['chip_hours'])} in all"), ("Energy of that training", energy)]
    body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    share = f"Chips are taken to reach {percent(cost['utilization'])} % of the peak in their maker's data sheet, at "
    how = f"{share}their full power; Llama 3 reports 38 to 43 %, PaLM 46 %. Cooling and earlier tries are left out."
    if known:
        how += f" Operations: {known['how']}. Source: {known['source']}."
    else:
        how += " Operations: 6 for each parameter and row (Kaplan and others, 2020, arXiv:2001.08361)."
    return f'<div role="status"><dl class="facts">{body}</dl></div><p class="tiny under">{escape(how)}</p>'


def _long(seconds: float) -> str:
    """Return a time span of any length."""
    for scale, unit in ((_YEAR, "years"), (_DAY, "days"), (_HOUR, "hours"), (60.0, "minutes")):
        if seconds >= 2 * scale:
            return f"{quantity(seconds / scale, 2)} {unit}"
    return f"{quantity(seconds, 2)} seconds"


def _hours(hours: float) -> str:
    return f"{quantity(hours, 3)} chip hours"


def _kwh(kwh: float) -> str:
    return f"{quantity(kwh / 1_000, 3)} MWh" if kwh >= 10_000 else f"{quantity(kwh, 2)} kWh"


_TITLE = (
    "<h2>And at the size of ImageNet or GPT?</h2>"
    '<p class="small under">A table like this takes seconds by any method. Deep networks take hours to months because '
    "they are large, and learn from much. This sum says nothing of the score: an ELM of that size has not been shown "
    "here to match them.</p>"
)
