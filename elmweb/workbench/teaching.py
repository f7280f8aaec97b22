"""The Teach page: what is shown becomes examples of its classes, and what the board knows becomes answers."""

from __future__ import annotations

import asyncio
import base64
import csv
import io
import os
import struct
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np

from elmweb.examples import Backbone, Example, Item, embed_items
from elmweb.examples.embed import Embedding
from elmweb.exceptions import DataError, ElmwebError, InputError
from elmweb.formatting import duration, file_stem, in_100, quoted, whole
from elmweb.teaching.board import Board, Score, Shown
from elmweb.teaching.shelf import Record, TeachHost, pack_record, unpack_record
from elmweb.words.engine import teaching as words
from elmweb.workbench.bring import BACKBONES, open_backbone
from elmweb.workbench.protocol import ExportFile, TeachAnswer, TeachReady, TeachView

if TYPE_CHECKING:
    from elmweb.zoo.models import Models

__all__ = ["Teaching"]

_SIDE = 320  # of a photo that is kept, in pixels
_RATE = 16_000
_MOST_SECONDS = 10  # of a clip that are kept
_SAVE_SECONDS = 0.4  # after a change: a held button makes many
_SHOWN = 3  # mistakes, and problems that are told in full
_FOLDERS = {"photo": "pictures", "sound": "clips"}  # of the zip file
_BARS = 24  # of a clip's loudness

Report = Callable[[dict[str, Any]], None]


class _Place:
    """A board, and what belongs to it."""

    def __init__(self, kind: str) -> None:
        self.board = Board(kind)
        self.backbone: Backbone | None = None
        self.backbone_id = ""
        self.notes: list[str] = []  # about the newest change
        self.trouble = ""  # with what is kept
        self.writer = ""  # whose record was read last
        self.waves: dict[str, str] = {}  # drawings of clips, by digest


