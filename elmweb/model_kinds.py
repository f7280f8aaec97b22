"""The kinds of model, with the names and sentences that the page displays.

Plain data that imports words alone, since the page shows it before scikit-learn is loaded. The estimators are in
:mod:`elmweb.estimators` and :mod:`elmweb.peers`, from which :func:`make_estimator` imports them by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from typing import Any

from elmweb.words.engine import model_kinds as words

__all__ = ["AUTOMATIC", "MODEL_KINDS", "ModelKind", "find_model_kind", "make_estimator"]


@dataclass(frozen=True)
class ModelKind:
    """A kind of model.

    Parameters
    ----------
    id : str
        Id in settings and files.
    stem : str
        Class name without ``Classifier`` or ``Regressor``.
    has_units : bool
        Whether it has random units, with a width, scale, seed and activation.
    n_random : int
        Maximum number of random layers that are compared; 1 where little or nothing is random.
    by_widths : bool
        Whether narrow layers are parts of wide ones, so that many widths cost little more than one.
    in_integers : bool
        Whether it supports integer arithmetic.
    from_sklearn : bool
        Whether scikit-learn trains it, with its defaults: it has no units, no penalty to choose and no leave-one-out.
    """

    id: str
    stem: str
    has_units: bool = True
    n_random: int = 20
    by_widths: bool = False
    in_integers: bool = False
    from_sklearn: bool = False

    @property
    def name(self) -> str:
        """Displayed name."""
        return words.NAMES[self.id]

    @property
    def sentence(self) -> str:
        """What distinguishes it, in one sentence or two."""
        return words.SENTENCES[self.id]

    @property
    def short(self) -> str:
        """Short name for charts and tables."""
        return words.SHORT[self.id]


MODEL_KINDS = (
    ModelKind("elm", "ELM", by_widths=True, in_integers=True),
    ModelKind("blend", "BlendELM", n_random=1),
    ModelKind("rvfl", "RVFL", n_random=5),
    ModelKind("kernel", "KernelELM", has_units=False, n_random=1),
    ModelKind("pruned", "PrunedELM", n_random=5),
    ModelKind("ensemble", "EnsembleELM", n_random=1),
    ModelKind("deep", "DeepRVFL", n_random=3),
    ModelKind("autoencoder", "AutoencoderELM", n_random=3),
    ModelKind("broad", "BroadLearning", n_random=3),
    ModelKind("linear", "Peer", has_units=False, n_random=1, from_sklearn=True),
    ModelKind("neighbours", "Peer", has_units=False, n_random=1, from_sklearn=True),
    ModelKind("forest", "Peer", has_units=False, n_random=1, from_sklearn=True),
    ModelKind("boosting", "Peer", has_units=False, n_random=1, from_sklearn=True),
)
"""All kinds of model, the simplest first."""

AUTOMATIC = ModelKind("auto", "ELM", by_widths=True, in_integers=True)
"""Stands for one of the others until the columns are known: :func:`elmweb.training.model.settle_kind` chooses."""


def find_model_kind(kind_id: str) -> ModelKind:
    """Return a kind of model by its id.

    Parameters
    ----------
    kind_id : str
        Such as ``"elm"``, or ``"auto"``.

    Returns
    -------
    ModelKind
        The kind of that id.

    Raises
    ------
    KeyError
        There is none.
    """
    known = (AUTOMATIC, *MODEL_KINDS)
    return next((model_kind for model_kind in known if model_kind.id == kind_id), None) or _unknown(kind_id)


def _unknown(kind_id: str) -> ModelKind:
    raise KeyError(f"There is no kind of model {kind_id!r}; there are {', '.join(m.id for m in MODEL_KINDS)}.")


def make_estimator(model_kind: ModelKind, task: str, **settings: Any) -> Any:
    """Return an unfitted estimator for a task.

    Parameters
    ----------
    model_kind : ModelKind
        Kind of model.
    task : {"binary", "multiclass", "multilabel", "regression"}
        Kind of task.
    **settings
        Parameters; those that this kind of model does not have, such as the activation of a kernel, are ignored.

    Returns
    -------
    estimator
        An estimator of :mod:`elmweb.estimators` or :mod:`elmweb.peers`.
    """
    name = model_kind.stem + ("Regressor" if task == "regression" else "Classifier")
    if model_kind.from_sklearn:
        settings["kind"] = model_kind.id
    kind = getattr(import_module("elmweb.peers" if model_kind.from_sklearn else "elmweb.estimators"), name)
    known = signature(kind).parameters
    return kind(**{name: value for name, value in settings.items() if name in known})
