"""Sphinx's settings for the documentation. Nothing in the pages comes from another host."""

from __future__ import annotations

import inspect
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

import elmweb
from buildsteps.docs.figures import FIGURES

project = "elmweb"
copyright = "elmweb contributors, under the MIT licence"  # noqa: A001 - the name Sphinx reads
version = release = elmweb.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc", "buildsteps.docs.mathml"]
html_math_renderer = "mathml"
html_theme = "furo"
html_title = f"elmweb {version}"
html_static_path = ["_static"]
html_css_files = ["docs.css"]
html_copy_source = html_show_sourcelink = False
html_favicon = "icon.svg"
html_theme_options: dict[str, Any] = {
    "light_css_variables": {
        "font-stack": '"IBM Plex Sans", system-ui, sans-serif',
        "font-stack--monospace": '"IBM Plex Mono", ui-monospace, monospace',
        "color-brand-primary": "#1f4fbf",
        "color-brand-content": "#1f4fbf",
        "color-brand-visited": "#1f4fbf",
        "color-foreground-primary": "#15191e",
        "color-background-primary": "#ffffff",
        "color-background-secondary": "#f4f6f8",
    },
    "dark_css_variables": {
        "color-brand-primary": "#8fb1ff",
        "color-brand-content": "#8fb1ff",
        "color-brand-visited": "#8fb1ff",
        "color-foreground-primary": "#eceff2",
        "color-background-primary": "#111418",
        "color-background-secondary": "#191e24",
    },
}
pygments_style, pygments_dark_style = "a11y-high-contrast-light", "a11y-high-contrast-dark"
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "attrs_block"]
myst_heading_anchors = 3
numpydoc_show_class_members = False
autodoc_typehints = "none"  # numpydoc's sections say the types
autodoc_member_order = "bysource"
smartquotes = False  # names and values are written as one types them
suppress_warnings = ["epub"]


class Drawing(Directive):
    """``{drawing} name`` puts one of :data:`buildsteps.docs.figures.FIGURES` into a page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the drawing as it is."""
        name = self.arguments[0]
        if name not in FIGURES:
            raise self.error(f"There is no drawing {name!r}; there are {', '.join(FIGURES)}.")
        return [nodes.raw("", FIGURES[name](), format="html")]


def _is_foreign(_app: Sphinx, _what: str, name: str, thing: Any, _skip: bool, _options: Any) -> bool | None:
    """Leave out the methods that scikit-learn gives a class; they are documented there."""
    inner = inspect.unwrap(thing) if callable(thing) else getattr(thing, "fget", None)
    place = getattr(inner, "__module__", None) or ""
    routing = name.startswith("set_") and name.endswith("_request")
    return True if routing or place.partition(".")[0] in {"sklearn", "builtins", "numpy"} else None


_REACHED = {
    "furo_navigation_tree": {'role="heading"': 'role="heading" aria-level="2"'},
    "body": {"<pre>": '<pre tabindex="0">', 'class="table-wrapper': 'tabindex="0" class="table-wrapper'},
}
"""What assistive technology and the keyboard need, and the theme leaves out."""


def _reach(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None) -> None:
    """Say the level of headings, and let the keyboard scroll what does not fit."""
    for name, changes in _REACHED.items():
        for old, new in changes.items():
            if context.get(name):
                context[name] = context[name].replace(old, new)


def setup(app: Sphinx) -> None:
    """Add what only this documentation needs."""
    app.connect("html-page-context", _reach, priority=900)  # after the theme
    app.add_directive("drawing", Drawing)
    app.connect("autodoc-skip-member", _is_foreign)
