"""What is fair about a race, and what is not, in plain words."""

from __future__ import annotations

import sys

from elmweb.compute import kernel_in_thread
from elmweb.formatting import count, listed, quantity
from elmweb.race.run import Race

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
        for note in (_rows(race), _clock(), _threads(), _floats(), _ends(race), _seeds(race), *_measures(race))
        if note
    ]


def _rows(race: Race) -> str:
    track = race.track
    images = f", laid out as images of {track.side} by {track.side} for the CNN" if track.side else ""
    left = f" A race leaves out {track.n_left:,} more rows, to stay short." if track.n_left else ""
    return (
        f"All learn from the same {len(track.X):,} rows and are scored on the same {len(track.X_test):,} kept back, as "
        f"the same {count(track.X.shape[1], 'number')} a row{images}. Nothing is chosen by the rows kept back.{left}"
    )


def _clock() -> str:
    return (
        "A clock runs only while its contestant trains. What that chooses by itself counts, such as the ELM's penalty "
        "or when a network stops; preparing the columns and scoring for the chart do not. Each first trains for a "
        "moment on a few rows off the clock, so that nobody pays for being first, and a browser then has time to draw."
    )


def _threads() -> str:
    if sys.platform == "emscripten":
        return (
            "They run one after the other on one thread of the processor. No graphics card is used; on large images it "
            "would help the networks most."
        )
    return "They run one after the other on the processor; products of matrices may use several cores."


def _floats() -> str:
    elm = (
        "the ELM's units in 32 bits with sums in 64, by the page's WebAssembly kernel"
        if kernel_in_thread("float")
        else "the ELM in 64 bits"
    )
    return f"The networks compute in 32-bit floats, {elm}, the others as scikit-learn does, mostly in 64 bits."


def _ends(race: Race) -> str:
    if not {one.contestant.id for one in race.entrants} & {"mlp", "cnn"}:
        return ""
    return (
        "A network ends with the weights that were best on the tenth of its own rows that it sets aside, so its last "
        "point may lie below its curve."
    )


def _seeds(race: Race) -> str:
    steady = [one.contestant.name for one in race.entrants if not one.contestant.draws]
    once = f" {listed(steady, 9)} draw{'s' if len(steady) == 1 else ''} nothing and are trained once." if steady else ""
    n_seeds = race.settings.n_seeds
    ranges = f"A range is the lowest and highest score of {count(n_seeds, 'seed')}.{once} " if n_seeds > 1 else ""
    return f"{ranges}Times are of this device, now; another gives others."


def _measures(race: Race) -> list[str]:
    energy = (
        f"Energy is seconds times {quantity(WATTS)} watts, the base power of a thin laptop's processor (Intel Core "
        "i5-1335U). A browser cannot measure it."
    )
    operations = (
        "Floating-point operations are counted from the sizes of the matrices. Trees compare numbers and have no count."
    )
    r2 = "R2 is 1 for a perfect prediction and 0 for always giving the mean." if race.track.is_regression else ""
    return [energy, operations, r2]
