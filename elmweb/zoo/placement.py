"""Which operations of a model ran where, read from onnxruntime's log."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Placement", "read_placement"]

_PLACED = re.compile(r"(All nodes|Node\(s\)) placed on \[(\w+)ExecutionProvider\]\. Number of nodes: (\d+)")
_NODE = re.compile(r"VerifyEachNodeIsAssignedToAnEp\]\s+(\w+) \((.*)\)\s*$")
_PROVIDERS = {"CPU": "cpu", "WebGpu": "webgpu"}
_COPIES = {"MemcpyFromHost", "MemcpyToHost"}  # between the processor's memory and the graphics device's


@dataclass(frozen=True)
class Placement:
    """Where the operations of a model run.

    Parameters
    ----------
    counts : dict of str to int
        Operations on each provider, without copies between memories.
    on_cpu : tuple of str
        Those that WebGPU left to the processor, as ``"MatMulInteger (name)"``; empty when none was asked of it.
    n_copies : int
        How often numbers cross between the two memories inside a run.
    """

    counts: dict[str, int]
    on_cpu: tuple[str, ...]
    n_copies: int

    @property
    def whole(self) -> bool:
        """Whether all of it runs on the graphics device."""
        return self.counts.get("webgpu", 0) > 0 and self.counts.get("cpu", 0) == 0


def read_placement(lines: Iterable[str]) -> Placement:
    """Read the part of onnxruntime's log that a verbose session writes about placement.

    Parameters
    ----------
    lines : iterable of str
        The log; other lines are skipped. When several graphs were placed (a loop's body), they are added up.

    Returns
    -------
    Placement
        What it says. Operations are counted after onnxruntime has fused some, so there may be fewer than in the file.

    Examples
    --------
    >>> read_placement(["Node placements", " All nodes placed on [WebGpuExecutionProvider]. Number of nodes: 7"]).whole
    True
    """
    counts: dict[str, int] = {}
    on_cpu: list[str] = []
    n_copies, here = 0, ""
    for line in lines:
        if placed := _PLACED.search(line):
            here = _PROVIDERS.get(placed[2], placed[2].lower())
            counts[here] = counts.get(here, 0) + int(placed[3])
        elif node := _NODE.search(line):
            if node[1] in _COPIES:
                n_copies += 1
                counts[here] -= 1
            elif here == "cpu":
                on_cpu.append(f"{node[1]} ({node[2]})")
    return Placement(counts, tuple(on_cpu), n_copies)
