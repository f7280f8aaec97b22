"""A race: what it needs, what came out, what is fair about it, and which way of learning to take."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

PREPARING = "Die Zeilen werden vorbereitet"
PART_OF_MNIST = "Ein Teil von MNIST"
DIGIT = "Ziffer"
"""What is predicted there."""

# What a race needs

ONE_TARGET = "Ein Wettlauf braucht genau eine Zielspalte."
ONE_COLUMN = "1 Spalte"
CHOOSE_ONE_COLUMN = "Auf der Seite Daten eine wählen."
ANOTHER_COLUMN = "Eine andere Zielspalte wählen."
TRAIN_TAKES_MORE = "Auf der Seite Trainieren dürfen es mehr sein."
MORE_ROWS = "Mehr Zeilen mitbringen oder den Wettlauf auf einem Beispiel starten."


def columns(number: int) -> str:
    """How many columns are to be predicted."""
    return _deutsch.number_of(number, "Spalte", "Spalten")


def too_many_answers(column: str) -> str:
    """That a column has too many classes."""
    return f"„{column}“ hat zu viele verschiedene Antworten für einen Wettlauf."


def most_answers(number: int) -> str:
    """How many classes there may be."""
    return f"höchstens {_deutsch.whole(number)}, weil Boosting für jede 100 Bäume wachsen lässt"


def answers(number: int) -> str:
    """How many classes there are; they are too many."""
    return _deutsch.number_of(number, "Antwort", "Antworten")


def too_few_rows(table: str) -> str:
    """That a table is too small."""
    return f"„{table}“ hat zu wenige Zeilen für einen Wettlauf: Ein Zehntel davon sagt den Netzen, wann Schluss ist."


def fewest_rows(number: int) -> str:
    """How many rows there must be."""
    return f"mindestens {_deutsch.number_of(number, 'Zeile', 'Zeilen')} zum Lernen"


def rows(number: int) -> str:
    """How many rows there are to learn from; there are too few."""
    return _deutsch.number_of(number, "Zeile", "Zeilen")


# What the digit reader needs, which was trained elsewhere

NO_DIGITS = "Der Ziffernleser lässt sich auf dieser Tabelle nicht bewerten."
IMAGES_OF_DIGITS = "Bilder der Ziffern 0 bis 9, eine Spalte je Pixel"
NUMBERS_TO_PREDICT = "Zahlen als Ziel"
RACE_ON_DIGITS = "Den Wettlauf auf dem Beispiel Ziffern starten."


def such_answers(labels: Sequence[str]) -> str:
    """What is predicted instead of digits: some of the classes."""
    return f"Antworten wie {_deutsch.listed(labels, 3)}"


# Scores and times

R2 = "R2"
ACCURACY = "Trefferquote (%)"


def r2(number: str) -> str:
    """A score in a sentence."""
    return f"R2 {number}"


def percent(number: str) -> str:
    """An accuracy in a sentence."""
    return f"{number} %"


def between(low: str, high: str) -> str:
    """A range of scores."""
    return f"{low} bis {high}"


AS_LONG = "so lange wie die ELM"


def times_as_long(ratio: str) -> str:
    """How much slower than the ELM something was."""
    return f"{ratio}-mal so lange wie die ELM"


def times_faster(ratio: str) -> str:
    """How much faster than the ELM something was."""
    return f"{ratio}-mal so schnell wie die ELM"


def compared(time: str, beside: str, elm_time: str) -> str:
    """A time, how much longer or faster than the ELM that is, and the ELM's time."""
    return f"{time}, {beside} ({elm_time})"


def never_gets(elm_score: str, score: str, compared: str) -> str:
    """That none of a contestant's seeds is as good as the ELM, and how long it took to its own score."""
    return f"Erreicht die Güte der ELM nie ({elm_score}). Bis zur eigenen ({score}): {compared}."


def not_with_this_seed(elm_score: str, score: str, compared: str) -> str:
    """That a contestant is not as good as the ELM with this seed, and how long it took to its own score."""
    return f"Erreicht die Güte der ELM mit diesem Startwert nicht ({elm_score}). Bis zur eigenen ({score}): {compared}."


def to_the_elms(score: str, compared: str) -> str:
    """How long a contestant took to the ELM's score."""
    return f"Bis zur Güte der ELM ({score}): {compared}."


def elm_never_reaches(score: str) -> str:
    """That a contestant went on, beyond all of the ELM's seeds."""
    return f"Am Ende steht {score}; das erreicht die ELM nie."


def elm_reaches_too(score: str) -> str:
    """That a contestant went on, and that another seed of the ELM gets there, too."""
    return f"Am Ende steht {score}; das erreicht die ELM mit einem anderen Startwert."


# Who came how far


def ended_best(name: str, score: str, time: str) -> str:
    """Who has the best score."""
    return f"Am besten am Ende: {name} mit {score} nach {time}."


def reached(name: str, score: str, time: str) -> str:
    """How far another came."""
    return f"{name}: {score} nach {time}."


