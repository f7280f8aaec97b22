"""A result beside what was published and what this project expects: the numbers, and the comparison in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Any

from elmweb.app.learn.papers.claims import DIGIT_BANDS, GAIN_BANDS, PIMA_BAND, SINC_BAND, TABLES, Band
from elmweb.formatting import count, duration, percent, quantity, score

__all__ = ["Mark", "Outcome", "expected", "outcome"]

_AT_1600, _AT_8000, _CLOSE, _ALL_IMAGES = 97.7, (98.8, 99.0), 0.3, 60_000
_SINC, _SINC_SPREAD = 0.0097, 0.0028
_PIMA, _PIMA_SPREAD = 77.57, 2.85
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
    made = {"digits": _digits, "weights": _weights, "sinc": _sinc, "pima": _pima, "tables": _tables}
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
        return f"Each mean within {_TABLE_TOLERANCE} of the benchmark's."
    band = {
        "digits": lambda: DIGIT_BANDS[settings["n_units"], settings["n_images"]],
        "weights": lambda: GAIN_BANDS[settings["n_images"]],
        "sinc": lambda: SINC_BAND,
        "pima": lambda: PIMA_BAND,
    }[claim]()
    text = f"{_ends(band)}; {band.how}."
    if claim in ("digits", "weights") and settings["n_images"] < _ALL_IMAGES:
        text += f" The paper learned from all {_ALL_IMAGES:,} images."
    return text


def _digits(answer: Mapping[str, Any]) -> Outcome:
    (run,) = answer["runs"]
    value, n_units, n_images = run["scores"][0], answer["n_units"], answer["n_images"]
    band = DIGIT_BANDS[n_units, n_images]
    marks = [Mark(value, _right(value), "here")]
    if n_units == 1_600:
        marks.append(Mark(_AT_1600, "97.7 %", "published, 60,000 images"))
        said = _beside_published(value, n_images)
    else:
        marks.append(Mark(_AT_8000[0], "98.8 %", "published for 8,000 units"))
        said = (
            "No number is published for 4,000 units: it should lie between the 97.7 % of 1,600 and the 98.8 to 99.0 % "
            f"of 8,000, all three with 60,000 images. {_right(value)} "
            + ("does." if _AT_1600 < value < _AT_8000[1] else "does not.")
            + ("" if n_images == _ALL_IMAGES else f" Here {n_images:,} images were learned from.")
        )
    published = "about 15 s on four cores, 2015" if n_units == 1_600 else "no number"
    return Outcome(
        f"{_right(value)} right",
        f"{said} {_expected(value, band)}",
        (*_times(run, "To read 10,000 test images"), ("Published time for that width", published)),
        tuple(marks),
        band,
    )


def _beside_published(value: float, n_images: int) -> str:
    """Return how a score with 1,600 units stands beside the published one."""
    near, above = abs(value - _AT_1600) <= _CLOSE, value > _AT_1600
    if n_images == _ALL_IMAGES:
        if near:
            return f"Reproduced: {_right(value)}, published about 97.7 %."
        return f"Not reproduced: {_right(value)} is {'above' if above else 'below'} the published 97.7 %."
    if near or above:
        return f"The published 97.7 % was made with 60,000 images; {n_images:,} give {_right(value)}, as good."
    return (
        f"The published 97.7 % is not reached: {n_images:,} of the 60,000 images give {_right(value)}. Choose all of "
        "them to test the claim itself."
    )


def _weights(answer: Mapping[str, Any]) -> Outcome:
    plain, fields = (next(run for run in answer["runs"] if run["name"] == name) for name in ("uniform", "rf-ciw"))
    gain = fields["scores"][0] - plain["scores"][0]
    band = GAIN_BANDS[answer["n_images"]]
    said = (
        f"Receptive fields gain {quantity(gain, 3)} points: of the mistakes of plain weights they leave "
        f"{percent((100 - fields['scores'][0]) / max(100 - plain['scores'][0], 1e-9))} %. The claim holds."
        if gain > 0
        else f"Receptive fields lose {quantity(-gain, 3)} points: the claim does not hold here."
    )
    return Outcome(
        f"{'+' if gain > 0 else ''}{quantity(gain, 3)} points",
        f"{said} {_expected(gain, band)}",
        (
            ("Plain weights", f"{_right(plain['scores'][0])}, trained in {duration(plain['seconds'])}"),
            ("Receptive fields", f"{_right(fields['scores'][0])}, trained in {duration(fields['seconds'])}"),
        ),
        (Mark(gain, f"{quantity(gain, 3)} points", "here"), Mark(0.0, "0", "no gain")),
        band,
    )


def _sinc(answer: Mapping[str, Any]) -> Outcome:
    (run,) = answer["runs"]
    mean, spread = fmean(run["scores"]), _spread(run["scores"])
    if abs(mean - _SINC) <= _SINC_SPREAD:
        verdict = "Reproduced"
        rest = "within one standard deviation of the published 0.0097"
    else:
        verdict = "Better than published" if mean < _SINC else "Not reproduced"
        rest = "more than one standard deviation from the published 0.0097"
    said = f"{verdict}: {quantity(mean, 3)} is {rest}, {'below' if mean < _SINC else 'above'} it. "
    said += (
        "The backpropagation and the support vectors of the paper, 0.0159 and 0.0130, were worse."
        if mean < 0.013
        else "The paper's support vectors, 0.0130, were not worse."
    )
    return Outcome(
        f"error {quantity(mean, 3)}",
        f"{said} {_expected(mean, SINC_BAND)}",
        (
            (
                "Standard deviation",
                f"{quantity(spread, 2)} over {count(len(run['scores']), 'trial')}; published 0.0028",
            ),
            ("To train, a trial", f"{duration(run['seconds'])}; published 0.125 s"),
        ),
        (Mark(mean, quantity(mean, 3), "here"), Mark(_SINC, "0.0097", "published"), Mark(0.0130, "0.0130", "SVR")),
        SINC_BAND,
    )


def _pima(answer: Mapping[str, Any]) -> Outcome:
    (run,) = answer["runs"]
    mean, spread = fmean(run["scores"]), _spread(run["scores"])
    # Two means of 50 trials each, of which only the spread is published.
    margin = 2 * _PIMA_SPREAD * (2 / 50) ** 0.5
    close = abs(mean - _PIMA) <= margin
    said = f"{'Reproduced' if close else 'Not reproduced'}: {_right(mean)}, published 77.57 %. Two means of 50 trials "
    said += f"differ by up to {quantity(margin, 2)} points by luck. "
    said += (
        "The published lead over support vectors, 0.26 points, is smaller than that: it says nothing about which is "
        "better."
    )
    return Outcome(
        f"{_right(mean)} right",
        f"{said} {_expected(mean, PIMA_BAND)}",
        (
            (
                "Standard deviation",
                f"{quantity(spread, 3)} points over {count(len(run['scores']), 'trial')}; published 2.85",
            ),
            ("To train, a trial", f"{duration(run['seconds'])}; published 0.012 s"),
        ),
        (
            Mark(mean, _right(mean), "here"),
            Mark(_PIMA, "77.57 %", "published"),
            Mark(74.73, "74.73 %", "backpropagation"),
        ),
        PIMA_BAND,
    )


def _tables(answer: Mapping[str, Any]) -> Outcome:
    scores = {run["name"]: fmean(run["scores"]) for run in answer["runs"]}
    known = [one for one in TABLES if one.id in scores]
    same = [one for one in known if abs(scores[one.id] - one.score) <= _TABLE_TOLERANCE]
    off = [one.title for one in known if one not in same]
    said = (
        f"Reproduced: all {len(known)} means are within {_TABLE_TOLERANCE} of the benchmark's."
        if not off
        else f"Not reproduced on {', '.join(off)}: there the mean is more than {_TABLE_TOLERANCE} from the benchmark's."
    )
    seconds = {run["name"]: run["seconds"] for run in answer["runs"]}
    return Outcome(
        f"{len(same)} of {len(known)} alike",
        f"{said} The best of the other five methods is in the last column, in that benchmark and not trained here.",
        rows=tuple(
            (one.title, score(scores[one.id], 3), score(one.score, 3), duration(seconds[one.id]), one.best)
            for one in known
        ),
    )


def _right(value: float) -> str:
    return f"{percent(value / 100, 2)} %"


def _spread(scores: list[float]) -> float:
    return stdev(scores) if len(scores) > 1 else 0.0


def _expected(value: float, band: Band) -> str:
    """Return whether a value is where this project expects it."""
    where = "inside" if band.holds(value) else "outside"
    return f"It lies {where} what this project expects, {_ends(band)}."


def _ends(band: Band) -> str:
    return f"{quantity(band.low)} to {quantity(band.high)}{f' {band.unit}' if band.unit else ''}"


def _times(run: Mapping[str, Any], reading: str) -> tuple[tuple[str, str], ...]:
    return (
        ("To train here, on one thread", duration(run["seconds"])),
        (reading, duration(run["predict_seconds"])),
    )
