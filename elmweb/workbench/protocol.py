"""The verbs of the workbench: what the page may ask for, and the shape of each answer.

The page never touches a table or a model. It asks one object that follows
:class:`Workbench`: in the page a messenger to another Python, on CPython
:class:`elmweb.workbench.local.LocalWorkbench` in the same process. Arguments
and answers are plain data (dict, list, str, float, int, bool, None), bytes and
NumPy arrays, so that they can cross between workers.

This module imports nothing heavy; the page worker reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import Signature, iscoroutinefunction, signature
from typing import Any, Literal, NotRequired, Protocol, TypedDict, runtime_checkable

__all__ = [
    "VERBS",
    "ColumnInfo",
    "DeepAnswer",
    "DeepCheck",
    "DeepModel",
    "DeepModelVerbs",
    "DeepModels",
    "DeepPlacement",
    "Estimate",
    "Exploration",
    "ExportFile",
    "ExportKind",
    "ForecastPlan",
    "ForecastResult",
    "ForecastVerbs",
    "Forgetting",
    "LessonCheck",
    "LessonOpened",
    "LessonVerbs",
    "LessonView",
    "Prediction",
    "Progress",
    "RaceOffers",
    "RacePlan",
    "RacePretrained",
    "RaceState",
    "Result",
    "RunComparison",
    "Runs",
    "Summary",
    "SumsFiles",
    "Surface",
    "TableInfo",
    "TablePrediction",
    "TeachAnswer",
    "TeachReady",
    "TeachVerbs",
    "TeachView",
    "ThresholdSet",
    "TrainingCost",
    "Verb",
    "Workbench",
]

ExportKind = Literal[
    "model", "kept", "onnx", "html", "script", "cluster_script", "predictions", "predictions_by_risk",
    "test_predictions", "report", "report_page", "passport", "passport_page", "whole_onnx", "predict_script",
]  # fmt: skip

Progress = Callable[[dict[str, Any]], None]
"""Takes one message. Reading: ``{"what": "read", "text", "done", "total", "rows"}`` in bytes.
A deep model: ``{"what": "download", "text", "done", "total"}`` in bytes, ``{"what": "check", "text", "step",
"n_steps"}``, or ``{"what": "answer", "answer"}``, what its task gives so far.
Everything else: ``{"what": "summarize" | "train" | "judge" | "keep" | "predict" | "explain", "text", "step",
"n_steps"}``; training adds ``"best"`` (score in percent, or R2), ``"best_text"``, ``"history"`` (scores so far) and
``"seconds"``.
A race adds all of it so far, as ``"race"``: a :class:`RaceState`."""


class ColumnInfo(TypedDict):
    """One column of the open table."""

    name: str
    role: str
    reading: dict[str, Any]  # {"holds", "decimal", "unit", "missing": [str], "kinds": [str], "format", "words"}
    profile: dict[str, Any] | None  # {"bars": [0 to 1], "span", "n_kinds", "missing", "is_exact"}, for the preview


class TableInfo(TypedDict):
    """What :meth:`Workbench.open_table` found."""

    name: str
    n_rows: int
    n_columns: int
    size_bytes: int
    read_seconds: float
    notes: list[str]
    left_out: list[dict[str, Any]]  # {"kind", "text", "on"}: lines that are no rows, or were filled up; on until undone
    sheets: list[str]  # those of a workbook or a web page that may be read instead; empty for one only
    options: dict[str, Any]  # how it was read, as far as that was chosen: ReadOptions
    columns: list[ColumnInfo]
    preview: dict[str, Any]  # {"columns": [str], "rows": [[str | None]]}
    targets: list[str]
    task: str


class Summary(TypedDict):
    """What would be learned from what, before any training."""

    targets: list[str]
    task: str
    tasks: list[dict[str, Any]]  # {"id", "label", "possible", "why"}
    task_sentence: str
    answer: dict[str, Any] | None  # {"kind": "classes" | "number" | "labels", ...}; None when it cannot be summed up
    roles: dict[str, str]
    findings: list[dict[str, Any]]  # {"id", "kind", "column", "title", "detail", "on", "can_change"}
    columns_used: list[str]
    n_rows_used: int
    n_train: int
    n_test: int
    problem: dict[str, Any] | None  # ElmwebError.to_dict(): why training is impossible now


class Runs(TypedDict):
    """The trainings of this visit."""

    current: int | None  # the one whose model is on the page
    # the newest first: {"number", "kind", "settings", "number_text", "unit", "seconds", "table", "targets", "stopped",
    # "facts": {name: text}, "is_held"}
    runs: list[dict[str, Any]]
    note: str  # how many models are held


class RunComparison(TypedDict):
    """Two runs, side by side."""

    first: int
    second: int
    rows: list[dict[str, Any]]  # {"name", "first", "second", "differs"}
    sentence: str  # which is ahead, and whether that may be luck


class Result(TypedDict):
    """Everything the result page shows."""

    headline: dict[str, str]  # {"number", "unit", "sentence", "note"}
    task: str
    targets: list[str]
    classes: list[str]
    score_name: str
    higher_is_better: bool
    # {"name", "kind", "score", "low", "high", "seconds": of the fit, "search_seconds", "auc": None but for two classes,
    # "text", "note"}, the model first
    scores: list[dict[str, Any]]
    measures: list[dict[str, Any]]  # further numbers for our model: {"name", "value", "text"}
    groups: list[
        dict[str, Any]
    ]  # parts of the test rows: {"column", "group", "n", "score", "low", "high", "stands_out"}
    confusion: dict[str, Any] | None  # {"labels", "counts"}: rows are the truth, columns the prediction
    roc: dict[str, Any] | None  # {"fpr", "tpr", "auc", "sentence"}
    pr: dict[str, Any] | None  # {"recall", "precision", "average", "sentence"}
    residuals: dict[str, Any] | None  # {"true", "predicted"}
    labels: list[dict[str, Any]] | None  # {"label", "right", "f1"}
    loo: dict[str, Any]  # {"alphas", "errors", "chosen", "name"}
    widths: dict[str, Any]  # {"widths", "errors", "chosen", "name"}
    seeds: dict[str, Any]  # {"seeds", "scores", "name", "sentence"}
    calibration: dict[str, Any] | None  # {"bins": [[mean_p, share_right, n]], "ece", "sentence"}
    train_seconds: float
    # n_hidden, alpha, activation, seed, scale, n_inputs, n_train, n_test, n_refit, n_rows_held, threshold, kind,
    # why_no_graph
    model: dict[str, Any]
    form: list[dict[str, Any]]  # {"name", "role", "min", "max", "value", "step", "options", "shown"}
    stopped_at: list[int] | None
    how: list[str]
    texts: NotRequired[list[str]]  # how columns of texts are read, and why
    n_to_learn: NotRequired[int]  # rows that learn_from_all has yet to learn from
    runs: Runs | None  # None in a file


class Prediction(TypedDict, total=False):
    """The answer for one row: one of three shapes, always with notes."""

    label: str
    probabilities: list[list[Any]]  # [[label, probability]], most likely first
    value: float
    low: float
    high: float
    labels: list[list[Any]]  # [[label, probability, on]]
    threshold: float  # probability of the second of two classes from which it is said; absent for the more probable
    notes: list[str]
    examples: dict[str, dict[str, str]]  # photos and clips of the row by column: {"name", "thumbnail": a data URL}


class TablePrediction(TypedDict):
    """What predicting a whole file gave."""

    name: str
    n_rows: int
    matched: list[str]
    missing: list[str]
    extra: list[str]
    preview: dict[str, Any]
    notes: list[str]
    score: dict[str, Any] | None  # {"number", "unit", "sentence"}, when the file also has the answer
    # {"sentence": empty for nothing, "columns": [{"name", "text", "distance"}], "auc"}: what is not like the rows that
    # were learned from; None where these are not there
    drift: dict[str, Any] | None


class ThresholdSet(TypedDict):
    """From which probability on the second of two classes is said from now on."""

    threshold: float | None  # None for the more probable of the two
    file: TablePrediction | None  # the newest predicted file, predicted again


class Estimate(TypedDict):
    """What a training would take."""

    seconds: float
    n_bytes: int
    n_settings: int
    text: str


class Surface(TypedDict, total=False):
    """What a model says over two columns, the others at their middle value."""

    x: str
    y: str
    x_range: list[float]
    y_range: list[float]
    values: Any  # ndarray (ny, nx): a number, or the position of a class
    sure: Any  # ndarray (ny, nx): probability of that class
    classes: list[str]  # empty for numbers
    points: dict[str, Any]  # {"x", "y", "value"}: training rows, value as in values


class Exploration(TypedDict):
    """What a small model at the sliders' settings does."""

    score: float
    text: str
    n_rows: int
    n_hidden: int
    alpha: float
    columns: list[str]  # number columns, the most telling first
    surface: Surface | None  # None with fewer than two number columns
    seconds: float


