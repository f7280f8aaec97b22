"""The parts of the build: verified files, archives, bundles, the server and the command line."""

from __future__ import annotations

import ast
import gzip
import io
import json
import re
import subprocess
import sys
import tarfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from tiny_onnx import write_models

from buildsteps import bundle, checkers, site, vendor
from buildsteps.archives import open_deb, read_member
from buildsteps.modules import imported
from buildsteps.progress import step
from buildsteps.server import make_server
from buildsteps.vendor import Vendor, sha256

ROOT = Path(__file__).parent.parent
LOCK = json.loads(vendor.LOCK.read_text())
LOCKED = [*LOCK["npm"], *LOCK["pypi"], LOCK["pyodide_carrier"], *json.loads(checkers.LOCK.read_text())["npm"]]


def unpack(packed: bytes) -> dict[str, bytes]:
    """Return the files of a bundle: web/start/bundle.js once more, in Python."""
    raw = gzip.decompress(packed)
    start = 4 + int.from_bytes(raw[:4], "little")
    files = {}
    for path, size in json.loads(raw[4:start]):
        files[path] = raw[start : start + size]
        start += size
    assert start == len(raw)
    return files


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files into a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


# -- verified files ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "version"),
    [
        ("thing-1.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", "3.12"),
        ("thing-1.0-cp39-abi3-manylinux_2_34_x86_64.whl", "3.9"),
        ("thing-1.0-py3-none-manylinux_2_17_x86_64.whl", vendor.PYTHON),
    ],
)
def test_a_wheel_is_asked_for_by_the_python_it_is_for(file: str, version: str) -> None:
    """Oracle: the tags in its name; a wheel with test photos in it was compiled for another Python than the page's."""
    tags = vendor.wheel_tags(file)
    assert tags[tags.index("--python-version") + 1] == version
    assert file.split("-")[4].removesuffix(".whl").split(".")[0] in tags


@pytest.mark.parametrize("file", ["thing-1.0-py3-none-any.whl", "thing-1.0.tar.gz"])
def test_a_file_for_every_python_needs_no_tags(file: str) -> None:
    """Oracle: by hand."""
    assert vendor.wheel_tags(file) == []


def vendored(name: str, right: bytes) -> Vendor:
    """Return a vendor with one locked wheel of known contents."""
    entry = {"name": name, "version": "1.0", "file": f"{name}-1.0-py3-none-any.whl", "sha256": sha256(right)}
    return Vendor({"pypi": [entry], "npm": []})


def test_a_file_with_another_hash_is_refused_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: bytes with another hash are never used, and not found in the cache by the next run."""
    monkeypatch.setattr(vendor, "CACHE", tmp_path)
    path = tmp_path / "thing-1.0-py3-none-any.whl"
    path.write_bytes(b"wrong")
    with pytest.raises(SystemExit, match=r"thing-1.0.* is not the locked file: sha256 [0-9a-f]{64}, expected"):
        vendored("thing", b"right").wheel("thing")
    assert not path.exists()


def test_a_file_with_the_locked_hash_is_taken_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: a correct file in the cache is not fetched again."""
    monkeypatch.setattr(vendor, "CACHE", tmp_path)
    monkeypatch.setattr(vendor, "_fetch", lambda *_: pytest.fail("fetched again"))
    path = tmp_path / "thing-1.0-py3-none-any.whl"
    path.write_bytes(b"right")
    assert vendored("thing", b"right").wheel("thing") == path


