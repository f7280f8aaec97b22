"""What a model is worth, on one page to print: data, score and range, mistakes, columns, limits. Plain HTML and SVG."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import floor, log10
from typing import Any

from elmweb import __version__
from elmweb.export.plain import to_json
from elmweb.formatting import duration, in_100, percent, quantity, whole
from elmweb.model_kinds import find_model_kind
from elmweb.training.model import TrainedModel
from elmweb.words.engine import export_common, export_report as words

__all__ = ["report_page"]

_MOST_COLUMNS, _MOST_CLASSES, _MOST_POINTS, _MOST_MEASURES = 12, 8, 400, 6
_WIDTH, _ROW, _NAMES = 460, 22, 150


def report_page(
    model: TrainedModel,
    result: Mapping[str, Any],
    passport: Mapping[str, Any] | None = None,
    columns: Mapping[str, Any] | None = None,
) -> bytes:
    """Return the report of a model as one page.

    Parameters
    ----------
    model : TrainedModel
        The model.
    result : mapping
        Its report, from :func:`elmweb.evaluation.result_dict`.
    passport : mapping, optional
        Its passport, which knows the table, the licence and the day.
    columns : mapping, optional
        Which columns matter, from :func:`elmweb.explain.iter_importance`.

    Returns
    -------
    bytes
        A self-contained HTML document. Its policy allows its own style and nothing else: no script, no network.
    """
    said = to_json(dict(result))
    title = words.predict([str(name) for name in model.targets])
    passport = passport or {}
    above = words.report_of(str(passport.get("written") or ""))
    headline = said["headline"]
    number = f"{headline['number']} {headline['unit']}".strip()
    parts = [
        f'<p class="soft">{escape(above)}</p><h1>{escape(title)}</h1>',
        f'<p class="say"><b>{escape(number)}</b> {escape(headline["sentence"])}</p>',
        f'<p class="soft">{escape(headline["note"])}</p>' if headline.get("note") else "",
        '<div class="two">',
        _section(words.DATA, _facts(_data(model, passport))),
        _section(words.MODEL, _facts(_model(model, said))),
        "</div>",
        _section(words.beside_simpler(said["score_name"]), _scores(said["scores"])),
        '<div class="two">',
        _mistakes(model, said),
        _columns(columns),
        "</div>",
        _section(words.LIMITS, _limits(model, said, columns)),
        f'<p class="foot">{escape(words.made_with(__version__))}</p>',
    ]
    page = _PAGE.format(
        language=export_common.LANGUAGE,
        policy=_policy(),
        title=escape(words.page_title(title)),
        style=_STYLE,
        body="\n".join(filter(None, parts)),
    )
    return page.encode(errors="backslashreplace")


def _policy() -> str:
    style = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"


def _section(title: str, body: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{body}</section>" if body else ""


def _facts(pairs: Iterable[tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{escape(a)}</dt><dd>{escape(b)}</dd>' for a, b in pairs if b)}</dl>"


def _data(model: TrainedModel, passport: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the model was made from."""
    data, split = passport.get("data") or {}, passport.get("split") or {}
    size = words.size(data["n_rows"], data["n_columns"]) if "n_columns" in data else ""
    names = [feature.name for feature in model.features]
    facts = words.FACTS_OF_DATA
    return [
        (facts["table"], model.name),
        (facts["size"], size),
        (facts["predicts"], words.targets([str(name) for name in model.targets])),
        (facts["from"], words.columns(names, 8)),
        (facts["rows"], words.rows(model.n_train, model.n_test, split.get("how", ""))),
        (facts["source"], str(data.get("source") or "")),
        (facts["licence"], str(data.get("licence") or export_common.NOT_KNOWN)),
    ]


