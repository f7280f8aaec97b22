"""The Race page: who races, how far it is, the chart, and the settings."""

from __future__ import annotations

from elmweb.formatting import count

# The head

STOPPED_BEFORE_THE_END = "Stopped before the end; what was finished is kept."
LEAD = (
    "An ELM races against trees and networks trained by backpropagation: on the same rows, prepared in the same way, "
    "against one clock. Everything is trained on this device, and measured while you watch."
)


def race_on(table: str) -> str:
    """The heading before a race; the name of a table may be empty."""
    return f"Race on {table}" if table else "Race"


def always_the_mean(target: str, train: int, test: int, score: str) -> str:
    """What is raced on when a number is predicted."""
    return f"{_to_predict(target, train, test)} Always answering with the mean would score {score}."


def always_the_most_common(target: str, train: int, test: int, score: str) -> str:
    """What is raced on when a class is predicted."""
    return f"{_to_predict(target, train, test)} Always giving the most common answer would score {score}."


def _to_predict(target: str, train: int, test: int) -> str:
    return f"To predict {target}: {count(train, 'row')} to learn from, {test:,} kept back for scoring."


def raced_on(table: str, target: str, train: int, test: int) -> str:
    """What was raced on, under the headline of a race."""
    return f"{table}, to predict {target}. {count(train, 'row')} to learn from, {test:,} kept back for scoring."


# The buttons, and how far it is

START = "Start the race"
RACE_AGAIN = "Race again"
PREPARING = "Preparing the rows."
RACING = "Racing"


def progress(percent: str) -> str:
    """The name of the bar."""
    return f"Race, {percent} %"


def trainings_done(doing: str, done: int, trainings: int) -> str:
    """Who trains now, and how many trainings are done."""
    return f"{doing}. {done:,} of {count(trainings, 'training')} done."


# Who races

WHO = "Who races, and how"
NO_CNN = "No CNN: the columns of this table are not the pixels of an image."


def races(name: str) -> str:
    """The switch of a method, for those who do not see its name beside it."""
    return f"{name} races"


# The chart

SECONDS_OF_TRAINING = "Seconds of training, log scale"
TRAINED_ELSEWHERE = "Trained elsewhere"


def on_rows_kept_back(score: str) -> str:
    """The title of the chart: what the score is called."""
    return f"{score}, on rows kept back"


def chart(score: str, ends: str, elsewhere: str) -> str:
    """The chart for those who do not see it; how it ended, and a network trained elsewhere, may be empty."""
    said = f"Chart. {score} against seconds of training, on a logarithmic axis"
    if ends and elsewhere:
        return f"{said}: {ends}; trained elsewhere, {elsewhere}."
    return f"{said}: {ends}." if ends else f"{said}."


# What a screen reader says


def finished(headline: str) -> str:
    """A race came to its end."""
    return f"Finished. {headline}"


def stopped(headline: str) -> str:
    """A race was stopped."""
    return f"Stopped. {headline}"


def one_finished(name: str, score_name: str, score: str, time: str) -> str:
    """A method has just finished."""
    return f"{name}: {score_name} {score} after {time}."


# What is wrong

NOBODY_LEFT = "No method is left to race."
SWITCH_ONE_ON = "Switch one on."
NOTHING_TRAINED = "Nothing has been trained yet."
START_FIRST = "Start the race first."

# The table and the settings

THE_RACE = "The race"
TABLE = "Table"
SEEDS = "Seeds"
OPTIMIZER = "Optimizer of the networks"
OPTIMIZERS = {"adam": "Adam", "sgd": "SGD with momentum"}
LEARNING_RATE = "Learning rate of the networks"
LONGEST = "Longest training"


def n_seeds(n: int) -> str:
    """With how many seeds each method is trained, in a list."""
    return "1, quickest" if n == 1 else f"{n}"


def learning_rate(rate: str, *, is_usual: bool) -> str:
    """A learning rate, in a list."""
    return f"{rate}, the usual one" if is_usual else rate
