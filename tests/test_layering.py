"""Who may import whom. CONTRIBUTING.md has the picture; this keeps it true."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from buildsteps import bundle

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "elmweb"

BROWSER = ("js", "pyodide")
PAGE = ("panel", "bokeh", "param", "tornado")
HEAVY = ("scipy", "sklearn", "pandas", "openpyxl", "joblib")
SLOW = ("nh3", "PIL", "contourpy", "dask", "distributed", "torch", "onnx", "onnxruntime")

# What a fresh interpreter has not loaded after importing a package or module; what that imports in turn does without
# it too. scikit-learn imports pandas by itself where there is one, so those cases are tested with pandas hidden, which
# is stricter: they must work without it.
ABSENT = {
    "elmweb": (*BROWSER, *PAGE, *HEAVY, *SLOW, "numpy"),
    "elmweb.exceptions": (*BROWSER, *PAGE, *HEAVY, *SLOW, "numpy"),
    "elmweb.data": (*BROWSER, *PAGE, *SLOW, "sklearn", "openpyxl", "elmweb.estimators"),
    "elmweb.compute": (*BROWSER, *PAGE, *SLOW, "sklearn", "pandas", "elmweb.estimators", "elmweb.data"),
    "elmweb.estimators": (*BROWSER, *PAGE, *SLOW, "elmweb.data", "elmweb.preprocessing"),
    "elmweb.preprocessing.transformers": (*BROWSER, *PAGE, *SLOW, "elmweb.data", "elmweb.estimators"),
    "elmweb.preprocessing.preprocessor": (*BROWSER, *PAGE, *SLOW, "elmweb.data", "elmweb.estimators"),
    # The script that goes home needs no pandas.
    "elmweb.lesson.samples": (*BROWSER, *PAGE, *HEAVY, *SLOW),
    "elmweb.lesson.networks": (*BROWSER, *PAGE, *SLOW, "pandas"),
    "elmweb.training.search": (*BROWSER, *PAGE, *SLOW, "openpyxl"),
    # An estimator is saved and written as ONNX without pandas.
    "elmweb.export": (*BROWSER, *PAGE, *SLOW, "pandas", "elmweb.data", "elmweb.evaluation"),
    "elmweb.explain": (*BROWSER, *PAGE, *SLOW, "openpyxl", "elmweb.evaluation"),
    "elmweb.forecasting": (*BROWSER, *PAGE, *SLOW, "openpyxl", "elmweb.training"),
    "elmweb.race.run": (*BROWSER, *PAGE, *SLOW, "openpyxl", "elmweb.workbench"),
    "elmweb.studies": (*BROWSER, *PAGE, *HEAVY, *SLOW, "numpy"),
    "elmweb.race.costs": (*BROWSER, *PAGE, *HEAVY, *SLOW, "numpy"),
    "elmweb.zoo.models": (*BROWSER, *PAGE, *HEAVY, *SLOW),
    "elmweb.workbench": (*BROWSER, *PAGE, *HEAVY, *SLOW, "numpy"),
    "elmweb.workbench.protocol": (*BROWSER, *PAGE, *HEAVY, *SLOW, "numpy"),
    "elmweb.workbench.local": (*BROWSER, *PAGE, *HEAVY, *SLOW),
    "elmweb.workbench.codec": (*BROWSER, *PAGE, *HEAVY, *SLOW),
    "elmweb.workbench.remote": (*BROWSER, *PAGE, *HEAVY, *SLOW, "elmweb.workbench.local"),
    # A table is shown before scikit-learn is there.
    "elmweb.workbench.open_table": (*BROWSER, *PAGE, *SLOW, "sklearn", "openpyxl"),
    "elmweb.workbench.predict": (*BROWSER, *PAGE, *SLOW, "openpyxl"),
    "elmweb.app.state": (*BROWSER, *HEAVY, *SLOW, "panel", "bokeh", "numpy"),
    "elmweb.app.shell": (*BROWSER, *PAGE, *HEAVY, *SLOW, "numpy"),
    "elmweb.workers.engine": (*BROWSER, *PAGE, *HEAVY, *SLOW),
    # Bokeh imports Tornado where there is one; the page's Python has none.
    "elmweb.workers.page": (*BROWSER, *HEAVY, *SLOW, "elmweb.workbench.local", "elmweb.data"),
}
HIDDEN = {
    "elmweb.lesson.networks": ("pandas",),
    "elmweb.compute": ("pandas",),
    "elmweb.estimators": ("pandas",),
    "elmweb.preprocessing.transformers": ("pandas",),
    "elmweb.preprocessing.preprocessor": ("pandas",),
    "elmweb.export": ("pandas",),
}

# From the ground up. A package imports what is below it, never what is above or beside it.
LAYERS = (
    {"formatting"},
    {"words"},
    {"exceptions", "progress", "model_kinds", "nesting", "reading"},
    {"examples"},
    {"onnx_format", "data", "compute"},
    {"preprocessing", "estimators", "peers", "zoo", "backprop"},
    {"training"},
    {"teaching"},
    {"evaluation", "explain", "bridge", "lesson", "forecasting"},
    {"export", "race", "audit"},
    {"studies"},
    {"workbench"},
    {"app"},
    {"workers"},
)
RANK = {name: number for number, group in enumerate(LAYERS) for name in group}
PAGE_MAY_IMPORT = ("app", "workbench.protocol", "formatting", "model_kinds", "exceptions", "words")
"""What the page is made of: whatever else it wants to know, it asks the workbench."""
# Three files bring everything together: the entry point of `panel serve` and the two workers' programs. The package
# itself finds an estimator when it is asked for, and _moved holds the names that saved scripts import.
ENTRY_POINTS = {"app/serve.py", "workers/page.py", "workers/engine.py", "__init__.py"}
MOST_LOOSE_MODULES = 6

# One interpreter for all cases. Those that may load the same libraries are forked from one that has loaded them.
LIBRARIES = ("numpy", "scipy.linalg", "pandas", "sklearn.base")
SCRIPT = """
import importlib, json, os, sys
from itertools import groupby

