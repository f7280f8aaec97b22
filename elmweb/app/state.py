"""The state of the page: what is selected, and what the workbench answered.

The classes hold values only. Whatever can be derived from them is a method without
side effects; all side effects are in :mod:`elmweb.app.controller`. This module imports
no Panel, no pandas and no SciPy, so it can be tested in milliseconds.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar, cast

import param

from elmweb.formatting import compact, duration, percent
from elmweb.model_kinds import AUTOMATIC, MODEL_KINDS, find_model_kind
from elmweb.words.page import common, state as words
from elmweb.workbench.protocol import (
    DeepCheck,
    DeepModel,
    Estimate,
    Exploration,
    Prediction,
    Result,
    RunComparison,
    Summary,
    TableInfo,
    TablePrediction,
)

__all__ = [
    "ALPHAS",
    "EXAMPLES",
    "ROLES",
    "TEXTS",
    "WIDTHS",
    "Choices",
    "Lesson",
    "Live",
    "Outcome",
    "Run",
    "Session",
    "Summary",
    "TableState",
    "TrainSettings",
    "Zoo",
    "form_values",
]

ROLES = ("number", "category", "date", "text", "ignore")
"""Roles of a column; :data:`elmweb.words.page.state.ROLES` has the word that the page shows for each."""

EXAMPLES = ("photo", "sound")
"""Those of columns of photos and clips; no other column can be one."""

TEXTS = ("", "text", "meaning")
"""The ways to read a column of texts; the first leaves it to leave-one-out."""

# The leftmost stop of both sliders leaves the value to the search.
WIDTHS = (0, *(2**k for k in range(3, 12)))
ALPHAS = (-1.0, 0.0, *(10.0**k for k in range(-6, 5)))

_TIME_NAME = re.compile(r"\b(year|date|time|timestamp|jahr|zeit|année|año|anno)\b")

_T = TypeVar("_T")


def _answer(kind: type[_T], doc: str) -> param.Parameter[_T | None]:  # noqa: ARG001  for its type alone
    """Return a parameter for a dict of the workbench's, None until there is one."""
    # param.Dict checks that it is a dict, and has no type for its keys.
    return cast("param.Parameter[_T | None]", param.Dict(default=None, doc=doc))


class TableState(param.Parameterized):
    """The open table, as described by the workbench."""

    info = _answer(TableInfo, doc="None while no table is open.")
    shown = param.Boolean(default=False, doc="True shows the table, False the start page.")
    options = param.Dict(default={}, doc="How the file is to be read, as far as that was chosen.")
    adjusting = param.Boolean(default=False, doc="True shows the form to read the file another way.")

    @property
    def may_have_times(self) -> bool:
        """Whether a column is likely to hold times, so that what comes next can be asked for."""
        return any(
            column["role"] == "date" or (column["role"] == "number" and _TIME_NAME.search(column["name"].lower()))
            for column in (self.info["columns"] if self.info else ())
        )

    @property
    def filename(self) -> str:
        """The name of the open table; empty for none."""
        return self.info["name"] if self.info else ""


