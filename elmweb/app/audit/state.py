"""The state of the questions about rows, and the newest answers."""

from __future__ import annotations

from typing import Any, cast

import param

__all__ = ["AuditBoard"]


def _answer(*, doc: str) -> param.Parameter[dict[str, Any] | None]:
    """Return a parameter for an answer, None until there is one."""
    return cast("param.Parameter[dict[str, Any] | None]", param.Dict(default=None, doc=doc))


class AuditBoard(param.Parameterized):
    """Everything that was asked about one model's rows; answers are as :mod:`elmweb.workbench.audit` makes them."""

    mistakes = _answer(doc="Rows whose answers are doubtful, and how the score stands.")
    mistakes_problem = _answer(doc="ElmwebError.to_dict(): why they cannot be listed, or not corrected like that.")
    steps = cast(
        "param.Parameter[list[dict[str, Any]]]",
        param.List(default=[], item_type=dict, doc="What was said of rows, the newest last: what undo takes back."),
    )
    check = _answer(doc="How many answers that were made wrong on purpose the list found.")
    coverage = _answer(doc="What sets or intervals hold of rows kept back.")
    coverage_problem = _answer(doc="Why that cannot be said.")
    row = _answer(doc="What the row in the form gets.")
    row_problem = _answer(doc="Why it gets nothing.")
    queue = _answer(doc="Rows without an answer, those to answer next first.")
    queue_problem = _answer(doc="Why there are none.")
    queue_steps = cast(
        "param.Parameter[list[dict[str, Any]]]",
        param.List(default=[], item_type=dict, doc="What was said of them, the newest last."),
    )
    curve = _answer(doc="How the score grows in the order of the queue, and in random order.")
    values = _answer(doc="The columns, and the values of the chosen one, for rows that are to be forgotten.")
    value = param.String(default="", doc="The chosen value.")
    receipt = _answer(doc="Of the rows that were forgotten last.")
    forget_problem = _answer(doc="Why they cannot be.")
    sums = _answer(doc="The files of sums that were read.")
    sums_problem = _answer(doc="Why sums cannot be saved, read or added.")
    about = param.Dict(default={}, doc="The row that this is about.")

    @property
    def seen(self) -> list[int]:
        """Numbers of the rows whose answers were said to be right."""
        return [one["row"] for one in self.steps if one["do"] == "right"]

    def start_over(self) -> None:
        """Forget every answer: there is another model."""
        self.param.update(
            mistakes=None, mistakes_problem=None, steps=[], check=None, coverage=None, coverage_problem=None, row=None,
            row_problem=None, about={}, values=None, value="", receipt=None, forget_problem=None,
            sums_problem=None, queue=None, queue_problem=None, queue_steps=[], curve=None,
        )  # fmt: skip
