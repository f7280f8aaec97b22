"""Deep models: loading and running them, where they run, and what is wrong with a file or an input of theirs."""

from __future__ import annotations

# Loading and comparing


def loading(title: str) -> str:
    """That a model is loaded."""
    return f"Loading {title}"


def loading_stopped(title: str) -> str:
    """That its loading was stopped."""
    return f'Loading "{title}" was stopped.'


OPEN_AGAIN = "Open it again when you like."
COMPARING = {
    "webgpu": "Comparing on WebGPU",
    "wasm": "Comparing on WebAssembly",
    "cpu": "Comparing on the processor",
}

# Where it runs, and why there

RUNS_INSTEAD = {
    "webgpu": "WebGPU runs it instead.",
    "wasm": "WebAssembly runs it instead.",
    "cpu": "The processor runs it instead.",
}
NO_HALF = "This graphics device has no half precision (shader-f16), which the model needs."
EMULATED = "WebGPU is emulated on this device, which is slow."
IN_SINGLE = "Here it runs in single precision, with 7 digits instead of 16, so its answers may differ."
ELSEWHERE = "onnxruntime outside a browser can run it."


def tensor_too_large(size: str, most: str) -> str:
    """That WebGPU cannot hold a tensor, and how much it can."""
    return f"A tensor of this model takes {size}, and this graphics device holds {most} at most."


def tensor_large(size: str) -> str:
    """That WebGPU cannot hold a tensor."""
    return f"A tensor of this model takes {size}."


def odd_kind(name: str, kind: str, known: str) -> str:
    """That an input or output is of a type, such as float16, that the page does not know."""
    return f'"{name}" holds values of the kind {kind}; this page can only provide {known}.'


def no_operator(operator: str) -> str:
    """That the runtime lacks an operator."""
    return f"There is no operator {operator} here, which this model needs."


def no_double(operator: str) -> str:
    """That the runtime has an operator in single precision alone."""
    return f"It calculates in double precision, for which a browser's runtime has no {operator}."


def because(what: str, value: str) -> str:
    """An error in one sentence: what happened, without its full stop, and what a library says of it."""
    return f"{what}: {value}."


# What is not there

NONE = "none"
NOT_OPEN = "The model you brought is not open any more."
DROP_AGAIN = "Drop its file again."
NOTHING_TO_RUN = "There is nothing to run the model on."
FEEDS = '"feeds", an array for each input'


def no_model(name: str) -> str:
    """That there is no model of this name."""
    return f'There is no model "{name}".'


def no_graph(name: str) -> str:
    """That the model has no graph of this name."""
    return f'The model has no graph "{name}".'


def no_file(name: str) -> str:
    """That the model has no file of this name."""
    return f'The model has no file "{name}".'


def no_task(name: str) -> str:
    """That there is no task of this name."""
    return f'Nothing here does "{name}".'


def no_input(name: str) -> str:
    """That the model has no input of this name."""
    return f'The model has no input "{name}".'


def input_missing(name: str) -> str:
    """That the model got nothing for one of its inputs."""
    return f'The model\'s input "{name}" is missing.'


def input_does_not_fit(name: str) -> str:
    """That what the model got for an input is of another type or shape."""
    return f'The model\'s input "{name}" does not fit.'


ONE_NUMBER = "one number"
"""The shape of an array without axes."""

# Files that come with a model

NO_REFERENCE = "The reference outputs cannot be read."
OUTPUTS_FOR_EACH = "outputs for each graph"
NO_PIECES = "The pieces of text cannot be read."
NO_PRONUNCIATIONS = "The pronunciations cannot be read."
JSON_IN_GZIP = "JSON in gzip"


def piece_length(number: int, n_bytes: int) -> str:
    """How long a piece should be."""
    return f"{n_bytes} bytes in piece {number}"


def n_bytes(number: int) -> str:
    """How much of it is there."""
    return f"{number} bytes"


# The list of models; places in it and its fields are called as a program calls them

NO_LIST = "The list of models cannot be read."
THE_LIST = "The list of models"
RULES = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "tuple": "a list",
    "Mapping": "an object",
    "texts": "texts",
    "given": "given",
    "own_id": "a name no other model has",
    "id": "small letters, digits, -",
    "some": "one or more",
    "names": "names that differ",
    "file": "a plain file name",
    "sha256": "64 hexadecimal digits in lower case",
    "bytes": "a size above 0",
    "shape": "sizes above 0, or names",
    "fields": "only those of elmweb/zoo/manifest.py",
}
"""What a field must be."""


def model_number(number: int) -> str:
    """A model without a name, by its place in the list."""
    return f"Model {number}"


def model_called(name: str) -> str:
    """A model by its name."""
    return f'Model "{name}"'


def part_of(where: str, part: str, which: int | str = "") -> str:
    """A part of a model, such as "graph" 1, by its number or name where there are several."""
    return f"{where}, {part} {which}".rstrip()


def the_number(number: int) -> str:
    """What a field must be."""
    return f"the number {number}"


def cannot_be_used(where: str, field: str) -> str:
    """That a field of a model, or of the list, is wrong."""
    return f"{where} cannot be used: {field}."


def no_such_graph(model: str) -> str:
    """That a model has no graph of a name."""
    return f'Model "{model}" has no such graph.'
