"""Published results, worked out again: one recipe a file, each with the authors' settings."""

from __future__ import annotations

from typing import Any

from elmweb.exceptions import SettingsError
from elmweb.studies.desk import Desk, Report
from elmweb.words.engine import common, studies_common as words

__all__ = ["RECIPES", "run"]

RECIPES = ("digits", "weights", "network", "sinc", "pima", "tables")
"""What ``asked["recipe"]`` may be."""


async def run(asked: dict[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Follow one recipe.

    Parameters
    ----------
    asked : dict
        ``recipe``, one of :data:`RECIPES`, and its settings: for the digits ``n_units``, ``n_images`` and ``seed``;
        for the network the last two.
    desk : Desk
        Brings files and runs long work.
    report : callable
        Shows what is done.

    Returns
    -------
    dict
        ``runs``: a list of dicts with ``name``, ``scores``, ``seconds`` of training and ``predict_seconds``.

    Raises
    ------
    SettingsError
        There is no such recipe, or a setting is not one of its own.
    """
    from elmweb.studies.papers import mnist, network, small  # noqa: PLC0415  scikit-learn is imported when it is needed

    settings = {name: value for name, value in asked.items() if name != "recipe"}
    recipes = {
        "digits": mnist.run_digits,
        "weights": mnist.run_weights,
        "network": network.run_network,
        "sinc": small.run_sinc,
        "pima": small.run_pima,
        "tables": small.run_tables,
    }
    recipe = asked.get("recipe")
    if recipe not in recipes:
        raise SettingsError(words.NO_SUCH_RECIPE, rule=common.one_of(RECIPES), value=repr(recipe))
    return await recipes[recipe](settings, desk, report)
