"""What the layers of a CNN see: feature maps of a pretrained network, and of a small one that is trained here."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from typing import Any

import numpy as np

from elmweb.backprop import Adam, Convolution2D, Dense, Flatten, MaxPooling2D, Network, ReLU, SoftmaxCrossEntropy
from elmweb.exceptions import Cancelled
from elmweb.formatting import duration
from elmweb.studies.desk import Desk, Report
from elmweb.studies.digits import SIDE, Digits, read_digits
from elmweb.studies.pace import paced
from elmweb.studies.settings import chosen, seed_of
from elmweb.words.engine import studies_architectures as words
from elmweb.zoo.images import like_mnist
from elmweb.zoo.thumbnails import data_url, to_bytes

__all__ = ["MODEL", "SmallReader", "run"]

MODEL = "cnn-mnist"

_FIELDS = {"early": (1, 1), "middle": (2, 4), "deep": (4, 10)}
"""For each output of the pretrained network: pixels from one place of a map to the next, and how far from its middle it
sees. They follow from ``models/recipes/cnn_mnist.py``: 3 by 3 filters, halved by every second one."""

_N_READ, _N_SHOWN, _N_LIKED = 120, 8, 4
_FILTERS, _BATCH, _EPOCHS, _RATE = (8, 16), 32, 12, 2e-3


async def run(asked: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Read one digit of each kind with a network, layer by layer.

    Parameters
    ----------
    asked : mapping
        ``network``, "pretrained" or "here" (trained first, with ``seed``), and ``turn``, which ten digits.
    desk : Desk
        Brings digits and model, and runs the steps.
    report : Report
        Says what is being done; gets the filters so far.

    Returns
    -------
    dict
        See :func:`_pretrained` and :meth:`SmallReader.answer`; of what was trained, when stopped.

    Raises
    ------
    Cancelled
        Stopped before the first epoch was over.
    """
    network = chosen(asked, "network", ("pretrained", "here"))
    turn = chosen(asked, "turn", range(10))
    digits = await read_digits(desk)
    shown = np.array([np.flatnonzero(digits.y_test == digit)[turn] for digit in range(10)])
    if network == "pretrained":
        report(words.LOADING_NETWORK, 0.1)
        return await _pretrained(desk, digits, shown)
    reader = SmallReader(digits, shown, seed_of(asked))
    try:
        await desk.drive(reader.train(), paced(lambda: report(reader.doing, reader.fraction, reader.answer())))
    except Cancelled:
        if not reader.has_begun:
            raise
    return reader.answer()


