"""What stands around the scores: search curves, and how a result was obtained, one fact per sentence.

Where rows belong together, `group` says what is left out with a row: ``row with its copies``, ``tenth of the rows in
time``, or names of columns, in quotes. It is empty where each row stands for itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# In place of a score

NO_SCORE = "Keine Güte"
SAVED_WITHOUT = "Dieses Modell wurde ohne Bericht darüber gespeichert, wie gut es ist."
HOW_TO_GET_ONE = (
    "Es kann vorhersagen und gespeichert werden. Um seine Güte zu sehen, seine Tabelle öffnen und hier trainieren."
)

# The comparison


def learned_from_some(number: int, of: int) -> str:
    """A note on a method that learned from fewer rows than the model."""
    return f"Hat aus {_deutsch.whole(number)} von {_deutsch.whole(of)} Zeilen gelernt, um Zeit zu sparen."


def score_with_range(score: str, low: str, high: str) -> str:
    """A score with its 95 % interval."""
    return f"{score} ({low} bis {high})"


# The search curves

SCORES_OF_SEEDS = {
    "binary": "Trefferquote (%)",
    "multiclass": "Trefferquote (%)",
    "multilabel": "Trefferquote (%)",
    "regression": "R²",
}
"""What each random layer is compared by, for each task."""
DEFAULTS_TAKEN = "Genommen wurden die Voreinstellungen von scikit-learn; Einstellungen wurden nicht verglichen."
NOT_COMPARED = "Zufällige Schichten wurden nicht verglichen."


_COPIES = "row with its copies"
_TENTH = "tenth of the rows in time"


def _unseen(group: str) -> str:
    """By what kind of model a row is predicted."""
    return {
        "": "das sie nie gesehen hat",
        _COPIES: "das weder sie noch ihre Kopien gesehen hat",
        _TENTH: "das ihr zeitliches Zehntel der Zeilen nie gesehen hat",
    }.get(group, f"das ihren Wert in {group} nie gesehen hat")


def _by(group: str) -> str:
    """How settings are compared."""
    return {
        "": "mit Leave-one-out",
        _COPIES: "jeweils ohne eine Zeile und ihre Kopien",
        _TENTH: "jeweils ohne ein zeitliches Zehntel der Zeilen",
    }.get(group, f"jeweils ohne alle Zeilen mit demselben Wert in {group}")


def errors(task: str, group: str) -> str:
    """What is drawn over penalty and width."""
    name = {
        "regression": "Wurzel aus dem mittleren quadratischen Fehler (RMSE)",
        "multilabel": "Falsche Labels (%)",
    }.get(task, "Fehlerrate (%)")
    without = {
        "": "die Zeile selbst",
        _COPIES: "die Zeile und ihre Kopien",
        _TENTH: "das zeitliche Zehntel der Zeile",
    }.get(group, f"Zeilen mit demselben Wert in {group}")
    return f"{name}, jeweils vorhergesagt ohne {without}"


def seeds(number: int, low: str, high: str, group: str, *, r2: bool) -> str:
    """How far apart random layers are, in R2 or in right answers of 100."""
    spread = low if low == high else f"{low} bis {high}"
    layers = _deutsch.number_of(number, "zufällige Schicht", "zufällige Schichten")
    what = f"R² {spread}" if r2 else f"richtig bei {spread} von 100"
    return f"{layers}, gemessen {_by(group)}: {what}. Die beste bleibt."


# Which rows

ON_THEM = "Die Güte wird an ihnen allen gemessen."


def held_back(n_test: int, n_rows: int) -> str:
    """How many rows were held back."""
    return (
        f"{_deutsch.whole(n_test)} von {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} wurden zurückgehalten, bevor "
        "irgendetwas gelernt wurde."
    )


def on_some(number: int) -> str:
    """That only some of them are scored."""
    return f"Um Zeit zu sparen, wird die Güte an {_deutsch.whole(number)} von ihnen gemessen, zufällig gezogen."


# The search

SMALLEST_WIDTH = (
    "Genommen wurde die kleinste Breite, die höchstens einen Standardfehler schlechter ist als die beste, dann das "
    "beste Alpha dazu."
)
FROM_ALL = "Das endgültige Modell hat aus allen gelernt."


def no_search(model: str) -> str:
    """That a model of scikit-learn has its defaults."""
    return f"{model}: trainiert von scikit-learn mit dessen Voreinstellungen. Einstellungen wurden nicht verglichen."


def stopped(step: int, steps: int) -> str:
    """That the search was stopped."""
    return (
        f"Das Training wurde bei {_deutsch.whole(step)} von {_deutsch.whole(steps)} Einstellungen angehalten. Die "
        "bisher beste ist das Modell."
    )


def tried(n_widths: int, n_alphas: int, n_layers: int, group: str) -> str:
    """How many settings were tried, and how; 0 for a setting that was given."""
    each = ([_deutsch.number_of(n_widths, "Breite", "Breiten")] if n_widths else []) + (
        [f"{_deutsch.number_of(n_alphas, 'Wert', 'Werte')} von Alpha"] if n_alphas else []
    )
    over = f", gemittelt über {_deutsch.whole(n_layers)} zufällige Schichten" if n_layers > 1 else ""
    how = _by(group) if group else "mit exaktem Leave-one-out"
    return f"Ausprobiert, {how}{over}: {' und '.join(each) or 'die vorgegebene Einstellung'}."


def meaning_of_leaving_out(group: str) -> str:
    """What it means to leave out rows."""
    return (
        f"{'Das' if group else 'Leave-one-out'} heißt: Jede Trainingszeile wird von einem Modell vorhergesagt, "
        f"{_unseen(group)}."
    )


def some_rows(number: int, of: int) -> str:
    """That the search used a part of the rows."""
    return f"Gesucht wurde mit {_deutsch.whole(number)} von {_deutsch.whole(of)} Trainingszeilen, zufällig gezogen."


def layers(number: int, group: str) -> str:
    """How many random layers were compared."""
    return f"{_deutsch.whole(number)} zufällige Schichten wurden verglichen, {_by(group)}. Die beste ist das Modell."


# A blend

MEMBERS = (
    "lineares Modell",
    "zufällige Einheiten auf allen Spalten",
    "zufällige Einheiten auf wenigen Spalten",
    "Kernel",
)


def blend(parts: Sequence[tuple[str, str]]) -> str:
    """What a blend is made of: percent and name of each part."""
    return f"Die Mischung: {_deutsch.listed([f'{percent} % {name}' for percent, name in parts])}."


def weights(group: str) -> str:
    """How its weights were chosen."""
    return (
        "Mit diesen Gewichten ist der quadratische Fehler am kleinsten, wenn jede Trainingszeile von einem Modell "
        f"vorhergesagt wird, {_unseen(group)}."
    )


STRETCHED = "Ihr Kernel vergleicht Zeilen nach den Spalten, auf die es ankommt."


def picked(n_units: int) -> str:
    """That units of it were picked."""
    return (
        f"{_deutsch.number_of(n_units, 'Einheit', 'Einheiten')} auf wenigen Spalten: ausgewählt aus vielen zufälligen, "
        "danach, wie viel von den Antworten sie erklären."
    )


def deciding(n_deciding: int, n_judging: int) -> str:
    """How many training rows decided about its layers, and how many judge it."""
    rows = _deutsch.number_of(n_deciding, "Trainingszeile", "Trainingszeilen")
    return (
        f"Das wurde aus {rows} gelernt, deren Fehler in den Gewichten mehr zählen; mit den übrigen "
        f"{_deutsch.whole(n_judging)} wird die Mischung kalibriert."
    )


# The model that is kept

IS_USED = "Dieses Modell macht die Vorhersagen; es wird auch gespeichert und exportiert."


def refitted(n_rows: int) -> str:
    """That the settings learned once more, from all rows."""
    return (
        "Nach dieser Messung wurde mit denselben Einstellungen aus allen "
        f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} gelernt."
    )


def scores_are_of(n_rows: int) -> str:
    """Which model the scores are of."""
    return (
        f"Die Güte gilt für das Modell, das aus {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} gelernt hat. Mehr "
        "Zeilen machen ein Modell selten schlechter."
    )


# Intervals and probabilities

BY_RESAMPLING = (
    "Die 95-%-Bereiche entstehen durch wiederholtes Ziehen aus den zurückgehaltenen Zeilen (Bootstrap). Ein Vorsprung "
    "ist eindeutig, wenn der Bereich des Unterschieds, Zeile für Zeile, die 0 nicht enthält."
)
BY_COUNTING = (
    "Die 95-%-Bereiche sind die von Wilson. Ein Vorsprung ist eindeutig, wenn ihn der Zufall allein in weniger als 5 "
    "von 100 Fällen ergäbe (exakter McNemar-Test)."
)
RANGE_IN_FIVE_PARTS = (
    "Das Intervall einer Vorhersage enthält 9 von 10 Trainingszeilen, jede vorhergesagt von einem Modell, das aus den "
    "anderen vier von fünf Teilen gelernt hat."
)
PROBABILITIES_AS_THEY_ARE = "Seine Wahrscheinlichkeiten sind die, die scikit-learn ausgibt."
NO_PROBABILITIES = "Die rohen Ausgaben der kleinsten Quadrate sind keine Wahrscheinlichkeiten."
TEMPERATURES = {
    "binary": (
        "Sie werden durch eine Zahl geteilt, die Temperatur, und mit einer logistischen Kurve in Wahrscheinlichkeiten "
        "verwandelt."
    ),
    "multiclass": (
        "Sie werden durch eine Zahl geteilt, die Temperatur, und mit einem Softmax in Wahrscheinlichkeiten verwandelt."
    ),
    "multilabel": (
        "Sie werden durch eine Zahl geteilt, die Temperatur, und für jedes Label einzeln mit einer logistischen Kurve "
        "in Wahrscheinlichkeiten verwandelt."
    ),
}
"""How outputs become probabilities, for each task."""
OFFSETS = (
    "Vorher bekommt jede Klasse einen Zuschlag zu ihren Ausgaben, der mit der Temperatur angepasst wird, damit seltene "
    "Antworten so wahrscheinlich sind, wie sie häufig sind."
)
"""Of a blend."""
TEMPERATURE_FITTED = "Die Temperatur wird an die Vorhersagen aus dem Leave-one-out angepasst (Temperature Scaling)."


def by_groups(columns: str) -> str:
    """How intervals were computed where the rows of a group belong together."""
    return (
        f"Die 95-%-Bereiche entstehen durch wiederholtes Ziehen der zurückgehaltenen Werte von {columns}, jeder mit "
        "allen seinen Zeilen (Bootstrap). Ein Vorsprung ist eindeutig, wenn der Bereich des Unterschieds die 0 nicht "
        "enthält."
    )


def range_of_prediction(group: str) -> str:
    """What the interval of a prediction holds."""
    return (
        "Das Intervall einer Vorhersage enthält 9 von 10 Trainingszeilen, jede vorhergesagt von einem Modell, "
        f"{_unseen(group)}."
    )
