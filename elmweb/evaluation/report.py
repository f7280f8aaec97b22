"""Everything that the Result page shows, as one dict."""

from __future__ import annotations

from typing import Any

import numpy as np

from elmweb.estimators.blend import MEMBERS
from elmweb.estimators.kernel import rows_held
from elmweb.evaluation.judge import Evaluation, MethodScore
from elmweb.evaluation.scores import score_name
from elmweb.evaluation.verdict import verdict
from elmweb.formatting import in_100, percent, quantity, score
from elmweb.model_kinds import find_model_kind
from elmweb.peers import is_peer, why_no_graph
from elmweb.preprocessing.features import form_fields
from elmweb.training.model import TrainedModel
from elmweb.words.engine import evaluation_report as words

__all__ = ["result_dict"]


def result_dict(model: TrainedModel, evaluation: Evaluation | None = None) -> dict[str, Any]:
    """Return everything that the Result page shows.

    Parameters
    ----------
    model : TrainedModel
        The model.
    evaluation : Evaluation, optional
        What was measured on the test rows; without it the result has no scores, as of a model that was saved alone.

    Returns
    -------
    dict
        As in :class:`elmweb.workbench.protocol.Result`; arrays stay arrays.
    """
    numbers = model.task == "regression"
    ranked = {name: at for at, name in enumerate(evaluation.useful if evaluation else ())}
    features = sorted(model.features, key=lambda feature: ranked.get(feature.name, len(ranked)))
    return {
        "headline": _unscored() if evaluation is None else verdict(model, evaluation),
        "task": model.task,
        "targets": list(model.targets),
        "classes": [str(label) for label in model.classes],
        "score_name": score_name(model.task),
        "higher_is_better": not numbers,
        **_scores(model, evaluation),
        **_search_curves(model),
        "train_seconds": model.fit_seconds,
        "model": _facts(model),
        "form": form_fields(features),
        "stopped_at": None if model.stopped_at is None else list(model.stopped_at),
        "how": _how_searched(model) if evaluation is None else how_sentences(model, evaluation),
        "runs": None,
    }


_LEAST_WEIGHT = 0.005  # of a member of a blend that is named


def _unscored() -> dict[str, str]:
    """Return the headline of a model whose test rows are not known."""
    return {"number": words.NO_SCORE, "unit": "", "sentence": words.SAVED_WITHOUT, "note": words.HOW_TO_GET_ONE}


def _scores(model: TrainedModel, evaluation: Evaluation | None) -> dict[str, Any]:
    """Return what was measured on the test rows."""
    if evaluation is None:
        absent = ("confusion", "roc", "pr", "residuals", "labels", "calibration")
        return {"scores": [], "measures": [], "groups": [], **dict.fromkeys(absent)}
    return {
        "scores": [_score_row(method, model) for method in evaluation.methods],
        "measures": evaluation.measures,
        "groups": evaluation.groups,
        "confusion": evaluation.confusion,
        "roc": evaluation.roc,
        "pr": evaluation.pr,
        "residuals": evaluation.residuals,
        "labels": evaluation.labels,
        "calibration": evaluation.calibration,
    }


def _score_row(method: MethodScore, model: TrainedModel) -> dict[str, Any]:
    """Return a row of the comparison."""
    found, note = method.score, ""
    if method.kind != "dummy" and method.n_learned < model.n_train:
        note = words.learned_from_some(method.n_learned, model.n_train)
    say = quantity if model.task == "regression" else _in_100
    return {
        "name": method.name,
        "kind": method.kind,
        "score": found.value,
        "low": found.low,
        "high": found.high,
        "seconds": method.seconds,
        "search_seconds": method.search_seconds,
        "auc": method.auc,
        "text": words.score_with_range(found.text, say(found.low), say(found.high)),
        "note": note,
    }


def _in_100(value: float) -> str:
    return in_100(value / 100, 1)


def _search_curves(model: TrainedModel) -> dict[str, Any]:
    """Return the error curves over penalty and width, and the scores of the seeds."""
    search = model.search
    shown = np.sqrt if model.task == "regression" else lambda errors: 100 * errors
    name = words.errors(model.task, _group(model))
    return {
        "loo": {
            "alphas": search.alphas,
            "errors": shown(search.alpha_errors),
            "chosen": model.settings.alpha,
            "name": name,
        },
        "widths": {
            "widths": search.widths,
            "errors": shown(search.width_errors),
            "chosen": model.settings.n_hidden,
            "name": name,
        },
        "seeds": {
            "seeds": search.seeds,
            "scores": search.seed_scores,
            "name": words.SCORES_OF_SEEDS[model.task],
            "sentence": _seed_sentence(model),
        },
    }


def _seed_sentence(model: TrainedModel) -> str:
    """Return a sentence about the spread over random layers."""
    scores = model.search.seed_scores
    if is_peer(model.estimator):
        return words.DEFAULTS_TAKEN
    if len(scores) < 2:
        return words.NOT_COMPARED
    numbers = model.task == "regression"
    say = score if numbers else _in_100
    return words.seeds(len(scores), say(scores.min()), say(scores.max()), _group(model), r2=numbers)


