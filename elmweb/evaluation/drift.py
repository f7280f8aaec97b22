"""Is a new file like the rows that a model learned from? Column by column, and as a whole.

Each column is compared by a distance between two samples: the Kolmogorov-Smirnov distance of numbers and dates, the
total variation between the shares of kinds, the difference in the share of missing cells. A distance counts when it is
beyond what two samples of these sizes from one distribution would show, for all columns together in at most 4 of 100
files, and large enough to matter. As a whole, a small ELM tries to tell new rows from old ones; how often it can is the
area under its ROC curve, each row predicted by one that learned from other parts.

References
----------
Lopez-Paz, Oquab (2017). Revisiting classifier two-sample tests. International Conference on Learning Representations.
arXiv:1610.06545
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import chi2, ks_2samp
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

from elmweb.data.sampling import some_rows
from elmweb.estimators import ELMClassifier
from elmweb.evaluation.chances import auc_error
from elmweb.examples.cell import VECTOR_ROLES
from elmweb.formatting import in_100, quantity, quoted
from elmweb.preprocessing.features import Feature
from elmweb.preprocessing.matching import as_inputs
from elmweb.progress import finish
from elmweb.training.model import TrainedModel
from elmweb.words.engine import evaluation_drift as words

__all__ = ["drift", "iter_drift"]

_COLUMN_ALARMS, _WHOLE_Z = 0.04, 2.6  # false alarms of all columns together; of the whole about 1 in 200
_LEAST = 0.1  # distance, from 0 to 1, and difference in shares, below which a change is too small to matter
_LEAST_AUC = 0.6
_FEWEST_ROWS = 20
_MOST_ROWS, _MOST_WHOLE = 5_000, 1_000
_EXPECTED = 5.0  # rows of a kind, below which kinds are pooled
_N_UNITS, _N_FOLDS = 64, 5
_NAMED = 6


def drift(model: TrainedModel, learned: pd.DataFrame, new: pd.DataFrame) -> dict[str, Any]:
    """Compare a new file with the rows that a model learned from.

    Parameters
    ----------
    model : TrainedModel
        The model.
    learned : DataFrame
        Rows that it learned from.
    new : DataFrame
        The new rows.

    Returns
    -------
    dict
        ``sentence`` (empty where nothing looks different), ``columns`` (list of ``{"name", "text", "distance"}``, the
        furthest first) and ``auc`` (None with too few rows).
    """
    return finish(iter_drift(model, learned, new))


def iter_drift(model: TrainedModel, learned: pd.DataFrame, new: pd.DataFrame) -> Generator[float, None, dict[str, Any]]:
    """Run :func:`drift` in steps; each says which fraction is done.

    Parameters
    ----------
    model, learned, new
        As there.

    Yields
    ------
    float
        From 0 to 1.

    Returns
    -------
    dict
        As there.
    """
    if min(len(learned), len(new)) < _FEWEST_ROWS:
        return {"sentence": "", "columns": [], "auc": None}
    old, fresh = (
        as_inputs(frame.iloc[some_rows(np.arange(len(frame)), _MOST_ROWS, classes=False)], model.features)[0]
        for frame in (learned, new)
    )
    yield 0.2
    compared = [one for one in model.features if one.name in new.columns]  # of a missing column it is said elsewhere
    found = []
    for at, feature in enumerate(compared):
        # Two tests a column: its values, and how many are missing.
        found += _column(feature, old[feature.name], fresh[feature.name], _COLUMN_ALARMS / (2 * len(compared)))
        yield 0.2 + 0.5 * at / len(compared)
    found.sort(key=lambda one: -one["distance"])
    whole = len(compared) == len(model.features)
    auc, told_apart = _told_apart(model, old[:_MOST_WHOLE], fresh[:_MOST_WHOLE]) if whole else (None, False)
    return {"sentence": _sentence(found, auc if told_apart else None), "columns": found, "auc": auc}


def _sentence(found: list[dict[str, Any]], auc: float | None) -> str:
    """Return what looks different; empty for nothing."""
    if not found and auc is None:
        return ""
    names = list(dict.fromkeys(quoted(one["name"]) for one in found))
    first = words.columns(names, _NAMED) if found else words.NO_COLUMN
    return first if auc is None else f"{first} {words.told_apart(in_100(auc))}"


def _column(feature: Feature, old: pd.Series, new: pd.Series, alarms: float) -> list[dict[str, Any]]:
    """Return what looks different in a column: its values, how many are missing, or nothing."""
    found = []
    there, here = old.notna().to_numpy(), new.notna().to_numpy()
    missing = float(1 - here.mean()), float(1 - there.mean())
    far = abs(missing[0] - missing[1])
    if far >= _LEAST and _differ([(~there).sum(), there.sum()], [(~here).sum(), here.sum()]) < alarms:
        text = words.missing(in_100(missing[0]), in_100(missing[1]))
        found.append({"name": feature.name, "text": text, "distance": far})
    a, b = old[there], new[here]
    if min(len(a), len(b)) < _FEWEST_ROWS or feature.role in ("text", *VECTOR_ROLES):
        return found
    one = _kinds(a, b, alarms) if feature.role == "category" else _numbers(a, b, alarms, is_date=feature.role == "date")
    return [*found, {"name": feature.name, **one}] if one else found


def _numbers(a: pd.Series, b: pd.Series, alarms: float, *, is_date: bool) -> dict[str, Any] | None:
    """Return how numbers or dates differ, or None."""
    x, y = ((each.astype("int64") if is_date else each).to_numpy(dtype=np.float64) for each in (a, b))
    test = ks_2samp(x, y, method="asymp")
    if test.statistic < _LEAST or test.pvalue >= alarms:
        return None
    say = (lambda series: str(series.median().date())) if is_date else (lambda series: quantity(float(series.median())))
    low, high = (f"{each.min().date()}" if is_date else quantity(float(each.min())) for each in (b, a))
    middle, before = say(b), say(a)
    text = words.spread(middle, low, high) if middle == before else words.median(middle, before)
    return {"text": text, "distance": float(test.statistic)}


def _kinds(a: pd.Series, b: pd.Series, alarms: float) -> dict[str, Any] | None:
    """Return how the shares of kinds differ, or None."""
    old, new = a.astype(str).value_counts(), b.astype(str).value_counts()
    kinds = old.index.union(new.index)
    counts = np.array([old.reindex(kinds, fill_value=0), new.reindex(kinds, fill_value=0)], dtype=np.float64)
    shares = counts / counts.sum(axis=1, keepdims=True)
    far = float(np.abs(shares[0] - shares[1]).sum() / 2)
    rare = counts.sum(axis=0) * min(len(a), len(b)) / (len(a) + len(b)) < _EXPECTED
    pooled = np.column_stack([counts[:, ~rare], counts[:, rare].sum(axis=1)]) if rare.any() else counts
    if far < _LEAST or _differ(pooled[0], pooled[1]) >= alarms:
        return None
    at = int(np.abs(shares[0] - shares[1]).argmax())
    text = words.share(quoted(str(kinds[at])), in_100(shares[1, at]), in_100(shares[0, at]))
    return {"text": text, "distance": far}


def _differ(first: Any, second: Any) -> float:
    """Return how likely counts as far apart are by chance: Pearson's test of two samples."""
    counts = np.array([first, second], dtype=np.float64)
    counts = counts[:, counts.sum(axis=0) > 0]
    if counts.shape[1] < 2:
        return 1.0
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0) / counts.sum()
    statistic = float((np.square(counts - expected) / expected).sum())
    return float(chi2.sf(statistic, counts.shape[1] - 1))


