"""Deep models: loading and running them, where they run, and what is wrong with a file or an input of theirs."""

from __future__ import annotations

# Loading and comparing


def loading(title: str) -> str:
    """That a model is loaded."""
    return f"{title} wird geladen"


def loading_stopped(title: str) -> str:
    """That its loading was stopped."""
    return f"Das Laden von „{title}“ wurde angehalten."


OPEN_AGAIN = "Es lässt sich jederzeit wieder öffnen."
COMPARING = {
    "webgpu": "Auf WebGPU wird verglichen",
    "wasm": "Auf WebAssembly wird verglichen",
    "cpu": "Auf dem Prozessor wird verglichen",
}

# Where it runs, and why there

RUNS_INSTEAD = {
    "webgpu": "Stattdessen führt WebGPU es aus.",
    "wasm": "Stattdessen führt WebAssembly es aus.",
    "cpu": "Stattdessen führt der Prozessor es aus.",
}
NO_HALF = "Diese Grafikeinheit hat keine halbe Genauigkeit (shader-f16), die das Modell braucht."
EMULATED = "WebGPU wird auf diesem Gerät nur nachgebildet, was langsam ist."
IN_SINGLE = "Hier läuft es mit einfacher Genauigkeit, mit 7 statt 16 Stellen; die Antworten können deshalb abweichen."
ELSEWHERE = "onnxruntime außerhalb eines Browsers kann es ausführen."


def tensor_too_large(size: str, most: str) -> str:
    """That WebGPU cannot hold a tensor, and how much it can."""
    return f"Ein Tensor dieses Modells braucht {size}, und diese Grafikeinheit fasst höchstens {most}."


def tensor_large(size: str) -> str:
    """That WebGPU cannot hold a tensor."""
    return f"Ein Tensor dieses Modells braucht {size}."


def odd_kind(name: str, kind: str, known: str) -> str:
    """That an input or output is of a type, such as float16, that the page does not know."""
    return f"„{name}“ enthält Werte der Art {kind}; diese Seite kann nur {known} liefern."


def no_operator(operator: str) -> str:
    """That the runtime lacks an operator."""
    return f"Hier fehlt der Operator {operator}, den dieses Modell braucht."


def no_double(operator: str) -> str:
    """That the runtime has an operator in single precision alone."""
    return f"Es rechnet mit doppelter Genauigkeit; dafür fehlt im Browser der Operator {operator}."


def because(what: str, value: str) -> str:
    """An error in one sentence: what happened, without its full stop, and what a library says of it."""
    return f"{what}: {value}."


# What is not there

NONE = "keine"
NOT_OPEN = "Das mitgebrachte Modell ist nicht mehr geöffnet."
DROP_AGAIN = "Die Datei noch einmal hierher ziehen."
NOTHING_TO_RUN = "Es ist nichts da, worauf das Modell laufen könnte."
FEEDS = '"feeds", ein Array je Eingabe'


def no_model(name: str) -> str:
    """That there is no model of this name."""
    return f"Es gibt kein Modell „{name}“."


def no_graph(name: str) -> str:
    """That the model has no graph of this name."""
    return f"Das Modell hat keinen Graphen „{name}“."


def no_file(name: str) -> str:
    """That the model has no file of this name."""
    return f"Das Modell hat keine Datei „{name}“."


def no_task(name: str) -> str:
    """That there is no task of this name."""
    return f"Die Aufgabe „{name}“ gibt es hier nicht."


def no_input(name: str) -> str:
    """That the model has no input of this name."""
    return f"Das Modell hat keine Eingabe „{name}“."


def input_missing(name: str) -> str:
    """That the model got nothing for one of its inputs."""
    return f"Die Eingabe „{name}“ des Modells fehlt."


def input_does_not_fit(name: str) -> str:
    """That what the model got for an input is of another type or shape."""
    return f"Die Eingabe „{name}“ des Modells passt nicht."


ONE_NUMBER = "eine Zahl"
"""The shape of an array without axes."""

# Files that come with a model

NO_REFERENCE = "Die Vergleichsausgaben lassen sich nicht lesen."
OUTPUTS_FOR_EACH = "Ausgaben für jeden Graphen"
NO_PIECES = "Die Wortstücke lassen sich nicht lesen."
NO_PRONUNCIATIONS = "Die Aussprachen lassen sich nicht lesen."
JSON_IN_GZIP = "JSON in gzip"


def piece_length(number: int, n_bytes: int) -> str:
    """How long a piece should be."""
    return f"{n_bytes} Bytes in Stück {number}"


def n_bytes(number: int) -> str:
    """How much of it is there."""
    return f"{number} Bytes"


# The list of models; places in it and its fields are called as a program calls them

NO_LIST = "Die Liste der Modelle lässt sich nicht lesen."
THE_LIST = "Die Liste der Modelle"
RULES = {
    "str": "ein Text",
    "int": "eine ganze Zahl",
    "float": "eine Zahl",
    "bool": "true oder false",
    "tuple": "eine Liste",
    "Mapping": "ein Objekt",
    "texts": "Texte",
    "given": "vorhanden",
    "own_id": "ein Name, den kein anderes Modell hat",
    "id": "Kleinbuchstaben, Ziffern, -",
    "some": "eines oder mehr",
    "names": "verschiedene Namen",
    "file": "ein einfacher Dateiname",
    "sha256": "64 Hexadezimalziffern, klein geschrieben",
    "bytes": "eine Größe über 0",
    "shape": "Größen über 0 oder Namen",
    "fields": "nur die aus elmweb/zoo/manifest.py",
}
"""What a field must be."""


def model_number(number: int) -> str:
    """A model without a name, by its place in the list."""
    return f"Modell {number}"


def model_called(name: str) -> str:
    """A model by its name."""
    return f"Modell „{name}“"


def part_of(where: str, part: str, which: int | str = "") -> str:
    """A part of a model, such as "graph" 1, by its number or name where there are several."""
    return f"{where}, {part} {which}".rstrip()


def the_number(number: int) -> str:
    """What a field must be."""
    return f"die Zahl {number}"


def cannot_be_used(where: str, field: str) -> str:
    """That a field of a model, or of the list, is wrong."""
    return f"{where} ist nicht verwendbar: {field}."


def no_such_graph(model: str) -> str:
    """That a model has no graph of a name."""
    return f"Modell „{model}“ hat keinen solchen Graphen."
