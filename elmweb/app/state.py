"""What is selected and what came out: the page's memory, without a page.

The classes hold values only. Everything that can be worked out from them is a
pure function or a method without side effects; everything that changes the
world is in :mod:`elmweb.app.controller`. This module imports no Panel, no
pandas and no SciPy, so it can be tested in milliseconds.
"""

from __future__ import annotations

from typing import Any

import param

from elmweb.formatting import compact, duration, percent, quantity
from elmweb.model_kinds import MODEL_KINDS, find_model_kind

__all__ = [
    "ALPHAS",
    "ROLES",
    "WIDTHS",
    "Choices",
    "Live",
    "Outcome",
    "Run",
    "Session",
    "TableState",
    "TrainSettings",
    "Zoo",
    "form_values",
]

ROLES = {"number": "number", "category": "category", "date": "date", "text": "text", "ignore": "left out"}
"""Roles of a column and the word the page shows for each."""

# The left-most stop of both sliders leaves the choice to the data.
WIDTHS = {"auto": 0, **{quantity(2**k): 2**k for k in range(3, 12)}}
ALPHAS = {"auto": -1.0, "0": 0.0, **{quantity(10.0**k): 10.0**k for k in range(-6, 5)}}


class TableState(param.Parameterized):
    """The open table, as the workbench described it."""

    info = param.Dict(default=None, doc="TableInfo, or None while no table is open.")
    shown = param.Boolean(default=False, doc="True shows the table, False the first view.")


class Choices(param.Parameterized):
    """What a person decided about the table, and what the workbench made of it."""

    targets = param.List(default=[], item_type=str)
    several = param.Boolean(default=False, doc="True lets more than one column be predicted.")
    task = param.String(default="", doc="Empty leaves the task to the data.")
    roles = param.Dict(default={}, doc="Only the roles somebody changed.")
    switches = param.Dict(default={}, doc="Only the findings somebody switched.")
    editing = param.String(default="", doc="The column whose role is being chosen; empty for none.")
    look = param.Dict(default=None, doc="The newest Look, or None.")
    stopped = param.Boolean(default=False, doc="True when there is no look because the newest one was stopped.")

    def asked(self) -> dict[str, Any]:
        """Return the choices as the workbench takes them.

        Returns
        -------
        dict
            The keys ``targets``, ``task``, ``roles`` and ``switches``.
        """
        return {
            "targets": list(self.targets) or None,
            "task": self.task or None,
            "roles": dict(self.roles),
            "switches": dict(self.switches),
        }

    def start_over(self, targets: list[str]) -> None:
        """Forget every choice, for a new table.

        Parameters
        ----------
        targets : list of str
            The columns to predict that were guessed for it.
        """
        self.param.update(
            targets=list(targets), several=len(targets) > 1, task="", roles={}, switches={}, editing="", look=None
        )


class TrainSettings(param.Parameterized):
    """The handful of settings of a training, and what it would take."""

    width = param.Selector(objects=WIDTHS, default=0, doc="Hidden units; 0 lets the data decide.")
    alpha = param.Selector(objects=ALPHAS, default=-1.0, doc="Ridge; -1 lets leave-one-out decide.")
    scale = param.Number(default=1.0, bounds=(0.1, 4.0), step=0.1, doc="Spread of the random weights.")
    seed = param.Integer(default=0, bounds=(0, 100), doc="First random seed.")
    activation = param.Selector(objects=["tanh", "sigmoid", "relu", "gelu", "sin", "identity"], default="tanh")
    arithmetic = param.Selector(objects={"Floats": "float", "Integers": "integer"}, default="float")
    model_kind = param.Selector(objects={model_kind.name: model_kind.id for model_kind in MODEL_KINDS}, default="elm")
    estimate = param.Dict(default=None, doc="Estimate, or None while it is not known.")

    def asked(self) -> dict[str, Any]:
        """Return the settings as the workbench takes them.

        Returns
        -------
        dict
            ``n_hidden`` and ``alpha`` are None where the data decide.
        """
        return {
            "n_hidden": self.width or None,
            "alpha": None if self.alpha < 0 else self.alpha,
            "scale": self.scale,
            "seed": self.seed,
            "activation": self.activation,
            "arithmetic": self.arithmetic if find_model_kind(self.model_kind).in_integers else "float",
            "model_kind": self.model_kind,
        }


class Live(param.Parameterized):
    """What the small model that follows the sliders shows."""

    on = param.Boolean(default=False, doc="True while the sliders are in sight.")
    x = param.String(default="", doc="Column to the right; empty for the most telling one.")
    y = param.String(default="", doc="Column upwards.")
    found = param.Dict(default=None, doc="Exploration, or None while there is none.")

    def across(self) -> dict[str, str | None]:
        """Return the columns of the picture as the workbench takes them.

        Returns
        -------
        dict
            ``x`` and ``y``; None where the data decide.
        """
        return {"x": self.x or None, "y": self.y or None}


