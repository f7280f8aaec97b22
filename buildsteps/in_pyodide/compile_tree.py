"""Compile /host/source into /host/compiled: every .py file becomes a .pyc file, other files are copied.

Runs inside Pyodide. The .pyc files are hash-based and unchecked, because the page
contains no sources and timestamps would differ between builds. They have no
docstrings, which everybody would load and nobody asks for in a browser, and some
of their imports wait (``put_off.py``).
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
NEEDS_ITS_OWN = "numpy"  # numpy.ma makes its docstrings of those of others


def take_out_docstrings(tree: ast.Module) -> None:
    """Change a module so that nothing in it says what it is."""
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            node.body[:1] = [] if len(node.body) > 1 else [ast.copy_location(ast.Pass(), node.body[0])]


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
        source = put_off(source, ".".join(name.with_suffix("").parts), rules["modules"])
    tree = ast.parse(source)
    if package != NEEDS_ITS_OWN:
        take_out_docstrings(tree)
    code = compile(tree, str(name), "exec", dont_inherit=True, optimize=0)
    target.with_suffix(".pyc").write_bytes(_code_to_hash_pyc(code, b"\0" * 8, checked=False))
