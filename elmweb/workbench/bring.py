"""Photos and clips become a table: one column of examples, and what is known of each beside it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from elmweb.data._frames import frame_of, is_text
from elmweb.data.table import Table
from elmweb.examples.archive import is_archive_of_examples, open_archive
from elmweb.examples.cell import KINDS, Example
from elmweb.examples.collect import Collection, collect, example_kind, file_key, folder_classes
from elmweb.examples.embed import Backbone, Embedding, ExampleHost, Item, Step, embed_items
from elmweb.exceptions import DataError, WorkbenchError
from elmweb.formatting import about, quantity, quoted
from elmweb.words.engine import workbench_bring as words

if TYPE_CHECKING:
    from elmweb.preprocessing.features import Feature
    from elmweb.zoo.models import Models

__all__ = ["BACKBONES", "Bringer", "column_of", "embedding_message", "model_of", "open_backbone", "row_with_examples"]

BACKBONES = {"photo": "embed-image", "sound": "embed-audio"}
"""The deep model that embeds each kind of example that is a file."""

_MODELS = {**BACKBONES, "text": "embed-text"}
_MOST_SECONDS = 10  # of a clip that are heard
_MATCH = 0.5  # the least share of a column's cells that name files for it to be a column of files
_MOST_IMAGES = 2_000  # of a file of arrays: some minutes of embedding
_SHOWN = 3  # problems that are told in full

Report = Callable[[dict[str, Any]], None]


def model_of(kind: str) -> str:
    """Return the id of the deep model that embeds a kind of example: "photo", "sound" or "text"."""
    return _MODELS[kind]


async def open_backbone(models: Models, kind: str, progress: Report) -> Backbone:
    """Load the deep model that embeds a kind of example.

    Parameters
    ----------
    models : Models
        The deep models.
    kind : {"photo", "sound", "text"}
        The kind.
    progress : callable
        Takes messages about the download. The model of texts is loaded for the first text whose vector is not kept.

    Returns
    -------
    Backbone
        Its id names the weights too: vectors of other weights are others.
    """
    name = _MODELS[kind]
    card = await models.card(name)
    graph = card.graph()
    if kind == "text":
        return Backbone(f"{name}-{graph.sha256[:12]}", kind, card.settings["most"], _text_runner(models, progress))
    await models.open(name, None, progress)
    rate, least = card.settings.get("rate", 0), card.settings.get("least", 0)

    async def run(inputs: dict[str, Any]) -> np.ndarray:
        if "sound" in inputs:
            sound = inputs["sound"][: _MOST_SECONDS * rate]
            inputs = {"sound": np.pad(sound, (0, max(0, least - len(sound))))}  # a short word, and silence
        return (await models.run(name, inputs))["answer"]["vector"]

    size = int(graph.inputs[0].shape[-1]) if kind == "photo" else int(rate)
    return Backbone(f"{name}-{graph.sha256[:12]}", kind, size, run)


def _text_runner(models: Models, progress: Report) -> Callable[[dict[str, Any]], Awaitable[np.ndarray]]:
    """Return what embeds a text, and loads its model first where that is not loaded."""
    name = _MODELS["text"]

    async def run(inputs: dict[str, Any]) -> np.ndarray:
        if not models.is_open(name):
            await models.open(name, None, progress)
        return (await models.run(name, {"texts": [inputs["text"]]}))["answer"]["rows"][0]

    return run


@dataclass
class _Found:
    """What was brought, before anything is embedded."""

    name: str
    collection: Collection
    size_bytes: int


class Bringer:
    """Makes tables of photos and clips.

    Parameters
    ----------
    host : ExampleHost
        Reads, decodes and keeps.
    models : callable
        Returns the deep models.
    read_table : callable
        ``await read_table(source)`` reads a table beside the examples.
    """

    def __init__(
        self,
        host: ExampleHost | None,
        models: Callable[[], Models],
        read_table: Callable[[dict[str, Any]], Awaitable[Table]],
    ) -> None:
        self._host, self._models, self._read_table = host, models, read_table

    def is_for(self, source: Mapping[str, Any], *, is_new: bool) -> bool:
        """Return whether a source holds examples, by the names of its files and of what is in a zip.

        A single photo or clip can be predicted; as a new table it is one for the reader of tables, which says so.
        """
        if "files" in source:
            return True
        if self._host is None or not {"path", "bytes"} & source.keys():
            return False  # then the reader of tables says what the file looks like
        if example_kind(name := str(source.get("name", ""))):
            return not is_new
        if name.lower().endswith(".npz"):
            return True
        try:
            with ExitStack() as stack:
                return is_archive_of_examples(_stream(source, stack))
        except (OSError, ValueError):  # no such file, of which the reader of tables says so
            return False

    async def read(
        self, source: Mapping[str, Any], progress: Report, check: Callable[[], None], features: Sequence[Feature] = ()
    ) -> Table:
        """Return a table of the examples in a source.

        Parameters
        ----------
        source : mapping
            ``{"files": [source with a name], "name"}``, or a source that is a zip file, a photo or a clip.
        progress : callable
            Takes messages.
        check : callable
            Raises ``Cancelled`` when the work was stopped.
        features : sequence of Feature
            Those of a model that is to predict: then no class is needed, and its names of columns are taken.

        Returns
        -------
        Table
            A row for each example, or each row of a table beside them.
        """
        start = time.perf_counter()
        if self._host is None:
            raise WorkbenchError(words.CANNOT_BE_READ, hints=(words.INSTALL,))
        with ExitStack() as stack:
            found = self._collected(source, stack)
            kind = found.collection.kind
            backbone = await open_backbone(self._models(), kind, progress)
            done = await embed_items(
                found.collection.items,
                backbone,
                self._host,
                lambda step: progress(embedding_message(step, kind)),
                check,
            )
            columns, notes = await self._columns(found, done, is_new=not features)
        table = Table(
            found.name,
            frame_of(_renamed(columns, kind, features)),
            found.size_bytes,
            time.perf_counter() - start,
            (*_told(done, kind), *found.collection.notes, *notes),
            warnings=(*_unusable(done, kind), *_twice(columns)),
            plain=True,
        )
        if not table.n_rows:
            raise DataError(words.nothing_usable(quoted(found.name), kind), value=words.NO_ROW_LEFT)
        return table

    def _collected(self, source: Mapping[str, Any], stack: ExitStack) -> _Found:
        """Return the examples in a source, which stay readable as long as the stack is open."""
        name = str(source.get("name", "examples"))
        if "files" in source:
            items = [Item(str(one["name"]), one) for one in source["files"]]
            found = collect(items, name)
            found = replace(found, notes=(*found.notes, words.NOT_COPIED))
            return _Found(name, found, sum(int(one.get("size", 0)) for one in source["files"]))
        if name.lower().endswith(".npz"):
            return _Found(name, _of_arrays(source), _size_of(source))
        if example_kind(name):
            return _Found(name, collect([Item(name, source)], name), _size_of(source))
        stream = _stream(source, stack)
        size = stream.seek(0, 2)
        stream.seek(0)
        archive = open_archive(stream, name)
        stack.callback(archive.close)
        found = collect(archive.items, name)
        return _Found(name, replace(found, notes=(*archive.notes, *found.notes)), size)

    async def _columns(
        self, found: _Found, done: Embedding, *, is_new: bool
    ) -> tuple[dict[str, np.ndarray], list[str]]:
        """Return the columns of the table: of one beside the examples that names them, or of their folders."""
        items, kind = found.collection.items, found.collection.kind
        notes: list[str] = []
        for one in found.collection.tables:
            table = await self._read_table(dict(one.source) | {"name": one.name})
            joined = _joined(table, items, done, kind)
            if joined is not None:
                return joined[0], [*table.notes, *joined[1], *notes]
            notes.append(words.left_out_table(quoted(one.name), kind))
        if len(done.problems) == len(items):
            raise _nothing_left(found.name, done, kind)
        classes = folder_classes([item.name for item in items])
        there = [at for at, cell in enumerate(done.cells) if cell is not None]
        known = {label for at in there if (label := classes[at]) is not None}
        notes += [
            words.empty_class(quoted(one), kind)
            for one in dict.fromkeys(classes)
            if one is not None and one not in known
        ]
        if is_new and len(known) < 2:
            raise DataError(
                words.one_class(quoted(found.name)) if known else words.no_classes(quoted(found.name)),
                rule=words.FOLDERS_OR_LABELS,
                value=words.only(quoted(min(known))) if known else words.in_one_folder(len(items), kind),
                hints=(" ".join(notes) or words.MAKE_FOLDERS,),
            )
        columns = {kind: column_of([done.cells[at] for at in there])}
        if known:
            columns["class"] = column_of([classes[at] for at in there])
        return columns, notes


async def row_with_examples(
    row: Mapping[str, Any], features: Sequence[Feature], table: Table | None, bringer: Bringer
) -> dict[str, Any]:
    """Return a row in which columns of photos and clips hold examples.

    Parameters
    ----------
    row : mapping
        Cells by column: there a source that is to be read, or the name of an example of the table.
    features : sequence of Feature
        Those of the model.
    table : Table or None
        The table it was trained on.
    bringer : Bringer
        Reads.

    Returns
    -------
    dict
        The row; other columns as they were.
    """
    filled = dict(row)
    for name in (one.name for one in features if one.role in KINDS):
        cell = row.get(name)
        if isinstance(cell, Mapping):
            brought = await bringer.read(cell, lambda _: None, lambda: None, features)
            cells = brought.frame[name].to_numpy() if name in brought.columns else ()
            filled[name] = next((one for one in cells if isinstance(one, Example)), None)
        elif isinstance(cell, str) and not isinstance(cell, Example) and table is not None and name in table.columns:
            filled[name] = next((one for one in table.frame[name] if one == cell), cell)
    return filled


def _stream(source: Mapping[str, Any], stack: ExitStack) -> BinaryIO:
    if "path" in source:
        return stack.enter_context(Path(source["path"]).open("rb"))
    return BytesIO(bytes(source["bytes"]))


def _size_of(source: Mapping[str, Any]) -> int:
    if "bytes" in source:
        return len(source["bytes"])
    return Path(source["path"]).stat().st_size if "path" in source else int(source.get("size", 0))


def _of_arrays(source: Mapping[str, Any]) -> Collection:
    """Return the images of a file in the layout of MedMNIST as files, in folders with the numbers of their labels."""
    from elmweb.studies.jobs.medmnist import read_medmnist  # noqa: PLC0415  few bring one
    from elmweb.zoo.thumbnails import png  # noqa: PLC0415

    found = read_medmnist(source)
    X, y = np.concatenate([found.X, found.X_judge]), np.concatenate([found.y, found.y_judge])
    shape = found.shape if len(found.shape) == 3 else (*found.shape, 1)
    rows = np.sort(np.random.default_rng(0).permutation(len(X))[:_MOST_IMAGES])
    items = []
    for at in rows.tolist():
        image = np.broadcast_to(X[at].reshape(shape), (*shape[:2], 3))
        items.append(Item(f"{y[at]}/{at}.png", {"read": partial(png, image)}))
    n_all = len(X) + found.n_left
    notes = [words.some_images(len(rows), n_all)] if len(rows) < n_all else []
    return Collection("photo", tuple(items), notes=tuple(notes))


def column_of(cells: Sequence[Any]) -> np.ndarray:
    """Return cells as a column; NumPy must not look into them."""
    column = np.empty(len(cells), dtype=object)
    column[:] = cells
    return column


def embedding_message(step: Step, kind: str) -> dict[str, Any]:
    """Return a progress message of embedding."""
    text = words.embedding(step.done, step.total, kind)
    if step.n_new > 4:
        rate = quantity(step.n_new / max(step.seconds, 1e-6))
        left = about(step.seconds / step.done * (step.total - step.done))
        text = words.embedding_with_time(step.done, step.total, kind, rate, left)
    return {"what": "embed", "text": text, "step": step.done, "n_steps": step.total}


def _joined(
    table: Table, items: Sequence[Item], done: Embedding, kind: str
) -> tuple[dict[str, np.ndarray], list[str]] | None:
    """Return the columns of a table with examples in place of the names of their files; None when it names none."""
    by_path = {item.name.casefold(): at for at, item in enumerate(items)}
    by_key: dict[str, int | None] = {}
    for at, item in enumerate(items):
        key = file_key(item.name)
        for one in (key, key.rpartition(".")[0]):
            by_key[one] = None if one in by_key else at  # two files of one name in two folders
    columns: dict[str, np.ndarray] = {}
    named: set[int] = set()
    n_absent = 0
    for name in table.columns:
        values = table.frame[name].to_numpy()
        columns[name] = values
        if not is_text(values):
            values = np.array([f"{value:g}" for value in values], dtype=object)  # 17 is the name of 17.jpg
        places = [_place(cell, by_path, by_key) for cell in values]
        present = [place for cell, place in zip(values, places, strict=True) if cell is not None]
        hits = {place for place in present if place is not None}
        if sum(place is not None for place in present) >= max(1, _MATCH * len(present)) and len(hits) > 1:
            columns[name] = column_of([None if place is None else done.cells[place] for place in places])
            n_absent += sum(place is None for place in present)
            named |= hits
    if not named:
        return None
    notes = [words.joined(quoted(table.name))]
    if n_absent:
        notes.append(words.named_but_absent(n_absent, kind))
    if left := len(items) - len(named):
        notes.append(words.not_named(left, kind))
    return columns, notes


def _place(cell: Any, by_path: Mapping[str, int], by_key: Mapping[str, int | None]) -> int | None:
    """Return the position of the file that a cell names."""
    if not isinstance(cell, str):
        return None
    path = "/".join(part for part in cell.replace("\\", "/").split("/") if part not in ("", ".")).casefold()
    if path in by_path:
        return by_path[path]
    ends = [at for name, at in by_path.items() if name.endswith("/" + path)] if "/" in path else []
    return ends[0] if len(ends) == 1 else by_key.get(file_key(cell))


def _renamed(columns: dict[str, np.ndarray], kind: str, features: Sequence[Feature]) -> dict[str, np.ndarray]:
    """Return the columns with the name that a model knows its one column of examples by."""
    wanted = [one.name for one in features if one.role in KINDS]
    kinds = {one.role for one in features if one.role in KINDS}
    ours = [name for name, cells in columns.items() if any(isinstance(cell, Example) for cell in cells)]
    if kinds and kind not in kinds:
        raise DataError(words.trained_on(kinds.pop()), rule=words.SAME_KIND, value=words.things(kind))
    if len(wanted) != 1 or len(ours) != 1 or wanted == ours or wanted[0] in columns:
        return columns
    return {wanted[0] if name == ours[0] else name: cells for name, cells in columns.items()}


def _told(done: Embedding, kind: str) -> list[str]:
    """Return sentences about what was embedded, and what is special."""
    used = [cell for cell in done.cells if cell is not None]
    notes = []
    if used:
        text = words.embedded(len(used[0].vector), kind)
        if done.n_kept:
            text = f"{text} {words.known_before(done.n_kept, kind)}"
        elif len(done.new) > 4:
            text = f"{text} {words.a_second(quantity(len(done.new) / max(done.seconds, 1e-6)))}"
        notes.append(text)
    for what, names in done.notes.items():
        files = [quoted(name) for name in names]
        if what == "animated":
            notes.append(words.animated(files, _SHOWN))
        elif what == "cmyk":
            notes.append(words.four_colours(files, _SHOWN))
    return notes


def _unusable(done: Embedding, kind: str) -> list[tuple[str, str]]:
    """Return a warning about examples that cannot be used."""
    if not done.problems:
        return []
    n = len(done.problems)
    texts = [error.what for error in list(done.problems.values())[:_SHOWN]]
    return [(words.n_unusable(n, kind), words.are_left_out(" ".join(texts), max(0, n - _SHOWN), n))]


def _twice(columns: Mapping[str, np.ndarray]) -> list[tuple[str, str]]:
    """Return a warning about examples that are there in two classes."""
    classes = columns.get("class")
    photos = next((cells for cells in columns.values() if any(isinstance(cell, Example) for cell in cells)), None)
    if classes is None or photos is None:
        return []
    seen: dict[str, tuple[str, Any]] = {}
    odd = []
    for cell, label in zip(photos, classes, strict=True):
        if cell is None or label is None:
            continue
        name, first = seen.setdefault(cell.digest, (str(cell), label))
        if first != label:
            odd.append((quoted(name), quoted(str(cell))))
    if not odd:
        return []
    return [(words.in_two_classes(len(odd)), words.same_content(odd, _SHOWN))]


def _nothing_left(name: str, done: Embedding, kind: str) -> DataError:
    """Return an error for examples none of which can be used."""
    errors = list(done.problems.values())
    if len(errors) == 1:
        return errors[0]
    return DataError(
        words.none_usable(len(errors), quoted(name), kind),
        value=" ".join(error.what for error in errors[:_SHOWN]),
    )