class Choices(param.Parameterized):
    """What a person chose for the table, and the workbench's summary of it."""

    targets = param.List(default=[], item_type=str)
    several = param.Boolean(default=False, doc="True allows more than one target.")
    task = param.String(default="", doc="Empty to infer it from the targets.")
    roles = param.Dict(default={}, doc="Only the roles that were changed.")
    switches = param.Dict(default={}, doc="Only the findings that were switched.")
    corrections = cast(
        "param.Parameter[list[dict[str, Any]]]",
        param.List(default=[], item_type=dict, doc="Answers that were corrected: row and answer, the newest last."),
    )
    editing = param.String(default="", doc="The column whose role is being chosen; empty for none.")
    summary = _answer(Summary, doc="The newest one, or None.")
    stopped = param.Boolean(default=False, doc="True when there is no summary because the newest one was stopped.")

    @property
    def is_regression(self) -> bool:
        """True when numbers are predicted, so that a setting is scored by R2 and not by its accuracy in percent."""
        return self.summary is not None and self.summary["task"] == "regression"

    def asked(self) -> dict[str, Any]:
        """Return the choices in the form that the workbench takes.

        Returns
        -------
        dict
            The keys ``targets``, ``task``, ``roles`` and ``switches``, and ``corrections`` where there are some.
        """
        return {
            **({"corrections": [dict(one) for one in self.corrections]} if self.corrections else {}),
            "targets": list(self.targets) or None,
            "task": self.task or None,
            "roles": dict(self.roles),
            "switches": dict(self.switches),
        }

    def start_over(self, targets: list[str]) -> None:
        """Reset every choice, for a new table.

        Parameters
        ----------
        targets : list of str
            Its guessed targets.
        """
        self.param.update(
            targets=list(targets),
            several=len(targets) > 1,
            task="",
            roles={},
            switches={},
            corrections=[],
            editing="",
            summary=None,
        )


