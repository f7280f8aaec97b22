"""A fitted model as a graph of array operations, from which all exports are written.

Operators have the names, attributes and semantics of ONNX (opset 17, ai.onnx.ml 3). A
:class:`Graph` is built by :mod:`elmweb.export.onnx`, then written as an ONNX file or as JSON for
the HTML predictor, and run with NumPy by :mod:`elmweb.export.onnx_run`.

Numbers in a graph are float64, as in the model: the output weights of an ELM can be large and cancel,
for which the precision of float32 is too low.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

__all__ = ["DTYPES", "DTYPE_CODES", "ML", "OWN", "Graph", "Node", "Value"]

ML = "ai.onnx.ml"
"""The domain of ONNX's operators for traditional machine learning; the others are in the domain ``""``."""

OWN = "elmweb"
"""The domain of custom operators; a graph that uses it cannot be written as an ONNX file."""


@dataclass(frozen=True)
class Value:
    """An input or an output of a graph.

    Parameters
    ----------
    name : str
        Its name; for an input of a model of a table, the name of the column.
    dtype : str
        ``"float32"``, ``"float64"``, ``"int64"`` or ``"string"``.
    shape : tuple of (int or None)
        None stands for the number of rows.
    about : str
        Description in one sentence.
    """

    name: str
    dtype: str
    shape: tuple[int | None, ...]
    about: str = ""


@dataclass(frozen=True)
class Node:
    """An operation.

    Parameters
    ----------
    op : str
        Name of the operator.
    inputs, outputs : tuple of str
        Names of values.
    attributes : dict
        Integers, floats, strings, lists of one of them, or a :class:`Graph` as the body of a loop.
    domain : str
        ``""``, :data:`ML` or :data:`OWN`.
    """

    op: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Any] = field(default_factory=dict)
    domain: str = ""


class Graph:
    """Inputs, outputs, constants and operations in order of execution.

    Parameters
    ----------
    name : str
        Name of the model.

    Attributes
    ----------
    inputs, outputs : list of Value
        Inputs and outputs.
    constants : dict of str to ndarray
        Arrays of numbers or bool, or of ``object`` with strings.
    nodes : list of Node
        Operations; each uses only values that precede it.
    bodies : list of Graph
        Bodies of :meth:`scan`.
    facts : dict of str to str
        Metadata of the file: task, targets and the like.
    about : str
        What the whole model does, in a few sentences; empty for an estimator alone.

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
        self.about = ""
        self._taken: set[str] = set()
        self._known: dict[tuple, str] = {}

    def input(self, name: str, dtype: str, shape: tuple[int | None, ...], about: str = "") -> str:
        """Declare an input and return its name.

        Parameters
        ----------
        name : str
            Name that is not in use.
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
            Name of the value.
        name : str
            Name of the output; apostrophes are appended until it is unique.
        dtype, shape, about
            As in :class:`Value`.

        Returns
        -------
        str
            Unique name of the output.
        """
        while name in self._taken:
            name += "'"
        self._taken.add(name)
        self.nodes.append(Node("Identity", (source,), (name,)))
        self.outputs.append(Value(name, dtype, shape, about))
        return name

    def constant(self, value: Any, dtype: str | type = np.float64) -> str:
        """Add a constant and return its name; equal small arrays are stored once.

        Parameters
        ----------
        value : array-like
            Numbers, bool or str.
        dtype : str or type, default=float64
            ``"string"`` for an array of ``object`` with strings.

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
        """Return an empty graph as the body of :meth:`scan`, whose names differ from those of this graph.

        Parameters
        ----------
        name : str
            Name of the body.

        Returns
        -------
        Graph
            Two inputs are to be declared, the state before and a row, and two outputs, the state after and a row.
        """
        made = Graph(name)
        made._taken = self._taken
        self.bodies.append(made)
        return made

    def scan(self, body: Graph, state: str, rows: str) -> str:
        """Append a loop over rows that updates a state.

        Parameters
        ----------
        body : Graph
            From :meth:`body`: operations of each row.
        state : str
            State before the first row.
        rows : str
            Value whose first axis is iterated over.

        Returns
        -------
        str
            Outputs of the body for all rows, along the first axis.
        """
        after, found = self._free("state"), self._free("scan")
        self.nodes.append(Node("Scan", (state, rows), (after, found), {"body": body, "num_scan_inputs": 1}))
        return found

    def cast(self, value: str, dtype: str) -> str:
        """Append a type conversion.

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
        """Return a unique name; columns of a table may have any name."""
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
"""ONNX's codes of types (``TensorProto.DataType``)."""

DTYPES = {code: name for name, code in DTYPE_CODES.items()}
"""Types by ONNX's codes."""
