"""Reading the arrays of a model file: plain numbers and texts only, each as large as it says, within a bound.

``numpy.load`` reserves what the header of an array claims before it looks how much there is, and reads that header as a
piece of Python.
"""

from __future__ import annotations

import io
import math
import re
import zipfile

import numpy as np

from elmweb.formatting import data_size

__all__ = ["read_arrays"]

_START = re.compile(rb"\x93NUMPY\x01\x00(..)", re.DOTALL)
_HEADER = re.compile(
    rb"\{'descr': '([<>|=]?[biufU]\d{1,9})', 'fortran_order': (True|False), "
    rb"'shape': \((\d{0,19}(?:, ?\d{1,19}){0,31},?)\), \} *\n"
)


def read_arrays(data: bytes, most_bytes: int) -> dict[str, np.ndarray]:
    """Read the arrays of an ``.npz`` file.

    Parameters
    ----------
    data : bytes
        Content of the file.
    most_bytes : int
        What they may take in memory, all together.

    Returns
    -------
    dict of str to ndarray
        By their names.

    Raises
    ------
    ValueError
        They take more, or one is not what ``numpy.save`` writes of numbers or texts.
    """
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        size = sum(info.file_size for info in file.infolist())
        if size > most_bytes:
            raise ValueError(f"they take {data_size(size)}, and {data_size(most_bytes)} are allowed")
        for info in file.infolist():
            found[info.filename.removesuffix(".npy")] = _array(file.read(info))
    return found


def _array(data: bytes) -> np.ndarray:
    """Return an array in the first version of NumPy's format."""
    start = _START.match(data)
    length = int.from_bytes(start[1], "little") if start else 0
    header = _HEADER.fullmatch(data[10 : 10 + length])
    if header is None:
        raise ValueError("an array has another header than NumPy writes")
    dtype = np.dtype(header[1].decode())
    shape = tuple(int(size) for size in header[3].split(b",") if size.strip())
    if math.prod(shape) * dtype.itemsize != len(data) - 10 - length:
        raise ValueError("an array has another size than it says")
    if 0 in shape:
        return np.empty(shape, dtype)
    # A copy, since what is read from bytes cannot be written to.
    return (
        np.frombuffer(data, dtype, offset=10 + length)
        .reshape(shape, order="F" if header[2] == b"True" else "C")
        .copy("K")
    )
