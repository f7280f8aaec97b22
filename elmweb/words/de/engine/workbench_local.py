"""The workbench: what it is doing, and what it needs for that first."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# What it is doing

EXPLAINING = {
    "columns": "Eine Spalte nach der anderen wird vermischt",
    "row": "Die Zeile wird mit anderen verglichen",
    "change": "Andere Werte werden ausprobiert",
    "file": "Die Gründe für jede Zeile werden berechnet",
}
"""While a question about the model is worked out, by the question."""
AUDITING = {
    "mistakes": "Eine Zeile nach der anderen wird ausgelassen",
    "check": "Antworten werden absichtlich verfälscht und dann gesucht",
    "coverage": "Auf den zurückgehaltenen Zeilen wird gezählt",
}
"""The same for a question about the rows behind it."""
WORKING = "Wird berechnet"
"""The same for other questions."""
LOOKING = "Die Spalten werden geprüft"
LOOKING_FOR_SERIES = "Zeitreihen werden gesucht"
GETTING_READY = "Wird vorbereitet"
PREPARING_ROWS = "Die Zeilen werden vorbereitet"
COMPARING_ROWS = "Vergleich mit den Zeilen, aus denen es gelernt hat"
TAKING_OUT = "Die Zeilen werden herausgenommen"
READING_SUMS = "Die Summen werden gelesen"
READING_MODEL = "Das Modell wird gelesen"
FETCHING_MNIST = "Ein Teil von MNIST wird geladen"


def looking_at(table: str) -> str:
    """While the columns of a table are looked at."""
    return f"Die Spalten von {table} werden geprüft"


def reading(name: str) -> str:
    """While a file is read."""
    return f"{name} wird gelesen"


# Stopped

STOPPED = "Angehalten."
START_AGAIN = "Ein neuer Anfang ist jederzeit möglich."
STOPPED_UNSCORED = "Angehalten, bevor es bewertet war."
A_TRAINED_MODEL = "ein trainiertes Modell"
THE_BEST = "das beste davon"


def stopped(step: int, steps: int) -> str:
    """How far a training came."""
    return f"Angehalten bei {_deutsch.whole(step)} von {_deutsch.whole(steps)} Einstellungen."


# How long a training takes


def estimate(time: str, memory: str, n_settings: int, notes: Sequence[str], *, blended: bool = False) -> str:
    """Time, memory, how many settings are tried or what is blended, and notes as sentences; 1 setting is not said."""
    tried = (
        f"{_deutsch.whole(n_settings)} Einstellungen werden ausprobiert, die beste bleibt." if n_settings > 1 else ""
    )
    if blended:
        tried = (
            "Drei Schichten und ein lineares Modell werden gemischt, gewichtet danach, wie gut sie ausgelassene Zeilen "
            "vorhersagen."
        )
    return " ".join(filter(None, (f"{time}, {memory} Speicher.", tried, *notes)))


# What is needed first

NO_TABLE = "Es ist keine Tabelle geöffnet."
DROP_A_FILE = "Auf der Seite Daten eine Datei ablegen."
OPEN_A_SAMPLE = "Eine Beispieltabelle öffnen."
NO_MODEL = "Es gibt noch kein Modell."
PRESS_TRAIN = "„Trainieren“ drücken."
OPEN_A_MODEL = "Ein gespeichertes Modell öffnen."
NOTHING_TO_LEARN = "Für dieses Modell gibt es nichts mehr zu lernen."
NOTHING_STOPPED = "Es wurde kein Training angehalten."
TRAIN_AGAIN = "Neu trainieren."
OTHER_LANGUAGE = "Dieser Bericht ist in einer anderen Sprache geschrieben und wird gezeigt, wie er war."
NO_SCORED_ROWS = "Die Zeilen, an denen dieses Modell bewertet wurde, sind nicht hier."
OPEN_THE_TABLE = "Die Tabelle öffnen und neu trainieren."
NOTHING_PREDICTED = "Noch ist keine Datei vorhergesagt."
DROP_ONE = "Eine Datei unter „Auf eine neue Datei anwenden“ ablegen."
ROWS_GONE = "Die Zeilen des Modells sind nicht mehr da."
NO_SUMS = "Noch ist keine Datei mit Summen gelesen."
OPEN_ONE = "Zuerst eine öffnen."
NO_ROWS = "Ein gespeichertes Modell hat keine Zeilen bei sich."
OPEN_ITS_TABLE = "Seine Tabelle öffnen und neu trainieren."
NO_EARLIER_MODEL = "Ein früheres Modell gibt es nicht."
NO_LESSON = "Es ist keine Lektion geöffnet."
OPEN_LEARN = "Die Seite Lernen neu öffnen."
NO_DEEP_MODELS = "Tiefe Modelle lassen sich hier nicht ausführen."
INSTALL_ONNXRUNTIME = "onnxruntime installieren."
TRAINED_HERE = "ein Modell, das auf dieser Seite trainiert wurde"
OPEN_IN_PYTHON = "Es in Python mit elmweb.export.load_model öffnen."
FOLDER_WITH_IT = "ein Ordner mit Beispielen, der sie enthält; beim Bauen der Website kommt MNIST hinein"
BUILD_THE_SITE = "Die Website bauen und ihren Ordner mit Beispielen angeben."


def nothing_of_that_name(kind: str) -> str:
    """A method that cannot be compared."""
    return f"Zum Vergleichen gibt es nichts, das „{kind}“ heißt."


def no_columns(name: str) -> str:
    """A model file that was saved from Python."""
    return f"Die Modelldatei „{name}“ sagt nichts über die Spalten einer Tabelle."


def saved_from_python(estimator: str) -> str:
    """What it holds."""
    return f"ein Schätzer, aus Python gespeichert ({estimator})"


def no_sample_file(name: str) -> str:
    """A file that the site should have."""
    return f"Unter den Beispielen hier gibt es keine Datei „{name}“."


# Files, by their names without the endings


def predicted_file(stem: str) -> str:
    """A table with predictions."""
    return f"{stem} vorhergesagt"


def by_risk_file(stem: str) -> str:
    """The same, sorted by the probability of an answer."""
    return f"{stem} nach Risiko"


def comes_first(answer: str) -> str:
    """How it is sorted."""
    return f"{answer} zuerst."


# A lesson

THE_OPEN_TABLE = "Die geöffnete Tabelle"
DRAWN_POINTS = "Selbst gezeichnete Punkte"
NO_SUCH_TRAP = "Diese Falle gibt es nicht."
A_TRAP = "eine von denen auf der Seite"
NO_SUCH_MOVE = "Das kann die Lektion nicht."
A_MOVE = "ein bekannter Zug"
NO_STEP_YET = "Noch ist kein Schritt getan."
BESIDE_THE_SCRIPT = "Neben dem Skript aufbewahren."


def steps_done(number: int) -> str:
    """What the script of a lesson does."""
    if number == 1:
        return "Es wiederholt den einen Schritt, der getan ist."
    return f"Es wiederholt die {_deutsch.whole(number)} Schritte, die getan sind."


# A race

PART_OF_MNIST = "Ein Teil von MNIST, 3,3 MB"
NOBODY_CAN_RACE = "Keines der gewählten Verfahren kann auf dieser Tabelle antreten."
CNN_NEEDS_IMAGES = "ein CNN braucht Bilder: eine Quadratzahl von Spalten mit Pixeln"
CHOOSE_OTHERS = "Ein anderes Verfahren wählen."
