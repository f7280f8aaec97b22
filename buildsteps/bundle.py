"""Pack the page's Python into bundles: precompiled, in tiers, without unneeded files.

A bundle is the gzip-compressed concatenation of the header length (4 bytes, little
endian), the header (a JSON list of ``[path, size]``) and the files. The page inflates it
with the browser's own gzip and writes all files at once, which takes 30 ms instead of
the more than one second of ``loadPackage``.

Tiers
-----
base    NumPy, which both Pythons need
page    Bokeh, Panel and their dependencies, for the Python of the page
tables  pandas and what else it takes to read a table, for the Python of the engine
engine  SciPy and scikit-learn, for the same Python; it comes after all others
app     the part of elmweb that paints the page and asks the engine
elmweb  the part of elmweb that the engine computes with; a few files are in both

A language other than English has one bundle more for each of the two Pythons: what they say, in that language.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from buildsteps.archives import read_member
from buildsteps.progress import fail, step
from buildsteps.pyodide_patch import patch_pyodide
from buildsteps.vendor import PYTHON, Vendor, node_program
from elmweb.workers.later import LATER

ROOT = Path(__file__).parents[1]
WORK = ROOT / ".cache" / "work"
HERE = Path(__file__).parent
SITE_PACKAGES = f"lib/python{PYTHON}/site-packages"
CORE_FILES = ("pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide.mjs", "python_stdlib.zip", "pyodide-lock.json")

PAGE_WHEELS = (
    "bokeh", "jinja2", "linkify-it-py", "markdown", "markdown-it-py", "markupsafe", "mdit-py-plugins", "mdurl",
    "narwhals", "panel", "param", "pyviz-comms", "pyyaml", "tqdm", "typing-extensions", "uc-micro-py", "xyzservices",
)  # fmt: skip
TABLES_WHEELS = ("openpyxl", "et-xmlfile")
BASE_PACKAGES = ("numpy", "packaging")
TABLES_PACKAGES = ("pandas", "python-dateutil", "six")
ENGINE_PACKAGES = ("scipy", "scikit-learn", "joblib", "threadpoolctl")

# The parts of NumPy that the page worker never imports are part of the tier for tables.
NUMPY_FOR_ENGINE = ("numpy/f2py/", "numpy/polynomial/", "numpy/random/", "numpy/testing/")
# Modules of the standard library that neither Python imports: servers, mail, old formats, debuggers, other systems.
STDLIB_LEFT_OUT = (
    "_pyrepl", "bdb", "code", "concurrent/interpreters", "ctypes/macholib", "ctypes/wintypes", "ftplib",
    "http/cookiejar", "http/server", "imaplib", "logging/config", "logging/handlers", "mailbox", "modulefinder", "pdb",
    "pickletools", "poplib", "pty", "pydoc_data", "smtplib", "sqlite3", "tabnanny", "trace", "wave", "wsgiref",
    "xmlrpc", "zipapp",
)  # fmt: skip
STDLIB_KEPT = ("_pyrepl/__init__.py", "_pyrepl/pager.py", "_pyrepl/types.py")  # pydoc imports them, and joblib pydoc

# Packages that import some modules of SciPy and NumPy only when they use them.
PUTTING_OFF = ("elmweb", "scipy", "sklearn")

# SciPy's libraries find it by its bare name, once it has been loaded from here.
OPENBLAS = "usr/lib/libopenblas.so"

# elmweb is split too, for its larger half is never imported by the Python of the page.
FOR_PAGE = ("elmweb/app/", "elmweb/words/page/", "elmweb/bridge/document.", "elmweb/workers/page.")
FOR_BOTH = (
    "elmweb/__init__.", "elmweb/bridge/__init__.", "elmweb/bridge/_browser.", "elmweb/exceptions.",
    "elmweb/formatting.", "elmweb/model_kinds.", "elmweb/workbench/__init__.", "elmweb/workbench/codec.",
    "elmweb/workbench/protocol.", "elmweb/workbench/remote.", "elmweb/words/__init__.", "elmweb/words/engine/__init__.",
    "elmweb/words/engine/bridge_browser.", "elmweb/words/engine/exceptions.", "elmweb/words/engine/model_kinds.",
    "elmweb/words/engine/workbench_remote.",
    "elmweb/workers/__init__.",
)  # fmt: skip

SUFFIXES_LEFT_OUT = (
    ".pyi", ".h", ".hpp", ".c", ".cpp", ".ts", ".rst", ".typed", ".less", ".a", ".lib", ".pc", ".f90", ".f", ".pxd",
    ".pyx", ".tp", ".map", ".md", ".txt", ".build", ".png", ".svg", ".ico", ".gif", ".jpg", ".woff", ".woff2",
)  # fmt: skip
FOLDERS_LEFT_OUT = (
    "/tests/", "/_tests/", "/conftest", "/sampledata/", "/sphinxext/", "/command/subcommands", "panel/dist/",
    "panel/node_modules", "panel/package-lock", "panel/theme/css_", "panel/examples", "bokeh/server/static/", ".data/",
    "numpy/f2py/src/", "numpy/distutils", "numpy/_pyinstaller", "numpy/typing/tests", "narwhals/_pyspark",
    "narwhals/_dask", "narwhals/_duckdb", "narwhals/_ibis", "narwhals/_spark_like", "narwhals/_polars",
    "narwhals/_arrow", "numbergen/", "panel/command/", "sklearn/datasets/data/", "sklearn/datasets/images/",
    "sklearn/datasets/descr/", "joblib/test/", "scipy/_lib/_uarray/README", "yaml/_yaml",
    "scipy/datasets", "scipy/misc/", "_sobol_direction_numbers", "sklearn/datasets/_openml", "tqdm/completion",
    "panel/compiler", "panel/assets/",
)  # fmt: skip


def _wanted(name: str) -> bool:
    """Return whether the page needs a file of a wheel."""
    if name.endswith("/"):
        return False
    if ".dist-info/" in name:
        return name.endswith("METADATA")
    if "x86_64-linux-gnu" in name:  # optional accelerators of MarkupSafe and PyYAML
        return False
    return not name.endswith(SUFFIXES_LEFT_OUT) and not any(part in "/" + name for part in FOLDERS_LEFT_OUT)


def _unpack(data: bytes | Path, folder: Path, also: Callable[[str], bool] = lambda _name: True) -> None:
    """Unpack the files of a wheel that the page needs and ``also`` accepts."""
    with zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data) as archive:
        for name in archive.namelist():
            if _wanted(name) and also(name):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(name))


def lay_out_core(vendor: Vendor) -> Path:
    """Write Pyodide's core files from npm into a work folder, its script changed to link faster, and return it."""
    folder = WORK / f"pyodide-{vendor.lock['pyodide']}"
    folder.mkdir(parents=True, exist_ok=True)
    for name in CORE_FILES:
        if not (folder / name).exists():
            (folder / name).write_bytes(vendor.npm_file("pyodide", name))
    script = vendor.npm_file("pyodide", "pyodide.asm.mjs").decode()
    (folder / "pyodide.asm.mjs").write_text(patch_pyodide(script))
    return folder


