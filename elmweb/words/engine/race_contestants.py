"""Who races: what each way of learning is called, its settings, and what became of it."""

from __future__ import annotations

from elmweb.formatting import count

NAMES = {
    "elm": "ELM",
    "kernel": "Kernel ELM",
    "ridge": "Ridge regression",
    "logistic": "Logistic regression",
    "forest": "Random forest",
    "boosting": "Gradient boosting",
    "mlp": "MLP",
    "cnn": "CNN",
}
IN_SENTENCE = {
    "elm": "the ELM",
    "kernel": "the Kernel ELM",
    "ridge": "ridge regression",
    "logistic": "logistic regression",
    "forest": "the random forest",
    "boosting": "gradient boosting",
    "mlp": "the MLP",
    "cnn": "the CNN",
}
"""The same within a sentence, after "take" or "of"."""

# Their settings, as the line below a name


def elm(n_units: int) -> str:
    """The ELM."""
    return f"{n_units} random tanh units, ridge penalty by exact leave-one-out: elmweb's defaults"


def kernel_on_all(n_rows: int) -> str:
    """The kernel ELM that compares a row with all others."""
    return f"Gaussian kernel with all {n_rows:,} rows, ridge penalty by exact leave-one-out: elmweb's defaults"


def kernel_on_landmarks(n_rows: int) -> str:
    """The kernel ELM that compares a row with some others."""
    return (
        f"Gaussian kernel with {n_rows:,} rows chosen as landmarks, ridge penalty by exact leave-one-out: elmweb's "
        "defaults"
    )


RIDGE = "scikit-learn's defaults: alpha 1"
LOGISTIC = "scikit-learn's defaults: C 1, L-BFGS until it has converged"


def forest(n_trees: int) -> str:
    """The random forest for classes."""
    return f"{n_trees} trees, scikit-learn's defaults"


def forest_for_numbers(n_trees: int) -> str:
    """The random forest for numbers."""
    return f"{n_trees} trees, scikit-learn's defaults, a third of the inputs at a split"


def boosting(n_trees: int) -> str:
    """Gradient boosting for numbers or two classes."""
    return f"scikit-learn's HistGradientBoosting, {n_trees} trees of up to 31 leaves, its defaults"


def boosting_for_each(n_trees: int) -> str:
    """Gradient boosting for more classes."""
    return f"scikit-learn's HistGradientBoosting, {n_trees} trees of up to 31 leaves for each answer, its defaults"


_OPTIMIZERS = {"adam": "Adam", "sgd": "SGD with momentum 0.9"}


def mlp(n_units: int, how: str) -> str:
    """The network of one hidden layer, and how it learns."""
    return f"{n_units} ReLU units, {how}"


def cnn(filters: tuple[int, int], n_units: int, dropout: str, how: str) -> str:
    """The network for images, and how it learns."""
    return f"{filters[0]} and {filters[1]} filters of 3 by 3, {n_units} units, dropout {dropout}, {how}"


def how_it_learns(optimizer: str, rate: str, batch: int, patience: int, most: int) -> str:
    """How a network learns; the optimizer is "adam" or "sgd"."""
    return (
        f"{_OPTIMIZERS[optimizer]}, learning rate {rate}, batches of {batch}; a tenth of its rows says when to stop: "
        f"after {patience} epochs without a gain, or {most}"
    )


# What is set for a race, and what it may be


def no_setting(name: str) -> str:
    """That a race has no setting of this name."""
    return f'A race has no setting "{name}".'


def some_of(ids: str) -> str:
    """What may be chosen: at least one of these."""
    return f"some of {ids}"


ADAM_OR_SGD = "adam or sgd"
ABOVE_ZERO = "a number above 0"


def seconds_allowed(most: str) -> str:
    """How long a training may take."""
    return f"seconds above 0, at most {most}"


# While they race


def training(name: str, seed: int) -> str:
    """Who is being trained."""
    return f"{name}, seed {seed}"


def training_in_steps(name: str, seed: int, n_steps: int) -> str:
    """Who is being trained, and how many steps it has taken."""
    return f"{name}, seed {seed}, {count(n_steps, 'step')}"


# What became of one


def stopped_after(time: str) -> str:
    """That the race was stopped while it learned; it had a score after so long."""
    return f"Stopped after {time}, before the end."


STOPPED = "Stopped, before the end."
NO_TURN = "Did not get its turn."


def it_had(value: str) -> str:
    """What was wrong with its rows."""
    return f"It had {value}."


def failed(error: str) -> str:
    """What went wrong, in the words of a library, or the name of its error."""
    return f"It failed: {error}."


NO_NUMBERS = "its predictions are no numbers"
"""The same, where nobody else says it."""


def at_the_limit(time: str) -> str:
    """That it took too long."""
    return f"Stopped at the limit of {time}; it has what it learned."


NO_BETTER_THAN_MEAN = "No better than always giving the mean."
NO_BETTER_THAN_MOST_COMMON = "No better than always giving the most common answer."
TRY_ANOTHER_RATE = "Its steps may be too long or too short: try another learning rate."
