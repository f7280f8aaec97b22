"""A race in words and plain data: scores, times to the same score, what is fair and what is not, which to take."""

from __future__ import annotations

from typing import Any

import numpy as np

from elmweb.evaluation.scores import lead, wilson_range
from elmweb.formatting import duration, in_100, quantity, score as score_text
from elmweb.race.contestants import name_key
from elmweb.race.fairness import WATTS, fairness_notes
from elmweb.race.run import Entrant, Race, Trained
from elmweb.race.track import Track
from elmweb.words.engine import race_contestants as contestants_words, race_outcome as words

__all__ = ["floor_text", "race_dict", "score_name", "seconds_to", "times"]

_MOST_POINTS = 150


def race_dict(race: Race) -> dict[str, Any]:
    """Return the state of a race, as :class:`elmweb.workbench.protocol.RaceState` has it.

    Parameters
    ----------
    race : Race
        At any point.

    Returns
    -------
    dict
        Plain data.
    """
    track = race.track
    done = [one for one in race.entrants if one.trained]
    elm = next((one for one in done if one.contestant.id == "elm"), None)
    best = max(done, key=lambda one: one.trained[0].score, default=None)
    return {
        "name": track.name,
        "task": track.task,
        "target": track.target,
        "n_train": len(track.X),
        "n_test": len(track.X_test),
        "n_inputs": track.X.shape[1],
        "score_name": score_name(track),
        "floor": track.floor,
        "floor_text": floor_text(track),
        "entrants": [_entrant_dict(one, race, elm) for one in race.entrants],
        "step": race.n_done,
        "n_steps": race.n_steps,
        "doing": race.doing,
        "finished": race.n_done == race.n_steps,
        "stopped": race.is_stopped,
        "headline": "" if best is None else _headline(track, elm, best),
        "advice": _advice(track, done, best),
        "notes": fairness_notes(race),
    }


def score_name(track: Track) -> str:
    """Return what the score is called."""
    return words.R2 if track.is_regression else words.ACCURACY


def floor_text(track: Track) -> str:
    """Return the score of always giving the most common class, or the mean."""
    return _number(track, track.floor)


def seconds_to(entrant: Entrant, score: float) -> float | None:
    """Return after how many seconds of training a contestant first had a score, or None if it never had.

    Parameters
    ----------
    entrant : Entrant
        With the curve of its training with the first seed.
    score : float
        Accuracy in percent, or R2.

    Returns
    -------
    float or None
        Seconds on its clock.
    """
    return next((seconds for seconds, reached in entrant.curve if reached >= score - 1e-9), None)


def times(ratio: float) -> str:
    """Return how much longer or faster something was than the ELM.

    Parameters
    ----------
    ratio : float
        Its time divided by the ELM's.

    Returns
    -------
    str
        Both ways with two digits.

    Examples
    --------
    >>> times(312.0), times(0.25), times(1.0)
    ('312 times as long as the ELM', '4 times faster than the ELM', 'as long as the ELM')
    """
    text = quantity(max(ratio, 1 / ratio), 2)
    if text == "1":
        return words.AS_LONG
    return words.times_as_long(text) if ratio > 1 else words.times_faster(text)


def _entrant_dict(entrant: Entrant, race: Race, elm: Entrant | None) -> dict[str, Any]:
    """Return everything about one contestant."""
    track, one = race.track, entrant.contestant
    found: dict[str, Any] = {
        "id": one.id,
        "name": one.name,
        "settings": one.settings,
        "state": entrant.state,
        "note": entrant.note,
        "draws": one.draws,
        "curve": [list(point) for point in _thinned(entrant.curve)],
        "trained": [_trained_dict(each) for each in entrant.trained],
        "score": None,
    }
    if not entrant.trained:
        return found
    first, scores = entrant.trained[0], [each.score for each in entrant.trained]
    interval = _interval(track, first)
    return found | {
        "score": first.score,
        "score_text": _number(track, first.score),
        "low": min(scores),
        "high": max(scores),
        "range_text": _range_text(track, scores) if len(scores) > 1 else "",
        "interval_text": words.between(*(_number(track, end) for end in interval)) if interval else "",
        "seconds": first.seconds,
        "predict_seconds": first.predict_seconds,
        "size_bytes": first.size_bytes,
        "training_flops": first.training_flops,
        "row_flops": first.row_flops,
        "joules": first.seconds * WATTS,
        "same_score": "" if elm is None or entrant is elm else _same_score(track, entrant, elm),
    }


