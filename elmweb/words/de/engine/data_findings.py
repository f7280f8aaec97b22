"""What was found in a table that matters for training, and what is done about it.

Functions that return two texts return the title and the detail of a finding.
"""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch


def _rows(number: int) -> str:
    return _deutsch.number_of(number, "Zeile", "Zeilen")


# A column that tells nothing


def empty(name: str) -> tuple[str, ...]:
    """A column without a value."""
    return f"„{name}“ ist leer", "Keine Zeile hat einen Wert. Die Spalte wird weggelassen."


def constant(name: str, value: str, *, has_gaps: bool) -> tuple[str, ...]:
    """A column with one value."""
    where = "Wo ein Wert steht, ist es immer" if has_gaps else "In jeder Zeile steht"
    return f"„{name}“ ändert sich nie", f"{where} „{value}“. Die Spalte wird weggelassen."


def identifier(name: str, *, nearly: bool) -> tuple[str, ...]:
    """A column that numbers or names the rows."""
    rows = "fast jeder Zeile" if nearly else "jeder Zeile"
    return f"„{name}“ ist in {rows} anders", "Bei einer neuen Zeile kann das nicht helfen. Die Spalte weglassen."


def mostly_missing(name: str, n_missing: int, n_rows: int) -> tuple[str, ...]:
    """A column that is nearly empty."""
    return f"„{name}“ fehlt in {_deutsch.whole(n_missing)} von {_rows(n_rows)}", "Die Spalte weglassen."


def leak_of_kinds(name: str, target: str, n_right: int, n_rows: int) -> tuple[str, ...]:
    """A column that says the answer, which is one of several kinds."""
    detail = (
        f"In {_deutsch.whole(n_right)} von {_rows(n_rows)} lässt sich „{target}“ daran ablesen. Die Spalte weglassen."
    )
    return f"„{name}“ verrät die Antwort", detail


def leak_of_numbers(name: str, target: str, n_rows: int) -> tuple[str, ...]:
    """A column that says the answer, which is a number."""
    detail = f"Bei {_rows(n_rows)} geprüft: Sie läuft im Gleichschritt mit „{target}“. Die Spalte weglassen."
    return f"„{name}“ verrät die Antwort", detail


# Missing values

FILLED = {
    "number": "Lücken mit dem Median füllen. Ausgeschaltet fallen diese Zeilen weg.",
    "date": "Lücken mit dem mittleren Datum (Median) füllen. Ausgeschaltet fallen diese Zeilen weg.",
    "text": "Leere Felder als leeren Text behandeln. Ausgeschaltet fallen diese Zeilen weg.",
    "category": "Leere Felder als eigene Kategorie behandeln. Ausgeschaltet fallen diese Zeilen weg.",
}
"""What is done about gaps, by the role of the column."""
FILLED_WITH_AVERAGE = "Lücken mit dem Mittel der anderen füllen. Ausgeschaltet fallen diese Zeilen weg."
"""The same for photos, clips and texts that a network has read."""


def filled_with(median: str) -> str:
    """What is done about gaps in a column of numbers."""
    return f"Lücken mit dem Median füllen, {median}. Ausgeschaltet fallen diese Zeilen weg."


def missing(name: str, n_missing: int) -> str:
    """A column with gaps."""
    return f"„{name}“ fehlt in {_rows(n_missing)}"


def no_answer(rows: str, n_missing: int) -> str:
    """Which rows have no answer; several are a list of numbers."""
    if n_missing == 1:
        return f"Zeile {rows} hat keine Antwort, aus der sich lernen ließe. Sie wird weggelassen."
    return f"Die Zeilen {rows} haben keine Antwort, aus der sich lernen ließe. Sie werden weggelassen."


def row_number(number: int) -> str:
    """An item of that list."""
    return _deutsch.whole(number)


def more_rows(number: int) -> str:
    """The last item of that list, if not all are named."""
    return f"{_deutsch.whole(number)} weitere"


# Dates


def dates(name: str, written: str) -> tuple[str, ...]:
    """A column of dates, and how they are written."""
    return f"„{name}“ enthält Datumsangaben", f"Sie werden als {written} gelesen."


def odd_dates(name: str, n_odd: int, example: str, row: int, written: str) -> tuple[str, ...]:
    """A column of dates in which some cells are none."""
    if n_odd == 1:
        title = f"„{name}“ hat 1 Wert, der sich nicht als Datum lesen lässt"
        do = f"„{example}“ in Zeile {_deutsch.whole(row)}. Dieser Wert gilt als fehlend."
    else:
        title = f"„{name}“ hat {_deutsch.whole(n_odd)} Werte, die sich nicht als Datum lesen lassen"
        do = f"Etwa „{example}“ in Zeile {_deutsch.whole(row)}. Diese Werte gelten als fehlend."
    return title, f"{do} Die übrigen werden als {written} gelesen."


# Numbers


def seen_in(text: str, n_rows: int) -> str:
    """A cell, and in how many rows it stands; an item of a list."""
    return f"„{text}“ in {_rows(n_rows)}"