# Which to take; the names are those within a sentence


def take_the_best(name: str, score: str, time: str) -> str:
    """The one with the best score, where the others are clearly behind."""
    return f"Zu empfehlen: {name}. Mit {score} nach {time} die beste Güte, deutlich vor den anderen."


def take_the_fastest(name: str, score: str, time: str) -> str:
    """The one with the best score, where others may be as good and took longer."""
    return f"Zu empfehlen: {name}. Mit {score} nach {time} die beste Güte, und nichts ebenso Gutes war schneller."


def take_as_good(name: str, score: str, time: str, n_rows: int, best: tuple[str, str, str]) -> str:
    """The fastest of those that may be as good as the best; name, score and time of that one."""
    rows = "1 zurückgehaltene Zeile kann" if n_rows == 1 else f"{_deutsch.whole(n_rows)} zurückgehaltene Zeilen können"
    return (
        f"Zu empfehlen: {name}, mit {score} nach {time}. {rows} das nicht vom Besten unterscheiden: {best[0]} mit "
        f"{best[1]} nach {best[2]}."
    )


# What is fair about it, and what is not


def same_rows(n_rows: int, n_test: int, n_inputs: int, side: int) -> str:
    """What all learn from; the side is that of the images that the CNN gets, 0 for none."""
    images = f", für das CNN angeordnet als Bilder von {side} mal {side}" if side else ""
    inputs = _deutsch.number_of(n_inputs, "Zahl", "Zahlen")
    return (
        f"Alle lernen aus denselben {_deutsch.whole(n_rows)} Zeilen und werden auf denselben {_deutsch.whole(n_test)} "
        f"zurückgehaltenen bewertet, jede Zeile mit denselben Werten ({inputs}){images}. Nichts wird nach den "
        "zurückgehaltenen Zeilen ausgewählt."
    )


def left_out(number: int) -> str:
    """How many rows nobody learns from."""
    rows = _deutsch.number_of(number, "weitere Zeile", "weitere Zeilen")
    return f"Ein Wettlauf lässt {rows} aus, um kurz zu bleiben."


CLOCK = (
    "Eine Uhr läuft nur, während ihr Teilnehmer trainiert. Was er dabei selbst auswählt, zählt mit, etwa der "
    "Strafterm der ELM oder wann ein Netz aufhört; das Vorbereiten der Spalten und das Bewerten für das Diagramm "
    "zählen nicht. Jeder trainiert zuerst kurz auf wenigen Zeilen ohne Uhr, damit niemand dafür büßt, der Erste zu "
    "sein, und danach hat der Browser Zeit zum Zeichnen."
)
ONE_THREAD = (
    "Sie laufen nacheinander auf einem Thread des Prozessors. Eine Grafikkarte wird nicht benutzt; bei großen "
    "Bildern würde sie den Netzen am meisten helfen."
)
SOME_CORES = "Sie laufen nacheinander auf dem Prozessor; Matrixprodukte können mehrere Kerne nutzen."
FLOATS = (
    "Die Netze rechnen mit 32-Bit-Gleitkommazahlen, die ELM mit 64 Bit, die anderen wie in scikit-learn, meist mit "
    "64 Bit."
)
FLOATS_WITH_KERNEL = (
    "Die Netze rechnen mit 32-Bit-Gleitkommazahlen, die Einheiten der ELM mit 32 Bit und Summen in 64, durch den "
    "WebAssembly-Kernel der Seite, die anderen wie in scikit-learn, meist mit 64 Bit."
)
NETWORKS_END = (
    "Ein Netz endet mit den Gewichten, die auf dem Zehntel der eigenen Zeilen am besten waren, das es beiseitelegt; "
    "sein letzter Punkt kann deshalb unter seiner Kurve liegen."
)
OPERATIONS = (
    "Gleitkommaoperationen werden aus den Größen der Matrizen gezählt. Bäume vergleichen Zahlen und haben keine "
    "Zählung."
)
R2_MEANS = "R2 ist 1 bei perfekter Vorhersage und 0, wenn immer der Mittelwert geantwortet wird."
TIMES_ARE_OF_HERE = "Die Zeiten gelten für dieses Gerät und jetzt; andere Geräte ergeben andere."


def range_is(n_seeds: int) -> str:
    """What the ranges of the scores are."""
    seeds = _deutsch.number_of(n_seeds, "Startwert", "Startwerten")
    return f"Ein Bereich reicht von der niedrigsten bis zur höchsten Güte bei {seeds}."


def trained_once(names: Sequence[str]) -> str:
    """Who has no seed."""
    return f"Ohne Zufall und deshalb nur einmal trainiert: {_deutsch.listed(names, 9)}."


def energy(watts: str) -> str:
    """How energy is guessed."""
    return (
        f"Die Energie ist Sekunden mal {watts} Watt, die Grundleistung des Prozessors eines flachen Laptops (Intel "
        "Core i5-1335U). Ein Browser kann sie nicht messen."
    )
