"""A workbench with canned, well-formed answers, so that pages can be tested without scikit-learn."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
from fake_audit import FakeAudit
from fake_explain import FakeExplain
from fake_forecast import FakeForecast
from fake_race import FakeRace
from fake_runs import compared_runs, runs_of
from fake_teach import FakeTeach

from elmweb.exceptions import Cancelled, ParseError

COLUMNS = [
    ("apple_id", "category"),
    ("weight_g", "number"),
    ("diameter_mm", "number"),
    ("sugar_brix", "number"),
    ("firmness_kg", "number"),
    ("blush_pct", "number"),
    ("orchard", "category"),
    ("picked_on", "date"),
    ("grade_code", "number"),
    ("grade", "category"),
]
ROWS = [
    ["A1041", "214", "80.7", "12.2", "5.5", "70", "river", "2025-09-12", "1", "table"],
    ["A1042", "164", "60.7", "11.2", "6.7", "20", "north", "2025-09-13", "2", "kitchen"],
    ["A1043", "221", "81.6", "11.7", "6.8", "21", "river", "2025-09-14", "1", "table"],
    ["A1044", "128", "49.4", "12.9", None, "55", "north", "2025-09-15", "3", "juice"],
    ["A1045", "230", "85.4", "11.1", "6.0", "53", "north", "2025-09-16", "1", "table"],
    ["A1046", "176", "65.3", "12.6", "6.9", "53", "<b>river</b>", "2025-09-17", "2", "kitchen"],
]
FINDINGS = [
    (
        "leak:grade_code",
        "grade_code",
        "grade_code gives the answer away",
        "It matches grade in 570 of 570 rows. Leave it out.",
    ),
    (
        "identifier:apple_id",
        "apple_id",
        "apple_id is different in every row",
        "It cannot help with a new apple. Leave it out.",
    ),
    ("missing:firmness_kg", "firmness_kg", "firmness_kg is missing in 12 rows", "Fill gaps with the median, 6.8."),
    ("duplicates", None, "3 rows are exact copies", "Keep one of each."),
    (
        "outlier:weight_g",
        "weight_g",
        "weight_g has one odd value: 1840",
        "The others lie between 96 and 310. Treat it as missing.",
    ),
]


_FORM = [
    ("weight_g", "number", 187.0, (96.0, 310.0, 1.0), None, True),
    ("firmness_kg", "number", 6.4, (3.0, 9.0, 0.1), None, True),
    ("orchard", "category", "hill", (None, None, None), ["hill", "north", "river"], True),
    ("picked_on", "date", "2025-09-14", (None, None, None), None, False),
]


def _field(field: tuple) -> dict[str, Any]:
    """Return one field of the form."""
    name, role, value, (low, high, step), options, shown = field
    return {
        "name": name,
        "role": role,
        "min": low,
        "max": high,
        "value": value,
        "step": step,
        "options": options,
        "shown": shown,
    }


def _reading(role: str) -> dict[str, Any]:
    """Return how a column of a role is read."""
    holds = role if role in ("number", "date") else "text"
    return {
        "holds": holds,
        "decimal": ".",
        "unit": "",
        "missing": ["n/d"] if holds == "number" else [],
        "kinds": [],
        "format": "%d/%m/%Y" if holds == "date" else None,
        "words": "missing: n/d" if holds == "number" else "",
    }


def _profile(role: str) -> dict[str, Any] | None:
    number = role == "number"
    return {
        "bars": [0.2, 1.0, 0.5] if number else [1.0, 0.4],
        "span": "96 to 310" if number else "",
        "n_kinds": 200 if number else 2,
        "missing": 0.02 if number else 0.0,
        "is_exact": True,
    }


def table_info(name: str = "apples.csv") -> dict[str, Any]:
    """Return the description of a small table of apples."""
    return {
        "name": name,
        "n_rows": 570,
        "n_columns": len(COLUMNS),
        "size_bytes": 41_200,
        "read_seconds": 0.12,
        "notes": ["Columns are separated by semicolons.", "Read as Latin-1."],
        "left_out": [],
        "sheets": [],
        "options": {},
        "columns": [
            {"name": column, "role": role, "reading": _reading(role), "profile": _profile(role)}
            for column, role in COLUMNS
        ],
        "preview": {"columns": [column for column, _ in COLUMNS], "rows": ROWS * 3},
        "targets": ["grade"],
        "task": "multiclass",
    }


def look_at(choices: dict[str, Any]) -> dict[str, Any]:
    """Return what there is to see for the chosen target."""
    targets = choices.get("targets") or ["grade"]
    number = targets[0] == "weight_g"
    switches = choices.get("switches") or {}
    task = choices.get("task") or ("multilabel" if len(targets) > 1 else "regression" if number else "multiclass")
    answer: dict[str, Any] = {
        "kind": "classes",
        "counts": [["table", 291], ["kitchen", 169], ["juice", 110]],
        "n_classes": 3,
        "majority_sentence": "Always saying “table” is right on 51 of 100.",
    }
    if number:
        answer = {
            "kind": "number",
            "min": 96,
            "median": 187,
            "max": 310,
            "histogram": {"edges": [96, 140, 180, 220, 260, 310], "counts": [60, 170, 200, 110, 30]},
            "majority_sentence": "Always saying 187 is 34 off on average.",
        }
    return {
        "targets": targets,
        "task": task,
        "tasks": [
            {"id": "multiclass", "label": "Sort into kinds", "possible": True, "why": ""},
            {"id": "regression", "label": "A number", "possible": number, "why": "The answers are words."},
        ],
        "task_sentence": "Numbers, so this predicts a number."
        if number
        else "Three possible answers: it predicts one of them (classification).",
        "answer": answer,
        "roles": {**dict(COLUMNS), **(choices.get("roles") or {})},
        "findings": [
            {
                "id": id_,
                "kind": id_.split(":")[0],
                "column": column,
                "title": title,
                "detail": detail,
                "on": switches.get(id_, not id_.startswith("outlier")),
                "can_change": True,
            }
            for id_, column, title, detail in FINDINGS
        ],
        "columns_used": [column for column, _ in COLUMNS if column not in ("apple_id", "grade_code", *targets)],
        "n_rows_used": 567,
        "n_train": 453,
        "n_test": 114,
        "problem": None,
    }


def result(*, task: str = "multiclass") -> dict[str, Any]:
    """Return the result of a training."""
    number = task == "regression"
    names = [("This model", "elm"), ("Logistic", "linear"), ("Nearest 5", "neighbours"), ("Forest of 100", "forest")]
    values = [97.4, 93.9, 92.1, 95.6]
    scores = [
        {
            "name": name,
            "kind": kind,
            "score": value,
            "low": value - 4.5,
            "high": min(100.0, value + 2.2),
            "seconds": 0.2,
            "search_seconds": 0.7 if kind == "elm" else 0.0,
            "auc": None,
            "text": f"{value} ({value - 4.5:.1f} to {min(100.0, value + 2.2):.1f})",
            "note": "",
        }
        for (name, kind), value in zip(names, values, strict=True)
    ]
    scores.append(
        {
            "name": "Always “table”",
            "kind": "dummy",
            "score": 50.9,
            "low": 41.8,
            "high": 59.9,
            "seconds": 0.001,
            "search_seconds": 0.0,
            "auc": None,
            "text": "50.9",
            "note": "",
        }
    )
    grid = [i / 20 for i in range(21)]
    return {
        "headline": {
            "number": "97",
            "unit": "%",
            "sentence": "Right on 97 of 100 rows it had never seen; a simple baseline is right on 94.",
            "note": "Counted on 114 rows. The ranges overlap, so part of the lead may be luck.",
        },
        "task": task,
        "targets": ["weight_g" if number else "grade"],
        "classes": [] if number else ["table", "kitchen", "juice"],
        "score_name": "Accuracy (%)",
        "higher_is_better": True,
        "scores": scores,
        "measures": [{"name": "Log loss", "value": 0.112, "text": "Less is better."}],
        "groups": [],
        "confusion": None
        if number
        else {"labels": ["table", "kitchen", "juice"], "counts": [[57, 1, 0], [1, 33, 0], [0, 1, 21]]},
        "roc": None if number else {"fpr": grid, "tpr": [x**0.2 for x in grid], "auc": 0.991, "sentence": ""},
        "pr": None
        if number
        else {"recall": grid, "precision": [1 - 0.4 * x**6 for x in grid], "average": 0.97, "sentence": ""},
        "residuals": {"true": [x * 100 for x in grid], "predicted": [x * 96 + 3 for x in grid]} if number else None,
        "labels": None,
        "loo": {
            "alphas": [10.0**k for k in range(-6, 5)],
            "errors": [6, 5.2, 4.6, 4.0, 3.4, 3.6, 4.4, 6.0, 9.0, 14.0, 22.0],
            "chosen": 0.01,
            "name": "Error rate (%)",
        },
        "widths": {
            "widths": [8, 16, 32, 64, 128, 256, 512],
            "errors": [21, 14.2, 8.8, 5.1, 3.4, 3.9, 5.6],
            "chosen": 128,
            "name": "Error rate (%)",
        },
        "seeds": {
            "seeds": [0, 1, 2, 3, 4],
            "scores": [96.6, 96.1, 96.9, 96.4, 96.0],
            "name": "Accuracy (%)",
            "sentence": "Another seed moves the score by about 0.4.",
        },
        "calibration": {
            "bins": [[0.35, 0.3, 6], [0.55, 0.6, 10], [0.75, 0.72, 22], [0.95, 0.97, 76]],
            "ece": 0.02,
            "sentence": "When it is 90 % sure, it is right about 92 times in 100.",
        },
        "train_seconds": 0.93,
        "model": {
            "n_hidden": 128,
            "alpha": 0.01,
            "activation": "tanh",
            "seed": 0,
            "scale": 1.0,
            "n_inputs": 14,
            "n_train": 453,
            "n_test": 114,
        },
        "form": [_field(field) for field in _FORM],
        "stopped_at": None,
        "how": [
            "One row in five was kept back, with the same share of each grade.",
            "Width and alpha were chosen by leave-one-out on the other rows.",
            "Probabilities are fitted on leave-one-out answers, so they are not too sure of themselves.",
        ],
        "runs": None,
    }


class FakeWorkbench(FakeForecast, FakeRace, FakeExplain, FakeAudit, FakeTeach):
    """Follows :class:`elmweb.workbench.protocol.Workbench`; ``calls`` notes every verb, ``pause`` slows each step."""

    def __init__(self, *, pause: float = 0.0) -> None:
        self.pause = pause
        self.calls: list[tuple[str, Any]] = []
        self.seconds: list[float] = []  # of the next estimates
        self.fail: Exception | None = None
        self.cancelled = False
        self.stopped = 1
        self.n_runs = 0
        self.n_to_learn = 0  # rows that a training leaves for learn_from_all

    async def _step(self, verb: str, argument: Any) -> None:
        self.calls.append((verb, argument))
        await asyncio.sleep(self.pause)
        if self.fail is not None:
            error, self.fail = self.fail, None
            raise error

    async def open_table(self, source: dict, options: dict | None, progress: Any) -> dict:
        """Return the apples, whatever was asked for; an empty text is refused."""
        await self._step("open_table", source)
        if source.get("text") == "":
            raise ParseError("The pasted table is empty.", rule="a line of column names and rows", value="0 bytes")
        progress({"what": "read", "text": "Reading.", "done": 1, "total": 2, "rows": 1})
        return table_info(source.get("name") or source.get("sample") or "apples.csv") | {"options": dict(options or {})}

    async def summarize(self, choices: dict, progress: Any) -> dict:
        """Return what there is to see."""
        await self._step("summarize", choices)
        return look_at(choices)

    async def estimate(self, choices: dict, settings: dict) -> dict:
        """Return about one second."""
        await self._step("estimate", settings)
        return {
            "seconds": self.seconds.pop(0) if self.seconds else 1.0,
            "n_bytes": 40_000_000,
            "n_settings": 24,
            "text": "About 1 second. 24 settings are tried, the best is kept.",
        }

    async def explore(self, choices: dict, settings: dict, across: dict) -> dict:
        """Return a picture in two halves."""
        await self._step("explore", (settings, across))
        half = np.tile(np.arange(4) > 1, (4, 1)).astype(float)
        names = ["weight_g", "diameter_mm", "firmness_kg"]
        return {
            "score": 91.0,
            "text": "91 % right on 300 training rows, each predicted by a model that never saw it.",
            "n_rows": 300,
            "n_hidden": settings["n_hidden"] or 128,
            "alpha": 0.1,
            "columns": names,
            "surface": {
                "x": across["x"] or names[0],
                "y": across["y"] or names[1],
                "x_range": [0.0, 1.0],
                "y_range": [0.0, 2.0],
                "values": half,
                "sure": 0.5 + half / 3,
                "classes": ["kitchen", "table <b>"],
                "points": {"x": [0.2, 0.8], "y": [0.5, 1.5], "value": [0.0, 1.0]},
            },
            "seconds": 0.02,
        }

    async def train(self, choices: dict, settings: dict, progress: Any, learn_later: bool = False) -> dict:
        """Take 24 steps; when cancelled, stop with the best so far."""
        self.cancelled = False
        history: list[float] = []
        for step in range(1, 25):
            await self._step("step", step)
            history.append(97 - 11 * 0.75**step - (step % 3) * 0.3)
            progress(
                {
                    "what": "train",
                    "text": "Settings tried:",
                    "step": step,
                    "n_steps": 24,
                    "best": max(history),
                    "best_text": "% right, best so far",
                    "history": list(history),
                    "seconds": 0.04 * step,
                }
            )
            if self.cancelled:
                self.stopped = step
                raise Cancelled(f"Stopped at {step} of 24 settings.", value="the best of them")
        await self._step("train", settings)
        self.n_runs += 1
        found = result(task=look_at(choices)["task"])
        return {**found, "runs": runs_of(self.n_runs), "n_to_learn": self.n_to_learn}

    async def compare(self, kind: str, progress: Any) -> dict:
        """Add gradient boosting."""
        await self._step("compare", kind)
        found = result()
        found["scores"].append({**found["scores"][-1], "name": "Gradient boosting", "kind": kind})
        return {**found, "runs": runs_of(max(1, self.n_runs))}

    async def use_run(self, run: int) -> dict:
        """Return the canned result as of that run."""
        await self._step("use_run", run)
        return {**result(), "runs": runs_of(max(2, self.n_runs), run)}

    async def compare_runs(self, first: int, second: int) -> dict:
        """Return two runs side by side."""
        await self._step("compare_runs", (first, second))
        return compared_runs(first, second)

    async def learn_from_all(self, progress: Any) -> dict:
        """Return the canned result, learned from all rows."""
        self.cancelled = False
        for _ in range(self.n_to_learn and 3):
            await self._step("step", "learn")
            if self.cancelled:
                raise Cancelled("Stopped.")
        await self._step("learn_from_all", None)
        found = result()
        return {**found, "model": {**found["model"], "n_refit": 567}, "runs": runs_of(self.n_runs), "n_to_learn": 0}

    async def keep_best(self, progress: Any, learn_later: bool = False) -> dict:
        """Return the result of a training that was stopped."""
        await self._step("keep_best", None)
        return {**result(), "stopped_at": [self.stopped, 24]}

    async def predict_row(self, row: dict) -> dict:
        """Return a grade, less sure for a light apple."""
        await self._step("predict_row", row)
        if row.get("weight_g", 0) > 250:
            return {
                "label": "table",
                "probabilities": [["table", 0.995], ["kitchen", 0.004], ["juice", 0.001]],
                "notes": [],
            }
        return {"label": "kitchen", "probabilities": [["kitchen", 0.83], ["table", 0.15], ["juice", 0.02]], "notes": []}

    async def predict_table(self, source: dict, progress: Any) -> dict:
        """Return predictions for three rows."""
        await self._step("predict_table", source)
        return {
            "name": source["name"],
            "n_rows": 3,
            "matched": ["weight_g"],
            "missing": ["firmness_kg"],
            "extra": ["colour"],
            "preview": {"columns": ["weight_g", "grade"], "rows": [["201", "table"], [None, "juice"], ["150", "<i>"]]},
            "notes": ["firmness_kg is not in the file: its middle value is used."],
            "score": None,
            "drift": None,
        }

    async def set_threshold(self, threshold: float | None, progress: Any) -> dict:
        """Return the same."""
        await self._step("set_threshold", threshold)
        return {"threshold": threshold, "file": None}

    async def export(self, what: str) -> dict:
        """Return a file that holds its own name."""
        await self._step("export", what)
        return {"filename": f"{what}.txt", "mime": "text/plain", "data": what.encode(), "note": "Nothing is <odd>."}

    async def script(self, choices: dict, settings: dict, cluster: bool) -> dict:
        """Return a file that says which of the two it is."""
        await self._step("script", cluster)
        return {"filename": "train.py", "mime": "text/x-python", "data": f"# {cluster}".encode(), "note": ""}

    async def load_model(self, source: dict, progress: Any) -> dict:
        """Return the saved result."""
        await self._step("load_model", source)
        return result()

    async def take_back(self) -> dict:
        """Return the canned result."""
        await self._step("take_back", None)
        return result()

    def cancel(self) -> None:
        """Note that the running verb should stop."""
        self.calls.append(("cancel", None))
        self.cancelled = True
