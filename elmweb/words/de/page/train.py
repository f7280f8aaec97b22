"""The Train page."""

from __future__ import annotations

from elmweb.words.de import _deutsch

# The choice between a column and what comes next

TASK = "Aufgabe"
"""The name of the two links, for screen readers."""
PREDICT = "Eine Spalte vorhersagen"
FORECAST = "Wie geht es weiter? (Prognose)"

# The heading

TRAIN = "Trainieren"
NOT_YET = "So lässt sich noch nicht trainieren."


def n_targets(number: int) -> str:
    """In place of the name of what is predicted, when there are several."""
    return _deutsch.number_of(number, "Spalte", "Spalten")


def predict(target: str) -> str:
    """The heading while it cannot be trained."""
    return f"{target} vorhersagen"


def predict_from(target: str, n_columns: int) -> str:
    """The heading when it can be trained."""
    return f"{target} aus {_deutsch.number_of(n_columns, 'Spalte', 'Spalten')} vorhersagen"


def split(n_rows: int, n_train: int, n_test: int) -> str:
    """Below the heading: which rows are learned from."""
    return (
        f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')}: {_deutsch.whole(n_train)} zum Lernen, "
        f"{_deutsch.whole(n_test)} zurückgehalten, um das Ergebnis zu bewerten. "
        "Das Modell, das bleibt, lernt aus allen Zeilen."
    )


# Below the Train button

ESTIMATING = "Die Dauer wird geschätzt."
GO_TO_DATA = "Zu den Daten"
KEEP_BEST = "Das bisher beste Modell behalten"
TRAIN_AGAIN = "Neu trainieren"
BEST_IS_HERE = "Das bisher beste Modell ist da, aber noch nicht bewertet. Sonst hat sich nichts geändert."
SEE_RESULT = '<a href="#/result">Ergebnis ansehen</a>'


def stopped(step: int, steps: int) -> str:
    """How far a training came that was stopped."""
    return f"Angehalten bei {_deutsch.whole(step)} von {_deutsch.whole(steps)} Einstellungen."


def carry_on_or_see(carry_on: str, see: str) -> str:
    """After that: the button that carries on, and the link to the result."""
    return f"Das bisher beste Modell bleibt erhalten. {carry_on} oder {see}"


def trained(seconds: str) -> str:
    """After a training, before the link to the result."""
    return f"In {seconds} trainiert."


# While it trains

GETTING_READY = "Wird vorbereitet."
SCORES_R2 = "Güte jeder Einstellung, R²"
SCORES = "Güte jeder Einstellung (%)"
STOPPING = "Wird angehalten"
TRAINING = "Training läuft"


def now(step: str, facts: str) -> str:
    """Below the progress bar: what is done, then step and time; either may be empty."""
    return " ".join(f"{part}." for part in (step, facts) if part)


def scoring(step: str) -> str:
    """The same while the rows kept back are predicted."""
    return f"Bewertung auf den zurückgehaltenen Zeilen. {step}"


def step_of(step: int, steps: int) -> str:
    """How far it is."""
    return f"Schritt {_deutsch.whole(step)} von {_deutsch.whole(steps)}"


# The settings

ADJUST = "Einstellungen"
KIND_OF_MODEL = "Art des Modells"
SETTINGS = {
    "width": "Breite",
    "alpha": "Alpha",
    "scale": "Skalierung",
    "seed": "Startwert",
    "activation": "Aktivierung",
    "arithmetic": "Rechenart",
}
HINTS = {
    "width": "Zahl der verdeckten Einheiten (Neuronen): Mehr davon erfassen feinere Einzelheiten.",
    "alpha": "Regularisierung: Je höher, desto glatter.",
    "scale": "Größe der zufälligen Gewichte: Größere biegen die Kurven stärker.",
    "seed": "Gleicher Startwert (Seed), gleiches Ergebnis.",
    "activation": "Aktivierungsfunktion jeder Einheit.",
    "arithmetic": "Ganze Zahlen ergeben auf jedem Gerät dasselbe Modell, bis aufs letzte Bit. Sie sind etwas gröber.",
}
ARITHMETIC = {"float": "Gleitkomma", "integer": "Ganze Zahlen"}
AUTO = "auto"
"""In place of a value that elmweb chooses."""
HOLLOW = "Hohler Griff: elmweb wählt. Verschieben legt den Wert fest."
FOR_THIS_MACHINE = "für dieses Gerät"
FOR_A_CLUSTER = "für einen Dask-Cluster"


def setting(name: str, value: str) -> str:
    """A slider, for screen readers."""
    return f"{name}: {value}"


def scripts(for_this_machine: str, for_a_cluster: str) -> str:
    """Below the settings, with two buttons in it."""
    return (
        f"Dasselbe Training als Python-Datei: {for_this_machine} oder, "
        f"wenn die Daten dafür zu groß werden, {for_a_cluster}."
    )
