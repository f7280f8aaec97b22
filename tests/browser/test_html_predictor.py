"""The HTML predictor says what the model says, in a real browser, from disk, and can reach nothing."""

import csv
import io
import json
import re

import numpy as np
import pandas as pd
import pytest
from bench_data import dataset_from, mixed_frame, trained

from elmweb.data import guess_roles, make_dataset, read_table
from elmweb.export import ExportError, to_html
from elmweb.training.search import train

TASKS = ("iris", "diabetes", "seattle-weather", "binary", "regression", "multilabel")


@pytest.fixture
def show(chromium, tmp_path):
    """Return a function that opens a model's page; a script error or an outside request fails the test."""
    troubles = []

    def opened(model, **settings):
        path = tmp_path / "predictor.html"
        path.write_bytes(to_html(model))
        page = chromium.new_page(**settings)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        page.on(
            "request",
            lambda asked: troubles.append(asked.url) if not asked.url.startswith(("file:", "blob:")) else None,
        )
        page.goto(path.as_uri())
        return page

    yield opened
    assert troubles == []


def as_csv(frame: pd.DataFrame) -> str:
    """Return a table as CSV with every digit."""
    return frame.to_csv(index=False)


@pytest.mark.browser
@pytest.mark.parametrize("name", TASKS)
def test_a_pasted_table_gets_the_models_predictions(show, name, tmp_path):
    """Probabilities and numbers in the saved CSV equal the Python model's to 1e-6, also with dates, texts and gaps."""
    dataset, model, _ = trained(name)
    rows = dataset.X.iloc[:120].copy()
    rows.iloc[:3, 0] = np.nan if dataset.roles[rows.columns[0]] == "number" else None
    page = show(model)
    page.set_input_files("#file", {"name": "new.csv", "mimeType": "text/csv", "buffer": as_csv(rows).encode()})
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save all predictions").click()
    saved.value.save_as(tmp_path / "out.csv")
    table = list(csv.reader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig"))))
    assert len(table) == len(rows) + 1
    new = pd.DataFrame([row[rows.shape[1] :] for row in table[1:]], columns=table[0][rows.shape[1] :])
    expected = model.predict(rows)
    if model.task == "regression":
        np.testing.assert_allclose(new.iloc[:, 0].astype(float), expected, atol=1e-4)
        return
    n_targets = len(model.targets)
    np.testing.assert_allclose(new.iloc[:, n_targets:].astype(float), model.predict_proba(rows), atol=1e-6)
    said = new.iloc[:, :n_targets].to_numpy()
    assert (said == np.asarray(expected).reshape(said.shape).astype(str)).all()
    assert new.columns[0] == f"predicted {model.targets[0]}"


@pytest.mark.browser
def test_the_form_predicts_while_it_is_filled_in(show):
    """The form begins at the middle values and follows a change; both answers are the model's."""
    _, model, _ = trained("seattle-weather")
    row = {feature.name: [feature.middle] for feature in model.features}
    page = show(model)
    middle = model.predict(pd.DataFrame(row))[0]
    assert page.locator("#answer .big").inner_text() == middle
    row["precipitation mm"] = [12.0]
    page.get_by_role("spinbutton", name="precipitation mm").fill("12")
    page.get_by_label("date", exact=True).fill("2013-11-20")
    row["date"] = ["2013-11-20"]
    wet = model.predict(pd.DataFrame(row))[0]
    assert wet != middle
    assert page.locator("#answer .big").inner_text() == wet


@pytest.mark.browser
def test_texts_and_categories_in_the_form(show):
    """A word typed into a text field and another category change the answer as they do in Python."""
    _, model, _ = trained("regression")
    row = {feature.name: [feature.middle] for feature in model.features} | {
        "note": ["this apple tastes SWEET to person 7 of panel"],
        "orchard": ["hill"],
    }
    page = show(model)
    page.get_by_label("note").fill(row["note"][0])
    page.get_by_label("orchard").select_option("hill")
    shown = float(page.locator("#answer .big").inner_text())
    assert shown == pytest.approx(model.predict(pd.DataFrame(row))[0], rel=1e-3)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("format_", "separator"), [("%d.%m.%Y", ";"), ("%m/%d/%Y %I:%M %p", "\t"), ("%d %b %Y", ","), ("%Y-%m-%d", "|")]
)
def test_dates_and_separators_as_the_table_has_them(show, format_, separator):
    """Dates, decimal marks and separators are those of the table that the model was trained on."""
    frame = mixed_frame().drop(columns=["note", "big", "hilly", "orchard"])
    frame["picked"] = pd.to_datetime(frame["picked"]).dt.strftime(format_).astype(object)
    written = {"index": False, "sep": separator, "decimal": "," if separator == ";" else "."}
    table = read_table(io.BytesIO(frame.to_csv(**written).encode()), "made.csv")
    model = train(make_dataset(table, ["price"], "regression", guess_roles(table.frame) | {"picked": "date"}, {}))
    rows = frame.drop(columns="price").iloc[:20]
    page = show(model)
    page.fill("#paste", rows.to_csv(**written))
    shown = page.locator("#file-answer tbody tr td:first-child").all_inner_texts()
    expected = model.predict(rows)[:10]
    np.testing.assert_allclose([float(text.replace(",", "")) for text in shown], expected, rtol=1e-3)


@pytest.mark.browser
def test_a_foreign_table_is_refused_in_words(show):
    """A table without any of the model's columns is refused, and the columns are named."""
    page = show(trained("iris")[1])
    page.fill("#paste", "a,b\n1,2\n")
    assert "petal length" in page.locator("#file-answer .err").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(show, scheme):
    """At 390 pixels nothing is wider than the screen."""
    page = show(trained("seattle-weather")[1], viewport={"width": 390, "height": 800}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_nothing_may_be_fetched_and_no_name_breaks_out():
    """The policy allows nothing but the page's own two hashes, and a column called like a tag stays data."""
    frame = pd.DataFrame({"</script><b>": np.arange(40.0) % 7, "y": np.arange(40) % 7 + np.arange(40) / 9})
    page = to_html(train(dataset_from(frame, ["y"], "regression"))).decode()
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert page.count("</script>") == 3  # the model, the words, and what uses both
    [data] = re.findall(r'id="model">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data)["columns"][0]["name"] == "</script><b>"
    assert not re.search(r"https?://", page)


def test_an_estimator_alone_has_no_page():
    """Without columns there is no form, and the error says so."""
    with pytest.raises(ExportError, match="columns"):
        to_html(trained("iris")[1].estimator)