class TrainSettings(param.Parameterized):
    """The settings of a training, and the estimate of its cost."""

    width = param.Selector(objects=[*WIDTHS], default=0, doc="Hidden units; 0 to search.")
    alpha = param.Selector(objects=[*ALPHAS], default=-1.0, doc="Ridge penalty; -1 to choose it by leave-one-out.")
    scale = param.Number(default=1.0, bounds=(0.1, 4.0), step=0.1, doc="Scale of the random weights.")
    seed = param.Integer(default=0, bounds=(0, 100), doc="First random seed.")
    activation = param.Selector(objects=["tanh", "sigmoid", "relu", "gelu", "sin", "identity"], default="tanh")
    arithmetic = param.Selector(objects=["float", "integer"], default="float")
    model_kind = param.Selector(objects=[kind.id for kind in (AUTOMATIC, *MODEL_KINDS)], default="auto")
    estimate = _answer(Estimate, doc="None while it is not known.")

    def asked(self) -> dict[str, Any]:
        """Return the settings in the form that the workbench takes.

        Returns
        -------
        dict
            ``n_hidden`` and ``alpha`` are None where they are searched.
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
    """The small model that follows the sliders."""

    on = param.Boolean(default=False, doc="True while the sliders are in sight.")
    x = param.String(default="", doc="Column on the horizontal axis; empty for the most telling one.")
    y = param.String(default="", doc="Column on the vertical axis.")
    found = _answer(Exploration, doc="None while there is none.")

    def across(self) -> dict[str, str | None]:
        """Return the columns of the surface in the form that the workbench takes.

        Returns
        -------
        dict
            ``x`` and ``y``; None for the most telling ones.
        """
        return {"x": self.x or None, "y": self.y or None}


class Run(param.Parameterized):
    """The running verb and its progress."""

    busy = param.Selector(
        objects=[
            *("", "open", "summarize", "train", "keep", "predict", "export", "load", "race", "study", "explain"),
            *("forecast", "compare"),
        ],
        default="",
    )
    doing = param.String(default="", doc="What the running verb does, such as Reading iris.csv.")
    slow = param.Boolean(default=False, doc="True once the running verb takes longer than a moment.")
    answered = param.Boolean(default=False, doc="True once the workbench has answered anything.")
    progress = _answer(dict[str, Any], doc="The newest progress message of the running verb.")
    note = param.String(default="", doc="The outcome of a verb that was stopped.")
    to_keep = param.String(default="", doc="Where a training was stopped whose best model can still be kept.")

    @property
    def is_training(self) -> bool:
        """True from the press of Train to the end of the evaluation."""
        return self.busy == "train"

    @property
    def is_racing(self) -> bool:
        """True while a race runs."""
        return self.busy == "race"

    @property
    def has_own_progress(self) -> bool:
        """True while something runs that shows on a page of its own how far it is."""
        return self.busy in ("train", "race", "study", "forecast")

    @property
    def is_judging(self) -> bool:
        """True while the trained model is evaluated, which Cancel does not stop."""
        return self.is_training and (self.progress or {}).get("what") == "judge"

    def description(self) -> str:
        """Return what the running verb does or waits for.

        Returns
        -------
        str
            Without a full stop; empty when no verb runs.
        """
        message = self.progress or {}
        if not self.busy:
            return ""
        if message.get("what") == "wait":
            return words.waiting_for(self.doing, message["text"])
        if not self.answered:
            return words.waiting(self.doing)
        return str(message.get("text") or self.doing).rstrip(".:")

    def fraction_done(self) -> float:
        """Return the completed fraction of the running verb, from 0 to 1."""
        return _fraction_done(self.progress)


class Outcome(param.Parameterized):
    """The result of the trained model, and its predictions since."""

    result = _answer(Result, doc="None before the first training.")
    stale = param.Boolean(default=False, doc="True when the data or the settings have changed since.")
    learning = param.Boolean(default=False, doc="True while its settings learn from all rows.")
    loaded = param.String(default="", doc="The model file it was loaded from; empty for a trained one.")
    table = param.String(default="", doc="The table it was trained on; empty for a loaded one.")
    before = _answer(dict[str, str], doc="The result that a stopped training replaced: number, loaded, table; or None.")
    threshold = cast(
        "param.Parameter[float | None]",
        param.Number(default=None, allow_None=True, doc="Probability from which the second of two classes is said."),
    )
    typed = param.Dict(default={}, doc="What was filled into the form last, column name to value.")
    row = param.Dict(default={}, doc="The values in the form, column name to value.")
    prediction = _answer(Prediction, doc="For the row in the form.")
    file = _answer(TablePrediction, doc="For the newest dropped file.")
    saved = param.String(default="", doc="What was saved last, with the note on it.")
    code = param.Dict(default={}, doc="A few lines that use what was saved last, by the name of the language.")
    compared = _answer(RunComparison, doc="Two runs side by side, or None.")

    def to_take_back(self) -> dict[str, str] | None:
        """Return what is needed to restore this result, or None before the first."""
        if self.result is None:
            return None
        return {"number": self.result["headline"]["number"], "loaded": self.loaded, "table": self.table}


class Zoo(param.Parameterized):
    """The pretrained deep models, the one on the page, and its newest answer."""

    shown = param.Boolean(default=False, doc="True once the page has been opened.")
    cards = cast(
        "param.Parameter[list[dict[str, Any]]]",
        param.List(default=[], item_type=dict, doc="All models, as listed by the workbench."),
    )
    listing = param.Boolean(default=False, doc="Whether the list of models is on its way.")
    webgpu = param.Dict(default={}, doc="What WebGPU offers on this device.")
    chosen = param.String(default="", doc="Id of the model on the page; empty for none.")
    opened = _answer(DeepModel, doc="The chosen model, or None until it is ready.")
    progress = _answer(
        dict[str, Any], doc="The newest progress message of its loading or check; None while neither runs."
    )
    inputs = param.Dict(default={}, doc="The newest inputs, to run the model again when an option changes.")
    others = param.List(default=[], doc="(name, vector) of earlier inputs, to compare with.")
    answer = _answer(dict[str, Any], doc="DeepAnswer, or the notes on why there is none; None before the first.")
    check = _answer(DeepCheck, doc="Of the chosen model, or None.")
    own = _answer(
        dict[str, Any], doc="A person's own ONNX file: its name, DeepModel, and how it ran; None while there is none."
    )

    @property
    def card(self) -> dict[str, Any] | None:
        """The card of the chosen model, or None."""
        return next((card for card in self.cards if card["id"] == self.chosen), None)

    def choose(self, model: str) -> None:
        """Put another model on the page and reset everything about the previous one.

        Parameters
        ----------
        model : str
            Its id; empty for none.
        """
        self.param.update(chosen=model, opened=None, progress=None, inputs={}, others=[], answer=None, check=None)

    def fraction_done(self) -> float:
        """Return the completed fraction of the loading or the check, from 0 to 1."""
        return _fraction_done(self.progress)


class Lesson(param.Parameterized):
    """How a network learns: what the page's element draws, as text that it reads."""

    scene = param.String(default="", doc="JSON of LessonOpened['scene']; empty before there is one.")
    view = param.String(default="", doc="JSON of the newest LessonView, and what came with it.")


