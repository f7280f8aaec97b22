"""Evaluating a model and the baselines on the same test rows."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import roc_auc_score

from elmweb.data._split import Split
from elmweb.data.dataset import Dataset
from elmweb.data.sampling import some_rows
from elmweb.estimators.core.readout import ClassifierReadout
from elmweb.evaluation import curves
from elmweb.evaluation.baselines import PLAIN_ELM, Baseline, baselines
from elmweb.evaluation.groups import group_scores
from elmweb.evaluation.scores import Lead, Score, lead, row_values, score
from elmweb.model_kinds import find_model_kind
from elmweb.peers import iter_grow
from elmweb.preprocessing.prepare import iter_transform_table
from elmweb.preprocessing.preprocessor import column_slices
from elmweb.progress import finish, map_steps
from elmweb.training.model import TrainedModel
from elmweb.words.engine import evaluation_scores as words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Evaluation", "Judging", "MethodScore", "evaluate", "iter_compare", "iter_evaluate"]

MAX_TEST_ROWS = 10_000
"""With more test rows a random sample is scored; the 95 % interval is then within one percentage point."""

_LEARN_ROWS = 20_000  # maximum number of training rows of a baseline
_BLOCK_CELLS = 50_000  # rows x inputs that a baseline predicts at a time
_USEFULNESS_ROWS = 100
_LEAST_CHANCE = 1e-15  # as in scikit-learn's log loss
_PEER_UNITS = 1_000  # what a model of scikit-learn costs about as much as
_USEFULNESS_CELLS = 4e8  # rows x inputs x units x columns that may be multiplied to rank columns


@dataclass(frozen=True)
class Judging:
    """Progress of an evaluation.

    Parameters
    ----------
    step, n_steps : int
        Number of methods that are scored, and of all.
    text : str
        What is done next.
    """

    step: int
    n_steps: int
    text: str


@dataclass(frozen=True)
class MethodScore:
    """A method and its score on the test rows.

    Parameters
    ----------
    kind : str
        ``"elm"`` for the model itself, or that of a :class:`elmweb.evaluation.baselines.Baseline`.
    name : str
        Displayed name.
    score : Score
        Score and its 95 % interval.
    seconds : float
        Time of fitting and predicting, without the search.
    n_learned : int
        Number of training rows.
    lead : Lead
        Lead of the model over this method; 0 for the model itself.
    values : ndarray (n,)
        One value per test row.
    search_seconds : float
        Time of preparing the columns and of choosing settings; 0 where none are chosen.
    auc : float or None
        Area under the ROC curve, for two classes that are both among the test rows.
    """

    kind: str
    name: str
    score: Score
    seconds: float
    n_learned: int
    lead: Lead
    values: np.ndarray = field(repr=False)
    search_seconds: float = 0.0
    auc: float | None = None


@dataclass(frozen=True)
class Evaluation:
    """Everything that was measured on the test rows.

    Parameters
    ----------
    methods : tuple of MethodScore
        The model itself comes first.
    n_test, n_scored : int
        Number of test rows, and of those that were scored.
    confusion, roc, pr, residuals, calibration : dict or None
        Those that apply to the task; see :mod:`elmweb.evaluation.curves`.
    labels : list of dict or None
        Scores of each label, for "multilabel".
    measures : list of dict
        Further scores of the model.
    never_right : dict of str to int
        Classes of which no test row is predicted correctly, and their numbers of rows.
    useful : tuple of str
        Features, the most important first.
    split : Split
        How the test rows were chosen.
    groups : list of dict
        Scores of parts of the test rows; see :func:`elmweb.evaluation.groups.group_scores`.
    groups_of_rows : ndarray (n,) or None
        Group of each row that was scored, where whole groups were held back.
    chances_lead : Lead or None
        How much smaller the log loss of the model is than that of always giving each class its frequency.
    """

    methods: tuple[MethodScore, ...]
    n_test: int
    n_scored: int
    confusion: dict[str, Any] | None
    roc: dict[str, Any] | None
    pr: dict[str, Any] | None
    residuals: dict[str, Any] | None
    calibration: dict[str, Any] | None
    labels: list[dict[str, Any]] | None
    measures: list[dict[str, Any]]
    never_right: dict[str, int]
    useful: tuple[str, ...]
    split: Split = field(default_factory=Split)
    groups: list[dict[str, Any]] = field(default_factory=list)
    groups_of_rows: np.ndarray | None = None
    chances_lead: Lead | None = None


def evaluate(model: TrainedModel, dataset: Dataset) -> Evaluation:
    """Evaluate a model; see :func:`iter_evaluate`.

    Parameters
    ----------
    model : TrainedModel
        Trained on the training rows of `dataset`.
    dataset : Dataset
        The data.

    Returns
    -------
    Evaluation
        What was measured.
    """
    return finish(iter_evaluate(model, dataset))


def iter_evaluate(model: TrainedModel, dataset: Dataset) -> Generator[Judging, None, Evaluation]:
    """Evaluate a model step by step, one method at a time.

    Parameters
    ----------
    model : TrainedModel
        Trained on the training rows of `dataset`.
    dataset : Dataset
        The data.

    Returns
    -------
    Evaluation
        What was measured.

    Yields
    ------
    Judging
        Before each method.
    """
    task = model.task
    learn, test = _rows(task, dataset)
    progress = Judging(0, 7, words.PREDICTING)
    yield progress
    started = time.perf_counter()
    Z = yield from map_steps(_iter_inputs(model, dataset.X.iloc[test]), lambda _: progress)
    truth = dataset.y[test]
    said = _said(model.estimator, Z)
    ours = row_values(task, truth, said.predicted)
    seconds = model.solve_seconds + time.perf_counter() - started
    together = dataset.groups_held_back(test)
    methods = [
        MethodScore(
            kind="elm",
            name=find_model_kind(model.settings.model_kind).short,
            score=score(task, ours, together),
            seconds=seconds,
            n_learned=model.n_train,
            lead=Lead(0.0, clear=False),
            values=ours,
            search_seconds=max(0.0, model.fit_seconds - model.solve_seconds),
            auc=_auc(model.estimator, said, truth) if task == "binary" else None,
        )
    ]
    Z_learn = yield from map_steps(_iter_inputs(model, dataset.X.iloc[learn]), lambda _: progress)
    split = _Split(task, Z_learn, dataset.y[learn], Z, truth, ours, together)
    rivals = baselines(task, dataset.y[dataset.train], Z.shape[1], _rivals(model))
    for step, baseline in enumerate(rivals, start=1):
        progress = Judging(step, 7, words.comparing(baseline.name))
        yield progress
        steps = _iter_score(baseline, split)
        methods.append((yield from map_steps(steps, lambda _, progress=progress: progress)))
    yield Judging(6, 7, words.RANKING)
    useful = _by_usefulness(model, Z)
    rank = {name: at for at, name in enumerate(useful)}
    ranked = sorted(model.features, key=lambda feature: rank.get(feature.name, len(rank)))
    return Evaluation(
        methods=tuple(methods),
        n_test=len(dataset.test),
        n_scored=len(test),
        useful=useful,
        split=dataset.split,
        groups=group_scores(task, dataset.X.iloc[test], truth, ours, ranked, together),
        groups_of_rows=together,
        chances_lead=_chances_lead(model, dataset.y[dataset.train], said, truth, together),
        **_details(model, said, truth),
    )


def iter_compare(
    model: TrainedModel, dataset: Dataset, evaluation: Evaluation, kind: str
) -> Generator[Judging, None, Evaluation]:
    """Add one more method to a comparison, on the same rows.

    Parameters
    ----------
    model : TrainedModel
        The model that was judged.
    dataset : Dataset
        The data.
    evaluation : Evaluation
        What was measured before.
    kind : str
        Of the method; see :func:`elmweb.evaluation.baselines.baselines`.

    Yields
    ------
    Judging
        Several times a second.

    Returns
    -------
    Evaluation
        The same with one more method; unchanged where it is there already.
    """
    if any(method.kind == kind for method in evaluation.methods):
        return evaluation
    learn, test = _rows(model.task, dataset)
    [baseline] = baselines(model.task, dataset.y[dataset.train], model.estimator.n_features_in_, (kind,))
    progress = Judging(0, 1, words.comparing(baseline.name))
    yield progress
    Z = yield from map_steps(_iter_inputs(model, dataset.X.iloc[test]), lambda _: progress)
    Z_learn = yield from map_steps(_iter_inputs(model, dataset.X.iloc[learn]), lambda _: progress)
    ours, together = evaluation.methods[0].values, dataset.groups_held_back(test)  # noqa: PD011  not of pandas
    split = _Split(model.task, Z_learn, dataset.y[learn], Z, dataset.y[test], ours, together)
    method = yield from map_steps(_iter_score(baseline, split), lambda _: progress)
    return replace(evaluation, methods=(*evaluation.methods, method))


def _rows(task: str, dataset: Dataset) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that other methods learn from, and those on which all are scored."""
    classes = task in ("binary", "multiclass")
    learn = dataset.train[some_rows(dataset.y[dataset.train], _LEARN_ROWS, classes=classes)]
    # Not stratified, so that the test rows stay a representative sample.
    return learn, dataset.test[some_rows(dataset.test, MAX_TEST_ROWS, classes=False)]