def _model(model: TrainedModel, said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the model is."""
    kind, settings = find_model_kind(model.settings.model_kind), model.settings
    facts = words.FACTS_OF_MODEL
    found = [
        (facts["kind"], kind.name),
        (facts["units"], whole(settings.n_hidden) if settings.n_hidden else ""),
        (facts["alpha"], quantity(settings.alpha) if settings.alpha else ""),
        (facts["time"], duration(said["train_seconds"])),
        (facts["refit"], words.all_rows(model.n_refit) if model.n_refit else ""),
    ]
    if model.threshold is not None:
        line = export_common.answers_from(str(model.classes[1]), in_100(model.threshold))
        found.append((facts["answers"], line))
    found += [(str(one["name"]), quantity(one["value"])) for one in said["measures"][:_MOST_MEASURES]]
    return found


def _scores(scores: Sequence[Mapping[str, Any]]) -> str:
    """Return every model's score as a dot on its range, with the numbers beside it."""
    if not scores:
        return f"<p>{escape(words.NO_SCORES)}</p>"
    low, high = min(one["low"] for one in scores), max(one["high"] for one in scores)
    gap = 0.05 * (high - low) or 1.0
    place = lambda value: _NAMES + (value - low + gap) / (high - low + 2 * gap) * _WIDTH  # noqa: E731  one use
    rows = []
    for at, one in enumerate(scores):
        y, ours = _ROW * at + _ROW / 2, one["kind"] == "elm"
        kind = "ours" if ours else "base"
        rows.append(
            f'<text x="0" y="{_n(y + 4)}"{" class=strong" if ours else ""}>{escape(_cut(one["name"]))}</text>'
            f"{_line(kind, place(one['low']), place(one['high']), y)}"
            f'<circle class="{kind}" cx="{_n(place(one["score"]))}" cy="{_n(y)}" r="4.5"/>'
            f'<text x="{_NAMES + _WIDTH + 12}" y="{_n(y + 4)}"{" class=strong" if ours else ""}>'
            f"{escape(one['text'])}</text>"
        )
    told = "; ".join(f"{one['name']} {one['text']}" for one in scores)
    return _svg(_NAMES + _WIDTH + 190, _ROW * len(scores), "".join(rows), told)


def _mistakes(model: TrainedModel, said: Mapping[str, Any]) -> str:
    """Return the confusion matrix, or the predicted over the true numbers."""
    if said["residuals"]:
        return _section(words.predicted_against_true(model.targets[0]), _residuals(said["residuals"]))
    confusion = said["confusion"]
    if confusion is None:
        rows = [[one["label"], in_100(one["right"] / 100), quantity(one["f1"])] for one in said["labels"] or ()]
        head = [words.LABEL, words.ACCURACY, words.F1]
        return _section(words.EACH_LABEL, _table(head, rows[:_MOST_COLUMNS]) if rows else "")
    labels, counts = [str(one) for one in confusion["labels"]], confusion["counts"]
    if len(labels) > _MOST_CLASSES:
        wrong = sorted(
            ((n, labels[i], labels[j]) for i, row in enumerate(counts) for j, n in enumerate(row) if i != j and n),
            reverse=True,
        )
        body = _table(words.TRUE_SAID_ROWS, [[a, b, whole(n)] for n, a, b in wrong[:_MOST_CLASSES]])
        return _section(words.most_frequent(len(labels)), body)
    head = "".join(f'<th scope="col">{escape(label)}</th>' for label in labels)
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(
            f'<td class="{"right" if i == j else "wrong" if n else ""}">{whole(n)}</td>' for j, n in enumerate(row)
        )
        + "</tr>"
        for i, (label, row) in enumerate(zip(labels, counts, strict=True))
    )
    text = words.down_and_across(model.targets[0])
    return _section(
        words.WHERE_WRONG,
        f'<table class="cm"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'
        f'<p class="soft">{escape(text)}</p>',
    )


