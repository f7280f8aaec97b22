"""Canned forecasts, for the page: what the workbench would answer, without training anything."""

from __future__ import annotations

import asyncio
from typing import Any

DAY_MS = 86_400_000.0


def forecast_plan(**asked: Any) -> dict[str, Any]:
    """Return what can be forecast of the apples."""
    usual = {
        "time": "picked_on",
        "value": "weight_g",
        "key": "",
        "n_steps": 7,
        "step": "",
        "combine": "mean",
        "level": 0.8,
    }
    return {
        "name": "apples.csv",
        "times": ["picked_on"],
        "values": ["weight_g", "diameter_mm"],
        "keys": ["orchard", "grade"],
        "asked": usual | asked,
        "step": "day",
        "n_series": 1,
        "n_values": 120,
        "most_steps": 40,
        "sentence": "120 values, one a day, 2025-05-18 to 2025-09-14.",
        "notes": ["One value a day, found from the times.", "2 of 120 steps have no value."],
        "problem": None,
    }


def forecast_result(*keys: str, n_steps: int = 3) -> dict[str, Any]:
    """Return a forecast of so many series; without a key, of one."""
    methods = [
        ("last", "Last value", False, 24.5, 2.2), ("season-7", "Same weekday a week before", False, 12.0, 1.1),
        ("lagged", "Lagged ELM", True, 8.25, 0.74),
    ]  # fmt: skip
    return {
        "value": "weight_g",
        "step": "day",
        "n_steps": n_steps,
        "n_origins": 8,
        "headline": {"number": "8.25", "unit": "off a day, on average"},
        "sentence": "Off by 8.25 a day on average over 8 origins. Best: lagged ELM.",
        "interval": "The interval is meant to hold 80 % of the values. At the origins it held 79 %.",
        "asked_text": "80",
        "covered_text": "79",
        "notes": ["No value was below 0, so no forecast is."],
        "methods": [
            {
                "id": id_, "name": name, "about": f"How {name} works.", "is_model": is_model, "mae": mae,
                "mae_text": str(mae), "mase": mase, "mase_text": str(mase), "seconds": 0.2,
                "n_chosen": max(1, len(keys)) if id_ == "lagged" else 0,
            }
            for id_, name, is_model, mae, mase in methods
        ],
        "series": [_series(key, n_steps) for key in keys or ("",)],
        "seconds": 0.9,
    }  # fmt: skip


def _series(key: str, n_steps: int) -> dict[str, Any]:
    ahead = [10.0 + at for at in range(n_steps)]
    return {
        "key": key,
        "method": "Lagged ELM",
        "mae_text": "8.25",
        "mase_text": "0.74",
        "past": {
            "times": [DAY_MS * at for at in range(30)],
            "values": [None if at == 4 else at % 7 for at in range(30)],
        },
        "origins": [{"times": [DAY_MS * (20 + at) for at in range(n_steps)], "values": ahead}],
        "ahead": {
            "times": [DAY_MS * (30 + at) for at in range(n_steps)],
            "labels": [f"1970-01-{31 + at}" for at in range(n_steps)],
            "middle": ahead,
            "low": [value - 2 for value in ahead],
            "high": [value + 2 for value in ahead],
            "texts": [[str(value), str(value - 2), str(value + 2)] for value in ahead],
        },
    }


class FakeForecast:
    """The verbs of the forecast with canned answers."""

    forecast_problem: Exception | None = None
    forecast_pause = 0.0
    forecast_keys: tuple[str, ...] = ()
    cancelled: bool

    async def forecast_plan(self, asked: dict, progress: Any) -> dict:
        """Return what can be forecast."""
        self.calls.append(("forecast_plan", asked))  # type: ignore[attr-defined]
        progress({"what": "forecast", "text": "Looking for series", "step": 0, "n_steps": 100})
        if self.forecast_problem:
            return forecast_plan() | {"problem": self.forecast_problem.to_dict(), "sentence": ""}  # type: ignore[attr-defined]
        return forecast_plan(**{name: value for name, value in asked.items() if name != "wanted"})

    async def forecast(self, asked: dict, progress: Any) -> dict:
        """Report five steps, and return the forecast."""
        self.calls.append(("forecast", asked))  # type: ignore[attr-defined]
        self.cancelled = False
        for step in range(5):
            text = f"Origin {step + 1} of 5: Lagged ELM"
            progress({"what": "forecast", "text": text, "step": 20 * step, "n_steps": 100})
            await asyncio.sleep(self.forecast_pause)
            if self.cancelled:
                from elmweb.exceptions import Cancelled

                raise Cancelled("Stopped.")
        return forecast_result(*self.forecast_keys)

    async def forecast_file(self, kind: str) -> dict:
        """Return a file that says which it is."""
        self.calls.append(("forecast_file", kind))  # type: ignore[attr-defined]
        return {"filename": f"forecast.{kind}", "mime": "text/plain", "data": kind.encode(), "note": ""}
