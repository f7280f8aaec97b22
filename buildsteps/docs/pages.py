"""Lay out the sources of the documentation, run Sphinx on them, and put the pages beside the site."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from buildsteps import bundle
from buildsteps.docs.api import write_api
from buildsteps.docs.screens import bring_pictures
from buildsteps.progress import fail, step
from buildsteps.site import FONTS, ROOT, announce_docs, build_site_once
from buildsteps.vendor import bring_all

__all__ = ["FOLDER", "build_docs", "lay_out", "make_pages"]

HERE = Path(__file__).parent
FOLDER = "docs"
"""Where the pages are below the site."""
_LEFT_OUT = ("page.png", "models.json")  # for the README, and for the table in models.md


def build_docs(out: Path) -> None:
    """Build the documentation beside the site, unless it is there from exactly these sources.

    Parameters
    ----------
    out : Path
        Folder of the site, which is built first if need be; the pages go into its folder ``docs``.
    """
    build_site_once(out)
    mark = bundle.WORK / f"docs-{hashlib.sha256(str(out).encode()).hexdigest()[:8]}.sha256"
    digest = _digest(out)
    if mark.exists() and mark.read_text() == digest and (out / FOLDER / "index.html").exists():
        return
    work = bundle.WORK / "docs"
    shutil.rmtree(work, ignore_errors=True)
    lay_out(work / "source")
    bring_pictures(out, work / "source" / "pictures")
    make_pages(work / "source", work / "html")
    shutil.rmtree(out / FOLDER, ignore_errors=True)
    shutil.copytree(work / "html", out / FOLDER, ignore=shutil.ignore_patterns(".buildinfo*", ".doctrees"))
    announce_docs(out)
    mark.write_text(digest)


def make_pages(source: Path, html: Path) -> None:
    """Run Sphinx; whatever it warns of ends the build.

    Parameters
    ----------
    source : Path
        From :func:`lay_out`, with the pictures.
    html : Path
        Where the pages go.

    Raises
    ------
    SystemExit
        A link leads nowhere, a picture is missing, a formula cannot be read, or the like.
    """
    with step("Make the pages of the documentation"):
        strict = ["--fail-on-warning", "--keep-going", "--quiet", "--jobs", "auto"]
        done = subprocess.run(
            [sys.executable, "-m", "sphinx", *strict, "--builder", "html", str(source), str(html)],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        fail(f"the documentation could not be built:\n{done.stdout[-2000:]}\n{done.stderr[-6000:]}")


def lay_out(source: Path) -> None:
    """Put together what Sphinx reads, but for the pictures of the page.

    Parameters
    ----------
    source : Path
        Folder that is made.
    """
    shutil.copytree(ROOT / "docs", source, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    for page in source.rglob("*.md"):  # a doctest ends with an empty line, which a reader need not see
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("\n\n```\n", "\n```\n"), encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").replace("](docs/", "](")
    (source / "changes.md").write_text(changes, encoding="utf-8")
    shutil.copyfile(HERE / "conf.py", source / "conf.py")
    shutil.copytree(HERE / "static", source / "_static")
    shutil.copyfile(ROOT / "web" / "icon.svg", source / "icon.svg")
    vendor = bring_all()
    (source / "_static" / "fonts").mkdir()
    for package, names in FONTS.items():
        for name in names:
            (source / "_static" / "fonts" / name).write_bytes(vendor.npm_file(package, f"files/{name}"))
    write_api(source / "api")


def _digest(out: Path) -> str:
    """Return what the pages depend on: their sources, the package, and the site on the pictures."""
    digest = hashlib.sha256((out / "site.json").read_bytes() + (ROOT / "CHANGELOG.md").read_bytes())
    for folder in ("docs", "elmweb", "web", "buildsteps/docs"):
        for path in sorted(p for p in (ROOT / folder).rglob("*") if p.is_file() and p.suffix != ".pyc"):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
