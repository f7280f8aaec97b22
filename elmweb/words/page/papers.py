"""The chapter "Reproduce a paper": its page, and the scale and the comparison of each result."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

TITLE = "Reproduce a paper"
LEAD = (
    "Numbers from papers about ELMs, and one about a deep network, each with its recipe and a button. Press it and the "
    "recipe runs here, in this browser. What comes out is compared with what was published, even when the two differ."
)

# A card

HIDDEN_UNITS = "Hidden units"
LEARN_FROM = "Learn from"
SEED = "Seed"
SEED_OF_TRIALS = "Seed of the trials"
EXPECTED = "Expected"
PUBLISHED = "Published"
RECIPE = "The recipe here"
STOPPED = "Stopped before the end."
NO_SUCH_CARD = "There is no such card."
BUSY = "A result is being worked out already."
STOP_IT_FIRST = "Stop it first."
TABLES_CAPTION = "Five tables"
TABLE_HEADS = ("Table", "Here", "Benchmark", "Training time", "Best of the others")

# The scale. Each name stands behind a number

EXPECTED_BAND = "expected"
MARK_HERE = "here"
MARK_PUBLISHED = "published"
MARK_60000 = "published, 60,000 images"
MARK_8000 = "published for 8,000 units"
MARK_LENET = "published, LeNet-5"
MARK_NO_GAIN = "no gain"
MARK_SVR = "SVR"
MARK_BACKPROPAGATION = "backpropagation"

# Numbers


def right(percent: str) -> str:
    """A result in large letters: how many rows are right, with its percent sign."""
    return f"{percent} right"


def error(value: str) -> str:
    """A result in large letters: how far off."""
    return f"error {value}"


def points(value: str) -> str:
    """A difference between two percentages."""
    return f"{value} points"


def reproduced_of(same: int, of: int) -> str:
    """A result in large letters: on how many tables the benchmark's score came out."""
    return f"{same} of {of} reproduced"


def span_of_percent(low: str, high: str) -> str:
    """A range of percentages."""
    return f"{low} to {high} %"


def span_of_points(low: str, high: str) -> str:
    """A range of differences between percentages."""
    return f"{low} to {high} points"


# What is expected


def by_seeds(expected: str, measured: str) -> str:
    """Before a recipe has run: the range to expect, and the range that was measured."""
    return f"{expected}; five seeds outside the browser gave {measured}."


def by_trials(expected: str, measured: str) -> str:
    """Before a recipe of many trials has run: the range to expect, and the range that was measured."""
    return f"{expected}; ten times 50 trials outside the browser gave means of {measured}."


def each_within(tolerance: str) -> str:
    """Before the tables have been fitted."""
    return f"Each mean within {tolerance} of the benchmark's."


PAPER_HAD_ALL = "The paper learned from all 60,000 images."


def lies(expected: str, *, inside: bool) -> str:
    """After every comparison with what was published: whether the result is in the expected range."""
    if inside:
        return f"It lies inside what this project expects, {expected}."
    return f"It lies outside what this project expects, {expected}."


# Facts below a result

TRAINING_TIME = "Training time here, on one thread"
READING_TIME = "Time to read 10,000 test images"
PUBLISHED_TIME = "Published time for that width"
ABOUT_15_S = "about 15 s on four cores, 2015"
NO_NUMBER = "no number"
PLAIN_WEIGHTS = "Plain weights"
RECEPTIVE_FIELDS = "Receptive fields"
AFTER_EACH_EPOCH = "After each epoch"
STANDARD_DEVIATION = "Standard deviation"
TIME_OF_A_TRIAL = "Training time of a trial"


def trained_in(percent: str, seconds: str) -> str:
    """How many test images are right, and the time of training."""
    return f"{percent}, trained in {seconds}"


def spread(value: str, n_trials: int, published: str) -> str:
    """The standard deviation over the trials, beside the published one."""
    return f"{value} over {count(n_trials, 'trial')}; published {published}"


def beside_published(value: str, published: str) -> str:
    """A number beside the published one."""
    return f"{value}; published {published}"


# The comparisons: digits


