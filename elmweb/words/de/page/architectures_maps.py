"""The screen about what the layers of a CNN see."""

from __future__ import annotations

HEADING = "Was die Schichten eines CNN sehen"
LEAD = (
    "Zwei Netze lesen dieselben handgeschriebenen Ziffern: eines, das mit 60.000 davon trainiert wurde, und ein "
    "kleines, das hier trainiert wird. Ein heller Fleck in einer Merkmalskarte ist eine Stelle, an der ihr Filter "
    "gefunden hat, was er sucht."
)
CHOOSE = "Eine Ziffer wählen"
WHICH = "Welche Ziffer"
MORE = (
    'Eine eigene Ziffer zeichnen und dabei die Karten sehen: <a href="#/models/cnn-mnist">Ziffern lesen</a>. In Netze '
    'hineinsehen, die Fotos kennen: <a href="#/models/embed-image">Fotos</a>, '
    '<a href="#/models/cnn-cifar10">zehn Arten von Dingen</a>.'
)


def likely_but_wrong(percent: str, digit: int) -> str:
    """How probable a network finds its own answer, which stands before it, and which digit it should have been."""
    return f"{percent} % wahrscheinlich. Es ist eine {digit}."


# The pretrained network

PRETRAINED = "Mit 60.000 Ziffern trainiert"
READ = "Ziffern damit lesen"
READING = "Ziffern werden gelesen"
DEPTHS = {"early": "Erste Schicht", "middle": "Dritte Schicht", "deep": "Fünfte Schicht"}
DEPTHS_TEXT = {
    "early": "Striche und Kanten, jeder Filter in seiner eigenen Richtung.",
    "middle": "Ecken, Bögen und Enden von Strichen, aus Kanten zusammengesetzt.",
    "deep": "Große Teile einer Ziffer: eine Schleife, eine obere Hälfte. Objekte, soweit Ziffern Objekte sind.",
}
WHAT_IS_SHOWN = (
    "Links steht die Karte zur gewählten Ziffer, daneben stehen die Stellen anderer Ziffern, auf die dieser Filter am "
    "stärksten antwortet: das, was er sucht. Tiefere Schichten sehen größere Teile."
)


def pretrained_text(size: str) -> str:
    """What happens when the button is pressed."""
    return (
        f"Das Netz von der Seite Modelle, das Ziffern liest. Beim ersten Drücken wird es geladen ({size}), mit dem "
        "Programm, das es ausführt; bei jedem weiteren kommen zehn andere Ziffern."
    )


def area(text: str, side: int) -> str:
    """What a layer looks for, which comes first, and how much of the picture a place of its maps sees."""
    return f"{text} Eine Stelle sieht {side} mal {side} von 28 mal 28 Pixeln."


def maps_shown(n_shown: int, n_maps: int, side: int) -> str:
    """How many of a layer's maps are shown, and how large they are."""
    return f"{n_shown} von {n_maps} Karten mit {side} mal {side} Pixeln."


def trained(time: str, device: str, percent_right: str, measured_on: str) -> str:
    """How the network was trained, and how well it reads."""
    return f"Es wurde {time} lang auf {device} trainiert und liest {percent_right} % richtig (MNIST, {measured_on})."


def read_here(n_right: int, n_read: int) -> str:
    """How well it reads the digits that are shown."""
    return (
        f"Hier hat es {n_right} von {n_read} richtig gelesen: Diese wurden anderswo geschrieben und aus 8 mal 8 Pixeln "
        "vergrößert."
    )


# The network that is trained here

OWN = "Hier trainiert"
OWN_TEXT = (
    "Zwei Schichten mit 8 und 16 Filtern von 3 mal 3, für Ziffern mit 8 mal 8 Pixeln. Es dauert einige Sekunden; dabei "
    "ist zu sehen, wie sich die Filter verändern."
)
TRAIN = "Trainieren"
TRAINING = "Ein kleines CNN wird trainiert"
LAYERS = {"first": "Erste Schicht", "second": "Zweite Schicht"}
FILTERS = "Filter der ersten Schicht"
FILTERS_BEFORE = "Vorher: zufällig."
FILTERS_NOW = "Jetzt: hell, wo Tinte dafür spricht, dunkel, wo sie dagegen spricht."


def maps_of(n_maps: int, side: int) -> str:
    """How many maps a layer has, and how large they are."""
    return f"{n_maps} Karten mit {side} mal {side} Pixeln."


def how_much_changed(n_parameters: str, n_digits: str, cosine: str) -> str:
    """How large the network is, and how far training took its filters from where they began."""
    return (
        f"{n_parameters} Parameter, {n_digits} Ziffern zum Lernen. Die Kosinus-Ähnlichkeit der ersten Filter jetzt und "
        f"am Anfang ist {cosine}: 1 hieße unverändert, 0 ohne Zusammenhang. Wo sie nahe 1 bleibt, waren zufällige "
        "Filter gut genug. Darauf setzt eine ELM."
    )
