"""The trainings of this visit on the Result page: the list, two of them side by side, and what is done with them."""

from __future__ import annotations

RUNS_TITLE = "Durchläufe dieses Besuchs"
RUNS_CAPTION = "Trainings dieses Besuchs, die neuesten zuerst"
RUN = "Durchlauf"
MODEL = "Modell"
SCORE = "Güte"
TIME = "Zeit"
ACTIONS = "Was damit getan werden kann"
ON_THE_PAGE = "auf der Seite"
GO_BACK = "Dorthin zurück"
NO_LONGER_HELD = "nicht mehr vorhanden"
COMPARE = "Vergleichen"


def run_about(settings: str, table: str, *, is_stopped: bool) -> str:
    """Under a model's kind in the list: its settings, which may be empty, and the table that it learned from."""
    about = f"{settings}, aus {table}" if settings else f"aus {table}"
    return f"{about} (vorzeitig angehalten)" if is_stopped else about


def go_back_to(run: int) -> str:
    """The button that goes back to a run, for those who do not see its row."""
    return f"Dorthin zurück: Durchlauf {run}"


def compare_with_current(run: int) -> str:
    """The button that compares a run, for those who do not see its row."""
    return f"Durchlauf {run} mit dem auf der Seite vergleichen"


# Two runs side by side

WHAT_DIFFERS = "Unterschiede sind markiert"
DIFFERS = "(verschieden)"


def two_runs(first: int, second: int) -> str:
    """The heading of the comparison of two runs."""
    return f"Durchlauf {first} und Durchlauf {second}"


def one_run(run: int) -> str:
    """The heading of a run's column."""
    return f"Durchlauf {run}"


# While it is worked on, and why not

COMPARING = "Es wird verglichen"
CANNOT_BE_KEPT = "Dieses Modell lässt sich nicht behalten."
ONE_OF_THE_KINDS = "eine der Arten von Modell"
CHANGED_SINCE = "Die Tabelle oder eine Einstellung wurde inzwischen geändert."
TRAIN_THEN_KEEP = "Neu trainieren, dann ein anderes behalten."
TRAIN_AGAIN = "Neu trainieren."
NONE_OF_THESE_RUNS = "Das Modell auf der Seite gehört zu keinem dieser Durchläufe."
GO_BACK_FIRST = "Zuerst zu einem davon zurückgehen."


def going_back(run: int) -> str:
    """While an earlier run is made the model on the page again."""
    return f"Zurück zu Durchlauf {run}"


def from_before_the_page(run: int) -> str:
    """That the settings of a run are gone: the page was loaded again since."""
    return f"Durchlauf {run} stammt aus der Zeit, bevor die Seite geladen wurde."
