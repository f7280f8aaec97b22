"""The state of the Race page: what is chosen, what was said about it, the race so far."""

from __future__ import annotations

from typing import Any, cast

import param

__all__ = [
    "IMAGES",
    "LEARNING_RATES",
    "LIMITS",
    "OPEN_TABLE",
    "OPTIMIZERS",
    "OWN_SIZE",
    "SEEDS",
    "USUAL_RATE",
    "RaceBoard",
]

OWN_SIZE = "own"
"""In place of a published training: a size of one's own."""

OPEN_TABLE = "open"
"""The source that is not a sample but the open table."""

IMAGES = "mnist"
"""The source that is no table: a part of MNIST."""

SEEDS = (1, 3, 5, 10)
OPTIMIZERS = ("adam", "sgd")
USUAL_RATE = 1e-3
LEARNING_RATES = (1e-4, USUAL_RATE, 1e-2, 0.1, 1.0, 10.0)
LIMITS = (10.0, 60.0, 300.0)  # seconds


def _answer(doc: str) -> param.Parameter[dict[str, Any] | None]:
    """Return a parameter for a dict of the workbench's, None until there is one."""
    return cast("param.Parameter[dict[str, Any] | None]", param.Dict(default=None, doc=doc))


class RaceBoard(param.Parameterized):
    """Everything on the Race page.

    Answers of the workbench are dicts as :mod:`elmweb.workbench.protocol` describes them, None until there are any.
    """

    source = param.String(default="digits", doc='Id of a sample table, or "open" for the open one.')
    left_out = param.List(default=[], item_type=str, doc="Ids of contestants that do not race.")
    n_seeds = param.Selector(objects=[*SEEDS], default=3)
    optimizer = param.Selector(objects=[*OPTIMIZERS], default="adam")
    learning_rate = param.Selector(objects=[*LEARNING_RATES], default=USUAL_RATE)
    most_seconds = param.Selector(objects=[*LIMITS], default=60.0)
    offers = _answer(doc="What can be chosen.")
    plan = _answer(doc="Who would race; None while it is not known.")
    problem = _answer(doc="ElmwebError.to_dict(): why nobody can race on this table.")
    table = param.String(default="", doc="Name of the open table; empty for none.")
    running = param.Selector(objects=["", "race", "again", "pretrained"], default="")
    state = _answer(doc="The newest race, finished or not.")
    again = _answer(doc="The race that trained some once more.")
    pretrained = _answer(doc="How a network that was trained elsewhere does on the same rows.")
    cost = _answer(doc="What a training of another size takes.")
    asked = param.Dict(
        default={"published": "gpt3", "parameters": 1e8, "examples": 1e9, "chip": "a100", "n_chips": 8},
        doc="The training whose cost is asked.",
    )
    cost_problem = _answer(doc="Why that cost cannot be said.")

    def asked_source(self) -> dict[str, str]:
        """Return the table in the form that the workbench takes."""
        if self.source == OPEN_TABLE:
            return {}
        return {"images" if self.source == IMAGES else "sample": self.source}

    def settings(self) -> dict[str, Any]:
        """Return the settings in the form that the workbench takes; all contestants where nobody is left out."""
        chosen = {} if self.plan is None or not self.left_out else {"contestants": self.chosen()}
        return {
            **chosen,
            "n_seeds": self.n_seeds,
            "optimizer": self.optimizer,
            "learning_rate": self.learning_rate,
            "most_seconds": self.most_seconds,
        }

    def chosen(self) -> list[str]:
        """Return the ids of those that race."""
        return [one["id"] for one in (self.plan or {}).get("contestants", ()) if one["id"] not in self.left_out]

    def trained(self, *ids: str) -> list[dict[str, Any]]:
        """Return those of the newest race that have been trained, all of them or those with these ids."""
        entrants = (self.state or {}).get("entrants", ())
        return [one for one in entrants if one["trained"] and (not ids or one["id"] in ids)]

    def to_train_again(self) -> list[str]:
        """Return who is trained once more to compare the bits: the ELM, and one network."""
        elm, networks = self.trained("elm"), self.trained("mlp", "cnn")
        return [one["id"] for one in (*elm, *networks[:1])]

    def flops_here(self) -> float | None:
        """Return the operations a second that a network reached on this device, None before one was trained."""
        networks = self.trained("mlp", "cnn")
        return max((one["training_flops"] / one["seconds"] for one in networks), default=None)
