"""Exporting a trained model as a single HTML file that works offline."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from elmweb import __version__
from elmweb.export.plain_model import plain_model
from elmweb.formatting import count, in_100, listed, long_date
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
    report: Mapping[str, Any] | None = None,
    written: str = "",
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
    report : mapping, optional
        What :func:`elmweb.evaluation.result_dict` says of the model: how good it is, on what.
    written : str, optional
        When that was measured, an ISO date.
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
    stored = plain_model(model, form)
    script = _script() if script is None else script
    style = _text("predictor.css") if style is None else style
    # Without "<" in the data, no text of a table can close the element.
    data = json.dumps(stored, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    targets = listed([str(name) for name in model.targets])
    page = _PAGE.format(
        policy=f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'",
        title=escape(f"Predict {targets}"),
        lead=escape(
            f"Learned from {count(model.n_learned, 'row')} of {model.name}. This file works without a network: "
            "what you enter stays on this device."
        ),
        good=_how_good(model, report, written),
        version=escape(__version__),
        style=style,
        data=data,
        script=script,
    )
    return page.encode(errors="backslashreplace")  # a lone surrogate, for which this is what JSON has


def _how_good(model: TrainedModel, report: Mapping[str, Any] | None, written: str) -> str:
    """Return how good the model is, on what and when that was measured, as HTML."""
    if not report or not report.get("scores"):
        said = "That was not measured, or the report was not saved with the model. Do not rely on it unchecked."
        return f'<p class="small">{said}</p>'
    headline, own, *others = report["headline"], *report["scores"]
    rows = [
        (str(report["score_name"]), f"{own['text']}, with its 95 % range"),
        ("Counted on", f"{count(model.n_test, 'row')} of {model.name} that were kept back when it learned"),
        ("Others on the same rows", "; ".join(f"{one['name']} {one['text']}" for one in others)),
        ("Measured on", long_date(dt.date.fromisoformat(written)) if written else ""),
        ("Since then", f"the same settings learned from all {count(model.n_refit, 'row')}" if model.n_refit else ""),
        ("Answers", _line_text(model)),
    ]
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows if text)
    notes = f'<p class="small">{escape(headline["note"])}</p>' if headline.get("note") else ""
    return f"<p>{escape(headline['sentence'])}</p>{notes}<dl>{facts}</dl>"


def _line_text(model: TrainedModel) -> str:
    """Return from which probability on the second of two classes is said, where that was chosen."""
    if model.threshold is None:
        return ""
    line = in_100(model.threshold)
    return f"{model.classes[1]} is said from a probability of {line} % up; the score is without that"


def _script() -> str:
    """Return the script that every predictor holds."""
    return '"use strict";\n' + "\n".join(_text(name) for name in _SCRIPTS)


def _text(name: str) -> str:
    """Return the content of a file that every predictor includes."""
    return next(folder / name for folder in _FOLDERS if (folder / name).exists()).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Return the CSP source expression that allows exactly this script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


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
<section class="sec good" aria-labelledby="good">
<h2 id="good">How good it is</h2>
{good}
</section>
<section class="sec" aria-labelledby="many">
<h2 id="many">Predict a whole table</h2>
<div class="drop">
<p class="small">Drop a CSV file anywhere, or choose one. Columns are matched by name; the column to
predict is not needed.</p>
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
