"""The workbench in this process: one table, one model, and the verbs of the page.

Verbs import what they need when they are first called, because scikit-learn
takes seconds to import in a browser and a table can be shown without it. Between
steps they let the event loop run, so that messages (such as Cancel) arrive.

Packages below this one answer with plain dicts; ``cast`` names the shape that the protocol promises for each, and
``tests/test_protocol.py`` holds them to it.
"""

# ruff: noqa: PLC0415  imports wait inside the verbs, for the reason above

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from elmweb.exceptions import Cancelled, DataError, KernelLost, ModelFileError, WorkbenchError
from elmweb.words import spoken
from elmweb.words.engine import workbench_local as words
from elmweb.workbench.local_teaching import LocalTeaching
from elmweb.workbench.protocol import (
    VERBS,
    DeepAnswer,
    DeepCheck,
    DeepModel,
    DeepModels,
    DeepPlacement,
    Estimate,
    Exploration,
    ExportFile,
    ExportKind,
    ForecastPlan,
    ForecastResult,
    Forgetting,
    LessonCheck,
    LessonOpened,
    LessonView,
    Prediction,
    Progress,
    RaceOffers,
    RacePlan,
    RacePretrained,
    RaceState,
    Result,
    RunComparison,
    Summary,
    SumsFiles,
    TableInfo,
    TablePrediction,
    ThresholdSet,
    TrainingCost,
)

if TYPE_CHECKING:
    from elmweb.compute import Kernel, Pool
    from elmweb.data.dataset import Dataset
    from elmweb.data.table import Table
    from elmweb.examples.embed import ExampleHost
    from elmweb.forecasting import Forecast
    from elmweb.preprocessing.features import Feature
    from elmweb.race.track import Track
    from elmweb.reading.column import ColumnReading
    from elmweb.training.explore import Explorer
    from elmweb.training.model import Settings, TrainedModel
    from elmweb.workbench.audit import Audit
    from elmweb.workbench.bring import Bringer
    from elmweb.workbench.explaining import Explaining
    from elmweb.workbench.lessons import Lessons
    from elmweb.workbench.meaning import Meanings
    from elmweb.workbench.open_table import Choice, OpenTable
    from elmweb.workbench.runs import RunList
    from elmweb.workbench.sharing import Shared
    from elmweb.workbench.trained import Trained
    from elmweb.zoo.models import Models
    from elmweb.zoo.runtime import Runtime

__all__ = ["LocalWorkbench"]

S = TypeVar("S")
T = TypeVar("T")
V = TypeVar("V", bound=Callable[..., Coroutine])
W = TypeVar("W")

SAMPLES = Path(__file__).parents[2] / "web" / "samples"
"""Where the sample tables are, unless told otherwise."""