def _residuals(left: Mapping[str, Any]) -> str:
    """Return a dot for each of some rows; on the line the prediction is exact."""
    step = max(1, len(left["true"]) // _MOST_POINTS)
    pairs = list(zip(left["true"], left["predicted"], strict=True))[::step]
    low, high = min(map(min, pairs)), max(map(max, pairs))
    span, size, edge = (high - low) or 1.0, 230, 44
    place = lambda value: 6 + (value - low) / span * (size - 12)  # noqa: E731  one use
    dots = "".join(f'<circle cx="{_n(edge + place(a))}" cy="{_n(size - place(b))}" r="2.2"/>' for a, b in pairs)
    axis = (
        f'<line class="level" x1="{edge + 6}" y1="{size - 6}" x2="{edge + size - 6}" y2="6"/>'
        f'<text x="{edge}" y="{size + 14}">{quantity(low)}</text>'
        f'<text x="{edge + size}" y="{size + 14}" text-anchor="end">{quantity(high)}</text>'
        f'<text x="{edge + size / 2}" y="{size + 14}" text-anchor="middle">{escape(words.TRUE)}</text>'
        f'<text x="{edge - 6}" y="{size}" text-anchor="end">{quantity(low)}</text>'
        f'<text x="{edge - 6}" y="12" text-anchor="end">{quantity(high)}</text>'
        f'<text x="{edge - 6}" y="{size / 2}" text-anchor="end">{escape(words.SAID)}</text>'
        f'<rect class="frame" x="{edge}" y="0" width="{size}" height="{size}"/>'
    )
    shown = words.some_kept_back(len(pairs), len(left["true"])) if step > 1 else words.ALL_KEPT_BACK
    picture = _svg(edge + size, size + 18, f'{axis}<g class="dots">{dots}</g>', words.PREDICTED_OVER_TRUE, size + 44)
    return f'{picture}<p class="soft">{escape(shown)}</p>'


def _columns(columns: Mapping[str, Any] | None) -> str:
    """Return which columns matter, as bars with the range of the shuffles."""
    if not columns or not columns["columns"]:
        return ""
    shown = columns["columns"][:_MOST_COLUMNS]
    most = max(one["high"] for one in shown) or 1.0
    rows = []
    for at, one in enumerate(shown):
        y, width = _ROW * at + _ROW / 2, 140
        ends = [max(0.0, one[key]) / most * width for key in ("low", "loss", "high")]
        text = (
            percent(max(0.0, one["loss"]) / 100, 1) if columns["unit"] == "points" else quantity(max(0.0, one["loss"]))
        )
        rows.append(
            f'<text x="0" y="{_n(y + 4)}">{escape(_cut(one["column"]))}</text>'
            f'<rect class="bar" x="{_NAMES}" y="{_n(y - 5)}" width="{_n(max(0.5, ends[1]))}" height="7"/>'
            f"{_line('ours', _NAMES + ends[0], _NAMES + ends[2], y + 5)}"
            f'<text x="{_NAMES + width + 10}" y="{_n(y + 4)}">{text}</text>'
        )
    lost = words.lost_points if columns["unit"] == "points" else words.lost_error
    told = "; ".join(one["column"] for one in shown)
    below = escape(lost(columns["n_rows"], columns["n_repeats"]), quote=False)
    body = f'{_svg(_NAMES + 200, _ROW * len(shown), "".join(rows), told)}<p class="soft">{below}</p>'
    return _section(words.WHICH_MATTER, body)


def _limits(model: TrainedModel, said: Mapping[str, Any], columns: Mapping[str, Any] | None) -> str:
    """Return what the report does not show."""
    lines = [
        words.same_table(model.n_test),
        words.OTHER_ROWS,
        words.NOT_CAUSES,
    ]
    if model.task == "regression":
        lines.append(words.RANGE)
    else:
        lines.append(words.own_estimate(str((said["calibration"] or {}).get("sentence", ""))))
    if model.threshold is not None:
        lines.append(words.MORE_PROBABLE)
    if said["stopped_at"]:
        step, steps = said["stopped_at"]
        lines.append(words.stopped(step, steps))
    worse = [f"{one['column']} {one['group']}" for one in said["groups"] if one["stands_out"]]
    if worse:
        lines.append(words.worse_where(worse, 4))
    if columns is None:
        lines.append(words.NOT_MEASURED)
    return f"<ul>{''.join(f'<li>{escape(line.strip())}</li>' for line in lines)}</ul>"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _svg(width: float, height: float, body: str, told: str, shown: float | None = None) -> str:
    """Return a picture with its words for a screen reader."""
    most = "" if shown is None else f' width="{_n(shown)}"'
    return f'<svg viewBox="0 0 {_n(width)} {_n(height)}"{most} role="img" aria-label="{escape(told)}">{body}</svg>'


def _line(kind: str, start: float, end: float, y: float) -> str:
    """Return a level line."""
    return f'<line class="{kind}" x1="{_n(start)}" x2="{_n(end)}" y1="{_n(y)}" y2="{_n(y)}"/>'


def _cut(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:21]}…"


