"""Semi-supervised ELM: a few labelled rows, many unlabelled ones, and outputs that are smooth between neighbours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from numbers import Integral, Real
from typing import Any, ClassVar, cast

import numpy as np
from scipy.linalg.blas import dgemm, dtrsm
from scipy.linalg.lapack import dpotrf
from scipy.sparse import csr_array, diags_array
from sklearn.preprocessing import StandardScaler
from sklearn.utils import _safe_indexing, check_consistent_length
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import validate_data

from elmweb.compute import Layer
from elmweb.estimators.core.problem import DTYPES, Rows
from elmweb.estimators.core.readout import ClassifierReadout, _checked_weights
from elmweb.estimators.core.ridge import RELATIVE_ALPHAS
from elmweb.estimators.core.solve import Problem, Solution, block_size, row_slices
from elmweb.estimators.layers.activations import ACTIVATIONS
from elmweb.estimators.layers.dense import HiddenLayer, default_width, random_layer
from elmweb.estimators.layers.weights import BLIND_WEIGHTS

__all__ = ["SemiSupervisedELMClassifier"]

_LEAST_ALPHA = 0.9e-3  # relative to the mean sum of squares of the smoothed units


@dataclass(frozen=True)
class _SmoothLayer:
    """A layer in whose units a ridge penalty is one on the weights and on the roughness of the outputs.

    With ``I + smoothness M = R R'`` (Cholesky) its output is ``H R^-T``. As ``R`` is triangular, its first units depend
    only on the first units of the layer, so a narrow layer is a leading part of a wide one.
    """

    layer: Layer
    factor: np.ndarray

    @property
    def n_hidden(self) -> int:
        return self.layer.n_hidden

    def leading(self, n_hidden: int) -> _SmoothLayer:
        return _SmoothLayer(self.layer.leading(n_hidden), np.asfortranarray(self.factor[:n_hidden, :n_hidden]))

    def __call__(self, X: np.ndarray) -> np.ndarray:
        return dtrsm(1.0, self.factor, self.layer(X), side=1, lower=1, trans_a=1, overwrite_b=1)

    def plain_coef(self, coef: np.ndarray) -> np.ndarray:
        """Return the output weights of the layer itself."""
        return dtrsm(1.0, self.factor, coef, lower=1, trans_a=1)


class SemiSupervisedELMClassifier(ClassifierReadout):
    """Semi-supervised ELM (SS-ELM): learns classes from a few labelled rows, and the manifold of the data from all.

    Unlabelled rows are marked by -1 in ``y``, as in :mod:`sklearn.semi_supervised`, or by another mark where -1 is a
    class. Where classes are strings, the mark may be the number -1 (in an array of objects) or the string "-1". A row
    of a multi-label target is unlabelled when all of its labels are -1.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units. None takes the power of two at or above half of all rows, from 16 to 512.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    hidden_weights : str, default="normal"
        Distribution of the input weights: "normal", "uniform", "sparse" or "orthogonal".
    n_neighbors : int, default=10
        Number of nearest rows that are neighbours of a row.
    smoothness : float, default=1e6
        Penalty on the mean squared difference between the outputs of neighbours, as a multiple of the penalty `alpha`
        on the squared output weights; at most 1e9. With 0 only labelled rows have an effect.
    missing_label : int, float or str, default=-1
        Mark of unlabelled rows in ``y``.
    alpha : float or "loo", default="loo"
        Ridge penalty; "loo" takes the best of 15 values by exact leave-one-out cross-validation.
    scale : float, default=1.0
        Scale of the random weights.
    class_weight : dict, "balanced" or None, default=None
        Weights of the classes; "balanced" makes them inversely proportional to the class frequencies.
    random_state : int, RandomState or None, default=None
        Seed of the random weights.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Class labels without the mark, sorted; column indices for a multi-label target.
    layer_ : HiddenLayer
        The random units.
    loo_ : LeaveOneOut
        Exact leave-one-out errors of the labelled rows over the path of ``alpha``.
    loo_decision_ : ndarray of shape (m,) or (m, k)
        Leave-one-out outputs of the labelled rows at ``alpha_``.
    loo_rows_ : ndarray of shape (m,)
        Indices of these rows among all rows.

    Notes
    -----
    With ``H`` the centred units of the labelled rows, ``coef = (H'H + alpha (I + smoothness M))^-1 H'T``, where
    ``coef' M coef`` is the mean of ``(f_i - f_j)^2`` over all pairs of neighbours ``i, j``, labelled or not:
    ``M = H_all' D H_all`` with the Laplacian ``D`` of the graph divided by its number of pairs. Two rows are neighbours
    when one is among the `n_neighbors` nearest of the other; equal rows are one point of higher weight. This is the
    Laplacian-regularised least squares of Belkin et al. on random units. The penalty is folded into the units, so
    leave-one-out is exact: a row left out loses its label and stays in the graph. With few labelled rows, the
    leave-one-out error is an uncertain estimate.

    Smoothness helps where classes form clusters: on 1,797 digits with 5 labelled rows of each class, accuracy on the
    others is 93 % instead of 84 %. Where classes overlap, it may cost two or three percentage points.

    References
    ----------
    Huang, Song, Gupta, Wu (2014). Semi-supervised and unsupervised extreme learning machines. IEEE Transactions on
    Cybernetics 44(12). doi:10.1109/TCYB.2014.2307349

    Belkin, Niyogi, Sindhwani (2006). Manifold regularization. Journal of Machine Learning Research 7.

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import SemiSupervisedELMClassifier
    >>> X = np.linspace(-1, 1, 40)[:, None]
    >>> y = np.array(["low"] + 38 * [-1] + ["high"], dtype=object)
    >>> model = SemiSupervisedELMClassifier(16, random_state=0).fit(X, y)
    >>> model.predict([[-0.5], [0.5]]).tolist()
    ['low', 'high']
    """

    _fits_on_cluster: ClassVar[bool] = False

    _parameter_constraints: ClassVar[dict] = {
        "n_hidden": [Interval(Integral, 1, None, closed="left"), None],
        "activation": [StrOptions(set(ACTIVATIONS))],
        "hidden_weights": [StrOptions(set(BLIND_WEIGHTS))],
        "n_neighbors": [Interval(Integral, 1, None, closed="left")],
        "smoothness": [Interval(Real, 0, 1e9, closed="both")],
        "missing_label": [Real, str],
        "scale": [Interval(Real, 0, None, closed="neither")],
    }

    def __init__(
        self,
        n_hidden: int | None = None,
        *,
        activation: str = "tanh",
        hidden_weights: str = "normal",
        n_neighbors: int = 10,
        smoothness: float = 1e6,
        missing_label: float | str = -1,
        alpha: float | str = "loo",
        scale: float = 1.0,
        class_weight: dict | str | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_hidden = n_hidden
        self.activation = activation
        self.hidden_weights = hidden_weights
        self.n_neighbors = n_neighbors
        self.smoothness = smoothness
        self.missing_label = missing_label
        self.alpha = alpha
        self.scale = scale
        self.class_weight = class_weight
        self.random_state = random_state

    def _make_layer(self, rows: Rows) -> HiddenLayer:
        """Return the random units: by default the most there can be, of which `_pose` takes the first ones."""
        n_hidden = 512 if self.n_hidden is None else self.n_hidden
        settings = {name: getattr(self, name) for name in ("activation", "hidden_weights", "scale", "random_state")}
        return random_layer(rows.X.shape[1], n_hidden, **settings)

    def _pose(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> Problem:
        """Pose the problem of the labelled rows, in units that depend on all rows."""
        self._validate_params()
        every = validate_data(self, X, dtype=DTYPES, ensure_min_samples=2)
        if y is None:
            raise ValueError(f"{type(self).__name__} requires y to be passed, but the target y is None.")
        check_consistent_length(X, y)
        y = np.asarray(y)
        known = _labelled_rows(y, self.missing_label)
        if len(known) < 2:
            mark = self.missing_label
            raise ValueError(f"At least 2 rows need a class in y, other than {mark}; got {len(known)} of {len(every)}.")
        counts = np.ones(len(every)) if sample_weight is None else _checked_weights(sample_weight, every)
        own = None if sample_weight is None else counts[known]
        named = X if hasattr(X, "columns") else every  # a dataframe keeps its column names
        together = None if groups is None else np.asarray(groups)[known]
        problem = super()._pose(_safe_indexing(named, known), y[known], own, together)
        layer = problem.layer
        if self.n_hidden is None:
            layer = layer.leading(default_width(len(every) if np.any(counts % 1) else int(counts.sum())))
        roughness = _roughness(layer, *_neighbours(every[counts > 0], counts[counts > 0], self.n_neighbors))
        layer = _SmoothLayer(layer, _factor(roughness, self.smoothness))
        rows = known if problem.rows is None else known[problem.rows]
        problem = replace(problem, layer=layer, rows=rows)
        return replace(problem, alphas=_penalties(problem)) if problem.alphas is None else problem

    def _layer_of_sums(self) -> Layer:
        raise TypeError(
            f"{type(self).__name__} is fitted at once: sums over rows with a class say nothing of neighbours without "
            "one. Pass all rows to fit."
        )

    def _learn(self, problem: Problem, solution: Solution) -> None:
        smooth = cast("_SmoothLayer", solution.layer)  # as _pose made it
        super()._learn(problem, replace(solution, layer=smooth.layer, coef=smooth.plain_coef(solution.coef)))


def _labelled_rows(y: np.ndarray, mark: float | str) -> np.ndarray:
    """Return the rows in which not every column holds the mark, or the mark as a string."""
    unknown = np.zeros(y.shape, dtype=bool)
    if y.dtype.kind in "OUS":
        unknown[...] = y.astype(str) == str(mark)
    elif y.dtype.kind in "iuf" and not isinstance(mark, str):
        unknown[...] = np.isnan(y) if np.isnan(mark) else y == mark
    return np.flatnonzero(~unknown.reshape(len(y), -1).all(axis=1))


def _neighbours(X: np.ndarray, counts: np.ndarray, n_neighbors: int) -> tuple[np.ndarray, csr_array]:
    """Return the distinct rows and the graph of neighbours, each pair twice; the weights of its edges sum to 1."""
    points, place = np.unique(X, axis=0, return_inverse=True)
    n_neighbors = min(n_neighbors, len(points) - 1)
    if n_neighbors == 0:
        return points, csr_array((1, 1))
    from sklearn.neighbors import kneighbors_graph  # noqa: PLC0415  slow to import, and no other estimator needs it

    near = csr_array(kneighbors_graph(points, n_neighbors))
    weight = diags_array(np.bincount(place.ravel(), weights=counts))
    graph = csr_array(weight @ near.maximum(near.T) @ weight)
    return points, graph / graph.sum()


def _roughness(layer: Layer, points: np.ndarray, graph: csr_array) -> np.ndarray:
    """Return ``M`` (L, L) such that ``c'M c`` is the mean squared difference of ``layer(X) c`` between neighbours."""
    laplacian = csr_array(2.0 * (diags_array(graph.sum(axis=1)) - graph))
    M = np.zeros((layer.n_hidden, layer.n_hidden), order="F")
    if graph.nnz == 0:
        return M
    # Only differences matter; subtracting a common row keeps their digits where outputs are large.
    middle = layer(points[len(points) // 2 :][:1])
    for part in row_slices(len(points), block_size(layer.n_hidden)):
        some = laplacian[part]
        near, position = np.unique(some.indices, return_inverse=True)
        some = csr_array((some.data, position.ravel(), some.indptr), shape=(some.shape[0], len(near)))
        steps = np.asfortranarray(some @ (layer(points[near]) - middle))  # SciPy's own loops: sparse, without BLAS
        M = dgemm(1.0, layer(points[part]) - middle, steps, beta=1.0, c=M, trans_a=1, overwrite_c=1)
    return M


def _penalties(problem: Problem) -> np.ndarray:
    """Return the penalties to try (n_alphas,); with smaller ones smooth outputs change only by rounding."""
    spread, width = StandardScaler(), problem.layer.n_hidden
    for rows in row_slices(len(problem.X), block_size(width)):
        spread.partial_fit(problem.layer(problem.X[rows]), sample_weight=problem.weights_of(rows))
    size = float(spread.var_.mean() * np.max(spread.n_samples_seen_))
    return RELATIVE_ALPHAS[RELATIVE_ALPHAS > _LEAST_ALPHA] * (size or 1.0)


def _factor(M: np.ndarray, smoothness: float) -> np.ndarray:
    """Return the lower Cholesky factor of ``I + smoothness M``."""
    M *= smoothness
    np.einsum("ii->i", M)[:] += 1.0
    factor, failed = dpotrf(M, lower=1, clean=1, overwrite_a=1)
    if failed or not np.isfinite(np.einsum("ii->i", factor)).all():
        raise ValueError(
            f"smoothness={smoothness:g} is too much for float64 with a hidden layer as large as this. "
            "Scale the inputs to unit variance first."
        )
    return factor
