"""Everything that a person reads stands in `elmweb/words/`, so that it can be read in one go, and translated."""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from readable import readable

from elmweb import words
from elmweb.formatting import ENGLISH, whole

ROOT = Path(__file__).parent.parent
VIEWS = {
    path.relative_to(ROOT / "elmweb").as_posix(): path
    for path in sorted((ROOT / "elmweb").rglob("*.py"))
    if "words" not in path.parts and path != ROOT / "elmweb" / "formatting.py"
}
"""Every module that may say something, by its path; most of them are views of the page. How numbers are written in
English stands in formatting.py, as a whole, which another language replaces as a whole."""
ROOMS = words.rooms()
INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "kbd", "strong", "sub", "sup"}
"""Tags within a sentence. Whatever makes a block, a button or a class is the business of a view."""
NO_WORDS: dict[str, set[str]] = {
    name: set(texts)
    for path in sorted(Path(__file__).with_name("no_words").glob("*.json"))
    for name, texts in json.loads(path.read_text()).items()
}
"""What reads like words and is none, by module: names of programs, keys, formats. A file for each package."""
STILL = {*Path(__file__).with_name("views_with_words.txt").read_text().split()}
"""Views whose words are yet to be moved."""


def _own(name: str) -> list[tuple[int, str]]:
    return [(line, text) for line, text in readable(VIEWS[name].read_text()) if text not in NO_WORDS.get(name, ())]


@pytest.mark.parametrize("name", sorted(VIEWS.keys() - STILL))
def test_a_view_has_no_words_of_its_own(name: str) -> None:
    """Invariant: whatever reads like words comes from `elmweb.words`."""
    assert _own(name) == []


def test_the_list_of_views_to_be_moved_is_true() -> None:
    """Invariant: a view that has no words of its own any more leaves the list, and can then have none again."""
    assert [name for name in sorted(STILL) if name not in VIEWS or not _own(name)] == []


def test_words_are_recognised() -> None:
    """Oracle: by hand, what is shown and what is not."""
    shown = [
        'f"Stopped at {step} of {steps}."',
        'Text("Train")',
        "f'<h2 class=\"sec\">What next?</h2>'",
        "f'<b aria-label=\"Close it\">x</b>'",
        '{"a": "rows left"}',
        'f"{n} rows"',
        'raise ElmwebError("There is none.")',
        'Select(options={"Any other": 1})',
    ]
    hidden = [
        'stack(kind="stack tight sec")',
        '"""A docstring of two lines."""',
        "text = '<p class=\"small under\">'",
        '{"Two words": 1}',
        'raise ValueError("Never seen by a person.")',
        '__all__ = ["Text"]',
        'answer["Two words"]',
        'name = "rows"',
        'f"{energy} kWh"',
    ]
    assert [line for line in shown if not list(readable(line))] == []
    assert [line for line in hidden if list(readable(line))] == []


def _aliases(tree: ast.Module) -> dict[str, str]:
    """Return the rooms that a view imports, by their names there."""
    return {
        alias.asname or alias.name: f"{node.module.removeprefix('elmweb.words.')}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"elmweb.words.page", "elmweb.words.engine"}
        for alias in node.names
    }