def _trained_dict(trained: Trained) -> dict[str, Any]:
    return {
        "seed": trained.seed,
        "score": trained.score,
        "seconds": trained.seconds,
        "fingerprint": trained.fingerprint,
    }


def _thinned(curve: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return some points of a long curve, evenly over the logarithm of time, the first and the last among them."""
    if len(curve) <= _MOST_POINTS:
        return curve
    logs = np.log([max(seconds, 1e-9) for seconds, _ in curve])
    wanted = np.linspace(logs[0], logs[-1], _MOST_POINTS)
    kept = sorted({0, len(curve) - 1, *np.searchsorted(logs, wanted).clip(max=len(curve) - 1).tolist()})
    return [curve[at] for at in kept]


def _number(track: Track, value: float) -> str:
    """Return a score as a number."""
    return score_text(value) if track.is_regression else in_100(value / 100, 1)


def _said(track: Track, value: float) -> str:
    """Return a score inside a sentence."""
    return words.r2(_number(track, value)) if track.is_regression else words.percent(_number(track, value))


def _range_text(track: Track, scores: list[float]) -> str:
    low, high = _number(track, min(scores)), _number(track, max(scores))
    return low if low == high else words.between(low, high)


def _interval(track: Track, trained: Trained) -> tuple[float, float] | None:
    """Return the 95 % interval of a share of single rows; other scores have none here."""
    if track.is_regression or track.groups is not None:
        return None
    low, high = wilson_range(int(trained.values.sum()), len(trained.values))
    return 100 * low, 100 * high


def _headline(track: Track, elm: Entrant | None, best: Entrant) -> str:
    """Return who came how far, in two sentences."""
    if elm is None:
        return words.ended_best(best.contestant.name, *_at_the_end(track, best))
    if best is elm or best.trained[0].score <= elm.trained[0].score:
        return words.ended_best(elm.contestant.name, *_at_the_end(track, elm))
    ours = words.reached(elm.contestant.name, *_at_the_end(track, elm))
    return f"{ours} {words.ended_best(best.contestant.name, *_at_the_end(track, best))}"


def _at_the_end(track: Track, entrant: Entrant) -> tuple[str, str]:
    """Return the score of a contestant and the time that it took."""
    first = entrant.trained[0]
    return _said(track, first.score), duration(first.seconds)


def _same_score(track: Track, entrant: Entrant, elm: Entrant) -> str:
    """Return how long a contestant took to a score that both have: the lower one of those they ended with."""
    ours, theirs = elm.trained[0], entrant.trained[0]
    common = min(ours.score, theirs.score)
    seconds = seconds_to(entrant, common)
    if seconds is None:
        return ""
    compared = words.compared(duration(seconds), times(seconds / ours.seconds), duration(ours.seconds))
    if theirs.score < ours.score:
        never = max(each.score for each in entrant.trained) < ours.score
        behind = words.never_gets if never else words.not_with_this_seed
        return behind(_said(track, ours.score), _number(track, common), compared)
    text = words.to_the_elms(_said(track, common), compared)
    ends = _number(track, theirs.score)
    if ends == _number(track, ours.score):
        return text
    never = max(each.score for each in elm.trained) < theirs.score
    return f"{text} {words.elm_never_reaches(ends) if never else words.elm_reaches_too(ends)}"


def _advice(track: Track, done: list[Entrant], best: Entrant | None) -> str:
    """Return which to take: the fastest of those that the rows kept back cannot tell from the best."""
    if best is None or len(done) < 2:
        return ""
    top = best.trained[0]
    task = "regression" if track.is_regression else track.task
    even = [one for one in done if one is best or not lead(task, top.values, one.trained[0].values, track.groups).clear]
    choice = min(even, key=lambda one: one.trained[0].seconds)
    if choice is best:
        take = words.take_the_best if len(even) == 1 else words.take_the_fastest
        return take(_the(choice, track), *_at_the_end(track, choice))
    beside = _the(best, track), _number(track, top.score), duration(top.seconds)
    return words.take_as_good(_the(choice, track), *_at_the_end(track, choice), len(track.y_test), beside)


def _the(entrant: Entrant, track: Track) -> str:
    """Return the name of a contestant within a sentence."""
    return contestants_words.IN_SENTENCE[name_key(entrant.contestant.id, is_regression=track.is_regression)]
