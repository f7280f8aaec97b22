"""Why a file is no ONNX file that can be used."""

from __future__ import annotations

from elmweb.formatting import count

NO_OR_CUT = "This is no ONNX file, or a cut one."
ONE_GRAPH = "a model with one graph"
NO_FILE = "This is no ONNX file."
OPERATORS_AND_OUTPUTS = "operators and outputs"
ELSEWHERE = "The weights of this model are in another file."
WEIGHTS_INSIDE = "an ONNX file with its weights inside"
SAVE_INSIDE = "Save it again with onnx.save(model, path), which puts them inside."
A_TENSOR = "a tensor"
SOMETHING_ELSE = "something else"
NUMBER_OF_AXES = "a number of axes"
NONE = "none"
TOO_MUCH = "This ONNX file is none that a program would write."
MORE = "more"


def holds_none(n_bytes: int) -> str:
    """The size of a file that holds no model."""
    return f"{count(n_bytes, 'byte')} that hold none"


def n_bytes(number: int) -> str:
    """The size of a file."""
    return count(number, "byte")


def cannot_be_used(name: str) -> str:
    """An input or an output that is no tensor."""
    return f'"{name}" of this model cannot be used here.'


def no_shape(name: str) -> str:
    """An input or an output whose shape is not declared."""
    return f'"{name}" of this model has no shape.'


def most_names(most: int) -> str:
    """More than any real model has."""
    return f"at most {most:,} inputs, outputs and kinds of operators"


def most_fields(most: int) -> str:
    """The same of the fields of a file."""
    return f"at most {most:,} fields"


def most_axes_of_a_weight(most: int) -> str:
    """The same of a weight's axes."""
    return f"at most {most:,} axes of a weight"


def most_axes(name: str, most: int) -> str:
    """The same of an input or an output."""
    return f'at most {most:,} axes of "{name}"'


def most_graphs(most: int) -> str:
    """The same of loops within loops."""
    return f"at most {most:,} graphs in each other"
