"""The script of the HTML predictor says what the model says, whatever kind of model; in Node.js, without a page."""

import json
import re
import runpy
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from bench_data import FORMULAS, dataset_from, sample, with_estimator

import elmweb
from buildsteps.vendor import node_program
from elmweb.data import ReadOptions, _dates, read_table, roles
from elmweb.data._cells import unique_names
from elmweb.data._dialect import guess_dialect
from elmweb.data._read_by import dates_by
from elmweb.data._rules import column_rules, reading_rules
from elmweb.export import ExportError, to_html
from elmweb.export.html import _script
from elmweb.export.plain_model import plain_model
from elmweb.export.table import CsvFormat, iter_predictions_csv
from elmweb.progress import finish
from elmweb.reading import ColumnReading, text_to_number
from elmweb.training import Settings, train
from elmweb.words.engine import export_common, export_predictor

HOST = Path(__file__).with_name("predictor_host.mjs")
SMALL = {"n_hidden": 24, "random_state": 0}
MODELS = {
    **{
        stem: getattr(elmweb, f"{stem}Classifier")(**SMALL)
        for stem in (
            "ELM",
            "RVFL",
            "EnsembleELM",
            "DeepRVFL",
            "AutoencoderELM",
            "BroadLearning",
            "PrunedELM",
            "GrowingELM",
            "OnlineELM",
            "SemiSupervisedELM",
        )
    },
    **{f"kernel {k}": elmweb.KernelELMClassifier(k, n_landmarks=30, random_state=0) for k in ("rbf", "laplacian")},
    "blend": elmweb.BlendELMClassifier(24, n_landmarks=30, random_state=0),
    "filters": elmweb.LocalReceptiveELMClassifier(40, random_state=0),
    "filters, two colours": elmweb.LocalReceptiveELMClassifier(
        50, image_shape=(2, 1, 2), patch_size=1, pool_radius=1, random_state=0
    ),
    "integers": elmweb.ELMClassifier(24, arithmetic="integer", random_state=0),
    "mixed": elmweb.ELMClassifier(24, activation=["relu", "sin", "gelu"], random_state=0),
    "distances": elmweb.ELMClassifier(24, activation="rbf", random_state=0),
}


def _predicted(model, frame):
    """Return the columns that the predictor adds."""
    given = {"script": _script(), "stored": plain_model(model), "csv": frame.to_csv(index=False)}
    done = subprocess.run(
        [str(node_program()), str(HOST)], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    rows = json.loads(done.stdout)["rows"]
    return np.array([row[frame.shape[1] :] for row in rows], dtype=object)


def _said(code):
    """Return what an expression comes to that follows the script and a reader with the table reader's rules."""
    *before, last = code.split("\n")
    rules = f"const reader = new Reader({json.dumps(reading_rules())});"
    whole = "\n".join([_script(), rules, *before, f"JSON.stringify({last})"])
    program = f"process.stdout.write(require('vm').runInThisContext({json.dumps(whole)}))"
    done = subprocess.run(
        [str(node_program()), "-"], input=program, capture_output=True, encoding="utf-8", check=True
    )  # too long for an argument
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELS)
def test_every_kind_of_model(name):
    """Oracle: the Python model; probabilities of some rows to 1e-6, and the class of each."""
    dataset, model = with_estimator("iris" if "colours" in name else "digits", MODELS[name])
    rows = dataset.X.iloc[::20]
    found = _predicted(model, rows)
    assert (found[:, 0].astype(str) == model.predict(rows).astype(str)).all()
    np.testing.assert_allclose(found[:, 1:].astype(float), model.predict_proba(rows), atol=1e-6)


def test_names_and_letters_are_read_as_the_page_reads_them():
    """Oracle: the table reader's own names, and its letters of a file from Windows."""
    names = ["Betrag", " Betrag", "", "a  b", "column 3", "Betrag (2)"]
    letters = "Stra\u00dfe;\u20ac 5"
    code = (
        "const bytes = (list) => new Uint8Array(list).buffer;\n"
        f"[uniqueNames({json.dumps(names)}),"
        f"...{json.dumps([list(letters.encode(code)) for code in ('utf-8', 'cp1252', 'utf-16')])}"
        ".map((list) => reader.text(bytes(list)).replace(/^\\uFEFF/, ''))]"
    )
    assert _said(code) == [unique_names(names)[0], letters, letters, letters]


