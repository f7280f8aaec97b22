"""The script that the page writes trains the same model: it is run, and its score compared."""

import ast
import importlib.util
import re
import subprocess
import sys

import pytest
from bench_data import SAMPLES, sample

from elmweb.data.readers import read_table
from elmweb.data.roles import guess_roles
from elmweb.exceptions import ExportError
from elmweb.export import TableFacts, load_model, training_script
from elmweb.training.model import Settings
from elmweb.training.search import train

# A cluster that runs beside this test has the usual port of the dashboard; Dask takes another and says so.
_STRICT = ("-W", "error", "-W", "ignore:Port 8787 is already in use")
TASKS = {"iris": "multiclass", "diabetes": "regression", "breast-cancer": "binary"}


def facts_of(name: str) -> TableFacts:
    """Return the facts of a sample with guessed roles and task."""
    dataset = sample(name)
    roles = guess_roles(read_table(SAMPLES / f"{name}.csv").frame)
    return TableFacts(str(SAMPLES / f"{name}.csv"), dataset.targets, dataset.task, roles)


def run(text: str, folder) -> str:
    """Run a script in a folder and return what it prints."""
    (folder / "made.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, *_STRICT, "made.py"], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def score_in(printed: str) -> float:
    """Return the score that a script printed."""
    return float(re.search(r"score on the rows kept back: ([\d.]+)", printed)[1])


@pytest.mark.slow
@pytest.mark.parametrize("name", TASKS)
def test_the_script_scores_what_the_model_scores(name, tmp_path):
    """Run in a fresh Python it prints the model's held-out score and saves a model that predicts the same."""
    dataset = sample(name)
    model = train(dataset, Settings(n_seeds=2, scale=0.7))
    held_out = dataset.X.iloc[dataset.test]
    expected = model.estimator.score(model.inputs(held_out), dataset.y[dataset.test])
    printed = run(training_script(model, facts_of(name)), tmp_path)
    assert score_in(printed) == pytest.approx(expected, abs=1e-6)
    saved, _ = load_model((tmp_path / "model.elm.zip").read_bytes())
    assert (
        (saved.predict(held_out) == pytest.approx(model.predict(held_out)))
        if name == "diabetes"
        else (saved.predict(held_out) == model.predict(held_out)).all()
    )


@pytest.mark.slow
def test_open_settings_are_chosen_as_the_page_chooses_them(tmp_path):
    """With settings that leave width and penalty open, the script finds the width that training finds."""
    settings = Settings(n_seeds=1, activation="relu")
    model = train(sample("iris"), settings)
    printed = run(training_script(settings, facts_of("iris")), tmp_path)
    assert f"width {model.settings.n_hidden}," in printed


@pytest.mark.parametrize("cluster", [False, True])
def test_names_of_any_kind_make_a_valid_script(cluster):
    """Quotes, braces and line ends in names stay inside their strings, and nothing installs anything."""
    odd = "a\"b'{c}\n\\d"
    facts = TableFacts(f"{odd}.csv", (odd,), "binary", {odd: "category", "x": "number"}, {"leak x": True})
    tree = ast.parse(training_script(Settings(), facts, cluster=cluster))
    values = {node.targets[0].id: ast.literal_eval(node.value) for node in tree.body if _is_plain(node)}
    assert values["TARGETS"] == [odd]
    assert values["ROLES"] == facts.roles
    assert values["SWITCHES"] == facts.switches
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not imported & {"pip", "subprocess", "os"}


def _is_plain(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and not isinstance(node.value, ast.Call)


@pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None or importlib.util.find_spec("elmweb.compute.dask") is None,
    reason="needs pip install elmweb[dask]",
)
@pytest.mark.slow
@pytest.mark.parametrize(("name", "least"), [("diabetes", 0.2), ("iris", 0.85)])
def test_the_cluster_script_runs(name, least, tmp_path):
    """On a local cluster the script trains; the saved model reproduces the printed score, which beats a constant."""
    text = training_script(Settings(n_hidden=32, model_kind="rvfl"), facts_of(name), cluster=True)
    assert score_in(run(text, tmp_path)) > least
    saved, _ = load_model((tmp_path / "model.elm.zip").read_bytes())
    dataset = sample(name)
    assert saved.estimator.score(saved.inputs(dataset.X), dataset.y) > least


def test_a_cluster_takes_only_what_it_can_train():
    """Invariant: another kind of model is an error, not a script that trains something else."""
    with pytest.raises(ExportError, match="Kernel ELM is trained on one machine only"):
        training_script(Settings(model_kind="kernel"), facts_of("iris"), cluster=True)
    assert "RVFLClassifier(" in training_script(Settings(model_kind="rvfl"), facts_of("iris"), cluster=True)