async def _pretrained(desk: Desk, digits: Digits, shown: np.ndarray) -> dict[str, Any]:
    """Return what the pretrained network sees.

    Returns
    -------
    dict
        ``shown``: for each of ten digits ``picture``, ``read``, ``sure`` and ``layers`` (early, middle, deep) of maps
        as data URLs; ``liked``: for each layer and map the parts of other digits where it was strongest;
        ``sees``: pixels along a side of such a part; ``sizes``: maps, and pixels along a side of a map; ``n_read``
        digits, ``n_right`` of them; ``card``.
    """
    card = await desk.model_card(MODEL)
    others = np.setdiff1d(np.arange(len(digits.y_test)), shown)[:_N_READ]
    rows = np.concatenate([shown, others])
    images = like_mnist(digits.X_test[rows])
    names = ["logits", *_FIELDS]
    found = (await desk.model(MODEL, {"feeds": {"image": images}, "outputs": names}))["answer"]["outputs"]
    odds = np.exp(found["logits"] - found["logits"].max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    # The same maps for every digit, so that one can be followed: those that differ most between places and digits.
    most = {name: np.argsort(-found[name].std(axis=(0, 2, 3)), kind="stable")[:_N_SHOWN] for name in _FIELDS}
    return {
        "shown": [
            {
                "picture": data_url(to_bytes(images[at, 0])),
                "read": str(odds[at].argmax()),
                "sure": float(odds[at].max()),
                "layers": {name: _tiles(found[name][at], most[name]) for name in _FIELDS},
            }
            for at in range(len(shown))
        ],
        "liked": {
            name: [_liked(images[len(shown) :, 0], found[name][len(shown) :, each], name) for each in most[name]]
            for name in _FIELDS
        },
        "sees": {name: 2 * reach + 1 for name, (_, reach) in _FIELDS.items()},
        "sizes": {name: [found[name].shape[1], found[name].shape[2]] for name in _FIELDS},
        "n_read": len(rows),
        "n_right": int((odds.argmax(axis=1) == digits.y_test[rows]).sum()),
        "card": {
            "title": card.title,
            "seconds": card.training_seconds,
            "device": card.device,
            "bytes": card.bytes,
            "measured_on": card.measured_on,
            "accuracy": card.metrics["accuracy"],
        },
    }


def _tiles(maps: np.ndarray, most: np.ndarray) -> list[str]:
    """Return some maps (channels, h, w) as pictures, each from black for its smallest number to white."""
    return [data_url(to_bytes(maps[at])) for at in most]


def _liked(images: np.ndarray, maps: np.ndarray, name: str) -> list[str]:
    """Return the parts of images (n, h, h) that one filter answers to most, one of each image.

    Parameters
    ----------
    images : ndarray of shape (n, h, h)
        What the network was shown.
    maps : ndarray of shape (n, a, a)
        What the filter answered at each place.
    name : str
        The layer.
    """
    step, reach = _FIELDS[name]
    around = np.pad(images, ((0, 0), (reach, reach), (reach, reach)))
    parts = []
    for image in np.argsort(-maps.max(axis=(1, 2)), kind="stable")[:_N_LIKED]:
        down, across = (step * int(each) for each in np.unravel_index(maps[image].argmax(), maps[image].shape))
        part = around[image, down : down + 2 * reach + 1, across : across + 2 * reach + 1]
        parts.append(data_url(np.rint(255 * part).astype(np.uint8)))
    return parts


class SmallReader:
    """A CNN of two layers that learns the sample's digits.

    Parameters
    ----------
    digits : Digits
        To learn from, and kept back.
    shown : ndarray of int
        Which of those kept back are looked at.
    seed : int
        Draws weights and batches.
    """

    def __init__(self, digits: Digits, shown: np.ndarray, seed: int) -> None:
        rng = self._rng = np.random.default_rng(seed)
        self._digits, self._shown = digits, digits.X_test[shown][..., None]
        first, second = _FILTERS
        self._first, self._rectified = Convolution2D(1, first, 3, padding=1, rng=rng), ReLU()
        self._second, self._rectified_again = Convolution2D(first, second, 3, padding=1, rng=rng), ReLU()
        layers = [
            self._first, self._rectified, MaxPooling2D(2), self._second, self._rectified_again, MaxPooling2D(2),
            Flatten(), Dense(second * (SIDE // 4) ** 2, 10, rng=rng),
        ]  # fmt: skip
        self._network = Network(layers, SoftmaxCrossEntropy(), Adam(_RATE))
        self._before, self._first_weights = self._filters(), self._first.weights.value.copy()
        self._curve: list[list[float]] = []
        self._n_batches, self._seconds = 0, 0.0

    @property
    def doing(self) -> str:
        """How far it is, in words."""
        return words.epoch(min(len(self._curve) + 1, _EPOCHS), _EPOCHS)

    @property
    def fraction(self) -> float:
        """How far it is, from 0 to 1."""
        return self._n_batches / (_EPOCHS * -(-len(self._digits.y) // _BATCH))

    @property
    def has_begun(self) -> bool:
        """Whether an epoch is over."""
        return bool(self._curve)

    def train(self) -> Generator[None, None, None]:
        """Train batch by batch.

        Yields
        ------
        None
            After each batch.
        """
        X, y = self._digits.X[..., None], self._digits.y
        for _ in range(_EPOCHS):
            batches = self._network.epoch(X, y, _BATCH, self._rng)
            while True:
                started = time.perf_counter()
                if next(batches, None) is None:
                    break
                self._seconds += time.perf_counter() - started
                self._n_batches += 1
                yield
            predicted = self._network.predictions(self._digits.X_test[..., None]).argmax(axis=1)
            self._curve.append([self._seconds, float((predicted == self._digits.y_test).mean())])
            yield

    def _filters(self) -> list[str]:
        """Return the filters of the first layer; grey is 0, white the largest weight of all."""
        weights = self._first.weights.value[:, :, 0]
        scaled = 127.5 * (1 + weights / max(float(np.abs(weights).max()), 1e-12))
        return [data_url(np.rint(scaled[..., at]).astype(np.uint8)) for at in range(scaled.shape[-1])]

    def _alike(self) -> float:
        """Return how near the filters of the first layer are to their start: 1 for unchanged, 0 for unrelated."""
        now, before = self._first.weights.value, self._first_weights
        return float((now * before).sum() / np.sqrt(np.square(now).sum() * np.square(before).sum()))

    def answer(self) -> dict[str, Any]:
        """Return filters and maps of the network as it is now.

        Returns
        -------
        dict
            ``before`` and ``filters``: those of the first layer, before and now; ``shown``: for each of ten digits
            ``picture``, ``read``, ``sure`` and ``layers`` (first, second) of maps; ``curve`` of seconds and accuracy;
            ``said``; ``sizes``, pixels along
            a side of a map; ``alike``, the cosine of the filters now and before.
        """
        P = self._network.predictions(self._shown)  # runs all ten at once, and every layer keeps what it saw
        first, second = (layer.output.transpose(0, 3, 1, 2) for layer in (self._rectified, self._rectified_again))
        n_test = len(self._digits.y_test)
        right = round(n_test * self._curve[-1][1]) if self._curve else 0
        said = words.digits_read(right, n_test, duration(self._seconds))
        return {
            "before": self._before,
            "filters": self._filters(),
            "shown": [
                {
                    "picture": data_url(np.rint(255 * self._shown[at, ..., 0]).astype(np.uint8)),
                    "read": str(P[at].argmax()),
                    "sure": float(P[at].max()),
                    "layers": {
                        "first": _tiles(first[at], np.arange(len(first[at]))),
                        "second": _tiles(second[at], np.arange(len(second[at]))),
                    },
                }
                for at in range(len(P))
            ],
            "curve": self._curve,
            "sizes": {"first": first.shape[2], "second": second.shape[2]},
            "alike": self._alike(),
            "n_parameters": self._network.n_parameters,
            "n_learned_from": len(self._digits.y),
            "said": said if self._curve else "",
        }
