"""A training run: its device, batches, progress and checkpoints."""

from __future__ import annotations

import csv
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from torch import nn

from buildsteps.deep.devices import has_fast_bfloat16

__all__ = ["Run"]

SECONDS_BETWEEN_CHECKPOINTS = 60
SECONDS_BETWEEN_LINES = 30
"""Interval between progress messages if the output is not a terminal."""


@dataclass
class Run:
    """The context of a training run, which is passed to a recipe's ``train``.

    Parameters
    ----------
    id : str
        The id of the model.
    settings : object
        The recipe's settings for this device.
    device : torch.device
        The training device.
    folder : Path
        Folder for checkpoints, which survive an interruption and are removed by :meth:`forget`.
    seed : int
        Seed of all random numbers.
    curve : Path, optional
        The CSV file written by :meth:`record`; None for no file.
    seconds : float, optional
        Training time so far.
    """

    id: str
    settings: Any
    device: torch.device
    folder: Path
    seed: int = 0
    curve: Path | None = None
    seconds: float = 0.0
    _kept: dict[str, Any] = field(default_factory=dict)
    _rows: list[dict[str, float]] = field(default_factory=list)
    _shown: dict[str, torch.Tensor | float] = field(default_factory=dict)
    _orders: dict[tuple[int, int], torch.Tensor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Seed the random number generators."""
        self.reseed()

    def reseed(self) -> None:
        """Seed all random number generators."""
        random.seed(self.seed)
        np.random.seed(self.seed)  # noqa: NPY002 - for libraries that still use it
        torch.manual_seed(self.seed)

    # Device

    def to_device(self, module: nn.Module) -> nn.Module:
        """Return the module on the device, with channels last: convolutions are 1.5 times as fast, on CPUs too."""
        if self.device.type == "cuda":
            torch.backends.cuda.matmul.allow_tf32 = True
            torch.backends.cudnn.benchmark = True
        # PyTorch's overloads leave out memory_format.
        return module.to(self.device, memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]

    def compiled(self, module: nn.Module) -> nn.Module:
        """Return the module, compiled if the device is CUDA."""
        if self.device.type == "cuda":
            return cast("nn.Module", torch.compile(module))  # the stubs lose that the result is a module
        return module

    @staticmethod
    def original(module: nn.Module) -> nn.Module:
        """Return the module before :meth:`compiled`, on the CPU and in evaluation mode."""
        return getattr(module, "_orig_mod", module).cpu().eval()

    def autocast(self, enabled: bool = True) -> AbstractContextManager:
        """Return a context that computes in bfloat16 if that is faster on the device."""
        if enabled and has_fast_bfloat16(self.device):
            return torch.autocast(self.device.type, dtype=torch.bfloat16)
        return nullcontext()

    # Rows

    def batch(self, *arrays: torch.Tensor, size: int, step: int) -> tuple[torch.Tensor, ...]:
        """Return a batch of rows on the device; each epoch is shuffled and drops its incomplete last batch.

        Parameters
        ----------
        *arrays : torch.Tensor
            Tensors of equal length, on the CPU.
        size : int
            Batch size.
        step : int
            Step number from 0, which determines the rows, so that a resumed training sees the same ones.
        """
        n = len(arrays[0])
        per_epoch = max(1, n // size)
        epoch, place = divmod(step, per_epoch)
        if (n, epoch) not in self._orders:
            order = torch.randperm(n, generator=torch.Generator().manual_seed(self.seed * 100_003 + epoch))
            self._orders = {(n, epoch): order}
        rows = self._orders[n, epoch][place * size : (place + 1) * size]
        return tuple(self.move(array[rows]) for array in arrays)

    def move(self, tensor: torch.Tensor) -> torch.Tensor:
        """Return a tensor on the device; the copy to CUDA uses pinned memory and is asynchronous."""
        if self.device.type == "cuda":
            return tensor.pin_memory().to(self.device, non_blocking=True)
        return tensor.to(self.device)

    @staticmethod
    def ends_epoch(n_rows: int, size: int, step: int) -> bool:
        """Return whether a step is the last one of its epoch."""
        return (step + 1) % max(1, n_rows // size) == 0

    # Steps

    def keep(self, **parts: Any) -> None:
        """Register the contents of checkpoints: modules, optimizers and other objects with a ``state_dict``."""
        self._kept = {name: getattr(part, "_orig_mod", part) for name, part in parts.items()}

    def steps(self, n: int) -> Iterator[int]:
        """Yield the numbers of the remaining steps, showing progress and saving a checkpoint once a minute."""
        first = self._resume()
        started = saved = printed = time.perf_counter()
        work_before = self._work_seconds()
        for step in range(first, n):
            yield step
            now, work = time.perf_counter(), self._work_seconds()
            self.seconds, work_before = self.seconds + work - work_before, work
            if now - saved > SECONDS_BETWEEN_CHECKPOINTS:
                self._save(step + 1)
                saved = now
            if sys.stdout.isatty() or now - printed > SECONDS_BETWEEN_LINES or step + 1 == n:
                self._print(step + 1, n, (now - started) / (step + 1 - first))
                printed = now
        self._save(n)

    def _work_seconds(self) -> float:
        """Return a clock's time; on the CPU, the process time per core, which excludes pauses and other processes."""
        if self.device.type == "cpu":
            return time.process_time() / torch.get_num_threads()
        return time.perf_counter()

    def show(self, **numbers: torch.Tensor | float) -> None:
        """Set the numbers in the progress message; they are only read when it is printed."""
        self._shown = {
            name: value.detach() if isinstance(value, torch.Tensor) else value for name, value in numbers.items()
        }

    def record(self, **numbers: torch.Tensor | float) -> None:
        """Append a row to the training curve."""
        plain = {name: round(v.item() if isinstance(v, torch.Tensor) else v, 6) for name, v in numbers.items()}
        self._rows.append({"seconds": round(self.seconds, 1), **plain})
        self._write_curve()

    def forget(self) -> None:
        """Remove the checkpoint, once the training is finished and its model has been exported."""
        self._path.unlink(missing_ok=True)

    # Checkpoints

    @property
    def _path(self) -> Path:
        return self.folder / "checkpoint.pt"

    def _save(self, step: int) -> None:
        state = {
            "step": step,
            "settings": repr(self.settings),
            "seconds": self.seconds,
            "rows": self._rows,
            "parts": {name: part.state_dict() for name, part in self._kept.items()},
            "random": _random_states(),
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(".part")
        torch.save(state, part)
        os.replace(part, self._path)  # noqa: PTH105 - atomic on every system

    def _resume(self) -> int:
        """Restore the state of an interrupted training, if any; return the next step."""
        if not self._path.exists():
            return 0
        state = torch.load(self._path, map_location="cpu", weights_only=False)  # written by this program
        if state["settings"] != repr(self.settings):
            print("  The checkpoint has other settings; the training starts from scratch.", flush=True)
            return 0
        for name, part in self._kept.items():
            part.load_state_dict(state["parts"][name])
        self.seconds, self._rows = state["seconds"], state["rows"]
        _restore_random(state["random"])
        self._write_curve()
        print(f"  Resuming at step {state['step']:,}.", flush=True)
        return state["step"]

    def _write_curve(self) -> None:
        if self.curve is None or not self._rows:
            return
        self.curve.parent.mkdir(parents=True, exist_ok=True)
        with self.curve.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(self._rows[-1]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(self._rows)

    def _print(self, step: int, n: int, seconds_each: float) -> None:
        filled = 24 * step // n
        numbers = "  ".join(f"{name} {float(value):.4g}" for name, value in self._shown.items())
        left = time.strftime("%H:%M:%S", time.gmtime(seconds_each * (n - step)))
        bar = "#" * filled + "." * (24 - filled)
        start, end = ("\r", "" if step < n else "\n") if sys.stdout.isatty() else ("", "\n")
        print(f"{start}  {self.id} {bar} {step:,} of {n:,}, {left} left  {numbers}", end=end, flush=True)


def _random_states() -> dict[str, Any]:
    return {
        "python": random.getstate(),
        "numpy": np.random.get_state(),  # noqa: NPY002
        "torch": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
    }


def _restore_random(states: dict[str, Any]) -> None:
    setters: dict[str, Callable[[Any], object]] = {
        "python": random.setstate,
        "numpy": np.random.set_state,
        "torch": torch.set_rng_state,
        "cuda": torch.cuda.set_rng_state_all if torch.cuda.is_available() else (lambda _: None),
    }
    for name, set_state in setters.items():
        set_state(states[name])