def _early(tree: ast.Module, aliases: dict[str, str]) -> Iterator[int]:
    """Yield the lines that ask for words while a module is imported: outside functions, or as their defaults."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            todo += [*node.decorator_list, *node.args.defaults, *(each for each in node.args.kw_defaults if each)]
        elif isinstance(node, ast.Lambda):
            todo += node.args.defaults
        else:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
                yield node.lineno
            todo += ast.iter_child_nodes(node)


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_a_view_asks_for_words_when_it_draws(name: str) -> None:
    """Invariant: nothing keeps the words of one language: no name is imported, none is asked for during an import."""
    tree = ast.parse(VIEWS[name].read_text())
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [module for module in imported if module.startswith(("elmweb.words.page.", "elmweb.words.engine."))] == []
    assert sorted(_early(tree, _aliases(tree))) == []


def test_early_words_are_found() -> None:
    """Oracle: by hand."""
    tree = ast.parse(
        "A = words.A\ndef f(x=words.B):\n    return words.C\nclass D:\n    e = words.E\ng = lambda: words.G"
    )
    assert sorted(_early(tree, {"words": "page.x"})) == [1, 2, 5]


def test_every_text_is_asked_for_and_every_one_asked_for_is_there() -> None:
    """Invariant: no text is left over in `elmweb.words`, and none is missing."""
    asked: dict[str, set[str]] = {room: set() for room in ROOMS}
    for path in VIEWS.values():
        tree = ast.parse(path.read_text())
        aliases = _aliases(tree)
        whole = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
                asked[aliases[node.value.id]].add(node.attr)
            elif isinstance(node, ast.Name) and node.id in aliases and id(node) not in whole:
                room = aliases[node.id]  # handed on as a whole, as a screen hands on its words
                asked[room] |= set(words.said_in(import_module(f"elmweb.words.{room}")))
    for room in ROOMS:
        assert asked[room] == set(words.said_in(import_module(f"elmweb.words.{room}"))), room


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            assert isinstance(key, str | int | bool)
            yield from _texts(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    else:
        pytest.fail(f"{value!r} is no text")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_holds_words_alone(room: str) -> None:
    """Invariant: constants are texts, or tuples and dicts of them; functions say what they are for; no layout."""
    module = import_module(f"elmweb.words.{room}")
    for value in words.said_in(module).values():
        if isinstance(value, FunctionType):
            assert value.__doc__
            assert inspect.signature(value).return_annotation in {"str", "tuple[str, ...]", "list[str]"}
        else:
            assert all(text.strip() for text in _texts(value))
    tags = re.findall(r"<(\w+)", Path(module.__file__).read_text())
    assert set(tags) <= INLINE


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_nothing_twice(room: str) -> None:
    """Invariant: each name is given once, which a merge of two branches can break without a conflict."""
    body = ast.parse(Path(import_module(f"elmweb.words.{room}").__file__).read_text()).body
    names = [node.name for node in body if isinstance(node, ast.FunctionDef)]
    names += [target.id for node in body if isinstance(node, ast.Assign) for target in node.targets]
    assert [name for name in sorted(set(names)) if names.count(name) > 1] == []


def _translated() -> list[tuple[str, str]]:
    """Return each language with the rooms that it must have, and those that it has before it is offered."""
    folders = [path for path in Path(words.__file__).parent.iterdir() if path.is_dir()]
    languages = sorted(path.name for path in folders if re.fullmatch("[a-z]{2}", path.name))
    assert {*words.LANGUAGES} <= {"en", *languages}
    home = Path(words.__file__).parent
    return [
        (language, room)
        for language in languages
        for room in ROOMS
        if language in words.LANGUAGES or (home / language / f"{room.replace('.', '/')}.py").exists()
    ]


@pytest.mark.parametrize(("language", "room"), _translated())
def test_a_language_says_all_that_english_says(language: str, room: str) -> None:
    """Invariant: the same names, each with the same kind of text and the same values in it."""
    english = words.said_in(import_module(f"elmweb.words.{room}"))
    other = words.said_in(import_module(f"elmweb.words.{language}.{room}"))
    assert other.keys() == english.keys()
    for name, value in english.items():
        if isinstance(value, FunctionType):
            assert inspect.signature(other[name]) == inspect.signature(value), name
        else:
            assert _shape(other[name]) == _shape(value), name


def _shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: _shape(each) for key, each in value.items()}
    return [_shape(each) for each in value] if isinstance(value, tuple) else type(value)


def test_another_language_takes_the_place_of_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: a view that was imported before says the other words, and English comes back."""
    from elmweb.app.pages import verdict

    measures = [{"name": "a", "value": 1.0}]
    before = verdict._measures(measures)
    for room in ROOMS:
        marked = ModuleType(f"elmweb.words.xx.{room}")
        vars(marked).update({name: _marked(value, marked.__name__) for name, value in _said(room).items()})
        monkeypatch.setitem(sys.modules, marked.__name__, marked)
    manner = ModuleType("elmweb.words.xx.manner")
    vars(manner)["MANNER"] = ENGLISH._replace(marks={ord(","): "'"})
    monkeypatch.setitem(sys.modules, manner.__name__, manner)
    monkeypatch.setitem(words.LANGUAGES, "xx", "marked English")
    words.speak("xx")
    try:
        assert "»More numbers«" in verdict._measures(measures)
        assert verdict.words.stopped(3, 12).startswith("»Stopped at 3 of 12")
        assert whole(1234) == "1'234"
    finally:
        words.speak("en")
    assert verdict._measures(measures) == before
    with pytest.raises(KeyError):
        words.speak("nobody's")


def _said(room: str) -> dict[str, object]:
    return words.said_in(import_module(f"elmweb.words.{room}"))


def _marked(value: object, module: str) -> object:
    """Return the same text between marks, or a function of that module that returns it."""
    if isinstance(value, str):
        return f"»{value}«"
    if isinstance(value, FunctionType):

        def marked(*args: object, **named: object) -> object:
            return _marked(value(*args, **named), module)

        marked.__module__ = module
        return marked
    if isinstance(value, dict):
        return {key: _marked(each, module) for key, each in value.items()}
    return type(value)(_marked(each, module) for each in value)  # type: ignore[call-arg]
