"""Networks with the manners of scikit-learn: multi-layer perceptrons, and a small convolutional network for images."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from numbers import Integral, Real
from typing import Any, ClassVar, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MultiOutputMixin, RegressorMixin, _fit_context
from sklearn.model_selection import train_test_split
from sklearn.utils import column_or_1d
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from elmweb.backprop.convolution import Convolution2D, MaxPooling2D
from elmweb.backprop.layers import Dense, Dropout, Flatten, Layer, Logistic, ReLU, Tanh
from elmweb.backprop.losses import Loss, SoftmaxCrossEntropy, SquaredError
from elmweb.backprop.network import Network
from elmweb.backprop.optimizers import SGD, Adam, AdamW
from elmweb.progress import finish

__all__ = ["CNNClassifier", "MLPClassifier", "MLPRegressor"]

_ACTIVATIONS = {"relu": ReLU, "tanh": Tanh, "logistic": Logistic}
_SOLVERS = {"sgd": SGD, "adam": Adam, "adamw": AdamW}


class _BaseNetwork(BaseEstimator):
    """Training in epochs, with early stopping.

    Attributes
    ----------
    network_ : Network
        The trained network.
    loss_curve_ : list of float
        Mean loss of each epoch, with the penalty left out.
    validation_scores_ : list of float or None
        Score on the validation rows after each epoch; None without early stopping.
    n_iter_ : int
        Number of epochs.
    n_features_in_ : int
        Number of inputs, ``d``.
    feature_names_in_ : ndarray of shape (d,)
        Names of the inputs; only set when all of them are strings.
    """

    _parameter_constraints: ClassVar[dict] = {
        "solver": [StrOptions(set(_SOLVERS))],
        "alpha": [Interval(Real, 0, None, closed="left")],
        "batch_size": [Interval(Integral, 1, None, closed="left"), StrOptions({"auto"})],
        "learning_rate_init": [Interval(Real, 0, None, closed="neither")],
        "momentum": [Interval(Real, 0, 1, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "tol": [Interval(Real, 0, None, closed="left")],
        "n_iter_no_change": [Interval(Integral, 1, None, closed="left")],
        "early_stopping": ["boolean"],
        "validation_fraction": [Interval(Real, 0, 1, closed="neither")],
        "dropout": [Interval(Real, 0, 1, closed="left")],
        "shuffle": ["boolean"],
        "random_state": ["random_state"],
    }

    def _layers(self, n_in: int, n_out: int, rng: np.random.Generator) -> list[Layer]:
        """Return the untrained layers."""
        raise NotImplementedError

    def _read_targets(self, y: Any, classes: Any = None) -> np.ndarray:
        """Return targets as a network takes them."""
        raise NotImplementedError

    def _make_loss(self) -> Loss:
        raise NotImplementedError

    def _n_outputs(self, targets: np.ndarray) -> int:
        raise NotImplementedError

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X: Any, y: Any) -> Self:
        """Train from the start.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs, ideally scaled to unit variance; computed in float32.
        y : array-like of shape (n,) or (n, k)
            Targets.

        Returns
        -------
        self
            The trained estimator.

        Raises
        ------
        SettingsError
            The training diverged.
        """
        finish(self.iter_fit(X, y))
        return self

    def iter_fit(self, X: Any, y: Any) -> Generator[float, None, None]:
        """Train from the start as :meth:`fit` does, and yield the loss of each epoch.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.
        y : array-like of shape (n,) or (n, k)
            Targets.

        Yields
        ------
        float
            Mean loss of an epoch. Between two of them ``network_`` may be looked at and predicts. Closing the
            generator ends the training; with early stopping the parameters are then those that were best so far.
        """
        with closing(self.iter_steps(X, y)) as steps:
            for loss in steps:
                if loss is not None:
                    yield loss

    def iter_steps(self, X: Any, y: Any) -> Generator[float | None, None, None]:
        """Train as :meth:`iter_fit` does, and yield after each batch, so that a long epoch can be stopped.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.
        y : array-like of shape (n,) or (n, k)
            Targets.

        Yields
        ------
        float or None
            Nothing after a batch, the mean loss after an epoch.
        """
        X, targets = self._read(X, y)
        self._begin(X, targets)
        X, targets, held_out = self._hold_out(X, targets)
        best, n_since, kept = -np.inf, 0, None
        try:
            for _epoch in range(self.max_iter):
                loss = yield from self._iter_epoch(X, targets)
                if held_out is None:
                    score = -loss
                else:
                    score = self._score(*held_out)
                    self.validation_scores_ = [*(self.validation_scores_ or ()), score]
                n_since = 0 if score > best + self.tol else n_since + 1
                if score > best:
                    best = score
                    if held_out is not None:
                        kept = [parameter.value.copy() for parameter in self.network_.parameters]
                yield loss
                if n_since > self.n_iter_no_change:
                    break
        finally:  # also when the generator is closed early
            if kept is not None:
                for parameter, value in zip(self.network_.parameters, kept, strict=True):
                    parameter.value[:] = value

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X: Any, y: Any, classes: Any = None) -> Self:
        """Learn from all rows once, without a new start.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.
        y : array-like of shape (n,) or (n, k)
            Targets.
        classes : array-like of shape (n_classes,), optional
            All classes there will be; needed in the first call of a classifier.

        Returns
        -------
        self
            The trained estimator.
        """
        is_new = not hasattr(self, "network_")
        X, targets = self._read(X, y, reset=is_new, classes=classes)
        if is_new:
            self._begin(X, targets)
        finish(self._iter_epoch(X, targets))
        return self

    def _read(self, X: Any, y: Any, *, reset: bool = True, classes: Any = None) -> tuple[np.ndarray, np.ndarray]:
        X, y = validate_data(
            self, X, y, dtype=np.float32, order="C", reset=reset, multi_output=True, y_numeric=self._predicts_numbers
        )
        return X, self._read_targets(y, classes)

    _predicts_numbers: ClassVar[bool] = False

    def _begin(self, X: np.ndarray, targets: np.ndarray) -> None:
        """Draw the weights."""
        self._rng = np.random.default_rng(_seed(self.random_state))
        layers = self._layers(X.shape[1], self._n_outputs(targets), self._rng)
        self.network_ = Network(layers, self._make_loss(), self._optimizer())
        self.loss_curve_: list[float] = []
        self.validation_scores_: list[float] | None = None
        self.n_iter_ = 0

    def _optimizer(self) -> SGD | Adam:
        if self.solver == "sgd":
            return SGD(
                self.learning_rate_init, momentum=self.momentum, nesterov=self.momentum > 0, weight_decay=self.alpha
            )
        return _SOLVERS[self.solver](self.learning_rate_init, weight_decay=self.alpha)

    def _hold_out(
        self, X: np.ndarray, targets: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray] | None]:
        """Keep some rows back where training is stopped early."""
        if not self.early_stopping:
            return X, targets, None
        self.validation_scores_ = []
        seed = int(self._rng.integers(2**31))
        strata = None if self._predicts_numbers else targets
        try:
            parts = train_test_split(X, targets, test_size=self.validation_fraction, random_state=seed, stratify=strata)
        except ValueError:  # too few rows of a class
            parts = train_test_split(X, targets, test_size=self.validation_fraction, random_state=seed)
        X, X_kept, targets, targets_kept = parts
        return X, targets, (X_kept, targets_kept)

    def _iter_epoch(self, X: np.ndarray, targets: np.ndarray) -> Generator[None, None, float]:
        """Learn from all rows once, batch by batch, and return the mean loss."""
        n_batch = min(200, len(X)) if self.batch_size == "auto" else min(self.batch_size, len(X))
        rng = self._rng if self.shuffle else None
        sizes = [min(n_batch, len(X) - start) for start in range(0, len(X), n_batch)]
        losses = []
        for each in self.network_.epoch(X, targets, n_batch, rng):
            losses.append(each)
            yield
        loss = float(np.average(losses, weights=sizes))
        self.loss_curve_.append(loss)
        self.n_iter_ += 1
        return loss

    def _score(self, X: np.ndarray, targets: np.ndarray) -> float:
        raise NotImplementedError

    def _predictions(self, X: Any) -> np.ndarray:
        check_is_fitted(self, "network_")
        X = validate_data(self, X, dtype=np.float32, order="C", reset=False)
        return self.network_.predictions(X)


class _Classifier(ClassifierMixin, _BaseNetwork):
    """A network whose outputs are the probabilities of classes.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The classes.
    """

    def _read_targets(self, y: np.ndarray, classes: Any = None) -> np.ndarray:
        y = column_or_1d(y, warn=True)
        check_classification_targets(y)
        if classes is not None and not hasattr(self, "network_"):
            self.classes_ = np.unique(np.asarray(classes))
        elif classes is None and not hasattr(self, "network_"):
            self.classes_ = np.unique(y)
        unknown = np.setdiff1d(y, self.classes_)
        if len(unknown):
            raise ValueError(f"y has classes that were not there before: {unknown[:5].tolist()}.")
        return np.searchsorted(self.classes_, y)

    def iter_steps(self, X: Any, y: Any) -> Generator[float | None, None, None]:
        """Train from the start as :meth:`fit` does, and yield after each batch.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.
        y : array-like of shape (n,)
            Classes.

        Yields
        ------
        float or None
            Nothing after a batch, the mean loss after an epoch.
        """
        if hasattr(self, "network_"):  # another fit may have other classes
            del self.network_
        yield from super().iter_steps(X, y)

    def _n_outputs(self, targets: np.ndarray) -> int:  # noqa: ARG002  a class may be missing in a part
        return len(self.classes_)

    def _make_loss(self) -> Loss:
        return SoftmaxCrossEntropy()

    def _score(self, X: np.ndarray, targets: np.ndarray) -> float:
        return float(np.mean(self.network_.predictions(X).argmax(axis=1) == targets))

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each class.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n, n_classes), float32
            In the order of ``classes_``.
        """
        return self._predictions(X)

    def predict(self, X: Any) -> np.ndarray:
        """Return the most probable class of each row.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n,)
            Classes.
        """
        best = self._predictions(X).argmax(axis=1)
        return self.classes_[best]


