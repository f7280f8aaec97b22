"""Leaving whole groups of rows out: residuals of models that were fitted without any row of the group.

With ``h_ij`` the entry of the hat matrix for two rows of a group, ``w`` their weights and ``e`` the residuals of the
fit, the residuals of the group by the model that never saw it are ``(I - h w)^-1 e``. One factorisation serves all
groups, as it does for single rows: a group of m rows costs one system of m equations for each ``alpha``, or, when it
has more rows than there are units, one of as many equations as units.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import eigh
from scipy.linalg.blas import dgemm, dsyrk
from scipy.linalg.lapack import dposv

__all__ = ["group_codes", "group_slices", "solve_groups"]

_PRODUCTS = 1 << 20  # numbers in a block of products of two rows
_BATCH = 1 << 22  # numbers in a batch of small systems
_SMALL = 24  # systems of at most so many equations are solved many at a time
# As for a single row: a group that determines its own fit gives 0/0, and this keeps it finite.
_LEAST_SLACK = 1e-10


def group_codes(groups: np.ndarray, n_rows: int) -> np.ndarray:
    """Return the number of each row's group from 0; raise ValueError when there is not one for each row."""
    groups = np.asarray(groups)
    if groups.shape != (n_rows,):
        raise ValueError(f"groups must name one group for each of {n_rows} rows; got shape {groups.shape}.")
    _, codes = np.unique(groups, return_inverse=True)
    if codes.max(initial=0) == 0:
        raise ValueError("groups must name at least 2 groups, so that one can be left out; got 1.")
    return codes


def group_slices(groups: np.ndarray, block_rows: int) -> list[slice]:
    """Return slices of about `block_rows` rows that cover all rows and cut no group; its rows are adjacent."""
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    # Each group goes to the block in which it starts.
    firsts = starts[np.flatnonzero(np.r_[True, np.diff(starts // block_rows) > 0])]
    return [slice(start, stop) for start, stop in zip(firsts, [*firsts[1:], len(groups)], strict=True)]


def solve_groups(V: np.ndarray, shrink: np.ndarray, right: np.ndarray, groups: np.ndarray, *, fit: bool) -> None:
    """Solve ``M z = right`` for each ``alpha`` and each group, in place.

    Parameters
    ----------
    V : ndarray of shape (n, D)
        Rows in the directions of the solver.
    shrink : ndarray of shape (n_alphas, D)
        What each direction counts, at least 0.
    right : ndarray of shape (n_alphas, k, n)
        Right sides; replaced by the solutions.
    groups : ndarray of shape (n,)
        Group of each row; rows of a group are adjacent.
    fit : bool
        Whether ``V diag(shrink) V'`` is the part of each row in its own fit, so that ``M`` is the identity minus that;
        otherwise ``M`` is it.
    """
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    sizes = np.diff(np.r_[starts, len(groups)])
    most = V.shape[1] if fit else len(V)
    for size in np.unique(sizes[sizes <= min(_SMALL, most)]):
        n_batch = max(1, _BATCH // (len(shrink) * size**2))
        own = starts[sizes == size]
        for first in range(0, len(own), n_batch):
            _solve_alike(V, shrink, right, own[first : first + n_batch, None] + np.arange(size), fit=fit)
    for start, size in zip(starts, sizes, strict=True):
        if size > most:
            _solve_downdated(V[start : start + size], shrink, right[:, :, start : start + size])
        elif size > _SMALL:
            _solve_one(V[start : start + size], shrink, right[:, :, start : start + size], fit=fit)


def _solve_alike(V: np.ndarray, shrink: np.ndarray, right: np.ndarray, rows: np.ndarray, *, fit: bool) -> None:
    """Solve for groups of one size; `rows` (n_groups, size) are their rows."""
    n_groups, size = rows.shape
    low, high = np.tril_indices(size)
    M = np.empty((n_groups, len(shrink), size, size))
    n_block = max(1, _PRODUCTS // (len(low) * V.shape[1]))
    for first in range(0, n_groups, n_block):
        part = rows[first : first + n_block]
        pairs = V[part[:, low].ravel()] * V[part[:, high].ravel()]
        products = dgemm(1.0, pairs, shrink.T).reshape(len(part), len(low), -1).transpose(0, 2, 1)
        M[first : first + n_block, :, low, high] = products
        M[first : first + n_block, :, high, low] = products
    _make_definite(M, fit=fit)
    B = right[:, :, rows].transpose(2, 0, 3, 1)  # (n_groups, n_alphas, size, k)
    right[:, :, rows] = _eliminated(M, B).transpose(1, 3, 0, 2)


def _eliminated(M: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Return ``M^-1 B`` for many small positive definite matrices (..., m, m), side by side; `M` is overwritten."""
    B = B.copy()
    for at in range(M.shape[-1]):
        below = M[..., at + 1 :, at, None] / M[..., at, None, at, None]
        M[..., at + 1 :, at:] -= below * M[..., at, None, at:]
        B[..., at + 1 :, :] -= below * B[..., at, None, :]
    for at in reversed(range(M.shape[-1])):
        B[..., at, :] /= M[..., at, at, None]
        B[..., :at, :] -= M[..., :at, at, None] * B[..., at, None, :]
    return B


def _solve_one(V: np.ndarray, shrink: np.ndarray, right: np.ndarray, *, fit: bool) -> None:
    """Solve for one group."""
    for at, scale in enumerate(np.sqrt(shrink)):
        M = dsyrk(1.0, V * scale, lower=1)
        _make_definite(M, fit=fit)
        right[at] = _solved(M, right[at].T).T


def _solve_downdated(V: np.ndarray, shrink: np.ndarray, right: np.ndarray) -> None:
    """Solve for a group of more rows than directions: ``(I - V s V')^-1 = I + V (1/s - V'V)^-1 V'``."""
    inner = dsyrk(1.0, V, trans=1, lower=1)
    for at, scale in enumerate(np.sqrt(shrink)):
        M = inner * scale * -scale[:, None]
        np.einsum("ii->i", M)[:] += 1.0 + _LEAST_SLACK
        found = _solved(M, dgemm(1.0, V * scale, right[at], trans_a=1, trans_b=1))
        right[at] += dgemm(1.0, V * scale, found).T


def _make_definite(M: np.ndarray, *, fit: bool) -> None:
    """Turn products (..., m, m) into the matrices of the systems, none of them singular."""
    diagonal = np.einsum("...ii->...i", M)
    if fit:
        np.negative(M, out=M)
        diagonal += 1.0 + _LEAST_SLACK
    else:
        diagonal *= 1.0 + np.finfo(np.float64).eps * M.shape[-1]


def _solved(M: np.ndarray, B: np.ndarray) -> np.ndarray:
    """Return ``M^-1 B`` for a positive definite matrix, of which the lower triangle is read."""
    _, found, failed = dposv(M, B, lower=1)
    if not failed:
        return found
    values, vectors = eigh(M, lower=True, check_finite=False)  # rounding has made an eigenvalue negative
    values = np.maximum(values, _LEAST_SLACK * np.abs(values).max())
    return dgemm(1.0, vectors, dgemm(1.0, vectors, B, trans_a=1) / values[:, None])