def test_a_missing_download_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: the error message for a registry that provides a file with another name."""
    monkeypatch.setattr(vendor, "CACHE", tmp_path)
    monkeypatch.setattr(vendor, "_fetch", lambda *_: None)
    with pytest.raises(SystemExit, match=r"thing 1.0 did not arrive"):
        vendored("thing", b"right").wheel("thing")


@pytest.mark.parametrize("entry", LOCKED, ids=lambda entry: entry["name"])
def test_every_locked_file_has_an_exact_version_and_a_hash(entry: dict) -> None:
    """Invariant: a later build uses the same bytes."""
    assert re.fullmatch(r"\d+(\.\d+)+([ab.]?\w+)?", entry["version"])
    assert re.fullmatch(r"[0-9a-f]{64}", entry["sha256"])
    assert entry["version"] in entry["file"]


def test_the_wheels_of_the_bundles_are_locked() -> None:
    """Oracle: the lock itself; Panel and Bokeh have the same versions in the environment and in the page."""
    names = {entry["name"] for entry in LOCK["pypi"]}
    assert {*bundle.PAGE_WHEELS, *bundle.TABLES_WHEELS} <= names
    project = (ROOT / "pyproject.toml").read_text()
    for name in ("panel", "bokeh"):
        version = next(entry["version"] for entry in LOCK["pypi"] if entry["name"] == name)
        assert f'"{name}=={version}"' in project


# -- archives ---------------------------------------------------------------------------------


def _deb(member: str, files: dict[str, bytes]) -> bytes:
    """Return a Debian package as described in deb(5); the first member has an odd length, which is padded."""
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w:xz") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    packed = b"!<arch>\n"
    for name, data in (("debian-binary", b"2.0"), (member, inner.getvalue())):
        head = f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(data):<10}`\n"
        packed += head.encode() + data + b"\n" * (len(data) % 2)
    return packed


def test_a_debian_package_gives_its_files() -> None:
    """Oracle: the file that was packed."""
    with open_deb(_deb("data.tar.xz", {"./usr/a": b"kept"})) as archive:
        assert read_member(archive, "./usr/a") == b"kept"


@pytest.mark.parametrize("wrong", [b"PK\3\4", _deb("control.tar.xz", {})])
def test_other_data_are_not_read_as_a_debian_package(wrong: bytes) -> None:
    """Oracle: the first bytes of the format, and the member it must have."""
    with pytest.raises(ValueError, match="Debian package"):
        open_deb(wrong)


# -- bundles ----------------------------------------------------------------------------------

NAMES = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8)


@settings(deadline=None)  # it writes files
@given(st.dictionaries(NAMES.map(lambda name: f"pkg/{name.lower()}.pyc"), st.binary(max_size=50), max_size=5))
def test_what_is_packed_is_unpacked(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    """Oracle: the files themselves, with their paths in site-packages."""
    folder = write(tmp_path_factory.mktemp("tier"), files)
    assert unpack(bundle.pack([folder])) == {f"/{bundle.SITE_PACKAGES}/{name}": data for name, data in files.items()}


def test_packing_is_reproducible(tmp_path: Path) -> None:
    """Invariant: a bundle depends neither on the order in which the files were written nor on their timestamps."""
    files = {f"pkg/{letter}.pyc": letter.encode() * 99 for letter in "abc"}
    one = write(tmp_path / "one", files)
    two = write(tmp_path / "two", dict(reversed(files.items())))
    assert bundle.pack([one]) == bundle.pack([two])


def test_what_is_not_looked_for_in_site_packages_goes_where_it_is(tmp_path: Path) -> None:
    """Oracle: the path that web/start/prepare.js loads, and the first folder in which dateutil looks."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("UTC")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"TZif"))
    zones = "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz"
    folder = write(tmp_path, {"scipy.libs/libopenblas.so": b"x", zones: packed.getvalue()})
    bundle._place_library(folder)
    bundle._place_zone(folder)
    files = unpack(bundle.pack([folder]))
    library = re.search(r'loadShared\(python, "(.+?)"\)', (ROOT / "web" / "start" / "prepare.js").read_text())
    assert library is not None
    assert files.pop(library[1]) == b"x"
    assert files.pop("/usr/share/zoneinfo/UTC") == b"TZif"
    assert list(files) == [f"/{bundle.SITE_PACKAGES}/{zones}"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("panel/io/state.py", True),
        ("numpy/tests/test_x.py", False),
        ("scipy/linalg/_flapack.so", True),
        ("bokeh-3.9.2.dist-info/METADATA", True),
        ("bokeh-3.9.2.dist-info/RECORD", False),
        ("bokeh/server/static/js/bokeh.min.js", False),
        ("markupsafe/_speedups.cpython-312-x86_64-linux-gnu.so", False),
        ("sklearn/utils/_estimator_html_repr.css", True),
    ],
)
def test_unneeded_files_are_left_out(name: str, kept: bool) -> None:
    """Oracle: examples of files that the page does and does not need."""
    assert bundle._wanted(name) is kept


def test_a_bokeh_that_starts_otherwise_is_refused() -> None:
    """Oracle: what BokehJS must contain for its start to be cut into parts, each piece once."""
    pieces = list(site._BOKEH_BY_PARTS)
    assert "yield" in site._by_parts("\n".join(pieces))
    for number, piece in enumerate(pieces):
        for other in ([*pieces[:number], *pieces[number + 1 :]], [*pieces, piece]):
            with pytest.raises(SystemExit, match="BokehJS starts otherwise than before"):
                site._by_parts("\n".join(other))


