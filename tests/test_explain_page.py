"""The reasons on the Result page in Panel, without a browser: messages in, state and HTML out."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from html import unescape
from typing import Any

import panel as pn
import pytest
from fake_explain import ANSWERS, CELLS, rows
from fake_workbench import FakeWorkbench, result
from test_pages import NASTY, OPEN, run, settled, shown_text

from elmweb.app.explain.amounts import alike, cell, said, signed
from elmweb.app.explain.chart import effect_figure, effect_numbers
from elmweb.app.explain.decide import outcome_html
from elmweb.app.explain.groups import groups_html
from elmweb.app.explain.tables import change_html, columns_html, like_html, pulled_html, risk_html, rows_html, why_html
from elmweb.app.figures import residuals
from elmweb.app.main import App, build
from elmweb.exceptions import ExplainError

COLUMNS = ("explain", {"do": "columns"})


def trained(*messages: tuple[str, dict], workbench: Any = None) -> App:
    """Return an app with a trained model, after these messages."""
    return run(build(workbench or FakeWorkbench()), OPEN, ("train", {}), *messages)


def ask(question: str) -> tuple[str, dict]:
    """Return the message that asks a question about the row in the form."""
    return ("explain", {"do": "ask", "question": question})


def text_of(app: App) -> str:
    """Return what is on the page, without tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", shown_text(app.roots["result"]))))


def asked(workbench: FakeWorkbench) -> list[tuple[str, dict]]:
    """Return what was asked about the model."""
    return [args for name, args in workbench.calls if name == "explain"]


