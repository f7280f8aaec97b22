"""A result beside what was published and what this project expects: the numbers, and the comparison in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Any

from elmweb.app.learn.papers.claims import (
    DIGIT_BANDS,
    GAIN_BANDS,
    NETWORK_BANDS,
    PIMA_BAND,
    SINC_BAND,
    TABLES,
    Band,
)
from elmweb.formatting import duration, percent, quantity, score, written
from elmweb.words.page import common, papers as words

__all__ = ["Mark", "Outcome", "expected", "outcome"]

_AT_1600, _AT_8000, _CLOSE, _ALL_IMAGES = 97.7, (98.8, 99.0), 0.3, 60_000
_FEWER_UNITS = 1_600
_LENET = 99.05
_SINC, _SINC_SPREAD, _SINC_SVR = 0.0097, 0.0028, 0.0130
_PIMA, _PIMA_SPREAD, _PIMA_BACKPROPAGATION = 77.57, 2.85, 74.73
_TABLE_TOLERANCE = 0.005


@dataclass(frozen=True)
class Mark:
    """A number on the scale.

    Parameters
    ----------
    value : float
        The number.
    text : str
        As it is written.
    name : str
        Whose it is.
    """

    value: float
    text: str
    name: str


@dataclass(frozen=True)
class Outcome:
    """What is shown of a result.

    Parameters
    ----------
    number : str
        The visitor's own.
    said : str
        The comparison.
    facts : tuple of (str, str)
        Further numbers with their names.
    marks : tuple of Mark
        For the scale: the visitor's own first.
    band : Band or None
        What was expected.
    rows : tuple of tuple of str
        A table of results; empty for a single one.
    """

    number: str
    said: str
    facts: tuple[tuple[str, str], ...] = ()
    marks: tuple[Mark, ...] = ()
    band: Band | None = None
    rows: tuple[tuple[str, ...], ...] = ()


def outcome(claim: str, answer: Mapping[str, Any]) -> Outcome:
    """Return a result with its comparison.

    Parameters
    ----------
    claim : str
        Id of one of the claims.
    answer : mapping
        Of the study ``papers``.

    Returns
    -------
    Outcome
        Numbers and words.
    """
    made = {
        "digits": _digits, "weights": _weights, "network": _network, "sinc": _sinc, "pima": _pima, "tables": _tables,
    }  # fmt: skip
    return made[claim](answer)


def expected(claim: str, settings: Mapping[str, Any]) -> str:
    """Return what to expect of a recipe, before it has run.

    Parameters
    ----------
    claim : str
        Id of one of the claims.
    settings : mapping
        What was chosen for it.

    Returns
    -------
    str
        One or two sentences.
    """
    if claim == "tables":
        return words.each_within(quantity(_TABLE_TOLERANCE))
    band = {
        "digits": lambda: DIGIT_BANDS[settings["n_units"], settings["n_images"]],
        "weights": lambda: GAIN_BANDS[settings["n_images"]],
        "network": lambda: NETWORK_BANDS[settings["n_images"]],
        "sinc": lambda: SINC_BAND,
        "pima": lambda: PIMA_BAND,
    }[claim]()
    say = words.by_seeds if band.by == "seeds" else words.by_trials
    text = say(_ends(band), _span(band, *map(written, band.measured)))
    if claim in ("digits", "weights", "network") and settings["n_images"] < _ALL_IMAGES:
        text += f" {words.PAPER_HAD_ALL}"
    return text


def _digits(answer: Mapping[str, Any]) -> Outcome:
    (run,) = answer["runs"]
    value, n_units, n_images = run["scores"][0], answer["n_units"], answer["n_images"]
    band = DIGIT_BANDS[n_units, n_images]
    marks = [Mark(value, _right(value), words.MARK_HERE)]
    if n_units == _FEWER_UNITS:
        marks.append(Mark(_AT_1600, _right(_AT_1600, 1), words.MARK_60000))
        said = [_beside_published(value, n_images)]
    else:
        marks.append(Mark(_AT_8000[0], _right(_AT_8000[0], 1), words.MARK_8000))
        said = [words.between_published(_right(value), does=_AT_1600 < value < _AT_8000[1])]
        if n_images != _ALL_IMAGES:
            said.append(words.learned_from(n_images))
    published = words.ABOUT_15_S if n_units == _FEWER_UNITS else words.NO_NUMBER
    return Outcome(
        words.right(_right(value)),
        " ".join([*said, _expected(value, band)]),
        (*_times(run), (words.PUBLISHED_TIME, published)),
        tuple(marks),
        band,
    )


def _beside_published(value: float, n_images: int) -> str:
    """Return how a score with 1,600 units stands beside the published one."""
    near, above = abs(value - _AT_1600) <= _CLOSE, value > _AT_1600
    if n_images == _ALL_IMAGES:
        return words.reproduced(_right(value)) if near else words.not_reproduced(_right(value), above=above)
    say = words.as_good if near or above else words.not_reached
    return say(_right(value), n_images)


def _weights(answer: Mapping[str, Any]) -> Outcome:
    plain, fields = (next(run for run in answer["runs"] if run["name"] == name) for name in ("uniform", "rf-ciw"))
    gain = fields["scores"][0] - plain["scores"][0]
    band = GAIN_BANDS[answer["n_images"]]
    left = (100 - fields["scores"][0]) / max(100 - plain["scores"][0], 1e-9)
    said = words.gains(quantity(gain, 3), percent(left)) if gain > 0 else words.loses(quantity(-gain, 3))
    named = ((words.PLAIN_WEIGHTS, plain), (words.RECEPTIVE_FIELDS, fields))
    return Outcome(
        words.points(f"{'+' if gain > 0 else ''}{quantity(gain, 3)}"),
        f"{said} {_expected(gain, band)}",
        tuple((name, words.trained_in(_right(run["scores"][0]), duration(run["seconds"]))) for name, run in named),
        (Mark(gain, words.points(quantity(gain, 3)), words.MARK_HERE), Mark(0.0, "0", words.MARK_NO_GAIN)),
        band,
    )


def _network(answer: Mapping[str, Any]) -> Outcome:
    (run,) = answer["runs"]
    value, n_images = run["scores"][-1], answer["n_images"]
    band = NETWORK_BANDS[n_images]
    if value >= _LENET:
        said = [words.as_good_as_lenet(_right(value))]
    else:
        said = [words.lenet_ahead(quantity(_LENET - value, 2))]
        if n_images != _ALL_IMAGES:
            said.append(words.of_its_images(n_images))
    epochs = ", ".join(_right(each) for each in run["scores"])
    return Outcome(
        words.right(_right(value)),
        " ".join([*said, _expected(value, band)]),
        (*_times(run), (words.AFTER_EACH_EPOCH, epochs)),
        (Mark(value, _right(value), words.MARK_HERE), Mark(_LENET, _right(_LENET), words.MARK_LENET)),
        band,
    )


def _sinc(answer: Mapping[str, Any]) -> Outcome:
    (run,) = answer["runs"]
    mean, spread = fmean(run["scores"]), _spread(run["scores"])
    number = quantity(mean, 3)
    if abs(mean - _SINC) <= _SINC_SPREAD:
        said = words.sinc_reproduced(number, below=mean < _SINC)
    else:
        said = words.sinc_better(number) if mean < _SINC else words.sinc_worse(number)
    others = words.SINC_OTHERS_WORSE if mean < _SINC_SVR else words.SINC_OTHERS_NOT_WORSE
    return Outcome(
        words.error(number),
        f"{said} {others} {_expected(mean, SINC_BAND)}",
        (
            (words.STANDARD_DEVIATION, words.spread(quantity(spread, 2), len(run["scores"]), written("0.0028"))),
            (words.TIME_OF_A_TRIAL, words.beside_published(duration(run["seconds"]), written("0.125 s"))),
        ),
        (
            Mark(mean, number, words.MARK_HERE),
            Mark(_SINC, written("0.0097"), words.MARK_PUBLISHED),
            Mark(_SINC_SVR, written("0.0130"), words.MARK_SVR),
        ),
        SINC_BAND,
    )


def _pima(answer: Mapping[str, Any]) -> Outcome:
    (run,) = answer["runs"]
    mean, spread = fmean(run["scores"]), _spread(run["scores"])
    # Two means of 50 trials each, of which only the spread is published.
    margin = 2 * _PIMA_SPREAD * (2 / 50) ** 0.5
    said = words.pima(_right(mean), quantity(margin, 2), reproduced=abs(mean - _PIMA) <= margin)
    points = words.points(quantity(spread, 3))
    return Outcome(
        words.right(_right(mean)),
        f"{said} {_expected(mean, PIMA_BAND)}",
        (
            (words.STANDARD_DEVIATION, words.spread(points, len(run["scores"]), written("2.85"))),
            (words.TIME_OF_A_TRIAL, words.beside_published(duration(run["seconds"]), written("0.012 s"))),
        ),
        (
            Mark(mean, _right(mean), words.MARK_HERE),
            Mark(_PIMA, _right(_PIMA), words.MARK_PUBLISHED),
            Mark(_PIMA_BACKPROPAGATION, _right(_PIMA_BACKPROPAGATION), words.MARK_BACKPROPAGATION),
        ),
        PIMA_BAND,
    )


def _tables(answer: Mapping[str, Any]) -> Outcome:
    scores = {run["name"]: fmean(run["scores"]) for run in answer["runs"]}
    known = [one for one in TABLES if one.id in scores]
    same = [one for one in known if abs(scores[one.id] - one.score) <= _TABLE_TOLERANCE]
    off, tolerance = [one.title for one in known if one not in same], quantity(_TABLE_TOLERANCE)
    said = words.tables_not_reproduced(off, tolerance) if off else words.tables_reproduced(len(known), tolerance)
    seconds = {run["name"]: run["seconds"] for run in answer["runs"]}
    return Outcome(
        words.reproduced_of(len(same), len(known)),
        f"{said} {words.ABOUT_OTHERS}",
        rows=tuple(
            (one.title, score(scores[one.id], 3), score(one.score, 3), duration(seconds[one.id]), one.best)
            for one in known
        ),
    )


def _right(value: float, digits: int = 2) -> str:
    return f"{percent(value / 100, digits)} %"


def _spread(scores: list[float]) -> float:
    return stdev(scores) if len(scores) > 1 else 0.0


def _expected(value: float, band: Band) -> str:
    """Return whether a value is where this project expects it."""
    return words.lies(_ends(band), inside=band.holds(value))


def _ends(band: Band) -> str:
    return _span(band, quantity(band.low), quantity(band.high))


def _span(band: Band, low: str, high: str) -> str:
    """Return two numbers in the unit of a band."""
    say = {"%": words.span_of_percent, "points": words.span_of_points, "": common.between}[band.unit]
    return say(low, high)


def _times(run: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return (
        (words.TRAINING_TIME, duration(run["seconds"])),
        (words.READING_TIME, duration(run["predict_seconds"])),
    )