class RacePlan(TypedDict):
    """Who would race on what."""

    name: str
    target: str
    n_train: int
    n_test: int
    n_inputs: int
    n_left: int  # rows to learn from that the race leaves out
    side: int  # height and width of the images; 0 when rows are no images
    score_name: str
    floor_text: str  # the score of a constant answer
    shows_digits: bool  # then a pretrained digit reader can be scored on its rows
    contestants: list[dict[str, Any]]  # {"id", "name", "settings", "draws"}


class RaceOffers(TypedDict):
    """What can be chosen on the Race page."""

    samples: list[dict[str, str]]  # tables that come with the page: {"id", "name"}
    published: list[dict[str, str]]  # trainings whose cost is known: {"id", "name"}
    chips: list[dict[str, str]]  # {"id", "name"}


class RaceState(TypedDict):
    """A race at any moment: all that has been finished, and the curve of what runs."""

    name: str
    task: str
    target: str
    n_train: int
    n_test: int
    n_inputs: int
    score_name: str
    floor: float
    floor_text: str
    # {"id", "name", "settings", "state", "note", "draws", "curve": [[seconds, score]], "trained": [{"seed", "score",
    # "seconds", "fingerprint"}], "score"}; once trained "score_text", "low", "high", "range_text", "interval_text",
    # "seconds", "predict_seconds", "size_bytes", "training_flops", "row_flops", "joules", "same_score" too
    entrants: list[dict[str, Any]]
    step: int
    n_steps: int
    doing: str
    finished: bool
    stopped: bool
    headline: str
    advice: str
    notes: list[str]


