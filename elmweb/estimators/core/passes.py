"""The two passes over the rows of a fit, one for the sums and one to leave rows out: with BLAS, or with the kernel.

In a browser the kernel of this thread, where :func:`elmweb.compute.set_kernel` has set one, is several times faster
than BLAS. An integer layer gives the same bits either way. A float layer has float32 units there, with an error of
about 1e-6, and sums with an error of ``2e-6 |H'H| / sqrt(n)``; where either would be visible, a fit is done with BLAS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, Protocol, TypeGuard, cast

import numpy as np

from elmweb.compute import (
    BlasAccumulator,
    ExactAccumulator,
    ExactLayer,
    FloatKernelSpec,
    Gram,
    IntegerKernelSpec,
    Kernel,
    KernelAccumulator,
    KernelMap,
    KernelSpec,
    Layer,
    TargetCode,
    kernel_in_thread,
)
from elmweb.estimators.core.dual import DualRidge
from elmweb.estimators.core.groups import group_slices
from elmweb.estimators.core.loo import LooSums
from elmweb.estimators.core.problem import Problem, Solution
from elmweb.estimators.core.ridge import RELATIVE_ALPHAS, CholeskyRidge, EigenRidge, primal_ridge
from elmweb.estimators.layers.dense import HiddenLayer
from elmweb.estimators.layers.integer import ByteLayer
from elmweb.exceptions import KernelLost
from elmweb.words.engine import estimators as words

__all__ = [
    "BlasPasses",
    "NotPreciseEnough",
    "block_size",
    "float32_is_visible",
    "is_exact",
    "kernel_spec_of",
    "passes_for",
    "row_slices",
    "sums_for",
    "target_code",
]

# A hidden layer of at most this many numbers (160 MB) is kept between the two passes; a larger one is computed twice.
_MOST_KEPT = 20_000_000
# A row block of this many numbers (8 MB) is large enough for BLAS and small compared with everything else.
_BLOCK = 1 << 20
# Products that take BLAS about a hundredth of a second are not worth a call of the kernel.
_WORTH = 1e8
_FLOAT32 = 6e-8  # relative error of a number
_UNIT_ERROR = 1e-6  # of float32 units, relative to their size
# Of H'H in the kernel, relative to its norm and to 1 / sqrt(n): blocks of 256 rows are summed in float32.
_SUM_ERROR = 2e-6
_ABOVE_NOISE = 10.0  # a penalty is this many times as large, at the least
_VISIBLE = 0.01  # change of the outputs relative to their error


class NotPreciseEnough(Exception):
    """Rounding in the kernel would be visible in the result."""


def row_slices(n_rows: int, block_rows: int) -> list[slice]:
    """Return slices of `block_rows` rows (the last one may be shorter) that cover `n_rows` rows in order."""
    return [slice(start, min(start + block_rows, n_rows)) for start in range(0, n_rows, block_rows)]


def block_size(n_columns: int) -> int:
    """Return a good number of rows for a block of `n_columns` columns."""
    return min(8192, max(64, _BLOCK // n_columns))


def is_exact(layer: Layer) -> TypeGuard[ExactLayer]:
    """Return whether a layer's outputs are multiples of a power of two, so that sums of them are exact."""
    return hasattr(layer, "unit")


def target_code(problem: Problem, limits: tuple[np.ndarray, np.ndarray] | None = None) -> TargetCode:
    """Return the code of the targets in exact sums; `limits` are their low and high (k,) over more rows than these."""
    if problem.kind != "regression":
        return TargetCode.classes(problem.T.shape[1])
    return TargetCode.numbers(*(limits or (problem.T.min(axis=0), problem.T.max(axis=0))))


def sums_for(problem: Problem, layer: Layer, code: TargetCode | None = None) -> BlasAccumulator | ExactAccumulator:
    """Return empty sums for a layer of the problem: exact ones for an exact layer."""
    if not is_exact(layer):
        return BlasAccumulator(layer, problem.T.shape[1])
    return ExactAccumulator(layer, code or target_code(problem))


def kernel_spec_of(problem: Problem, layer: Layer, code: TargetCode | None = None) -> KernelSpec | None:
    """Return a layer of the problem as the kernel takes it, or None for one that it cannot compute."""
    if isinstance(layer, ByteLayer):
        return IntegerKernelSpec(layer.layer, code or target_code(problem), layer.scale)
    if isinstance(layer, HiddenLayer) and isinstance(layer.activation, str) and layer.weights.size:
        return FloatKernelSpec(layer, problem.T.shape[1])
    return None


