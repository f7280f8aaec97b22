"""What can be asked about a model, and reasons for the rows of a file."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# Questions

NO_SUCH_QUESTION = "Diese Frage gibt es nicht."


def one_of(names: Sequence[str]) -> str:
    """The questions there are."""
    return f"eine von {', '.join(names)}"


NO_ROWS = (
    "Ein gespeichertes Modell hat keine Zeilen bei sich, und Gründe werden durch den Vergleich von Zeilen berechnet."
)
ITS_TABLE = "die Tabelle, mit der es trainiert wurde"
FROM_A_FILE = "ein Modell aus einer Datei"
OPEN_ITS_TABLE = "Seine Tabelle öffnen und neu trainieren."
NO_SUCH_COLUMN = "Eine solche Spalte hat die Tabelle nicht."
A_COLUMN = "eine Spalte der Tabelle"
NO_LABEL = "keine"
"""In place of the names of labels where a row has none."""
ANOTHER_ANSWER = "eine andere Antwort"
CHOOSE_ANOTHER = "Eine andere Antwort wählen."
CANNOT_BE_MOVED = "Um diesen Betrag lässt sich die Vorhersage nicht verschieben."
AN_AMOUNT = "eine Zahl über oder unter 0"
TAKES_TOO_LONG = "Zu berechnen, wie stark einzelne Zeilen an diesem Modell ziehen, dauert zu lange."
SHOW_ROWS_LIKE_IT = "Ähnliche Zeilen lassen sich trotzdem zeigen."
NO_LINE = "Hier gibt es keine Schwelle zu wählen."
TWO_ANSWERS = "eine Spalte mit zwei Antworten"
NO_COST = "So viel kann ein Fehler nicht kosten."
A_COST = "eine Zahl, 0 oder größer"


def answers_it_already(answer: str) -> str:
    """That nothing need be changed."""
    return f"Das Modell antwortet schon „{answer}“."


def at_most_learned(number: int) -> str:
    """How many rows it may have learned from."""
    return f"höchstens {_deutsch.number_of(number, 'Zeile', 'Zeilen')}, aus denen es gelernt hat"


def n_rows(number: int) -> str:
    """How many there are."""
    return _deutsch.number_of(number, "Zeile", "Zeilen")


# Reasons in a file, each in a cell

MISSING = "fehlt"
OF_A_NUMBER = (
    "Gründe: was jede Spalte zu der Zahl beiträgt, verglichen mit 16 Zeilen, aus denen gelernt wurde (Shapley-Werte)."
)
OF_A_PROBABILITY = (
    "Gründe: was jede Spalte zur Wahrscheinlichkeit der Antwort beiträgt, verglichen mit 16 Zeilen, aus denen gelernt "
    "wurde (Shapley-Werte)."
)


def others_together(number: int) -> str:
    """Columns that count as one."""
    if number == 1:
        return "1 andere Spalte"
    return f"{_deutsch.whole(number)} andere Spalten zusammen"


def sampled(error: str) -> str:
    """How exact the reasons are."""
    return f"Sie sind aus Stichproben geschätzt: Der Standardfehler beträgt im Median {error}."


def counted_as_one(number: int) -> str:
    """How many columns count as one."""
    if number == 1:
        return "1 Spalte, die weniger ausmacht, zählt als eine."
    return f"{_deutsch.whole(number)} Spalten, die weniger ausmachen, zählen als eine."
