"""A forecast of the open table: what can be forecast, and how it came out."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

NO_TIME = "Diese Tabelle hat keine Zeitspalte."
A_TIME = "eine Spalte mit Datum, Jahren oder Sekunden seit 1970"
SAY_SO = "Enthält eine Spalte ein Datum, lässt sich das auf der Seite Daten sagen: ihren Namen anklicken."
NO_NUMBERS = "Diese Tabelle hat keine Spalte mit Zahlen, für die es eine Prognose geben könnte."
A_NUMBER = "eine Zahlenspalte neben der Zeit"
TOO_LARGE = "Diese Tabelle ist zu groß, um hier eine Prognose zu erstellen."
WHOLE_TABLE = "eine Tabelle, die als Ganzes in den Arbeitsspeicher passt"
KEEP_THE_NEWEST = "Ihren neuesten Teil in eine eigene Datei legen."
NOTHING_YET = "Es gibt noch keine Prognose."
PRESS_FORECAST = "„Prognose erstellen“ drücken."


def columns(names: Sequence[str]) -> str:
    """The columns of a table that has no time."""
    return _deutsch.listed(names)


def one_series(n_values: int, each_step: str, first: str, last: str) -> str:
    """What there is to forecast; each step is such as "a day"."""
    return f"{_deutsch.number_of(n_values, 'Wert', 'Werte')}, einer {each_step}, {first} bis {last}."


def several_series(number: int, each_step: str, first: str, last: str) -> str:
    """The same of several series."""
    return f"{_deutsch.number_of(number, 'Zeitreihe', 'Zeitreihen')}, ein Wert {each_step}, {first} bis {last}."


def off(each_step: str) -> str:
    """The unit of the error."""
    return f"mittlerer Fehler {each_step}"


# The names of files, without their endings


def csv_name(stem: str) -> str:
    """The next values."""
    return f"{stem} Prognose"


def script_name(stem: str) -> str:
    """The script that gives them."""
    return f"{stem} prognostizieren"
