"""Shim for nh3, an HTML sanitizer in Rust that is not available for Pyodide.

Panel uses it in a few templates. This shim is stricter than the original:
it escapes all markup.
"""

from html import escape


def clean(html: str, **_options: object) -> str:
    """Return ``html`` with every markup character escaped."""
    return escape(html, quote=False)