class _MLP(_BaseNetwork):
    """Dense layers with an activation between them."""

    _parameter_constraints: ClassVar[dict] = {
        **_BaseNetwork._parameter_constraints,  # noqa: SLF001
        "hidden_layer_sizes": ["array-like", Interval(Integral, 1, None, closed="left")],
        "activation": [StrOptions(set(_ACTIVATIONS))],
        "start": [StrOptions({"glorot", "he", "zeros"})],
    }

    def __init__(
        self,
        hidden_layer_sizes: int | Sequence[int] = (100,),
        *,
        activation: str = "relu",
        solver: str = "adam",
        alpha: float = 1e-4,
        batch_size: int | str = "auto",
        learning_rate_init: float = 1e-3,
        momentum: float = 0.9,
        max_iter: int = 200,
        tol: float = 1e-4,
        n_iter_no_change: int = 10,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        dropout: float = 0.0,
        start: str = "glorot",
        shuffle: bool = True,
        random_state: int | None = None,
    ) -> None:
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate_init = learning_rate_init
        self.momentum = momentum
        self.max_iter = max_iter
        self.tol = tol
        self.n_iter_no_change = n_iter_no_change
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.dropout = dropout
        self.start = start
        self.shuffle = shuffle
        self.random_state = random_state

    def _layers(self, n_in: int, n_out: int, rng: np.random.Generator) -> list[Layer]:
        sizes = np.atleast_1d(np.asarray(self.hidden_layer_sizes)).tolist()
        layers: list[Layer] = []
        for size in sizes:
            layers += [Dense(n_in, int(size), start=self.start, rng=rng), _ACTIVATIONS[self.activation]()]
            if self.dropout:
                layers.append(Dropout(self.dropout, rng=rng))
            n_in = int(size)
        return [*layers, Dense(n_in, n_out, start=self.start, rng=rng)]

    @property
    def coefs_(self) -> list[np.ndarray]:
        """Weights of each dense layer, (n_in, n_out)."""
        return [layer.weights.value for layer in self.network_.layers if isinstance(layer, Dense)]

    @property
    def intercepts_(self) -> list[np.ndarray]:
        """Biases of each dense layer, (n_out,)."""
        return [layer.bias.value for layer in self.network_.layers if isinstance(layer, Dense)]


