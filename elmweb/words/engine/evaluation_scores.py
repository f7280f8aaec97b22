"""What is measured on the rows kept back: the methods that are compared, scores, curves, and scores of groups."""

from __future__ import annotations

from elmweb.formatting import count

SCORE_NAMES = {
    "binary": "Accuracy (%)",
    "multiclass": "Accuracy (%)",
    "multilabel": "Labels right (%)",
    "regression": "Off by, on average",
}
"""The score of each task."""

# The methods that a model is compared with

ALWAYS_THE_MEDIAN = "Always the median"
ALWAYS_THE_MOST_COMMON = "Always the most common answers"
RIDGE = "Ridge regression"


def always(answer: str) -> str:
    """The method that gives one answer to every row."""
    return f"Always {answer}"


# While they are scored

PREDICTING = "Predicting the held-out rows"
RANKING = "Ranking the columns"


def comparing(name: str) -> str:
    """Which method is fitted and scored."""
    return f"Comparing: {name}"


# Curves and tables


def other_classes(number: int) -> str:
    """In place of the rarest classes, which are counted together."""
    return f"({number} other classes)"


def ranked_higher(answer: str, pairs: str, auc: str) -> str:
    """What the area under the ROC curve means."""
    return (
        f"Given one row that is {answer} and one that is not, the model ranks the first higher {pairs} times in 100 "
        f"(AUC {auc})."
    )


def share_of_answer(answer: str, in_100: str) -> str:
    """How rare the answer is whose precision is drawn."""
    return f"{answer} is the answer in {in_100} of 100 rows; guessing gives a flat line."


def too_few_to_calibrate(number: int, *, labels: bool) -> str:
    """Why it is not said how far the model's probabilities can be trusted."""
    things = count(number, "held-out label" if labels else "held-out row")
    return f"Only {things}: too few to test how sure the model may be."


def calibration(sure: str, right: str, gap: str, before: str, *, labels: bool) -> str:
    """How far the model's probabilities can be trusted."""
    points = "percentage point" if gap == "1" else "percentage points"
    return (
        f"On average it says {sure} % sure, and is right on {right} %. "
        f"Over groups of equally sure {'labels' if labels else 'rows'} the gap is {gap} {points}; "
        f"before calibration it was {before}."
    )


# Further scores: a name and a sentence for each, beside the number

WHOLE_ROWS = "Whole rows right"
F1 = "F1"
MEAN_OVER_LABELS = "The mean over the labels; 1 is best."
BALANCED = "Balanced"
LOG_LOSS = "Log loss"
ROOT_MEAN_SQUARED_ERROR = "Root mean squared error"
LARGE_ERRORS_WEIGH_MORE = "Large errors weigh more in it than in the average error."
R2 = "R2"


def whole_rows(in_100: str) -> str:
    """Rows with every label right."""
    return f"All labels right on {in_100} of 100 rows."


def balanced(in_100: str) -> str:
    """The mean of the accuracies of the classes."""
    return f"Each class counted the same: right on {in_100} of 100."


def log_loss(of_equal_chances: str) -> str:
    """What the log loss is to be compared with: that of equal probabilities."""
    return f"Less is better. Always saying equal chances gives {of_equal_chances}."


def r2(value: str, explained: str) -> str:
    """R2, with the percentage of the variance that is explained."""
    return f"R2 is {value}: it explains {explained} % of the squared differences."


def r2_below_0(value: str) -> str:
    """R2 of a model that is worse than the mean."""
    return f"R2 is {value}, below 0: on squared errors it is worse than always saying the mean."


# Groups of rows

MISSING = "missing"
_THIRDS = {"low": "low", "middle": "middle", "high": "high"}


def other_values(number: int) -> str:
    """The group of all rare values of a column."""
    return count(number, "other value")


def third(which: str, low: str, high: str) -> str:
    """A third of the rows by a column of numbers, with the smallest and the largest of them."""
    return f"{_THIRDS[which]}, {low}" if low == high else f"{_THIRDS[which]}, {low} to {high}"
