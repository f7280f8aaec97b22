"""Why a network cannot go on learning by backpropagation."""

from __future__ import annotations

DIVERGED = "The training diverged: the loss is not a number any more."
SHORT_STEPS = "steps so short that the loss stays finite"
SMALLER_STEPS = "Take a learning rate of a tenth."
SCALE_INPUTS = "Scale the inputs to unit variance."


def learning_rate(rate: str) -> str:
    """The learning rate that was too large."""
    return f"a learning rate of {rate}"
