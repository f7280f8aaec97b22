"""Canned answers about rows, for the pages: what the workbench would answer, without a model."""

from __future__ import annotations

from typing import Any

from elmweb.exceptions import ExplainError

CELLS = {"weight_g": 214.0, "firmness_kg": None, "orchard": "<b>river</b>", "picked_on": "2025-09-12"}
ROWS = [(1041, "table", "kitchen", 0.04, 0.93), (7, "juice", "table", 0.11, 0.52), (300, "kitchen", "juice", 0.2, 0.6)]

UNANSWERED = (600, 601)


def mistakes(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the list without the rows that were looked at; each correction gets one more row right."""
    corrections, seen = asked.get("corrections") or [], set(asked.get("seen") or [])
    newest = {one["row"]: one["to"] for one in corrections if one["row"] not in UNANSWERED}
    rows = [
        {
            "number": number, "cells": CELLS, "score": 1 - own, "answer": answer, "expected": expected,
            "confidence": confidence, "own": own,
        }
        for number, answer, expected, own, confidence in ROWS
        if number not in seen | newest.keys()
    ]  # fmt: skip
    n_now = 100 + len(newest)
    return {
        "rows": rows, "columns": list(CELLS), "classes": ["juice", "kitchen", "table"], "target": "grade",
        "is_number": False, "n_rows": 456, "n_held": 114,
        "changed": [{"number": row, "from": "table", "to": to} for row, to in reversed(newest.items())],
        "score": {
            "name": "Accuracy (%)", "before": 87.7, "before_text": "87.7", "now": 100 * n_now / 114,
            "now_text": "88.6" if newest else "87.7", "low": 80.0, "high": 93.0, "by": 0.9, "is_clear": False,
            "n_before": 100, "n_now": n_now,
        },
    } | ({} if newest else {"score": {
        "name": "Accuracy (%)", "before": 87.7, "before_text": "87.7", "now": 87.7, "now_text": "87.7", "low": 80.0,
        "high": 93.0, "by": 0.0, "is_clear": False, "n_before": 100, "n_now": 100,
    }})  # fmt: skip


COVERAGE = {
    "levels": [
        {"level": level, "covered": level / 100, "low": 0.75, "high": 0.995, "size": 1.0 + level / 100, "single": 0.5}
        for level in range(80, 100)
    ],
    "rows": [
        {"number": 12, "answer": "table", "is_none": False, "cells": CELLS, "levels": [100, 85, 80]},
        {"number": 15, "answer": "juice", "is_none": True, "cells": CELLS, "levels": [95, 80, 90]},
    ],
    "classes": ["juice", "kitchen", "table"], "target": "grade", "is_number": False, "n_rows": 114,
    "n_calibrated": 456, "columns": list(CELLS), "n_none": 3, "limit": 1.5, "split": "",
}  # fmt: skip
ROW = {
    "distance": 9.0, "limit": 1.5, "is_none": True, "notes": ["picked_on is read as a date."], "n_rows": 570,
    "levels": [97, 80, 88], "said": {"label": "kitchen", "probability": 0.8},
}  # fmt: skip
CHECK = {"n_found": 60, "n_wrong": 69, "n_times": 3, "n_listed": 46}

VALUES = {
    "columns": ["weight_g", "orchard"],
    "column": "orchard",
    "values": [["<i>river", 9], ["hill", 4]],
    "n_values": 2,
}
_MODEL = {
    "model": "model that is kept", "n_before": 570, "n_after": 561, "sums_before": "a" * 64, "sums_after": "b" * 64,
    "model_before": "c" * 64, "model_after": "d" * 64, "difference": 3e-14, "bit_equal": False,
    "by_subtraction": True, "limit": 1e-6, "within_limit": True,
}  # fmt: skip
RECEIPT = {
    "what": "Rows that a model has forgotten", "table": "apples.csv",
    "asked": {"column": "orchard", "value": "<i>river"}, "n_rows": 9,
    "models": [_MODEL, {**_MODEL, "model": "model that was judged", "bit_equal": True}],
    "remains": ["How columns are scaled.", "The table itself."], "to_remove_that_too": "Train again.",
}  # fmt: skip

CURVE = {
    "sizes": [10, 20], "chosen": [70.0, 92.5], "random": [70.0, 85.0], "n_draws": 3, "name": "Accuracy (%)",
    "n_held": 114, "is_number": False,
}  # fmt: skip


def queue(asked: dict[str, Any]) -> dict[str, Any]:
    """Return two rows without an answer, as far as they were neither answered nor skipped."""
    gone = [one["row"] for one in reversed(asked.get("corrections") or []) if one["row"] in UNANSWERED]
    left = [row for row in UNANSWERED if row not in {*gone, *(asked.get("seen") or [])}]
    listed = mistakes({})
    return {name: listed[name] for name in ("columns", "classes", "target", "is_number", "n_held", "score")} | {
        "rows": [{"number": row, "cells": CELLS, "expected": "table", "confidence": 0.51} for row in left],
        "n_rows": 2, "n_left": len(left), "n_answered": len(gone), "n_learned": 456 + len(gone),
        "answered": gone,
    }  # fmt: skip


class FakeAudit:
    """The verbs about rows with canned answers."""

    audit_problem: ExplainError | None = None
    files: list[dict[str, Any]] = []  # noqa: RUF012  set anew, never changed

    async def audit(self, question: str, asked: dict, progress: Any) -> dict:
        """Return the canned answer."""
        self.calls.append(("audit", (question, asked)))  # type: ignore[attr-defined]
        progress({"what": "explain", "text": "Working it out", "step": 10, "n_steps": 100})
        if self.audit_problem:
            raise self.audit_problem
        if question == "queue":
            return {**queue(asked), "seconds": 0.02}
        found = {"curve": CURVE, "check": CHECK, "coverage": COVERAGE, "row": ROW, "values": VALUES}.get(
            question
        ) or mistakes(asked)
        return {**found, "seconds": 0.02}

    async def forget(self, asked: dict, progress: Any) -> dict:
        """Return the receipt, and the result of the fake training."""
        self.calls.append(("forget", asked))  # type: ignore[attr-defined]
        if self.audit_problem:
            raise self.audit_problem
        found = await self.train({}, {}, progress)  # type: ignore[attr-defined]
        return {"result": found, "rows": [8, 38], "receipt": RECEIPT}

    async def share_sums(self, asked: dict, choices: dict) -> dict:
        """Return a small file."""
        self.calls.append(("share_sums", (asked, choices)))  # type: ignore[attr-defined]
        if self.audit_problem:
            raise self.audit_problem
        return {"filename": "apples.elm-sums.zip", "mime": "application/zip", "data": b"PK", "note": "It has no row."}

    async def join_sums(self, source: dict, progress: Any) -> dict:
        """Return the files so far."""
        progress({"what": "explain", "text": "Reading the sums", "step": 0, "n_steps": 1})
        self.files = [*self.files, {"name": source["name"], "n_rows": 250}]
        return await self.sums_files()

    async def drop_sums(self) -> dict:
        """Return no files."""
        self.files: list[dict[str, Any]] = []
        return await self.sums_files()

    async def sums_files(self) -> dict:
        """Return what was read."""
        n_rows = sum(one["n_rows"] for one in self.files)
        return {"files": self.files, "n_rows": n_rows, "n_hidden": 16, "targets": ["grade"]}

    async def pool_sums(self) -> dict:
        """Return the result of the fake training."""
        return await self.train({}, {}, lambda _: None)  # type: ignore[attr-defined]

    async def corrections_file(self, what: str, choices: dict) -> dict:
        """Return a small file."""
        self.calls.append(("corrections_file", (what, choices)))  # type: ignore[attr-defined]
        return {"filename": f"apples {what}.csv", "mime": "text/csv", "data": b"row\n7\n", "note": ""}
