"""The lottery: one ELM with many random seeds, everything else equal.

How far the scores spread, how much of that are the seeds and how much the rows kept back, what the mean of all seeds
says, and what picking the best seed would have claimed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from elmweb.exceptions import Cancelled, SettingsError
from elmweb.studies.desk import Desk, Report
from elmweb.studies.lottery.draws import Drawing, Draws
from elmweb.studies.lottery.outcome import lottery_dict
from elmweb.words.engine import common, studies_lottery as words

__all__ = ["FEWEST_SEEDS", "MOST_SEEDS", "MOST_UNITS", "run"]

FEWEST_SEEDS, MOST_SEEDS = 3, 200
MOST_UNITS = 512
_BETWEEN_SECONDS = 0.15


async def run(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Train the same ELM with many seeds, and say how much of their spread is luck.

    Parameters
    ----------
    asked : dict
        ``{"sample": id or None for the open table, "n_hidden": int, "n_seeds": int}``.
    desk : Desk
        Brings the rows and runs the steps.
    report : callable
        Takes the text, how much is done, and ``{"scores": [...]}`` so far.

    Returns
    -------
    dict
        As :func:`elmweb.studies.lottery.outcome.lottery_dict` makes it; of the seeds that were finished, when stopped.

    Raises
    ------
    SettingsError
        A setting is not allowed.
    DataError
        There are too few rows, or too many classes.
    Cancelled
        Stopped before three seeds were finished.
    """
    n_hidden = _whole(asked.get("n_hidden", 64), 1, MOST_UNITS, words.width_cannot_be)
    n_seeds = _whole(asked.get("n_seeds", 50), FEWEST_SEEDS, MOST_SEEDS, words.number_of_seeds_cannot_be)
    report(words.PREPARING, 0.0)
    draws = Draws(await desk.dataset(asked.get("sample")), n_hidden, n_seeds)
    told = 0.0

    def show(step: Drawing) -> None:
        nonlocal told
        if (now := time.monotonic()) - told > _BETWEEN_SECONDS:  # drawing takes the processor that trains
            told = now
            report(step.text, step.fraction, draws.so_far())

    try:
        await desk.drive(draws.run(), show)
    except Cancelled:
        if len(draws.values) < FEWEST_SEEDS:
            raise
    return lottery_dict(draws)


def _whole(value: Any, low: int, high: int, what: Callable[[str], str]) -> int:
    """Return a whole number of a range, or raise an error that names it."""
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise SettingsError(what(repr(value)), rule=common.whole_number(low, high), value=repr(value))
    return value
