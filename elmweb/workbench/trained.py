"""A model with its report, and the files a person can take home of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from elmweb.data._formulas import safe_notes
from elmweb.data._options import read_options
from elmweb.data.dataset import Dataset
from elmweb.data.samples import find_sample
from elmweb.data.table import Table
from elmweb.evaluation import Evaluation
from elmweb.exceptions import ExportError, SettingsError, WorkbenchError
from elmweb.export import TableFacts, check_onnx, onnx_code, save_model, to_html, to_onnx, training_script
from elmweb.export.model_file import with_judged
from elmweb.export.passport.page import passport_page
from elmweb.export.passport.record import Recipe, make_passport
from elmweb.export.passport.seal import sealed
from elmweb.export.plain import to_json
from elmweb.export.table import CsvFormat, iter_predictions_csv
from elmweb.formatting import file_stem, quantity
from elmweb.progress import finish
from elmweb.training.final import rows_to_learn
from elmweb.training.model import Settings, TrainedModel
from elmweb.words import spoken
from elmweb.words.engine import common, workbench_saved as words
from elmweb.workbench.open_table import Choice, OpenTable
from elmweb.workbench.predict import new_columns
from elmweb.workbench.protocol import ExportFile, Result

__all__ = ["Trained", "passport_file", "recipe_for", "script_file"]

_ROWS_COMPARED = 500


@dataclass
class Trained:
    """A model, its report, and the table and rows it was tested on.

    Parameters
    ----------
    model : TrainedModel
        The model.
    result : Result
        Its report, as the page has it.
    dataset : Dataset or None
        The rows of the split; None for a loaded model.
    table : Table or None
        The table they came from; None for a loaded model.
    recipe : Recipe or None
        How it was trained; None for a loaded model.
    passport : dict or None
        Its passport, once it is made; that of a loaded model came with it.
    judged : TrainedModel or None
        The model that was judged on the held-out rows, from which `model` may have learned since.
    evaluation : Evaluation or None
        What was measured on them; None for a loaded model.
    language : str
        The one in which the report was written.
    to_learn : Settings or None
        What was asked for, until the settings that were chosen have learned from all rows.
    """

    model: TrainedModel
    result: Result
    dataset: Dataset | None = None
    table: Table | None = None
    recipe: Recipe | None = None
    passport: dict[str, Any] | None = None
    judged: TrainedModel | None = None
    evaluation: Evaluation | None = None
    language: str = field(default_factory=spoken)
    to_learn: Settings | None = None

    @property
    def n_to_learn(self) -> int:
        """The rows that the settings have yet to learn from; 0 afterwards, and where they never will."""
        if self.to_learn is None or self.dataset is None:
            return 0
        return len(rows_to_learn(self.judged_model(), self.dataset))

    def file(self, what: str, columns: Mapping[str, Any] | None = None) -> ExportFile:
        """Make a file to take home.

        Parameters
        ----------
        what : str
            ``"model"``, ``"kept"`` (the same with the model that was judged), ``"onnx"``, ``"html"``, ``"report"``,
            ``"report_page"``, ``"passport"``, ``"passport_page"`` or ``"test_predictions"``.
        columns : mapping, optional
            Which columns matter, for the page of the report, where that was worked out.

        Returns
        -------
        ExportFile
            Its name, kind and bytes.

        Raises
        ------
        WorkbenchError
            If the held-out rows are wanted of a loaded model, or of one that has learned from them.
        ExportError
            If a part of the model cannot be written in that form.
        """
        stem = file_stem(self.model.name)
        if what in ("model", "kept"):
            is_file = what == "model"  # what is kept of a visit is opened by this page alone
            said = {"language": self.language} if self.language != "en" else {}  # as in files of earlier versions
            report = {**self.result, **said, "passport": self._passport()}
            data = save_model(self.model, report, for_pages=is_file)
            if what == "kept" and self.judged is not None and self.judged is not self.model:
                data = with_judged(data, self.judged)
            return _file(f"{stem}.elm.zip", "application/zip", data)
        if what == "onnx":
            return self._onnx(f"{stem}.onnx")
        if what == "html":
            written = str((self._passport() or {}).get("written", ""))
            page = to_html(self.model, form=self.result.get("form"), report=self.result, written=written)
            return _file(f"{words.predictor_file(stem)}.html", "text/html", page)
        if what in ("report", "report_page"):
            return self._report(stem, columns, is_page=what == "report_page")
        if what in ("passport", "passport_page"):
            return passport_file(self._passport(required=True), stem, is_page=what == "passport_page")
        data, n_safe = self._test_rows()
        return _file(f"{words.test_rows_file(stem)}.csv", "text/csv", data, " ".join(safe_notes(n_safe)))

    def _report(self, stem: str, columns: Mapping[str, Any] | None, *, is_page: bool) -> ExportFile:
        """Return the report as one page to print, or as JSON."""
        if not is_page:
            return _file(f"{words.report_file(stem)}.json", "application/json", json_bytes(to_json(self.result)))
        from elmweb.export.report_page import report_page  # noqa: PLC0415  only when it is asked for

        page = report_page(self.model, self.result, self._passport(), columns)
        return _file(f"{words.report_file(stem)}.html", "text/html", page, "" if columns else words.MEASURE_COLUMNS)

    def with_threshold(self, threshold: float | None) -> Trained:
        """Return the same, saying the second of two classes from a probability on.

        Parameters
        ----------
        threshold : float or None
            From 0 to 1; None says the more probable class.

        Returns
        -------
        Trained
            Model, report and passport name the threshold; every file that is made of it follows it.

        Raises
        ------
        SettingsError
            There are not two classes, or it is no probability.
        """
        threshold = _checked_threshold(threshold, self.model.task)
        model = replace(self.model, threshold=threshold)
        judged = self.judged and (model if self.judged is self.model else replace(self.judged, threshold=threshold))
        result = cast("Result", {**self.result, "model": {**self.result["model"], "threshold": threshold}})
        passport = self.passport
        if passport is not None:
            said = {name: value for name, value in passport["model"].items() if name != "threshold"}
            said |= {} if threshold is None else {"threshold": threshold}
            passport = sealed({**passport, "model": said})
        return replace(self, model=model, judged=judged, result=result, passport=passport)

    def judged_model(self) -> TrainedModel:
        """Return the model that never saw the held-out rows.

        Raises
        ------
        WorkbenchError
            It is gone: only the one that has learned from all rows came with a file.
        """
        judged = self.judged or self.model
        if judged.n_refit:
            raise WorkbenchError(
                words.JUDGED_MODEL_GONE,
                hints=(words.TRAIN_AGAIN,),
            )
        return judged

    def _passport(self, *, required: bool = False) -> dict[str, Any] | None:
        """Return the passport, made when it is first asked for; a loaded model may have none."""
        if self.passport is None and self.recipe and self.dataset and self.table:
            self.passport = make_passport(
                self.model, self.result, self.recipe, self.table, self.dataset, judged=self.judged
            )
        if self.passport is None and required and self.dataset is not None and self.dataset.original is not None:
            raise WorkbenchError(
                words.CORRECTED_HERE,
                hints=(words.SAVE_CORRECTED,),
            )
        if self.passport is None and required:
            raise WorkbenchError(
                words.NO_PASSPORT,
                hints=(words.OPEN_THE_TABLE,),
            )
        return self.passport

    def _onnx(self, name: str) -> ExportFile:
        """Return the model as ONNX, read back and compared with the model on rows it never saw."""
        data, code = to_onnx(self.model), onnx_code(self.model, name)
        if self.dataset is None:
            return {**_file(name, "application/octet-stream", data), "code": code}
        rows = self.dataset.X.iloc[self.dataset.test[:_ROWS_COMPARED]]
        off = check_onnx(data, self.model, rows)
        note = words.read_back(len(rows), quantity(off, 2), numbers=self.model.task == "regression")
        return {**_file(name, "application/octet-stream", data, note), "code": code}

    def _test_rows(self) -> tuple[bytes, int]:
        """Return the held-out rows with predictions as CSV, and the number of cells behind an apostrophe."""
        if self.dataset is None or self.table is None:
            raise WorkbenchError(words.NO_HELD_OUT_ROWS, hints=(words.OPEN_THE_TABLE,))
        judged = self.judged_model()
        rows = self.table.frame.iloc[self.dataset.rows[self.dataset.test] - 1]
        return finish(iter_predictions_csv(rows, new_columns(judged, rows), CsvFormat.of(self.table)))


def _checked_threshold(threshold: Any, task: str) -> float | None:
    """Return a threshold between two classes, once it is one."""
    if threshold is None:
        return None
    if task != "binary":
        raise SettingsError(words.NO_LINE, rule=words.TWO_ANSWERS, value=common.TASKS[task])
    try:
        number = float(threshold)
    except (TypeError, ValueError):
        number = float("nan")
    if not 0 <= number <= 1:
        raise SettingsError(words.NO_LINE_THERE, rule=words.A_PROBABILITY, value=str(threshold))
    return number


def recipe_for(opened: OpenTable, choice: Choice, settings: Settings) -> Recipe:
    """Return how a model of the open table is trained, for its passport.

    Parameters
    ----------
    opened : OpenTable
        The table.
    choice : Choice
        What was chosen for it.
    settings : Settings
        What was asked for.

    Returns
    -------
    Recipe
        With the licence of a sample.
    """
    sample = find_sample(opened.sample) if opened.sample else None
    return Recipe(
        targets=tuple(choice.targets),
        task=choice.task,
        roles=dict(choice.roles),
        switches=dict(choice.switches),
        reading=dict(opened.options),
        settings=settings,
        licence=sample.licence if sample else "",
        source=sample.source if sample else "",
    )


def json_bytes(plain: Any) -> bytes:
    """Return plain data as a JSON file that people can read."""
    text = json.dumps(plain, indent=2, ensure_ascii=False)
    # A lone surrogate in a name cannot be encoded; this is how JSON writes it.
    return text.encode(errors="backslashreplace")


def passport_file(passport: dict[str, Any] | None, stem: str, *, is_page: bool) -> ExportFile:
    """Return a passport as a file.

    Parameters
    ----------
    passport : dict
        Of a trained or of a deep model.
    stem : str
        Start of the file's name.
    is_page : bool
        True for the page to print, False for JSON.

    Returns
    -------
    ExportFile
        Its name, kind and bytes.
    """
    if is_page:
        return _file(f"{words.passport_file(stem)}.html", "text/html", passport_page(passport or {}))
    return _file(f"{words.passport_file(stem)}.json", "application/json", json_bytes(passport))


def script_file(
    settings: Settings, dataset: Dataset, choice: Choice, options: Mapping[str, object], *, cluster: bool,
    threshold: float | None = None,
) -> ExportFile:  # fmt: skip
    """Write a training as a Python file.

    Parameters
    ----------
    settings : Settings
        What is fixed; None lets the data decide.
    dataset : Dataset
        What is learned from.
    choice : Choice
        The role of every column, and findings that a person switched.
    options : mapping of str to object
        How the file is read, as far as that was chosen.
    cluster : bool
        True for the form that runs on a Dask cluster.
    threshold : float, optional
        From which probability on the model says the second of two classes, where that was chosen.

    Returns
    -------
    ExportFile
        A ``.py`` file.

    Raises
    ------
    ExportError
        If rows are kept together or tested in time, which the form for a cluster does not do.
    """
    if cluster and dataset.split.kind != "random":
        raise ExportError(
            words.LAST_OF_EACH_FILE,
            rule=words.INDEPENDENT_ROWS,
            value=dataset.split.sentence.removesuffix("."),
            hints=(words.ONE_MACHINE, words.SWITCH_OFF),
        )
    if columns := read_options(options).columns:
        options = {**options, "columns": dict(columns)}
    facts = TableFacts(
        dataset.name, tuple(dataset.targets), dataset.task, dict(choice.roles), dict(choice.switches), options,
        threshold=threshold,
    )  # fmt: skip
    text = training_script(settings, facts, cluster=cluster)
    name = f"{words.script_file(file_stem(dataset.name), cluster=cluster)}.py"
    return _file(name, "text/x-python", text.encode())


def _file(name: str, mime: str, data: bytes, note: str = "") -> ExportFile:
    return {"filename": name, "mime": mime, "data": data, "note": note}
