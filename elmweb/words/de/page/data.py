"""The open table: its first rows, and what to check in it."""

from __future__ import annotations

from elmweb.words.de import _deutsch

TO_CHECK = "Zu prüfen"
"""The heading while the columns are looked at."""
ANOTHER = "Andere Tabelle verwenden"


def size(n_rows: int, n_columns: int, n_bytes: str, seconds: str) -> str:
    """Below the name of the table."""
    rows, columns = _deutsch.number_of(n_rows, "Zeile", "Zeilen"), _deutsch.number_of(n_columns, "Spalte", "Spalten")
    return f"{rows}, {columns}, {n_bytes}. Gelesen in {seconds}."


def is_a(column: str) -> str:
    """The label of the list of what a column can be, such as "number" or "left out"."""
    return f"{column} ist"


def first_rows(rows: int, n_rows: int, columns: int, n_columns: int, *, scrolls: bool) -> str:
    """Below the first rows: what part of the table they are, and whether it must be scrolled."""
    if rows < n_rows:
        first = "Die erste" if rows == 1 else f"Die ersten {_deutsch.whole(rows)}"
        first += f" von {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')}"
    else:
        first = "Die einzige Zeile" if n_rows == 1 else f"Alle {_deutsch.whole(n_rows)} Zeilen"
    cut = f" und {_deutsch.whole(columns)} von {_deutsch.whole(n_columns)} Spalten" if columns < n_columns else ""
    scroll = " Um den Rest zu sehen, in der Tabelle scrollen." if scrolls else ""
    return f"{first}{cut}.{scroll} Den Namen einer Spalte drücken, um zu ändern, was sie ist."


# Above and in the cells of the table

ANSWER = "Antwort"
"""Below the name of a column that is predicted."""


def caption(table: str) -> str:
    """What the table is, for screen readers."""
    return f"Erste Zeilen von {table}"


def kinds(number: int, *, exact: bool) -> str:
    """How many different values a column holds, perhaps estimated."""
    values = _deutsch.number_of(number, "Wert", "verschiedene Werte")
    return values if exact else f"rund {values}"


def missing(percent: str, *, exact: bool) -> str:
    """What share of a column is missing, perhaps estimated."""
    return f"{percent} % fehlen" if exact else f"rund {percent} % fehlen"