class RacePretrained(TypedDict):
    """A network that was trained elsewhere, on the rows that a race keeps back."""

    name: str
    score: float
    score_text: str
    interval_text: str
    n_right: int
    n_test: int
    predict_seconds: float
    training_seconds: float  # by its card, as are the next four
    device: str
    trained_on: str
    own_score_text: str
    own_test: str
    size_bytes: int
    n_parameters: int
    is_enlarged: bool  # whether the images were smaller than those it knows


class TrainingCost(TypedDict):
    """What a training of another size takes."""

    flops: float
    chip_hours: float
    hours: float
    kwh: float
    here_seconds: float | None
    published: dict[str, Any] | None  # as elmweb.race.costs.Published has it
    utilization: float


class DeepModels(TypedDict):
    """The deep models there are."""

    models: list[dict[str, Any]]  # a card of elmweb.zoo.manifest each, and "bytes", "kept", "open", "why_not_webgpu"
    webgpu: dict[str, Any]  # {"available", "why", "device", "software", "f16", "max_buffer_bytes"}
    fallback: str  # the provider that is always there


class DeepModel(TypedDict, total=False):
    """A deep model that is loaded now."""

    id: str
    asked: str  # the provider that was asked for
    provider: str  # the one that runs it
    note: str  # why it is another one, in one or two sentences; else empty
    seconds: float
    kept: bool  # whether nothing had to be downloaded
    bytes: int
    graphs: dict[str, Any]  # {name: {"inputs": [{"name", "dtype", "shape", ...}], "outputs": [...]}}
    file: dict[str, Any]  # of a model somebody brought: inputs, outputs, operators with counts, opset, producer, ...


class DeepAnswer(TypedDict):
    """What a deep model answered."""

    answer: dict[str, Any]  # what its task gives
    provider: str
    milliseconds: float  # inside the runtime, over all runs the task needed
    note: str  # a sentence when it fell back just now; else empty