class Run(param.Parameterized):
    """What is being done at this moment."""

    busy = param.Selector(objects=["", "open", "look", "train", "predict", "export", "load"], default="")
    doing = param.String(default="", doc="The running verb in words, such as Reading iris.csv.")
    slow = param.Boolean(default=False, doc="True once the running verb takes longer than a moment.")
    answered = param.Boolean(default=False, doc="True once the workbench has answered anything.")
    progress = param.Dict(default=None, doc="The newest progress message of the running verb.")
    note = param.String(default="", doc="What became of a verb that was stopped.")

    @property
    def is_training(self) -> bool:
        """True from the press of Train to the end of judging."""
        return self.busy == "train"

    @property
    def is_judging(self) -> bool:
        """True while the trained model is scored, which Cancel does not stop."""
        return self.is_training and (self.progress or {}).get("what") == "judge"

    def words(self) -> str:
        """Return what is being done, with what it waits for.

        Returns
        -------
        str
            Without a point at its end; empty when nothing is being done.
        """
        message = self.progress or {}
        if not self.busy:
            return ""
        if message.get("what") == "wait":
            return f"{self.doing}: {message['text']}"
        if not self.answered:
            return f"{self.doing}: waiting for the workbench"
        return str(message.get("text") or self.doing).rstrip(".:")

    def share_done(self) -> float:
        """Return how much of the running verb is done, from 0 to 1."""
        message = self.progress or {}
        done, total = message.get("step", message.get("done", 0)), message.get("n_steps", message.get("total", 0))
        return min(1.0, max(0.0, done / total)) if total else 0.0


class Outcome(param.Parameterized):
    """The trained model's result and what was asked of it since."""

    result = param.Dict(default=None, doc="Result, or None before the first training.")
    stale = param.Boolean(default=False, doc="True when data or settings changed since.")
    loaded = param.String(default="", doc="The model file it came from; empty when it was trained here.")
    table = param.String(default="", doc="The table it was trained on here; empty for a loaded model.")
    before = param.Dict(default=None, doc="What a stopped training took the place of: number, loaded, table; or None.")
    row = param.Dict(default={}, doc="The values in the form, column name to value.")
    prediction = param.Dict(default=None, doc="Prediction for the row in the form.")
    file = param.Dict(default=None, doc="TablePrediction for the newest dropped file.")
    saved = param.String(default="", doc="What was saved last, and what was found out about it.")

    def to_take_back(self) -> dict[str, str] | None:
        """Return what must be known to show this result again, or None before the first."""
        if self.result is None:
            return None
        return {"number": self.result["headline"]["number"], "loaded": self.loaded, "table": self.table}


class Zoo(param.Parameterized):
    """The deep models that come trained, the one on the page, and its newest answer."""

    shown = param.Boolean(default=False, doc="True once the page was opened.")
    cards = param.List(default=[], item_type=dict, doc="Every model there is, as the workbench lists them.")
    webgpu = param.Dict(default={}, doc="What WebGPU offers here.")
    chosen = param.String(default="", doc="Id of the model on the page; empty for none.")
    opened = param.Dict(default=None, doc="DeepModel of the chosen model, or None until it is ready.")
    progress = param.Dict(default=None, doc="How far its loading or checking is; None while neither is done.")
    inputs = param.Dict(default={}, doc="What was asked last, so that a changed option asks it again.")
    others = param.List(default=[], doc="(name, vector) of what was brought before, to be compared with.")
    answer = param.Dict(default=None, doc="DeepAnswer, or None.")
    check = param.Dict(default=None, doc="DeepCheck of the chosen model, or None.")
    own = param.Dict(default=None, doc="What stands in a person's own file, and how it ran; None while there is none.")

    @property
    def card(self) -> dict[str, Any] | None:
        """The card of the chosen model, or None."""
        return next((card for card in self.cards if card["id"] == self.chosen), None)

    def choose(self, model: str) -> None:
        """Put another model on the page; nothing of the one before is kept.

        Parameters
        ----------
        model : str
            Its id; empty for none.
        """
        self.param.update(chosen=model, opened=None, progress=None, inputs={}, others=[], answer=None, check=None)

    def share_done(self) -> float:
        """Return how much of the loading or checking is done, from 0 to 1."""
        message = self.progress or {}
        done, total = message.get("step", message.get("done", 0)), message.get("n_steps", message.get("total", 0))
        return min(1.0, max(0.0, done / total)) if total else 0.0


class Session(param.Parameterized):
    """Everything one visitor's page remembers."""

    theme = param.Selector(objects=["light", "dark"], default="light")
    error = param.Dict(default=None, doc="ElmwebError.to_dict() of the newest failure, or None.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self.table = TableState()
        self.choices = Choices()
        self.settings = TrainSettings()
        self.live = Live()
        self.run = Run()
        self.outcome = Outcome()
        self.zoo = Zoo()

    def why_not_train(self) -> str:
        """Return why Train cannot be pressed now, or an empty string.

        Returns
        -------
        str
            One sentence, or nothing when a training can start.
        """
        if self.table.info is None:
            return "No table yet. Open one on the Data page first."
        look = self.choices.look
        if look is None:
            return "Looking at the columns was stopped." if self.choices.stopped else "The columns are being looked at."
        if look.get("problem"):
            return str(look["problem"]["what"])
        return ""

    def readout(self) -> dict[str, str]:
        """Return the value beside each page's name in the rail.

        Returns
        -------
        dict
            The keys ``data``, ``train``, ``result`` and ``models``; empty texts where there is nothing yet.
        """
        info, result = self.table.info, self.outcome.result
        data = f"{compact(info['n_rows'])}\u00d7{compact(info['n_columns'])}" if info else ""
        if self.run.is_training:
            train = "scoring" if self.run.is_judging else f"{percent(self.run.share_done())} %"
        else:
            train = duration(result["train_seconds"]) if result else ""
        return {
            "data": data,
            "train": train,
            "result": result["headline"]["number"] if result else "",
            "models": str(len(self.zoo.cards) or ""),
        }


def form_values(form: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the values a fresh form stands on.

    Parameters
    ----------
    form : list of dict
        ``Result["form"]``: each with ``name`` and ``value``.

    Returns
    -------
    dict
        Column name to value.
    """
    return {field["name"]: field.get("value") for field in form}
