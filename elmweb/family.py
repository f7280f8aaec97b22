"""The family of estimators as a person meets it: names, one plain sentence each, what each is for.

Plain data without imports, because the page's front shows it before scikit-learn is there. The
estimators themselves are in :mod:`elmweb.estimators`; :func:`make_estimator` finds them by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from typing import Any

__all__ = ["FAMILY", "Member", "find_member", "make_estimator"]


@dataclass(frozen=True)
class Member:
    """One kind of model.

    Parameters
    ----------
    id : str
        Its name in settings and files.
    name : str
        What the page calls it.
    sentence : str
        What it does differently, in one plain sentence.
    stem : str
        Class name without ``Classifier`` or ``Regressor``.
    has_activation : bool
        Whether its units have an activation to choose.
    n_random : int
        How many random layers are compared at most; 1 where little or nothing is random.
    by_widths : bool
        Whether narrow layers are parts of wide ones, so that many widths cost little more than one.
    """

    id: str
    name: str
    sentence: str
    stem: str
    has_activation: bool = True
    n_random: int = 20
    by_widths: bool = False


FAMILY = (
    Member("elm", "Extreme Learning Machine", "One layer of random units. Fast, and right for most tables.", "ELM",
           by_widths=True),
    Member("rvfl", "With direct links (RVFL)", "Random units and the columns themselves. For answers that are nearly a "
           "weighted sum of the columns.", "RVFL", n_random=5),
    Member("kernel", "Kernel", "Compares each row with every other. Often best on a few thousand rows or less.",
           "KernelELM", has_activation=False, n_random=1),
    Member("pruned", "Pruned", "Keeps only the units that help. A small model that is quick to run.", "PrunedELM",
           n_random=5),
    Member("ensemble", "Ensemble", "Many random layers vote. Steadier than one.", "EnsembleELM", n_random=1),
    Member("deep", "Deep (edRVFL)", "Random layers on top of each other, each with a vote.", "DeepRVFL", n_random=3),
    Member("autoencoder", "Autoencoder (ML-ELM)", "Layers that first learn to copy the columns. For many columns that "
           "go together.", "AutoencoderELM", n_random=3),
    Member("broad", "Broad learning", "Two sorts of random units side by side.", "BroadLearning", n_random=3),
)  # fmt: skip
"""What can be trained on a table, the usual one first."""


def find_member(member_id: str) -> Member:
    """Return a member of the family by its id.

    Parameters
    ----------
    member_id : str
        Such as ``"elm"``.

    Returns
    -------
    Member
        The one of that id.

    Raises
    ------
    KeyError
        There is none.
    """
    return next((member for member in FAMILY if member.id == member_id), None) or _unknown(member_id)


def _unknown(member_id: str) -> Member:
    raise KeyError(f"There is no kind of model {member_id!r}; there are {', '.join(m.id for m in FAMILY)}.")


def make_estimator(member: Member, task: str, **settings: Any) -> Any:
    """Return an unfitted estimator of a member for a task.

    Parameters
    ----------
    member : Member
        A member of the family.
    task : {"binary", "multiclass", "multilabel", "regression"}
        What is predicted.
    **settings
        Its parameters; those that this member does not have are left out, such as an activation of a kernel.

    Returns
    -------
    estimator
        Its class is imported now.
    """
    name = member.stem + ("Regressor" if task == "regression" else "Classifier")
    kind = getattr(import_module("elmweb.estimators"), name)
    known = signature(kind).parameters
    return kind(**{name: value for name, value in settings.items() if name in known})