class DeepPlacement(TypedDict):
    """Where the operations of a deep model run."""

    provider: str
    counts: dict[str, int]  # operations on "webgpu" and "cpu", after some were fused
    on_cpu: list[str]  # those WebGPU left to the processor, "MatMulInteger (name)"
    n_copies: int  # copies between the two memories in each run
    whole: bool  # all on the graphics device


class DeepCheck(TypedDict):
    """A deep model compared with its reference outputs, on each provider."""

    rows: list[dict[str, Any]]  # {"provider", "max_difference", "relative", "first_ms", "steady_ms", "correct"}
    failed: list[dict[str, str]]  # {"provider", "why"}
    on_cpu: list[str]
    whole: bool
    default: str | None  # the fastest correct provider: what open_model asks for from now on


class ExportFile(TypedDict):
    """One file to take home."""

    filename: str
    mime: str
    data: Any  # bytes here; an opaque handle when it crossed between workers
    note: str  # what was found out while it was made; empty for nothing
    code: NotRequired[dict[str, str]]  # a few lines that use it, by the name of the language


class Forgetting(TypedDict):
    """What came of forgetting rows."""

    result: Result  # counted again on the rows kept back that stay
    rows: list[int]  # numbers of those that are gone
    receipt: dict[str, Any]  # as elmweb.workbench.forgetting makes it


class SumsFiles(TypedDict):
    """The files of sums that were read."""

    files: list[dict[str, Any]]  # {"name", "n_rows"}
    n_rows: int
    n_hidden: int
    targets: list[str]


class LessonView(TypedDict):
    """What changes on the Learn page while its network learns."""

    address: str  # settings and place; never data
    step: int  # updates that are done
    stop: str  # the one that was made last: forward, loss, backward, update, repeat
    sentence: str
    row: dict[str, Any]  # the one that is followed: {"text", "number", "of"}
    batch: list[int]  # positions of its rows
    at: int  # which of them is followed
    weights: list[list[list[float]]]  # of each layer as far as it is drawn: inputs, units
    gradients: list[list[list[float]] | None]
    units: list[list[str]]  # what each unit gives for the row; empty texts before Forward
    connection: dict[str, Any]  # {"layer", "start", "end", "layers", "starts", "ends", "lines"}
    surface: str  # a byte for each point of the plane, in base64; empty without a plane
    history: dict[str, list[Any]]  # {"step", "train", "test"}; None where a loss is no number
    clock: str
    seconds: float
    score: str
    race: str  # how it stands beside the ELM
    health: list[dict[str, Any]]  # {"name", "share", "text"}: the gradient of each layer
    findings: list[str]
    diverged: str  # why it goes no further; else empty
    can_go_back: bool
    answer: str  # what became of the guess; else empty


class LessonOpened(TypedDict):
    """A lesson that has been opened: what stays the same, and its first view."""

    scene: dict[str, Any]  # as elmweb.lesson.scene.lesson_scene describes it
    view: LessonView
    goal: dict[str, Any] | None  # {"step", "stop", "at"}: where its address wants it to go


class LessonCheck(TypedDict):
    """The gradient check: backpropagation beside finite differences."""

    rows: list[dict[str, str]]  # {"name", "backprop", "numerical", "difference"}
    largest: float
    agrees: bool
    sentence: str


class ForecastPlan(TypedDict):
    """What of the open table can be forecast."""

    name: str
    times: list[str]  # columns that can be the time
    values: list[str]
    keys: list[str]
    asked: dict[str, Any]  # what was asked, and a guess for what was not; empty with a problem
    step: str  # such as "day"; empty with a problem
    n_series: int
    n_values: int  # of the longest series
    most_steps: int
    sentence: str
    notes: list[str]  # what was found and repaired
    problem: dict[str, Any] | None  # ElmwebError.to_dict(): why there is no series


