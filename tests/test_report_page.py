"""The report on one page, and what the HTML predictor says of its model."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from bench_data import mixed, sample
from fake_workbench import result as canned

from elmweb.evaluation import result_dict
from elmweb.export import to_html
from elmweb.export.plain import to_json
from elmweb.export.report_page import report_page
from elmweb.training import Settings, TrainedModel, train

COLUMNS = {
    "columns": [
        {"column": "a <b>", "role": "number", "loss": 12.5, "low": 10.0, "high": 15.0, "right": 0.8},
        {"column": "c", "role": "number", "loss": -0.1, "low": -1.0, "high": 0.5, "right": 0.9},
    ],
    "together": [], "n_rows": 114, "n_repeats": 10, "unit": "points",
}  # fmt: skip
PASSPORT = {
    "written": "2026-11-29",
    "data": {"n_rows": 569, "n_columns": 31, "source": "UCI", "licence": "CC BY 4.0"},
    "split": {"how": "Drawn at random."},
}


@cache
def trained(name: str) -> tuple[TrainedModel, dict]:
    """Return a small model, and a report of which the parts that take long to measure are made up."""
    model = train(mixed(name) if name == "multilabel" else sample(name), Settings(n_hidden=8, n_seeds=1))
    result, known = to_json(result_dict(model)), canned(task=model.task)
    measured = {name: known[name] for name in ("headline", "scores", "measures", "residuals", "calibration")}
    if model.task == "binary":
        measured["confusion"] = {"labels": list(model.classes), "counts": [[57, 1], [2, 1034]]}
    if model.task == "multilabel":
        measured["labels"] = [{"label": label, "right": 90.0, "f1": 0.9} for label in model.classes]
    return model, result | measured


def page_of(name: str, **given) -> tuple[str, str, dict]:
    """Return the page of a model as HTML and as text, and its result."""
    model, result = trained(name)
    html = report_page(model, result, PASSPORT, **given).decode()
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return html, " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split()), result


@pytest.mark.parametrize("name", ["breast-cancer", "diabetes", "multilabel"])
def test_the_page_says_what_the_result_says(name: str) -> None:
    """Oracle: the result's own texts; no script, nothing from elsewhere, and every picture is well-formed and named."""
    html, text, result = page_of(name, columns=COLUMNS)
    assert result["headline"]["sentence"] in text
    for score in result["scores"]:
        assert score["text"] in text
    assert "CC BY 4.0" in text
    assert "569 rows, 31 columns" in text
    assert "Drawn at random." in text
    assert "Limits" in text
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")
    assert "default-src 'none'; style-src 'sha256-" in html
    pictures = re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)
    assert len(pictures) == (3 if name == "diabetes" else 2)
    for picture in pictures:
        whole = re.sub(r"class=(\w+)", r'class="\1"', picture)
        assert ET.fromstring(whole).get("aria-label")  # noqa: S314  our own
    if name == "breast-cancer":
        counts = [n for row in result["confusion"]["counts"] for n in row]
        cells = [int(cell) for cell in re.findall(r'<td class="(?:right|wrong|)">([\d,]+)</td>', html.replace(",", ""))]
        assert cells == counts


def test_columns_and_the_line_are_in_it_when_there_are_any() -> None:
    """Invariant: what was not measured is said; names of columns are escaped; a line that was chosen is named."""
    _, text, _ = page_of("breast-cancer")
    assert "Which columns matter was not measured" in text
    html, text, result = page_of("breast-cancer", columns=COLUMNS)
    assert "a <b>" not in html
    assert "when one column is shuffled on 114 rows kept back, 10 times" in text
    model, _ = trained("breast-cancer")
    drawn = report_page(replace(model, threshold=0.3), result, PASSPORT).decode()
    assert f"{model.classes[1]} from a probability of 30 % up" in drawn
    assert "With the line that was chosen it is another." in drawn


def test_a_model_without_a_report_has_a_page_too() -> None:
    """Invariant: it says that there are no scores."""
    model, _ = trained("breast-cancer")
    assert "No scores were saved" in report_page(model, to_json(result_dict(model))).decode()


def test_the_predictor_says_how_good_its_model_is() -> None:
    """Oracle: score, rows, other models and the day, as the result has them; without a report it says so."""
    model, result = trained("breast-cancer")
    page = unescape(to_html(model, report=result, written="2026-11-29").decode())
    assert "How good it is" in page
    assert result["headline"]["sentence"] in page
    assert f"{result['scores'][0]['text']}, with its 95 % range" in page
    assert f"{model.n_test} rows of {model.name} that were kept back" in page
    assert "29 November 2026" in page
    assert result["scores"][1]["name"] in page
    assert "Do not rely on it unchecked." in to_html(model).decode()
