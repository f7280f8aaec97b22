"""The documentation is true: its code runs, its words are those of the page, the build makes its pictures."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from test_docs import choices, command_line

import elmweb
from buildsteps.docs.figures import FIGURES
from buildsteps.docs.screens import PICTURES, SCHEMES

ROOT = Path(__file__).parent.parent
PAGES = {path.relative_to(ROOT / "docs").as_posix(): path for path in sorted((ROOT / "docs").rglob("*.md"))}
TEXTS = {name: path.read_text() for name, path in PAGES.items()}
SLOW = {"tutorial/python.md", "how-to/dask.md", "how-to/predictor.md"}
"""Pages whose code takes half a second or more."""
WITH_CODE = [name for name, text in TEXTS.items() if ">>>" in text]


def blocks(text: str) -> list[tuple[str, str]]:
    """Return the language and the content of every block of code."""
    return re.findall(r"^ *```([\w{}-]+).*\n((?:.*\n)*?) *```$", text, re.MULTILINE)


@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.slow] * (n in SLOW)) for n in WITH_CODE])
def test_the_code_of_a_page_runs(name: str) -> None:
    """Oracle: the answers written in it."""
    failed, tried = doctest.testfile(str(PAGES[name]), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert tried
    assert not failed


def test_every_block_of_code_is_of_a_kind_that_is_tested() -> None:
    """Invariant: Python is a doctest, nothing in it is skipped, and a command is one that there is."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    languages = set()
    for name, text in TEXTS.items():
        for language, code in blocks(text):
            languages.add(language)
            if language == "python":
                assert code.lstrip().startswith(">>>"), (name, code)
                assert "SKIP" not in code
            if language == "sh":
                for line in filter(None, map(str.strip, code.splitlines())):
                    install = re.fullmatch(r'pip install "?elmweb(?:\[(\w+)\])?"?', line)
                    if install:
                        assert install[1] is None or install[1] in extras
                    else:
                        assert line.startswith("python3 build.py "), (name, line)
                        assert command_line().parse_args(line.split()[2:]).command
    # tests/test_embed.py runs the scripts and the page in how-to/predictor.md
    assert languages <= {"python", "sh", "{drawing}", "{toctree}", "js", "html"}


def test_what_is_named_on_the_page_stands_there() -> None:
    """Oracle: the sources of the page, which hold every name that people are told to press or look for."""
    sources = [*(ROOT / "elmweb").rglob("*.py"), *(ROOT / "web").rglob("*.js")]
    page = "\n".join(path.read_text() for path in sources)
    named = {label for text in TEXTS.values() for label in re.findall(r"\{guilabel\}`([^`]+)`", text)}
    assert len(named) > 10
    assert [label for label in named if not re.search(rf"[\"'>\n]{re.escape(label)}[\"'<\n]", page)] == []


def test_every_picture_is_made_by_the_build() -> None:
    """Oracle: the commands that draw and photograph; none is made for no page, and each has words beside it."""
    whole = "\n".join(TEXTS.values())
    assert set(re.findall(r"```\{drawing\} ([\w-]+)", whole)) == set(FIGURES)
    shown = re.findall(r":::\{image\} [./]*pictures/([\w-]+)-(\w+)\.webp\n:alt: .+\n:class: only-(\w+)", whole)
    assert len(shown) == whole.count("{image}")
    assert {(name, scheme) for name, scheme, _ in shown} == {(name, scheme) for name in PICTURES for scheme in SCHEMES}
    assert all(scheme == shows for _, scheme, shows in shown)


def test_every_estimator_has_a_page_with_formula_picture_and_paper() -> None:
    """Oracle: what the package offers."""
    described = set()
    for name, text in TEXTS.items():
        if name.startswith("estimators/") and not name.endswith("index.md"):
            classes = re.findall(r"\{class\}`~elmweb\.(\w+)`", text)
            described |= set(classes)
            assert classes
            assert "$$" in text
            assert "```{drawing}" in text
            assert re.search(r"https://(doi|arxiv)\.org/\S+", text)
            assert f"({name.removeprefix('estimators/')})" in TEXTS["estimators/index.md"]
    assert described == {name for name in elmweb.__all__ if not name.startswith("_")}


@pytest.mark.slow
@pytest.mark.parametrize("name", [*FIGURES])
def test_a_drawing_has_words_for_those_who_do_not_see_it(name: str) -> None:
    """Invariant: it is one picture with a sentence, no number in it got lost, and it follows the theme of its page."""
    drawn = FIGURES[name]()
    assert drawn.count('role="img"') == 1
    assert re.search(r'aria-label="[^"]{30,}\."', drawn)
    assert "nan" not in drawn
    assert "inf" not in drawn
    assert not re.search(r'(fill|stroke|style)="', drawn)


def test_a_benchmark_is_read_without_what_only_benchmarks_install() -> None:
    """Invariant: what needs a package of the extra `bench` asks for it when it runs, not where others read it."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    packages = [re.match(r"[\w-]+", needed)[0] for needed in extras["bench"] if not needed.startswith("elmweb")]
    (what,) = (action for action in choices(command_line())["bench"]._actions if action.dest == "what")
    names = [f"benchmarks.{name}" for name in what.choices]
    code = (
        f"import importlib, sys\nsys.modules.update(dict.fromkeys({packages}))\n"
        f"for name in {names}: importlib.import_module(name)"
    )
    assert "river" in packages
    assert "benchmarks.accuracy" in names
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_every_benchmark_is_listed_with_its_command() -> None:
    """Oracle: the choices of `build.py bench`, and the cases of each."""
    text = TEXTS["benchmarks.md"]
    (what,) = (action for action in choices(command_line())["bench"]._actions if action.dest == "what")
    for name in what.choices:
        row = re.search(rf"^\| `python3 build\.py bench {name}` .*$", text, re.MULTILINE)
        assert row, name
        for case in getattr(import_module(f"benchmarks.{name}"), "CASES", ()):
            assert f"`{case}`" in row[0] or f'`"{case}"`' in row[0], case