def _rivals(model: TrainedModel) -> tuple[str, ...]:
    """Return what a model is compared with: a blend with one layer too, one of scikit-learn with that in its place."""
    kind = find_model_kind(model.settings.model_kind)
    one_layer = (PLAIN_ELM,) if kind.from_sklearn or kind.id == "blend" else ()
    return ("dummy", *one_layer, *(other for other in ("linear", "neighbours", "forest") if other != kind.id))


@dataclass(frozen=True)
class _Said:
    """What a model says of rows: its answers, and of a classifier probabilities and what they are made of."""

    predicted: np.ndarray
    chances: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    outputs: np.ndarray = field(default_factory=lambda: np.empty(0))


def _said(estimator: Any, Z: np.ndarray) -> _Said:
    """Return what a model says of rows; a wide one computes its units for them once."""
    if isinstance(estimator, ClassifierReadout):
        outputs = estimator.decision_function(Z)
        return _Said(estimator.classes_of(outputs), estimator.probabilities_of(outputs), outputs)
    predicted = estimator.predict(Z)
    if not hasattr(estimator, "predict_proba"):
        return _Said(predicted)
    return _Said(predicted, estimator.predict_proba(Z), estimator.decision_function(Z))


def _auc(estimator: Any, said: _Said, truth: np.ndarray) -> float | None:
    """Return the area under the ROC curve of two classes; None when only one is there."""
    yes = truth == estimator.classes_[-1]
    if not 0 < yes.sum() < len(yes):
        return None
    return float(roc_auc_score(yes, said.chances[:, -1]))


