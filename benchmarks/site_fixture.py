"""The built site together with the benchmarks' own pages and data, served from one folder, and Chromiums to open it."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Playwright, sync_playwright

from benchmarks.web import CHROMIUM_ARGUMENTS, serving

__all__ = ["SiteFixture", "site_fixture"]

_HERE = Path(__file__).parent
_TYPES = {"int8": "i8", "uint8": "u8", "int32": "i32", "float32": "f32", "float64": "f64"}
_READY_MS, _WAIT_MS = 120_000, 900_000


class SiteFixture:
    """A served folder and the browsers that open it.

    Parameters
    ----------
    site : Path
        The built site, unmodified.
    folder : Path
        The served folder.
    address : str
        The URL of the folder.
    playwright : Playwright
        Starts browsers.
    """

    def __init__(self, site: Path, folder: Path, address: str, playwright: Playwright) -> None:
        self.site, self.folder, self.address = site, folder, address
        self._playwright = playwright
        self._browsers: dict[tuple[str, ...], Browser] = {}

    def browser(self, *flags: str) -> Browser:
        """Return a Chromium with these additional flags, started on first use."""
        if flags not in self._browsers:
            self._browsers[flags] = self._launch(*flags)
        return self._browsers[flags]

    @contextmanager
    def fresh_browser(self) -> Iterator[Browser]:
        """Yield a Chromium that is closed at the end of the block."""
        browser = self._launch()
        try:
            yield browser
        finally:
            browser.close()

    def _launch(self, *flags: str) -> Browser:
        program = os.environ["ELMWEB_CHROMIUM"]
        return self._playwright.chromium.launch(executable_path=program, args=[*CHROMIUM_ARGUMENTS, *flags])

    def call(self, page: str, function: str, *arguments: Any, flags: tuple[str, ...] = ()) -> Any:
        """Call a function of a freshly opened page.

        Parameters
        ----------
        page : str
            A file of the served folder, or a folder in it with a trailing slash; empty for the folder itself.
        function : str
            The global name of the function.
        *arguments : object
            Plain data.
        flags : tuple of str
            Additional flags of the browser.

        Returns
        -------
        object
            What the function returns or resolves to, as plain data.
        """
        opened = self.browser(*flags).new_page()
        try:
            opened.goto(self.address + page)
            opened.wait_for_selector("html[data-ready]", state="attached", timeout=_READY_MS)
            opened.set_default_timeout(_WAIT_MS)
            return opened.evaluate(f"(given) => {function}(...given)", list(arguments))
        finally:
            opened.close()

    def store(self, stem: str, spec: dict[str, Any]) -> dict[str, Any]:
        """Write the arrays of a spec to files next to the page and return the spec with references in their place."""
        stored = {}
        for name, value in spec.items():
            if isinstance(value, np.ndarray):
                (self.folder / f"{stem}-{name}.bin").write_bytes(np.ascontiguousarray(value).tobytes())
                stored[name] = {"file": f"{stem}-{name}.bin", "type": _TYPES[value.dtype.name]}
            else:
                stored[name] = value
        return stored

    def close(self) -> None:
        """Close the browsers."""
        for browser in self._browsers.values():
            browser.close()


@contextmanager
def site_fixture(site: Path) -> Iterator[SiteFixture]:
    """Copy the site and the benchmarks' pages into one folder and serve it.

    Parameters
    ----------
    site : Path
        The built site.

    Yields
    ------
    SiteFixture
        Valid until the end of the block.
    """
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        shutil.copytree(site, folder, dirs_exist_ok=True)
        for page in ("train_page", "models_page"):
            shutil.copytree(_HERE / page, folder, dirs_exist_ok=True)
        for page in ("scipy_page", "small_page"):
            shutil.copytree(_HERE / page, folder / page)
        _unpack_pyodide(folder)
        with serving(folder) as served:
            fixture = SiteFixture(site, folder, served.address, playwright)
            try:
                yield fixture
            finally:
                fixture.close()


def _unpack_pyodide(folder: Path) -> None:
    """Write the two files of Pyodide that the site's own worker makes on the fly."""
    packed = folder / "pyodide" / "pyodide.asm.wasm.gz"
    packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
    info = json.loads((folder / "site.json").read_text())["start"]["platform"]
    (folder / "pyodide" / "pyodide-lock.json").write_text(json.dumps({"info": info, "packages": {}}))
