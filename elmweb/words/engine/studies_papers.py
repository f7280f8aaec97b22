"""What the chapter of published results says while it works."""

from __future__ import annotations

HIDDEN_UNITS = "1,600 or 4,000"
"""What the number of units may be."""


def images_allowed(low: int, high: int, step: int) -> str:
    """What the number of images may be."""
    return f"{low:,} to {high:,} in steps of {step:,}"


def no_setting(name: str) -> str:
    """That a recipe has no setting of this name."""
    return f'This recipe has no setting "{name}".'


def fetching(part: int, n_parts: int, size: str) -> str:
    """Which part of MNIST is on its way."""
    return f"Fetching MNIST, part {part} of {n_parts}, {size}"


def drawing_weights(n_units: int) -> str:
    """That the weights of hidden units are drawn."""
    return f"Drawing weights for {n_units:,} units"


def reading_tests(n_images: int) -> str:
    """That the ELM is tested."""
    return f"Reading {n_images:,} test images"


def epoch(number: int, n_epochs: int) -> str:
    """Which epoch it is, while there is no score yet."""
    return f"Epoch {number} of {n_epochs}"


def epoch_after(number: int, n_epochs: int, percent: str, n_scored: int) -> str:
    """Which epoch it is, and the score after the one before."""
    return f"Epoch {number} of {n_epochs}, {percent} % right after {n_scored}"


def trial(number: int, n_trials: int) -> str:
    """Which trial is done."""
    return f"Trial {number} of {n_trials}"


def learning(table: str) -> str:
    """Which table is learned."""
    return f"Learning {table}"
