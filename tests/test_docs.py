"""The documents say what is there: every command, page, file, estimator and sample, and no more than that."""

from __future__ import annotations

import argparse
import doctest
import importlib.util
import json
import re
import struct
import tomllib
from pathlib import Path

import pytest
import yaml

import elmweb
from elmweb.app.shell import PAGES
from elmweb.data import MAX_BYTES, MAX_COLUMNS, SAMPLES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
CHANGELOG = (ROOT / "CHANGELOG.md").read_text()
MAP = CONTRIBUTING.split("## The map")[1].split("## Layers")[0]
DOCUMENTS = {"README.md": README, "CONTRIBUTING.md": CONTRIBUTING, "CHANGELOG.md": CHANGELOG}


def command_line() -> argparse.ArgumentParser:
    """Return the command line of build.py."""
    spec = importlib.util.spec_from_file_location("build_py", ROOT / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.arguments()


def choices(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the commands below a parser."""
    (action,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return action.choices


def named(name: str, text: str) -> bool:
    """Say whether a name stands in a text, whole."""
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text) is not None


def test_the_readme_opens_with_the_two_commands_and_the_picture() -> None:
    """Oracle: the order in which a visitor reads."""
    first, second, picture = (README.index(text) for text in ("build.py serve", "build.py test", "(docs/page.png)"))
    assert first < second < picture < README.index("\n## ")


def test_every_command_is_in_both_documents() -> None:
    """Oracle: the parser of build.py; each command, each of its choices and each of its options."""
    for name, parser in choices(command_line()).items():
        assert f"python3 build.py {name}" in README
        assert f"python3 build.py {name}" in CONTRIBUTING
        for action in parser._actions:
            for choice in () if action.option_strings else action.choices or ():
                assert f"python3 build.py {name} {choice}" in README
    for option in ("--port", "--no-open", "--out", "--only", "--device", "--quick"):
        assert named(option, README)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_is_written_can_be_parsed(name: str) -> None:
    """Oracle: the parser of build.py, given the commands as they stand in the text."""
    for line in re.findall(r"python3 build\.py ([^`|\n]*)", DOCUMENTS[name]):
        words = re.split(r"\s{2,}| runs| and nothing", line)[0].split()
        options, rest = command_line().parse_known_args(words)
        assert options.command
        assert not rest or options.command == "test", line


def test_every_page_is_in_the_readme() -> None:
    """Oracle: the pages of the shell."""
    for page in PAGES:
        assert f"`#/{page}`" in README


def test_every_folder_has_its_place_on_the_map() -> None:
    """Oracle: the folders there are, in the package and at the top."""
    folders = [path for path in (ROOT / "elmweb").rglob("*") if (path / "__init__.py").exists()]
    folders += [path for path in (ROOT / "web").iterdir() if path.is_dir()]
    top = ("buildsteps", "benchmarks", "tests", "web", "elmweb", "models", "docs")
    for folder in [*folders, *(ROOT / name for name in top)]:
        assert named(f"{folder.name}/", MAP), folder


def test_every_loose_module_has_its_place_on_the_map() -> None:
    """Oracle: the modules beside the packages."""
    for path in (ROOT / "elmweb").glob("*.py"):
        assert path.name == "__init__.py" or named(path.name, MAP), path


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_is_named_is_there(name: str) -> None:
    """Oracle: the files there are; a document must not speak of one that is gone."""
    text = DOCUMENTS[name]
    packages = [path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "elmweb").rglob("__init__.py")]
    packages.append("elmweb")
    parts = [
        "",
        ".github/workflows",
        "web",
        *(f"web/{path.name}" for path in (ROOT / "web").iterdir() if path.is_dir()),
        "tests",
        "buildsteps",
        "buildsteps/deep",
        "benchmarks",
        "models",
        "docs",
        *packages,
    ]
    made_by_the_build = {"document.json", "index.de.html", "site.json"}
    named_files = re.findall(r"(?<![\w./:-])[\w./-]*\w\.(?:py|js|mjs|md|toml|yml|css|svg|html|json|png)\b", text)
    assert name == "CHANGELOG.md" or len(named_files) > 5
    for file in set(named_files) - made_by_the_build:
        assert any((ROOT / part / file).is_file() for part in parts), file


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_inside_the_project_leads_somewhere(name: str) -> None:
    """Oracle: the files there are."""
    for target in re.findall(r"\]\(([^)#]+)\)", DOCUMENTS[name]):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_every_public_name_is_in_the_readme() -> None:
    """Oracle: what the package offers."""
    for name in elmweb.__all__:
        assert name.startswith("_") or f"`{name}`" in README or f"import {name}" in README


def test_every_sample_is_in_the_readme_with_its_licence() -> None:
    """Oracle: the list of samples."""
    for sample in SAMPLES:
        row = f"| {sample.title} | {sample.n_rows:,} | {sample.target} | {sample.source} | {sample.licence} |"
        assert row in README


def test_the_numbers_in_the_readme_are_those_of_the_code() -> None:
    """Oracle: the limits that the reader of files checks, and the oldest Python that pyproject.toml allows."""
    assert f"up to {MAX_BYTES / 1e9:g} GB and {MAX_COLUMNS:,} columns" in README
    (oldest,) = re.findall(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())
    assert f"Python {oldest} or newer" in README


def test_the_examples_in_the_readme_are_true() -> None:
    """Oracle: the answers written in them."""
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried > 5
    assert not failed


def test_the_version_of_pyodide_is_the_locked_one() -> None:
    """Oracle: the lock; the documents must say the same."""
    lock = json.loads((ROOT / "buildsteps" / "runtime.lock.json").read_text())
    version = lock["pyodide"]
    assert next(entry["version"] for entry in lock["npm"] if entry["name"] == "pyodide") == version
    assert f"({version} now)" in CONTRIBUTING


def test_the_changelog_knows_this_version() -> None:
    """Oracle: the package's own version; the newest changes stand first."""
    versions = re.findall(r"^## \[(.+?)\]", CHANGELOG, re.MULTILINE)
    assert versions[0] == "Unreleased"
    assert elmweb.__version__ in versions


def test_the_picture_is_one() -> None:
    """Oracle: the header of a PNG file, 1280 pixels wide, and small enough for a README."""
    data = (ROOT / "docs" / "page.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", data[16:20]) == (1280,)
    assert len(data) < 400_000


WORKFLOWS = {"ci": ["test"], "pages": ["docs"], "release": []}
"""The commands of build.py that each workflow runs."""

PUBLISHER = "pypa/gh-action-pypi-publish"
"""The one action that is not GitHub's own: it exchanges the workflow's identity for the right to publish."""


def workflow(name: str) -> str:
    """Return the text of a workflow."""
    return (ROOT / ".github" / "workflows" / f"{name}.yml").read_text()


def test_every_workflow_is_tested() -> None:
    """Oracle: the files there are."""
    assert {path.stem for path in (ROOT / ".github" / "workflows").iterdir()} == WORKFLOWS.keys()


@pytest.mark.parametrize("name", WORKFLOWS)
def test_the_workflows_run_the_commands_of_this_project(name: str) -> None:
    """Oracle: the parser of build.py; only actions of GitHub itself are used, but for one, each at a version."""
    text = workflow(name)
    commands = [command_line().parse_args(line.split()) for line in re.findall(r"run: python3 build\.py (.+)", text)]
    assert [each.command for each in commands] == WORKFLOWS[name]
    actions = re.findall(r"uses: (\S+)@v\d+", text)
    assert actions
    assert len(actions) == text.count("uses:")
    others = {action for action in actions if not action.startswith("actions/")}
    assert others == ({PUBLISHER} if name == "release" else set())


def test_a_release_is_checked_before_it_is_published() -> None:
    """Invariant: only a tag publishes, it must equal the version, and one job alone may prove who it is to PyPI."""
    release = yaml.safe_load(workflow("release"))
    assert release[True] == {"push": {"tags": ["v*"]}}  # YAML 1.1 reads the key "on" as a truth value
    jobs = release["jobs"]
    steps = [step.get("run", "") for step in jobs["build"]["steps"]]
    assert any("elmweb.__version__" in step and "$GITHUB_REF_NAME" in step for step in steps)
    assert any(step.startswith("twine check --strict") for step in steps)
    assert release["permissions"] == {"contents": "read"}
    rights = {name: job["permissions"] for name, job in jobs.items() if "permissions" in job}
    assert rights == {"pypi": {"id-token": "write"}, "github": {"contents": "write"}}
    assert jobs["pypi"]["needs"] == "build"
    assert jobs["pypi"]["environment"]["name"] == "pypi"
    assert jobs["github"]["needs"] == "pypi"


def test_ci_tests_the_oldest_dependencies_and_every_python() -> None:
    """Oracle: the lower bounds and the classifiers in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    cases = yaml.safe_load(workflow("ci"))["jobs"]["library"]["strategy"]["matrix"]["include"]
    (oldest,) = (case["pins"].split() for case in cases if "pins" in case)
    assert {f"{needed.replace('>=', '==')}.*" for needed in project["dependencies"]} <= set(oldest)
    versions = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert [case["python"] for case in cases if "pins" not in case] == versions


def test_ci_tests_the_oldest_pandas_and_the_newest() -> None:
    """Oracle: the lower bounds in pyproject.toml, of which no extra has an upper one."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    needed = {line for lines in extras.values() for line in lines if line.startswith("pandas")}
    assert len(needed) == 1
    job = yaml.safe_load(workflow("ci"))["jobs"]["pandas"]
    assert job["strategy"]["matrix"]["pandas"] == [f"=={needed.pop().removeprefix('pandas>=')}.*", ">=3"]
    assert "buildsteps.commands import FAST" in job["steps"][-1]["run"]


def test_ci_calls_just_the_test_command() -> None:
    """Oracle: the last line of .ci/run."""
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[-1] == "exec python3 build.py test"
