"""The WebAssembly kernel in Node.js, with the interface of ``elmweb.compute.Kernel``."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

from buildsteps.kernel import kernel_modules
from buildsteps.vendor import node_program

HOST = Path(__file__).with_name("kernel_host.mjs")


class NodeKernel:
    """One process with one kernel; ``sums`` gives proxies whose methods run there."""

    def __init__(self, variant: str, max_pages: int = 65_536) -> None:
        command = [str(node_program()), str(HOST), str(kernel_modules()), variant, str(max_pages)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ready = self._receive()["ready"]

    def sums(self, spec: dict) -> NodeSums:
        """Return empty sums."""
        return NodeSums(self, self.call(None, "sums", spec))

    def map(self, spec: dict) -> NodeSums:
        """Return a map of rows."""
        return NodeSums(self, self.call(None, "map", spec))

    def used_bytes(self) -> int:
        """Return how much of the kernel's memory is in use."""
        return self.call(None, "usedBytes")

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=10)

    def call(self, target: int | None, method: str, *args: Any) -> Any:
        """Run one method there; its error becomes a ValueError."""
        arrays: list[tuple[str, bytes]] = []
        call = {"object": target, "method": method, "args": self._strip(list(args), arrays)}
        text = json.dumps({"call": call, "arrays": [(kind, len(data)) for kind, data in arrays]}).encode()
        self._process.stdin.write(b"".join([len(text).to_bytes(4, "little"), text, *(data for _, data in arrays)]))
        self._process.stdin.flush()
        answer = self._receive()
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["value"]

    def _strip(self, value: Any, arrays: list) -> Any:
        if isinstance(value, np.ndarray | memoryview):
            key = "$buffer" if isinstance(value, memoryview) else "$array"
            value = np.asarray(value)
            arrays.append((value.dtype.str[1:], value.tobytes()))
            return {key: len(arrays) - 1}
        if isinstance(value, dict):
            return {key: self._strip(each, arrays) for key, each in value.items()}
        return [self._strip(each, arrays) for each in value] if isinstance(value, list) else value

    def _receive(self) -> Any:
        read = self._process.stdout.read

        def revive(found: dict) -> Any:
            if "$array" in found:
                kind, size = found["$array"]
                return np.frombuffer(read(size), dtype=kind)
            if "$buffer" in found:
                return memoryview(read(found["$buffer"][1]))
            return found

        # Objects are revived from the left, and arrays follow the text in that order.
        return json.loads(read(int.from_bytes(read(4), "little")), object_hook=revive)


class NodeSums:
    """A proxy of one object in the other process."""

    def __init__(self, kernel: NodeKernel, target: int) -> None:
        self._kernel, self._target = kernel, target

    def __getattr__(self, method: str) -> Any:
        """Return that method of the object over there."""
        return lambda *args: self._kernel.call(self._target, method, *args)
