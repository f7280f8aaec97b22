"""The training device and its capabilities."""

from __future__ import annotations

import torch

from buildsteps.progress import fail

__all__ = ["choose_device", "device_name", "has_fast_bfloat16"]


def choose_device(wanted: str) -> torch.device:
    """Return the requested device; ``"auto"`` selects CUDA, else MPS, else the CPU.

    Raises
    ------
    SystemExit
        This machine does not have the device.
    """
    candidates = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    available = [name for name, is_available in candidates.items() if is_available]
    if wanted == "auto":
        wanted = available[0]
    if wanted not in available:
        fail(f"this machine has no {wanted}; it has {', '.join(available)}.")
    return torch.device(wanted)


def device_name(device: torch.device) -> str:
    """Return a human-readable name of the device."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    if device.type == "mps":
        return "Apple GPU"
    n = torch.get_num_threads()
    return f"{n} CPU core{'s' if n > 1 else ''}"


def has_fast_bfloat16(device: torch.device) -> bool:
    """Return whether bfloat16 is faster than float32: on CUDA devices and CPUs with hardware support for it."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    return device.type == "cpu" and torch.cpu.get_capabilities().get("avx512_bf16", False)