class Session(param.Parameterized):
    """The whole state of one visitor's page."""

    theme = param.Selector(objects=["light", "dark"], default="light")
    error = _answer(dict[str, Any], doc="ElmwebError.to_dict() of the newest failure, or None.")
    race = cast("Any", param.Parameter(default=None, doc="The board of the Race page, once it has been opened."))
    reasons = cast("Any", param.Parameter(default=None, doc="What was asked about the model, once something was."))
    audit = cast("Any", param.Parameter(default=None, doc="What was asked about its rows, once something was."))
    forecast = cast("Any", param.Parameter(default=None, doc="The board of the forecast, once it has been opened."))
    teach = cast("Any", param.Parameter(default=None, doc="What the Teach page draws, once it has been opened."))
    learn = cast("Any", param.Parameter(default=None, doc="What is open on the Learn page, once it has been opened."))

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self.table = TableState()
        self.choices = Choices()
        self.settings = TrainSettings()
        self.live = Live()
        self.run = Run()
        self.outcome = Outcome()
        self.zoo = Zoo()
        self.lesson = Lesson()
        self.asked_by_run: dict[int, dict[str, Any]] = {}  # what was asked for in each training of this visit

    def why_not_train(self) -> str:
        """Return why nothing can be trained now, or an empty string.

        Returns
        -------
        str
            One sentence; empty when a training can start.
        """
        if self.table.info is None:
            return words.NO_TABLE
        summary = self.choices.summary
        if summary is None:
            return common.LOOKING_STOPPED if self.choices.stopped else common.LOOKING
        problem = summary.get("problem")
        return str(problem["what"]) if problem else ""

    def readout(self) -> dict[str, str]:
        """Return the value beside each page's name in the navigation.

        Returns
        -------
        dict
            The keys ``data``, ``train``, ``result`` and ``models``; empty texts where there is nothing yet.
        """
        info, result = self.table.info, self.outcome.result
        data = f"{compact(info['n_rows'])}\u00d7{compact(info['n_columns'])}" if info else ""
        if self.run.is_training:
            train = words.SCORING if self.run.is_judging else f"{percent(self.run.fraction_done())} %"
        else:
            train = duration(result["train_seconds"]) if result else ""
        return {
            "data": data,
            "train": train,
            "result": result["headline"]["number"] if result else "",
            "models": str(len(self.zoo.cards) or ""),
        }

    def old_values(self) -> dict[str, str]:
        """Return which of these values are no longer about the page's table, choices and settings.

        Returns
        -------
        dict
            By the page, what its value comes from instead; empty when all are up to date.
        """
        outcome = self.outcome
        if outcome.result is None or not outcome.stale:
            return {}
        name = outcome.loaded or outcome.table
        note = words.from_another(name) if name and name != self.table.filename else words.FROM_BEFORE
        return {"result": note} if self.run.is_training else {"train": note, "result": note}


def _fraction_done(message: dict[str, Any] | None) -> float:
    """Return the completed fraction that a progress message reports, in steps or bytes."""
    message = message or {}
    done, total = message.get("step", message.get("done", 0)), message.get("n_steps", message.get("total", 0))
    return min(1.0, max(0.0, done / total)) if total else 0.0


def form_values(form: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the initial values of a form.

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