def _chances_lead(
    model: TrainedModel, y: np.ndarray, said: _Said, truth: np.ndarray, together: np.ndarray | None
) -> Lead | None:
    """Compare the log loss, row by row, with that of the frequencies of the training rows; None but for classes."""
    if model.task not in ("binary", "multiclass"):
        return None
    classes = np.asarray(model.estimator.classes_)
    place = np.searchsorted(classes, truth)
    known = (place < len(classes)) & (classes[np.minimum(place, len(classes) - 1)] == truth)
    if not known.all():  # a class that was never learned has no probability
        return None
    frequency = np.array([(y == one).mean() for one in classes])
    chances = said.chances[np.arange(len(truth)), place]
    ours, theirs = (-np.log(np.clip(p, _LEAST_CHANCE, 1.0)) for p in (chances, frequency[place]))
    return lead("regression", ours, theirs, together)


def _iter_inputs(model: TrainedModel, frame: pd.DataFrame) -> Generator[object, None, np.ndarray]:
    """Preprocess a table, in steps."""
    _, Z = yield from iter_transform_table(frame, model.features, model.preprocessor)
    return Z


@dataclass(frozen=True)
class _Split:
    """Preprocessed training and test rows of the baselines."""

    task: str
    Z_learn: np.ndarray
    y_learn: np.ndarray
    Z: np.ndarray
    truth: np.ndarray
    ours: np.ndarray  # row values of the model
    together: np.ndarray | None  # groups of the test rows


