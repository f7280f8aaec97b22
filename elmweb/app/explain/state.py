"""The state of the reasons: what was asked about the model, and the newest answers."""

from __future__ import annotations

from typing import Any, cast

import param

__all__ = ["ExplainBoard"]


def _answer(doc: str) -> param.Parameter[dict[str, Any] | None]:
    """Return a parameter for an answer, None until there is one."""
    return cast("param.Parameter[dict[str, Any] | None]", param.Dict(default=None, doc=doc))


class ExplainBoard(param.Parameterized):
    """Everything that was asked about one model; answers are as :mod:`elmweb.workbench.explaining` makes them."""

    columns = _answer(doc="Which columns matter.")
    effect = _answer(doc="What one of them does.")
    columns_problem = _answer(doc="ElmwebError.to_dict(): why one of the two cannot be said.")
    effect_target = param.String(default="", doc="The class whose probability is drawn; empty for the usual one.")
    open = param.Selector(objects=["", "row", "change", "like", "pulled"], default="", doc="The question about a row.")
    answer = _answer(doc="Its answer.")
    problem = _answer(doc="Why it has none.")
    about = param.Dict(default={}, doc="The row that the answer is about.")
    stale = param.Boolean(default=False, doc="True when the form holds another row by now.")
    target = param.String(default="", doc="The class that is explained; empty for the most probable one.")
    to = param.String(default="", doc="The answer that a change should lead to; empty for any other.")
    by = cast("param.Parameter[float | None]", param.Number(default=None, allow_None=True, doc="Or by how much."))
    rows = _answer(doc="The held-out rows of a cell of the confusion matrix, or those furthest off.")
    rows_problem = _answer(doc="Why they cannot be shown.")
    decision = _answer(doc="What each threshold between two classes does.")
    decision_problem = _answer(doc="Why that cannot be said.")
    groups = _answer(doc="How good the model is by the values of a column.")
    groups_problem = _answer(doc="Why that cannot be said.")
    false_alarm = param.Number(default=1.0, doc="What a false alarm costs.")
    missed = param.Number(default=1.0, doc="What one that is missed costs.")
    note = param.String(default="", doc="Which row was put in the form.")

    def start_over(self) -> None:
        """Forget every answer: there is another model."""
        self.param.update(
            columns=None, effect=None, columns_problem=None, effect_target="", open="", answer=None, problem=None,
            about={}, stale=False, target="", to="", by=None, rows=None, rows_problem=None, note="",
            decision=None, decision_problem=None, false_alarm=1.0, missed=1.0,
            groups=None, groups_problem=None,
        )  # fmt: skip

    def asked(self) -> dict[str, Any]:
        """Return what goes with the open question, in the form that the workbench takes."""
        if self.open in ("row", "pulled"):
            return {"target": self.target} if self.target else {}
        if self.open == "change":
            return ({"to": self.to} if self.to else {}) | ({} if self.by is None else {"by": self.by})
        return {}
