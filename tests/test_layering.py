"""Who may import whom. CONTRIBUTING.md has the picture; this keeps it true."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "elmweb"

BROWSER = ("js", "pyodide")
PAGE = ("panel", "bokeh", "param", "tornado")
HEAVY = ("scipy", "sklearn", "pandas", "openpyxl", "joblib")
SLOW = ("nh3", "PIL", "contourpy", "dask", "distributed", "torch", "onnx", "onnxruntime")

# What each layer does without; what it imports, such as report.py below predicting.py, then does without it too.
# scikit-learn imports pandas by itself where there is one, so that case is tested with pandas hidden, which is
# stricter: the layer must work without it.
ABSENT = {
    "elmweb": (*BROWSER, *PAGE, *HEAVY, *SLOW, "numpy"),
    "elmweb.exceptions": (*BROWSER, *PAGE, *HEAVY, *SLOW, "numpy"),
    "elmweb.workbench.protocol": (*BROWSER, *PAGE, *HEAVY, *SLOW, "numpy"),
    "elmweb.workbench.local": (*BROWSER, *PAGE, *HEAVY, *SLOW),
    "elmweb.data": (*BROWSER, *PAGE, *SLOW, "sklearn", "openpyxl", "elmweb.estimators"),
    "elmweb.workbench.open_table": (
        *BROWSER,
        *PAGE,
        *SLOW,
        "sklearn",
        "openpyxl",
    ),  # a table is shown before scikit-learn is there
    "elmweb.compute": (*BROWSER, *PAGE, *SLOW, "sklearn", "pandas", "elmweb.estimators", "elmweb.data"),
    "elmweb.zoo.models": (*BROWSER, *PAGE, *HEAVY, *SLOW),
    "elmweb.estimators": (*BROWSER, *PAGE, *SLOW, "elmweb.data", "elmweb.preprocessing.preprocessor"),
    "elmweb.preprocessing.transformers": (*BROWSER, *PAGE, *SLOW, "elmweb.data", "elmweb.estimators"),
    "elmweb.preprocessing.preprocessor": (*BROWSER, *PAGE, *SLOW, "elmweb.data", "elmweb.estimators"),
    "elmweb.training.search": (*BROWSER, *PAGE, *SLOW, "openpyxl"),
    "elmweb.workbench.predict": (*BROWSER, *PAGE, *SLOW, "openpyxl"),
    "elmweb.workbench.codec": (*BROWSER, *PAGE, *HEAVY, *SLOW),
    "elmweb.workbench.remote": (*BROWSER, *PAGE, *HEAVY, *SLOW, "elmweb.workbench.local"),
    "elmweb.bench": (*BROWSER, *PAGE, *HEAVY, *SLOW),
    "elmweb.state": (*BROWSER, *HEAVY, *SLOW, "panel", "bokeh", "numpy"),
    "elmweb.app.shell": (*BROWSER, *PAGE, *HEAVY, *SLOW, "numpy"),
    # Bokeh imports Tornado where there is one; the page's Python has none.
    "elmweb.front": (*BROWSER, *HEAVY, *SLOW, "elmweb.workbench.local", "elmweb.data"),
}
HIDDEN = {
    "elmweb.compute": ("pandas",),
    "elmweb.estimators": ("pandas",),
    "elmweb.preprocessing.transformers": ("pandas",),
    "elmweb.preprocessing.preprocessor": ("pandas",),
}

# From the ground up. A module imports what is below it or in its own group, never what is above.
LAYERS = (
    {"exceptions", "formatting", "progress", "workbench", "model_kinds", "onnx_format"},
    {"data", "compute", "transformers", "zoo"},
    {"estimators", "preprocessing", "features", "matching", "look"},
    {"model", "preparing", "streaming", "trials"},
    {"planning", "training", "evaluation", "exploring"},
    {"verdict", "report"},
    {"export"},
    {"open_table", "predicting", "trained", "warming"},
    {"local_workbench"},
    {"state"},
    {"bridge"},
    {"app"},
    {"front", "bench"},
)
RANK = {name: number for number, group in enumerate(LAYERS) for name in group}
# Two files import from a layer above their own group's: the entry point of `panel serve`, which brings everything
# together as bench.py does in the page, and the package itself, which finds an estimator when it is asked for.
ENTRY_POINTS = {"app/serve.py", "__init__.py"}

SCRIPT = """
import importlib, sys
name, hidden, absent = sys.argv[1], sys.argv[2].split(), sys.argv[3].split()
for module in hidden:
    sys.modules[module] = None
