"""The built site, the benchmarks' own pages and their data in one served folder, and Chromiums that open it."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Playwright, sync_playwright

from benchmarks.web import CHROMIUM_ARGUMENTS, serving

__all__ = ["Stage", "staged"]

_HERE = Path(__file__).parent
_KINDS = {"int8": "i8", "uint8": "u8", "int32": "i32", "float32": "f32", "float64": "f64"}
_READY_MS, _WAIT_MS = 120_000, 900_000


class Stage:
    """A served folder and the browsers that look at it.

    Parameters
    ----------
    site : Path
        The built site, as it is.
    place : Path
        The folder.
    address : str
        Where it is served.
    playwright : Playwright
        Starts browsers.
    """

    def __init__(self, site: Path, place: Path, address: str, playwright: Playwright) -> None:
        self.site, self.place, self.address = site, place, address
        self._playwright = playwright
        self._browsers: dict[tuple[str, ...], Browser] = {}

    def browser(self, *flags: str) -> Browser:
        """Return a Chromium with more flags than usual, started once."""
        if flags not in self._browsers:
            self._browsers[flags] = self._launch(*flags)
        return self._browsers[flags]

    @contextmanager
    def fresh_browser(self) -> Iterator[Browser]:
        """Yield a Chromium that ends with the block."""
        browser = self._launch()
        try:
            yield browser
        finally:
            browser.close()

    def _launch(self, *flags: str) -> Browser:
        program = os.environ["ELMWEB_CHROMIUM"]
        return self._playwright.chromium.launch(executable_path=program, args=[*CHROMIUM_ARGUMENTS, *flags])

    def call(self, page: str, function: str, *arguments: Any, flags: tuple[str, ...] = ()) -> Any:
        """Return what a function of a fresh page comes to.

        Parameters
        ----------
        page : str
            Its file, or its folder with a slash at the end; nothing is the folder served.
        function : str
            Its global name.
        *arguments : object
            Plain data.
        flags : tuple of str
            More flags for the browser.

        Returns
        -------
        object
            Plain data.
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
        """Write the arrays of a layer beside the page and return what names them, with numbers as they are."""
        named = {}
        for name, value in spec.items():
            if isinstance(value, np.ndarray):
                (self.place / f"{stem}-{name}.bin").write_bytes(np.ascontiguousarray(value).tobytes())
                named[name] = {"file": f"{stem}-{name}.bin", "type": _KINDS[value.dtype.name]}
            else:
                named[name] = value
        return named

    def close(self) -> None:
        """End the browsers."""
        for browser in self._browsers.values():
            browser.close()


@contextmanager
def staged(site: Path) -> Iterator[Stage]:
    """Lay out the site with the benchmarks' pages over it and serve that.

    Parameters
    ----------
    site : Path
        The built site.

    Yields
    ------
    Stage
        Until the end of the block.
    """
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder)
        shutil.copytree(site, place, dirs_exist_ok=True)
        for page in ("train_page", "models_page"):
            shutil.copytree(_HERE / page, place, dirs_exist_ok=True)
        for page in ("scipy_page", "small_page"):
            shutil.copytree(_HERE / page, place / page)
        _unpack_pyodide(place)
        with serving(place) as served:
            stage = Stage(site, place, served.address, playwright)
            try:
                yield stage
            finally:
                stage.close()


def _unpack_pyodide(place: Path) -> None:
    """Write the two files of Pyodide that the site's own worker makes on the fly, from that worker's words."""
    packed = place / "pyodide" / "pyodide.asm.wasm.gz"
    packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
    worker = (place / "start" / "load-python.js").read_text()
    info = dict(re.findall(r'\b(arch|platform|version|python): "([^"]*)"', worker))
    (place / "pyodide" / "pyodide-lock.json").write_text(json.dumps({"info": info, "packages": {}}))
