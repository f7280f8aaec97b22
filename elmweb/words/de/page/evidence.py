"""The evidence of a result: its mistakes, how it was chosen, and how it was obtained."""

from __future__ import annotations

from elmweb.words.de import _deutsch

# Mistakes

ACCURACY = "Trefferquote je Label (%)"
COMMON_MISTAKES = "Die häufigsten Fehler"
MODEL_SAID = "Laut Modell"
ROWS = "Zeilen"
TRUE = "Tatsächlich"
WHERE_WRONG = "Wo das Modell falsch liegt"


def matrix(target: str) -> str:
    """The caption of the confusion matrix, for screen readers."""
    return f"Zeilen: {target}, tatsächlich. Spalten: {target}, vorhergesagt."


def matrix_read(target: str) -> str:
    """Below the confusion matrix: how it is read."""
    return f"Senkrecht: {target}, tatsächlich. Waagerecht: laut Modell. Eine Zahl drücken, um ihre Zeilen zu sehen."


def worst(n_labels: int) -> str:
    """Below the most frequent mistakes, which stand there when there are too many answers for a matrix."""
    return (
        f"Die häufigsten Fehler unter {_deutsch.whole(n_labels)} Antworten. Eine Zahl drücken, um ihre Zeilen zu sehen."
    )


ROC = "Gefundene Fälle und Fehlalarme (ROC-Kurve)"
PRECISION_RECALL = "Precision und Recall"
PRECISION_AXIS = "Richtig, wenn es das sagt (%)"


def area(auc: str) -> str:
    """Below the ROC curve, when there is nothing more to say of it."""
    return f"Fläche unter der Kurve (AUC) {auc}. Gestrichelt: Raten, 0,5."


def average_precision(average: str) -> str:
    """Below the curve of precision against recall, when there is nothing more to say of it."""
    return f"Mittlere Precision {average}."


RESIDUALS = "Vorhergesagt und tatsächlich"
RESIDUALS_READ = (
    "Jeder Punkt ist eine Zeile, die das Modell nie gesehen hatte; darauf drücken, um sie zu sehen. Auf der "
    "gestrichelten Linie stimmt die Vorhersage genau."
)
FURTHEST = "Zeilen mit den größten Fehlern zeigen"

# How it was chosen, and how sure it is

LEAVE_ONE_OUT = "Leave-one-out: Jede Zeile wird ohne sich selbst vorhergesagt."
AXES = {"widths": "Breite", "alphas": "Alpha"}
SEEDS_READ = "Höher ist besser; die gestrichelte Linie ist der Median."
CALIBRATION = "Wie sicher, und wie oft richtig"


def by_width(measure: str) -> str:
    """The chart of an error over the width of the hidden layer."""
    return f"{measure}, nach Breite"


def by_alpha(measure: str) -> str:
    """The chart of an error over the penalty."""
    return f"{measure}, nach Alpha"


def by_seed(measure: str) -> str:
    """The chart of a score over random seeds."""
    return f"{measure}, nach Startwert"


def chosen(error: str, setting: str) -> str:
    """Beside the dot of the setting that was chosen."""
    return f"{error} bei {setting}"


# How it was obtained

HOW = "Wie es gemacht wurde"