NUMBERS = (
    "12", " -3.5 ", "+.5", "1e3", "1,234.5", "1.234,5", "1 234", "1\u00a0234", "1'234", "12,5", "1,23", "12 %", "$3.20",
    "-$5", "\u22127", "EUR 3", "3 kr.", "JPY 100", "$5 %", "+-5", "1,2,3", "0x10", "Infinity", "1e999", "abc", "-",
    "5 km", "(1,234.50)", "($987.65)", "1,234-", "(-5)", "19M", "850k", "10,000+", "+5+", "12,34,567", "-", "", " ",
    "1\u2009234", "12kr", "( 5 )", "(5", "5)", "\uff15", "\u0665", "1e5", "1E-3", "US$3", "$-5", "-5-", "1_000",
)  # fmt: skip


@pytest.mark.parametrize("decimal", [".", ","])
def test_numbers_are_read_as_the_page_reads_them(decimal):
    """Oracle: the table reader's own text_to_number."""
    found = _said(f"{json.dumps(NUMBERS)}.map((text) => reader.written(text, {json.dumps(decimal)}))")
    expected = [text_to_number(text, decimal) for text in NUMBERS]
    assert [one["number"] for one in found] == [None if one is None else one.number for one in expected]
    assert [one["unit"] for one in found] == ["" if one is None else one.unit for one in expected]
    assert sum(one is not None for one in expected) >= 10


def _rules(format_):
    """Return the rules of a column of dates."""
    return column_rules(ColumnReading("date", format=format_))


def test_dates_are_read_as_the_page_reads_them():
    """Oracle: the table reader, for every format that a table may be found to have, and a day that does not exist."""
    formats = [day + time for day in _dates._DAYS for time in _dates._TIMES]
    moments = [pd.Timestamp(text) for text in ("2024-02-29 00:05:07", "1969-12-01 12:30", "2001-05-13 23:59:59")]
    texts = [[moment.strftime(format_) for moment in moments] + ["31.02.2024", "x"] for format_ in formats]
    found = _said(
        f"{json.dumps([*zip(map(_rules, formats), texts, strict=True)])}"
        ".map(([rules, texts]) => texts.map((text) => reader.date(text, rules)))"
    )
    for format_, written, seconds in zip(formats, texts, found, strict=True):
        dates = dates_by(np.array(written, dtype=object), ColumnReading("date", format=format_))
        assert (dates[:3] == roles.parse_dates(pd.Series(written[:3], dtype=object), format_)).all()
        expected = [None if np.isnat(date) else int(date.astype(np.int64)) for date in dates]
        assert seconds == expected, format_
        assert None not in seconds[:3]


@pytest.mark.parametrize("text", ["a;b\n1;2", "a,b\n1,2", "a\tb,c\n1\t2", "a|b\n1|2", "a b\n1 2", "a\n1,5"])
def test_cells_are_separated_as_in_the_page(text):
    """Oracle: the table reader's guess; what is cut by nothing has one column in both."""
    dialect = guess_dialect(text, ReadOptions(), complete=True)
    if dialect.delimiter == " ":
        dialect = replace(dialect, delimiter=",")  # runs of spaces are not cut here
    assert _said(f"reader.rows({json.dumps(text)}).delimiter") == dialect.delimiter


def test_truth_values_are_read_as_the_page_reads_them():
    """Oracle: the table reader; a file that a program wrote may have them in any capitals."""
    frame = pd.DataFrame({"hilly": [True, False] * 40, "size": np.arange(80.0)})
    answer = np.where(frame["hilly"], frame["size"], -frame["size"])
    table = read_table(BytesIO(frame.assign(price=answer).to_csv(index=False).encode()), "hills.csv")
    model = train(dataset_from(table.frame, ["price"], "regression"))
    found = {
        words: _predicted(model, frame.assign(hilly=np.where(frame["hilly"], *words)))
        for words in (("True", "False"), ("true", "false"), ("TRUE", "FALSE"), ("yes", "no"))
    }
    expected = model.predict(table.frame.drop(columns="price"))
    for words in (("True", "False"), ("true", "false"), ("TRUE", "FALSE")):
        np.testing.assert_allclose(found[words][:, 0].astype(float), expected, atol=1e-4)
    assert np.abs(found["yes", "no"][:, 0].astype(float) - expected).max() > 1


