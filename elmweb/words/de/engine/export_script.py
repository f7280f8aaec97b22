"""What is written in the scripts to take home: comments, what they print, and why there is none."""

from __future__ import annotations

from collections.abc import Sequence

# Why there is no script

READS_TABLES = (
    "Ein Skript, das trainiert, liest Tabellen: keine Fotos, keine Tonaufnahmen, und Texte nach ihren Wörtern."
)
COLUMNS_OF_WORDS = "Spalten mit Zahlen, Kategorien, Datumsangaben und Wörtern"
SAVE_WHAT_PREDICTS = "Das Skript speichern, das vorhersagt, oder das Modell."
CHOOSE_ONE = "Eine dieser Arten von Modell wählen."
TAKE_ONE_MACHINE = "Das Skript für einen Rechner nehmen."
PLAIN_VALUES = "Ein Skript kann nur einfache Werte enthalten."
TEXTS_OR_NUMBERS = "Texte, Zahlen, ja oder nein"
NEEDS_A_NAME = "Ein Skript braucht hier den Namen einer Einstellung."
LETTERS = "Buchstaben und Ziffern"
NO_CLIPS = "Das Skript kann keine Tonaufnahmen dekodieren."
PHOTOS_OR_TEXTS = "Fotos oder Texte, die nach ihrer Bedeutung gelesen werden"
SAVE_WHOLE_ONNX = "Die ONNX-Datei samt Netz speichern: Sie nimmt die Abtastwerte einer Tonaufnahme."


def one_machine_only(kind: str) -> str:
    """That a kind of model cannot be trained on a cluster."""
    return f"Nur auf einem einzelnen Rechner zu trainieren: {kind}."


def on_a_cluster(kinds: Sequence[str]) -> str:
    """Which kinds can."""
    return f"auf einem Cluster: {' oder '.join(kinds)}"


def holds_clips(column: str) -> str:
    """The column that the script cannot read."""
    return f"„{column}“ enthält Tonaufnahmen"


# The script that trains, for one machine. Comments stand in one line; names in capitals and those of roles are code

TRAINS = {
    "what": "Trainiert auf der Tabelle FILE und sagt TARGETS vorher. Braucht Python ab 3.11 und: pip install "
    '"elmweb[page]"',
    "run": "Neben der Tabelle ausführen: python this_file.py",
    "roles": "Was jede Spalte ist: number, category, date, text oder ignore.",
    "switches": "Befunde, die ein- oder ausgeschaltet wurden.",
    "settings": "Einstellungen, die hier nicht stehen, werden nach den Daten gewählt.",
    "same": "Gleiche Tabelle, gleiche Wahl, gleicher Startwert: Zurückgehalten werden dieselben Zeilen wie auf "
    "der Seite.",
    "kept": "Auf den zurückgehaltenen Zeilen, die das Modell nicht gesehen hat.",
    "all": "Dieselben Einstellungen, aus allen Zeilen gelernt: Dieses Modell wird gespeichert.",
    "report": "Der Bericht geht mit dem Modell: die Güte einfacherer Modelle auf denselben Zeilen und was die Seite "
    "davon zeigt.",
}
LINE = (
    "Ab dieser Wahrscheinlichkeit wird die zweite der beiden Antworten gegeben, wie auf der Seite gewählt. Die Güte "
    "oben gilt für die wahrscheinlichere Antwort; die Wahrscheinlichkeiten sind dieselben."
)
"""Where the probability from which the second of two answers is given was chosen; a comment that may be broken."""
SAVED = "gespeichert als model.elm.zip; die Seite öffnet es wieder"


def rows_kept(n_train: str, n_test: str) -> str:
    """Printed: how many rows there are."""
    return f"{n_train} Zeilen zum Lernen, {n_test} zurückgehalten"


def score(value: str) -> str:
    """Printed: the score."""
    return f"Güte auf den zurückgehaltenen Zeilen: {value}"


def chosen(width: str, alpha: str, seed: str) -> str:
    """Printed: the settings that were chosen."""
    return f"Breite {width}, Alpha {alpha}, Startwert {seed}"


def chosen_seed(seed: str) -> str:
    """The same of a kind of model that has no others."""
    return f"Startwert {seed}"


# The same for a cluster

