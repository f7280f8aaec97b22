"""Rows that depend on each other: those of one person, shop or patient, and those that follow each other in time.

A model that is tested on rows of people it has learned from recognises the people, and one that is tested between two
days it knows looks them up. Both score high and know nothing of new people or of tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from elmweb.data._frames import is_text
from elmweb.data.roles import parse_dates

__all__ = [
    "in_order",
    "is_entity",
    "is_place",
    "is_sorted_by",
    "join_groups",
    "neighbours_alike",
    "rows_alike",
    "time_order",
]

_FEWEST_GROUPS = 5
_MOST_MEASURED, _STRETCH = 50_000, 1_000
_RUNS_EACH = 10  # a class that comes in fewer runs is sorted
_MOST_ORDERED = 200_000  # rows whose dates are read to find their order

_ENTITIES = (
    "animal|athlete|batch|branch|child|client|clinic|company|cow|customer|device|donor|driver|employee|engine|family|farm|"
    "hospital|house|household|individual|kid|machine|member|mother|mouse|pair|panel|parent|participant|patient|person|"
    "pet|pig|player|plot|proband|product|pupil|rat|respondent|school|seller|sensor|session|shop|site|speaker|station|"
    "store|student|subj|subject|supplier|teacher|team|tree|twin|user|vehicle|vendor|well|worker|writer|"
    "kunde|kundin|filiale|laden|patientin|probandin|schule|haushalt|maschine|gerät|betrieb|klinik|tier|"
    "cliente|paciente|tienda|usuario|persona|sujeto|escuela|hogar|máquina|magasin|sujet|usager|personne|élève|école|"
    "foyer|appareil|paziente|negozio|utente|soggetto|scuola|klant|winkel|leerling"
)
_ENTITY = re.compile(rf"(^|[^a-zà-ÿ])({_ENTITIES})s?([^a-zà-ÿ]|$)")
_ID = re.compile(r"(^|[^a-z])(id|ids|nr|no|uuid|guid|key|code)([^a-z]|$)|[a-z](Id|ID|Nr|Key|Code)$")
_PLACE = re.compile(
    r"(^|[^a-zà-ÿ])(state|country|city|town|county|district|region|province|zip|zipcode|postcode|continent|neighbou?rhood|"
    r"land|stadt|ort|plz|bundesland|kreis|pays|ville|région|país|ciudad|provincia|paese|città)([^a-zà-ÿ]|$)"
)
_TIMES = re.compile(
    r"(^|[^a-zà-ÿ])(t|time|timestamp|date|datetime|day|week|month|quarter|year|yr|hour|minute|second|epoch|step|period|"
    r"datum|zeit|jahr|tag|fecha|año|anno|tempo|année|jour|temps|data)([^a-zà-ÿ]|$)"
)


def is_place(name: str) -> bool:
    """Return whether a column's name says that its values are places, which new rows have as well."""
    return _PLACE.search(name.lower()) is not None


def is_entity(name: str) -> bool:
    """Return whether a column's name says that its values are people, shops or other things that come back."""
    return (
        _ENTITY.search(name.lower()) is not None or _ID.search(name) is not None or _ID.search(name.lower()) is not None
    )


