"""Compile /host/source into /host/compiled: every .py file becomes a .pyc file, other files are copied.

Runs inside Pyodide. The .pyc files are hash-based and unchecked, because the page
contains no sources and timestamps would differ between builds. Nearly all are without
docstrings, which everybody would load and nobody asks for in a browser, and some of
their imports wait (``put_off.py``).
"""

# ruff: noqa: INP001 - a script for another Python, not a module of this one
import ast
import json
import shutil
import sys
from importlib._bootstrap_external import _code_to_hash_pyc
from pathlib import Path

HOST = Path("/host")
sys.path.append(str(HOST))
from put_off import put_off  # noqa: E402

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
# What makes docstrings of docstrings: numpy.ma asserts that there are some, SciPy's distributions look long for them.
THEIRS_ARE_NEEDED = ("numpy/", "scipy/stats/_distribution_infrastructure.py", "scipy/stats/_new_distributions.py")


def take_out_docstrings(tree: ast.Module) -> None:
    """Change a module so that nothing in it says what it is."""
    for node in ast.walk(tree):
        if not isinstance(node, DOCUMENTED) or ast.get_docstring(node, clean=False) is None:
            continue
        if isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(by) for by in node.decorator_list):
            node.body[0].value.value = " "  # it would make itself one, of its signature
        else:
            node.body[:1] = [] if len(node.body) > 1 else [ast.copy_location(ast.Pass(), node.body[0])]


def is_module(name: str) -> bool:
    """Return whether something in the source is imported under a name."""
    path = HOST / "source" / name.replace(".", "/")
    return path.is_dir() or any(path.parent.glob(f"{path.name}.*"))


rules = json.loads((HOST / "rules.json").read_text())
for path in sorted((HOST / "source").rglob("*")):
    if path.is_dir():
        continue
    name = path.relative_to(HOST / "source")
    target = HOST / "compiled" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix != ".py":
        shutil.copyfile(path, target)
        continue
    source, package = path.read_bytes(), name.parts[0]
    if package in rules["packages"]:
        source = put_off(source, ".".join(name.with_suffix("").parts), rules["modules"], is_module)
    tree = ast.parse(source)
    if not name.as_posix().startswith(THEIRS_ARE_NEEDED):
        take_out_docstrings(tree)
    code = compile(tree, str(name), "exec", dont_inherit=True, optimize=0)
    target.with_suffix(".pyc").write_bytes(_code_to_hash_pyc(code, b"\0" * 8, checked=False))
