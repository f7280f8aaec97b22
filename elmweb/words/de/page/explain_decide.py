"""Where to draw the line between two answers, on the Result page: what each threshold does, and what it costs."""

from __future__ import annotations

from elmweb.words.de import _deutsch

WORKING_OUT = "Wo die Grenze liegen soll"
THRESHOLD = "Schwelle (%)"
COST_OF_FALSE_ALARM = "Fehlalarm kostet"
COST_OF_MISS = "Übersehener Fall kostet"

_EVERYWHERE = "im Formular, für neue Dateien und in allem, was gespeichert wird (Modell, ONNX, HTML-Seite und Skript)"


def say_from(answer: str) -> str:
    """The slider: from which probability the second of two answers is given."""
    return f"„{answer}“ sagen ab einer Wahrscheinlichkeit von (%)"


# What a threshold does

MATRIX = "Zeilen: tatsächliche Antwort. Spalten: was das Modell sagt."
RECALL = "Gefunden (Recall)"
COST_OF_ERRORS = "Kosten aller Fehler"
NOTHING_COSTS_LESS = "Keine andere Schwelle kostet bei diesen Zeilen weniger."
NONE_TO_COUNT = "keine Zeilen zum Zählen"


def precision(answer: str) -> str:
    """How often the model is right when it gives the second of two answers."""
    return f"Richtig, wenn es „{answer}“ sagt (Precision)"


def share(percent: str, part: int, whole: int) -> str:
    """How many rows of how many."""
    return f"{percent} % ({_deutsch.whole(part)} von {_deutsch.whole(whole)})"


def least_cost(cost: str, percent: int) -> str:
    """Which threshold costs least."""
    return f"Am wenigsten kostet bei diesen Zeilen eine Schwelle von {percent} %, nämlich {cost}."


def counted_on(rows: int) -> str:
    """What the counts are worth."""
    held = _deutsch.number_of(rows, "zurückgehaltenen Zeile", "zurückgehaltenen Zeilen")
    return (
        f"Gezählt bei {held}. Eine Schwelle, die nach ihnen gewählt ist, sieht dort etwas besser aus als bei anderen "
        "Zeilen."
    )


# Which one is in use


def in_use(answer: str, percent: int) -> str:
    """Where a chosen threshold counts."""
    return f"Das Modell sagt jetzt „{answer}“ ab einer Wahrscheinlichkeit von {percent} %: {_EVERYWHERE}."


EVEN_IN_USE = f"Das Modell gibt jetzt die wahrscheinlichere Antwort: {_EVERYWHERE}."


def use_instead(answer: str, percent: int) -> str:
    """Another threshold is in use than the one at the slider."""
    return (
        f"Das Modell sagt jetzt „{answer}“ ab einer Wahrscheinlichkeit von {percent} %. Stattdessen diese Schwelle "
        f"verwenden, {_EVERYWHERE}?"
    )


USE_INSTEAD_OF_EVEN = (
    f"Das Modell gibt jetzt die wahrscheinlichere Antwort. Stattdessen diese Schwelle verwenden, {_EVERYWHERE}?"
)
USE_EVEN = "Die wahrscheinlichere Antwort verwenden"


def use(percent: int) -> str:
    """The button that puts a threshold in use."""
    return f"{percent} % verwenden"


# The rows around it

ROW = "Zeile"
TRUE = "Tatsächlich"
SAID = "Laut Modell"


def probability_of(answer: str) -> str:
    """A column of the table."""
    return f"Wahrscheinlichkeit von „{answer}“ (%)"


def most_likely_first(answer: str) -> str:
    """The title of the rows."""
    return f"Zurückgehaltene Zeilen, zuerst die mit der höchsten Wahrscheinlichkeit von „{answer}“"


def listed(n: int, n_all: int) -> str:
    """How many rows are listed, and what bold answers mean."""
    shown = (
        f"Alle {_deutsch.whole(n_all)}."
        if n == n_all
        else (f"Die ersten {_deutsch.whole(n)} von {_deutsch.whole(n_all)}.")
    )
    return f"{shown} Fett gedruckte Antworten sind falsch."
