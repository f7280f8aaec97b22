"""A lottery in words and plain data."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from elmweb.evaluation.scores import Score, lead, score
from elmweb.formatting import count, duration, in_100, quantity
from elmweb.studies.lottery.draws import Draws
from elmweb.studies.lottery.luck import Picking, Spread, pick_the_best, spread_of, units_of

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
        return f"{self.number(value)} %" if self.is_share else f"an error of {self.number(value)}"

    def difference(self, value: float) -> str:
        """Return a difference of scores inside a sentence."""
        text = quantity(value, 2)
        return f"{text} {'point' if text == '1' else 'points'}" if self.is_share else text


def _score_dict(found: Score, say: _Say) -> dict[str, Any]:
    return {
        "score": found.value,
        "low": found.low,
        "high": found.high,
        "text": say.number(found.value),
        "range_text": f"{say.number(found.low)} to {say.number(found.high)}",
    }


def _headline(scores: list[float], say: _Say) -> str:
    """Return the spread in a sentence."""
    low, high = say.number(min(scores)), say.number(max(scores))
    n = count(len(scores), "seed")
    if low == high:
        return f"{n} of the same ELM: all {say.score(min(scores))}."
    return (
        f"{n} of the same ELM: {low} to {high} %."
        if say.is_share
        else f"{n} of the same ELM: errors of {low} to {high}."
    )


def _ensemble_sentence(  # noqa: PLR0917  what there is to say
    draws: Draws, ensemble: Score, mean: float, halves: list[float], is_clear: bool, say: _Say
) -> str:
    """Return what the mean of all seeds is worth."""
    gain = (ensemble.value - mean) * (1 if say.is_share else -1)
    better = "better" if gain >= 0 else "worse"
    text = f"The mean of what all {len(draws.values)} say: {say.score(ensemble.value)}, "
    text += f"{say.difference(abs(gain))} {better} than a seed on average."
    sure = "The rows kept back tell it from the middle seed." if is_clear else (
        "On this few rows that is not clear of chance against the middle seed."
    )  # fmt: skip
    if len(halves) == 2:
        a, b = (say.number(value) for value in halves)
        together = f"both give {a}" if a == b else f"give {a} and {b}"
        sure += f" Two ensembles of half the seeds each {together}: what is left of the lottery."
    return f"{text} {sure}"


def _spread_texts(spread: Spread, say: _Say) -> dict[str, str]:
    return {
        "between_number": quantity(spread.between, 2),
        "real_number": quantity(spread.real, 2),
        "rows_number": quantity(spread.rows, 2),
        "between_text": say.difference(spread.between),
        "real_text": say.difference(spread.real) if spread.real else "none",
        "rows_text": say.difference(spread.rows),
    }


def _luck_sentences(draws: Draws, spread: Spread, say: _Say) -> list[str]:
    """Return when a result is luck, with this table's numbers."""
    n = count(len(draws.truth), "row")
    found = []
    if not spread.between:
        found.append("Every seed has the same score here, so the seed decides nothing.")
    elif not spread.real:
        found.append(
            f"Seeds differ by {say.difference(spread.between)} (one standard deviation) on these {n}, and that is no "
            "more than chance gives. A seed that is ahead here would not be ahead on other rows."
        )
    else:
        share = round(100 * spread.share_real)
        found.append(
            f"Seeds differ by {say.difference(spread.between)} (one standard deviation) on these {n}. Other rows would "
            f"show {say.difference(spread.real)} of it, which is {share} % of the variance; the rest is which "
            "rows happened to be kept back."
        )
    two_seeds = _Z95 * 2**0.5 * spread.between
    found.append(
        f"Two runs of this same model with two seeds can differ by up to {say.difference(two_seeds)}, 95 times in 100. "
        "A lead smaller than that, shown with one seed each, proves nothing."
    )
    larger = "larger" if spread.rows > spread.between else "smaller"
    found.append(
        f"Even with the seed fixed, other rows kept back would move a score by {say.difference(spread.rows)} (one "
        f"standard deviation): {larger} than the lottery of the seed. "
        + ("More seeds do not mend that; more rows do." if larger == "larger" else "More seeds, or more units, help.")
    )
    return found


def _picking_dict(picking: Picking, draws: Draws, careful: int, say: _Say) -> dict[str, Any]:
    """Return what picking the best would have claimed."""
    sign = 1 if say.is_share else -1
    claimed, there, anyone = picking.claimed, picking.there, picking.any_there
    lost = sign * (claimed - there)
    gained = sign * (there - anyone)
    gain = (
        f"Against a seed taken blindly ({say.number(anyone)}) picking gained {say.difference(gained)}"
        if gained > 0
        else f"A seed taken blindly does {say.number(anyone)} there: picking gained nothing"
    )
    sentence = (
        f"On the half used to pick, the best of {len(draws.values)} seeds claims {say.score(claimed)}. On the other "
        f"half the same seed gives {say.number(there)}: {say.difference(max(0.0, lost))} of the claim was made by "
        f"picking. {gain}."
    )
    scores = draws.scores()
    return {
        "claimed_text": say.number(claimed),
        "there_text": say.number(there),
        "any_text": say.number(anyone),
        "n": picking.n,
        "n_half": len(draws.truth) // 2,
        "sentence": sentence,
        "first": [
            {
                "seed": one.seed,
                "claimed_text": say.number(one.claimed),
                "there_text": say.number(one.there),
                "any_text": say.number(one.any_there),
            }
            for one in picking.first
        ],
        "careful": (
            f"Picked without any row kept back, by leave-one-out on the rows learned from, it is seed {careful}: "
            f"{say.score(scores[careful])} on all {len(draws.truth):,} rows kept back. That number may be believed."
        ),
    }


def _repeat_dict(draws: Draws) -> dict[str, Any]:
    """Return the fingerprints: the first seed twice, the second, and all together."""
    first, *others = draws.fingerprints
    rows = [{"name": "Seed 0", "fingerprint": first, "compared": ""}]
    if draws.again:
        rows.append({"name": "Seed 0, again", "fingerprint": draws.again, "compared": _compared(draws.again, first)})
    rows.append({"name": "Seed 1", "fingerprint": others[0], "compared": _compared(others[0], first)})
    return {
        "rows": rows,
        "all": hashlib.sha256("".join(draws.fingerprints).encode()).hexdigest(),
        "n_different": len(set(draws.fingerprints)),
    }


def _compared(one: str, other: str) -> str:
    return "equal" if one == other else "unequal"


def _notes(draws: Draws) -> list[str]:
    """Return how it was done."""
    unit, penalty = count(draws.n_hidden, "tanh unit"), quantity(draws.alpha, 3)
    chosen = "which leave-one-out chose for a seed that takes no part. Only the random weights differ."
    rows = f"{count(draws.n_train, 'row')} and are scored on the same {len(draws.truth):,} rows kept back"
    took = f"{len(draws.values)} trainings took {duration(draws.seconds)}."
    found = [
        f"Each is an ELM of {unit} with the penalty {penalty}, {chosen}",
        f"They learned from {rows}. {took}",
    ]
    if draws.n_left:
        found.append(f"{count(draws.n_left, 'more row')} to learn from were left out, to be quick.")
    if draws.groups is not None:
        found.append("Rows that go together are counted together.")
    return found
