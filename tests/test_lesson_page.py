"""The Learn page without a browser: the verbs of the workbench, and what each request of the page becomes."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from typeguard import check_type

from elmweb.app.main import App, build
from elmweb.exceptions import ElmwebError, SettingsError, WorkbenchError
from elmweb.workbench.local import LocalWorkbench
from elmweb.workbench.protocol import VERBS, ExportFile, LessonCheck, LessonOpened, LessonView

POINTS = [[-0.5, 0.1, 0], [-0.6, -0.2, 0], [-0.4, 0.3, 0], [0.5, 0.1, 1], [0.6, -0.2, 1], [0.4, 0.3, 1]]


def asked(*requests: tuple[str, Any]) -> list[Any]:
    """Ask one workbench for one thing after the other; return the answers, or the errors in their place."""

    async def ask() -> list[Any]:
        workbench, answers = LocalWorkbench(), []
        for name, args in requests:
            progress = [lambda _message: None] if VERBS[name].reports_progress else []
            try:
                answers.append(await getattr(workbench, name)(*args, *progress))
            except ElmwebError as error:
                answers.append(error)
        return answers

    return asyncio.run(asyncio.wait_for(ask(), 120))


def open_(**what: Any) -> tuple[str, Any]:
    """Return the request to open a lesson."""
    return "open_lesson", (what, {})


def move(**what: Any) -> tuple[str, Any]:
    """Return the request to move it."""
    return "move_lesson", (what,)


# Verbs


def test_the_answers_have_the_shapes_of_the_protocol() -> None:
    """Oracle: the protocol's TypedDicts, on made rows, a sample of classes, a sample of numbers, and drawn points."""
    for first in (
        open_(address=""),
        open_(address="data=iris&columns=all"),
        open_(address="data=diabetes"),
        open_(address="data=drawn", points=POINTS),
    ):
        opened, view, check, files = asked(
            first, move(do="next", speed="stop"), ("check_lesson", ()), ("lesson_files", ())
        )
        check_type(opened, LessonOpened)
        check_type(view, LessonView)
        check_type(check, LessonCheck)
        check_type(files, list[ExportFile])
        json.dumps([opened, view, check], allow_nan=False)


def test_moves_lead_where_the_lesson_says() -> None:
    """Oracle: step, stop and row after each move, worked out by hand."""
    moves = [
        (move(do="next", speed="stop"), (0, "forward", 0)),
        (move(do="follow", at=4), (0, "forward", 4)),
        (move(do="next", speed="row"), (0, "backward", 4)),
        (move(do="next", speed="row"), (0, "backward", 5)),
        (move(do="next", speed="batch"), (1, "repeat", 0)),
        (move(do="run", until=21, seconds=9), (21, "repeat", 0)),
        (move(do="back", speed="stop"), (20, "update", 0)),
        (move(do="go", step=7, stop="loss", at=2), (7, "loss", 2)),
        (move(do="go", step=0, stop="repeat", at=0), (0, "repeat", 0)),
    ]
    _, *views = asked(open_(address=""), *(request for request, _ in moves))
    assert [(view["step"], view["stop"], view["at"]) for view in views] == [place for _, place in moves]


@pytest.mark.slow
def test_a_run_is_short_however_long_it_is_asked_to_be() -> None:
    """Invariant: half a second at most, so that others get their turn and Stop comes through."""

    async def run() -> float:
        workbench, loop = LocalWorkbench(), asyncio.get_running_loop()
        await workbench.open_lesson({}, {})
        started = loop.time()
        await workbench.move_lesson({"do": "run", "until": 10**9, "seconds": 60})
        return loop.time() - started

    assert asyncio.run(run()) < 3


def test_a_change_of_the_elm_alone_keeps_the_network() -> None:
    """Invariant: the step stays for the ELM and for the question, and not for anything else."""
    *_, elm, ask, depth = asked(
        open_(address=""),
        move(do="run", until=5, seconds=9),
        open_(change={"elm_width": "8"}),
        open_(change={"ask": "1"}),
        open_(change={"depth": "3"}),
    )
    assert [one["view"]["step"] for one in (elm, ask, depth)] == [5, 5, 0]
    assert elm["scene"]["settings"]["elm_width"] == 8
    assert ask["scene"]["settings"]["ask"] is True
    assert depth["scene"]["settings"]["elm_width"] == 8