def _n(value: float) -> str:
    """Return a coordinate; a picture writes numbers alike in each language."""
    places = max(0, 4 - floor(log10(abs(value)))) if value else 0
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_STYLE = """
:root{color-scheme:light dark;--ink:#15191E;--soft:#4A525C;--line:#DCE1E7;--bg:#fff;
--tint:#EAF0FC;--ours:#1F4FBF;--base:#79838F;--miss:#C2500A}
@media (prefers-color-scheme:dark){:root{--ink:#ECEFF2;--soft:#B4BCC6;--line:#2C343D;--bg:#111418;
--tint:#1A2540;--ours:#8FB1FF;--base:#939DA9;--miss:#FF9A55}}
*{box-sizing:border-box}
body{margin:0 auto;padding:32px 24px;max-width:210mm;background:var(--bg);color:var(--ink);
font:13px/1.45 "IBM Plex Sans",system-ui,sans-serif;font-variant-numeric:tabular-nums;
-webkit-print-color-adjust:exact;print-color-adjust:exact}
h1{font-size:22px;line-height:1.25;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:13px;margin:18px 0 6px;padding-bottom:2px;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
p{margin:4px 0}
.say{font-size:16px}
.say b{font-size:26px;margin-right:8px;white-space:nowrap}
.soft,.foot,dt{color:var(--soft)}
.foot{margin-top:16px;font-size:11px}
.two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 32px}
dl{display:grid;grid-template-columns:minmax(0,8.5em) minmax(0,1fr);gap:1px 10px;margin:0}
dd{margin:0;overflow-wrap:anywhere}
ul{margin:0;padding-left:1.2em}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;font-weight:400;padding:2px 10px 2px 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.cm{width:auto;max-width:100%}
.cm td,.cm th{text-align:center;padding:5px 9px;border:1px solid var(--line)}
.cm th{color:var(--soft)}
.right{background:var(--tint);font-weight:600}
.wrong{box-shadow:inset 0 0 0 1.5px var(--miss)}
svg{display:block;max-width:100%;height:auto;margin:4px 0;overflow:visible}
text{font-size:12px;fill:var(--ink)}
text.strong{font-weight:600}
line{stroke-width:2}
line.ours{stroke:var(--ours)}line.base{stroke:var(--base)}
line.level{stroke:var(--base);stroke-dasharray:6 4}
circle.ours,rect.bar{fill:var(--ours)}
circle.base{fill:var(--bg);stroke:var(--base);stroke-width:2}
.dots circle{fill:var(--ours);fill-opacity:.5}
rect.frame{fill:none;stroke:var(--line)}
section{break-inside:avoid}
@media (max-width:600px){.two{grid-template-columns:minmax(0,1fr)}body{padding:16px}}
@page{size:A4;margin:12mm}
@media print{:root{color-scheme:light;--ink:#000;--soft:#333;--line:#bbb;--bg:#fff;
--tint:#EAF0FC;--ours:#1F4FBF;--base:#666;--miss:#C2500A}
body{padding:0;font-size:8.6pt;line-height:1.3;max-width:none}
h1{font-size:15pt;margin:0 0 3pt}h2{font-size:9pt;margin:8pt 0 3pt}
.say{font-size:10.5pt}
.say b{font-size:16pt}p{margin:1.5pt 0}.foot{
margin-top:6pt;font-size:7pt}.cm td,.cm th{padding:2.5pt 6pt}
svg{max-height:62mm}.two{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
"""

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
{body}
</main>
</body>
</html>
"""
