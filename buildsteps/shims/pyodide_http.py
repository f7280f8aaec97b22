"""Shim for pyodide_http; the page's Python makes no HTTP requests.

Without a module of this name, Panel would import pandas at start-up to patch its readers.
"""


def patch_all() -> None:
    """Patch nothing."""
