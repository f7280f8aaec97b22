"""What will happen? A question about the steps ahead, and the answer that they gave."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from elmweb.exceptions import SettingsError
from elmweb.formatting import quantity

__all__ = ["GUESSES", "Question", "outcome"]

GUESSES = {
    "half": "It falls to less than half",
    "lower": "It falls, but not to half",
    "same": "It stays about the same",
    "higher": "It rises",
    "none": "It is no number any more",
}
"""What may be guessed about the loss on the rows that are learned from."""

_SAME = 0.05  # of the loss, to both sides


@dataclass(frozen=True)
class Question:
    """A guess, and what it is about.

    Parameters
    ----------
    guess : str
        One of :data:`GUESSES`.
    step, until : int
        The place where it was made, and the place that it is about.
    loss : float
        Loss at the first.
    """

    guess: str
    step: int
    until: int
    loss: float

    def __post_init__(self) -> None:
        """Refuse a guess that there is not."""
        if self.guess not in GUESSES:
            raise SettingsError("There is no such guess.", rule="one of " + ", ".join(GUESSES), value=self.guess)

    def answer(self, loss: float, *, diverged: bool) -> str:
        """Return what happened, beside what was guessed.

        Parameters
        ----------
        loss : float
            Loss at the end.
        diverged : bool
            Whether it is no number.

        Returns
        -------
        str
            Two sentences.
        """
        happened = outcome(self.loss, loss, diverged=diverged)
        after = "no number" if happened == "none" else quantity(loss)
        numbers = f"The loss went from {quantity(self.loss)} to {after} in {self.until - self.step:,} steps."
        if happened == self.guess:
            return f"You were right. {numbers}"
        return f"You said: {_lower(GUESSES[self.guess])}. {GUESSES[happened]}. {numbers}"


def outcome(before: float, after: float, *, diverged: bool) -> str:
    """Return which of the guesses came true.

    Parameters
    ----------
    before, after : float
        Losses.
    diverged : bool
        Whether the second is no number.

    Returns
    -------
    str
        One of :data:`GUESSES`.
    """
    if diverged or not isfinite(after):
        return "none"
    if abs(after - before) <= _SAME * before:
        return "same"
    if after > before:
        return "higher"
    return "half" if after < before / 2 else "lower"


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
