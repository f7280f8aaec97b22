"""What stays the same while a network learns: the rows, the plane, the ELM, and what can be chosen."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

import numpy as np

from elmweb.formatting import duration, in_100, quantity
from elmweb.lesson.connection import drawn_units, unit_names
from elmweb.lesson.lesson import Lesson
from elmweb.lesson.rows import Grid, LessonRows
from elmweb.lesson.traps import TRAPS, Trap
from elmweb.words.engine import lesson_settings as settings_words, lesson_view as words

__all__ = ["lesson_scene", "score_text", "surface_text"]

_LEVELS = 15  # of certainty, in half a byte; the other half is the class
_REACH = 2.5  # standard deviations: what a number's colour spans


def lesson_scene(lesson: Lesson, columns: tuple[str, ...]) -> dict[str, Any]:
    """Return what the page needs to know of a lesson once.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    columns : tuple of str
        The number columns that may be chosen.

    Returns
    -------
    dict
        Plain data: ``settings``, ``options``, ``name``, ``classes``, ``plane`` (None without two number columns),
        ``layers``, ``elm``, ``traps``, ``guesses`` and ``notes``.
    """
    rows = lesson.rows
    drawn = drawn_units(lesson)
    dense = [lesson.rows.X.shape[1], *[lesson.settings.width] * lesson.settings.depth, rows.n_outputs]
    return {
        "settings": asdict(lesson.settings),
        "options": settings_words.OPTIONS,
        "name": rows.name,
        "target": rows.target,
        "classes": list(rows.classes),
        "columns": list(columns[:50]),
        "about": _about(rows),
        "plane": None if rows.grid is None else _plane(rows, rows.grid),
        "layers": [
            {"title": _layer_title(at, len(drawn)), "names": unit_names(lesson, at), "more": dense[at] - drawn[at]}
            for at in range(len(drawn))
        ],
        "elm": _elm(lesson),
        "traps": [_trap(trap) for trap in TRAPS],
        "guesses": settings_words.GUESSES,
        "notes": list(rows.notes),
    }


def _about(rows: LessonRows) -> str:
    return words.about(len(rows.X), len(rows.X_test), rows.X.shape[1], len(rows.classes))


def _trap(trap: Trap) -> dict[str, Any]:
    name, sentence = settings_words.TRAPS[trap.id]
    return {"id": trap.id, "name": name, "sentence": sentence, "steps": trap.steps}


def _layer_title(at: int, n: int) -> str:
    return words.INPUTS if at == 0 else words.OUTPUTS if at == n - 1 else words.layer(at)


def _plane(rows: LessonRows, grid: Grid) -> dict[str, Any]:
    """Return the axes and the points of both surfaces."""
    return {
        "x": grid.x, "y": grid.y, "side": grid.side, "x_range": list(grid.x_range), "y_range": list(grid.y_range),
        "points": _points(grid.places, rows.y, bool(rows.classes)),
        "held": _points(grid.test_places, rows.y_test, bool(rows.classes)),
    }  # fmt: skip


def _points(places: np.ndarray, y: np.ndarray, by_class: bool) -> list[list[float | None]]:
    """Return x, y, and the class or the colour from 0 to 1 of each row; None for a missing value."""
    values = y.astype(float) if by_class else np.clip(y[:, 0] / (2 * _REACH) + 0.5, 0, 1)
    every = np.column_stack([places, values]).round(4)
    return [[value if np.isfinite(value) else None for value in row] for row in every.tolist()]


def surface_text(P: np.ndarray) -> str:
    """Return predictions over the plane as a byte each, in base64.

    Parameters
    ----------
    P : ndarray of shape (n, k)
        Probabilities; or with one column numbers, of about unit variance.

    Returns
    -------
    str
        Of each point 16 times the class, plus its certainty above chance from 0 to 15; or a number's colour.
    """
    if P.shape[1] == 1:
        values = np.clip(np.nan_to_num(P[:, 0]) / (2 * _REACH) + 0.5, 0, 1) * 255
    else:
        P = np.nan_to_num(P)
        chance = 1 / P.shape[1]
        sure = np.clip((P.max(axis=1) - chance) / (1 - chance), 0, 1)
        values = 16 * P.argmax(axis=1) + np.round(_LEVELS * sure)
    return base64.b64encode(values.astype(np.uint8).tobytes()).decode("ascii")


def _elm(lesson: Lesson) -> dict[str, Any]:
    """Return the solved ELM: its surface, its losses, its clock."""
    rival, rows, settings = lesson.rival, lesson.rows, lesson.settings
    held = bool(len(rows.X_test))
    loss = rival.test_loss if held else rival.train_loss
    right = rival.test_right if held else rival.train_right
    penalty = "" if settings.elm_penalty else quantity(float(rival.estimator.alpha_), 2)
    score = score_text(right if rows.classes else None, loss, held=held)
    return {
        "surface": "" if rows.grid is None else surface_text(rival.predictions(rows.grid.Z)),
        "train_loss": rival.train_loss,
        "test_loss": rival.test_loss if held else None,
        "clock": duration(rival.seconds),
        "text": f"{score} {words.solved(settings.elm_width, duration(rival.seconds), penalty)}",
    }


def score_text(right: float | None, loss: float, *, held: bool) -> str:
    """Return how good a network or an ELM is.

    Parameters
    ----------
    right : float or None
        The share of rows that it gets right; None for numbers to predict.
    loss : float
        Its loss.
    held : bool
        Whether these are rows that were held back.

    Returns
    -------
    str
        One or two sentences.
    """
    if right is None:
        return words.loss(quantity(loss))
    scored = words.right_on_held_back(in_100(right)) if held else words.right_on_learned(in_100(right))
    return f"{scored} {words.loss(quantity(loss))}"
