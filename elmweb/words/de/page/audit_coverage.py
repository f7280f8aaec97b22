"""What the model does not know: how often the true answer is among those given, and rows unlike any it knows."""

from __future__ import annotations

from elmweb.words.de import _deutsch

LEVEL = "Abdeckung: wie oft die richtige Antwort unter den genannten sein muss (%)"

# What was asked for and what was measured

ASKED_FOR = "Verlangt"
COUNTED = "Gezählt"
WIDTH = "Breite des Intervalls"
INFINITELY_WIDE = "unendlich: Dafür gibt es zu wenige Zeilen"
ANSWERS_GIVEN = "Genannte Antworten, im Mittel"
SINGLE_ANSWER = "Zeilen mit nur einer Antwort"
UNLIKE_ANY = "Keiner gelernten Zeile ähnlich"
IN_BRACKETS = "In Klammern: das Konfidenzintervall von 95 % für so viele Zeilen."
AT_LEAST_ONE = (
    "Mindestens eine Antwort wird immer genannt. Deshalb liegt ein gutes Modell über der eingestellten Abdeckung."
)
WHAT_UNLIKE_MEANS = (
    "Keiner ähnlich heißt: weiter von der nächsten gelernten Zeile entfernt als 99 % der gelernten Zeilen von ihrer "
    "nächsten. So weit weg ist etwa 1 von 100 Zeilen derselben Art."
)


def counted(share: str, n_covered: int, n_rows: int, low: str, high: str) -> str:
    """How often the true answer was among those given; the shares are in percent, the first one marked up."""
    return f"{share} ({_deutsch.whole(n_covered)} von {_deutsch.whole(n_rows)}; {low} bis {high})"


def some_of(n_some: int, n_all: int) -> str:
    """How many rows out of all."""
    return f"{_deutsch.whole(n_some)} von {_deutsch.whole(n_all)}"


def how_it_is_set(n_learned: int) -> str:
    """Which rows set the limits, and on which they are counted."""
    return (
        f"Die Grenzen stammen aus den Leave-one-out-Fehlern von {_deutsch.number_of(n_learned, 'Zeile', 'Zeilen')}, "
        "aus denen gelernt wurde, und sind an zurückgehaltenen Zeilen geprüft."
    )


def rows_may_differ(split: str) -> str:
    """That the rows were not split at random; the sentence that says how they were split comes first."""
    return f"{split} Solche Zeilen können anders sein als die gelernten; dann ist die Abdeckung niedriger."


# The row in the form

ASK_ROW = "Und die Zeile im Formular?"
ANY_NUMBER = "jede Zahl"
NONE_OF_THESE = "Keine davon."


def one_of(answers: list[str]) -> str:
    """The set of answers that is given; at least one."""
    return " oder ".join(answers)


def row_in_form(answer: str) -> str:
    """What the row in the form gets: a set of answers or an interval, marked up."""
    return f"Die Zeile im Formular: {answer}"


def unlike_any(distance: str, limit: str) -> str:
    """The warning that a row is too far from all rows that the model knows."""
    return (
        f"Diese Zeile ähnelt keiner, aus der das Modell gelernt hat: Die nächste ist {distance} entfernt, während 99 % "
        f"der gelernten Zeilen eine innerhalb von {limit} haben. Auf keine Antwort ist hier Verlass."
    )


# Rows kept back

ROWS_CAPTION = "Zurückgehaltene Zeilen"
ROW = "Zeile"
GIVEN = "Genannt"
AMONG_THEM = "Ist darunter"
YES = "ja"
NO = "nein"


def true_answer(target: str) -> str:
    """The heading of the column with the answers in the table."""
    return f"{target}, tatsächlich"


def or_none(answers: str) -> str:
    """The answers that are given to a row which is unlike any the model knows."""
    return f"{answers} oder keine davon"


def first_of(n_shown: int, n_rows: int) -> str:
    """How many of the rows kept back are listed."""
    rows = _deutsch.number_of(n_rows, "zurückgehaltenen Zeile", "zurückgehaltenen Zeilen")
    return f"Die ersten {n_shown} von {rows}."
