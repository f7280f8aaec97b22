"""The script that the page writes trains the same model: it is run, and its score compared."""

import ast
import importlib.util
import io
import re
import subprocess
import sys
import tokenize

import numpy as np
import pytest
from bench_data import SAMPLES, sample

from elmweb.data.readers import read_table
from elmweb.data.roles import guess_roles
from elmweb.exceptions import ExportError
from elmweb.export import TableFacts, load_model, training_script
from elmweb.training.final import learn_from_all
from elmweb.training.model import Settings
from elmweb.training.search import train
from elmweb.words import LANGUAGES, speak
from elmweb.words.engine import export_script as words

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
@pytest.mark.parametrize("kind", ["elm", "blend"])
@pytest.mark.parametrize("name", TASKS)
def test_the_script_scores_what_the_model_scores(name, kind, tmp_path):
    """Run in a fresh Python it prints the held-out score of the judged model and saves what learned from all rows."""
    dataset = sample(name)
    model = train(dataset, Settings(n_seeds=2, scale=0.7, model_kind=kind))
    held_out = dataset.X.iloc[dataset.test]
    expected = model.estimator.score(model.inputs(held_out), dataset.y[dataset.test])
    printed = run(training_script(model, facts_of(name)), tmp_path)
    assert score_in(printed) == pytest.approx(expected, abs=1e-6)
    model = learn_from_all(model, dataset)
    saved, _ = load_model((tmp_path / "model.elm.zip").read_bytes())
    assert (
        (saved.predict(held_out) == pytest.approx(model.predict(held_out)))
        if name == "diabetes"
        else (saved.predict(held_out) == model.predict(held_out)).all()
    )


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["elm", "auto"])
def test_open_settings_are_chosen_as_the_page_chooses_them(kind, tmp_path):
    """With settings that leave kind, width and penalty open, the script finds what training finds."""
    settings = Settings(n_seeds=1, activation="relu", model_kind=kind)
    model = train(sample("iris"), settings)
    printed = run(training_script(settings, facts_of("iris")), tmp_path)
    assert f"width {model.settings.n_hidden}," in printed


# Every control character, line end and mark of direction, a lone surrogate, and what ends strings or means something.
ODD = "".join(
    map(chr, (*range(0x20), *range(0x7F, 0xA1), 0xAD, 0x2028, 0x2029, *range(0x202A, 0x202F), 0x2066, 0xFEFF))
)
NAMES = (
    "a\"b'{c}\n\\d",
    "coding=utf-7 +AAo-import os+ADs-os.abort()",
    "x -*- coding: rot13 -*-",
    "\nraise SystemExit(3)\n",
    "\r\x0craise SystemExit(3)",
    "\"\"\"'''\nraise SystemExit(3)  #",
    "{about} {file!r} {0.__class__}",
    "\\N{DIGIT ONE}\\u000araise SystemExit(3)",
    f"{ODD}\ud83d gr\u00f6\u00dfe \U0001f34e",
)


def names_in(source: str) -> dict[str, object]:
    """Return the values that a script gives to its constants, as Python reads the file."""
    tree = ast.parse(source.encode())
    return {node.targets[0].id: ast.literal_eval(node.value) for node in tree.body if _is_plain(node)}


@pytest.mark.parametrize("cluster", [False, True])
@pytest.mark.parametrize("odd", NAMES, ids=range(len(NAMES)))
def test_names_of_any_kind_are_literals_only(odd, cluster):
    """Oracle: the script of harmless names, token by token but for its literals; the literals are the names."""
    facts = TableFacts(f"{odd}.csv", (odd,), "binary", {odd: "category", "x": "number"}, {f"leak {odd}": True})
    plain = TableFacts("f.csv", ("t",), "binary", {"t": "category", "x": "number"}, {"leak t": True})
    made, harmless = (training_script(Settings(), each, cluster=cluster) for each in (facts, plain))
    values = names_in(made)
    assert values["FILES" if cluster else "FILE"] == f"{odd}.csv"
    assert values["TARGETS"] == [odd]
    assert values["ROLES"] == facts.roles
    assert values["SWITCHES"] == facts.switches
    assert _without_literals(made) == _without_literals(harmless)
    # No name reaches the lines that Python reads before it knows the encoding, nor any comment.
    assert made.split("\n")[:3] == harmless.split("\n")[:3]
    assert made.startswith("# coding: utf-8\n")
    assert all(letter.isprintable() or letter == "\n" for letter in made)


