"""The trainings of this visit on the Result page: the list, two of them side by side, and what is done with them."""

from __future__ import annotations

RUNS_TITLE = "Runs of this visit"
RUNS_CAPTION = "Trainings of this visit, the newest first"
RUN = "Run"
MODEL = "Model"
SCORE = "Score"
TIME = "Time"
ACTIONS = "What to do with it"
ON_THE_PAGE = "on the page"
GO_BACK = "Go back to it"
NO_LONGER_HELD = "no longer held"
COMPARE = "Compare"


def run_about(settings: str, table: str, *, is_stopped: bool) -> str:
    """Under a model's kind in the list: its settings, which may be empty, and the table that it learned from."""
    about = f"{settings}, from {table}" if settings else f"from {table}"
    return f"{about} (stopped early)" if is_stopped else about


def go_back_to(run: int) -> str:
    """The button that goes back to a run, for those who do not see its row."""
    return f"Go back to it: run {run}"


def compare_with_current(run: int) -> str:
    """The button that compares a run, for those who do not see its row."""
    return f"Compare run {run} with the one on the page"


# Two runs side by side

WHAT_DIFFERS = "What differs is marked"
DIFFERS = "(differs)"


def two_runs(first: int, second: int) -> str:
    """The heading of the comparison of two runs."""
    return f"Run {first} and run {second}"


def one_run(run: int) -> str:
    """The heading of a run's column."""
    return f"Run {run}"


# While it is worked on, and why not

COMPARING = "Comparing"
CANNOT_BE_KEPT = "This one cannot be kept."
ONE_OF_THE_KINDS = "one of the kinds of model"
CHANGED_SINCE = "The table or a setting was changed since."
TRAIN_THEN_KEEP = "Train again, then keep another."
TRAIN_AGAIN = "Train again."
NONE_OF_THESE_RUNS = "The model on the page is none of these runs."
GO_BACK_FIRST = "Go back to one of them first."


def going_back(run: int) -> str:
    """While an earlier run is made the model on the page again."""
    return f"Going back to run {run}"


def from_before_the_page(run: int) -> str:
    """That the settings of a run are gone: the page was loaded again since."""
    return f"Run {run} was made before the page was loaded."
