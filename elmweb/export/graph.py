"""A fitted model as a graph of array operations, the one form all exports are written from.

Operators have the names, attributes and meaning of ONNX (opset 17, ai.onnx.ml 3). A
:class:`Graph` is built once by :mod:`elmweb.export.onnx` and then written as an ONNX file
or as JSON for the HTML predictor, and run with NumPy by :mod:`elmweb.export.onnx_run`.

Inside a graph numbers are float64, as in the model: output weights of an ELM can be large
and cancel, and float32 would then lose the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

__all__ = ["DTYPES", "DTYPE_CODES", "ML", "OWN", "Graph", "Node", "Value"]

ML = "ai.onnx.ml"
"""The domain of ONNX's operators for tables; the others are in the domain ``""``."""

OWN = "elmweb"
"""The domain of what ONNX has no operator for; a graph that uses it cannot be an ONNX file."""


@dataclass(frozen=True)
class Value:
    """An input or an output of a graph.

    Parameters
    ----------
    name : str
        Its name, for an input of a table's model the column's.
    dtype : str
        ``"float32"``, ``"float64"``, ``"int64"`` or ``"string"``.
    shape : tuple of (int or None)
        None is the number of rows.
    about : str
        What it holds, in one sentence.
    """

    name: str
    dtype: str
    shape: tuple[int | None, ...]
    about: str = ""


@dataclass(frozen=True)
class Node:
    """One operation.

    Parameters
    ----------
    op : str
        Name of the operator.
    inputs, outputs : tuple of str
        Names of values.
    attributes : dict
        Integers, floats, strings or lists of one of them, or a :class:`Graph` that is done again and again.
    domain : str
        ``""``, :data:`ML` or :data:`OWN`.
    """

    op: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Any] = field(default_factory=dict)
    domain: str = ""


class Graph:
    """Inputs, constants and operations in the order they are done.

    Parameters
    ----------
    name : str
        What the model is called.

    Attributes
    ----------
    inputs, outputs : list of Value
        What goes in and comes out.
    constants : dict of str to ndarray
        Arrays of numbers, bool, or objects of str.
    nodes : list of Node
        The operations; each uses only what stands before it.
    bodies : list of Graph
        What :meth:`scan` does at each row.
    facts : dict of str to str
        What a reader of the file may want to know: task, targets and the like.

    Examples
    --------
    >>> from elmweb.export.graph import Graph
    >>> from elmweb.export.onnx_run import run_graph
    >>> graph = Graph("double")
    >>> x = graph.input("x", "float64", (None, 1))
    >>> graph.output(graph.add("Mul", x, graph.constant(2.0)), "y", "float64", (None, 1))
    'y'
    >>> run_graph(graph, {"x": np.array([[1.5]])})["y"].tolist()
    [[3.0]]
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.inputs: list[Value] = []
        self.outputs: list[Value] = []
        self.constants: dict[str, np.ndarray] = {}
        self.nodes: list[Node] = []
        self.bodies: list[Graph] = []
        self.facts: dict[str, str] = {}
        self._taken: set[str] = set()
        self._known: dict[tuple, str] = {}

    def input(self, name: str, dtype: str, shape: tuple[int | None, ...], about: str = "") -> str:
        """Declare an input and return its name.

        Parameters
        ----------
        name : str
            Must not be taken.
        dtype, shape, about
            As in :class:`Value`.

        Returns
        -------
        str
            The name.
        """
        self.inputs.append(Value(name, dtype, shape, about))
        self._taken.add(name)
        return name

    def output(self, source: str, name: str, dtype: str, shape: tuple[int | None, ...], about: str = "") -> str:
        """Declare a value as an output.

        Parameters
        ----------
        source : str
            The value.
        name : str
            The output's name; one that is taken gets an apostrophe, as new columns of a table do.
        dtype, shape, about
            As in :class:`Value`.

        Returns
        -------
        str
            The name it got.
        """
        while name in self._taken:
            name += "'"
        self._taken.add(name)
        self.nodes.append(Node("Identity", (source,), (name,)))
        self.outputs.append(Value(name, dtype, shape, about))
        return name

    def constant(self, value: Any, dtype: str | type = np.float64) -> str:
        """Keep an array and return its name; equal small ones are kept once.

        Parameters
        ----------
        value : array-like
            Numbers, bool or str.
        dtype : str or type, default=float64
            ``"string"`` keeps objects of str.

        Returns
        -------
        str
            Its name.
        """
        array = np.asarray(value, dtype=object if dtype == "string" else dtype)
        key = (str(array.dtype), array.shape, array.tobytes()) if array.dtype != object and array.size < 1024 else None
        if key is not None and key in self._known:
            return self._known[key]
        name = self._free("constant")
        self.constants[name] = array
        if key is not None:
            self._known[key] = name
        return name

    def add(self, op: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Append an operation with one output.

        Parameters
        ----------
        op : str
            Name of the operator.
        *inputs : str
            Names of values.
        domain : str
            As in :class:`Node`.
        **attributes
            As in :class:`Node`.

        Returns
        -------
        str
            Name of its output.
        """
        name = self._free(op.lower())
        self.nodes.append(Node(op, inputs, (name,), attributes, domain))
        return name

    def body(self, name: str) -> Graph:
        """Return an empty graph for :meth:`scan`, whose names are none of this one's.

        Parameters
        ----------
        name : str
            What it is called.

        Returns
        -------
        Graph
            Two inputs are to be declared, the state before and a row; and two outputs, the state after and a row.
        """
        made = Graph(name)
        made._taken = self._taken
        self.bodies.append(made)
        return made

    def scan(self, body: Graph, state: str, rows: str) -> str:
        """Append a walk through rows, one after the other, that carries a state along.

        Parameters
        ----------
        body : Graph
            From :meth:`body`: what is done at each row.
        state : str
            The state before the first row.
        rows : str
            A value whose first axis is walked along.

        Returns
        -------
        str
            What the body gave for each row, along the first axis.
        """
        after, found = self._free("state"), self._free("scan")
        self.nodes.append(Node("Scan", (state, rows), (after, found), {"body": body, "num_scan_inputs": 1}))
        return found

    def cast(self, value: str, dtype: str) -> str:
        """Append a change of type.

        Parameters
        ----------
        value : str
            Name of a value.
        dtype : str
            ``"float32"``, ``"float64"``, ``"int64"`` or ``"bool"``.

        Returns
        -------
        str
            Name of the result.
        """
        return self.add("Cast", value, to=DTYPE_CODES[dtype])

    def _free(self, stem: str) -> str:
        """Return a name that is not taken; a table's columns may be called anything."""
        number = len(self._taken)
        while f"{stem}_{number}" in self._taken:
            number += 1
        self._taken.add(f"{stem}_{number}")
        return f"{stem}_{number}"


DTYPE_CODES = {
    "float32": 1,
    "uint8": 2,
    "int8": 3,
    "int32": 6,
    "int64": 7,
    "string": 8,
    "bool": 9,
    "float64": 11,
}
"""Types by ONNX's numbers for them (``TensorProto.DataType``)."""

DTYPES = {code: name for name, code in DTYPE_CODES.items()}
"""Types by ONNX's numbers, the other way round."""
