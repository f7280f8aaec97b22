"""Regular series made of the rows of a table: times and steps, what was repaired, and what cannot be forecast."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# The step from one value to the next; a key of _UNITS, and how many

_UNITS = {
    "second": "Sekunde",
    "minute": "Minute",
    "hour": "Stunde",
    "day": "Tag",
    "business day": "Arbeitstag",
    "week": "Woche",
    "month": "Monat",
    "quarter": "Quartal",
    "year": "Jahr",
}
_SEVERAL = {
    "second": "Sekunden",
    "minute": "Minuten",
    "hour": "Stunden",
    "day": "Tage",
    "business day": "Arbeitstage",
    "week": "Wochen",
    "month": "Monate",
    "quarter": "Quartale",
    "year": "Jahre",
}


def step(unit: str, size: int) -> str:
    """A step, such as "day" or "2 weeks"."""
    return _UNITS[unit] if size == 1 else f"{_deutsch.whole(size)} {_SEVERAL[unit]}"


def per_step(unit: str, size: int) -> str:
    """The same after a value: one value "a day", "an hour", or "per 2 weeks"."""
    return f"pro {step(unit, size)}"


def cannot_go_by(name: str) -> str:
    """That there is no step of this name."""
    return f"Eine Zeitreihe kann nicht in Schritten von „{name}“ gehen."


SAME_TIME = "Alle Zeilen einer Zeitreihe haben dieselbe Zeit."
TWO_TIMES = "mindestens zwei verschiedene Zeiten in einer Zeitreihe"

# The time column


def no_time_column(column: str) -> str:
    """That a column holds no times; its name is in quotes."""
    return f"{column} kann nicht die Zeitspalte sein."


TEXTS_AS_TIMES = "Datumsangaben in einheitlicher Form, Jahre oder Sekunden seit 1970"
NUMBERS_AS_TIMES = "Datumsangaben, Jahre wie 1998 oder 1998.25 oder Sekunden seit 1970"
NO_NUMBER = "keine Zahl"
_READ_AS = {
    "years": "Jahre",
    "quarters": "Quartale",
    "months": "Monate",
    "seconds": "Sekunden seit 1970",
    "milliseconds": "Millisekunden seit 1970",
}


def between(low: str, high: str) -> str:
    """What the numbers of a column are."""
    return f"{low} bis {high}"


def read_as(column: str, how: str) -> str:
    """How numbers were read as times: the name of the column in quotes, and a key of _READ_AS."""
    return f"Gelesen als {_READ_AS[how]}: {column}."


def without_time(n_rows: int) -> str:
    """That rows have no time that can be read."""
    rows = _deutsch.number_of(n_rows, "Zeile", "Zeilen")
    return f"{rows} ohne lesbare Zeit {'wird' if n_rows == 1 else 'werden'} weggelassen."


READ_AS_UTC = "Zeiten ohne Zeitzone werden als UTC gelesen."

# What cannot be forecast

NOT_COMBINED = "So lassen sich Zeilen nicht zusammenfassen."
MEAN_OR_SUM = "mean (Mittelwert) oder sum (Summe)"
TWO_ROLES = "Eine Spalte kann nicht zweierlei von Zeit, Wert und Schlüssel sein."
TOO_FEW_ROWS = "Für eine Prognose sind es zu wenige Zeilen."
NUMBERS_NEEDED = "eine Spalte mit Zahlen"
OTHER_KEY = "Eine andere Schlüsselspalte wählen oder weniger Zeitreihen in der Datei lassen."
NONE_LONG_ENOUGH = "Keine Zeitreihe ist lang genug für eine Prognose."
LONGER_STEP = "Einen längeren Schritt wählen."
LONGER_STEP_OR_SUM = (
    "Einen längeren Schritt wählen oder die Summe der Zeilen; bei ihr gilt ein Schritt ohne Zeile als 0."
)


def no_column(column: str) -> str:
    """That a column is not in the table; its name is in quotes."""
    return f"Eine Spalte {column} gibt es nicht."


def columns(names: Sequence[str]) -> str:
    """The columns there are."""
    return _deutsch.listed(names)


def fewest_rows(number: int) -> str:
    """How many rows there must be."""
    return f"mindestens {_deutsch.number_of(number, 'Zeile', 'Zeilen')} mit Zeit und Zahl"


def rows(number: int) -> str:
    """How many rows there are."""
    return _deutsch.number_of(number, "Zeile", "Zeilen")


def not_forecast(column: str) -> str:
    """That a column holds no numbers; its name is in quotes."""
    return f"{column} lässt sich nicht prognostizieren."


def such_texts(example: str) -> str:
    """What it holds instead, in quotes."""
    return f"Texte wie {example}"


def column_never_changes(column: str) -> str:
    """That a column holds one value alone; its name is in quotes."""
    return f"{column} ändert sich nie; es gibt also nichts zu prognostizieren."


def too_many_series(column: str) -> str:
    """That a key column has too many values; its name is in quotes."""
    return f"{column} nennt zu viele Zeitreihen."


def most_series(number: int) -> str:
    """How many series there may be."""
    return f"höchstens {_deutsch.number_of(number, 'Zeitreihe', 'Zeitreihen')} auf einmal"


def series(number: int) -> str:
    """How many series there are."""
    return _deutsch.number_of(number, "Zeitreihe", "Zeitreihen")


def fewest_steps(number: int) -> str:
    """How long a series must be."""
    return f"mindestens {_deutsch.number_of(number, 'Schritt', 'Schritte')} mit einem Wert in einer Zeitreihe"


def too_many_steps(name: str) -> str:
    """That a series is too long; its name in quotes, empty for the only one."""
    return f"{_the_series(name)} hat zu viele Schritte."


def steps_of(n_steps: int, unit: str, size: int) -> str:
    """How long it is."""
    return f"{_deutsch.whole(n_steps)} von {_one_step(unit, size)}"


def too_many_gaps(name: str) -> str:
    """That a series is mostly gaps; its name in quotes, empty for the only one."""
    return f"{_the_series(name)} hat mehr Lücken als Werte."


def values_needed(percent: str) -> str:
    """How many values it must have."""
    return f"ein Wert in mindestens {percent} von 100 Schritten"


def values_in_steps(n_values: int, n_steps: int, unit: str, size: int) -> str:
    """How many it has."""
    steps = _deutsch.number_of(n_steps, "Schritt", "Schritten")
    return f"{_deutsch.number_of(n_values, 'Wert', 'Werte')} in {steps} von {_one_step(unit, size)}"


def _the_series(name: str) -> str:
    return f"Die Zeitreihe {name}" if name else "Die Zeitreihe"


def _one_step(unit: str, size: int) -> str:
    """How long a step is, in the dative."""
    if size == 1:
        return f"je 1 {_UNITS[unit]}"
    return f"je {_deutsch.whole(size)} {_SEVERAL[unit]}{'' if _SEVERAL[unit].endswith('n') else 'n'}"


# What was found, and what was done to it


def rows_without_number(n_rows: int, column: str) -> str:
    """That rows are left out; the name of the column is in quotes."""
    return f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} ohne Zahl in {column}."


SORTED = "Die Zeilen waren nicht nach der Zeit geordnet. Sie wurden sortiert."
DAYS_AS_WRITTEN = "Die Zeiten haben eine Zeitzone; für die Tage gilt das Datum, wie es dasteht."
COUNTED_IN_UTC = (
    "Die Zeiten haben eine Zeitzone. Gezählt wird in UTC: Bei einer Zeitumstellung geht keine Stunde verloren, und "
    "keine ist doppelt."
)


def shown_at(offset: str) -> str:
    """In which time zone times are shown, such as +01:00."""
    return f"Gezeigt werden sie in UTC{offset}, der Zone der letzten Zeile."


def step_as_asked(unit: str, size: int) -> str:
    """The step that was asked for."""
    return f"Ein Wert {per_step(unit, size)}, wie gewünscht."


def step_found(unit: str, size: int) -> str:
    """The step that was found from the times."""
    without = " (ohne Samstag und Sonntag)" if unit == "business day" else ""
    return f"Ein Wert {per_step(unit, size)}{without}, aus den Zeiten erkannt."


def step_of_irregular(unit: str, size: int) -> str:
    """The step by which rows are put together, because their times have none."""
    return f"Die Zeiten sind unregelmäßig, darum werden Zeilen zusammengefasst: ein Wert {per_step(unit, size)}."


def series_left_out(least: int, names: Sequence[str]) -> str:
    """That series are too short; their names are in quotes."""
    return f"Weggelassen, weil sie weniger als {_deutsch.whole(least)} Werte haben: {_deutsch.listed(names)}."


def several_rows(n_steps: int, combine: str) -> str:
    """That rows of a step were put together, by their mean or sum."""
    steps = _deutsch.number_of(n_steps, "Schritt hatte", "Schritte hatten")
    how = {"mean": "ihr Mittelwert", "sum": "ihre Summe"}[combine]
    return f"{steps} mehrere Zeilen. Genommen wurde {how}."


CHOOSE_A_KEY = "Gehören sie zu mehreren Zeitreihen, die Schlüsselspalte wählen, die sie unterscheidet."


def filled_in(n_missing: int, n_steps: int) -> str:
    """That gaps were filled."""
    was = "hat keinen Wert. Er wurde" if n_missing == 1 else "haben keinen Wert. Sie wurden"
    steps = _deutsch.number_of(n_steps, "Schritt", "Schritten")
    return f"{_deutsch.whole(n_missing)} von {steps} {was} ergänzt; ergänzte Werte zählen beim Messen nicht mit."


def different_ends(first: str, last: str) -> str:
    """That series end at different times, the first and the last of which are given."""
    return (
        f"Die Zeitreihen enden zu verschiedenen Zeiten, von {first} bis {last}. Jede Prognose beginnt am eigenen Ende."
    )
