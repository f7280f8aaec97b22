"""Planning which settings training tries, so that it takes seconds in a browser, and estimating its time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from elmweb.compute.memory import MOST_UNITS, largest_width, memory_limit, training_bytes
from elmweb.data.dataset import Dataset
from elmweb.estimators import ACTIVATIONS, default_width
from elmweb.estimators.blend import blend_landmarks, blend_picked, blend_width
from elmweb.estimators.core.ridge import RELATIVE_ALPHAS
from elmweb.estimators.layers.integer import INTEGER_ACTIVATIONS
from elmweb.examples.cell import VECTOR_ROLES
from elmweb.exceptions import OutOfMemory, SettingsError
from elmweb.formatting import data_size
from elmweb.model_kinds import AUTOMATIC, MODEL_KINDS, find_model_kind
from elmweb.preprocessing.preprocessor import MAX_CATEGORIES
from elmweb.preprocessing.transformers import MAX_TEXT_INPUTS
from elmweb.training.model import Settings
from elmweb.training.speeds import kernel_speed, machine_speed, python_slowness
from elmweb.words.engine import training as words

__all__ = [
    "FIRST_WIDTH",
    "SEARCH_ROWS",
    "Plan",
    "check_settings",
    "estimate_seconds",
    "expected_inputs",
    "make_plan",
]

SEARCH_ROWS = 20_000
"""With more training rows, the search uses a random sample."""

WIDTHS = (16, 32, 64, 128, 256, 512)

FIRST_WIDTH = 256
"""Units of the simple model that is fitted before a slower one."""

# In floating-point operations of a matrix product; Pyodide does about 9e9 per second.
_SEARCH_COST = 2e10
_FAIR_WIDTH = 128  # a width that a search with many classes should still be able to try
_FINAL_COST = 1.5e11
_BLEND_COST = 6e10  # of all members; four times as much gains next to nothing (docs/benchmarks.md)
_BLEND_PASSES = 8.0  # over the rows, in multiples of rows x units^2 of each of its layers, for a few penalties


def check_settings(settings: dict[str, Any]) -> Settings:
    """Validate settings given as plain data.

    Parameters
    ----------
    settings : dict
        Any of the fields of :class:`~elmweb.training.model.Settings`.

    Returns
    -------
    Settings
        The settings.

    Raises
    ------
    SettingsError
        A setting is unknown, or its value is not allowed.
    """
    kinds = [kind.id for kind in (AUTOMATIC, *MODEL_KINDS)]
    rules = {
        "n_hidden": (
            words.whole_or_nothing(1, MOST_UNITS),
            lambda v: v is None or _whole(v, 1, MOST_UNITS),
        ),
        "alpha": (words.NUMBER_OR_NOTHING, lambda v: v is None or (_number(v) and v >= 0)),
        "scale": (words.ABOVE_ZERO, lambda v: _number(v) and 0 < v <= 100),
        "seed": (words.whole_number(0, 1_000_000), lambda v: _whole(v, 0, 1_000_000)),
        "activation": (words.one_of(list(ACTIVATIONS)), lambda v: isinstance(v, str) and v in ACTIVATIONS),
        "arithmetic": (words.one_of(("float", "integer")), lambda v: v in ("float", "integer")),
        "n_seeds": (words.whole_number(1, 20), lambda v: _whole(v, 1, 20)),
        "model_kind": (words.one_of(kinds), lambda v: v in kinds),
    }
    for name, value in settings.items():
        if name not in rules:
            raise SettingsError(words.no_setting(name), rule=words.one_of(list(rules)), value=f'"{name}"')
        rule, fits = rules[name]
        if not fits(value):
            raise SettingsError(words.setting_cannot_be(name, repr(value)), rule=rule, value=repr(value))
    checked = Settings(**settings)
    if checked.arithmetic == "integer" and checked.activation not in INTEGER_ACTIVATIONS:
        raise SettingsError(
            words.not_in_integers(checked.activation),
            rule=words.one_of(list(INTEGER_ACTIVATIONS)),
            value=f'"{checked.activation}"',
        )
    return checked


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))


def _whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


@dataclass(frozen=True)
class Plan:
    """The settings that are tried, and their cost.

    Parameters
    ----------
    widths : tuple of int
        Candidates for the width, ascending.
    n_explored : int
        Number of seeds for which every width and penalty is tried; 0 when both are given.
    n_seeds : int
        Number of seeds that are compared in the end.
    n_search : int
        Number of rows used for the search.
    factor_cost : float
        Estimated floating-point operations of the factorisations.
    row_cost : float
        The same for products over the rows of the search, which a kernel in this thread may compute.
    final_cost : float
        The same for the final fit on all rows, which several kernels may compute in parallel.
    n_bytes : int
        Peak memory, excluding the table.
    n_first : int
        1 where a simple model is fitted first, to have an answer while a slower one is on its way.
    """

    widths: tuple[int, ...]
    n_explored: int
    n_seeds: int
    n_search: int
    factor_cost: float
    row_cost: float
    final_cost: float
    n_bytes: int
    n_first: int = 0

    @property
    def n_steps(self) -> int:
        """Number of settings that are scored, one per step."""
        return self.n_first + self.n_explored * len(self.widths) + self.n_seeds


def make_plan(n_train: int, n_inputs: int, settings: Settings, n_outputs: int = 1) -> Plan:
    """Choose the settings to try so that training takes seconds in a browser.

    Parameters
    ----------
    n_train, n_inputs : int
        Numbers of training rows and inputs.
    settings : Settings
        Settings that are given.
    n_outputs : int, default=1
        Number of classes or labels; with hundreds of them the search uses fewer rows.

    Returns
    -------
    Plan
        With widths up to 512 and less than twice the number of rows, or of inputs where these are more, fewer where
        they would cost too much. A layer that is much narrower than its inputs loses what they say: of 100 photos as
        vectors of 1,280 numbers, 512 units have 72 of 100 right where 128 have 64 (CIFAR-10).

    Raises
    ------
    OutOfMemory
        The given width does not fit into memory, or not even the smallest one does.
    """
    # Leaving out a row costs two operations per unit, penalty and output.
    each_output = 2.0 * (1 if settings.alpha is not None else len(RELATIVE_ALPHAS)) * n_outputs
    n_search = min(n_train, int(np.clip(_SEARCH_COST / (_FAIR_WIDTH * each_output), 2_000, SEARCH_ROWS)))

    model_kind = find_model_kind(settings.model_kind)
    n_direct = n_inputs if model_kind.id == "rvfl" else 0  # columns beside the random units

    def once(width: int, n: int) -> float:  # hidden layer, sums, leave-one-out
        hidden = n * width * (2.0 * n_inputs + 60) * (2 if n * width > 2e7 else 1)
        n_columns = width + n_direct
        return hidden + 3.0 * n * min(n_columns, n) ** 2 + min(n, n_search) * n_columns * each_output

    if model_kind.from_sklearn:
        raise ValueError(f"{model_kind.name} has nothing to search")
    if settings.n_hidden is not None:
        widths = (settings.n_hidden,)
    elif model_kind.id == "blend":
        widths = (_blend_width(n_search),)
    elif not model_kind.by_widths:
        widths = (default_width(n_search),)
    else:
        fit = [
            w
            for w in WIDTHS
            if w < 2 * max(n_search, n_inputs) and once(w, n_train) <= _FINAL_COST and once(w, n_search) <= _SEARCH_COST
        ]
        widths = tuple(fit) or WIDTHS[:1]
    factor = (0 if settings.alpha is not None else 45.0) * sum(min(w + n_direct, n_search) ** 3 for w in widths)
    each = once(max(widths), n_search) + factor + sum(2.0 * n_search * min(w, n_search) ** 2 for w in widths[:-1])
    most_seeds = min(settings.n_seeds, model_kind.n_random)
    by_seed = 0.0 if model_kind.by_widths else factor  # where no width is explored, each seed searches its penalty
    n_seeds = int(np.clip(2 * _SEARCH_COST // (once(max(widths), n_search) + by_seed), 1, most_seeds))
    n_explored = int(np.clip(_SEARCH_COST // each, 1, n_seeds))
    if (settings.n_hidden is not None and settings.alpha is not None) or not model_kind.by_widths:
        n_explored = 0
    final = (once(max(widths), n_train) / 2 + once(max(widths), n_search)) if n_search < n_train else 0.0
    is_blend = model_kind.id == "blend"
    # Its kernel has as many columns as landmarks; its members see inputs and scores, in an array of their own.
    widest = max(max(widths) + _picked(n_search), blend_landmarks(n_search)) if is_blend else max(widths)
    n_held = 3 * n_inputs if is_blend else n_inputs
    need = _check_memory(n_train, n_held, widest, n_direct, is_given=settings.n_hidden is not None)
    if is_blend:
        passes = _blend_passes(max(widths), n_search)
        final = passes * n_train if n_search < n_train else 0.0
        return Plan(widths, 0, 1, n_search, 45.0 * FIRST_WIDTH**3, passes * n_search, final, need, n_first=1)
    rows = n_explored * (each - factor) + n_seeds * once(max(widths), n_search)
    factors = n_explored * factor + n_seeds * by_seed
    return Plan(widths, n_explored, n_seeds, n_search, factors, rows, final, need)


def _blend_width(n_rows: int) -> int:
    """Return the width of a blend's random layers: that of its own choice, or less where that would take too long."""
    if _picked(n_rows):  # beside picked units, more random ones gain next to nothing
        return FIRST_WIDTH
    width = blend_width(n_rows)
    while width > FIRST_WIDTH and 3 * _BLEND_PASSES * n_rows * float(width) ** 2 > _BLEND_COST:
        width //= 2
    return width


