"""The strings of a Python file that a person would read on the page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_TAG = re.compile(r"<[^<>]*>?")
_SAID_BY_A_TAG = re.compile(r"""(?:aria-label|aria-description|title|placeholder|alt|label)=["']([^"'<>]*)""")
_NOT_SHOWN = {"kind", "css_classes", "sizing_mode", "stylesheets", "key", "message", "do", "margin", "type", "doc"}
_FOR_PROGRAMMERS = {
    "ArithmeticError",
    "AttributeError",
    "KeyError",
    "LookupError",
    "Node",  # of an ONNX graph, which names operators
    "RuntimeError",
    "TypeError",
    "ValueError",
    "cast",
    "import_module",
    "writes",
}
_GRAPHS = {"body", "graph"}
"""What operators are added to, by their names."""
_SAID_BY_CODE = re.compile(r'"""([\s\S]+?)"""|(?:#|//) (.+)|(?:print|exit)\(f?"(.*?)"[,)]')
"""In a template of code, whose name ends in _CODE: docstrings, comments, and what is printed, are for a person."""
_WITH_A_UNIT = re.compile(r"\{\}\s+(?:ms|k?Wh|MWh|FLOP)(?!\w)")
_WORD = r"[^\W\d_]{2,}"
_SENTENCE = re.compile(
    rf"{_WORD}[\u2019']?\w*[,;:.%)]?\s+\(?(?:\{{\}}\s+)?{_WORD}|(?:^|\s)[A-Z][a-z]+|\{{\}}\s+{_WORD}|{_WORD}\s+\{{\}}"
)


def readable(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of every string that reads as words: two in a row, or one with a capital letter."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if isinstance(parents.get(node), (ast.JoinedStr, ast.FormattedValue)):
                continue
        else:
            continue
        if _is_code(node, parents):
            continue
        if _is_named(node, parents, "_CODE"):
            pieces = ["".join(found) for found in _SAID_BY_CODE.findall(text)]
        else:
            pieces = [_TAG.sub(" ", text), *_SAID_BY_A_TAG.findall(text)]
        for said in pieces:
            if _SENTENCE.search(_WITH_A_UNIT.sub(" ", said)):
                yield node.lineno, " ".join(said.split())


def _is_named(node: ast.AST, parents: dict[ast.AST, ast.AST], ending: str) -> bool:
    """Whether a string is a constant whose name ends like this."""
    parent = parents.get(node)
    return isinstance(parent, ast.Assign) and all(
        isinstance(target, ast.Name) and target.id.endswith(ending) for target in parent.targets
    )


def _is_code(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a string is for programs: a docstring, a key, CSS classes, a public name, an error of the programmer."""
    parent = parents.get(node)
    while isinstance(parent, ast.List | ast.Tuple | ast.Set | ast.IfExp | ast.BinOp):
        node, parent = parent, parents.get(parent)
    match parent:
        case ast.Expr():
            found = isinstance(node, ast.Constant)
        case ast.Subscript(slice=inner):
            found = inner is node
        case ast.Dict(keys=keys):
            # What a list offers is shown, and its key is what it stands for.
            found = node in keys and getattr(parents.get(parent), "arg", "") != "options"
        case ast.keyword(arg=name):
            found = name in _NOT_SHOWN
        case ast.Call(func=ast.Name(id=name)):
            found = name in _FOR_PROGRAMMERS
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="add")):
            found = name in _GRAPHS
        case ast.Compare() | ast.MatchValue() | ast.Assign(targets=[ast.Name(id="__all__")]) | ast.arguments():
            found = True
        case _:
            found = _is_named(node, parents, "_STYLE")
    return found
