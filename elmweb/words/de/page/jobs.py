"""The chapter "Five jobs": its list, and what its screens have in common."""

from __future__ import annotations

from elmweb.words.de import _deutsch

TITLE = "Fünf Aufgaben aus der Praxis"
LEAD = (
    "Wofür man solche Modelle verwendet, jedes Mal mit echten Daten. Eine ELM wird hier live trainiert, neben "
    "einem anderen Modell, und beide werden an Zeilen gemessen, aus denen keines von beiden gelernt hat. Auch ihre "
    "Fehler werden gezeigt."
)
LINKS = "Aufgaben"
ALL = "Alle Aufgaben"
JOBS = {
    "health": (
        "Gesundheit",
        "Herzschläge, die nicht normal sind, Zellen, die Krebs sind, und eigene medizinische Bilder.",
    ),
    "finance": (
        "Finanzen",
        "Wenige Alarme unter vielen Zeilen. Was kostet jede Art von Fehler, und wo liegt die beste Schwelle?",
    ),
    "transport": (
        "Verkehr",
        "Wie viele Menschen morgen vorbeigehen, und was auf einem Foto zu sehen ist, mit wie vielen Fotos pro Sekunde.",
    ),
    "language": (
        "Sprache",
        "Ob eine Filmkritik den Film lobt, ein eigener Text und ein Satz, der ins Spanische übersetzt wird.",
    ),
    "science": (
        "Wissenschaft",
        "Löst sich ein Molekül in Wasser, bindet es an ein Protein? Vorhergesagt aus seiner Struktur, mit Zeichnung.",
    ),
}
"""Each job by its name in the address: the title of its link, and what it is about."""
NO_SUCH_JOB = "Diese Aufgabe gibt es nicht."

# Every screen

TRAIN = ("Trainieren", "Neu trainieren")
"""The button before there is a result, and after."""
WHAT_IT_DOES_NOT_SHOW = "Was sich daraus nicht schließen lässt"

# Tables of models

MODEL = "Modell"
ACCURACY = "Trefferquote (%)"
AVERAGE_PRECISION = "Mittlere Precision"
RANGE = "95-%-Bereich"
TRAINING_TIME = "Trainingszeit"
KEPT_BACK = "Zurückgehalten"
"""The column with the number of rows that models are judged on."""
_MODELS = {
    "lstm": "Das LSTM",
    "cnn": "Das CNN",
    "transformer": "Der Transformer",
    "linear": "Die logistische Regression",
    "mlp": "Das Netz",
}
"""The models beside the ELM, as the subject of a sentence."""


def part(some: int, of: int) -> str:
    """How many there are of how many, in a cell."""
    return f"{_deutsch.whole(some)} von {_deutsch.whole(of)}"


def finds(model: str) -> str:
    """The column with how many rows of each kind a model finds."""
    return f"{model} findet"


def as_accurate(model: str) -> str:
    """That another model is right as often as the ELM on the same rows."""
    return f"{_MODELS[model]} liegt genauso oft richtig."


def compared(model: str, points: str, *, more: bool, clear: bool) -> str:
    """How much more or less often than the ELM another model is right, in percentage points, and whether by luck."""
    unit = "Prozentpunkt" if points == "1" else "Prozentpunkte"
    height = "höhere" if more else "niedrigere"
    luck = "das ist mehr als Zufall" if clear else "das kann Zufall sein"
    return f"{_MODELS[model]} hat eine um {points} {unit} {height} Trefferquote; {luck} (McNemar-Test)."


# Molecules

MOLECULES = "Die Modelle auf den zurückgehaltenen Molekülen"
LARGEST_MISTAKES = "Die größten Fehler"
MEASURED = "Gemessen"


def structure_of(name: str) -> str:
    """The drawing of a molecule, for those who do not see it."""
    return f"Struktur von {name}"
