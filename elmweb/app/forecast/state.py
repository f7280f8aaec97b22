"""The state of the forecast on the Train page: what is chosen, what was said about it, what was found."""

from __future__ import annotations

from typing import Any, cast

import param

__all__ = ["COMBINE", "LEVELS", "STEPS", "ForecastBoard"]

STEPS = ("", "hour", "day", "week", "month", "quarter", "year")
"""How often there is a value; empty for as often as in the table."""

COMBINE = ("mean", "sum")
LEVELS = (0.8, 0.9, 0.95)


def _answer(doc: str) -> param.Parameter[dict[str, Any] | None]:
    """Return a parameter for a dict of the workbench's, None until there is one."""
    return cast("param.Parameter[dict[str, Any] | None]", param.Dict(default=None, doc=doc))


class ForecastBoard(param.Parameterized):
    """Everything about the forecast.

    Answers of the workbench are dicts as :mod:`elmweb.workbench.protocol` describes them, None until there are any.
    """

    on = param.Boolean(default=False, doc="True shows the forecast on the Train page, False the training.")
    asked = param.Dict(default={}, doc="What was chosen; the rest is guessed.")
    plan = _answer(doc="What can be forecast.")
    problem = _answer(doc="ElmwebError.to_dict(): why nothing can be forecast.")
    running = param.Boolean(default=False)
    progress = _answer(doc="The newest progress message.")
    result = _answer(doc="The newest forecast.")
    stale = param.Boolean(default=False, doc="True when something was chosen anew since.")
    stopped = param.Boolean(default=False, doc="True when the newest forecast was stopped.")
    shown = param.Integer(default=0, doc="Which series is drawn.")
    saved = param.String(default="", doc="What was saved last.")

    def start_over(self) -> None:
        """Forget everything, for another table."""
        self.param.update(
            asked={}, plan=None, problem=None, progress=None, result=None, stale=False, stopped=False, shown=0, saved=""
        )

    def chosen(self, name: str) -> Any:
        """Return a choice, or the guess for it; None where neither is known."""
        plan = self.plan or {}
        return self.asked.get(name, plan.get("asked", {}).get(name))