importlib.import_module(name)
print(*(module for module in absent if sys.modules.get(module) is not None))
"""


def modules() -> list[Path]:
    """Return every file of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Return every module a file imports, anywhere in it, by its full name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize("name", ABSENT)
def test_a_layer_brings_nothing_it_must_not(name: str) -> None:
    """Oracle: the modules of a fresh interpreter after importing one layer."""
    given = [name, " ".join(HIDDEN.get(name, ())), " ".join(ABSENT[name])]
    done = subprocess.run([sys.executable, "-c", SCRIPT, *given], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_nothing_imports_what_is_above_it() -> None:
    """Invariant: every import inside the package points downward; every module has a place in LAYERS."""
    upward = []
    for path in modules():
        place = path.relative_to(PACKAGE)
        if place.as_posix() in ENTRY_POINTS:
            continue
        own = place.parts[0].removesuffix(".py")
        assert own in RANK, f"give elmweb/{place} a place in LAYERS"
        for name in imported(path):
            top, _, rest = name.partition(".")
            used = rest.split(".")[0]
            if top == "elmweb" and used != "__version__" and RANK[used] > RANK[own]:
                upward.append(f"{place} imports {name}")
    assert upward == []


BROWSER = {"bridge/_browser.py", "bridge/_browser_kernels.py", "bridge/_browser_models.py"}
"""The files that speak to JavaScript."""


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("js", BROWSER),
        ("pyodide", BROWSER),
        ("pyodide_js", set()),
        ("panel", {"app", "front.py"}),
        ("bokeh", {"app", "front.py", "bridge/document.py"}),
        ("param", {"app", "state.py"}),
        ("openpyxl", {"data/_records.py"}),
        ("dask", {"compute/dask.py"}),
        ("onnxruntime", {"bridge/_native.py"}),
        ("torch", set()),
        ("pickle", set()),
        ("urllib.request", set()),
        ("http.client", set()),
        ("socket", set()),
        ("requests", set()),
        ("threading", set()),
        ("multiprocessing", set()),
    ],
)
def test_a_library_is_imported_in_few_places(library: str, allowed: set[str]) -> None:
    """Invariant: JavaScript, the page, the network and pickle are used where the map says, if at all."""
    users = set()
    for path in modules():
        if any(name == library or name.startswith(library + ".") for name in imported(path)):
            place = path.relative_to(PACKAGE)
            users.add(place.parts[0] if place.parts[0] in allowed else place.as_posix())
    assert users <= allowed


def ruff(text: str, place: str) -> str:
    """Return what ruff says of a text as if it were a file of the project."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--stdin-filename", place, "-"]
    return subprocess.run(command, input=text, cwd=ROOT, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(
    ("place", "line", "banned"),
    [
        ("elmweb/training/search.py", "import js", True),
        ("elmweb/training/search.py", "from pyodide.ffi import to_js", True),
        ("elmweb/training/search.py", "import panel as pn", True),
        ("elmweb/training/search.py", "import pandas as pd", False),
        ("elmweb/app/figures.py", "import panel as pn", False),
        ("elmweb/app/figures.py", "import pandas as pd", True),
        ("elmweb/app/figures.py", "from elmweb.estimators import ELMClassifier", True),
        ("elmweb/app/pages/train.py", "from scipy import linalg", True),
        ("elmweb/app/pages/train.py", "import js", True),
        ("elmweb/bridge/_browser.py", "import js", False),
    ],
)
def test_ruff_bans_it_too(place: str, line: str, banned: bool) -> None:
    """Oracle: ruff on one line under another file's name; the nested list must replace the outer one, not lose it."""
    assert ("TID251" in ruff(line + "\n", place)) is banned


def test_the_nested_ruff_list_keeps_the_other_rules() -> None:
    """Oracle: a line that breaks four of pyproject.toml's rules, under a name below elmweb/app."""
    line = "import openpyxl\n\n\ndef f(x):\n    '''Do.'''\n    print(x)  # " + "x" * 110 + "\n"
    said = ruff(line, "elmweb/app/new.py")
    for rule in ("TID253", "ANN001", "E501", "T201"):
        assert rule in said
