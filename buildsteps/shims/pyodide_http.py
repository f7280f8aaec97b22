"""Stands in for pyodide_http: this page's Python makes no HTTP requests.

Without a module of this name Panel imports pandas at start-up to patch its readers.
"""


def patch_all() -> None:
    """Patch nothing."""
