"""Permutation importance: how much worse the model is on held-out rows when a column's cells change places.

The report ranks the columns by how much outputs move, which is quick and says nothing of right and wrong
(:mod:`elmweb.evaluation.judge`). This measures the columns it ranks first.

References
----------
Breiman (2001). Random forests. Machine Learning 45(1). doi:10.1023/A:1010933404324

Fisher, Rudin, Dominici (2019). All models are wrong, but many are useful: learning a variable's importance by studying
an entire class of prediction models simultaneously. Journal of Machine Learning Research 20(177).
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

import numpy as np

from elmweb.explain.subject import Subject
from elmweb.explain.together import columns_together

__all__ = ["coded", "iter_importance", "truth_values"]

_MOST_COLUMNS = 40  # that are measured, those first that the report ranks first
_MOST_ROWS = 1_000
_PREDICTIONS = 24_000  # rows x columns x repeats that are predicted
_REPEATS = (3, 10)


def truth_values(subject: Subject, y: np.ndarray, predicted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how good a prediction is, row by row, in a smooth way and in the page's way.

    Parameters
    ----------
    subject : Subject
        The model.
    y : ndarray of shape (n,) or (n, k)
        Answers, from :func:`coded`.
    predicted : ndarray of shape (n, k)
        From :meth:`Subject.all_values`.

    Returns
    -------
    badness : ndarray of float64 (n,)
        Absolute error of a number; else 100 minus the probability of the true answer in 100, the mean over labels.
    right : ndarray of float64 (n,)
        Whether the most probable answer is right, the fraction of labels that are; 0 for numbers.
    """
    if subject.is_number:
        return np.abs(y - predicted[:, 0]), np.zeros(len(y))
    if y.ndim == 2:
        of_true = np.where(y > 0, predicted, 1 - predicted)
        return 100 * (1 - of_true.mean(axis=1)), (of_true > 0.5).mean(axis=1)
    of_true = np.where(y < 0, 0.0, np.take_along_axis(predicted, np.maximum(y, 0)[:, None], axis=1)[:, 0])
    return 100 * (1 - of_true), (predicted.argmax(axis=1) == y).astype(np.float64)


def coded(subject: Subject, y: np.ndarray) -> np.ndarray:
    """Return the answers as :func:`truth_values` takes them: classes as numbers, -1 for one that is not known.

    Parameters
    ----------
    subject : Subject
        The model.
    y : ndarray of shape (n,) or (n, k)
        Answers of a dataset.

    Returns
    -------
    ndarray of the same shape
        Numbers and labels as they are.
    """
    if subject.is_number or y.ndim == 2:
        return y
    classes = {str(name): at for at, name in enumerate(subject.model.classes)}
    return np.array([classes.get(str(label), -1) for label in y])


def iter_importance(
    subject: Subject, Z: np.ndarray, y: np.ndarray, ranked: Sequence[str] = (), seed: int = 0
) -> Generator[float, None, dict[str, Any]]:
    """Measure how much each column matters.

    Parameters
    ----------
    subject : Subject
        The model.
    Z : ndarray of shape (n, n_inputs)
        Preprocessed rows that it did not learn from.
    y : ndarray of shape (n,) or (n, k)
        Their answers.
    ranked : sequence of str, optional
        The columns, the most important first by a quick measure; of very many columns the first are measured.
    seed : int, default=0
        Same seed, same shuffles.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    dict
        ``columns``: for each ``column``, ``role``, ``loss``, ``low``, ``high`` and ``right``, the most important first;
        ``together``: the same of columns that go together, with their names as ``columns`` and ``correlation``;
        ``base``, ``base_right``, ``n_rows``, ``n_repeats``, ``n_left_out``, ``unit`` ("points" of the probability of
        the true answer, or "number").
    """
    rng = np.random.default_rng(seed)
    if len(Z) > _MOST_ROWS:
        some = np.sort(rng.permutation(len(Z))[:_MOST_ROWS])
        Z, y = Z[some], y[some]
    names = [name for name in dict.fromkeys([*ranked, *subject.columns]) if name in subject.columns][:_MOST_COLUMNS]
    n_repeats = int(np.clip(_PREDICTIONS // max(1, len(Z) * len(names)), *_REPEATS))
    y = coded(subject, y)
    badness, right = truth_values(subject, y, subject.all_values(Z))
    base, base_right = float(badness.mean()), float(right.mean())
    orders = np.array([rng.permutation(len(Z)) for _ in range(n_repeats)])  # the same for every column
    together = columns_together(subject, Z, names)
    groups = [(name,) for name in names] + [group for group, _ in together]
    found = []
    for at, group in enumerate(groups):
        inputs = np.concatenate([subject.columns[name] for name in group])
        shuffled = np.tile(Z, (n_repeats, 1))
        shuffled[:, inputs] = Z[orders.ravel()][:, inputs]
        now, now_right = truth_values(subject, np.concatenate([y] * n_repeats), subject.all_values(shuffled))
        losses = now.reshape(n_repeats, -1).mean(axis=1) - base
        found.append(
            {
                "loss": float(losses.mean()),
                "low": float(losses.min()),
                "high": float(losses.max()),
                "right": float(now_right.mean()),
            }
        )
        yield (at + 1) / len(groups)
    columns = [
        {"column": name, "role": subject.feature(name).role, **measured}
        for name, measured in zip(names, found[: len(names)], strict=True)
    ]
    return {
        "columns": sorted(columns, key=lambda one: -one["loss"]),
        "together": [
            {"columns": list(group), "correlation": strength, **measured}
            for (group, strength), measured in zip(together, found[len(names) :], strict=True)
        ],
        "base": base,
        "base_right": base_right,
        "n_rows": len(Z),
        "n_repeats": n_repeats,
        "n_left_out": len(subject.columns) - len(names),
        "unit": "number" if subject.is_number else "points",
    }