def rows_alike(groups: np.ndarray, answers: np.ndarray, *, classes: bool) -> float:
    """Measure how constant the answer is within groups.

    Parameters
    ----------
    groups : numpy.ndarray of shape (n,)
        Codes of the groups, -1 for none.
    answers : numpy.ndarray of shape (n,)
        Codes of classes, or numbers.
    classes : bool
        Which of the two.

    Returns
    -------
    float
        0 when answers are spread over groups as by chance, 1 when each group has one answer; also 0 when the groups are
        few, or hardly any of them has two rows.
    """
    if len(groups) > _MOST_MEASURED:  # whole groups are measured, as many as have about so many rows
        some = groups % -(-len(groups) // _MOST_MEASURED) == 0
        groups, answers = pd.factorize(groups[some])[0], answers[some]
    sizes = np.bincount(groups[groups >= 0])
    n_groups = int(np.count_nonzero(sizes))
    if n_groups < _FEWEST_GROUPS or 2 * n_groups > len(groups):
        return 0.0
    several = (groups >= 0) & (sizes[groups] > 1)
    groups, answers = groups[several], answers[several]
    if len(groups) < 0.5 * len(several):
        return 0.0
    measure = _pure if classes else _explained
    by_chance = measure(groups, np.random.default_rng(0).permutation(answers))
    found = measure(groups, answers)
    return (found - by_chance) / (1 - by_chance) if by_chance < 1 else 0.0


def _pure(groups: np.ndarray, codes: np.ndarray) -> float:
    """Return the share of rows that have the most common class of their group."""
    n_classes = int(codes.max(initial=0)) + 1
    pairs, counts = np.unique(groups * n_classes + codes, return_counts=True)
    most = np.zeros(groups.max() + 1)
    np.maximum.at(most, pairs // n_classes, counts)
    return float(most.sum() / len(groups))


def _explained(groups: np.ndarray, numbers: np.ndarray) -> float:
    """Return the share of the variance that lies between groups."""
    total = np.square(numbers - numbers.mean()).sum()
    sizes = np.maximum(np.bincount(groups), 1)
    means = np.bincount(groups, numbers) / sizes
    return float(1 - np.square(numbers - means[groups]).sum() / total) if total > 0 else 1.0


def in_order(values: np.ndarray) -> bool:
    """Return whether numbers or dates hardly ever fall from one row to the next, or hardly ever rise."""
    steps = np.diff(values.astype(np.float64))
    moves = np.count_nonzero(steps)
    most = max(np.count_nonzero(steps > 0), np.count_nonzero(steps < 0))
    return bool(moves > 0 and most >= 0.99 * moves)


def neighbours_alike(answers: np.ndarray, *, classes: bool) -> float:
    """Return how much answers depend on those of the row before: 0 for not at all, 1 for wholly.

    Parameters
    ----------
    answers : numpy.ndarray of shape (n,)
        Codes of classes, or numbers, in order.
    classes : bool
        Which of the two.

    Returns
    -------
    float
        For classes Cohen's kappa of neighbours, for numbers the correlation of ranks by von Neumann's ratio.
    """
    if len(answers) < 2:
        return 0.0
    if len(answers) > _MOST_MEASURED:  # stretches from all over the table are enough
        starts = np.linspace(0, len(answers) - _STRETCH, _MOST_MEASURED // _STRETCH).astype(int)
        answers = answers[(starts[:, None] + np.arange(_STRETCH)).ravel()]
    before = np.arange(len(answers) - 1)
    if len(answers) == _MOST_MEASURED:
        before = before[before % _STRETCH != _STRETCH - 1]  # the last of a stretch has no next row
    if classes:
        same = np.mean(answers[before + 1] == answers[before])
        by_chance = np.square(np.bincount(answers) / len(answers)).sum()
        return float((same - by_chance) / (1 - by_chance)) if by_chance < 1 else 0.0
    ranks = pd.Series(answers).rank().to_numpy()
    spread = ranks.var()
    return float(1 - np.square(ranks[before + 1] - ranks[before]).mean() / (2 * spread)) if spread > 0 else 0.0


def is_sorted_by(answers: np.ndarray, *, classes: bool) -> bool:
    """Return whether rows are sorted by the answer itself, at least in part, which says nothing of time."""
    n_runs = 1 + np.count_nonzero(np.diff(answers))
    if classes:
        return bool(n_runs <= _RUNS_EACH * (answers.max(initial=0) + 1))
    # Where most neighbours are equal, rows are sorted in part: those without an event first, say.
    return bool(in_order(answers) or 2 * n_runs < len(answers))


def time_order(series: pd.Series, role: str, name: str) -> np.ndarray | None:
    """Return a column as points in time (n,) of float64, NaN for none; None when it is no time.

    Parameters
    ----------
    series : pandas.Series
        The column.
    role : str
        Its role.
    name : str
        Its name: a number is a time when its name says so and it rises or falls from row to row.

    Returns
    -------
    numpy.ndarray or None
        Seconds or numbers.
    """
    if role == "date" and is_text(series):
        if len(series) > _MOST_ORDERED:  # a sample in order speaks for all; only its rows are read
            some = series.iloc[:: len(series) // 2000]
            times = _seconds(some)
            return _seconds(series) if in_order(times[~np.isnan(times)]) else None
        return _seconds(series)
    if role in ("number", "ignore") and not is_text(series) and _TIMES.search(name.lower()) is not None:
        values = series.to_numpy(dtype=np.float64)
        return values if not np.isnan(values).any() and in_order(values) else None
    return None


def _seconds(series: pd.Series) -> np.ndarray:
    dates = parse_dates(series)
    return np.where(np.isnat(dates), np.nan, dates.astype(np.int64).astype(np.float64))


def join_groups(parts: Iterable[np.ndarray]) -> np.ndarray:
    """Return the groups of rows that any of several groupings puts together, directly or over others.

    Parameters
    ----------
    parts : iterable of numpy.ndarray of shape (n,)
        Codes of groups; -1 for a row that is alone.

    Returns
    -------
    numpy.ndarray of shape (n,)
        Numbers from 0.
    """
    parts = list(parts)
    joined = np.arange(len(parts[0]))
    while True:
        before = joined
        for codes in parts:
            has = codes >= 0
            least = np.full(codes.max(initial=-1) + 1, len(joined))
            np.minimum.at(least, codes[has], joined[has])
            joined = np.where(has, least[codes], joined)
        if np.array_equal(joined, before):
            return pd.factorize(joined)[0]