class ForecastResult(TypedDict):
    """A forecast of every series."""

    value: str
    step: str
    n_steps: int
    n_origins: int
    headline: dict[str, str]  # {"number", "unit"}
    sentence: str
    interval: str
    asked_text: str  # what percentage of the values the interval should hold
    covered_text: str  # what it held at the origins; empty when that could not be measured
    notes: list[str]
    # {"id", "name", "about", "is_model", "n_chosen", "mae", "mae_text", "mase": None where it is not defined,
    # "mase_text", "seconds"}, the simplest first
    methods: list[dict[str, Any]]
    # {"key", "method", "mae_text", "mase_text", "past": {"times" in ms since 1970, "values": None where filled},
    # "origins": [{"times", "values"}], "ahead": {"times", "labels", "middle", "low", "high", "texts"}}
    series: list[dict[str, Any]]
    seconds: float


class TeachView(TypedDict):
    """A board of the Teach page: its classes, their examples, and how good the model is."""

    kind: str  # photo, sound
    classes: list[dict[str, Any]]  # {"id", "name", "count": text, "examples": [id], the oldest first}
    n: int
    why: str  # why nothing can be answered yet; empty when it can
    number: str  # examples that are right, each judged without itself; empty while nothing can be answered
    number_text: str
    learned: str
    wrong: list[dict[str, Any]]  # {"id", "said", "says", "sure": text}, the surest first
    n_wrong: int
    none: str  # what is known of "none of these"
    undo: str  # what Undo takes back; empty for nothing
    notes: list[str]
    seconds: float  # the newest change, from the vector to the score


class TeachReady(TypedDict):
    """A network that is ready to embed."""

    provider: str
    note: str
    seconds: float


class TeachAnswer(TypedDict):
    """What a board says about a frame or a moment of sound."""

    label: str  # empty when there is no answer
    sure: str
    is_none: bool
    bars: list[list[Any]]  # [[class, probability, text]], the most likely first
    why: str  # why there is no answer; else empty
    milliseconds: float  # with the network
    head_milliseconds: float  # without it


class TeachVerbs(Protocol):
    """The verbs of the Teach page. A ``kind`` is ``"photo"`` or ``"sound"``; each has a board of its own."""

    async def teach_open(self, kind: str, progress: Progress) -> TeachView:
        """Return a board as it is, or as an earlier visit left it."""
        ...

    async def teach_ready(self, kind: str, progress: Progress) -> TeachReady:
        """Load the network that embeds."""
        ...

    async def teach_change(self, kind: str, change: dict) -> TeachView:
        """Change a board.

        ``change`` is ``{"do": "add_class", "name"}``, ``{"do": "rename", "class", "name"}``, ``{"do": "remove_class",
        "class"}``, ``{"do": "remove", "examples": [id]}``, ``{"do": "move", "examples": [id], "class"}``, ``{"do":
        "undo"}`` or ``{"do": "forget"}``.
        """
        ...

    async def teach_show(self, source: dict, to: dict, progress: Progress) -> TeachView:
        """Show examples of a class: ``to`` is ``{"kind", "class": id, "group"}``; a group is taken back at once.

        The ``source`` is a file, or ``{"files": [source with a name]}``.
        """
        ...

    async def teach_look(self, source: Any, kind: str) -> TeachAnswer:
        """Say what a frame is, ndarray (h, w, 3) of uint8, or a moment of sound, (n,) of float32."""
        ...

    async def teach_thumbnails(self, kind: str, examples: list) -> dict[str, str]:
        """Return small pictures of examples by their ids, as addresses that hold them."""
        ...

    async def teach_file(self, kind: str) -> ExportFile:
        """Return all examples of a board as a zip file that :meth:`Workbench.open_table` reads."""
        ...


class ForecastVerbs(Protocol):
    """The verbs for what comes next in the open table.

    ``asked`` is ``{"time": column, "value": column, "key": column or "", "n_steps": int or text, "step": str,
    "combine": "mean" | "sum", "level": float}``; every key may be left out, and is guessed then, the value as
    ``"wanted"`` where that column can be.
    """

    async def forecast_plan(self, asked: dict, progress: Progress) -> ForecastPlan:
        """Say what can be forecast, and what series there are."""
        ...

    async def forecast(self, asked: dict, progress: Progress) -> ForecastResult:
        """Try every method on the past, choose, and forecast."""
        ...

    async def forecast_file(self, kind: Literal["csv", "script"]) -> ExportFile:
        """Return the newest forecast as CSV, or as a Python script that makes it."""
        ...


