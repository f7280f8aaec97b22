"""The trainings of a visit, and how two of them compare."""

from __future__ import annotations

from elmweb.formatting import count

FACTS = {
    "table": "Table",
    "predicts": "Predicts",
    "columns": "Columns",
    "kind": "Kind of model",
    "width": "Width",
    "alpha": "Alpha",
    "scale": "Scale",
    "seed": "Seed",
    "activation": "Activation",
    "arithmetic": "Arithmetic",
    "learned": "Learned from",
    "auc": "Ranking (AUC)",
    "seconds": "Trained in",
}
"""What is said of each training, line by line; its score stands among them."""
ARITHMETIC = {"float": "float", "integer": "integer"}


def learned_from(n_rows: int) -> str:
    """How many rows a model learned from."""
    return count(n_rows, "row")


def settings(width: str, alpha: str, seed: str) -> str:
    """The settings of a training in a line; any may be empty."""
    named = ((f"width {width}", width), (f"alpha {alpha}", alpha), (f"seed {seed}", seed))
    return ", ".join(text for text, value in named if value)


# What is held

TRAIN_WITH_ITS_SETTINGS = "Train again with its settings: the same seed gives the same model."
A_RUN = "a run since the engine was last started"
WHY_NOT_HERE = "Cancel and crashes can start the engine again. Train with the settings of that run."


def not_held(run: int) -> str:
    """A training whose model was let go."""
    return f"The model of run {run} is no longer held."


def last_models(number: int, size: str) -> str:
    """How many are held."""
    return f"the last {number} models, {size} at the most"


def no_run(run: int) -> str:
    """A training that is not known."""
    return f"There is no run {run} here."


def the_run(run: int) -> str:
    """Its number."""
    return f"run {run}"


def held(most: int, most_size: str, number: int, size: str) -> str:
    """What is held, below the list."""
    return (
        f"The last {most} models are held until the page is closed, as far as they fit into "
        f"{most_size}; now {count(number, 'model')}, {size}."
    )


# Which of two is ahead

CANNOT_BE_TESTED = "The model of one of them is no longer held, so their scores cannot be tested against each other."
OTHER_ROWS = "They were scored on different rows or answers, so their scores say little about which is better."


def as_good(one: int, other: int) -> str:
    """Two with the same score."""
    return f"Run {one} and run {other} are as good as each other on the same rows."


def less_off(better: int, worse: int, by: str, *, clear: bool) -> str:
    """Which is nearer to the right number, and whether that is clear."""
    luck = "That is more than luck." if clear else "That may be luck."
    return f"Run {better} is off by {by} less on average than run {worse}, on the same rows. {luck}"


def more_right(better: int, worse: int, by: str, *, clear: bool) -> str:
    """Which is right more often, and whether that is clear."""
    luck = "That is more than luck." if clear else "That may be luck."
    return f"Run {better} is right on {by} more of 100 rows than run {worse}, on the same rows. {luck}"