class MLPClassifier(_Classifier, _MLP):
    """A multi-layer perceptron that tells classes apart, trained by backpropagation.

    The parameters are those of scikit-learn's class of the same name, as far as they go.

    Parameters
    ----------
    hidden_layer_sizes : int or sequence of int, default=(100,)
        Units of each hidden layer.
    activation : {"relu", "tanh", "logistic"}, default="relu"
        Activation of the hidden units.
    solver : {"adam", "adamw", "sgd"}, default="adam"
        The optimizer; "sgd" with Nesterov's momentum.
    alpha : float, default=1e-4
        Weight decay.
    batch_size : int or "auto", default="auto"
        Rows in a batch; "auto" is 200, or all rows when there are fewer.
    learning_rate_init : float, default=1e-3
        Learning rate.
    momentum : float, default=0.9
        Momentum of "sgd".
    max_iter : int, default=200
        Most epochs.
    tol : float, default=1e-4
        What the loss, or the score on the validation rows, must gain to count as better.
    n_iter_no_change : int, default=10
        Epochs without a gain after which training ends.
    early_stopping : bool, default=False
        Whether to keep rows back and to end with the parameters that were best on them.
    validation_fraction : float, default=0.1
        Fraction of rows that is kept back.
    dropout : float, default=0.0
        Fraction of hidden units dropped in training.
    start : {"glorot", "he", "zeros"}, default="glorot"
        How the weights are drawn.
    shuffle : bool, default=True
        Whether each epoch takes the rows in another order.
    random_state : int, RandomState instance or None, default=None
        Seed of weights, order and dropout.

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb.backprop import MLPClassifier
    >>> X = np.array([[0.0], [1.0], [2.0], [3.0]])
    >>> MLPClassifier(8, max_iter=500, random_state=0).fit(X, ["no", "no", "yes", "yes"]).predict([[0.2], [2.9]])
    array(['no', 'yes'], dtype='<U3')
    """


