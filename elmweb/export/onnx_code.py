"""Ten lines that use an exported ONNX file, in Python and in JavaScript."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from elmweb.export.script import literal
from elmweb.preprocessing.features import Feature
from elmweb.training.model import TrainedModel
from elmweb.words.engine import export_onnx as words

__all__ = ["onnx_code"]

_FILLED = 4
"""How many columns the row of an example has; the others are missing in it."""

_PYTHON_CODE = """\
import numpy as np
import onnxruntime  # pip install onnxruntime

session = onnxruntime.InferenceSession({file})
# {note}
row = {row}
kinds = {{"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(string)": object}}
feeds = {{}}
for column in session.get_inputs():
    missing = "" if column.type == "tensor(string)" else np.nan
    feeds[column.name] = np.full((1, column.shape[1]), row.get(column.name, missing), kinds[column.type])
print(dict(zip([one.name for one in session.get_outputs()], session.run(None, feeds))))
"""

_JAVASCRIPT_CODE = """\
import * as ort from "onnxruntime-web"; // npm install onnxruntime-web

const session = await ort.InferenceSession.create({file});
// {note}
const row = {row};
const feeds = {{}};
for (const {{ name, type, shape }} of session.inputMetadata) {{
  const cell = Object.hasOwn(row, name) ? row[name] : type === "string" ? "" : NaN;
  feeds[name] = new ort.Tensor(type, Array(shape[1]).fill(cell), [1, shape[1]]);
}}
const outputs = await session.run(feeds);
for (const name of session.outputNames) console.log(name, [...outputs[name].data]);
"""


def onnx_code(model: TrainedModel, file: str) -> dict[str, str]:
    """Return programs that predict one row with an ONNX file.

    Parameters
    ----------
    model : TrainedModel
        The model in the file.
    file : str
        Name of the file, beside which the programs run.

    Returns
    -------
    dict of str to str
        The source by the name of the language, "Python" and "JavaScript". The row is made of usual values. Names of
        columns and categories are in it as literals only.

    Examples
    --------
    >>> from elmweb.data import Table, make_dataset
    >>> import pandas as pd
    >>> from elmweb.training import Settings, train
    >>> frame = pd.DataFrame({"a": [a % 11 for a in range(40)], "b": [3 * a % 7 for a in range(40)]})
    >>> roles = {"a": "number", "b": "number"}
    >>> data = make_dataset(Table("t", frame, 0, 0.0), ["b"], "regression", roles, {})
    >>> code = onnx_code(train(data, Settings(n_hidden=8, n_seeds=1)), "t.onnx")
    >>> print(code["Python"].splitlines()[3])
    session = onnxruntime.InferenceSession("t.onnx")
    """
    some = [feature for feature in model.features if feature.role in ("number", "category", "date")][:_FILLED]
    row = {feature.name: _usual(feature) for feature in some if feature.middle is not None}
    dates = any(feature.role == "date" for feature in some)
    note = words.LEFT_OUT_AND_DATES if dates else words.LEFT_OUT
    python = ", ".join(f"{_text(name)}: {_value(cell)}" for name, cell in row.items())
    script = ", ".join(f"{_key(name)}: {json.dumps(cell)}" for name, cell in row.items())
    return {
        "Python": _PYTHON_CODE.format(file=_text(file), row=f"{{{python}}}", note=note),
        "JavaScript": _JAVASCRIPT_CODE.format(file=json.dumps(file), row=f"{{ {script} }}", note=note),
    }


def _usual(feature: Feature) -> float | str:
    """Return the middle value of a column, as the file takes it."""
    if feature.role == "date":
        return float(np.datetime64(str(feature.middle), "s").astype(np.int64))
    return float(feature.middle or 0.0) if feature.role == "number" else str(feature.middle)


def _text(text: str) -> str:
    """Return a literal of Python in double quotes, as its sources have them; what is not printable is escaped."""
    plain = literal(text)
    return f'"{text}"' if plain == f"'{text}'" and '"' not in text else plain


def _value(cell: float | str) -> str:
    return _text(cell) if isinstance(cell, str) else literal(cell)


def _key(name: str) -> Any:
    """Return a key of an object in JavaScript; a plain "__proto__" would name something else."""
    return f"[{json.dumps(name)}]" if name == "__proto__" else json.dumps(name)
