"""A network that learns stop by stop: what can be chosen for it, what it learns from, and what goes wrong."""

from __future__ import annotations

from elmweb.words.de import _deutsch

OPTIONS = {
    "columns": {"two": "zwei Spalten", "all": "alle Spalten"},
    "activation": {"tanh": "tanh", "relu": "ReLU", "logistic": "logistisch"},
    "start": {
        "glorot": "Glorot",
        "he": "He",
        "large": "das Zehnfache von Glorot",
        "small": "ein Hundertstel von Glorot",
        "zeros": "alle null",
    },
    "optimizer": {"sgd": "SGD", "momentum": "SGD mit Momentum 0,9", "adam": "Adam", "adamw": "AdamW"},
}
"""Settings that are one of a few words, and what the page calls each."""

# A setting that is not allowed, which only an address can ask for

REFUSED = {
    "x": "Die erste Spalte lässt sich nicht verwenden.",
    "y": "Die zweite Spalte lässt sich nicht verwenden.",
    "rows": "Die Zahl der Zeilen ist nicht möglich.",
    "noise": "Dieses Rauschen ist nicht möglich.",
    "depth": "Diese Tiefe ist nicht möglich.",
    "width": "Diese Breite ist nicht möglich.",
    "rate": "Diese Lernrate ist nicht möglich.",
    "batch": "Diese Größe des Batches ist nicht möglich.",
    "seed": "Dieser Startwert ist nicht möglich.",
    "elm_width": "Diese Breite der ELM ist nicht möglich.",
    "elm_penalty": "Dieser Strafterm der ELM ist nicht möglich.",
    "elm_scale": "Diese Größe der Gewichte der ELM ist nicht möglich.",
    "elm_seed": "Dieser Startwert der ELM ist nicht möglich.",
    "columns": "Diese Wahl der Spalten ist nicht möglich.",
    "activation": "Diese Aktivierung ist nicht möglich.",
    "start": "Dieser Anfang der Gewichte ist nicht möglich.",
    "optimizer": "Dieser Optimierer ist nicht möglich.",
    "step": "Diese Zahl von Schritten ist nicht möglich.",
    "stop": "Dieser Halt ist nicht möglich.",
    "at": "Diese Zeile im Batch ist nicht möglich.",
    "link": "Diese Verbindung ist nicht möglich.",
    "ask": "Diese Angabe zu den Fragen ist nicht möglich.",
    "data": "Diese Daten sind nicht möglich.",
}
NO_SUCH_DATA = "Diese Daten gibt es nicht."
NO_SUCH_ROWS = "Diese Zeilen gibt es nicht."
NO_SUCH_GUESS = "Diese Vermutung gibt es nicht."
NOT_IN_LEARN = "Die Adresse verlangt etwas, das es auf der Seite Lernen nicht gibt."
A_NUMBER = "eine Zahl"
A_WHOLE_NUMBER = "eine ganze Zahl"
THREE_NUMBERS = "drei ganze Zahlen, wie 1.0.2"
ZERO_OR_ONE = "0 oder 1"


def between(low: str, high: str) -> str:
    """What a setting may be."""
    return f"von {low} bis {high}"


# Rows that are made, and points that somebody drew

MADE = {
    "moons": "Zwei Monde",
    "circles": "Eine Scheibe und ein Ring",
    "xor": "Vier Quadrate",
    "spirals": "Zwei Spiralen",
}
MADE_CLASSES = {
    "moons": ("oben", "unten"),
    "circles": ("Scheibe", "Ring"),
    "xor": ("gleiche Vorzeichen", "verschiedene Vorzeichen"),
    "spirals": ("erste", "zweite"),
}
CLASS = "Klasse"
"""What is predicted there."""
DRAWN_POINTS = "Gezeichnete Punkte"
TOO_FEW_POINTS = "Es sind zu wenige Punkte, um daraus zu lernen."
FEWEST_POINTS = "mindestens 4 Punkte aus 2 Klassen"
ADD_POINTS = (
    "Auf die leere Fläche klicken, um einen Punkt zu setzen; dann die andere Klasse wählen und weitere Punkte setzen."
)


def points_found(n_points: int, n_classes: int) -> str:
    """How many points there are, and of how many classes."""
    return f"Punkte: {n_points}, Klassen: {n_classes}"


def none_held_back(number: int) -> str:
    """That all points are learned from; so many would be enough to hold some back."""
    return f"Kein Punkt wird zurückgehalten: Dafür braucht es {number}."


# Rows of a table

