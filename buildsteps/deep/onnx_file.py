"""Run an ONNX file by onnxruntime on the CPU."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnxruntime

__all__ = ["OnnxFile"]


class OnnxFile:
    """One graph of a model.

    Parameters
    ----------
    path : Path or bytes
        The file, or its bytes.
    """

    def __init__(self, path: Path | bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # other processes may use the cores
        source = path if isinstance(path, bytes) else str(path)
        self.session = onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
        self.inputs = [each.name for each in self.session.get_inputs()]
        self.outputs = [each.name for each in self.session.get_outputs()]

    def run(
        self, feeds: Mapping[str, np.ndarray], outputs: Sequence[str] | None = None, batch: int | None = 256
    ) -> dict[str, np.ndarray]:
        """Run the graph and return its outputs by name.

        Parameters
        ----------
        feeds : mapping of str to ndarray
            Inputs by name.
        outputs : sequence of str, optional
            The outputs to return; all by default.
        batch : int or None, optional
            Number of rows (along the first axis of every input) per run; None for a single run.
        """
        names = list(outputs or self.outputs)
        n = len(next(iter(feeds.values())))
        step = batch or max(n, 1)
        parts = [
            self.session.run(names, {name: value[at : at + step] for name, value in feeds.items()})
            for at in range(0, n, step)
        ]
        return {name: np.concatenate(each) for name, each in zip(names, zip(*parts, strict=True), strict=True)}