class LessonVerbs(Protocol):
    """The verbs of the Learn page. Each is short: a long run is many of them, so that whoever asks can stop asking."""

    async def open_lesson(self, asked: dict, choices: dict) -> LessonOpened:
        """Open a lesson, or change the open one.

        ``asked`` is ``{"address": str, "change": {setting: text}, "trap": id, "points": [[x, y, class]]}``; every key
        may be left out. ``choices`` are those of the open table.
        """
        ...

    async def move_lesson(self, move: dict) -> LessonView:
        """Move the lesson, or look at something else in it.

        ``move`` is ``{"do": "next" | "back", "speed": "stop" | "row" | "batch"}``, ``{"do": "run", "until": step,
        "seconds"}``, ``{"do": "go", "step", "stop", "at"}``, ``{"do": "follow", "at"}``, ``{"do": "link", "link":
        [layer, from, to]}`` or ``{"do": "guess", "guess", "steps"}``.
        """
        ...

    async def check_lesson(self) -> LessonCheck:
        """Compare the gradients at this place with finite differences."""
        ...

    async def lesson_files(self) -> list[ExportFile]:
        """Return the steps that are done as a Python file, with the rows where it needs them."""
        ...


class DeepModelVerbs(Protocol):
    """The verbs for deep models: they wait for no other verb, and Cancel is not for them."""

    async def list_models(self) -> DeepModels:
        """Return the deep models there are, and what WebGPU offers."""
        ...

    async def open_model(self, name: str, provider: str | None, progress: Progress) -> DeepModel:
        """Load a deep model by its id; None lets the card, or a check made in this visit, choose the provider."""
        ...

    async def open_own_model(self, source: dict, provider: str | None, progress: Progress) -> DeepModel:
        """Load an ONNX file somebody brought, as the model with the id ``"own"``, and say what stands in it.

        One that cannot run here is described too; its provider is empty, and the note says why.
        """
        ...

    async def run_model(self, name: str, inputs: dict) -> DeepAnswer:
        """Do a model's task, opening it if need be; ``{"feeds": {input: array}}`` runs a graph as it is."""
        ...

    async def follow_model(self, name: str, inputs: dict, progress: Progress) -> DeepAnswer:
        """Do a model's task as ``run_model`` does, and give the answer so far while it goes on."""
        ...

    async def halt_model(self, name: str) -> None:
        """Stop what a model is doing: its ``follow_model`` answers with what there is."""
        ...

    async def place_model(self, name: str) -> DeepPlacement:
        """Say where the operations of a model run."""
        ...

    async def check_model(self, name: str, progress: Progress) -> DeepCheck:
        """Compare a model with its reference outputs on each provider; the fastest correct one is the default then."""
        ...

    async def model_passport(self, name: str, page: bool) -> ExportFile:
        """Return the passport of a model by its id: as a page to print, or as JSON."""
        ...

    async def close_model(self, name: str) -> None:
        """Forget a model, or stop loading it: its ``open_model`` raises ``Cancelled`` then."""
        ...


