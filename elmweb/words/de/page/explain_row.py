"""The reasons on the Result page: questions about the row in the form, and rows of the table."""

from __future__ import annotations

from elmweb.words.de import _deutsch

# Questions about the row in the form

ASK_AGAIN = "Noch einmal fragen"
ANOTHER_ROW = "Im Formular steht jetzt eine andere Zeile."
EXPLAIN_PROBABILITY_OF = "Wahrscheinlichkeit erklären für"
MOST_PROBABLE = "die wahrscheinlichste Antwort"
TO_GET = "Gewünschte Antwort"
ANY_OTHER = "irgendeine andere Antwort"
MOVE_BY = "Um mindestens so viel ändern (unter 0: nach unten)"


def _rows(number: int) -> str:
    return _deutsch.number_of(number, "Zeile", "Zeilen")


def average_and_here(rows: int, target: str, average: str, here: str) -> str:
    """What the model predicts on average, and for this row; the target is a column or an answer."""
    return f"Im Mittel über {_rows(rows)} der Tabelle gibt das Modell für „{target}“ {average} an; hier {here}."


def most_for_and_against(up: str, down: str) -> str:
    """Which columns speak most for the prediction and against it; each may be empty."""
    if up and down:
        return f"„{up}“ erhöht das am meisten, „{down}“ senkt es am meisten."
    if up:
        return f"„{up}“ erhöht das am meisten."
    return f"„{down}“ senkt das am meisten." if down else "Keine Spalte ändert etwas daran."


def other_columns(n: int) -> str:
    """Columns that are not listed one by one, but have one bar together."""
    return "1 andere Spalte" if n == 1 else f"{_deutsch.whole(n)} andere Spalten zusammen"


def every_combination(sum_of_all: str, time: str) -> str:
    """How the shares of the columns were worked out where there are few."""
    return (
        f"Shapley-Werte über alle Kombinationen von Spalten. Ihre Summe ist der ganze Unterschied: {sum_of_all}. "
        f"Berechnet in {time}."
    )


def sampled_orders(orders: int, error: str, sum_of_all: str, time: str) -> str:
    """How the shares of the columns were worked out where there are many."""
    return (
        f"Shapley-Werte über {_deutsch.whole(orders)} zufällige Reihenfolgen der Spalten, Standardfehler höchstens "
        f"{error}. Ihre Summe ist der ganze Unterschied: {sum_of_all}. Berechnet in {time}."
    )


# What would change it

WHAT_A_CHANGE_IS = "So würde das Modell antworten; was dann wirklich geschähe, sagt es nicht."
_NO_CHANGE = "Keine Änderung von ein oder zwei Spalten auf Werte aus der Tabelle"


def no_change_gives(answer: str) -> str:
    """That no small change leads to an answer; it is empty for any other."""
    return f"{_NO_CHANGE} ergibt {f'„{answer}“' if answer else 'eine andere Antwort'}."


def no_change_moves(by: str, *, up: bool) -> str:
    """That no small change moves a predicted number so far."""
    return f"{_NO_CHANGE} {'erhöht' if up else 'senkt'} die Vorhersage um {by} oder mehr."


def changes_give(now: str, answer: str, rows: int) -> str:
    """What comes before the list of changes that lead to an answer; it is empty for any other."""
    aim = f"„{answer}“" if answer else "eine andere Antwort"
    return f"Jetzt {now}. Die kleinsten Änderungen, die {aim} ergeben, mit Werten, die in {_rows(rows)} vorkommen:"


def changes_move(now: str, by: str, rows: int, *, up: bool) -> str:
    """What comes before the list of changes that move a predicted number."""
    how = "erhöhen" if up else "senken"
    return (
        f"Jetzt {now}. Die kleinsten Änderungen, die die Vorhersage um {by} oder mehr {how}, mit Werten, die in "
        f"{_rows(rows)} vorkommen:"
    )


# Rows like it, and rows that moved it

NEW_GROUND = "Keine Zeile, aus der das Modell gelernt hat, ist in der Nähe: Hier betritt es Neuland."


def nearest_rows(rows: int) -> str:
    """Which rows are listed as like this one."""
    if rows == 1:
        return "Die einzige Zeile, aus der das Modell gelernt hat."
    return (
        f"Die nächsten der {_rows(rows)}, aus denen das Modell gelernt hat, nach allen Spalten, so wie das Modell sie "
        "sieht."
    )


def away(distance: str) -> str:
    """How far a row is from the one in the form."""
    return f"{distance} entfernt"


def usual_distance(distance: str) -> str:
    """What a distance is to be compared with."""
    return f"95 % der Zeilen haben eine andere im Abstand von höchstens {distance}."


def single_rows_moved_it(target: str, value: str, rows: int) -> str:
    """What comes before the rows that moved the prediction; the target is a column or an answer."""
    return (
        f"Das Modell gibt für „{target}“ {value} an. Von den {_deutsch.whole(rows)} Zeilen, aus denen es gelernt hat, "
        "haben diese das am stärksten verschoben, jeweils um die Zahl daneben:"
    )


MOVED_BY = (
    "Jede Zahl ist der Unterschied zum selben Modell, das ohne diese Zeile angepasst ist (Leave-one-out, in "
    "geschlossener Form)."
)

# Rows of the table

USE = "Ins Formular"
LOOKING_FOR_ROWS = "Die Zeilen werden gesucht"
NONE = "Es gibt keine."
ANSWER = "Antwort"
ROW = "Zeile"
MODEL_SAID = "Laut Modell"


def row(number: int) -> str:
    """The number of a row, beside its answer."""
    return f"Zeile {_deutsch.whole(number)}"


def true(target: str) -> str:
    """The column of the true answers; the target is the name of a column."""
    return f"{target}, tatsächlich"


def rows_are_listed(n: int, n_all: int) -> str:
    """What a screen reader says when rows are listed."""
    return f"Aufgelistet: {_deutsch.whole(n)} von {_rows(n_all)}."


def rows_that_are(true: str, said: str) -> str:
    """The title of the rows in one cell of the confusion matrix."""
    if true == said:
        return f"Zeilen mit „{true}“, vom Modell richtig erkannt"
    return f"Zeilen mit „{true}“, laut Modell aber „{said}“"


ROW_OF_POINT = "Die Zeile zu diesem Punkt"


def furthest_off(target: str) -> str:
    """The title of the rows with the largest errors; the target is the name of a column."""
    return f"Zeilen mit den größten Fehlern bei {target}"


def surest_first(n: int, n_all: int) -> str:
    """How the rows of a cell are sorted, and whether all are listed."""
    if n == n_all:
        return "Die sichersten Vorhersagen zuerst."
    return f"Die ersten {_deutsch.whole(n)} von {_deutsch.whole(n_all)}, die sichersten Vorhersagen zuerst."


def furthest_first(n: int, n_all: int) -> str:
    """How rows are sorted by their error, and whether all are listed."""
    if n == n_all:
        return "Der größte Fehler zuerst."
    return f"Die ersten {_deutsch.whole(n)} von {_deutsch.whole(n_all)}, der größte Fehler zuerst."


# A row is put in the form

NOT_LISTED = "Diese Zeile steht nicht mehr in der Liste."
ASK_FOR_IT_AGAIN = "Noch einmal fragen."
CHANGED_ROW_IN_FORM = "Die geänderte Zeile steht im Formular."


def row_in_form(number: int, empty: str) -> str:
    """Which row was put in the form, and which columns it has no value for; there may be none."""
    said = f"Zeile {_deutsch.whole(number)} der Tabelle steht im Formular."
    return f"{said} Kein Wert für: {empty}." if empty else said
