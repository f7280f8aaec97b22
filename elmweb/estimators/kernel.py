"""Kernel ELM: kernel ridge regression on all rows, or on a few landmarks (Nyström)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isqrt
from numbers import Integral, Real
from typing import Any, ClassVar, Self

import numpy as np
from scipy.linalg import eigh
from scipy.linalg.blas import dgemm
from scipy.linalg.lapack import dpotrf, dtrtri
from scipy.spatial.distance import cdist
from sklearn.utils._param_validation import Interval, StrOptions

from elmweb.compute import Layer
from elmweb.compute.memory import memory_limit
from elmweb.estimators.core.dual import KernelRidge
from elmweb.estimators.core.loo import LooSums
from elmweb.estimators.core.problem import Rows
from elmweb.estimators.core.readout import BaseReadout, ClassifierReadout, RegressorReadout
from elmweb.estimators.core.solve import Problem, Solution, iter_solutions
from elmweb.estimators.layers.dense import HiddenLayer, seed_of
from elmweb.estimators.layers.distance import DistanceLayer
from elmweb.formatting import data_size

__all__ = [
    "KERNELS",
    "KernelELMClassifier",
    "KernelELMRegressor",
    "KernelLayer",
    "kernel_gamma",
    "rows_held",
    "two_values",
    "whitened",
]

KERNELS = ("rbf", "laplacian", "polynomial", "linear")

MOST_EXACT = 4_000
"""Number of rows up to which the kernel between all rows is used, unless landmarks are asked for."""

_LANDMARKS = 1_000
_MOST_SEEN = 20_000  # rows that landmarks are chosen from
# The kernel, a centred copy, its eigenvectors and LAPACK's work space, which is two more.
_SQUARES, _NUMBER = 5, 8


@dataclass(frozen=True)
class KernelLayer:
    """Units that are the kernel between a row and each landmark.

    Parameters
    ----------
    landmarks : ndarray of shape (d, m), Fortran order
        One column for each landmark.
    kernel : str
        One of ``KERNELS``.
    gamma, coef0 : float
        Parameters of the kernel.
    degree : int
        Degree of the polynomial kernel.
    whitening : ndarray of shape (m, L), Fortran order, or None
        Matrix by which the kernel's values are multiplied; None for the values themselves.
    relevance : ndarray of shape (d,) or None
        By how much each input is stretched before rows are compared; None for not at all.
    """

    landmarks: np.ndarray
    kernel: str
    gamma: float
    coef0: float
    degree: int
    whitening: np.ndarray | None = None
    relevance: np.ndarray | None = None

    @property
    def n_hidden(self) -> int:
        """Number of units."""
        return self.landmarks.shape[1] if self.whitening is None else self.whitening.shape[1]

    def leading(self, n_hidden: int) -> KernelLayer:
        """Return the layer of the first `n_hidden` units; of an inverse of Cholesky's factor they need no more rows."""
        if n_hidden == self.n_hidden:
            return self
        if self.whitening is None:
            return replace(self, landmarks=self.landmarks[:, :n_hidden])
        whitening = self.whitening[:, :n_hidden]
        if whitening[n_hidden:].any():
            return replace(self, whitening=whitening)
        return replace(self, landmarks=self.landmarks[:, :n_hidden], whitening=np.asfortranarray(whitening[:n_hidden]))

    def __call__(self, X: np.ndarray) -> np.ndarray:
        """Return the units' outputs (n, L), float64, Fortran order, for a row block (n, d)."""
        K = np.asfortranarray(self.compared(X))
        return K if self.whitening is None else dgemm(1.0, K, self.whitening)

    def as_product(self) -> HiddenLayer | None:
        """Return the last product as a layer without activation, on what :meth:`comparing` gives.

        None where nothing is multiplied, and for kernels without bounds, whose values may be too large for float32.
        """
        if self.whitening is None or self.kernel not in ("rbf", "laplacian"):
            return None
        return HiddenLayer(self.whitening, np.zeros(self.n_hidden), "identity")

    def comparing(self, make_map: Callable[[np.ndarray, np.ndarray, str], Callable]) -> Callable:
        """Return what compares rows (n, d) with landmarks (n, m), in the WebAssembly kernel where that is faster.

        `make_map` makes a :class:`elmweb.compute.KernelMap` of weights, a bias and an activation.
        """
        if self.kernel != "laplacian":
            return self.compared
        centre = self.landmarks.mean(axis=1)  # in float32 a distant origin would cost digits
        stretch = self.gamma if self.relevance is None else self.gamma * self.relevance
        points = (stretch * (self.landmarks.T - centre)).T
        distances = make_map(points, np.zeros(points.shape[1]), "laplacian")
        return lambda X: distances(stretch * (X - centre))

    def compared(self, X: np.ndarray) -> np.ndarray:
        """Return the kernel between rows (n, d) and landmarks (n, m), in any order."""
        X, landmarks = np.ascontiguousarray(X, dtype=np.float64), self.landmarks
        if self.relevance is not None:
            X, landmarks = X * self.relevance, landmarks * self.relevance[:, None]
        if self.kernel == "laplacian":
            K = _distances(X, landmarks)
            K *= -self.gamma
            return np.exp(K, out=K)
        if self.kernel != "rbf":
            gamma = self.gamma if self.kernel == "polynomial" else 1.0
            K = dgemm(gamma, X.T, landmarks, trans_a=1)
            return K if self.kernel == "linear" else (K + self.coef0) ** self.degree
        K = np.empty((len(X), landmarks.shape[1]), order="F")
        K[:] = np.einsum("ij,ij->j", landmarks, landmarks)
        K += np.einsum("ij,ij->i", X, X)[:, None]
        K = dgemm(-2.0, X.T, landmarks, beta=1.0, c=K, trans_a=1, overwrite_c=1)
        np.maximum(K, 0.0, out=K)  # rounding may leave a square below 0
        K *= -self.gamma
        return np.exp(K, out=K)


