"""Columns of texts that are read by their meaning: embedded once, and by default only where that predicts better."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from elmweb.data._cells import same_but_for_case
from elmweb.data._frames import frame_of, is_text
from elmweb.data.dataset import Dataset
from elmweb.data.table import Table
from elmweb.examples.cell import Example
from elmweb.examples.embed import ExampleHost, Item, embed_items
from elmweb.exceptions import Cancelled, ColumnError, ElmwebError, WorkbenchError
from elmweb.formatting import data_size, quantity, quoted
from elmweb.training.readings import READ_CHARACTERS, TextReading, compared_rows, iter_compare_readings
from elmweb.words.engine import workbench_bring as words
from elmweb.workbench.bring import column_of, embedding_message, open_backbone
from elmweb.workbench.open_table import Decided, OpenTable

if TYPE_CHECKING:
    from elmweb.preprocessing.features import Feature
    from elmweb.zoo.models import Models

__all__ = ["MODEL_BYTES", "Meanings", "meaning_columns", "note_before", "undecided"]

MEANING = "meaning"
MODEL_BYTES = 24_960_968
"""Of the network that embeds texts and its word pieces; a test holds it to the manifest."""

_MOST_CHARACTERS = 500_000  # of a column that is embedded without being asked: some minutes at most
_MOST_COLUMNS = 3

Report = Callable[[dict[str, Any]], None]


def undecided(opened: OpenTable, choices: Mapping[str, Any], roles: Mapping[str, str]) -> list[str]:
    """Return the columns of texts whose reading is to be compared.

    Parameters
    ----------
    opened : OpenTable
        The table.
    choices : mapping
        What a person chose.
    roles : mapping of str to str
        The roles of the features.

    Returns
    -------
    list of str
        None of a file that is read in parts; of more than three columns none, for each takes time.
    """
    chosen = choices.get("roles") or {}
    names = [name for name, role in roles.items() if role == "text" and name not in chosen]
    known = opened.decided_for(opened.choice(choices))
    names = [name for name in names if name not in known]
    return names if opened.table.file is None and len(names) <= _MOST_COLUMNS else []


def note_before(opened: OpenTable, choices: Mapping[str, Any], dataset: Dataset) -> str:
    """Return what a training does with columns of texts before it begins.

    Parameters
    ----------
    opened : OpenTable
        The table.
    choices : mapping
        What a person chose.
    dataset : Dataset
        The data, in which texts without vectors are read by their words.

    Returns
    -------
    str
        One or two sentences; empty where nothing is done.
    """
    size = data_size(MODEL_BYTES)
    names = meaning_columns(opened.choice(choices).roles, dataset.targets)
    if waiting := [name for name in names if dataset.roles.get(name) == "text"]:
        return words.will_be_embedded([quoted(name) for name in waiting], size)
    if open_ones := undecided(opened, choices, dataset.roles):
        n_rows = len(compared_rows(dataset, open_ones))
        return words.will_be_compared([quoted(name) for name in open_ones], n_rows, size)
    return ""


def meaning_columns(roles: Mapping[str, str], targets: Sequence[str]) -> list[str]:
    """Return the features that are read by their meaning."""
    return [name for name, role in roles.items() if role == MEANING and name not in targets]


class Meanings:
    """Embeds columns of texts.

    Parameters
    ----------
    host : ExampleHost or None
        Keeps vectors.
    models : callable
        Returns the deep models.
    """

    def __init__(self, host: ExampleHost | None, models: Callable[[], Models]) -> None:
        self._host, self._models = host, models

    async def table(
        self, table: Table, names: Sequence[str], progress: Report, check: Callable[[], None]
    ) -> tuple[Table, list[str]]:
        """Return a table in which the texts of some columns carry their vectors.

        Parameters
        ----------
        table : Table
            The table.
        names : sequence of str
            The columns; capitals may differ, and one that is not there is passed over.
        progress : callable
            Takes messages.
        check : callable
            Raises ``Cancelled`` when the work was stopped; all vectors so far are kept.

        Returns
        -------
        table : Table
            The same one where nothing was to be done.
        notes : list of str
            About texts that cannot be read, or not to their end.

        Raises
        ------
        ColumnError
            A column holds no texts, or the file is read in parts.
        """
        same = {new: old for old, new in same_but_for_case(table.columns, list(names)).items()}
        made: dict[str, np.ndarray] = {}
        notes: list[str] = []
        for wanted in names:
            name = same.get(wanted, wanted)
            if name not in table.frame.columns:
                continue
            values = table.frame[name].to_numpy()
            if not is_text(values):
                raise _misfit(name, words.TEXTS, words.NUMBERS)
            if table.file is not None:
                raise _misfit(name, words.FITS_INTO_MEMORY, words.read_in_parts(table.file.n_rows))
            if any(isinstance(cell, str) and not isinstance(cell, Example) and cell.strip() for cell in values):
                made[name], told = await self.cells(values, name, progress, check)
                notes += told
        if not made:
            return table, notes
        columns = {one: made[one] if one in made else table.frame[one].to_numpy() for one in table.columns}
        return replace(table, frame=frame_of(columns, table.frame.index), plain=True), notes

    async def cells(
        self, values: Sequence[Any], name: str, progress: Report, check: Callable[[], None]
    ) -> tuple[np.ndarray, list[str]]:
        """Return the cells of a column with their vectors, and notes; a text that cannot be read stays as it is."""
        if self._host is None:
            raise WorkbenchError(words.TEXTS_CANNOT_BE_READ, hints=(words.INSTALL_ONNXRUNTIME,))
        texts = list(dict.fromkeys(str(cell) for cell in values if isinstance(cell, str) and cell.strip()))
        backbone = await open_backbone(self._models(), "text", progress)
        done = await embed_items(
            [Item(text, {"text": text}) for text in texts],
            backbone,
            self._host,
            lambda step: progress(embedding_message(step, "text")),
            check,
        )
        found = {text: cell for text, cell in zip(texts, done.cells, strict=True) if cell is not None}
        notes = []
        if done.problems:
            first = next(iter(done.problems.values()))
            notes.append(words.texts_not_read(len(done.problems), quoted(name), first.what))
        if n_long := sum(len(text) > READ_CHARACTERS for text in texts):
            notes.append(words.long_texts(n_long, quoted(name), backbone.size))
        return column_of([found.get(cell, cell) if isinstance(cell, str) else cell for cell in values]), notes

    async def row(self, row: Mapping[str, Any], features: Sequence[Feature]) -> dict[str, Any]:
        """Return a row in which the texts that a model reads by their meaning carry their vectors."""
        filled = dict(row)
        for name in (one.name for one in features if one.role == MEANING):
            cell = row.get(name)
            if isinstance(cell, str) and not isinstance(cell, Example) and cell.strip():
                filled[name] = (await self.cells([cell], name, lambda _: None, lambda: None))[0][0]
        return filled

    async def decide(
        self,
        dataset: Dataset,
        names: Sequence[str],
        drive: Callable[[Any, Callable[[Any], None]], Any],
        progress: Report,
        check: Callable[[], None],
    ) -> dict[str, Decided]:
        """Compare words and meaning on some rows of each column.

        Parameters
        ----------
        dataset : Dataset
            The data, in which these columns are read by their words.
        names : sequence of str
            The columns.
        drive : callable
            ``await drive(steps, report)`` runs a generator to its end.
        progress, check : callable
            As in :meth:`table`.

        Returns
        -------
        dict of str to Decided
            By the column. Where no network can be had, the words are taken, and it is said why.
        """
        rows = compared_rows(dataset, names)
        found: dict[str, Decided] = {}
        for name in names:
            values = dataset.X[name].to_numpy()
            try:
                cells, _ = await self.cells(values[rows], name, progress, check)
            except Cancelled:
                raise
            except ElmwebError as error:
                found[name] = Decided("text", words.not_compared(quoted(name), error.what))
                continue
            steps = iter_compare_readings(dataset, name, rows, cells.tolist())
            reading = await drive(
                steps, lambda text: progress({"what": "embed", "text": text, "step": 0, "n_steps": 1})
            )
            found[name] = _decided(reading, values, cells)
        return found


def _decided(reading: TextReading, values: np.ndarray, compared: np.ndarray) -> Decided:
    """Return the better reading, or the words where reading all texts by meaning takes too long without being asked."""
    if not reading.by_meaning:
        return Decided("text", reading.sentence())
    whole = _characters(dict.fromkeys(cell for cell in values if isinstance(cell, str)))
    if whole <= _MOST_CHARACTERS:
        return Decided(MEANING, reading.sentence())
    times = whole / max(1, _characters(dict.fromkeys(cell for cell in compared if isinstance(cell, str))))
    return Decided("text", reading.sentence(kept_words=words.takes_longer(quantity(times, 2))))


def _characters(texts: Any) -> int:
    """Return how many characters of texts are read."""
    return sum(min(len(text), READ_CHARACTERS) for text in texts)


def _misfit(name: str, rule: str, value: str) -> ColumnError:
    return ColumnError(words.no_meaning(quoted(name)), rule=rule, value=value, hints=(words.READ_BY_WORDS,))
