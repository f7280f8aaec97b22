"""The second half of the screen of the GAN: clothes that a larger one drew during its training."""

from __future__ import annotations

TITLE = "A larger GAN that learned to draw clothes"
LEAD = (
    "The same game with photos of 28 by 28 pixels, played before this site was built. What the generator drew from the "
    "same random numbers was kept: go through it epoch by epoch. In one epoch the discriminator sees each of the "
    "60,000 photos once."
)
MOMENT = "Moment of the training"
"""The slider."""
BEFORE = "Before the first step"


def after(epochs: str, steps: str) -> str:
    """The heading of a moment of the training."""
    return f"After {epochs} {'epoch' if epochs == '1' else 'epochs'}, {steps} steps"


def pictures_of(kind: str) -> str:
    """The two pictures of one kind of clothes, for those who do not see them."""
    return f"Two pictures, {kind}"


# The losses

LOSSES = "Both losses"
DISCRIMINATOR = "Discriminator"
GENERATOR = "Generator"
GUESSING = "guessing, 2"
SHOWN = "Shown"
STEPS = "Steps"
LOSS = "Loss"
TABLE = "Losses"
TABLE_HEAD = ("Steps", "Loss of the discriminator", "Loss of the generator")


def losses_chart(n_steps: str) -> str:
    """The chart of the losses for those who do not see it."""
    return f"Chart. Losses against {n_steps} steps of training; a table follows."


def told(first: str, last: str) -> str:
    """What became of the discriminator's loss."""
    return (
        f"After the first epoch the discriminator's loss is {first}, at the end {last}. At 2 it would be guessing. "
        "Neither loss says how good the pictures are."
    )


def origin(n_steps: str, time: str, device: str, percent_right: str, *, of_the_model: bool) -> str:
    """Which training it was: that of the model which the page offers, or another of the same network."""
    whose = (
        "Kept from the training of the model on the Models page"
        if of_the_model
        else "Kept from another training of the network on the Models page, with the same settings"
    )
    return (
        f"{whose}: {n_steps} steps of 64 photos (Fashion-MNIST), {time} on {device}. At the end, a classifier takes "
        f"{percent_right} % of the drawn pictures for what was asked for. They are drawn with the mean of the "
        "generator's weights over the last steps. Losses are hinge losses, means of 100 steps, and the generator's has "
        'a term for variety. Draw your own: <a href="#/models/gan-fashion">Clothes maker</a>.'
    )