TRAINS_ON_A_CLUSTER = {
    "what": "Trainiert auf den Tabellen FILES und sagt TARGETS vorher, auf einem Dask-Cluster. Braucht Python ab "
    "3.11 und:",
    "sums": "Zwischen den Rechnern reisen Summen über Zeilen und die Antworten zu den zurückgehaltenen; von den Zeilen "
    "selbst nur eine Stichprobe.",
    "files": 'etwa "s3://bucket/part-*.csv"',
    "some": "aus so vielen Zeilen wird die Vorverarbeitung gelernt",
    "address": "ohne Adresse: Prozesse auf diesem Rechner",
    "sample": "Spalten werden an einer Stichprobe in diesem Prozess beschrieben, und die Vorverarbeitung wird daran "
    "angepasst.",
    "parts": "Jeder Teil der Tabelle wird ein Block von Zeilen; die letzten Zeilen eines jeden werden zurückgehalten.",
    "layer": "Hier lernt eine Schicht; die Mischung, die die Seite meist wählt, braucht alle Zeilen im Speicher.",
    "answers": "Vorhergesagt wird dort, wo die Zeilen sind; hierher kommen nur Antworten.",
    "off": "Wie weit Vorhersagen auf den zurückgehaltenen Zeilen danebenliegen: 9 von 10 liegen dazwischen.",
}
LINE_ON_A_CLUSTER = "ab dieser Wahrscheinlichkeit wird die zweite der beiden Antworten gegeben"
SAVED_ON_A_CLUSTER = "gespeichert als model.elm.zip; elmweb.export.load_model öffnet es wieder"

# The script that predicts with an ONNX file

FILE_IS = {
    "photo": "FILE sind Fotos oder eine CSV-Datei, die sie nennt. Eine CSV-Datei hat die Spalten des Modells, mit "
    "ihren Namen.",
    "meaning": "FILE ist eine CSV-Datei. Eine CSV-Datei hat die Spalten des Modells, mit ihren Namen.",
}
PREDICTS = {
    "column": "was das Netz liest",
    "others": "andere Spalten, und was darin steht",
    "cell": "Eine Zelle einer anderen Spalte, wie das Modell sie nimmt; eine leere fehlt.",
    "predicted": "Was das Modell zu einer Zeile sagt: ein Wert je Ziel, dann eine Wahrscheinlichkeit je Klasse.",
    "rows": "Die Zeilen einer Datei und der Ordner, in dem ihre Fotos liegen.",
}
READS_PHOTOS = {
    "side": "Pixel",
    "photo": "Ein Foto, aufrecht und in der Mitte quadratisch ausgeschnitten, wie das Netz es nimmt.",
    "white": "was durchsichtig ist, wird weiß",
}
READS_TEXTS = {
    "most": "Wortstücke, die das Netz liest",
    "longest": "Buchstaben eines Wortes; ein längeres ist unbekannt",
    "words": "Die Wörter eines Textes, klein und ohne Akzente; jedes Satzzeichen ist eines.",
    "pieces": "Die längsten Stücke eines Wortes von seinem Anfang an, oder dass es unbekannt ist.",
    "text": "Ein Text als Wortstücke, wie das Netz ihn nimmt.",
}


def predicts_with(network: str) -> str:
    """What the script does."""
    return (
        f"Sagt mit model.onnx vorher: Darin sind das Netz {network} und das Modell, das aus dessen Vektoren gelernt "
        "hat, ein Graph."
    )


def no_column(path: str, names: str) -> str:
    """Printed: that a file lacks columns."""
    return f"In {path} fehlen die Spalten {names}."


def empty_cell(path: str, row: str, column: str) -> str:
    """Printed: that a row is left out."""
    return f"{path}, Zeile {row}: {column} ist leer und wird ausgelassen."


# The script that forecasts

FORECASTS = 'Sagt die Tabelle FILE vorher wie die Seite. Braucht Python ab 3.11 und: pip install "elmweb[page]"'


def method_and_errors(name: str, mean_absolute_error: str, mase: str) -> str:
    """Printed: a method and how far off it was."""
    return f"{name} mittlerer absoluter Fehler {mean_absolute_error} MASE {mase}"


def with_interval(middle: str, low: str, high: str) -> str:
    """Printed: a forecast, and between which numbers it is to be expected."""
    return f"{middle} ({low} bis {high})"