def test_other_capitals_are_the_same_name():
    """Oracle: the prediction for the table with the model's own names; two candidates are none."""
    dataset, model = with_estimator("iris", elmweb.ELMClassifier(**SMALL))
    rows = dataset.X.iloc[::20]
    first = rows.columns[0]
    assert (_predicted(model, rows.rename(columns={first: first.upper()})) == _predicted(model, rows)).all()
    twice = rows.assign(**{first.upper(): 1.0, first.title(): 2.0}).drop(columns=first)
    assert (
        _predicted(model, twice) == _predicted(model, rows.assign(**{first: None})[[*twice.columns[:3], first]])
    ).all()


def test_series_are_refused_in_words():
    """Invariant: the error says why, and which file there is instead."""
    series = elmweb.LaggedELMRegressor(2, n_hidden=8, random_state=0)
    _, model = with_estimator("diabetes", series)
    with pytest.raises(ExportError, match="a series is known by many") as caught:
        to_html(model)
    assert "ONNX" in caught.value.hints[0]


HOSTILE = ("__proto__", "constructor", "toString", "hasOwnProperty", "</script><!--", "<img src=x onerror=alert(1)>")


@pytest.mark.parametrize("absent", [None, *HOSTILE])
def test_columns_may_have_names_that_every_object_has(absent):
    """Oracle: the Python model, also where such a column is not in the file."""
    rows = np.random.default_rng(0).normal(size=(60, len(HOSTILE)))
    frame = pd.DataFrame(rows, columns=HOSTILE)
    model = train(dataset_from(frame.assign(y=rows.sum(axis=1)), ["y"], "regression"), Settings(n_hidden=16, n_seeds=1))
    some = frame.head(5) if absent is None else frame.head(5).drop(columns=absent)
    found = _predicted(model, some)
    np.testing.assert_allclose(found[:, 0].astype(float), model.predict(some), atol=1e-6)


def test_categories_may_have_names_that_every_object_has():
    """Invariant: cells stay texts, with and without categories that were written in other ways."""
    for spellings in ((), ("Yes",)):
        column = {"role": "category", "dtype": "string", "reading": column_rules(ColumnReading(spellings=spellings))}
        said = _said(f"reader.column({json.dumps([*HOSTILE, 'no'])}, {json.dumps(column)}).tensor.data")
        assert said == [*HOSTILE, "no"]
    column["reading"] = column_rules(ColumnReading(spellings=("Yes", "Constructor")))
    said = _said(f"reader.column({json.dumps(['YES ', 'CONSTRUCTOR'])}, {json.dumps(column)}).tensor.data")
    assert said == ["Yes", "Constructor"]


def test_no_name_ends_the_script_of_the_page():
    """Invariant: an HTML parser finds the elements of a page of harmless names; the names are data."""
    names = (*HOSTILE, "\ufffd", "&lt;\x00\u2028", "]]>\"'")
    columns = [np.random.default_rng(at).normal(size=40) for at in range(len(names))]
    frame = pd.DataFrame(np.transpose(columns), columns=pd.Index(names, dtype=object))
    target = "<b>y</b></title></script>"
    data = dataset_from(frame.assign(**{target: np.arange(40.0)}), [target], "regression")
    page = to_html(train(data, Settings(n_hidden=8, n_seeds=1))).decode()
    plain = to_html(train(sample("diabetes"), Settings(n_hidden=8, n_seeds=1))).decode()
    found, harmless = _Elements(), _Elements()
    found.feed(page)
    harmless.feed(plain)
    assert found.tags == harmless.tags
    stored = json.loads(found.texts["script"][0])
    assert [column["name"] for column in stored["columns"]] == [str(name) for name in frame.columns]
    assert found.texts["h1"] == [f"Predict {target}"]