@pytest.mark.slow
def test_nothing_of_it_is_there_before_it_is_asked_for() -> None:
    """Oracle: the modules of a fresh interpreter with a trained model on the page."""
    code = (
        "import sys; from fake_workbench import FakeWorkbench; from test_pages import OPEN, run;"
        "from elmweb.app.main import build; app = run(build(FakeWorkbench()), OPEN, ('train', {}));"
        "print([m for m in sys.modules if m.startswith('elmweb.app.explain')], app.session.reasons)"
    )
    env = {"PYTHONPATH": ":".join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == "[] None"


@pytest.mark.slow
def test_columns_and_the_effect_of_one() -> None:
    """Invariant: each column has its number and range; a pressed one is drawn, for a class that is named."""
    workbench = FakeWorkbench()
    app = trained(COLUMNS, workbench=workbench)
    text = text_of(app)
    assert "weight_g 42.9 33.5 to 55.1" in text
    assert "picked_on \u22120.1" in text
    assert "weight_g and firmness_kg go together (correlation 0.96 or more)" in text
    assert "shuffling them together costs 61.2 percentage points, shuffling one alone 42.9 at most" in text
    assert "The 2 columns that the model uses least were not measured" in text
    run(app, ("explain", {"do": "effect", "column": "weight_g"}))
    assert asked(workbench)[-1] == ("effect", {"column": "weight_g", "target": "table"})
    assert "What weight_g does" in text_of(app)
    run(app, ("explain", {"do": "effect", "column": "weight_g", "target": "juice"}))
    assert asked(workbench)[-1][1]["target"] == "juice"


@pytest.mark.slow
def test_why_a_row() -> None:
    """Invariant: the sentence, every share, how exact they are, and what the reader said of the row."""
    app = trained(ask("row"))
    text = text_of(app)
    assert "gives kitchen 31 %; here 83 %. weight_g adds most, orchard takes away most." in text
    assert "weight_g 187 +60.0" in text
    assert "orchard hill \u22129.0" in text
    assert "4 other columns together +1.0" in text
    assert "480 sampled orders of the columns, standard error at most 1.0" in text
    assert "They add up to +52.0" in text
    assert "picked_on is read as a date." in text
    run(app, ask("row"))
    assert "adds most" not in text_of(app)
    assert app.session.reasons.open == ""


def test_what_is_named_has_a_bar() -> None:
    """Invariant: the column that takes away most is named only where its bar is shown, and not summed with others."""
    parts = [{"column": f"c{at}", "cell": at, "value": 0.1, "error": 0.0} for at in range(8)]
    least = {"column": "least", "cell": 1, "value": -0.01, "error": 0.0}
    found = {**ANSWERS["row"], "seconds": 1.0}
    assert "c0 adds most." in why_html({**found, "parts": [*parts, least]})
    assert "c0 adds most, least takes away most." in why_html({**found, "parts": [*parts[:7], least]})


@pytest.mark.slow
def test_reasons_follow_the_form() -> None:
    """Invariant: after a change of the form the old answer is marked, and asked again about the new row."""
    workbench = FakeWorkbench()
    app = trained(ask("row"), workbench=workbench)
    n_asked = len(asked(workbench))

    async def change() -> None:
        app.session.outcome.row = {**app.session.outcome.row, "weight_g": 240.0}
        assert app.session.reasons.stale
        assert "The form holds another row now." in text_of(app)
        await settled()

    asyncio.run(change())
    assert len(asked(workbench)) == n_asked + 1
    assert asked(workbench)[-1][1]["row"]["weight_g"] == 240.0
    assert not app.session.reasons.stale


@pytest.mark.slow
def test_other_answers_do_not_follow_but_say_so() -> None:
    """Invariant: they cost more, so they are asked again by a press."""
    workbench = FakeWorkbench()
    app = trained(ask("like"), workbench=workbench)
    run(app, ("explain", {"do": "use", "where": "answer", "index": 1}))
    assert "The form holds another row now." in text_of(app)
    assert len(asked(workbench)) == 1
    run(app, ask("like"))
    assert len(asked(workbench)) == 2


@pytest.mark.slow
def test_what_would_change_it() -> None:
    """Invariant: each change has its answer and can be put in the form; another answer can be aimed at."""
    workbench = FakeWorkbench()
    app = trained(ask("change"), workbench=workbench)
    text = text_of(app)
    assert "weight_g 187 230 table, 60 %" in text
    assert "orchard hill river weight_g 187 210 table, 51 %" in text
    assert "not what would happen" in text
    run(app, ("explain", {"do": "use", "where": "changes", "index": 1}))
    assert app.session.outcome.row["orchard"] == "river"
    assert app.session.outcome.row["weight_g"] == 210.0
    run(app, ("explain", {"do": "choose", "to": "juice"}))
    assert asked(workbench)[-1][1]["to"] == "juice"


@pytest.mark.slow
def test_a_row_of_the_table_is_put_in_the_form() -> None:
    """Invariant: fields show its cells, also beyond their range; what is missing is named; it is predicted."""
    workbench = FakeWorkbench()
    app = trained(("explain", {"do": "rows", "true": "table", "said": "kitchen"}), workbench=workbench)
    text = text_of(app)
    assert "Rows that are table, but the model said kitchen" in text
    assert "The first 3 of 57, most confident predictions first." in text
    app.session.reasons.rows["rows"][0]["cells"] = {**CELLS, "weight_g": 999.0, "orchard": "lake"}
    run(app, ("explain", {"do": "use", "where": "rows", "index": 0}), ask("row"))
    form = shown_text(app.roots["result"])
    assert re.search(r'<input type="number" aria-label="weight_g"[^>]* value="999"', form)
    assert re.search(r'<select aria-label="orchard".*?<option value="lake" selected="">', form, flags=re.DOTALL)
    assert app.session.outcome.row["firmness_kg"] is None
    assert "Row 1,040 of the table is in the form. It has no value for firmness_kg." in text_of(app)
    assert workbench.calls[-2][0] == "predict_row" or "predict_row" in [name for name, _ in workbench.calls]
    run(app, ("explain", {"do": "close_rows"}))
    assert "most confident predictions first" not in text_of(app)


@pytest.mark.slow
def test_where_to_draw_the_line() -> None:
    """Invariant: two answers only; the slider shows what each line does; costs are asked again; a row can be used."""
    workbench = FakeWorkbench()
    app = trained(COLUMNS, workbench=workbench)
    assert "Weigh the errors" not in text_of(app)
    app.session.outcome.result = {**result(), "task": "binary", "classes": ["no", "yes"]}
    assert "Weigh the errors" in text_of(app)
    run(app, ("explain", {"do": "decide"}))
    assert "The least cost on these rows is 0, from 30 % up." in text_of(app)
    fields = {widget.label: widget for widget in app.roots["result"].select(pn.widgets.Widget)}
    fields["Say yes from a probability of (%)"].value = 30
    assert "No other threshold costs less on these rows." in text_of(app)
    assert "Found (recall) 90 % (30 of 40)" in text_of(app)
    run(app, ("explain", {"do": "decide", "missed": 5.0}))
    assert asked(workbench)[-1] == ("decide", {"false_alarm": 1.0, "missed": 5.0})
    run(app, ("explain", {"do": "use", "where": "risk", "index": 2}))
    assert app.session.outcome.row["weight_g"] == 202.0


@pytest.mark.slow
def test_groups_are_compared() -> None:
    """Invariant: the difference is said in words, another column can be chosen, and a failure stands in its place."""
    workbench = FakeWorkbench()
    app = trained(COLUMNS, ("explain", {"do": "groups"}), workbench=workbench)
    text = text_of(app)
    assert "hill: 91 % right; river: 71 % right. That is more than chance alone would make with this many rows." in text
    assert "missing 3 too few" in text
    (choice,) = (one for one in app.roots["result"].select(pn.widgets.Select) if one.label == "Compare by")
    workbench.explain_problem = ExplainError("The table has no such column.")
    choice.value = "grower"
    run(app)
    assert asked(workbench)[-1] == ("groups", {"column": "grower"})
    assert "The table has no such column." in text_of(app)
    found = {**ANSWERS["groups"], "gap": {"best": 0, "worst": 1, "by": 0.0, "clear": False}, "learned": False}
    assert "All groups have the same score. The model does not learn from this column." in groups_html(found)
    assert "may be chance" in groups_html({**found, "gap": {**found["gap"], "by": 2.0}})
    assert "not two groups" in groups_html({**found, "gap": None})


@pytest.mark.slow
def test_a_new_model_forgets_all_of_it() -> None:
    """Invariant: no answer about the model before stands beside the new one."""
    app = trained(COLUMNS, ask("row"), ("train", {}))
    assert app.session.reasons.columns is None
    assert app.session.reasons.open == ""
    assert "Measure it" in text_of(app)


@pytest.mark.slow
def test_what_cannot_be_explained_is_said_in_its_place() -> None:
    """Invariant: the reason with its hints stands where the answer would, not above the page; it is escaped."""
    workbench = FakeWorkbench()
    workbench.explain_problem = ExplainError("A saved model has no rows.", value=NASTY, hints=("Train again.",))
    app = trained(COLUMNS, ask("pulled"), workbench=workbench)
    assert text_of(app).count("A saved model has no rows.") == 2
    assert "Train again." in text_of(app)
    assert app.session.error is None
    assert NASTY not in shown_text(app.roots["result"])


@pytest.mark.slow
def test_nothing_runs_beside_a_training() -> None:
    """Invariant: it is told, and the answer before stays."""
    workbench = FakeWorkbench()
    app = trained(workbench=workbench)
    workbench.pause = 0.01

    async def both() -> None:
        task = asyncio.create_task(app.controller.handle("train", {}))
        await asyncio.sleep(0.05)
        await app.controller.handle(*COLUMNS)
        assert app.session.error["what"] == "A training is running."
        await task
        await settled()

    asyncio.run(both())


@pytest.mark.slow
def test_reasons_for_a_file() -> None:
    """Invariant: they are offered once a file is predicted, and no more when they are there."""
    app = trained(("predict_file", {"source": {"name": "new.csv", "text": "a"}}))
    offer = "Add the three strongest reasons to each row"
    assert offer in text_of(app)
    run(app, ("explain", {"do": "file"}))
    assert "weight_g = 3 (+2)" in text_of(app)
    assert offer not in text_of(app)


@pytest.mark.slow
def test_a_pressed_point_asks_for_its_row() -> None:
    """Invariant: the values of the dot are passed on."""
    pressed: list = []
    plot = residuals([1.0, 2.0], [1.5, 2.5], "light", lambda *point: pressed.append(point))
    source = plot.renderers[-1].data_source
    source.selected.indices = [1]
    source.selected.indices = []
    assert pressed == [(2.0, 2.5)]
    workbench = FakeWorkbench()
    app = trained(("explain", {"do": "rows", "point": [2.0, 2.5]}), workbench=workbench)
    assert asked(workbench)[-1] == ("rows", {"point": [2.0, 2.5]})
    assert app.session.reasons.rows


@pytest.mark.slow
def test_an_unknown_message_is_told() -> None:
    """Invariant: what nobody answers is named."""
    assert "explain guess" in trained(("explain", {"do": "guess"})).session.error["what"]


def test_names_are_escaped() -> None:
    """Invariant: nothing that comes from a table is markup."""
    nasty = {"column": NASTY, "cell": NASTY, "value": 0.1, "error": 0.0}
    why = {**ANSWERS["row"], "seconds": 1.0, "parts": [nasty], "target": NASTY, "notes": [NASTY]}
    step = {"column": NASTY, "from": NASTY, "to": NASTY}
    said_it = {"label": NASTY, "probability": 0.5}
    change = {**ANSWERS["change"], "changes": [{"set": [step], "said": said_it, "cost": 0.1}], "to": NASTY}
    one = {**rows(1)[0], "truth": NASTY, "said": said_it, "cells": {NASTY: NASTY}, "distance": 1.0, "moved": 1.0}
    more = {"rows": [one], "columns": [NASTY], "target": NASTY, "seconds": 1.0}
    columns = {
        **ANSWERS["columns"], "seconds": 1.0,
        "columns": [{"column": NASTY, "role": "number", "loss": 1.0, "low": 0.0, "high": 2.0, "right": 0.5}],
        "together": [{"columns": [NASTY, NASTY], "correlation": 0.9, "loss": 1.0, "low": 0.0, "high": 2.0}],
    }  # fmt: skip
    line = {
        **ANSWERS["decide"],
        "positive": NASTY,
        "negative": NASTY,
        "rows": [{**one, "risk": 0.5}],
        "columns": [NASTY],
    }
    cells = {**ANSWERS["rows"], **more, "asked": {"true": NASTY, "said": NASTY}}
    for html in (
        why_html(why), change_html(change), change_html({**change, "changes": []}), columns_html(columns),
        like_html({**ANSWERS["like"], **more}), pulled_html({**ANSWERS["pulled"], **more}), rows_html(cells, NASTY),
        rows_html({**cells, "rows": []}, NASTY), risk_html(line, 50), outcome_html(line, 50),
        outcome_html(line, 100, 30),
        groups_html({
            **ANSWERS["groups"], "column": NASTY, "positive": NASTY, "negative": NASTY,
            "groups": [{**one, "group": NASTY} for one in ANSWERS["groups"]["groups"]],
        }),
    ):  # fmt: skip
        assert NASTY not in html


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("role", ["number", "date", "category"])
def test_effects_can_be_drawn(theme: str, role: str) -> None:
    """Invariant: numbers, dates and categories each have a figure inside its range, and numbers beside it."""
    found = {**ANSWERS["effect"], "role": role}
    if role == "category":
        found |= {"x": ["a", "b" * 40, "c"], "edges": [], "counts": [3, 4, 5]}
    plot = effect_figure(found, theme)
    assert len(plot.renderers) >= 2
    across = plot.x_range if role == "category" else plot.y_range
    assert across.start < 0
    assert across.end > 100
    head, body = effect_numbers(found)
    assert head == ["weight_g", "Probability of table (%)"]
    assert len(body) == 3


def test_words() -> None:
    """Oracle: the words themselves."""
    assert [cell(value) for value in (None, "", 2013.0, 0.5, "x", 123_456.0)] == [
        "missing", "missing", "2013", "0.5", "x", "123,456",
    ]  # fmt: skip
    assert [signed(value, is_number=False) for value in (0.123, -0.5, 0.0)] == ["+12.3", "\u221250.0", "0.0"]
    say = alike([11.6, 0.4, -3.0])
    assert [say(value) for value in (11.62, 0.0599, -0.4218, -0.001)] == ["11.6", "0.1", "\u22120.4", "0"]
    assert signed(-3.14159, is_number=True) == "\u22123.14"
    assert said({"value": 3.14159}) == "3.142"
    assert said({"label": "none", "probability": None}) == "none"
