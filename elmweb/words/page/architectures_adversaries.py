"""The screen of the GAN: two networks that are trained against each other on points of a plane."""

from __future__ import annotations

HEADING = "Two networks against each other"
LEAD = (
    "One network, the generator, draws points from noise. The other, the discriminator, is shown real and drawn "
    "points and says which are real. Each learns from the other. Train both here, then go back and forth in time."
)

# What can be chosen

FIELDS = {"points": "Real points lie on", "rates": "Who learns faster"}
OPTIONS = {
    "points": {"ring": "A ring of 8 clusters", "moons": "Two half moons"},
    "rates": {
        "even": "Both the same",
        "discriminator": "Discriminator, 10 times",
        "generator": "Generator, 10 times",
    },
}
STAGE = "Stage"
"""The slider over the moments of the training."""
START = "Train both"
DOING = "Training two networks"
BRING = "Load the pictures"
BRINGING = "Loading the pictures"


# The plane


def after(steps: str) -> str:
    """The heading of a moment of the training."""
    return f"After {steps} steps"


def how_near(near: str, covered: str) -> str:
    """How alike drawn and real points are; the values are percent."""
    return f"{near} % of the drawn points lie near a real one; {covered} % of the real points have a drawn one nearby."


def clusters_drawn(how_near: str, n_drawn: int, n_clusters: int) -> str:
    """The same, which comes first, where the real points lie in clusters."""
    return f"{how_near} {n_drawn} of {n_clusters} clusters are drawn."


def picture(steps: str, said: str) -> str:
    """The picture for those who do not see it; how alike the points are follows as sentences."""
    return f"Picture. Real and drawn points after {steps} steps. {said}"


REAL = "real"
DRAWN = "drawn"
TAKEN_FOR_REAL = "taken for real"

# The losses

LOSSES = "Both losses"
NAMES = {"discriminator": "Discriminator", "generator": "Generator"}
SHOWN = "Shown"
STEPS = "Steps"
LOSS = "Loss"
GUESSING = "guessing, 0.69"
STAGES = "Stages"
STAGES_HEAD = (
    "Steps",
    "Loss of the discriminator",
    "Loss of the generator",
    "Drawn near real (%)",
    "Real near drawn (%)",
)
LOSSES_NOTE = (
    "Neither loss falls to zero as in ordinary training: when one network gets better, the other's loss rises. At 0.69 "
    "the discriminator is guessing. The losses do not say whether the drawing is good."
)


def losses_chart(steps: str, discriminator: str, generator: str) -> str:
    """The chart of the losses for those who do not see it."""
    return f"Chart. Losses against steps. After {steps}: discriminator {discriminator}, generator {generator}."


# Below both

MEANING = (
    "The generator never sees a real point. All it gets is the gradient of the discriminator's answer, which says "
    "where a point should move to be taken for real."
)


def how_done(generator: str, discriminator: str, batch_size: int, near: str) -> str:
    """How many parameters both have, and how they were trained."""
    return (
        f"Each network has two hidden layers of 32 units: the generator {generator} parameters, the discriminator "
        f"{discriminator}. Batches of {batch_size} points; near is within {near}. Each loss is the mean since the "
        "stage before."
    )
