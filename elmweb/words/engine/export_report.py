"""The report of a model, on one page to print."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

DATA = "Data"
MODEL = "Model"
LIMITS = "Limits"


def page_title(title: str) -> str:
    """The title of the page, where a browser shows it."""
    return f"Report: {title}"


def predict(targets: Sequence[str]) -> str:
    """The heading."""
    return f"Predict {listed(targets)}"


def report_of(day: str) -> str:
    """Above the heading; the day may be empty."""
    return f"Report of a model, {day}" if day else "Report of a model"


def beside_simpler(score: str) -> str:
    """The heading of the scores."""
    return f"{score} beside simpler models, with 95 % ranges"


def made_with(version: str) -> str:
    """The last line."""
    return f"Made with elmweb {version} on the device of the person who trained it."


# What the model was made from

FACTS_OF_DATA = {
    "table": "Table",
    "size": "Size",
    "predicts": "Predicts",
    "from": "From",
    "rows": "Rows",
    "source": "Source",
    "licence": "Licence of the data",
}


def size(n_rows: int, n_columns: int) -> str:
    """How large the table is."""
    return f"{count(n_rows, 'row')}, {count(n_columns, 'column')}"


def targets(names: Sequence[str]) -> str:
    """The columns that are predicted."""
    return listed(names)


def columns(names: Sequence[str], most: int) -> str:
    """The columns that it is predicted from, of which so many are named."""
    return f"{count(len(names), 'column')}: {listed(names, most=most)}"


def rows(n_train: int, n_test: int, how: str) -> str:
    """Which rows are learned from; how they were split may follow, as sentences of its own."""
    return f"{n_train:,} rows to learn from, {n_test:,} kept back to score it. {how}".strip()


# What the model is

FACTS_OF_MODEL = {
    "kind": "Kind",
    "units": "Hidden units",
    "alpha": "Ridge penalty",
    "time": "Trained in",
    "refit": "Learned from",
    "answers": "Answers",
}


def all_rows(number: int) -> str:
    """What the model that is kept learned from."""
    return f"all {number:,} rows, after it was scored"


# Scores and mistakes

NO_SCORES = "No scores were saved with this model."
EACH_LABEL = "Each label"
LABEL = "Label"
ACCURACY = "Accuracy (%)"
F1 = "F1"
TRUE_SAID_ROWS = ("True", "Said", "Rows")
WHERE_WRONG = "Where it goes wrong"
TRUE = "true"
"""The name of an axis: the true numbers."""
SAID = "said"
"""The name of an axis: what the model said."""
ALL_KEPT_BACK = "All rows kept back. On the dashed line the prediction is exact."
PREDICTED_OVER_TRUE = "Predicted over true numbers"


def predicted_against_true(target: str) -> str:
    """The heading of a picture with a dot for each row."""
    return f"Predicted against true {target}"


def some_kept_back(n_rows: int, n_all: int) -> str:
    """Below it, where only some rows are drawn."""
    return f"{count(n_rows, 'row')} of {n_all:,} kept back. On the dashed line the prediction is exact."


def most_frequent(n_answers: int) -> str:
    """The heading where there are too many answers for a matrix."""
    return f"Most frequent mistakes among {n_answers} answers"


def down_and_across(target: str) -> str:
    """Below the matrix."""
    return f"Down: true {target}. Across: what the model said, the more probable answer."


# Which columns matter

WHICH_MATTER = "Which columns matter"


def lost_points(n_rows: int, n_times: int) -> str:
    """Below the bars, for answers."""
    return (
        f"What is lost (points of the true answer's probability) when one column is shuffled on {count(n_rows, 'row')} "
        f"kept back, {n_times} times; the line is the range of the shuffles."
    )


def lost_error(n_rows: int, n_times: int) -> str:
    """Below the bars, for numbers."""
    return (
        f"What is lost (of the mean error) when one column is shuffled on {count(n_rows, 'row')} kept back, {n_times} "
        "times; the line is the range of the shuffles."
    )


# Limits

OTHER_ROWS = "Rows from another time, place or source may differ, and then the score does not hold."
NOT_CAUSES = "It has learned what goes together in the table, not what causes what."
RANGE = "The range of a prediction holds 9 of 10 rows like those of the table, not of others."
MORE_PROBABLE = "The score is that of the more probable answer. With the line that was chosen it is another."
NOT_MEASURED = "Which columns matter was not measured for this report."


def same_table(n_rows: int) -> str:
    """What the scores are counted on."""
    return f"All scores are counted on {count(n_rows, 'row')} of the same table."


def own_estimate(calibration: str) -> str:
    """What a probability is; how good it is may follow, as a sentence of its own."""
    return f"A probability is the model's own estimate. {calibration}".strip()


def stopped(step: int, steps: int) -> str:
    """That the training was stopped."""
    return f"Training was stopped at {step} of {steps} settings; the best so far was kept."


def worse_where(groups: Sequence[str], most: int) -> str:
    """The groups of rows for which it is worse; each is a column and what it holds."""
    return f"It is worse than usual where {listed(groups, most=most)}."
