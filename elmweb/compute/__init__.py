"""Sums over row blocks: one protocol, and the backends that implement it.

Training an ELM needs two sums over the rows, ``H'H`` and ``H'T``. A backend that adds them up block by block (BLAS, a
WebAssembly kernel or a cluster) is an :class:`Accumulator`, and its result is a :class:`Gram`. For integer layers, sums
and solutions are exact, with the same bits on every machine.
"""

from elmweb.compute.blas import BlasAccumulator, column_means
from elmweb.compute.exact_solve import solve_exactly
from elmweb.compute.exact_sums import ExactAccumulator, TargetCode
from elmweb.compute.integer import IntegerLayer
from elmweb.compute.integer_draw import ByteScale, draw_integer_layer
from elmweb.compute.kernel import (
    Kernel,
    KernelAccumulator,
    KernelMap,
    arithmetic_works,
    kernel_in_thread,
    kernel_note,
    set_kernel,
)
from elmweb.compute.kernel_spec import FloatKernelSpec, IntegerKernelSpec, KernelSpec
from elmweb.compute.pool import Pool, PoolSums
from elmweb.compute.protocol import Accumulator, ExactLayer, Gram, Layer

__all__ = [
    "Accumulator",
    "BlasAccumulator",
    "ByteScale",
    "ExactAccumulator",
    "ExactLayer",
    "FloatKernelSpec",
    "Gram",
    "IntegerKernelSpec",
    "IntegerLayer",
    "Kernel",
    "KernelAccumulator",
    "KernelMap",
    "KernelSpec",
    "Layer",
    "Pool",
    "PoolSums",
    "TargetCode",
    "arithmetic_works",
    "column_means",
    "draw_integer_layer",
    "kernel_in_thread",
    "kernel_note",
    "set_kernel",
    "solve_exactly",
]
