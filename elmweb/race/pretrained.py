"""A network that was trained elsewhere, scored on the rows that a race keeps back.

It does not race: its hours of training were spent on another machine, on other rows. Its card says how many.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from elmweb.evaluation.scores import wilson_range
from elmweb.exceptions import DataError
from elmweb.formatting import quantity
from elmweb.race.track import Track
from elmweb.words.engine import race_outcome as words
from elmweb.zoo.images import like_mnist
from elmweb.zoo.manifest import ModelCard

__all__ = ["MODEL", "pretrained_dict", "pretrained_images"]

MODEL = "cnn-mnist"
"""The model of the zoo that reads digits."""

_SIDE = 28


def pretrained_images(track: Track) -> np.ndarray:
    """Return the rows kept back as the digit reader takes them.

    Parameters
    ----------
    track : Track
        The rows.

    Returns
    -------
    ndarray of shape (n_test, 1, 28, 28), float32
        From 0 to 1.

    Raises
    ------
    DataError
        The rows are no images of digits.
    """
    if track.brightness is None or not track.shows_digits:
        raise DataError(
            words.NO_DIGITS,
            rule=words.IMAGES_OF_DIGITS,
            value=words.such_answers(track.labels) if track.labels else words.NUMBERS_TO_PREDICT,
            hints=(words.RACE_ON_DIGITS,),
        )
    return like_mnist(track.brightness)


def pretrained_dict(track: Track, card: ModelCard, digits: np.ndarray, seconds: float) -> dict[str, Any]:
    """Return how a pretrained network does on the rows of a race, as plain data.

    Parameters
    ----------
    track : Track
        The rows.
    card : ModelCard
        Of the network.
    digits : ndarray of shape (n_test,)
        What it read.
    seconds : float
        That it took for all of them.

    Returns
    -------
    dict
        As :class:`elmweb.workbench.protocol.RacePretrained` has it.
    """
    answers = np.array([int(label) for label in track.labels])[track.y_test]
    n_right, n = int((digits == answers).sum()), len(answers)
    low, high = wilson_range(n_right, n)
    ends = words.between(quantity(100 * low), quantity(100 * high))
    return {
        "name": card.title,
        "score": 100 * n_right / n,
        "score_text": quantity(100 * n_right / n),
        "interval_text": ends,
        "n_right": n_right,
        "n_test": n,
        "predict_seconds": seconds,
        "training_seconds": card.training_seconds,
        "device": card.device,
        "trained_on": card.dataset["name"],
        "own_score_text": quantity(100 * card.metrics["accuracy"], 4),
        "own_test": card.measured_on,
        "size_bytes": card.bytes,
        "n_parameters": card.n_parameters,
        "is_enlarged": track.side != _SIDE,
    }