class MLPRegressor(RegressorMixin, MultiOutputMixin, _MLP):
    """A multi-layer perceptron that predicts numbers, trained by backpropagation.

    The parameters are those of scikit-learn's class of the same name, as far as they go.

    Parameters
    ----------
    hidden_layer_sizes : int or sequence of int, default=(100,)
        Units of each hidden layer.
    activation : {"relu", "tanh", "logistic"}, default="relu"
        Activation of the hidden units.
    solver : {"adam", "adamw", "sgd"}, default="adam"
        The optimizer; "sgd" with Nesterov's momentum.
    alpha : float, default=1e-4
        Weight decay.
    batch_size : int or "auto", default="auto"
        Rows in a batch; "auto" is 200, or all rows when there are fewer.
    learning_rate_init : float, default=1e-3
        Learning rate.
    momentum : float, default=0.9
        Momentum of "sgd".
    max_iter : int, default=200
        Most epochs.
    tol : float, default=1e-4
        What the loss, or the score on the validation rows, must gain to count as better.
    n_iter_no_change : int, default=10
        Epochs without a gain after which training ends.
    early_stopping : bool, default=False
        Whether to keep rows back and to end with the parameters that were best on them.
    validation_fraction : float, default=0.1
        Fraction of rows that is kept back.
    dropout : float, default=0.0
        Fraction of hidden units dropped in training.
    start : {"glorot", "he", "zeros"}, default="glorot"
        How the weights are drawn.
    shuffle : bool, default=True
        Whether each epoch takes the rows in another order.
    random_state : int, RandomState instance or None, default=None
        Seed of weights, order and dropout.

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb.backprop import MLPRegressor
    >>> X = np.linspace(-1, 1, 50)[:, None]
    >>> model = MLPRegressor(16, learning_rate_init=0.03, random_state=0).fit(X, X[:, 0] ** 2)
    >>> bool(abs(model.predict([[0.5]])[0] - 0.25) < 0.05)
    True
    """

    _predicts_numbers = True

    def _read_targets(self, y: np.ndarray, classes: Any = None) -> np.ndarray:
        if classes is not None:
            raise ValueError("classes is for classifiers; got it for numbers.")
        self._is_flat = y.ndim == 1
        return np.ascontiguousarray(y, dtype=np.float32).reshape(len(y), -1)

    def _n_outputs(self, targets: np.ndarray) -> int:
        return targets.shape[1]

    def _make_loss(self) -> Loss:
        return SquaredError()

    def _score(self, X: np.ndarray, targets: np.ndarray) -> float:
        errors = np.square(self.network_.predictions(X) - targets).sum()
        return float(1 - errors / max(np.square(targets - targets.mean(axis=0)).sum(), np.finfo(np.float32).tiny))

    def predict(self, X: Any) -> np.ndarray:
        """Return the predicted numbers.

        Parameters
        ----------
        X : array-like of shape (n, d)
            Inputs.

        Returns
        -------
        ndarray of shape (n,) or (n, k)
            In the shape of the targets.
        """
        found = self._predictions(X).astype(np.float64)
        return found.ravel() if self._is_flat else found


