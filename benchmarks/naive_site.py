"""Build the baseline of the start-up benchmark: the same app and packages, loaded the standard way."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

from buildsteps import bundle
from buildsteps.vendor import Vendor, bring_all

HERE = Path(__file__).parent
ROOT = HERE.parent


def build_naive_site(site: Path, out: Path) -> None:
    """Write the baseline page.

    Parameters
    ----------
    site : Path
        The built site, for the files that both pages share.
    out : Path
        Folder to write.
    """
    vendor = bring_all()
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(HERE / "naive", out)
    for folder in ("bokeh", "panel", "fonts"):
        shutil.copytree(site / folder, out / folder)
    shutil.copyfile(site / "style.css", out / "style.css")
    shutil.copyfile(site / "samples" / "iris.csv", out / "iris.csv")
    pyodide = out / "pyodide"
    pyodide.mkdir()
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"):
        (pyodide / name).write_bytes(vendor.npm_file("pyodide", name))
    # Pyodide loads pytz with pandas.
    for package in (*bundle.BASE_PACKAGES, *bundle.TABLES_PACKAGES, *bundle.ENGINE_PACKAGES, "pytz"):
        name, data = vendor.pyodide_package(package)
        (pyodide / name).write_bytes(data)
    (out / "site.zip").write_bytes(_sources(vendor))


def _sources(vendor: Vendor) -> bytes:
    """Return the .py files of Panel, Bokeh, elmweb and their dependencies in one zip, without files that cannot run."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for wheel in (*bundle.PAGE_WHEELS, *bundle.TABLES_WHEELS):
            with zipfile.ZipFile(vendor.wheel(wheel)) as source:
                for name in source.namelist():
                    if not re.search(r"panel/dist/|bokeh/server/static/|/tests/|x86_64-linux-gnu|/$", name):
                        archive.writestr(name, source.read(name))
        for path in sorted((ROOT / "buildsteps" / "shims").glob("*.py")):
            archive.write(path, path.name)
        for path in sorted((ROOT / "elmweb").rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                archive.write(path, path.relative_to(ROOT).as_posix())
    return buffer.getvalue()