def _told_apart(model: TrainedModel, old: pd.DataFrame, new: pd.DataFrame) -> tuple[float | None, bool]:
    """Return how well a small ELM tells new rows from old ones, and whether that is more than luck."""
    Z = np.concatenate([model.preprocessor.transform(old), model.preprocessor.transform(new)])
    is_new = np.repeat([False, True], [len(old), len(new)])
    # A row that is in both files is in one fold with its copies.
    _, together = np.unique(Z, axis=0, return_inverse=True)
    if len(np.unique(together)) < len(Z) // 2:
        return None, False
    # Not leave-one-out: without a row the others say a little less of its kind, which turns the ranking round.
    found = []
    for learn, left in StratifiedGroupKFold(_N_FOLDS, shuffle=True, random_state=0).split(Z, is_new, together):
        if not 0 < is_new[left].sum() < len(left) or not 0 < is_new[learn].sum() < len(learn):
            return None, False
        elm = ELMClassifier(min(_N_UNITS, len(learn) // 4), random_state=0).fit(Z[learn], is_new[learn])
        found.append(float(roc_auc_score(is_new[left], elm.decision_function(Z[left]))))
    auc = float(np.mean(found))
    return auc, auc >= _LEAST_AUC and auc - _WHOLE_Z * auc_error(auc, is_new.sum(), (~is_new).sum()) > 0.5
