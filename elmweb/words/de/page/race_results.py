"""The Race page: how a race ended, a network trained elsewhere, and whether the same comes out again."""

from __future__ import annotations

from elmweb.words.de import _deutsch

# The results

RESULTS = "Ergebnisse des Wettlaufs"
MODEL = "Modell"
OVER_SEEDS = "Über alle Startwerte"
TO_TRAIN = "Trainieren"
SIZE = "Größe"
FLOPS_TO_TRAIN = "FLOPs beim Training"
ENERGY = "Energie"
STATES = {"waiting": "wartet", "running": "trainiert gerade", "failed": "gescheitert", "stopped": "nicht fertig"}
ONE_SEED = "ein Startwert"
NO_SEED = "kein Startwert"
NO_COUNT = "nicht gezählt"
FIRST_SEED = (
    "Güte und Zeiten gelten für den ersten Startwert; über alle Startwerte: die niedrigste und die höchste Güte."
)


def to_predict(rows: int) -> str:
    """The column of how long predictions take."""
    return f"{_deutsch.whole(rows)} vorhersagen"


def intervals(ends: str) -> str:
    """How much the scores depend on which rows were kept back: each method and its range."""
    return (
        "Wären andere Zeilen zurückgehalten worden, könnte die Güte irgendwo in diesen Bereichen liegen "
        f"(95-%-Konfidenzintervalle): {ends}."
    )


SAME_SCORE = "Bis zur gleichen Güte wie die ELM"
WHICH_TO_TAKE = "Empfehlung"
FAIRNESS = "Was fair ist und was nicht"
STOPPED = "Vor dem Ende angehalten."
NO_TURN = "Kam nicht an die Reihe."

# A network that was trained elsewhere

ELSEWHERE = "Und ein Netz, das anderswo trainiert wurde?"
SCORE_IT = "Ziffernleser bewerten"
LOADING_IT = "Der Ziffernleser wird geladen und liest die Ziffern"
ABOUT_IT = (
    "Der Ziffernleser von der Seite Modelle hat auf einem anderen Rechner aus 60.000 anderen Ziffern gelernt. Hier "
    "zeigt sich, wie gut er diese Zeilen liest. Beim ersten Mal wird er samt dem, was ihn ausführt, heruntergeladen: "
    "mehrere Megabyte."
)


def it_read(percent: str, right: int, test: int, time: str, interval: str) -> str:
    """How well it did, the score in bold; the interval reads "95 bis 98"."""
    rows = "derselben Zeile" if test == 1 else f"denselben {_deutsch.whole(test)} Zeilen"
    return (
        f"<b>{percent} %</b>: Von {rows} hat er {_deutsch.whole(right)} richtig gelesen, in {time}. Wären andere "
        f"Zeilen zurückgehalten worden, könnte die Güte irgendwo im Bereich {interval} liegen "
        "(95-%-Konfidenzintervall)."
    )


def its_card(  # noqa: PLR0917  so many facts are in one sentence
    dataset: str, time: str, device: str, times: str, parameters: int, size: str
) -> str:
    """What its card says, and how many times as long as the ELM's training its own took; that may be empty."""
    compared = f" ({times}-mal so lange wie die ELM hier)" if times else ""
    return (
        f"Er lief nicht mit. Laut seiner Modellkarte wurde er {time} lang mit {dataset} trainiert, auf {device}"
        f"{compared}; er hat {_deutsch.whole(parameters)} Parameter ({size})."
    )


def its_own_test(test: str, percent: str) -> str:
    """How well it does on the digits that it was tested on."""
    return f"Bei seiner eigenen Prüfung ({test}) liest er {percent} % richtig."


ENLARGED = (
    "Seine Ziffern hatten 28 mal 28 Pixel; diese wurden für ihn vergrößert, mit mehr Kontrast, nach einer Regel, die "
    "an diesem Beispiel festgelegt wurde."
)


def elsewhere_says(name: str, percent: str, time: str) -> str:
    """What a screen reader says when it was scored."""
    return f"{name}: {percent} %, anderswo {time} lang trainiert."


# The same again

AGAIN = "Noch einmal dasselbe?"
TRAIN_AGAIN = "Noch einmal trainieren"
TRAINING_AGAIN = "Noch einmal wird trainiert"
HASHES = "Prüfsummen"
COLUMNS_OF_HASHES = ("Modell", "Training", "SHA-256", "Verglichen mit dem ersten")
EQUAL = "gleich"
UNEQUAL = "ungleich"
IN_THE_RACE = "Startwert 0, im Wettlauf"
SEED_0_AGAIN = "Startwert 0, noch einmal"
REPEATS_ITSELF = "Mit festem Startwert wiederholt sich auch ein Netz."


def trains_again(name: str, other: str = "") -> str:
    """What the button does; there may be no other method."""
    names = f"{name} und {other}" if other else name
    return (
        f"Trainiert noch einmal ({names}), mit demselben Startwert und mit einem anderen. Gleiche Prüfsummen (Hashes) "
        "bedeuten, dass das Gelernte bis aufs letzte Bit dasselbe ist."
    )


def seed(number: int) -> str:
    """A training, by its seed."""
    return f"Startwert {number}"


def same_seed(name: str, *, is_equal: bool) -> str:
    """Whether a method learned the same again from the same seed; one of a list."""
    return f"{name} mit demselben Startwert: {EQUAL if is_equal else UNEQUAL}"


def another_seed(name: str, *, is_equal: bool) -> str:
    """Whether a method learned the same from another seed; one of a list."""
    return f"{name} mit einem anderen Startwert: {EQUAL if is_equal else UNEQUAL}"
