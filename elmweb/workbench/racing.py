"""A race on the open table or on a sample: who would race, and what of it is reported."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, cast

import numpy as np

from elmweb.data.dataset import Dataset
from elmweb.data.samples import SAMPLES
from elmweb.exceptions import DataError
from elmweb.formatting import listed
from elmweb.race.contestants import RaceSettings, contestants
from elmweb.race.costs import CHIPS, PUBLISHED
from elmweb.race.outcome import floor_text, race_dict, score_name
from elmweb.race.pretrained import MODEL, pretrained_dict, pretrained_images
from elmweb.race.run import Race, RaceStep
from elmweb.race.track import Track, iter_make_track
from elmweb.words.engine import workbench_local as words
from elmweb.workbench.open_table import Choice, OpenTable
from elmweb.workbench.protocol import Progress, RaceOffers, RacePlan, RacePretrained

if TYPE_CHECKING:
    from elmweb.zoo.models import Models

__all__ = ["MNIST", "iter_track", "make_race", "race_offers", "race_plan", "race_pretrained", "reporter"]

MNIST = "mnist"
"""What a race may be on that is no table, as ``{"images": MNIST}``: the files of :mod:`elmweb.data.mnist`."""

_REST_SECONDS = 0.6
_IMAGES_AT_ONCE = 200  # their maps take 20 MB
_BETWEEN_SECONDS = 0.2  # between two reports of the whole race, unless a training has ended


def iter_track(opened: OpenTable, choice: Choice, dataset: Dataset) -> Generator[str, None, Track]:
    """Prepare the rows of a race in small steps.

    Parameters
    ----------
    opened : OpenTable
        The table.
    choice : Choice
        What was chosen for it.
    dataset : Dataset
        Made from both.

    Yields
    ------
    str
        What is being done.

    Returns
    -------
    Track
        The rows.
    """
    frame = opened.table.frame
    columns = [
        name
        for name in opened.table.columns
        if name not in choice.targets and (name in dataset.X.columns or frame[name].nunique() <= 1)
    ]
    return (yield from iter_make_track(dataset, columns))


def race_plan(track: Track, settings: RaceSettings) -> RacePlan:
    """Return who would race on what, before anything is trained."""
    return {
        "name": track.name,
        "target": track.target,
        "n_train": len(track.X),
        "n_test": len(track.X_test),
        "n_inputs": track.X.shape[1],
        "n_left": track.n_left,
        "side": track.side,
        "score_name": score_name(track),
        "floor_text": floor_text(track),
        "shows_digits": track.shows_digits,
        "contestants": [
            {"id": one.id, "name": one.name, "settings": one.settings, "draws": one.draws}
            for one in contestants(track, settings)
        ],
    }


async def race_pretrained(track: Track, models: Models) -> RacePretrained:
    """Read the digits that a race keeps back with a pretrained network, some at a time."""
    images, read, seconds = pretrained_images(track), [], 0.0
    for start in range(0, len(images), _IMAGES_AT_ONCE):
        asked = {"feeds": {"image": images[start : start + _IMAGES_AT_ONCE]}, "outputs": ["logits"]}
        found = await models.run(MODEL, asked)
        read.append(found["answer"]["outputs"]["logits"].argmax(axis=1))
        seconds += found["milliseconds"] / 1_000
    return cast("RacePretrained", pretrained_dict(track, await models.card(MODEL), np.concatenate(read), seconds))


def race_offers() -> RaceOffers:
    """Return what can be chosen on the Race page."""
    return {
        "samples": [
            *({"id": one.id, "name": one.title} for one in SAMPLES),
            {"id": MNIST, "name": words.PART_OF_MNIST},
        ],
        "published": [{"id": one.id, "name": one.name} for one in PUBLISHED],
        "chips": [{"id": one.id, "name": one.name} for one in CHIPS],
    }


def make_race(track: Track, settings: RaceSettings) -> Race:
    """Return a race, or raise an error when none of those chosen can take part."""
    race = Race(track, settings, _rest if sys.platform == "emscripten" else None)
    if not race.entrants:
        raise DataError(
            words.NOBODY_CAN_RACE,
            rule=words.CNN_NEEDS_IMAGES,
            value=listed(settings.contestants, 9),
            hints=(words.CHOOSE_OTHERS,),
        )
    return race


async def _rest() -> None:
    """Leave the processor to the page while it draws that somebody else trains: on two cores that doubled a time."""
    await asyncio.sleep(_REST_SECONDS)


def reporter(race: Race, progress: Progress) -> Callable[[RaceStep], None]:
    """Return what reports a race: all of it whenever a training has ended, and otherwise a few times a second."""
    last = 0.0

    def report(step: RaceStep) -> None:
        nonlocal last
        now = time.perf_counter()
        if step.ended or now - last > _BETWEEN_SECONDS:
            last = now
            state = race_dict(race)
            progress(
                {"what": "race", "text": step.text, "step": state["step"], "n_steps": state["n_steps"], "race": state}
            )

    return report
