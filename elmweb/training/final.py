"""The model that is kept: the settings that were judged, learned once more from all rows.

A score is honest only on rows that were held back, and a model is better the more rows it learns from. So a model
learns from the training rows and is judged on the others; then the same settings learn from all of them, and that model
is tried, saved and exported. Its own score is not known; it is likely to be a little above the one that was measured.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from typing import Any

import numpy as np

from elmweb.compute import Pool
from elmweb.data.dataset import Dataset
from elmweb.estimators.blend import BaseBlendELM
from elmweb.model_kinds import find_model_kind
from elmweb.peers import is_peer
from elmweb.progress import finish, map_steps
from elmweb.training.model import Settings, TrainedModel
from elmweb.training.search import make_training
from elmweb.training.step import Progress
from elmweb.words.engine import training as words

__all__ = ["iter_learn_from_all", "learn_from_all", "rows_to_learn"]


def rows_to_learn(judged: TrainedModel, dataset: Dataset) -> np.ndarray:
    """Return the rows that the settings of a judged model can learn from once more.

    Parameters
    ----------
    judged : TrainedModel
        What :func:`elmweb.training.train` returned.
    dataset : Dataset
        The data it was trained on.

    Returns
    -------
    ndarray of shape (n_rows,)
        Positions, held-out rows among them, in order; none where training was stopped early, or where the table is a
        sample of a file that is larger than memory.
    """
    if dataset.file is not None or judged.stopped_at is not None:
        return np.empty(0, dtype=int)
    return np.union1d(dataset.train, dataset.test)


def iter_learn_from_all(
    judged: TrainedModel, dataset: Dataset, asked: Settings, open_pool: Callable[[], Pool] | None = None
) -> Generator[Progress, None, TrainedModel]:
    """Run :func:`learn_from_all` step by step; closing the generator stops it.

    Parameters
    ----------
    judged, dataset, asked
        As there.
    open_pool : callable, optional
        Starts kernels for the fit on many rows.

    Yields
    ------
    Progress
        Several a second.

    Returns
    -------
    TrainedModel
        The model to keep.
    """
    rows = rows_to_learn(judged, dataset)
    if not len(rows):
        return judged
    everything, settings = replace(dataset, train=rows), _settings_of(judged, asked)
    training = make_training(
        everything, settings, open_pool, first_answer=False, with_range=False, found=_found_by(judged)
    )
    text = words.learning_from_all(len(rows))
    kept = yield from map_steps(training.run(), lambda step: replace(step, text=text))
    return replace(
        kept,
        settings=replace(kept.settings, n_seeds=judged.settings.n_seeds),
        search=judged.search,
        n_train=judged.n_train,
        n_test=judged.n_test,
        n_refit=len(rows),
        fit_seconds=judged.fit_seconds,  # until there was something to judge; the rest goes on behind the verdict
        # A model of scikit-learn leaves no row out by itself; what was measured on fewer rows is a little too wide.
        error_range=judged.error_range if is_peer(judged.estimator) else kept.error_range,
    )


def learn_from_all(judged: TrainedModel, dataset: Dataset, asked: Settings | None = None) -> TrainedModel:
    """Fit the settings of a model that was judged on all rows, held-out ones included.

    Parameters
    ----------
    judged : TrainedModel
        What :func:`elmweb.training.train` returned.
    dataset : Dataset
        The data it was trained on.
    asked : Settings, optional
        The settings it was trained with; by default all were chosen automatically.

    Returns
    -------
    TrainedModel
        A new model with ``n_refit`` set; `judged` itself where training was stopped early, or where the table is a
        sample of a file that is larger than memory.
    """
    return finish(iter_learn_from_all(judged, dataset, asked or Settings()))


def _settings_of(judged: TrainedModel, asked: Settings) -> Settings:
    """Return the settings that were chosen, as far as they fix the model.

    Of a blend they are its width and the penalty of each member. Of another kind that is more than one layer with one
    penalty they do not: its seed is kept, and leave-one-out on all rows chooses the rest again.
    """
    settings = replace(judged.settings, n_seeds=1)
    if isinstance(judged.estimator, BaseBlendELM):
        return replace(settings, n_hidden=judged.estimator.n_hidden, alpha=None)
    if find_model_kind(settings.model_kind).by_widths:
        return settings
    return replace(settings, n_hidden=asked.n_hidden, alpha=asked.alpha)


def _found_by(judged: TrainedModel) -> dict[str, Any]:
    """Return what the members of a blend have found: searching again would take most of the time."""
    blend = judged.estimator
    if not isinstance(blend, BaseBlendELM):
        return {}
    relevance = "equal" if blend.relevance_ is None else "learned"
    found = {"alpha": tuple(blend.alphas_.tolist()), "relevance": relevance}
    # All rows may be more than landmarks where those that were searched were not.
    return found if blend.n_picked_ else found | {"n_picked": 0}
