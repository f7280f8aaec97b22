"""What is fair about a race, and what is not, in plain words."""

from __future__ import annotations

import sys

from elmweb.compute import kernel_in_thread
from elmweb.formatting import quantity
from elmweb.race.run import Race
from elmweb.words.engine import race_outcome as words

__all__ = ["WATTS", "fairness_notes"]

WATTS = 15.0
"""Assumed power of the processor while it works: the base power of a thin laptop's (Intel Core i5-1335U)."""
# 15 W was found again as the base power of that U series (game-news24.com, 2023-01-03), not of the i5-1335U by name.


def fairness_notes(race: Race) -> list[str]:
    """Return what one should know before believing a race.

    Parameters
    ----------
    race : Race
        At any point.

    Returns
    -------
    list of str
        One or two sentences each.
    """
    return [
        note
        for note in (_rows(race), words.CLOCK, _threads(), _floats(), _ends(race), _seeds(race), *_measures(race))
        if note
    ]


def _rows(race: Race) -> str:
    track = race.track
    left = f" {words.left_out(track.n_left)}" if track.n_left else ""
    return words.same_rows(len(track.X), len(track.X_test), track.X.shape[1], track.side) + left


def _threads() -> str:
    return words.ONE_THREAD if sys.platform == "emscripten" else words.SOME_CORES


def _floats() -> str:
    return words.FLOATS_WITH_KERNEL if kernel_in_thread("float") else words.FLOATS


def _ends(race: Race) -> str:
    if not {one.contestant.id for one in race.entrants} & {"mlp", "cnn"}:
        return ""
    return words.NETWORKS_END


def _seeds(race: Race) -> str:
    steady = [one.contestant.name for one in race.entrants if not one.contestant.draws]
    found = [words.TIMES_ARE_OF_HERE]
    if (n_seeds := race.settings.n_seeds) > 1:
        found = [words.range_is(n_seeds), *([words.trained_once(steady)] if steady else ()), *found]
    return " ".join(found)


def _measures(race: Race) -> list[str]:
    r2 = words.R2_MEANS if race.track.is_regression else ""
    return [words.energy(quantity(WATTS)), words.OPERATIONS, r2]
