"""The claims: which results were published, and what this project measured for them.

The bands were measured on CPython by the same recipes: the digits with five seeds, the small ones with ten times 50
trials. A result is called as expected within three standard deviations of the mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from elmweb.formatting import score
from elmweb.words.page import papers_claims as words

__all__ = [
    "CLAIMS",
    "DIGIT_BANDS",
    "GAIN_BANDS",
    "IMAGES",
    "NETWORK_BANDS",
    "PIMA_BAND",
    "SINC_BAND",
    "TABLES",
    "UNITS",
    "Band",
    "Claim",
    "TableClaim",
]


@dataclass(frozen=True)
class Band:
    """Where a result is expected to lie.

    Parameters
    ----------
    low, high : float
        The ends.
    measured : tuple of str
        The lowest and the highest number that were measured.
    unit : {"%", "points", ""}
        What stands behind the numbers.
    by : {"seeds", "trials"}
        What was measured: five seeds, or the means of ten times 50 trials.
    """

    low: float
    high: float
    measured: tuple[str, str]
    unit: Literal["%", "points", ""] = "%"
    by: Literal["seeds", "trials"] = "seeds"

    def holds(self, value: float) -> bool:
        """Return whether a value lies in the band."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Claim:
    """One published result.

    Parameters
    ----------
    id : str
        Its recipe, one of those of :mod:`elmweb.studies.papers`.
    doi : str
        Of the publication; empty for none.
    """

    id: str
    doi: str = ""

    @property
    def title(self) -> str:
        """What it is about."""
        return words.TITLES[self.id]

    @property
    def source(self) -> str:
        """Authors, year, title and place."""
        return words.SOURCES[self.id]

    @property
    def published(self) -> str:
        """What it says."""
        return words.PUBLISHED[self.id]

    @property
    def recipe(self) -> tuple[str, ...]:
        """How it is done here, one fact each."""
        return words.RECIPES[self.id]

    @property
    def buttons(self) -> tuple[str, str]:
        """What the button says before there is a result, and after."""
        return words.BUTTONS[self.id]


@dataclass(frozen=True)
class TableClaim:
    """The score of elmweb's defaults on one table, as this project's benchmark has it.

    Parameters
    ----------
    id : str
        Its sample.
    score : float
        Mean accuracy, or R2, of five splits.
    best_score : float
        The best of the five other methods there.
    best_method : str
        Whose it is.
    """

    id: str
    score: float
    best_score: float
    best_method: Literal["several", "svm", "linear", "ridge"]

    @property
    def title(self) -> str:
        """What the table is called."""
        return words.TABLES[self.id]

    @property
    def best(self) -> str:
        """The best of the five other methods there, and its score."""
        return words.best_of_others(score(self.best_score, 3), self.best_method)


IMAGES = (10_000, 20_000, 60_000)
UNITS = (1_600, 4_000)

CLAIMS = (
    Claim("digits", "10.1371/journal.pone.0134254"),
    Claim("weights", "10.1371/journal.pone.0134254"),
    Claim("network", "10.1109/5.726791"),
    Claim("sinc", "10.1016/j.neucom.2005.12.126"),
    Claim("pima", "10.1016/j.neucom.2005.12.126"),
    Claim("tables"),
)
"""In the order in which the page shows them."""

TABLES = (
    TableClaim("iris", 0.982, 0.964, "several"),
    TableClaim("wine", 0.989, 0.996, "svm"),
    TableClaim("breast-cancer", 0.964, 0.967, "linear"),
    TableClaim("digits", 0.980, 0.983, "svm"),
    TableClaim("diabetes", 0.435, 0.443, "ridge"),
)
"""Those of docs/benchmarks.md that the page carries as samples."""

DIGIT_BANDS = {
    (1_600, 10_000): Band(96.7, 97.2, ("96.87", "97.03")),
    (1_600, 20_000): Band(97.1, 97.5, ("97.22", "97.34")),
    (1_600, 60_000): Band(97.3, 97.9, ("97.48", "97.71")),
    (4_000, 10_000): Band(97.4, 97.8, ("97.56", "97.69")),
    (4_000, 20_000): Band(97.8, 98.4, ("98.00", "98.22")),
    (4_000, 60_000): Band(98.1, 98.7, ("98.30", "98.52")),
}
"""Accuracy by number of units and of training images."""

GAIN_BANDS = {
    10_000: Band(2.9, 3.8, ("3.17", "3.53"), "points"),
    20_000: Band(2.2, 3.5, ("2.65", "3.14"), "points"),
    60_000: Band(2.3, 3.3, ("2.61", "3.00"), "points"),
}
"""Points that 1,600 units gain by receptive fields, by number of training images."""

NETWORK_BANDS = {
    10_000: Band(95.5, 97.4, ("96.00", "96.84")),
    20_000: Band(97.4, 98.2, ("97.61", "97.93")),
    60_000: Band(98.3, 99.1, ("98.62", "98.92")),
}
"""Accuracy of the convolutional network after five epochs, by number of training images."""

SINC_BAND = Band(0.0068, 0.0076, ("0.0071", "0.0075"), "", "trials")
PIMA_BAND = Band(75.7, 78.2, ("76.2", "77.7"), "%", "trials")
