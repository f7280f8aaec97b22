"""Find the browsers for the tests, or install them if possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from buildsteps.progress import fail

_FIREFOXES = ("firefox-esr", "firefox")
_WEBKIT_DRIVER = "WebKitWebDriver"
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome")


def find_chromium() -> str:
    """Return the path of a Chromium: from ELMWEB_CHROMIUM, the PATH, Playwright or Debian, in this order."""
    named = os.environ.get("ELMWEB_CHROMIUM")
    if named and Path(named).exists():
        return named
    found = next(filter(None, map(shutil.which, _CHROMIUMS)), None) or _from_playwright() or _from_debian("chromium")
    if not found:
        fail("the browser tests need a Chromium; install one, or name it in ELMWEB_CHROMIUM.")
    return found


def _from_playwright() -> str | None:
    """Return the path of Playwright's own Chromium, downloaded if that is possible."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only the tests install it

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if not Path(path).exists():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, timeout=600)
    return path if Path(path).exists() else None


def find_firefox() -> str | None:
    """Return the path of a Firefox: from ELMWEB_FIREFOX, the PATH or Debian; None if none is available.

    It runs a few tests of the arithmetic, which must give identical bits in every browser.
    """
    named = os.environ.get("ELMWEB_FIREFOX")
    if named and Path(named).exists():
        return named
    return next(filter(None, map(shutil.which, _FIREFOXES)), None) or _from_debian("firefox-esr")


def find_webkit() -> tuple[str, str] | None:
    """Return the paths of WebKitGTK's driver and of its small browser, from the PATH or Debian; None if not available.

    They need a screen and a message bus, which Xvfb and D-Bus stand in for.
    """
    needed = (_WEBKIT_DRIVER, "xvfb-run", "dbus-run-session")
    if not all(map(shutil.which, needed)):
        _install("webkit2gtk-driver", "xvfb", "xauth", "dbus")
    driver, *others = map(shutil.which, needed)
    browsers = sorted(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"))
    return (driver, str(browsers[-1])) if driver and all(others) and browsers else None


def _from_debian(package: str) -> str | None:
    """Return the path of a Debian package's program, installed if this is Debian and we are root."""
    _install(package)
    return shutil.which(package)


def _install(*packages: str) -> None:
    """Install Debian packages if this is Debian and we are root."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        # Recommended packages, such as dictionaries, would take longer than the browser.
        install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
        for command in (["apt-get", "update"], install):
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
