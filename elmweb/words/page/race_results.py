"""The Race page: how a race ended, a network trained elsewhere, and whether the same comes out again."""

from __future__ import annotations

from elmweb.formatting import count

# The results

RESULTS = "Results of the race"
MODEL = "Model"
OVER_SEEDS = "Over seeds"
TO_TRAIN = "To train"
SIZE = "Size"
FLOPS_TO_TRAIN = "FLOPs to train"
ENERGY = "Energy"
STATES = {"waiting": "waits", "running": "trains now", "failed": "failed", "stopped": "not finished"}
ONE_SEED = "one seed"
NO_SEED = "no seed"
NO_COUNT = "no count"
FIRST_SEED = "Score and times are those of the first seed; over seeds, the lowest and the highest score."


def to_predict(rows: int) -> str:
    """The column of how long predictions take."""
    return f"To predict {rows:,}"


def intervals(ends: str) -> str:
    """How much the scores depend on which rows were kept back: each method and its range."""
    return (
        f"With other rows kept back, the scores could lie anywhere in these ranges (95 % confidence intervals): {ends}."
    )


SAME_SCORE = "To the same score as the ELM"
WHICH_TO_TAKE = "Which to take"
FAIRNESS = "What is fair, and what is not"
STOPPED = "Stopped before the end."
NO_TURN = "Did not get its turn."

# A network that was trained elsewhere

ELSEWHERE = "And a network that was trained elsewhere?"
SCORE_IT = "Score the digit reader"
LOADING_IT = "Loading the digit reader, and reading the digits"
ABOUT_IT = (
    "The digit reader of the Models page has learned from 60,000 other digits, on another machine. See how it does on "
    "these rows. The first time, it is downloaded together with what runs it: several megabytes."
)


def it_read(percent: str, right: int, test: int, time: str, interval: str) -> str:
    """How well it did, the score in bold; the interval reads "95 to 98"."""
    return (
        f"<b>{percent} %</b>: it read {right:,} of the same {count(test, 'row')} right in {time}. With other rows kept "
        f"back, the score could lie anywhere from {interval} (95 % confidence interval)."
    )


def its_card(  # noqa: PLR0917  so many facts are in one sentence
    dataset: str, time: str, device: str, times: str, parameters: int, size: str
) -> str:
    """What its card says, and how many times as long as the ELM's training its own took; that may be empty."""
    compared = f" ({times} times as long as the ELM here)" if times else ""
    return (
        f"It did not race. According to its card it was trained on {dataset} for {time} on {device}{compared}, and "
        f"has {parameters:,} parameters ({size})."
    )


def its_own_test(test: str, percent: str) -> str:
    """How well it does on the digits that it was tested on."""
    return f"Of its own {test} it reads {percent} % right."


ENLARGED = (
    "Its digits had 28 by 28 pixels; these were enlarged for it, with more contrast, by a rule that was set on this "
    "sample."
)


def elsewhere_says(name: str, percent: str, time: str) -> str:
    """What a screen reader says when it was scored."""
    return f"{name}: {percent} %, trained elsewhere for {time}."


# The same again

AGAIN = "The same again?"
TRAIN_AGAIN = "Train again"
TRAINING_AGAIN = "Training again"
HASHES = "Hashes"
COLUMNS_OF_HASHES = ("Model", "Training", "SHA-256", "Compared with the first")
EQUAL = "equal"
UNEQUAL = "unequal"
IN_THE_RACE = "seed 0, in the race"
SEED_0_AGAIN = "seed 0, again"
REPEATS_ITSELF = "With its seed fixed, a network repeats itself too."


def trains_again(name: str, other: str = "") -> str:
    """What the button does; there may be no other method."""
    names = f"the {name} and the {other}" if other else f"the {name}"
    return (
        f"Trains {names} once more, with the same seed and with another. Equal hashes mean that what was learned is "
        "the same to the last bit."
    )


def seed(number: int) -> str:
    """A training, by its seed."""
    return f"seed {number}"


def same_seed(name: str, *, is_equal: bool) -> str:
    """Whether a method learned the same again from the same seed; one of a list."""
    return f"{name} with the same seed: {EQUAL if is_equal else UNEQUAL}"


def another_seed(name: str, *, is_equal: bool) -> str:
    """Whether a method learned the same from another seed; one of a list."""
    return f"{name} with another seed: {EQUAL if is_equal else UNEQUAL}"
