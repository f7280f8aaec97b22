"""Everything that the Result page shows, as one dict."""

from __future__ import annotations

from typing import Any

import numpy as np

from elmweb.estimators.kernel import rows_held
from elmweb.evaluation.judge import Evaluation, MethodScore
from elmweb.evaluation.scores import SCORE_NAMES
from elmweb.evaluation.verdict import verdict
from elmweb.formatting import count, in_100, listed, percent, quantity, score
from elmweb.model_kinds import find_model_kind
from elmweb.peers import is_peer, why_no_graph
from elmweb.preprocessing.features import form_fields
from elmweb.training.model import TrainedModel

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
        "headline": _UNSCORED if evaluation is None else verdict(model, evaluation),
        "task": model.task,
        "targets": list(model.targets),
        "classes": [str(label) for label in model.classes],
        "score_name": SCORE_NAMES[model.task],
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

_UNSCORED = {
    "number": "No score",
    "unit": "",
    "sentence": "This model was saved without a report of how good it is.",
    "note": "It can predict and be saved. To see its score, open its table and train here.",
}
"""The headline of a model whose test rows are not known."""


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
        note = f"Learned from {method.n_learned:,} of {model.n_train:,} rows, to save time."
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
        "text": f"{found.text} ({say(found.low)} to {say(found.high)})",
        "note": note,
    }


def _in_100(value: float) -> str:
    return in_100(value / 100, 1)


def _search_curves(model: TrainedModel) -> dict[str, Any]:
    """Return the error curves over penalty and width, and the scores of the seeds."""
    search = model.search
    if model.task == "regression":
        name, shown, seed_name = "Root mean squared error", np.sqrt, "R2"
    else:
        name = "Labels wrong (%)" if model.task == "multilabel" else "Error rate (%)"
        shown, seed_name = lambda errors: 100 * errors, "Accuracy (%)"
    name += f", each row predicted without {_itself(model)}"
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
            "name": seed_name,
            "sentence": _seed_sentence(model),
        },
    }


def _seed_sentence(model: TrainedModel) -> str:
    """Return a sentence about the spread over random layers."""
    scores = model.search.seed_scores
    if is_peer(model.estimator):
        return "scikit-learn's defaults were taken, and no settings compared."
    if len(scores) < 2:
        return "Random layers were not compared."
    numbers = model.task == "regression"
    say = score if numbers else _in_100
    low, high = say(scores.min()), say(scores.max())
    spread = low if low == high else f"{low} to {high}"
    what = f"have an R2 of {spread}" if numbers else f"are right on {spread} of 100"
    return f"{len(scores)} random layers {what}, {_by_leaving_out(model)}. The best is kept."


def _itself(model: TrainedModel) -> str:
    """Return what a row is predicted without when settings are compared."""
    return "itself" if model.search.left_out == "row" else f"its {model.search.left_out}"


def _by_leaving_out(model: TrainedModel) -> str:
    return "by leave-one-out" if model.search.left_out == "row" else f"leaving out each {model.search.left_out}"


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
    found = [f"{model.n_test:,} of {count(n, 'row')} were held back before anything was learned."]
    found.append(evaluation.split.sentence)
    if evaluation.n_scored < evaluation.n_test:
        found.append(f"To save time, scores are counted on {evaluation.n_scored:,} of them, drawn at random.")
    else:
        found.append("All scores are counted on them.")
    return [*found, *_how_searched(model), *_how_judged(model, evaluation), *_how_kept(model)]


