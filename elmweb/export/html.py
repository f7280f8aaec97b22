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
from elmweb.formatting import in_100, long_date
from elmweb.training.model import TrainedModel
from elmweb.words.engine import export_common, export_predictor as words

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
    said = {"numbers": words.NUMBERS, "texts": words.SCRIPT, "counts": words.SCRIPT_COUNTS}
    page = _PAGE.format(
        policy=f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'",
        language=export_common.LANGUAGE,
        title=escape(words.predict([str(name) for name in model.targets])),
        lead=escape(words.lead(model.n_learned, model.name)),
        good_title=escape(words.GOOD),
        good=_how_good(model, report, written),
        many=escape(words.MANY),
        drop=escape(words.DROP),
        choose=escape(words.CHOOSE),
        paste=escape(words.PASTE),
        foot=escape(words.made_with(__version__)),
        style=style,
        data=_json(stored),
        words=_json(said),
        script=script,
    )
    return page.encode(errors="backslashreplace")  # a lone surrogate, for which this is what JSON has


def _how_good(model: TrainedModel, report: Mapping[str, Any] | None, written: str) -> str:
    """Return how good the model is, on what and when that was measured, as HTML."""
    if not report or not report.get("scores"):
        return f'<p class="small">{escape(words.NOT_MEASURED)}</p>'
    headline, own, *others = report["headline"], *report["scores"]
    rows = [
        (str(report["score_name"]), words.with_range(own["text"])),
        (words.FACTS["counted"], words.counted_on(model.n_test, model.name)),
        (words.FACTS["others"], "; ".join(f"{one['name']} {one['text']}" for one in others)),
        (words.FACTS["measured"], long_date(dt.date.fromisoformat(written)) if written else ""),
        (words.FACTS["since"], words.since(model.n_refit) if model.n_refit else ""),
        (words.FACTS["answers"], _line_text(model)),
    ]
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows if text)
    notes = f'<p class="small">{escape(headline["note"])}</p>' if headline.get("note") else ""
    return f"<p>{escape(headline['sentence'])}</p>{notes}<dl>{facts}</dl>"


def _line_text(model: TrainedModel) -> str:
    """Return from which probability on the second of two classes is said, where that was chosen."""
    if model.threshold is None:
        return ""
    return words.said_from(str(model.classes[1]), in_100(model.threshold))


def _json(data: Any) -> str:
    """Return plain data for a script; without "<" in it, no text of a table can close the element."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")


def _script() -> str:
    """Return the script that every predictor holds."""
    return _STRICT_CODE + "\n".join(_text(name) for name in _SCRIPTS)


def _text(name: str) -> str:
    """Return the content of a file that every predictor includes."""
    return next(folder / name for folder in _FOLDERS if (folder / name).exists()).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Return the CSP source expression that allows exactly this script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


_STRICT_CODE = '"use strict";\n'
_PAGE = """<!doctype html>
<html lang="{language}">
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
<h2 id="good">{good_title}</h2>
{good}
</section>
<section class="sec" aria-labelledby="many">
<h2 id="many">{many}</h2>
<div class="drop">
<p class="small">{drop}</p>
<label class="btn pick"><input class="sr" type="file" id="file" accept=".csv,.tsv,.txt,text/csv">{choose}</label>
</div>
<label class="small" for="paste">{paste}</label>
<textarea id="paste" rows="3" spellcheck="false"></textarea>
<div id="file-answer" role="status"></div>
</section>
<p class="foot">{foot}</p>
</main>
<script type="application/json" id="model">{data}</script>
<script type="application/json" id="words">{words}</script>
<script>{script}</script>
</body>
</html>
"""
