"""The script of the HTML predictor says what the model says, whatever kind of model; in Node.js, without a page."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from bench_data import with_estimator

import elmweb
from buildsteps.vendor import node_program
from elmweb.data._cells import unique_names
from elmweb.export import ExportError, to_html
from elmweb.export.html import _stored, _text

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
    given = {"script": _text("predictor.js"), "stored": _stored(model, None), "csv": frame.to_csv(index=False)}
    done = subprocess.run(
        [str(node_program()), str(HOST)], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    rows = json.loads(done.stdout)["rows"]
    return np.array([row[frame.shape[1] :] for row in rows], dtype=object)


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
        f"{_text('predictor.js')}; const bytes = (list) => new Uint8Array(list).buffer;"
        f"JSON.stringify([uniqueNames({json.dumps(names)}),"
        f"...{json.dumps([list(letters.encode(code)) for code in ('utf-8', 'cp1252', 'utf-16')])}"
        ".map((list) => textOf(bytes(list)).replace(/^\\uFEFF/, ''))])"
    )
    program = f"process.stdout.write(require('vm').runInThisContext({json.dumps(code)}))"
    done = subprocess.run([str(node_program()), "-e", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [unique_names(names)[0], letters, letters, letters]


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