@runtime_checkable
class Workbench(TeachVerbs, ForecastVerbs, LessonVerbs, DeepModelVerbs, Protocol):
    """Holds one table and one model, and does the work of the page.

    Every verb raises :class:`elmweb.exceptions.ElmwebError` with a sentence for
    a person. A failed verb leaves the table and the model as they were.

    ``choices`` is ``{"targets": [str] | None, "task": str | None, "roles": {column: role},
    "switches": {finding id: bool}, "corrections": [{"row": int, "to": answer or None, "column": str}]}``; every key
    may be left out, and ``roles`` and ``switches`` hold only what somebody changed. A correction without an answer
    takes the row out.

    The ``settings`` of a race are ``{"contestants": [id], "n_seeds": int, "optimizer": str, "learning_rate": float,
    "most_seconds": float}``; its ``source`` is ``{"sample": id}``, ``{"images": "mnist"}``, or ``{}`` for the
    open table.

    ``settings`` is ``{"n_hidden": int | None, "alpha": float | None, "scale": float,
    "seed": int, "activation": str, "arithmetic": str, "model_kind": str, "n_seeds": int}``; every key may be left
    out, None lets the data decide.

    A ``source`` is ``{"path", "name"}``, ``{"text", "name"}``, ``{"bytes", "name"}`` or ``{"sample": id}``.
    """

    async def open_table(self, source: dict, options: dict | None, progress: Progress) -> TableInfo:
        """Read a table and make it the open one; ``options`` are those of :class:`elmweb.data.ReadOptions`.

        Its ``columns`` are readings as in :class:`ColumnInfo`, changed by a person, for columns to be read that way.
        """
        ...

    async def summarize(self, choices: dict, progress: Progress) -> Summary:
        """Examine the open table for the chosen target."""
        ...

    async def train(self, choices: dict, settings: dict, progress: Progress, learn_later: bool = False) -> Result:
        """Train, judge on held-out rows, learn from all rows with the settings that were judged, and keep the model.

        With ``learn_later`` it answers once the model is judged, and :meth:`learn_from_all` is for the caller to ask.
        """
        ...

    async def keep_best(self, progress: Progress, learn_later: bool = False) -> Result:
        """Judge and keep the best model of the training that was stopped last, on the table that is still open.

        A cancelled :meth:`train` raises ``Cancelled``, whose value is empty where there is nothing to keep.
        """
        ...

    async def learn_from_all(self, progress: Progress) -> Result:
        """Learn from all rows, held-out ones included, with the settings of the newest model, and keep that.

        Its scores stay those of the model that was judged. Where it is cancelled, that model stays as it is.
        """
        ...

    async def estimate(self, choices: dict, settings: dict) -> Estimate:
        """Say how long :meth:`train` would take to judge a model."""
        ...

    async def explore(self, choices: dict, settings: dict, across: dict) -> Exploration:
        """Train a small model at these settings and look at it; ``across`` is ``{"x", "y"}``, columns or None."""
        ...

    async def script(self, choices: dict, settings: dict, cluster: bool) -> ExportFile:
        """Return the training that :meth:`train` would do as a Python file, for one machine or for a Dask cluster."""
        ...

    async def predict_row(self, row: dict) -> Prediction:
        """Predict for one row, given as column name to text, number or None; to a source for a photo or a clip."""
        ...

    async def predict_table(self, source: dict, progress: Progress) -> TablePrediction:
        """Predict for every row of another file, with columns matched by name."""
        ...

    async def set_threshold(self, threshold: float | None, progress: Progress) -> ThresholdSet:
        """Say the second of two classes from this probability on: in the form, in files, and in every export.

        None says the more probable one. The newest predicted file is predicted again.
        """
        ...

    async def export(self, what: ExportKind) -> ExportFile:
        """Return a file to take home."""
        ...

    async def load_model(self, source: dict, progress: Progress) -> Result:
        """Load a saved model and return the result that was saved with it."""
        ...

    async def take_back(self) -> Result:
        """Return to the model that a stopped training took the place of, and return its result."""
        ...

    async def compare(self, kind: str, progress: Progress) -> Result:
        """Add one more method to the comparison, such as ``"boosting"``, and return the result with it."""
        ...

    async def use_run(self, run: int) -> Result:
        """Make the model of an earlier run the one to use, and return its result."""
        ...

    async def compare_runs(self, first: int, second: int) -> RunComparison:
        """Compare two runs, setting by setting, and their scores on the same rows."""
        ...

    async def study(self, name: str, asked: dict, choices: dict, progress: Progress) -> dict:
        """Run one of :data:`elmweb.studies.STUDIES`; its progress messages hold the answer so far as ``"so_far"``.

        A file among the values of ``asked`` is a ``source``.
        """
        ...

    async def explain(self, question: str, asked: dict, progress: Progress) -> dict:
        """Answer a question about the model: one of :data:`elmweb.workbench.explaining.QUESTIONS`, or ``"file"``.

        ``asked`` has a ``"row"`` as :meth:`predict_row` takes it, a ``"column"``, a class or label as ``"target"``, a
        cell of the confusion matrix as ``"true"`` and ``"said"``, the cost of each error of two classes as
        ``"false_alarm"`` and ``"missed"``. ``"file"`` adds reasons to the file that was
        predicted last and answers with its :class:`TablePrediction`.
        """
        ...

    async def audit(self, question: str, asked: dict, progress: Progress) -> dict:
        """Answer a question about the rows behind the model: one of :data:`elmweb.workbench.audit.QUESTIONS`.

        ``asked`` has ``"corrections"`` as in ``choices``, the numbers of rows that were looked at as ``"seen"``, and a
        ``"row"`` as :meth:`predict_row` takes it.
        """
        ...

    async def forget(self, asked: dict, progress: Progress) -> Forgetting:
        """Take the rows with a value of a column, ``{"column", "value"}``, out of the model, and judge it again."""
        ...

    async def share_sums(self, asked: dict, choices: dict) -> ExportFile:
        """Return the sums of the open table's rows: for the own model, or to match files, ``{"match": True}``."""
        ...

    async def join_sums(self, source: dict, progress: Progress) -> SumsFiles:
        """Read a file of sums, and add it to those that were read."""
        ...

    async def drop_sums(self) -> SumsFiles:
        """Forget the files of sums."""
        ...

    async def pool_sums(self) -> Result:
        """Make the model of the rows of all files, and keep it."""
        ...

    async def corrections_file(self, what: Literal["corrections", "table"], choices: dict) -> ExportFile:
        """Return the corrections of the choices, or the whole table with them, as CSV."""
        ...

    async def race_offers(self) -> RaceOffers:
        """Say what there is to race on, and whose cost is known."""
        ...

    async def race_plan(self, source: dict, choices: dict, settings: dict, progress: Progress) -> RacePlan:
        """Say who would race, on which rows; an error says why nobody can."""
        ...

    async def race(self, source: dict, choices: dict, settings: dict, progress: Progress) -> RaceState:
        """Train several kinds of model on the same rows, one after the other; stopped, it returns what there is."""
        ...

    async def race_pretrained(self, source: dict, choices: dict) -> RacePretrained:
        """Score a pretrained network on the rows that a race keeps back; its file is fetched if need be."""
        ...

    async def training_cost(self, asked: dict) -> TrainingCost:
        """Say what a training of a published or any other size takes; see :func:`elmweb.race.costs.training_cost`."""
        ...

    def cancel(self) -> None:
        """Ask every verb that runs or waits, and reports progress, to stop; those asked later are not meant.

        Deep models go on; see :meth:`close_model`.
        """
        ...