def test_an_address_says_where_it_wants_to_go() -> None:
    """Invariant: a lesson opens at its begin, in a moment, and the way from there can be stopped."""
    (opened,) = asked(open_(address="data=xor&step=900000&stop=loss&at=3"))
    assert opened["view"]["step"] == 0
    assert opened["goal"] == {"step": 900_000, "stop": "loss", "at": 3}


def test_a_guess_is_answered_after_its_steps() -> None:
    """Invariant: not before, and not once somebody went back to before it was made."""
    _, _, before, guessed, after, back = asked(
        open_(address=""),
        move(do="run", until=3, seconds=9),
        move(do="guess", guess="lower", steps=30),
        move(do="run", until=32, seconds=9),
        move(do="run", until=33, seconds=9),
        move(do="go", step=1, stop="repeat", at=0),
    )
    assert [bool(view["answer"]) for view in (before, guessed, after, back)] == [False, False, True, False]


def test_the_open_table_is_learned_from() -> None:
    """Oracle: the wine sample, as the page's choices have it; its columns never stand in the address."""
    _, two, every = asked(
        ("open_table", ({"sample": "wine"}, None)),
        open_(address="data=table"),
        open_(change={"columns": "all"}),
    )
    assert two["scene"]["classes"] == every["scene"]["classes"]
    assert len(two["scene"]["layers"][0]["names"]) == 2
    assert 10 + every["scene"]["layers"][0]["more"] >= 13
    for column in two["scene"]["columns"]:
        assert column not in two["view"]["address"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n", None),
        ("note,kind\n" + "".join(f"word{i} and {i * 7},{'xy'[i % 2]}\n" for i in range(40)), "no two number columns"),
        ("a,b,kind\n" + "".join(f"{i},{i * i % 17},same\n" for i in range(40)), ""),
        ("a,b,kind\n1,2,x\n", ""),
    ],
    ids=["no rows", "text only", "one class", "one row"],
)
def test_tables_that_cannot_be_learned_are_answered_in_words(text: str, said: str | None) -> None:
    """Invariant: an error with a sentence; none of elmweb's own breaks."""
    opened, lesson = asked(("open_table", ({"text": text, "name": "t.csv"}, None)), open_(address="data=table"))
    if said is None:
        assert isinstance(opened, ElmwebError)
    assert isinstance(lesson, ElmwebError)
    assert lesson.what.endswith(".")
    assert (said or "") in lesson.what


@pytest.mark.parametrize(
    "request_", [open_(address="speed=1"), open_(trap="mars"), open_(address="data=mars"), open_(change={"depth": "x"})]
)
def test_wrong_requests_are_answered_in_words(request_: tuple) -> None:
    """Invariant: an error, and the lesson that was open is still there."""
    _, error, view = asked(open_(address=""), request_, move(do="next", speed="stop"))
    assert isinstance(error, SettingsError)
    assert view["stop"] == "forward"


def test_nothing_can_be_moved_before_a_lesson_is_open() -> None:
    """Invariant: each verb says that no lesson is open."""
    for name, args in (move(do="next", speed="stop"), ("check_lesson", ()), ("lesson_files", ())):
        (error,) = asked((name, args))
        assert isinstance(error, WorkbenchError)
    _, error = asked(open_(address=""), move(do="fly"))
    assert isinstance(error, SettingsError)


def test_the_rows_go_home_where_the_script_cannot_make_them() -> None:
    """Oracle: made rows need one file, others two."""
    _, made = asked(open_(address=""), ("lesson_files", ()))
    _, drawn = asked(open_(address="data=drawn", points=POINTS), ("lesson_files", ()))
    assert [file["filename"] for file in made] == ["learn.py"]
    assert [file["filename"] for file in drawn] == ["learn.py", "learn rows.csv"]
    assert drawn[1]["data"].count(b"\n") == 1 + len(POINTS)


# The page


