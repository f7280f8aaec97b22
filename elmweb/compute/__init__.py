"""Sums over row blocks: one protocol, and the backends that do it.

Training an ELM needs two sums over the rows, ``H'H`` and ``H'T``. Whatever can
add them up block by block (BLAS here, a WebAssembly kernel or a cluster
elsewhere) is an :class:`Accumulator`; its result is a :class:`Gram`.
"""

from elmweb.compute.blas import BlasAccumulator, column_means
from elmweb.compute.protocol import Accumulator, Gram, Layer

__all__ = ["Accumulator", "BlasAccumulator", "Gram", "Layer", "column_means"]
