"""Layers that read a sequence step by step, and carry a state from each step to the next.

Backpropagation through time is backpropagation through the same layer again and again: the gradient of the state goes
back one step at a time, and every step multiplies it once more. A plain recurrent layer multiplies by the same weights
each time, so that the gradient shrinks or grows with the distance; an LSTM multiplies its memory by a gate that can
stay open.
"""

from __future__ import annotations

import numpy as np

from elmweb.backprop.layers import Parameter, initial_weights
from elmweb.backprop.products import product

__all__ = ["LSTM", "PlainRecurrent"]


class _Recurrent:
    """What both layers share: parameters, the inputs of all steps at once, and how their gradients are collected.

    Parameters
    ----------
    n_in, n_units : int
        Numbers at each step of the input, and of the state.
    n_gates : int
        How many sums of inputs and state each unit has.
    start : {"small", "glorot"}
        How the weights are drawn.
    rng : numpy.random.Generator, optional
        Source of randomness.
    dtype : type, default=numpy.float32
        Type of the parameters.
    """

    def __init__(
        self, n_in: int, n_units: int, n_gates: int, *, start: str, rng: np.random.Generator | None, dtype: type
    ) -> None:
        rng = np.random.default_rng() if rng is None else rng
        self.n_units = n_units
        # Each gate by itself: its variance must not depend on how many gates there are.
        of_inputs, of_state = (
            np.concatenate([_drawn(n, n_units, start, rng, dtype) for _gate in range(n_gates)], axis=1)
            for n in (n_in, n_units)
        )
        self.weights = Parameter("weights", of_inputs)
        self.recurrent = Parameter("recurrent weights", of_state)
        self.bias = Parameter("bias", np.zeros(n_gates * n_units, dtype), decays=False)
        self.parameters = (self.weights, self.recurrent, self.bias)

    def _sums(self, X: np.ndarray) -> np.ndarray:
        """Return what the inputs (n, steps, n_in) add to the sums of each step, (steps, n, n_gates * n_units)."""
        self.input = np.ascontiguousarray(X.transpose(1, 0, 2))
        steps, n, n_in = self.input.shape
        sums = product(self.input.reshape(steps * n, n_in), self.weights.value)
        sums += self.bias.value
        return sums.reshape(steps, n, -1)

    def _collect(self, gradient: np.ndarray, before: np.ndarray, *, to_inputs: bool) -> np.ndarray | None:
        """Set the gradients of the parameters, added up over steps, from those of all sums and the states before."""
        steps, n, _ = gradient.shape
        rows = gradient.reshape(steps * n, -1)
        self.weights.gradient = product(self.input.reshape(steps * n, -1), rows, trans_a=True)
        self.recurrent.gradient = product(before.reshape(steps * n, -1), rows, trans_a=True)
        self.bias.gradient = rows.sum(axis=0)
        if not to_inputs:
            return None
        return product(rows, self.weights.value, trans_b=True).reshape(steps, n, -1).transpose(1, 0, 2)


def _drawn(n_in: int, n_units: int, start: str, rng: np.random.Generator, dtype: type) -> np.ndarray:
    """Return the first weights of one gate, (n_in, n_units)."""
    if start == "small":
        bound = 1 / np.sqrt(n_units)
        return rng.uniform(-bound, bound, (n_in, n_units)).astype(dtype)
    return initial_weights((n_in, n_units), n_in, n_units, start=start, rng=rng, dtype=dtype)


class PlainRecurrent(_Recurrent):
    """The plain recurrent layer, ``h_t = tanh(x_t W + h_(t-1) U + b)``; its output is the last state.

    Parameters
    ----------
    n_in, n_units : int
        Numbers at each step of the input, and of the state.
    start : {"small", "glorot"}, default="small"
        How the weights are drawn: ``"small"`` is uniform up to ``1 / sqrt(n_units)``, as in PyTorch; ``"glorot"`` makes
        recurrent weights 1.7 times as large, so that a state is about as large after many steps.
    rng : numpy.random.Generator, optional
        Source of randomness.
    dtype : type, default=numpy.float32
        Type of the parameters.

    References
    ----------
    Elman (1990). Finding structure in time. Cognitive Science 14(2).
    Bengio, Simard, Frasconi (1994). Learning long-term dependencies with gradient descent is difficult. IEEE
    Transactions on Neural Networks 5(2).
    """

    def __init__(
        self,
        n_in: int,
        n_units: int,
        *,
        start: str = "small",
        rng: np.random.Generator | None = None,
        dtype: type = np.float32,
    ) -> None:
        super().__init__(n_in, n_units, 1, start=start, rng=rng, dtype=dtype)

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:  # noqa: ARG002  the same in both
        """Return the last state (n, n_units) for sequences (n, steps, n_in)."""
        sums = self._sums(X)
        steps, n, _ = sums.shape
        self.states = np.zeros((steps + 1, n, self.n_units), sums.dtype)  # the first is the one before all steps
        for t in range(steps):
            Z = product(self.states[t], self.recurrent.value)
            Z += sums[t]
            np.tanh(Z, out=self.states[t + 1])
        self.output = self.states[-1]
        return self.output

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray | None:
        """Return the gradient of the sequences; keep that of the state after each step in ``state_gradients``."""
        steps = len(self.states) - 1
        self.state_gradients = np.empty_like(self.states[1:])
        of_sums = np.empty_like(self.state_gradients)
        for t in range(steps - 1, -1, -1):
            self.state_gradients[t] = gradient
            h = self.states[t + 1]
            np.multiply(gradient, 1 - h * h, out=of_sums[t])
            gradient = product(of_sums[t], self.recurrent.value, trans_b=True)
        return self._collect(of_sums, self.states[:-1], to_inputs=to_inputs)


