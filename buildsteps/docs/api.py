"""The pages of the API: one for each estimator family and each module that people call, with all its public names."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path

__all__ = ["MODULES", "write_api"]

MODULES = (
    "elmweb",
    "elmweb.data",
    "elmweb.preprocessing",
    "elmweb.training",
    "elmweb.evaluation",
    "elmweb.explain",
    "elmweb.audit",
    "elmweb.forecasting",
    "elmweb.export",
    "elmweb.exceptions",
)
"""What is documented, in this order."""


def write_api(folder: Path) -> None:
    """Write the pages of the API.

    Parameters
    ----------
    folder : Path
        Where they go; it is made.
    """
    folder.mkdir(parents=True)
    rows = []
    for name in MODULES:
        module = import_module(name)
        names = [key for key in module.__all__ if not key.startswith("__")]
        things = {key: getattr(module, key) for key in names}
        parts = [f"{name}\n{'=' * len(name)}\n", f"{_first_line(module)}\n", f".. currentmodule:: {name}\n"]
        parts += [_entry(key, thing) for key, thing in things.items() if _has_words(thing)]
        (folder / f"{name}.rst").write_text("\n".join(parts), encoding="utf-8")
        rows.append(f"   {name}")
    text = "API\n===\n\nWhat the package offers, from its docstrings.\n\n.. toctree::\n   :maxdepth: 1\n\n"
    (folder / "index.rst").write_text(text + "\n".join(rows) + "\n", encoding="utf-8")


def _has_words(thing: object) -> bool:
    """Return whether a name is a class or a function, which have docstrings."""
    return inspect.isclass(thing) or inspect.isroutine(thing)


def _first_line(module: object) -> str:
    return (inspect.getdoc(module) or "").split("\n\n")[0]


def _entry(name: str, thing: object) -> str:
    """Return what autodoc is told of one name, below a heading that a search finds."""
    heading = f"{name}\n{'-' * len(name)}\n"
    if inspect.isclass(thing) and not issubclass(thing, BaseException):
        return f"{heading}\n.. autoclass:: {name}\n   :members:\n   :inherited-members: tuple, dict, object\n"
    kind = "autoexception" if inspect.isclass(thing) else "autofunction"
    return f"{heading}\n.. {kind}:: {name}\n"
