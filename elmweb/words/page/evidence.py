"""The evidence of a result: its mistakes, how it was chosen, and how it was obtained."""

from __future__ import annotations

# Mistakes

ACCURACY = "Accuracy by label (%)"
COMMON_MISTAKES = "The most frequent mistakes"
MODEL_SAID = "Model said"
ROWS = "Rows"
TRUE = "True"
WHERE_WRONG = "Where it goes wrong"


def matrix(target: str) -> str:
    """The caption of the confusion matrix, for screen readers."""
    return f"Rows: true {target}. Columns: predicted {target}."


def matrix_read(target: str) -> str:
    """Below the confusion matrix: how it is read."""
    return f"Down: true {target}. Across: what the model said. Press a number to see its rows."


def worst(n_labels: int) -> str:
    """Below the most frequent mistakes, which stand there when there are too many answers for a matrix."""
    return f"The most frequent mistakes among {n_labels:,} answers. Press a number to see its rows."


ROC = "Found against false alarms (ROC curve)"
PRECISION_RECALL = "Precision against recall"
PRECISION_AXIS = "Right when it says so (%)"


def area(auc: str) -> str:
    """Below the ROC curve, when there is nothing more to say of it."""
    return f"Area under the curve {auc}. Dashed: guessing, 0.5."


def average_precision(average: str) -> str:
    """Below the curve of precision against recall, when there is nothing more to say of it."""
    return f"Average precision {average}."


RESIDUALS = "Predicted against true"
RESIDUALS_READ = (
    "Each dot is a row it had never seen; press one to see its row. On the dashed line the prediction is exact."
)
FURTHEST = "See the rows furthest off"

# How it was chosen, and how sure it is

LEAVE_ONE_OUT = "Leave-one-out: each row is predicted without itself."
AXES = {"widths": "Width", "alphas": "Alpha"}
SEEDS_READ = "Higher is better; the dashed line is the median."
CALIBRATION = "How sure, and how often right"


def by_width(measure: str) -> str:
    """The chart of an error over the width of the hidden layer."""
    return f"{measure}, by width"


def by_alpha(measure: str) -> str:
    """The chart of an error over the penalty."""
    return f"{measure}, by alpha"


def by_seed(measure: str) -> str:
    """The chart of a score over random seeds."""
    return f"{measure}, by seed"


def chosen(error: str, setting: str) -> str:
    """Beside the dot of the setting that was chosen."""
    return f"{error} at {setting}"


# How it was obtained

HOW = "How it was done"
