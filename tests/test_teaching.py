"""Teaching by example, against models that are fitted on all rows at once, and against distances worked out plainly."""

from __future__ import annotations

import asyncio
import io
import wave
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest

from elmweb import OnlineELMClassifier
from elmweb.bridge._native_examples import NativeExamples
from elmweb.exceptions import DataError, InputError, ParseError
from elmweb.teaching.board import Board
from elmweb.teaching.head import SCALE, Head, scaled
from elmweb.teaching.shelf import Record, pack_record, unpack_record
from elmweb.teaching.unknown import Neighbours
from elmweb.workbench.bring import BACKBONES
from elmweb.workbench.local import LocalWorkbench

pytest.importorskip("PIL")
from PIL import Image

SIDE = 224


def fitted(X: np.ndarray, y: np.ndarray, n_classes: int, width: int, alpha: float) -> OnlineELMClassifier:
    """Return the online ELM of the package, fitted on all rows at once, with its leave-one-out outputs."""
    model = OnlineELMClassifier(width, alpha=alpha, scale=SCALE, random_state=0)
    return model.partial_fit(scaled(X), y, classes=np.arange(n_classes)).calibrate(scaled(X), y)


def agrees(head: Head, X: np.ndarray, y: np.ndarray, others: np.ndarray) -> None:
    """Check that a head is the model fitted on these rows at once."""
    model = fitted(X, y, head.n_classes, len(head.coef), head.alpha)
    columns = slice(None) if head.n_classes > 2 else 1  # of two classes the package solves for one
    assert np.allclose(head.coef[:, columns], model.coef_, atol=1e-10)
    assert np.allclose(head.leave_one_out()[:, columns], model.loo_decision_, atol=1e-9)
    assert np.allclose(head.outputs(others)[:, columns], model.decision_function(scaled(others)), atol=1e-10)