def _group(model: TrainedModel) -> str:
    """Return what is left out with a row when settings are compared; empty for the row alone."""
    return "" if model.search.left_out == "row" else model.search.left_out


def _facts(model: TrainedModel) -> dict[str, Any]:
    """Return the settings of the model and the numbers of rows."""
    settings, estimator = model.settings, model.estimator
    held = rows_held(estimator.layer_) if hasattr(estimator, "layer_") else getattr(estimator, "n_rows_held", 0)
    return {
        "kind": settings.model_kind,
        "why_no_graph": why_no_graph(estimator, model.task),
        "n_hidden": settings.n_hidden,
        "alpha": settings.alpha,
        "activation": settings.activation,
        "seed": settings.seed,
        "scale": settings.scale,
        "n_inputs": estimator.n_features_in_,
        "n_train": model.n_train,
        "n_test": model.n_test,
        "n_refit": model.n_refit,
        "threshold": model.threshold,
        "n_rows_held": held,
    }


def how_sentences(model: TrainedModel, evaluation: Evaluation) -> list[str]:
    """Describe how the result was obtained, one fact per sentence.

    Parameters
    ----------
    model : TrainedModel
        The model.
    evaluation : Evaluation
        What was measured on the test rows.

    Returns
    -------
    list of str
        Sentences.
    """
    n = model.n_train + model.n_test
    on_all = evaluation.n_scored >= evaluation.n_test
    found = [words.held_back(model.n_test, n), evaluation.split.sentence]
    found.append(words.ON_THEM if on_all else words.on_some(evaluation.n_scored))
    return [*found, *_how_searched(model), *_how_judged(model, evaluation), *_how_kept(model)]


def _how_searched(model: TrainedModel) -> list[str]:
    """Describe how width, penalty and seed were chosen."""
    search, found, group = model.search, [], _group(model)
    if is_peer(model.estimator):
        return [words.no_search(find_model_kind(model.settings.model_kind).short)]
    if model.stopped_at is not None:
        step, n_steps = model.stopped_at
        found.append(words.stopped(step, n_steps))
    if search.n_explored:
        n_widths, n_alphas = (len(tried) if len(tried) > 1 else 0 for tried in (search.widths, search.alphas))
        found.append(words.tried(n_widths, n_alphas, search.n_explored, group))
        found.append(words.meaning_of_leaving_out(group))
        if n_widths and model.stopped_at is None:
            found.append(words.SMALLEST_WIDTH)
    if search.n_rows < model.n_train:
        found.append(words.some_rows(search.n_rows, model.n_train))
        if model.stopped_at is None:
            found.append(words.FROM_ALL)
    found += _how_blended(model)
    if len(search.seeds) > 1:
        found.append(words.layers(len(search.seeds), group))
    return found


def _how_blended(model: TrainedModel) -> list[str]:
    """Describe what a blend is made of."""
    if model.settings.model_kind != "blend":
        return []
    parts = [
        (percent(weight), name)
        for name, weight in zip(words.MEMBERS, model.estimator.weights_, strict=True)
        if weight >= _LEAST_WEIGHT
    ]
    found, blend = [words.blend(parts), words.weights(_group(model))], model.estimator
    taken = dict(zip(MEMBERS, blend.weights_ >= _LEAST_WEIGHT, strict=True))
    if taken["kernel"] and blend.relevance_ is not None:
        found.append(words.STRETCHED)
    if taken["sparse"] and blend.n_picked_:
        found.append(words.picked(blend.n_picked_))
    if len(found) > 2 and len(blend.deciding_rows_):
        found.append(words.deciding(len(blend.deciding_rows_), len(blend.loo_rows_)))
    return found


def _how_kept(model: TrainedModel) -> list[str]:
    """Describe how the model that is kept differs from the one that was judged."""
    if not model.n_refit:
        return []
    return [words.refitted(model.n_refit), words.IS_USED, words.scores_are_of(model.n_train)]


def _how_judged(model: TrainedModel, evaluation: Evaluation) -> list[str]:
    """Describe how intervals, tests and probabilities were computed."""
    task, split = model.task, evaluation.split
    ranges = words.BY_RESAMPLING if task in ("multilabel", "regression") else words.BY_COUNTING
    if split.kind == "groups":
        ranges = words.by_groups(split.names)
    if is_peer(model.estimator):
        return [ranges, words.RANGE_IN_FIVE_PARTS if task == "regression" else words.PROBABILITIES_AS_THEY_ARE]
    if task == "regression":
        return [ranges, words.range_of_prediction(_group(model))]
    found = [ranges, words.NO_PROBABILITIES, words.TEMPERATURES[task]]
    if np.any(getattr(model.estimator, "offsets_", 0.0)):
        found.append(words.OFFSETS)
    return [*found, words.TEMPERATURE_FITTED]