def _how_searched(model: TrainedModel) -> list[str]:
    """Describe how width, penalty and seed were chosen."""
    search, found, by_row = model.search, [], model.search.left_out == "row"
    if is_peer(model.estimator):
        name = find_model_kind(model.settings.model_kind).short
        return [f"{name}: scikit-learn trained it with its defaults. No settings were compared."]
    if model.stopped_at is not None:
        step, n_steps = model.stopped_at
        found.append(f"Training was stopped at {step} of {n_steps} settings. The best so far is the model.")
    if search.n_explored:
        tried = [count(len(search.widths), "width")] if len(search.widths) > 1 else []
        tried += [count(len(search.alphas), "value") + " of alpha"] if len(search.alphas) > 1 else []
        over = f", mean over {count(search.n_explored, 'random layer')}" if search.n_explored > 1 else ""
        how = "by exact leave-one-out" if by_row else _by_leaving_out(model)
        found.append(f"{' and '.join(tried) or 'The given setting'} tried {how}{over}.")
        means, it = ("Leave-one-out", "it") if by_row else ("This", _itself(model))
        found.append(f"{means} means that each training row is predicted by a model that never saw {it}.")
        if len(search.widths) > 1 and model.stopped_at is None:
            found.append("The smallest width within one standard error of the best was taken, then its best alpha.")
    if search.n_rows < model.n_train:
        found.append(f"The search used {search.n_rows:,} of {model.n_train:,} training rows, drawn at random.")
        if model.stopped_at is None:
            found.append("The final model learned from all of them.")
    found += _how_blended(model)
    if len(search.seeds) > 1:
        found.append(
            f"{len(search.seeds)} random layers were compared, {_by_leaving_out(model)}. The best is the model."
        )
    return found


_MEMBERS = ("a linear model", "random units that see every column", "random units that see few columns", "a kernel")


def _how_blended(model: TrainedModel) -> list[str]:
    """Describe what a blend is made of."""
    if model.settings.model_kind != "blend":
        return []
    parts = [
        f"{percent(weight)} % {name}"
        for name, weight in zip(_MEMBERS, model.estimator.weights_, strict=True)
        if weight >= _LEAST_WEIGHT
    ]
    return [
        f"The blend is {listed(parts)}.",
        f"These weights make the squared error smallest, each training row predicted without {_itself(model)}.",
    ]


def _how_kept(model: TrainedModel) -> list[str]:
    """Describe how the model that is kept differs from the one that was judged."""
    if not model.n_refit:
        return []
    return [
        f"Once this was measured, the same settings learned from all {count(model.n_refit, 'row')}.",
        "That model makes predictions, and is saved and exported.",
        f"The scores are those of the model that learned from {model.n_train:,}. More rows rarely make a model worse.",
    ]


_BY_RESAMPLING = (
    "The 95 % ranges come from resampling the held-out rows. A lead is clear when the range of the difference, "
    "row by row, leaves out 0."
)
_BY_COUNTING = (
    "The 95 % ranges are Wilson's. A lead is clear when chance alone would give it in less than 5 of 100 cases, "
    "by McNemar's exact test."
)


_RANGE_OF_PEER = (
    "The range of a prediction holds 9 of 10 training rows, each predicted by a model that learned from the other four "
    "of five parts of them."
)
_BY_GROUPS = (
    "The 95 % ranges come from resampling the held-out values of {}, each with all of its rows. A lead is clear when "
    "the range of the difference leaves out 0."
)


def _how_judged(model: TrainedModel, evaluation: Evaluation) -> list[str]:
    """Describe how intervals, tests and probabilities were computed."""
    task, split = model.task, evaluation.split
    by_groups = _BY_GROUPS.format(split.names) if split.kind == "groups" else None
    if is_peer(model.estimator):
        ranges = by_groups or (_BY_RESAMPLING if task in ("multilabel", "regression") else _BY_COUNTING)
        return [ranges, _RANGE_OF_PEER if task == "regression" else "Its probabilities are as scikit-learn gives them."]
    if task == "regression":
        return [
            by_groups or _BY_RESAMPLING,
            f"The range of a prediction holds 9 of 10 training rows, each predicted without {_itself(model)}.",
        ]
    curve = {
        "binary": "a logistic curve",
        "multiclass": "a softmax",
        "multilabel": "a logistic curve, for each label alone",
    }[task]
    return [
        by_groups or (_BY_RESAMPLING if task == "multilabel" else _BY_COUNTING),
        "The raw outputs of least squares are not probabilities.",
        f"They are divided by one number, the temperature, and put through {curve}.",
        "The temperature is fitted to the leave-one-out predictions (temperature scaling).",
    ]
