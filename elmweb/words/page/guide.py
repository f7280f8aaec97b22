"""The guide for newcomers, around its topics."""

from __future__ import annotations

HEADING = "A short guide"
LEAD = (
    "What the words mean, in plain terms, and where on this site you can see it happen. One topic per screen; read on, "
    "or pick one."
)
TOPICS = "Topics"
ALL_TOPICS = "All topics"
USED = "Where it is used"
COSTS = "What it costs"
SEE = "See it here"
PAGES = {"data": "Data", "train": "Train", "race": "Race", "models": "Models"}
"""What a link to a page says."""
SOURCES = "Sources"
NO_SUCH_TOPIC = "The guide has no such topic."


def one_of(topics: str) -> str:
    """Which topics there are, by their addresses with commas between them; part of an error."""
    return f"one of {topics}"


def following(title: str) -> str:
    """The link to the next topic."""
    return f"Next: {title}"


# What was measured of the models of a topic

MEASURED = "Measured, from the models' cards"
MEASURED_TABLE = "Models of this site"
MEASURED_HEAD = ("Model here", "Measured", "Weights", "Trained in")
TRAINED_ELSEWHERE = "elsewhere"


def trained_on(time: str, device: str) -> str:
    """How long a model was trained, and on what."""
    return f"{time} on {device}"
