"""The kinds of model, with the names and sentences that the page displays.

Plain data without imports, since the page shows it before scikit-learn is loaded. The estimators are in
:mod:`elmweb.estimators` and :mod:`elmweb.peers`, from which :func:`make_estimator` imports them by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from typing import Any

__all__ = ["AUTOMATIC", "MODEL_KINDS", "ModelKind", "find_model_kind", "make_estimator"]


@dataclass(frozen=True)
class ModelKind:
    """A kind of model.

    Parameters
    ----------
    id : str
        Id in settings and files.
    name : str
        Displayed name.
    sentence : str
        What distinguishes it, in one sentence.
    short : str
        Short name for charts and tables.
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
    name: str
    sentence: str
    short: str
    stem: str
    has_units: bool = True
    n_random: int = 20
    by_widths: bool = False
    in_integers: bool = False
    from_sklearn: bool = False


MODEL_KINDS = (
    ModelKind(
        id="elm",
        name="Extreme Learning Machine",
        sentence="One layer of random units. Fast, and right for most tables.",
        short="ELM",
        stem="ELM",
        by_widths=True,
        in_integers=True,
    ),
    ModelKind(
        id="blend",
        name="Blend",
        sentence="Random layers, a kernel and a linear model, weighed by how well they predict rows they never saw. "
        "More accurate than one layer on most tables that were tried; it takes several times as long.",
        short="ELM blend",
        stem="BlendELM",
        n_random=1,
    ),
    ModelKind(
        id="rvfl",
        name="With direct links (RVFL)",
        sentence="Random units and the columns themselves. For answers that are nearly a weighted sum of the columns.",
        short="RVFL",
        stem="RVFL",
        n_random=5,
    ),
    ModelKind(
        id="kernel",
        name="Kernel",
        sentence="Compares each row with every other. Often best on a few thousand rows or less.",
        short="Kernel ELM",
        stem="KernelELM",
        has_units=False,
        n_random=1,
    ),
    ModelKind(
        id="pruned",
        name="Pruned",
        sentence="Keeps only the units that help. A small model that is quick to run.",
        short="Pruned ELM",
        stem="PrunedELM",
        n_random=5,
    ),
    ModelKind(
        id="ensemble",
        name="Ensemble",
        sentence="Five random layers, and the mean of what they say. Steadier than one.",
        short="ELM ensemble",
        stem="EnsembleELM",
        n_random=1,
    ),
    ModelKind(
        id="deep",
        name="Deep (edRVFL)",
        sentence="Three random layers on top of each other, each with a say.",
        short="Deep RVFL",
        stem="DeepRVFL",
        n_random=3,
    ),
    ModelKind(
        id="autoencoder",
        name="Autoencoder (ML-ELM)",
        sentence="A layer that first learns to copy the columns. For many columns that go together.",
        short="Autoencoder ELM",
        stem="AutoencoderELM",
        n_random=3,
    ),
    ModelKind(
        id="broad",
        name="Broad learning",
        sentence="Groups of mixed columns, and random units beside them.",
        short="Broad learning",
        stem="BroadLearning",
        n_random=3,
    ),
    ModelKind(
        id="linear",
        name="Linear (scikit-learn)",
        sentence="A weighted sum of the columns: logistic regression, or ridge regression for numbers. "
        "Not an Extreme Learning Machine; to compare with, and to keep where it is as good.",
        short="Linear model",
        stem="Peer",
        has_units=False,
        n_random=1,
        from_sklearn=True,
    ),
    ModelKind(
        id="neighbours",
        name="Nearest neighbours (scikit-learn)",
        sentence="The mean of the five rows that are most alike. Not an Extreme Learning Machine. "
        "Its files hold the rows that it learned from.",
        short="Nearest neighbours",
        stem="Peer",
        has_units=False,
        n_random=1,
        from_sklearn=True,
    ),
    ModelKind(
        id="forest",
        name="Random forest (scikit-learn)",
        sentence="The mean of 100 decision trees. Not an Extreme Learning Machine; often better where the answer "
        "jumps at certain values of a column.",
        short="Random forest",
        stem="Peer",
        has_units=False,
        n_random=1,
        from_sklearn=True,
    ),
    ModelKind(
        id="boosting",
        name="Gradient boosting (scikit-learn)",
        sentence="100 rounds of small decision trees, each of which mends what those before it left over. "
        "Not an Extreme Learning Machine; often the best on large tables.",
        short="Gradient boosting",
        stem="Peer",
        has_units=False,
        n_random=1,
        from_sklearn=True,
    ),
)
"""All kinds of model, the simplest first."""

AUTOMATIC = ModelKind(
    id="auto",
    name="Chosen by elmweb",
    sentence="One layer of random units. Where a column holds photos, clips or texts that are read by their meaning, "
    "with direct links beside it.",
    short="ELM",
    stem="ELM",
    by_widths=True,
    in_integers=True,
)
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
