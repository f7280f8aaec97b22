"""The forecast on the Train page: what comes next in a table with a time column."""

from __future__ import annotations

from elmweb.words.de import _deutsch

# The head

LEAD = (
    "Jedes Verfahren erstellt Prognosen von mehreren Zeitpunkten der Vergangenheit aus: Einige wiederholen alte Werte, "
    "andere sind trainierte Modelle. Was am nächsten lag, erstellt dann die Prognose."
)
SETTINGS_CHANGED = "Die Einstellungen haben sich seitdem geändert."


def what_comes_next(column: str) -> str:
    """The heading before a forecast; the name of a column may be empty."""
    return f"Wie geht es mit {column} weiter?" if column else "Wie geht es weiter?"


# The buttons, and how far it is

START = "Prognose erstellen"
FORECAST_AGAIN = "Prognose neu erstellen"
FORECASTING = "Prognose läuft"
STOPPED = "Angehalten."
NOTHING_CHANGED = "Angehalten. Es hat sich nichts geändert."
STILL_LOOKING = "In der Tabelle wird noch nach Zeitreihen gesucht."
WAIT = "Einen Moment warten, dann noch einmal drücken."


def progress(percent: str) -> str:
    """The name of the bar."""
    return f"Prognose, {percent} %"


# The chart

SERIES = "Zeitreihe"
WHAT_HAPPENED = "Tatsächliche Werte"
FORECAST_THEN = "Damalige Prognosen"
WHAT_COMES = "Prognose, mit Intervall"


def chart(column: str, series: str, origins: int, first: tuple[str, str], last: tuple[str, str]) -> str:
    """The chart for those who do not see it: the first and the last forecast, each with its time.

    The series is empty where there is only one.
    """
    of = f" ({series})" if series else ""
    return (
        f"Diagramm. {column}{of} im Lauf der Zeit, die damaligen Prognosen von "
        f"{_deutsch.number_of(origins, 'Startpunkt', 'Startpunkten')} aus und wie es weitergeht: "
        f"{first[0]} für {first[1]} bis {last[0]} für {last[1]}."
    )


# The methods

HOW_FAR_OFF = "Wie weit jedes Verfahren danebenlag"
METHODS = "Verfahren und ihre Fehler"
METHOD = "Verfahren"
OFF_BY = "Daneben um"
MASE = "MASE"
CHOSEN = "Gewählt"
CHOSEN_FOR = "Am besten für"
BEST = "am besten"
TIME = "Zeit"
NOT_DEFINED = "nicht definiert"


def n_series(n: int) -> str:
    """For how many series a method is the best."""
    return _deutsch.number_of(n, "Zeitreihe", "Zeitreihen")


def how_errors_are_measured(origins: int, steps: int, time: str) -> str:
    """What the columns of errors are."""
    return (
        f"Von {_deutsch.number_of(origins, 'Startpunkt', 'Startpunkten')} aus, je "
        f"{_deutsch.number_of(steps, 'Schritt', 'Schritte')}. Daneben um: mittlerer absoluter Fehler (MAE). MASE: "
        "dieser Fehler, geteilt durch den Fehler, der entsteht, wenn man die Saison davor wiederholt, einen Schritt "
        "voraus, auf den Zeilen zum Lernen (Hyndman und Koehler 2006); unter 1 ist besser als das. Ein Modell wird nur "
        "gewählt, wenn es mindestens 2 % besser ist als das Wiederholen alter Werte. "
        f"Alles zusammen dauerte {time}."
    )


# The next steps

NEXT_STEPS = "Wie es weitergeht"
FORECAST = "Prognose"
LOW = "Untergrenze"
HIGH = "Obergrenze"


def next_steps(n: int) -> str:
    """The title of the table."""
    return "Der nächste Schritt" if n == 1 else f"Die nächsten {_deutsch.whole(n)} Schritte"


def made_by(method: str) -> str:
    """Which method made the forecast."""
    return f"Verfahren: {method}."


def interval(asked: str, held: str) -> str:
    """What the interval should hold, and what it held at the origins, in percent; the latter may be empty."""
    if not held:
        return f"{asked} % der Werte sollten zwischen Unter- und Obergrenze liegen."
    return (
        f"{asked} % der Werte sollten zwischen Unter- und Obergrenze liegen; "
        f"bei den damaligen Prognosen waren es {held} %."
    )


# What can be taken home

TAKE_HOME = "Mitnehmen"
SAVE_CSV = "Die nächsten Schritte als CSV speichern"
SAVE_SCRIPT = "Dasselbe als Python-Datei speichern"
HOW_IT_WAS_DONE = "So wurde gerechnet"

# The columns and the settings

WHAT_IS_FORECAST = "Was prognostiziert wird"
VALUE = "Was soll prognostiziert werden?"
N_STEPS = "Wie viele Schritte"
TIME_COLUMN = "Zeitspalte"
KEY_COLUMN = "Schlüsselspalte, die mehrere Zeitreihen unterscheidet"
NO_KEY = "keine, es ist eine einzige Zeitreihe"
STEP = "Ein Wert je"
STEPS = {
    "": "Wie in der Tabelle",
    "hour": "Stunde",
    "day": "Tag",
    "week": "Woche",
    "month": "Monat",
    "quarter": "Quartal",
    "year": "Jahr",
}
COMBINE = "Bei mehreren Zeilen zur selben Zeit zählt"
COMBINED = {"mean": "ihr Mittelwert", "sum": "ihre Summe (keine Zeile: 0)"}
LEVEL = "Im Intervall sollten liegen"


def n_steps(step: str, most: int) -> str:
    """How far to forecast, where the step of the series is known, such as "day" or "2 weeks"."""
    length = step if step[0].isdigit() else f"1 {step}"
    return f"Wie viele Schritte (1 Schritt = {length}), höchstens {_deutsch.whole(most)}"


def level(percent: str) -> str:
    """How much an interval should hold, in a list."""
    return f"{percent} % der Werte"
