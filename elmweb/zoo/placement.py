"""Which operators of a model run on which provider, read from onnxruntime's log."""

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
    """Where the operators of a model run.

    Parameters
    ----------
    counts : dict of str to int
        Operators on each provider, without copies between memories.
    on_cpu : tuple of str
        Those that WebGPU leaves to the processor, as ``"MatMulInteger (name)"``; empty when it is not used.
    n_copies : int
        Copies between the two memories in each run.
    """

    counts: dict[str, int]
    on_cpu: tuple[str, ...]
    n_copies: int

    @property
    def whole(self) -> bool:
        """Whether all of it runs on the graphics device."""
        return self.counts.get("webgpu", 0) > 0 and self.counts.get("cpu", 0) == 0


def read_placement(lines: Iterable[str]) -> Placement:
    """Read the placement of nodes from the log of a verbose session of onnxruntime.

    Parameters
    ----------
    lines : iterable of str
        The log; other lines are skipped. Several graphs (such as the body of a loop) are added up.

    Returns
    -------
    Placement
        Operators are counted after onnxruntime has fused some, so there may be fewer than in the file.

    Examples
    --------
    >>> read_placement(["Node placements", " All nodes placed on [WebGpuExecutionProvider]. Number of nodes: 7"]).whole
    True
    """
    counts: dict[str, int] = {}
    on_cpu: list[str] = []
    n_copies, provider = 0, ""
    for line in lines:
        if placed := _PLACED.search(line):
            provider = _PROVIDERS.get(placed[2], placed[2].lower())
            counts[provider] = counts.get(provider, 0) + int(placed[3])
        elif node := _NODE.search(line):
            if node[1] in _COPIES:
                n_copies += 1
                counts[provider] -= 1
            elif provider == "cpu":
                on_cpu.append(f"{node[1]} ({node[2]})")
    return Placement(counts, tuple(on_cpu), n_copies)
