"""Where to draw the line between two classes: what each threshold of the probability does on rows kept back."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["STEPS", "decide"]

STEPS = 100
"""Thresholds are hundredths: the lowest that are tried call everything positive, the highest next to nothing."""


def decide(probability: np.ndarray, is_positive: np.ndarray, false_alarm: float, missed: float) -> dict[str, Any]:
    """Count right and wrong answers at every threshold.

    Parameters
    ----------
    probability : ndarray of shape (n,)
        Of the positive class.
    is_positive : ndarray of bool of shape (n,)
        Whether a row is of that class.
    false_alarm, missed : float
        What one error of each kind costs, at least 0.

    Returns
    -------
    dict
        ``steps``: for each threshold from 0 to 1, the numbers ``found``, ``false_alarms``, ``missed`` and ``passed``,
        ``precision`` and ``recall`` (None where they are 0/0) and ``cost`` of all rows; ``best``, the position of the
        lowest cost, of equal ones the middle.
    """
    steps = []
    for threshold in np.arange(STEPS + 1) / STEPS:
        alarm = probability >= threshold
        found, alarms = int((alarm & is_positive).sum()), int((alarm & ~is_positive).sum())
        lost, passed = int((~alarm & is_positive).sum()), int((~alarm & ~is_positive).sum())
        steps.append(
            {
                "found": found,
                "false_alarms": alarms,
                "missed": lost,
                "passed": passed,
                "precision": found / (found + alarms) if found + alarms else None,
                "recall": found / (found + lost) if found + lost else None,
                "cost": alarms * false_alarm + lost * missed,
            }
        )
    costs = np.array([step["cost"] for step in steps])
    lowest = np.flatnonzero(costs == costs.min())
    return {"steps": steps, "best": int(lowest[len(lowest) // 2])}