# -- the server -------------------------------------------------------------------------------


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve a folder with a file of each type; yield its URL."""
    write(tmp_path, {f"file{suffix}": b"x" for suffix in MEDIA_TYPES})
    server = make_server(tmp_path)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


MEDIA_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".gz": "application/octet-stream",
    ".bundle": "application/octet-stream",
}


@pytest.mark.slow
def test_media_types(address: str) -> None:
    """Oracle: the types that browsers require; modules of other types are not run, and .gz must not be decompressed."""
    for suffix, media_type in MEDIA_TYPES.items():
        with urllib.request.urlopen(f"{address}file{suffix}") as answer:  # noqa: S310 - our own server
            assert answer.headers.get_content_type() == media_type
            assert answer.headers["Content-Encoding"] is None


@pytest.mark.slow
def test_missing_files_give_404(address: str) -> None:
    """Oracle: the status of a missing file, and of a file outside the folder."""
    for path in ("missing.js", "../pyproject.toml"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(address + path)  # noqa: S310 - our own server


def test_the_server_listens_on_localhost_only(tmp_path: Path) -> None:
    """Invariant: the page is not visible to other machines on the network."""
    server = make_server(tmp_path)
    assert server.server_address[0] == "127.0.0.1"
    server.server_close()


# -- the command line -------------------------------------------------------------------------


@pytest.mark.parametrize("command", [[], ["serve"], ["site"], ["test"], ["bench"]], ids=" ".join)
def test_help_needs_only_the_standard_library(command: list[str]) -> None:
    """Oracle: an interpreter without access to installed packages."""
    python = [getattr(sys, "_base_executable", sys.executable), "-I", "-S"]
    done = subprocess.run([*python, ROOT / "build.py", *command, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("usage: build.py")


def test_build_py_imports_only_the_standard_library() -> None:
    """Oracle: Python's own list of its modules; the project's steps are imported once the environment exists."""
    tree = ast.parse((ROOT / "build.py").read_text())
    names = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= {*sys.stdlib_module_names, "__future__"}


@pytest.mark.parametrize("wrong", [["sing"], ["site", "--port", "1"], ["bench", "weather"], []])
def test_an_invalid_command_is_refused(wrong: list[str]) -> None:
    """Oracle: the exit code of a usage error; nothing is installed or built."""
    done = subprocess.run([sys.executable, ROOT / "build.py", *wrong], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "usage: build.py" in done.stderr


def test_a_step_prints_its_description(capsys: pytest.CaptureFixture) -> None:
    """Oracle: one line before the step; its duration is only printed if it exceeds a second."""
    with step("Count"):
        pass
    assert capsys.readouterr().out == "  Count ...\n"


def test_models_are_verified_when_copied_into_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: the folder of models; a file that differs from the manifest ends the build."""
    write_models(tmp_path / "models")
    monkeypatch.setattr(site, "MODELS", tmp_path / "models")
    site._copy_models(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        path.name for path in (tmp_path / "models").iterdir()
    )
    (tmp_path / "models" / "cnn.onnx").write_bytes(b"another")
    with pytest.raises(SystemExit, match=r"cnn\.onnx is not the file"):
        site._copy_models(tmp_path / "again")


def test_modules_are_found_through_other_modules(tmp_path: Path) -> None:
    """Oracle: a small graph written by hand; what is imported later, or only for its types, is not in it."""
    scripts = {
        "start/boot.js": 'import "../page/main.js";\nimport {\n  a,\n} from "./site.js";\nawait import("./late.js");\n',
        "start/site.js": 'import {b} from "../page/dom.js";\n/** @typedef {import("./types.js").T} T */\n',
        "page/main.js": 'import {b} from "./dom.js";\nexport {a} from "../start/site.js";\n',
        "page/dom.js": "export const b = 1;\n",
    }
    write(tmp_path, {name: text.encode() for name, text in scripts.items()})
    assert imported(tmp_path, "start/boot.js") == ["page/main.js", "start/site.js", "page/dom.js"]


def test_scripts_before_the_first_paint_come_in_one_file() -> None:
    """Invariant: the page's own first scripts, in their order, stand in the place of which one tag is left."""
    html = (ROOT / "web" / "index.html").read_text()
    joined, paths = site._join_first_scripts(html)
    assert len(paths) > 1
    assert all((ROOT / "web" / path).exists() for path in paths)
    assert re.findall('<script src="([^"]+)">', joined) == [site.FIRST_SCRIPT]
    without = [re.sub('<script src="[^"]+"></script>', "", page).split() for page in (joined, html)]
    assert without[0] == without[1]


def test_the_service_worker_does_not_prefetch_models(tmp_path: Path) -> None:
    """Invariant: it only knows the manifest of the models, and the runtime is marked as fetched on demand."""
    for name in ("index.html", "models/manifest.json", "models/a.onnx", "ort/dist/ort.wasm.gz", "ort/host.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    site._write_service_worker(tmp_path)
    text = (tmp_path / "sw.js").read_text()
    files = json.loads(re.search(r"const FILES = (\{.*\});", text)[1])
    assert set(files) == {"index.html", "models/manifest.json", "ort/dist/ort.wasm.gz", "ort/host.js"}
    starts = tuple(json.loads(re.search(r"const ON_DEMAND = (\[.*\]);", text)[1]))
    assert all(path.startswith(starts) for path in ("ort/dist/ort.wasm.gz", "samples/jobs/beats.npz"))
    assert not "ort/host.js".startswith(starts)
