"""Two networks against each other: one draws, the other tells drawn from real."""

from __future__ import annotations

import numpy as np

from elmweb.backprop.layers import Dense, ReLU
from elmweb.backprop.losses import SoftmaxCrossEntropy
from elmweb.backprop.network import Network
from elmweb.backprop.optimizers import Adam

__all__ = ["Adversaries"]

_DRAWN, _REAL = 0, 1


class Adversaries:
    """A generative adversarial network of two small dense networks.

    The generator turns noise into rows; the discriminator says of a row how likely it is real. Each learns from the
    other: the gradient of the discriminator's answer with respect to the row it was shown tells the generator how the
    row should have been.

    Parameters
    ----------
    n_noise, n_out : int
        Numbers the generator starts from, and numbers of a row.
    n_units : int, default=32
        Of each of two hidden layers, in both.
    rates : tuple of float, default=(1e-3, 1e-3)
        Learning rates of generator and discriminator.
    rng : numpy.random.Generator, optional
        Source of randomness.

    References
    ----------
    Goodfellow et al. (2014). Generative adversarial nets. NeurIPS. arXiv:1406.2661; the generator's loss is that of its
    section 3, which does not vanish while the discriminator is sure.
    """

    def __init__(
        self,
        n_noise: int,
        n_out: int,
        *,
        n_units: int = 32,
        rates: tuple[float, float] = (1e-3, 1e-3),
        rng: np.random.Generator | None = None,
    ) -> None:
        self._rng = np.random.default_rng() if rng is None else rng
        self.n_noise = n_noise
        # A first beta of a half, as Radford and others (2016, arXiv:1511.06434) found it: with 0.9 both swing.
        generator, discriminator = (Adam(rate, betas=(0.5, 0.999)) for rate in rates)
        loss = SoftmaxCrossEntropy()
        self.generator = Network(self._layers(n_noise, n_units, n_out), loss, generator)
        self.discriminator = Network(self._layers(n_out, n_units, 2), loss, discriminator)
        # One behind the other. The generator is updated through it, the discriminator is not.
        self._both = Network([*self.generator.layers, *self.discriminator.layers], loss, generator)

    def _layers(self, n_in: int, n_units: int, n_out: int) -> list[Dense | ReLU]:
        rng = self._rng
        return [
            Dense(n_in, n_units, start="he", rng=rng), ReLU(), Dense(n_units, n_units, start="he", rng=rng), ReLU(),
            Dense(n_units, n_out, rng=rng),
        ]  # fmt: skip

    def noise(self, n: int) -> np.ndarray:
        """Return what the generator starts from, (n, n_noise)."""
        return self._rng.normal(size=(n, self.n_noise)).astype(np.float32)

    def draw(self, noise: np.ndarray) -> np.ndarray:
        """Return what the generator draws, (n, n_out)."""
        return self.generator.forward(noise, training=False)

    def judge(self, X: np.ndarray) -> np.ndarray:
        """Return how likely each row is real, (n,), as the discriminator sees it."""
        return self.discriminator.predictions(X)[:, _REAL]

    def step(self, real: np.ndarray) -> tuple[float, float]:
        """Let both learn once: first the discriminator, then the generator.

        Parameters
        ----------
        real : ndarray of shape (n, n_out)
            Real rows; as many are drawn.

        Returns
        -------
        tuple of float
            The losses of discriminator and generator; each would be ``log(2)``, 0.69, if nobody could tell.
        """
        n = len(real)
        X = np.concatenate([real, self.draw(self.noise(n))])
        loss = self.discriminator.step(X, np.repeat([_REAL, _DRAWN], n))
        self._both.forward(self.noise(n))
        loss_of_generator = self._both.loss(np.full(n, _REAL))  # it wants to be taken for real
        self._both.backward()
        self.generator.update()
        return loss, loss_of_generator
