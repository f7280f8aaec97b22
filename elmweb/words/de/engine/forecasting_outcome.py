"""Forecasts: the methods, how far off each was, and what is to be known of what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# The methods, in a table: a name, and what it does

METHODS = {
    "last": "Letzter Wert",
    "lagged": "ELM mit Verzögerungen",
    "echo": "Echo-State-Netz",
    "products": "Next-Generation-Reservoir",
    "adjusted": "ELM mit Verzögerungen, saisonbereinigt",
    "average": "Mittel der Modelle",
}
_BEST = {
    "lagged": "ELM mit Verzögerungen",
    "echo": "Echo-State-Netz",
    "products": "Next-Generation-Reservoir",
    "adjusted": "ELM mit Verzögerungen, saisonbereinigt",
    "average": "Mittel der Modelle",
}
"""Those that learn, as the end of a sentence."""
SEASONS = {
    "hour-day": "Dieselbe Stunde am Tag davor",
    "hour-week": "Dieselbe Stunde in der Woche davor",
    "weekday-week": "Derselbe Wochentag in der Woche davor",
    "weekday-year": "Derselbe Wochentag im Jahr davor",
    "week-year": "Dieselbe Woche im Jahr davor",
    "month-year": "Derselbe Monat im Jahr davor",
    "quarter-year": "Dasselbe Quartal im Jahr davor",
    "time-day": "Dieselbe Zeit am Tag davor",
    "time-year": "Dieselbe Zeit im Jahr davor",
}
"""Those that repeat a season."""
ABOUT_LAST = "Der neueste Wert, immer wieder."
ABOUT_SEASON = "Saisonal naiv: die Saison davor noch einmal."
ABOUT_AVERAGE = "Der Mittelwert der Prognosen der Modelle."


def about_lagged(n_units: int, n_values: int, calendar: Sequence[str]) -> str:
    """What the lagged ELM sees: so many values, and some of the calendar."""
    past = "der letzte Wert" if n_values == 1 else f"die letzten {_deutsch.whole(n_values)} Werte"
    units = _deutsch.number_of(n_units, "zufällige Einheit", "zufällige Einheiten")
    return f"{units} und direkte Verbindungen. Eingaben: {_deutsch.listed([past, *calendar], 9)}."


def about_echo(n_units: int) -> str:
    """What the echo state network is."""
    return f"Ein Reservoir mit {_deutsch.whole(n_units)} rekurrenten zufälligen Einheiten."


def about_products(n_values: int) -> str:
    """What the next-generation reservoir is."""
    return f"Produkte der letzten {_deutsch.whole(n_values)} Werte, keine zufälligen Einheiten."


def about_adjusted(n_seasons: int) -> str:
    """What is different about the lagged ELM that is seasonally adjusted."""
    return (
        "Dasselbe auf der Differenz zum Mittelwert von bis zu "
        f"{_deutsch.number_of(n_seasons, 'früheren Saison', 'früheren Saisons')}."
    )


CALENDAR = {
    24: "die Stunde des Tages",
    168: "die Stunde der Woche",
    7: "der Wochentag",
    5: "der Wochentag",
    12: "der Monat",
    4: "das Quartal",
}
"""What a model is told of the calendar, by the steps until it comes again."""
TIME_OF_DAY = "die Tageszeit"
TIME_OF_YEAR = "die Jahreszeit"

# While it is worked out; the name of a series is empty for the only one


def at_origin(number: int, n_origins: int, series: str, method: str) -> str:
    """That a method forecasts from a place in the past."""
    of = f", {series}" if series else ""
    return f"Startpunkt {_deutsch.whole(number)} von {_deutsch.whole(n_origins)}{of}: {method}"


def ahead(series: str, method: str) -> str:
    """That a method forecasts what is to come."""
    of = f", {series}" if series else ""
    return f"Wie es weitergeht{of}: {method}"


# What cannot be done


def series_never_changes(name: str) -> str:
    """That a series holds one value alone; its name is in quotes."""
    return f"Die Zeitreihe {name} ändert sich nie; es gibt also nichts zu prognostizieren."


LEAVE_ROWS_OUT = "Ihre Zeilen in der Datei weglassen."


def too_far(n_values: int, name: str) -> str:
    """That a series is too short to be forecast so far; its name in quotes, empty for the only one."""
    of = f" der Zeitreihe {name}" if name else ""
    values = _deutsch.number_of(n_values, "Wert", "Werten")
    return f"So viele Schritte lassen sich aus {values}{of} nicht prognostizieren."


TOO_MANY_HELD = "So viele Werte kann ein Intervall nicht enthalten."
BELOW_ONE = "über 0 und unter 1"

# What came out


def off_by(error: str, per_step: str, n_origins: int, n_series: int) -> str:
    """How far the chosen methods were off."""
    origins = _deutsch.number_of(n_origins, "Startpunkt", "Startpunkte")
    of = f" in {_deutsch.whole(n_series)} Zeitreihen" if n_series > 1 else ""
    return f"Mittlerer Fehler {error} {per_step}, über {origins}{of}."


MODELS_ARE_BEST = "Für jede von ihnen ist ein Modell am besten."
NO_MODEL_IS_BETTER = "Für jede von ihnen ist es genauso gut, alte Werte zu wiederholen, wie irgendein Modell."


def some_models_are_best(n_models: int, n_others: int) -> str:
    """For how many series a model is best, and for how many it is not."""
    return (
        f"Für {_deutsch.whole(n_models)} ist ein Modell am besten; für {_deutsch.whole(n_others)} ist es genauso gut, "
        "alte Werte zu wiederholen."
    )


_REPEATED = {
    "last": "den letzten Wert",
    "day": "die Werte des Vortags",
    "week": "die Werte der Vorwoche",
    "year": "die Werte des Vorjahrs",
}


def too_short(repeated: str) -> str:
    """That nothing could be learned: what is repeated, "last", "day", "week" or "year"."""
    again = "Wiederholt wird der letzte Wert" if repeated == "last" else f"Wiederholt werden {_REPEATED[repeated]}"
    return f"Für ein Modell ist die Zeitreihe zu kurz. {again}."


def as_good_as_models(repeated: str) -> str:
    """That models are no better than repeating "last", "day", "week" or "year"."""
    return f"Kein Modell ist besser, als {_REPEATED[repeated]} zu wiederholen."


def best_model(method: str, repeated: str, error: str, n_nearer: int, n_origins: int) -> str:
    """The model that is best, a key of _BEST, and how it compares with repeating "last", "day", "week" or "year"."""
    return (
        f"Am besten: {_BEST[method]}. Wer {_REPEATED[repeated]} wiederholt, liegt um {error} daneben; das Modell lag "
        f"{_deutsch.whole(n_nearer)} von {_deutsch.whole(n_origins)} Mal näher."
    )


def interval_not_measured(percent: str) -> str:
    """What the interval is meant to hold."""
    return f"Das Intervall soll {percent} % der Werte enthalten; mit einem einzigen Startpunkt ist das nicht messbar."


def interval_held(percent: str, held: str, n_held: int, n_judged: int) -> str:
    """What the interval is meant to hold, and what it held."""
    return (
        f"Das Intervall soll {percent} % der Werte enthalten. Von den Startpunkten aus waren es {held} % "
        f"({_deutsch.whole(n_held)} von {_deutsch.whole(n_judged)}), jeweils ohne den eigenen Startpunkt gemessen."
    )


def newest_used(number: int) -> str:
    """That old values of a long series are not used."""
    return f"Von einer längeren Zeitreihe werden die neuesten {_deutsch.whole(number)} Werte verwendet."


IN_LOGARITHMS = "Die Ausschläge wachsen mit der Höhe der Werte, darum prognostizieren Modelle den Logarithmus."


def some_in_logarithms(names: Sequence[str]) -> str:
    """That models forecast the logarithm of some series; their names are in quotes."""
    which = ", ".join(names[:5]) + (" und weiteren" if len(names) > 5 else "")
    return f"Bei {which} wachsen die Ausschläge mit der Höhe der Werte, darum prognostizieren Modelle den Logarithmus."


def chosen_before(before: str, after: str) -> str:
    """What it costs that the method was chosen by all origins."""
    return (
        f"Wird vor jedem Startpunkt allein nach den früheren gewählt, ist der MASE {before}; das nach allen gewählte "
        f"Verfahren hat {after}."
    )


NEVER_BELOW_ZERO = "Kein Wert war unter 0, also ist es auch keine Prognose."
