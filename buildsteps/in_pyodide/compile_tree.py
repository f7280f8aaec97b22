"""Compile /host/source into /host/compiled: every .py file becomes a .pyc file, other files are copied.

Runs inside Pyodide. The .pyc files are hash-based and unchecked, because the page
contains no sources and timestamps would differ between builds.
"""

# ruff: noqa: INP001 - a script for another Python, not a module of this one
import shutil
from importlib._bootstrap_external import _code_to_hash_pyc
from pathlib import Path

SOURCE, TARGET = Path("/host/source"), Path("/host/compiled")

for path in sorted(SOURCE.rglob("*")):
    if path.is_dir():
        continue
    name = path.relative_to(SOURCE)
    target = TARGET / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".py":
        code = compile(path.read_bytes(), str(name), "exec", dont_inherit=True, optimize=0)
        target.with_suffix(".pyc").write_bytes(_code_to_hash_pyc(code, b"\0" * 8, checked=False))
    else:
        shutil.copyfile(path, target)
