"""A photo or a clip as one cell of a table: a text, its file's name, that carries a vector."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Self

import numpy as np

__all__ = ["KINDS", "VECTOR_ROLES", "Example", "contents_of", "digest_of", "kind_of_cells", "vectors_of"]

KINDS = ("photo", "sound")
"""What an example can be."""

VECTOR_ROLES = (*KINDS, "meaning")
"""The roles of columns whose cells carry vectors; in a column of the role "meaning" they are texts."""


class Example(str):  # noqa: SLOT000  its attributes are the point
    """A cell that stands for a photo, a clip or a text, and carries what a deep network made of it.

    It is its name wherever a cell is text: in the preview, in a CSV file. Rows are copies of each other by their
    content, see :func:`contents_of`.

    Parameters
    ----------
    name : str
        What it is called: a file's name with its folders, or the text itself.
    kind : {"photo", "sound", "text"}
        What it is.
    digest : str
        SHA-256 of its content, in hexadecimal.
    vector : ndarray of float32 (n,)
        Its embedding.
    thumbnail : bytes
        A small JPEG or PNG file to show; empty for none.

    Examples
    --------
    >>> import numpy as np
    >>> cell = Example("cats/tom.jpg", "photo", digest_of(b"..."), np.ones(3, np.float32))
    >>> cell, cell.kind, cell.vector.shape
    ('cats/tom.jpg', 'photo', (3,))
    """

    kind: str
    digest: str
    vector: np.ndarray
    thumbnail: bytes

    def __new__(cls, name: str, kind: str, digest: str, vector: np.ndarray, thumbnail: bytes = b"") -> Self:
        """Make a text with these attributes."""
        cell = super().__new__(cls, name)
        cell.kind, cell.digest, cell.vector, cell.thumbnail = kind, digest, vector, thumbnail
        return cell

    def __getnewargs__(self) -> tuple[Any, ...]:
        """Return the arguments that make an equal one, for ``copy`` and ``pickle``."""
        return (str(self), self.kind, self.digest, self.vector, self.thumbnail)


def digest_of(content: bytes | memoryview) -> str:
    """Return the SHA-256 of a content in hexadecimal, by which its vector is kept."""
    return hashlib.sha256(content).hexdigest()


def contents_of(cells: np.ndarray) -> np.ndarray:
    """Return cells by which copies are found: the digest in place of each example, all others as they are.

    Parameters
    ----------
    cells : ndarray of shape (n,)
        A column.

    Returns
    -------
    ndarray of shape (n,)
        The same one when it holds no examples.
    """
    if cells.dtype != object or kind_of_cells(cells) is None:
        return cells
    return np.array([cell.digest if isinstance(cell, Example) else cell for cell in cells], dtype=object)


def kind_of_cells(cells: Iterable[Any]) -> str | None:
    """Return the kind of the first cell that is not missing: "photo", "sound" or "text"; None when it is no example."""
    first = next((cell for cell in cells if cell is not None), None)
    return first.kind if isinstance(first, Example) else None


def vectors_of(cells: Iterable[Any], n_numbers: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return the vectors of a column.

    Parameters
    ----------
    cells : iterable of length n
        Examples, or anything else where there is none.
    n_numbers : int
        Length of a vector; 0 for that of the first example.

    Returns
    -------
    vectors : ndarray of float32 (n, n_numbers)
        Zeros where there is no example, or one with a vector of another length.
    known : ndarray of bool (n,)
        Where there is one.
    """
    given = [cell.vector if isinstance(cell, Example) else None for cell in cells]
    n_numbers = n_numbers or next((len(vector) for vector in given if vector is not None), 0)
    vectors = np.zeros((len(given), n_numbers), np.float32)
    known = np.array([vector is not None and len(vector) == n_numbers for vector in given], dtype=bool)
    for at in np.flatnonzero(known):
        vectors[at] = given[at]
    return vectors, known
