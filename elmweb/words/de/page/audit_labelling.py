"""What to label next: the row on top, and the order of the queue beside random order."""

from __future__ import annotations

from elmweb.words.de import _deutsch

VALUE = "Wert dieser Zeile"


def _labelled(n_answered: int, n_left: int) -> str:
    rows = _deutsch.number_of(n_answered, "Zeile", "Zeilen")
    return f"{rows} beantwortet, {_deutsch.whole(n_left)} übrig"


def _held(n_held: int) -> str:
    return _deutsch.number_of(n_held, "zurückgehaltenen Zeile", "zurückgehaltenen Zeilen")


def status_of_numbers(n_answered: int, n_left: int, now: str, before: str, n_held: int) -> str:
    """How many rows are labelled, and the average error now and before."""
    return f"{_labelled(n_answered, n_left)}; im Mittel um {now} daneben bei {_held(n_held)}, vorher um {before}."


def status_of_classes(n_answered: int, n_left: int, n_now: int, n_before: int, n_held: int) -> str:
    """How many rows are labelled, and on how many the model is right now and before."""
    return (
        f"{_labelled(n_answered, n_left)}; richtig bei {_deutsch.whole(n_now)} von {_held(n_held)}, vorher bei "
        f"{_deutsch.whole(n_before)}."
    )


# The row on top

ROWS_TO_LABEL = "Zeilen ohne Antwort"
NO_ROW_LEFT = "Keine Zeile ist übrig."
SKIP = "Überspringen"
WHERE_LABELS_GO = (
    "Die Antworten werden mit den Korrekturen gespeichert, und das nächste Training lernt aus ihnen. Zeilen, die hier "
    "beantwortet werden, sind nie unter den zurückgehaltenen."
)


def row_to_label(number: int) -> str:
    """What the row on top is, for a screen reader."""
    return f"Zeile {_deutsch.whole(number)}, noch ohne Antwort"


def empty_number(target: str, expected: str) -> str:
    """That a row has no answer, and the number that the model expects."""
    return f"{target} ist leer; das Modell erwartet {expected}."


def empty_class(target: str, expected: str, percent: str) -> str:
    """That a row has no answer, and the class that the model expects, with its probability."""
    return f"{target} ist leer; das Modell erwartet <b>{expected}</b> ({percent} %)."


# The order of the queue beside random order

IS_IT_BETTER = "Ist diese Reihenfolge hier besser als eine zufällige?"
CURVE_CAPTION = "Güte nach der Zahl der Antworten"
ANSWERS = "Antworten"
QUEUE = "Diese Reihenfolge"
RANDOM = "Zufällig"


def curve_how(score_name: str, n_held: int, n_draws: int) -> str:
    """Under the table: how it was measured, with the rows that have an answer already."""
    return (
        f"{score_name} bei {_held(n_held)}. Dazu wurden Antworten, die in der Tabelle stehen, eine nach der anderen "
        f"gegeben; Mittel aus {_deutsch.number_of(n_draws, 'Ziehung', 'Ziehungen')}."
    )
