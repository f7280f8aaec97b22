"""What is measured on the rows kept back: the methods that are compared, scores, curves, and scores of groups."""

from __future__ import annotations

from elmweb.words.de import _deutsch

SCORE_NAMES = {
    "binary": "Trefferquote (%)",
    "multiclass": "Trefferquote (%)",
    "multilabel": "Richtige Labels (%)",
    "regression": "Mittlerer Fehler",
}
"""The score of each task."""

# The methods that a model is compared with

ALWAYS_THE_MEDIAN = "Immer der Median"
ALWAYS_THE_MOST_COMMON = "Immer die häufigsten Antworten"
RIDGE = "Ridge-Regression"


def always(answer: str) -> str:
    """The method that gives one answer to every row."""
    return f"Immer {answer}"


# While they are scored

PREDICTING = "Die zurückgehaltenen Zeilen werden vorhergesagt"
RANKING = "Die Spalten werden nach Wichtigkeit geordnet"


def comparing(name: str) -> str:
    """Which method is fitted and scored."""
    return f"Zum Vergleich: {name}"


# Curves and tables


def other_classes(number: int) -> str:
    """In place of the rarest classes, which are counted together."""
    return f"({_deutsch.number_of(number, 'andere Klasse', 'andere Klassen')})"


def ranked_higher(answer: str, pairs: str, auc: str) -> str:
    """What the area under the ROC curve means."""
    return (
        f"Von einer Zeile mit {answer} und einer ohne stellt das Modell in {pairs} von 100 Fällen die erste höher "
        f"(AUC {auc})."
    )


def share_of_answer(answer: str, in_100: str) -> str:
    """How rare the answer is whose precision is drawn."""
    return f"{answer} ist die Antwort in {in_100} von 100 Zeilen; Raten ergibt eine waagerechte Linie."


def too_few_to_calibrate(number: int, *, labels: bool) -> str:
    """Why it is not said how far the model's probabilities can be trusted."""
    things = (
        _deutsch.number_of(number, "zurückgehaltenes Label", "zurückgehaltene Labels")
        if labels
        else _deutsch.number_of(number, "zurückgehaltene Zeile", "zurückgehaltene Zeilen")
    )
    return f"Nur {things}: zu wenige, um zu prüfen, wie sicher sich das Modell sein darf."


def calibration(sure: str, right: str, gap: str, before: str, *, labels: bool) -> str:
    """How far the model's probabilities can be trusted."""
    points = "Prozentpunkt" if gap == "1" else "Prozentpunkte"
    return (
        f"Im Mittel ist es sich zu {sure} % sicher und liegt bei {right} % richtig. Über Gruppen gleich sicherer "
        f"{'Labels' if labels else 'Zeilen'} beträgt die Lücke {gap} {points}; vor der Kalibrierung waren es {before}."
    )


# Further scores: a name and a sentence for each

WHOLE_ROWS = "Ganze Zeilen richtig"
F1 = "F1"
MEAN_OVER_LABELS = "Der Mittelwert über die Labels; 1 ist am besten."
BALANCED = "Ausgewogen"
LOG_LOSS = "Log Loss"
ROOT_MEAN_SQUARED_ERROR = "Wurzel aus dem mittleren quadratischen Fehler (RMSE)"
LARGE_ERRORS_WEIGH_MORE = "Große Fehler wiegen darin schwerer als im mittleren Fehler."
R2 = "R²"


def whole_rows(in_100: str) -> str:
    """Rows with every label right."""
    return f"Alle Labels richtig bei {in_100} von 100 Zeilen."


def balanced(in_100: str) -> str:
    """The mean of the accuracies of the classes."""
    return f"Wenn jede Klasse gleich viel zählt: richtig bei {in_100} von 100."


def log_loss(of_equal_chances: str) -> str:
    """What the log loss is to be compared with: that of equal probabilities."""
    return f"Weniger ist besser. Mit immer gleichen Wahrscheinlichkeiten wären es {of_equal_chances}."


def r2(value: str, explained: str) -> str:
    """R2, with the percentage of the variance that is explained."""
    return f"R² ist {value}: Das Modell erklärt {explained} % der quadrierten Unterschiede."


def r2_below_0(value: str) -> str:
    """R2 of a model that is worse than the mean."""
    return (
        f"R² ist {value}, unter 0: Nach dem quadratischen Fehler ist das Modell schlechter, als immer den Mittelwert "
        "zu sagen."
    )


# Groups of rows

MISSING = "fehlt"
_THIRDS = {"low": "niedrig", "middle": "mittel", "high": "hoch"}


def other_values(number: int) -> str:
    """The group of all rare values of a column."""
    return _deutsch.number_of(number, "anderer Wert", "andere Werte")


def third(which: str, low: str, high: str) -> str:
    """A third of the rows by a column of numbers, with the smallest and the largest of them."""
    return f"{_THIRDS[which]}, {low}" if low == high else f"{_THIRDS[which]}, {low} bis {high}"
