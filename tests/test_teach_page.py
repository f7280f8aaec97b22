"""The Teach page in Panel, without a browser: messages in, texts for its element out."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from typing import Any

import pytest
from fake_teach import teach_view
from fake_workbench import FakeWorkbench
from test_pages import run, shown_text
from typeguard import check_type

from elmweb.app.main import App, build
from elmweb.exceptions import Cancelled, InputError
from elmweb.workbench.protocol import TeachAnswer, TeachReady, TeachView

OPEN = ("page", {"page": "teach"})
SHOW = ("teach", {"do": "show", "to": {"class": 1, "group": "g"}, "source": {"name": "x", "files": []}, "number": 7})


def opened(*messages: tuple[str, dict], workbench: Any = None, **parts: Any) -> App:
    """Return an app whose Teach page was opened, after these messages."""
    return run(build(workbench or FakeWorkbench(), **parts), OPEN, *messages)


def board(app: App) -> dict[str, Any]:
    """Return what the element draws."""
    return json.loads(app.session.teach.board)


def posted(app: App) -> list[tuple[str, dict]]:
    """Return the messages for the page."""
    return [(one["name"], one["args"]) for one in app.channel._numbered]


@pytest.mark.slow
def test_nothing_of_it_is_there_before_it_is_opened() -> None:
    """Oracle: the modules of a fresh interpreter in which the app has been built."""
    code = (
        "import sys; from fake_workbench import FakeWorkbench; from elmweb.app.main import build;"
        "app = build(FakeWorkbench()); print([m for m in sys.modules if m.startswith('elmweb.app.teach')],"
        "len(app.roots['teach']))"
    )
    env = {"PYTHONPATH": ":".join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == "[] 0"


def test_opening_it_shows_the_board() -> None:
    """Invariant: the element has the board of photos; the network is not loaded before somebody needs it."""
    workbench = FakeWorkbench()
    app = opened(workbench=workbench)
    assert workbench.calls == [("teach_open", "photo")]
    assert board(app)["view"] == teach_view()
    assert not board(app)["ready"]
    assert "<elm-teach>" in shown_text(app.roots["teach"])


@pytest.mark.slow
def test_the_network_is_loaded_once() -> None:
    """Invariant: whoever waits is answered, and the second time nothing is asked."""
    workbench = FakeWorkbench()
    ready = ("teach", {"do": "ready", "number": 3})
    app = opened(ready, ready, workbench=workbench)
    assert [name for name, _ in workbench.calls].count("teach_ready") == 1
    assert board(app)["ready"]
    assert board(app)["progress"] is None
    assert posted(app).count(("answered", {"number": 3})) == 2


def test_a_change_and_examples_reach_the_engine() -> None:
    """Invariant: both carry the kind of the board, and the score is said once, not with every example."""
    workbench = FakeWorkbench()
    app = opened(("teach", {"do": "change", "change": {"do": "undo"}}), SHOW, SHOW, workbench=workbench)
    assert ("teach_change", ("photo", {"do": "undo"})) in workbench.calls
    asked = [args[1] for name, args in workbench.calls if name == "teach_show"]
    assert asked == [{"class": 1, "group": "g", "kind": "photo"}] * 2
    said = [args["text"] for name, args in posted(app) if name == "announce"]
    assert said == ["5 of 6 right, each judged without itself."]


@pytest.mark.parametrize("failure", [InputError("It is damaged.", value="x"), Cancelled("Stopped.")])
def test_whatever_fails_the_board_is_shown_and_the_element_answered(failure: Exception) -> None:
    """Invariant: a failure is told; the element goes on with the board as it is."""
    workbench = FakeWorkbench()
    workbench.teach_failure = failure
    app = opened(SHOW, workbench=workbench)
    assert board(app)["progress"] is None
    assert board(app)["view"]["n"] == 6
    assert ("answered", {"number": 7}) in posted(app)
    assert (app.session.error is None) == isinstance(failure, Cancelled)


def test_the_live_answer_says_how_quick_it_is() -> None:
    """Oracle: the numbers of the answer; the provider is named once the network is ready."""
    look = ("teach", {"do": "look", "inputs": {"photo": "frame"}, "number": 1})
    app = opened(("teach", {"do": "ready"}), look, look, look, look)
    live = json.loads(app.session.teach.live)
    assert (live["label"], live["bars"][0]) == ("My mug", ["My mug", 0.88, "88"])
    assert live["speed"].endswith("pictures a second on WebGPU; the ELM takes 2.0 ms of each.")


def test_the_other_board() -> None:
    """Invariant: clips have a board of their own, and a frame that was on its way gives no answer on it."""
    workbench = FakeWorkbench()
    late = ("teach", {"do": "look", "inputs": {"photo": "frame"}})
    app = opened(("teach", {"do": "kind", "kind": "sound"}), late, workbench=workbench)
    assert board(app)["view"]["kind"] == "sound"
    assert "teach_look" not in [name for name, _ in workbench.calls]


def test_small_pictures_are_handed_over() -> None:
    """Oracle: those that were asked for."""
    app = opened(("teach", {"do": "thumbnails", "examples": [3, 4]}))
    assert json.loads(app.session.teach.thumbnails)["pictures"].keys() == {"3", "4"}


@pytest.mark.slow
def test_the_examples_are_brought_as_a_table() -> None:
    """Oracle: the page takes the file as if a person had brought it; a server opens it at once."""
    brought: list[tuple[str, Any]] = []
    table = ("teach", {"do": "table"})
    opened(table, bring=lambda *file: brought.append(file))
    assert brought == [("Taught My mug.zip", b"zip")]
    workbench = FakeWorkbench()
    opened(table, workbench=workbench)
    assert ("open_table", {"bytes": b"zip", "name": "Taught My mug.zip"}) in workbench.calls


def test_an_unknown_message_is_told() -> None:
    """Invariant: nothing is passed over in silence."""
    app = opened(("teach", {"do": "dance"}))
    assert 'The page sent "teach dance"' in app.session.error["what"]


def test_the_fake_answers_in_the_shapes_of_the_protocol() -> None:
    """Oracle: the protocol's TypedDicts."""

    async def ask() -> None:
        fake = FakeWorkbench()
        ignore = lambda _message: None  # noqa: E731
        check_type(await fake.teach_open("photo", ignore), TeachView)
        check_type(await fake.teach_ready("photo", ignore), TeachReady)
        check_type(await fake.teach_look(None, "photo"), TeachAnswer)

    asyncio.run(ask())
