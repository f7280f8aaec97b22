"""How Python's libraries are linked in the page: by a Pyodide whose script the build has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from altered import goes_where_python_can_be_told, worker_named
from playwright.sync_api import Worker

from buildsteps.pyodide_patch import patch_pyodide

pytestmark = pytest.mark.browser

NAME = "nobody_has_this"
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
  const names = Object.entries(GOT).filter(([, entry]) => entry.value === 0).map(([name]) => name);
  return {all: Object.keys(GOT).length, found: names.filter((name) => resolveGlobalSymbol(name, true).sym)};
}"""
_PLACE = f"() => pythonItself()._module.GOT.{NAME}.value"


def section(number: int, content: bytes) -> bytes:
    """Return a section, or a part of one, of a WebAssembly module."""
    return bytes([number, len(content)]) + content


def text(words: str) -> bytes:
    """Return a name in a WebAssembly module."""
    return bytes([len(words)]) + words.encode()


def library(*, asks: bool, weakly: bool = False) -> list[int]:
    """Return a library that asks for the place of ``NAME``, or one that has it at address 8."""
    facts = section(1, bytes(4))  # neither memory nor table
    if weakly:
        facts += section(4, b"\1" + text("GOT.mem") + text(NAME) + b"\1")
    module = b"\0asm\1\0\0\0" + section(0, text("dylink.0") + facts)
    if asks:
        module += section(2, b"\1" + text("GOT.mem") + text(NAME) + b"\3\x7f\1")  # a global of 32 bits that can change
    else:
        module += section(6, b"\1\x7f\0\x41\x08\x0b") + section(7, b"\1" + text(NAME) + b"\3\0")
    return list(module)


@pytest.fixture
def engine(visit, folder: Path, address: str) -> Worker:
    """Return the worker that trains when it has imported everything."""
    person = goes_where_python_can_be_told(visit("about:blank", service_workers="block"), folder, address)
    engine = worker_named(person.page, "engine")
    engine.evaluate("() => runPython('from elmweb.workers.warm_up import iter_warm_up; list(iter_warm_up())')")
    return engine


def test_a_walk_over_new_names_misses_nothing(engine):
    """Oracle: the walk over every name, after hundreds of libraries; and what a library without a name is told."""
    names = engine.evaluate(_UNREPORTED)
    assert names["found"] == []
    assert names["all"] > 5000
    assert engine.evaluate(_LOAD, ["/lib/weak.so", library(asks=True, weakly=True)]) == ""
    assert engine.evaluate(_PLACE) == 0
    assert engine.evaluate(_LOAD, ["/lib/has.so", library(asks=False)]) == ""
    assert engine.evaluate(_PLACE) == 8, "who asked weakly is told when somebody has it"


@pytest.mark.parametrize("first", [True, False], ids=["at first", "after a weak one"])
def test_a_library_that_needs_what_nobody_has_is_refused(engine, first):
    """The error names the symbol, also where an earlier library could do without it."""
    if not first:
        assert engine.evaluate(_LOAD, ["/lib/weak.so", library(asks=True, weakly=True)]) == ""
    said = engine.evaluate(_LOAD, ["/lib/needs.so", library(asks=True)])
    assert NAME in said
    assert engine.evaluate(_LOAD, ["/lib/more.so", library(asks=True, weakly=True)]) == said, "and it is said again"


def test_another_version_of_the_script_is_refused():
    """Each change hits exactly once, or the build stops and says which did not."""
    with pytest.raises(SystemExit, match=r"var GOT=\{\};.* 0 times instead of once"):
        patch_pyodide("another script")
