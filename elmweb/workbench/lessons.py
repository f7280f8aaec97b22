"""The lesson that is open: what the Learn page asks of it, and how the answers are made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from elmweb.data.samples import SAMPLES
from elmweb.exceptions import SettingsError, WorkbenchError
from elmweb.lesson.check import check_gradients
from elmweb.lesson.connection import fitting_link
from elmweb.lesson.lesson import Lesson
from elmweb.lesson.question import Question
from elmweb.lesson.rows import LessonRows, rows_of_points, rows_of_table, rows_that_are_made
from elmweb.lesson.samples import MADE
from elmweb.lesson.scene import lesson_scene
from elmweb.lesson.script import ROWS_FILE, rows_csv, script_text
from elmweb.lesson.settings import LessonSettings, Position, checked, read_address
from elmweb.lesson.traps import TRAPS, sprung
from elmweb.lesson.view import lesson_view
from elmweb.words.engine import lesson_settings, workbench_local as words
from elmweb.workbench.protocol import ExportFile, LessonCheck, LessonOpened, LessonView

if TYPE_CHECKING:
    from elmweb.training.explore import Explorer

__all__ = ["Lessons"]

_TABLES = ("iris", "wine", "breast-cancer", "diabetes")
_OF_THE_ELM = ("elm_width", "elm_penalty", "elm_scale", "elm_seed", "ask")
_MOST_SECONDS = 0.5  # of a run in one go: others wait meanwhile


class Lessons:
    """Opens lessons, and moves the one that is open.

    Parameters
    ----------
    read : callable
        ``await read(data, choices)`` returns the explorer of the open table, ``"table"``, or of a sample.
    """

    def __init__(self, read: Callable[[str, dict], Awaitable[Explorer]]) -> None:
        self._read = read
        self._lesson: Lesson | None = None
        self._link = (0, 0, 0)
        self._question: Question | None = None
        self._points: list[list[float]] = []
        self._samples: dict[str, Explorer] = {}

    async def open(self, asked: dict, choices: dict) -> LessonOpened:
        """Open a lesson; see :class:`elmweb.workbench.protocol.LessonVerbs`.

        Where only the ELM is another, the network stays where it is.
        """
        before = self._lesson
        base = before.settings if before is not None and "address" not in asked else LessonSettings()
        settings, goal = read_address(asked.get("address", ""), base)
        settings, _ = read_address(urlencode(asked.get("change", {})), settings)
        if trap := asked.get("trap"):
            if trap not in {one.id for one in TRAPS}:
                raise SettingsError(words.NO_SUCH_TRAP, rule=words.A_TRAP, value=str(trap))
            settings = sprung(trap, settings)
        checked(settings, tuple(_data()))
        points = asked.get("points", self._points)
        keeps = "points" not in asked and "address" not in asked
        if before is not None and keeps and _only_the_elm(before.settings, settings):
            before.solve_again(settings)
        else:
            rows = await self._rows(settings, points, choices)
            self._lesson, self._question = Lesson(settings, rows), None
        self._points = points
        lesson = self._opened()
        if "address" in asked:
            self._link = goal.link
        self._link = fitting_link(lesson, self._link)
        scene = lesson_scene(lesson, lesson.rows.columns)
        scene |= {"data": _data(), "points": self._points}
        wanted = {"step": goal.step, "stop": goal.stop, "at": goal.at}
        ahead = "address" in asked and (goal.step, goal.stop) != (lesson.step, "repeat")
        return {"scene": scene, "view": self._view(), "goal": wanted if ahead else None}

    async def _rows(self, settings: LessonSettings, points: list[list[float]], choices: dict) -> LessonRows:
        """Return the rows that the settings ask for."""
        if settings.data in MADE:
            return rows_that_are_made(settings)
        if settings.data == "drawn":
            return rows_of_points(points)
        if settings.data == "table":
            return rows_of_table(await self._read("table", choices), settings)
        if settings.data not in self._samples:
            self._samples = {settings.data: await self._read(settings.data, choices)}
        return rows_of_table(self._samples[settings.data], settings)

    def move(self, move: dict) -> LessonView:
        """Move the lesson; see :class:`elmweb.workbench.protocol.LessonVerbs`."""
        lesson = self._opened()
        what = move.get("do")
        if what == "next":
            lesson.next(move["speed"])
        elif what == "back":
            lesson.back(move["speed"])
        elif what == "run":
            lesson.run(int(move["until"]) - lesson.step, min(float(move["seconds"]), _MOST_SECONDS))
        elif what == "go":
            lesson.go_to(Position(int(move["step"]), str(move["stop"]), int(move["at"])))
        elif what == "follow":
            lesson.at = min(max(int(move["at"]), 0), len(lesson.batch) - 1)
        elif what == "link":
            layer, start, end = (int(part) for part in move["link"])
            self._link = fitting_link(lesson, (layer, start, end))
        elif what == "guess":
            now = lesson.measure_now()
            self._question = Question(str(move["guess"]), lesson.step, lesson.step + int(move["steps"]), now.train_loss)
        else:
            raise SettingsError(words.NO_SUCH_MOVE, rule=words.A_MOVE, value=str(what))
        if self._question is not None and lesson.step < self._question.step:
            self._question = None
        return self._view()

    def check(self) -> LessonCheck:
        """Check the gradients."""
        return cast("LessonCheck", check_gradients(self._opened(), self._link))

    def files(self) -> list[ExportFile]:
        """Write the lesson as a Python file."""
        lesson = self._opened()
        steps = words.steps_done(lesson.step) if lesson.step else words.NO_STEP_YET
        files: list[ExportFile] = [
            {"filename": "learn.py", "mime": "text/x-python", "data": script_text(lesson).encode(), "note": steps}
        ]
        if lesson.settings.data not in MADE:
            note = words.BESIDE_THE_SCRIPT
            files.append({"filename": ROWS_FILE, "mime": "text/csv", "data": rows_csv(lesson), "note": note})
        return files

    def _opened(self) -> Lesson:
        if self._lesson is None:
            raise WorkbenchError(words.NO_LESSON, hints=(words.OPEN_LEARN,))
        return self._lesson

    def _view(self) -> LessonView:
        return cast("LessonView", lesson_view(self._opened(), self._link, self._question))


def _data() -> dict[str, str]:
    """Return what a lesson may be about, with its name."""
    tables = {one.id: one.title for one in SAMPLES if one.id in _TABLES}
    return {**lesson_settings.MADE, **tables, "table": words.THE_OPEN_TABLE, "drawn": words.DRAWN_POINTS}


def _only_the_elm(before: LessonSettings, after: LessonSettings) -> bool:
    """Return whether two settings differ in the ELM alone, and in something."""
    same = replace(before, **{name: getattr(after, name) for name in _OF_THE_ELM})
    return same == after and before != after
