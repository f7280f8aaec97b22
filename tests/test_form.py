"""The form on the Result page: exact numbers, dates, and what is missing; and what it knows of each column."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from bench_data import dataset_from
from fake_workbench import FakeWorkbench
from test_pages import NASTY, OPEN, run, shown_text

from elmweb.app.main import App, build
from elmweb.app.pages.fields import field_html
from elmweb.app.pages.picture import picture_html
from elmweb.preprocessing.features import _grain, describe_features, form_fields
from elmweb.training import Settings, train
from elmweb.workbench.predict import predict_row

NUMBER = {
    "name": "fee", "role": "number", "min": 0.0, "max": 20.0, "lowest": 0.0, "highest": 512.25, "step": 0.25,
    "value": 7.5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "decimals", "step"),
    [
        ([0.25, 0.5, 1.75], 2, 0.25),
        ([10.0, 40.0, 25.0], 0, 5.0),
        ([4.69, 4.7, 4.72], 2, 0.01),
        ([1 / 3, 2 / 3], None, None),
        ([0.0, 0.0], 0, None),
        ([1e300, 1.0], None, None),
        ([0.1 + 0.2, 0.1], 1, 0.1),
    ],
)
def test_steps_and_decimals_come_from_the_data(values: list[float], decimals: int | None, step: float | None) -> None:
    """Oracle: steps and decimals found by hand."""
    assert _grain(np.array(values)) == (decimals, step)


def made() -> pd.DataFrame:
    """Return fees that are never negative, days, and kinds."""
    rng = np.random.default_rng(0)
    fee = np.round(rng.gamma(2.0, 3.0, 200) * 4) / 4
    day = np.datetime64("2021-01-01") + rng.integers(0, 300, 200)
    return pd.DataFrame(
        {
            "fee": fee,
            "day": pd.Series(day.astype(str), dtype=object),
            "kind": pd.Series(rng.choice(["a", "b"], 200), dtype=object),
            "cost": fee * 3 + rng.normal(size=200),
        }
    )


def test_a_field_knows_what_was_seen_and_warns_beyond_it() -> None:
    """Oracle: the columns' own ends; a number and a day outside them are predicted all the same, with a note."""
    frame = made()
    dataset = dataset_from(frame, ["cost"], "regression", kind="category")
    fields = {field["name"]: field for field in form_fields(describe_features(dataset))}
    learned = frame.iloc[dataset.train]
    assert (fields["fee"]["lowest"], fields["fee"]["highest"]) == (learned["fee"].min(), learned["fee"].max())
    assert fields["fee"]["step"] == 0.25
    assert (fields["fee"]["value"] * 4) % 1 == 0 or fields["fee"]["value"] == round(fields["fee"]["value"], 2)
    assert fields["kind"]["n_options"] == 2
    model = train(dataset, Settings(n_hidden=8, n_seeds=1))
    inside = {"fee": float(learned["fee"].max()), "day": "2021-03-01", "kind": "a"}
    assert predict_row(model, inside)["notes"] == []
    beyond = predict_row(model, {**inside, "fee": -5.0, "day": "2030-01-01"})
    assert len(beyond["notes"]) == 2
    assert beyond["notes"][0].startswith('"fee": -5 is outside what was seen, 0')
    assert '"day": 2030-01-01 is outside what was seen, 2021-01-0' in beyond["notes"][1]
    missing = predict_row(model, {"fee": None, "day": None, "kind": ""})
    assert missing["notes"] == []


def test_a_number_is_typed_exactly_and_slides_beside() -> None:
    """Invariant: box and slider have the data's step; the arrows stop at 0, a value beyond it stays as it was typed."""
    html = field_html(NUMBER, 7.5)
    assert '<input type="number" aria-label="fee" data-cell="fee" min="0" step="0.25" value="7.5"' in html
    assert 'min="0" max="20" step="0.25" value="7.5">' in html
    assert "Seen in training: 0 to 512.25" in html
    assert 'aria-pressed="false">missing</button>' in html
    assert 'min="-5" step="0.25" value="-5"' in field_html(NUMBER, -5.0)
    beyond = field_html(NUMBER, 300.125)
    assert 'value="300.125"' in beyond
    assert 'max="20" step="0.25" value="20">' in beyond
    empty = field_html(NUMBER, None)
    assert 'value="" placeholder="missing"' in empty
    assert 'aria-pressed="true">missing</button>' in empty


