"""The screen about the LSTM: it and a plain recurrent network are asked to remember one bit."""

from __future__ import annotations

from collections.abc import Sequence

HEADING = "Warum LSTM: sich ein Bit merken"
LEAD = (
    "Eine Folge beginnt mit 1 oder -1; alles danach ist Rauschen. Am Ende wird ein Netz gefragt, wie sie begann. Zu "
    "wählen ist, über wie viele Schritte es sich das merken muss; dann werden beide hier trainiert, mit denselben "
    "Folgen."
)
BEGIN = "Beide trainieren"
DOING = "Zwei Netze werden trainiert"

# What can be chosen

FIELDS = {"steps": "Über wie viele Schritte", "start": "Gewichte am Anfang", "gates": "Tore (Gates) des LSTM am Anfang"}
OPTIONS = {
    "start": {"small": "Klein, wie in PyTorch", "glorot": "1,7-mal so groß"},
    "gates": {"open": "Offen, ebenso lange", "half": "Halb offen"},
}


def slow(steps: int) -> str:
    """So many steps as a choice, which take a while to train."""
    return f"{steps}, eine Minute oder länger"


# What both learned


def right_of(n_sequences: int) -> str:
    """The heading of the chart of the accuracy."""
    return f"Trefferquote bei {n_sequences} neuen Folgen"


COIN = "Münzwurf"
BATCHES = "Batches"
RIGHT = "Trefferquote"
RIGHT_TABLE = "Trefferquote"


def right_column(name: str) -> str:
    """The column of one network."""
    return f"{name}, Trefferquote (%)"


def accuracy_chart(networks: Sequence[tuple[str, str]]) -> str:
    """The chart of the accuracy for those who do not see it: each network and its percentage in the end."""
    return f"Diagramm. Trefferquote über den Batches. {'; '.join(f'{name} {percent} %' for name, percent in networks)}."


# The gradient; where none is left, its size is empty

GRADIENT = "Was nach jedem Schritt zurück vom Gradienten bleibt"
WHICH_GRADIENT = "Welcher Gradient"
MOMENTS = {"start": "Vor dem Training", "end": "Nach dem Training"}
STEPS_BACK = "Schritte zurück"
GRADIENT_TABLE = "Gradient"


def left(size: str) -> str:
    """How much of the gradient is left, in a table or as part of a sentence."""
    return f"{size} davon" if size else "nichts, was 32-Bit-Zahlen fassen"


def left_after(name: str, size: str, steps: int) -> str:
    """The title of the bars of one network."""
    return f"{name}, {steps} Schritte zurück: {left(size)}"


def gradient_chart(name: str, size: str, steps: int) -> str:
    """The bars of one network for those who do not see them."""
    return (
        f"Diagramm. Gradient nach Schritten zurück, auf einer logarithmischen Achse. {name}, {steps} Schritte zurück: "
        f"{left(size)}."
    )


def meaning(steps: int, plain: str, lstm: str) -> str:
    """What the bars mean, with what is left in each network as many steps back."""
    return (
        f"Jeder Schritt zurück multipliziert den Gradienten ein weiteres Mal. Vor dem Training bleibt nach {steps} "
        f"Schritten zurück im einfachen Netz {left(plain)}, im LSTM {left(lstm)}. Das Gedächtnis des LSTM läuft durch "
        "ein Tor (Gate) statt durch Gewichte. Wo kaum ein Gradient ankommt, ist es Glückssache, ob etwas gelernt wird; "
        "andere Startwerte zeigen das. Ebenso viel hängt davon ab, womit beide beginnen: Die beiden Einstellungen "
        "dafür lassen sich ändern, danach neu trainieren."
    )


def how_done(settings: str) -> str:
    """How they were trained, after a sentence about their settings."""
    return (
        f"{settings} Beide lernen aus denselben Folgen. Der Gradient ist der des Verlusts nach dem Zustand des "
        "einfachen Netzes und nach dem Gedächtnis des LSTM, im Verhältnis zu dem im letzten Schritt."
    )


# The trainings so far

TRIED = "Bisher versucht"
TRIED_HEAD = ("Schritte", "Gewichte", "Tore", "Startwert", "Batches", "Einfach", "Zeit", "LSTM", "Zeit")
TRIED_START = {"small": "klein", "glorot": "größer"}
TRIED_GATES = {"open": "ebenso lange", "half": "halb offen"}
