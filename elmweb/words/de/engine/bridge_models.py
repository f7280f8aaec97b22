"""Why a deep model cannot be fetched or run, in the browser or outside."""

from __future__ import annotations

from collections.abc import Sequence

LIST_NOT_FETCHED = "Die Liste der Modelle konnte nicht geladen werden."
FAILED = {
    "download": "Eine Datei des Modells konnte nicht geladen werden.",
    "cancelled": "Angehalten.",
    "model": "Das Modell lässt sich nicht ausführen.",
    "feeds": "Das Modell lässt sich damit nicht ausführen.",
    "provider": "WebGPU konnte das Modell nicht ausführen.",
    "memory": "Für dieses Modell reicht der Arbeitsspeicher nicht.",
    "gone": "Der Hintergrundprozess, der Modelle ausführt, hat geendet.",
}
"""What is said of each kind of failure in the browser."""
NO_WEBGPU = "Dieses onnxruntime kann kein WebGPU."
NOT_SO_HERE = "So lässt sich das Modell hier nicht ausführen."
NOT_LOADED = "Das Modell ist nicht geladen."
CANNOT_LOAD = "Das Modell lässt sich nicht laden."
RUNNABLE = "ein Modell, das onnxruntime ausführen kann"
MODEL_FAILED = "Das Modell ist gescheitert."
USABLE_INPUTS = "Eingaben, mit denen es arbeiten kann"
NAMED_FILES = "jede Datei, die in manifest.json genannt ist"
PLACEMENT_UNKNOWN = "Wo jede Operation läuft, lässt sich nur auf der CPU oder in einem Browser sagen."


def one_of(names: Sequence[str]) -> str:
    """A rule: what there is to choose from."""
    return f"eines von {', '.join(names)}"


def not_there(file: str) -> str:
    """That a file is missing."""
    return f"{file} ist nicht da."


def another_file(file: str) -> str:
    """That a file has another content."""
    return f"{file} hat einen anderen Inhalt als erwartet."
