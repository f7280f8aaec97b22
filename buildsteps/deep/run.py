"""One training: where it runs, how fast, and how it continues after an interruption."""

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
"""How often a line of progress is printed where the output is no terminal."""


@dataclass
class Run:
    """What a recipe's ``train`` is given.

    Parameters
    ----------
    id : str
        Of the model.
    settings : object
        The recipe's settings for this device.
    device : torch.device
        Where the model trains.
    folder : Path
        For checkpoints; survives an interruption, and is emptied by :meth:`forget`.
    seed : int
        Of every random number.
    curve : Path, optional
        The CSV file that :meth:`record` writes; None writes none.
    seconds : float, optional
        How long the training has worked so far.
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
        """Begin with the seed's random states."""
        self.start_again()

    def start_again(self) -> None:
        """Set every random state to the seed."""
        random.seed(self.seed)
        np.random.seed(self.seed)  # noqa: NPY002 - for libraries that still use it
        torch.manual_seed(self.seed)

    # Where and how fast

    def to_device(self, module: nn.Module) -> nn.Module:
        """Return the module on the device, convolutions with channels last: half again as fast on processors too."""
        if self.device.type == "cuda":
            torch.backends.cuda.matmul.allow_tf32 = True
            torch.backends.cudnn.benchmark = True
        # PyTorch's overloads leave out memory_format.
        return module.to(self.device, memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]

    def compiled(self, module: nn.Module) -> nn.Module:
        """Return the module compiled on CUDA, and as it is elsewhere."""
        if self.device.type == "cuda":
            return cast("nn.Module", torch.compile(module))  # of a module it makes a module, which its types do not say
        return module

    @staticmethod
    def original(module: nn.Module) -> nn.Module:
        """Return the module that :meth:`compiled` was given, on the processor, for evaluation."""
        return getattr(module, "_orig_mod", module).cpu().eval()

    def autocast(self, enabled: bool = True) -> AbstractContextManager:
        """Return a context in which products are taken in bfloat16 where that is faster."""
        if enabled and has_fast_bfloat16(self.device):
            return torch.autocast(self.device.type, dtype=torch.bfloat16)
        return nullcontext()

    # Rows

    def batch(self, *arrays: torch.Tensor, size: int, step: int) -> tuple[torch.Tensor, ...]:
        """Return one batch of rows on the device; each epoch has an order of its own and leaves out the last few rows.

        Parameters
        ----------
        *arrays : torch.Tensor
            All of the same length, on the processor.
        size : int
            Rows in a batch.
        step : int
            Counted from 0; decides the rows, so that a continued training sees the same ones.
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
        """Return a tensor on the device; to CUDA it travels pinned, while other work goes on."""
        if self.device.type == "cuda":
            return tensor.pin_memory().to(self.device, non_blocking=True)
        return tensor.to(self.device)

    @staticmethod
    def ends_epoch(n_rows: int, size: int, step: int) -> bool:
        """Say whether a step is the last of its epoch."""
        return (step + 1) % max(1, n_rows // size) == 0

    # Steps

    def keep(self, **parts: Any) -> None:
        """Name what a checkpoint holds: modules, optimizers, anything with ``state_dict``. Continues an old one."""
        self._kept = {name: getattr(part, "_orig_mod", part) for name, part in parts.items()}

    def steps(self, n: int) -> Iterator[int]:
        """Yield the numbers of the steps that are still to do, showing how far it is; saves once a minute."""
        first = self._continue()
        began = saved = printed = time.perf_counter()
        worked = self._work()
        for step in range(first, n):
            yield step
            now, work = time.perf_counter(), self._work()
            self.seconds, worked = self.seconds + work - worked, work
            if now - saved > SECONDS_BETWEEN_CHECKPOINTS:
                self._save(step + 1)
                saved = now
            if sys.stdout.isatty() or now - printed > SECONDS_BETWEEN_LINES or step + 1 == n:
                self._print(step + 1, n, (now - began) / (step + 1 - first))
                printed = now
        self._save(n)

    def _work(self) -> float:
        """Return seconds on a clock; on the processor a core's own, so that pauses and other programs do not count."""
        if self.device.type == "cpu":
            return time.process_time() / torch.get_num_threads()
        return time.perf_counter()

    def show(self, **numbers: torch.Tensor | float) -> None:
        """Give numbers for the progress line; they are read only when a line is printed."""
        self._shown = {
            name: value.detach() if isinstance(value, torch.Tensor) else value for name, value in numbers.items()
        }

    def record(self, **numbers: torch.Tensor | float) -> None:
        """Add a row to the curve."""
        plain = {name: round(v.item() if isinstance(v, torch.Tensor) else v, 6) for name, v in numbers.items()}
        self._rows.append({"seconds": round(self.seconds, 1), **plain})
        self._write_curve()

    def forget(self) -> None:
        """Remove the checkpoint: the training is over and its model is exported."""
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
        os.replace(part, self._path)  # noqa: PTH105 - whole or not at all, on every system

    def _continue(self) -> int:
        """Return the first step to do, after an older training's state was put back."""
        if not self._path.exists():
            return 0
        state = torch.load(self._path, map_location="cpu", weights_only=False)  # this program wrote it
        if state["settings"] != repr(self.settings):
            print("  The checkpoint is of other settings; the training begins anew.", flush=True)
            return 0
        for name, part in self._kept.items():
            part.load_state_dict(state["parts"][name])
        self.seconds, self._rows = state["seconds"], state["rows"]
        _restore_random(state["random"])
        self._write_curve()
        print(f"  Continues at step {state['step']:,}.", flush=True)
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
    set_all: dict[str, Callable[[Any], object]] = {
        "python": random.setstate,
        "numpy": np.random.set_state,
        "torch": torch.set_rng_state,
        "cuda": torch.cuda.set_rng_state_all if torch.cuda.is_available() else (lambda _: None),
    }
    for name, put in set_all.items():
        put(states[name])
