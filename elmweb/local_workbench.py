"""The workbench in this process: one table, one model, and the verbs of the page.

Verbs import what they need when they are first called, because scikit-learn
takes seconds to import in a browser and a table can be shown without it. Between
steps they give the event loop a turn, so that messages (such as Cancel) arrive.
"""

# ruff: noqa: PLC0415  imports wait inside the verbs, for the reason above

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from elmweb.exceptions import Cancelled, DataError, WorkbenchError
from elmweb.workbench import (
    Estimate,
    ExportFile,
    ExportKind,
    Look,
    Prediction,
    Progress,
    Result,
    TableInfo,
    TablePrediction,
)

if TYPE_CHECKING:
    from elmweb.data.dataset import Dataset
    from elmweb.data.table import Table
    from elmweb.model import TrainedModel

__all__ = ["LocalWorkbench"]

SAMPLES = Path(__file__).parent.parent / "web" / "samples"
"""Where the sample tables are, unless told otherwise."""

_TURN_SECONDS = 0.03  # the event loop gets a turn at least this often, as far as steps allow


@dataclass
class _Trained:
    """A model, its report, and the table and rows it was tested on (none for a loaded model)."""

    model: TrainedModel
    result: dict[str, Any]
    dataset: Dataset | None = None
    table: Table | None = None


@dataclass
class _Open:
    """The open table and what was guessed of it."""

    table: Table
    roles: dict[str, str]
    target: str
    task: str
    looks: dict[str, Any] = field(default_factory=dict)  # choices as JSON -> (findings, dataset or error)