NO_SURFACE = "Es gibt keine zwei Spalten mit Zahlen, also auch keine Fläche zu zeigen."
ONE_ANSWER = "Lernen zeigt nur eine Antwort auf einmal."
ONE_COLUMN = "eine Zielspalte"
CHOOSE_ONE_COLUMN = "Auf der Seite Daten eine einzige Spalte wählen."
CHOOSE_ANOTHER_COLUMN = "Auf der Seite Daten eine andere Spalte wählen oder ein Beispiel nehmen."
TWO_COLUMNS = "zwei Spalten mit Zahlen, deren Werte sich unterscheiden"
CHOOSE_ALL_COLUMNS = "Alle Spalten wählen."
CHOOSE_SAMPLE = "Ein Beispiel wählen."
CHOOSE_TWO_COLUMNS = "Zwei Spalten wählen."
ALL_ALIKE = "Alle Zeilen haben dieselbe Antwort."
TWO_CLASSES = "mindestens 2 Klassen"


def input_number(number: int) -> str:
    """The name of an input that is made of a column."""
    return f"Eingabe {number}"


def some_rows(number: int) -> str:
    """That not all rows are learned from."""
    return f"Gelernt wird aus {_deutsch.number_of(number, 'Zeile', 'Zeilen')}, damit ein Schritt schnell geht."


def too_many_classes(column: str) -> str:
    """That a column has too many classes."""
    return f"„{column}“ hat zu viele Klassen, um sie hier zu zeigen."


def classes(number: int) -> str:
    """How many classes there are; they are too many."""
    return _deutsch.number_of(number, "Klasse", "Klassen")


def no_two_columns(table: str) -> str:
    """That a table has too few columns of numbers."""
    return f"„{table}“ hat keine zwei Spalten mit Zahlen, aus denen gelernt werden kann."


def number_columns(number: int) -> str:
    """How many columns of numbers there are."""
    return _deutsch.number_of(number, "Spalte mit Zahlen", "Spalten mit Zahlen")


def too_many_inputs(table: str) -> str:
    """That a table has too many inputs."""
    return f"„{table}“ hat zu viele Eingaben, um ihnen hier zu folgen."


def inputs(number: int) -> str:
    """How many inputs there are; they are too many."""
    return _deutsch.number_of(number, "Eingabe", "Eingaben")


# What will happen? A question about the loss on the rows that are learned from

GUESSES = {
    "half": "Er fällt unter die Hälfte",
    "lower": "Er sinkt, aber nicht auf die Hälfte",
    "same": "Er bleibt etwa gleich",
    "higher": "Er steigt",
    "none": "Er ist keine Zahl mehr",
}
"""What may be guessed."""
NO_NUMBER = "keine Zahl"


def _went(before: str, after: str, n_steps: int) -> str:
    steps = _deutsch.number_of(n_steps, "Schritt", "Schritten")
    return f"Der Verlust war vorher {before}, nach {steps}: {after}."


def guessed_right(before: str, after: str, n_steps: int) -> str:
    """That a guess came true, and what the loss was before and after; that may be NO_NUMBER."""
    return f"Richtig vermutet. {_went(before, after, n_steps)}"


def guessed_wrong(guess: str, happened: str, before: str, after: str, n_steps: int) -> str:
    """That another guess came true; both are keys of GUESSES."""
    return f"Vermutet: „{GUESSES[guess]}“. Eingetreten: „{GUESSES[happened]}“. {_went(before, after, n_steps)}"


# What goes wrong with networks: a name for the button, and what happens and why

TRAPS = {
    "rate": (
        "Zu hohe Lernrate",
        (
            "Jeder Schritt springt über das Tal, in das er hinabgehen sollte; der Verlust springt umher und kommt "
            "nicht zur Ruhe."
        ),
    ),
    "diverging": (
        "Explodierender Verlust",
        (
            "Dasselbe, wenn Zahlen vorherzusagen sind: Jeder Schritt schießt weiter übers Ziel hinaus als der "
            "vorige, bis der Verlust keine Zahl mehr ist."
        ),
    ),
    "dead": (
        "Tote ReLU",
        (
            "Ein großer Schritt drückt Einheiten für jede Zeile unter null: Sie geben 0, bekommen keinen Gradienten "
            "und kehren nie zurück."
        ),
    ),
    "saturated": (
        "Gesättigter tanh",
        (
            "Mit zehnmal zu großen Gewichten steht fast jede Einheit bei -1 oder 1, wo tanh flach ist und kaum noch "
            "einen Gradienten zurückgibt."
        ),
    ),
    "vanishing": (
        "Verschwindender Gradient",
        (
            "Jede logistische Schicht reicht höchstens ein Viertel des Gradienten weiter; die erste von sechs "
            "Schichten lernt deshalb so gut wie nichts."
        ),
    ),
    "overfitting": (
        "Überanpassung (Overfitting)",
        (
            "Ein breites Netz und wenige verrauschte Zeilen: Es lernt sie auswendig, und auf zurückgehaltenen Zeilen "
            "steigt der Verlust wieder."
        ),
    ),
    "zeros": (
        "Alle Gewichte null",
        (
            "Jede Einheit gibt 0 und reicht keinen Gradienten zurück; so bewegt sich nie ein Gewicht, nur die "
            "letzten Bias ändern sich."
        ),
    ),
}
