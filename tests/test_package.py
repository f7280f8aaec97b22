"""The package as it is published: what is in it, what it brings along, and what works without the page's packages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

import elmweb

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SMOKE = ROOT / "tests" / "library_smoke.py"
TABLE_MODEL = ROOT / "tests" / "data" / "saved" / "iris.elm.zip"
PAGE_PACKAGES = {"pandas", "openpyxl", "panel", "bokeh"}
MB = 1_000_000


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a program, which must succeed; return what it printed."""
    settings = {"cwd": cwd, "env": {**os.environ, **environment}, "capture_output": True, "text": True}
    done = subprocess.run(command, **settings, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build the sdist from the project and the wheel from the sdist; return both files."""
    folder = tmp_path_factory.mktemp("distributions")
    # Isolated from the folder it starts in, and from PYTHONPATH: there "build" may be the project's own build.py.
    run(sys.executable, "-I", "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return sdist, wheel


@pytest.fixture(scope="module")
def wheel_files(distributions: tuple[Path, Path]) -> dict[str, bytes]:
    """Return the files of the wheel."""
    with zipfile.ZipFile(distributions[1]) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def metadata(wheel_files: dict[str, bytes]) -> Message:
    """Return the wheel's metadata."""
    return message_from_bytes(wheel_files[f"elmweb-{elmweb.__version__}.dist-info/METADATA"])


def source_files(folder: Path) -> dict[str, Path]:
    """Return the files below a folder by their places in it, without caches."""
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {
        place.as_posix(): path
        for place, path in files.items()
        if not any(part == "__pycache__" or part.startswith(".") for part in place.parts)
    }


# -- without pandas ---------------------------------------------------------------------------


@pytest.mark.slow
def test_the_library_works_without_the_pages_packages(tmp_path: Path) -> None:
    """Invariant: estimators, model files, ONNX and the preprocessor need no pandas; tables say that they do."""
    program = [sys.executable, "-W", "error", SMOKE, "--hide", TABLE_MODEL]
    found = json.loads(run(*program, cwd=tmp_path, PYTHONPATH=str(ROOT)))
    assert set(found["onnx_differences"]) == {name for name in elmweb.__all__ if name[0].isupper()}


@pytest.mark.slow
def test_estimators_import_little_beyond_what_scikit_learn_imports(tmp_path: Path) -> None:
    """Invariant: parts of scikit-learn that are slow to import and that few fits need wait for those fits."""
    code = "import sys, elmweb.estimators; print(*sys.modules)"
    loaded = run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(ROOT)).split()
    assert not {"sklearn.cluster", "sklearn.linear_model", "sklearn.model_selection", "sklearn.neighbors"} & {*loaded}


# -- what is built ----------------------------------------------------------------------------


@pytest.mark.slow
def test_twine_accepts_both_files(distributions: tuple[Path, Path], tmp_path: Path) -> None:
    """Oracle: twine, which checks what the package index checks, and that the README can be shown there."""
    run(sys.executable, "-I", "-m", "twine", "check", "--strict", *distributions, cwd=tmp_path)


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_nothing_else(
    distributions: tuple[Path, Path], wheel_files: dict[str, bytes]
) -> None:
    """Oracle: the package's own files and those that pyproject.toml forces into it, byte for byte."""
    expected = {f"elmweb/{place}": path for place, path in source_files(ROOT / "elmweb").items()}
    for source, target in PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"].items():
        files = {"": ROOT / source} if (ROOT / source).is_file() else source_files(ROOT / source)
        expected |= {f"{target}/{place}".rstrip("/"): path for place, path in files.items()}
    found = {name: data for name, data in wheel_files.items() if ".dist-info/" not in name}
    assert found.keys() == expected.keys()
    assert [name for name, path in expected.items() if found[name] != path.read_bytes()] == []
    assert {"elmweb/py.typed", "elmweb/_moved/features.py"} <= found.keys()
    assert any("predictor" in name for name in found)
    assert distributions[1].stat().st_size < 2 * MB


@pytest.mark.slow
def test_the_metadata_are_those_of_the_project(distributions: tuple[Path, Path], metadata: Message) -> None:
    """Oracle: the version in the package, and the packages that pyproject.toml names; pip needs none of the page's."""
    sdist, wheel = distributions
    assert metadata["Version"] == elmweb.__version__
    assert sdist.name == f"elmweb-{elmweb.__version__}.tar.gz"
    assert wheel.name == f"elmweb-{elmweb.__version__}-py3-none-any.whl"
    assert metadata["Requires-Python"] == PROJECT["project"]["requires-python"]
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    names = {re.split(r"[^\w-]", line)[0] for line in needed}
    assert names == {"numpy", "scipy", "scikit-learn"}
    of_page = {line for line in metadata.get_all("Requires-Dist", []) if line.endswith("extra == 'page'")}
    assert {re.split(r"[^\w-]", line)[0] for line in of_page} == PAGE_PACKAGES


@pytest.mark.slow
def test_the_sdist_is_small_and_can_be_tested(distributions: tuple[Path, Path]) -> None:
    """Invariant: it has the core tests and what they import, and neither models nor the site's scripts."""
    with tarfile.open(distributions[0]) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "elmweb/py.typed", "tests/conftest.py"} <= names
    assert {f"tests/{path.name}" for path in (ROOT / "tests").glob("*.py")} <= names
    assert not [name for name in names if name.endswith((".onnx", ".csv", ".png")) or name.startswith("web/kernel")]
    assert distributions[0].stat().st_size < 2 * MB


@pytest.mark.slow
def test_the_wheel_works_in_a_fresh_environment(distributions: tuple[Path, Path], tmp_path: Path) -> None:
    """Oracle: pip, which installs the wheel and what it asks for; the page's packages do not come with it."""
    venv.create(tmp_path / "fresh", with_pip=True)
    python = tmp_path / "fresh" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [python, "-I", "-m", "pip", "--disable-pip-version-check"]
    run(*pip, "install", "--quiet", distributions[1], cwd=tmp_path)
    listed = json.loads(run(*pip, "list", "--format", "json", cwd=tmp_path))
    assert PAGE_PACKAGES.isdisjoint(package["name"].lower() for package in listed)
    found = json.loads(run(python, "-I", "-W", "error", SMOKE, TABLE_MODEL, cwd=tmp_path))
    assert Path(found["file"]).is_relative_to(tmp_path / "fresh")
    # Most of an import is scikit-learn's own; what elmweb adds is below a third of a second on a slow machine.
    assert found["seconds"]["elmweb.estimators"] < 0.6