def _blend_passes(width: int, n_rows: int) -> float:
    """Return the operations a row of a blend: two layers of that width, one with picked units, and a kernel."""
    widths = (width, width + _picked(n_rows), blend_landmarks(n_rows))
    return _BLEND_PASSES * sum(float(units) ** 2 for units in widths)


def _picked(n_rows: int) -> int:
    """Return the number of units that a blend picks."""
    return blend_picked(n_rows) if n_rows > blend_landmarks(n_rows) else 0


def _check_memory(n_train: int, n_inputs: int, width: int, n_direct: int, *, is_given: bool) -> int:
    """Return the peak memory in bytes, or raise an error that names the largest width that fits."""
    need, limit = training_bytes(n_train, n_inputs, width + n_direct), memory_limit()
    if need <= limit:
        return need
    most = max(0, largest_width(n_train, n_inputs, limit) - n_direct)
    if is_given and most:
        raise OutOfMemory(
            words.layer_too_large(width),
            rule=words.most_units(most, n_train, n_inputs),
            value=words.units_take(width, data_size(need)),
            hints=(words.set_width(most),),
        )
    raise OutOfMemory(
        words.TABLE_TOO_LARGE,
        rule=words.at_most(data_size(limit)),
        value=words.table_takes(data_size(need), n_train, n_inputs),
        hints=(words.LEAVE_OUT_COLUMNS, words.USE_FEWER_ROWS),
    )


