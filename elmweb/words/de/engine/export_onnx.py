"""What an ONNX file says of itself, what cannot become one, and the lines that use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from elmweb.words.de import _deutsch

# What a model does

ROW_FOR_EACH_TIME = "Eine Zeile je Zeitpunkt, der älteste zuerst."
ROW_FOR_EACH_PREDICTION = "Eine Zeile je Vorhersage."
STEPS_PREDICTED = "Die vorhergesagten Zahlen; bei mehreren Schritten der nächste zuerst."
MOST_PROBABLE = "Die vorhergesagte Klasse: die wahrscheinlichste."
AS_LEARNED = "wie gelernt"
"""In place of the names of classes in their order, where they are not known."""


def about_model(targets: Sequence[str], n_columns: int, n_rows: int, table: str) -> str:
    """What a model predicts, and from what it learned."""
    columns = _deutsch.number_of(n_columns, "Spalte", "Spalten")
    return (
        f"Sagt {_deutsch.listed(targets)} aus {columns} vorher; jede ist eine eigene Eingabe mit einer Zeile je "
        f"Vorhersage. Gelernt aus {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} von {table}. Was fehlt, ist NaN "
        "oder der leere Text."
    )


def predicted_numbers(target: str, unit: str) -> str:
    """The output of a model of numbers; both may be empty, and without the first there is no unit."""
    of_target = f" für {target}" if target else ""
    in_unit = f" in {unit}" if unit else ""
    return f"Die vorhergesagten Zahlen{of_target}{in_unit}."


def labels_on(names: str) -> str:
    """The output of a model of several labels; the names in their order, with commas between them."""
    return f"1 für jede Klasse, die zutrifft: {names}."


def probabilities(names: str) -> str:
    """The output of probabilities."""
    return f"Wie wahrscheinlich jede Klasse ist, von 0 bis 1, in dieser Reihenfolge: {names}."


def with_threshold(second: str, first: str, threshold: str) -> str:
    """The output of labels where a threshold between two classes was chosen."""
    return f"Die vorhergesagte Klasse: {second} ab einer Wahrscheinlichkeit von {threshold}, sonst {first}."


# What an input is

TEXT = "Ein Text; leer, wo er fehlt."
DATE = (
    "Ein Zeitpunkt als Sekunden seit 1970-01-01 00:00 in UTC; NaN, wo er fehlt. Ein Datum ohne Uhrzeit steht für "
    "Mitternacht, und eines ohne Zeitzone gilt als UTC."
)
VECTOR = "Der Vektor (Embedding), den ein tiefes Netz daraus gemacht hat, von Länge 1; NaN, wo er fehlt."


def number(unit: str, ends: Sequence[str]) -> str:
    """A column of numbers: its unit, which may be empty, and the smallest and the largest that was seen, if any."""
    in_unit = f" in {unit}" if unit else ""
    seen = f" Gesehen: {' bis '.join(ends)}." if ends else ""
    return f"Eine Zahl{in_unit}; NaN, wo sie fehlt.{seen}"


def category(options: Sequence[str], most: int) -> str:
    """A column of categories, of which so many are named."""
    names = [f"„{option}“" for option in options]
    named = f": {_deutsch.listed(names, most=most)}" if options else ""
    return f"Eine Kategorie{named}; ein leerer Text, wo sie fehlt. Jeder andere Text gilt als unbekannt."


def dates_written(how: str) -> str:
    """How the dates of a column are written in the table."""
    return f"Schreibweise in der Tabelle: {how}."


def dates_seen(first: str, last: str) -> str:
    """The first and the last day that was seen."""
    return f"Gesehen: {first} bis {last}."


STATE_BEFORE = "Wie jede Einheit vor der Zeile steht."
TOLD = "Was die Zeile jeder Einheit sagt."
STATE_AFTER = "Wie jede Einheit nach der Zeile steht."
KEPT = "Dasselbe, für die Ausgaben."

# What cannot become an ONNX file

NOT_YET = "Diese Art von Modell lässt sich noch nicht exportieren."
SAVE_MODEL = "Das Modell speichern: Die Datei lässt sich hier wieder öffnen."
TRAIN_ANOTHER = "Eine andere Art von Modell trainieren."
TOO_LARGE_INTEGERS = "Die ganzen Zahlen dieses Modells sind zu groß für eine ONNX-Datei."
BELOW_2_52 = "Produkte unter 2^52"
NO_PREPROCESSING = "Diese Vorverarbeitung lässt sich nicht exportieren."
NO_GRAPH = "Aus dieser Art von Modell lässt sich weder eine ONNX-Datei noch eine Seite machen, die vorhersagt."
READS_TEXTS = "ONNX kann kein Modell enthalten, das Texte liest."
WITHOUT_TEXTS = "Spalten mit Zahlen, Kategorien und Datumsangaben"
SAVE_WHAT_READS_TEXTS = "Die HTML-Seite oder das Modell speichern: Beide lesen Texte."
LEAVE_OUT = "Die Spalte auf der Seite Daten auslassen und neu trainieren."
TOO_LARGE = "Das Modell ist zu groß für eine ONNX-Datei."
NARROWER = "Ein schmaleres Modell trainieren."
CANNOT_BE_READ = "Die ONNX-Datei lässt sich nicht wieder lesen."
ONE_GRAPH = "ein ModelProto mit einem Graphen"
UNKNOWN_OPERATOR = "Die ONNX-Datei enthält einen Operator, der hier unbekannt ist."


def a_layer_of(names: Iterable[str]) -> str:
    """Which classes of hidden layers can be exported."""
    return f"eine verdeckte Schicht von diesen: {', '.join(names)}"


def this_layer(name: str) -> str:
    """The class of hidden layers that cannot."""
    return f"eine Schicht der Klasse „{name}“"


def an_activation_of(names: Iterable[str]) -> str:
    """Which activation functions can be exported."""
    return f"eine Aktivierung von diesen: {', '.join(names)}"


def this_activation(name: str) -> str:
    """The activation function that cannot."""
    return f"die Aktivierung „{name}“"


def no_operator(columns: Sequence[str], operators: str) -> str:
    """The columns of texts, and what ONNX lacks for them."""
    names = ", ".join(f"„{column}“" for column in columns)
    return f"{names} (ONNX hat keinen Operator für {operators})"


# The network and the model in one file

ONE_COLUMN = "Eine Datei samt Netz entsteht für genau eine Spalte, die es in Vektoren verwandelt."
ONE_EMBEDDED = "eine Spalte mit Fotos, Tonaufnahmen oder Texten, die nach ihrer Bedeutung gelesen werden"
SAVE_ONNX = "Die ONNX-Datei speichern: Sie nimmt Zahlen und bei solchen Spalten die Vektoren."


def other_network(name: str) -> str:
    """That a network has other operators than the file may hold."""
    return f"Das Netz {name} lässt sich nicht in die Datei legen."


def own_operators(version: int) -> str:
    """Which operators it may hold."""
    return f"die eigenen Operatoren von ONNX, Version {version}"


def these_operators(domain: str, version: int) -> str:
    """Which it has."""
    return f"{domain}, Version {version}"


# A comment in the lines that use the file

LEFT_OUT = "Weggelassene Spalten gelten als fehlend"
LEFT_OUT_AND_DATES = "Weggelassene Spalten gelten als fehlend; Zeitpunkte sind Sekunden seit 1970 in UTC"
