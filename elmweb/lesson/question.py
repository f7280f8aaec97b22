"""What will happen? A question about the steps ahead, and the answer that they gave."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from elmweb.exceptions import SettingsError
from elmweb.formatting import quantity
from elmweb.words.engine import common, lesson_settings as words

__all__ = ["GUESSES", "Question", "outcome"]

GUESSES = ("half", "lower", "same", "higher", "none")
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
            raise SettingsError(words.NO_SUCH_GUESS, rule=common.one_of(GUESSES), value=self.guess)

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
            Two or three sentences.
        """
        happened = outcome(self.loss, loss, diverged=diverged)
        after = words.NO_NUMBER if happened == "none" else quantity(loss)
        numbers = quantity(self.loss), after, self.until - self.step
        if happened == self.guess:
            return words.guessed_right(*numbers)
        return words.guessed_wrong(self.guess, happened, *numbers)


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