class Teaching:
    """The boards, one for photos and one for clips.

    Parameters
    ----------
    host : TeachHost
        Reads, decodes and keeps.
    models : callable
        Returns the deep models.
    """

    def __init__(self, host: TeachHost, models: Callable[[], Models]) -> None:
        self._host, self._models = host, models
        self._places: dict[str, _Place] = {}
        self._me = os.urandom(6).hex()
        self._saving: asyncio.Future[None] | None = None
        self._dirty: set[str] = set()

    # What is asked

    async def open(self, kind: str, progress: Report) -> TeachView:
        """Return the board as it is, or as it was kept."""
        return self._view(await self._place(kind, progress))

    async def ready(self, kind: str, progress: Report) -> TeachReady:
        """Load the network that embeds."""
        place = await self._place(kind, progress)
        start = time.perf_counter()
        await self._backbone(place, progress)
        opened = await self._models().open(BACKBONES[kind], None, progress)
        return {"provider": opened["provider"], "note": opened["note"], "seconds": time.perf_counter() - start}

    async def change(self, kind: str, change: Mapping[str, Any]) -> TeachView:
        """Change the board; see :class:`elmweb.workbench.protocol.TeachVerbs`."""
        place = await self._place(kind)
        board, do, asked = place.board, change.get("do"), dict(change)
        place.notes = []
        if do == "add_class":
            board.add_class(str(asked.get("name", "")))
        elif do == "rename":
            board.rename(int(asked["class"]), str(asked["name"]))
        elif do == "remove_class":
            board.remove_class(int(asked["class"]))
        elif do == "remove":
            board.remove([int(one) for one in asked["examples"]])
        elif do == "move":
            board.move([int(one) for one in asked["examples"]], int(asked["class"]))
        elif do == "undo":
            if text := board.undo():
                place.notes = [words.taken_back(text)]
        elif do == "forget":
            await self._forget(place)
            return self._view(self._places[kind])
        else:
            raise InputError(words.NO_SUCH_CHANGE, rule=words.KNOWN_CHANGE, value=str(do))
        self._save_soon(kind)
        return self._view(place)

    async def show(
        self, source: Mapping[str, Any], to: Mapping[str, Any], progress: Report, check: Callable[[], None]
    ) -> TeachView:
        """Show examples of a class; see :class:`elmweb.workbench.protocol.TeachVerbs`."""
        place = await self._place(str(to["kind"]), progress)
        board, kind = place.board, place.board.kind
        class_id, group = int(to["class"]), str(to.get("group", "")) or os.urandom(6).hex()
        name_of_class = board.name_of(class_id)  # an unknown class is told before anything is embedded
        backbone = await self._backbone(place, progress)
        files = [(str(one["name"]), one) for one in source.get("files", [source])]
        place.notes, problems, n_copies = [], [], 0
        for at, (name, one) in enumerate(files):
            check()
            if len(files) > 1:
                text = words.embedding(at + 1, len(files), kind)
                progress({"what": "embed", "text": text, "step": at, "n_steps": len(files)})
            try:
                data = await self._small(kind, name, one)
                cell = _only(await embed_items([Item(name, {"bytes": data})], backbone, self._host))
            except DataError as error:
                problems.append(error)
                continue
            added, copies = board.add(class_id, [(name, cell.digest, cell.vector, cell.thumbnail)], group=group)
            n_copies += copies
            if added:
                await self._host.shelf.put(_file_key(cell.digest), data)
            await asyncio.sleep(0)  # so that Cancel is heard
        if len(problems) == len(files):
            raise _nothing_used(problems, kind)
        place.notes = _notes(problems, n_copies, name_of_class, kind)
        self._save_soon(kind)
        return self._view(place)

    async def look(self, shown: np.ndarray, kind: str) -> TeachAnswer:
        """Return what the model says about a frame or a moment of sound."""
        place = await self._place(kind)
        if why := place.board.why_no_answer():
            return _no_answer(why)
        backbone = await self._backbone(place, _ignore)
        start = time.perf_counter()
        try:
            vector = np.asarray(await backbone.run({kind: shown}), np.float32).ravel()
        except InputError as error:  # such as silence: no failure, but no answer either
            return _no_answer(error.what)
        embedded = time.perf_counter()
        answer = place.board.answer(vector)
        if answer is None:
            return _no_answer(place.board.why_no_answer())
        answered = time.perf_counter()
        label, probability = answer.classes[0]
        return {
            "label": words.NONE_OF_THESE if answer.is_none else label,
            "sure": words.unlike_all(label) if answer.is_none else words.likely(in_100(probability)),
            "is_none": answer.is_none,
            "bars": [[name, share, in_100(share)] for name, share in answer.classes],
            "why": "",
            "milliseconds": 1_000 * (answered - start),
            "head_milliseconds": 1_000 * (answered - embedded),
        }

    async def thumbnails(self, kind: str, examples: Sequence[int]) -> dict[str, str]:
        """Return pictures of examples as addresses that hold them, by their ids."""
        place, found = await self._place(kind), {}
        for one in examples:
            try:
                shown = place.board.find(int(one))
            except InputError:
                continue  # removed in the meantime
            if kind == "sound":
                found[str(one)] = await self._wave(place, shown)
            else:
                kept = shown.thumbnail or await self._host.shelf.get(_file_key(shown.digest)) or b""
                found[str(one)] = "data:image/jpeg;base64," + base64.b64encode(kept).decode()
        return found

    async def file(self, kind: str) -> ExportFile:
        """Return all examples as a zip file with a table of their classes, as the Data page reads it."""
        place = await self._place(kind)
        board = place.board
        if why := board.why_no_answer():
            raise DataError(words.no_table(why), rule=words.TWO_CLASSES)
        packed, rows, n_lost = io.BytesIO(), [], 0
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for one, of in board.examples:
                data = await self._host.shelf.get(_file_key(one.digest))
                if data is None:
                    n_lost += 1
                    continue
                name = f"{_FOLDERS[kind]}/{one.id:05}.{'jpg' if kind == 'photo' else 'wav'}"
                archive.writestr(zipfile.ZipInfo(name), data)
                rows.append((name, board.name_of(of)))
            archive.writestr(zipfile.ZipInfo("labels.csv"), _labels(kind, rows))
        if not rows:
            raise DataError(words.files_not_kept(kind), rule=words.STORAGE, value=words.NONE_THAT_LASTS)
        note = words.not_in_the_file(n_lost, kind) if n_lost else ""
        stem = file_stem(f"{words.file_name([one.name for one in board.classes])}.zip")
        return {"filename": f"{stem}.zip", "mime": "application/zip", "data": packed.getvalue(), "note": note}

    async def flush(self) -> None:
        """Keep at once what waits to be kept."""
        for kind in sorted(self._dirty):
            self._dirty.discard(kind)
            await self._save(self._places[kind])

    # How it is done

    async def _place(self, kind: str, progress: Report | None = None) -> _Place:
        """Return a board with what belongs to it; the first time as it was kept."""
        if kind not in BACKBONES:
            raise InputError(words.NO_SUCH_BOARD, rule=", ".join(BACKBONES), value=kind)
        if kind not in self._places:
            place = _Place(kind)
            self._places[kind] = place
            try:
                await self._restore(place, progress or _ignore)
            except ElmwebError as error:
                place.trouble = error.what
            except BaseException:
                del self._places[kind]  # stopped: it is tried again
                raise
        return self._places[kind]

    async def _restore(self, place: _Place, progress: Report) -> None:
        """Fill a board with what was kept."""
        kind = place.board.kind
        data = await self._host.shelf.get(_record_key(kind))
        if data is None:
            place.board.restore([(number, words.class_number(number)) for number in (1, 2)], [])
            return
        record = unpack_record(data)
        place.writer, place.backbone_id = record.writer, record.backbone
        vectors = await self._host.vectors.get(record.backbone, [digest for *_, digest in record.examples])
        if len({digest for *_, digest in record.examples} - vectors.keys()):
            place.backbone = await open_backbone(self._models(), kind, progress)
            place.backbone_id = place.backbone.id
            vectors = {}
            for _, _, name, digest in record.examples:
                kept = await self._host.shelf.get(_file_key(digest))
                if kept is not None:
                    done = await embed_items([Item(name, {"bytes": kept})], place.backbone, self._host)
                    vectors |= {cell.digest: cell for cell in done.cells if cell is not None}
        examples = [
            (Shown(one, name, digest, vectors[digest].vector, vectors[digest].thumbnail), of)
            for one, of, name, digest in record.examples
            if digest in vectors
        ]
        place.board.restore(record.classes, examples)
        if lost := len(record.examples) - len(examples):
            place.trouble = words.lost(lost, kind)

    async def _backbone(self, place: _Place, progress: Report) -> Backbone:
        """Return the network, loaded when it is first needed."""
        if place.backbone is None:
            place.backbone = await open_backbone(self._models(), place.board.kind, progress)
            place.backbone_id = place.backbone.id
        return place.backbone

    async def _small(self, kind: str, name: str, source: Mapping[str, Any]) -> bytes:
        """Return an example as a small file, which is what is embedded and kept."""
        if kind == "photo":
            return await self._host.small_photo(name, source, _SIDE)
        heard = await self._host.sound(name, source, _RATE)
        if not np.abs(heard).max(initial=0.0) > 1e-4:
            raise InputError(words.nothing_heard(quoted(name)), rule=words.A_SOUND, value=words.SILENCE)
        return _wav(heard[: _MOST_SECONDS * _RATE])

    async def _wave(self, place: _Place, shown: Shown) -> str:
        """Return a drawing of a clip's loudness."""
        if shown.digest not in place.waves:
            data = await self._host.shelf.get(_file_key(shown.digest))
            heard = np.zeros(1, np.float32)
            if data is not None:
                heard = await self._host.sound(shown.name, {"bytes": data}, _RATE)
            parts = np.array([np.abs(part).max(initial=0.0) for part in np.array_split(heard, _BARS)])
            place.waves[shown.digest] = _drawn(parts / max(parts.max(), 1e-6))
        return place.waves[shown.digest]

    async def _forget(self, place: _Place) -> None:
        """Let go of a board and all that was kept of it."""
        kind = place.board.kind
        digests = [one.digest for one, _ in place.board.examples]
        names = [_record_key(kind), *(_file_key(digest) for digest in digests)]
        names += [f"{place.backbone_id}/{digest}" for digest in digests]
        await self._host.shelf.delete(names)
        fresh = _Place(kind)
        fresh.board.restore([(number, words.class_number(number)) for number in (1, 2)], [])
        fresh.backbone, fresh.backbone_id = place.backbone, place.backbone_id
        fresh.notes = [words.forgotten(len(digests), kind)]
        self._places[kind] = fresh
        self._dirty.discard(kind)

    def _save_soon(self, kind: str) -> None:
        """Keep the board a moment from now."""
        self._dirty.add(kind)
        if self._saving is None or self._saving.done():
            self._saving = asyncio.ensure_future(self._save_later())

    async def _save_later(self) -> None:
        await asyncio.sleep(_SAVE_SECONDS)
        await self.flush()

    async def _save(self, place: _Place) -> None:
        """Keep the board, unless another tab has kept something else since it was read."""
        board, key = place.board, _record_key(place.board.kind)
        kept = await self._host.shelf.get(key)
        writer = _writer(kept)
        if writer not in ("", self._me, place.writer):
            place.trouble = words.OTHER_TAB
            return
        place.writer = self._me
        record = Record(
            place.backbone_id,
            tuple((one.id, one.name) for one in board.classes),
            tuple((one.id, of, one.name, one.digest) for one, of in board.examples),
            self._me,
        )
        await self._host.shelf.put(key, pack_record(record))
        lasting = await self._host.shelf.get(key)
        place.trouble = "" if lasting else words.KEEPS_NOTHING

    def _view(self, place: _Place) -> TeachView:
        """Return the board as the page shows it."""
        board, kind = place.board, place.board.kind
        score = board.score()
        by_class = {one.id: board.examples_of(one.id) for one in board.classes}
        return {
            "kind": kind,
            "classes": [
                {
                    "id": one.id,
                    "name": one.name,
                    "count": words.n_examples(len(by_class[one.id]), kind),
                    "examples": [example.id for example in by_class[one.id]],
                }
                for one in board.classes
            ],
            "n": board.n,
            "why": board.why_no_answer(),
            "number": whole(score.n_right) if score else "",
            "number_text": words.of_all(score.n) if score else "",
            "learned": words.learned(score.n, duration(score.seconds), kind) if score else "",
            "wrong": [
                {"id": one.example, "said": one.said, "says": one.says, "sure": words.likely(in_100(one.probability))}
                for one in (score.mistakes[:_SHOWN] if score else ())
            ],
            "n_wrong": len(score.mistakes) if score else 0,
            "none": _none_text(score, kind) if score else "",
            "undo": board.undo_text,
            "notes": [*place.notes, *_twice(board), *filter(None, [place.trouble])],
            "seconds": score.seconds if score else 0.0,
        }


