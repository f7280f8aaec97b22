"""Canned races, for the pages: what the workbench would answer, without training anything."""

from __future__ import annotations

import asyncio
from typing import Any

CONTESTANTS = [
    ("elm", "ELM", True), ("kernel", "Kernel ELM", False), ("linear", "Logistic regression", False),
    ("forest", "Random forest", True), ("boosting", "Gradient boosting", False), ("mlp", "MLP", True),
    ("cnn", "CNN", True),
]  # fmt: skip
ENDS = {
    "elm": (0.11, 96.0), "kernel": (0.5, 97.5), "linear": (0.05, 93.0), "forest": (0.4, 96.5), "boosting": (3.0, 95.0),
    "mlp": (0.9, 97.0), "cnn": (9.0, 98.5),
}  # fmt: skip


def race_plan() -> dict[str, Any]:
    """Return who would race."""
    return {
        "name": "digits.csv",
        "target": "digit",
        "n_train": 1438,
        "n_test": 359,
        "n_inputs": 61,
        "n_left": 0,
        "side": 8,
        "score_name": "Accuracy (%)",
        "floor_text": "10.0",
        "shows_digits": True,
        "contestants": [
            {"id": each, "name": name, "settings": f"The settings of {name}", "draws": draws}
            for each, name, draws in CONTESTANTS
        ],
    }


def race_state(n_done: int = 7, *, stopped: bool = False, n_seeds: int = 2, failed: str = "") -> dict[str, Any]:
    """Return a race of which so many have finished, and the next one runs."""
    entrants = [_entrant(at, n_done, stopped=stopped, n_seeds=n_seeds, failed=failed) for at in range(len(CONTESTANTS))]
    return {
        "name": "digits.csv",
        "task": "multiclass",
        "target": "digit",
        "n_train": 1438,
        "n_test": 359,
        "n_inputs": 61,
        "score_name": "Accuracy (%)",
        "floor": 10.0,
        "floor_text": "10.0",
        "entrants": entrants,
        "step": n_done,
        "n_steps": 7,
        "doing": "MLP, seed 0",
        "finished": n_done == 7,
        "stopped": stopped,
        "headline": "ELM reached 96.0 % after 0.1 s. CNN ended best: 98.5 % after 9.0 s." if n_done else "",
        "advice": "Take the kernel ELM: 97.5 % after 0.5 s." if n_done > 1 else "",
        "notes": ["All learn from the same 1,438 rows.", "They run on one thread."],
    }


def _entrant(at: int, n_done: int, *, stopped: bool, n_seeds: int, failed: str) -> dict[str, Any]:
    each, name, draws = CONTESTANTS[at]
    seconds, score = ENDS[each]
    state = "done" if at < n_done else "stopped" if stopped else "running" if at == n_done else "waiting"
    state = "failed" if each == failed else state
    found: dict[str, Any] = {
        "id": each,
        "name": name,
        "settings": f"The settings of {name}",
        "state": state,
        "note": "The training diverged." if state == "failed" else "Stopped." if state == "stopped" else "",
        "draws": draws,
        "curve": [] if state in ("waiting", "failed") else [[seconds / 4, score - 20.0], [seconds, score]],
        "trained": [],
        "score": None,
    }
    if state != "done":
        return found
    trained = [
        {"seed": seed, "score": score - seed, "seconds": seconds, "fingerprint": f"{at}{seed}" * 32}
        for seed in range(n_seeds if draws else 1)
    ]
    return found | {
        "trained": trained,
        "score": score,
        "score_text": f"{score}",
        "low": score - 1,
        "high": score,
        "range_text": f"{score - 1} to {score}" if len(trained) > 1 else "",
        "interval_text": "93.0 to 98.0",
        "seconds": seconds,
        "predict_seconds": 0.002,
        "size_bytes": 294_992,
        "training_flops": None if each in ("forest", "boosting") else 2.75e9,
        "row_flops": None if each in ("forest", "boosting") else 72_704.0,
        "joules": 15 * seconds,
        "same_score": "" if each == "elm" else f"To the ELM's 96.0 %: {seconds} s, 3 times as long as the ELM.",
    }


class FakeRace:
    """The verbs of the Race page with canned answers."""

    race_problem: Exception | None = None
    race_pause = 0.0
    race_answer: dict[str, Any] | None = None
    cancelled: bool

    async def race_offers(self) -> dict:
        """Return what can be chosen."""
        return {
            "samples": [{"id": "digits", "name": "Digits"}, {"id": "iris", "name": "Iris"}],
            "published": [{"id": "gpt3", "name": "GPT-3"}],
            "chips": [{"id": "a100", "name": "A100"}, {"id": "h100", "name": "H100"}],
        }

    async def race_plan(self, source: dict, choices: dict, settings: dict, progress: Any) -> dict:
        """Return who would race."""
        progress({"what": "race", "text": "Preparing the rows", "step": 0, "n_steps": 100})
        self.calls.append(("race_plan", (source, settings)))  # type: ignore[attr-defined]
        if self.race_problem:
            raise self.race_problem
        return race_plan()

    async def race(self, source: dict, choices: dict, settings: dict, progress: Any) -> dict:
        """Report the race after each contestant, and return it."""
        self.calls.append(("race", (source, settings)))  # type: ignore[attr-defined]
        for n_done in range(7):
            state = race_state(n_done)
            progress({"what": "race", "text": state["doing"], "step": n_done, "n_steps": 7, "race": state})
            await asyncio.sleep(self.race_pause)
            if self.race_problem:
                raise self.race_problem
            if self.cancelled:
                return race_state(n_done, stopped=True)
        return self.race_answer or race_state()

    async def race_pretrained(self, source: dict, choices: dict) -> dict:
        """Return the canned digit reader."""
        self.calls.append(("race_pretrained", (source, choices)))  # type: ignore[attr-defined]
        if self.race_problem:
            raise self.race_problem
        return {
            "name": "Digit reader", "score": 97.0, "score_text": "97", "interval_text": "95 to 98", "n_right": 348,
            "n_test": 359, "predict_seconds": 0.4, "training_seconds": 2_051.0, "device": "1 CPU core",
            "trained_on": "MNIST", "own_score_text": "99.64", "own_test": "10,000 test digits", "size_bytes": 292_436,
            "n_parameters": 72_442, "is_enlarged": True,
        }  # fmt: skip

    async def training_cost(self, asked: dict) -> dict:
        """Return the canned cost."""
        self.calls.append(("training_cost", asked))  # type: ignore[attr-defined]
        published = {
            "name": "GPT-3", "flops": 3.14e23, "how": "published", "hardware": "10,000 V100", "hours": 355.2,
            "chip_hours": 3_552_000.0, "kwh": 1_287_000.0, "energy_from": "published", "source": "Patterson (2021)",
        }  # fmt: skip
        return {
            "flops": 3.14e23, "chip_hours": 698_000.0, "hours": 698.0, "kwh": 279_000.0, "here_seconds": 1e13,
            "published": published if asked.get("published") else None, "utilization": 0.4,
        }  # fmt: skip
