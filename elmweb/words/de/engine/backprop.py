"""Why a network cannot go on learning by backpropagation."""

from __future__ import annotations

DIVERGED = "Das Training ist entgleist: Der Verlust (Loss) ist keine Zahl mehr."
SHORT_STEPS = "so kurze Schritte, dass der Verlust endlich bleibt"
SMALLER_STEPS = "Ein Zehntel der Lernrate nehmen."
SCALE_INPUTS = "Die Eingaben auf Varianz 1 bringen."


def learning_rate(rate: str) -> str:
    """The learning rate that was too large."""
    return f"eine Lernrate von {rate}"