def expected_inputs(dataset: Dataset) -> int:
    """Estimate the number of inputs after preprocessing.

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
    n_inputs = 0
    for name, role in dataset.roles.items():
        if role in VECTOR_ROLES:
            n_inputs += next((len(cell.vector) for cell in dataset.X[name] if cell is not None), 1)
        else:
            n_inputs += widths[role] if role in widths else min(MAX_CATEGORIES, dataset.X[name].nunique())
    return max(1, n_inputs)


def estimate_seconds(plan: Plan, n_train: int, n_inputs: int, *, n_kernels: int = 0, by_kernel: bool = True) -> float:
    """Estimate the time of training and evaluation on this machine from small measurements.

    Parameters
    ----------
    plan : Plan
        The settings that are tried.
    n_train, n_inputs : int
        Numbers of training rows and inputs.
    n_kernels : int, default=0
        Number of kernels that compute the final fit in parallel; 0 when this thread does.
    by_kernel : bool, default=True
        Whether the kernel in this thread, if any, supports this kind of model.

    Returns
    -------
    float
        Seconds, accurate to a factor of about two.
    """
    # Fitted to timings: arithmetic and the forest, which is the slowest baseline, scale with the speed of a matrix
    # product, and the overhead of a step with that of Python; a browser does not slow down both by the same factor.
    n = min(n_train, 5_000)
    forest_work = 2e5 * n * np.log2(n + 2) * np.sqrt(n_inputs)
    python = 0.0017 * plan.n_steps + 0.07
    blas, kernel = machine_speed(), kernel_speed() if by_kernel else 0.0
    by_rows = max(blas, kernel)
    seconds = (plan.factor_cost + forest_work) / blas + plan.row_cost / by_rows + python * python_slowness()
    return float(seconds + plan.final_cost / (by_rows * max(1, n_kernels if kernel else 1)))
