"""What training will try, decided before it starts, so that a browser is done in seconds."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.linalg.blas import dgemm

from elmweb.compute import KernelMap, kernel_in_thread
from elmweb.compute.memory import MOST_UNITS, largest_width, memory_limit, training_bytes
from elmweb.data.dataset import Dataset
from elmweb.estimators import ACTIVATIONS, default_width
from elmweb.estimators.core.ridge import RELATIVE_ALPHAS
from elmweb.estimators.layers.integer import INTEGER_ACTIVATIONS
from elmweb.exceptions import KernelLost, OutOfMemory, SettingsError
from elmweb.formatting import data_size
from elmweb.model_kinds import MODEL_KINDS, find_model_kind
from elmweb.preprocessing.preprocessor import MAX_CATEGORIES
from elmweb.preprocessing.transformers import MAX_TEXT_INPUTS
from elmweb.training.model import Settings

__all__ = ["SEARCH_ROWS", "Plan", "check_settings", "estimate_seconds", "expected_inputs", "machine_speed", "make_plan"]

SEARCH_ROWS = 20_000
"""More training rows than this are searched on a random part."""

WIDTHS = (16, 32, 64, 128, 256, 512)

# In floating-point operations of a matrix product; Pyodide does about 9e9 in a second.
_SEARCH_COST = 2e10
_FAIR_WIDTH = 128  # what a search among many classes should still be able to try
_FINAL_COST = 1.5e11


def check_settings(settings: dict[str, Any]) -> Settings:
    """Return settings from plain data, with each value checked.

    Parameters
    ----------
    settings : dict
        Any of the fields of :class:`~elmweb.training.model.Settings`.

    Returns
    -------
    Settings
        Checked.

    Raises
    ------
    SettingsError
        A setting is unknown or outside what it may be.
    """
    rules = {
        "n_hidden": (
            f"a whole number from 1 to {MOST_UNITS:,}, or nothing",
            lambda v: v is None or _whole(v, 1, MOST_UNITS),
        ),
        "alpha": ("a number of 0 or more, or nothing", lambda v: v is None or (_number(v) and v >= 0)),
        "scale": ("a number above 0, at most 100", lambda v: _number(v) and 0 < v <= 100),
        "seed": ("a whole number from 0 to 1,000,000", lambda v: _whole(v, 0, 1_000_000)),
        "activation": ("one of " + ", ".join(ACTIVATIONS), lambda v: isinstance(v, str) and v in ACTIVATIONS),
        "arithmetic": ("one of float, integer", lambda v: v in ("float", "integer")),
        "n_seeds": ("a whole number from 1 to 20", lambda v: _whole(v, 1, 20)),
        "model_kind": ("one of " + ", ".join(m.id for m in MODEL_KINDS), lambda v: v in [m.id for m in MODEL_KINDS]),
    }
    for name, value in settings.items():
        if name not in rules:
            raise SettingsError(f'There is no setting "{name}".', rule="one of " + ", ".join(rules), value=f'"{name}"')
        rule, fits = rules[name]
        if not fits(value):
            raise SettingsError(f'The setting "{name}" cannot be {value!r}.', rule=rule, value=repr(value))
    checked = Settings(**settings)
    if checked.arithmetic == "integer" and checked.activation not in INTEGER_ACTIVATIONS:
        raise SettingsError(
            f'The activation "{checked.activation}" is not there in integer arithmetic.',
            rule="one of " + ", ".join(INTEGER_ACTIVATIONS),
            value=f'"{checked.activation}"',
        )
    return checked


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))


def _whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


@dataclass(frozen=True)
class Plan:
    """What will be tried.

    Parameters
    ----------
    widths : tuple of int
        Candidates for the width, ascending.
    n_explored : int
        Seeds that try every width and penalty; 0 when both are given.
    n_seeds : int
        Seeds compared in the end.
    n_search : int
        Rows of the search.
    factor_cost : float
        Rough floating-point operations of the factorisations.
    row_cost : float
        The same of the products over the rows of the search, which a kernel of this thread may do.
    final_cost : float
        The same of the last fit on all rows, which kernels may do side by side.
    n_bytes : int
        Memory it takes at most, beside the table.
    """

    widths: tuple[int, ...]
    n_explored: int
    n_seeds: int
    n_search: int
    factor_cost: float
    row_cost: float
    final_cost: float
    n_bytes: int

    @property
    def cost(self) -> float:
        """Rough floating-point operations of it all."""
        return self.factor_cost + self.row_cost + self.final_cost

    @property
    def n_steps(self) -> int:
        """Settings scored, one step each."""
        return self.n_explored * len(self.widths) + self.n_seeds


def make_plan(n_train: int, n_inputs: int, settings: Settings, n_outputs: int = 1) -> Plan:
    """Decide what to try, so that a browser is done in seconds.

    Parameters
    ----------
    n_train, n_inputs : int
        Training rows and inputs.
    settings : Settings
        What is fixed already.
    n_outputs : int, default=1
        Classes or labels; with hundreds of them fewer rows are searched.

    Returns
    -------
    Plan
        Widths up to the number of rows or 512, fewer where they would cost too much.

    Raises
    ------
    OutOfMemory
        The width that was asked for does not fit into memory, or not even the smallest does.
    """
    # Each row left out costs two operations for each unit, penalty and output.
    each_output = 2.0 * (1 if settings.alpha is not None else len(RELATIVE_ALPHAS)) * n_outputs
    n_search = min(n_train, int(np.clip(_SEARCH_COST / (_FAIR_WIDTH * each_output), 2_000, SEARCH_ROWS)))

    def once(width: int, n: int) -> float:  # hidden layer, sums, leave-one-out
        hidden = n * width * (2.0 * n_inputs + 60) * (2 if n * width > 2e7 else 1)
        return hidden + 3.0 * n * min(width, n) ** 2 + min(n, n_search) * width * each_output

    model_kind = find_model_kind(settings.model_kind)
    if settings.n_hidden is not None:
        widths = (settings.n_hidden,)
    elif not model_kind.by_widths:
        widths = (default_width(n_search),)
    else:
        fit = [
            w
            for w in WIDTHS
            if w < 2 * n_search and once(w, n_train) <= _FINAL_COST and once(w, n_search) <= _SEARCH_COST
        ]
        widths = tuple(fit) or WIDTHS[:1]
    factor = (0 if settings.alpha is not None else 45.0) * sum(min(w, n_search) ** 3 for w in widths)
    each = once(max(widths), n_search) + factor + sum(2.0 * n_search * min(w, n_search) ** 2 for w in widths[:-1])
    most_seeds = min(settings.n_seeds, model_kind.n_random)
    n_seeds = int(np.clip(2 * _SEARCH_COST // once(max(widths), n_search), 1, most_seeds))
    n_explored = int(np.clip(_SEARCH_COST // each, 1, n_seeds))
    if (settings.n_hidden is not None and settings.alpha is not None) or not model_kind.by_widths:
        n_explored = 0
    final = (once(max(widths), n_train) / 2 + once(max(widths), n_search)) if n_search < n_train else 0.0
    need = _fitting(n_train, n_inputs, max(widths), asked=settings.n_hidden is not None)
    rows = n_explored * (each - factor) + n_seeds * once(max(widths), n_search)
    return Plan(widths, n_explored, n_seeds, n_search, n_explored * factor, rows, final, need)


def _fitting(n_train: int, n_inputs: int, width: int, *, asked: bool) -> int:
    """Return the bytes a training takes, or refuse it with the largest width that fits."""
    need, limit = training_bytes(n_train, n_inputs, width), memory_limit()
    if need <= limit:
        return need
    most = largest_width(n_train, n_inputs, limit)
    if asked and most:
        raise OutOfMemory(
            f"A layer of {width:,} units does not fit into memory.",
            rule=f"at most {most:,} units for {n_train:,} rows and {n_inputs:,} inputs",
            value=f"{width:,} units, {data_size(need)}",
            hints=(f"Set the width to {most:,} or less.",),
        )
    raise OutOfMemory(
        "This table does not fit into memory once its columns are numbers.",
        rule=f"at most {data_size(limit)}",
        value=f"{data_size(need)} for {n_train:,} rows and {n_inputs:,} inputs",
        hints=("Leave some columns out.", "Use fewer rows."),
    )


@cache
def machine_speed() -> float:
    """Return floating-point operations in a second, from one small matrix product.

    Returns
    -------
    float
        The better of two timings.
    """
    A = np.ones((256, 256), order="F")
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        dgemm(1.0, A, A)
        seconds.append(time.perf_counter() - start)
    return 2 * 256**3 / max(min(seconds), 1e-6)


@cache
def kernel_speed() -> float:
    """Return floating-point operations in a second of a hidden layer in this thread's kernel; 0 without a kernel.

    Returns
    -------
    float
        The better of two timings, of what a fit asks the kernel for, the way there and back included.
    """
    kernel = kernel_in_thread("float")
    if kernel is None:
        return 0.0
    n, d, width = 1024, 128, 256
    rows, seconds = np.ones((n, d)), []
    try:
        layer = KernelMap(kernel, np.ones((d, width)) / d, np.ones(width), "tanh")
        for _ in range(2):
            start = time.perf_counter()
            layer(rows)
            seconds.append(time.perf_counter() - start)
        layer.free()
    except KernelLost:
        return 0.0
    return n * width * (2.0 * d + 60) / max(min(seconds), 1e-6)


@cache
def python_slowness() -> float:
    """Return how many times longer a Python loop takes here than on the machine the estimate was fitted to.

    Returns
    -------
    float
        The better of two timings over 1.5 ms.
    """
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        total = 0
        for number in range(30_000):
            total += number
        seconds.append(time.perf_counter() - start)
    return min(seconds) / 0.0015


def expected_inputs(dataset: Dataset) -> int:
    """Guess the number of inputs after preprocessing, without doing it.

    Parameters
    ----------
    dataset : Dataset
        The data.

    Returns
    -------
    int
        At least 1.
    """
    widths = {"number": 1, "date": 5, "text": MAX_TEXT_INPUTS}
    return max(
        1,
        sum(
            widths[role] if role in widths else min(MAX_CATEGORIES, dataset.X[name].nunique())
            for name, role in dataset.roles.items()
        ),
    )


def estimate_seconds(plan: Plan, n_train: int, n_inputs: int, *, n_kernels: int = 0, by_kernel: bool = True) -> float:
    """Guess how long training and judging take on this machine, from small measurements of what will run.

    Parameters
    ----------
    plan : Plan
        What will be tried.
    n_train, n_inputs : int
        Training rows and inputs.
    n_kernels : int, default=0
        Kernels that do the last fit side by side; 0 when this thread does it.
    by_kernel : bool, default=True
        Whether the kernel of this thread, where there is one, knows this kind of model.

    Returns
    -------
    float
        Seconds; within a factor of about two.
    """
    # Fitted to timings: arithmetic by the speed of a matrix product, a step and the forest, which is the slowest
    # baseline, by the speed of Python itself; in a browser the two are not slower by the same factor.
    n = min(n_train, 5_000)
    forest_work = 2e5 * n * np.log2(n + 2) * np.sqrt(n_inputs)
    python = 0.0017 * plan.n_steps + 0.07
    blas, kernel = machine_speed(), kernel_speed() if by_kernel else 0.0
    by_rows = max(blas, kernel)
    seconds = (plan.factor_cost + forest_work) / blas + plan.row_cost / by_rows + python * python_slowness()
    return float(seconds + plan.final_cost / (by_rows * max(1, n_kernels if kernel else 1)))
