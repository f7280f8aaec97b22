"""The two estimators: random hidden layer, output weights by ridge regression."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import ClassifierMixin, MultiOutputMixin, RegressorMixin
from sklearn.utils import column_or_1d
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import validate_data

from elmweb.estimators._base import FLOATS, BaseELM
from elmweb.estimators._calibration import fit_sharpness, probabilities
from elmweb.estimators._loo import Kind
from elmweb.estimators._solve import Problem, Solution

__all__ = ["ELMClassifier", "ELMRegressor"]


class ELMRegressor(RegressorMixin, MultiOutputMixin, BaseELM):
    """Extreme Learning Machine for numbers: random hidden layer, then ridge regression.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units. None takes the power of two at or above half the rows, from 16 to 512.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    alpha : float or "loo", default="loo"
        Ridge penalty added to the diagonal of the centred ``H'H``. "loo" tries 21 from 1e-6 to 1e4 times
        the mean of that diagonal and takes the one with the smallest exact leave-one-out squared error.
    scale : float, default=1.0
        Size of the random weights: normal with standard deviation ``scale / sqrt(d)``, biases ``scale``.
    random_state : int, RandomState or None, default=None
        Seed of the random weights. The first units of a wide layer are the narrow layer of the same seed.

    Attributes
    ----------
    hidden_weights_ : ndarray of shape (d, L)
        Random input weights.
    hidden_bias_ : ndarray of shape (L,)
        Random biases.
    coef_ : ndarray of shape (L,) or (L, k)
        Output weights.
    intercept_ : float or ndarray of shape (k,)
        What is added for every row; it is not penalised.
    alpha_ : float
        The penalty used.
    loo_ : LeaveOneOut
        Exact leave-one-out errors over the path of ``alpha`` (one point when it is given).
    loo_decision_ : ndarray of shape (m,) or (m, k)
        Leave-one-out predictions at ``alpha_``.
    loo_rows_ : ndarray of shape (m,)
        Training rows of ``loo_decision_``: all of them, or an even sample when they would take over 80 MB.
    n_features_in_ : int
        Number of inputs, ``d``.
    feature_names_in_ : ndarray of shape (d,)
        Names of the inputs, when they had any.

    See Also
    --------
    ELMClassifier : The same for classes.

    Notes
    -----
    ``H = activation(X W + b)`` with random ``W`` and ``b``; ``coef = (H'H + alpha I)^-1 H'T`` with ``H`` and ``T``
    centred. The field also knows it as random features with ridge regression. Arithmetic is float64;
    memory is one row block and ``L^2`` numbers (and ``H``, while it is under 160 MB).

    References
    ----------
    Huang, Zhu, Siew (2006). Extreme learning machine: theory and applications. Neurocomputing 70.
    doi:10.1016/j.neucom.2005.12.126

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb import ELMRegressor
    >>> x = np.linspace(-1, 1, 100)
    >>> model = ELMRegressor(32, random_state=0).fit(x[:, None], np.sin(3 * x))
    >>> round(model.score(x[:, None], np.sin(3 * x)), 3)
    1.0
    """

    def predict(self, X: Any) -> np.ndarray:
        """Predict numbers.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n,) or (n, k)
            Shaped like the targets of ``fit``.
        """
        return self._outputs(X)

    def _read(self, X: Any, y: Any) -> tuple[np.ndarray, np.ndarray, Kind, bool]:
        X, y = validate_data(self, X, y, dtype=FLOATS, multi_output=True, y_numeric=True, ensure_min_samples=2)
        return X, y.reshape(len(y), -1).astype(np.float64, copy=False), "regression", y.ndim == 1


class ELMClassifier(ClassifierMixin, BaseELM):
    """Extreme Learning Machine for classes or labels: random hidden layer, then ridge regression on -1 and 1.

    Parameters
    ----------
    n_hidden : int or None, default=None
        Number of hidden units. None takes the power of two at or above half the rows, from 16 to 512.
    activation : str, default="tanh"
        One of "tanh", "sigmoid", "relu", "leaky_relu", "gelu", "sin", "gaussian", "identity".
    alpha : float or "loo", default="loo"
        Ridge penalty added to the diagonal of the centred ``H'H``. "loo" tries 21 from 1e-6 to 1e4 times
        the mean of that diagonal and takes the one with the fewest exact leave-one-out mistakes; among
        equals the one with the smallest squared error.
    scale : float, default=1.0
        Size of the random weights: normal with standard deviation ``scale / sqrt(d)``, biases ``scale``.
    random_state : int, RandomState or None, default=None
        Seed of the random weights. The first units of a wide layer are the narrow layer of the same seed.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Class labels; column numbers for a multi-label target.
    hidden_weights_ : ndarray of shape (d, L)
        Random input weights.
    hidden_bias_ : ndarray of shape (L,)
        Random biases.
    coef_ : ndarray of shape (L,) or (L, k)
        Output weights: one column for two classes, else one for each class or label.
    intercept_ : float or ndarray of shape (k,)
        What is added for every row; it is not penalised.
    alpha_ : float
        The penalty used.
    sharpness_ : float or ndarray of shape (k,)
        What outputs are multiplied by to become probabilities; one for each label of a multi-label target.
    loo_ : LeaveOneOut
        Exact leave-one-out errors over the path of ``alpha`` (one point when it is given).
    loo_decision_ : ndarray of shape (m,) or (m, k)
        What ``decision_function`` would say of training rows, each by the model that never saw it.
    loo_rows_ : ndarray of shape (m,)
        Training rows of ``loo_decision_``: all of them, or an even sample when they would take over 80 MB.
    n_features_in_ : int
        Number of inputs, ``d``.
    feature_names_in_ : ndarray of shape (d,)
        Names of the inputs, when they had any.

    See Also
    --------
    ELMRegressor : The same for numbers.

    Notes
    -----
    ``H = activation(X W + b)`` with random ``W`` and ``b``; ``coef = (H'H + alpha I)^-1 H'T`` with ``H`` and ``T``
    centred, ``T`` being -1 or 1. On top of ``H`` this is :class:`sklearn.linear_model.RidgeClassifier`.

    A least-squares output is no probability. ``predict_proba`` is ``softmax(a f)``, or ``1 / (1 + exp(-a f))``
    for two classes and for each label, where ``a`` maximises the likelihood of the exact leave-one-out outputs,
    smoothed by one row of no known class. As ``a > 0``, the most probable class is the predicted class.

    References
    ----------
    Huang, Zhu, Siew (2006). Extreme learning machine: theory and applications. Neurocomputing 70.
    doi:10.1016/j.neucom.2005.12.126

    Platt (1999). Probabilistic outputs for support vector machines. Advances in Large Margin Classifiers, MIT Press.

    Guo, Pleiss, Sun, Weinberger (2017). On calibration of modern neural networks. ICML. arXiv:1706.04599

    Examples
    --------
    >>> from elmweb import ELMClassifier
    >>> model = ELMClassifier(16, random_state=0).fit([[-1.0], [-0.8], [0.9], [1.0]], ["low", "low", "high", "high"])
    >>> model.predict([[-0.9], [0.8]]).tolist()
    ['low', 'high']
    """

    def decision_function(self, X: Any) -> np.ndarray:
        """Return the least-squares outputs.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n,) or (n, k)
            About 1 for yes and -1 for no: for the second of two classes, else for each class or label.
        """
        return self._outputs(X)

    def predict(self, X: Any) -> np.ndarray:
        """Predict classes or labels.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n,) or (n, k)
            A class for each row, or 0 and 1 for each label.
        """
        outputs = self._outputs(X)
        if self._is_multilabel:
            return (outputs > 0).astype(self.classes_.dtype)
        return self.classes_[(outputs > 0).astype(np.intp) if outputs.ndim == 1 else outputs.argmax(axis=1)]

    def predict_proba(self, X: Any) -> np.ndarray:
        """Predict probabilities, calibrated on leave-one-out outputs.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n, k)
            For each class, rows sum to 1; for each label of a multi-label target, the probability that it is on.
        """
        outputs = self._outputs(X)
        if self._is_multilabel:
            return np.column_stack([probabilities(f, a) for f, a in zip(outputs.T, self.sharpness_, strict=True)])
        P = probabilities(outputs, self.sharpness_)
        return P if P.ndim == 2 else np.column_stack([1.0 - P, P])

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that multi-label targets are welcome."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags

    @property
    def _is_multilabel(self) -> bool:
        return np.ndim(self.sharpness_) == 1

    def _read(self, X: Any, y: Any) -> tuple[np.ndarray, np.ndarray, Kind, bool]:
        X, y = validate_data(self, X, y, dtype=FLOATS, multi_output=True, ensure_min_samples=2)
        check_classification_targets(y)
        target = type_of_target(y, input_name="y")
        if target == "multilabel-indicator":
            self.classes_ = np.arange(y.shape[1])
            return X, np.where(y, 1, -1).astype(np.int8), "multilabel", False
        if target == "multiclass-multioutput":
            raise ValueError("ELMClassifier learns one column of classes, or columns of 0 and 1; y is neither.")
        self.classes_, codes = np.unique(column_or_1d(y, warn=True), return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"ELMClassifier needs at least 2 classes in y; got 1 class, {self.classes_[0]!r}.")
        if len(self.classes_) == 2:
            return X, (2 * codes - 1).astype(np.int8)[:, None], "binary", True
        T = np.where(codes[:, None] == np.arange(len(self.classes_)), np.int8(1), np.int8(-1))
        return X, T, "multiclass", False

    def _learn(self, problem: Problem, solution: Solution) -> None:
        super()._learn(problem, solution)
        T = problem.T[self.loo_rows_]
        if problem.kind == "multilabel":
            self.sharpness_ = np.array([fit_sharpness(f, t) for f, t in zip(self.loo_decision_.T, T.T, strict=True)])
        else:
            self.sharpness_ = fit_sharpness(self.loo_decision_, T[:, 0] if problem.kind == "binary" else T)
