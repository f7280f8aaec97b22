"""A sentence that says whether a model is any good, and the evidence for it.

Three questions in turn: is the model significantly better than a constant prediction? Is it better than
the best baseline? Is that difference significant? Where the first is answered no, ranking and probabilities
are asked too: where a class is rare, a constant prediction is nearly always right, and a model that sorts
rows well is of use all the same.
"""

from __future__ import annotations

from elmweb.data._split import Split
from elmweb.evaluation.chances import how_sure, why_of_use
from elmweb.evaluation.judge import Evaluation, MethodScore
from elmweb.formatting import in_100, quantity, quoted
from elmweb.training.model import TrainedModel
from elmweb.words.engine import evaluation_verdict as words

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
        return words.BEATS_ALL
    if rival.lead.by > 0:
        return words.ahead_of(rival.kind, rival.name, clear=rival.lead.clear)
    if rival.lead.clear:
        return words.other_is_better(rival.kind, rival.name)
    if rival.lead.by == 0:
        return words.other_is_as_good(rival.kind, rival.name)
    return words.level_with(rival.kind, rival.name)


def _not_shown(dummy: MethodScore) -> str:
    """Return that the model is not shown to be better than a constant prediction."""
    if dummy.lead.by > 0:
        return words.NOT_SHOWN
    return words.WORSE if dummy.lead.by < 0 and dummy.lead.clear else words.NO_BETTER


def _columns(split: Split) -> str:
    """Return the columns that a split goes by; empty for none."""
    return split.names if split.columns else ""


def _with_scores(methods: list[MethodScore], texts: list[str]) -> list[tuple[str, str, str]]:
    """Return kind, name and score of each method."""
    return [(method.kind, method.name, text) for method, text in zip(methods, texts, strict=True)]


def _describe_rates(task: str, elm: MethodScore, others: list[MethodScore], split: Split) -> tuple[str, str, str]:
    """Return number, unit and sentence for classes or labels."""
    n, columns = len(elm.values), _columns(split)
    if n < FEW_ROWS and task != "multilabel":
        right, *rates = (str(int(method.values.sum())) for method in (elm, *others))
        scores = _with_scores(others, rates)
        return right, words.of_rows(n), words.right_of_rows(right, n, scores, split.kind, columns)
    right, *rates = _distinct([method.values.mean() for method in (elm, *others)])
    scores = _with_scores(others, rates)
    labels = task == "multilabel"
    return right, "%", words.right_of_100(right, scores, split.kind, columns, labels=labels)


def _describe_errors(_: str, elm: MethodScore, others: list[MethodScore], split: Split) -> tuple[str, str, str]:
    """Return number, unit and sentence for regression."""
    for digits in (3, 4, 5, 6):
        errors = [quantity(method.score.value, digits) for method in (elm, *others)]
        if _as_different(errors, [method.score.value for method in (elm, *others)]):
            break
    sentence = words.off_by(errors[0], _with_scores(others, errors[1:]), split.kind, _columns(split))
    return errors[0], words.OFF_ON_AVERAGE, sentence


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
        found.append(words.counted(n, right, other.kind, other.name, theirs))
        if n < FEW_ROWS:
            low, high = in_100(elm.score.low / 100), in_100(elm.score.high / 100)
            found.append(words.few_rows(low, high))
        if evaluation.never_right:
            found.append(words.never_right([(quoted(name), size) for name, size in evaluation.never_right.items()]))
    else:
        found.append(words.counted_on(n))
        if n < FEW_ROWS:
            found.append(words.FEW_ROWS)
        found.append(evaluation.measures[0]["text"])
    if text := how_sure(evaluation):
        found.append(text)
    if evaluation.n_test > n:
        found.append(words.random_part(evaluation.n_test))
    return found + _from_fewer(model, evaluation)


def _from_fewer(model: TrainedModel, evaluation: Evaluation) -> list[str]:
    """Return which methods learned from fewer rows than the model."""
    fewer: dict[int, list[tuple[str, str]]] = {}
    for method in evaluation.methods[1:]:
        if 0 < method.n_learned < model.n_train and method.kind != "dummy":
            fewer.setdefault(method.n_learned, []).append((method.kind, method.name))
    return [words.learned_from_fewer(methods, n, model.n_train) for n, methods in fewer.items()]
