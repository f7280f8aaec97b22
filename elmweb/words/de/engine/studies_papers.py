"""What the chapter of published results says while it works."""

from __future__ import annotations

from elmweb.words.de import _deutsch

HIDDEN_UNITS = "1.600 oder 4.000"
"""What the number of units may be."""


def images_allowed(low: int, high: int, step: int) -> str:
    """What the number of images may be."""
    return f"{_deutsch.whole(low)} bis {_deutsch.whole(high)} in Schritten von {_deutsch.whole(step)}"


def no_setting(name: str) -> str:
    """That a recipe has no setting of this name."""
    return f"Dieses Rezept hat keine Einstellung „{name}“."


def fetching(part: int, n_parts: int, size: str) -> str:
    """Which part of MNIST is on its way."""
    return f"MNIST wird geladen, Teil {part} von {n_parts}, {size}"


def drawing_weights(n_units: int) -> str:
    """That the weights of hidden units are drawn."""
    return f"Gewichte für {_deutsch.number_of(n_units, 'Einheit', 'Einheiten')} werden gezogen"


def reading_tests(n_images: int) -> str:
    """That the ELM is tested."""
    if n_images == 1:
        return "1 Testbild wird gelesen"
    return f"{_deutsch.whole(n_images)} Testbilder werden gelesen"


def epoch(number: int, n_epochs: int) -> str:
    """Which epoch it is, while there is no score yet."""
    return f"Epoche {number} von {n_epochs}"


def epoch_after(number: int, n_epochs: int, percent: str, n_scored: int) -> str:
    """Which epoch it is, and the score after the one before."""
    return f"Epoche {number} von {n_epochs}, {percent} % richtig nach Epoche {n_scored}"


def trial(number: int, n_trials: int) -> str:
    """Which trial is done."""
    return f"Versuch {number} von {n_trials}"


def learning(table: str) -> str:
    """Which table is learned."""
    return f"{table} wird gelernt"
