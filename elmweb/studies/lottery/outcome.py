"""A lottery in words and plain data."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from elmweb.evaluation.scores import Score, lead, score
from elmweb.formatting import duration, in_100, quantity
from elmweb.studies.lottery.draws import Draws
from elmweb.studies.lottery.luck import Picking, Spread, pick_the_best, spread_of, units_of
from elmweb.words.engine import studies_lottery as words

__all__ = ["lottery_dict"]

_Z95 = 1.96
_MOSTLY = 0.5


def lottery_dict(draws: Draws) -> dict[str, Any]:
    """Return everything about a lottery.

    Parameters
    ----------
    draws : Draws
        With three seeds or more.

    Returns
    -------
    dict
        Plain data: the scores; ``single``, the middle seed with the interval of its score; ``ensemble``; ``spread`` in
        standard deviations; ``picking``; ``repeat`` with fingerprints; ``headline``, ``luck`` and ``notes`` in words.
    """
    say = _Say(draws)
    scores = draws.scores()
    order = np.argsort(scores, kind="stable")
    middle = int(order[len(order) // 2])
    values = np.stack(draws.values) * (100.0 if draws.higher_is_better else 1.0)
    units = units_of(values, draws.groups)
    spread = spread_of(units)
    picking = pick_the_best(units, higher_is_better=draws.higher_is_better)
    single = score(draws.task, draws.values[middle], draws.groups)
    ensemble = score(draws.task, draws.ensemble_values(), draws.groups)
    halves = [score(draws.task, each, draws.groups).value for each in draws.half_ensembles()]
    ahead = lead(draws.task, draws.ensemble_values(), draws.values[middle], draws.groups)
    careful = int(np.argmin(draws.left_out))
    return {
        **draws.so_far(),
        "target": ", ".join(draws.dataset.targets),
        "higher_is_better": draws.higher_is_better,
        "unit": say.unit,
        "n_train": draws.n_train,
        "n_left": draws.n_left,
        "alpha_text": quantity(draws.alpha, 3),
        "seconds": draws.seconds,
        "stopped": len(scores) < draws.n_seeds,
        "low_text": say.number(min(scores)),
        "mean_text": say.number(float(np.mean(scores))),
        "high_text": say.number(max(scores)),
        "single": {"seed": middle, **_score_dict(single, say)},
        "ensemble": {
            **_score_dict(ensemble, say),
            "halves": [say.number(value) for value in halves],
            "sentence": _ensemble_sentence(draws, ensemble, float(np.mean(scores)), halves, ahead.clear, say),
        },
        "spread": {**vars(spread), "share_real": spread.share_real, **_spread_texts(spread, say)},
        "picking": _picking_dict(picking, draws, careful, say),
        "repeat": _repeat_dict(draws),
        "headline": _headline(scores, say),
        "luck": _luck_sentences(draws, spread, say),
        "notes": _notes(draws),
    }


class _Say:
    """How scores and differences of a task are written."""

    def __init__(self, draws: Draws) -> None:
        self.is_share = draws.higher_is_better
        self.unit = "%" if self.is_share else ""

    def number(self, value: float) -> str:
        """Return a score without its unit."""
        return in_100(value / 100, 1) if self.is_share else quantity(value)

    def score(self, value: float) -> str:
        """Return a score inside a sentence."""
        return words.percent(self.number(value)) if self.is_share else words.an_error(self.number(value))

    def difference(self, value: float) -> str:
        """Return a difference of scores inside a sentence."""
        text = quantity(value, 2)
        return words.points(text) if self.is_share else text


def _score_dict(found: Score, say: _Say) -> dict[str, Any]:
    return {
        "score": found.value,
        "low": found.low,
        "high": found.high,
        "text": say.number(found.value),
        "range_text": words.between(say.number(found.low), say.number(found.high)),
    }


def _headline(scores: list[float], say: _Say) -> str:
    """Return the spread in a sentence."""
    low, high = say.number(min(scores)), say.number(max(scores))
    if low == high:
        return words.all_alike(len(scores), say.score(min(scores)))
    spread = words.spread_in_percent if say.is_share else words.spread_of_errors
    return spread(len(scores), low, high)


def _ensemble_sentence(  # noqa: PLR0917  what there is to say
    draws: Draws, ensemble: Score, mean: float, halves: list[float], is_clear: bool, say: _Say
) -> str:
    """Return what the mean of all seeds is worth."""
    gain = (ensemble.value - mean) * (1 if say.is_share else -1)
    worth, difference = say.score(ensemble.value), say.difference(abs(gain))
    found = [
        words.ensemble(len(draws.values), worth, difference, better=gain >= 0),
        words.ENSEMBLE_IS_CLEAR if is_clear else words.ENSEMBLE_MAY_BE_LUCK,
    ]
    if len(halves) == 2:
        found.append(words.half_ensembles(*(say.number(value) for value in halves)))
    return " ".join(found)


def _spread_texts(spread: Spread, say: _Say) -> dict[str, str]:
    return {
        "between_number": quantity(spread.between, 2),
        "real_number": quantity(spread.real, 2),
        "rows_number": quantity(spread.rows, 2),
        "between_text": say.difference(spread.between),
        "real_text": say.difference(spread.real) if spread.real else words.NO_DIFFERENCE,
        "rows_text": say.difference(spread.rows),
    }


def _luck_sentences(draws: Draws, spread: Spread, say: _Say) -> list[str]:
    """Return when a result is luck, with this table's numbers."""
    n, between = len(draws.truth), say.difference(spread.between)
    if not spread.between:
        first = words.SEEDS_ARE_EQUAL
    elif not spread.real:
        first = words.no_more_than_chance(between, n)
    else:
        first = words.partly_real(between, n, say.difference(spread.real), round(100 * spread.share_real))
    return [
        first,
        words.two_runs(say.difference(_Z95 * 2**0.5 * spread.between)),
        words.other_rows(say.difference(spread.rows), larger=spread.rows > spread.between),
    ]


