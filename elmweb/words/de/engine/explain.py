"""Why a prediction cannot be explained in the way that was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# The effect of a column

WITH_AN_ORDER = "eine Spalte mit Zahlen, Kategorien oder Datum"
TEXTS = "Texte"
EXAMPLES = "Beispiele"
SEE_WHY = "„Warum diese Antwort“ drücken, um zu sehen, was ein Text zu einer Vorhersage beiträgt."
TWO_VALUES = "mindestens zwei Werte"
NO_VALUE = "keiner"


def holds_examples(column: str) -> str:
    """Photos or clips cannot be varied."""
    return f"„{column}“ enthält Beispiele. Sie haben keine Reihenfolge, in der man sie verändern könnte."


def holds_texts(column: str) -> str:
    """Neither can texts."""
    return f"„{column}“ enthält Texte. Sie haben keine Reihenfolge, in der man sie verändern könnte."


def single_value(column: str) -> str:
    """Nor what is the same everywhere."""
    return f"„{column}“ hat in den Zeilen, aus denen gelernt wurde, nur einen einzigen Wert."


# The pull of single rows

TAKES_TOO_LONG = "Zu berechnen, wie stark einzelne Zeilen an diesem Modell ziehen, dauert zu lange."
NO_PULL = "Wie stark einzelne Zeilen an diesem Modell ziehen, lässt sich nicht berechnen."
IN_CLOSED_FORM = (
    "ein Modell in geschlossener Form, das aus genau diesen Zeilen gelernt hat, etwa ELM, RVFL oder Kernel-ELM"
)
SHOW_ROWS_LIKE_IT = "Ähnliche Zeilen lassen sich trotzdem zeigen."


def kernel_between(number: int) -> str:
    """How many rows a kernel may be between."""
    return f"ein Kernel zwischen höchstens {_deutsch.number_of(number, 'Zeile', 'Zeilen')}"


def n_rows(number: int) -> str:
    """How many there are."""
    return _deutsch.number_of(number, "Zeile", "Zeilen")


# Columns and answers

ITS_COLUMNS = "eine seiner Spalten"
CHOOSE_A_COLUMN = "Eine Spalte aus der Liste wählen."


def no_column(name: str) -> str:
    """A column that the model does not use."""
    return f"Das Modell verwendet keine Spalte „{name}“."


def never_answers(name: str) -> str:
    """An answer that the model does not know."""
    return f"Das Modell antwortet nie „{name}“."


def one_of(names: Sequence[str]) -> str:
    """The answers that it knows."""
    return f"eine von {', '.join(names)}"