def _none_text(score: Score, kind: str) -> str:
    """Return what is known of "none of these"."""
    if score.limit is None:
        return words.none_needs_two(kind)
    return words.about_none(score.limit.n, score.limit.n_noticed, score.limit.n_lost, kind)


def _twice(board: Board) -> list[str]:
    """Return a sentence about files that are in two classes."""
    pairs = board.twice()
    if not pairs:
        return []
    one, other = pairs[0]
    return [words.in_two_classes(quoted(one), quoted(other), len(pairs) - 1, board.kind)]


def _notes(problems: Sequence[DataError], n_copies: int, name: str, kind: str) -> list[str]:
    """Return what became of examples that were not learned."""
    notes = [error.what for error in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        notes.append(words.more_cannot_be_used(len(problems) - _SHOWN))
    if n_copies:
        notes.append(words.copies(n_copies, quoted(name), kind))
    return notes


def _nothing_used(problems: Sequence[DataError], kind: str) -> DataError:
    if len(problems) == 1:
        return problems[0]
    return DataError(
        words.none_can_be_used(len(problems), kind),
        value=" ".join(error.what for error in problems[:_SHOWN]),
    )


def _only(done: Embedding) -> Example:
    """Return the one cell, or raise why there is none."""
    cell = done.cells[0]
    if cell is None:
        raise next(iter(done.problems.values()))
    return cell


def _no_answer(why: str) -> TeachAnswer:
    return {
        "label": "", "sure": "", "is_none": False, "bars": [], "why": why, "milliseconds": 0.0, "head_milliseconds": 0.0
    }  # fmt: skip


def _labels(kind: str, rows: Sequence[tuple[str, str]]) -> bytes:
    """Return the table beside the files."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([kind, "class"])
    writer.writerows(rows)
    return text.getvalue().encode()


def _wav(heard: np.ndarray) -> bytes:
    """Return samples as a WAV file of one channel with 16 bits; the page's Python has no module for them."""
    data = (np.clip(heard, -1, 1) * 32_767).astype("<i2").tobytes()
    kind = struct.pack("<IHHIIHH", 16, 1, 1, _RATE, 2 * _RATE, 2, 16)
    return b"".join(
        [b"RIFF", struct.pack("<I", 36 + len(data)), b"WAVEfmt ", kind, b"data", struct.pack("<I", len(data)), data]
    )


def _drawn(loud: np.ndarray) -> str:
    """Return bars as the address of an SVG drawing; mid-grey is seen on light and dark."""
    heights = np.maximum(2, np.round(88 * loud)).astype(int)
    bars = "".join(
        f"<rect x='{4 * at + 1}' y='{48 - height // 2}' width='2' height='{height}'/>"
        for at, height in enumerate(heights)
    )
    drawing = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 96 96' fill='#7a8491'>{bars}</svg>"
    return "data:image/svg+xml," + quote(drawing)


def _record_key(kind: str) -> str:
    return f"taught/{kind}"


def _file_key(digest: str) -> str:
    return f"taught-file/{digest}"


def _writer(data: bytes | None) -> str:
    """Return who wrote a record; empty for nobody."""
    if data is None:
        return ""
    try:
        return unpack_record(data).writer
    except ElmwebError:
        return ""


def _ignore(_message: object) -> None:
    """Take a progress message that nobody waits for."""