class _Product(Protocol):
    """A layer whose units are a product with something that it computes of the rows first."""

    def as_product(self) -> HiddenLayer | None:
        """Return the product as a layer without activation, or None."""
        ...

    def comparing(self, make_map: Callable) -> Callable:
        """Return what is computed first, as a function of rows; `make_map` is that of the kernel."""
        ...


def _in_kernel(layer: Layer | _Product) -> Layer:
    """Return the layer that the kernel computes of a layer: itself, or its last product."""
    made = getattr(layer, "as_product", None)
    return (made and made()) or cast("Layer", layer)


def float32_is_visible(solution: Solution, T: np.ndarray, gram: Gram, unit_error: float = _UNIT_ERROR) -> bool:
    """Return whether rounding in float32 units and sums would be visible in a solution.

    It is where the error of ``H'H`` is near the penalty, or where outputs would change by a hundredth of their error.
    Where some penalties of a path are that small, the best one must be far from them.

    Parameters
    ----------
    solution : Solution
        The solution.
    T : ndarray of shape (n, k)
        Targets of the rows that ``loo_rows`` refers to.
    gram : Gram
        The sums from which it was solved.
    unit_error : float, optional
        Error of the units relative to their size.
    """
    alpha, diagonal, noise = solution.loo.alpha, np.einsum("ii->i", gram.G), _noise(gram)
    if alpha < (100.0 if solution.loo.alphas.min() < _ABOVE_NOISE * noise else _ABOVE_NOISE) * noise:
        return True
    size = max(1.0, np.sqrt(diagonal.mean() / gram.n + np.mean(gram.h_mean**2)))
    relative = unit_error * size + noise / (2.0 * np.sqrt(alpha * gram.n))
    change = relative * np.sqrt(np.einsum("lk,lk->k", solution.coef, solution.coef))
    errors = np.sqrt(np.mean((solution.loo_outputs - T[solution.loo_rows]) ** 2, axis=0))
    return bool((change > _VISIBLE * errors).any())


def _noise(gram: Gram) -> float:
    """Return about how large rounding in float32 is in the eigenvalues of sums."""
    G, diagonal = gram.G, np.einsum("ii->i", gram.G)
    norm = np.sqrt(max(0.0, 2.0 * np.einsum("ij,ij->", G, G) - diagonal @ diagonal))  # of the lower triangle
    return float(_SUM_ERROR / np.sqrt(gram.n) * norm)


class _Blocks:
    """Row blocks of the hidden layer: kept after the first pass, or computed in each."""

    def __init__(self, problem: Problem, block_rows: int, *, keep: bool, hidden: Callable) -> None:
        self.problem, self._keep, self._hidden = problem, keep, hidden
        n, groups = len(problem.X), problem.groups
        self.slices = row_slices(n, block_rows) if groups is None else group_slices(groups, block_rows)
        self._kept = []

    def each(self, n_hidden: int) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
        """Yield rows, ``H`` (n, n_hidden) and ``T`` (n, k); the first pass must be the widest."""
        for index, rows in enumerate(self.slices):
            if index < len(self._kept):
                H = self._kept[index][:, :n_hidden]
            else:
                H = self._hidden(self.problem.X[rows], n_hidden)
                if self._keep:
                    self._kept.append(H)
            yield rows, H, self.problem.T[rows]


