"""The trainings of a visit, and how two of them compare."""

from __future__ import annotations

from elmweb.words.de import _deutsch

FACTS = {
    "table": "Tabelle",
    "predicts": "Vorhergesagt wird",
    "columns": "Spalten",
    "kind": "Art des Modells",
    "width": "Breite",
    "alpha": "Alpha",
    "scale": "Skalierung",
    "seed": "Startwert",
    "activation": "Aktivierung",
    "arithmetic": "Rechenart",
    "learned": "Gelernt aus",
    "auc": "Rangfolge (AUC)",
    "seconds": "Trainiert in",
}
"""What is said of each training, line by line; its score stands among them."""
ARITHMETIC = {"float": "Gleitkomma", "integer": "ganze Zahlen"}


def learned_from(n_rows: int) -> str:
    """How many rows a model learned from."""
    return _deutsch.number_of(n_rows, "Zeile", "Zeilen")


def settings(width: str, alpha: str, seed: str) -> str:
    """The settings of a training in a line; any may be empty."""
    named = ((f"Breite {width}", width), (f"Alpha {alpha}", alpha), (f"Startwert {seed}", seed))
    return ", ".join(text for text, value in named if value)


# What is held

TRAIN_WITH_ITS_SETTINGS = "Mit seinen Einstellungen neu trainieren: Derselbe Startwert ergibt dasselbe Modell."
A_RUN = "ein Durchlauf seit dem letzten Start des Rechenteils"
WHY_NOT_HERE = (
    "Abbrechen und Abstürze können den Rechenteil neu starten. Mit den Einstellungen dieses Durchlaufs trainieren."
)


def not_held(run: int) -> str:
    """A training whose model was let go."""
    return f"Das Modell von Durchlauf {run} ist nicht mehr vorhanden."


def last_models(number: int, size: str) -> str:
    """How many are held."""
    return f"die letzten {_deutsch.whole(number)} Modelle, zusammen höchstens {size}"


def no_run(run: int) -> str:
    """A training that is not known."""
    return f"Durchlauf {run} gibt es hier nicht."


def the_run(run: int) -> str:
    """Its number."""
    return f"Durchlauf {run}"


def held(most: int, most_size: str, number: int, size: str) -> str:
    """What is held, below the list."""
    return (
        f"Die letzten {_deutsch.whole(most)} Modelle bleiben, bis die Seite geschlossen wird, soweit sie in "
        f"{most_size} passen; zurzeit {_deutsch.number_of(number, 'Modell', 'Modelle')}, {size}."
    )


# Which of two is ahead

CANNOT_BE_TESTED = (
    "Das Modell eines der beiden ist nicht mehr vorhanden. Darum lässt sich der Unterschied ihrer Güte nicht prüfen."
)
OTHER_ROWS = (
    "Sie wurden an verschiedenen Zeilen oder Antworten bewertet. Ihre Güte sagt darum wenig darüber, welches besser "
    "ist."
)


def as_good(one: int, other: int) -> str:
    """Two with the same score."""
    return f"Durchlauf {one} und Durchlauf {other} sind auf denselben Zeilen gleich gut."


def less_off(better: int, worse: int, by: str, *, clear: bool) -> str:
    """Which is nearer to the right number, and whether that is clear."""
    luck = "Das ist mehr als Zufall." if clear else "Das kann Zufall sein."
    return (
        f"Durchlauf {better} hat einen um {by} kleineren mittleren Fehler als Durchlauf {worse}, auf denselben "
        f"Zeilen. {luck}"
    )


def more_right(better: int, worse: int, by: str, *, clear: bool) -> str:
    """Which is right more often, and whether that is clear."""
    luck = "Das ist mehr als Zufall." if clear else "Das kann Zufall sein."
    return (
        f"Durchlauf {better} liegt bei {by} von 100 Zeilen mehr richtig als Durchlauf {worse}, auf denselben Zeilen. "
        f"{luck}"
    )