def _iter_score(baseline: Baseline, split: _Split) -> Generator[str, None, MethodScore]:
    """Fit a baseline and score it on the test rows; both in small steps."""
    started = time.perf_counter()
    rows = some_rows(split.y_learn, baseline.n_most, classes=split.task in ("binary", "multiclass"))
    fitted = yield from map_steps(iter_grow(baseline.make(), split.Z_learn[rows], split.y_learn[rows]), str)
    n_block = max(100, _BLOCK_CELLS // split.Z.shape[1])
    predicted, chances, binary = [], [], split.task == "binary"
    for start in range(0, len(split.Z), n_block):
        block = split.Z[start : start + n_block]
        if split.task in ("binary", "multiclass"):  # the most probable class is the prediction, which costs no more
            proba = fitted.predict_proba(block)
            predicted.append(fitted.classes_[proba.argmax(axis=1)])
            if binary:
                chances.append(proba[:, -1])
        else:
            predicted.append(fitted.predict(block))
        yield baseline.name
    values = row_values(split.task, split.truth, np.concatenate(predicted))
    seconds = time.perf_counter() - started
    yes = split.truth == fitted.classes_[-1] if binary else None
    return MethodScore(
        kind=baseline.kind,
        name=baseline.name,
        score=score(split.task, values, split.together),
        seconds=seconds,
        n_learned=len(rows),
        lead=lead(split.task, split.ours, values, split.together),
        values=values,
        auc=None if yes is None or not 0 < yes.sum() < len(yes) else float(roc_auc_score(yes, np.concatenate(chances))),
    )


def _details(model: TrainedModel, said: _Said, truth: np.ndarray) -> dict[str, Any]:
    """Return the tables and curves that apply to the task."""
    task, classes, predicted = model.task, model.classes, said.predicted
    found: dict[str, Any] = dict.fromkeys(("confusion", "roc", "pr", "residuals", "calibration", "labels"))
    found["never_right"] = {}
    if task == "regression":
        found["residuals"] = curves.residuals(truth, predicted)
        return found | {"measures": curves.measures(task, truth, predicted, None, classes)}
    proba = said.chances
    if task == "multilabel":
        found["labels"] = curves.label_scores(truth, predicted, classes)
        raw = np.clip((1 + said.outputs) / 2, 0, 1)
        right = (truth == predicted).astype(float).ravel()
        found["calibration"] = curves.calibration(
            right, np.maximum(proba, 1 - proba).ravel(), np.maximum(raw, 1 - raw).ravel(), labels=True
        )
    else:
        found["confusion"] = curves.confusion(truth, predicted, classes)
        right = (truth == predicted).astype(float)
        found["calibration"] = curves.calibration(right, proba.max(axis=1), _raw_confidence(said.outputs))
        found["never_right"] = {
            label: int((truth == label).sum())
            for label in classes
            if (truth == label).any() and not right[truth == label].any()
        }
    if task == "binary":
        found["roc"] = curves.roc(truth, proba[:, 1], classes[1])
        found["pr"] = curves.precision_recall(truth, proba[:, 1], classes[1])
    return found | {"measures": curves.measures(task, truth, predicted, proba, classes)}


def _raw_confidence(outputs: np.ndarray) -> np.ndarray:
    """Return the confidence when least-squares outputs (-1 to 1) are taken for probabilities, without calibration."""
    outputs = np.clip((1 + outputs) / 2, 0, 1)
    return np.maximum(outputs, 1 - outputs) if outputs.ndim == 1 else outputs.max(axis=1)


def _by_usefulness(model: TrainedModel, Z: np.ndarray) -> tuple[str, ...]:
    """Rank columns by how much the outputs change when the column is permuted.

    Of very many columns only those whose inputs vary most are ranked, as many as are cheap.
    """
    slices = column_slices(model.preprocessor)
    Z = Z[:_USEFULNESS_ROWS]
    names = sorted(slices, key=lambda name: -float(Z[:, slices[name]].var(axis=0).sum()))
    n_units = model.estimator.loo_.n_hidden if hasattr(model.estimator, "loo_") else _PEER_UNITS
    n_ranked = int(_USEFULNESS_CELLS // (Z.size * n_units)) + 8
    order = np.random.default_rng(0).permutation(len(Z))
    outputs = getattr(model.estimator, "decision_function", model.estimator.predict)
    before = outputs(Z)
    change = dict.fromkeys(slices, 0.0)
    for name in names[:n_ranked]:
        shuffled = Z.copy()
        shuffled[:, slices[name]] = Z[order][:, slices[name]]
        change[name] = float(np.abs(outputs(shuffled) - before).mean())
    return tuple(sorted(slices, key=lambda name: -change[name]))
