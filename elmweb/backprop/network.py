"""A network: layers in a row, a loss and an optimizer, and one step of training in four calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from elmweb.backprop.layers import Layer, Parameter
from elmweb.backprop.losses import Loss
from elmweb.backprop.optimizers import Optimizer
from elmweb.exceptions import SettingsError
from elmweb.formatting import quantity
from elmweb.words.engine import backprop as words

__all__ = ["Network"]


class Network:
    """Layers in a row that learn from batches of rows.

    Parameters
    ----------
    layers : sequence of Layer
        From the inputs to the outputs.
    loss : Loss
        Compares the outputs with the targets.
    optimizer : Optimizer
        Changes the parameters.

    Examples
    --------
    >>> import numpy as np
    >>> from elmweb.backprop import SGD, Dense, Network, SquaredError
    >>> network = Network([Dense(1, 1, start="zeros")], SquaredError(), SGD(0.5))
    >>> X = np.array([[-1.0], [1.0]], dtype=np.float32)
    >>> network.forward(X).ravel().tolist()
    [0.0, 0.0]
    >>> network.loss(2 * X)
    2.0
    >>> network.backward()
    >>> network.layers[0].weights.gradient.tolist()
    [[-2.0]]
    >>> network.update()
    >>> network.layers[0].weights.value.tolist()
    [[1.0]]
    """

    def __init__(self, layers: Sequence[Layer], loss: Loss, optimizer: Optimizer) -> None:
        self.layers = list(layers)
        self.loss_function = loss
        self.optimizer = optimizer

    @property
    def parameters(self) -> list[Parameter]:
        """All that is learned, from the first layer to the last."""
        return [parameter for layer in self.layers for parameter in layer.parameters]

    @property
    def n_parameters(self) -> int:
        """How many numbers are learned."""
        return sum(parameter.value.size for parameter in self.parameters)

    def forward(self, X: np.ndarray, *, training: bool = True) -> np.ndarray:
        """Return the outputs (n, k) for inputs (n, ...); each layer keeps its own.

        With `training` false, nothing is dropped out, and batches are normalized by what was seen in training.
        """
        for layer in self.layers:
            X = layer.forward(X, training=training)
        self.outputs = X
        return X

    def loss(self, y: np.ndarray) -> float:
        """Return the mean loss of the last outputs for the targets of the same rows."""
        self.loss_value = self.loss_function.forward(self.outputs, y)
        return self.loss_value

    def backward(self) -> None:
        """Hand the gradient of the last loss back from the last layer to the first; every parameter gets its own."""
        gradient: np.ndarray | None = self.loss_function.backward()
        self.gradients = []  # of the outputs of each layer, the last one first
        for at in range(len(self.layers) - 1, -1, -1):
            if gradient is None:
                raise TypeError(f"Layer {at + 1} got no gradient from the one after it.")
            self.gradients.append(gradient)
            gradient = self.layers[at].backward(gradient, to_inputs=at > 0)

    def update(self) -> None:
        """Change all parameters by their gradients."""
        self.optimizer.update(self.parameters)

    def step(self, X: np.ndarray, y: np.ndarray) -> float:
        """Learn from one batch: forward, loss, backward, update.

        Parameters
        ----------
        X : ndarray of shape (n, ...)
            Inputs.
        y : ndarray of shape (n,) or (n, k)
            Targets.

        Returns
        -------
        float
            The loss before the update.

        Raises
        ------
        SettingsError
            The loss is no longer a finite number: the steps were too long.
        """
        with np.errstate(over="ignore", invalid="ignore"):  # told below
            self.forward(X)
            loss = self.loss(y)
        if not np.isfinite(loss):
            raise SettingsError(
                words.DIVERGED,
                rule=words.SHORT_STEPS,
                value=words.learning_rate(quantity(self.optimizer.learning_rate)),
                hints=(words.SMALLER_STEPS, words.SCALE_INPUTS),
            )
        self.backward()
        self.update()
        return loss

    def epoch(self, X: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator | None) -> Iterator[float]:
        """Learn from all rows once, batch by batch; yield the loss of each.

        Parameters
        ----------
        X : ndarray of shape (n, ...)
            Inputs.
        y : ndarray of shape (n,) or (n, k)
            Targets.
        batch_size : int
            Rows in a batch; the last may have fewer.
        rng : numpy.random.Generator or None
            Draws the order of the rows; None to keep it.
        """
        order = np.arange(len(X)) if rng is None else rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            yield self.step(X[rows], y[rows])

    def predictions(self, X: np.ndarray, batch_size: int = 1024) -> np.ndarray:
        """Return probabilities (n, k) or numbers (n, k), computed a batch at a time."""
        parts = [
            self.loss_function.predictions(self.forward(X[start : start + batch_size], training=False))
            for start in range(0, len(X), batch_size)
        ]
        return np.concatenate(parts)