def test_every_change_gives_the_model_that_a_fit_on_all_rows_gives() -> None:
    """Oracle: OnlineELMClassifier on the rows that are there, after adding, forgetting and relabelling in any order."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(90, 30)) + 2, rng.integers(3, size=90)
    head = Head(30, 60, alpha=3.0)
    for _ in range(3):
        head.add_class()
    for at in range(60):
        head.add(X[at], y[at])
    agrees(head, X[:60], y[:60], X[60:])
    here = list(range(60))
    for at in range(60, 90):
        head.add(X[at], y[at])
        here.append(at)
        gone = rng.integers(len(here))
        head.remove(gone)
        del here[gone]
        moved, label = rng.integers(len(here)), rng.integers(3)
        head.relabel(moved, label)
        y[here[moved]] = label
    agrees(head, X[here], y[here], X)
    before = head.coef.copy()
    head.solve_again()
    assert np.allclose(head.coef, before, atol=1e-11)
    agrees(head, X[here], y[here], X)


def test_classes_come_and_go() -> None:
    """Oracle: the same fit, with a class that was added late at the front, and one that was emptied and removed."""
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(40, 20)), np.repeat([0, 1], 20)
    head = Head(20, 25, alpha=2.0)
    head.add_class()
    head.add_class()
    head.add_many(X, y)
    head.add_class(0)
    new = rng.normal(size=(5, 20))
    for row in new:
        head.add(row, 0)
    agrees(head, np.concatenate([X, new]), np.concatenate([y + 1, np.zeros(5, int)]), X)
    for at in reversed(range(20)):
        head.remove(at)
    head.remove_class(1)
    agrees(head, np.concatenate([X[20:], new]), np.concatenate([np.ones(20, int), np.zeros(5, int)]), X)
    for _ in range(25):
        head.remove(0)
    assert not head.coef.any()


def test_many_rows_at_once_are_the_same_as_one_by_one() -> None:
    """Oracle: the head that learned them one by one."""
    rng = np.random.default_rng(2)
    X, y = rng.normal(size=(230, 12)), rng.integers(2, size=230)
    heads = [Head(12, 30), Head(12, 30)]
    for head in heads:
        head.add_class()
        head.add_class()
    heads[0].add_many(X, y)
    for row, label in zip(X, y, strict=True):
        heads[1].add(row, label)
    assert np.allclose(heads[0].leave_one_out(), heads[1].leave_one_out(), atol=1e-10)


def test_distances_are_those_of_all_pairs() -> None:
    """Oracle: every cosine by itself, after adding, removing and relabelling; many at once give the same."""
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(80, 10)), rng.integers(3, size=80)
    near, many = Neighbours(10), Neighbours(10)
    for row, label in zip(X, y, strict=True):
        near.add(row, label)
    many.add_many(X, y)
    for one in (near, many):
        one.remove(7)
        one.relabel(0, 2)
    y[0] = 2
    X, y = np.delete(X, 7, axis=0), np.delete(y, 7)
    U = X / np.linalg.norm(X, axis=1)[:, None]
    S = U @ U.T
    np.fill_diagonal(S, -1)
    own = 1 - np.where(y[:, None] == y, S, -1).max(axis=1)
    other = 1 - np.where(y[:, None] == y, -1, S).max(axis=1)
    for one in (near, many):
        limit = one.limit()
        assert limit.n_lost == np.sum(own > limit.distance + 1e-6) <= 0.1 * len(own)
        assert limit.n_noticed == np.sum(other > limit.distance + 1e-6)
        assert one.distance(X[3]) == pytest.approx(0, abs=1e-6)


def test_distances_after_any_changes_are_those_of_a_fresh_start() -> None:
    """Oracle: the same examples put in at once, after each of 120 random changes; only some are looked at again."""
    rng = np.random.default_rng(8)
    near = Neighbours(6)
    X, y = list(rng.normal(size=(30, 6)).astype(np.float32)), rng.integers(4, size=30).tolist()
    near.add_many(np.array(X), np.array(y))
    for _ in range(120):
        at, label = int(rng.integers(len(X))), int(rng.integers(4))
        change = rng.choice(["add", "remove", "relabel"]) if len(X) > 5 else "add"
        if change == "add":
            X.append(rng.normal(size=6).astype(np.float32))
            y.append(label)
            near.add(X[-1], label)
        elif change == "remove":
            del X[at], y[at]
            near.remove(at)
        else:
            y[at] = label
            near.relabel(at, label)
        fresh = Neighbours(6)
        fresh.add_many(np.array(X), np.array(y))
        assert near.limit().distance == pytest.approx(fresh.limit().distance, abs=1e-5)
        for name in ("_own", "_other"):
            assert np.allclose(getattr(near, name)[: near.n], getattr(fresh, name)[: near.n], atol=1e-5)


def test_what_was_never_shown_is_none_of_these() -> None:
    """Oracle: three bundles of directions, two of which are shown; frames that hardly differ do not narrow it."""
    rng = np.random.default_rng(4)
    middles = np.linalg.qr(rng.normal(size=(40, 3)))[0].T * 5
    frames = [[middle + rng.normal(scale=0.01, size=40) for _ in range(12)] for middle in middles]
    board = Board("photo", 60)
    ids = [board.add_class(name).id for name in ("mug", "keys")]
    assert board.why_no_answer() == '"mug" and "keys" have no pictures yet. Two classes need some.'
    for class_id, rows in zip(ids, frames, strict=False):
        board.add(class_id, [(f"{at}.jpg", f"{class_id}-{at}", row, b"") for at, row in enumerate(rows)])
    score = board.score()
    assert (score.n, score.n_right, score.limit.n_lost, score.limit.n_noticed) == (24, 24, 0, 24)
    assert board.answer(frames[2][0]).is_none
    seen = board.answer(middles[1] + rng.normal(scale=0.3, size=40))  # another view, ten times farther than the frames
    assert not seen.is_none
    assert seen.classes[0][0] == "keys"


def filled() -> tuple[Board, list[int]]:
    """Return a board with ten examples in each of two classes."""
    rng = np.random.default_rng(5)
    board = Board("photo", 60)
    ids = [board.add_class(name).id for name in ("a", "b")]
    for class_id in ids:
        rows = rng.normal(size=(10, 8)) + class_id
        board.add(class_id, [(f"{at}.jpg", f"{class_id}-{at}", row, b"") for at, row in enumerate(rows)])
    return board, ids


def state_of(board: Board) -> tuple:
    """Return everything that Undo has to restore."""
    score = board.score()
    classes = [(one.id, one.name) for one in board.classes]
    return classes, [(one.id, of) for one, of in board.examples], score and (score.n, score.n_right)


def test_every_change_can_be_taken_back() -> None:
    """Invariant: after each change and Undo, classes, examples and outputs are what they were."""
    board, (a, b) = filled()
    here = [one.id for one in board.examples_of(a)]
    probe = np.linspace(-1, 2, 8)
    before, outputs = state_of(board), board._head.outputs(probe[None])
    changes = (
        lambda: board.add(b, [("n.jpg", "new", probe, b"")]),
        lambda: board.remove(here[:4]),
        lambda: board.move(here[2:5], b),
        lambda: board.rename(a, "another"),
        lambda: board.remove_class(a),
        lambda: board.add_class("third"),
    )
    for change in changes:
        change()
        assert state_of(board) != before
        assert board.undo()
        assert state_of(board) == before
        assert np.allclose(board._head.outputs(probe[None]), outputs, atol=1e-10)
    for change in changes[:2] + changes[3:4] + changes[5:]:
        change()
    for _ in range(4):
        board.undo()
    assert state_of(board) == before


def test_a_held_button_is_taken_back_at_once() -> None:
    """Invariant: examples of one group leave together, and Undo says how many they are."""
    board, (a, _) = filled()
    rng = np.random.default_rng(6)
    for at in range(5):
        board.add(a, [(f"h{at}", f"h{at}", rng.normal(size=8), b"")], group="hold")
    assert board.undo_text == "adding 5 pictures"
    board.undo()
    assert board.n == 20


def test_names_and_copies() -> None:
    """Oracle: the sentence for each name that cannot be one; a copy is left out in its class, and told in another."""
    board, (a, b) = filled()
    for name, what in (
        ("A", "of this name"),
        ("  \u200f ", "needs a name"),
        ("x" * 61, "too long"),
    ):
        with pytest.raises(InputError, match=what):
            board.rename(b, name)
    board.rename(b, "  كوب \U0001f95d  ")
    assert board.name_of(b) == "كوب \U0001f95d"
    one = board.examples_of(a)[0]
    copy = [(one.name, one.digest, one.vector, b"")]
    assert board.add(a, copy) == ([], 1)
    board.add(b, copy)
    assert board.twice() == [("a", "كوب \U0001f95d")]
    with pytest.raises(InputError, match="not here any more"):
        board.remove([999])


def test_a_record_is_examined_like_a_stranger_s() -> None:
    """Invariant: what was kept comes back; anything else is refused."""
    record = Record("net", ((1, "a"), (2, "b")), ((3, 1, "x.jpg", "0"),), "me")
    assert unpack_record(pack_record(record)) == record
    bad = (b"", b"{}", b"[1]", pack_record(record).replace(b'"me"', b"null").replace(b"[3, 1,", b"[3, 9,"))
    for data in bad:
        with pytest.raises(ParseError, match="cannot be read"):
            unpack_record(data)


class Models:
    """Deep models that turn a photo into its mean colours, and a clip into how loud its parts are."""

    def __init__(self) -> None:
        self.n_runs = 0

    async def card(self, name):
        """Return what the boards ask of a card."""
        graph = SimpleNamespace(sha256=name.ljust(64, "0"), inputs=[SimpleNamespace(shape=(1, 3, SIDE, SIDE))])
        return SimpleNamespace(settings={"rate": 16_000, "least": 12_512}, graph=lambda: graph)

    async def open(self, name, provider, progress):
        """Be ready."""
        return {"provider": "cpu", "note": ""}

    async def run(self, name, inputs):
        """Return a vector."""
        self.n_runs += 1
        if name == BACKBONES["photo"]:
            vector = inputs["photo"].reshape(-1, 3).mean(axis=0) / 255
        else:
            vector = [np.abs(part).mean() for part in np.array_split(inputs["sound"], 6)]
        return {"answer": {"vector": np.array([*vector, 0.1], np.float32)}}


def picture(*colour: int, side: int = 40) -> bytes:
    """Return a PNG file of one colour."""
    packed = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(packed, "PNG")
    return packed.getvalue()


def sources(**files: bytes) -> dict:
    """Return many files as one source."""
    return {"name": "examples", "files": [{"name": f"{name}.png", "bytes": data} for name, data in files.items()]}


def workbench(host: NativeExamples | None = None, models: Models | None = None) -> LocalWorkbench:
    """Return a workbench whose deep models are small."""
    made = LocalWorkbench(open_examples=lambda: host or NativeExamples())
    made._models = lambda: models or Models()
    return made


def ignore(_message: object) -> None:
    """Take a progress message."""


async def taught(one: LocalWorkbench) -> dict:
    """Show three reds and three blues."""
    await one.teach_open("photo", ignore)
    for class_id, shade in ((1, lambda at: (200 + at, 10, 10)), (2, lambda at: (10, 10, 200 + at))):
        files = {f"shade {at}": picture(*shade(at)) for at in range(3)}
        view = await one.teach_show(sources(**files), {"kind": "photo", "class": class_id}, ignore)
    return view


def test_from_nothing_to_an_answer() -> None:
    """Oracle: colours; each sentence says what is missing until there are two classes."""

    async def go() -> None:
        one = workbench()
        view = await one.teach_open("photo", ignore)
        assert [c["name"] for c in view["classes"]] == ["Class 1", "Class 2"]
        assert view["why"] == '"Class 1" and "Class 2" have no pictures yet. Two classes need some.'
        red = np.full((SIDE, SIDE, 3), (210, 10, 10), np.uint8)
        assert (await one.teach_look(red, "photo"))["why"] == view["why"]
        view = await taught(one)
        assert (view["number"], view["number_text"]) == ("6", "of 6 right, each judged without itself")
        assert (await one.teach_look(red, "photo"))["label"] == "Class 1"
        green = await one.teach_look(np.full((SIDE, SIDE, 3), (0, 230, 0), np.uint8), "photo")
        assert green["is_none"]
        view = await one.teach_change("photo", {"do": "undo"})
        assert [c["count"] for c in view["classes"]] == ["3 pictures", "0 pictures"]
        assert view["why"] == '"Class 2" has no pictures yet. Two classes need some.'
        view = await one.teach_change("photo", {"do": "remove_class", "class": 2})
        assert view["why"] == "There is one class. It takes two to tell pictures apart."
        with pytest.raises(InputError, match="known change"):
            await one.teach_change("photo", {"do": "dance"})

    asyncio.run(go())


def test_bad_pictures_are_told_and_the_others_learned() -> None:
    """Oracle: the sentence of each; the same file in two classes is a note, in one class it is left out."""

    async def go() -> None:
        one = workbench()
        view = await taught(one)
        first = one._boards._places["photo"].board.examples[0][0]
        bad = {"cut": picture(1, 2, 3, side=300)[:90], "note": b"no picture at all", "again": picture(200, 10, 10)}
        view = await one.teach_show(sources(**bad, more=picture(220, 0, 0)), {"kind": "photo", "class": 1}, ignore)
        assert [c["count"] for c in view["classes"]] == ["4 pictures", "3 pictures"]
        assert any("cut.png" in note for note in view["notes"])
        assert any("note.png" in note for note in view["notes"])
        assert '1 picture is in "Class 1" already, and left out.' in view["notes"]
        view = await one.teach_show(sources(again=picture(200, 10, 10)), {"kind": "photo", "class": 2}, ignore)
        assert any(note.startswith("The same picture is in") for note in view["notes"])
        pictures = await one.teach_thumbnails("photo", [first.id, 999])
        assert pictures.keys() == {str(first.id)}
        assert pictures[str(first.id)].startswith("data:image/jpeg;base64,")
        with pytest.raises(DataError, match="None of the 2 pictures"):
            await one.teach_show(sources(a=b"x" * 99, b=b"y" * 99), {"kind": "photo", "class": 1}, ignore)

    asyncio.run(go())


def test_what_was_taught_survives_a_reload() -> None:
    """Invariant: another engine on the same storage has the same board and embeds nothing; Forget leaves none."""
    host, models = NativeExamples(), Models()

    async def first() -> dict:
        one = workbench(host)
        await taught(one)
        view = await one.teach_change("photo", {"do": "rename", "class": 1, "name": "Red"})
        await one._boards.flush()
        return view

    async def second() -> tuple[dict, dict]:
        one = workbench(host, models)
        view = await one.teach_open("photo", ignore)
        assert models.n_runs == 0
        gone = await one.teach_change("photo", {"do": "forget"})
        assert gone["n"] == 0
        return view, await workbench(host).teach_open("photo", ignore)

    before = asyncio.run(first())
    after, empty = asyncio.run(second())
    for name in ("classes", "number", "number_text", "wrong", "none"):
        assert after[name] == before[name]
    assert empty["n"] == 0
    assert host.shelf._kept == {}


def test_another_tab_is_not_overwritten() -> None:
    """Invariant: of two pages on one board the second to write is told, and loses nothing of the first."""

    async def go() -> None:
        host = NativeExamples()
        one, other = workbench(host), workbench(host)
        await other.teach_open("photo", ignore)
        await taught(one)
        await one._boards.flush()
        await other.teach_change("photo", {"do": "add_class", "name": "Late"})
        await other._boards.flush()
        view = await other.teach_open("photo", ignore)
        assert any("Another tab" in note for note in view["notes"])
        assert (await workbench(host).teach_open("photo", ignore))["n"] == 6

    asyncio.run(go())


def test_the_examples_become_the_open_table() -> None:
    """Oracle: the classes; the table's cells are those very examples, so nothing is embedded again."""

    async def go() -> None:
        host, models = NativeExamples(), Models()
        one = workbench(host, models)
        with pytest.raises(DataError, match="There is no table yet"):
            await one.teach_file("photo")
        await taught(one)
        await one.teach_change("photo", {"do": "rename", "class": 1, "name": "a/b, \U0001f95d"})
        n_runs = models.n_runs
        file = await one.teach_file("photo")
        names = zipfile.ZipFile(io.BytesIO(file["data"])).namelist()
        assert names[0] == "pictures/00003.jpg"
        info = await one.open_table({"bytes": file["data"], "name": file["filename"]}, None, ignore)
        assert (info["n_rows"], info["targets"]) == (6, ["class"])
        assert [(c["name"], c["role"]) for c in info["columns"]] == [("photo", "photo"), ("class", "category")]
        assert {row[1] for row in info["preview"]["rows"]} == {"a/b, \U0001f95d", "Class 2"}
        assert models.n_runs == n_runs

    asyncio.run(go())


