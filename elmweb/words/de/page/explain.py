"""The reasons on the Result page: which columns matter, what one of them does, and reasons for a whole file."""

from __future__ import annotations

from elmweb.words.de import _deutsch

# Which columns matter

WORKING_OUT_COLUMNS = "Welche Spalten zählen"
NO_COLUMN = "Es gibt keine Spalte, die sich messen lässt."


def matters_most(column: str) -> str:
    """What a screen reader says when the columns are measured."""
    return f"Am meisten zählt die Spalte {column}."


def bars_of_error(rows: int, repeats: int, error: str) -> str:
    """What the bars of the columns mean when a number is predicted; the error is the mean absolute one."""
    return (
        f"{_shuffled(rows, repeats)} Der Balken zeigt, wie sehr der mittlere Fehler dadurch wächst (ohne Mischen "
        f"{error}); {_LINE} {_PRESS}"
    )


def bars_of_probability(rows: int, repeats: int) -> str:
    """What the bars of the columns mean when a class is predicted."""
    return (
        f"{_shuffled(rows, repeats)} Der Balken zeigt, um wie viele Prozentpunkte die Wahrscheinlichkeit der richtigen "
        f"Antwort dadurch sinkt; {_LINE} {_PRESS}"
    )


_LINE = "die Linie reicht vom niedrigsten bis zum höchsten Wert dieser Versuche."
_PRESS = "Eine Spalte drücken, um zu sehen, was sie bewirkt."


def _shuffled(rows: int, repeats: int) -> str:
    return (
        f"Die Werte jeder Spalte werden einzeln {repeats}-mal durchgemischt, bei "
        f"{_deutsch.number_of(rows, 'Zeile', 'Zeilen')}, die das Modell nie gesehen hat."
    )


def more_columns(n: int) -> str:
    """What opens the rest of a long list of columns."""
    return _deutsch.number_of(n, "weitere Spalte", "weitere Spalten")


def more_groups(n: int) -> str:
    """What opens the rest of the groups of columns that are correlated."""
    return f"{_deutsch.number_of(n, 'weitere Gruppe', 'weitere Gruppen')} von Spalten, die zusammenhängen"


def go_together(columns: str, correlation: str, together: str, alone: str, *, is_number: bool) -> str:
    """That some columns are correlated, and what the model loses without all of them and without one."""
    about = f"{columns} hängen zusammen (Korrelation {correlation} oder mehr): Alle zugleich zu mischen"
    if is_number:
        return f"{about} vergrößert den mittleren Fehler um {together}, eine allein um höchstens {alone}."
    return f"{about} kostet {together} Prozentpunkte, eine allein höchstens {alone}."


def not_measured(n: int) -> str:
    """That there were too many columns to measure all."""
    if n == 1:
        return "Die Spalte, die das Modell am wenigsten nutzt, wurde nicht gemessen."
    return f"Die {_deutsch.whole(n)} Spalten, die das Modell am wenigsten nutzt, wurden nicht gemessen."


def worked_out_in(time: str) -> str:
    """How long an answer took."""
    return f"Berechnet in {time}."


# What a column does

SHOW_PROBABILITY_OF = "Wahrscheinlichkeit zeigen für"


def what_it_does(column: str) -> str:
    """The title of the chart of a column, and what is worked out until it is there."""
    return f"Was {column} bewirkt"


def effect_is_drawn(column: str) -> str:
    """What a screen reader says when the chart is there."""
    return f"Was {column} bewirkt, ist unter den Spalten gezeichnet."


def predicted(target: str) -> str:
    """The axis of a number that is predicted."""
    return f"{target}, vorhergesagt"


def probability_of(answer: str) -> str:
    """The axis of a probability."""
    return f"Wahrscheinlichkeit von {answer} (%)"


def _mean_over(rows: int) -> str:
    return (
        f"Mittel über {_deutsch.number_of(rows, 'gelernte Zeile', 'gelernte Zeilen')}, deren andere Spalten bleiben, "
        "wie sie sind."
    )


def lines_and_bars(rows: int, lines: int, rows_in_all: int) -> str:
    """What is drawn over a column of numbers or dates."""
    return (
        f"Dicke Linie: {_mean_over(rows)} Dünne Linien: "
        f"{_deutsch.number_of(lines, 'einzelne Zeile', 'einzelne Zeilen')}. Balken: wie die Werte aller "
        f"{_deutsch.whole(rows_in_all)} Zeilen verteilt sind."
    )


def dots(rows: int, dots: int, rows_in_all: int) -> str:
    """What is drawn for a column of categories."""
    return (
        f"Großer Punkt: {_mean_over(rows)} Kleine Punkte: "
        f"{_deutsch.number_of(dots, 'einzelne Zeile', 'einzelne Zeilen')}. In Klammern: wie viele aller "
        f"{_deutsch.whole(rows_in_all)} Zeilen diesen Wert haben."
    )


# Reasons for a file

WORKING_OUT_FILE = "Die Gründe für jede Zeile werden berechnet"


def reasons_added(rows: int) -> str:
    """What a screen reader says when each row of a file has its reasons."""
    return f"{_deutsch.number_of(rows, 'Zeile hat', 'Zeilen haben')} jetzt Gründe."
