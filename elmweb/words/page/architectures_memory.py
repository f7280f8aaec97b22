"""The screen about the LSTM: it and a plain recurrent network are asked to remember one bit."""

from __future__ import annotations

from collections.abc import Sequence

HEADING = "Why LSTM: remember one bit"
LEAD = (
    "A sequence begins with 1 or -1; all that follows is noise. At its end a network is asked how it began. Choose for "
    "how many steps it has to remember, and train both here, on the same sequences."
)
BEGIN = "Train both"
DOING = "Training two networks"

# What can be chosen

FIELDS = {"steps": "Steps to remember it", "start": "Weights at the start", "gates": "LSTM's gates at the start"}
OPTIONS = {
    "start": {"small": "Small, as in PyTorch", "glorot": "1.7 times as large"},
    "gates": {"open": "Open for as many steps", "half": "Half open"},
}


def slow(steps: int) -> str:
    """So many steps as a choice, which take a while to train."""
    return f"{steps}, a minute or more"


# What both learned


def right_of(n_sequences: int) -> str:
    """The heading of the chart of the accuracy."""
    return f"Accuracy on {n_sequences} new sequences"


COIN = "a coin toss"
BATCHES = "Batches"
RIGHT = "Accuracy"
RIGHT_TABLE = "Accuracy"


def right_column(name: str) -> str:
    """The column of one network."""
    return f"{name}, accuracy (%)"


def accuracy_chart(networks: Sequence[tuple[str, str]]) -> str:
    """The chart of the accuracy for those who do not see it: each network and its percentage in the end."""
    return f"Chart. Accuracy against batches. {'; '.join(f'{name} {percent} %' for name, percent in networks)}."


# The gradient; where none is left, its size is empty

GRADIENT = "What is left of the gradient after each step back"
WHICH_GRADIENT = "Which gradient"
MOMENTS = {"start": "Before training", "end": "After training"}
STEPS_BACK = "Steps back"
GRADIENT_TABLE = "Gradient"


def left(size: str) -> str:
    """How much of the gradient is left, in a table or as part of a sentence."""
    return f"{size} of it" if size else "nothing that 32-bit numbers can hold"


def left_after(name: str, size: str, steps: int) -> str:
    """The title of the bars of one network."""
    return f"{name}: {left(size)} after {steps} steps back"


def gradient_chart(name: str, size: str, steps: int) -> str:
    """The bars of one network for those who do not see them."""
    return f"Chart. Gradient of the {name} by steps back, on a logarithmic axis. {left(size)} after {steps}."


def meaning(steps: int, plain: str, lstm: str) -> str:
    """What the bars mean, with what is left in each network as many steps back."""
    return (
        f"Each step back multiplies the gradient once more. Before training, {left(plain)} reaches {steps} steps back "
        f"in the plain network and {left(lstm)} in the LSTM, whose memory passes through a gate instead of weights. "
        "Where hardly any gradient arrives, it is luck whether anything is learned: try other seeds. How both start "
        "decides as much: change these two settings and train again."
    )


def how_done(settings: str) -> str:
    """How they were trained, after a sentence about their settings."""
    return (
        f"{settings} Both learn from the same sequences. The gradient is that of the loss with respect to the plain "
        "network's state and to the LSTM's memory, relative to the one at the last step."
    )


# The trainings so far

TRIED = "Tried so far"
TRIED_HEAD = ("Steps", "Weights", "Gates", "Seed", "Batches", "Plain", "Time", "LSTM", "Time")
TRIED_START = {"small": "small", "glorot": "larger"}
TRIED_GATES = {"open": "as many steps", "half": "half open"}