class LocalWorkbench:
    """The verbs of :class:`elmweb.workbench.Workbench`, done in this process.

    Parameters
    ----------
    samples : Path or str, optional
        Folder of the sample tables.
    """

    def __init__(self, samples: Path | str = SAMPLES) -> None:
        self._samples = Path(samples)
        self._open: _Open | None = None
        self._trained: _Trained | None = None
        self._predicted: tuple[str, bytes] | None = None  # file name and CSV of the last predicted table
        self._cancelled = False

    def cancel(self) -> None:
        """Ask the running verb to stop at its next step."""
        self._cancelled = True

    async def open_table(self, source: dict, options: dict | None, progress: Progress) -> TableInfo:
        """Read a table and make it the open one; see :class:`elmweb.workbench.Workbench`."""
        from elmweb.data.roles import guess_roles, guess_target, guess_task
        from elmweb.look import table_info

        self._cancelled = False
        table = await self._read(source, options, progress)
        roles = guess_roles(table.frame)
        target = guess_target(table.frame, roles)
        opened = _Open(table, roles, target, guess_task(table.frame[target], roles[target]))
        info = table_info(table, roles, [target], opened.task)
        self._open = opened
        return info

    async def look(self, choices: dict, progress: Progress) -> Look:
        """Examine the open table for the chosen target; see :class:`elmweb.workbench.Workbench`."""
        from elmweb.look import answer_summary, finding_dict, task_sentence, tasks_for

        opened = self._opened()
        progress({"what": "look", "text": "Looking at the columns", "step": 0, "n_steps": 1})
        await self._turn()
        targets, task, roles, switches = self._chosen(choices)
        findings, dataset = self._examined(choices)
        problem = dataset.to_dict() if isinstance(dataset, DataError) else None
        data = None if problem else dataset
        return {
            "targets": targets,
            "task": task,
            "tasks": tasks_for(opened.table, targets),
            "task_sentence": task_sentence(task, data, targets),
            "answer": None if data is None else answer_summary(data),
            "roles": roles,
            "findings": [finding_dict(finding, switches) for finding in findings],
            "columns_used": [] if data is None else [str(name) for name in data.X.columns],
            "n_rows_used": 0 if data is None else len(data.X),
            "n_train": 0 if data is None else len(data.train),
            "n_test": 0 if data is None else len(data.test),
            "problem": problem,
        }

    async def train(self, choices: dict, settings: dict, progress: Progress) -> Result:
        """Train, judge on held-out rows, and keep the model; see :class:`elmweb.workbench.Workbench`."""
        self._cancelled = False
        progress({"what": "train", "text": "Getting ready", "step": 0, "n_steps": 1})
        await self._turn()
        from elmweb.evaluation import iter_evaluate
        from elmweb.planning import check_settings
        from elmweb.report import result_dict
        from elmweb.training import Training

        checked = check_settings(settings)
        dataset = self._dataset(choices)
        training = Training(dataset, checked)
        try:
            model = await self._drive(training.run(), lambda step: progress({"what": "train", **vars(step)}))
        except Cancelled:
            if not training.has_model:
                raise
            # What was found so far is kept, and judged like any other model.
            model = training.best_model()
        # Judging takes a second or two and is what makes the model worth having: Cancel does not stop it.
        judging = iter_evaluate(model, dataset)
        evaluation = await self._drive(judging, lambda step: progress({"what": "judge", **vars(step)}), can_stop=False)
        result = result_dict(model, evaluation)
        self._trained = _Trained(model, result, dataset, self._opened().table)
        self._predicted = None
        return result

    async def estimate(self, choices: dict, settings: dict) -> Estimate:
        """Say how long :meth:`train` would take; see :class:`elmweb.workbench.Workbench`."""
        from elmweb.planning import check_settings, estimate_seconds, expected_inputs, make_plan
        from elmweb.words import about

        dataset = self._dataset(choices)
        plan = make_plan(len(dataset.train), expected_inputs(dataset), check_settings(settings))
        seconds = estimate_seconds(plan, len(dataset.train), expected_inputs(dataset))
        text = f"{about(seconds)}. {plan.n_steps} settings are tried, the best is kept."
        return {"seconds": seconds, "n_settings": plan.n_steps, "text": text}

    async def predict_row(self, row: dict) -> Prediction:
        """Predict for one row; see :class:`elmweb.workbench.Workbench`."""
        from elmweb.predicting import predict_row

        return predict_row(self._model().model, row)

    async def predict_table(self, source: dict, progress: Progress) -> TablePrediction:
        """Predict for every row of another file; see :class:`elmweb.workbench.Workbench`."""
        from elmweb.predicting import iter_predict_table

        self._cancelled = False
        trained = self._model()
        table = await self._read(source, None, progress)
        steps = iter_predict_table(trained.model, table)
        answer, csv = await self._drive(steps, lambda step: progress({"what": "predict", **step}))
        self._predicted = (f"{Path(table.name).stem} predicted.csv", csv)
        return answer

    async def export(self, what: ExportKind) -> ExportFile:
        """Return a file to take home; see :class:`elmweb.workbench.Workbench`."""
        trained = self._model()
        stem = Path(trained.model.name).stem
        await self._turn()
        if what == "model":
            from elmweb.export import save_model

            return _file(f"{stem}.elm.zip", "application/zip", save_model(trained.model, trained.result))
        if what == "report":
            from elmweb.report import to_json

            text = json.dumps(to_json(trained.result), indent=2, ensure_ascii=False)
            return _file(f"{stem} report.json", "application/json", text.encode())
        if what == "test_predictions":
            return _file(f"{stem} test rows.csv", "text/csv", self._test_rows(trained))
        if self._predicted is None:
            raise WorkbenchError("No file has been predicted yet.", ways=('Drop one under "Use it on a new file".',))
        return _file(self._predicted[0], "text/csv", self._predicted[1])

    async def load_model(self, source: dict, progress: Progress) -> Result:
        """Load a saved model; see :class:`elmweb.workbench.Workbench`."""
        progress({"what": "read", "text": "Reading the model", "done": 0, "total": 1, "rows": 0})
        await self._turn()
        from elmweb.export import load_model

        name = source.get("name", "model")
        model, result = load_model(_bytes_of(source), name)
        self._trained, self._predicted = _Trained(model, result), None
        return result

    async def _read(self, source: dict, options: dict | None, progress: Progress) -> Table:
        """Read a table from any source, with progress."""
        from elmweb.data.readers import ReadOptions, iter_read_table
        from elmweb.data.samples import find_sample

        name = source.get("name", "table")
        if "sample" in source:
            sample = find_sample(source["sample"])
            stream, name = self._samples / sample.file, sample.file
        elif "path" in source:
            stream = Path(source["path"])
        else:
            stream = BytesIO(source["text"].encode() if "text" in source else bytes(source["bytes"]))
        steps = iter_read_table(stream, name, options=ReadOptions(**(options or {})))

        def tell(step: Any) -> None:
            text = f"Reading {name}"
            progress(
                {"what": "read", "text": text, "done": step.bytes_done, "total": step.bytes_total, "rows": step.rows}
            )

        return await self._drive(steps, tell)

    async def _drive(self, steps: Generator, tell: Any, *, can_stop: bool = True) -> Any:
        """Run a generator to its end with a turn for the event loop between steps; Cancel closes it."""
        last = -1.0
        try:
            while True:
                try:
                    step = next(steps)
                except StopIteration as end:
                    return end.value
                if time.perf_counter() - last > _TURN_SECONDS:
                    tell(step)
                    await self._turn()
                    last = time.perf_counter()
                if can_stop and self._cancelled:
                    raise Cancelled("Stopped.", ways=("Start again when you like.",))
        finally:
            steps.close()

    async def _turn(self) -> None:
        """Give the event loop a turn, so that messages arrive."""
        await asyncio.sleep(0)

    def _opened(self) -> _Open:
        """Return the open table."""
        if self._open is None:
            raise WorkbenchError("No table is open.", ways=("Drop a file on the Data page.", "Open a sample table."))
        return self._open

    def _model(self) -> _Trained:
        """Return the model."""
        if self._trained is None:
            raise WorkbenchError("There is no model yet.", ways=("Press Train.", "Open a saved model."))
        return self._trained

    def _chosen(self, choices: dict) -> tuple[list[str], str, dict[str, str], dict[str, bool]]:
        """Return targets, task, roles of all columns and switches: what was chosen, else what was guessed."""
        from elmweb.data.roles import guess_task

        opened = self._opened()
        targets = list(choices.get("targets") or [opened.target])
        roles = opened.roles | (choices.get("roles") or {})
        task = choices.get("task")
        if task is None and len(targets) > 1:
            task = "multilabel"
        elif task is None and targets[0] in opened.table.frame.columns:
            task = guess_task(opened.table.frame[targets[0]], roles[targets[0]])
        return targets, task or opened.task, roles, dict(choices.get("switches") or {})

    def _examined(self, choices: dict) -> tuple[list[Any], Any]:
        """Return the doctor's findings and the dataset, or the error that says why there is none."""
        from elmweb.data.dataset import make_dataset
        from elmweb.data.doctor import examine

        opened = self._opened()
        targets, task, roles, switches = chosen = self._chosen(choices)
        key = json.dumps(chosen, sort_keys=True)
        if key not in opened.looks:
            findings: list[Any] = []
            try:
                findings = examine(opened.table, targets, task, roles)
                outcome: Any = make_dataset(opened.table, targets, task, roles, switches)
            except DataError as error:
                outcome = error
            opened.looks.clear()  # only the newest is kept: a dataset is as large as its table
            opened.looks[key] = (findings, outcome)
        return opened.looks[key]

    def _dataset(self, choices: dict) -> Dataset:
        """Return the dataset of the choices, or raise why there is none."""
        _, dataset = self._examined(choices)
        if isinstance(dataset, DataError):
            raise dataset
        return dataset

    def _test_rows(self, trained: _Trained) -> bytes:
        """Return the held-out rows with predictions as CSV."""
        from elmweb.export import predictions_csv
        from elmweb.predicting import new_columns

        data = trained.dataset
        if data is None or trained.table is None:
            raise WorkbenchError(
                "The held-out rows are not in a saved model.", ways=("Open the table and train again.",)
            )
        rows = trained.table.frame.iloc[data.rows[data.test] - 1]
        return predictions_csv(rows, new_columns(trained.model, rows))


def _bytes_of(source: dict) -> bytes:
    """Return the bytes of a source that is a file or bytes."""
    return bytes(source["bytes"]) if "bytes" in source else Path(source["path"]).read_bytes()


def _file(name: str, mime: str, data: bytes) -> ExportFile:
    return {"filename": name, "mime": mime, "data": data}