class BlasPasses:
    """Both passes with BLAS.

    Parameters
    ----------
    problem : Problem
        Its layer is at least as wide as every width.
    widths : sequence of int
        Numbers of hidden units.
    block_rows : int, optional
        Rows in a block; affects results only by rounding.
    step : int, default=1
        Every `step`-th row is left out.
    summed : bool, default=False
        Whether sums are known already, so that only the second pass is needed.
    again : bool, default=False
        Whether the second pass is needed several times at the same width.
    """

    def __init__(
        self,
        problem: Problem,
        widths: Sequence[int],
        block_rows: int | None = None,
        *,
        step: int = 1,
        summed: bool = False,
        again: bool = False,
    ) -> None:
        n, k = problem.T.shape
        self.problem, self.exact = problem, is_exact(problem.layer)
        self._widest = max(widths)
        self._primal = max((w for w in widths if w < n or self.exact), default=0)
        # The dual form needs all rows at once; there are at most as many as hidden units.
        self._at_once = n <= self._widest and not summed
        self.keeps = not summed and (self._at_once or n * self._widest <= _MOST_KEPT)
        n_columns = max(self._widest, k * len(RELATIVE_ALPHAS if problem.alphas is None else problem.alphas))
        n_block = n if self._at_once else block_rows or block_size(n_columns)
        self._blocks = _Blocks(problem, n_block, keep=self.keeps, hidden=self._hidden)
        self._n_columns, self._asked = n_columns, self._blocks
        self.ask(step)
        self._adds_up, self._again = not summed and self._primal > 0, again

    def ask(self, step: int) -> None:
        """Leave every `step`-th row out from now on."""
        self._asked = self._blocks
        if step > 1:
            rows = self.problem.every(step)
            self._asked = _Blocks(rows, block_size(self._n_columns), keep=False, hidden=self._hidden)

    @property
    def n_asked(self) -> int:
        """Number of rows that are left out."""
        return len(self._asked.problem.X)

    def add_up(self) -> Iterator[int]:
        """Add up all rows; yield the number of rows of each block."""
        for rows, H, T in self._blocks.each(self._widest):
            if self._adds_up:
                self._add(rows, H, T)
            yield len(H)

    @cached_property
    def gram(self) -> Gram:
        """The sums of all rows."""
        return self._sums.result()

    @cached_property
    def _sums(self) -> BlasAccumulator | ExactAccumulator:
        return sums_for(self.problem, self.problem.layer.leading(self._primal))

    def ridge(self, width: int) -> CholeskyRidge | EigenRidge | DualRidge:
        """Return the ridge regression on the first `width` units."""
        problem = self.problem
        if self.exact or width < len(problem.X):
            return primal_ridge(self.gram, width, problem.alphas)
        _, H, _ = next(self._blocks.each(width))  # all rows are one block, which is kept
        return DualRidge(H, problem.T, problem.alphas, problem.weights)

    def leave_out(self, ridge: Any, width: int, loo: LooSums) -> Iterator[int]:
        """Leave each row out; yield the number of rows of each block."""
        for rows, H, T in self._asked.each(width):
            weights = self._asked.problem.weights_of(rows)
            predictions, leverage = ridge.loo(rows, H, T, weights, self._asked.problem.groups_of(rows))
            loo.add(rows, T, predictions, leverage, weights)
            yield len(H)

    @property
    def least_alpha(self) -> float:
        """Penalty below which rounding would be visible, once all rows are added up."""
        return 0.0

    def check(self, solution: Solution) -> None:
        """Raise :class:`NotPreciseEnough` when a solution should be computed with higher precision."""

    def free(self) -> None:
        """Release memory that is not Python's."""

    def _add(self, rows: slice, H: np.ndarray, T: np.ndarray) -> None:
        self._sums.add_hidden(H[:, : self._primal], T, self.problem.weights_of(rows))

    def _hidden(self, X: np.ndarray, width: int) -> np.ndarray:
        return self.problem.layer.leading(width)(X)


class _KernelPasses(BlasPasses):
    """What both arithmetics of the kernel share."""

    def __init__(self, kernel: Kernel, *args: Any, **kwargs: Any) -> None:
        self._kernel = kernel
        self._held: list[Any] = []  # objects in the memory of the kernel
        super().__init__(*args, **kwargs)

    def free(self) -> None:
        """Release the kernel's memory."""
        for held in self._held:
            with suppress(KernelLost):
                held.free()
        self._held = []

    def _accumulator(self, width: int) -> KernelAccumulator:
        spec = kernel_spec_of(self.problem, self._layer(width))
        if spec is None:
            raise KernelLost(words.no_layer(width))
        made = KernelAccumulator(spec, self._kernel)
        self._held.append(made)
        return made

    def _layer(self, width: int) -> Layer:
        """Return the layer that the kernel computes."""
        return self.problem.layer.leading(width)


class _IntegerPasses(_KernelPasses):
    """An integer layer: the kernel computes units and sums, both exact, and BLAS the rest in float64."""

    @cached_property
    def gram(self) -> Gram:
        """The sums of all rows."""
        return self._units.result()

    @cached_property
    def _units(self) -> KernelAccumulator:
        return self._accumulator(self._widest)

    def _add(self, rows: slice, H: np.ndarray, T: np.ndarray) -> None:  # noqa: ARG002  the kernel computes its own
        self._units.add(self.problem.X[rows], T, self.problem.weights_of(rows))

    def _hidden(self, X: np.ndarray, width: int) -> np.ndarray:
        return self._units.hidden(X)[:, :width]


