"""A passport as one page to print: plain HTML, without script, for ELMs and deep models alike."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from elmweb.exceptions import ModelFileError
from elmweb.formatting import data_size, duration, in_100, quantity, whole
from elmweb.words.engine import export_common, export_passport as words

__all__ = ["passport_page"]

_MOST_ROWS, _MOST_NOTES, _MOST_CLASSES = 12, 12, 8
_HASH_DIGITS = 16


def passport_page(passport: Mapping[str, Any]) -> bytes:
    """Return the page of a passport.

    Parameters
    ----------
    passport : mapping
        From :func:`elmweb.export.passport.record.make_passport`, or of a deep model.

    Returns
    -------
    bytes
        A self-contained HTML document, whose policy allows its own style and nothing else.

    Raises
    ------
    ModelFileError
        The passport was changed, and is none any more.
    """
    try:
        return _page(passport)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelFileError(
            words.CHANGED,
            rule=words.AS_WRITTEN_BY_ELMWEB,
            value=f"{type(error).__name__}: {error}",
        ) from error


def _page(passport: Mapping[str, Any]) -> bytes:
    """Return the page of a passport, or raise whatever a part of it raises that is not as it should be."""
    model, data = _dict(passport, "model"), _dict(passport, "data")
    title = str(model.get("name", words.MODEL))
    if predicts := model.get("predicts"):
        title = words.to_predict(title, [*map(str, predicts)])
    of = str(passport.get("of", words.A_MODEL))
    titles, digits = words.SECTIONS, f"<code>{escape(str(passport.get('sha256', '')))}</code>"
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(words.passport_of(words.OF.get(of, of), str(passport.get('written') or '')))}</p>",
        _headline(passport),
        '<div class="columns">',
        _section(titles["data"], _facts(_data_facts(data, _dict(passport, "split")))),
        _section(titles["model"], _facts(_model_facts(passport, model))),
        "</div>",
        _section(titles["good"], _scores(_dict(passport, "metrics"))),
        _section(titles["calibration"], _calibration(passport.get("calibration"))),
        _section(titles["groups"], _groups(passport)),
        '<div class="columns">',
        _section(titles["settings"], _facts(_settings(passport, model))),
        _section(titles["versions"], _facts([(key, str(value)) for key, value in _dict(passport, "versions").items()])),
        "</div>",
        _section(titles["notes"], _notes(passport.get("notes"))),
        _section(titles["check"], _check(passport)),
        f'<p class="foot">{words.seal(digits)}</p>',
    ]
    page = _PAGE.format(
        language=export_common.LANGUAGE,
        policy=_policy(),
        title=escape(words.page_title(title)),
        style=_STYLE,
        body="\n".join(filter(None, parts)),
    )
    return page.encode(errors="backslashreplace")


def _dict(of: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = of.get(key)
    return value if isinstance(value, Mapping) else {}


def _policy() -> str:
    style = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"


def _headline(passport: Mapping[str, Any]) -> str:
    said = _dict(_dict(passport, "metrics"), "headline")
    if not said:
        about = _dict(passport, "model").get("about")
        return f'<p class="say">{escape(str(about))}</p>' if about else ""
    number = f"{said.get('number', '')} {said.get('unit', '')}".strip()
    sentence, note = escape(str(said.get("sentence", ""))), escape(str(said.get("note", "")))
    return f'<p class="say"><b>{escape(number)}</b> {sentence}</p><p class="small">{note}</p>'


def _section(title: str, body: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{body}</section>" if body else ""


def _facts(pairs: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in pairs if text)
    return f"<dl>{rows}</dl>" if rows else ""


def _hash(value: Any) -> str:
    return f"sha256 {str(value)[:_HASH_DIGITS]}…" if value else ""


def _data_facts(data: Mapping[str, Any], split: Mapping[str, Any]) -> list[tuple[str, str]]:
    names = words.FACTS_OF_DATA
    size = words.size(data["n_rows"], data["n_columns"]) if "n_columns" in data else ""
    held = words.rows_kept(split["n_train"], split["n_test"]) if "n_train" in split else ""
    then = words.then_from_all(split["n_refit"]) if split.get("n_refit") else ""
    drawn = words.seed_and_share(str(split["seed"]), str(split["test_fraction"])) if "seed" in split else ""
    return [
        (names["table" if size else "learned"], str(data.get("name", ""))),
        (names["size"], size),
        (names["content"], _hash(data.get("sha256"))),
        (names["split"], " ".join(filter(None, (held, then, str(split.get("how", "")))))),
        (names["seed"], drawn),
        (names["kept"], _hash(split.get("test_rows_sha256"))),
        (names["source"], str(data.get("source") or "")),
        (names["licence"], str(data.get("licence") or export_common.NOT_KNOWN)),
    ]


def _model_facts(passport: Mapping[str, Any], model: Mapping[str, Any]) -> list[tuple[str, str]]:
    time = _dict(passport, "time")
    seconds = time.get("train_seconds")
    trained = words.trained_in(duration(seconds), str(time.get("device") or "")) if seconds else words.ELSEWHERE
    classes = [str(label) for label in model.get("classes") or ()]
    files = [f"{one['file']}, {data_size(one['bytes'])}, {_hash(one['sha256'])}" for one in passport.get("files") or ()]
    names = words.FACTS_OF_MODEL
    return [
        (names["kind"], str(model.get("name", ""))),
        (names["task"], str(model.get("task", ""))),
        (names["answers"], words.answers(classes[:_MOST_CLASSES], max(0, len(classes) - _MOST_CLASSES))),
        (names["threshold"], _threshold(model)),
        (names["fingerprint"], _hash(model.get("fingerprint"))),
        (names["files"], "; ".join(files)),
        (names["size"], words.size_of_model(model.get("n_numbers") or 0, data_size(model.get("size_bytes") or 0))),
        (names["time"], trained),
        (names["licence"], str(model.get("licence") or "")),
    ]


def _threshold(model: Mapping[str, Any]) -> str:
    """Return from which probability on the second of two classes is said, where that was chosen."""
    threshold, classes = model.get("threshold"), model.get("classes") or ()
    if threshold is None or len(classes) != 2:
        return ""
    return export_common.answers_from(str(classes[1]), in_100(float(threshold)))


def _scores(metrics: Mapping[str, Any]) -> str:
    name = str(metrics.get("score_name", ""))
    rows = [[str(one["name"]), str(one["text"])] for one in metrics.get("scores") or ()]
    scores = _table([words.METHOD, words.with_range(name)], rows) if rows else ""
    measures = [
        (str(one["name"]).replace("_", " "), quantity(float(one["value"]))) for one in metrics.get("measures") or ()
    ]
    return scores + _facts(measures)


def _calibration(calibration: Any) -> str:
    if not isinstance(calibration, Mapping):
        return ""
    bins = [tuple(map(float, one)) for one in calibration["bins"]]
    told = f"<p>{escape(str(calibration.get('sentence', '')))}</p>"
    right = [words.RIGHT, *(quantity(100 * right) for _, right, _ in bins)]
    rows = [words.ROWS, *(quantity(n) for _, _, n in bins)]
    return told + _table([words.CONFIDENCE, *(quantity(100 * sure) for sure, _, _ in bins)], [right, rows])


def _groups(passport: Mapping[str, Any]) -> str:
    groups = passport.get("groups") or []
    if groups and "f1" in groups[0]:
        return _table(
            [words.GROUP, words.F1], [[str(one["group"]), quantity(one["f1"])] for one in groups[:_MOST_ROWS]]
        )
    rows = [
        [
            str(one["column"] or words.THE_ANSWER), str(one["group"]), whole(one["n"]), quantity(one["score"]),
            words.between(_end(one["low"]), _end(one["high"])), words.WORSE if one["stands_out"] else "",
        ]
        for one in sorted(groups, key=lambda one: not one["stands_out"])[:_MOST_ROWS]
    ]  # fmt: skip
    if not rows:
        return ""
    chance = max(1, round(len(groups) / 40))
    n_worse = sum(bool(one["stands_out"]) for one in groups)
    score = str(_dict(passport, "metrics").get("score_name", words.SCORE))
    head = [words.COLUMN, words.GROUP, words.ROWS, score, words.RANGE, ""]
    return f"<p>{escape(words.worse_groups(n_worse, len(groups), chance))}</p>{_table(head, rows)}"


def _end(value: Any) -> str:
    return "?" if value is None else quantity(value)


def _settings(passport: Mapping[str, Any], model: Mapping[str, Any]) -> list[tuple[str, str]]:
    asked = _dict(_dict(passport, "recipe"), "settings")
    found = []
    for name, value in _dict(model, "settings").items():
        text = quantity(value, 4) if isinstance(value, float) else str(value)
        if name in asked and asked[name] is None:
            text = words.from_the_data(text)
        found.append((name.replace("_", " "), text[:200]))
    return found


def _notes(notes: Any) -> str:
    text = " ".join(str(note) for note in (notes or ())[:_MOST_NOTES])
    return f"<p>{escape(text)}</p>" if text else ""


def _check(passport: Mapping[str, Any]) -> str:
    recipe = _dict(passport, "recipe")
    again = recipe.get("train_again")
    lines = [f"<code>{escape(str(recipe.get('check', '')))}</code>"]
    if again:
        lines.append(f"<code>{escape(str(again))}</code>")
    told = words.COMPARES_FILES if again else words.TRAINS_AGAIN
    return f"<p>{'<br>'.join(lines)}</p><p>{escape(told)}</p>"


def _table(head: list[str], rows: list[list[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


_STYLE = """
:root{color-scheme:light dark;--ink:#15191E;--soft:#4A525C;--line:#DCE1E7;--bg:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#ECEFF2;--soft:#B4BCC6;--line:#2C343D;--bg:#111418}}
*{box-sizing:border-box}
body{margin:0 auto;padding:24px;max-width:210mm;background:var(--bg);color:var(--ink);
font:13px/1.45 "IBM Plex Sans",system-ui,sans-serif;font-variant-numeric:tabular-nums}
h1{font-size:20px;line-height:1.25;margin:0}
h2{font-size:13px;margin:14px 0 4px;border-bottom:1px solid var(--line)}
p{margin:4px 0}
.say{font-size:15px}
.small,.foot,dt{color:var(--soft)}
.foot{margin-top:12px;font-size:11px;overflow-wrap:anywhere}
.columns{display:grid;grid-template-columns:1fr 1fr;gap:0 24px}
dl{display:grid;grid-template-columns:minmax(0,9em) minmax(0,1fr);gap:0 10px;margin:0}
dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;margin:4px 0;width:100%}
td,th{text-align:left;font-weight:400;padding:1px 10px 1px 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{color:var(--soft)}
code{font:12px/1.4 "IBM Plex Mono",ui-monospace,monospace;overflow-wrap:anywhere}
section{break-inside:avoid}
@media (max-width:600px){.columns{grid-template-columns:minmax(0,1fr)}body{padding:16px}}
@page{size:A4;margin:12mm}
@media print{:root{color-scheme:light;--ink:#000;--soft:#333;--line:#bbb;--bg:#fff}
body{padding:0;font-size:7.8pt;line-height:1.22}h1{font-size:12pt}h2{font-size:8.5pt;margin:5pt 0 1pt}
.say{font-size:9pt}
p,table{margin:1pt 0}td,th{padding:0 8pt 0 0}code{font-size:7.5pt}.foot{margin-top:4pt;font-size:7pt}}
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
