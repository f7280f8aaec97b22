"""The same page on CPython, with the workbench in the same process.

Run ``panel serve elmweb/app/serve.py --static-dirs web/fonts=dist/fonts web=web`` after the site was
built, which fetches the fonts. A file travels as text inside a message, so this is for looking
at the page and for small tables; the site itself passes files by reference.
"""

from __future__ import annotations

import base64
from typing import Any, cast

import numpy as np
import panel as pn

from elmweb.app.main import build
from elmweb.app.shell import SLOTS, shell_html
from elmweb.workbench.protocol import Workbench

__all__ = ["Unpacking", "page"]

_TEMPLATE = """\
{{% extends base %}}
{{% block preamble %}}<link rel="stylesheet" href="web/style.css"><script src="web/theme.js"></script>{{% endblock %}}
{{% block contents %}}
{shell}
<script type="module" src="web/serve.js"></script>
{{% endblock %}}
"""


class Unpacking:
    """A workbench that takes dropped files as base64 and passes them on as bytes.

    Parameters
    ----------
    workbench : Workbench
        Does the work.
    """

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench

    def __getattr__(self, verb: str) -> Any:
        """Return a verb of the workbench, unchanged."""
        return getattr(self._workbench, verb)

    async def open_table(self, source: dict[str, Any], options: dict[str, Any] | None, progress: Any) -> Any:
        """Read a table."""
        return await self._workbench.open_table(_unpacked(source), options, progress)

    async def predict_table(self, source: dict[str, Any], progress: Any) -> Any:
        """Predict for a file."""
        return await self._workbench.predict_table(_unpacked(source), progress)

    async def load_model(self, source: dict[str, Any], progress: Any) -> Any:
        """Load a saved model."""
        return await self._workbench.load_model(_unpacked(source), progress)

    async def open_own_model(self, source: dict[str, Any], provider: str | None, progress: Any) -> Any:
        """Load a person's own ONNX file."""
        return await self._workbench.open_own_model(_unpacked(source), provider, progress)

    async def run_model(self, name: str, inputs: dict[str, Any]) -> Any:
        """Run a model on a drawing, a photo or a recording."""
        return await self._workbench.run_model(name, {key: _array(value) for key, value in inputs.items()})

    async def follow_model(self, name: str, inputs: dict[str, Any], progress: Any) -> Any:
        """Run a model on a recording, and tell the answer so far."""
        given = {key: _array(value) for key, value in inputs.items()}
        return await self._workbench.follow_model(name, given, progress)

    async def teach_show(self, source: dict[str, Any], to: dict[str, Any], progress: Any) -> Any:
        """Show examples of a class."""
        files = {"files": [_unpacked(one) for one in source["files"]]} if "files" in source else {}
        return await self._workbench.teach_show({**_unpacked(source), **files}, to, progress)

    async def teach_look(self, source: Any, kind: str) -> Any:
        """Say what a frame or a moment of sound is."""
        return await self._workbench.teach_look(_array(source), kind)

    async def study(self, name: str, asked: dict[str, Any], choices: dict[str, Any], progress: Any) -> Any:
        """Run a study, perhaps on a file that somebody brought."""
        files = {key: _unpacked(value) for key, value in asked.items() if isinstance(value, dict)}
        return await self._workbench.study(name, {**asked, **files}, choices, progress)


def _array(value: Any) -> Any:
    """Return an input of a model, images and sounds as arrays."""
    if not (isinstance(value, dict) and "base64" in value):
        return value
    return np.frombuffer(base64.b64decode(value["base64"]), value["dtype"]).reshape(value["shape"])


def _unpacked(source: dict[str, Any]) -> dict[str, Any]:
    """Return a source with its base64 decoded."""
    if "base64" not in source:
        return source
    return {"name": source["name"], "bytes": base64.b64decode(source["base64"])}


def page(workbench: Workbench, samples: list[dict[str, Any]], thumbnails: dict[str, str] | None = None) -> pn.Template:
    """Return the whole page as a Panel template.

    Parameters
    ----------
    workbench : Workbench
        Does the work.
    samples : list of dict
        The sample tables of the first view.
    thumbnails : dict, optional
        Their thumbnails.

    Returns
    -------
    panel.Template
        Ready to be served.
    """
    app = build(cast("Workbench", Unpacking(workbench)))  # what it does not define itself, __getattr__ passes on
    embeds = {name: f"{{{{ embed(roots.{name}) }}}}" for name in SLOTS}
    template = pn.Template(_TEMPLATE.format(shell=shell_html(samples, thumbnails, embeds)))
    for name in SLOTS:
        template.add_panel(name, app.roots[name])
    return template


def main() -> None:
    """Serve the page with everything in one process."""
    from elmweb.data.samples import SAMPLES  # noqa: PLC0415
    from elmweb.workbench.local import LocalWorkbench  # noqa: PLC0415

    try:
        from elmweb.bridge._native import NativeRuntime  # noqa: PLC0415  only where onnxruntime is installed
        from elmweb.bridge._native_examples import NativeExamples  # noqa: PLC0415
    except ImportError:
        runtime = examples = None
    else:
        runtime, examples = NativeRuntime(), NativeExamples
    page(LocalWorkbench(runtime=runtime, open_examples=examples), [sample.plain() for sample in SAMPLES]).servable()


if __name__.startswith("bokeh_app"):
    main()
