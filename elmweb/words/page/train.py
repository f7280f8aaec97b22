"""The Train page."""

from __future__ import annotations

from elmweb.formatting import count

# The choice between a column and what comes next

TASK = "Task"
"""The name of the two links, for screen readers."""
PREDICT = "Predict a column"
FORECAST = "What comes next? (forecast)"

# The heading

TRAIN = "Train"
NOT_YET = "This cannot be trained yet."


def n_targets(number: int) -> str:
    """In place of the name of what is predicted, when there are several."""
    return count(number, "column")


def predict(target: str) -> str:
    """The heading while it cannot be trained."""
    return f"Predict {target}"


def predict_from(target: str, n_columns: int) -> str:
    """The heading when it can be trained."""
    return f"Predict {target} from {count(n_columns, 'column')}"


def split(n_rows: int, n_train: int, n_test: int) -> str:
    """Below the heading: which rows are learned from."""
    return (
        f"{count(n_rows, 'row')}: {n_train:,} to learn from, {n_test:,} kept back to score the result. "
        "The model you keep learns from all rows."
    )


# Below the Train button

ESTIMATING = "Estimating how long it takes."
GO_TO_DATA = "Go to Data"
KEEP_BEST = "Keep the best so far"
TRAIN_AGAIN = "Train again"
BEST_IS_HERE = "The best so far is here, and not scored yet. Nothing else was changed."
SEE_RESULT = '<a href="#/result">See the result</a>'


def stopped(step: int, steps: int) -> str:
    """How far a training came that was stopped."""
    return f"Stopped at {step} of {steps} settings."


def carry_on_or_see(carry_on: str, see: str) -> str:
    """After that: the button that carries on, and the link to the result."""
    return f"The best so far is kept. {carry_on} or {see}"


def trained(seconds: str) -> str:
    """After a training, before the link to the result."""
    return f"Trained in {seconds}."


# While it trains

GETTING_READY = "Getting ready."
SCORES_R2 = "Score of each setting, R2"
SCORES = "Score of each setting (%)"
STOPPING = "Stopping"
TRAINING = "Training"


def now(step: str, facts: str) -> str:
    """Below the progress bar: what is done, then step and time; either may be empty."""
    return " ".join(f"{part}." for part in (step, facts) if part)


def scoring(step: str) -> str:
    """The same while the rows kept back are predicted."""
    return f"Scoring on the rows kept back. {step}"


def step_of(step: int, steps: int) -> str:
    """How far it is."""
    return f"Step {step} of {steps}"


# The settings

ADJUST = "Adjust"
KIND_OF_MODEL = "Kind of model"
SETTINGS = {
    "width": "Width",
    "alpha": "Alpha",
    "scale": "Scale",
    "seed": "Seed",
    "activation": "Activation",
    "arithmetic": "Arithmetic",
}
HINTS = {
    "width": "Number of hidden units: more fit finer detail.",
    "alpha": "Regularisation: higher is smoother.",
    "scale": "Size of the random weights: larger bends the curves more.",
    "seed": "Same seed, same result.",
    "activation": "Activation function of each unit.",
    "arithmetic": "Integers give the same model on every machine, to the last bit. They are a little coarser.",
}
ARITHMETIC = {"float": "Floats", "integer": "Integers"}
AUTO = "auto"
"""In place of a value that elmweb chooses."""
HOLLOW = "Hollow handle: elmweb chooses. Move it to fix the value."
FOR_THIS_MACHINE = "for this machine"
FOR_A_CLUSTER = "for a Dask cluster"


def setting(name: str, value: str) -> str:
    """A slider, for screen readers."""
    return f"{name}: {value}"


def scripts(for_this_machine: str, for_a_cluster: str) -> str:
    """Below the settings, with two buttons in it."""
    return f"The same training as a Python file: {for_this_machine}, or {for_a_cluster} when the data outgrow it."
