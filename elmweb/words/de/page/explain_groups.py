"""Whether the model is as good for everybody, on the Result page: its score by the values of a column."""

from __future__ import annotations

from elmweb.words.de import _deutsch

COMPARE_BY = "Vergleichen nach"
COMPARING = "Gruppen werden verglichen"
NOT_LEARNED = "Aus dieser Spalte lernt das Modell nicht."


def scores_by(column: str) -> str:
    """The name of the table."""
    return f"Güte nach {column}"


def scores_are_listed(column: str) -> str:
    """What a screen reader says when the table is there."""
    return f"Die Güte nach {column} ist aufgelistet."


# The table

ROWS = "Zeilen"
AVERAGE_ERROR = "Mittlerer Fehler"
LABELS_RIGHT = "Richtige Labels (%)"
ACCURACY = "Trefferquote (%)"
FINDS = "Findet es"
FALSE_ALARMS = "Fehlalarme"
TOO_FEW = "zu wenige"
ALL_ROWS = "Alle Zeilen"


def says(answer: str) -> str:
    """The column of how often the model gives the second of two answers."""
    return f"Sagt {answer}"


# What the difference is worth

TOO_FEW_GROUPS = "Es gibt keine zwei Gruppen mit genug Zeilen für einen Vergleich."
ALL_EQUAL = "In allen Gruppen ist die Güte gleich."


def right(best: str, percent_best: str, worst: str, percent_worst: str, *, is_clear: bool) -> str:
    """Between which groups the accuracy differs most."""
    return f"{best}: {percent_best} % richtig; {worst}: {percent_worst} % richtig. {_worth(is_clear=is_clear)}"


def off_by(best: str, error_best: str, worst: str, error_worst: str, *, is_clear: bool) -> str:
    """Between which groups the average error differs most."""
    return f"{best}: um {error_best} daneben; {worst}: um {error_worst} daneben. {_worth(is_clear=is_clear)}"


def _worth(*, is_clear: bool) -> str:
    if is_clear:
        return "Das ist bei so vielen Zeilen mehr, als der Zufall allein erwarten lässt."
    return "Bei so vielen Zeilen kann ein Unterschied dieser Größe Zufall sein."


def counted_on(rows: int) -> str:
    """What the scores are."""
    return (
        f"Gezählt bei {_deutsch.number_of(rows, 'Zeile', 'Zeilen')}, die das bewertete Modell nie gesehen hat. Die "
        "Bereiche enthalten den wahren Wert in 95 % der Fälle (Konfidenzintervalle). Bei Gruppen mit weniger als fünf "
        "Zeilen wird keine Güte angegeben."
    )


def rates(yes: str, no: str) -> str:
    """What the columns of two answers are."""
    return (
        f"Die Spalten rechts stehen in Prozent: wie oft das Modell „{yes}“ sagt; wie viele der Zeilen, die „{yes}“ "
        f"sind, es findet (Recall); bei wie vielen der Zeilen, die „{no}“ sind, es falschen Alarm gibt."
    )


WHAT_IS_FAIR = (
    "Gleiche Güte ist eine Bedeutung von „fair“. Andere können dem widersprechen, etwa dass jede Antwort in "
    "jeder Gruppe gleich oft gegeben wird."
)
