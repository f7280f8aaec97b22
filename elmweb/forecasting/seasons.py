"""The seasons of each step, and the cycles of the calendar that a model is told."""

from __future__ import annotations

from dataclasses import dataclass

from elmweb.words.engine import forecasting_outcome as words

__all__ = ["CYCLES", "SEASONS", "Season"]


@dataclass(frozen=True)
class Season:
    """A pattern that comes again after a fixed number of steps.

    Parameters
    ----------
    period : int
        Steps until it comes again.
    same, before : str
        What it repeats of when: ``"weekday"`` of the ``"week"`` before.
    """

    period: int
    same: str
    before: str

    @property
    def name(self) -> str:
        """What a forecast that repeats it is called, such as "Same weekday a week before"."""
        return words.SEASONS[f"{self.same}-{self.before}"]


SEASONS = {
    "hour": (Season(24, "hour", "day"), Season(168, "hour", "week")),
    "day": (Season(7, "weekday", "week"), Season(364, "weekday", "year")),
    "business day": (Season(5, "weekday", "week"), Season(260, "weekday", "year")),
    "week": (Season(52, "week", "year"),),
    "month": (Season(12, "month", "year"),),
    "quarter": (Season(4, "quarter", "year"),),
}
# Period in steps, and how many sines and cosines describe it.
CYCLES: dict[str, tuple[tuple[float, int], ...]] = {
    "hour": ((24, 2), (168, 1)),
    "day": ((7, 3), (365.25, 2)),
    "business day": ((5, 2), (260.9, 2)),
    "week": ((52.18, 3),),
    "month": ((12, 3),),
    "quarter": ((4, 2),),
}
