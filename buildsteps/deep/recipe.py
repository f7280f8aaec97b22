"""The interface of a recipe, and the facts it states about its model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from buildsteps.progress import fail

__all__ = ["MODELS", "PARTS", "Facts", "load_recipe", "recipe_ids"]

MODELS = Path(__file__).parents[2] / "models"
PARTS = ("FACTS", "SETTINGS", "load_data", "make_model", "train", "graphs", "evaluate")
"""The names every recipe defines."""


@dataclass(frozen=True)
class Facts:
    """The facts about a model that are known before training.

    Parameters
    ----------
    id : str
        Lowercase letters, digits and hyphens; the stem of all files of the model.
    task, title, about : str
        As in ``elmweb/zoo/manifest.py``.
    dataset : mapping of str to str
        ``name``, ``source`` and ``licence``.
    licence : str
        The licence of the weights.
    measured_on : str
        The held-out data.
    reach : mapping of str to (str, float)
        The target metrics: for each, ``">="`` or ``"<="`` and a number.
    labels : tuple of str, optional
        Names of the classes, in the order of the logits.
    settings : mapping, optional
        Settings of pre- and post-processing in the page.
    notes : tuple of str, optional
        Notes for users, one sentence each.
    bits : {32, 16, 8}, optional
        8 stores large weights as 8-bit integers and scales; 16 stores them in half precision where that is lossless.
    exact : tuple of str, optional
        Submodules whose weights stay in 32 bits nevertheless.
    seed : int, optional
        Seed of all random numbers of the training.
    is_pretrained : bool, optional
        Whether the weights were trained elsewhere; if so, no training time is stated.
    """

    id: str
    task: str
    title: str
    about: str
    dataset: Mapping[str, str]
    licence: str
    measured_on: str
    reach: Mapping[str, tuple[str, float]]
    labels: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    bits: int = 32
    exact: tuple[str, ...] = ()
    seed: int = 0
    is_pretrained: bool = False

    def missed(self, metrics: Mapping[str, float]) -> list[str]:
        """Return a message for each target metric that is missed."""
        messages = []
        for name, (sign, bound) in self.reach.items():
            value = metrics.get(name, float("nan"))
            if not (value >= bound if sign == ">=" else value <= bound):
                messages.append(f"{self.id}: {name} is {value:.4f}; the target is {sign} {bound}.")
        return messages


def recipe_ids() -> list[str]:
    """Return the ids of all recipes, sorted."""
    files = (MODELS / "recipes").glob("[a-z]*.py")
    return sorted(file.stem.replace("_", "-") for file in files)


def load_recipe(model_id: str) -> ModuleType:
    """Return the module of a recipe.

    Raises
    ------
    SystemExit
        There is no such recipe, or it is incomplete.
    """
    known = recipe_ids()
    if model_id not in known or not re.fullmatch(r"[a-z0-9-]+", model_id):
        fail(f"no recipe is called {model_id}; there are {', '.join(known)}.")
    recipe = import_module("models.recipes." + model_id.replace("-", "_"))
    missing = [name for name in PARTS if not hasattr(recipe, name)]
    if missing:
        fail(f"the recipe {model_id} lacks {', '.join(missing)}; buildsteps/deep/__init__.py describes them.")
    return recipe