def run_in_pyodide(core: Path, host: Path, script: Path) -> str:
    """Run ``script`` in Pyodide under Node, with ``host`` mounted at ``/host``; return its output."""
    command = [str(node_program()), str(HERE / "pyodide_run.mjs"), str(core), str(host), str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        fail(f"{script.name} failed inside Pyodide:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def compile_tree(core: Path, name: str) -> Path:
    """Compile ``WORK/name/source`` with the page's own Python and return the output folder."""
    host = WORK / name
    shutil.rmtree(host / "compiled", ignore_errors=True)
    shutil.copyfile(HERE / "put_off.py", host / "put_off.py")
    (host / "rules.json").write_text(json.dumps({"packages": PUTTING_OFF, "modules": LATER}))
    run_in_pyodide(core, host, HERE / "in_pyodide" / "compile_tree.py")
    return host / "compiled"


def _fresh_source(name: str) -> Path:
    folder = WORK / name / "source"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _compiled_once(vendor: Vendor, core: Path, name: str, fill: Callable[[Path], None]) -> Path:
    """Compile a tier of third-party code, unless it has been compiled with the same lock and the same rules before."""
    rules = (Path(__file__), HERE / "in_pyodide" / "compile_tree.py", HERE / "put_off.py")
    recipe = json.dumps([vendor.lock, LATER, *(path.read_text() for path in rules)])
    mark = WORK / name / "recipe.sha256"
    digest = hashlib.sha256(recipe.encode()).hexdigest()
    if not (mark.exists() and mark.read_text() == digest):
        with step(f"Compile the {name} tier"):
            fill(_fresh_source(name))
            compile_tree(core, name)
            mark.write_text(digest)
    return WORK / name / "compiled"


def compile_base(vendor: Vendor, core: Path) -> Path:
    """Return the compiled NumPy tier."""

    def fill(folder: Path) -> None:
        for name in BASE_PACKAGES:
            _unpack(vendor.pyodide_package(name)[1], folder, lambda name: not name.startswith(NUMPY_FOR_ENGINE))

    return _compiled_once(vendor, core, "base", fill)


def compile_page(vendor: Vendor, core: Path) -> Path:
    """Return the compiled Bokeh and Panel tier, with shims for packages that cannot or need not run in a browser."""

    def fill(folder: Path) -> None:
        for name in PAGE_WHEELS:
            _unpack(vendor.wheel(name), folder)
        shutil.copytree(HERE / "shims", folder, dirs_exist_ok=True)

    return _compiled_once(vendor, core, "page", fill)


def compile_tables(vendor: Vendor, core: Path) -> Path:
    """Return the compiled pandas tier."""

    def fill(folder: Path) -> None:
        for name in TABLES_PACKAGES:
            _unpack(vendor.pyodide_package(name)[1], folder)
        _unpack(vendor.pyodide_package("numpy")[1], folder, lambda name: name.startswith(NUMPY_FOR_ENGINE))
        for name in TABLES_WHEELS:
            _unpack(vendor.wheel(name), folder)
        _place_zone(folder)

    return _compiled_once(vendor, core, "tables", fill)


def compile_engine(vendor: Vendor, core: Path) -> Path:
    """Return the compiled SciPy and scikit-learn tier."""

    def fill(folder: Path) -> None:
        for name in ENGINE_PACKAGES:
            _unpack(vendor.pyodide_package(name)[1], folder)
        _place_library(folder)

    return _compiled_once(vendor, core, "engine", fill)


def _place_library(folder: Path) -> None:
    """Put OpenBLAS into the folder ``usr`` of a tier: it is not looked for in site-packages."""
    library = folder / OPENBLAS
    library.parent.mkdir(parents=True)
    (folder / "scipy.libs" / library.name).rename(library)


def _place_zone(folder: Path) -> None:
    """Put one time zone into the folder ``usr`` of a tier.

    pandas asks dateutil for it as soon as it is imported. Without a file of it, dateutil reads the whole archive of 600
    zones first, which takes most of a second.
    """
    zone = folder / "usr" / "share" / "zoneinfo" / "UTC"
    zone.parent.mkdir(parents=True)
    with tarfile.open(folder / "dateutil" / "zoneinfo" / "dateutil-zoneinfo.tar.gz") as archive:
        zone.write_bytes(read_member(archive, zone.name))


def compile_stdlib(vendor: Vendor, core: Path) -> Path:
    """Return the standard library as one zip of compiled modules.

    Pyodide's own zip contains sources, so every cold start would compile the modules it imports.
    """

    def fill(folder: Path) -> None:
        with zipfile.ZipFile(core / "python_stdlib.zip") as archive:
            for name in archive.namelist():
                module = name.removesuffix(".py") + "/"
                left_out = module.startswith(tuple(f"{entry}/" for entry in STDLIB_LEFT_OUT))
                if name in STDLIB_KEPT or not left_out:
                    archive.extract(name, folder)

    compiled = _compiled_once(vendor, core, "stdlib", fill)
    target = WORK / "stdlib" / "stdlib.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(p for p in compiled.rglob("*") if p.is_file()):
            info = zipfile.ZipInfo(path.relative_to(compiled).as_posix())  # has a fixed date, for reproducible builds
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes(), compresslevel=9)
    return target


def compile_elmweb(core: Path) -> Path:
    """Return the compiled ``elmweb`` package."""
    folder = _fresh_source("elmweb")
    ignore = shutil.ignore_patterns("__pycache__", "*.toml")
    shutil.copytree(ROOT / "elmweb", folder / "elmweb", ignore=ignore)
    # pyproject.toml puts it there in a wheel, too
    shutil.copytree(ROOT / "web" / "predictor", folder / "elmweb" / "export" / "predictor")
    return compile_tree(core, "elmweb")


_OF_A_LANGUAGE = re.compile(r"elmweb/words/([a-z]{2})/")


def is_for_page(name: str) -> bool:
    """Return whether the Python of the page may import a file of elmweb, in English."""
    return name.startswith((*FOR_PAGE, *FOR_BOTH))


def is_for_engine(name: str) -> bool:
    """Return whether the Python of the engine may import a file of elmweb, in English."""
    return not name.startswith(FOR_PAGE) and not _OF_A_LANGUAGE.match(name)


WANTED = {"page": is_for_page, "engine": is_for_engine}
"""What of elmweb each of the two Pythons needs."""


def is_said(name: str, language: str, role: str) -> bool:
    """Return whether one of the two Pythons needs a file of elmweb to speak a language other than English."""
    found = _OF_A_LANGUAGE.match(name)
    if found is None or found[1] != language:
        return False
    room = name[found.end() :]
    return "/" not in room or WANTED[role](f"elmweb/words/{room}")


def pack(folders: list[Path], wanted: Callable[[str], bool] = lambda _name: True) -> bytes:
    """Return the bundle of all wanted files in ``folders``, reproducible to the byte."""
    header, bodies = [], []
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            if not wanted(path.relative_to(folder).as_posix()):
                continue
            data = path.read_bytes()
            header.append([_target_path(path.relative_to(folder)), len(data)])
            bodies.append(data)
    head = json.dumps(header, separators=(",", ":")).encode()
    raw = b"".join([len(head).to_bytes(4, "little"), head, *bodies])
    return gzip.compress(raw, compresslevel=9, mtime=0)


def pack_once(name: str, folders: list[Path]) -> bytes:
    """Return the result of :func:`pack`, cached in the work folder until the folders are compiled again."""
    packed, mark = WORK / f"{name}.bundle", WORK / name / "recipe.sha256"
    if not (mark.exists() and packed.exists() and packed.stat().st_mtime > mark.stat().st_mtime):
        packed.write_bytes(pack(folders))
    return packed.read_bytes()


def _target_path(name: Path) -> str:
    """Return the path of a file in the page's file system."""
    if name.parts[0] == "usr":
        return f"/{PurePosixPath(name)}"
    return f"/{SITE_PACKAGES}/{PurePosixPath(name)}"
