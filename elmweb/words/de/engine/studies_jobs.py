"""What the chapter of jobs says while it works, and the names of its models."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

ASKING_BOTH = "Beide werden gefragt"
ASKING_LSTM = "Das LSTM wird gefragt"
ASKING_TRANSFORMER = "Der Transformer wird gefragt"
LIKES = "gefällt"
"""What it answers of a review that likes the film, by the name in its card."""
LOADING_BEATS = "Die Herzschläge werden geladen"
LOADING_CELLS = "Die Zellen werden geladen"
LOADING_COUNTS = "Die Zählungen werden geladen"
LOADING_LSTM = "Das LSTM wird geladen"
LOADING_MOLECULES = "Die Moleküle werden geladen"
LOADING_SNIPPETS = "Die Textstücke werden geladen"
LOADING_TABLE = "Die Tabelle wird geladen"
JUDGING_CNN = "Das CNN wird bewertet"
JUDGING_ELM = "Die ELM wird bewertet"
JUDGING_LOGISTIC = "Die logistische Regression wird bewertet"
JUDGING_NETWORK = "Das Netz wird bewertet"
READING_IMAGES = "Die Bilder werden gelesen"
READING_TEXT = "Der eigene Text wird gelesen"
TRAINING_CNN = "Das CNN wird trainiert"
TRAINING_ELM = "Die ELM wird trainiert"
TRAINING_LINEAR = "Das lineare Modell wird trainiert"
TRAINING_LOGISTIC = "Die logistische Regression wird trainiert"
TRAINING_NETWORK = "Das Netz wird trainiert"

TEN_TIMES = {
    "elm": "Die ELM wird zehnmal auf neun Zehnteln trainiert",
    "linear": "Die logistische Regression wird zehnmal auf neun Zehnteln trainiert",
    "mlp": "Das Netz wird zehnmal auf neun Zehnteln trainiert",
}


def sentences_read(number: int, n_all: int) -> str:
    """How many sentences have been read by the model that makes numbers of them."""
    return f"Aus Sätzen werden Zahlen, {_deutsch.whole(number)} von {_deutsch.whole(n_all)}"


# The models, in the tables of their scores; a name ends at its first comma, where only it is shown

LAST_WEEK = "Dieselbe Stunde der Vorwoche"
LOGISTIC_REGRESSION = "Logistische Regression"
LSTM = "LSTM, von der Seite Modelle"
RIDGE_REGRESSION = "Ridge-Regression"
TRANSFORMER = "Transformer, von der Seite Modelle"


def elm(n_units: int) -> str:
    """The ELM."""
    return f"ELM, {_deutsch.number_of(n_units, 'Einheit', 'Einheiten')}"


def elm_of_parts(n_units: int) -> str:
    """The ELM whose units each look at a part of an image."""
    if n_units == 1:
        return "ELM, 1 Einheit, die einen Ausschnitt sieht"
    return f"ELM, {_deutsch.whole(n_units)} Einheiten, die Ausschnitte sehen"


def network(widths: Sequence[int]) -> str:
    """The network of one or two hidden layers."""
    return f"MLP, {' und '.join(map(str, widths))} Einheiten"


def cnn(filters: Sequence[int]) -> str:
    """The CNN of two layers of filters."""
    return f"CNN, {' und '.join(map(str, filters))} Filter"


# What cannot be done

NO_ELM = "Es gibt noch keine ELM."
PRESS_TRAIN = "Zuerst „Trainieren“ drücken."
NO_FILE = "Es wurde keine Datei mitgebracht."
A_MEDMNIST_FILE = "eine MedMNIST-Datei, .npz"
THE_FILE = "die Datei"
"""For a file without a name."""
