"""The chapter about the lottery of random weights: one ELM is trained with many seeds."""

from __future__ import annotations

from elmweb.formatting import count

HEADING = "The lottery"
LEAD = (
    "An ELM draws its hidden weights at random and never changes them. Another seed is another draw, and another "
    "score. Here the same ELM is trained with 50 seeds, everything else equal, so that you see how much of a score is "
    "the model and how much is luck."
)


def trained(table: str, target: str, width: int, mean: str, n_rows: int) -> str:
    """What was trained, below the heading that says what came out."""
    return f"{table}, to predict {target}: width {width}, mean over seeds {mean}. {count(n_rows, 'row')} kept back."


def stopped(n_done: int, n_seeds: int) -> str:
    """How far it came when it was stopped."""
    return f"Stopped after {n_done} of {n_seeds} seeds."


# What can be chosen and pressed

TABLE = "Table"
DIGITS = "Digits"
"""The name of the sample that is chosen at first."""
WIDTH = "Width"
WIDTH_HINT = "Hidden units of each ELM."


def width(n_units: int) -> str:
    """The name of the slider, with where it stands."""
    return f"Width: {n_units} units"


def train(n_seeds: int, *, again: bool) -> str:
    """The button."""
    return f"Train {n_seeds} ELMs again" if again else f"Train {n_seeds} ELMs"


def training(n_seeds: int) -> str:
    """What is being done."""
    return f"Training {n_seeds} ELMs"


def progress(percent: str) -> str:
    """How far it is, for those who do not see the bar."""
    return f"Lottery, {percent} %"


# The chart

ONE_SEED = "one seed"
MIDDLE_SEED = "the middle seed, with the 95 % range of its score on other rows"
ALL_SEEDS = "all seeds together, with the same range"
SCORES_TABLE = "Score of each seed"


def chart(score_name: str, n_seeds: int, lowest: str, highest: str) -> str:
    """The chart for those who do not see it, while seeds come in."""
    return f"Chart. {score_name} of {count(n_seeds, 'seed')}, from {lowest} to {highest}."


def chart_middle(score: str, ends: str) -> str:
    """The score of the middle seed and its range, once all have come in."""
    return f"The middle seed: {score}, range {ends}."


def chart_all(score: str, ends: str) -> str:
    """The score of all seeds together and its range."""
    return f"All together: {score}, range {ends}."


# Luck

LUCK = "When is it luck?"
LUCK_TEXT = "Standard deviations of the score, by what makes it differ."
BETWEEN_SEEDS = "Between seeds, on these rows"
REAL = "Of that, on other rows too"
ONE_ON_OTHER_ROWS = "One seed, on other rows"
TOGETHER = "All of them together"

# The best seed

PICKING = "If you pick the best seed"
PICKING_TABLE = "The best seed on both halves"
HALVE_AGAIN = "Halve them another way"
HALF_TO_PICK = "Half to pick"
OTHER_HALF = "Other half"
ANY_SEED = "Any seed there"


def picking_text(n_rows: int, score_name: str) -> str:
    """What the numbers of the table are, in the end by the name of the score."""
    return (
        f"The rows kept back are halved at random. The seed that is best on one half, of {count(n_rows, 'row')}, is "
        f"scored on the other, which did not help to pick it. {score_name}."
    )


def this_halving(seed: int) -> str:
    """The row of the halving that is shown: which seed was best."""
    return f"Seed {seed}, this halving"


def mean_of(n_halvings: int) -> str:
    """The row of all halvings."""
    return f"Mean of {n_halvings} halvings"


# Several widths

TURN_THE_WIDTH = (
    "Change the width: with few units the draw decides a lot, with many it hardly does. The widths you try are "
    "compared here."
)
BY_WIDTH = "By width"
WIDTHS_TABLE = "Lotteries by width"
WIDTHS_HEAD = ("Width", "Lowest", "Mean", "Highest", "Between seeds", "One seed, other rows", "All together")

# The same bits again

REPEAT = "A lottery that can be repeated"
REPEAT_TABLE = "Fingerprints"
REPEAT_HEAD = ("Training", "SHA-256 of what was learned", "Compared with the first")
REPEAT_COMPARED = {"equal": "equal", "unequal": "unequal"}
REPEAT_NOTE = "So a seed is no excuse for a result that nobody else gets: name it, and say how many were tried."
SAME_MODEL = "The same seed gives the same model, bit for bit; another seed gives another."
OTHER_MODEL = "The same seed gave a different model on this device, which should not happen."


def how_many_models(n_models: int, n_seeds: int) -> str:
    """How many models are not like another."""
    return f"{n_models} different models came from {n_seeds} seeds."


def as_before(n_seeds: int, *, equal: bool) -> str:
    """Whether the models are those that the same training gave before."""
    first = f"All {n_seeds}" if equal else f"Not all {n_seeds}"
    return f"{first} are equal to those of the run before."


NOTES = "How it was done"