_TABLES = (".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".parquet")
_TICK_SECONDS = 0.03  # the event loop runs at least this often, as far as steps allow


@dataclass(frozen=True)
class _Predicted:
    """A predicted file: the name and content of what is saved, the file itself, and what was said of it."""

    name: str
    csv: bytes
    table: Table
    answer: TablePrediction


@dataclass(frozen=True)
class _Stopped:
    """The best model of a training, which is not judged yet, and what it was trained with."""

    model: TrainedModel
    dataset: Dataset
    choices: dict
    settings: Settings
    texts: tuple[str, ...] = ()

    def told(self) -> Cancelled:
        """Return that it was stopped; its value says that there is something to keep."""
        if self.model.stopped_at is None:
            return Cancelled(words.STOPPED_UNSCORED, value=words.A_TRAINED_MODEL)
        step, n_steps = self.model.stopped_at
        return Cancelled(words.stopped(step, n_steps), value=words.THE_BEST)


@dataclass(eq=False)  # each is itself: they are kept in a set
class _CancelToken:
    """Whether one call of a verb has been cancelled."""

    is_cancelled: bool = False


_token: ContextVar[_CancelToken] = ContextVar("_token", default=_CancelToken())  # noqa: B039  never cancelled


def _cancellable(verb: V) -> V:
    """Give each call of a verb a token of its own, so that Cancel reaches just the calls there are."""

    @wraps(verb)
    async def run(self: LocalWorkbench, *args: Any, **named: Any) -> Any:
        token = _CancelToken()
        self._tokens.add(token)
        outer = _token.set(token)
        try:
            return await verb(self, *args, **named)
        finally:
            _token.reset(outer)
            self._tokens.remove(token)

    return cast("V", run)


def _with_cancel_tokens(cls: type[W]) -> type[W]:
    """Give each call of the verbs that Cancel is for, by the protocol, a token of its own."""
    for verb in VERBS.values():
        if verb.can_be_cancelled:
            setattr(cls, verb.name, _cancellable(getattr(cls, verb.name)))
    return cls


def _is_plain(source: dict) -> bool:
    """Return whether a source is an ordinary table by its name, for which nothing about photos need be imported."""
    name = str(source.get("name", "")).lower()
    return "files" not in source and ("sample" in source or "text" in source or name.endswith(_TABLES))


@_with_cancel_tokens
class LocalWorkbench(LocalTeaching):
    """The verbs of :class:`elmweb.workbench.protocol.Workbench`, done in this process.

    Parameters
    ----------
    samples : Path or str, optional
        Folder of the sample tables.
    open_pool : callable, optional
        Starts kernels that add up rows side by side.
    open_kernel : callable, optional
        Loads the kernel of this thread: returns what :func:`elmweb.compute.set_kernel` takes.
    runtime : Runtime, optional
        Runs deep models; without one there are none.
    locate : callable, optional
        Brings a file to the folder of the samples, ``{"sample_file": name}``, before a verb reads it by itself.
    open_examples : callable, optional
        Makes what decodes photos and clips, when it is first needed; without one there are none.
    open_networks : callable, optional
        Loads what networks compute with: returns what :func:`elmweb.backprop.in_place.set_functions` takes.
    """

    def __init__(
        self,
        samples: Path | str = SAMPLES,
        open_pool: Callable[[], Pool] | None = None,
        open_kernel: Callable[[], Awaitable[tuple[Kernel | None, list[str], str]]] | None = None,
        runtime: Runtime | None = None,
        locate: Callable[[dict], Awaitable[Any]] | None = None,
        *,
        open_examples: Callable[[], ExampleHost] | None = None,
        open_networks: Callable[[], Awaitable[Any]] | None = None,
    ) -> None:
        self._samples, self._open_pool, self._open_kernel = Path(samples), open_pool, open_kernel
        self._runtime, self._locate, self._open_networks = runtime, locate, open_networks
        self._open_examples = open_examples
        self._example_host: ExampleHost | None = None  # what open_examples gives
        self._deep: Models | None = None
        self._open: OpenTable | None = None
        self._trained: Trained | None = None
        self._runs: RunList | None = None  # every training of this visit
        self._before: Trained | None = None  # what a stopped training took the place of
        self._stopped: _Stopped | None = None  # what a stopped training had found
        self._predicted: _Predicted | None = None  # the last predicted file
        self._explaining: Explaining | None = None  # what explains the model that was asked about last
        self._audit: Audit | None = None  # the same for questions about its rows
        self._shared: list[Shared] = []  # files of sums
        self._explorer: tuple[Dataset, Explorer] | None = None  # a dataset and what explores it
        self._lesson: Lessons | None = None
        self._forecast: tuple[OpenTable, Forecast, dict] | None = None  # of which table, and what was asked
        self._beside: tuple[str, OpenTable] | None = None  # the newest sample that a race or a lesson was about
        self._track: tuple[Dataset | tuple, Track] | None = None  # a dataset, or files, and the rows of a race on it
        self._kernel: asyncio.Future | None = None  # of what open_kernel gives
        self._networks: asyncio.Future | None = None  # of what open_networks gives
        self._tokens: set[_CancelToken] = set()  # of the verbs that run
        self._idle = asyncio.Event()  # warming up waits for it
        self._idle.set()
        self._n_at_work = 0

    def cancel(self) -> None:
        """Ask the verbs that run to stop at their next step; see :class:`elmweb.workbench.protocol.Workbench`."""
        for token in self._tokens:
            token.is_cancelled = True

    async def open_table(self, source: dict, options: dict | None, progress: Progress) -> TableInfo:
        """Read a table and make it the open one; see :class:`elmweb.workbench.protocol.Workbench`."""
        from elmweb.data.samples import known_sample
        from elmweb.workbench.open_table import iter_open
        from elmweb.workbench.summary import table_info

        table = await self._read(source, options, progress)
        text = words.looking_at(table.name)
        opened = await self._drive(iter_open(table), lambda done: progress(_fraction("summarize", text, done)))
        opened.options, opened.sample = dict(options or {}), known_sample(source.get("sample", ""), table.name)
        info = table_info(table, opened.roles, [opened.target], opened.task, options)
        self._open, self._stopped = opened, None
        return info

    async def summarize(self, choices: dict, progress: Progress) -> Summary:
        """Examine the open table for the chosen target; see :class:`elmweb.workbench.protocol.Workbench`."""
        opened = self._opened()
        progress(_fraction("summarize", words.LOOKING, 0.0))
        await self._tick()
        choice = opened.choice(choices)
        # No text is embedded before somebody trains; whether it could be learned from does not depend on its vectors.
        return opened.describe(choice, *await self._examined(opened, opened.without_meaning(choice), progress))

    async def train(self, choices: dict, settings: dict, progress: Progress, learn_later: bool = False) -> Result:
        """Train, judge on held-out rows, and keep the model; see :class:`elmweb.workbench.protocol.Workbench`."""
        progress({"what": "train", "text": words.GETTING_READY, "step": 0, "n_steps": 1})
        await self._tick()
        from elmweb.training.plan import check_settings
        from elmweb.training.search import make_training

        checked = check_settings(settings)
        await self.kernel_ready()
        dataset, texts = await self._dataset_with_texts(choices, progress)
        training = make_training(dataset, checked, self._open_pool)
        self._stopped = None
        try:
            judged = await self._drive(training.run(), lambda step: progress(_of_training(step)))
        except Cancelled as stopped:
            if not training.has_model:
                raise
            self._stopped = _Stopped(training.best_model(), dataset, choices, checked, texts)
            raise self._stopped.told() from stopped
        return await self._judge(_Stopped(judged, dataset, choices, checked, texts), progress, learn_later)

    async def _dataset_with_texts(self, choices: dict, progress: Progress) -> tuple[Dataset, tuple[str, ...]]:
        """Return the dataset, each text read by what leave-one-out finds better unless chosen, and why."""
        opened = self._opened()
        dataset = await self._dataset(choices, progress)
        if not {"text", "meaning"} & set(dataset.roles.values()):
            return dataset, ()
        from elmweb.workbench.meaning import undecided

        columns = undecided(opened, choices, dataset.roles)
        if columns and self._runtime is not None and self._open_examples is not None:
            meanings, check = self._meanings(), self._check_cancelled
            found = await meanings.decide(dataset, columns, self._drive, progress, check)
            opened.decide(opened.choice(choices), found)
            dataset = await self._dataset(choices, progress)
        decided, chosen = opened.decided_for(opened.choice(choices)), choices.get("roles") or {}
        said = [one.sentence for name, one in decided.items() if name in dataset.roles and name not in chosen]
        return dataset, (*said, *opened.text_notes)

    async def keep_best(self, progress: Progress, learn_later: bool = False) -> Result:
        """Judge and keep the best of a stopped training; see :class:`elmweb.workbench.protocol.Workbench`."""
        if self._stopped is None:
            raise WorkbenchError(words.NOTHING_STOPPED, hints=(words.TRAIN_AGAIN,))
        return await self._judge(self._stopped, progress, learn_later)

    async def _judge(self, found: _Stopped, progress: Progress, learn_later: bool) -> Result:
        """Judge a model on held-out rows and keep it; its settings learn from all rows, now or later."""
        from elmweb.evaluation import iter_evaluate
        from elmweb.evaluation.report import result_dict
        from elmweb.training.model import settled_for
        from elmweb.workbench.trained import Trained, recipe_for

        judged, dataset, choices, checked = found.model, found.dataset, found.choices, found.settings
        judging = iter_evaluate(judged, dataset)
        try:
            evaluation = await self._drive(judging, lambda step: progress({"what": "judge", **vars(step)}))
        except Cancelled as stopped:
            self._stopped = found
            raise found.told() from stopped
        self._stopped = None
        result = cast("Result", {**result_dict(judged, evaluation), "texts": list(found.texts)})
        self._before = self._trained if result["stopped_at"] else None
        opened = self._opened()
        choice = opened.choice(choices)
        # With corrections the file alone does not repeat it.
        recipe = None if choice.corrections else recipe_for(opened, choice, settled_for(checked, dataset))
        trained = Trained(
            judged, result, dataset, opened.table, recipe, judged=judged, evaluation=evaluation, to_learn=checked
        )
        self._trained, self._predicted = trained, None
        self._run_list().add(trained)
        if learn_later or not trained.n_to_learn:
            return self._with_runs(trained)
        with suppress(Cancelled):
            return await self.learn_from_all(progress)
        return self._with_runs(trained)

    async def learn_from_all(self, progress: Progress) -> Result:
        """Learn from all rows with the settings of the model; see :class:`elmweb.workbench.protocol.Workbench`."""
        from elmweb.evaluation.report import result_dict
        from elmweb.training.final import iter_learn_from_all

        trained = self._model()
        if not trained.n_to_learn or trained.to_learn is None or trained.dataset is None:
            raise WorkbenchError(words.NOTHING_TO_LEARN, hints=(words.TRAIN_AGAIN,))
        await self.kernel_ready()
        steps = iter_learn_from_all(trained.judged_model(), trained.dataset, trained.to_learn, self._open_pool)
        model = await self._drive(steps, lambda step: progress(_of_learning(step)))
        model = replace(model, threshold=trained.model.threshold)
        texts = trained.result.get("texts", [])
        result = cast("Result", {**result_dict(model, trained.evaluation), "texts": texts})
        learned = replace(trained, model=model, result=result, passport=None, to_learn=None)
        self._run_list().replace(trained, learned)
        if self._trained is trained:
            self._trained, self._predicted = learned, None
        return self._with_runs(learned)

    def _run_list(self) -> RunList:
        """Return the trainings of this visit."""
        if self._runs is None:
            from elmweb.workbench.runs import RunList

            self._runs = RunList()
        return self._runs

    def _with_runs(self, trained: Trained) -> Result:
        """Return a result with what is said of all trainings."""
        return {**trained.result, "runs": self._run_list().told(trained), "n_to_learn": trained.n_to_learn}

    async def use_run(self, run: int) -> Result:
        """Return to the model of an earlier run; see :class:`elmweb.workbench.protocol.Workbench`."""
        trained = self._run_list().trained(run)
        self._trained, self._before, self._predicted = trained, None, None
        return self._with_runs(trained)

    async def compare_runs(self, first: int, second: int) -> RunComparison:
        """Compare two runs; see :class:`elmweb.workbench.protocol.Workbench`."""
        return self._run_list().compare(first, second)

    async def compare(self, kind: str, progress: Progress) -> Result:
        """Add a method to the comparison; see :class:`elmweb.workbench.protocol.Workbench`."""
        trained = self._model()
        progress({"what": "judge", "text": words.GETTING_READY, "step": 0, "n_steps": 1})
        await self._tick()
        from elmweb.peers import KINDS

        if kind not in KINDS:
            raise WorkbenchError(words.nothing_of_that_name(kind), rule=", ".join(KINDS), value=kind)
        if trained.dataset is None:
            raise WorkbenchError(words.NO_SCORED_ROWS, hints=(words.OPEN_THE_TABLE,))
        await self._compare(trained, trained.dataset, [kind], progress)
        trained.passport = None
        return self._with_runs(trained)

    async def _compare(self, trained: Trained, dataset: Dataset, kinds: Sequence[str], progress: Progress) -> None:
        """Judge a model, if it has not been, beside the usual methods and those of some kinds; write its report."""
        from elmweb.evaluation import iter_compare, iter_evaluate
        from elmweb.evaluation.report import result_dict
        from elmweb.peers import KINDS

        judged, report = trained.judged_model(), lambda step: progress({"what": "judge", **vars(step)})
        evaluation = trained.evaluation or await self._drive(iter_evaluate(judged, dataset), report)
        for kind in kinds:
            if kind in KINDS:
                evaluation = await self._drive(iter_compare(judged, dataset, evaluation, kind), report)
        trained.evaluation = evaluation
        texts = trained.result.get("texts", [])
        trained.result = cast("Result", {**result_dict(trained.model, evaluation), "texts": texts})

    async def estimate(self, choices: dict, settings: dict) -> Estimate:
        """Say how long :meth:`train` would take; see :class:`elmweb.workbench.protocol.Workbench`."""
        from elmweb.compute import kernel_note
        from elmweb.formatting import about, data_size
        from elmweb.model_kinds import find_model_kind
        from elmweb.training.model import settled_for
        from elmweb.training.plan import check_settings, estimate_seconds, expected_inputs, make_plan

        await self.kernel_ready()
        dataset = await self._dataset(choices, _ignore, embed=False)
        checked = settled_for(check_settings(settings), dataset)
        size = (len(dataset.train), expected_inputs(dataset))
        if find_model_kind(checked.model_kind).from_sklearn:
            from elmweb.training.peer import peer_estimate

            return cast("Estimate", peer_estimate(checked, dataset.task, *size, dataset.n_outputs))
        plan = make_plan(*size, checked, dataset.n_outputs)
        is_blend, n_kernels = checked.model_kind == "blend", getattr(self._open_pool, "size", 0)
        known = is_blend or find_model_kind(checked.model_kind).by_widths
        seconds = estimate_seconds(plan, *size, n_kernels=n_kernels, by_kernel=known)
        memory, notes = data_size(plan.n_bytes, guessed=True), (kernel_note(), self._note_on_texts(choices, dataset))
        text = words.estimate(about(seconds), memory, plan.n_steps, notes, blended=is_blend)
        return {"seconds": seconds, "n_bytes": plan.n_bytes, "n_settings": plan.n_steps, "text": text}

    def _note_on_texts(self, choices: dict, dataset: Dataset) -> str:
        """Return what a training does with texts before it begins; an empty text for nothing."""
        opened, has_texts = self._opened(), "text" in dataset.roles.values()
        if not has_texts or self._runtime is None or self._open_examples is None:
            return ""
        from elmweb.workbench.meaning import note_before

        return note_before(opened, choices, dataset)

    async def explore(self, choices: dict, settings: dict, across: dict) -> Exploration:
        """Train a small model and look at it; see :class:`elmweb.workbench.protocol.Workbench`."""
        from elmweb.training.plan import check_settings

        checked = check_settings(settings)
        explorer = await self._exploring(choices)
        return cast("Exploration", explorer.explore(checked, across.get("x"), across.get("y")))

    async def _exploring(self, choices: dict) -> Explorer:
        """Return the explorer of the choices; that of the newest dataset is kept."""
        from elmweb.training.explore import iter_explorer

        dataset = await self._dataset(choices, _ignore, embed=False)
        if self._explorer is None or self._explorer[0] is not dataset:
            self._explorer = (dataset, await self._drive(iter_explorer(dataset), _ignore))
        return self._explorer[1]

    async def script(self, choices: dict, settings: dict, cluster: bool) -> ExportFile:
        """Write the training as a Python file; see :class:`elmweb.workbench.protocol.Workbench`."""
        from elmweb.training.plan import check_settings
        from elmweb.workbench.trained import script_file

        checked = check_settings(settings)
        dataset = await self._dataset(choices, _ignore, embed=False)
        opened = self._opened()
        choice = opened.choice(choices)
        choice.check_as_in_file()
        model = self._trained.model if self._trained else None
        same = model is not None and (list(model.targets), model.task) == (list(dataset.targets), dataset.task)
        threshold = model.threshold if model is not None and same else None
        return script_file(checked, dataset, choice, opened.options, cluster=cluster, threshold=threshold)

    async def predict_row(self, row: dict) -> Prediction:
        """Predict for one row; see :class:`elmweb.workbench.protocol.Workbench`."""
        from elmweb.workbench.predict import predict_row

        return predict_row(self._model().model, await self._with_examples(row))

    async def _with_examples(self, row: dict) -> dict:
        """Return a row with examples in place of what names or holds them."""
        from elmweb.workbench.bring import row_with_examples

        trained = self._model()
        features = trained.model.features
        if any(feature.role == "meaning" for feature in features):
            row = await self._meanings().row(row, features)
        return await row_with_examples(row, features, trained.table, self._bringer(_ignore))

    def _meanings(self) -> Meanings:
        """Return what embeds texts."""
        from elmweb.workbench.meaning import Meanings

        return Meanings(self._examples(), self._models)

    def _examples(self) -> ExampleHost | None:
        """Return what decodes photos and clips."""
        if self._example_host is None and self._open_examples is not None:
            self._example_host = self._open_examples()
        return self._example_host

    def _bringer(self, progress: Progress) -> Bringer:
        """Return what makes tables of photos and clips."""
        from elmweb.workbench.bring import Bringer

        return Bringer(self._examples(), self._models, lambda beside: self._beside_examples(beside, progress))

    async def predict_table(self, source: dict, progress: Progress) -> TablePrediction:
        """Predict for every row of another file; see :class:`elmweb.workbench.protocol.Workbench`."""
        trained = self._model()
        table = await self._read(source, None, progress, trained.model.readings, trained.model.features)
        notes: list[str] = []
        if names := [feature.name for feature in trained.model.features if feature.role == "meaning"]:
            table, notes = await self._meanings().table(table, names, progress, self._check_cancelled)
        self._predicted = await self._predict(trained, table, progress)
        self._predicted.answer["notes"] += notes
        return self._predicted.answer

    async def _predict(self, trained: Trained, table: Table, progress: Progress) -> _Predicted:
        """Predict every row of a table that was read for the model."""
        from elmweb.formatting import file_stem
        from elmweb.workbench.predict import iter_predict_table

        steps = iter_predict_table(trained.model, table)
        answer, csv = await self._drive(steps, lambda step: progress({"what": "predict", **step}))
        answer["drift"] = await self._drift(trained, table, progress)
        return _Predicted(f"{words.predicted_file(file_stem(table.name))}.csv", csv, table, answer)

    async def set_threshold(self, threshold: float | None, progress: Progress) -> ThresholdSet:
        """Choose a threshold between two classes; see :class:`elmweb.workbench.protocol.Workbench`."""
        trained = self._model().with_threshold(threshold)
        file = self._predicted
        if file is not None:
            file = await self._predict(trained, file.table, progress)
        self._run_list().replace(self._trained, trained)
        self._trained, self._predicted = trained, file
        return {"threshold": trained.model.threshold, "file": None if file is None else file.answer}

    async def _drift(self, trained: Trained, table: Table, progress: Progress) -> dict | None:
        """Return in what a file is not like the rows that a model learned from, where these are at hand."""
        if trained.dataset is None:
            return None
        from elmweb.data._cells import same_but_for_case
        from elmweb.evaluation.drift import iter_drift

        names = [feature.name for feature in trained.model.features]
        frame = table.frame.rename(columns=same_but_for_case(table.columns, names))
        learned = trained.dataset.X if trained.model.n_refit else trained.dataset.X.iloc[trained.dataset.train]
        report = lambda done: progress(_fraction("predict", words.COMPARING_ROWS, done))  # noqa: E731
        return await self._drive(iter_drift(trained.model, learned, frame), report)

    async def export(self, what: ExportKind) -> ExportFile:
        """Return a file to take home; see :class:`elmweb.workbench.protocol.Workbench`."""
        trained = self._model()
        await self._tick()
        if what in ("whole_onnx", "predict_script"):
            from elmweb.workbench.whole import whole_file

            return await whole_file(trained.model, self._models(), script=what == "predict_script")
        if not what.startswith("predictions"):
            about = self._explaining
            return trained.file(what, about.measured if about is not None and about.trained is trained else None)
        file = self._predicted
        if file is None:
            raise WorkbenchError(words.NOTHING_PREDICTED, hints=(words.DROP_ONE,))
        if what == "predictions":
            return {"filename": file.name, "mime": "text/csv", "data": file.csv, "note": ""}
        from elmweb.formatting import file_stem
        from elmweb.workbench.predict import iter_predict_by_risk

        csv = await self._drive(iter_predict_by_risk(trained.model, file.table), _ignore)
        name = f"{words.by_risk_file(file_stem(file.table.name))}.csv"
        return {
            "filename": name,
            "mime": "text/csv",
            "data": csv,
            "note": words.comes_first(str(trained.model.classes[1])),
        }

    async def explain(self, question: str, asked: dict, progress: Progress) -> dict:
        """Answer a question about the model; see :class:`elmweb.workbench.protocol.Workbench`."""
        trained = self._model()
        progress(_fraction("explain", words.PREPARING_ROWS, 0.0))
        await self._tick()

        await self.kernel_ready()
        about = self._explained(trained)
        report = lambda done: progress(_fraction("explain", words.EXPLAINING.get(question, words.WORKING), done))  # noqa: E731
        if "row" in asked:
            asked = {**asked, "row": await self._with_examples(asked["row"])}
        if question == "file":
            return cast("dict", await self._explain_file(about, report))
        return await self._drive(about.ask(question, asked), report)

    def _explained(self, trained: Trained) -> Explaining:
        """Return what explains a model; that of the newest one is kept."""
        from elmweb.workbench.explaining import Explaining

        if self._explaining is None or self._explaining.trained is not trained:
            self._explaining, self._audit = Explaining(trained), None
        return self._explaining

    async def audit(self, question: str, asked: dict, progress: Progress) -> dict:
        """Answer a question about the rows behind it; see :class:`elmweb.workbench.protocol.Workbench`."""
        trained = self._model()
        progress(_fraction("explain", words.PREPARING_ROWS, 0.0))
        await self._tick()
        from elmweb.workbench.audit import Audit

        await self.kernel_ready()
        about = self._explained(trained)
        if self._audit is None:
            self._audit = Audit(about)
        if "row" in asked:
            asked = {**asked, "row": await self._with_examples(asked["row"])}
        report = lambda done: progress(_fraction("explain", words.AUDITING.get(question, words.WORKING), done))  # noqa: E731
        return await self._drive(self._audit.ask(question, asked), report)

    async def forget(self, asked: dict, progress: Progress) -> Forgetting:
        """Take rows out of the model; see :class:`elmweb.workbench.protocol.Workbench`."""
        trained = self._model()
        progress(_fraction("explain", words.PREPARING_ROWS, 0.0))
        await self._tick()
        from elmweb.evaluation import iter_evaluate
        from elmweb.evaluation.report import result_dict
        from elmweb.workbench.forgetting import iter_forget_rows

        await self.kernel_ready()
        report = lambda done: progress(_fraction("explain", words.TAKING_OUT, done))  # noqa: E731
        without, rows, receipt = await self._drive(iter_forget_rows(self._explained(trained), asked), report)
        judged, dataset = without.judged, without.dataset
        if judged is None or dataset is None:  # it was made with both
            raise WorkbenchError(words.ROWS_GONE, hints=(words.TRAIN_AGAIN,))
        steps = iter_evaluate(judged, dataset)
        evaluation = await self._drive(steps, lambda step: progress({"what": "judge", **vars(step)}))
        without.result, without.evaluation = cast("Result", result_dict(without.model, evaluation)), evaluation
        self._trained, self._before, self._predicted = without, None, None
        self._stopped = self._runs = None  # their models have learned the rows
        self._run_list().add(without)
        return {"result": self._with_runs(without), "rows": rows, "receipt": receipt}

    async def share_sums(self, asked: dict, choices: dict) -> ExportFile:
        """Return the sums of rows; see :class:`elmweb.workbench.protocol.Workbench`."""
        await self._tick()
        from elmweb.workbench.sharing import make_recipe, sums_file

        if asked.get("match"):
            if not self._shared:
                raise WorkbenchError(words.NO_SUMS, hints=(words.OPEN_ONE,))
            return sums_file(self._shared[0].recipe, await self._dataset(choices, _ignore))
        trained = self._model()
        if trained.dataset is None:
            raise WorkbenchError(words.NO_ROWS, hints=(words.OPEN_ITS_TABLE,))
        recipe = make_recipe(trained.model, trained.model.inputs(trained.dataset.X.iloc[:2]))
        return sums_file(recipe, trained.dataset)

    async def join_sums(self, source: dict, progress: Progress) -> SumsFiles:
        """Read a file of sums; see :class:`elmweb.workbench.protocol.Workbench`."""
        progress(_fraction("explain", words.READING_SUMS, 0.0))
        await self._tick()
        from elmweb.workbench.sharing import joined, pooled_model, read_sums

        files = joined(self._shared, read_sums(_bytes_of(source), source.get("name", "sums")))
        pooled_model(files)  # says what does not agree
        self._shared = files
        return self._sums_files()

    async def drop_sums(self) -> SumsFiles:
        """Forget the files of sums; see :class:`elmweb.workbench.protocol.Workbench`."""
        self._shared = []
        return self._sums_files()

    def _sums_files(self) -> SumsFiles:
        model = self._shared[0].model if self._shared else None
        return {
            "files": [{"name": one.name, "n_rows": one.n_rows} for one in self._shared],
            "n_rows": sum(one.n_rows for one in self._shared),
            "n_hidden": model.estimator.layer_.n_hidden if model else 0,
            "targets": list(model.targets) if model else [],
        }

    async def pool_sums(self) -> Result:
        """Make the pooled model; see :class:`elmweb.workbench.protocol.Workbench`."""
        if not self._shared:
            raise WorkbenchError(words.NO_SUMS, hints=(words.OPEN_ONE,))
        await self._tick()
        from elmweb.evaluation.report import result_dict
        from elmweb.workbench.sharing import pooled_model
        from elmweb.workbench.trained import Trained

        await self.kernel_ready()
        model = pooled_model(self._shared)
        self._trained = Trained(model, cast("Result", result_dict(model)))
        self._predicted = self._before = None
        return self._trained.result

    async def corrections_file(self, what: Literal["corrections", "table"], choices: dict) -> ExportFile:
        """Return the corrections as CSV; see :class:`elmweb.workbench.protocol.Workbench`."""
        from elmweb.workbench.correcting import corrected_table_file, corrections_file

        opened = self._opened()
        make = corrections_file if what == "corrections" else corrected_table_file
        return make(opened, opened.choice(choices))

    async def _explain_file(self, about: Explaining, report: Callable[[float], None]) -> TablePrediction:
        """Add reasons to the file that was predicted last."""
        from elmweb.workbench.file_reasons import iter_add_reasons

        file = self._predicted
        if file is None:
            raise WorkbenchError(words.NOTHING_PREDICTED, hints=(words.DROP_ONE,))
        answer, csv = await self._drive(iter_add_reasons(about, file.table, file.answer), report)
        if self._predicted is file:
            self._predicted = replace(file, csv=csv)
        return answer

    async def load_model(self, source: dict, progress: Progress) -> Result:
        """Load a saved model; see :class:`elmweb.workbench.protocol.Workbench`."""
        progress({"what": "read", "text": words.READING_MODEL, "done": 0, "total": 1, "rows": 0})
        await self._tick()
        from elmweb.export import load_model
        from elmweb.export.model_file import judged_of
        from elmweb.training import TrainedModel
        from elmweb.workbench.saved_report import checked_report, saved_language, saved_passport
        from elmweb.workbench.trained import Trained

        name, data = source.get("name", "model"), _bytes_of(source)
        model, result = load_model(data, name)
        if not isinstance(model, TrainedModel):
            raise ModelFileError(
                words.no_columns(name),
                rule=words.TRAINED_HERE,
                value=words.saved_from_python(type(model).__name__),
                hints=(words.OPEN_IN_PYTHON,),
            )
        report, passport = checked_report(model, result, name), saved_passport(result, name)
        trained = Trained(model, report, passport=passport, language=saved_language(result))
        if (choices := source.get("choices")) is not None:  # it was trained here, on the table that is open
            read_as = {one.name: one.role for one in model.features if one.role in ("text", "meaning")}
            choices = {**choices, "roles": read_as | (choices.get("roles") or {})}
            trained.dataset = await self._dataset(choices, progress)
            trained.table = self._opened().table
            judged = judged_of(data, name)
            if isinstance(judged, TrainedModel) and (judged.task, judged.targets) == (model.task, model.targets):
                trained.judged = judged
        if trained.language != spoken():
            await self._say_again(trained, progress)
        self._trained, self._predicted = trained, None
        return self._with_runs(trained)

    async def _say_again(self, trained: Trained, progress: Progress) -> None:
        """Have a report that was written in another language say the same in this one: its rows are judged again."""
        if trained.dataset is not None and (trained.judged or not trained.model.n_refit):
            with suppress(Cancelled):
                kinds = [one["kind"] for one in trained.result["scores"]]
                await self._compare(trained, trained.dataset, kinds, progress)
                trained.language = spoken()
                return
        headline = trained.result["headline"]
        headline = {**headline, "note": f"{headline['note']} {words.OTHER_LANGUAGE}".strip()}
        trained.result = cast("Result", {**trained.result, "headline": headline})

    async def take_back(self) -> Result:
        """Return to the model before; see :class:`elmweb.workbench.protocol.Workbench`."""
        if self._before is None:
            raise WorkbenchError(words.NO_EARLIER_MODEL, hints=(words.TRAIN_AGAIN,))
        self._trained, self._before, self._predicted = self._before, None, None
        return self._with_runs(self._trained)

    async def race_offers(self) -> RaceOffers:
        """Say what there is to race on; see :class:`elmweb.workbench.protocol.Workbench`."""
        from elmweb.workbench.racing import race_offers

        return race_offers()

    async def race_plan(self, source: dict, choices: dict, settings: dict, progress: Progress) -> RacePlan:
        """Say who would race; see :class:`elmweb.workbench.protocol.Workbench`."""
        track = await self._race_track(source, choices, progress)
        from elmweb.race.contestants import check_race_settings
        from elmweb.workbench.racing import race_plan

        return race_plan(track, check_race_settings(settings))

    async def race(self, source: dict, choices: dict, settings: dict, progress: Progress) -> RaceState:
        """Train several kinds of model on the same rows; see :class:`elmweb.workbench.protocol.Workbench`."""
        track = await self._race_track(source, choices, progress)
        from elmweb.race.contestants import check_race_settings
        from elmweb.race.outcome import race_dict
        from elmweb.workbench.racing import make_race, reporter

        race = make_race(track, check_race_settings(settings))
        try:
            await self._drive(race.run(), reporter(race, progress))
        except Cancelled:
            race.stop()  # what was finished is kept
        return cast("RaceState", race_dict(race))

    async def race_pretrained(self, source: dict, choices: dict) -> RacePretrained:
        """Score a pretrained network on the rows of a race; see :class:`elmweb.workbench.protocol.Workbench`."""
        track = await self._race_track(source, choices, _ignore)
        from elmweb.workbench.racing import race_pretrained

        return await race_pretrained(track, self._models())

    async def training_cost(self, asked: dict) -> TrainingCost:
        """Say what a training of another size takes; see :class:`elmweb.workbench.protocol.Workbench`."""
        from elmweb.race.costs import training_cost

        return cast("TrainingCost", training_cost(asked))

    async def _race_track(self, source: dict, choices: dict, progress: Progress) -> Track:
        """Return the rows of a race on the open table or on a sample, which does not become the open table."""
        progress(_fraction("race", words.PREPARING_ROWS, 0.0))
        await self._tick()
        from elmweb.workbench.racing import MNIST, iter_track

        await self.kernel_ready()
        await self._networks_ready()
        if source.get("images") == MNIST:
            return await self._mnist_track(progress)
        if sample := source.get("sample"):
            opened, choice = await self._sample(sample, progress)
        else:
            opened = self._opened()
            choice = opened.choice(choices)
        dataset = await self._dataset_of(opened, choice, progress)
        if self._track is None or self._track[0] is not dataset:
            steps = iter_track(opened, choice, dataset)
            track = await self._drive(steps, lambda text: progress(_fraction("race", text, 0.0)))
            self._track = (dataset, track)
        return self._track[1]

    async def _mnist_track(self, progress: Progress) -> Track:
        """Return the rows of a race on a part of MNIST, whose two files are fetched if need be."""
        from elmweb.data.mnist import TEST_FILE, part_files, read_mnist_part
        from elmweb.race.mnist import mnist_track

        key = (*part_files(1), TEST_FILE)
        if self._track is None or self._track[0] != key:
            parts = []
            for at, name in enumerate(key):
                progress(_fraction("race", words.FETCHING_MNIST, at / len(key)))
                parts.append(read_mnist_part(await self._sample_file(name)))
            self._track = (key, mnist_track(*parts[0], *parts[1]))
        return self._track[1]

    async def list_models(self) -> DeepModels:
        """Return the deep models there are; see :class:`elmweb.workbench.protocol.Workbench`."""
        return cast("DeepModels", await self._models().list())

    async def open_model(self, name: str, provider: str | None, progress: Progress) -> DeepModel:
        """Load a deep model; see :class:`elmweb.workbench.protocol.Workbench`."""
        return cast("DeepModel", await self._models().open(name, provider, progress))

    async def open_own_model(self, source: dict, provider: str | None, progress: Progress) -> DeepModel:
        """Load an ONNX file somebody brought; see :class:`elmweb.workbench.protocol.Workbench`."""
        data, name = _bytes_of(source), source.get("name", "model")
        return cast("DeepModel", await self._models().open_own(data, name, provider, progress))

    async def run_model(self, name: str, inputs: dict) -> DeepAnswer:
        """Do a deep model's task; see :class:`elmweb.workbench.protocol.Workbench`."""
        return cast("DeepAnswer", await self._models().run(name, inputs))

    async def follow_model(self, name: str, inputs: dict, progress: Progress) -> DeepAnswer:
        """Do a deep model's task, and tell the answer so far; see :class:`elmweb.workbench.protocol.Workbench`."""
        return cast("DeepAnswer", await self._models().run(name, inputs, progress))

    async def halt_model(self, name: str) -> None:
        """Stop what a deep model is doing; see :class:`elmweb.workbench.protocol.Workbench`."""
        self._models().halt(name)

    async def place_model(self, name: str) -> DeepPlacement:
        """Say where a deep model's operations run; see :class:`elmweb.workbench.protocol.Workbench`."""
        return cast("DeepPlacement", await self._models().place(name))

    async def check_model(self, name: str, progress: Progress) -> DeepCheck:
        """Compare a deep model with its reference outputs; see :class:`elmweb.workbench.protocol.Workbench`."""
        return cast("DeepCheck", await self._models().check(name, progress))

    async def model_passport(self, name: str, page: bool) -> ExportFile:
        """Return a deep model's passport; see :class:`elmweb.workbench.protocol.Workbench`."""
        from elmweb.export.passport.deep import deep_passport
        from elmweb.workbench.trained import passport_file

        return passport_file(deep_passport(asdict(await self._models().card(name))), name, is_page=page)

    async def close_model(self, name: str) -> None:
        """Forget a deep model; see :class:`elmweb.workbench.protocol.Workbench`."""
        await self._models().close(name)

    async def open_lesson(self, asked: dict, choices: dict) -> LessonOpened:
        """Open a lesson, or change it; see :class:`elmweb.workbench.protocol.LessonVerbs`."""
        from elmweb.workbench.lessons import Lessons

        await self._networks_ready()
        if self._lesson is None:
            self._lesson = Lessons(self._lesson_data)
        return await self._lesson.open(asked, choices)

    async def move_lesson(self, move: dict) -> LessonView:
        """Move the lesson; see :class:`elmweb.workbench.protocol.LessonVerbs`."""
        return self._lessons().move(move)

    async def check_lesson(self) -> LessonCheck:
        """Check the lesson's gradients; see :class:`elmweb.workbench.protocol.LessonVerbs`."""
        return self._lessons().check()

    async def lesson_files(self) -> list[ExportFile]:
        """Write the lesson as a Python file; see :class:`elmweb.workbench.protocol.LessonVerbs`."""
        return self._lessons().files()

    def _lessons(self) -> Lessons:
        """Return the lesson that is open."""
        if self._lesson is None:
            raise WorkbenchError(words.NO_LESSON, hints=(words.OPEN_LEARN,))
        return self._lesson

    async def _lesson_data(self, data: str, choices: dict) -> Explorer:
        """Return the rows of the open table, or of a sample, ready to be learned from."""
        from elmweb.training.explore import iter_explorer

        if data == "table":
            return await self._exploring(choices)
        dataset = await self._dataset_of(*await self._sample(data, _ignore), _ignore)
        return await self._drive(iter_explorer(dataset), _ignore)

    async def forecast_plan(self, asked: dict, progress: Progress) -> ForecastPlan:
        """Say what can be forecast; see :class:`elmweb.workbench.protocol.ForecastVerbs`."""
        opened = self._opened()
        progress(_fraction("forecast", words.LOOKING_FOR_SERIES, 0.0))
        await self._tick()
        from elmweb.workbench.forecasts import forecast_plan

        return forecast_plan(opened, asked)[0]

    async def forecast(self, asked: dict, progress: Progress) -> ForecastResult:
        """Forecast; see :class:`elmweb.workbench.protocol.ForecastVerbs`."""
        opened = self._opened()
        progress(_fraction("forecast", words.GETTING_READY, 0.0))
        await self._tick()
        from elmweb.exceptions import error_from_dict
        from elmweb.forecasting import iter_forecast
        from elmweb.workbench.forecasts import forecast_plan, forecast_result

        await self.kernel_ready()
        plan, data = forecast_plan(opened, asked)
        if data is None:
            raise error_from_dict(plan["problem"] or {})
        steps = iter_forecast(data, plan["asked"]["n_steps"], level=plan["asked"]["level"])
        found = await self._drive(steps, lambda step: progress(_fraction("forecast", step.text, step.done)))
        self._forecast = (opened, found, plan["asked"])
        return forecast_result(found)

    async def forecast_file(self, kind: Literal["csv", "script"]) -> ExportFile:
        """Return the forecast as a file; see :class:`elmweb.workbench.protocol.ForecastVerbs`."""
        from elmweb.workbench.forecasts import forecast_file

        opened, found, asked = self._forecast or (self._opened(), None, {})
        return forecast_file(opened, found, asked, kind)

    async def study(self, name: str, asked: dict, choices: dict, progress: Progress) -> dict:
        """Run a study; see :class:`elmweb.workbench.protocol.Workbench`."""
        from elmweb.studies import find_study
        from elmweb.workbench.desk import WorkbenchDesk

        async def read(sample: str | None = None) -> Dataset:
            if sample is None:
                return await self._dataset(choices, _ignore)
            return await self._dataset_of(*await self._sample(sample, _ignore), _ignore)

        def report(text: str, fraction: float, so_far: dict | None = None) -> None:
            progress({**_fraction("study", text, fraction), **({} if so_far is None else {"so_far": so_far})})

        await self.kernel_ready()
        await self._networks_ready()
        desk = WorkbenchDesk(read, self._sample_file, self._drive, self.run_model, self._models)
        return await find_study(name).run(asked, desk, report)

    async def _sample(self, name: str, progress: Progress) -> tuple[OpenTable, Choice]:
        """Return a sample table, which does not become the open one, and what it is about; the newest is kept."""
        from elmweb.data.samples import find_sample
        from elmweb.workbench.open_table import iter_open

        sample = find_sample(name)
        if self._beside is None or self._beside[0] != name:
            await self._sample_file(sample.file)
            table = await self._read({"sample": name}, None, progress)
            self._beside = (name, await self._drive(iter_open(table), _ignore))
        opened = self._beside[1]
        return opened, opened.choice({"targets": [sample.target]})

    async def _sample_file(self, name: str) -> Path:
        """Return the path of a file of the samples' folder, once it is there."""
        if self._locate is not None:
            await self._locate({"sample_file": name})
        path = self._samples / name
        if not path.exists():
            raise DataError(
                words.no_sample_file(name),
                rule=words.FOLDER_WITH_IT,
                value=str(self._samples),
                hints=(words.BUILD_THE_SITE,),
            )
        return path

    def _models(self) -> Models:
        """Return the deep models."""
        if self._runtime is None:
            raise WorkbenchError(words.NO_DEEP_MODELS, hints=(words.INSTALL_ONNXRUNTIME,))
        if self._deep is None:
            from elmweb.zoo.models import Models

            self._deep = Models(self._runtime)
        return self._deep

    async def _read(
        self,
        source: dict,
        options: dict | None,
        progress: Progress,
        readings: dict[str, ColumnReading] | None = None,
        features: Sequence[Feature] = (),
    ) -> Table:
        """Read a table from any source, with progress; photos and clips become one."""
        if not _is_plain(source):
            bringer = self._bringer(progress)
            if bringer.is_for(source, is_new=not features):
                return await bringer.read(source, progress, self._check_cancelled, features)
        return await self._read_rows(source, options, progress, readings)

    async def _beside_examples(self, source: dict, progress: Progress) -> Table:
        """Read a table that lies beside photos or clips."""
        if "read" in source:
            source = {"bytes": source["read"](), "name": source["name"]}
        located = source if self._locate is None else await self._locate(source)
        return await self._read_rows(located, None, progress)

    def _check_cancelled(self) -> None:
        """Raise when the verb that runs was cancelled."""
        if _token.get().is_cancelled:
            raise Cancelled(words.STOPPED, hints=(words.START_AGAIN,))

    async def _read_rows(
        self, source: dict, options: dict | None, progress: Progress, readings: dict[str, ColumnReading] | None = None
    ) -> Table:
        """Read a table from a file, a text or a sample."""
        from elmweb.data._options import read_options
        from elmweb.data.readers import iter_read_table
        from elmweb.data.samples import find_sample

        name = source.get("name", "table")
        if "path" in source:  # of a project, a sample too
            stream = Path(source["path"])
        elif "sample" in source:
            sample = find_sample(source["sample"])
            stream, name = self._samples / sample.file, sample.file
        else:
            text = source.get("text")  # a lone surrogate in it cannot be encoded
            stream = BytesIO(bytes(source["bytes"]) if text is None else text.encode(errors="replace"))
        steps = iter_read_table(stream, name, options=read_options(options or {}), readings=readings)

        def report(step: Any) -> None:
            text = words.reading(name)
            progress(
                {"what": "read", "text": text, "done": step.bytes_done, "total": step.bytes_total, "rows": step.rows}
            )

        return await self._drive(steps, report)

    async def warm_up(self, steps: Iterable[object]) -> None:
        """Take small steps (imports that later verbs need), whenever nothing else is to be done."""
        for _ in steps:
            await asyncio.sleep(0)
            while self._n_at_work:
                await self._idle.wait()
                await asyncio.sleep(0)  # who stands in line goes first

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """Let nothing be warmed up meanwhile: somebody is waiting."""
        self._n_at_work += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._n_at_work -= 1
            if not self._n_at_work:
                self._idle.set()

    def load_kernel(self) -> None:
        """Begin to load the kernel of this thread, unless that has begun."""
        if self._kernel is None and self._open_kernel is not None:
            self._kernel = asyncio.ensure_future(self._open_kernel())

    async def kernel_ready(self) -> None:
        """Wait for the kernel of this thread; it is loaded the first time that somebody asks for it."""
        self.load_kernel()
        if self._kernel is None:
            return
        from elmweb.compute import set_kernel

        with self._at_work():
            kernel, failing, note = await self._kernel
        set_kernel(kernel, failing=failing, note=note)

    async def _networks_ready(self) -> None:
        """Wait for what networks compute with; it is loaded for the first verb that may train one."""
        if self._open_networks is None:
            return
        if self._networks is None:
            self._networks = asyncio.ensure_future(self._open_networks())
        from elmweb.backprop.in_place import set_functions

        set_functions(await self._networks)

    async def _drive(self, steps: Generator[S, None, T], report: Callable[[S], None]) -> T:
        """Run a generator to its end and let the event loop run between steps; Cancel closes it."""
        last, lost = -1.0, None
        with self._at_work(), closing(steps):
            while True:
                try:
                    step = next(steps) if lost is None else steps.throw(lost)
                except StopIteration as end:
                    return end.value
                lost = await self._waited(step)
                if getattr(step, "ended", False) or time.perf_counter() - last > _TICK_SECONDS:
                    report(step)
                    await self._tick()
                    last = time.perf_counter()
                self._check_cancelled()

    async def _waited(self, step: Any) -> Exception | None:
        """Wait for what a step waits for; return what went wrong with it, which is for the steps to deal with."""
        if (wait := getattr(step, "wait", None)) is None:
            return None
        try:
            await wait
        except KernelLost as error:
            return error
        return None

    async def _tick(self) -> None:
        """Let the event loop run, so that messages arrive."""
        with self._at_work():
            await asyncio.sleep(0)

    def _opened(self) -> OpenTable:
        """Return the open table."""
        if self._open is None:
            raise WorkbenchError(words.NO_TABLE, hints=(words.DROP_A_FILE, words.OPEN_A_SAMPLE))
        return self._open

    def _model(self) -> Trained:
        """Return the model."""
        if self._trained is None:
            raise WorkbenchError(words.NO_MODEL, hints=(words.PRESS_TRAIN, words.OPEN_A_MODEL))
        return self._trained

    async def _examined(self, opened: OpenTable, choice: Choice, progress: Progress) -> tuple[list[Any], Any]:
        """Return the doctor's findings and the dataset, or the error that says why there is none."""
        steps = opened.iter_examine(choice)
        return await self._drive(steps, lambda done: progress(_fraction("summarize", words.LOOKING, done)))

    async def _dataset(self, choices: dict, progress: Progress, *, embed: bool = True) -> Dataset:
        """Return the dataset of the choices, or raise why there is none; see :meth:`_dataset_of`."""
        opened = self._opened()
        choice = opened.choice(choices)
        return await self._dataset_of(opened, choice if embed else opened.without_meaning(choice), progress)

    async def _dataset_of(self, opened: OpenTable, choice: Choice, progress: Progress) -> Dataset:
        """Return the dataset of a table, or raise why there is none; texts that are read by meaning are embedded."""
        if "meaning" in choice.roles.values():
            from elmweb.workbench.meaning import meaning_columns

            names = meaning_columns(choice.roles, choice.targets)
            table, notes = await self._meanings().table(opened.table, names, progress, self._check_cancelled)
            if table is not opened.table:
                opened.table, opened.text_notes = table, notes
        _, dataset = await self._examined(opened, choice, progress)
        if isinstance(dataset, DataError):
            raise dataset
        return dataset


def _of_training(step: Any) -> dict[str, Any]:
    """Return a progress message of a training, without what only this process can wait for."""
    return {"what": "train", **{name: value for name, value in vars(step).items() if name != "wait"}}


def _ignore(_message: object) -> None:
    """Take a progress message of a verb that reports none."""


def _fraction(what: str, text: str, done: float) -> dict[str, Any]:
    """Return a progress message about a fraction between 0 and 1."""
    return {"what": what, "text": text, "step": round(100 * done), "n_steps": 100}


def _of_learning(step: Any) -> dict[str, Any]:
    """Return a progress message of the fit on all rows."""
    return {"what": "keep", "text": step.text, "step": step.step, "n_steps": step.n_steps}


def _bytes_of(source: dict) -> bytes:
    """Return the bytes of a source that is a file or bytes."""
    return bytes(source["bytes"]) if "bytes" in source else Path(source["path"]).read_bytes()
