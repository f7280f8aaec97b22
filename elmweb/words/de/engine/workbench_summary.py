"""What is said of a table before training: the tasks it allows, and its answers."""

from __future__ import annotations

from elmweb.words.de import _deutsch

TASKS = {
    "binary": "Eine von zwei Kategorien",
    "multiclass": "Eine von mehreren Kategorien",
    "regression": "Eine Zahl",
    "multilabel": "Mehrmals ja oder nein",
}
"""What each task is called."""

# Why a task is impossible

SEVERAL_COLUMNS = "Es sind mehrere Spalten gewählt, also bekommt jede ihr eigenes Ja oder Nein."
CHOOSE_SEVERAL = "Dafür mehrere Spalten wählen."


def not_two(column: str, number: int) -> str:
    """A column with too many or too few values."""
    return f"{column} hat {_deutsch.number_of(number, 'verschiedenen Wert', 'verschiedene Werte')}, nicht 2."


def too_few(column: str, number: int) -> str:
    """A column with too few values."""
    return f"{column} hat nur {_deutsch.number_of(number, 'verschiedenen Wert', 'verschiedene Werte')}."


def holds_text(column: str) -> str:
    """A column that is no number."""
    return f"{column} enthält Text."


# What will be learned

A_CATEGORY = "Die Antwort ist eine Kategorie: Vorhergesagt wird eine davon (Klassifikation)."
TWO_ANSWERS = "Zwei mögliche Antworten: Vorhergesagt wird eine davon, mit ihrer Wahrscheinlichkeit (Klassifikation)."


def labels(number: int) -> str:
    """Several columns of yes or no."""
    return (
        f"{_deutsch.number_of(number, 'Spalte', 'Spalten')}: Jede Zeile bekommt für jede ein Ja oder Nein "
        "(mehrere Labels)."
    )


def a_number(column: str) -> str:
    """A column of numbers."""
    return f"Die Antwort {column} ist eine Größe: Vorhergesagt wird eine Zahl (Regression)."


def several_answers(number: int) -> str:
    """A column with one, or three and more, different answers."""
    if number == 1:
        return "Eine mögliche Antwort: Vorhergesagt wird diese (Klassifikation)."
    spelled = {3: "Drei", 4: "Vier", 5: "Fünf", 6: "Sechs", 7: "Sieben", 8: "Acht", 9: "Neun", 10: "Zehn"}
    return (
        f"{spelled.get(number, _deutsch.whole(number))} mögliche Antworten: Vorhergesagt wird eine davon "
        "(Klassifikation)."
    )


# What guessing would score


def always_the_median(median: str, off: str) -> str:
    """Of a number."""
    return f"Wer stets den mittleren Wert (Median) {median} sagt, liegt im Mittel um {off} daneben."


def always_the_most_common(right: str) -> str:
    """Of several labels."""
    return f"Wer stets die häufigste Antwort jeder Spalte sagt, liegt bei {right} von 100 Labels richtig."


def always(answer: str, right: str) -> str:
    """Of a category."""
    return f"Wer stets {answer} sagt, liegt bei {right} von 100 Zeilen richtig."
