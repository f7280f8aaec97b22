"""A person's own ONNX file: its contents, and whether it can run on this device."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.parts import block, send_button, table
from elmweb.formatting import data_size, duration, whole
from elmweb.words.page import common, deep as words, deep_card

__all__ = ["drop_html", "own_html"]


def drop_html(own: dict[str, Any] | None, *, is_open: bool) -> str:
    """Return a drop zone for a file, and the way back to the newest one.

    Parameters
    ----------
    own : dict or None
        As for :func:`own_html`.
    is_open : bool
        Whether its contents are on the page.

    Returns
    -------
    str
        HTML.
    """
    back = ""
    if own is not None and not is_open:
        button = send_button(words.back_to(own["name"]), "leave_model")
        back = f'<p class="small under">{button}</p>'
    drop = (
        f'<div class="drop slim" data-drop="read_onnx"><p class="small">{words.WHAT_IS_SHOWN}</p>'
        '<label class="btn pick"><input class="sr" type="file" accept=".onnx" data-file="read_onnx">'
        f"{common.CHOOSE_A_FILE}</label></div>"
    )
    return f'<div class="sec">{block(words.BRING_YOUR_OWN, drop)}{back}</div>'


def own_html(own: dict[str, Any] | None) -> str:
    """Return the contents of a person's own file.

    Parameters
    ----------
    own : dict or None
        :class:`elmweb.workbench.protocol.DeepModel` of the file, with ``name`` and ``ran``: None, or ``provider``,
        ``milliseconds``, ``outputs`` (name to a description) and ``placement``.

    Returns
    -------
    str
        HTML, empty for None.
    """
    if own is None:
        return ""
    file = own["file"]
    operators = ", ".join(f"{escape(name)} {whole(n)}" for name, n in file["operators"].items())
    n_steps = sum(file["operators"].values())
    holds = words.file_facts(data_size(file["bytes"]), n_steps, file["n_parameters"], file["opset"])
    facts = (
        f"<p>{send_button(words.ALL_MODELS, 'close_own')}</p>"
        f'<h2 class="title">{escape(own["name"])}</h2><p class="small">{holds}</p>'
    )
    ran = own["ran"]
    rows = [[words.IN, tensor["name"], tensor["dtype"], _shape(tensor)] for tensor in file["inputs"]]
    rows += [
        [
            words.OUT,
            tensor["name"],
            tensor["dtype"],
            (ran or {}).get("outputs", {}).get(tensor["name"]) or _shape(tensor),
        ]
        for tensor in file["outputs"]
    ]
    ends = table(["", words.NAME, words.NUMBERS, words.SHAPE], rows, caption=words.ENDS_CAPTION)
    if own["provider"]:
        note = f'<p class="small">{escape(own["note"])}</p>' if own.get("note") else ""
        run = f"{note}{_ran(ran)}<p>{send_button(words.RUN_IT, 'run_onnx', kind='btn')}</p>"
    else:
        run = f'<p role="status"><b>{words.CANNOT_RUN}</b> {escape(own["note"])}</p>'
    made = f'<summary>{words.WHAT_IT_IS_MADE_OF}</summary><p class="tiny">{operators}</p>'
    made = f"<details{'' if own['provider'] else ' open'}>{made}</details>"
    return f'<div class="gapped">{facts}{ends}{run}{made}</div>'


def _ran(ran: dict[str, Any] | None) -> str:
    """Return how the model ran on generated numbers."""
    if ran is None:
        return ""
    placement = ran["placement"]
    left = ", ".join(placement["on_cpu"][:8])
    note = f'<p class="tiny">{escape(ran["note"])}</p>' if ran["note"] else ""
    provider, time = deep_card.PROVIDERS[ran["provider"]], duration(ran["milliseconds"] / 1_000, 3)
    message = words.ran(provider, time, escape(left))
    return f'<div role="status"><p>{message}</p>{note}</div>'


def _shape(tensor: dict[str, Any]) -> str:
    return words.by([str(size) for size in tensor["shape"]]) or words.ONE_NUMBER
