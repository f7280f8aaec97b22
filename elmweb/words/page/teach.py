"""The Teach page, as far as Python writes it."""

from __future__ import annotations

TITLE = "Teach it by example"
LEAD = "Show a few examples of each thing. It learns at once. Pictures and sound stay on this device."
LOADING = {"photo": "Loading the network that looks", "sound": "Loading the network that hears"}
RUNS_ON = {"webgpu": "WebGPU", "wasm": "the CPU", "cpu": "the CPU"}


def speed(rate: str, milliseconds: str, *, pictures: bool, runs_on: str) -> str:
    """How many answers there are in a second, and how long the last layer takes; it may not be known what runs it."""
    on = f" on {runs_on}" if runs_on else ""
    return f"{rate} {'pictures' if pictures else 'answers'} a second{on}; the ELM takes {milliseconds} of each."
