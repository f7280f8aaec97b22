"""Put off imports until what they bring is used.

scikit-learn imports SciPy's statistics, optimisers and splines for functions that few trainings call, and importing
them takes a browser most of a second. From Python 3.15 on, ``lazy from scipy.stats import rankdata`` says that they can
wait (PEP 810). Here the build changes such a statement to ``import scipy.stats as _scipy_stats``, and each use of
``rankdata`` to ``_scipy_stats.rankdata``; :mod:`elmweb.workers.later` then imports the module when it is first used.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator
from importlib.util import resolve_name

__all__ = ["put_off"]

_STILL_THERE = """

def __getattr__(name):
    if name in {names!r}:
        return eval({names!r}[name], globals())
    raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
"""


def put_off(source: bytes, name: str, modules: Collection[str], is_module: Callable[[str], bool]) -> bytes:
    """Change the imports from some modules so that they can wait.

    Parameters
    ----------
    source : bytes
        A Python module, in UTF-8.
    name : str
        Its full name; that of a package ends in ``.__init__``.
    modules : collection of str
        Full names of modules that are to be imported only when they are used.
    is_module : callable
        Returns whether a full name is that of a module: what is imported from a package may be one, and nobody else may
        import it.

    Returns
    -------
    bytes
        The source with each line where it was. Unchanged is what a package imports from itself; so are names that are
        bound again somewhere, or stand in an f-string, whose parts have no certain place before Python 3.12; and a
        module that says itself what else is in it.
    """
    if not any(module.rpartition(".")[2].encode() in source for module in modules):
        return source
    tree = ast.parse(source)
    statements = {
        statement: module
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom)
        and (module := _module(statement, name)) in modules
        and not f"{name}.".startswith(f"{module}.")
    }
    taken = set(_bound(tree, statements)) | set(_in_f_strings(tree))
    places: dict[str, str] = {}
    edits: list[tuple[ast.ImportFrom | ast.Name, str]] = []
    for statement, module in statements.items():
        short = f"_{module.replace('.', '_')}"
        waits = [
            alias
            for alias in statement.names
            if alias.name != "*" and _name(alias) not in taken and not is_module(f"{module}.{alias.name}")
        ]
        stays = [alias for alias in statement.names if alias not in waits]
        if not waits:
            continue
        places |= {_name(alias): f"{short}.{alias.name}" for alias in waits}
        edits.append((statement, _statement(statement, module, short, stays)))
    edits += [
        (node, places[node.id])
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in places
    ]
    if not edits or "__getattr__" in taken:
        return source
    return _edited(source, edits) + _STILL_THERE.format(names=places).encode()


def _module(statement: ast.ImportFrom, name: str) -> str:
    """Return the full name of the module that a statement imports from."""
    within = name.rpartition(".")[0]
    return resolve_name("." * statement.level + (statement.module or ""), within)


def _name(alias: ast.alias) -> str:
    """Return the name that an import binds."""
    return alias.asname or alias.name.partition(".")[0]


def _bound(tree: ast.Module, statements: Collection[ast.ImportFrom]) -> Iterator[str]:
    """Yield each name that is bound in a module, in whatever scope, but once by some statements."""
    by_them = [_name(alias) for statement in statements for alias in statement.names]
    yield from (name for name in by_them if by_them.count(name) > 1)
    for node in ast.walk(tree):
        match node:
            case ast.Import() | ast.ImportFrom() if node not in statements:
                yield from map(_name, node.names)
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name
            case ast.MatchMapping(rest=str(name)) | ast.arg(arg=name):
                yield name
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                yield from names


def _in_f_strings(tree: ast.Module) -> Iterator[str]:
    """Yield each name that is used in an f-string."""
    for string in ast.walk(tree):
        if isinstance(string, ast.JoinedStr):
            yield from (node.id for node in ast.walk(string) if isinstance(node, ast.Name))


def _statement(old: ast.ImportFrom, module: str, short: str, stays: list[ast.alias]) -> str:
    """Return what takes the place of an import, on as many lines."""
    new = f"import {module} as {short}"
    if stays:
        new += f"; {ast.unparse(ast.ImportFrom(old.module, stays, old.level))}"
    return new + " \\\n" * ((old.end_lineno or old.lineno) - old.lineno)


def _edited(source: bytes, edits: Iterable[tuple[ast.ImportFrom | ast.Name, str]]) -> bytes:
    """Return a source with new texts in the places of some of its nodes."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    places = sorted(
        (
            starts[node.lineno - 1] + node.col_offset,
            starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0),
            text,
        )
        for node, text in edits
    )
    parts, done = [], 0
    for start, end, text in places:
        parts += [source[done:start], text.encode()]
        done = end
    return b"".join([*parts, source[done:]])