def _picking_dict(picking: Picking, draws: Draws, careful: int, say: _Say) -> dict[str, Any]:
    """Return what picking the best would have claimed."""
    sign = 1 if say.is_share else -1
    claimed, there, anyone = picking.claimed, picking.there, picking.any_there
    lost = sign * (claimed - there)
    gained = sign * (there - anyone)
    gain = (
        words.picking_gained(say.number(anyone), say.difference(gained))
        if gained > 0
        else words.picking_gained_nothing(say.number(anyone))
    )
    picked = words.picked(
        len(draws.values), say.score(claimed), say.number(there), say.difference(max(0.0, lost))
    )  # fmt: skip
    scores = draws.scores()
    return {
        "claimed_text": say.number(claimed),
        "there_text": say.number(there),
        "any_text": say.number(anyone),
        "n": picking.n,
        "n_half": len(draws.truth) // 2,
        "sentence": f"{picked} {gain}",
        "first": [
            {
                "seed": one.seed,
                "claimed_text": say.number(one.claimed),
                "there_text": say.number(one.there),
                "any_text": say.number(one.any_there),
            }
            for one in picking.first
        ],
        "careful": words.picked_without_rows(careful, say.score(scores[careful]), len(draws.truth)),
    }


def _repeat_dict(draws: Draws) -> dict[str, Any]:
    """Return the fingerprints: the first seed twice, the second, and all together."""
    first, *others = draws.fingerprints
    rows = [{"name": words.seed(0), "fingerprint": first, "compared": ""}]
    if draws.again:
        again = {"fingerprint": draws.again, "compared": _compared(draws.again, first)}
        rows.append({"name": words.seed_again(0), **again})
    rows.append({"name": words.seed(1), "fingerprint": others[0], "compared": _compared(others[0], first)})
    return {
        "rows": rows,
        "all": hashlib.sha256("".join(draws.fingerprints).encode()).hexdigest(),
        "n_different": len(set(draws.fingerprints)),
    }


def _compared(one: str, other: str) -> str:
    return "equal" if one == other else "unequal"


def _notes(draws: Draws) -> list[str]:
    """Return how it was done."""
    found = [
        words.each_is(draws.n_hidden, quantity(draws.alpha, 3)),
        words.learned_from(draws.n_train, len(draws.truth), len(draws.values), duration(draws.seconds)),
    ]
    if draws.n_left:
        found.append(words.left_out(draws.n_left))
    if draws.groups is not None:
        found.append(words.GROUPS_COUNTED)
    return found
