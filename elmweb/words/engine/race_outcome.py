"""A race: what it needs, what came out, what is fair about it, and which way of learning to take."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

PREPARING = "Preparing the rows"
PART_OF_MNIST = "A part of MNIST"
DIGIT = "digit"
"""What is predicted there."""

# What a race needs

ONE_TARGET = "A race needs one column to predict."
ONE_COLUMN = "1 column"
CHOOSE_ONE_COLUMN = "Choose one on the Data page."
ANOTHER_COLUMN = "Choose another column to predict."
TRAIN_TAKES_MORE = "The Train page takes more."
MORE_ROWS = "Bring more rows, or race on a sample."


def columns(number: int) -> str:
    """How many columns are to be predicted."""
    return f"{number} columns"


def too_many_answers(column: str) -> str:
    """That a column has too many classes."""
    return f'"{column}" has too many different answers for a race.'


def most_answers(number: int) -> str:
    """How many classes there may be."""
    return f"at most {number}, as boosting grows 100 trees for each"


def answers(number: int) -> str:
    """How many classes there are; they are too many."""
    return f"{number:,} answers"


def too_few_rows(table: str) -> str:
    """That a table is too small."""
    return f'"{table}" has too few rows for a race: a tenth of them tells the networks when to stop.'


def fewest_rows(number: int) -> str:
    """How many rows there must be."""
    return f"at least {number} rows to learn from"


def rows(number: int) -> str:
    """How many rows there are to learn from; there are too few."""
    return count(number, "row")


# What the digit reader needs, which was trained elsewhere

NO_DIGITS = "The digit reader cannot be scored on this table."
IMAGES_OF_DIGITS = "images of the digits 0 to 9, a column for each pixel"
NUMBERS_TO_PREDICT = "numbers to predict"
RACE_ON_DIGITS = "Race on the digits sample."


def such_answers(labels: Sequence[str]) -> str:
    """What is predicted instead of digits: some of the classes."""
    return f"answers such as {listed(labels, 3)}"


# Scores and times

R2 = "R2"
ACCURACY = "Accuracy (%)"


def r2(number: str) -> str:
    """A score in a sentence."""
    return f"R2 {number}"


def percent(number: str) -> str:
    """An accuracy in a sentence."""
    return f"{number} %"


def between(low: str, high: str) -> str:
    """A range of scores."""
    return f"{low} to {high}"


AS_LONG = "as long as the ELM"


def times_as_long(ratio: str) -> str:
    """How much slower than the ELM something was."""
    return f"{ratio} times as long as the ELM"


def times_faster(ratio: str) -> str:
    """How much faster than the ELM something was."""
    return f"{ratio} times faster than the ELM"


def compared(time: str, beside: str, elm_time: str) -> str:
    """A time, how much longer or faster than the ELM that is, and the ELM's time."""
    return f"{time}, {beside} ({elm_time})"


def never_gets(elm_score: str, score: str, compared: str) -> str:
    """That none of a contestant's seeds is as good as the ELM, and how long it took to its own score."""
    return f"Never reaches the ELM's {elm_score}. To its own {score}: {compared}."


def not_with_this_seed(elm_score: str, score: str, compared: str) -> str:
    """That a contestant is not as good as the ELM with this seed, and how long it took to its own score."""
    return f"With this seed it does not reach the ELM's {elm_score}. To its own {score}: {compared}."


def to_the_elms(score: str, compared: str) -> str:
    """How long a contestant took to the ELM's score."""
    return f"To the ELM's {score}: {compared}."


def elm_never_reaches(score: str) -> str:
    """That a contestant went on, beyond all of the ELM's seeds."""
    return f"It ends at {score}, which the ELM never reaches."


def elm_reaches_too(score: str) -> str:
    """That a contestant went on, and that another seed of the ELM gets there, too."""
    return f"It ends at {score}, which the ELM reaches with another seed."


# Who came how far


def ended_best(name: str, score: str, time: str) -> str:
    """Who has the best score."""
    return f"{name} ended best: {score} after {time}."


def reached(name: str, score: str, time: str) -> str:
    """How far another came."""
    return f"{name} reached {score} after {time}."


# Which to take; the names are those within a sentence


def take_the_best(name: str, score: str, time: str) -> str:
    """The one with the best score, where the others are clearly behind."""
    return f"Take {name}: {score}, the best score, after {time}, clearly ahead of the others."


def take_the_fastest(name: str, score: str, time: str) -> str:
    """The one with the best score, where others may be as good and took longer."""
    return f"Take {name}: {score}, the best score, after {time}, and none that is as good was faster."


def take_as_good(name: str, score: str, time: str, n_rows: int, best: tuple[str, str, str]) -> str:
    """The fastest of those that may be as good as the best; name, score and time of that one."""
    return (
        f"Take {name}: {score} after {time}; {count(n_rows, 'row')} kept back cannot tell that from the {best[1]} of "
        f"{best[0]}, which took {best[2]}."
    )


# What is fair about it, and what is not


def same_rows(n_rows: int, n_test: int, n_inputs: int, side: int) -> str:
    """What all learn from; the side is that of the images that the CNN gets, 0 for none."""
    images = f", laid out as images of {side} by {side} for the CNN" if side else ""
    return (
        f"All learn from the same {n_rows:,} rows and are scored on the same {n_test:,} kept back, as the same "
        f"{count(n_inputs, 'number')} a row{images}. Nothing is chosen by the rows kept back."
    )


def left_out(number: int) -> str:
    """How many rows nobody learns from."""
    return f"A race leaves out {number:,} more rows, to stay short."


CLOCK = (
    "A clock runs only while its contestant trains. What that chooses by itself counts, such as the ELM's penalty or "
    "when a network stops; preparing the columns and scoring for the chart do not. Each first trains for a moment on a "
    "few rows off the clock, so that nobody pays for being first, and a browser then has time to draw."
)
ONE_THREAD = (
    "They run one after the other on one thread of the processor. No graphics card is used; on large images it would "
    "help the networks most."
)
SOME_CORES = "They run one after the other on the processor; products of matrices may use several cores."
FLOATS = (
    "The networks compute in 32-bit floats, the ELM in 64 bits, the others as scikit-learn does, mostly in 64 bits."
)
FLOATS_WITH_KERNEL = (
    "The networks compute in 32-bit floats, the ELM's units in 32 bits with sums in 64, by the page's WebAssembly "
    "kernel, the others as scikit-learn does, mostly in 64 bits."
)
NETWORKS_END = (
    "A network ends with the weights that were best on the tenth of its own rows that it sets aside, so its last point "
    "may lie below its curve."
)
OPERATIONS = (
    "Floating-point operations are counted from the sizes of the matrices. Trees compare numbers and have no count."
)
R2_MEANS = "R2 is 1 for a perfect prediction and 0 for always giving the mean."
TIMES_ARE_OF_HERE = "Times are of this device, now; another gives others."


def range_is(n_seeds: int) -> str:
    """What the ranges of the scores are."""
    return f"A range is the lowest and highest score of {count(n_seeds, 'seed')}."


def trained_once(names: Sequence[str]) -> str:
    """Who has no seed."""
    does = "draws nothing and is" if len(names) == 1 else "draw nothing and are"
    return f"{listed(names, 9)} {does} trained once."


def energy(watts: str) -> str:
    """How energy is guessed."""
    return (
        f"Energy is seconds times {watts} watts, the base power of a thin laptop's processor (Intel Core i5-1335U). A "
        "browser cannot measure it."
    )