def _without_literals(source: str) -> list[str]:
    """Return the tokens of a script, comments among them, with a mark in place of each text; line ends are left out."""
    kinds = (tokenize.STRING, tokenize.NL, tokenize.NEWLINE)
    tokens = tokenize.tokenize(io.BytesIO(source.encode()).readline)
    found = [("" if token.type in kinds else token.string) for token in tokens]
    # A dict of long names is written in several lines, with a comma after the last entry.
    return [token for token in found if token.strip() not in {"", ","}]


_RUN_EACH = """
import runpy, sys
from elmweb.exceptions import DataError
for path in sys.argv[1:]:
    try:
        runpy.run_path(path, run_name="__main__")
    except DataError as error:
        print("cannot be opened" in str(error))
"""


@pytest.mark.slow
def test_scripts_of_odd_names_run_nothing_of_them(tmp_path):
    """Run beside no table, each ends with the sentence that the table cannot be opened, and nothing else happens."""
    paths = [tmp_path / f"made{at}.py" for at in range(len(NAMES))]
    for path, odd in zip(paths, NAMES, strict=True):
        path.write_bytes(
            training_script(Settings(), TableFacts(f"{odd}.csv", (odd,), "binary", {odd: "text"})).encode()
        )
    command = [sys.executable, *_STRICT, "-c", _RUN_EACH, *map(str, paths)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True"] * len(NAMES)
    assert set(tmp_path.iterdir()) == set(paths)


@pytest.mark.parametrize("cluster", [False, True])
def test_a_script_installs_nothing(cluster):
    """Invariant: it imports none of the modules that could."""
    tree = ast.parse(training_script(Settings(), facts_of("iris"), cluster=cluster))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not imported & {"pip", "subprocess", "os"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cluster", [False, True])
def test_a_script_is_python_in_every_language(language, cluster):
    """Invariant: the same program, whatever its comments say and whatever it prints."""

    def program(text):
        texts = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
        return [ast.dump(node.func) for node in texts]

    facts = TableFacts("t.csv", ("y",), "binary", {"x": "number"}, threshold=0.3)
    english = training_script(Settings(), facts, cluster=cluster)
    speak(language)
    try:
        assert program(training_script(Settings(), facts, cluster=cluster)) == program(english)
    finally:
        speak("en")


def test_what_a_script_prints_may_hold_quotes(monkeypatch):
    """Oracle: by hand, printed text with what ends a string, and with values in it."""
    monkeypatch.setattr(words, "SAVED", 'als "m.zip" in C:\\neu')
    monkeypatch.setattr(words, "rows_kept", lambda train, test: f'"{train}" und {test}')
    text = training_script(Settings(), TableFacts("t.csv", ("y",), "binary", {"x": "number"}))
    assert 'print(f"\\"{len(data.train):,}\\" und {len(data.test):,}")' in text
    printed = [node.args[0] for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and node.args]
    assert 'als "m.zip" in C:\\neu' in [node.value for node in printed if isinstance(node, ast.Constant)]


def test_settings_are_literals_too():
    """Invariant: what is no plain value, or no name of a setting, is refused; numbers of NumPy are plain."""
    for settings, options in (({"activation": {"a": print}}, {}), ({}, {"x=1);import os;(y": 1})):
        facts = TableFacts("f.csv", ("t",), "binary", {"t": "category"}, options=options)
        with pytest.raises(ExportError, match="A script"):
            training_script(Settings(**settings), facts)
    facts = TableFacts("f.csv", ("t",), "binary", {"t": "category"}, options={"delimiter": ";"}, seed=np.int64(3))
    made = training_script(Settings(alpha=np.float64(0.5), scale=float("inf")), facts)
    assert 'Settings(alpha=0.5, scale=float("inf"))' in made
    assert "ReadOptions(delimiter=';')" in made
    assert "seed=3)" in made


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