@dataclass(frozen=True)
class Verb:
    """What there is to know of a verb to pass it on; read off its signature in :class:`Workbench`.

    Parameters
    ----------
    name : str
        Its name.
    signature : inspect.Signature
        Of the method, with ``self``.
    for_deep_models : bool
        Whether it is one of :class:`DeepModelVerbs`.
    """

    name: str
    signature: Signature
    for_deep_models: bool

    @property
    def reports_progress(self) -> bool:
        """Whether one of its arguments takes progress messages."""
        return "progress" in self.signature.parameters

    @property
    def progress_at(self) -> int:
        """The place of its progress among its arguments."""
        return list(self.signature.parameters).index("progress") - 1

    @property
    def takes_source(self) -> bool:
        """Whether its first argument is a ``source``."""
        return "source" in self.signature.parameters

    @property
    def can_be_cancelled(self) -> bool:
        """Whether Cancel is for it: for what somebody watches, not for a quick question in the background."""
        return self.reports_progress and not self.for_deep_models

    def bind(self, *args: Any, **named: Any) -> dict[str, Any]:
        """Return what was given by the names of the parameters, in their order."""
        return dict(list(self.signature.bind(None, *args, **named).arguments.items())[1:])


VERBS = {
    name: Verb(name, signature(method), hasattr(DeepModelVerbs, name))
    for protocol in (DeepModelVerbs, LessonVerbs, ForecastVerbs, TeachVerbs, Workbench)
    for name, method in vars(protocol).items()
    if iscoroutinefunction(method)
}
"""Every verb by its name."""
