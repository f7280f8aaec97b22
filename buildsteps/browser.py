"""Find the browsers of the tests, or install them where that can be done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from buildsteps.progress import fail

_FIREFOXES = ("firefox-esr", "firefox")
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome")


def find_chromium() -> str:
    """Return the path of a Chromium: named, on the machine, Playwright's own, or Debian's, in this order."""
    named = os.environ.get("ELMWEB_CHROMIUM")
    if named and Path(named).exists():
        return named
    found = next(filter(None, map(shutil.which, _CHROMIUMS)), None) or _playwrights() or _debians("chromium")
    if not found:
        fail("the browser tests need a Chromium; install one, or name it in ELMWEB_CHROMIUM.")
    return found


def _playwrights() -> str | None:
    """Return Playwright's own Chromium, downloaded where that is allowed."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only the tests install it

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if not Path(path).exists():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, timeout=600)
    return path if Path(path).exists() else None


def find_firefox() -> str | None:
    """Return the path of a Firefox: named, on the machine, or Debian's; None where there is none to be had.

    It runs a few tests of the arithmetic, which must give the same bits in every browser.
    """
    named = os.environ.get("ELMWEB_FIREFOX")
    if named and Path(named).exists():
        return named
    return next(filter(None, map(shutil.which, _FIREFOXES)), None) or _debians("firefox-esr")


def _debians(package: str) -> str | None:
    """Return Debian's program of that name, installed when this is Debian and we may."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        for command in (["apt-get", "update"], ["apt-get", "install", "--yes", package]):
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    return shutil.which(package)
