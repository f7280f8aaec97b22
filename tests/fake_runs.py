"""Runs of a made-up workbench, in the shapes of the protocol."""

from __future__ import annotations

from typing import Any


def run_of(number: int, *, kind: str = "ELM", text: str = "97", held: bool = True) -> dict[str, Any]:
    """Return what is said of a training."""
    return {
        "number": number, "kind": kind, "settings": f"width 128, seed {number}", "number_text": text, "unit": "%",
        "seconds": 0.93, "table": "apples <b>.csv", "targets": ["grade"], "stopped": False,
        "facts": {"Kind of model": kind, "Seed": str(number)}, "is_held": held,
    }  # fmt: skip


def runs_of(n: int, current: int | None = None) -> dict[str, Any]:
    """Return a number of trainings, the newest first."""
    return {
        "current": n if current is None else current,
        "runs": [run_of(number) for number in range(n, 0, -1)],
        "note": "The last 20 models are held until the page is closed; now 2 models, 1.2 MB.",
    }


def compared_runs(first: int, second: int) -> dict[str, Any]:
    """Return two runs side by side."""
    return {
        "first": first, "second": second,
        "rows": [
            {"name": "Kind of model", "first": "ELM", "second": "ELM", "differs": False},
            {"name": "Seed", "first": str(first), "second": str(second), "differs": True},
        ],
        "sentence": f"Run {second} is right on 2 more of 100 rows than run {first}. That may be luck.",
    }  # fmt: skip
