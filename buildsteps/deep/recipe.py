"""What a recipe must have, and the facts it states about its model."""

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
    """What is known of a model before it is trained.

    Parameters
    ----------
    id : str
        Small letters, digits and hyphens; the stem of every file of the model.
    task, title, about : str
        As in ``elmweb/zoo/manifest.py``.
    dataset : mapping of str to str
        ``name``, ``source`` and ``licence``.
    licence : str
        Of the weights.
    measured_on : str
        The held-out data.
    reach : mapping of str to (str, float)
        For each metric that must be reached, ``">="`` or ``"<="`` and the number.
    labels : tuple of str, optional
        Names of the classes, in the order of the logits.
    settings : mapping, optional
        What pre- and post-processing in the page need.
    notes : tuple of str, optional
        What a person should know, one sentence each.
    bits : {32, 16, 8}, optional
        8 stores large weights as 8-bit integers and scales; 16 stores those in half precision that lose nothing by it.
    exact : tuple of str, optional
        Parts of the module whose weights stay in 32 bits all the same.
    seed : int, optional
        Of every random number of the training.
    is_pretrained : bool, optional
        Whether the weights were trained elsewhere; then no training time is stated.
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
        """Return a sentence for each metric that is not reached."""
        said = []
        for name, (sign, bound) in self.reach.items():
            value = metrics.get(name, float("nan"))
            if not (value >= bound if sign == ">=" else value <= bound):
                said.append(f"{self.id}: {name} is {value:.4f}; to reach: {sign} {bound}.")
        return said


def recipe_ids() -> list[str]:
    """Return the ids of all recipes, sorted."""
    files = (MODELS / "recipes").glob("[a-z]*.py")
    return sorted(file.stem.replace("_", "-") for file in files)


def load_recipe(model_id: str) -> ModuleType:
    """Return the module of a recipe.

    Raises
    ------
    SystemExit
        There is no such recipe, or it lacks a part.
    """
    known = recipe_ids()
    if model_id not in known or not re.fullmatch(r"[a-z0-9-]+", model_id):
        fail(f"no recipe is called {model_id}; there are {', '.join(known)}.")
    recipe = import_module("models.recipes." + model_id.replace("-", "_"))
    missing = [name for name in PARTS if not hasattr(recipe, name)]
    if missing:
        fail(f"the recipe {model_id} lacks {', '.join(missing)}; buildsteps/deep/__init__.py says what each is.")
    return recipe
