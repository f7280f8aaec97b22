"""The chapter "Reproduce a paper": its page, and the scale and the comparison of each result."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

TITLE = "Fachartikel nachrechnen"
LEAD = (
    "Zahlen aus Fachartikeln über ELMs und aus einem über ein tiefes Netz, je mit Rezept und Knopf. Auf Knopfdruck "
    "läuft das Rezept hier, in diesem Browser. Was herauskommt, wird mit dem Veröffentlichten verglichen, auch wenn "
    "beides nicht übereinstimmt."
)

# A card

HIDDEN_UNITS = "Verdeckte Einheiten"
LEARN_FROM = "Lernen aus"
SEED = "Startwert"
SEED_OF_TRIALS = "Startwert der Versuche"
EXPECTED = "Erwartet"
PUBLISHED = "Veröffentlicht"
RECIPE = "Das Rezept hier"
STOPPED = "Vor dem Ende angehalten."
NO_SUCH_CARD = "Diese Karte gibt es nicht."
BUSY = "Es wird schon ein Ergebnis berechnet."
STOP_IT_FIRST = "Dieses zuerst anhalten."
TABLES_CAPTION = "Fünf Tabellen"
TABLE_HEADS = ("Tabelle", "Hier", "Benchmark", "Trainingszeit", "Beste der anderen")

# The scale. Each name stands behind a number

EXPECTED_BAND = "erwartet"
MARK_HERE = "hier"
MARK_PUBLISHED = "veröffentlicht"
MARK_60000 = "veröffentlicht, 60.000 Bilder"
MARK_8000 = "veröffentlicht für 8.000 Einheiten"
MARK_LENET = "veröffentlicht, LeNet-5"
MARK_NO_GAIN = "kein Gewinn"
MARK_SVR = "SVR"
MARK_BACKPROPAGATION = "Backpropagation"

# Numbers


def right(percent: str) -> str:
    """A result in large letters: how many rows are right, with its percent sign."""
    return f"{percent} richtig"


def error(value: str) -> str:
    """A result in large letters: how far off."""
    return f"Fehler {value}"


def points(value: str) -> str:
    """A difference between two percentages."""
    return f"{value} Prozentpunkte"


def reproduced_of(same: int, of: int) -> str:
    """A result in large letters: on how many tables the benchmark's score came out."""
    return f"{same} von {of} reproduziert"


def span_of_percent(low: str, high: str) -> str:
    """A range of percentages."""
    return f"{low} bis {high} %"


def span_of_points(low: str, high: str) -> str:
    """A range of differences between percentages."""
    return f"{low} bis {high} Prozentpunkte"


# What is expected


def by_seeds(expected: str, measured: str) -> str:
    """Before a recipe has run: the range to expect, and the range that was measured."""
    return f"{expected}; fünf Startwerte außerhalb des Browsers ergaben {measured}."


def by_trials(expected: str, measured: str) -> str:
    """Before a recipe of many trials has run: the range to expect, and the range that was measured."""
    return f"{expected}; zehnmal 50 Versuche außerhalb des Browsers ergaben Mittelwerte von {measured}."


def each_within(tolerance: str) -> str:
    """Before the tables have been fitted."""
    return f"Jeder Mittelwert liegt höchstens {tolerance} neben dem des Benchmarks."


PAPER_HAD_ALL = "Im Artikel wurde aus allen 60.000 Bildern gelernt."


def lies(expected: str, *, inside: bool) -> str:
    """After every comparison with what was published: whether the result is in the expected range."""
    if inside:
        return f"Das liegt in dem Bereich, den dieses Projekt erwartet: {expected}."
    return f"Das liegt außerhalb des Bereichs, den dieses Projekt erwartet: {expected}."


# Facts below a result

TRAINING_TIME = "Trainingszeit hier, auf einem Thread"
READING_TIME = "Zeit, um 10.000 Testbilder zu lesen"
PUBLISHED_TIME = "Veröffentlichte Zeit für diese Breite"
ABOUT_15_S = "rund 15 s auf vier Kernen, 2015"
NO_NUMBER = "keine Angabe"
PLAIN_WEIGHTS = "Einfache Gewichte"
RECEPTIVE_FIELDS = "Rezeptive Felder"
AFTER_EACH_EPOCH = "Nach jeder Epoche"
STANDARD_DEVIATION = "Standardabweichung"
TIME_OF_A_TRIAL = "Trainingszeit eines Versuchs"


def trained_in(percent: str, seconds: str) -> str:
    """How many test images are right, and the time of training."""
    return f"{percent}, trainiert in {seconds}"


def spread(value: str, n_trials: int, published: str) -> str:
    """The standard deviation over the trials, beside the published one."""
    return f"{value} über {_deutsch.number_of(n_trials, 'Versuch', 'Versuche')}; veröffentlicht {published}"


def beside_published(value: str, published: str) -> str:
    """A number beside the published one."""
    return f"{value}; veröffentlicht {published}"


# The comparisons: digits


def reproduced(percent: str) -> str:
    """With 1,600 units and all images: that the published accuracy came out."""
    return f"Reproduziert: {percent}, veröffentlicht rund 97,7 %."


