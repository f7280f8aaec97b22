"""The small model beside the sliders: its score, and what it predicts over two columns."""

from __future__ import annotations

from elmweb.formatting import count

HORIZONTAL = "Horizontal axis"
VERTICAL = "Vertical axis"
NO_UNITS = "The sliders and the small model beside them are for layers of units. This kind of model has none."
FIRST = "Training the first small model."
SHADES = "Darker means more. All other columns are held at a typical value. Marks are training rows."
"""How the picture of a predicted number is read."""
COLOURS = "Paler means less sure. All other columns are held at a typical value. Marks are training rows."
"""How the picture of predicted classes is read."""


def trained(scored_on: str, n_hidden: int, alpha: str, seconds: str) -> str:
    """Below the score: what it was measured on, a sentence; then the model."""
    return f"{scored_on} {count(n_hidden, 'unit')}, alpha {alpha}, trained and drawn in {seconds}."


def described(x: str, y: str, *, has_classes: bool) -> str:
    """The picture for those who do not see it."""
    what = "class" if has_classes else "number"
    return f"Chart. The {what} that the model predicts, with {x} to the right and {y} upwards."