def test_dates_are_picked_and_kinds_can_be_missing() -> None:
    """Invariant: the browser's own date field, with a time where there are times; every list ends with missing."""
    day = {"name": "day", "role": "date", "min": "2021-01-01", "max": "2021-12-31", "value": "2021-06-01"}
    assert '<input type="date" aria-label="day" data-cell="day" value="2021-06-01">' in field_html(day, "2021-06-01")
    timed = {**day, "min": "2021-01-01T10:00:00"}
    assert 'type="datetime-local"' in field_html(timed, "2021-06-01T12:30:00")
    kind = {"name": "kind", "role": "category", "options": ["a", "b"], "value": "a", "n_options": 2}
    html = field_html(kind, "b")
    assert '<option value="b" selected="">b</option><option value="">missing</option>' in html
    assert '<option value="" selected="">missing</option>' in field_html(kind, None)
    assert '<option value="">(missing)</option>' in field_html(
        {**kind, "n_options": 1, "options": ["missing"]}, "missing"
    )
    many = field_html({**kind, "n_options": 80}, "zz")
    assert '<input type="text" aria-label="kind" data-cell="kind" list="kinds of kind" value="zz"' in many
    assert '<option value="new" selected="">new</option>' in field_html(kind, "new")


def test_names_and_cells_are_escaped() -> None:
    """Invariant: no text of a table becomes HTML."""
    for role in ("number", "date", "category", "text"):
        entry = {"name": NASTY, "role": role, "options": [NASTY], "value": None, "lowest": NASTY, "highest": NASTY}
        entry = entry | ({"lowest": 0.0, "highest": 1.0} if role == "number" else {})
        assert NASTY not in field_html(entry, 1.0 if role == "number" else NASTY)


def opened() -> App:
    """Return an app with a trained model."""
    return run(build(FakeWorkbench()), OPEN, ("train", {}))


@pytest.mark.slow
def test_what_is_typed_is_not_drawn_again_but_what_comes_from_elsewhere_is() -> None:
    """Invariant: typing would lose its place if the fields were redrawn; a row that is put in the form is shown."""
    app = opened()
    fields = next(pane for pane in app.roots["result"].select() if "data-field" in str(getattr(pane, "object", "")))
    before = fields.object
    run(app, ("cell", {"name": "weight_g", "value": 212.5}))
    assert app.session.outcome.row["weight_g"] == 212.5
    assert fields.object == before
    run(app, ("cell", {"name": "weight_g", "value": None}), ("cell", {"name": "no such column", "value": 1}))
    assert app.session.outcome.row["weight_g"] is None
    assert "no such column" not in app.session.outcome.row
    app.session.outcome.row = {**app.session.outcome.row, "weight_g": 131.25}
    assert 'value="131.25"' in fields.object
    assert "Other columns (1)" in [getattr(one, "title", "") for one in app.roots["result"].select()]
    assert "picked_on" not in shown_text(app.roots["result"])


def test_the_picture_of_training_has_the_columns_of_the_table() -> None:
    """Invariant: the first names and how many more, escaped; no picture for a kernel, which has no hidden units."""
    html = picture_html([NASTY, "b", "c", "d", "e", "f", "g"], NASTY)
    assert NASTY not in html
    assert "2 more" in html
    assert html.count('class="fixed"') == 6 * 7
    assert html.count('class="solved"') == 7
    assert picture_html(["only"], "y").count('class="fixed"') == 7
    app = run(build(FakeWorkbench()), OPEN)
    assert "What training does" in shown_text(app.roots["train"])
    assert "weight_g, diameter_mm" in shown_text(app.roots["train"])
    app.session.settings.model_kind = "kernel"
    assert "What training does" not in shown_text(app.roots["train"])