class Page:
    """The app on a real workbench, with what it posted and delivered."""

    def __init__(self) -> None:
        self.delivered: list[tuple[str, str, Any]] = []
        self.workbench = LocalWorkbench()
        self.app: App = build(self.workbench, deliver=lambda *file: self.delivered.append(file))

    def does(self, *requests: tuple[str, dict]) -> None:
        """Send messages, and wait for each."""

        async def send() -> None:
            for name, args in requests:
                await asyncio.wait_for(self.app.controller.handle(name, args), 60)

        asyncio.run(send())

    @property
    def answer(self) -> dict[str, Any]:
        """The newest answer."""
        return json.loads(self.app.session.lesson.view)


def learn(do: str, **args: Any) -> tuple[str, dict]:
    """Return a message of the Learn page."""
    return "learn", {"do": do, **args}


def test_nothing_of_the_page_is_there_before_it_is_opened() -> None:
    """Invariant: an empty slot; then an element and its two texts."""
    page = Page()
    assert len(page.app.roots["learn"]) == 0  # type: ignore[arg-type]
    page.does(("page", {"page": "learn", "part": ""}))
    assert len(page.app.roots["learn"]) == 1  # type: ignore[arg-type]
    names = {"lesson-scene", "lesson-view"}
    models = page.app.roots["learn"].get_root().references()
    texts = {model.name: model.text for model in models if model.name in names}  # type: ignore[attr-defined]
    assert set(texts) == names
    assert json.loads(texts["lesson-view"])["view"]["step"] == 0
    assert json.loads(texts["lesson-scene"])["name"] == "Two moons"


def test_each_request_has_an_answer_with_another_number() -> None:
    """Invariant: the page never waits for nothing, not even when nothing has changed or something is wrong."""
    page, numbers = Page(), []
    page.does(("page", {"page": "learn", "part": ""}))
    for request in (
        learn("move", move={"do": "back", "speed": "stop"}),
        learn("move", move={"do": "back", "speed": "stop"}),
        learn("open", asked={"change": {"depth": "no"}}),
        learn("check"),
        learn("files"),
    ):
        page.does(request)
        numbers.append(page.answer["n"])
    assert numbers == [2, 3, 4, 5, 6]
    assert page.app.session.error is not None
    assert page.app.session.error["what"] == "The depth cannot be used."
    assert "learn.py is saved." in page.answer["saved"]
    assert page.delivered[0][0] == "learn.py"


def test_a_wrong_address_is_told_and_the_usual_lesson_opens() -> None:
    """Invariant: the message stays, and the page is not empty."""
    page = Page()
    page.does(("page", {"page": "learn", "part": "data=table"}))
    assert page.app.session.error is not None
    assert page.app.session.error["what"] == "No table is open."
    assert page.answer["view"]["address"] == "data=moons"


def test_coming_back_to_the_page_leaves_the_lesson_where_it_is() -> None:
    """Invariant: only another address opens another lesson."""
    page = Page()
    page.does(
        ("page", {"page": "learn", "part": ""}),
        learn("move", move={"do": "run", "until": 4, "seconds": 9}),
        ("page", {"page": "data"}),
        ("page", {"page": "learn", "part": ""}),
        ("page", {"page": "learn", "part": "data=moons&step=4"}),
    )
    assert page.answer["view"]["step"] == 4
    page.does(("page", {"page": "learn", "part": "data=xor"}))
    assert page.answer["view"]["step"] == 0
    assert json.loads(page.app.session.lesson.scene)["settings"]["data"] == "xor"


def test_a_lesson_survives_its_python() -> None:
    """Invariant: after the Python that had it was started again, it is opened anew and wants to go where it was."""
    page = Page()
    page.does(
        ("page", {"page": "learn", "part": ""}),
        learn("open", asked={"change": {"data": "drawn"}, "points": POINTS}),
        learn("move", move={"do": "run", "until": 4, "seconds": 9}),
    )
    page.workbench._lesson = None
    page.does(learn("move", move={"do": "next", "speed": "batch"}))
    assert page.answer["goal"] == {"step": 4, "stop": "repeat", "at": 0}
    assert page.app.session.error is None
    assert json.loads(page.app.session.lesson.scene)["points"] == POINTS
