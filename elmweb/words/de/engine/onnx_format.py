"""Why a file is no ONNX file that can be used."""

from __future__ import annotations

from elmweb.words.de import _deutsch

NO_OR_CUT = "Das ist keine ONNX-Datei, oder sie ist abgeschnitten."
ONE_GRAPH = "ein Modell mit einem Graphen"
NO_FILE = "Das ist keine ONNX-Datei."
OPERATORS_AND_OUTPUTS = "Operatoren und Ausgaben"
ELSEWHERE = "Die Gewichte dieses Modells stehen in einer anderen Datei."
WEIGHTS_INSIDE = "eine ONNX-Datei, die ihre Gewichte enthält"
SAVE_INSIDE = "Mit onnx.save(model, path) noch einmal speichern; das legt sie hinein."
A_TENSOR = "ein Tensor"
SOMETHING_ELSE = "etwas anderes"
NUMBER_OF_AXES = "eine Zahl von Achsen"
NONE = "keine"
TOO_MUCH = "So eine ONNX-Datei würde kein Programm schreiben."
MORE = "mehr"


def holds_none(n_bytes: int) -> str:
    """The size of a file that holds no model."""
    return f"{_deutsch.number_of(n_bytes, 'Byte', 'Bytes')} ohne Modell"


def n_bytes(number: int) -> str:
    """The size of a file."""
    return _deutsch.number_of(number, "Byte", "Bytes")


def cannot_be_used(name: str) -> str:
    """An input or an output that is no tensor."""
    return f"„{name}“ dieses Modells lässt sich hier nicht verwenden."


def no_shape(name: str) -> str:
    """An input or an output whose shape is not declared."""
    return f"Zu „{name}“ dieses Modells fehlt die Form."


def most_names(most: int) -> str:
    """More than any real model has."""
    return f"höchstens {_deutsch.whole(most)} Eingaben, Ausgaben und Arten von Operatoren"


def most_fields(most: int) -> str:
    """The same of the fields of a file."""
    return f"höchstens {_deutsch.number_of(most, 'Feld', 'Felder')}"


def most_axes_of_a_weight(most: int) -> str:
    """The same of a weight's axes."""
    return f"höchstens {_deutsch.number_of(most, 'Achse', 'Achsen')} eines Gewichts"


def most_axes(name: str, most: int) -> str:
    """The same of an input or an output."""
    return f"höchstens {_deutsch.number_of(most, 'Achse', 'Achsen')} von „{name}“"


def most_graphs(most: int) -> str:
    """The same of loops within loops."""
    return f"höchstens {_deutsch.number_of(most, 'Graph', 'ineinander geschachtelte Graphen')}"
