"""Canned reasons, for the pages: what the workbench would answer, without a model."""

from __future__ import annotations

import asyncio
from typing import Any

from elmweb.exceptions import ExplainError

CELLS = {"weight_g": 214.0, "firmness_kg": None, "orchard": "river", "picked_on": "2025-09-12"}


def rows(n: int = 3, **more: Any) -> list[dict[str, Any]]:
    """Return rows of the table."""
    return [
        {
            "number": 1_040 + at,
            "truth": "table",
            "said": {"label": "kitchen", "probability": 0.83 - 0.1 * at},
            "cells": {**CELLS, "weight_g": 200.0 + at},
            **more,
        }
        for at in range(n)
    ]


ANSWERS: dict[str, dict[str, Any]] = {
    "columns": {
        "columns": [
            {"column": "weight_g", "role": "number", "loss": 42.9, "low": 33.5, "high": 55.1, "right": 0.5},
            {"column": "firmness_kg", "role": "number", "loss": 9.1, "low": 8.0, "high": 10.0, "right": 0.9},
            {"column": "orchard", "role": "category", "loss": 5.7, "low": 1.2, "high": 10.3, "right": 0.9},
            {"column": "picked_on", "role": "date", "loss": -0.1, "low": -2.2, "high": 2.7, "right": 0.97},
        ],
        "together": [
            {"columns": ["weight_g", "firmness_kg"], "correlation": 0.96, "loss": 61.2, "low": 50.0, "high": 70.0}
        ],
        "base": 6.1, "base_right": 0.97, "n_rows": 114, "n_repeats": 10, "n_left_out": 2, "unit": "points",
    },
    "effect": {
        "column": "weight_g", "role": "number", "x": [96.0, 180.0, 310.0], "mean": [0.1, 0.4, 0.9],
        "curves": [[0.0, 0.3, 0.8], [0.2, 0.5, 1.0]], "edges": [96.0, 200.0, 310.0], "counts": [40, 60],
        "n_rows": 200, "n_all": 453, "target": "table", "is_number": False,
    },
    "row": {
        "target": "kitchen", "is_number": False, "prediction": 0.83, "average": 0.31, "n_orders": 480,
        "n_background": 60, "notes": ["picked_on is read as a date."],
        "parts": [
            {"column": "weight_g", "cell": 187.0, "value": 0.60, "error": 0.01},
            {"column": "orchard", "cell": "hill", "value": -0.09, "error": 0.004},
            {"column": "", "cell": None, "value": 0.01, "error": 0.001, "n_others": 4},
        ],
    },
    "change": {
        "now": {"label": "kitchen", "probability": 0.83}, "by": None, "n_rows": 453, "to": None,
        "changes": [
            {
                "set": [{"column": "weight_g", "from": 187.0, "to": 230.0}],
                "said": {"label": "table", "probability": 0.6}, "cost": 0.2,
            },
            {
                "set": [
                    {"column": "orchard", "from": "hill", "to": "river"},
                    {"column": "weight_g", "from": 187.0, "to": 210.0},
                ],
                "said": {"label": "table", "probability": 0.51}, "cost": 0.6,
            },
        ],
    },
    "like": {
        "rows": rows(distance=0.4), "columns": ["weight_g", "orchard"], "usual": 1.2, "n_rows": 453, "is_far": False,
    },
    "pulled": {
        "rows": rows(2, moved=0.031), "columns": ["weight_g", "orchard"], "n_rows": 453, "target": "kitchen",
        "is_number": False, "prediction": 0.83,
    },
    "decide": {
        "steps": [
            {
                "found": 40 - at // 3, "false_alarms": 74 - at // 2, "missed": at // 3, "passed": at // 2,
                "precision": None if at == 100 else 0.5, "recall": 0.9, "cost": abs(at - 30.0),
            }
            for at in range(101)
        ],
        "best": 30, "positive": "yes", "negative": "no", "n_rows": 114, "rows": rows(risk=0.9),
        "columns": ["weight_g", "orchard"],
    },
    "groups": {
        "column": "orchard", "columns": ["weight_g", "orchard", "grower"], "learned": True, "n_rows": 114,
        "task": "binary", "positive": "yes", "negative": "no", "whole": {"score": 85.0, "low": 77.0, "high": 90.0},
        "gap": {"best": 0, "worst": 1, "by": 20.0, "clear": True},
        "groups": [
            {"group": "hill", "n": 79, "score": 91.0, "low": 83.0, "high": 96.0, "stands_out": False,
             "said": 0.35, "found": 0.84, "alarms": 0.04},
            {"group": "river", "n": 32, "score": 71.0, "low": 55.0, "high": 83.0, "stands_out": True,
             "said": 0.47, "found": 0.65, "alarms": None},
            {"group": "missing", "n": 3, "score": None, "low": None, "high": None, "stands_out": False,
             "said": 1.0, "found": 1.0, "alarms": None},
        ],
    },
    "rows": {
        "rows": rows(), "columns": ["weight_g", "firmness_kg", "orchard"], "n_all": 57, "kind": "cell",
        "asked": {"true": "table", "said": "kitchen"},
    },
}  # fmt: skip


class FakeExplain:
    """The verb for reasons with canned answers."""

    explain_problem: ExplainError | None = None
    explain_pause = 0.0

    async def explain(self, question: str, asked: dict, progress: Any) -> dict:
        """Return the canned answer."""
        self.calls.append(("explain", (question, asked)))  # type: ignore[attr-defined]
        progress({"what": "explain", "text": "Working it out", "step": 10, "n_steps": 100})
        await asyncio.sleep(self.explain_pause)
        if self.explain_problem:
            raise self.explain_problem
        if question == "file":
            shown = await self.predict_table({"name": "new.csv"}, progress)  # type: ignore[attr-defined]
            return {**shown, "preview": {"columns": ["reason 1", "grade"], "rows": [["weight_g = 3 (+2)", "table"]]}}
        return {**ANSWERS[question], "seconds": 0.02}