def in_a_fork(work, given):
    sys.stdout.flush()
    if not (child := os.fork()):
        try:
            work(given)
        finally:
            sys.stdout.flush()
            os._exit(0)
    os.waitpid(child, 0)

def together(group):
    (hidden, libraries), cases = group
    sys.modules.update(dict.fromkeys(hidden))
    for library in libraries:
        importlib.import_module(library)
    for case in cases:
        in_a_fork(one, case)

def one(case):
    importlib.import_module(case["name"])
    brought = [module for module in case["absent"] if sys.modules.get(module) is not None]
    print(json.dumps([case["name"], brought]))

def kind(case):
    return case["hidden"], case["libraries"]

for key, cases in groupby(sorted(json.loads(sys.argv[1]), key=kind), kind):
    in_a_fork(together, (key, list(cases)))
"""


def modules() -> list[Path]:
    """Return every file of the package but those that only keep old addresses."""
    return sorted(path for path in PACKAGE.rglob("*.py") if path.parent.name != "_moved")


def name_of(path: Path) -> str:
    """Return the full name of the module in a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in modules()}


@cache
def imported(path: Path) -> frozenset[str]:
    """Return every module a file imports, anywhere in it, and every name from one, in full."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(names)


def own_imports(path: Path) -> set[str]:
    """Return the modules of elmweb that a file imports, those for its types and inside functions too."""
    found = set()
    for name in imported(path):
        module = name if name in MODULES else name.rpartition(".")[0]
        if module in MODULES and module != "elmweb":
            found.add(module)
    return found


@pytest.mark.slow
def test_a_layer_brings_nothing_it_must_not() -> None:
    """Oracle: the modules of a fresh interpreter after importing one layer."""
    cases = []
    for name, absent in ABSENT.items():
        hidden = HIDDEN.get(name, ())
        libraries = [library for library in LIBRARIES if library.split(".")[0] not in (*absent, *hidden)]
        # pandas and scikit-learn bring numpy and more.
        libraries = libraries if "numpy" in libraries else []
        cases.append({"name": name, "absent": absent, "hidden": hidden, "libraries": libraries})
    done = subprocess.run([sys.executable, "-c", SCRIPT, json.dumps(cases)], capture_output=True, text=True, check=True)
    found = dict(map(json.loads, done.stdout.splitlines()))
    assert found == {name: [] for name in ABSENT}, done.stderr


@pytest.mark.slow
def test_nothing_imports_what_is_above_or_beside_it() -> None:
    """Invariant: every import between packages points downward; every package has a place in LAYERS."""
    wrong = []
    for path in modules():
        place = path.relative_to(PACKAGE)
        if place.as_posix() in ENTRY_POINTS:
            continue
        own = place.parts[0].removesuffix(".py")
        assert own in RANK, f"give elmweb/{place} a place in LAYERS"
        for module in own_imports(path):
            used = module.split(".")[1]
            if used != own and RANK[used] >= RANK[own]:
                wrong.append(f"{place} imports {module}")
    assert wrong == []


def test_no_two_modules_import_each_other() -> None:
    """Invariant: the graph of all imports, those inside functions and for types among them, has no circle."""
    graph = {name: own_imports(path) - {name} for name, path in MODULES.items()}
    # A package's __init__ names its parts; a part that imports its own package would be a circle of their making.
    circles, done = [], set()

    def follow(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            circles.append(" > ".join((*trail[trail.index(name) :], name)))
        elif name not in done:
            for other in sorted(graph[name]):
                follow(other, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        follow(name, ())
    assert circles == []


def test_the_page_asks_the_workbench() -> None:
    """Invariant: of elmweb the app imports itself, the protocol and what words and numbers are made of."""
    allowed = tuple(f"elmweb.{name}" for name in PAGE_MAY_IMPORT)
    wrong = []
    for path in modules():
        place = path.relative_to(PACKAGE)
        if place.parts[0] == "app" and place.as_posix() not in ENTRY_POINTS:
            names = (name for name in own_imports(path) if not (name + ".").startswith(tuple(a + "." for a in allowed)))
            wrong += [f"{place} imports {name}" for name in names]
    assert wrong == []


NOT_IN_PAGE = ("app/serve.py", "__init__.py")
"""What CPython alone starts, and what finds an estimator when it is asked for, as the page never does."""


@pytest.mark.parametrize("wanted", [bundle.is_for_page, bundle.is_for_engine])
def test_a_bundle_holds_what_its_modules_import(wanted: Callable[[str], bool]) -> None:
    """Invariant: neither half of elmweb imports, anywhere in it, what only the other half brings."""
    at = {name: path.relative_to(ROOT).as_posix() for name, path in MODULES.items()}
    packed = [path for path in modules() if wanted(path.relative_to(ROOT).as_posix())]
    packed = [path for path in packed if path.relative_to(PACKAGE).as_posix() not in NOT_IN_PAGE]
    assert len(packed) > 50
    wrong = [f"{name_of(path)} imports {name}" for path in packed for name in own_imports(path) if not wanted(at[name])]
    assert wrong == []


def test_there_are_few_loose_modules() -> None:
    """Invariant: a new module goes into a room; at most six stand beside the rooms."""
    assert len(list(PACKAGE.glob("*.py"))) <= MOST_LOOSE_MODULES


ON_JS = {"bridge/_browser.py", "bridge/_browser_examples.py", "bridge/_browser_kernels.py", "bridge/_browser_models.py"}
"""The files that speak to JavaScript."""


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("js", ON_JS),
        ("pyodide", ON_JS),
        ("pyodide_js", set()),
        ("panel", {"app", "workers/page.py"}),
        ("bokeh", {"app", "workers/page.py", "bridge/document.py"}),
        ("param", {"app"}),
        ("openpyxl", {"data/_workbook.py"}),
        ("pyarrow", {"data/_parquet.py"}),
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
        ("elmweb/app/figures.py", "from elmweb.training.model import Settings", True),
        ("elmweb/app/figures.py", "from elmweb.workbench.local import LocalWorkbench", True),
        ("elmweb/app/figures.py", "from elmweb.workbench.protocol import Progress", False),
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
