"""A person's own ONNX file: its contents, and whether it can run on this device."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.deep.card import PROVIDERS
from elmweb.app.parts import block, send_button, table
from elmweb.formatting import count, data_size, duration

__all__ = ["own_html"]

_DROP = block(
    "Bring your own",
    '<div class="drop slim" data-drop="read_onnx"><p class="small">An .onnx file: what goes in, what comes out, '
    "what it is made of, and whether it runs here.</p>"
    '<label class="btn pick"><input class="sr" type="file" accept=".onnx" data-file="read_onnx">Choose a file</label>'
    "</div>",
)


def own_html(own: dict[str, Any] | None) -> str:
    """Return a drop zone for a file, and the contents of the newest one.

    Parameters
    ----------
    own : dict or None
        :class:`elmweb.workbench.protocol.DeepModel` of the file, with ``name`` and ``ran``: None, or ``provider``,
        ``milliseconds``, ``outputs`` (name to a description) and ``placement``.

    Returns
    -------
    str
        HTML.
    """
    if own is None:
        return f'<div class="sec">{_DROP}</div>'
    file = own["file"]
    operators = ", ".join(f"{escape(name)} {n:,}" for name, n in file["operators"].items())
    facts = (
        f'<p><b>{escape(own["name"])}</b></p><p class="small">{data_size(file["bytes"])}, '
        f"{count(sum(file['operators'].values()), 'step')}, {count(file['n_parameters'], 'weight')}, "
        f"opset {file['opset']}.</p>"
    )
    ran = own["ran"]
    rows = [["in", tensor["name"], tensor["dtype"], _shape(tensor)] for tensor in file["inputs"]]
    rows += [
        ["out", tensor["name"], tensor["dtype"], (ran or {}).get("outputs", {}).get(tensor["name"]) or _shape(tensor)]
        for tensor in file["outputs"]
    ]
    ends = table(["", "Name", "Numbers", "Shape"], rows, caption="Inputs and outputs")
    if own["provider"]:
        run = f"{_ran(ran)}<p>{send_button('Run it on made-up numbers', 'run_onnx', kind='btn')}</p>"
    else:
        run = f'<p role="status"><b>It cannot run here.</b> {escape(own["note"])}</p>'
    made = f'<summary>What it is made of</summary><p class="tiny">{operators}</p>'
    made = f"<details{'' if own['provider'] else ' open'}>{made}</details>"
    return f'<div class="sec gapped">{_DROP}{facts}{ends}{run}{made}</div>'


def _ran(ran: dict[str, Any] | None) -> str:
    """Return how the model ran on generated numbers."""
    if ran is None:
        return ""
    placement = ran["placement"]
    left = ", ".join(placement["on_cpu"][:8])
    where = f"Left to the CPU: {escape(left)}." if left else "Every step ran there."
    note = f'<p class="tiny">{escape(ran["note"])}</p>' if ran["note"] else ""
    message = f"{PROVIDERS[ran['provider']]}, {duration(ran['milliseconds'] / 1_000, 3)}. {where}"
    return f'<div role="status"><p>{message}</p>{note}</div>'


def _shape(tensor: dict[str, Any]) -> str:
    return " by ".join(map(str, tensor["shape"])) or "one number"
