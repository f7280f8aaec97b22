"""A sentence that says whether a model is any good, and the evidence for it.

Three questions in turn: is the model significantly better than a constant prediction? Is it better than
the best baseline? Is that difference significant? Where the first is answered no, ranking and probabilities
are asked too: where a class is rare, a constant prediction is nearly always right, and a model that sorts
rows well is of use all the same.
"""

from __future__ import annotations

from elmweb.data._split import Split
from elmweb.evaluation.baselines import PLAIN_ELM
from elmweb.evaluation.chances import how_sure, why_of_use
from elmweb.evaluation.judge import Evaluation, MethodScore
from elmweb.formatting import count, in_100, listed, quantity, quoted
from elmweb.training.model import TrainedModel

__all__ = ["verdict"]

FEW_ROWS = 20
"""With fewer test rows, counts are reported instead of percentages."""


def verdict(model: TrainedModel, evaluation: Evaluation) -> dict[str, str]:
    """Summarise how good the model is.

    Parameters
    ----------
    model : TrainedModel
        The model.
    evaluation : Evaluation
        What was measured on the test rows.

    Returns
    -------
    dict of str
        ``number`` and ``unit`` (the score), ``sentence`` (what it means) and ``note`` (the evidence).
    """
    elm, dummy = evaluation.methods[0], _dummy(evaluation)
    rival = _rival(evaluation)
    describe = _describe_errors if model.task == "regression" else _describe_rates
    others = [dummy] if _guess_wins(dummy) or not dummy.lead.clear or rival is dummy else [rival, dummy]
    number, unit, first = describe(model.task, elm, others, evaluation.split)
    return {
        "number": number,
        "unit": unit,
        "sentence": f"{first} {_judgement(model, evaluation, dummy, rival)}",
        "note": " ".join(_evidence(model, evaluation, others[0])),
    }


def _dummy(evaluation: Evaluation) -> MethodScore:
    return next(method for method in evaluation.methods if method.kind == "dummy")


def _rival(evaluation: Evaluation) -> MethodScore:
    """Return the best baseline: the one over which the model has the smallest lead."""
    return min(evaluation.methods[1:], key=lambda method: method.lead.by)


def _guess_wins(dummy: MethodScore) -> bool:
    return dummy.lead.by <= 0


def _judgement(model: TrainedModel, evaluation: Evaluation, dummy: MethodScore, rival: MethodScore) -> str:
    """Return a sentence that answers the three questions."""
    if dummy.lead.by <= 0 or not dummy.lead.clear:
        return why_of_use(model, evaluation) or _not_shown(dummy)
    if rival is dummy:
        return "It beats every baseline, by more than luck."
    name, verb, ahead = _guess(rival), _is(rival), rival.lead.by > 0
    luck = "is more than luck" if rival.lead.clear else "may be luck"
    if ahead:
        return f"The lead over {name} {luck}."
    if rival.lead.clear:
        return f"It is clearly better than guessing, but {name} {verb} the better choice here, by more than luck."
    if rival.lead.by == 0:
        return f"It is clearly better than guessing; {name} {verb} as good."
    return f"It is clearly better than guessing, and level with {name}: the difference may be luck."


def _not_shown(dummy: MethodScore) -> str:
    """Return that the model is not shown to be better than a constant prediction."""
    if dummy.lead.by > 0:
        return "The difference may be luck, so it is not shown to be better than guessing."
    worse = dummy.lead.by < 0 and dummy.lead.clear
    return f"It is {'worse' if worse else 'no better'} than always guessing: do not rely on it."


def _guess(method: MethodScore) -> str:
    """Return the name of a method inside a sentence."""
    if method.kind == PLAIN_ELM:
        return f"an {method.name}"
    name = method.name[0].lower() + method.name[1:].replace("lways ", "lways saying ", 1)
    return f"a {name}" if method.kind == "forest" else name


def _is(method: MethodScore) -> str:
    return "are" if method.kind == "neighbours" else "is"