def two_values(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the lowest and the highest value of each of some columns (d, n), and whether it has no other."""
    low, high = columns.min(axis=1), columns.max(axis=1)
    return low, high, ((columns == low[:, None]) | (columns == high[:, None])).all(axis=1)


def _distances(X: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return sums of absolute differences (n, m) between rows (n, d) and points (d, m), in C order.

    Where a column of the points has two values, a and b, the difference is |x - a| or |x - b|: a product of matrices,
    ten times as fast. Most columns of a table with categories are such.
    """
    low, high, two = two_values(points)
    some = np.ascontiguousarray(X[:, ~two])
    sums = cdist(some, points[~two].T, "cityblock") if some.shape[1] else np.zeros((len(X), points.shape[1]))
    if two.any():
        from_low, from_high = np.abs(X[:, two] - low[two]), np.abs(X[:, two] - high[two])
        sums += from_low.sum(axis=1)[:, None]
        is_high = points[two] > low[two][:, None]
        dgemm(1.0, is_high.T, (from_high - from_low).T, beta=1.0, c=sums.T, overwrite_c=1)
    return sums


class BaseKernelELM(BaseReadout):
    """The layer that the regressor and the classifier share, its settings, and the exact fit."""

    layer_: KernelLayer

    _fits_in_steps: ClassVar[bool] = False

    _parameter_constraints: ClassVar[dict] = {
        "kernel": [StrOptions(set(KERNELS))],
        "gamma": [Interval(Real, 0, None, closed="neither"), None],
        "degree": [Interval(Integral, 1, None, closed="left")],
        "coef0": [Interval(Real, None, None, closed="neither")],
        "n_landmarks": [Interval(Integral, 1, None, closed="left"), None],
    }

    def fit(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> Self:
        """Fit the output weights.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs, ideally scaled to unit variance.
        y : array-like of shape (n,) or (n, k)
            Targets.
        sample_weight : array-like of shape (n,), optional
            Weight of each row.
        groups : array-like of shape (n,), optional
            Group of each row, whose rows are left out together.

        Returns
        -------
        self
            The fitted estimator.

        Raises
        ------
        ValueError
            Fewer than 2 rows, values that are missing or infinite, or more landmarks than fit into memory.
        """
        problem = self._pose(X, y, sample_weight, groups)
        if isinstance(problem.layer, KernelLayer) and problem.layer.whitening is None:
            if groups is not None:  # the rows now stand by group, and the kernel is between rows in one order
                landmarks = np.asfortranarray(problem.X.T, dtype=np.float64)
                problem = replace(problem, layer=replace(problem.layer, landmarks=landmarks))
            self._learn(problem, _solved(problem))
            return self
        for step in iter_solutions(problem, [problem.layer.n_hidden]):
            if step.result is not None:
                self._learn(problem, step.result)
        return self

    def _layer_of_sums(self) -> KernelLayer:
        """Return units on which ridge regression is ridge regression in the feature space of the kernel."""
        return self.layer_ if self.layer_.whitening is not None else whitened(self.layer_)

    def _make_layer(self, rows: Rows) -> KernelLayer:
        X = np.asarray(rows.X, dtype=np.float64)
        gamma = kernel_gamma(X) if self.gamma is None else self.gamma
        layer = KernelLayer(np.asfortranarray(X.T), self.kernel, gamma, self.coef0, self.degree)
        n_landmarks = self.n_landmarks
        if n_landmarks is None:
            n_landmarks = len(X) if len(X) <= MOST_EXACT else _LANDMARKS
        _check_memory(min(n_landmarks, len(X)), len(X))
        if n_landmarks >= len(X):
            return layer
        seed, n_seen = seed_of(self.random_state), max(_MOST_SEEN, n_landmarks)
        if len(X) > n_seen:
            X = X[np.random.default_rng(seed).choice(len(X), n_seen, replace=False)]
        from sklearn.cluster import kmeans_plusplus  # noqa: PLC0415  slow to import, and few fits need it

        centres, _ = kmeans_plusplus(X, n_landmarks, random_state=seed)
        return whitened(replace(layer, landmarks=np.asfortranarray(centres.T)))


def _check_memory(n_landmarks: int, n_rows: int) -> None:
    """Raise ValueError for a kernel that does not fit into memory; it names the most landmarks that do."""
    limit = memory_limit()
    if _SQUARES * _NUMBER * n_landmarks**2 <= limit:
        return
    most = isqrt(limit // (_SQUARES * _NUMBER))
    what = f"every one of {n_rows:,} rows" if n_landmarks == n_rows else f"{n_landmarks:,} landmarks"
    raise ValueError(
        f"A kernel between {what} takes {data_size(_SQUARES * _NUMBER * n_landmarks**2)} of memory; there are "
        f"{data_size(limit)}. Set n_landmarks to {most:,} or less."
    )


def kernel_gamma(X: np.ndarray) -> float:
    """Return 1 / (d * variance) over distinct rows, so that a row of weight 2 counts as the row twice."""
    some = X[:: max(1, len(X) // MOST_EXACT)]
    return 1.0 / (X.shape[1] * (np.unique(some, axis=0).var() or 1.0))


def whitened(layer: KernelLayer) -> KernelLayer:
    """Return the layer multiplied by an inverse root of the kernel between its landmarks.

    Directions whose eigenvalues are rounding errors are left out. A Laplacian kernel between points that differ has
    none: its inverse root comes from a Cholesky factorisation, fifty times cheaper, in which the first units are those
    of the first landmarks alone.
    """
    K = layer(layer.landmarks.T)
    if layer.kernel == "laplacian":
        factor, failed = dpotrf(K, lower=1, clean=1)
        diagonal = np.einsum("ii->i", factor)
        if not failed and diagonal.min() > np.sqrt(len(K) * np.finfo(np.float64).eps) * diagonal.max():
            inverse, _ = dtrtri(factor, lower=1)
            return replace(layer, whitening=np.asfortranarray(np.tril(inverse).T))
    values, vectors = eigh(K, driver="evd", overwrite_a=True)
    least = len(values) * np.finfo(np.float64).eps * values[-1]
    kept = values > least
    return replace(layer, whitening=np.asfortranarray(vectors[:, kept] / np.sqrt(values[kept])))


def rows_held(layer: Layer) -> int:
    """Return how many training rows a layer holds, to compare others with.

    Parameters
    ----------
    layer : Layer
        Of a fitted estimator.

    Returns
    -------
    int
        Landmarks of kernels and centres of distance units, also of layers inside another; 0 for random weights.
    """
    if isinstance(layer, KernelLayer):
        return layer.landmarks.shape[1]
    if isinstance(layer, DistanceLayer):
        return layer.n_hidden
    return sum(map(rows_held, getattr(layer, "layers", ())))


def _solved(problem: Problem) -> Solution:
    """Return the solution for the kernel between all rows, at the best penalty by leave-one-out."""
    ridge = KernelRidge(problem.layer(problem.X), problem.T, problem.alphas, problem.weights)
    every = slice(0, len(problem.X))
    loo = LooSums(problem.kind, ridge.alphas, *problem.T.shape, by_group=problem.groups is not None)
    left_out = ridge.loo(every, problem.X, problem.T, problem.weights, problem.groups)
    loo.add(every, problem.T, *left_out, problem.weights)
    curve = loo.result(problem.layer.n_hidden)
    return Solution(problem.layer, *ridge.solution(curve.best), curve, loo.predictions(curve.best), loo.rows)


class KernelELMRegressor(BaseKernelELM, RegressorReadout):
    """Kernel ELM for regression: kernel ridge regression with an intercept that is not penalised.

    Parameters
    ----------
    kernel : {"rbf", "laplacian", "polynomial", "linear"}, default="rbf"
        Kernel between two rows.
    gamma : float or None, default=None
        Parameter of the kernel; larger values are more local. None takes ``1 / (d * variance of the inputs)``.
    degree : int, default=3
        Degree of the polynomial kernel.
    coef0 : float, default=1.0
        Constant term of the polynomial kernel.
    n_landmarks : int or None, default=None
        Number of landmarks (Nyström approximation). None takes all rows up to 4,000 of them, and 1,000 landmarks
        for more.
    alpha : float or "loo", default="loo"
        Ridge penalty; "loo" takes the best of 21 values by exact leave-one-out cross-validation.
    random_state : int, RandomState or None, default=None
        Seed for the choice of landmarks.

    Attributes
    ----------
    layer_ : KernelLayer
        The landmarks, or all rows, and the kernel.
    coef_ : ndarray of shape (m,) or (m, k)
        Weights of the kernel with each of them.

    See Also
    --------
    ELMRegressor : Random units in place of the kernel.

    Notes
    -----
    With the kernel ``K`` centred in its feature space, ``coef = (K + alpha I)^-1 T``. With landmarks the units are
    ``H = K_nm K_mm^(-1/2)``, and the rest is as for :class:`ELMRegressor`. Memory holds n^2 or n m numbers.

    References
    ----------
    Huang, Zhou, Ding, Zhang (2012). Extreme learning machine for regression and multiclass classification. IEEE
    Transactions on Systems, Man, and Cybernetics B 42(2). doi:10.1109/TSMCB.2011.2168604

    Saunders, Gammerman, Vovk (1998). Ridge regression learning algorithm in dual variables. ICML.

    Williams, Seeger (2000). Using the Nyström method to speed up kernel machines. NIPS 13.

    Arthur, Vassilvitskii (2007). k-means++: the advantages of careful seeding. SODA.

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import KernelELMRegressor
    >>> x = np.linspace(-1, 1, 60)[:, None]
    >>> model = KernelELMRegressor(gamma=2.0).fit(x, np.sin(3 * x[:, 0]))
    >>> round(model.score(x, np.sin(3 * x[:, 0])), 3)
    1.0
    """

    def __init__(
        self,
        kernel: str = "rbf",
        *,
        gamma: float | None = None,
        degree: int = 3,
        coef0: float = 1.0,
        n_landmarks: int | None = None,
        alpha: float | str = "loo",
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.kernel = kernel
        self.gamma = gamma
        self.degree = degree
        self.coef0 = coef0
        self.n_landmarks = n_landmarks
        self.alpha = alpha
        self.random_state = random_state


class KernelELMClassifier(BaseKernelELM, ClassifierReadout):
    """Kernel ELM for classification: kernel ridge regression on targets -1 and 1, with calibrated probabilities.

    Parameters
    ----------
    kernel : {"rbf", "laplacian", "polynomial", "linear"}, default="rbf"
        Kernel between two rows.
    gamma : float or None, default=None
        Parameter of the kernel; larger values are more local. None takes ``1 / (d * variance of the inputs)``.
    degree : int, default=3
        Degree of the polynomial kernel.
    coef0 : float, default=1.0
        Constant term of the polynomial kernel.
    n_landmarks : int or None, default=None
        Number of landmarks (Nyström approximation). None takes all rows up to 4,000 of them, and 1,000 landmarks
        for more.
    alpha : float or "loo", default="loo"
        Ridge penalty; "loo" takes the best of 21 values by exact leave-one-out cross-validation.
    class_weight : dict, "balanced" or None, default=None
        Weights of the classes; "balanced" makes them inversely proportional to the class frequencies.
    random_state : int, RandomState or None, default=None
        Seed for the choice of landmarks.

    Attributes
    ----------
    layer_ : KernelLayer
        The landmarks, or all rows, and the kernel.
    coef_ : ndarray of shape (m,) or (m, k)
        Weights of the kernel with each of them.

    See Also
    --------
    ELMClassifier : Random units in place of the kernel.

    Notes
    -----
    As :class:`KernelELMRegressor`, on targets -1 and 1.

    References
    ----------
    Huang, Zhou, Ding, Zhang (2012). Extreme learning machine for regression and multiclass classification. IEEE
    Transactions on Systems, Man, and Cybernetics B 42(2). doi:10.1109/TSMCB.2011.2168604

    Examples
    --------
    >>> from elmweb import KernelELMClassifier
    >>> model = KernelELMClassifier().fit([[-1.0], [-0.8], [0.9], [1.0]], ["low", "low", "high", "high"])
    >>> model.predict([[-0.9], [0.8]]).tolist()
    ['low', 'high']
    """

    def __init__(
        self,
        kernel: str = "rbf",
        *,
        gamma: float | None = None,
        degree: int = 3,
        coef0: float = 1.0,
        n_landmarks: int | None = None,
        alpha: float | str = "loo",
        class_weight: dict | str | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.kernel = kernel
        self.gamma = gamma
        self.degree = degree
        self.coef0 = coef0
        self.n_landmarks = n_landmarks
        self.alpha = alpha
        self.class_weight = class_weight
        self.random_state = random_state
