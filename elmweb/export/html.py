"""Exporting a trained model as a single HTML file that works offline."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from elmweb import __version__
from elmweb.exceptions import ExportError
from elmweb.export._onnx_series import is_series
from elmweb.export.graph import Graph
from elmweb.export.onnx import build_graph
from elmweb.formatting import count, listed
from elmweb.preprocessing.features import form_fields, reading_of
from elmweb.training.model import TrainedModel

__all__ = ["to_html"]

_FOLDERS = (Path(__file__).parent / "predictor", Path(__file__).parents[2] / "web" / "predictor")
"""Where the page's scripts and its sheet may be: beside this file once installed, else in the project."""

_SCRIPTS = ("arrays.js", "run.js", "read.js", "model.js", "page.js")
"""They become one script, so each may use what those before it define."""


def to_html(
    model: TrainedModel,
    *,
    form: Sequence[dict[str, Any]] | None = None,
    script: str | None = None,
    style: str | None = None,
) -> bytes:
    """Export a trained model as an HTML page that predicts.

    Parameters
    ----------
    model : TrainedModel
        The model.
    form : sequence of dict, optional
        Form fields as in the report, the most important first; by default in the order of the columns.
    script, style : str, optional
        The page's script and its sheet; by default those in ``web/predictor``.

    Returns
    -------
    bytes
        A self-contained page. It holds no rows of the table, but names, categories, ranges and words of its columns.
        Its Content-Security-Policy allows only its own script and style, so that it cannot send anything.

    Raises
    ------
    ExportError
        The hidden layer or the preprocessing cannot be exported.
    """
    if not isinstance(model, TrainedModel):
        raise ExportError(
            "A page that predicts needs to know the columns.",
            rule="a model trained on a table",
            value=f"an object of the class {type(model).__name__}",
        )
    if is_series(model.estimator):
        raise ExportError(
            "A page that predicts fills in one row, and a series is known by many.",
            rule="a model whose rows stand for themselves",
            value=type(model.estimator).__name__,
            hints=("Save the ONNX file: it takes rows in the order of time.",),
        )
    script = _script() if script is None else script
    style = _text("predictor.css") if style is None else style
    # Without "<" in the data, no text of a table can close the element.
    data = json.dumps(_stored(model, form), ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    targets = listed([str(name) for name in model.targets])
    page = _PAGE.format(
        policy=f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'",
        title=escape(f"Predict {targets}"),
        lead=escape(
            f"Learned from {count(model.n_learned, 'row')} of {model.name}. This file works without a network: "
            "what you enter stays on this device."
        ),
        version=escape(__version__),
        style=style,
        data=data,
        script=script,
    )
    return page.encode(errors="backslashreplace")  # a lone surrogate, for which this is what JSON has


def _script() -> str:
    """Return the script that every predictor holds."""
    return '"use strict";\n' + "\n".join(_text(name) for name in _SCRIPTS)


def _text(name: str) -> str:
    """Return the content of a file that every predictor includes."""
    return next(folder / name for folder in _FOLDERS if (folder / name).exists()).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Return the CSP source expression that allows exactly this script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _stored(model: TrainedModel, form: Sequence[dict[str, Any]] | None) -> dict[str, Any]:
    """Return the model as plain data, as ``web/predictor/model.js`` reads it."""
    from elmweb.data._rules import column_rules, reading_rules  # noqa: PLC0415  needs pandas, as a model of a table does

    graph = build_graph(model, wide=True)  # JavaScript has no other numbers
    known = {feature.name: feature for feature in model.features}
    return {
        "name": model.name,
        "task": model.task,
        "targets": list(model.targets),
        "classes": [str(name) for name in model.classes],
        "error_range": list(model.error_range),
        "columns": [
            {
                "name": value.name,
                "role": known[value.name].role,
                "dtype": value.dtype,
                "reading": column_rules(reading_of(known[value.name])),
            }
            for value in graph.inputs
        ],
        "form": list(form_fields(model.features) if form is None else form),
        "reading": reading_rules(),
        "graph": _graph_data(graph),
    }


def _graph_data(graph: Graph) -> dict[str, Any]:
    """Return the graph as plain data."""
    return {
        "outputs": [value.name for value in graph.outputs],
        "nodes": [
            {"op": node.op, "inputs": node.inputs, "output": node.outputs[0], "attributes": dict(node.attributes)}
            for node in graph.nodes
        ],
        "constants": {name: _constant_data(array) for name, array in graph.constants.items()},
    }


def _constant_data(array: np.ndarray) -> dict[str, Any]:
    """Return an array as texts, or as base64 in the narrowest type that represents its numbers exactly."""
    shape = list(array.shape)
    if array.dtype == object:
        return {"dtype": "string", "shape": shape, "texts": array.ravel().tolist()}
    dtype = next(kind for kind in ("int8", "int32", "float32", "float64") if _holds(kind, array))
    data = base64.b64encode(np.ascontiguousarray(array, dtype=f"<{np.dtype(dtype).str[1:]}").tobytes())
    return {"dtype": dtype, "shape": shape, "data": data.decode()}


def _holds(dtype: str, array: np.ndarray) -> bool:
    """Return whether a type represents all numbers of an array exactly; float64 does so for those of a graph."""
    if dtype == "float64":
        return True
    with np.errstate(invalid="ignore", over="ignore"):
        return bool((array.astype(dtype).astype(np.float64) == array.astype(np.float64)).all())


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="lead">{lead}</p>
<div class="panel">
<div>
<div class="fields" id="fields"></div>
<details id="others" hidden><summary></summary><div class="fields" id="more"></div></details>
</div>
<div class="answer" id="answer" role="status" aria-live="polite"></div>
</div>
<section class="sec" aria-labelledby="many">
<h2 id="many">Predict a whole table</h2>
<div class="drop">
<p class="small">Drop a CSV file anywhere, or choose one. Columns are matched by name; the answer may be missing.</p>
<label class="btn pick"><input class="sr" type="file" id="file" accept=".csv,.tsv,.txt,text/csv">Choose a file</label>
</div>
<label class="small" for="paste">Or paste rows here, with the column names in the first line</label>
<textarea id="paste" rows="3" spellcheck="false"></textarea>
<div id="file-answer" role="status"></div>
</section>
<p class="foot">Made with elmweb {version}. An estimate is not a fact: check what matters.</p>
</main>
<script type="application/json" id="model">{data}</script>
<script>{script}</script>
</body>
</html>
"""