def test_the_page_speaks_the_language_it_was_saved_in(monkeypatch):
    """Invariant: its own sentences, those of its script, and what tells a screen reader how to say them."""
    monkeypatch.setattr(export_common, "LANGUAGE", "de")
    monkeypatch.setattr(export_predictor, "GOOD", "Wie gut es ist")
    monkeypatch.setattr(export_predictor, "SCRIPT", export_predictor.SCRIPT | {"missing": "fehlt </script>"})
    page = to_html(train(sample("diabetes"), Settings(n_hidden=8, n_seeds=1))).decode()
    found = _Elements()
    found.feed(page)
    assert '<html lang="de">' in page
    assert "Wie gut es ist" in found.texts["h2"]
    assert json.loads(found.texts["script"][1])["texts"]["missing"] == "fehlt </script>"


def test_the_script_asks_for_every_text():
    """Invariant: no text is left over or missing, and each of them has the same values in every language and form."""
    script = (Path(elmweb.__file__).parents[1] / "web" / "predictor" / "page.js").read_text()
    assert set(re.findall(r"words\.texts\.(\w+)", script)) == set(export_predictor.SCRIPT)
    assert set(re.findall(r"words\.counts\.(\w+)", script)) == set(export_predictor.SCRIPT_COUNTS)
    for path in (Path(elmweb.__file__).parent / "words").glob("**/engine/export_predictor.py"):
        said = runpy.run_path(str(path))
        for name, text in export_predictor.SCRIPT.items():
            assert _values(said["SCRIPT"][name]) == _values(text), (path, name)
        for name, forms in export_predictor.SCRIPT_COUNTS.items():
            assert {"one", "other"} <= set(said["SCRIPT_COUNTS"][name])
            assert {_values(form) for form in said["SCRIPT_COUNTS"][name].values()} == {_values(forms["other"])}


def _values(text):
    """Return the names of the values in a sentence."""
    return frozenset(re.findall(r"\{(\w+)\}", text))


def test_sentences_with_a_number_have_its_form():
    """Oracle: by hand."""
    forms = json.dumps({"one": "{file}: {number} row", "other": "{file}: {number} rows"})
    said = _said(f"[0, 1, 2, 1200].map((n) => counted({forms}, n, {{ file: '{{number}}$&' }}))")
    assert said == [f"{{number}}$&: {text}" for text in ("0 rows", "1 row", "2 rows", "1,200 rows")]


class _Elements(HTMLParser):
    """The tags of a page in their order, and the text within each kind of element."""

    def __init__(self):
        super().__init__()
        self.tags, self.texts, self._open = [], {}, ""

    def handle_starttag(self, tag, attrs):
        """Keep a tag."""
        self._open = tag
        self.tags.append((tag, sorted(name for name, _ in attrs)))

    def handle_endtag(self, tag):
        """Keep the end of a tag."""
        self._open = ""
        self.tags.append(("/", tag))

    def handle_comment(self, data):
        """Keep a comment."""
        self.tags.append(("!", data))

    def handle_data(self, data):
        """Keep a text."""
        if self._open:
            self.texts.setdefault(self._open, []).append(data)


@pytest.mark.parametrize(("delimiter", "decimal"), [(",", "."), (";", ","), ("\t", "."), ("|", ","), (",", ",")])
def test_a_saved_table_is_that_of_the_page(delimiter, decimal):
    """Oracle: the page's own CSV of the same table: the same cells are behind an apostrophe, and no other."""
    cells = [*FORMULAS, "a,b", 'say "x"', "two\nlines", "c;d", "e\tf", "g|h"]
    columns = {"=a": cells, "it's": cells[::-1], "size": [at + 0.5 for at in range(len(cells))]}
    header, *rows = [[*columns], *map(list, zip(*columns.values(), strict=True))]
    found = _said(f"csvOf({json.dumps([header, *rows])}, {json.dumps(delimiter)}, {json.dumps(decimal)})")
    written = CsvFormat(delimiter, decimal)
    expected, n_safe = finish(iter_predictions_csv(pd.DataFrame(columns), {}, written))
    assert found == {"csv": expected.decode("utf-8-sig"), "changed": n_safe}