def _describe_rates(task: str, elm: MethodScore, others: list[MethodScore], split: Split) -> tuple[str, str, str]:
    """Return number, unit and sentence for classes or labels."""
    n, thing = len(elm.values), "labels on rows" if task == "multilabel" else "rows"
    if n < FEW_ROWS and task != "multilabel":
        right = [str(int(method.values.sum())) for method in (elm, *others)]
        number, unit, of = right[0], f"of {n}", f"of {count(n, 'row')}"
    else:
        right = _distinct([method.values.mean() for method in (elm, *others)])
        number, unit, of = right[0], "%", f"of 100 {thing}"
    rest = ", ".join(
        f"{_guess(method)} {_is(method) + ' right ' if not at else ''}on {rate}"
        for at, (method, rate) in enumerate(zip(others, right[1:], strict=True))
    )
    return number, unit, f"Right on {right[0]} {of} {split.rows}; {rest}."


def _describe_errors(_: str, elm: MethodScore, others: list[MethodScore], split: Split) -> tuple[str, str, str]:
    """Return number, unit and sentence for regression."""
    for digits in (3, 4, 5, 6):
        errors = [quantity(method.score.value, digits) for method in (elm, *others)]
        if _as_different(errors, [method.score.value for method in (elm, *others)]):
            break
    rest = ", ".join(
        f"{_guess(method)} {_is(method) + ' off ' if not at else ''}by {error}"
        for at, (method, error) in enumerate(zip(others, errors[1:], strict=True))
    )
    return errors[0], "off on average", f"Off by {errors[0]} on average on rows {split.rows}; {rest}."


def _distinct(rates: list[float]) -> list[str]:
    """Return percentages with as few digits as distinguish the first from the others."""
    for digits in (0, 1, 2):
        texts = [in_100(rate, digits) for rate in rates]
        if _as_different(texts, rates):
            break
    return texts


def _as_different(texts: list[str], values: list[float]) -> bool:
    """Return whether the first text differs from each of the others wherever the values differ."""
    return all(text != texts[0] or value == values[0] for text, value in zip(texts, values, strict=True))


def _evidence(model: TrainedModel, evaluation: Evaluation, other: MethodScore) -> list[str]:
    """Return the evidence, and reservations about it."""
    elm, n = evaluation.methods[0], evaluation.n_scored
    found = []
    if model.task in ("binary", "multiclass"):
        right, theirs = (int(method.values.sum()) for method in (elm, other))
        found.append(f"Counted on {count(n, 'row')}: {right:,} right, {_guess(other)} {theirs:,}.")
        if n < FEW_ROWS:
            low, high = in_100(elm.score.low / 100), in_100(elm.score.high / 100)
            found.append(f"So few rows say little: the true share may be from {low} to {high} %.")
        if evaluation.never_right:
            names = listed(
                [f"{quoted(label)} ({count(size, 'row')})" for label, size in evaluation.never_right.items()]
            )
            found.append(f"It was never right on {names}.")
    else:
        found.append(f"Counted on {count(n, 'row')}.")
        if n < FEW_ROWS:
            found.append("So few rows say little.")
        found.append(evaluation.measures[0]["text"])
    if text := how_sure(evaluation):
        found.append(text)
    if evaluation.n_test > n:
        found.append(f"They are a random part of {evaluation.n_test:,} held-out rows.")
    return found + _from_fewer(model, evaluation)


def _from_fewer(model: TrainedModel, evaluation: Evaluation) -> list[str]:
    """Return which methods learned from fewer rows than the model."""
    fewer: dict[int, list[str]] = {}
    for method in evaluation.methods[1:]:
        if 0 < method.n_learned < model.n_train and method.kind != "dummy":
            fewer.setdefault(method.n_learned, []).append(_guess(method))
    return [
        f"To save time, {listed(names)} learned from {n:,} rows only, this model from {model.n_train:,}."
        for n, names in fewer.items()
    ]
