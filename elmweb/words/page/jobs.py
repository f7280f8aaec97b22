"""The chapter "Five jobs": its list, and what its screens have in common."""

from __future__ import annotations

TITLE = "Five jobs"
LEAD = (
    "What people use such models for, each on real data. An ELM is trained while you wait, beside another model, and "
    "both are judged on rows that neither has learned from. Their mistakes are shown too."
)
LINKS = "Jobs"
ALL = "All jobs"
JOBS = {
    "health": ("Health", "Heartbeats that are not normal, cells that are cancer, and medical images of your own."),
    "finance": (
        "Finance",
        "Few alarms among many rows. What does each kind of error cost, and where should the line be drawn?",
    ),
    "transport": (
        "Transport",
        "How many people will walk by tomorrow, and what is in a photo, with how many photos a second.",
    ),
    "language": ("Language", "Whether a critic likes the film, a text of your own, and a sentence put into Spanish."),
    "science": (
        "Science",
        "Will a molecule dissolve in water, or bind to a protein? Predicted from its structure, which is drawn.",
    ),
}
"""Each job by its name in the address: the title of its link, and what it is about."""
NO_SUCH_JOB = "There is no such job."

# Every screen

TRAIN = ("Train", "Train again")
"""The button before there is a result, and after."""
WHAT_IT_DOES_NOT_SHOW = "What this does not show"

# Tables of models

MODEL = "Model"
ACCURACY = "Accuracy (%)"
AVERAGE_PRECISION = "Average precision"
RANGE = "95 % range"
TRAINING_TIME = "Training time"
KEPT_BACK = "Kept back"
"""The column with the number of rows that models are judged on."""
_MODELS = {
    "lstm": "The LSTM",
    "cnn": "The CNN",
    "transformer": "The Transformer",
    "linear": "Logistic regression",
    "mlp": "The network",
}
"""The models beside the ELM, as the subject of a sentence."""


def part(some: int, of: int) -> str:
    """How many there are of how many, in a cell."""
    return f"{some:,} of {of:,}"


def finds(model: str) -> str:
    """The column with how many rows of each kind a model finds."""
    return f"{model} finds"


def as_accurate(model: str) -> str:
    """That another model is right as often as the ELM on the same rows."""
    return f"{_MODELS[model]} is right as often."


def compared(model: str, points: str, *, more: bool, clear: bool) -> str:
    """How much more or less often than the ELM another model is right, in percentage points, and whether by luck."""
    often = "more" if more else "less"
    luck = "which is more than luck" if clear else "which may be luck"
    return f"{_MODELS[model]} is right {points} percentage points {often} often, {luck} (McNemar's test)."


# Molecules

MOLECULES = "The models on the molecules kept back"
LARGEST_MISTAKES = "The largest mistakes"
MEASURED = "Measured"


def structure_of(name: str) -> str:
    """The drawing of a molecule, for those who do not see it."""
    return f"Structure of {name}"