class LSTM(_Recurrent):
    """Long short-term memory: a memory `c` beside the state `h`, and three gates; its output is the last state.

    ``c_t = f * c_(t-1) + i * g`` and ``h_t = o * tanh(c_t)``, where the gates ``i, f, o`` are the logistic function,
    and ``g`` is tanh, of sums ``x_t W + h_(t-1) U + b`` of their own. The
    columns of the weights are in the order i, f, g, o.

    Parameters
    ----------
    n_in, n_units : int
        Numbers at each step of the input, and of the state.
    start : {"small", "glorot"}, default="small"
        How the weights are drawn: ``"small"`` is uniform up to ``1 / sqrt(n_units)``, as in PyTorch; ``"glorot"`` makes
        recurrent weights 1.7 times as large, so that a state is about as large after many steps.
    remembers : float, default=2.0
        About how many steps a memory lasts before anything is learned: the bias of the forget gates starts at
        ``log(remembers - 1)`` and that of the input gates at minus that, so that ``1 - 1 / remembers`` of a memory
        stays in each step and ``1 / remembers`` of the new comes in. With 2, both gates start half open.
    rng : numpy.random.Generator, optional
        Source of randomness.
    dtype : type, default=numpy.float32
        Type of the parameters.

    References
    ----------
    Hochreiter, Schmidhuber (1997). Long short-term memory. Neural Computation 9(8).
    Gers, Schmidhuber, Cummins (2000). Learning to forget: continual prediction with LSTM. Neural Computation 12(10).
    Tallec, Ollivier (2018). Can recurrent neural networks warp time? ICLR. arXiv:1804.11188: the start of the biases.
    """

    def __init__(
        self,
        n_in: int,
        n_units: int,
        *,
        start: str = "small",
        remembers: float = 2.0,
        rng: np.random.Generator | None = None,
        dtype: type = np.float32,
    ) -> None:
        if not remembers > 1:
            raise ValueError(f"remembers must be above 1; got {remembers!r}.")
        super().__init__(n_in, n_units, 4, start=start, rng=rng, dtype=dtype)
        self.bias.value[: 2 * n_units] = np.repeat([-1, 1], n_units) * np.log(remembers - 1)

    def forward(self, X: np.ndarray, *, training: bool) -> np.ndarray:  # noqa: ARG002  the same in both
        """Return the last state (n, n_units) for sequences (n, steps, n_in)."""
        sums = self._sums(X)
        steps, n, _ = sums.shape
        u = self.n_units
        self.states, self.memories = (np.zeros((steps + 1, n, u), sums.dtype) for _ in range(2))
        self.gates = sums  # overwritten in place, step by step
        self._squashed = np.empty((steps, n, u), sums.dtype)  # tanh of the memory
        for t in range(steps):
            Z = sums[t]
            Z += product(self.states[t], self.recurrent.value)
            Z[:, : 2 * u] = _logistic(Z[:, : 2 * u])
            Z[:, 3 * u :] = _logistic(Z[:, 3 * u :])
            np.tanh(Z[:, 2 * u : 3 * u], out=Z[:, 2 * u : 3 * u])
            i, f, g, o = (Z[:, at * u : (at + 1) * u] for at in range(4))
            self.memories[t + 1] = f * self.memories[t] + i * g
            np.tanh(self.memories[t + 1], out=self._squashed[t])
            np.multiply(o, self._squashed[t], out=self.states[t + 1])
        self.output = self.states[-1]
        return self.output

    def backward(self, gradient: np.ndarray, *, to_inputs: bool = True) -> np.ndarray | None:
        """Return the gradient of the sequences; keep that of the memory after each step in ``state_gradients``."""
        steps, _, u = self._squashed.shape
        self.state_gradients = np.empty_like(self._squashed)
        of_sums = np.empty_like(self.gates)
        of_memory = np.zeros_like(gradient)
        for t in range(steps - 1, -1, -1):
            i, f, g, o = (self.gates[t][:, at * u : (at + 1) * u] for at in range(4))
            squashed = self._squashed[t]
            # The memory is read through h_t, and carried on to the next step: both parts add up.
            of_memory = of_memory + gradient * o * (1 - squashed * squashed)
            self.state_gradients[t] = of_memory
            of_i, of_f, of_g, of_o = (of_sums[t][:, at * u : (at + 1) * u] for at in range(4))
            of_i[...] = of_memory * g * i * (1 - i)
            of_f[...] = of_memory * self.memories[t] * f * (1 - f)
            of_g[...] = of_memory * i * (1 - g * g)
            of_o[...] = gradient * squashed * o * (1 - o)
            gradient = product(of_sums[t], self.recurrent.value, trans_b=True)
            of_memory = of_memory * f
        return self._collect(of_sums, self.states[:-1], to_inputs=to_inputs)


def _logistic(Z: np.ndarray) -> np.ndarray:
    """Return ``1 / (1 + exp(-Z))``; it never overflows."""
    return 0.5 * np.tanh(0.5 * Z) + np.asarray(0.5, Z.dtype)