class _FloatPasses(_KernelPasses):
    """A float layer: the kernel computes every product over the rows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._kept_units: list[tuple[slice, np.ndarray]] = []  # where rows are left out several times
        super().__init__(*args, **kwargs)
        self.keeps = False
        self._last = _in_kernel(self.problem.layer)

    def ask(self, step: int) -> None:
        """Leave every `step`-th row out from now on."""
        super().ask(step)
        self._kept_units = []

    def add_up(self) -> Iterator[int]:
        """Add up all rows; yield the number of rows of each block."""
        problem, sums, inputs = self.problem, self._accumulator(self._primal), self._inputs()
        for rows in self._blocks.slices:
            sums.add(inputs(problem.X[rows]), problem.T[rows], problem.weights_of(rows))
            yield rows.stop - rows.start
        self.gram = sums.result()
        self.free()

    def leave_out(self, ridge: CholeskyRidge | EigenRidge, width: int, loo: LooSums) -> Iterator[int]:
        """Leave each row out; yield the number of rows of each block."""
        coefs, intercepts, directions, origin, shrink = ridge.linear()
        layer, asked = self._layer(width), self._asked.problem
        if not isinstance(layer, HiddenLayer) or not isinstance(layer.activation, str):
            raise KernelLost(words.NO_LAYER_IN_FLOATS)
        fit, project = self._map(coefs, intercepts), self._map(directions, origin)
        leverages = self._map(shrink.T, np.zeros(len(shrink)))
        for rows, H in self._each_unit(layer):
            T, weights = asked.T[rows], asked.weights_of(rows)
            fitted = fit(H).T.astype(np.float64).reshape(len(shrink), -1, len(H))
            leverage = leverages(np.square(project(H))).T.astype(np.float64)
            predictions, leverage = ridge.left_out(fitted, leverage, T, weights)
            loo.add(rows, T, predictions, leverage, weights)
            yield len(H)
        self.free()

    def _each_unit(self, layer: HiddenLayer) -> Iterator[tuple[slice, np.ndarray]]:
        """Yield rows that are left out and their units, which are kept where they are needed again."""
        if self._kept_units:
            yield from self._kept_units
            return
        X, units, inputs = (
            self._asked.problem.X,
            self._map(layer.weights, layer.bias, cast("str", layer.activation)),
            self._inputs(),
        )
        keep, kept = self._again and len(X) * layer.n_hidden <= _MOST_KEPT, []
        for rows in self._asked.slices:
            H = units(inputs(X[rows]))
            if keep:
                kept.append((rows, H))
            yield rows, H
        self._kept_units = kept

    @property
    def least_alpha(self) -> float:
        """Penalty below which rounding would be visible, once all rows are added up."""
        return 1.01 * _ABOVE_NOISE * _noise(self.gram)  # not just at the limit

    def check(self, solution: Solution) -> None:
        """Raise :class:`NotPreciseEnough` when a solution should be computed in float64."""
        error = _UNIT_ERROR
        if self._last is not self.problem.layer:  # a product with values between 0 and 1
            weights = cast("HiddenLayer", self._last).weights
            error = max(error, _FLOAT32 * np.sqrt(np.einsum("ij,ij->", weights, weights) / weights.shape[1]))
        if float32_is_visible(solution, self.problem.T, self.gram, error):
            raise NotPreciseEnough

    def _layer(self, width: int) -> Layer:
        return self._last.leading(width)

    def _inputs(self) -> Callable[[np.ndarray], np.ndarray]:
        """Return what the inputs of that layer are, as a function of rows."""
        layer = self.problem.layer
        return (lambda X: X) if self._last is layer else cast("_Product", layer).comparing(self._map)

    def _map(self, weights: np.ndarray, bias: np.ndarray, activation: str = "identity") -> KernelMap:
        made = KernelMap(self._kernel, weights, bias, activation)
        self._held.append(made)
        return made


def passes_for(
    problem: Problem,
    widths: Sequence[int],
    block_rows: int | None = None,
    *,
    step: int = 1,
    summed: bool = False,
    again: bool = False,
) -> BlasPasses:
    """Return the fastest passes for a problem; parameters are those of :class:`BlasPasses`.

    Raises
    ------
    KernelLost
        The kernel runs out of memory.
    """
    n, d = problem.X.shape
    widest = max(widths)
    spec = kernel_spec_of(problem, _in_kernel(problem.layer))
    kernel = None if spec is None else kernel_in_thread(spec.arithmetic)
    worth = float(n) * widest * (widest + 2 * d) >= _WORTH
    if spec is None or kernel is None or not worth:
        return BlasPasses(problem, widths, block_rows, step=step, summed=summed)
    if spec.arithmetic == "integer":
        return _IntegerPasses(kernel, problem, widths, block_rows, step=step, summed=summed)
    unpenalised = problem.alphas is not None and problem.alphas.min() == 0
    if problem.groups is not None or unpenalised or (n <= widest and not summed):
        return BlasPasses(problem, widths, block_rows, step=step, summed=summed)
    return _FloatPasses(kernel, problem, widths, block_rows, step=step, summed=summed, again=again)
