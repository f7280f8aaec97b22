"""Where a model trains, and what is fast there."""

from __future__ import annotations

import torch

from buildsteps.progress import fail

__all__ = ["choose_device", "device_words", "has_fast_bfloat16"]


def choose_device(wanted: str) -> torch.device:
    """Return the device that is asked for; ``"auto"`` takes CUDA, else MPS, else the processor.

    Raises
    ------
    SystemExit
        This machine does not have it.
    """
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wanted == "auto":
        wanted = next(name for name, is_there in there.items() if is_there)
    if not there[wanted]:
        fail(f"this machine has no {wanted}; it has {', '.join(name for name, is_there in there.items() if is_there)}.")
    return torch.device(wanted)


def device_words(device: torch.device) -> str:
    """Return what a person calls the device."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    if device.type == "mps":
        return "Apple GPU"
    n = torch.get_num_threads()
    return f"{n} CPU core{'s' if n > 1 else ''}"


def has_fast_bfloat16(device: torch.device) -> bool:
    """Say whether bfloat16 is quicker than float32: on CUDA, and on processors with instructions for it."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    return device.type == "cpu" and torch.cpu.get_capabilities().get("avx512_bf16", False)