def not_reproduced(percent: str, *, above: bool) -> str:
    """With 1,600 units and all images: that it did not."""
    if above:
        return f"Nicht reproduziert: {percent} liegt über den veröffentlichten 97,7 %."
    return f"Nicht reproduziert: {percent} liegt unter den veröffentlichten 97,7 %."


def as_good(percent: str, n_images: int) -> str:
    """With 1,600 units and fewer images: that they give as much."""
    return (
        f"Die veröffentlichten 97,7 % stammen aus 60.000 Bildern; {_deutsch.whole(n_images)} ergeben {percent}, was "
        "ebenso gut ist."
    )


def not_reached(percent: str, n_images: int) -> str:
    """With 1,600 units and fewer images: that they give less."""
    return (
        f"Die veröffentlichten 97,7 % werden nicht erreicht: {_deutsch.whole(n_images)} der 60.000 Bilder ergeben "
        f"{percent}. Alle auswählen, um die Behauptung selbst zu prüfen."
    )


def between_published(percent: str, *, does: bool) -> str:
    """With 4,000 units: whether the accuracy lies between the two that are published."""
    end = "liegt dazwischen" if does else "liegt nicht dazwischen"
    return (
        "Für 4.000 Einheiten ist keine Zahl veröffentlicht: Sie sollte zwischen den 97,7 % für 1.600 und den 98,8 bis "
        f"99,0 % für 8.000 liegen, alle drei mit 60.000 Bildern. {percent} {end}."
    )


def learned_from(n_images: int) -> str:
    """That fewer images than all were learned from."""
    return f"Hier wurde aus {_deutsch.whole(n_images)} Bildern gelernt."


# The comparisons: plain weights and receptive fields, the network


def gains(points: str, percent: str) -> str:
    """How much better receptive fields are."""
    return (
        f"Rezeptive Felder bringen {points} Prozentpunkte: Von den Fehlern der einfachen Gewichte bleiben {percent} % "
        "übrig. Die Behauptung trifft zu."
    )


def loses(points: str) -> str:
    """That receptive fields are no better."""
    return f"Rezeptive Felder kosten {points} Prozentpunkte: Die Behauptung trifft hier nicht zu."


def as_good_as_lenet(percent: str) -> str:
    """That the network is as good as the published one."""
    return f"So gut wie LeNet-5: {percent}, veröffentlicht 99,05 %."


def lenet_ahead(points: str) -> str:
    """How far the network is behind the published one, and why."""
    return f"LeNet-5 liegt {points} Prozentpunkte vorn: Es ist größer und wurde 20 Epochen lang trainiert."


def of_its_images(n_images: int) -> str:
    """That the published network learned from more images."""
    return f"Hier wurde aus {_deutsch.whole(n_images)} seiner 60.000 Bilder gelernt."


# The comparisons: the curve, diabetes, tables


def sinc_reproduced(value: str, *, below: bool) -> str:
    """That the published error came out."""
    side = "unter" if below else "über"
    return f"Reproduziert: {value} liegt weniger als eine Standardabweichung {side} den veröffentlichten 0,0097."


def sinc_better(value: str) -> str:
    """That the error is lower than the published one."""
    return (
        f"Besser als veröffentlicht: {value} liegt mehr als eine Standardabweichung unter den veröffentlichten 0,0097."
    )


def sinc_worse(value: str) -> str:
    """That the error is higher than the published one."""
    return f"Nicht reproduziert: {value} liegt mehr als eine Standardabweichung über den veröffentlichten 0,0097."


SINC_OTHERS_WORSE = "Backpropagation und Support-Vektoren waren im Artikel mit 0,0159 und 0,0130 schlechter."
SINC_OTHERS_NOT_WORSE = "Die Support-Vektoren des Artikels waren mit 0,0130 nicht schlechter."


def pima(percent: str, points: str, *, reproduced: bool) -> str:
    """Whether the published accuracy came out, and how far two such means differ by luck."""
    verdict = "Reproduziert" if reproduced else "Nicht reproduziert"
    return (
        f"{verdict}: {percent}, veröffentlicht 77,57 %. Zwei Mittelwerte aus 50 Versuchen unterscheiden sich durch "
        f"Zufall um bis zu {points} Prozentpunkte. Der veröffentlichte Vorsprung vor den Support-Vektoren, 0,26 "
        "Prozentpunkte, ist kleiner: Er sagt nichts darüber, was besser ist."
    )


def tables_reproduced(n_tables: int, tolerance: str) -> str:
    """That the scores of the benchmark came out."""
    return f"Reproduziert: Alle {n_tables} Mittelwerte liegen höchstens {tolerance} neben denen des Benchmarks."


def tables_not_reproduced(names: Sequence[str], tolerance: str) -> str:
    """That some of the scores did not."""
    return (
        f"Nicht reproduziert bei {_deutsch.listed(names)}: Dort liegt der Mittelwert mehr als {tolerance} neben dem "
        "des Benchmarks."
    )


ABOUT_OTHERS = (
    "Das beste der fünf anderen Verfahren steht in der letzten Spalte, wie im Benchmark; hier wird es nicht trainiert."
)
