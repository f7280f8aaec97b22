"""What the page's scripts say stands in `web/words/`, as what Python says stands in `elmweb/words/`."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from buildsteps.checkers import unpacked
from buildsteps.vendor import node_program
from elmweb.words import LANGUAGES

ROOT = Path(__file__).parent.parent
WEB = ROOT / "web"
WORDS = {path.name: path.read_text() for path in sorted((WEB / "words").glob("*.js"))}
SCRIPTS = [
    name
    for path in sorted(WEB.rglob("*.js"))
    if not (name := path.relative_to(WEB).as_posix()).startswith(("words/", "embed/", "kernel/"))
]
"""All but the module for other people's pages, whose errors are for programmers, and the arithmetic."""
STILL = {*Path(__file__).with_name("scripts_with_words.txt").read_text().split()}
"""Scripts whose words are yet to be moved."""
NO_WORDS: dict[str, set[str]] = {
    # What reads like words and is none: names of programs, keys, formats, code.
    "about/page.js": {
        "title = {elmweb: Extreme Learning Machines in a web page},",
        "author = {{elmweb contributors}},",
    },
    "ort/engine.js": {"Suspending", "Content-Length"},
    "page/drop.js": {"Files"},
    "page/keys.js": {"Undo"},
    "page/no-peers.js": {"WebTransport"},
    "predictor/model.js": {"column {}", "predicted {}", "probability of {}"},
    "predictor/page.js": {"field {}", "kinds of {}"},
    "projects/ask.js": {
        "import {};",
        "import {words} from {};",
        "import {words as own} from {};",
        "Object.assign(words, own);",
    },
    "projects/project-file.js": {"elmweb project"},
    "start/prepare.js": {"import pyodide.code; pyodide.code.run_js = lambda text: None"},
    "start/python-worker.js": {
        (
            'import random, sys random.seed() if "numpy.random" in sys.modules: sys.modules["numpy.random"].seed() '
            "del random, sys"
        ),
    },
    "start/download.js": {"Content-Type"},
    "start/early-pythons.js": {"import {};"},
    "start/python.js": {"{} snapshot"},
}

pytestmark = pytest.mark.slow


@cache
def _found() -> dict[str, list[tuple[int, str]]]:
    return _read(*(WEB / name for name in SCRIPTS))


def _read(*paths: Path) -> dict[str, list[tuple[int, str]]]:
    typescript = unpacked("typescript") / "lib" / "typescript.js"
    command = [str(node_program()), str(Path(__file__).with_name("readable.mjs")), str(typescript), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {
        str(Path(name).relative_to(WEB)) if name.startswith(str(WEB)) else Path(name).name: found
        for name, found in json.loads(done.stdout).items()
    }


def _own(name: str) -> list[tuple[int, str]]:
    return [(line, text) for line, text in _found()[name] if text not in NO_WORDS.get(name, ())]


@pytest.mark.parametrize("name", [name for name in SCRIPTS if name not in STILL])
def test_a_script_has_no_words_of_its_own(name: str) -> None:
    """Invariant: whatever reads like words comes from `web/words/`."""
    assert _own(name) == []


def test_the_list_of_scripts_to_be_moved_is_true() -> None:
    """Invariant: a script that has no words of its own any more leaves the list, and can then have none again."""
    assert [name for name in sorted(STILL) if name not in SCRIPTS or not _own(name)] == []


def test_words_in_scripts_are_recognised(tmp_path: Path) -> None:
    """Oracle: by hand, what is shown and what is not."""
    shown = ['a("Save to a file")', "b(`${n} rows`)", 'make("p", {}, "Undo")', "c('<b aria-label=\"Close it\">x</b>')"]
    hidden = [
        'make("p", {class: "btn sm"})',
        '$("two words")',
        'x["Two words"]',
        'y === "Two words"',
        'import "Two/words.js"',
    ]
    (tmp_path / "shown.js").write_text(";\n".join(shown))
    (tmp_path / "hidden.js").write_text(";\n".join(hidden))
    found = _read(tmp_path / "shown.js", tmp_path / "hidden.js")
    assert {line for line, _ in found["shown.js"]} == {*range(1, len(shown) + 1)}
    assert found["hidden.js"] == []


def _translated() -> list[tuple[str, str]]:
    """Return each language with its modules; those that are offered must have all of them."""
    folders = sorted(path for path in (WEB / "words").iterdir() if path.is_dir())
    assert {*LANGUAGES} - {"en"} <= {path.name for path in folders}
    return [(path.name, room) for path in folders for room in WORDS if path.name in LANGUAGES or (path / room).exists()]


def _differences(folder: Path, language: str, room: str) -> list[str]:
    command = [str(node_program()), str(Path(__file__).with_name("same_words.mjs")), str(folder), language, room]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize(("language", "room"), _translated())
def test_a_language_says_all_that_the_scripts_say(language: str, room: str) -> None:
    """Invariant: the same names, each with the same kind of text, which makes use of the same values."""
    assert _differences(WEB / "words", language, room) == []


def test_a_difference_between_languages_is_seen(tmp_path: Path) -> None:
    """Oracle: by hand, modules that differ from the first in one thing each, and one that says the same otherwise."""
    english = "export const words = {a: ['x', 'y'], f: (/** @type {number} */ n, one) => `${n} ${one}`}"
    others = [
        "export const words = {a: ['x', 'y', 'z'], f: (n, one) => `${n} ${one}`}",
        "export const words = {a: ['x', ' '], f: (n, one) => `${n} ${one}`}",
        "export const words = {a: ['x', 'y'], f: (n) => `${n}`}",
        "export const words = {a: ['x', 'y'], f: (one, n) => `${n} ${one}`}",
        "export const words = {a: ['x', 'y'], f: (n, one) => `${n}`}",
        "export const words = {a: ['x', 'y'], f: (n, one) => `${n} ${one}`, g: 'z'}",
        "export const words = {a: ['x', 'y']}",
        "export const words = {a: ['u', 'v'], f(n, one) { return `${one}: ${n}`; }}",
    ]
    (tmp_path / "xx").mkdir()
    found = []
    for number, other in enumerate(others):
        (tmp_path / f"{number}.mjs").write_text(english)
        (tmp_path / "xx" / f"{number}.mjs").write_text(other)
        found.append(len(_differences(tmp_path, "xx", f"{number}.mjs")))
    assert found == [1, 1, 1, 1, 1, 1, 1, 0]


def test_every_text_of_a_script_is_asked_for() -> None:
    """Invariant: no text is left over in `web/words/`."""
    scripts = "\n".join((WEB / name).read_text() for name in SCRIPTS)
    for room, text in WORDS.items():
        names = re.findall(r"^  (\w+)(?=[:(])", text, re.MULTILINE)
        assert names, room
        assert [name for name in names if not re.search(rf"\bwords\.{name}\b", scripts + text)] == [], room