def clip(*loud: float) -> bytes:
    """Return a WAV file of a tone, with so many parts of different loudness."""
    tone = np.concatenate([part * np.sin(np.arange(4_000) / 9) for part in loud])
    packed = io.BytesIO()
    with wave.open(packed, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((tone * 32_767).astype("<i2").tobytes())
    return packed.getvalue()


def test_clips_have_a_board_of_their_own() -> None:
    """Oracle: rising and falling tones; silence is told when it is shown, and gives no answer when it is heard."""

    async def go() -> None:
        one = workbench()
        await taught(one)
        await one.teach_open("sound", ignore)
        for class_id, parts in ((1, (0.1, 0.2, 0.6, 0.9)), (2, (0.9, 0.6, 0.2, 0.1))):
            files = {f"{at}": clip(*(part - at / 100 for part in parts)) for at in range(3)}
            view = await one.teach_show(sources(**files), {"kind": "sound", "class": class_id}, ignore)
        assert view["number_text"] == "of 6 right, each judged without itself"
        assert [c["count"] for c in view["classes"]] == ["3 clips", "3 clips"]
        heard = np.concatenate([part * np.sin(np.arange(4_000) / 9) for part in (0.85, 0.55, 0.25, 0.1)])
        assert (await one.teach_look(heard.astype(np.float32), "sound"))["label"] == "Class 2"
        with pytest.raises(InputError, match="Nothing is heard"):
            await one.teach_show(sources(quiet=clip(0, 0, 0, 0)), {"kind": "sound", "class": 1}, ignore)
        drawn = await one.teach_thumbnails("sound", [view["classes"][0]["examples"][0]])
        assert next(iter(drawn.values())).startswith("data:image/svg+xml,")
        assert (await one.teach_open("photo", ignore))["n"] == 6

    asyncio.run(go())
