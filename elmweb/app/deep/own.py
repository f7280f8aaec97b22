"""A person's own ONNX file: what is in it, and whether it can run here."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.parts import block, count, send_button, table
from elmweb.state import size_text

__all__ = ["own_html"]

_DROP = block(
    "Bring your own",
    '<div class="drop slim" data-drop="read_onnx"><p class="small">An .onnx file: what goes in, what comes out, '
    "what it is made of, and whether it runs here.</p>"
    '<label class="btn pick"><input class="sr" type="file" accept=".onnx" data-file="read_onnx">Choose a file</label>'
    "</div>",
)


def own_html(brought: dict[str, Any] | None) -> str:
    """Return a place for a file and what was read of it.

    Parameters
    ----------
    brought : dict or None
        ``name``, ``bytes``, ``opset``, ``inputs``, ``outputs``, ``operators`` (name to count), ``unknown`` (names),
        and, once it was run, ``runs``: ``provider``, ``milliseconds``, ``outputs`` and ``on_cpu``, or ``problem``.

    Returns
    -------
    str
        HTML.
    """
    if brought is None:
        return f'<div class="sec">{_DROP}</div>'
    operators = ", ".join(f"{escape(name)} {n}" for name, n in brought["operators"].items())
    facts = (
        f"<p><b>{escape(brought['name'])}</b>, {size_text(brought['bytes'])}, "
        f"{count(sum(brought['operators'].values()), 'step')}, opset {brought['opset']}.</p>"
    )
    rows = [
        *(["in", tensor["name"], tensor["dtype"], _shape(tensor)] for tensor in brought["inputs"]),
        *(["out", tensor["name"], tensor["dtype"], _shape(tensor)] for tensor in brought["outputs"]),
    ]
    ends = table(["", "Name", "Numbers", "Shape"], rows, caption="Inputs and outputs")
    unknown = ""
    if brought["unknown"]:
        names = escape(", ".join(brought["unknown"]))
        unknown = f'<div class="warn"><b>It cannot run here.</b><p>Not known: {names}.</p></div>'
    runs = "" if brought["unknown"] else _runs(brought.get("runs"))
    made = f'<details><summary>What it is made of</summary><p class="tiny">{operators}</p></details>'
    return f'<div class="sec gapped">{_DROP}{facts}{ends}{unknown}{runs}{made}</div>'


def _runs(runs: list[dict[str, Any]] | None) -> str:
    """Return how the file ran on random inputs, or the button that runs it."""
    if runs is None:
        return send_button("Run it on random numbers", "run_onnx", kind="btn")
    rows = [
        [run["provider"], run["problem"], ""]
        if run.get("problem")
        else [run["provider"], f"{run['milliseconds']:.1f} ms", run["on_cpu"]]
        for run in runs
    ]
    return table(["Runs on", "One run", "Steps left to the CPU"], rows, caption="How it ran")


def _shape(tensor: dict[str, Any]) -> str:
    return " by ".join(str(size) for size in tensor["shape"]) or "one number"
