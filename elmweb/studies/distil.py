"""A pupil of a deep network: an ELM learns what a CNN says of digits, not what they are.

The teacher's outputs (logits) are the pupil's targets, so that it needs no labels. Beside both stands an ELM with the
same hidden layer that learned from the labels.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from typing import Any

import numpy as np

from elmweb.data.mnist import SIDE, TEST_FILE, part_files, read_mnist_part
from elmweb.estimators import ELMClassifier, ELMRegressor, iter_fit
from elmweb.formatting import in_100
from elmweb.studies.desk import Desk, Report
from elmweb.studies.settings import chosen, seed_of
from elmweb.words.engine import studies_architectures as words

__all__ = ["MODEL", "UNITS", "run"]

MODEL = "cnn-mnist"
UNITS = (500, 1_000, 2_000)
"""Hidden units of the pupil that can be chosen."""

_N_LEARN, _N_JUDGE, _BATCH = 10_000, 2_000, 500
_ALPHA = 10.0
_MEAN, _SPREAD = 0.1307, 0.3081  # of the pixels of MNIST
_FLOAT = 4  # bytes of a number in a file


async def run(asked: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Let the teacher read, the pupil learn, and score both.

    Parameters
    ----------
    asked : mapping
        ``units``, one of :data:`UNITS`, and ``seed`` of the hidden layer.
    desk : Desk
        Brings digits and teacher, and runs the fits.
    report : Report
        Says what is being done.

    Returns
    -------
    dict
        ``rows``: for the teacher, its pupil and an ELM that learned from labels ``name``, ``right`` (the share of the
        test digits), ``like_teacher`` (the share where it says the same), ``bytes`` (of its file), ``bytes_by_seed``
        (where the hidden layer is drawn again from its seed) and ``ms`` (a digit); ``n_learned``, ``n_judged``,
        ``units`` and ``said``.
    """
    units, seed = chosen(asked, "units", UNITS), seed_of(asked)
    report(words.FETCHING_DIGITS, 0.02)
    images, labels = read_mnist_part(await desk.file(part_files(1)[0]))
    tests, truth = read_mnist_part(await desk.file(TEST_FILE))
    images, labels, tests, truth = images[:_N_LEARN], labels[:_N_LEARN], tests[:_N_JUDGE], truth[:_N_JUDGE]
    report(words.LOADING_TEACHER, 0.05)
    card = await desk.model_card(MODEL)
    logits, _ = await _read(desk, images, lambda share: report(words.TEACHER_READS, 0.05 + 0.35 * share))
    taught, teacher_ms = await _read(desk, tests, lambda share: report(words.TESTING_TEACHER, 0.4 + 0.1 * share))
    report(words.PUPIL_LEARNS, 0.5)
    pupil = ELMRegressor(units, alpha=_ALPHA, random_state=seed)
    said, pupil_ms = await desk.drive(_iter_taught(pupil, images, logits, tests))
    report(words.OTHER_LEARNS, 0.75)
    other = ELMClassifier(units, alpha=_ALPHA, random_state=seed)
    labelled, other_ms = await desk.drive(_iter_taught(other, images, labels, tests))
    own, ours = taught.argmax(axis=1), said.argmax(axis=1)
    whole = units * (SIDE * SIDE + 1 + 10) + 10
    by_seed = units * 10 + 10
    sizes = {"bytes": whole * _FLOAT, "bytes_by_seed": by_seed * _FLOAT}
    rows = [
        {"name": words.teacher(card.title), **_scores(own, own, truth), "bytes": card.bytes,
         "bytes_by_seed": None, "ms": teacher_ms},
        {"name": words.PUPIL, **_scores(ours, own, truth), **sizes, "ms": pupil_ms},
        {"name": words.ELM_ON_LABELS, **_scores(labelled, own, truth), **sizes, "ms": other_ms},
    ]  # fmt: skip
    return {
        "rows": rows, "n_learned": len(images), "n_judged": len(tests), "units": units, "said": _said(rows, len(tests)),
    }  # fmt: skip


async def _read(desk: Desk, images: np.ndarray, report: Any) -> tuple[np.ndarray, float]:
    """Return the teacher's logits (n, 10), and milliseconds a digit."""
    name = (await desk.model_card(MODEL)).graph().inputs[0].name
    found, milliseconds = [], 0.0
    for start in range(0, len(images), _BATCH):
        batch = images[start : start + _BATCH].reshape(-1, 1, SIDE, SIDE).astype(np.float32) / 255
        answer = await desk.model(MODEL, {"feeds": {name: batch}, "outputs": ["logits"]})
        found.append(answer["answer"]["outputs"]["logits"])
        milliseconds += answer["milliseconds"]
        report((start + len(batch)) / len(images))
    return np.concatenate(found), milliseconds / len(images)


def _iter_taught(
    model: Any, X: np.ndarray, T: np.ndarray, tests: np.ndarray
) -> Generator[object, None, tuple[np.ndarray, float]]:
    """Fit a model; return what it says of the tests, and milliseconds a digit."""
    yield from iter_fit(model, _inputs(X), T if T.ndim == 1 else T.astype(np.float64))
    started = time.perf_counter()
    said = model.predict(_inputs(tests))
    return said, 1_000 * (time.perf_counter() - started) / len(tests)


def _inputs(images: np.ndarray) -> np.ndarray:
    """Return pixels about 0, on the scale of the random weights."""
    return (images / 255 - _MEAN) / _SPREAD


def _scores(said: np.ndarray, teacher: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    return {"right": float((said == truth).mean()), "like_teacher": float((said == teacher).mean())}


def _said(rows: list[dict[str, Any]], n_judged: int) -> str:
    """Return what became of the pupil, in two sentences; a difference within two standard errors says nothing."""
    teacher, pupil, other = rows
    luck = 2 * (2 * pupil["right"] * (1 - pupil["right"]) / n_judged) ** 0.5
    gain = pupil["right"] - other["right"]
    than = "same" if abs(gain) <= luck else "more" if gain > 0 else "fewer"
    return words.pupil_reads(*(in_100(row["right"], 1) for row in (pupil, teacher, other)), than=than)