def numbers_as_text(
    name: str, n_numbers: int, n_values: int, others: str, *, on: bool, can_change: bool
) -> tuple[str, ...]:
    """A column of text that is mostly numbers; what is none may be empty. ``on`` if it is read as a number at first."""
    numbers = _deutsch.whole(n_numbers)
    title = f"„{name}“ ist Text, aber {numbers} von {_deutsch.number_of(n_values, 'Wert', 'Werten')} sind Zahlen"
    n_odd = n_values - n_numbers
    rest = "Der andere gilt" if n_odd == 1 else f"Die {_deutsch.whole(n_odd)} anderen gelten"
    odd = f" {rest} als fehlend: {others}." if others else ""
    do = "Als Zahl lesen" if on else "Eingeschaltet wird die Spalte als Zahl gelesen"
    return title, f"{do if can_change else 'Die Spalte wird als Zahl gelesen'}.{odd}"


def marks(name: str, seen: Sequence[tuple[str, int]], low: str, high: str, *, answer: bool) -> tuple[str, ...]:
    """Numbers that stand for "not known", each with its number of rows; in the answer itself, or in another column."""
    said = " und ".join(f"in {_rows(n_rows)} {mark}" for mark, n_rows in seen)
    do = "Diese Zeilen weglassen: Sie haben keine Antwort." if answer else "Als fehlend behandeln."
    return f"„{name}“ ist {said}", f"Alle anderen Werte liegen zwischen {low} und {high}. {do}"


def outliers(name: str, n_odd: int, first: Sequence[str], low: str, high: str) -> tuple[str, ...]:
    """A few numbers that are far from all others; not all may be named."""
    if n_odd == 1:
        title = f"„{name}“ hat einen auffälligen Wert: {first[0]}"
        return title, f"Die anderen liegen zwischen {low} und {high}. Eingeschaltet gilt dieser Wert als fehlend."
    more = " und weitere" if n_odd > len(first) else ""
    title = f"„{name}“ hat {_deutsch.whole(n_odd)} auffällige Werte: {', '.join(first)}{more}"
    return title, f"Die anderen liegen zwischen {low} und {high}. Eingeschaltet gelten diese Werte als fehlend."


def infinite(name: str, n_rows: int) -> tuple[str, ...]:
    """Numbers that nothing can be calculated with."""
    return f"„{name}“ ist in {_rows(n_rows)} unendlich oder größer als 1e150", "Dort gilt der Wert als fehlend."


# Kinds


def singular(name: str, n_kinds: int) -> tuple[str, ...]:
    """A column of kinds that hardly repeat."""
    title = f"„{name}“ hat {_deutsch.whole(n_kinds)} verschiedene Werte"
    return title, "Die meisten kommen nur einmal vor. Die Spalte weglassen."


def many_kinds(name: str, n_kinds: int, n_kept: int) -> tuple[str, ...]:
    """A column of so many kinds that most are rare."""
    detail = f"Die {_deutsch.whole(n_kept)} häufigsten bleiben getrennt. Die anderen zählen als eine Kategorie."
    return f"„{name}“ hat {_deutsch.whole(n_kinds)} verschiedene Werte", detail


def in_ways(label: str, n_ways: int) -> str:
    """A kind, and in how many ways it is spelled; an item of a list."""
    return f"„{label}“ in {_deutsch.whole(n_ways)} Schreibweisen"


def spellings(name: str, ways: str) -> tuple[str, ...]:
    """Kinds that differ only by capitals or spaces."""
    title = f"„{name}“ hat Werte, die sich nur in Großschreibung oder Leerzeichen unterscheiden"
    return title, f"Es gibt {ways}. Jeweils als einen Wert behandeln. Ausgeschaltet bleiben sie getrennt."


def one_rare_answer(label: str, n_rows: int, *, on: bool) -> tuple[str, ...]:
    """An answer that few rows have; ``on`` if they are left out unless it is switched off."""
    title = f"„{label}“ ist nur in {_rows(n_rows)} die Antwort"
    do = (
        ("Diese Zeile weglassen", "Eingeschaltet fällt diese Zeile weg"),
        ("Diese Zeilen weglassen", "Eingeschaltet fallen diese Zeilen weg"),
    )[n_rows > 1][not on]
    return title, f"Zu wenig zum Lernen und zum Testen. {do}."


def rare_answers(n_answers: int, fewest: int, n_rows: int, *, on: bool) -> tuple[str, ...]:
    """Answers that few rows have; ``on`` as above."""
    title = f"{_deutsch.whole(n_answers)} Antworten kommen jeweils in weniger als {_rows(fewest)} vor"
    do = "Diese Zeilen weglassen" if on else "Eingeschaltet fallen diese Zeilen weg"
    return title, f"Zu wenig zum Lernen und zum Testen. {do}, insgesamt {_rows(n_rows)}."


# Rows


