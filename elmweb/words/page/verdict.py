"""The head of the Result page: whether the model is any good, and the models it is compared with."""

from __future__ import annotations

from collections.abc import Sequence

CHANGED_SINCE = 'The table or a setting was changed since. <a href="#/train">Train again</a> to bring this up to date.'


def about(targets: str, table: str) -> str:
    """What was predicted, and in which table; the name of a table may be empty."""
    return f"{targets}, from {table}" if table else targets


def back_to_before(number: str) -> str:
    """The button that takes back a result that was stopped."""
    return f"Back to the result before, {number}"


def stopped(step: int, steps: int) -> str:
    """How far a search came that was stopped."""
    return f"Stopped at {step} of {steps} settings. The best so far is kept."


def learned_from_all(n_train: int, n_all: int) -> str:
    """Which model was judged, and which one is tried and saved."""
    return (
        f"That is the score of a model that learned from {n_train:,} rows and never saw the others. "
        f"The one you try and save here has the same settings, and learned from all {n_all:,}."
    )


def learns_from_all(n_train: int, n_all: int) -> str:
    """The same, while the second is on its way."""
    return (
        f"That is the score of a model that learned from {n_train:,} rows and never saw the others. "
        f"The one you try and save here has the same settings, and is learning from all {n_all:,} now."
    )


LEARN_FROM_ALL = "Learn from all rows"


def learned_from_some(n_train: int, n_all: int) -> str:
    """That the model that was judged is also the one that is tried and saved, because the second was stopped."""
    return (
        f"That is the score of this model, which learned from {n_train:,} rows and never saw the others. "
        f"It did not go on to learn from all {n_all:,}."
    )


def threshold_chosen(positive: str, percent: str) -> str:
    """That another probability than one half decides."""
    return (
        f"{positive} is said from a probability of {percent} % up, as you chose. "
        "The scores here are those of the more probable answer."
    )


def from_saved(name: str, *, has_scores: bool) -> str:
    """Where a model that was not trained here comes from."""
    scores = " The scores are those it was saved with." if has_scores else ""
    return f"From the saved model {name}.{scores}"


def about_another_table(open_table: str) -> str:
    """That the result is not about the table that is open."""
    return f'{open_table} is open now, and this is not about it. <a href="#/train">Train on it</a> to get its result.'


# The comparison

COMPARE_BOOSTING = "Compare with gradient boosting too"
KEEP = "Keep this one"
MODEL = "Model"
SCORE_AND_RANGE = "Score and range"
RANKING = "Ranking (AUC)"
FIT = "Fit"
SEARCH = "Search"
SCORES_CAPTION = "Scores on the rows kept back"
TIMES = (
    "Fit: learning with the settings that were chosen, and predicting. Search: preparing columns and trying settings."
)
WHAT_KEEPING_DOES = "The one you keep learns once more, from the same rows, and is then tried, saved and used here."
MORE_NUMBERS = "More numbers"


def score_with_range(score: str) -> str:
    """The title of the chart of the scores."""
    return f"{score}, with 95 % range"


def score_chart(title: str, scores: Sequence[tuple[str, str]]) -> str:
    """The chart of the scores for those who do not see it: each method and its score."""
    return f"Chart. {title}. {'; '.join(f'{name} {score}' for name, score in scores)}."


def keep(name: str) -> str:
    """The button of one method, for those who do not see its row."""
    return f"Keep this one: {name}"
