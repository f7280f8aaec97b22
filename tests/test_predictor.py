"""The script of the HTML predictor says what the model says, whatever kind of model; in Node.js, without a page."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from bench_data import with_estimator

import elmweb
from buildsteps.vendor import node_program
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


def test_series_are_refused_in_words():
    """Invariant: the error says why, and which file there is instead."""
    series = elmweb.LaggedELMRegressor(2, n_hidden=8, random_state=0)
    _, model = with_estimator("diabetes", series)
    with pytest.raises(ExportError, match="a series is known by many") as caught:
        to_html(model)
    assert "ONNX" in caught.value.ways[0]
