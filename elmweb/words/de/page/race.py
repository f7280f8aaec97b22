"""The Race page: who races, how far it is, the chart, and the settings."""

from __future__ import annotations

from elmweb.words.de import _deutsch

# The head

STOPPED_BEFORE_THE_END = "Vor dem Ende angehalten; was fertig war, bleibt."
LEAD = (
    "Eine ELM läuft gegen Bäume und gegen Netze, die mit Backpropagation trainiert werden: auf denselben Zeilen, "
    "gleich vorbereitet, gegen dieselbe Uhr. Alles wird auf diesem Gerät trainiert und gemessen, während man zusieht."
)


def race_on(table: str) -> str:
    """The heading before a race; the name of a table may be empty."""
    return f"Wettlauf auf {table}" if table else "Wettlauf"


def always_the_mean(target: str, train: int, test: int, score: str) -> str:
    """What is raced on when a number is predicted."""
    return f"{_to_predict(target, train, test)} Immer den Mittelwert zu antworten ergäbe {score}."


def always_the_most_common(target: str, train: int, test: int, score: str) -> str:
    """What is raced on when a class is predicted."""
    return f"{_to_predict(target, train, test)} Immer die häufigste Antwort zu geben ergäbe {score}."


def _to_predict(target: str, train: int, test: int) -> str:
    return f"Vorhergesagt wird {target}: {_split(train, test)}"


def _split(train: int, test: int) -> str:
    rows = _deutsch.number_of(train, "Zeile", "Zeilen")
    return f"{rows} zum Lernen, {_deutsch.whole(test)} zum Bewerten zurückgehalten."


def raced_on(table: str, target: str, train: int, test: int) -> str:
    """What was raced on, under the headline of a race."""
    return f"{table}, Vorhersage von {target}. {_split(train, test)}"


# The buttons, and how far it is

START = "Wettlauf starten"
RACE_AGAIN = "Noch ein Wettlauf"
PREPARING = "Die Zeilen werden vorbereitet."
RACING = "Der Wettlauf läuft"


def progress(percent: str) -> str:
    """The name of the bar."""
    return f"Wettlauf, {percent} %"


def trainings_done(doing: str, done: int, trainings: int) -> str:
    """Who trains now, and how many trainings are done."""
    return f"{doing}. {_deutsch.whole(done)} von {_deutsch.number_of(trainings, 'Training', 'Trainings')} fertig."


# Who races

WHO = "Wer läuft, und wie"
NO_CNN = "Kein CNN: Die Spalten dieser Tabelle sind keine Pixel eines Bildes."


def races(name: str) -> str:
    """The switch of a method, for those who do not see its name beside it."""
    return f"{name} läuft mit"


# The chart

SECONDS_OF_TRAINING = "Sekunden Training, logarithmisch"
TRAINED_ELSEWHERE = "Anderswo trainiert"


def on_rows_kept_back(score: str) -> str:
    """The title of the chart: what the score is called."""
    return f"{score}, auf zurückgehaltenen Zeilen"


def chart(score: str, ends: str, elsewhere: str) -> str:
    """The chart for those who do not see it; how it ended, and a network trained elsewhere, may be empty."""
    said = f"Diagramm. {score} über den Sekunden des Trainings, auf einer logarithmischen Achse"
    if ends and elsewhere:
        return f"{said}: {ends}; anderswo trainiert, {elsewhere}."
    return f"{said}: {ends}." if ends else f"{said}."


# What a screen reader says


def finished(headline: str) -> str:
    """A race came to its end."""
    return f"Fertig. {headline}"


def stopped(headline: str) -> str:
    """A race was stopped."""
    return f"Angehalten. {headline}"


def one_finished(name: str, score_name: str, score: str, time: str) -> str:
    """A method has just finished."""
    return f"{name}: {score_name} {score} nach {time}."


# What is wrong

NOBODY_LEFT = "Es ist kein Verfahren mehr übrig, das läuft."
SWITCH_ONE_ON = "Eines einschalten."
NOTHING_TRAINED = "Noch ist nichts trainiert."
START_FIRST = "Zuerst den Wettlauf starten."

# The table and the settings

THE_RACE = "Der Wettlauf"
TABLE = "Tabelle"
SEEDS = "Startwerte"
OPTIMIZER = "Optimierer der Netze"
OPTIMIZERS = {"adam": "Adam", "sgd": "SGD mit Momentum"}
LEARNING_RATE = "Lernrate der Netze"
LONGEST = "Längstes Training"


def n_seeds(n: int) -> str:
    """With how many seeds each method is trained, in a list."""
    return "1, am schnellsten" if n == 1 else f"{n}"


def learning_rate(rate: str, *, is_usual: bool) -> str:
    """A learning rate, in a list."""
    return f"{rate}, üblich" if is_usual else rate
