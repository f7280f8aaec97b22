"""What was done to the rows of a table before training, and how they were divided."""

from __future__ import annotations

from elmweb.words.de import _deutsch


def _left_out(n_rows: int, which: str) -> str:
    are = "wird" if n_rows == 1 else "werden"
    return f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} {which} {are} weggelassen."


def without_answer(n_rows: int) -> str:
    """Rows that nothing can be learned from."""
    return _left_out(n_rows, "ohne Antwort")


def without_value(n_rows: int, column: str) -> str:
    """Rows with a gap in a column, where gaps are not filled."""
    return _left_out(n_rows, f"ohne Wert in „{column}“")


def with_rare_answer(n_rows: int) -> str:
    """Rows with an answer that few have."""
    return _left_out(n_rows, "mit einer zu seltenen Antwort")


def with_unknown_answer(n_rows: int) -> str:
    """Rows to test on whose answer is in no row to learn from."""
    return _left_out(n_rows, "mit einer Antwort, die in keiner Zeile zum Lernen steht,")


def copies(n_rows: int) -> str:
    """Rows that are the same as others."""
    if n_rows == 1:
        return "1 genaue Kopie einer anderen Zeile wird weggelassen."
    return f"{_deutsch.whole(n_rows)} genaue Kopien anderer Zeilen werden weggelassen."


def picked(n_used: int, n_rows: int) -> str:
    """That there are more rows than are used."""
    return f"Benutzt werden {_deutsch.whole(n_used)} von {_deutsch.whole(n_rows)} Zeilen, zufällig gewählt."


def corrected(n_rows: int) -> str:
    """Rows whose answer was changed."""
    return f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} auf dieser Seite korrigiert."


def taken_out(n_rows: int) -> str:
    """Rows that are not used any more."""
    return f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} auf dieser Seite herausgenommen."


def answered(n_rows: int) -> str:
    """Rows that had no answer before."""
    return f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} ohne Antwort auf dieser Seite beantwortet."


# The rows to test on

DRAWN = "Sie wurden zufällig gezogen."
"""How the rows to test on were chosen."""
LAST_OF_THE_TABLE = "Es sind die letzten der Tabelle. Das Modell hat aus denen davor gelernt."


def whole_groups(n_test: int, n_groups: int, names: str) -> str:
    """The same where the rows of, say, one person are kept together; names of columns, in quotes."""
    return (
        f"Es sind alle Zeilen mit {_deutsch.whole(n_test)} von {_deutsch.whole(n_groups)} Werten von {names}, zufällig "
        "gezogen. Kein Wert steht auf beiden Seiten."
    )


def last_in_time(names: str) -> str:
    """How they were chosen where a column says the time."""
    return f"Es sind die letzten nach {names}. Das Modell hat aus denen davor gelernt."
