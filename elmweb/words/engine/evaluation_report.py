"""What stands around the scores: search curves, and how a result was obtained, one fact per sentence.

Where rows belong together, `group` says what is left out with a row: ``row with its copies``, ``tenth of the rows in
time``, or names of columns, in quotes. It is empty where each row stands for itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

# In place of a score

NO_SCORE = "No score"
SAVED_WITHOUT = "This model was saved without a report of how good it is."
HOW_TO_GET_ONE = "It can predict and be saved. To see its score, open its table and train here."

# The comparison


def learned_from_some(number: int, of: int) -> str:
    """A note on a method that learned from fewer rows than the model."""
    return f"Learned from {number:,} of {of:,} rows, to save time."


def score_with_range(score: str, low: str, high: str) -> str:
    """A score with its 95 % interval."""
    return f"{score} ({low} to {high})"


# The search curves

SCORES_OF_SEEDS = {
    "binary": "Accuracy (%)",
    "multiclass": "Accuracy (%)",
    "multilabel": "Accuracy (%)",
    "regression": "R2",
}
"""What each random layer is compared by, for each task."""
DEFAULTS_TAKEN = "scikit-learn's defaults were taken, and no settings compared."
NOT_COMPARED = "Random layers were not compared."


def _itself(group: str) -> str:
    """What a row is predicted without."""
    return {"": "itself", "row with its copies": "itself and its copies"}.get(group, f"its {group}")


def _by(group: str) -> str:
    """How settings are compared."""
    return f"leaving out each {group}" if group else "by leave-one-out"


def errors(task: str, group: str) -> str:
    """What is drawn over penalty and width."""
    name = {"regression": "Root mean squared error", "multilabel": "Labels wrong (%)"}.get(task, "Error rate (%)")
    return f"{name}, each row predicted without {_itself(group)}"


def seeds(number: int, low: str, high: str, group: str, *, r2: bool) -> str:
    """How far apart random layers are, in R2 or in right answers of 100."""
    spread = low if low == high else f"{low} to {high}"
    what = f"have an R2 of {spread}" if r2 else f"are right on {spread} of 100"
    return f"{number} random layers {what}, {_by(group)}. The best is kept."


# Which rows

ON_THEM = "All scores are counted on them."


def held_back(n_test: int, n_rows: int) -> str:
    """How many rows were held back."""
    return f"{n_test:,} of {count(n_rows, 'row')} were held back before anything was learned."


def on_some(number: int) -> str:
    """That only some of them are scored."""
    return f"To save time, scores are counted on {number:,} of them, drawn at random."


# The search

SMALLEST_WIDTH = "The smallest width within one standard error of the best was taken, then its best alpha."
FROM_ALL = "The final model learned from all of them."


def no_search(model: str) -> str:
    """That a model of scikit-learn has its defaults."""
    return f"{model}: scikit-learn trained it with its defaults. No settings were compared."


def stopped(step: int, steps: int) -> str:
    """That the search was stopped."""
    return f"Training was stopped at {step} of {steps} settings. The best so far is the model."


def tried(n_widths: int, n_alphas: int, n_layers: int, group: str) -> str:
    """How many settings were tried, and how; 0 for a setting that was given."""
    each = ([count(n_widths, "width")] if n_widths else []) + (
        [f"{count(n_alphas, 'value')} of alpha"] if n_alphas else []
    )
    over = f", mean over {count(n_layers, 'random layer')}" if n_layers > 1 else ""
    how = _by(group) if group else "by exact leave-one-out"
    return f"{' and '.join(each) or 'The given setting'} tried {how}{over}."


def meaning_of_leaving_out(group: str) -> str:
    """What it means to leave out rows."""
    if group == "row with its copies":
        return "This means that each training row is predicted by a model that never saw it or its copies."
    if group:
        return f"This means that each training row is predicted by a model that never saw its {group}."
    return "Leave-one-out means that each training row is predicted by a model that never saw it."


def some_rows(number: int, of: int) -> str:
    """That the search used a part of the rows."""
    return f"The search used {number:,} of {of:,} training rows, drawn at random."


def layers(number: int, group: str) -> str:
    """How many random layers were compared."""
    return f"{number} random layers were compared, {_by(group)}. The best is the model."


# A blend

MEMBERS = ("a linear model", "random units that see every column", "random units that see few columns", "a kernel")


def blend(parts: Sequence[tuple[str, str]]) -> str:
    """What a blend is made of: percent and name of each part."""
    return f"The blend is {listed([f'{percent} % {name}' for percent, name in parts])}."


def weights(group: str) -> str:
    """How its weights were chosen."""
    return f"These weights make the squared error smallest, each training row predicted without {_itself(group)}."


STRETCHED = "Its kernel compares rows by the columns that count."


def picked(n_units: int) -> str:
    """That units of it were picked."""
    return f"Picked from many random units that see few columns, by what they explain of the answers: {n_units:,}."


def deciding(n_deciding: int, n_judging: int) -> str:
    """How many training rows decided about its layers, and how many judge it."""
    rows = count(n_deciding, "training row")
    return (
        f"That was learned from {rows}, whose errors count for more in the weights; the other {n_judging:,} "
        "calibrate the blend."
    )


# The model that is kept

IS_USED = "That model makes predictions, and is saved and exported."


def refitted(n_rows: int) -> str:
    """That the settings learned once more, from all rows."""
    return f"Once this was measured, the same settings learned from all {count(n_rows, 'row')}."


def scores_are_of(n_rows: int) -> str:
    """Which model the scores are of."""
    return f"The scores are those of the model that learned from {n_rows:,}. More rows rarely make a model worse."


# Intervals and probabilities

BY_RESAMPLING = (
    "The 95 % ranges come from resampling the held-out rows. A lead is clear when the range of the difference, "
    "row by row, leaves out 0."
)
BY_COUNTING = (
    "The 95 % ranges are Wilson's. A lead is clear when chance alone would give it in less than 5 of 100 cases, "
    "by McNemar's exact test."
)
RANGE_IN_FIVE_PARTS = (
    "The range of a prediction holds 9 of 10 training rows, each predicted by a model that learned from the other four "
    "of five parts of them."
)
PROBABILITIES_AS_THEY_ARE = "Its probabilities are as scikit-learn gives them."
NO_PROBABILITIES = "The raw outputs of least squares are not probabilities."
TEMPERATURES = {
    "binary": "They are divided by one number, the temperature, and put through a logistic curve.",
    "multiclass": "They are divided by one number, the temperature, and put through a softmax.",
    "multilabel": (
        "They are divided by one number, the temperature, and put through a logistic curve, for each label alone."
    ),
}
"""How outputs become probabilities, for each task."""
OFFSETS = (
    "Before that an offset is added for each class, fitted with the temperature, so that rare answers are as probable "
    "as they are frequent."
)
"""Of a blend."""
TEMPERATURE_FITTED = "The temperature is fitted to the leave-one-out predictions (temperature scaling)."


def by_groups(columns: str) -> str:
    """How intervals were computed where the rows of a group belong together."""
    return (
        f"The 95 % ranges come from resampling the held-out values of {columns}, each with all of its rows. A lead is "
        "clear when the range of the difference leaves out 0."
    )


def range_of_prediction(group: str) -> str:
    """What the interval of a prediction holds."""
    return f"The range of a prediction holds 9 of 10 training rows, each predicted without {_itself(group)}."
