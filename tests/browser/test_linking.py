"""How Python's libraries are linked in the page: by a Pyodide whose script the build has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from altered import goes_where_python_can_be_told, worker_named
from person import Person
from playwright.sync_api import expect

from buildsteps.pyodide_patch import patch_pyodide

pytestmark = pytest.mark.browser

_LOAD = """([name, bytes]) => {
  const python = pythonItself();
  python.FS.writeFile(name, new Uint8Array(bytes));
  try {
    python._module.loadDynamicLibrary(name, {loadAsync: false, nodelete: true, global: true, fs: python.FS});
  } catch (error) { return String(error.message); }
  return "";
}"""
_UNREPORTED = """() => {
  const {GOT, resolveGlobalSymbol} = pythonItself()._module;
  const names = Object.entries(GOT).filter(([, {value}]) => value === 0 || value === -1).map(([name]) => name);
  return {all: Object.keys(GOT).length, found: names.filter((name) => resolveGlobalSymbol(name, true).sym)};
}"""
_PLACE = "(name) => pythonItself()._module.GOT[name].value"


def section(number: int, content: bytes) -> bytes:
    """Return a section, or a part of one, of a WebAssembly module."""
    return bytes([number, len(content)]) + content


def text(words: str) -> bytes:
    """Return a name in a WebAssembly module."""
    return bytes([len(words)]) + words.encode()


def library(name: str, *, asks: bool, weakly: bool = False) -> list[int]:
    """Return a library that asks for the place of a name, or one that has it at address 8."""
    facts = section(1, bytes(4))  # neither memory nor table
    if weakly:
        facts += section(4, b"\1" + text("GOT.mem") + text(name) + b"\1")
    module = b"\0asm\1\0\0\0" + section(0, text("dylink.0") + facts)
    if asks:
        module += section(2, b"\1" + text("GOT.mem") + text(name) + b"\3\x7f\1")  # a global of 32 bits that can change
    else:
        module += section(6, b"\1\x7f\0\x41\x08\x0b") + section(7, b"\1" + text(name) + b"\3\0")
    return list(module)


@pytest.fixture(scope="module")
def person(stay, folder: Path, address: str) -> Person:
    """Return somebody on a page with two Pythons that can be told to load a library."""
    return goes_where_python_can_be_told(stay("about:blank"), folder, address)


def test_a_walk_over_new_names_misses_nothing(person):
    """Oracle: the walk over every name, after hundreds of libraries; and what a library without a name is told."""
    engine = worker_named(person.page, "engine")
    engine.evaluate("() => runPython('from elmweb.workers.warm_up import iter_warm_up; list(iter_warm_up())')")
    names = engine.evaluate(_UNREPORTED)
    assert names["found"] == []
    assert names["all"] > 5000
    name = "somebody_has_this"
    assert engine.evaluate(_LOAD, ["/lib/weak.so", library(name, asks=True, weakly=True)]) == ""
    assert engine.evaluate(_PLACE, name) == 0
    assert engine.evaluate(_LOAD, ["/lib/has.so", library(name, asks=False)]) == ""
    assert engine.evaluate(_PLACE, name) == 8, "who asked weakly is told when somebody has it"


def test_nothing_waits_once_all_is_imported(person):
    """Invariant: a later request need import nothing; and what was compiled for the page is without most docstrings."""
    engine = worker_named(person.page, "engine")
    code = (
        "import sys, numpy, pandas; from elmweb.workers import later; from elmweb.workers.warm_up import iter_warm_up; "
        "list(iter_warm_up()); "
        "[[name for name in later.LATER if isinstance(sys.modules[name], later._Waiting)], "
        "any(isinstance(finder, later._Finder) for finder in sys.meta_path), "
        "pandas.read_csv.__doc__ is None, bool(numpy.mean.__doc__)]"
    )
    assert engine.evaluate("(code) => runPython(code)", code) == [[], True, True, True]


@pytest.mark.parametrize(("role", "weak_first"), [("page", False), ("engine", True)])
def test_a_library_that_needs_what_nobody_has_is_refused(person, role, weak_first):
    """The error names the symbol, also where an earlier library could do without it. That Python is of no use then."""
    python, name = worker_named(person.page, role), "nobody_has_this"
    if weak_first:
        assert python.evaluate(_LOAD, ["/lib/weak_too.so", library(name, asks=True, weakly=True)]) == ""
    said = python.evaluate(_LOAD, ["/lib/needs.so", library(name, asks=True)])
    assert name in said
    again = python.evaluate(_LOAD, ["/lib/more.so", library(name, asks=True, weakly=True)])
    assert again == said, "and it is said again"


def test_networks_learn_in_the_memory_of_python(person):
    """Invariant: what they compute with comes when the lesson is opened, passes its check, and is what they use."""
    engine = worker_named(person.page, "engine")
    fetched = (
        "() => performance.getEntriesByType('resource').filter(({name}) => /network/.test(name)).map(({name}) => name)"
    )
    assert engine.evaluate(fetched) == []
    person.go("Learn")
    expect(person.page.locator("elm-learn #sentence")).not_to_be_empty(timeout=90_000)
    assert any(name.endswith(".wasm") for name in engine.evaluate(fetched))
    code = (
        "import numpy as np; from elmweb.backprop import in_place; A = np.eye(300, dtype=np.float32); "
        "int(in_place.takes(A)) + int((in_place.product(A, A) == A).all())"
    )
    assert engine.evaluate("(code) => runPython(code)", code) == 2


@pytest.mark.parametrize("role", ["page", "engine"])
def test_the_browser_is_not_asked_to_import_scripts(person, role):
    """Oracle: the words of our own function. Pyodide tries it, and Chromium's own once ended the page."""
    tried = "() => { try { importScripts('data:text/javascript,'); } catch (error) { return error.message; } }"
    assert worker_named(person.page, role).evaluate(tried) == "This worker is a module."


def test_another_version_of_the_script_is_refused():
    """Each change hits exactly once, or the build stops and says which did not."""
    with pytest.raises(SystemExit, match=r"var GOT=\{\};.* 0 times instead of once"):
        patch_pyodide("another script")