def copies(n_copies: int, *, on: bool) -> tuple[str, ...]:
    """Rows that are copies of others; ``on`` if one of each is kept unless it is switched off."""
    title = (
        "1 Zeile ist eine genaue Kopie" if n_copies == 1 else f"{_deutsch.whole(n_copies)} Zeilen sind genaue Kopien"
    )
    detail = (
        "Jeweils eine behalten."
        if on
        else "Es können verschiedene Dinge sein, die gleich aussehen. Eingeschaltet bleibt jeweils eine."
    )
    return title, f"{detail} Ausgeschaltet bleiben alle, und zwar auf derselben Seite des Tests."


def too_many_rows(n_rows: int, n_used: int) -> tuple[str, ...]:
    """More rows than a model of this kind can learn from."""
    detail = (
        f"{_deutsch.whole(n_used)} davon benutzen, zufällig gewählt. Ausgeschaltet werden alle benutzt; das dauert "
        "länger."
    )
    return f"{_deutsch.whole(n_rows)} Zeilen sind mehr, als nötig sind", detail


def group(name: str, n_values: int, *, one_answer: bool) -> tuple[str, ...]:
    """A column that repeats, such as a person, and whose rows have one answer or nearly so."""
    alike = "dieselbe Antwort" if one_answer else "fast dieselbe Antwort"
    title = f"„{name}“ wiederholt sich, und bei jedem der {_deutsch.whole(n_values)} Werte haben die Zeilen {alike}"
    detail = (
        f"Ein Modell kann an den anderen Spalten erkennen, welcher Wert von „{name}“ es ist. Seine Zeilen zusammen auf "
        f"einer Seite des Tests halten und aus „{name}“ selbst nicht lernen. Ausgeschaltet werden sie gemischt; das "
        "ist richtig, wenn neue Zeilen dieselben Werte haben werden."
    )
    return title, detail


def in_time(name: str, *, ordered: bool, strong: bool) -> tuple[str, ...]:
    """Rows in the order of a time, or whose answers follow each other in it; ``strong`` if much so."""
    title = (
        f"Die Zeilen sind nach „{name}“ geordnet"
        if ordered
        else f"Nach „{name}“ geordnet hängen aufeinanderfolgende Antworten zusammen"
    )
    alike = "Aufeinanderfolgende Zeilen haben fast dieselbe Antwort. " if strong else ""
    return title, f"{alike}{_TEST_ON_LAST}"


_TEST_ON_LAST = (
    "Am letzten Teil testen, wie bei einem Blick in die Zukunft. Ausgeschaltet werden frühere und spätere Zeilen "
    "gemischt."
)
LIKE_THE_ROW_BEFORE = (
    "Die Antworten gleichen denen der Zeile davor",
    f"Die Zeilen scheinen zeitlich geordnet zu sein. {_TEST_ON_LAST}",
)
"""The same where no column says the time: title and detail."""

# Many findings of a kind, as one

ALIKE = {
    "constant": "Spalten haben keinen oder nur einen Wert",
    "leak": "Spalten verraten die Antwort",
    "identifier": "Spalten sind in jeder Zeile anders",
    "mostly_missing": "Spalten fehlen in den meisten Zeilen",
    "many_categories": "Spalten haben in den meisten Zeilen einen anderen Wert",
    "many_kinds": "Spalten haben viele verschiedene Werte",
    "missing": "Spalten haben Lücken",
    "outlier": "Spalten haben ein paar auffällige Werte",
    "date": "Spalten enthalten Datumsangaben",
    "number_as_text": "Spalten sind Text, aber die meisten Werte sind Zahlen",
    "infinite": "Spalten haben unendliche oder zu große Werte",
    "marks": "Spalten haben eine Zahl, die „fehlt“ bedeutet",
    "spelling": "Spalten haben Werte, die sich nur in Großschreibung oder Leerzeichen unterscheiden",
    "group": "Spalten wiederholen sich, mit fast derselben Antwort",
}
"""What they have in common, after their number."""
_ACTIONS = {
    "constant": "Sie werden weggelassen.",
    "many_kinds": "Die 50 häufigsten Werte jeder Spalte bleiben getrennt.",
    "missing": (
        "Lücken mit dem Median füllen oder als eigene Kategorie behandeln. Ausgeschaltet fallen diese Zeilen weg."
    ),
    "outlier": "Eingeschaltet gelten diese Werte als fehlend.",
    "date": "Was sich nicht als Datum lesen lässt, gilt als fehlend.",
    "number_as_text": "Als Zahlen lesen. Alles andere gilt als fehlend.",
    "infinite": "Diese Werte gelten als fehlend.",
    "marks": "Diese Zahlen als fehlend behandeln.",
    "spelling": "Zusammenlegen. Ausgeschaltet bleiben sie getrennt.",
    "group": "Die Zeilen jedes Werts zusammen auf einer Seite des Tests halten. Ausgeschaltet werden sie gemischt.",
}
"""What is done about them; the others are left out."""


def gathered(kind: str, n_columns: int, names: str, n_more: int) -> tuple[str, ...]:
    """The columns of a kind of finding, some of them by name."""
    action = _ACTIONS.get(kind, "Diese Spalten weglassen.")
    return (
        f"{_deutsch.whole(n_columns)} {ALIKE[kind]}",
        f"Es sind {names} und {_deutsch.whole(n_more)} weitere. {action}",
    )