def reproduced(percent: str) -> str:
    """With 1,600 units and all images: that the published accuracy came out."""
    return f"Reproduced: {percent}, published about 97.7 %."


def not_reproduced(percent: str, *, above: bool) -> str:
    """With 1,600 units and all images: that it did not."""
    if above:
        return f"Not reproduced: {percent} is above the published 97.7 %."
    return f"Not reproduced: {percent} is below the published 97.7 %."


def as_good(percent: str, n_images: int) -> str:
    """With 1,600 units and fewer images: that they give as much."""
    return f"The published 97.7 % was made with 60,000 images; {n_images:,} give {percent}, which is as good."


def not_reached(percent: str, n_images: int) -> str:
    """With 1,600 units and fewer images: that they give less."""
    return (
        f"The published 97.7 % is not reached: {n_images:,} of the 60,000 images give {percent}. Choose all of "
        "them to test the claim itself."
    )


def between_published(percent: str, *, does: bool) -> str:
    """With 4,000 units: whether the accuracy lies between the two that are published."""
    end = "does" if does else "does not"
    return (
        "No number is published for 4,000 units: it should lie between the 97.7 % of 1,600 and the 98.8 to 99.0 % "
        f"of 8,000, all three with 60,000 images. {percent} {end}."
    )


def learned_from(n_images: int) -> str:
    """That fewer images than all were learned from."""
    return f"Here {n_images:,} images were learned from."


# The comparisons: plain weights and receptive fields, the network


def gains(points: str, percent: str) -> str:
    """How much better receptive fields are."""
    return (
        f"Receptive fields gain {points} points: of the mistakes of plain weights they leave {percent} %. The claim "
        "holds."
    )


def loses(points: str) -> str:
    """That receptive fields are no better."""
    return f"Receptive fields lose {points} points: the claim does not hold here."


def as_good_as_lenet(percent: str) -> str:
    """That the network is as good as the published one."""
    return f"As good as LeNet-5: {percent}, published 99.05 %."


def lenet_ahead(points: str) -> str:
    """How far the network is behind the published one, and why."""
    return f"LeNet-5 is {points} points ahead: it is larger, and was trained for 20 epochs."


def of_its_images(n_images: int) -> str:
    """That the published network learned from more images."""
    return f"Here {n_images:,} of its 60,000 images were learned from."


# The comparisons: the curve, diabetes, tables


def sinc_reproduced(value: str, *, below: bool) -> str:
    """That the published error came out."""
    if below:
        return f"Reproduced: {value} is less than one standard deviation below the published 0.0097."
    return f"Reproduced: {value} is less than one standard deviation above the published 0.0097."


def sinc_better(value: str) -> str:
    """That the error is lower than the published one."""
    return f"Better than published: {value} is more than one standard deviation below the published 0.0097."


def sinc_worse(value: str) -> str:
    """That the error is higher than the published one."""
    return f"Not reproduced: {value} is more than one standard deviation above the published 0.0097."


SINC_OTHERS_WORSE = "The backpropagation and the support vectors of the paper, 0.0159 and 0.0130, were worse."
SINC_OTHERS_NOT_WORSE = "The paper's support vectors, 0.0130, were not worse."


def pima(percent: str, points: str, *, reproduced: bool) -> str:
    """Whether the published accuracy came out, and how far two such means differ by luck."""
    verdict = "Reproduced" if reproduced else "Not reproduced"
    return (
        f"{verdict}: {percent}, published 77.57 %. Two means of 50 trials differ by up to {points} points by luck. "
        "The published lead over support vectors, 0.26 points, is smaller than that: it says nothing about which is "
        "better."
    )


def tables_reproduced(n_tables: int, tolerance: str) -> str:
    """That the scores of the benchmark came out."""
    return f"Reproduced: all {n_tables} means are within {tolerance} of the benchmark's."


def tables_not_reproduced(names: Sequence[str], tolerance: str) -> str:
    """That some of the scores did not."""
    return f"Not reproduced on {listed(names)}: there the mean is more than {tolerance} from the benchmark's."


ABOUT_OTHERS = "The best of the other five methods is in the last column, as in that benchmark; it is not trained here."
