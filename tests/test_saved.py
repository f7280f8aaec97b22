"""What people saved with version 0.1 still works: model files open to the same predictions, scripts run."""

from __future__ import annotations

import ast
import asyncio
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from bench_data import SAMPLES, sample
from typeguard import check_type

from elmweb.export import load_model
from elmweb.workbench.codec import encode
from elmweb.workbench.local import LocalWorkbench
from elmweb.workbench.protocol import Prediction, Result

SAVED = Path(__file__).parent / "data" / "saved"
MODELS = sorted(path.name.removesuffix(".elm.zip") for path in SAVED.glob("*.elm.zip"))
SCRIPTS = sorted(path.name for path in SAVED.glob("*_script.py"))
PUBLIC = {"elmweb", "elmweb.data", "elmweb.evaluation", "elmweb.export", "elmweb.preprocessing", "elmweb.training"}
"""Where the scripts that are written now import from."""


def held_out(name: str) -> pd.DataFrame:
    """Return the rows that a saved model predicted."""
    if name == "mixed":
        return pd.read_csv(SAVED / "mixed.csv")
    dataset = sample(name.partition("-")[0] if name.startswith("iris") else name)
    return dataset.X.iloc[dataset.test]


@pytest.mark.parametrize("name", MODELS)
def test_a_saved_model_opens_to_the_predictions_it_had(name: str) -> None:
    """Oracle: what the version that saved the model predicted then, for rows kept back from it."""
    model, _ = load_model((SAVED / f"{name}.elm.zip").read_bytes())
    rows = held_out(name)
    with np.load(SAVED / f"{name}.npz") as then:
        predicted = np.asarray(model.predict(rows))
        if then["predicted"].dtype.kind == "f":
            np.testing.assert_allclose(predicted, then["predicted"], rtol=1e-9)
        else:
            assert (predicted.astype(str) == then["predicted"]).all()
        if "probabilities" in then:
            np.testing.assert_allclose(model.predict_proba(rows), then["probabilities"], rtol=1e-9, atol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_saved_script_still_runs(name: str, tmp_path: Path) -> None:
    """Invariant: a script saved by version 0.1 trains and saves its model, beside its table, in a fresh Python."""
    text = (SAVED / name).read_text()
    if "FILES = " in text:
        pytest.importorskip("distributed")
    shutil.copy(SAMPLES / "iris.csv", tmp_path)
    (tmp_path / "saved.py").write_text(text)
    # pandas 3 warns of how these scripts find the columns of text.
    ignored = ("Port 8787 is already in use", "For backward compatibility, 'str' dtypes are included")
    quietly = [part for text in ignored for part in ("-W", f"ignore:{text}")]
    command = [sys.executable, "-W", "error", *quietly, "saved.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "model.elm.zip").exists()


@pytest.mark.parametrize("name", SCRIPTS)
def test_saved_scripts_import_what_is_there(name: str) -> None:
    """Invariant: every name that a saved script imports from elmweb can still be imported from there."""
    for node in ast.walk(ast.parse((SAVED / name).read_text())):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("elmweb"):
            module = import_module(node.module)
            assert [alias.name for alias in node.names if not hasattr(module, alias.name)] == []


@pytest.mark.parametrize("cluster", [False, True])
def test_new_scripts_import_from_public_places(cluster: bool) -> None:
    """Invariant: a script imports only names that a package of the public list has in its ``__all__``."""
    from test_script import facts_of

    from elmweb.export import training_script
    from elmweb.training import Settings

    tree = ast.parse(training_script(Settings(), facts_of("iris"), cluster=cluster))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("elmweb"):
            assert node.module in PUBLIC
            assert {alias.name for alias in node.names} <= set(import_module(node.module).__all__)


@pytest.mark.parametrize("name", ["iris", "diabetes", "mixed"])
def test_a_model_saved_alone_opens_in_the_workbench_without_scores(name: str) -> None:
    """Invariant: the result has the protocol's shape, says that there is no score, and the model predicts."""

    async def open_it() -> tuple[Result, Prediction]:
        workbench = LocalWorkbench()
        source = {"bytes": (SAVED / f"{name}.elm.zip").read_bytes(), "name": f"{name}.elm.zip"}
        result = await workbench.load_model(source, lambda _message: None)
        return result, await workbench.predict_row({})

    result, prediction = asyncio.run(open_it())
    check_type(result, Result)
    assert result["headline"]["number"] == "No score"
    assert result["scores"] == []
    assert {"label", "value"} & set(prediction)
    encode(result)  # it crosses to the page