class CNNClassifier(_Classifier):
    """A small convolutional network: convolutions with pooling between them, then dense layers.

    Parameters
    ----------
    image_shape : tuple of int
        Height, width and channels of the images in the rows, or height and width of grey ones.
    filters : sequence of int, default=(8, 16)
        Filters of each convolution, of 3 by 3 pixels; each is followed by ReLU and max pooling of 2 by 2.
    hidden_layer_sizes : sequence of int, default=(64,)
        Units of the dense layers after them.
    solver : {"adam", "adamw", "sgd"}, default="adam"
        The optimizer.
    alpha : float, default=0.0
        Weight decay.
    batch_size : int or "auto", default=64
        Rows in a batch.
    learning_rate_init : float, default=1e-3
        Learning rate.
    momentum : float, default=0.9
        Momentum of "sgd".
    max_iter : int, default=10
        Most epochs.
    tol : float, default=1e-4
        What the loss, or the score on the validation rows, must gain to count as better.
    n_iter_no_change : int, default=10
        Epochs without a gain after which training ends.
    early_stopping : bool, default=False
        Whether to keep rows back and to end with the parameters that were best on them.
    validation_fraction : float, default=0.1
        Fraction of rows that is kept back.
    dropout : float, default=0.0
        Fraction of the dense units dropped in training.
    shuffle : bool, default=True
        Whether each epoch takes the rows in another order.
    random_state : int, RandomState instance or None, default=None
        Seed of weights, order and dropout.
    """

    _parameter_constraints: ClassVar[dict] = {
        **_BaseNetwork._parameter_constraints,  # noqa: SLF001
        "image_shape": [tuple, list],
        "filters": ["array-like"],
        "hidden_layer_sizes": ["array-like"],
    }

    def __init__(
        self,
        image_shape: tuple[int, ...],
        *,
        filters: Sequence[int] = (8, 16),
        hidden_layer_sizes: Sequence[int] = (64,),
        solver: str = "adam",
        alpha: float = 0.0,
        batch_size: int | str = 64,
        learning_rate_init: float = 1e-3,
        momentum: float = 0.9,
        max_iter: int = 10,
        tol: float = 1e-4,
        n_iter_no_change: int = 10,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        dropout: float = 0.0,
        shuffle: bool = True,
        random_state: int | None = None,
    ) -> None:
        self.image_shape = image_shape
        self.filters = filters
        self.hidden_layer_sizes = hidden_layer_sizes
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate_init = learning_rate_init
        self.momentum = momentum
        self.max_iter = max_iter
        self.tol = tol
        self.n_iter_no_change = n_iter_no_change
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.dropout = dropout
        self.shuffle = shuffle
        self.random_state = random_state

    def _layers(self, n_in: int, n_out: int, rng: np.random.Generator) -> list[Layer]:
        height, width, channels = (*self.image_shape, 1)[:3]
        if height * width * channels != n_in:
            raise ValueError(
                f"image_shape must have as many pixels as a row has numbers: {n_in}; got {tuple(self.image_shape)}."
            )
        layers: list[Layer] = [Images((height, width, channels))]
        for n_filters in self.filters:
            layers += [Convolution2D(channels, n_filters, 3, padding=1, rng=rng), ReLU(), MaxPooling2D(2)]
            height, width, channels = height // 2, width // 2, n_filters
        if not height * width:
            raise ValueError(
                f"Each convolution halves the images, and {len(self.filters)} leave nothing of {self.image_shape}."
            )
        layers.append(Flatten())
        n_in = height * width * channels
        for size in self.hidden_layer_sizes:
            layers += [Dense(n_in, size, start="he", rng=rng), ReLU()]
            if self.dropout:
                layers.append(Dropout(self.dropout, rng=rng))
            n_in = size
        return [*layers, Dense(n_in, n_out, rng=rng)]


class Images(Flatten):
    """Turns rows into images, the opposite of :class:`~elmweb.backprop.layers.Flatten`.

    Parameters
    ----------
    shape : tuple of int
        Height, width and channels.
    """

    def __init__(self, shape: tuple[int, int, int]) -> None:
        self.shape = shape

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:  # noqa: ARG002
        """Return the inputs (n, d) as (n, height, width, channels)."""
        self._shape = X.shape
        self.output = X.reshape(len(X), *self.shape)
        return self.output


def _seed(random_state: Any) -> Any:
    """Return what seeds a generator: an integer as it is, otherwise a number that a RandomState draws."""
    if random_state is None or isinstance(random_state, Integral):
        return random_state
    return int(random_state.randint(2**31))
