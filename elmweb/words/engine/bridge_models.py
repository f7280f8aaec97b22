"""Why a deep model cannot be fetched or run, in the browser or outside."""

from __future__ import annotations

from collections.abc import Sequence

LIST_NOT_FETCHED = "The list of models could not be fetched."
FAILED = {
    "download": "A file of the model could not be fetched.",
    "cancelled": "Stopped.",
    "model": "The model cannot be run.",
    "feeds": "The model cannot be run on this.",
    "provider": "WebGPU could not run the model.",
    "memory": "There is not enough memory for this model.",
    "gone": "The worker that runs models has ended.",
}
"""What is said of each kind of failure in the browser."""
NO_WEBGPU = "This onnxruntime does not support WebGPU."
NOT_SO_HERE = "The model cannot be run in this way here."
NOT_LOADED = "The model is not loaded."
CANNOT_LOAD = "The model cannot be loaded."
RUNNABLE = "a model onnxruntime can run"
MODEL_FAILED = "The model failed."
USABLE_INPUTS = "inputs it can work with"
NAMED_FILES = "every file that manifest.json names"
PLACEMENT_UNKNOWN = "Where each operation runs can only be told on the CPU, or in a browser."


def one_of(names: Sequence[str]) -> str:
    """A rule: what there is to choose from."""
    return f"one of {', '.join(names)}"


def not_there(file: str) -> str:
    """That a file is missing."""
    return f"{file} is not there."


def another_file(file: str) -> str:
    """That a file has another content."""
    return f"{file} is not the file it should be."
